"""Turns the bytes of a file into text, or says what the file is instead and what to do about it."""

import re
from collections.abc import Callable

from aboveline.diagnostics import Diagnostic, Diagnostics, Place
from aboveline.records.raw import Input, problem

_SAVE_AS = "in Excel choose Save As and the type `CSV UTF-8 (Comma delimited)`, and give that file"
_LINE_END = re.compile(rb"\r\n|\r|\n")
#: Bytes that no text has, whatever its encoding.
_NEVER_TEXT = bytes(b for b in range(32) if b not in b"\t\n\v\f\r\x1a\x1b")


def decode(source: Input) -> tuple[str | None, Diagnostics]:
    """The text of an input without its byte order mark, or None and the reason there is none."""
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
        message = f"expected {_wanted(source)} with at least one case, found an empty file"
        return None, (problem("empty-file", message, Place(source.name)),)
    return text, ()


def _wanted(source: Input) -> str:
    form = source.form or source.name.lower().rpartition(".")[2]
    if "csv" in form:
        return "CSV"
    return "JSON" if form in {"json", "ndjson", "jsonl"} else "CSV or JSON"


def _starts(*beginnings: bytes) -> Callable[[bytes], bool]:
    return lambda data: data.startswith(beginnings)


def _begins_in_text(*beginnings: bytes) -> Callable[[bytes], bool]:
    return lambda data: data[:200].lstrip().lower().startswith(beginnings)


def _zip_with(*parts: bytes) -> Callable[[bytes], bool]:
    return lambda data: data.startswith(b"PK\x03\x04") and any(part in data for part in parts)


#: What a file is by how it begins, and the remedy; the first that fits.
_KINDS: tuple[tuple[Callable[[bytes], bool], str, str], ...] = (
    (_zip_with(b"xl/"), "an Excel workbook", _SAVE_AS),
    (
        _zip_with(b"opendocument.spreadsheet"),
        "an OpenDocument spreadsheet",
        "save it as `Text CSV`, with the character set UTF-8 and the comma as field delimiter, and give that file",
    ),
    (_zip_with(b"word/"), "a Word document", "give the data it was made from, saved as CSV or JSON"),
    (_starts(b"PK\x03\x04", b"PK\x05\x06"), "a ZIP archive", "unpack it and give the file inside"),
    (_starts(b"\x1f\x8b"), "a compressed (gzip) file", "unpack it and give the file inside"),
    (
        _starts(b"\xd0\xcf\x11\xe0"),
        "an Excel workbook of the older kind, or one locked with a password",
        _SAVE_AS,
    ),
    (_starts(b"%PDF"), "a PDF document", "give the data it was made from, saved as CSV or JSON"),
    (_starts(b"PAR1"), "a Parquet table", "write the table out as CSV or JSON and give that file"),
    (
        _starts(b"SQLite format 3"),
        "an SQLite database",
        "write the table out as CSV or JSON and give that file",
    ),
    (_starts(b"\x89PNG", b"\xff\xd8\xff", b"GIF8"), "a picture", "give the data as CSV or JSON"),
    (_starts(b"{\\rtf"), "a formatted document (RTF)", "save the data as CSV or JSON and give that file"),
    (
        _begins_in_text(b"<!doctype html", b"<html"),
        "a web page",
        "the download may have given a sign-in page or an error page: open it in a browser to see, and fetch the file again",
    ),
    (
        _begins_in_text(b"<?xml", b"<!doctype"),
        "an XML document",
        "save the data as CSV or JSON and give that file",
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
    if _wanted(source) == "JSON":
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
        remedy="save the data as CSV or JSON and give that file",
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
