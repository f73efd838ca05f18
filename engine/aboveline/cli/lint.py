"""`aboveline lint`: findings of method in a framework's criteria files, and the fixes that are safe."""

import sys
from typing import TYPE_CHECKING

import click

from aboveline.cli import exits
from aboveline.cli.options import framework_argument, output_options, wrong
from aboveline.cli.output import ink_for, write, write_json

if TYPE_CHECKING:
    from collections.abc import Collection

    from aboveline.lint.fixes import Fixed
    from aboveline.lint.model import Linted
    from aboveline.workspace import Workspace

HELP = """Find what nobody can have meant in the criteria files of FRAMEWORK: questions that never apply, conditions that say
the same, parts of rules that never matter, and more.

What is said of all cases is proved for every case there could be, not tried on some. A finding can be left as it is,
with a reason, by a comment above the declaration: # lint: allow CODE because REASON. The command ends with 1 where
findings are left that are not allowed.

With --fix the criteria are looked at again once they are mended: what is shown is what is left.

\b
Examples:
  aboveline lint cci-2012
  aboveline lint criteria/cci-2012 --fix
  aboveline lint criteria/cci-2012 --only never-applies --only redundant-part
  aboveline lint criteria/cci-2012 --without feeds-no-theme
  aboveline lint criteria/cci-2012 --format sarif --output lint.sarif
"""


@click.command("lint", help=HELP)
@framework_argument
@click.option("--only", multiple=True, metavar="CODE", help="Look for this alone; several allowed.")
@click.option("--without", multiple=True, metavar="CODE", help="Do not look for this; several allowed.")
@click.option(
    "--fix",
    is_flag=True,
    help="Mend what can be mended safely, all of it together. Nothing is written unless the files check again.",
)
@click.option("--allowed", is_flag=True, help="Show what the criteria allow too, with the reasons.")
@output_options("text", "json", "sarif")
def command(  # noqa: PLR0913 (one parameter for each option)
    *,
    framework: str,
    only: tuple[str, ...],
    without: tuple[str, ...],
    fix: bool,
    allowed: bool,
    form: str,
    output: str | None,
) -> int:
    """Look for findings of method."""
    from aboveline import workspace  # noqa: PLC0415 (--help needs none of it)
    from aboveline.cli.inputs import asked_wrongly, end_with  # noqa: PLC0415
    from aboveline.lint.look import look  # noqa: PLC0415

    codes = _codes(only, without)
    loaded = workspace.load(framework)
    asked_wrongly(loaded.diagnostics)
    if loaded.framework is None:
        end_with(loaded.diagnostics, loaded.sources, form, output)
    linted = look(loaded.framework, loaded.diagnostics, codes)
    fixed = _mend(loaded, linted) if fix else None
    mended = None if fixed is None else fixed.mended
    if mended is not None and mended.framework is not None:
        linted = look(mended.framework, mended.diagnostics, codes)
    _tell(framework, linted, fixed, form, output, show_allowed=allowed)
    return exits.INPUT_HAS_ERRORS if linted.remarks else exits.FINE


def _codes(only: "Collection[str]", without: "Collection[str]") -> set[str]:
    """The codes of the rules that are wanted; a complaint where one is not known."""
    from aboveline.diagnostics import nearest  # noqa: PLC0415
    from aboveline.lint.registry import RULES  # noqa: PLC0415

    for code in (*only, *without):
        if code not in RULES:
            raise wrong(f"there is no rule `{code}`", nearest(code, set(RULES)), tuple(RULES))
    return (set(only) or set(RULES)) - set(without)


def _mend(loaded: "Workspace", linted: "Linted") -> "Fixed":
    """The fixes made and written; nothing is written where they cannot all be made."""
    from aboveline.cli.mending import folder_of, write_criteria  # noqa: PLC0415 (only where something is mended)
    from aboveline.lint.fixes import fixed  # noqa: PLC0415

    folder_of(loaded)
    done = fixed(loaded.name, linted)
    if done.sources and done.refused is None:
        write_criteria(loaded, done.sources)
    return done


def _tell(  # noqa: PLR0913 (what is told, and how)
    name: str,
    linted: "Linted",
    fixed: "Fixed | None",
    form: str,
    output: str | None,
    *,
    show_allowed: bool,
) -> None:
    if form == "json":
        from aboveline.report.lint_json import lint_json  # noqa: PLC0415 (only for this form)

        write_json(lint_json(linted, fixed), output)
    elif form == "sarif":
        from importlib.metadata import version  # noqa: PLC0415

        from aboveline.report.lint_sarif import lint_sarif  # noqa: PLC0415

        write_json(lint_sarif(linted, version("aboveline")), output)
    else:
        from aboveline.report.lint_text import lint_text  # noqa: PLC0415

        ink = ink_for(sys.stdout, output)
        write(lint_text(name, linted, ink, show_allowed=show_allowed, fixed=fixed), output)
