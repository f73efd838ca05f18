"""Reads what a report is given beside its cases: texts, responses to surveys, past inspections. Each with its digest.

Where anything of it is wrong that is shown and the command ends.
"""

from collections.abc import Sequence
from pathlib import Path

from aboveline.cli.inputs import Reading, asked_wrongly, end_with, inputs_named, read_input
from aboveline.cli.options import wrong
from aboveline.cli.sealed import intact
from aboveline.files import texts_in
from aboveline.framework.model import Framework
from aboveline.records.headlines import Headlines, read_headlines
from aboveline.report.inspection.materials import read_materials
from aboveline.report.inspection.view import InputRow, Material
from aboveline.report.survey_view import SurveyView
from aboveline.run import manifest as m
from aboveline.run.inspections import NamedRun
from aboveline.run.opened import is_run
from aboveline.run.provenance import row_of
from aboveline.run.stored import stored_scores

Rows = tuple[InputRow, ...]


def materials_in(
    folder: str | None, framework: Framework, output: str
) -> tuple[tuple[Material, ...] | None, Rows]:
    """The texts for the report; None where there is no folder of them."""
    if folder is None:
        return None, ()
    texts, unreadable = texts_in(folder, ".md")
    asked_wrongly(unreadable)
    found, faults = read_materials(framework, texts)
    if unreadable or faults:
        end_with((*unreadable, *faults), {}, "text", output)
    return found, tuple(
        InputRow(name, "material", len(data), m.digest(data)) for name, data in sorted(texts.items())
    )


def surveys_in(
    named: Sequence[str], framework: Framework, how: Reading
) -> tuple[tuple[SurveyView, ...], Rows]:
    """The responses to some surveys, counted, each given as NAME=FILE."""
    found = [_survey(one, framework, how) for one in named]
    return tuple(view for view, _ in found), tuple(row for _, rows in found for row in rows)


def _survey(given: str, framework: Framework, how: Reading) -> tuple[SurveyView, Rows]:
    from aboveline.cli.survey import stop_where_wrong, survey_named  # noqa: PLC0415 (only where there are any)
    from aboveline.report.from_survey import survey_view  # noqa: PLC0415
    from aboveline.surveys.responses import read_responses  # noqa: PLC0415

    name, equals, file = given.partition("=")
    if not equals or not file:
        raise wrong(f"expected the name of a survey and a file, as in NAME=FILE, found `{given}`")
    survey = survey_named(framework, name)
    inputs = inputs_named((file,), None, None, how.output)
    responses = read_responses(framework, survey, inputs)
    leave_out = how.leave_out_invalid
    stop_where_wrong(framework, responses, inputs, "text", how.output, show=False, leave_out=leave_out)
    return survey_view(framework, survey, responses), tuple(row_of("survey", one) for one in inputs)


def population_in(
    names: Sequence[str], themes: Sequence[str], how: Reading
) -> tuple[tuple[Headlines, ...], tuple[NamedRun, ...], Rows]:
    """Past headline scores and other sealed runs; of a run the digest is its seal."""
    past, runs, rows = list[Headlines](), list[NamedRun](), list[InputRow]()
    for name in names:
        if is_run(name):
            sealed = intact(name, how)
            scores, odd = stored_scores(sealed)
            if scores is None:
                end_with(odd, {}, "text", how.output)
            runs.append(NamedRun(Path(name).resolve().name, name, scores))
            listed = sealed.read(m.MANIFEST)
            rows.append(
                InputRow(f"{name.rstrip('/')}/{m.MANIFEST}", "population", len(listed), m.digest(listed))
            )
            continue
        given = read_input(name, None)
        headlines, wrong_ones = read_headlines(given, themes)
        if headlines is None:
            end_with(wrong_ones, {}, "text", how.output)
        past.append(headlines)
        rows.append(row_of("population", given))
    if any(one.summaries for one in past) and len(past) + len(runs) > 1:
        raise wrong("a summary of inspections cannot be put together with others: give it alone")
    return tuple(past), tuple(runs), tuple(rows)
