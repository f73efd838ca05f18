"""`aboveline survey`: the answers to a questionnaire, counted."""

import sys
from typing import TYPE_CHECKING

import click

from aboveline.cli import exits
from aboveline.cli.options import OneOfWords, framework_argument, output_options, wrong
from aboveline.cli.output import ink_for, say, width_for, write, write_json
from aboveline.diagnostics import nearest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aboveline.framework.model import Framework, Survey
    from aboveline.records.raw import Form, Input
    from aboveline.report.survey_view import SurveyView
    from aboveline.surveys.responses import Responses

HELP = """Count the answers to a questionnaire that FRAMEWORK declares with `survey`.

In place of FRAMEWORK and RESPONSES give the folder of a sealed run that has responses (`score --run FOLDER --survey NAME=FILE`).

RESPONSES are files in any form that cases can have: a row for each person, with `response_id` and a column for each
item (or, where several answers can be given, a column for each of them: `helped.family`, yes or no). A blank is no
answer. Shares are of those who answered; what was not asked, by the criteria, is told apart from what was not answered.
What people wrote in their own words is counted, never shown.

\b
Examples:
  aboveline survey cci-2012 young-people.csv --survey young_people
  aboveline survey cci-2012 young-people.xlsx --survey young_people --format csv --output answers.csv
  aboveline survey spring-run --survey young_people
  aboveline schema cci-2012 --survey young_people
"""


@click.command("survey", help=HELP)
@framework_argument
@click.argument("responses", metavar="RESPONSES…", nargs=-1)
@click.option("--survey", "name", metavar="NAME", help="Which survey, where the framework has several.")
@click.option(
    "--leave-out-invalid",
    is_flag=True,
    help="Count the responses without errors, and say which were left out. Without this, nothing is counted if one is invalid.",
)
@click.option(
    "--input-form",
    type=OneOfWords(["csv", "long-csv", "json", "ndjson", "xlsx", "ods", "parquet", "arrow"]),
    help="What form the responses are in, where it cannot be told. long-csv is one line for each answer: response_id, item, answer.",
)
@click.option(
    "--sheet",
    metavar="NAME",
    help="Which sheet of a workbook holds the responses, where more than one could.",
)
@click.option(
    "--show-values",
    is_flag=True,
    help="Show the values that are wrong in messages. They are what people answered, so they are hidden unless you ask.",
)
@output_options("text", "json", "csv")
def command(  # noqa: PLR0913 (one parameter for each option)
    *,
    framework: str,
    responses: tuple[str, ...],
    name: str | None,
    leave_out_invalid: bool,
    input_form: "Form | None",
    sheet: str | None,
    show_values: bool,
    form: str,
    output: str | None,
) -> int:
    """Count a survey."""
    from aboveline.cli.inputs import Reading, inputs_named, open_framework  # noqa: PLC0415 (--help needs none of it)
    from aboveline.report.from_survey import survey_view  # noqa: PLC0415
    from aboveline.run.opened import is_run  # noqa: PLC0415
    from aboveline.surveys.responses import read_responses  # noqa: PLC0415

    if is_run(framework):
        from aboveline.cli.sealed_surveys import survey_of_run  # noqa: PLC0415

        if input_form or sheet or leave_out_invalid:
            raise wrong("a run says itself how its responses are read, so nothing can be said of that here")
        how = Reading(form, output, None, False, None, show_values, None)
        _show(survey_of_run(framework, name, responses, how), form, output)
        return exits.FINE
    if not responses:
        raise wrong("missing argument 'RESPONSES…'")
    checked = open_framework(framework, form, output)
    survey = survey_named(checked, name)
    inputs = inputs_named(responses, input_form, sheet, output)
    given = read_responses(checked, survey, inputs)
    stop_where_wrong(checked, given, inputs, form, output, show=show_values, leave_out=leave_out_invalid)
    _show(survey_view(checked, survey, given), form, output)
    return exits.FINE


def survey_named(framework: "Framework", name: str | None) -> "Survey":
    """The survey of that name, or the only one; a complaint that says which there are."""
    surveys = framework.surveys
    if not surveys:
        raise wrong(f"the framework `{framework.name}` declares no survey")
    if name is None:
        if len(surveys) > 1:
            raise wrong("missing option '--survey': it says which survey", None, tuple(surveys))
        return next(iter(surveys.values()))
    if name not in surveys:
        raise wrong(f"there is no survey `{name}`", nearest(name, set(surveys)), tuple(surveys))
    return surveys[name]


def stop_where_wrong(  # noqa: PLR0913 (what is wrong, and how it is told)
    framework: "Framework",
    given: "Responses",
    inputs: "Sequence[Input]",
    form: str,
    output: str | None,
    *,
    show: bool,
    leave_out: bool,
) -> None:
    """Show what is wrong with the responses; the command ends where they cannot be counted."""
    from aboveline.cli.inputs import end_with, values_shown  # noqa: PLC0415 (--help needs none of it)
    from aboveline.report.diagnostics_text import diagnostics_text  # noqa: PLC0415

    shown = values_shown(given.diagnostics, inputs) if show else given.diagnostics
    told = (*given.notes, *shown)
    if shown and (given.fatal or not leave_out or not given.records):
        wrong_ones = f"{len(given.left_out):,} of {given.read:,} responses"
        verb = "is" if len(given.left_out) == 1 else "are"
        mend = f". {wrong_ones} {verb} invalid: correct them, or count the others with --leave-out-invalid"
        hint = "" if given.fatal or leave_out or not given.records else mend
        end_with(told, framework.sources, form, output, hint=hint)
    if told and form != "json":
        say(diagnostics_text(told, framework.sources, ink_for(sys.stderr)) + "\n")


def _show(view: "SurveyView", form: str, output: str | None) -> None:
    """The counts in the form asked for."""
    if form == "json":
        from aboveline.report.survey_data import survey_json  # noqa: PLC0415 (only one of them is needed)

        write_json(survey_json(view), output)
    elif form == "csv":
        from aboveline.report.survey_data import survey_table  # noqa: PLC0415
        from aboveline.report.table_files import csv_bytes  # noqa: PLC0415

        write(csv_bytes(survey_table(view)).decode("utf-8"), output)
    else:
        from aboveline.report.survey_text import survey_text  # noqa: PLC0415

        write(survey_text(view, ink_for(sys.stdout, output), width_for(sys.stdout)), output)
