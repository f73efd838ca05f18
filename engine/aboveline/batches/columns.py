"""Judges the parts of a batch by columns, keeping what does not change from one part to the next."""

# pyright: reportUnknownMemberType=false
# (The types of Polars speak of NumPy, which is not here.)

from collections.abc import Sequence
from typing import TYPE_CHECKING

import polars as pl
from attrs import evolve

from aboveline.batches.judged import EXISTS, VALUE, JudgedPart
from aboveline.columnar.findings import FindingPlan, finding_plan, found_in
from aboveline.columnar.judge import Batch, answers, batch, codes, group_term
from aboveline.columnar.plan import Plan, beneath, collected, plan
from aboveline.columnar.reasons import code_types
from aboveline.framework.model import Framework
from aboveline.frozen import frozen
from aboveline.records.case_ids import FILE, LINE, ROW
from aboveline.records.read_parts import RECORD, CasePart
from aboveline.records.record import Record

if TYPE_CHECKING:
    from aboveline.columnar.graph import Term

_GROUP = "#group "


@frozen
class _Ready:
    """The framework in terms of the columns of some parts, and the queries made of them."""

    of: Batch
    codes: Plan
    findings: FindingPlan


class ColumnJudge:
    """Judges parts under one framework; `by` are facts whose values are to stand beside the codes."""

    def __init__(
        self, framework: Framework, inspection: Record | None, by: Sequence[str], files: tuple[str, ...]
    ) -> None:
        self._framework, self._inspection, self._by, self._files = framework, inspection, tuple(by), files
        self._types = pl.Schema(code_types(framework))
        self._ready: dict[tuple[tuple[str, pl.DataType], ...], _Ready] = {}

    def judge(self, number: int, part: CasePart) -> JudgedPart:
        """The part judged."""
        cases = part.frame.drop(FILE, LINE, ROW, RECORD)
        ready = self._ready_for(cases)
        lazy = cases.lazy()
        found = collected(beneath(ready.codes, lazy).select(**ready.codes.wanted))
        if found.height != cases.height:
            # Where nothing depends on the case, Polars gives one row for all.
            found = pl.concat([found] * cases.height)
        noticed = found_in(ready.findings, lazy)
        return JudgedPart(
            self._framework,
            number,
            part,
            self._files,
            found.select(self._types.names()).cast(self._types),
            {fact: found.select(_values(fact)) for fact in self._by},
            lambda: answers(evolve(ready.of, cases=lazy)).drop("case_id").collect(),
            noticed.counts,
            noticed.rows,
            noticed.named_bits,
        )

    def _ready_for(self, cases: pl.DataFrame) -> _Ready:
        key = tuple(cases.schema.items())
        if key not in self._ready:
            of = batch(self._framework, cases.lazy(), self._inspection)
            wanted: dict[str, Term] = dict(codes(of))
            for fact in self._by:
                wanted[f"{_GROUP}{fact} {VALUE}"] = group_term(of, fact)
                wanted[f"{_GROUP}{fact} {EXISTS}"] = of.scope.graph.opposite(of.scope.facts[fact].exists.no)
            self._ready[key] = _Ready(of, plan(of.scope.graph, wanted), finding_plan(of))
        return self._ready[key]


def _values(fact: str) -> list[pl.Expr]:
    return [pl.col(f"{_GROUP}{fact} {name}").alias(name) for name in (VALUE, EXISTS)]
