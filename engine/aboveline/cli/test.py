"""`aboveline test`: the examples that stand in a framework's criteria files, run."""

import sys

import click

from aboveline.cli import exits
from aboveline.cli.options import framework_argument, output_options
from aboveline.cli.output import ink_for, write, write_json

HELP = """Run every `example` in the criteria files of FRAMEWORK and say which do not come out as they should.

\b
Examples:
  aboveline test cci-2012
  aboveline test criteria/cci-2012 --format json
"""


@click.command("test", help=HELP)
@framework_argument
@output_options("text", "json")
def command(framework: str, form: str, output: str | None) -> int:
    """Run examples."""
    from aboveline import workspace  # noqa: PLC0415 (--help needs none of it)
    from aboveline.cli.inputs import open_framework  # noqa: PLC0415
    from aboveline.report.examples import examples_json, examples_text  # noqa: PLC0415

    checked = open_framework(framework, form, output)
    results = workspace.run_examples(checked)
    if form == "json":
        write_json(examples_json(checked, results), output)
    else:
        write(examples_text(checked, results, ink_for(sys.stdout, output)), output)
    return exits.FINE if all(r.passed for r in results) else exits.INPUT_HAS_ERRORS
