"""Turns the bytes of a criteria file into its Source."""

import re

from aboveline.diagnostics import Diagnostic, Diagnostics, Label
from aboveline.source import Source, Span

#: The line ends of very old programs; the text would be one line, and behind its first `#` one comment.
_LONE_RETURN = re.compile("\r(?!\n)")

_UTF_16 = (b"\xff\xfe", b"\xfe\xff")


#: What a word processor writes, by how it begins.
_OTHER_KINDS = {
    b"PK\x03\x04": "a document of Word or the like (or another ZIP archive)",
    b"\xd0\xcf\x11\xe0": "a document of an older Word or Excel",
    b"{\\rtf": "formatted text (RTF)",
    b"%PDF": "a PDF document",
}


def source_of(data: bytes, name: str) -> tuple[Source | None, Diagnostics]:
    """The text of a criteria file, which is UTF-8 with or without a mark that says so; None where it is not."""
    if data.startswith(_UTF_16):
        return None, (_wrong_encoding(name, "found UTF-16 (some programs call it “Unicode”)"),)
    other = next((kind for start, kind in _OTHER_KINDS.items() if data.startswith(start)), None)
    if other is not None:
        return None, (_of_a_word_processor(name, other),)
    try:
        return Source(name, text_of(data)), ()
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        return None, (_wrong_encoding(name, f"found a character of another encoding on line {line}"),)


def text_of(data: bytes) -> str:
    """The text of a criteria file that was read before. Raises UnicodeDecodeError where it is not UTF-8."""
    return _LONE_RETURN.sub("\n", data.decode("utf-8-sig"))


def _of_a_word_processor(name: str, found: str) -> Diagnostic:
    help_ = (
        "in Word choose Save As, Plain Text (*.txt), with the encoding UTF-8, and give the file a name that ends in `.criteria`; "
        "an editor of plain text is the better tool"
    )
    return Diagnostic(
        "wrong-encoding", f"expected plain text, found {found}", (Label(Span(name, 0, 0)),), help_
    )


def _wrong_encoding(name: str, found: str) -> Diagnostic:
    help_ = "save the file again as UTF-8 (in most editors: Save as, then Encoding)"
    return Diagnostic("wrong-encoding", f"expected UTF-8 text, {found}", (Label(Span(name, 0, 0)),), help_)
