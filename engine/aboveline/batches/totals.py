"""Adds up what comes of the parts of a batch: tallies, by groups too, and findings. The order of the parts matters to no sum."""

# pyright: reportUnknownMemberType=false
# (The types of Polars speak of NumPy, which is not here.)

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import cast

import polars as pl

from aboveline.batches.judged import EXISTS, VALUE, JudgedPart
from aboveline.framework.model import Framework
from aboveline.judgement import MOST_LISTED, Finding, FindingCode, Findings, Outcome
from aboveline.reasons import SHARE_OF, Reason, reasons_by_column
from aboveline.records.record import Record
from aboveline.scoring.groups import Breakdown, GroupKey, broken_down, group_key
from aboveline.scoring.model import Scores, Tally
from aboveline.scoring.tally import tally_of_counts
from aboveline.values import Value

#: How often each column had each code.
_Counts = dict[str, Counter[int]]


class Totals:
    """What all parts that were added come to; `by` are the facts the batch is broken down by."""

    def __init__(self, framework: Framework, by: Sequence[str] = ()) -> None:
        self._framework = framework
        self._reasons = reasons_by_column(framework)
        self._whole: _Counts = {column: Counter() for column in self._reasons}
        self._groups: dict[str, dict[GroupKey, tuple[int, _Counts]]] = {fact: {} for fact in by}
        self._found: Counter[tuple[FindingCode, str]] = Counter()
        self._listed: list[Finding] = []
        self.cases = 0

    def add(self, part: JudgedPart) -> None:
        """Add a part."""
        self.cases += part.codes.height
        self._add_codes(part.codes)
        for fact, groups in self._groups.items():
            self._add_groups(groups, part.groups[fact], part.codes)
        self._found.update(part.finding_counts())
        if len(self._listed) < MOST_LISTED:
            self._listed.extend(part.listed(part.findings(MOST_LISTED - len(self._listed))))

    def _add_codes(self, codes: pl.DataFrame) -> None:
        sums = codes.select(self._sums()).row(0) if codes.height else ()
        for (column, code), count in zip(self._each_code(), sums, strict=False):
            self._whole[column][code] += count

    def _add_groups(
        self, groups: dict[GroupKey, tuple[int, _Counts]], of: pl.DataFrame, codes: pl.DataFrame
    ) -> None:
        rows = pl.concat([codes, of.rename({VALUE: "#value", EXISTS: "#exists"})], how="horizontal")
        counted = rows.group_by("#value", "#exists").agg(pl.len().alias("#cases"), *self._sums())
        for value, exists, cases, *sums in counted.iter_rows():
            key = group_key(cast("Value | None", value), exists=exists)
            before, counts = groups.get(key, (0, {column: Counter[int]() for column in self._reasons}))
            for (column, code), count in zip(self._each_code(), sums, strict=True):
                counts[column][code] += count
            groups[key] = (before + cases, counts)

    def _sums(self) -> list[pl.Expr]:
        return [
            (pl.col(column) == code).sum().alias(f"{column} {code}") for column, code in self._each_code()
        ]

    def _each_code(self) -> list[tuple[str, int]]:
        return [(column, code) for column, known in self._reasons.items() for code in range(len(known))]

    def tallies(self) -> Mapping[str, Tally]:
        """The tallies of all that was added, by question and by rating that is a share of cases."""
        return self._tallies(self._whole)

    def _tallies(self, counts: Mapping[str, Counter[int]]) -> Mapping[str, Tally]:
        return tally_of_counts(
            self._framework,
            {
                column.removeprefix(SHARE_OF): _by_reason(self._reasons[column], found)
                for column, found in counts.items()
            },
        )

    def breakdown(self, fact: str, whole: Scores, inspection: Record | None) -> Breakdown:
        """The scores by a fact, those of the groups adding up to `whole`."""
        counted = {key: (cases, self._tallies(counts)) for key, (cases, counts) in self._groups[fact].items()}
        return broken_down(self._framework, fact, counted, whole, inspection)

    def findings(self, of_inspection: Sequence[Finding] = ()) -> Findings:
        """All findings, those of the cases in their order, then those of the inspection."""
        counts = dict(self._found)
        for one in of_inspection:
            counts[one.code, one.subject] = counts.get((one.code, one.subject), 0) + 1
        return Findings(counts, (*self._listed, *of_inspection)[:MOST_LISTED])


def _by_reason(known: Sequence[Reason], counts: Mapping[int, int]) -> Mapping[tuple[Outcome, int | None], int]:
    return {(known[code].outcome, known[code].clause): count for code, count in counts.items() if count}
