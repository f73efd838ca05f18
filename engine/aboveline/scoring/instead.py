"""Turns the scores of a batch into what they would be had one of its cases come to something else.

Tallies are sums, so what came of the case is taken away and what would come of it is added: however
many cases there are, no other is looked at.
"""

from aboveline.framework.model import Framework
from aboveline.frozen import frozen
from aboveline.records.record import Record
from aboveline.reference.judge import CaseResult
from aboveline.scoring.model import Score, Scores
from aboveline.scoring.score import scores, tallies_of
from aboveline.scoring.tally import add, take_away, tally


@frozen
class Moved:
    """A score as it is, and as it would be."""

    now: Score
    then: Score


def if_case_came_to(
    framework: Framework,
    batch: Scores,
    was: CaseResult,
    instead: CaseResult,
    inspection: Record | None = None,
) -> tuple[Moved, ...]:
    """Every score of a batch, as it is and as it would be had one of its cases come to something else."""
    old, new = tally(framework, (was,)), tally(framework, (instead,))
    moved = {
        key: add(take_away(found, old[key]), new[key]) for key, found in tallies_of(framework, batch).items()
    }
    then = scores(framework, moved, inspection=inspection)
    return tuple(Moved(now, then[now.kind, now.key]) for now in batch)
