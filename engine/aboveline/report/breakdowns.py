"""Turns the breakdowns of a batch into what the faces show of them."""

from collections.abc import Callable, Sequence

from aboveline.framework.model import Framework
from aboveline.report.phrases import value_in_words
from aboveline.report.view import BreakdownBlock, Figure, GroupBlock
from aboveline.scoring.groups import Breakdown
from aboveline.scoring.model import Score
from aboveline.values import Value
from aboveline.wording.message import message


def breakdown_blocks(
    framework: Framework, found: Sequence[Breakdown], figure: Callable[[Score], Figure]
) -> tuple[BreakdownBlock, ...]:
    """Each breakdown with its groups in words; `figure` is how a score is shown."""
    return tuple(
        BreakdownBlock(
            fact=one.fact,
            label=framework.facts[one.fact].label,
            groups=tuple(
                GroupBlock(
                    value=None if group.value is None else str(group.value),
                    label=group_label(framework, one.fact, group.value, exists=group.exists),
                    cases=group.cases,
                    figures=tuple(figure(score) for score in group.scores),
                )
                for group in one.groups
            ),
        )
        for one in found
    )


def group_label(framework: Framework, fact: str, value: Value | None, *, exists: bool) -> str:
    """The words for the cases for which a fact is one value, or none."""
    if value is not None:
        return value_in_words(value, framework.facts[fact].type)
    return message("not known") if exists else message("does not arise")
