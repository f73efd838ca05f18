"""Counts the judgements of a frame of cases in one pass, by reason and, where asked, by facts of the cases.

`scoring.tally` makes Tallies of such counts, as it does of judgements one by one.
"""

# pyright: reportUnknownMemberType=false
# (The types of Polars speak of NumPy, which is not here.)

from collections.abc import Iterator, Mapping, Sequence

import polars as pl
from attrs import field

from aboveline.columnar.graph import ALWAYS, NEVER, Term
from aboveline.columnar.judge import Batch, answer_term, group_term, share_bits
from aboveline.columnar.plan import beneath, collected, plan
from aboveline.framework.model import Share
from aboveline.frozen import frozen
from aboveline.judgement import Outcome
from aboveline.reasons import SHARE, Reason, reasons
from aboveline.values import Value

#: How often a question, or a share of cases, was judged for each reason there was.
Counts = Mapping[tuple[Outcome, int | None], int]

#: The values that the cases of a group share, in the order asked for; None where there is none.
Group = tuple[Value | None, ...]

#: How many cases there are, among the columns of counts.
_CASES = "#cases"


@frozen
class _Counted:
    """Where a question, or a share of cases, is judged for a reason; the column in which that is counted."""

    key: str
    reason: Reason
    bit: Term = field(repr=False)
    column: str


def counts(of: Batch) -> Mapping[str, Counts]:
    """How often every judged question and every rating that is a share of cases was judged for which reason."""
    counted = tuple(_what_to_count(of))
    row = collected(_query(of, counted, ())).row(0, named=True)
    return _by_key(counted, row)


def grouped_counts(of: Batch, by: Sequence[str]) -> Mapping[Group, Mapping[str, Counts]]:
    """The counts of each group of cases: of those that have the same value of each fact or answer in `by`.

    Where a value is missing, or there is no such thing, that makes a group too, so the groups add up
    to the whole. Raises KeyError for a key that is neither a fact's nor a question's.
    """
    counted = tuple(_what_to_count(of))
    rows = collected(_query(of, counted, by)).iter_rows(named=True)
    # A value that is the same for every case makes a group even of no cases.
    found = {
        tuple(row[_group(at)] for at in range(len(by))): _by_key(counted, row) for row in rows if row[_CASES]
    }
    return dict(sorted(found.items(), key=lambda entry: [(value is None, str(value)) for value in entry[0]]))


def _group(at: int) -> str:
    return f"#group {at}"


def _query(of: Batch, counted: Sequence[_Counted], by: Sequence[str]) -> pl.LazyFrame:
    """The cases counted, in one row or in one for each group."""
    groups = {_group(at): _group_term(of, key) for at, key in enumerate(by)}
    bits = {one.column: one.bit for one in counted if one.bit not in (ALWAYS, NEVER)}
    found = plan(of.scope.graph, {**bits, **groups})
    cases = beneath(found, of.cases)
    sums = [pl.len().alias(_CASES), *(found.wanted[column].sum().alias(column) for column in bits)]
    if not by:
        return cases.select(sums)
    return cases.group_by(*(found.wanted[name].alias(name) for name in groups)).agg(sums)


def _group_term(of: Batch, key: str) -> Term:
    return group_term(of, key) if key in of.framework.facts else answer_term(of, key)


def _by_key(counted: Sequence[_Counted], row: Mapping[str, int]) -> Mapping[str, Counts]:
    found: dict[str, dict[tuple[Outcome, int | None], int]] = {}
    for one in counted:
        count = row[_CASES] if one.bit == ALWAYS else row.get(one.column, 0)
        its_counts = found.setdefault(one.key, {})
        if count:
            its_counts[one.reason.outcome, one.reason.clause] = count
    return found


def _what_to_count(of: Batch) -> Iterator[_Counted]:
    for key, question in of.framework.questions.items():
        if question.is_judged:
            bits = of.scope.rulings[key].reasons
            for code, (reason, bit) in enumerate(zip(reasons(question), bits, strict=True)):
                yield _Counted(key, reason, bit, f"{key} {code}")
    for key, rating in of.framework.ratings.items():
        if isinstance(rating.measure, Share):
            for reason, bit in zip(SHARE, share_bits(of, rating.measure), strict=True):
                yield _Counted(key, reason, bit, f"{key} {reason.outcome.value}")
