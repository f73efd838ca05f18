"""Where the columnar evaluator says something else of some cases than the reference evaluator does.

Whole columns are compared at once; words are made only for what differs.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import polars as pl
from attrs import frozen

from aboveline.columnar.counts import counts, grouped_counts
from aboveline.columnar.findings import findings
from aboveline.columnar.frame import CASE_ID, case_frame, case_records
from aboveline.columnar.judge import Batch, answers, batch, derived, judgements
from aboveline.columnar.plan import collected, query
from aboveline.columnar.reasons import reasons
from aboveline.framework.expressions import ConditionHolds, FactValue
from aboveline.framework.model import Framework
from aboveline.judgement import Judgement, Outcome
from aboveline.records.record import Record
from aboveline.reference.evaluate import operand, ruling, truth
from aboveline.reference.judge import CaseResult, judge
from aboveline.reference.scope import Possible, Scope, scope_of
from aboveline.scoring.score import scores
from aboveline.scoring.tally import tally, tally_of_counts

#: How often each thing was judged for each reason; what was never judged is left out.
Counted = Mapping[str, Mapping[tuple[Outcome, int | None], int]]


@frozen
class Judged:
    """Some cases judged one by one, and the same cases as a batch."""

    framework: Framework
    inspection: Record | None
    records: Sequence[Record]
    results: Sequence[CaseResult]
    scopes: Sequence[Scope]
    of: Batch
    frame: pl.DataFrame


def disagreements(
    framework: Framework,
    records: Sequence[Record],
    inspection: Record | None = None,
    by: Sequence[str] = (),
) -> list[str]:
    """Everything on which the two differ, in words; nothing where they agree. `by` are keys to group cases by."""
    frame = case_frame(framework, records)
    judged = Judged(
        framework,
        inspection,
        records,
        [judge(framework, record, inspection) for record in records],
        [scope_of(framework, record, inspection) for record in records],
        batch(framework, frame.lazy(), inspection),
        frame,
    )
    return [
        *_of_records(judged),
        *_of_judgements(judged),
        *_of_conditions(judged),
        *_of_findings(judged),
        *_of_derived(judged),
        *_of_counts(judged),
        *(_of_groups(judged, by) if by else ()),
    ]


def _of_records(judged: Judged) -> Iterator[str]:
    for given, found in zip(judged.records, case_records(judged.framework, judged.frame), strict=True):
        if (given.case_id, dict(given.values)) != (found.case_id, dict(found.values)):
            yield f"{given.case_id} is not the record it was"


def _differing(
    judged: Judged, about: str, wanted: Sequence[object], found: Sequence[object]
) -> Iterator[str]:
    """In words, the cases of which a column holds something else."""
    if list(wanted) != list(found):
        for record, one, other in zip(judged.records, wanted, found, strict=True):
            if one != other:
                yield f"{record.case_id} {about}: {one} by reference, {other} columnar"


def _of_judgements(judged: Judged) -> Iterator[str]:
    codes, given = collected(judgements(judged.of)), collected(answers(judged.of))
    asked = [q for q in judged.framework.questions.values() if q.is_judged]
    if codes.columns != [CASE_ID, *(question.key for question in asked)]:
        yield "the questions judged are not the same"
    if codes[CASE_ID].to_list() != [record.case_id for record in judged.records]:
        yield "the cases are not the same, or not in the same order"
    for at, question in enumerate(asked):
        known = reasons(question)
        mine: list[Judgement] = [result.judgements[at] for result in judged.results]
        wanted = [(one.question, one.outcome, one.clause) for one in mine]
        found = [
            (question.key, known[code].outcome, known[code].clause) for code in codes[question.key].to_list()
        ]
        yield from _differing(judged, question.key, wanted, found)
        answered = given[question.key].to_list()
        yield from _differing(judged, f"answer to {question.key}", [one.answer for one in mine], answered)


def _of_conditions(judged: Judged) -> Iterator[str]:
    held = judged.of.scope.conditions
    wanted = {
        f"{side} {key}": bit for key, bits in held.items() for side, bit in zip("+-", bits, strict=True)
    }
    rows = collected(query(judged.of.scope.graph, wanted, judged.of.cases, (CASE_ID,)))
    for key, condition in judged.framework.conditions.items():
        holds = ConditionHolds(key, condition.span)
        found = [_TRUTHS[bits] for bits in zip(rows[f"+ {key}"], rows[f"- {key}"], strict=True)]
        yield from _differing(judged, key, [truth(holds, scope) for scope in judged.scopes], found)


_TRUTHS = {
    (True, False): True,
    (False, True): False,
    (False, False): None,
    (True, True): "yes and no at once",
}


def _of_findings(judged: Judged) -> Iterator[str]:
    found = collected(findings(judged.of)).rows()
    wanted = [(f.case_id, f.code, f.subject) for result in judged.results for f in result.findings]
    if found != wanted:
        odd = Counter(wanted)
        odd.subtract(found)
        changed = {finding: count for finding, count in odd.items() if count}
        yield f"findings: by reference more than columnar {changed or 'none, but in another order'}"


def _of_derived(judged: Judged) -> Iterator[str]:
    found = collected(derived(judged.of))
    known = set[str]().union(*(result.derived for result in judged.results))
    if not known <= {*found.columns}:
        yield f"worked out by reference alone: {known - {*found.columns}}"
    for key in found.columns[1:]:
        wanted = [result.derived.get(key) for result in judged.results]
        yield from _differing(judged, f"worked-out {key}", wanted, found[key].to_list())


# --- Tallies ---------------------------------------------------------------------------------


def _of_counts(judged: Judged) -> Iterator[str]:
    wanted, found = _counted(judged.results), counts(judged.of)
    if different := list(_differing_counts("counts", wanted, found)):
        yield from different
        return
    tallies = tally(judged.framework, judged.results), tally_of_counts(judged.framework, found)
    if tallies[0] != tallies[1]:
        yield f"tallies: {tallies[0]} by reference, {tallies[1]} columnar"
    figures = [scores(judged.framework, each, inspection=judged.inspection) for each in tallies]
    if figures[0] != figures[1]:
        yield "scores differ"


def _of_groups(judged: Judged, by: Sequence[str]) -> Iterator[str]:
    """The counts of every group of cases, and which groups there are."""
    members: defaultdict[tuple[object, ...], list[CaseResult]] = defaultdict(list)
    for scope, result in zip(judged.scopes, judged.results, strict=True):
        members[tuple(_value(key, scope) for key in by)].append(result)
    groups = grouped_counts(judged.of, by)
    if groups.keys() != members.keys():
        yield f"groups by {by}: {set(members)} by reference, {set(groups)} columnar"
    for group, found in groups.items():
        yield from _differing_counts(f"counts where {by} are {group}", _counted(members[group]), found)


def _value(key: str, scope: Scope) -> Any:
    """What a case has of a fact, as `scoring.groups.group_of` groups by it, or the answer that stands; None where there is none."""
    if key in scope.framework.questions:
        return ruling(key, scope).answer
    exists, value = operand(FactValue(key, scope.framework.facts[key].span), scope)
    return value if exists and not isinstance(value, Possible) else None


def _counted(results: Sequence[CaseResult]) -> Counted:
    found: defaultdict[str, Counter[tuple[Outcome, int | None]]] = defaultdict(Counter)
    for result in results:
        for one in result.judgements:
            found[one.question][one.outcome, one.clause] += 1
        for rating, outcome in result.shares.items():
            found[rating][outcome, 0] += 1
    return found


def _differing_counts(about: str, wanted: Counted, found: Counted) -> Iterator[str]:
    if wanted != {key: of for key, of in found.items() if of}:
        for key in {**wanted, **found}:
            of = dict(wanted.get(key, {})), dict(found.get(key, {}))
            if of[0] != of[1]:
                yield f"{about}: {key} {of[0]} by reference, {of[1]} columnar"
