"""What a benchmark comes to: rows of figures, and the table they are printed in."""

from collections.abc import Iterable, Sequence
from typing import Any

import attrs

from aboveline.frozen import frozen
from benchmarks.timing import Took, ratio


@frozen
class Row:
    """One measurement.

    `ratio` is how many times as long, or as much memory, it takes for a case as what `ratio_to`
    names does. `met` says whether a target was met, and is None where there is none.
    """

    part: str
    name: str
    cases: int | None = None
    seconds: float | None = None
    #: The most memory the whole process held.
    mebibytes: float | None = None
    ratio: float | None = None
    ratio_to: str | None = None
    target: str | None = None
    met: bool | None = None
    #: Why there is no figure, or what to know about it.
    note: str | None = None

    @property
    def cases_per_second(self) -> float | None:
        """How many cases were done in a second."""
        return self.cases / self.seconds if self.cases and self.seconds else None


@frozen
class Limit:
    """What a figure may be at most, or has to be at least."""

    figure: float
    at_least: bool = False

    def __str__(self) -> str:
        return f"at {'least' if self.at_least else 'most'} {self.figure:,g}"

    def met_by(self, figure: float) -> bool:
        """Whether a figure keeps to it."""
        return figure >= self.figure if self.at_least else figure <= self.figure


def measured(
    part: str,
    what: tuple[str, int | None],
    took: Took,
    other: tuple[str, Took] | None = None,
    limit: Limit | None = None,
) -> Row:
    """The row of something measured: its name and cases, what it took, what it is compared with, and how it should compare."""
    times = None if other is None else ratio(took, other[1])
    is_held_to = limit if times is not None else None
    return Row(
        part,
        *what,
        took.seconds,
        took.mebibytes,
        times,
        other[0] if other and times is not None else None,
        str(is_held_to) if is_held_to else None,
        is_held_to.met_by(times) if is_held_to and times is not None else None,
        took.why_not,
    )


def as_data(row: Row) -> dict[str, Any]:
    """A row as it is written to JSON."""
    return {**attrs.asdict(row), "cases_per_second": row.cases_per_second}


HEADINGS = ("what", "cases", "seconds", "cases/s", "MiB", "ratio", "to", "target")
_LEFT = {0, 6, 7}


def cells(row: Row) -> tuple[str, ...]:
    """A row as texts under the headings."""
    verdict = {True: " (met)", False: " (MISSED)", None: ""}[row.met]
    return (
        row.name,
        "" if row.cases is None else f"{row.cases:,}",
        "" if row.seconds is None else _short(row.seconds),
        "" if row.cases_per_second is None else f"{row.cases_per_second:,.0f}",
        "" if row.mebibytes is None else f"{row.mebibytes:,.0f}",
        "" if row.ratio is None else _short(row.ratio),
        row.ratio_to or "",
        "; ".join(text for text in ((row.target or "") + verdict, row.note) if text),
    )


def _short(figure: float) -> str:
    """Three figures that count, and no fewer before the point than there are."""
    return f"{figure:,.0f}" if abs(figure) >= 100 else f"{figure:.3g}"


def as_text(rows: Sequence[Row]) -> str:
    """The rows as a table for a terminal, the parts under their names."""
    table = [HEADINGS, *(cells(row) for row in rows)]
    widths = [max(len(line[at]) for line in table) for at in range(len(HEADINGS) - 1)]
    lines = [_line(HEADINGS, widths)]
    for part in dict.fromkeys(row.part for row in rows):
        lines += ["", part, *(_line(cells(row), widths) for row in rows if row.part == part)]
    return "\n".join(lines)


def _line(texts: Sequence[str], widths: Iterable[int]) -> str:
    padded = [
        text.ljust(width) if at in _LEFT else text.rjust(width)
        for at, (text, width) in enumerate(zip(texts, widths, strict=False))
    ]
    return "  ".join([*padded, texts[-1]]).rstrip()


def as_markdown(rows: Sequence[Row]) -> str:
    """The rows as tables to stand in a page, one for each part."""
    lines: list[str] = []
    for part in dict.fromkeys(row.part for row in rows):
        lines += [f"**{part}**", "", _bar(HEADINGS), _bar("---" if at in _LEFT else "--:" for at in range(8))]
        lines += [_bar(cells(row)) for row in rows if row.part == part] + [""]
    return "\n".join(lines)


def _bar(texts: Iterable[str]) -> str:
    return "| " + " | ".join(texts) + " |"
