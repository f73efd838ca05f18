"""Turns the scores of a batch into what they would be had one of its cases come to something else.

Tallies are sums, so what came of the case is taken away and what would come of it is added: however
many cases there are, no other is looked at.
"""

from collections.abc import Mapping

from aboveline.framework.model import Framework, Share
from aboveline.frozen import frozen
from aboveline.records.record import Record
from aboveline.reference.judge import CaseResult
from aboveline.scoring.model import Score, Scores, Tally
from aboveline.scoring.score import scores
from aboveline.scoring.tally import add, take_away, tally


@frozen
class Moved:
    """A score as it is, and as it would be."""

    now: Score
    then: Score


def tallies_of(framework: Framework, batch: Scores) -> Mapping[str, Tally]:
    """The tallies that the scores of a batch were worked out from: of each judged question, and each share of cases."""
    found = {q.key: batch["question", q.key].tally for q in framework.questions.values() if q.is_judged}
    shares = (r.key for r in framework.ratings.values() if isinstance(r.measure, Share))
    return found | {key: batch["rating", key].tally for key in shares}


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
