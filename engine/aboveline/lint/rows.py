"""The rows of `worked out as`: gaps, overlaps and rows never reached, proved where `check` cannot settle them.

Where trying every combination settles it, what `check` says is taken as it is. Elsewhere each row is put
to the proof, under the same codes, so that nothing is said twice.
"""

from collections.abc import Iterator
from functools import partial
from itertools import combinations

from aboveline.analysis.rows import are_settled
from aboveline.diagnostics import Label, Severity
from aboveline.framework import expressions as ex
from aboveline.framework.dependencies import in_words
from aboveline.framework.model import Fact, Question, Row
from aboveline.lint.grounds import Grounds
from aboveline.lint.model import Remark, remark
from aboveline.lint.witness import witness_of
from aboveline.proof.claims import AllOf, Claim, Comes
from aboveline.source import Span

GAP = ("rows-leave-a-gap", Severity.WARNING)
OVERLAP = ("rows-overlap", Severity.ERROR)
NEVER_REACHED = ("row-never-reached", Severity.WARNING)

#: Rows that have a condition, each with it.
Rows = list[tuple[Row, ex.Truth]]


def gaps(grounds: Grounds) -> Iterator[Remark]:
    """A remark on rows of which none fits some case, with the smallest such case."""
    yield from _said(grounds, GAP[0])
    for thing, rows in _open(grounds):
        if thing.worked_out is None or len(rows) < len(thing.worked_out.rows):
            continue
        claim = AllOf(tuple(Comes(condition, False) for _, condition in rows))
        if not grounds.never(claim, GAP[0], thing.worked_out.span, f"the rows of `{in_words(thing)}`"):
            found = grounds.smallest(claim)
            if found is not None:
                yield remark(
                    GAP,
                    f"the rows of `{in_words(thing)}` leave a gap: there is a case that none of them fits",
                    Label(thing.worked_out.span),
                    remedy="add a row for it, or end with `otherwise`",
                    witness=witness_of(grounds, found, "a case that no row fits", thing.key),
                )


def overlaps(grounds: Grounds) -> Iterator[Remark]:
    """A remark on each two rows that both fit some case, where exactly one may; with the smallest such case."""
    yield from _said(grounds, OVERLAP[0])
    for thing, rows in _open(grounds):
        if thing.worked_out is None or not thing.worked_out.exactly_one:
            continue
        for (first, one), (second, other) in combinations(rows, 2):
            claim = AllOf((Comes(one, True), Comes(other, True)))
            if grounds.never(claim, OVERLAP[0], second.span, f"the rows of `{in_words(thing)}`"):
                continue
            found = grounds.smallest(claim)
            if found is not None:
                yield remark(
                    OVERLAP,
                    f"exactly one row fits a case, but those for `{first.word}` and `{second.word}` can both fit",
                    Label(second.span),
                    Label(first.span, "this row fits there too"),
                    remedy="make one of them narrower, or leave out `exactly one of` so that the first row that fits counts",
                    witness=witness_of(grounds, found, "a case that two rows fit", thing.key),
                )


def never_reached(grounds: Grounds) -> Iterator[Remark]:
    """A remark on each row that gives its word to no case."""
    yield from _said(grounds, NEVER_REACHED[0])
    unreached: dict[Span, list[bool]] = {}
    rows_at: dict[Span, Row] = {}
    for thing, rows in _open(grounds):
        if thing.worked_out is None:
            continue
        for at, (row, _) in enumerate(rows):
            claim = _reaches(rows, at, exactly_one=thing.worked_out.exactly_one)
            never = grounds.never(claim, NEVER_REACHED[0], row.span, f"a row of `{in_words(thing)}`")
            unreached.setdefault(row.span, []).append(never)
            rows_at[row.span] = row
    for at, never in unreached.items():
        if all(never):
            yield remark(
                NEVER_REACHED,
                f"the row for `{rows_at[at].word}` is never used: no case there could be comes to it",
                Label(at),
                remedy="take it out, put it higher up, or look at its condition again",
            )


def _reaches(rows: Rows, at: int, *, exactly_one: bool) -> Claim:
    """That a row gives the value to a case."""
    others = rows if exactly_one else rows[:at]
    ruled_out = (Comes(condition, False) for row, condition in others if row is not rows[at][0])
    return AllOf((*ruled_out, Comes(rows[at][1], True)))


def _said(grounds: Grounds, code: str) -> Iterator[Remark]:
    """What `check` says of rows that trying every combination settles."""
    settled = [
        thing.worked_out.span
        for thing in _with_rows(grounds)
        if thing.worked_out is not None and are_settled(grounds.framework, thing.worked_out)
    ]
    for diagnostic in grounds.checked:
        at = diagnostic.labels[0].at if diagnostic.labels else None
        if diagnostic.code == code and isinstance(at, Span) and any(_within(at, whole) for whole in settled):
            yield Remark(diagnostic)


def _within(at: Span, whole: Span) -> bool:
    return at.file == whole.file and whole.start <= at.start and at.end <= whole.end


def _with_rows(grounds: Grounds) -> list[Fact | Question]:
    every = (*grounds.framework.facts.values(), *grounds.framework.questions.values())
    return [thing for thing in every if thing.worked_out is not None and thing.worked_out.rows]


def _open(grounds: Grounds) -> list[tuple[Fact | Question, Rows]]:
    """What is worked out by rows that `check` could not settle, with the rows that have conditions."""
    return grounds.once("open rows", partial(_open_rows, grounds))


def _open_rows(grounds: Grounds) -> list[tuple[Fact | Question, Rows]]:
    return [
        (thing, [(row, row.condition) for row in thing.worked_out.rows if row.condition is not None])
        for thing in _with_rows(grounds)
        if thing.worked_out is not None and not are_settled(grounds.framework, thing.worked_out)
    ]
