"""Works a sealed run out again, from its own criteria, records and public holidays."""

import json
from collections.abc import Callable, Mapping, Sequence

from attrs import evolve, field

from aboveline import workspace
from aboveline.batches.batch import Taker
from aboveline.calendars import HolidaysByYear, kept_holidays
from aboveline.diagnostics import Diagnostics
from aboveline.framework.model import Framework
from aboveline.framework.record_shape import why_no_assessor
from aboveline.frozen import frozen
from aboveline.report.from_run import from_run
from aboveline.report.view import View
from aboveline.run import judgements, surveys
from aboveline.run import manifest as m
from aboveline.run.compare import Comparison
from aboveline.run.given import given_of
from aboveline.run.holidays_kept import holidays_in
from aboveline.run.opened import SealedRun, unreadable
from aboveline.source import Source
from aboveline.workspace import Evaluator, Given, HowScored, Run, Watch, unwatched


@frozen
class Again:
    """A run worked out again: what came of it, or None where that cannot be done, and everything that came out otherwise."""

    run: Run | None = field(repr=False)
    view: View | None = field(repr=False)
    diagnostics: Diagnostics
    sources: Mapping[str, Source] = field(factory=dict[str, Source], repr=False)


def work_out_again(  # noqa: PLR0913, PLR0917 (what is worked out, and who is told)
    sealed: SealedRun,
    offered: Given,
    watch: Watch = unwatched,
    takers: Sequence[Taker] = (),
    evaluator: Evaluator | None = None,
    by: Sequence[str] = (),
    *,
    case_by_case: bool = False,
    language: str | None = None,
) -> Again:
    """A run that is as it was sealed, worked out again and held against what it says.

    `offered` are files for a run that was sealed without its records; each must be one it was made from.
    The evaluator need not be the one the run was made with: they come to the same. With `by` the view is
    broken down by these facts, not by those it was sealed with. With `case_by_case` what each case came to is
    taken down too. In a language the run and its view have the texts of that language; what was sealed is held against
    them as they were written.
    """
    if sealed.manifest is None:
        return Again(None, None, sealed.diagnostics)
    given, wrong = given_of(sealed, offered)
    if given is None:
        return Again(None, None, wrong)
    odd = garbled(sealed)
    if odd:
        return Again(None, None, tuple(unreadable(sealed, path) for path in odd))
    framework, sources = sealed.criteria.framework, sealed.criteria.sources
    if framework is None:
        return Again(None, None, sealed.criteria.diagnostics, sources)
    wrong = unfit_assessors(sealed, framework)
    if wrong:
        return Again(None, None, wrong, sources)
    options = sealed.manifest["options"]
    stored_by = tuple(options["by"])
    facts = tuple(dict.fromkeys((*stored_by, *by)))
    assessors = m.assessors_in(options)
    how = HowScored(facts, options["leave_out_invalid"], evaluator, case_by_case, assessors)
    compared = Comparison(sealed, framework)
    shown = workspace.in_language(sealed.criteria, language).framework or framework
    with kept_holidays(*holidays_of(sealed)):
        cases, run = workspace.score_batch(shown, given, how, (compared, *takers), watch)
        if run is None:
            return Again(None, None, (unreadable(sealed, m.RECORDS), *cases.diagnostics), sources)
        as_written = run if shown is framework else workspace.figures_in(framework, run)
        as_sealed = from_run(_broken_down(as_written, stored_by))
        differing = (*compared.differences(as_sealed, as_written), *surveys.differences(sealed, framework))
    view = as_sealed if shown is framework and not by else from_run(_broken_down(run, by or stored_by))
    return Again(run, view, differing, sources)


def _broken_down(run: Run, by: Sequence[str]) -> Run:
    """The run broken down by just these of its facts."""
    return evolve(run, breakdowns=tuple(one for one in run.breakdowns if one.fact in by))


def holidays_of(sealed: SealedRun) -> tuple[str | None, HolidaysByYear]:
    """The calendar and the public holidays a run rests on."""
    return holidays_in(sealed.read(m.HOLIDAYS))


def garbled(sealed: SealedRun) -> tuple[str, ...]:
    """The files of a run that are sealed well and still cannot be what they are called: nothing of ours wrote them."""
    read: dict[str, Callable[[bytes], object]] = {
        m.HOLIDAYS: holidays_in,
        m.SCORES: json.loads,
    }
    read |= {path: json.loads for path in sealed.files if path == m.OVERRIDES or path.startswith(m.SURVEYS)}
    read |= dict.fromkeys((*sealed.parts(m.JUDGEMENTS), *sealed.parts(m.FINDINGS)), judgements.read)
    return tuple(path for path, reader in read.items() if not _readable(reader, sealed.read(path)))


def _readable(reader: Callable[[bytes], object], data: bytes) -> bool:
    try:
        reader(data)
    except Exception:  # noqa: BLE001 (whatever a reader makes of a file made by hand)
        return False
    return True


def unfit_assessors(sealed: SealedRun, framework: Framework) -> Diagnostics:
    """What is wrong where the manifest names a fact of assessors that its criteria do not have: nothing of ours wrote that."""
    assessors = None if sealed.manifest is None else m.assessors_in(sealed.manifest["options"])
    fact = None if assessors is None else framework.facts.get(assessors.fact)
    if assessors is None or (fact is not None and why_no_assessor(fact) is None):
        return ()
    return (unreadable(sealed, m.MANIFEST),)
