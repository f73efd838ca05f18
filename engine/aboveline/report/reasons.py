"""Chooses the sentences that are enough to see why a rule came to what it did."""

from collections.abc import Iterator, Mapping, Sequence
from typing import cast

from aboveline.framework.expressions import (
    Always,
    And,
    Arithmetic,
    ConditionHolds,
    Counted,
    Elapsed,
    Not,
    NumberOf,
    Or,
)
from aboveline.judgement import Judgement
from aboveline.report.outcomes import outcome_words
from aboveline.report.phrases import family_in_words, said_of, settled, whole_family
from aboveline.report.sentences import Teller, in_sequence, open_parts, sentence
from aboveline.trail import Step
from aboveline.values import Truth
from aboveline.wording.message import Message, in_context, joined, listed, message

#: So many questions of one repeat are named in a sentence; of more it is said how many came to what.
FEW = 3


def because(teller: Teller, step: Step) -> tuple[str, ...]:
    """The sentences that are enough to see why a step came to what it did, without repeating any.

    There are none where the item of a repeat settles it for every case.
    """
    return tuple(
        dict.fromkeys(_of_family(teller, s) or _by_itself(teller, s) for s in _decisive(teller, step))
    )


def _decisive(teller: Teller, step: Step) -> Iterator[Step]:
    """The steps at the bottom that decided: of an `and` that is no, the part that is; of one that is yes, all."""
    match step.expr:
        case And() | Or() | Counted():
            same = [s for s in open_parts(step) if s.truth is _seeks(step)] or step.steps
            if len(same) > FEW and _of_family(teller, step):
                yield step
                return
            for beneath in same:
                yield from _decisive(teller, beneath)
        case Not() | ConditionHolds():
            for beneath in step.steps:
                yield from _decisive(teller, beneath)
        case _ if settled(step.expr) is None and not isinstance(step.expr, Always):
            yield step
        case _:
            return


def _seeks(step: Step) -> Truth:
    """What the parts that decided a joined step came to."""
    if isinstance(step.expr, Counted) and step.expr.quantifier == "none of" and step.truth is not None:
        return not step.truth
    return step.truth


# --- A whole repeat ------------------------------------------------------------------------------


def _of_family(teller: Teller, step: Step) -> str | None:
    """What the questions of a whole repeat came to, all in one; None where the step is not over one."""
    family = whole_family(teller.framework, step.expr.items) if isinstance(step.expr, Counted) else None
    judgements = [teller.judgements[q] for q in family.questions if q in teller.judgements] if family else []
    if family is None or len(judgements) != len(family.questions):
        return None
    item, *_ = cast("Counted", step.expr).items
    questions = family_in_words(family)
    each, alike = _by_outcome(teller, judgements)
    match {s.truth for s in step.steps}:
        case found if found == {False}:
            said = message(
                "none of {questions} {said} for this case",
                questions=questions,
                said=said_of(item, many=False),
            )
            return (
                message("{found} ({each})", found=said, each=each)
                if alike
                else message("{found}: {each}", found=said, each=each)
            )
        case found if found == {True}:
            said = message(
                "all of {questions} {said} for this case", questions=questions, said=said_of(item, many=True)
            )
            return said if alike else message("{found}: {each}", found=said, each=each)
        case _:
            return message("{questions} came to {each} for this case", questions=questions, each=each)


def _by_outcome(teller: Teller, judgements: Sequence[Judgement]) -> tuple[str, bool]:
    """How many questions of a repeat came to what, and whether all came to the same; where they did not, which did."""
    by_outcome: dict[str, list[str]] = {}
    for judgement in judgements:
        items = listed([item for _, item in teller.framework.questions[judgement.question].items])
        by_outcome.setdefault(judgement.outcome.value, []).append(items)
    alike = len(by_outcome) == 1
    return joined(_count_of(outcome, items, alike=alike) for outcome, items in by_outcome.items()), alike


def _count_of(outcome: str, items: Sequence[str], *, alike: bool) -> str:
    words = outcome_words(outcome)
    if alike:
        return message("{n} {outcome}", n=len(items), outcome=words)
    return message("{n} {outcome} ({items})", n=len(items), outcome=words, items=joined(items))


# --- A number of things --------------------------------------------------------------------------


def _by_itself(teller: Teller, step: Step) -> str:
    """A step in a sentence that stands alone: with what each thing came to that is counted in it."""
    counted = [s for s in _all_beneath(step) if isinstance(s.expr, NumberOf)]
    told = sentence(teller, step)
    if not counted:
        return told
    each = joined((_counted(teller, item) for number in counted for item in number.steps), " / ")
    return message("{found} ({each})", found=told, each=each)


def _counted(teller: Teller, step: Step) -> str:
    reasons = in_sequence(because(teller, step)) or message("always")
    return message("{found}: {each}", found=_CAME_TO[step.truth], each=reasons)


_CAME_TO: Mapping[Truth, Message] = {
    True: in_context("what a rule came to", "yes"),
    False: in_context("what a rule came to", "no"),
    None: in_context("what a rule came to", "unknown"),
}


def _all_beneath(step: Step) -> Iterator[Step]:
    """The operands of a comparison, calculations taken apart."""
    for beneath in step.steps:
        if beneath.kind == "operand":
            yield beneath
            if isinstance(beneath.expr, Arithmetic | Elapsed):
                yield from _all_beneath(beneath)
