"""`aboveline findings`: what a person should look at in the records, by kind, by case, and by what a fact says."""

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
    prefer_option,
)
from aboveline.cli.output import ink_for, width_for, write, write_json

if TYPE_CHECKING:
    from aboveline.cli.inputs import Reading
    from aboveline.framework.model import Framework
    from aboveline.report.findings_view import FindingsView
    from aboveline.workspace import Run

HELP = """Report what a person should look at in CASES, case by case. Nothing of it is scored.

Answers to questions that do not apply, marks that are not allowed, values for things that are worked out or do not
exist, and answers that contradict a `check` of the criteria: the findings that `score` counts. Counted apart, rare
values: so far from all others, or so much rarer, that they may be slips (the report says by which rule).

With --by, the findings are also counted for each value of a fact, such as the one that names the assessor. That fact's
values are then shown. Other values only with --show-values.

A folder sealed with `score --run` can stand in place of FRAMEWORK and CASES.

\b
Examples:
  aboveline findings cci-2012 cases.csv
  aboveline findings cci-2012 cases.csv --by assessor
  aboveline findings cci-2012 cases.csv --format csv --output findings.csv
  aboveline findings spring-run --show-values
"""


@click.command("findings", help=HELP)
@framework_argument
@cases_argument
@click.option(
    "--by",
    multiple=True,
    metavar="FACT",
    help="Count the findings by the values of this fact too; several allowed.",
)
@given_cases_option
@case_options
@prefer_option
@output_options("text", "json", "csv")
def command(  # noqa: PLR0913 (one parameter for each option)
    *,
    framework: str,
    cases: tuple[str, ...],
    by: tuple[str, ...],
    offered: tuple[str, ...],
    form: str,
    output: str | None,
    **how: Any,  # noqa: ANN401 (click's values)
) -> int:
    """Report findings."""
    from aboveline.cli.inputs import Reading, open_framework, open_run, read_given  # noqa: PLC0415 (--help needs none of it)
    from aboveline.cli.sealed import names_a_run, opened, reopened  # noqa: PLC0415

    # Rare values are looked for in the records themselves, so these are kept: one by one.
    how["evaluator"] = "reference"
    reading = Reading(form=form, output=output, **how)
    if names_a_run(framework, cases, offered):
        with reopened(*opened(framework, offered, reading), reading) as (run, _):
            view = _view(run, by, reading)
    else:
        checked = open_framework(framework, form, output)
        _facts(checked, by)
        view = _view(open_run(checked, read_given(cases, reading), reading), by, reading)
    _show(view, reading)
    return exits.FINE


def _view(run: "Run", by: tuple[str, ...], how: "Reading") -> "FindingsView":
    from aboveline.analysis.rare_values import rare_values  # noqa: PLC0415 (--help needs none of it)
    from aboveline.report.assessed import assessed_block  # noqa: PLC0415
    from aboveline.report.findings_view import Examined  # noqa: PLC0415
    from aboveline.report.from_findings import from_findings  # noqa: PLC0415

    read = run.cases
    return from_findings(
        run.framework,
        read.records,
        (*run.every_finding, *rare_values(run.framework, read.records)),
        Examined(
            read.files,
            read.read,
            tuple(case or "one without a case id" for case in read.left_out),
            assessed_block(run.framework, read),
        ),
        inspection=read.inspection,
        by=_facts(run.framework, by),
        show_values=how.show_values,
    )


def _facts(framework: "Framework", by: tuple[str, ...]) -> tuple[str, ...]:
    """The keys of the facts to group by; a complaint about one that is none, before anything is read."""
    from aboveline.cli.inputs import fact_named  # noqa: PLC0415 (--help needs none of it)

    return tuple(dict.fromkeys(fact_named(framework, name) for name in by))


def _show(view: "FindingsView", how: "Reading") -> None:
    """The report in the form asked for."""
    if how.form == "json":
        from aboveline.report.findings_data import findings_json  # noqa: PLC0415 (only one of them is needed)

        write_json(findings_json(view), how.output)
    elif how.form == "csv":
        from aboveline.report.findings_data import findings_rows  # noqa: PLC0415
        from aboveline.report.table_files import csv_bytes  # noqa: PLC0415

        write(csv_bytes(findings_rows(view)).decode("utf-8"), how.output)
    else:
        from aboveline.report.findings_text import findings_text  # noqa: PLC0415

        write(findings_text(view, ink_for(sys.stdout, how.output), width_for(sys.stdout)), how.output)
