"""Turns an AgreementView into text: how far assessors agree at each level, then the pairs of judgements that differ."""

from collections.abc import Iterator, Sequence
from itertools import groupby, zip_longest

from aboveline.records.raw import counted
from aboveline.report.agreement_view import AgreementView, LevelRow, MeasuredRow, PairRow, Shown
from aboveline.report.from_agreement import FEWEST_CASES
from aboveline.report.ink import Ink, plain
from aboveline.report.layout import WIDTH, column_widths, pad, wrap
from aboveline.scoring.figures import percent_of

#: How many of each are listed before the rest are only counted; pairs of each question.
_QUESTIONS, _PAIRS, _FILES, _ASSESSORS, _IDS = 5, 2, 10, 20, 10

#: The least and the most that is left of a line for labels.
_LEAST, _MOST = 30, 52

_HEADS = ("", "pairs", "agree", "kappa", "AC1", "answers")


def agreement_text(
    view: AgreementView, ink: Ink = plain, width: int = WIDTH, *, questions: bool = False
) -> str:
    """The whole report; with `questions` every question stands under its criterion."""
    lines = [*_heading(view, ink, width), ""]
    if view.cases:
        lines += _table(view, ink, width, questions=questions)
        lines += ["", *_below(view, width)]
        lines += _pairs(view, ink, width)
        lines += ["", *(line for sentence in view.how for line in wrap(sentence, width))]
    else:
        lines += wrap(_nothing(view), width)
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _nothing(view: AgreementView) -> str:
    cases = "The case was" if view.of == 1 else f"Each of the {view.of:,} cases was"
    return f"{cases} assessed once, as “{view.fact_label}” ({view.fact}) says, so that there is nothing to compare."


def _heading(view: AgreementView, ink: Ink, width: int) -> Iterator[str]:
    yield ink(view.label, "strong")
    version = f", version {view.version}" if view.version else ""
    files = view.examined.files
    more = f" and {len(files) - _FILES} more files" if len(files) > _FILES else ""
    twice = f"{view.cases:,} of {view.of:,} cases assessed more than once"
    yield from (
        ink(line, "faint")
        for line in wrap(
            f"{view.framework}{version}; {twice}, from {', '.join(files[:_FILES])}{more}", width, "", "  "
        )
    )
    left_out = view.examined.left_out
    if left_out:
        verb = "has errors and was" if len(left_out) == 1 else "have errors and were"
        ids = ", ".join(left_out[:_IDS]) + (
            f" and {len(left_out) - _IDS:,} more" if len(left_out) > _IDS else ""
        )
        yield from wrap(f"{len(left_out)} of {view.examined.read} records {verb} NOT compared: {ids}", width)


# --- Levels ------------------------------------------------------------------------------------


def _table(view: AgreementView, ink: Ink, width: int, *, questions: bool) -> Iterator[str]:
    shown = [row for row in view.levels if questions or row.kind not in {"question", "family"}]
    rows = [_HEADS, *(_cells(row, ends=width >= WIDTH) for row in shown)]
    widths = column_widths(rows)
    others = sum(2 + one for one in widths[1:])
    widths[0] = max(_LEAST, min(widths[0], _MOST, width - others))
    yield ink(_line(_HEADS, widths)[0], "faint")
    for row, cells in zip(shown, rows[1:], strict=True):
        if row.kind == "section":
            yield ""
        strong = row.kind in {"overall", "section"}
        yield from (ink(line, "strong") if strong else line for line in _line(cells, widths))


def _line(cells: Sequence[str], widths: Sequence[int]) -> list[str]:
    label, *others = cells
    indent = label[: len(label) - len(label.lstrip())]
    labels = wrap(label.strip(), widths[0], indent, indent + "  ") or [""]
    columns = [labels, *([cell] for cell in others)]
    return [
        "  ".join(pad(cell, widths[at], "<" if at == 0 else ">") for at, cell in enumerate(line)).rstrip()
        for line in zip_longest(*columns, fillvalue="")
    ]


_INDENT = {
    "overall": "",
    "theme": "  ",
    "section": "",
    "criterion": "  ",
    "family": "    ",
    "question": "    ",
}


_ASIDE = {"reported only": "(in no score above) ", "not judged": "(not judged) "}


def _cells(row: LevelRow, *, ends: bool) -> tuple[str, ...]:
    """The cells of one level; a narrow terminal has no room for the ends of the intervals of coefficients."""
    name = f"{row.key}  " if row.name else ""
    label = f"{_INDENT[row.kind]}{name}{_ASIDE.get(row.standing or '', '')}{row.label}"
    answers = "" if row.answers is None else _percent(row.answers)
    if row.outcomes is None:
        return (label, "", "", "", "", answers)
    found = row.outcomes
    pairs = f"{found.pairs:,}{'*' if found.is_scant else ' '}"
    if not found.pairs:
        return (label, pairs, "-", "-", "-", answers)
    return (
        *(label, pairs, f"{_percent(found)}{_percents(found.percent)}"),
        *(_coefficient(found.kappa, ends=ends), _coefficient(found.ac1, ends=ends), answers),
    )


def _percent(found: MeasuredRow) -> str:
    return "-" if found.percent.value is None else f"{found.percent.value:.0f}%"


def _percents(shown: Shown) -> str:
    return "" if shown.low is None or shown.high is None else f" ({shown.low:.0f}, {shown.high:.0f})"


def _coefficient(shown: Shown, *, ends: bool) -> str:
    if shown.value is None:
        return "not defined"
    if shown.low is None or shown.high is None or not ends:
        return _two(shown.value)
    return f"{_two(shown.value)} ({_two(shown.low)}, {_two(shown.high)})"


def _two(number: float) -> str:
    """A number to two places; none is nought, whichever side it is rounded from."""
    text = f"{number:.2f}"
    return "0.00" if text == "-0.00" else text


def _below(view: AgreementView, width: int) -> Iterator[str]:
    whole = view.levels[0]
    yield from wrap(_both_judged(whole), width)
    left_out = 0 if whole.outcomes is None else whole.outcomes.left_out
    if left_out:
        noun = "1 more pair was" if left_out == 1 else f"{left_out:,} more pairs were"
        why = f"a judgement of {'it' if left_out == 1 else 'each'} is unanswered or undetermined"
        yield from wrap(f"{noun} not compared, as {why}.", width)
    shown = [f"{name} ({count:,})" for name, count in view.assessors[:_ASSESSORS]]
    more = f" and {len(view.assessors) - _ASSESSORS:,} more" if len(view.assessors) > _ASSESSORS else ""
    yield from wrap(f"Assessors, and how many of these cases each assessed: {', '.join(shown)}{more}", width)
    if any(row.outcomes is not None and row.outcomes.is_scant for row in view.levels):
        yield from wrap(f"* of fewer than {FEWEST_CASES} cases: too few for the figures to say much", width)


def _both_judged(whole: LevelRow) -> str:
    if not whole.judged:
        return "No pair is of work that both judged sufficient or insufficient."
    share = percent_of(whole.judged_agreeing, whole.judged)
    pairs = "1 pair is" if whole.judged == 1 else f"{whole.judged:,} of all the pairs are"
    return f"{pairs} of work that both judged sufficient or insufficient; {whole.judged_agreeing:,} of those agree ({share}%)."


# --- Pairs -------------------------------------------------------------------------------------


def _pairs(view: AgreementView, ink: Ink, width: int) -> Iterator[str]:
    yield ""
    if not view.pairs:
        yield ink("No two judgements differ", "strong")
        return
    yield ink("Judgements that differ, the question with most of them first", "strong")
    by_question = [(key, list(some)) for key, some in groupby(view.pairs, key=lambda one: one.question)]
    for key, some in by_question[:_QUESTIONS]:
        yield from wrap(f"{key}: {some[0].label} ({counted(len(some), 'pair')})", width, "  ", "    ")
        for one in some[:_PAIRS]:
            yield from _pair(one, width)
        if len(some) > _PAIRS:
            yield f"    and {len(some) - _PAIRS:,} more of this question"
    more = len(by_question) - _QUESTIONS
    if more > 0:
        yield f"  and those of {counted(more, 'more question')}"
    if more > 0 or any(len(some) > _PAIRS for _, some in by_question):
        yield f"  (all {len(view.pairs):,} of them: --format json)"


def _pair(one: PairRow, width: int) -> Iterator[str]:
    told = "; ".join(f"{side.assessor}: {side.outcome}" for side in one.sides)
    yield from wrap(f"case {one.case_id}: {told}", width, "    ", "      ")
    only = [side for side in one.sides if side.explain]
    for side in only:
        # A command stays on one line, to be copied; where there is but one, what it is about is a comment of the shell.
        yield f"      {side.explain}" + (f"  # {side.assessor}" if len(only) == 1 else "")
