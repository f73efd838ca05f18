"""Turns a SurveyView into text: each item with how many answered it, every answer with its count and share.

No share stands without the number it is a share of.
"""

from collections.abc import Iterator, Sequence

from aboveline.records.raw import counted
from aboveline.report.ink import Ink, plain
from aboveline.report.layout import WIDTH, column_widths, pad, wrap
from aboveline.report.survey_view import AnswerRow, ItemRow, ScaleRow, SurveyView

#: How many of each are listed before the rest are only counted.
_FILES, _IDS = 10, 10

#: The widest an answer's words may be before they are cut into lines.
_WIDEST = 60


def survey_text(view: SurveyView, ink: Ink = plain, width: int = WIDTH) -> str:
    """The whole table."""
    lines = [*_heading(view, ink, width)]
    for row in view.items:
        lines += ["", *_item(row, ink, width)]
    lines += ["", *_below(view, width)]
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _heading(view: SurveyView, ink: Ink, width: int) -> Iterator[str]:
    yield ink(view.survey_label, "strong")
    version = f", version {view.version}" if view.version else ""
    more = f" and {len(view.files) - _FILES} more files" if len(view.files) > _FILES else ""
    files = f"{', '.join(view.files[:_FILES])}{more}"
    words = f"{view.label} ({view.framework}{version}); {counted(view.responses, 'response')} from {files}"
    yield from (ink(line, "faint") for line in wrap(words, width, "", "  "))
    if view.left_out:
        verb = "has errors and was" if len(view.left_out) == 1 else "have errors and were"
        yield from wrap(
            f"{len(view.left_out)} of {view.read} responses {verb} NOT counted: {_ids(view.left_out)}", width
        )


def _ids(ids: Sequence[str]) -> str:
    more = f" and {len(ids) - _IDS:,} more" if len(ids) > _IDS else ""
    return f"{', '.join(ids[:_IDS])}{more}"


# --- Items -------------------------------------------------------------------------------------


def _item(row: ItemRow, ink: Ink, width: int) -> Iterator[str]:
    yield from (ink(line, "strong") for line in wrap(row.label, width))
    yield from (ink(line, "faint") for line in wrap(_asked(row), width, "  "))
    yield from _answers(row, width)
    yield from (line for told in row.told for line in wrap(told.text, width, "  "))


def _asked(row: ItemRow) -> str:
    """How many answered, of how many, and why the others did not."""
    parts = [f"answered by {row.answered:,} of the {row.asked:,} asked"]
    if row.not_asked:
        parts.append(f"{row.not_asked:,} not asked")
    if row.not_known:
        parts.append(f"of {row.not_known:,} it is not known whether they were asked")
    if row.aside:
        parts.append(f"{counted(row.aside, 'answer')} set aside")
    whom = f" (asked only where {row.condition})" if row.condition else ""
    many = " (several answers possible)" if row.kind == "several answers" else ""
    return "; ".join(parts) + whom + many


def _answers(row: ItemRow, width: int) -> Iterator[str]:
    if not row.answered:
        return
    if row.kind == "text":
        yield "    in their own words, which are not tallied"
        return
    marked = _is_marked(row)
    cells = [*(_cells(one, row.answered, marked=marked) for one in row.answers), *_scale_cells(row)]
    if marked and row.positive is not None and sum(one.is_positive for one in row.answers) > 1:
        words = "any of these *" if row.kind == "several answers" else "together *"
        cells.append((words, *_share(row.positive, row.answered, row.positive_percent)))
    yield from _lined_up(cells, width)
    if row.scale is not None:
        yield from wrap(_lies(row.scale), width, "    ", "      ")


def _is_marked(row: ItemRow) -> bool:
    """Whether it needs telling which answers are positive; of yes and no it does not."""
    return row.kind == "scale" or [one.key for one in row.answers] != ["yes", "no"]


def _cells(one: AnswerRow, of: int, *, marked: bool) -> tuple[str, str, str]:
    label = f"{one.label} *" if one.is_positive and marked else one.label
    return (label, *_share(one.count, of, one.percent))


def _share(count: int, of: int, percent: int | None) -> tuple[str, str]:
    return (f"{count:,} of {of:,}", "" if percent is None else f"{percent}%")


def _scale_cells(row: ItemRow) -> Iterator[tuple[str, str, str]]:
    scale = row.scale
    if scale is None:
        return
    if scale.positive_from is not None and row.positive is not None:
        label = f"{scale.positive_from} or more, of {scale.low} to {scale.high} *"
        yield (label, *_share(row.positive, row.answered, row.positive_percent))
    yield (f"{scale.high}, the highest", *_share(scale.top, row.answered, scale.top_percent))


def _lies(scale: ScaleRow) -> str:
    return (
        f"lowest {scale.lowest}, a quarter up to {_figure(scale.lower_quarter)}, half up to {_figure(scale.median)}, "
        f"three quarters up to {_figure(scale.upper_quarter)}, highest {scale.highest}; mean {_figure(scale.mean)}"
    )


def _figure(figure: float) -> str:
    return f"{figure:g}"


def _lined_up(cells: Sequence[tuple[str, str, str]], width: int) -> Iterator[str]:
    widths = column_widths(cells)
    widest = max(10, min(widths[0], _WIDEST, width - 4 - sum(2 + w for w in widths[1:])))
    for label, count, percent in cells:
        first, *more = wrap(label, max(widest, 30)) or [""]
        yield f"    {pad(first, widest)}  {pad(count, widths[1], '>')}  {pad(percent, widths[2], '>')}"
        yield from (f"      {line}" for line in more)


# --- What stands beneath ------------------------------------------------------------------------


def _below(view: SurveyView, width: int) -> Iterator[str]:
    sentences = ["Shares are of those who answered, rounded, a half upwards."]
    if any(row.positive is not None and _is_marked(row) for row in view.items):
        sentences.append("* counts as positive.")
    if any(row.kind == "several answers" for row in view.items):
        sentences.append("Where several answers are possible their shares can come to more than 100%.")
    yield from wrap(" ".join(sentences), width)
    for is_known, why in ((True, "by the rule they were not asked"), (False, _NOT_KNOWN)):
        found = [one for one in view.aside if one.is_known is is_known]
        ids = tuple(dict.fromkeys(one.response for one in found))
        if found:
            yield from wrap(
                f"{counted(len(found), 'answer')} set aside, as {why}: {counted(len(ids), 'response')} ({_ids(ids)}).",
                width,
            )


_NOT_KNOWN = "an answer that decides whether they were asked is blank"
