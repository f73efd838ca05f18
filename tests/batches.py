"""Batches judged and scored, for tests of what is worked out from them by case."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path

from aboveline import workspace
from aboveline.framework.model import Framework
from aboveline.frozen import frozen
from aboveline.records.read import Input
from aboveline.records.record import Record
from aboveline.reference.judge import CaseResult, judge
from aboveline.scoring.by_case import ByCase, by_case
from aboveline.scoring.model import Scores
from aboveline.scoring.score import scores
from aboveline.scoring.tally import tally

ROOT = Path(__file__).resolve().parent.parent


@frozen
class Batch:
    """Some cases of a framework, what came of each, and their scores."""

    framework: Framework
    records: tuple[Record, ...]
    results: tuple[CaseResult, ...]
    scores: Scores
    inspection: Record | None

    @property
    def by_case(self) -> ByCase:
        """What each of them came to."""
        return by_case(
            self.framework, ((r.case_id, one) for r, one in zip(self.records, self.results, strict=True))
        )

    def of(self, records: Sequence[Record]) -> "Batch":
        """The same with other cases."""
        return judged(self.framework, records, self.inspection)


def judged(framework: Framework, records: Sequence[Record], inspection: Record | None = None) -> Batch:
    """A batch of some cases."""
    results = tuple(judge(framework, record, inspection) for record in records)
    figures = scores(framework, tally(framework, results), inspection=inspection)
    return Batch(framework, tuple(records), results, figures, inspection)


@cache
def essex() -> Batch:
    """The Essex example."""
    framework = workspace.load(ROOT / "criteria" / "cci-2012").framework
    assert framework is not None
    data = (ROOT / "examples" / "essex-2012" / "cases.csv").read_bytes()
    return judged(framework, workspace.read_cases(framework, [Input("cases.csv", data)]).records)
