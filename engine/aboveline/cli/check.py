"""`aboveline check`: everything that is wrong with a framework's criteria files."""

import sys

import click

from aboveline.cli import exits
from aboveline.cli.options import framework_argument, language_option, output_options
from aboveline.cli.output import ink_for, write, write_json

HELP = """Say everything that is wrong with the criteria files of FRAMEWORK, all at once.

Errors keep a framework from being used; warnings do not. With --language it is said too how many of its texts have no
words in that language; `aboveline translate` lists them.

\b
Examples:
  aboveline check criteria/cci-2012
  aboveline check cci-2012 --format json
  aboveline check cci-2012 --language cy
"""


@click.command("check", help=HELP)
@framework_argument
@language_option()
@output_options("text", "json")
def command(framework: str, language: str | None, form: str, output: str | None) -> int:
    """Check a framework."""
    from aboveline import workspace  # noqa: PLC0415 (--help needs none of it)
    from aboveline.cli.inputs import asked_wrongly  # noqa: PLC0415
    from aboveline.report.check import check_json, check_text  # noqa: PLC0415

    loaded = workspace.load(framework)
    asked_wrongly(loaded.diagnostics)
    if form == "json":
        write_json(check_json(loaded, language), output)
    else:
        write(check_text(loaded, ink_for(sys.stdout, output), language), output)
    return exits.INPUT_HAS_ERRORS if loaded.framework is None else exits.FINE
