"""Adds up what comes of the parts of a batch: tallies, by groups too, and findings. The order of the parts matters to no sum."""

# pyright: reportUnknownMemberType=false
# (The types of Polars speak of NumPy, which is not here.)

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, cast

import polars as pl

from aboveline.batches.judged import EXISTS, VALUE, JudgedPart
from aboveline.framework.model import Framework
from aboveline.judgement import MOST_LISTED, Finding, FindingCode, Findings, Outcome
from aboveline.reasons import SHARE_OF, Reason, reasons_by_column
from aboveline.records.record import Record
from aboveline.scoring.groups import Breakdown, GroupKey, broken_down, group_key
from aboveline.scoring.model import Scores, Tally
from aboveline.scoring.tally import tally_of_counts

if TYPE_CHECKING:
    from aboveline.values import Value

#: How often each column had each code.
_Counts = dict[str, Counter[int]]


class CodeCounts:
    """How often each code stands in columns of codes, added up over some parts of a batch."""

    def __init__(self, framework: Framework) -> None:
        self._framework = framework
        self._reasons = reasons_by_column(framework)
        self._counts: _Counts = {column: Counter() for column in self._reasons}

    def add(self, codes: pl.DataFrame) -> None:
        """Count the codes of a part."""
        if codes.height:
            self.add_sums(codes.select(self.sums()).row(0))

    def sums(self) -> list[pl.Expr]:
        """How often each code of each column stands, as expressions."""
        return [
            (pl.col(column) == code).sum().alias(f"{column} {code}") for column, code in self._each_code()
        ]

    def add_sums(self, sums: Sequence[int]) -> None:
        """Add what the expressions of `sums` came to."""
        for (column, code), count in zip(self._each_code(), sums, strict=True):
            self._counts[column][code] += count

    def _each_code(self) -> Iterator[tuple[str, int]]:
        return ((column, code) for column, known in self._reasons.items() for code in range(len(known)))

    def tallies(self) -> Mapping[str, Tally]:
        """The tallies of all that was added, by question and by rating that is a share of cases."""
        counts = {
            column.removeprefix(SHARE_OF): _by_reason(self._reasons[column], found)
            for column, found in self._counts.items()
        }
        return tally_of_counts(self._framework, counts)


class Totals:
    """What all parts that were added come to; `by` are the facts the batch is broken down by."""

    def __init__(self, framework: Framework, by: Sequence[str] = ()) -> None:
        self._framework = framework
        self._whole = CodeCounts(framework)
        self._groups: dict[str, dict[GroupKey, _Group]] = {fact: {} for fact in by}
        self._found: Counter[tuple[FindingCode, str]] = Counter()
        self._listed: list[Finding] = []

    def add(self, part: JudgedPart) -> None:
        """Add a part."""
        self._whole.add(part.codes)
        for fact, groups in self._groups.items():
            self._add_groups(groups, part.groups[fact], part.codes)
        self._found.update(part.finding_counts())
        if len(self._listed) < MOST_LISTED:
            self._listed.extend(part.listed(part.findings(MOST_LISTED - len(self._listed))))

    def _add_groups(self, groups: dict[GroupKey, "_Group"], of: pl.DataFrame, codes: pl.DataFrame) -> None:
        rows = pl.concat([codes, of.rename({VALUE: "#value", EXISTS: "#exists"})], how="horizontal")
        counted = rows.group_by("#value", "#exists").agg(pl.len().alias("#cases"), *self._whole.sums())
        for value, exists, cases, *sums in counted.iter_rows():
            group = groups.setdefault(
                group_key(cast("Value | None", value), exists=exists), _Group(CodeCounts(self._framework))
            )
            group.cases += cases
            group.counts.add_sums(sums)

    def tallies(self) -> Mapping[str, Tally]:
        """The tallies of all that was added, by question and by rating that is a share of cases."""
        return self._whole.tallies()

    def breakdown(self, fact: str, whole: Scores, inspection: Record | None) -> Breakdown:
        """The scores by a fact, those of the groups adding up to `whole`."""
        counted = {key: (group.cases, group.counts.tallies()) for key, group in self._groups[fact].items()}
        return broken_down(self._framework, fact, counted, whole, inspection)

    def findings(self, of_inspection: Sequence[Finding] = ()) -> Findings:
        """All findings, those of the cases in their order, then those of the inspection."""
        counts = dict(self._found)
        for one in of_inspection:
            counts[one.code, one.subject] = counts.get((one.code, one.subject), 0) + 1
        return Findings(counts, (*self._listed, *of_inspection)[:MOST_LISTED])


class _Group:
    """The cases of a group counted."""

    def __init__(self, counts: CodeCounts) -> None:
        self.cases = 0
        self.counts = counts


def _by_reason(
    known: Sequence[Reason], counts: Mapping[int, int]
) -> Mapping[tuple[Outcome, int | None], int]:
    return {(known[code].outcome, known[code].clause): count for code, count in counts.items() if count}
