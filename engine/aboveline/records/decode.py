"""Turns the bytes of a file into text, or says what the file is instead and what to do about it."""

import codecs
import mmap
import re
from collections.abc import Callable

from aboveline.diagnostics import Diagnostic, Diagnostics, Place
from aboveline.records.form import in_words, table_form, wanted_form
from aboveline.records.raw import Input, problem

_SAVE_AS = "in Excel choose Save As and the type `Excel Workbook (*.xlsx)`, and give that file"
_GIVE_TABLE = "save the data as CSV, JSON or an Excel workbook (.xlsx), and give that file"
#: What Excel calls the part of a locked workbook that holds the locked one.
_LOCKED = "EncryptedPackage".encode("utf-16-le")
_LINE_END = re.compile(rb"\r\n|\r|\n")
#: Bytes that no text has, whatever its encoding.
_NEVER_TEXT = bytes(b for b in range(32) if b not in b"\t\n\v\f\r\x1a\x1b")
#: How much of a file on the disk is decoded at once.
_BLOCK = 1 << 22
_MARK = b"\xef\xbb\xbf"

#: The bytes of a file, in memory or on the disk.
_Bytes = bytes | mmap.mmap


def decode(source: Input, noun: str = "case") -> tuple[str | None, Diagnostics]:
    """The text of an input without its byte order mark, or None and the reason there is none; `noun` is what it should hold."""
    with source.mapped() as data:
        first = len(_MARK) if data[: len(_MARK)] == _MARK else 0
        fault = _fault(source, data, first)
        if fault is not None:
            return None, (fault,)
        text = data[first:].decode("utf-8")
    if not text.strip():
        message = f"expected {_wanted(source)} with at least one {noun}, found an empty file"
        return None, (problem("empty-file", message, Place(source.name)),)
    return text, ()


def as_text(source: Input, wanted: str, noun: str) -> tuple[str | None, Diagnostics]:
    """The text of an input that must be one, be it CSV or JSON; `wanted` is what it should hold, `noun` one of that."""
    kind, wrong = table_form(source)
    if kind is None:
        return (None, wrong) if wrong else decode(source, noun)
    message = f"expected {wanted} as a text such as CSV, found {in_words(kind)}"
    remedy = "in Excel choose Save As and the type `CSV UTF-8 (Comma delimited)`, and give that file"
    return None, (problem("wrong-kind-of-file", message, Place(source.name), remedy=remedy),)


def decode_fault(source: Input) -> Diagnostics:
    """The reason why an input is no text, if it is none; without all of it being in memory at once."""
    with source.mapped() as data:
        fault = _fault(source, data, len(_MARK) if data[: len(_MARK)] == _MARK else 0)
    return () if fault is None else (fault,)


def _fault(source: Input, data: _Bytes, first: int) -> Diagnostic | None:
    beginning = data[first : first + 2000]
    found = _other_kind(source, data, beginning) or _wide_characters(source, beginning)
    found = found or _nul_byte(source, data, first, beginning)
    return found or _not_utf8(source, data, first, beginning)


def _wanted(source: Input) -> str:
    form = wanted_form(source)
    if form is None:
        return "CSV, JSON, Excel or Parquet"
    return "JSON" if form == "ndjson" else in_words(form)


def _starts(*beginnings: bytes) -> Callable[[_Bytes, bytes], bool]:
    return lambda _, beginning: beginning.startswith(beginnings)


def _begins_in_text(*beginnings: bytes) -> Callable[[_Bytes, bytes], bool]:
    return lambda _, beginning: beginning[:200].lstrip().lower().startswith(beginnings)


def _zip_with(*parts: bytes) -> Callable[[_Bytes, bytes], bool]:
    return lambda data, beginning: (
        beginning.startswith(b"PK\x03\x04") and any(data.find(part) >= 0 for part in parts)
    )


def _old_with(part: bytes) -> Callable[[_Bytes, bytes], bool]:
    return lambda data, beginning: beginning.startswith(b"\xd0\xcf\x11\xe0") and data.find(part) >= 0


#: What a file is by how it begins, and the remedy; the first that fits.
_KINDS: tuple[tuple[Callable[[_Bytes, bytes], bool], str, str], ...] = (
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


def _other_kind(source: Input, data: _Bytes, beginning: bytes) -> Diagnostic | None:
    for fits, kind, remedy in _KINDS:
        if fits(data, beginning):
            message = f"expected {_wanted(source)}, found {kind}"
            return problem("wrong-kind-of-file", message, Place(source.name), remedy=remedy)
    return None


def _wide_characters(source: Input, start: bytes) -> Diagnostic | None:
    """UTF-16 and UTF-32, by their mark or, without one, by a quarter of the first bytes being NUL."""
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


def _line_of(data: _Bytes, offset: int) -> int:
    return sum(1 for _ in _LINE_END.finditer(data, 0, offset)) + 1


def _nul_byte(source: Input, data: _Bytes, first: int, beginning: bytes) -> Diagnostic | None:
    at = data.find(b"\0", first)
    if at < 0:
        return None
    if _is_no_text(beginning):
        return _not_text(source)
    line = _line_of(data, at)
    message = f"expected text, found a NUL byte (a byte no text has) on line {line}"
    remedy = "the file is damaged or was not written as text: export it again"
    return problem("nul-byte", message, Place(source.name, line), remedy=remedy)


def _is_no_text(beginning: bytes) -> bool:
    return sum(b in _NEVER_TEXT for b in beginning) * 20 > len(beginning)


def _not_text(source: Input) -> Diagnostic:
    message = f"expected {_wanted(source)}, found a file that is not text"
    return problem(
        "wrong-kind-of-file",
        message,
        Place(source.name),
        remedy=_GIVE_TABLE,
    )


def _not_utf8(source: Input, data: _Bytes, first: int, beginning: bytes) -> Diagnostic | None:
    found = _first_not_utf8(data, first)
    if found is None:
        return None
    if _is_no_text(beginning):
        return _not_text(source)
    at, is_cut_off = found
    line = _line_of(data, at)
    place = Place(source.name, line)
    if is_cut_off:
        message = f"expected whole characters to the end, found the file cut off inside one on line {line}"
        return problem("not-utf-8", message, place, remedy="copy or export the file again")
    message = f"expected text saved as UTF-8, found a character in another encoding, probably Windows-1252, on line {line}"
    return problem("not-utf-8", message, place, remedy=_save_again(source))


def _first_not_utf8(data: _Bytes, first: int) -> tuple[int, bool] | None:
    """Where the first byte stands that is not UTF-8, and whether it begins a character the file ends in; None where all are."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    for at in range(first, len(data), _BLOCK):
        kept = len(decoder.getstate()[0])
        try:
            decoder.decode(data[at : at + _BLOCK], final=at + _BLOCK >= len(data))
        except UnicodeDecodeError as error:
            return at - kept + error.start, error.reason == "unexpected end of data"
    return None
