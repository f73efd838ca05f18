"""What the tests of the proofs share: cases as claims, and every case of a small domain tried out."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import product

from attrs import evolve

from aboveline.framework import expressions as ex
from aboveline.framework.dependencies import rules
from aboveline.framework.model import Framework
from aboveline.framework.record_shape import case_shape
from aboveline.judgement import Outcome
from aboveline.proof.claims import AllOf, AnyOf, Claim, Comes, Exists, Holds, Judged, Not
from aboveline.proof.fields import fields
from aboveline.proof.shown import held
from aboveline.proof.space import plain_value
from aboveline.records.record import Record
from aboveline.reference.evaluate import operand, ruling, truth
from aboveline.reference.scope import scope_of
from aboveline.values import Mark, Value
from cases import CASELOADS, a_case, an_inspection, edges
from choices import Choices

HEAD = """
framework t "Test" version "1" calendar england_and_wales
bands by the rounded score
  good "Good" from 60%
  poor "Poor" otherwise
"""

TRUTHS = frozenset(kind for kind in ex.Truth.__args__)
OVER_SCORES = (ex.ScoreCompare, ex.ScoreBetween, ex.InBand, ex.NoApplicableCases)


def cases_of(choices: Choices, framework: Framework, count: int) -> Iterator[tuple[Record, Record]]:
    """Some valid cases with their inspections: what must be there is, nothing worked out is given, no fact is marked."""
    shape, turning = case_shape(framework).fields, edges(framework)
    for at in range(count):
        made = a_case(choices, shape, f"B{at}", turning, choices.pick(CASELOADS))
        yield (
            given_alone(framework, made, of_inspection=False),
            given_alone(framework, an_inspection(choices, framework), of_inspection=True),
        )


def given_alone(framework: Framework, record: Record, *, of_inspection: bool) -> Record:
    """A record with what a case can be given, and must."""
    values: dict[str, Value | Mark] = {}
    for name, one in fields([framework]).items():
        value = record.values.get(name.key)
        if name.of_inspection != of_inspection or (isinstance(value, Mark) and not one.takes_mark):
            continue
        value = plain_value(one) if value is None and one.required else value
        values |= {} if value is None else {name.key: value}
    return evolve(record, values=values)


def given_claims(framework: Framework, record: Record, inspection: Record) -> tuple[Claim, ...]:
    """That a case is given just what it is."""
    return tuple(
        Holds(name.key, (inspection if name.of_inspection else record).values.get(name.key))
        for name in fields([framework])
    )


def came_claims(framework: Framework, record: Record, inspection: Record) -> Iterator[Claim]:
    """Everything that comes of a case: of each question, of each thing worked out, and of every expression there is."""
    scope = scope_of(framework, record, inspection)
    for key in framework.questions:
        outcome = ruling(key, scope).outcome
        if outcome is not None:
            yield Judged(key, frozenset({outcome}))
        yield Not(Judged(key, frozenset(Outcome) - {outcome}))
        yield Holds(key, held(key, scope))
    for key, fact in framework.facts.items():
        yield Holds(key, held(key, scope))
        yield Exists(key, operand(ex.FactValue(key, fact.span), scope)[0])
    for expr in truths_of(framework):
        yield Comes(expr, truth(expr, scope))


def truths_of(framework: Framework) -> Iterator[ex.Truth]:
    """Every statement about a case that stands anywhere in a framework."""
    for node, its in rules(framework).items():
        if node.kind != "rating":
            for rule in its:
                yield from (e for e in ex.walk(rule) if type(e) in TRUTHS)


# --- Everything tried out --------------------------------------------------------------------


def every_case(domain: Mapping[str, Sequence[Value | Mark | None]]) -> Iterator[dict[str, Value | Mark]]:
    """Every case whose fields hold one of some values each, or nothing."""
    for held_by in product(*domain.values()):
        yield {key: value for key, value in zip(domain, held_by, strict=True) if value is not None}


def within(domain: Mapping[str, Sequence[Value | Mark | None]]) -> Claim:
    """That the fields of a case hold one of some values each, or nothing where that is among them."""
    return AllOf(tuple(AnyOf(tuple(Holds(key, value) for value in values)) for key, values in domain.items()))
