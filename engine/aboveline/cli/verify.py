"""`aboveline verify`: whether a sealed run is what it was and comes out the same again, or a report as it was written."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from aboveline.cli import exits
from aboveline.cli.options import OneOfWords, given_cases_option, output_options, wrong
from aboveline.cli.output import ink_for, say, write, write_json

if TYPE_CHECKING:
    from aboveline.diagnostics import Diagnostics
    from aboveline.workspace import Evaluator

HELP = """Check a sealed run, the folder that `aboveline score --run` made, or a report.

Every file of a run must be there and as it was sealed, and nothing else may be. Then everything is worked out again from
the run's own criteria, records and public holidays, and every judgement and score must come out the same. Whatever does
not is named.

Of a report give the page, or its manifest, which stands beside it: every file that was written with it must be there and
as it was written.

A person who can write these files can also seal them anew. To rule that out, note the seal when the run or the report is
made, and give it here with --seal.

\b
Examples:
  aboveline verify spring-run
  aboveline verify spring-run --seal 8d2c…
  aboveline verify spring-run --cases cases.csv
  aboveline verify report.html
"""


@click.command("verify", help=HELP)
@click.argument("folder", metavar="RUN|REPORT")
@click.option(
    "--seal",
    metavar="DIGEST",
    help="The seal noted when the run or the report was made; it must have that one.",
)
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
    from aboveline.run.opened import is_run  # noqa: PLC0415
    from aboveline.run.verification import verification_json, verification_lines, verify  # noqa: PLC0415

    _finish_placing(folder)
    if Path(folder).is_file():
        if offered or inspection or overrides or evaluator:
            raise wrong("expected only --seal beside a report; the other options are for a sealed run")
        return _verify_report(folder, seal, form, output)
    if not Path(folder).exists():
        raise wrong(f"there is no report, and no sealed run, `{folder}`")
    if not is_run(folder):
        raise wrong(
            f"expected the folder of a sealed run, or a file of a report, found no manifest in `{folder}`"
        )
    reading = Reading(form, output, inspection, False, None, False, None, overrides=overrides)
    given = offered_files(offered, reading)
    with progress("Working the run out again") as watch:
        found = verify(folder, given, seal, watch, evaluator)
    if form == "json":
        write_json(verification_json(found), output)
    elif found.holds:
        write("\n".join(verification_lines(found)), output)
    return _ended(found.diagnostics, "the run does not hold", form, output, holds=found.holds)


def _finish_placing(name: str) -> None:
    """Finish what a killed command left of a report, so that it is verified as it was to be."""
    from aboveline.issued.placing import left_waiting  # noqa: PLC0415 (as the rest of this command)

    for manifest in left_waiting(name):
        from aboveline.cli.issuing import finish_placing  # noqa: PLC0415 (hardly ever)

        finish_placing(manifest)


def _verify_report(name: str, seal: str | None, form: str, output: str | None) -> int:
    """Verify a report, given as its page, another file of it, or its manifest."""
    from aboveline.issued.verification import (  # noqa: PLC0415 (only for a report)
        find_manifest,
        report_verification_json,
        report_verification_lines,
        verify_report,
    )
    from aboveline.run.opened import is_run  # noqa: PLC0415 (as the rest of this command)

    manifest = find_manifest(name)
    if manifest is None and is_run(str(Path(name).parent)):
        raise wrong(f"`{name}` is a file of the sealed run `{Path(name).parent}`; give that folder")
    if manifest is None:
        raise wrong(
            f"expected a file of a report, or the folder of a sealed run, found `{name}`, which no manifest beside it lists; "
            "give the manifest it was written with"
        )
    found = verify_report(manifest, name, seal)
    if form == "json":
        write_json(report_verification_json(found), output)
    elif found.holds:
        write("\n".join(report_verification_lines(found)), output)
    return _ended(found.diagnostics, "the report is not as it was written", form, output, holds=found.holds)


def _ended(found: "Diagnostics", words: str, form: str, output: str | None, *, holds: bool) -> int:
    """Say for people what is wrong, if anything is; and how the command ends."""
    if holds:
        return exits.FINE
    if form != "json":
        from aboveline.report.diagnostics_text import count_line, diagnostics_text  # noqa: PLC0415

        write(diagnostics_text(found, {}, ink_for(sys.stdout, output)), output)
        say(f"\n{count_line(found)}; {words}")
    return exits.INPUT_HAS_ERRORS
