"""What can be asked of a batch that was scored: breakdowns, contributions, intervals, agreement, why a case was judged so."""

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from aboveline.framework.model import Framework
from aboveline.records.assessors import assessor_of
from aboveline.records.record import Record
from aboveline.reference.judge import judge as judge_case
from aboveline.reference.judge import trail
from aboveline.scoring.groups import Breakdown
from aboveline.scoring.groups import break_down as break_down_scores
from aboveline.scoring.model import ScoreName, Scores
from aboveline.scoring.overrides import (
    Applied,
)
from aboveline.scoring.score import if_turned
from aboveline.workspace.cases import counted_results
from aboveline.workspace.model import Cases, Run, Why

if TYPE_CHECKING:
    from aboveline.analysis.agreement import Agreement
    from aboveline.analysis.caseload import CaseCoverage
    from aboveline.scoring.by_case import ByCase
    from aboveline.scoring.contributions import Contributions
    from aboveline.scoring.intervals import Intervals


def break_down(run: Run, fact: str) -> Breakdown:
    """The scores of a run for each value of a fact of its cases."""
    judged = zip(run.cases.records, run.results, strict=True)
    return break_down_scores(run.framework, fact, judged, run.scores, run.cases.inspection)


def contributions_to(run: Run, name: ScoreName) -> "Contributions":
    """What each question and each case of a run adds to one of its scores."""
    from aboveline.scoring.contributions import contributions  # noqa: PLC0415 (only what goes by case needs it)

    return contributions(run.framework, run.scores, by_case_of(run), name, run.cases.inspection)


def intervals_of(run: Run, names: Iterable[ScoreName] | None = None) -> "Intervals":
    """How sure the scores of a run are, or some of them."""
    from aboveline.scoring.intervals import intervals  # noqa: PLC0415 (only what goes by case needs it)

    return intervals(run.framework, run.scores, by_case_of(run), names, run.cases.inspection)


def by_case_of(run: Run) -> "ByCase":
    """What each case of a run came to, overrides counted, in the order of the cases. Raises ValueError where nobody took that down."""
    from aboveline.scoring.by_case import by_case, with_changed  # noqa: PLC0415 (only what goes by case needs it)

    if run.decided is not None:
        changed = [(one.case_id, one.question, one.outcome) for one in run.overridden.applied]
        return with_changed(run.decided, changed)
    if run.evaluator == "columnar":
        raise ValueError("the cases went by, and what each came to was not taken down")
    judged = zip(run.cases.records, counted_results(run), strict=True)
    return by_case(run.framework, ((record.case_id, result) for record, result in judged))


def agreement_of_assessors(run: Run) -> "Agreement":
    """How far the assessors of the cases that were assessed more than once agree.

    Raises ValueError where its cases were not read with assessors.
    """
    from aboveline.analysis.agreement import Assessment, agreement  # noqa: PLC0415 (one command alone needs it)

    assessors = run.cases.assessors
    if assessors is None:
        raise ValueError("nothing says who assessed the cases")
    found: dict[str, list[Assessment]] = {}
    for record, result in zip(run.cases.records, run.results, strict=True):
        found[record.case_id] = [Assessment(assessor_of(record, assessors), record, result)]
    for record in run.cases.aside:
        result = judge_case(run.framework, record, run.cases.inspection)
        found[record.case_id].append(Assessment(assessor_of(record, assessors), record, result))
    return agreement(run.framework, found)


def cover_cases(
    framework: Framework,
    cases: Cases,
    through: Callable[[Sequence[Record]], Iterable[Record]] = iter,
) -> "CaseCoverage":
    """What the valid records show of the criteria; `through` may watch them go by."""
    from aboveline.analysis import caseload  # noqa: PLC0415 (one command alone needs it)

    return caseload.cover_cases(framework, through(cases.records), cases.inspection)


def trace(  # noqa: PLR0913, PLR0917 (what is traced, and against what)
    framework: Framework,
    record: Record,
    question: str,
    inspection: Record | None = None,
    batch: Scores | None = None,
    overrides: Sequence[Applied] = (),
) -> Why:
    """Everything behind one judgement of one case; with the scores of its batch, also what it moves there.

    `overrides` are those the scores count.
    """
    from aboveline.analysis.turning import turnings  # noqa: PLC0415 (one command alone needs it)

    found = trail(framework, record, question, inspection)
    result = judge_case(framework, record, inspection)
    return Why(
        trail=found,
        result=result,
        judgements={j.question: j for j in result.judgements},
        inspection=inspection,
        scores=batch,
        turned=if_turned(framework, batch, found.judgement) if batch else (),
        turnings=turnings(framework, record, question, inspection),
        overrides=tuple(o for o in overrides if o.case_id == record.case_id and o.question != question),
    )
