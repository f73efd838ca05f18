"""`aboveline verify`: whether a sealed run is what it was, and comes out the same when it is worked out again."""

import sys
from typing import TYPE_CHECKING

import click

from aboveline.cli import exits
from aboveline.cli.options import OneOfWords, given_cases_option, output_options, wrong
from aboveline.cli.output import ink_for, say, write, write_json

if TYPE_CHECKING:
    from aboveline.workspace import Evaluator

HELP = """Check the sealed run in FOLDER, which `aboveline score --run` made.

Every file must be there and as it was sealed, and nothing else may be. Then everything is worked out again from the
run's own criteria, records and public holidays, and every judgement and score must come out the same. Whatever does
not is named.

A person who can write the folder can also seal it anew. To rule that out, note the seal when the run is made, and
give it here with --seal.

\b
Examples:
  aboveline verify spring-run
  aboveline verify spring-run --seal 8d2c…
  aboveline verify spring-run --cases cases.csv
"""


@click.command("verify", help=HELP)
@click.argument("folder", metavar="FOLDER")
@click.option("--seal", metavar="DIGEST", help="The seal noted when the run was made; the run must have it.")
@given_cases_option
@click.option(
    "--inspection", metavar="FILE", help="For a run sealed without its records: its file of the inspection."
)
@click.option(
    "--overrides", metavar="FILE", help="For a run sealed without its records: its file of overrides."
)
@click.option(
    "--evaluator",
    type=OneOfWords(["reference", "columnar"]),
    help="What works it out again; without this the faster. They come to the same.",
)
@output_options("text", "json")
def command(  # noqa: PLR0913 (one parameter for each option)
    *,
    folder: str,
    seal: str | None,
    offered: tuple[str, ...],
    inspection: str | None,
    overrides: str | None,
    evaluator: "Evaluator | None",
    form: str,
    output: str | None,
) -> int:
    """Verify a run."""
    from aboveline.cli.inputs import Reading  # noqa: PLC0415 (--help needs none of it)
    from aboveline.cli.progress import progress  # noqa: PLC0415
    from aboveline.cli.sealed import offered_files  # noqa: PLC0415
    from aboveline.report.diagnostics_text import count_line, diagnostics_text  # noqa: PLC0415
    from aboveline.run.opened import is_run  # noqa: PLC0415
    from aboveline.run.verification import verification_json, verification_lines, verify  # noqa: PLC0415

    if not is_run(folder):
        raise wrong(f"expected the folder of a sealed run, found no manifest in `{folder}`")
    reading = Reading(form, output, inspection, False, None, False, None, overrides=overrides)
    given = offered_files(offered, reading)
    with progress("Working the run out again") as watch:
        found = verify(folder, given, seal, watch, evaluator)
    if form == "json":
        write_json(verification_json(found), output)
    elif found.holds:
        write("\n".join(verification_lines(found)), output)
    else:
        write(diagnostics_text(found.diagnostics, {}, ink_for(sys.stdout, output)), output)
        say(f"\n{count_line(found.diagnostics)}; the run does not hold")
    return exits.FINE if found.holds else exits.INPUT_HAS_ERRORS
