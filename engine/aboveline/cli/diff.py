"""`aboveline diff`: what was edited between two versions of a framework, what it does to cases, and what it could ever do."""

from typing import Any

import click

from aboveline.cli import exits
from aboveline.cli.options import case_options, output_options, prefer_option, wrong

HELP = """Tell two versions of a framework apart: what was edited, and what each edit changes.

OLD and NEW are folders of criteria, names of frameworks that are built in, or a folder as it was in a git revision:
HEAD~1:criteria. With cases, or a sealed run, every score stands before and after, with every judgement that changed by
the edit that changed it, and what each edit adds to each score; that adds up exactly. And for each question an edit
acts on it is proved, over all possible cases, whether it is asked of the same cases, of fewer, of more or of others, and
whether it is sufficient in the same; each difference with the smallest case that shows it, as an example to keep.

What was renamed is told as a rename, and changes nothing. Cases may have it under either name. Layout and comments are no
edit. Overrides are left aside.

\b
Examples:
  aboveline diff cci-2012 my-criteria
  aboveline diff HEAD:criteria criteria
  aboveline diff v1.0:criteria v1.1:criteria --cases cases.csv
  aboveline diff cci-2012 my-criteria --run spring-run
  aboveline diff cci-2012 my-criteria --cases cases.csv --format html --output change.html
"""


@click.command("diff", help=HELP)
@click.argument("old", metavar="OLD")
@click.argument("new", metavar="NEW")
@click.option(
    "--cases",
    multiple=True,
    metavar="FILE",
    help="Cases to try both versions on; several allowed. With --run: a file of a run sealed without its records.",
)
@click.option(
    "--run", "sealed_in", metavar="FOLDER", help="Try both versions on the cases of this sealed run."
)
@click.option("--without-proof", is_flag=True, help="Leave out what is proved for all possible cases.")
@case_options
@prefer_option
@output_options("text", "json", "markdown", "html")
def command(  # noqa: PLR0913 (one parameter for each option)
    *,
    old: str,
    new: str,
    cases: tuple[str, ...],
    sealed_in: str | None,
    without_proof: bool,
    form: str,
    output: str | None,
    **how: Any,  # noqa: ANN401 (click's values)
) -> int:
    """Tell two versions apart."""
    from aboveline.cli.inputs import Reading  # noqa: PLC0415 (--help needs none of it)
    from aboveline.cli.revised import Asked, tell  # noqa: PLC0415

    reading = Reading(form=form, output=output, **how)
    for_cases = [
        option
        for option, given in (
            ("--inspection", reading.inspection),
            ("--leave-out-invalid", reading.leave_out_invalid),
            ("--assessor", reading.assessor),
            ("--problems", reading.problems),
        )
        if given
    ]
    if for_cases and not cases and sealed_in is None:
        raise wrong(f"expected --cases beside {for_cases[0]}: it is about cases")
    tell(Asked(old, new, cases, sealed_in, not without_proof, reading))
    return exits.FINE
