"""What `aboveline report` does once its arguments are read: scores the batch, and writes its report."""

import sys
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from aboveline.cli.inputs import (
    Reading,
    asked_wrongly,
    end_with,
    fact_named,
    how_scored,
    open_run,
    open_workspace,
    read_given,
    read_input,
)
from aboveline.cli.options import wrong
from aboveline.cli.output import ink_for, refuse_target, replace_file, say
from aboveline.cli.sealed import intact, names_a_run, reopened
from aboveline.files import texts_in
from aboveline.framework.model import Framework
from aboveline.frozen import frozen
from aboveline.records.headlines import Headlines, read_headlines
from aboveline.report.diagnostics_text import diagnostics_text
from aboveline.report.from_run import from_run, with_intervals_of
from aboveline.report.inspection.characteristics import usual_facts
from aboveline.report.inspection.from_run import edition_of, report_of, with_cases_like, with_foreword
from aboveline.report.inspection.material_checks import checked
from aboveline.report.inspection.materials import read_materials
from aboveline.report.inspection.page import is_final, page
from aboveline.report.inspection.view import InspectionReport, Material, Stage
from aboveline.report.view import View
from aboveline.run.again import framework_of
from aboveline.run.inspections import NamedRun
from aboveline.run.opened import is_run
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
    by: tuple[str, ...]
    characteristics: tuple[str, ...]
    offered: tuple[str, ...]
    how: Mapping[str, Any]

    @property
    def reading(self) -> Reading:
        """How the cases are to be read and errors to be shown."""
        return Reading(form="text", **self.how)

    @property
    def output(self) -> str:
        """The file the report is written to."""
        return str(self.how["output"])


def report(asked: Asked) -> None:
    """Write the report; where anything it rests on is not as it should be that is shown and the command ends."""
    of_run = names_a_run(asked.framework, asked.cases, asked.offered)
    spare_final(asked.output)
    with _scored(asked, of_run=of_run) as (run, view):
        edition = edition_of(asked.stage, asked.name, _materials(asked, run.framework))
        found = report_of(run.framework, view, edition)
        found = with_cases_like(
            found, run, _described_by(asked, run.framework), _broken_down_by(asked, run.framework)
        )
        if asked.population:
            found = _with_foreword(asked, run, found, of_run=of_run)
    replace_file(asked.output, page(found).encode("utf-8"))
    remarks = tuple(checked(run.framework, found, found.materials)) if found.materials is not None else ()
    if remarks:
        say(diagnostics_text(remarks, {}, ink_for(sys.stderr)))


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
def _scored(asked: Asked, *, of_run: bool) -> Generator[tuple[Run, View]]:
    """The batch scored, from a sealed run or from files, with its intervals."""
    how = asked.reading
    if of_run:
        framework, _, _ = framework_of(intact(asked.framework, how))
        facts = () if framework is None else _facts(asked, framework, large=_is_large(asked.framework, how))
        with reopened(asked.framework, asked.offered, how, facts, case_by_case=True) as (run, view):
            yield run, with_intervals_of(run, view)
        return
    framework, _ = open_workspace(asked.framework, how.form, how.output)
    given = read_given(asked.cases, how, asked.population)
    large = evaluator_for(given, how_scored(framework, how)) == "columnar"
    facts = _facts(asked, framework, large=large)
    run = open_run(framework, given, how, facts, case_by_case=True)
    yield run, with_intervals_of(run, from_run(run))


def _is_large(folder: str, how: Reading) -> bool:
    """Whether the cases of a run go by when it is worked out again, so that they are counted by breakdowns alone."""
    listed = intact(folder, how).manifest or {}
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
