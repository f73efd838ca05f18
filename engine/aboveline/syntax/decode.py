"""Turns the bytes of a criteria file into its Source."""

import re

from aboveline.diagnostics import Diagnostic, Diagnostics, Label
from aboveline.source import Source, Span

#: The line ends of very old programs; the text would be one line, and behind its first `#` one comment.
_LONE_RETURN = re.compile("\r(?!\n)")

_UTF_16 = (b"\xff\xfe", b"\xfe\xff")


def source_of(data: bytes, name: str) -> tuple[Source | None, Diagnostics]:
    """The text of a criteria file, which is UTF-8 with or without a mark that says so; None where it is not."""
    if data.startswith(_UTF_16):
        return None, (_wrong_encoding(name, "found UTF-16 (some programs call it “Unicode”)"),)
    try:
        return Source(name, text_of(data)), ()
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        return None, (_wrong_encoding(name, f"found a character of another encoding on line {line}"),)


def text_of(data: bytes) -> str:
    """The text of a criteria file that was read before. Raises UnicodeDecodeError where it is not UTF-8."""
    return _LONE_RETURN.sub("\n", data.decode("utf-8-sig"))


def _wrong_encoding(name: str, found: str) -> Diagnostic:
    help_ = "save the file again as UTF-8 (in most editors: Save as, then Encoding)"
    return Diagnostic("wrong-encoding", f"expected UTF-8 text, {found}", (Label(Span(name, 0, 0)),), help_)
