"""Turns the bytes of a file into text, or says what the file is instead and what to do about it."""

import re
from collections.abc import Callable

from aboveline.diagnostics import Diagnostic, Diagnostics, Place
from aboveline.records.form import in_words, wanted_form
from aboveline.records.raw import Input, problem

_SAVE_AS = "in Excel choose Save As and the type `Excel Workbook (*.xlsx)`, and give that file"
_GIVE_TABLE = "save the data as CSV, JSON or an Excel workbook (.xlsx), and give that file"
#: What Excel calls the part of a locked workbook that holds the locked one.
_LOCKED = "EncryptedPackage".encode("utf-16-le")
_LINE_END = re.compile(rb"\r\n|\r|\n")
#: Bytes that no text has, whatever its encoding.
_NEVER_TEXT = bytes(b for b in range(32) if b not in b"\t\n\v\f\r\x1a\x1b")


def decode(source: Input, noun: str = "case") -> tuple[str | None, Diagnostics]:
    """The text of an input without its byte order mark, or None and the reason there is none; `noun` is what it should hold."""
    data = source.data.removeprefix(b"\xef\xbb\xbf")
    for find in (_other_kind, _wide_characters, _nul_byte):
        found = find(source, data)
        if found is not None:
            return None, (found,)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        return None, (_not_utf8(source, data, error),)
    if not text.strip():
        message = f"expected {_wanted(source)} with at least one {noun}, found an empty file"
        return None, (problem("empty-file", message, Place(source.name)),)
    return text, ()


def _wanted(source: Input) -> str:
    form = wanted_form(source)
    if form is None:
        return "CSV, JSON, Excel or Parquet"
    return "JSON" if form == "ndjson" else in_words(form)


def _starts(*beginnings: bytes) -> Callable[[bytes], bool]:
    return lambda data: data.startswith(beginnings)


def _begins_in_text(*beginnings: bytes) -> Callable[[bytes], bool]:
    return lambda data: data[:200].lstrip().lower().startswith(beginnings)


def _zip_with(*parts: bytes) -> Callable[[bytes], bool]:
    return lambda data: data.startswith(b"PK\x03\x04") and any(part in data for part in parts)


def _old_with(part: bytes) -> Callable[[bytes], bool]:
    return lambda data: data.startswith(b"\xd0\xcf\x11\xe0") and part in data


#: What a file is by how it begins, and the remedy; the first that fits.
_KINDS: tuple[tuple[Callable[[bytes], bool], str, str], ...] = (
    (_zip_with(b"xl/workbook.bin"), "an Excel binary workbook (.xlsb)", _SAVE_AS),
    (
        _zip_with(b"Index/Document.iwa", b"Index.zip"),
        "a Numbers spreadsheet",
        "in Numbers choose File, Export To, Excel, and give that file",
    ),
    (
        _zip_with(b"word/"),
        "a Word document",
        "give the data it was made from, saved as CSV, JSON or an Excel workbook",
    ),
    (_starts(b"PK\x03\x04", b"PK\x05\x06"), "a ZIP archive", "unpack it and give the file inside"),
    (_starts(b"\x1f\x8b"), "a compressed (gzip) file", "unpack it and give the file inside"),
    (
        _old_with(_LOCKED),
        "an Excel workbook locked with a password",
        "open it in Excel, take the password away (File, Info, Protect Workbook, Encrypt with Password), save it, and give that file",
    ),
    (_starts(b"\xd0\xcf\x11\xe0"), "an Excel workbook of the older kind (.xls)", _SAVE_AS),
    (
        _starts(b"%PDF"),
        "a PDF document",
        "give the data it was made from, saved as CSV, JSON or an Excel workbook",
    ),
    (
        _starts(b"SQLite format 3"),
        "an SQLite database",
        "write the table out as CSV, JSON or Parquet and give that file",
    ),
    (
        _starts(b"\x89PNG", b"\xff\xd8\xff", b"GIF8"),
        "a picture",
        "give the data as CSV, JSON or an Excel workbook",
    ),
    (_starts(b"{\\rtf"), "a formatted document (RTF)", _GIVE_TABLE),
    (
        _begins_in_text(b"<!doctype html", b"<html"),
        "a web page",
        "the download may have given a sign-in page or an error page: open it in a browser to see, and fetch the file again",
    ),
    (
        _begins_in_text(b"<?xml", b"<!doctype"),
        "an XML document",
        _GIVE_TABLE,
    ),
)


def _other_kind(source: Input, data: bytes) -> Diagnostic | None:
    for fits, kind, remedy in _KINDS:
        if fits(data):
            message = f"expected {_wanted(source)}, found {kind}"
            return problem("wrong-kind-of-file", message, Place(source.name), remedy=remedy)
    return None


def _wide_characters(source: Input, data: bytes) -> Diagnostic | None:
    """UTF-16 and UTF-32, by their mark or, without one, by a quarter of the first bytes being NUL."""
    start = data[:2000]
    if not start.startswith((b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")) and start.count(0) * 4 < len(
        start
    ):
        return None
    if not start or start.count(0) == len(start):
        return None
    if sum(b in _NEVER_TEXT[1:] for b in start) * 20 > len(start):
        return _not_text(source)
    found = "UTF-32" if start.count(0) * 2 > len(start) else "UTF-16"
    message = f"expected text saved as UTF-8, found {found} from line 1 on"
    return problem("not-utf-8", message, Place(source.name, 1), remedy=_save_again(source))


def _save_again(source: Input) -> str:
    if wanted_form(source) in {"json", "ndjson"}:
        return "save it as UTF-8 in the program that wrote it"
    return "in Excel choose Save As and the type `CSV UTF-8 (Comma delimited)`; in Notepad, Save As with encoding UTF-8"


def _line_of(data: bytes, offset: int) -> int:
    return len(_LINE_END.findall(data, 0, offset)) + 1


def _nul_byte(source: Input, data: bytes) -> Diagnostic | None:
    at = data.find(0)
    if at < 0:
        return None
    if sum(b in _NEVER_TEXT for b in data[:2000]) * 20 > len(data[:2000]):
        return _not_text(source)
    line = _line_of(data, at)
    message = f"expected text, found a NUL byte (a byte no text has) on line {line}"
    remedy = "the file is damaged or was not written as text: export it again"
    return problem("nul-byte", message, Place(source.name, line), remedy=remedy)


def _not_text(source: Input) -> Diagnostic:
    message = f"expected {_wanted(source)}, found a file that is not text"
    return problem(
        "wrong-kind-of-file",
        message,
        Place(source.name),
        remedy=_GIVE_TABLE,
    )


def _not_utf8(source: Input, data: bytes, error: UnicodeDecodeError) -> Diagnostic:
    line = _line_of(data, error.start)
    place = Place(source.name, line)
    if sum(b in _NEVER_TEXT for b in data[:2000]) * 20 > len(data[:2000]):
        return _not_text(source)
    if error.reason == "unexpected end of data":
        message = f"expected whole characters to the end, found the file cut off inside one on line {line}"
        return problem("not-utf-8", message, place, remedy="copy or export the file again")
    message = f"expected text saved as UTF-8, found a character in another encoding, probably Windows-1252, on line {line}"
    return problem("not-utf-8", message, place, remedy=_save_again(source))
