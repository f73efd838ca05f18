"""Turns what cases and gaps do to a score, and how sure it is, into what a person reads at the end of an Account."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from aboveline.report.contributions import CaseContribution, Cases, GapRow, signed, tenths
from aboveline.report.ink import Ink
from aboveline.report.intervals import interval_sentences
from aboveline.report.layout import column_widths, pad, wrap

if TYPE_CHECKING:
    from aboveline.report.account import Account, Contribution

#: How many cases, or questions, are listed of one kind before the rest are only counted.
LISTED = 5


def leaving_out_text(told: "Account", ink: Ink, width: int) -> Iterator[str]:
    """The cases, and for a rating the questions, that move a score most when they are left out."""
    cases = told.cases
    if told.figure.kind == "rating" and told.questions:
        yield from _questions(told, ink, width)
    if cases.pull_up or cases.pull_down:
        yield ""
        yield ink("Cases that move it most, were one of them left out", "strong")
        up, down = cases.pull_up[:LISTED], cases.pull_down[:LISTED]
        rows = [_case_cells("pulls it up", one) for one in up] + [
            _case_cells("pulls it down", one) for one in down
        ]
        yield from _table(("", "case", "sufficient", "without it"), rows, "<<>>", ink)
        yield from wrap(_as_far(cases, up, down), width, "  ", "    ")
    elif told.figure.comment and told.cases.all:
        yield ""
    if told.figure.comment and told.cases.all:
        yield from wrap(_comment(told), width, "  ", "    ")


def _as_far(cases: Cases, *listed: Sequence[CaseContribution]) -> str:
    """How many cases that are not listed move the score as far as the last that are; nothing where there are none."""
    found: list[str] = []
    for of, way in zip(listed, ("up", "down"), strict=True):
        last = of[-1].without.moved if of else None
        if last is not None:
            alike = sum(one.without.moved == last for one in cases.all)
            more = alike - sum(one.without.moved == last for one in of)
            if more:
                found.append(
                    f"{more:,} more pull{'s' if more == 1 else ''} it {way} as far as {of[-1].case_id}"
                )
    return f"{'; '.join(found)}." if found else ""


def gaps_text(told: "Account", ink: Ink, width: int) -> Iterator[str]:
    """What is missing from a score, what could move it most first."""
    if not told.gaps_by_question:
        return
    yield ""
    yield ink("What is missing, what could move it most first", "strong")
    yield from wrap(
        "How far the ends of the range would move, in percentage points: the lower were all that is missing there "
        "sufficient, the upper were it insufficient.",
        width,
        "  ",
    )
    for noun, rows in (("question", told.gaps_by_question), ("case", told.gaps_by_case)):
        cells = [_gap_cells(row) for row in rows[:LISTED]]
        yield from _table(("missing", "lower", "upper", noun), cells, ">>><", ink)
        if len(rows) > LISTED:
            more = len(rows) - LISTED
            yield f"  and {more} more {noun}{'' if more == 1 else 's'}"


def interval_text(told: "Account", ink: Ink, width: int) -> Iterator[str]:
    """How sure a score is, and how that was found."""
    sentences = interval_sentences(told.interval)
    if not sentences:
        return
    yield ""
    yield ink("How sure it is", "strong")
    for sentence in sentences:
        yield from wrap(sentence, width, "  ", "    ")
    if told.interval.state == "given" or told.interval.steps:
        for sentence in told.intervals.method:
            yield from (ink(line, "faint") for line in wrap(sentence, width, "  ", "    "))


def _questions(told: "Account", ink: Ink, width: int) -> Iterator[str]:
    """The questions without which a rating would be most different."""
    moving = [one for one in told.questions if one.without.moved or _is_other(told, one)]
    furthest = sorted(moving, key=lambda one: (not _is_other(told, one), -abs(one.without.moved or 0)))
    yield ""
    yield ink("Questions that move it most, were one of them left out", "strong")
    if not furthest:
        yield from wrap("None of those it rests on would change it by itself.", width, "  ")
        return
    rows = [
        (one.without.words, one.without.figure.comment or "", one.figure.label) for one in furthest[:LISTED]
    ]
    yield from _table(("without it", "comment", "question"), rows, "><<", ink)
    if len(furthest) > LISTED:
        yield f"  and {len(furthest) - LISTED} more"


def _is_other(told: "Account", one: "Contribution") -> bool:
    return one.without.figure.band != told.figure.band


def _comment(told: "Account") -> str:
    other = [one.case_id for one in told.cases.other_comment]
    if not other:
        return "Whichever case is left out, the comment is the same."
    named = ", ".join(other[:LISTED]) + (f" and {len(other) - LISTED} more" if len(other) > LISTED else "")
    return f"The comment would be another without {'any one of ' if len(other) > 1 else ''}{named}."


def _case_cells(pull: str, one: CaseContribution) -> tuple[str, str, str, str]:
    moved = one.without.moved
    words = one.without.words + ("" if moved is None else f" ({signed(-moved)})")
    return pull, one.case_id, f"{one.sufficient} of {one.counted}", words


def _gap_cells(row: GapRow) -> tuple[str, str, str, str]:
    count = str(row.unanswered + row.undetermined)
    label = row.label if row.label == row.of else f"{row.label} ({row.of})"
    label += ", which stops the score" if row.stopping else ""
    if row.raises_low is None or row.lowers_high is None:
        return count, "", "", label
    return count, f"+{tenths(row.raises_low)}", f"-{tenths(row.lowers_high)}", label


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]], align: str, ink: Ink) -> Iterator[str]:
    widths = column_widths([heads, *rows])
    yield ink("  " + _line(heads, widths, align), "faint")
    for row in rows:
        yield "  " + _line(row, widths, align)


def _line(cells: Sequence[str], widths: Sequence[int], align: str) -> str:
    return "  ".join(pad(cell, widths[i], align[i]) for i, cell in enumerate(cells)).rstrip()
