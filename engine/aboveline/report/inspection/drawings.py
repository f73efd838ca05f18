"""Draws the charts of a report for paper: each an SVG that stands by itself, labels beside the bars.

The page draws them for a phone, with lengths in shares of its width and the colours of its style sheet. Neither a PDF nor a
Word file has either.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING

from aboveline.frozen import frozen
from aboveline.report.inspection.paper import plain
from aboveline.report.inspection.view import Bar, Chart, InspectionReport
from aboveline.report.templating import environment
from aboveline.wording.language import Language

if TYPE_CHECKING:
    from jinja2 import Template

#: How wide a drawing is, in the pixels of SVG; a line of the page holds as much.
WIDTH = 680

_FONTS = "Liberation Sans, Arial, Helvetica, DejaVu Sans, sans-serif"
_ACCENT = "#11586b"
_SIZE = 12
_LEFT, _LENGTH, _THICK = 330, 270, 12
#: So many letters fit beside the bars, and so wide is a letter at most on the whole.
_LETTERS, _LETTER = 54, 6.6
_LINE, _GAP = 14, 9
_PATTERNS = 4


@frozen
class LegendEntry:
    """What one pattern stands for, and where that is told."""

    kind: int
    words: str
    x: float
    y: float


@frozen
class Row:
    """A bar with the height it stands at, the lines of its label, and its figure in words."""

    bar: Bar
    figure: str
    lines: tuple[tuple[float, str], ...]
    y: float
    middle: float


@frozen
class Layout:
    """Where everything of a drawing goes."""

    legend: tuple[LegendEntry, ...]
    rows: tuple[Row, ...]
    height: float
    mark: int | None
    width: int = WIDTH
    left: int = _LEFT
    length: int = _LENGTH
    thick: int = _THICK
    size: int = _SIZE
    fonts: str = _FONTS
    accent: str = _ACCENT

    def along(self, percent: int) -> float:
        """Where a percentage is."""
        return round(self.left + self.length * percent / 100, 2)

    def fill(self, kind: int) -> str:
        """What bars of a kind are filled with: a plain colour, else a pattern."""
        return f"url(#kind-{kind % _PATTERNS})" if kind % _PATTERNS else self.accent


def charts_of(report: InspectionReport) -> Mapping[str, Chart]:
    """Every chart of a report by its key."""
    return {one.key: one for one in _charts(report)}


def _charts(report: InspectionReport) -> Iterator[Chart]:
    if report.summary_chart is not None:
        yield report.summary_chart
    for theme in report.themes:
        yield from theme.charts
    for one in report.characteristics:
        yield one.chart


def drawing(chart: Chart, language: Language) -> str:
    """A chart as an SVG that stands by itself, in a language."""
    return _template().render(of=layout_of(chart, language))


@cache
def _template() -> "Template":
    return environment().get_template("inspection/drawing.svg")


def layout_of(chart: Chart, language: Language) -> Layout:
    """Where everything of a chart goes on paper."""
    import textwrap  # noqa: PLC0415 (only drawings need it)

    legend, y = _legend([plain(language.says(kind)) for kind in chart.kinds])
    rows: list[Row] = []
    for bar in chart.bars:
        words = textwrap.wrap(plain(language.says(bar.label)), _LETTERS) or [""]
        height = max(_LINE * len(words), _THICK)
        middle = y + height / 2
        first = middle - _LINE * len(words) / 2 + _LINE - 3
        lines = tuple((first + _LINE * at, line) for at, line in enumerate(words))
        rows.append(Row(bar, plain(language.says(bar.figure)), lines, middle - _THICK / 2, middle))
        y += height + _GAP
    return Layout(legend, tuple(rows), y, chart.mark)


def _legend(kinds: Sequence[str]) -> tuple[tuple[LegendEntry, ...], float]:
    """What the patterns stand for, where there are several, and how high that is."""
    if len(kinds) < 2:
        return (), 2.0
    found: list[LegendEntry] = []
    x, y = 0.0, 0.0
    for at, words in enumerate(kinds):
        wide = 33 + len(words) * _LETTER + 18
        if x and x + wide > WIDTH:
            x, y = 0.0, y + _LINE + 5
        found.append(LegendEntry(at, words, x, y))
        x += wide
    return tuple(found), y + _LINE + 14
