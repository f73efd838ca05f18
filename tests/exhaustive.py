"""All cases of a small framework, one by one: the slow way to what `proof` says, and the measure of it."""

from collections.abc import Iterator
from itertools import product
from math import prod

from aboveline.analysis.cuts import cuts_of, values_of
from aboveline.framework import expressions as ex
from aboveline.framework.dependencies import rules
from aboveline.framework.model import Framework
from aboveline.proof.claims import Claim
from aboveline.proof.shown import shows
from aboveline.records.record import Record
from aboveline.reference.scope import Scope, scope_of
from aboveline.values import Mark, Value


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
    """How many cases there are."""
    return prod(len(values) for values in fields_of(framework).values())


def every_case(framework: Framework) -> Iterator[Scope]:
    """Every case of a framework, with the record of its inspection."""
    fields = fields_of(framework)
    beside = {key for key, fact in framework.facts.items() if fact.of_inspection}
    for chosen in product(*fields.values()):
        given = {key: value for key, value in zip(fields, chosen, strict=True) if value is not None}
        record = Record("A1", {key: value for key, value in given.items() if key not in beside})
        inspection = Record("", {key: value for key, value in given.items() if key in beside})
        yield scope_of(framework, record, inspection)


class EveryCase:
    """What is so of all cases of a framework."""

    def __init__(self, framework: Framework) -> None:
        self.scopes = list(every_case(framework))

    def never(self, claim: Claim) -> bool:
        """Whether no case at all shows a claim."""
        return not any(shows(claim, (scope,)) for scope in self.scopes)
