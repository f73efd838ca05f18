"""Turns figures of a report into charts of bars, as plain data with words for whoever cannot see them."""

from collections.abc import Iterator, Mapping, Sequence

from aboveline.framework.model import Framework, strengths_from
from aboveline.report.inspection.view import Bar, Chart, ReportCriterion, ReportSection, ThemeCharts
from aboveline.report.view import Figure, QuestionRow, View
from aboveline.wording.message import joined, message, plural

#: So many bars fit on a printed page with room to spare.
MOST_BARS = 12


def summary_chart(framework: Framework, view: View, sections: Sequence[ReportSection]) -> Chart:
    """The scores of all headline themes, sections and general criteria, told apart by their comments."""
    figures: list[tuple[Figure, str, str]] = [
        (theme.figure, theme.figure.label, f"theme-{theme.figure.key}") for theme in view.themes
    ]
    for section in sections:
        for kind, one in (("section", section), *(("criterion", c) for c in section.criteria)):
            figures.append((one.block.figure, f"{one.key} {one.block.figure.label}", f"{kind}-{one.key}"))
    steps = [step.label for step in framework.bands[""].steps] if "" in framework.bands else []
    met = [step for step in steps if any(figure.comment == step for figure, _, _ in figures)]
    kinds = tuple(met) or (message("score"),)
    bars = tuple(
        _bar(view, figure, label, kinds.index(figure.comment) if figure.comment in kinds else 0, anchor)
        for figure, label, anchor in figures
    )
    return Chart(
        "summary",
        message("Scores of all headlines, sections and general criteria"),
        described(bars),
        kinds,
        bars,
    )


def theme_charts(
    framework: Framework, view: View, sections: Sequence[ReportSection]
) -> tuple[ThemeCharts, ...]:
    """The key questions of each theme, by general criterion."""
    criteria = [criterion for section in sections for criterion in section.criteria]
    return tuple(
        ThemeCharts(
            theme.figure.label,
            tuple(
                chart
                for criterion in criteria
                for chart in _of_criterion(framework, view, criterion, theme.figure)
            ),
        )
        for theme in view.themes
    )


def line_words(framework: Framework, sections: Sequence[ReportSection]) -> str:
    """Where the upright line stands in the charts of the key questions: at one percentage, or at several."""
    lines = {
        f"{criterion.key} {criterion.block.figure.label}": strengths_from(framework, criterion.key)
        for section in sections
        for criterion in section.criteria
        if any(framework.questions[row.figure.key].feeds for row in asked(criterion.block.questions))
    }
    usual = strengths_from(framework)
    if len(set(lines.values())) == 1:
        (usual,) = set(lines.values())
    others = [
        message("at {percent}% in {criterion}", percent=percent, criterion=name)
        for name, percent in lines.items()
        if percent != usual
    ]
    if not others:
        return message(
            "The upright line stands at {percent}%, from which on a finding is a strength.", percent=usual
        )
    return message(
        "The upright line stands where a finding begins to be a strength: at {percent}%, but {others}.",
        percent=usual,
        others=joined(others),
    )


def described(bars: Sequence[Bar]) -> str:
    """What a chart shows, in a sentence or two: how many bars, and which is the longest and which the shortest."""
    drawn = [bar for bar in bars if bar.percent is not None]
    if not drawn:
        return message("No bar could be drawn.")
    low, high = (pick(drawn, key=lambda bar: bar.percent or 0) for pick in (min, max))
    if len(drawn) == 1:
        return plural(
            "One bar: {label}, {figure}. The figure stands in the table below.",
            "{n} bars: {label}, {figure}. The figure stands in the table below.",
            len(bars),
            label=high.label,
            figure=high.figure,
        )
    return message(
        "{n} bars; the longest is {high}: {high_figure}, the shortest {low}: {low_figure}. Every figure stands in the table "
        "below.",
        n=len(bars),
        high=high.label,
        high_figure=high.figure,
        low=low.label,
        low_figure=low.figure,
    )


def _of_criterion(
    framework: Framework, view: View, criterion: ReportCriterion, theme: Figure
) -> Iterator[Chart]:
    strength_from = strengths_from(framework, criterion.key)
    rows = [
        row
        for row in asked(criterion.block.questions)
        if theme.key in framework.questions[row.figure.key].feeds
    ]
    size = -(-len(rows) // MOST_BARS)
    name = f"{criterion.key} {criterion.block.figure.label}"
    for part in range(size):
        some = rows[part * len(rows) // size : (part + 1) * len(rows) // size]
        bars = tuple(
            _bar(
                view,
                row.figure,
                row.figure.label,
                0 if _is_strength(row, strength_from) else 1,
                f"q-{row.figure.key}",
            )
            for row in some
        )
        title = (
            message(
                "{name}: key questions of {theme}, part {part} of {size}",
                name=name,
                theme=theme.label,
                part=part + 1,
                size=size,
            )
            if size > 1
            else message("{name}: key questions of {theme}", name=name, theme=theme.label)
        )
        kinds = (
            message("{percent}% and over", percent=strength_from),
            message("under {percent}%", percent=strength_from),
        )
        key = f"{theme.key}-{criterion.key}-{part + 1}"
        yield Chart(key, title, described(bars), kinds, bars, mark=strength_from)


def _is_strength(row: QuestionRow, strength_from: int) -> bool:
    return row.figure.percent is not None and row.figure.percent >= strength_from


def asked(rows: Sequence[QuestionRow]) -> Iterator[QuestionRow]:
    """Every judged question by itself."""
    for row in rows:
        yield from row.parts or (row,)


def _bar(view: View, figure: Figure, label: str, kind: int, anchor: str) -> Bar:
    interval = view.interval(figure)
    return Bar(
        label=label,
        percent=figure.percent,
        figure=figure.figure,
        counts=figure.counts.share if figure.percent is not None else "",
        kind=kind,
        low=None if interval is None else interval.low,
        high=None if interval is None else interval.high,
        anchor=anchor,
    )


# --- Where everything of a chart goes --------------------------------------------------------

#: A line of words holds about so many letters on a phone; a longer label goes on in another line.
_LETTERS = 34
_LINE, _BAR, _GAP = 19, 14, 15


def drawn(chart: Chart) -> tuple[tuple[Mapping[str, object], ...], int]:
    """Each bar with the heights at which its lines of words and itself stand, and how high the chart is."""
    import textwrap  # noqa: PLC0415 (only charts need it)

    found: list[Mapping[str, object]] = []
    y = 0
    for bar in chart.bars:
        lines = textwrap.wrap(bar.label, _LETTERS) or [""]
        words = [(y + _LINE * (at + 1) - 4, line) for at, line in enumerate(lines)]
        top = y + _LINE * len(lines) + 2
        found.append(
            {"bar": bar, "lines": words, "figure_y": words[-1][0], "y": top, "middle": top + _BAR // 2}
        )
        y = top + _BAR + _GAP
    return tuple(found), y
