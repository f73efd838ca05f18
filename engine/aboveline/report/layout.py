"""Turns rows of cells into aligned lines, and long sentences into lines of a width."""

import textwrap
import unicodedata
from collections.abc import Sequence

#: The width of text that goes to a file or another program.
WIDTH = 100


def width_of(text: str) -> int:
    """How many columns of a terminal a text takes: wide characters take two, combining marks none."""
    if text.isascii():
        return len(text)
    return sum(0 if unicodedata.combining(c) else 1 + (unicodedata.east_asian_width(c) in "WF") for c in text)


def pad(text: str, width: int, align: str = "<") -> str:
    """The text filled with spaces to a width, on the right, or on the left for `>`."""
    gap = " " * max(0, width - width_of(text))
    return gap + text if align == ">" else text + gap


def wrap(text: str, width: int = WIDTH, indent: str = "", hang: str | None = None) -> list[str]:
    """The text in lines no wider than `width`, the first after `indent`, the others after `hang`."""
    hang = indent if hang is None else hang
    return textwrap.wrap(
        text,
        max(width, 30),
        initial_indent=indent,
        subsequent_indent=hang,
        break_long_words=False,
        break_on_hyphens=False,
    )


def column_widths(rows: Sequence[Sequence[str]]) -> list[int]:
    """The width each column needs for the widest of its cells."""
    count = max((len(row) for row in rows), default=0)
    return [max((width_of(row[i]) for row in rows if i < len(row)), default=0) for i in range(count)]
