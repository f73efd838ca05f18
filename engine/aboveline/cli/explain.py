"""`aboveline explain`: why a case was judged as it was, or what a score is made of."""

import sys
from typing import Any

import click

from aboveline.cli import exits
from aboveline.cli.options import (
    case_options,
    cases_argument,
    framework_argument,
    given_cases_option,
    output_options,
    prefer_option,
    wrong,
)

HELP = """Say in plain sentences why one CASE was judged as it was, or what one SCORE is made of.

Give --case and --question for a judgement: what was asked, why it applied or not, what was found and where it
stands, the rule that decided, and what the scores would be had it gone the other way. Give --score for a score:
how it adds up, its questions, and the cases below the line.

A folder sealed with `score --run` can stand in place of FRAMEWORK and CASES. Everything is then worked out again
from what is in it, and nothing is explained if that differs from what was sealed.

\b
Examples:
  aboveline explain cci-2012 cases.csv --case E001 --question rmp_timely
  aboveline explain cci-2012 cases.csv --score "criterion 1.1"
  aboveline explain cci-2012 cases.csv --score safeguarding --format json
  aboveline explain spring-run --case E001 --question rmp_timely
"""


@click.command("explain", help=HELP)
@framework_argument
@cases_argument
@click.option("--case", "case_id", metavar="CASE", help="The case id; with --question.")
@click.option("--question", metavar="NAME", help="The question's name in the criteria; with --case.")
@click.option(
    "--score",
    "score_name",
    metavar="SCORE",
    help="A theme, question or rating by its name, or “section 1”, or “criterion 1.1”.",
)
@given_cases_option
@case_options
@prefer_option
@output_options("text", "json")
def command(  # noqa: PLR0913 (one parameter for each option)
    *,
    framework: str,
    cases: tuple[str, ...],
    case_id: str | None,
    question: str | None,
    score_name: str | None,
    offered: tuple[str, ...],
    form: str,
    output: str | None,
    **how: Any,  # noqa: ANN401 (click's values)
) -> int:
    """Explain a judgement or a score."""
    _only_one_asked(case_id, question, score_name)
    from aboveline.cli import explained  # noqa: PLC0415 (--help needs none of it)
    from aboveline.cli.inputs import Reading, open_framework, open_run, read_given  # noqa: PLC0415
    from aboveline.cli.sealed import names_a_run, reopened  # noqa: PLC0415

    reading = Reading(form=form, output=output, **how)
    of_run = names_a_run(framework, cases, offered)
    if score_name is not None and of_run:
        with reopened(framework, offered, reading) as (run, _):
            explained.explain_score(run, score_name, reading)
    elif of_run:
        explained.explain_sealed_case(framework, offered, case_id or "", question or "", reading)
    else:
        checked = open_framework(framework, form, output)
        given = read_given(cases, reading)
        if score_name is not None:
            explained.explain_score(open_run(checked, given, reading), score_name, reading)
        else:
            explained.explain_case(checked, given, case_id or "", question or "", reading)
    sys.stdout.flush()
    return exits.FINE


def _only_one_asked(case_id: str | None, question: str | None, score_name: str | None) -> None:
    if score_name is not None and (case_id or question):
        raise wrong("expected either --score, or --case with --question, found both")
    if score_name is None and not (case_id and question):
        missing = "--question" if case_id else "--case" if question else "--score, or --case with --question"
        raise wrong(f"expected {missing} to say what is to be explained")
