"""Turns the text of a file into places a person can find: lines, columns and underlined words."""

import re
from bisect import bisect_right
from functools import cached_property

from attrs import field

from aboveline.frozen import frozen

_QUOTED_OR_COMMENT = re.compile(r'("[^"\n]*")|#[^\n]*')


@frozen
class Span:
    """A stretch of one file: two offsets in code points, half-open, and the name of the file.

    Only `Source` turns offsets into lines and columns.
    """

    file: str
    start: int
    end: int

    def to(self, other: "Span") -> "Span":
        """The span from the start of this one to the end of the other, in the same file."""
        return Span(self.file, self.start, other.end)


def span_field() -> Span:
    """The field that says where something stands, for a class of it; two things that differ in nothing else are equal."""
    return field(eq=False, repr=False)


@frozen(slots=False)
class Source:
    """The text of one criteria file under the name it is shown by."""

    name: str
    text: str = field(repr=False)

    @cached_property
    def _line_starts(self) -> tuple[int, ...]:
        starts = [0]
        starts.extend(i + 1 for i, c in enumerate(self.text) if c == "\n")
        return tuple(starts)

    def position(self, offset: int) -> tuple[int, int]:
        """Line and column of an offset, both counted from 1, the column in code points."""
        line = bisect_right(self._line_starts, offset)
        return line, offset - self._line_starts[line - 1] + 1

    def offset(self, number: int) -> int:
        """The offset at which a line starts, the lines counted from 1."""
        return self._line_starts[number - 1]

    def line(self, number: int) -> str:
        """The text of a line, counted from 1, without its line ending."""
        start = self._line_starts[number - 1]
        end = self._line_starts[number] - 1 if number < len(self._line_starts) else len(self.text)
        return self.text[start:end].removesuffix("\r")

    def slice(self, span: Span) -> str:
        """The text a span covers."""
        return self.text[span.start : span.end]

    def words(self, span: Span) -> str:
        """The text a span covers, on one line and without its comments."""
        return " ".join(_QUOTED_OR_COMMENT.sub(lambda found: found[1] or " ", self.slice(span)).split())
