"""`aboveline translate`: the texts of a framework for a translator, and back into its criteria files."""

import sys
from typing import TYPE_CHECKING

import click

from aboveline.cli import exits
from aboveline.cli.options import framework_argument, language_option, wrong
from aboveline.cli.output import ink_for, say

if TYPE_CHECKING:
    from aboveline.translating import Filled
    from aboveline.workspace import Workspace

HELP = """List the texts of FRAMEWORK that have no words in a language, or put in those that a translator gave them.

Without --from, a list is written for the translator: CSV, with a row for each text and a last column to fill in. With --from
the list comes back: each translation is put after the words it translates, in the criteria files themselves, and nothing
else is changed. A row whose words were changed meanwhile, or that names no text, is left and told of. Nothing is written
unless the criteria check again and their examples still hold.

\b
Examples:
  aboveline translate criteria/cci-2012 --language cy --output welsh.csv
  aboveline translate criteria/cci-2012 --language cy --from welsh.csv
  aboveline translate criteria/cci-2012 --language cy --all --output all.csv
"""


@click.command("translate", help=HELP)
@framework_argument
@language_option(required=True)
@click.option(
    "--from",
    "filled",
    metavar="FILE",
    help="The list that was filled in: put its translations into the criteria files.",
)
@click.option(
    "--all",
    "every",
    is_flag=True,
    help="List the texts that are translated too, with their translations, to be gone over.",
)
@click.option(
    "--output",
    metavar="FILE",
    help="Write the list to this file (ending in .csv), not to standard output.",
)
def command(*, framework: str, language: str, filled: str | None, every: bool, output: str | None) -> int:
    """List texts to translate, or put translations in."""
    from aboveline import workspace  # noqa: PLC0415 (--help needs none of it)
    from aboveline.cli.inputs import asked_wrongly, end_with  # noqa: PLC0415

    if filled is not None and (every or output is not None):
        raise wrong("expected either --from, or --all and --output for a list; found both")
    loaded = workspace.load(framework)
    asked_wrongly(loaded.diagnostics)
    if loaded.framework is None:
        end_with(loaded.diagnostics, loaded.sources, "text", None)
    if language == loaded.framework.language:
        raise wrong(f"the texts of `{framework}` are in `{language}` already, and are not translated into it")
    if filled is not None:
        return _put_in(loaded, language, filled)
    _list(loaded, language, output, every=every)
    return exits.FINE


def _list(loaded: "Workspace", language: str, output: str | None, *, every: bool) -> None:
    from aboveline.cli.output import replace_file, write_out  # noqa: PLC0415 (only for a list)
    from aboveline.report.translations import how_many, list_for_translator  # noqa: PLC0415
    from aboveline.translating import to_translate  # noqa: PLC0415

    listed = to_translate(loaded, language, every=every)
    data = list_for_translator(listed, language)
    if output is None or output == "-":
        write_out(data.decode("utf-8-sig"))
    elif not output.lower().endswith(".csv"):
        raise wrong(f"expected a file whose name ends in .csv for the list, found `{output}`")
    else:
        replace_file(output, data)
    missing, whole = (len(to_translate(loaded, language, every=each)) for each in (False, True))
    say(how_many(missing, whole, language))


def _put_in(loaded: "Workspace", language: str, file: str) -> int:
    """Put the translations of a list into the criteria files; those of no row where they cannot be written."""
    from aboveline.cli.inputs import end_with, read_input  # noqa: PLC0415 (only for a list that was filled in)
    from aboveline.diagnostics import has_errors  # noqa: PLC0415
    from aboveline.report.diagnostics_text import diagnostics_text  # noqa: PLC0415
    from aboveline.translating import filled_in, read_translations  # noqa: PLC0415

    given = read_translations(read_input(file, None))
    if has_errors(given.diagnostics):
        end_with(given.diagnostics, {}, "text", None)
    done = filled_in(loaded, language, given.rows)
    if done.refused is not None:
        raise wrong(f"nothing was written: {done.refused}")
    if done.sources:
        from aboveline.cli.mending import write_criteria  # noqa: PLC0415 (only where something changes)

        write_criteria(loaded, done.sources)
    if done.wrong:
        say(diagnostics_text(done.wrong, loaded.sources, ink_for(sys.stderr)))
    say(_in_words(done, language))
    if given.others:
        say(
            f"{given.others} more row{' is' if given.others == 1 else 's are'} filled in for texts that are not of the criteria; those of "
            f"materials go into files of their own, such as foreword.{language}.md beside foreword.md"
        )
    return exits.INPUT_HAS_ERRORS if done.wrong else exits.FINE


def _in_words(done: "Filled", language: str) -> str:
    from aboveline.languages import name_of  # noqa: PLC0415 (as the rest of this command)

    files = "1 file" if len(done.sources) == 1 else f"{len(done.sources)} files"
    given = (
        f"{done.given} text{'' if done.given == 1 else 's'} given words in {name_of(language)}, in {files}"
    )
    parts = [given if done.given else "no text was given words"]
    if done.already:
        parts.append(f"{done.already} had them already")
    if done.wrong:
        left = len({one.labels[0].at for one in done.wrong})
        parts.append(f"{left} row{' is' if left == 1 else 's are'} left")
    return "; ".join(parts)
