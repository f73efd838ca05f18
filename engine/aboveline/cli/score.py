"""`aboveline score`: cases scored against a framework, as a summary, as data, or as a page."""

import sys
from typing import Any

import click

from aboveline.cli import exits
from aboveline.cli.exports import export, export_options, exports_in
from aboveline.cli.options import case_options, cases_argument, framework_argument, output_options
from aboveline.cli.output import ink_for, say, width_for, write, write_json

HELP = """Score the cases in CASES against FRAMEWORK. For standard input, give `-` as CASES.

Nothing is scored while any record is invalid, unless you say --leave-out-invalid.

\b
Examples:
  aboveline score cci-2012 cases.csv
  aboveline score cci-2012 cases.csv --questions
  aboveline score cci-2012 cases.csv --by sentence
  aboveline score cci-2012 cases.csv --format html --output summary.html
  aboveline score cci-2012 cases.csv --workbook summary.xlsx --judgements judgements.parquet
  aboveline score cci-2012 spring.xlsx autumn.ndjson 'older/*.parquet' --format json
"""


@click.command("score", help=HELP)
@framework_argument
@cases_argument
@click.option("--questions", is_flag=True, help="Show every question under its criterion (text only).")
@click.option(
    "--by",
    multiple=True,
    metavar="FACT",
    help="Show every score by the values of this fact too; several allowed.",
)
@export_options
@case_options
@output_options("text", "json", "html")
def command(  # noqa: PLR0913 (one parameter for each option)
    *,
    framework: str,
    cases: tuple[str, ...],
    questions: bool,
    by: tuple[str, ...],
    form: str,
    output: str | None,
    **how: Any,  # noqa: ANN401
) -> int:
    """Score cases."""
    from aboveline import workspace  # noqa: PLC0415 (--help needs none of it)
    from aboveline.cli.inputs import Reading, fact_named, open_cases, open_framework  # noqa: PLC0415
    from aboveline.cli.progress import progress  # noqa: PLC0415
    from aboveline.report.from_run import from_run  # noqa: PLC0415

    exports = exports_in(how, [output] if output else [])
    checked = open_framework(framework, form, output)
    facts = [fact_named(checked, name) for name in dict.fromkeys(by)]
    read = open_cases(checked, cases, Reading(form=form, output=output, **how), exports.names)
    with progress("Judging the cases") as through:
        run = workspace.judge_cases(checked, read, through)
    view = from_run(run, [workspace.break_down(run, fact) for fact in facts])
    export(exports, view, run)
    if form == "json":
        from aboveline.report.scores_json import scores_json  # noqa: PLC0415

        write_json(scores_json(view), output)
    elif form == "html":
        from aboveline.report.page import page  # noqa: PLC0415

        write(page(view), output)
    else:
        from aboveline.report.summary_text import more_lines, summary_text  # noqa: PLC0415

        ink, width = ink_for(sys.stdout, output), width_for(sys.stdout)
        write(summary_text(view, ink, width, questions=questions), output)
        if output is None and sys.stderr.isatty():
            say("\n".join(more_lines(view, framework, cases, questions=questions)))
    return exits.FINE
