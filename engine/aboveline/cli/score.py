"""`aboveline score`: cases scored against a framework, as a summary, as data, or as a page."""

import json
import sys
from typing import TYPE_CHECKING, Any

import click

from aboveline.cli import exits
from aboveline.cli.exports import Exports, export_options, exporting, exports_in
from aboveline.cli.options import (
    by_option,
    case_options,
    cases_argument,
    framework_argument,
    given_cases_option,
    output_options,
    overrides_option,
    prefer_option,
    wrong,
)
from aboveline.cli.output import ink_for, say, width_for, write, write_json
from aboveline.frozen import frozen

if TYPE_CHECKING:
    from aboveline.cli.inputs import Reading
    from aboveline.framework.model import Framework
    from aboveline.report.view import View
    from aboveline.run.surveys import CountedSurvey
    from aboveline.workspace import Run

HELP = """Score the cases in CASES against FRAMEWORK. For standard input, give `-` as CASES.

Nothing is scored while any record is invalid, unless you say --leave-out-invalid.

With --overrides some judgements are what a person decided, each with a reason. Every score they move is shown with what
it is without them. An override changes that one judgement; nothing that rests on it is worked out again.

With --run everything is also sealed in a folder: criteria, records, public holidays, judgements, scores, and a
digest of every file. `aboveline verify` checks it and works it out again; `score` and `explain` take it in place
of FRAMEWORK and CASES. The seal that is printed proves nothing unless it is noted somewhere else.

\b
Examples:
  aboveline score cci-2012 cases.csv
  aboveline score cci-2012 cases.csv --questions
  aboveline score cci-2012 cases.csv --by sentence
  aboveline score cci-2012 cases.csv --intervals
  aboveline score cci-2012 cases.csv --format html --output summary.html
  aboveline score cci-2012 cases.csv --workbook summary.xlsx --judgements judgements.parquet
  aboveline score cci-2012 spring.xlsx autumn.ndjson 'older/*.parquet' --format json
  aboveline score cci-2012 cases.csv --overrides overrides.csv
  aboveline score cci-2012 cases.csv --run spring-run
  aboveline score cci-2012 cases.csv --run spring-run --survey young_people=young-people.csv
  aboveline score spring-run --public --by sentence --format html --output public.html
  aboveline score spring-run
"""


@click.command("score", help=HELP)
@framework_argument
@cases_argument
@click.option("--questions", is_flag=True, help="Show every question under its criterion (text only).")
@by_option
@click.option(
    "--intervals",
    is_flag=True,
    help="Show beside each score its 95% interval: how far chance may have moved it, as these cases were drawn and not others.",
)
@click.option(
    "--public",
    is_flag=True,
    help="Make the public edition: no case is named, and figures that tell too much of a few cases are withheld, with others so that they cannot be worked out.",
)
@click.option(
    "--run",
    "sealed_in",
    metavar="FOLDER",
    help="Also seal everything in this new folder, which is there whole or not at all.",
)
@click.option(
    "--without-records",
    is_flag=True,
    help="With --run: keep only the digests of the records, not the records. The folder then cannot be worked out again without them.",
)
@click.option(
    "--survey",
    "surveys",
    multiple=True,
    metavar="NAME=FILE",
    help="With --run: seal these responses to a survey of the framework too; several allowed. `report` and `survey` take them from the run.",
)
@given_cases_option
@overrides_option
@export_options
@case_options
@prefer_option
@output_options("text", "json", "html")
def command(  # noqa: PLR0913 (one parameter for each option)
    *,
    framework: str,
    cases: tuple[str, ...],
    questions: bool,
    by: tuple[str, ...],
    intervals: bool,
    public: bool,
    sealed_in: str | None,
    without_records: bool,
    surveys: tuple[str, ...],
    offered: tuple[str, ...],
    form: str,
    output: str | None,
    **how: Any,  # noqa: ANN401
) -> int:
    """Score cases."""
    from aboveline.cli import sealed  # noqa: PLC0415 (--help needs none of it)
    from aboveline.cli.inputs import Reading  # noqa: PLC0415

    if without_records and sealed_in is None:
        raise wrong("expected --run beside --without-records: it says what a run is to keep")
    if surveys and sealed_in is None:
        raise wrong(
            "expected --run beside --survey: it says what a run is to keep; to count responses: aboveline survey"
        )
    exports = exports_in(how, [output] if output else [])
    if public:
        _spare_cases(exports, intervals=intervals)
    reading = Reading(form=form, output=output, **how)
    shown = Shown(by, questions=questions, intervals=intervals, public=public)
    if sealed.names_a_run(framework, cases, offered):
        if sealed_in:
            raise wrong("expected a framework and cases beside --run, found a run, which is sealed already")
        _sealed_scores(framework, offered, reading, exports, shown)
    else:
        to_seal = ToSeal(sealed_in, surveys, keep_records=not without_records)
        _scores_of_files(framework, cases, reading, exports, shown, to_seal)
    return exits.FINE


@frozen
class Shown:
    """What of the scores is to be shown."""

    by: tuple[str, ...]
    questions: bool
    intervals: bool
    public: bool


@frozen
class ToSeal:
    """The folder a run is to be sealed in, None where none is, and what it is to keep: responses to surveys, and the records."""

    folder: str | None
    surveys: tuple[str, ...]
    keep_records: bool


def _scores_of_files(  # noqa: PLR0913, PLR0917 (what is scored, and all that comes of it)
    name: str, cases: tuple[str, ...], how: "Reading", exports: Exports, shown: Shown, to_seal: ToSeal
) -> None:
    """The scores of files of cases, sealed where that is asked."""
    from aboveline.cli import sealed  # noqa: PLC0415 (--help needs none of it)
    from aboveline.cli.inputs import fact_named, open_run, open_workspace, read_given  # noqa: PLC0415
    from aboveline.report.from_run import from_run  # noqa: PLC0415

    sealed.spare(to_seal.folder)
    framework, loaded = open_workspace(name, how.form, how.output)
    facts = tuple(fact_named(framework, one) for one in dict.fromkeys(shown.by))
    given = read_given(cases, how, exports.names)
    responses = _responses(to_seal.surveys, framework, how)
    with exporting(exports) as files, sealed.sealing_in(to_seal.folder) as seal:
        takers = (*files.takers, *([seal] if seal is not None else []))
        run = open_run(framework, given, how, facts, takers, case_by_case=shown.intervals)
        view = from_run(run)
        # A run is sealed without intervals: they follow from its judgements.
        if seal is not None:
            asked = sealed.Asked(facts, how.leave_out_invalid, to_seal.keep_records, run.cases.assessors)
            sealed.finish(seal, loaded, run, view, given, asked, responses)
        view = _asked_for(run, view, shown)
        files.finish(view, run)
    _show(view, how.form, how.output, questions=shown.questions)
    if how.form == "text" and how.output is None and not shown.public and sys.stderr.isatty():
        from aboveline.report.summary_text import more_lines  # noqa: PLC0415

        named = (name, *cases, *how.repeated)
        say("\n".join(more_lines(view, named, questions=shown.questions)))


def _responses(
    surveys: tuple[str, ...], framework: "Framework", how: "Reading"
) -> "tuple[CountedSurvey, ...]":
    """The responses to be sealed, counted, before anything is judged."""
    if not surveys:
        return ()
    from aboveline.cli.sealed_surveys import surveys_in  # noqa: PLC0415 (only where there are any)

    return surveys_in(surveys, framework, how)


def _spare_cases(exports: Exports, *, intervals: bool) -> None:
    """A complaint where a public edition is to hold what tells of single cases."""
    if exports.judgements is not None or exports.findings is not None:
        raise wrong("expected no --judgements or --findings beside --public: they tell of single cases")
    if intervals:
        raise wrong(
            "expected no --intervals beside --public: an interval tells how judgements lie together in cases"
        )


def _asked_for(run: "Run", view: "View", shown: Shown) -> "View":
    """The View with intervals or as a public edition, where that is asked."""
    if shown.intervals:
        from aboveline.report.from_run import with_intervals_of  # noqa: PLC0415

        view = with_intervals_of(run, view)
    if shown.public:
        from aboveline.cli.publicly import public_scores  # noqa: PLC0415 (the solver is slow to import)

        view = public_scores(run.framework, view)
    return view


def _sealed_scores(
    folder: str, offered: tuple[str, ...], how: "Reading", exports: Exports, shown: Shown
) -> None:
    """The scores of a run: as data those it was sealed with, otherwise worked out again where it has its records."""
    from aboveline.cli import sealed  # noqa: PLC0415
    from aboveline.run import manifest as m  # noqa: PLC0415
    from aboveline.run.given import is_kept  # noqa: PLC0415

    plain = not shown.by and not shown.intervals and not shown.public
    as_stored = plain and not exports.names and how.overrides is None
    if how.form == "json" and as_stored:
        write(sealed.intact(folder, how).read(m.SCORES).decode("utf-8"), how.output)
        return
    found, given = sealed.opened(folder, offered, how)
    if how.form == "text" and as_stored and not offered and not is_kept(found):
        from aboveline.report.stored_text import stored_text  # noqa: PLC0415

        write(stored_text(json.loads(found.read(m.SCORES)), questions=shown.questions), how.output)
        say(
            "These are the scores as they were sealed. The run holds no records; to work it out again: --cases FILE"
        )
    else:
        facts, intervals = sealed.facts_named(found, shown.by, how), shown.intervals
        with (
            exporting(exports) as files,
            sealed.reopened(found, given, how, facts, files.takers, case_by_case=intervals) as (run, whole),
        ):
            view = _asked_for(run, whole, shown)
            files.finish(view, run)
            _show(view, how.form, how.output, questions=shown.questions)


def _show(view: "View", form: str, output: str | None, *, questions: bool) -> None:
    """The scores in the form asked for."""
    if form == "json":
        from aboveline.report.scores_json import scores_json  # noqa: PLC0415

        write_json(scores_json(view), output)
    elif form == "html":
        from aboveline.report.page import page  # noqa: PLC0415

        write(page(view), output)
    else:
        from aboveline.report.summary_text import summary_text  # noqa: PLC0415

        ink, width = ink_for(sys.stdout, output), width_for(sys.stdout)
        write(summary_text(view, ink, width, questions=questions), output)
