"""Turns a caseload into what it shows of the criteria: rules that never came to yes or no, facts nobody filled in."""

from collections import Counter
from collections.abc import Iterable, Iterator

from aboveline.analysis.coverage import Covered, Table, coverage, tables_of_case
from aboveline.framework.model import Framework
from aboveline.framework.record_shape import case_shape
from aboveline.frozen import frozen
from aboveline.judgement import NOT_APPLICABLE, Outcome
from aboveline.records.record import Record
from aboveline.reference.evaluate import ruling
from aboveline.reference.scope import Scope, scope_of
from aboveline.values import Mark


@frozen
class Filled:
    """A fact or an answer that is given, and in how many cases it is, of those where it could be."""

    key: str
    label: str
    is_answer: bool
    filled: int
    cases: int


@frozen
class Asked:
    """A question, and to how many cases it applied."""

    key: str
    label: str
    applied: int
    cases: int


@frozen
class CaseCoverage:
    """What some cases show of the criteria.

    `rules` are all of them, `fields` all facts that are given and answers that some rule reads, `questions` all of them,
    in report order.
    """

    cases: int
    rules: tuple[Covered, ...]
    fields: tuple[Filled, ...]
    questions: tuple[Asked, ...]


def cover_cases(
    framework: Framework, records: Iterable[Record], inspection: Record | None = None
) -> CaseCoverage:
    """What some cases show of the criteria."""
    filled: Counter[str] = Counter()
    applied: Counter[str] = Counter()
    count = 0

    def tables() -> Iterator[Table]:
        nonlocal count
        for record in records:
            count += 1
            filled.update(_filled(framework, record))
            scope = scope_of(framework, record, inspection)
            applied.update(key for key in framework.questions if _applied(key, scope))
            for _, table in tables_of_case(framework, record, inspection):
                yield table

    rules = coverage(framework, tables())
    if inspection is not None:
        filled.update(_filled(framework, inspection))
    facts = (
        Filled(key, fact.label, False, filled[key], 1 if fact.of_inspection else count)
        for key, fact in framework.facts.items()
        if fact.worked_out is None
    )
    answers = (
        Filled(f.key, f.label, True, filled[f.key], count)
        for f in case_shape(framework).fields
        if f.kind == "answer" and f.expected and not f.worked_out
    )
    asked = tuple(Asked(key, q.label, applied[key], count) for key, q in framework.questions.items())
    return CaseCoverage(count, rules, (*facts, *answers), asked)


def _filled(framework: Framework, record: Record) -> Iterator[str]:
    """What a record holds; a mark stands for an answer, and for no fact."""
    return (key for key, v in record.values.items() if not isinstance(v, Mark) or key in framework.questions)


def _applied(key: str, scope: Scope) -> bool:
    outcome = ruling(key, scope).outcome
    return outcome not in NOT_APPLICABLE and outcome is not Outcome.UNDETERMINED
