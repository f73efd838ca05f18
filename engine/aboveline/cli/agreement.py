"""`aboveline agreement`: how far assessors agree who assessed the same cases."""

import sys
from typing import TYPE_CHECKING, Any

import click

from aboveline.cli import exits
from aboveline.cli.options import (
    case_options,
    cases_argument,
    framework_argument,
    given_cases_option,
    output_options,
    wrong,
)
from aboveline.cli.output import ink_for, width_for, write, write_json

if TYPE_CHECKING:
    from aboveline.cli.inputs import Reading
    from aboveline.report.agreement_view import AgreementView
    from aboveline.report.from_agreement import ExplainedBy
    from aboveline.workspace import Run

HELP = """Say how far assessors agree who assessed the same cases: per question, criterion, section and theme, and overall.

In CASES a case stands once for each assessor who assessed it; --assessor says which fact names the assessor. Of the
cases that were assessed more than once, the report says which share of the judgements agree, and how far that goes
beyond chance (Cohen's kappa and Gwet's AC1), each with a 95% interval; which share of the answers agree; and which
judgements differ, with the commands that explain them. The names of the assessors are shown.

A folder sealed with `score --run … --assessor …` can stand in place of FRAMEWORK and CASES.

\b
Examples:
  aboveline agreement criteria cases.csv --assessor assessor
  aboveline agreement criteria cases.csv --assessor assessor --questions
  aboveline agreement criteria ann.csv ben.csv --assessor assessor --format csv --output agreement.csv
  aboveline agreement spring-run
"""


@click.command("agreement", help=HELP)
@framework_argument
@cases_argument
@click.option("--questions", is_flag=True, help="Show every question under its criterion (text only).")
@given_cases_option
@case_options
@output_options("text", "json", "csv")
def command(  # noqa: PLR0913 (one parameter for each option)
    *,
    framework: str,
    cases: tuple[str, ...],
    questions: bool,
    offered: tuple[str, ...],
    form: str,
    output: str | None,
    **how: Any,  # noqa: ANN401 (click's values)
) -> int:
    """Report agreement."""
    from aboveline.cli.inputs import Reading, open_framework, open_run, read_given  # noqa: PLC0415 (--help needs none of it)
    from aboveline.cli.sealed import names_a_run, opened, reopened  # noqa: PLC0415
    from aboveline.report.from_agreement import ExplainedBy  # noqa: PLC0415

    reading = Reading(form=form, output=output, **how)
    if names_a_run(framework, cases, offered):
        words = ("aboveline", "explain", framework, *(w for file in offered for w in ("--cases", file)))
        with reopened(*opened(framework, offered, reading), reading) as (run, _):
            if run.cases.assessors is None:
                raise wrong(
                    f"`{framework}` was sealed without --assessor, so each of its cases was assessed once"
                )
            view = _view(run, ExplainedBy(words, is_run=True))
    else:
        if reading.assessor is None:
            raise wrong("missing option '--assessor': it says which fact names the assessor")
        checked = open_framework(framework, form, output)
        run = open_run(checked, read_given(cases, reading), reading)
        explained_by = (
            None
            if "-" in cases
            else ExplainedBy(("aboveline", "explain", framework, *cases, *reading.repeated))
        )
        view = _view(run, explained_by)
    _show(view, reading, questions=questions)
    return exits.FINE


def _view(run: "Run", explained_by: "ExplainedBy | None") -> "AgreementView":
    from aboveline import workspace  # noqa: PLC0415 (--help needs none of it)
    from aboveline.report.findings_view import Examined  # noqa: PLC0415
    from aboveline.report.from_agreement import from_agreement  # noqa: PLC0415

    left_out = tuple(case or "one without a case id" for case in run.cases.left_out)
    examined = Examined(run.cases.files, run.cases.read, left_out)
    return from_agreement(run, workspace.agreement_of_assessors(run), examined, explained_by)


def _show(view: "AgreementView", how: "Reading", *, questions: bool) -> None:
    """The report in the form asked for."""
    if how.form == "json":
        from aboveline.report.agreement_data import agreement_json  # noqa: PLC0415 (only one of them is needed)

        write_json(agreement_json(view), how.output)
    elif how.form == "csv":
        from aboveline.report.agreement_data import agreement_table  # noqa: PLC0415
        from aboveline.report.table_files import csv_bytes  # noqa: PLC0415

        write(csv_bytes(agreement_table(view)).decode("utf-8"), how.output)
    else:
        from aboveline.report.agreement_text import agreement_text  # noqa: PLC0415

        ink, width = ink_for(sys.stdout, how.output), width_for(sys.stdout)
        write(agreement_text(view, ink, width, questions=questions), how.output)
