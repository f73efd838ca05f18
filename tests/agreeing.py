"""Where the columnar evaluator says something else of some cases than the reference evaluator does."""

from collections.abc import Iterator, Sequence

import polars as pl

from aboveline.columnar.counts import counts, grouped_counts
from aboveline.columnar.findings import findings
from aboveline.columnar.frame import CASE_ID, case_frame, case_records
from aboveline.columnar.judge import Batch, answers, batch, derived, judgements
from aboveline.columnar.plan import query
from aboveline.columnar.reasons import reasons
from aboveline.framework.expressions import ConditionHolds
from aboveline.framework.model import Framework
from aboveline.records.record import Record
from aboveline.reference.evaluate import truth
from aboveline.reference.judge import CaseResult, judge
from aboveline.reference.scope import scope_of
from aboveline.scoring.score import scores
from aboveline.scoring.tally import merge, tally, tally_of_counts


def disagreements(
    framework: Framework,
    records: Sequence[Record],
    inspection: Record | None = None,
    by: Sequence[str] = (),
) -> list[str]:
    """Everything on which the two differ, in words; nothing where they agree. `by` are keys to group cases by."""
    frame = case_frame(framework, records)
    of = batch(framework, frame.lazy(), inspection)
    results = [judge(framework, record, inspection) for record in records]
    return [
        *_of_records(framework, records, frame),
        *_of_judgements(framework, of, results),
        *_of_conditions(framework, of, records, inspection),
        *_of_findings(of, results),
        *_of_derived(of, results, records),
        *_of_counts(framework, of, results, inspection, by),
    ]


def _of_records(framework: Framework, records: Sequence[Record], frame: pl.DataFrame) -> Iterator[str]:
    for given, found in zip(records, case_records(framework, frame), strict=True):
        if (given.case_id, dict(given.values)) != (found.case_id, dict(found.values)):
            yield f"{given.case_id} is not the record it was"


def _of_judgements(framework: Framework, of: Batch, results: Sequence[CaseResult]) -> Iterator[str]:
    codes, given = pl.collect_all([judgements(of), answers(of)])
    known = {key: reasons(question) for key, question in framework.questions.items() if question.is_judged}
    for at, result in enumerate(results):
        row, answer = codes.row(at, named=True), given.row(at, named=True)
        if [judgement.question for judgement in result.judgements] != [k for k in row if k != CASE_ID]:
            yield "the questions judged are not the same"
        for judgement in result.judgements:
            reason = known[judgement.question][row[judgement.question]]
            found = (row[CASE_ID], reason.outcome, reason.clause, answer[judgement.question])
            wanted = (judgement.case_id, judgement.outcome, judgement.clause, judgement.answer)
            if found != wanted:
                yield f"{judgement.question}: {wanted} by reference, {found} columnar"


def _of_conditions(
    framework: Framework, of: Batch, records: Sequence[Record], inspection: Record | None
) -> Iterator[str]:
    wanted = {
        f"{side} {key}": bit
        for key, held in of.scope.conditions.items()
        for side, bit in zip("+-", held, strict=True)
    }
    rows = query(of.scope.graph, wanted, of.cases, (CASE_ID,)).collect().rows(named=True)
    for record, row in zip(records, rows, strict=True):
        scope = scope_of(framework, record, inspection)
        for key, condition in framework.conditions.items():
            held = truth(ConditionHolds(key, condition.span), scope)
            found = _TRUTHS[row[f"+ {key}"], row[f"- {key}"]]
            if held is not found:
                yield f"{record.case_id} {key}: {held} by reference, {found} columnar"


_TRUTHS = {
    (True, False): True,
    (False, True): False,
    (False, False): None,
    (True, True): "yes and no at once",
}


def _of_findings(of: Batch, results: Sequence[CaseResult]) -> Iterator[str]:
    found = findings(of).collect().rows()
    wanted = [(f.case_id, f.code, f.subject) for result in results for f in result.findings]
    if found != wanted:
        yield f"findings: {wanted} by reference, {found} columnar"


def _of_derived(of: Batch, results: Sequence[CaseResult], records: Sequence[Record]) -> Iterator[str]:
    rows = derived(of).collect().rows(named=True)
    for record, result, row in zip(records, results, rows, strict=True):
        found = {key: value for key, value in row.items() if value is not None and key != CASE_ID}
        if found != dict(result.derived):
            yield f"{record.case_id} worked out: {dict(result.derived)} by reference, {found} columnar"


def _of_counts(
    framework: Framework,
    of: Batch,
    results: Sequence[CaseResult],
    inspection: Record | None,
    by: Sequence[str],
) -> Iterator[str]:
    wanted, found = tally(framework, results), tally_of_counts(framework, counts(of))
    if found != wanted:
        changed = {key: (wanted[key], found[key]) for key in wanted if wanted[key] != found[key]}
        yield f"tallies: {changed}"
    else:
        figures = [scores(framework, each, inspection=inspection) for each in (wanted, found)]
        if figures[0] != figures[1]:
            yield "scores differ"
    if by:
        parts = tally(framework, ())
        for group in grouped_counts(of, by).values():
            parts = merge(parts, tally_of_counts(framework, group))
        if parts != wanted:
            yield f"the tallies of the groups by {by} do not add up"
