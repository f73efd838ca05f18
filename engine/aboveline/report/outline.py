"""Turns a Step of a Trail into an outline: a sentence for everything it rests on, one beneath another."""

from collections.abc import Iterator

from aboveline.framework.expressions import (
    And,
    AnswerValue,
    Applies,
    ConditionHolds,
    Counted,
    FactValue,
    JudgedAs,
    Not,
    NumberOf,
    Or,
    OwnAnswer,
)
from aboveline.framework.model import Fact
from aboveline.frozen import frozen
from aboveline.report.phrases import place_in_words
from aboveline.report.sentences import TOLD, Teller, Told, open_parts, sentence
from aboveline.trail import Step
from aboveline.wording.message import message


@frozen
class Line:
    """One sentence of an account, how deep it lies beneath its clause, and what its expression came to."""

    depth: int
    truth: Told | None
    text: str


def outline(teller: Teller, step: Step, depth: int = 0) -> Iterator[Line]:
    """Everything a step rests on, a sentence each."""
    step = _open_part(step)
    expr = step.expr
    if isinstance(expr, ConditionHolds):
        condition = teller.framework.conditions[expr.condition]
        where = place_in_words(teller.framework, condition.span, teller.nearby.criteria, teller.nearby.called)
        told = message(
            "{label} (condition `{key}`, {where})", label=condition.label, key=condition.key, where=where
        )
        yield Line(depth, TOLD[step.truth], told)
    else:
        yield Line(depth, TOLD[step.truth] if step.kind == "truth" else None, sentence(teller, step))
    for beneath in _worth_telling(teller, step):
        if isinstance(beneath, str):
            depth += 1
            yield Line(depth, None, beneath)
        else:
            yield from outline(teller, beneath, depth + 1)


def _open_part(step: Step) -> Step:
    """A joined step with one open part alone is no more than that part."""
    while isinstance(step.expr, And | Or) and len(open_parts(step)) == 1:
        step = open_parts(step)[0]
    return step


def _worth_telling(teller: Teller, step: Step) -> Iterator[Step | str]:
    """The steps beneath that say something the step's own sentence does not, and what leads to them."""
    match step.expr:
        case And() | Or():
            yield from open_parts(step)
        case Not() | Counted() | ConditionHolds() | NumberOf():
            yield from step.steps
        case Applies() | JudgedAs() | AnswerValue():
            return
        case FactValue(fact=key):
            yield from _of_fact(teller.framework.facts[key], step.steps)
        case OwnAnswer():
            yield from step.steps
        case _:
            for beneath in step.steps:
                yield from _worth_telling(teller, beneath)


def _of_fact(fact: Fact, steps: tuple[Step, ...]) -> Iterator[Step | str]:
    """What a fact rests on: whether it exists, and how it is worked out."""
    for index, beneath in enumerate(steps):
        if beneath.kind == "truth" or beneath.steps:
            if index == 0:
                yield (
                    message("“{label}” exists only where", label=fact.label)
                    if fact.only_where
                    else message("“{label}” is worked out from", label=fact.label)
                )
            yield beneath
