"""What `aboveline report` does once its arguments are read: scores the batch, and writes its report."""

import os
import sys
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

from attrs import evolve

from aboveline.cli.exports import Exporting, Exports, exporting, to_export
from aboveline.cli.inputs import (
    Reading,
    asked_wrongly,
    end_with,
    fact_named,
    how_scored,
    inputs_named,
    open_run,
    open_workspace,
    read_given,
    read_input,
    spare_inputs,
)
from aboveline.cli.options import wrong
from aboveline.cli.output import ink_for, refuse_target, replace_file, say
from aboveline.cli.publicly import public_edition
from aboveline.cli.sealed import intact, names_a_run, reopened, spare
from aboveline.files import texts_in
from aboveline.framework.model import Framework
from aboveline.frozen import frozen
from aboveline.records.headlines import Headlines, read_headlines
from aboveline.report.diagnostics_text import diagnostics_text
from aboveline.report.from_run import from_run, with_intervals_of
from aboveline.report.inspection.cases import MOST_IN_ONE, Drill
from aboveline.report.inspection.characteristics import usual_facts
from aboveline.report.inspection.from_run import (
    drilled,
    edition_of,
    report_of,
    with_cases,
    with_cases_like,
    with_foreword,
    without_cases,
)
from aboveline.report.inspection.material_checks import checked
from aboveline.report.inspection.materials import read_materials
from aboveline.report.inspection.page import case_page, is_final, page
from aboveline.report.inspection.view import InspectionReport, Material, Provenance, Stage
from aboveline.report.survey_view import SurveyView
from aboveline.report.view import View
from aboveline.run import provenance
from aboveline.run.again import framework_of
from aboveline.run.folder import new_folder
from aboveline.run.inspections import NamedRun
from aboveline.run.opened import SealedRun, is_run
from aboveline.run.stored import stored_scores
from aboveline.workspace import MANY, Run, evaluator_for

#: By so much of its beginning a final report is known again.
_HEAD = 4096


@frozen
class Asked:
    """What a person asked to have reported, and how."""

    framework: str
    cases: tuple[str, ...]
    stage: Stage
    name: str | None
    population: tuple[str, ...]
    materials: str | None
    surveys: tuple[str, ...]
    by: tuple[str, ...]
    characteristics: tuple[str, ...]
    without_cases: bool
    public: bool
    case_pages: str | None
    workbook: str | None
    offered: tuple[str, ...]
    how: Mapping[str, Any]

    @property
    def reading(self) -> Reading:
        """How the cases are to be read and errors to be shown."""
        found = Reading(form="text", **self.how)
        # Sentences on a case are told by the reference evaluator, from its record.
        return evolve(found, evaluator="reference") if self.case_pages is not None else found

    @property
    def output(self) -> str:
        """The file the report is written to."""
        return str(self.how["output"])


def report(asked: Asked) -> None:
    """Write the report; where anything it rests on is not as it should be that is shown and the command ends."""
    of_run = names_a_run(asked.framework, asked.cases, asked.offered)
    spare_final(asked.output)
    spare(asked.case_pages)
    exports = to_export(Exports(workbook=asked.workbook), [asked.output])
    for name in (asked.output, *exports.names):
        spare_inputs(name, asked.population)
    with exporting(exports) as files, _scored(asked, files, of_run=of_run) as (run, scored, rests_on):
        view = without_cases(scored) if asked.without_cases else scored
        edition = edition_of(asked.stage, asked.name, _materials(asked, run.framework))
        found = evolve(report_of(run.framework, view, edition), provenance=rests_on)
        found = evolve(found, surveys=tuple(_survey(asked, run.framework, given) for given in asked.surveys))
        found = with_cases_like(
            found, run, _described_by(asked, run.framework), _broken_down_by(asked, run.framework)
        )
        if asked.population:
            found = _with_foreword(asked, run, found, of_run=of_run)
        found = (
            public_edition(run, found, edition, asked.output)
            if asked.public
            else _with_cases(asked, run, found)
        )
        whole = page(found).encode("utf-8")
        files.finish(found.view if asked.public else scored, run)
    replace_file(asked.output, whole)
    text_findings = (
        tuple(checked(run.framework, found, found.materials)) if found.materials is not None else ()
    )
    if text_findings:
        say(diagnostics_text(text_findings, {}, ink_for(sys.stderr)))


def spare_final(output: str) -> None:
    """A complaint where nothing can be written to a file, or it holds a final report."""
    refuse_target(output)
    path = Path(output)
    if path.is_file():
        with path.open("rb") as file:
            if is_final(file.read(_HEAD)):
                raise wrong(
                    f"`{output}` is a final report, which is never written over; write to another file"
                )


@contextmanager
def _scored(asked: Asked, files: Exporting, *, of_run: bool) -> Generator[tuple[Run, View, Provenance]]:
    """The batch scored, from a sealed run or from files, with its intervals, and what it rests on."""
    how = asked.reading
    if of_run:
        sealed = intact(asked.framework, how)
        framework, _, _ = framework_of(sealed)
        facts = () if framework is None else _facts(asked, framework, large=_is_large(sealed, how))
        batch = reopened(asked.framework, asked.offered, how, facts, files.takers, case_by_case=True)
        with batch as (run, view):
            yield run, with_intervals_of(run, view), provenance.of_run(sealed)
        return
    framework, _ = open_workspace(asked.framework, how.form, how.output)
    given = read_given(asked.cases, how, [asked.workbook] if asked.workbook else [])
    large = evaluator_for(given, how_scored(framework, how)) == "columnar"
    facts = _facts(asked, framework, large=large)
    run = open_run(framework, given, how, facts, files.takers, case_by_case=True)
    yield run, with_intervals_of(run, from_run(run)), provenance.of_files(framework, given, run)


# --- The cases -------------------------------------------------------------------------------


def _with_cases(asked: Asked, run: Run, found: InspectionReport) -> InspectionReport:
    """The report with the pages of its cases: in itself, or in a folder; or with why they are left out."""
    if asked.without_cases:
        return found
    if asked.case_pages is not None:
        return _with_case_pages(asked, run, found, asked.case_pages)
    if run.cases.valid <= MOST_IN_ONE and run.cases.records:
        return with_cases(found, run)
    if not run.cases.records and run.cases.valid <= MOST_IN_ONE:
        words = "The cases were judged by columns, all at once; to have them told one by one: --evaluator reference."
        say(words)
        return evolve(found, cases_words=words)
    words = (
        f"There are {run.cases.valid:,} cases, more than the {MOST_IN_ONE} that one file can hold with all that was judged of "
        "them. With --case-pages FOLDER each has a page of its own."
    )
    say(words)
    return evolve(found, cases_words=words)


def _with_case_pages(asked: Asked, run: Run, found: InspectionReport, folder: str) -> InspectionReport:
    """A page for each case in a new folder, there whole or not at all."""
    here = Path(asked.output).absolute()
    back = quote(os.path.relpath(here, Path(folder).absolute()).replace(os.sep, "/"))
    there = quote(os.path.relpath(Path(folder).absolute(), here.parent).replace(os.sep, "/"))
    following = Drill(run, found.view)
    try:
        with new_folder(Path(folder).absolute()) as new:
            for case in following.cases():
                new.add(f"{case.number}.html", case_page(found, case, back).encode("utf-8"))
    except OSError as error:
        reason = (error.strerror or "it could not be opened").lower()
        raise wrong(f"the pages of the cases cannot be written to `{folder}`: {reason}") from None
    return evolve(found, drill=drilled(following, folder=there), cases_words="")


def _is_large(sealed: SealedRun, how: Reading) -> bool:
    """Whether the cases of a run go by when it is worked out again, so that they are counted by breakdowns alone."""
    listed = sealed.manifest or {}
    return how.evaluator == "columnar" or (how.evaluator is None and listed["counts"]["scored"] >= MANY)


def _facts(asked: Asked, framework: Framework, *, large: bool) -> tuple[str, ...]:
    """The facts the batch has to be broken down by."""
    more = _described_by(asked, framework) if large else ()
    return tuple(dict.fromkeys((*_broken_down_by(asked, framework), *more)))


def _broken_down_by(asked: Asked, framework: Framework) -> tuple[str, ...]:
    return tuple(fact_named(framework, name) for name in dict.fromkeys(asked.by))


def _described_by(asked: Asked, framework: Framework) -> tuple[str, ...]:
    named = tuple(fact_named(framework, name) for name in dict.fromkeys(asked.characteristics))
    return named or usual_facts(framework)


# --- The materials ---------------------------------------------------------------------------


def _materials(asked: Asked, framework: Framework) -> tuple[Material, ...] | None:
    """The texts for the report; where anything of them is wrong that is shown and the command ends."""
    if asked.materials is None:
        return None
    texts, unreadable = texts_in(asked.materials, ".md")
    asked_wrongly(unreadable)
    found, faults = read_materials(framework, texts)
    if unreadable or faults:
        end_with((*unreadable, *faults), {}, "text", asked.output)
    return found


def _survey(asked: Asked, framework: Framework, given: str) -> SurveyView:
    """The responses to a survey, counted; where anything of them is wrong that is shown and the command ends."""
    from aboveline.cli.survey import stop_where_wrong, survey_named  # noqa: PLC0415 (only where there are any)
    from aboveline.report.from_survey import survey_view  # noqa: PLC0415
    from aboveline.surveys.responses import read_responses  # noqa: PLC0415

    name, equals, file = given.partition("=")
    if not equals or not file:
        raise wrong(f"expected the name of a survey and a file, as in NAME=FILE, found `{given}`")
    survey = survey_named(framework, name)
    inputs = inputs_named((file,), None, None, asked.output)
    responses = read_responses(framework, survey, inputs)
    leave_out = asked.reading.leave_out_invalid
    stop_where_wrong(framework, responses, inputs, "text", asked.output, show=False, leave_out=leave_out)
    return survey_view(framework, survey, responses)


# --- The foreword ----------------------------------------------------------------------------


def _with_foreword(asked: Asked, run: Run, found: InspectionReport, *, of_run: bool) -> InspectionReport:
    from aboveline.run.foreword import beside_others  # noqa: PLC0415 (only beside others)

    themes = tuple(theme.figure.key for theme in found.view.themes)
    if not themes:
        raise wrong(
            "the framework has no headline themes, so there is nothing to lay beside other inspections"
        )
    name = asked.name or (Path(asked.framework).resolve().name if of_run else "This inspection")
    compared, unclear = beside_others(name, run, found.view, *_population(asked, themes))
    if compared is None:
        (one,) = unclear
        raise wrong(one.message + (f"; {one.help}" if one.help else ""))
    return with_foreword(found, compared)


def _population(asked: Asked, themes: Sequence[str]) -> tuple[tuple[Headlines, ...], tuple[NamedRun, ...]]:
    """Past headline scores and other sealed runs; where anything of them is wrong that is shown and the command ends."""
    past, runs = list[Headlines](), list[NamedRun]()
    for name in asked.population:
        if is_run(name):
            scores, odd = stored_scores(intact(name, asked.reading))
            if scores is None:
                end_with(odd, {}, "text", asked.output)
            runs.append(NamedRun(Path(name).resolve().name, name, scores))
            continue
        headlines, wrong_ones = read_headlines(read_input(name, None), themes)
        if headlines is None:
            end_with(wrong_ones, {}, "text", asked.output)
        past.append(headlines)
    if any(one.summaries for one in past) and len(past) + len(runs) > 1:
        raise wrong("a summary of inspections cannot be put together with others: give it alone")
    return tuple(past), tuple(runs)
