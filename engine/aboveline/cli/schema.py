"""`aboveline schema`: the JSON Schema of a framework's case records."""

import click

from aboveline.cli import exits
from aboveline.cli.options import framework_argument, wrong
from aboveline.cli.output import write_json

HELP = """Write the JSON Schema (draft 2020-12) of one case record of FRAMEWORK, or of one response to a survey, described in the words of the criteria.

\b
Examples:
  aboveline schema cci-2012
  aboveline schema cci-2012 --survey young_people
  aboveline schema criteria/cci-2012 --output record.schema.json
"""


@click.command("schema", help=HELP)
@framework_argument
@click.option(
    "--of-inspection", is_flag=True, help="The schema of the one record of facts of the inspection instead."
)
@click.option("--survey", metavar="NAME", help="The schema of one response to this survey instead.")
@click.option("--output", metavar="FILE", help="Write to this file. It is replaced only when all is done.")
def command(framework: str, of_inspection: bool, survey: str | None, output: str | None) -> int:
    """Write a schema."""
    from aboveline import workspace  # noqa: PLC0415 (--help needs none of it)
    from aboveline.cli.inputs import open_framework  # noqa: PLC0415

    if of_inspection and survey is not None:
        raise wrong("expected --of-inspection or --survey, found both")
    checked = open_framework(framework, "text", None)
    if survey is not None:
        from aboveline.cli.survey import survey_named  # noqa: PLC0415 (only where it is asked for)
        from aboveline.surveys.responses import response_schema  # noqa: PLC0415

        write_json(response_schema(checked, survey_named(checked, survey)), output)
        return exits.FINE
    write_json(workspace.record_schema(checked, of_inspection=of_inspection), output)
    return exits.FINE
