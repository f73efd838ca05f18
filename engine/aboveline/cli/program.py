"""The command `aboveline`: its table of commands, each loaded when it is asked for, and how a run ends."""

import gc
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Any, NoReturn

import click

from aboveline.cli import exits
from aboveline.diagnostics import nearest

#: Every command, and what it does in a line. Each stands in the module of its name, as `command`.
COMMANDS: dict[str, str] = {
    "check": "Say everything that is wrong with a framework's criteria files.",
    "format": "Tidy criteria files.",
    "translate": "List the texts of a framework for a translator, or put in what comes back.",
    "lint": "Find what nobody can have meant in a framework's criteria, proved over every possible case.",
    "rule": "Say what a finding of `lint` means, with a before and an after.",
    "score": "Score cases against a framework.",
    "explain": "Say why a case was judged as it was, or what a score is made of.",
    "findings": "Report what a person should look at in the records of the cases.",
    "coverage": "Say which rules, facts and questions a caseload never brought up.",
    "agreement": "Say how far assessors agree who assessed the same cases.",
    "survey": "Count the answers to a questionnaire.",
    "diff": "Tell two versions of a framework apart: what was edited, and what it changes.",
    "compare": "Compare inspections, and split the difference of two by what caused it.",
    "report": "Write the report of an inspection as one page.",
    "verify": "Check a sealed run: every file, every judgement and every score; or a report: every file.",
    "schema": "Write the JSON Schema of a framework's case records.",
    "test": "Run the examples that stand in a framework's criteria files.",
}

HELP = """Judge cases against practice criteria written in plain words, and score them.

A framework is a folder of criteria files (or the name of one that is built in). Cases are
files of CSV, JSON, NDJSON, Excel (.xlsx), OpenDocument (.ods), Parquet or Arrow.

\b
A first round, with the framework that is built in:
  aboveline check cci-2012
  aboveline format criteria/cci-2012 --diff
  aboveline translate cci-2012 --language cy
  aboveline lint cci-2012
  aboveline rule never-applies
  aboveline score cci-2012 cases.csv
  aboveline score cci-2012 cases.csv --format html --output summary.html
  aboveline explain cci-2012 cases.csv --case E001 --question rmp_timely
  aboveline explain cci-2012 cases.csv --score "criterion 1.1"
  aboveline findings cci-2012 cases.csv
  aboveline coverage cci-2012 cases.csv
  aboveline agreement criteria cases.csv --assessor assessor
  aboveline survey cci-2012 young-people.csv --survey young_people
  aboveline score cci-2012 cases.csv --run spring-run
  aboveline report spring-run --output report.html
  aboveline verify spring-run
  aboveline compare spring-run autumn-run
  aboveline diff cci-2012 my-criteria --cases cases.csv
  aboveline schema cci-2012
  aboveline test cci-2012
"""


class _Program(click.Group):
    """The group of commands. Click asks for a subclass where commands load when they are asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 (click's signature)
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in COMMANDS:
            return None
        return import_module(f"aboveline.cli.{cmd_name}").command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            near = nearest(args[0], set(COMMANDS))
            offered = f"did you mean `{near}`?" if near else f"the commands are {', '.join(COMMANDS)}"
            raise click.UsageError(f"there is no command `{args[0]}`; {offered}", ctx)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        with formatter.section("Exit codes"):
            formatter.write_dl([(str(code), meaning) for code, meaning in exits.MEANINGS.items()])
        formatter.write_paragraph()
        formatter.write_text("More on a command: aboveline COMMAND --help")


def _print_version(ctx: click.Context, _param: click.Parameter, wanted: bool) -> None:
    if wanted and not ctx.resilient_parsing:
        from importlib.metadata import version  # noqa: PLC0415 (slow to import, seldom asked for)

        click.echo(f"aboveline {version('aboveline')}")
        ctx.exit()


@click.command(
    "aboveline",
    cls=_Program,
    help=HELP,
    invoke_without_command=True,
    subcommand_metavar="COMMAND …",
    options_metavar="",
    context_settings={"help_option_names": ["--help", "-h"], "max_content_width": 100},
)
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_print_version,
    help="Say which version this is.",
)
@click.option("--debug", is_flag=True, help="Where the fault is ours, show its details.")
@click.pass_context
def program(ctx: click.Context, debug: bool) -> None:  # noqa: ARG001 (main reads it; it is here for --help)
    """Without a command, print the help."""
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command line and end the process with its exit code."""
    # What is loaded stays until the end, so looking for rubbish in it again and again is a sixth of a short run.
    gc.set_threshold(200_000, 20, 100)
    given = list(sys.argv[1:] if arguments is None else arguments)
    debug = "--debug" in given
    sys.exit(run([a for a in given if a != "--debug"], debug=debug))


def run(arguments: Sequence[str], *, debug: bool = False) -> int:
    """The exit code of one run; whatever goes wrong is said on standard error in a sentence."""
    given = _help_asked_for(arguments)
    try:
        _spare_slips(given)
        result: Any = program.main(given, prog_name="aboveline", standalone_mode=False)
    except click.NoSuchOption as error:
        from aboveline.cli.newcomers import refused  # noqa: PLC0415 (only where something is refused)

        return _wrong_usage(click.UsageError(refused(error, given), error.ctx))
    except click.UsageError as error:
        return _wrong_usage(error)
    except (click.Abort, KeyboardInterrupt):
        click.echo("stopped; nothing was written", err=True)
        return exits.INTERRUPTED
    except SystemExit:
        raise
    # A fault must not reach a user as a traceback; that of a library written in Rust is no Exception.
    except BaseException as error:
        if debug:
            raise
        _our_fault(error)
        return exits.OUR_FAULT
    return result if isinstance(result, int) else exits.FINE


def _help_asked_for(arguments: Sequence[str]) -> list[str]:
    """The arguments, `help` and `help COMMAND` being other words for `--help`."""
    if list(arguments[:1]) != ["help"]:
        return list(arguments)
    return [*arguments[1:2], "--help"]


def _spare_slips(arguments: Sequence[str]) -> None:
    """A complaint where the arguments of a command are plainly not what was meant."""
    at = next((at for at, one in enumerate(arguments) if one in COMMANDS), None)
    if at is None:
        return
    from aboveline.cli.newcomers import slip  # noqa: PLC0415 (only with a command)

    command = program.get_command(click.Context(program), arguments[at])
    found = None if command is None else slip(arguments[at + 1 :], command.params)
    if command is not None and found is not None:
        parent = click.Context(program, info_name="aboveline")
        raise click.UsageError(found, click.Context(command, parent, info_name=arguments[at]))


def _wrong_usage(error: click.UsageError) -> int:
    """Say what was wrong with the command, and where its help is."""
    words = error.format_message()
    click.echo(f"aboveline: {words[:1].lower()}{words[1:].rstrip('.')}", err=True)
    path = error.ctx.command_path if error.ctx else "aboveline"
    click.echo(f"For help: {path} --help", err=True)
    return exits.WRONG_USAGE


def _our_fault(error: BaseException) -> None:
    """Say that the fault is ours, without anything from the user's files."""
    where = error.__traceback__
    while where is not None and where.tb_next is not None:
        where = where.tb_next
    module = Path(where.tb_frame.f_code.co_filename).name if where else "?"
    line = where.tb_lineno if where else 0
    click.echo(
        f"aboveline: something went wrong inside Aboveline ({type(error).__name__} at {module}:{line}). This is a fault "
        "of the program, not of your files; nothing was written. Run the same command with --debug to see the details. "
        "They may quote your cases, so read them before passing them on.",
        err=True,
    )
