"""What `aboveline report` does once its arguments are read: scores the batch, and writes its report."""

import os
import sys
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

from attrs import evolve

from aboveline.cli.case_pages import CasePages, case_pages_in, spare_case_pages
from aboveline.cli.faces import Face, Made, faces_of, takers_of
from aboveline.cli.inputs import (
    Reading,
    fact_named,
    how_scored,
    open_run,
    open_workspace,
    read_given,
    spare_inputs,
)
from aboveline.cli.issuing import (
    accepted_in,
    finish_placing,
    issue,
    left_behind,
    put_in_place,
    say_issued,
    say_left_behind,
    spare_report,
)
from aboveline.cli.options import wrong
from aboveline.cli.output import ink_for, say
from aboveline.cli.publicly import public_edition, tell_figures
from aboveline.cli.report_inputs import materials_in, population_in, surveys_for
from aboveline.cli.sealed import criteria_of, names_a_run, opened, reopened
from aboveline.cli.untranslated import spare_untranslated, tell_untranslated
from aboveline.framework.model import Framework
from aboveline.framework.texts import language_of as framework_language_of
from aboveline.frozen import frozen
from aboveline.issued.manifest import name_beside
from aboveline.report.diagnostics_text import diagnostics_text
from aboveline.report.from_run import from_run, with_intervals_of
from aboveline.report.inspection.cases import MOST_IN_ONE, Drill
from aboveline.report.inspection.characteristics import usual_facts
from aboveline.report.inspection.from_run import (
    drilled,
    edition_of,
    report_of,
    title_in,
    with_cases,
    with_cases_like,
    with_foreword,
    without_cases,
)
from aboveline.report.inspection.page import case_page, page
from aboveline.report.inspection.spoken import Spoken
from aboveline.report.inspection.view import InputRow, InspectionReport, Provenance, Stage
from aboveline.report.view import View
from aboveline.run import provenance
from aboveline.run.opened import SealedRun
from aboveline.wording.language import language_of
from aboveline.wording.message import message
from aboveline.workspace import MANY, Run, Workspace, evaluator_for, untranslated_texts


@frozen
class Asked:
    """What a person asked to have reported, and how."""

    framework: str
    cases: tuple[str, ...]
    stage: Stage
    accepted: tuple[str, ...]
    name: str | None
    population: tuple[str, ...]
    materials: str | None
    surveys: tuple[str, ...]
    by: tuple[str, ...]
    characteristics: tuple[str, ...]
    without_cases: bool
    public: bool
    case_pages: str | None
    pdf: str | None
    docx: str | None
    workbook: str | None
    language: str
    untranslated: str | None
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
    """Write every face of the report; where anything it rests on is not as it should be that is shown and the command ends."""
    of_run = names_a_run(asked.framework, asked.cases, asked.offered)
    finish_placing(Path(name_beside(asked.output)))
    faces = faces_of(asked.output, pdf=asked.pdf, docx=asked.docx, workbook=asked.workbook)
    spare_report(faces)
    spare_case_pages(asked.case_pages, asked.output)
    for name in _written(asked, faces):
        spare_inputs(name, asked.population)
    spare_untranslated(asked.untranslated, faces)
    with (
        case_pages_in(asked.case_pages) as pages,
        _scored(asked, faces, of_run=of_run) as scored,
    ):
        found = _built(asked, scored)
        accepted = accepted_in(found, asked.accepted)
        shown = scored.view
        if asked.public:
            found, accepted = public_edition(scored.run, found, accepted, asked.output)
            shown = found.view
        else:
            found = _with_cases(asked, scored.run, found, pages)
        files = issue(faces, Made(found, page(found), shown, scored.run), pages, accepted)
    left = left_behind(name_beside(asked.output), files)
    put_in_place(files, pages)
    say_issued(found, files, asked.output)
    say_left_behind(left)
    if asked.public:
        tell_figures(found)
    tell_untranslated(found, asked.untranslated)


def _written(asked: Asked, faces: Sequence[Face]) -> tuple[str, ...]:
    """The names of the files that are to be written."""
    names = (*(face.name for face in faces), asked.untranslated)
    return tuple(name for name in names if name is not None)


@frozen
class Scored:
    """A batch scored, with what its figures rest on; `sealed` is the run they are of, None where they are of files."""

    run: Run
    view: View
    rests_on: Provenance
    sealed: SealedRun | None
    spoken: Spoken


def _built(asked: Asked, scored: Scored) -> InspectionReport:
    """The report with all that was given for it, but for its cases."""
    run, framework, how = scored.run, scored.run.framework, asked.reading
    view = without_cases(scored.view) if asked.without_cases else scored.view
    materials, texts = materials_in(asked.materials, framework, asked.output, asked.language)
    surveys, responses = surveys_for(asked.surveys, framework, how, scored.sealed)
    found = report_of(framework, view, edition_of(asked.stage, asked.name, materials, scored.spoken))
    _tell_of_texts(found)
    found = evolve(found, surveys=surveys)
    found = with_cases_like(found, run, _described_by(asked, framework), _broken_down_by(asked, framework))
    others: tuple[InputRow, ...] = ()
    if asked.population:
        found, others = _with_foreword(asked, run, found, of_run=scored.sealed is not None)
    return evolve(found, provenance=provenance.with_rows(scored.rests_on, (*texts, *responses, *others)))


def _tell_of_texts(report: InspectionReport) -> None:
    """Say what was found when the texts were held against the scores."""
    if report.text_findings:
        say(diagnostics_text([one.finding for one in report.text_findings], {}, ink_for(sys.stderr)))


@contextmanager
def _scored(asked: Asked, faces: Sequence[Face], *, of_run: bool) -> Generator[Scored]:
    """The batch scored, from a sealed run or from files, with its intervals, and what it rests on."""
    how = asked.reading
    if of_run:
        sealed, given = opened(asked.framework, asked.offered, how)
        facts = _facts(asked, criteria_of(sealed, how), large=_is_large(sealed, how))
        takers = takers_of(faces)
        batch = reopened(sealed, given, how, facts, takers, case_by_case=True, language=asked.language)
        with batch as (run, view):
            rests_on, spoken = provenance.of_run(sealed), _spoken(asked, sealed.criteria)
            yield Scored(run, with_intervals_of(run, view), rests_on, sealed, spoken)
        return
    framework, loaded = open_workspace(asked.framework, how.form, how.output, asked.language)
    given = read_given(asked.cases, how, _written(asked, faces))
    large = evaluator_for(given, how_scored(framework, how)) == "columnar"
    facts = _facts(asked, framework, large=large)
    run = open_run(framework, given, how, facts, takers_of(faces), case_by_case=True)
    rests_on = provenance.of_files(framework, given, run)
    yield Scored(run, with_intervals_of(run, from_run(run)), rests_on, None, _spoken(asked, loaded))


def _spoken(asked: Asked, loaded: Workspace) -> Spoken:
    """The language of the report, and what of the criteria has no words in it."""
    written_in = framework_language_of(loaded.trees)
    return Spoken(language_of(asked.language), written_in, untranslated_texts(loaded, asked.language))


# --- The cases -------------------------------------------------------------------------------


def _with_cases(asked: Asked, run: Run, found: InspectionReport, pages: CasePages | None) -> InspectionReport:
    """The report with the pages of its cases: in itself, or in a folder; or with why they are left out."""
    if asked.without_cases:
        return found
    if pages is not None:
        return _with_case_pages(asked.output, run, found, pages)
    if run.cases.valid <= MOST_IN_ONE and run.cases.records:
        return with_cases(found, run)
    if not run.cases.records and run.cases.valid <= MOST_IN_ONE:
        words = message(
            "The cases were judged by columns, all at once; to have them told one by one: --evaluator reference."
        )
        say(words)
        return evolve(found, cases_words=words)
    words = message(
        "There are {n:,} cases, more than the {most} that one file can hold with all that was judged of them. With "
        "--case-pages FOLDER each has a page of its own.",
        n=run.cases.valid,
        most=MOST_IN_ONE,
    )
    say(words)
    return evolve(found, cases_words=words)


def _with_case_pages(output: str, run: Run, found: InspectionReport, to: CasePages) -> InspectionReport:
    """The report with a page for each case, written into a folder while it goes by."""
    here, there = Path(output).absolute(), Path(to.name).absolute()
    back = quote(os.path.relpath(here, there).replace(os.sep, "/"))
    following = Drill(run, found.view)
    for case in following.cases():
        to.folder.add(f"{case.number}.html", case_page(found, case, back).encode("utf-8"))
    forth = quote(os.path.relpath(there, here.parent).replace(os.sep, "/"))
    return evolve(found, drill=drilled(following, folder=forth), cases_words="")


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


# --- The foreword ----------------------------------------------------------------------------


def _with_foreword(
    asked: Asked, run: Run, found: InspectionReport, *, of_run: bool
) -> tuple[InspectionReport, tuple[InputRow, ...]]:
    """The report with its headline scores beside others, and the files of these."""
    from aboveline.run.foreword import Called, beside_others  # noqa: PLC0415 (only beside others)

    themes = tuple(theme.figure.key for theme in found.view.themes)
    if not themes:
        raise wrong(
            "the framework has no headline themes, so there is nothing to lay beside other inspections"
        )
    name = asked.name or (Path(asked.framework).resolve().name if of_run else None)
    called = Called(name, asked.name or title_in(found.materials))
    past, runs, rows = population_in(asked.population, run.framework, themes, asked.reading)
    compared, unclear = beside_others(called, run, found.view, past, runs)
    if compared is None:
        (one,) = unclear
        raise wrong(one.message + (f"; {one.help}" if one.help else ""))
    return with_foreword(found, compared), rows
