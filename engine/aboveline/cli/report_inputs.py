"""Reads what a report is given beside its cases: texts, responses to surveys, past inspections. Each with its digest.

Where anything of it is wrong that is shown and the command ends.
"""

from collections.abc import Sequence
from pathlib import Path

from aboveline.cli.inputs import Reading, asked_wrongly, end_with, read_input
from aboveline.cli.options import wrong
from aboveline.cli.sealed import intact
from aboveline.files import texts_in
from aboveline.framework.model import Framework
from aboveline.framework.record_shape import beside_headlines
from aboveline.records.headlines import Headlines, read_headlines
from aboveline.report.inspection.materials import named, read_materials
from aboveline.report.inspection.view import InputRow, Material
from aboveline.report.survey_view import SurveyView
from aboveline.run import manifest as m
from aboveline.run.inspections import NamedRun
from aboveline.run.opened import SealedRun, is_run
from aboveline.run.provenance import row_of
from aboveline.run.stored import stored_scores

Rows = tuple[InputRow, ...]


def materials_in(
    folder: str | None, framework: Framework, output: str, language: str
) -> tuple[tuple[Material, ...] | None, Rows]:
    """The texts for the report, each in a language if there is one in it; None where there is no folder of them."""
    if folder is None:
        return None, ()
    texts, unreadable = texts_in(folder, ".md")
    asked_wrongly(unreadable)
    if not texts and not unreadable:
        raise wrong(
            f"expected a folder of texts for the report, found no file in `{folder}` whose name ends in .md"
        )
    found, faults = read_materials(framework, texts, language)
    if len(texts) > 1 and [one.code for one in faults] == ["header-form"] * len(texts):
        raise wrong(
            f"expected a folder of texts for the report, found none among the {len(texts)} files of `{folder}` that begins "
            "with a header such as `---`, `kind: context`, `---`"
        )
    if unreadable or faults:
        end_with((*unreadable, *faults), {}, "text", output)
    # A translation may take its header from the text it translates; one into another language is no part of it.
    used = {one.file for one in found} | {name for name in texts if named(name)[1] is None}
    return found, tuple(
        InputRow(_within(folder, name), "material", len(texts[name]), m.digest(texts[name]))
        for name in sorted(used)
    )


def _within(folder: str, name: str) -> str:
    """A text's name from the folder of the texts on, which is where a report says it lies."""
    return (Path(Path(folder).resolve().name) / Path(name).relative_to(folder)).as_posix()


def surveys_for(
    given: Sequence[str], framework: Framework, how: Reading, sealed: SealedRun | None
) -> tuple[tuple[SurveyView, ...], Rows]:
    """The surveys of a run and those given as NAME=FILE, counted; with the files that the run was not sealed with."""
    if not given and sealed is None:
        return (), ()
    from aboveline.cli.sealed_surveys import sealed_surveys, surveys_in  # noqa: PLC0415 (only where there are any)

    found = (
        tuple((one, False) for one in surveys_in(given, framework, how))
        if sealed is None
        else sealed_surveys(sealed, framework, given, how)
    )
    rows = tuple(
        row_of("survey", file, one.survey.key) for one, of_run in found if not of_run for file in one.inputs
    )
    return tuple(one.view for one, _ in found), rows


def population_in(
    names: Sequence[str], framework: Framework, themes: Sequence[str], how: Reading
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
        headlines, wrong_ones = read_headlines(given, themes, beside_headlines(framework))
        if headlines is None:
            end_with(wrong_ones, {}, "text", how.output)
        past.append(headlines)
        rows.append(row_of("population", given))
    if any(one.summaries for one in past) and len(past) + len(runs) > 1:
        raise wrong("a summary of inspections cannot be put together with others: give it alone")
    return tuple(past), tuple(runs), tuple(rows)
