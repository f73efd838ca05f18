"""All cases of a small framework, one by one: the slow way to what `proof` says, and the measure of it."""

from collections.abc import Iterator
from itertools import product
from math import prod

from aboveline.analysis.cuts import cuts_of, values_of
from aboveline.framework import expressions as ex
from aboveline.framework.dependencies import rules
from aboveline.framework.model import Framework
from aboveline.proof.claims import AllOf, AnyOf, Claim, Comes, Exists, Holds, Judged, Not
from aboveline.proof.space import Found, Never
from aboveline.records.record import Record
from aboveline.reference.evaluate import operand, ruling, truth
from aboveline.reference.scope import Scope, scope_of
from aboveline.values import Mark, Value

#: More cases than this are too many to try one by one.
MOST = 60_000


def fields_of(framework: Framework) -> dict[str, tuple[Value | Mark | None, ...]]:
    """Everything a case can hold, each with all that makes a difference: numbers and dates at, beside and beyond what they are compared with."""
    cuts = cuts_of(framework, [e for own in rules(framework).values() for rule in own for e in ex.walk(rule)])
    found: dict[str, tuple[Value | Mark | None, ...]] = {}
    for key, fact in framework.facts.items():
        if fact.worked_out is None:
            missing = () if fact.required else (None,)
            found[key] = (*missing, *values_of(framework, key, cuts))
    for key, question in framework.questions.items():
        if question.worked_out is None:
            marks = (Mark.NOT_APPLICABLE,) if question.may_be_marked else ()
            found[key] = (None, *question.answers.names, *marks)
    return found


def how_many(framework: Framework) -> int:
    return prod(len(values) for values in fields_of(framework).values())


def every_case(framework: Framework) -> Iterator[tuple[Record, Record]]:
    """Every case of a framework, with the record of its inspection; those that hold least first is not promised."""
    fields = fields_of(framework)
    beside = {key for key, fact in framework.facts.items() if fact.of_inspection}
    for chosen in product(*fields.values()):
        given = {key: value for key, value in zip(fields, chosen, strict=True) if value is not None}
        yield (
            Record("A1", {key: value for key, value in given.items() if key not in beside}),
            Record("", {key: value for key, value in given.items() if key in beside}),
        )


def shows(claim: Claim, scope: Scope) -> bool:
    """Whether a case shows a claim, by the reference evaluator alone."""
    match claim:
        case Comes(expr=expr, to=to):
            return truth(expr, scope) is to
        case Judged(question=key, outcomes=outcomes):
            return ruling(key, scope).outcome in outcomes
        case Exists(fact=key, to=to):
            fact = scope.framework.facts[key]
            return operand(ex.FactValue(key, fact.span), scope)[0] is to
        case Holds(key=key, value=value):
            return scope.values.get(key, scope.of_inspection.get(key)) == value
        case AllOf(claims=claims):
            return all(shows(one, scope) for one in claims)
        case AnyOf(claims=claims):
            return any(shows(one, scope) for one in claims)
        case Not(claim=one):
            return not shows(one, scope)


class EveryCase:
    """Answers as a `Space` does, by trying every case."""

    def __init__(self, framework: Framework) -> None:
        self.framework = framework
        self.scopes = [
            (record, beside, scope_of(framework, record, beside)) for record, beside in every_case(framework)
        ]

    def find(self, claim: Claim) -> Found | Never:
        for record, beside, scope in self.scopes:
            if shows(claim, scope):
                return Found(record, beside)
        return Never()

    def smallest(self, claim: Claim) -> Found | Never:
        fitting = [
            (len(record.values) + len(beside.values), at)
            for at, (record, beside, scope) in enumerate(self.scopes)
            if shows(claim, scope)
        ]
        if not fitting:
            return Never()
        record, beside, _ = self.scopes[min(fitting)[1]]
        return Found(record, beside)
