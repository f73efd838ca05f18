"""The examples that stand in criteria: run, and held against what they should show."""

from typing import TYPE_CHECKING

from aboveline.framework.model import Framework

if TYPE_CHECKING:
    from aboveline.analysis.coverage import Covered
    from aboveline.analysis.examples import ExampleResult
    from aboveline.analysis.suggesting import Tried


def run_examples(framework: Framework) -> "tuple[ExampleResult, ...]":
    """The results of the examples that stand in the criteria."""
    from aboveline.analysis import examples  # noqa: PLC0415 (one command alone needs it)

    return examples.run_examples(framework)


def cover_examples(framework: Framework) -> "tuple[Covered, ...]":
    """What each rule of the criteria came to in their examples."""
    from aboveline.analysis import examples  # noqa: PLC0415 (one command alone needs it)

    return examples.cover_examples(framework)


def try_examples(framework: Framework, *, suggest: bool) -> "Tried":
    """What the examples show of the criteria, and what no case can; with `suggest`, the examples that would show the rest."""
    from aboveline.analysis.goals import goals_of  # noqa: PLC0415 (one command alone needs it)
    from aboveline.analysis.suggesting import tried  # noqa: PLC0415 (likewise)

    return tried(goals_of(framework), suggest=suggest)
