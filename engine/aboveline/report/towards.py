"""Turns one judgement into what it moves: the scores it counts in, and what they would be had it come to something else."""

from aboveline.framework.model import Framework
from aboveline.frozen import frozen
from aboveline.judgement import Judgement
from aboveline.report.from_run import figure
from aboveline.report.view import Figure
from aboveline.scoring.model import Scores
from aboveline.scoring.score import counted_in, if_judged, other_ways


@frozen
class WouldBe:
    """A score as it would be had the judgement come to another outcome, and which."""

    outcome: str
    figure: Figure


@frozen
class Towards:
    """A score the judgement belongs to, as it is, and as it would be: both ways where it is unanswered."""

    now: Figure
    would_be: tuple[WouldBe, ...]


def towards(framework: Framework, judgement: Judgement, figures: Scores | None) -> tuple[Towards, ...]:
    """The scores a judgement belongs to, its own first, ratings left aside; none where there are no scores."""
    if figures is None:
        return ()
    ways = {name: list[WouldBe]() for name in counted_in(framework, judgement.question)}
    for instead in other_ways(judgement.outcome):
        for now, then in if_judged(framework, figures, judgement, instead):
            ways[now.kind, now.key].append(WouldBe(instead.value, figure(then)))
    return tuple(Towards(figure(figures[name]), tuple(found)) for name, found in ways.items())
