"""`aboveline explain`: why a case was judged as it was, on one question or on all, or what a score is made of."""

import shlex
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
    overrides_option,
    prefer_option,
    wrong,
)

HELP = """Say in plain sentences why one CASE was judged as it was, or what one SCORE is made of.

Give --case and --question for a judgement: what was asked, why it applied or not, what was found and where it
stands, the rule that decided, what would change it, and what the scores would be then. Give --case alone for all
that was judged of the case, each with a short reason. Give --score for a score: how it adds up, its questions and
the cases below the line, what each question and case does to it, what is missing, and how sure it is. Markdown is
for pasting into a letter.

With --overrides, a judgement that a person overrode is explained as the criteria made it first, and then by the
override. What rests on it is not worked out again, which is said where it matters.

A folder sealed with `score --run` can stand in place of FRAMEWORK and CASES. A case is then worked out again from
its record, and nothing is explained if that differs from what was sealed; a score must follow from the judgements
that were. To have everything worked out again: aboveline verify.

\b
Examples:
  aboveline explain cci-2012 cases.csv --case E001 --question rmp_timely
  aboveline explain cci-2012 cases.csv --case E001
  aboveline explain cci-2012 cases.csv --case E001 --question rmp_timely --format markdown
  aboveline explain cci-2012 cases.csv --score "criterion 1.1"
  aboveline explain cci-2012 cases.csv --score safeguarding --format json
  aboveline explain spring-run --case E001 --question rmp_timely
"""


@click.command("explain", help=HELP)
@framework_argument
@cases_argument
@click.option("--case", "case_id", metavar="CASE", help="The case id; alone, or with --question.")
@click.option("--question", metavar="NAME", help="The question's name in the criteria; with --case.")
@click.option(
    "--score",
    "score_name",
    metavar="SCORE",
    help="A theme, question or rating by its name, or “section 1”, or “criterion 1.1”.",
)
@given_cases_option
@overrides_option
@case_options
@prefer_option
@output_options("text", "json", "markdown")
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
    from aboveline.cli.sealed import names_a_run  # noqa: PLC0415

    reading = Reading(form=form, output=output, **how)
    given_again = (part for name in offered for part in ("--cases", name))
    named = (framework, *cases, *given_again, *reading.repeated)
    follow = shlex.join(("aboveline", "explain", *named))
    of_case = shlex.join(("--case", case_id or "", "--question"))
    asked = explained.AskedOfCase(case_id or "", question, f"{follow} {of_case}")
    of_run = names_a_run(framework, cases, offered)
    if score_name is not None and of_run:
        explained.explain_sealed_score(
            framework, offered, explained.AskedOfScore(score_name, follow), reading
        )
    elif of_run:
        explained.explain_sealed_case(framework, offered, asked, reading)
    else:
        checked = open_framework(framework, form, output)
        given = read_given(cases, reading)
        if score_name is not None:
            run = open_run(checked, given, reading, case_by_case=True)
            explained.explain_score(run, explained.AskedOfScore(score_name, follow), reading)
        else:
            explained.explain_case(checked, given, asked, reading)
    sys.stdout.flush()
    return exits.FINE


def _only_one_asked(case_id: str | None, question: str | None, score_name: str | None) -> None:
    if score_name is not None and (case_id or question):
        raise wrong("expected either --score, or --case with --question, found both")
    if score_name is None and not case_id:
        missing = "--case" if question else "--score, or --case (alone, or with --question)"
        raise wrong(f"expected {missing} to say what is to be explained")
