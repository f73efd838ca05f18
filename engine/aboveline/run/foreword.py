"""Lays a scored batch beside past inspections, for the foreword of its report."""

from collections.abc import Sequence

from aboveline import workspace
from aboveline.diagnostics import Diagnostics
from aboveline.frozen import frozen
from aboveline.records.headlines import Headlines
from aboveline.report.comparison import ComparisonView, StoredScore
from aboveline.report.scores_json import figures
from aboveline.report.view import View
from aboveline.run.inspections import NamedRun, inspections, laid_beside
from aboveline.run.stored import StoredScores
from aboveline.scoring.compared import intervals_of
from aboveline.scoring.paths import ByCase, Side
from aboveline.workspace import Run


@frozen
class Called:
    """What a batch is called beside others: by its name, such as that of its folder, it is found among them; its title is shown."""

    name: str | None = None
    title: str | None = None


def beside_others(
    called: Called, run: Run, view: View, past: Sequence[Headlines], others: Sequence[NamedRun]
) -> tuple[ComparisonView | None, Diagnostics]:
    """A batch beside past inspections and other runs; None where it is unclear which of them it is itself."""
    name = called.name or called.title or ""
    runs = (*others, NamedRun(name, name, scores_of(view), called.title, nameless=not name))
    found, unclear = inspections(runs, past, None)
    if found is None:
        return None, unclear
    ends = intervals_of(_side(run), [("theme", theme) for theme in run.framework.themes])
    return laid_beside(runs, past, found, ends), ()


def scores_of(view: View) -> StoredScores:
    """The scores of a batch, as a run would have them."""
    themes = {theme.figure.key: theme.figure.label for theme in view.themes}
    return StoredScores(
        view.framework,
        view.version,
        view.cases or 0,
        themes,
        tuple(
            StoredScore(
                one.kind,
                one.key,
                one.label,
                one.state,
                one.percent,
                one.points,
                one.comment,
                one.counts.sufficient or 0,
                one.counts.counted or 0,
            )
            for one, _ in figures(view)
        ),
    )


def _side(run: Run) -> Side:
    """What every case of the batch came to, overrides counted, in the form in which runs are compared."""
    found = workspace.by_case_of(run)
    judged = {key: places for key, places in found.outcomes.items() if key in run.framework.questions}
    return Side(run.framework, ByCase(found.cases, judged))
