"""`aboveline compare`: inspections laid beside each other, and the difference of two split by what caused it."""

from pathlib import Path

import click

from aboveline.cli import exits
from aboveline.cli.options import given_cases_option, output_options, wrong
from aboveline.cli.output import TABLES

HELP = """Compare inspections: one with many, or a newer run with an older.

Each RUN is a folder that `aboveline score --run` sealed, known by the name of the folder, or as NAME=FOLDER. The last
is this one, unless you say --this. With other runs, or with past headline scores (--population), its headline scores
stand beside the lowest, the highest and the average of the others. Every run gets a row in a table of all scores.

With two runs, an older and a newer one, the difference of every score is split exactly into criteria that changed,
cases that went and came, judgements, applicability and gaps that changed, and overrides. Where the criteria are not the
same the older records are judged again under the newer ones.

Do not compare places closely: samples differ. An interval stands beside each difference, and one that may mean nothing
is called close.

\b
A population is CSV with a row for each inspection, whole percentages by the names of the themes, blank if not known:
  area,year,safeguarding,roh,lor
  Essex,2012,73,68,77
or a row for each theme, where only that was published:
  theme,lowest,highest,average
  safeguarding,37,91,67

\b
Examples:
  aboveline compare essex-2012 --population headlines.csv
  aboveline compare runs/* --output all.csv
  aboveline compare spring-run autumn-run
  aboveline compare spring-run autumn-run --score "criterion 1.1"
  aboveline compare spring-run autumn-run --format markdown --output letter.md
"""


@click.command("compare", help=HELP)
@click.argument("runs", metavar="RUN…", nargs=-1, required=True)
@click.option(
    "--population",
    multiple=True,
    metavar="FILE",
    help="Past headline scores of other inspections, as CSV or JSON; several allowed.",
)
@click.option(
    "--this",
    metavar="NAME",
    help="Which inspection is this one: a run, or one of a population. Without this the last run.",
)
@click.option(
    "--score",
    "score_name",
    metavar="SCORE",
    help="Of two runs: the difference of this score step by step, and question by question. Named as for `explain`.",
)
@click.option("--questions", is_flag=True, help="Of two runs: show the difference of every question too.")
@click.option(
    "--different-cases",
    is_flag=True,
    help="Of two runs: no case of the one is a case of the other, though their ids may be the same.",
)
@given_cases_option
@click.option(
    "--changes",
    metavar="FILE",
    help="Of two runs: also write every judgement that changed to this file; .csv, .json or .parquet.",
)
@click.option(
    "--differences",
    metavar="FILE",
    help="Of two runs: also write the difference of every score and its parts to this file; .csv, .json or .parquet.",
)
@output_options("text", "json", "markdown", "csv", besides="csv is the table of inspections.")
def command(  # noqa: PLR0913 (one parameter for each option)
    *,
    runs: tuple[str, ...],
    population: tuple[str, ...],
    this: str | None,
    score_name: str | None,
    questions: bool,
    different_cases: bool,
    offered: tuple[str, ...],
    changes: str | None,
    differences: str | None,
    form: str,
    output: str | None,
) -> int:
    """Compare inspections."""
    from aboveline.cli.compared import Asked, compare  # noqa: PLC0415 (--help needs none of it)

    of_two = [
        option
        for option, given in (
            ("--score", score_name),
            ("--questions", questions),
            ("--different-cases", different_cases),
            ("--cases", offered),
            ("--changes", changes),
            ("--differences", differences),
        )
        if given
    ]
    if of_two and len(runs) != 2:
        raise wrong(f"{of_two[0]} is for the difference of two runs, found {len(runs)}")
    for name in (changes, differences):
        if name is not None and Path(name).suffix.lower() not in TABLES:
            raise wrong(f"expected a file whose name ends in .csv, .json or .parquet, found `{name}`")
    compare(
        Asked(
            runs,
            population,
            this,
            score_name,
            questions,
            different_cases,
            offered,
            changes,
            differences,
            form,
            output,
        )
    )
    return exits.FINE
