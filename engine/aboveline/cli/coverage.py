"""`aboveline coverage`: what a caseload never shows of the criteria."""

import sys
from typing import TYPE_CHECKING, Any

import click

from aboveline.cli import exits
from aboveline.cli.options import (
    AtLeastOne,
    case_options,
    cases_argument,
    framework_argument,
    given_cases_option,
    output_options,
    prefer_option,
)

if TYPE_CHECKING:
    from aboveline.framework.model import Framework
    from aboveline.workspace import Cases

HELP = """Say which rules of the criteria came to nothing in these cases, which facts nobody filled in, and which
questions applied to few of them.

A rule is a clause, a named condition, a row of `worked out as`, or a part of one of them. It is needed for a case
where nothing that stands before it settles the matter. One that is never yes, or never no, in a whole caseload is
worth a look: the criteria may say something else than was meant, or the data may.

\b
Examples:
  aboveline coverage cci-2012 cases.csv
  aboveline coverage cci-2012 cases.csv --fewer-than 10
  aboveline coverage cci-2012 cases.csv --format json
  aboveline coverage spring-run
"""


@click.command("coverage", help=HELP)
@framework_argument
@cases_argument
@click.option(
    "--fewer-than",
    "fewer",
    metavar="N",
    type=AtLeastOne(),
    default=5,
    show_default=True,
    help="Name the questions that applied to fewer cases than this.",
)
@given_cases_option
@case_options
@prefer_option
@output_options("text", "json")
def command(  # noqa: PLR0913 (one parameter for each option)
    *,
    framework: str,
    cases: tuple[str, ...],
    fewer: int,
    offered: tuple[str, ...],
    form: str,
    output: str | None,
    **how: Any,  # noqa: ANN401 (click's values)
) -> int:
    """Cover a caseload."""
    from aboveline.cli.inputs import Reading, open_framework, open_run, read_given  # noqa: PLC0415 (--help needs none of it)
    from aboveline.cli.sealed import names_a_run, opened, reopened  # noqa: PLC0415

    # Every rule is tried on every record, one by one.
    how["evaluator"] = "reference"
    reading = Reading(form=form, output=output, **how)
    if names_a_run(framework, cases, offered):
        with reopened(*opened(framework, offered, reading), reading) as (run, _):
            _tell(run.framework, run.cases, fewer, reading.form, reading.output)
    else:
        checked = open_framework(framework, form, output)
        read = open_run(checked, read_given(cases, reading), reading).cases
        _tell(checked, read, fewer, form, output)
    return exits.FINE


def _tell(framework: "Framework", cases: "Cases", fewer: int, form: str, output: str | None) -> None:
    from aboveline import workspace  # noqa: PLC0415
    from aboveline.cli.output import ink_for, width_for, write, write_json  # noqa: PLC0415
    from aboveline.cli.progress import progress, watched  # noqa: PLC0415
    from aboveline.report.coverage import case_coverage_json, case_coverage_text  # noqa: PLC0415

    with progress("Trying the rules on the cases") as watch:
        found = workspace.cover_cases(framework, cases, watched(watch))
    if form == "json":
        write_json(case_coverage_json(framework, found, fewer), output)
    else:
        ink, width = ink_for(sys.stdout, output), width_for(sys.stdout)
        write(case_coverage_text(framework, found, fewer, ink, width), output)
