"""What tests of suggested examples share: a framework with its suggestions added, and cases gone through one by one."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import product

from aboveline.analysis.coverage import Subject
from aboveline.analysis.goals import Case, Goal, Goals, goals_of
from aboveline.analysis.suggesting import Suggestion, Tried, tried
from aboveline.framework.dependencies import recorded_beneath
from aboveline.framework.example_model import Example
from aboveline.framework.model import Fact, Framework
from aboveline.proof.claims import AllOf, AnyOf, Comes, Not
from aboveline.records.record import Record
from aboveline.report.suggested import suggestions_text
from aboveline.values import Choice, Mark, Value, WholeNumber
from written import framework_of

#: The file that suggestions are put in.
FILE = "suggested.criteria"


def with_suggestions(files: Mapping[str, str], found: Tried) -> Framework:
    """The framework of some files and of what was suggested for it, as it is written."""
    return framework_of({**files, FILE: suggestions_text(found)})


def suggested_in(framework: Framework) -> tuple[Example, ...]:
    """The examples of a framework that were suggested, in their order."""
    return tuple(e for e in framework.examples if e.span.file == FILE)


def tried_by(files: Mapping[str, str]) -> Tried:
    """What the examples in some files show, and what they do not."""
    return tried(goals_of(framework_of(files)))


def subjects(framework: Framework) -> tuple[Subject, ...]:
    """Everything that something can be expected of."""
    return (
        *(Subject("question", key) for key in framework.questions),
        *(Subject("answer", key) for key, q in framework.questions.items() if q.worked_out),
        *(Subject("condition", key) for key in framework.conditions),
        *(Subject("fact", key) for key, fact in framework.facts.items() if fact.worked_out),
        *(Subject("check", key) for key in framework.checks),
    )


def less_one(one: Suggestion) -> Iterator[Case]:
    """The case of a suggestion without one of the things it gives."""
    for key in one.case.record.values:
        yield Case(_without(one.case.record, key), one.case.inspection)
    for key in one.case.inspection.values:
        yield Case(one.case.record, _without(one.case.inspection, key))


def _without(record: Record, key: str) -> Record:
    return Record(record.case_id, {k: v for k, v in record.values.items() if k != key})


def every_case(goals: Goals, goal: Goal, most: int) -> Iterator[Case] | None:
    """Every case that differs in what a goal rests on; None where there are more than so many."""
    framework = goals.framework
    named = [e for way in goals.ways.get(goal.span, ()) for e in (way.expr, *_named(way.claims))]
    of_inspection = [f for f in framework.facts.values() if f.of_inspection and not f.worked_out]
    fields = list({f.key: f for f in (*recorded_beneath(framework, named), *of_inspection)}.values())
    asked = [framework.questions[s.key] for s in _asked(goals, goal) if s.key in framework.questions]
    fields += [q for q in asked if q.worked_out is None and q not in fields]
    options: list[Sequence[Value | Mark | None]] = []
    count = 1
    for one in fields:
        values = _values(one)
        if values is None:
            return None
        options.append((None, *values))
        count *= len(options[-1])
    return _cases(framework, [f.key for f in fields], options) if count <= most else None


def _asked(goals: Goals, goal: Goal) -> list[Subject]:
    return [way.subject for way in goals.ways.get(goal.span, ())]


def _named(claims: Sequence[object]) -> Iterator[object]:
    for claim in claims:
        match claim:
            case Comes(expr=expr):
                yield expr
            case Not(claim=one):
                yield from _named([one])
            case AllOf(claims=ones) | AnyOf(claims=ones):
                yield from _named(ones)
            case _:
                pass


def _values(one: object) -> Sequence[Value | Mark] | None:
    if not isinstance(one, Fact):
        return (*one.answers.names, Mark.NOT_APPLICABLE) if one.may_be_marked else one.answers.names
    match one.type:
        case Choice():
            return one.type.names
        case WholeNumber(low=int() as low, high=int() as high) if high - low < 12:
            return range(low, high + 1)
        case _:
            return None


def _cases(framework: Framework, keys: Sequence[str], options: Sequence[Sequence[object]]) -> Iterator[Case]:
    for chosen in product(*options):
        values = {key: value for key, value in zip(keys, chosen, strict=True) if value is not None}
        beside = {
            k: v for k, v in values.items() if k in framework.facts and framework.facts[k].of_inspection
        }
        of_case = {k: v for k, v in values.items() if k not in beside}
        yield Case(Record("A", of_case), Record("", beside))
