"""`aboveline test`: the examples that stand in a framework's criteria files, run."""

import sys

import click

from aboveline.cli import exits
from aboveline.cli.options import framework_argument, output_options
from aboveline.cli.output import ink_for, write, write_json

HELP = """Run every `example` in the criteria files of FRAMEWORK and say which do not come out as they should.

Then say how much of the criteria the examples try: which clauses, conditions and rows come to yes in one example
and to no in another. An example counts for what it expects something of.

\b
Examples:
  aboveline test cci-2012
  aboveline test criteria/cci-2012 --uncovered
  aboveline test criteria/cci-2012 --format json
"""


@click.command("test", help=HELP)
@framework_argument
@click.option("--uncovered", is_flag=True, help="List every rule that the examples do not try both ways.")
@output_options("text", "json")
def command(*, framework: str, uncovered: bool, form: str, output: str | None) -> int:
    """Run examples."""
    from aboveline import workspace  # noqa: PLC0415 (--help needs none of it)
    from aboveline.cli.inputs import open_framework  # noqa: PLC0415
    from aboveline.report.coverage import example_coverage_text, rules_json  # noqa: PLC0415
    from aboveline.report.examples import examples_json, examples_text  # noqa: PLC0415

    checked = open_framework(framework, form, output)
    results = workspace.run_examples(checked)
    covered = workspace.cover_examples(checked)
    if form == "json":
        coverage = rules_json(checked, covered)
        write_json({**examples_json(checked, results), "coverage": coverage}, output)
    else:
        ink = ink_for(sys.stdout, output)
        text = examples_text(checked, results, ink)
        if results:
            text += "\n" + example_coverage_text(checked, covered, ink, listed=uncovered)
        write(text, output)
    return exits.FINE if all(r.passed for r in results) else exits.INPUT_HAS_ERRORS
