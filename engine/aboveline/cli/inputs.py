"""Loads what a command is given, and where that has errors says so and ends the command."""

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NoReturn

import click

from aboveline import workspace
from aboveline.cli import exits
from aboveline.cli.options import wrong
from aboveline.cli.output import ink_for, say, write_json
from aboveline.cli.progress import progress
from aboveline.diagnostics import Diagnostics, has_errors, nearest
from aboveline.framework.model import Framework
from aboveline.framework.record_shape import inspection_shape
from aboveline.frozen import frozen
from aboveline.records.raw import Form
from aboveline.records.read import Input
from aboveline.report.diagnostics_json import diagnostics_json
from aboveline.report.diagnostics_text import count_line, diagnostics_text
from aboveline.source import Source
from aboveline.values import Date, Number, type_in_words
from aboveline.workspace import Cases, Given, Workspace


@frozen
class Reading:
    """How a person asked for the cases to be read and errors to be shown."""

    form: str
    output: str | None
    inspection: str | None
    leave_out_invalid: bool
    input_form: Form | None
    show_values: bool
    sheet: str | None


def open_framework(name: str, form: str, output: str | None) -> Framework:
    """The framework of that name; where it has errors they are shown and the command ends."""
    return open_workspace(name, form, output)[0]


def open_workspace(name: str, form: str, output: str | None) -> tuple[Framework, Workspace]:
    """The framework of that name with the files it came from; where it has errors the command ends."""
    loaded = workspace.load(name)
    asked_wrongly(loaded.diagnostics)
    if loaded.framework is None:
        end_with(loaded.diagnostics, loaded.sources, form, output)
    warnings = len(loaded.diagnostics)
    if warnings and form != "json":
        noun = "a warning" if warnings == 1 else f"{warnings} warnings"
        say(f"The criteria have {noun}; to see: aboveline check {name}")
    return loaded.framework, loaded


def fact_named(framework: Framework, name: str) -> str:
    """The key of a fact of the cases that has groups; a complaint that says which was probably meant."""
    columns = {f.column: key for key, f in framework.facts.items()}
    key = name if name in framework.facts else columns.get(name)
    grouping = [
        k for k, f in framework.facts.items() if not f.of_inspection and not isinstance(f.type, Date | Number)
    ]
    if key is None:
        raise wrong(f"there is no fact `{name}`", nearest(name, set(framework.facts)), grouping)
    if key not in grouping:
        kind = type_in_words(framework.facts[key].type)
        what = "of the inspection as a whole" if framework.facts[key].of_inspection else kind
        raise wrong(f"expected a fact that puts cases into groups, found `{name}`, which is {what}")
    return key


def read_given(names: Sequence[str], how: Reading, written: Sequence[str] = ()) -> Given:
    """The files of cases and of the inspection; a complaint where one is not there, or is also to be written."""
    names, unknown = workspace.files_named(names)
    asked_wrongly(unknown)
    for output in (how.output, *written):
        _spare(output, (*names, *([how.inspection] if how.inspection else [])))
    inputs = tuple(read_input(name, how.input_form, how.sheet) for name in names)
    return Given(inputs, read_input(how.inspection, None) if how.inspection else None)


def open_cases(framework: Framework, given: Given, how: Reading) -> Cases:
    """The cases in the files; where any is invalid, and not to be left out, that is shown and the command ends."""
    inputs = given.inputs
    if given.inspection is None and how.form != "json":
        _ask_for_inspection(framework)
    with progress("Reading the cases"):
        cases = workspace.read_cases(framework, inputs, given.inspection)
    shown = values_shown(cases.diagnostics, inputs) if how.show_values else cases.diagnostics
    if cases.notes and how.form != "json":
        say(diagnostics_text(cases.notes, framework.sources, ink_for(sys.stderr)) + "\n")
    if not has_errors(shown):
        if shown and how.form != "json":
            say(diagnostics_text(shown, framework.sources, ink_for(sys.stderr)) + "\n")
        return cases
    if not how.leave_out_invalid or cases.fatal or not cases.records:
        end_with(shown, framework.sources, how.form, how.output, hint=_leave_out_hint(cases, how))
    if how.form != "json":
        say(diagnostics_text(shown, framework.sources, ink_for(sys.stderr)) + "\n")
    return cases


def _ask_for_inspection(framework: Framework) -> None:
    """Say so where the criteria speak of the inspection as a whole and nothing is given of it."""
    wanted = [f.column for f in inspection_shape(framework).fields if not f.worked_out]
    if wanted:
        named = ", ".join(f"`{name}`" for name in wanted[:5]) + (" and more" if wanted[5:] else "")
        say(f"Nothing is known of the inspection as a whole ({named}); to give it: --inspection FILE")


def _spare(output: str | None, inputs: Sequence[str]) -> None:
    """Refuse to write over what is to be read: nobody keeps a second copy of the cases for that."""
    written = Path(output).resolve() if output is not None else None
    for name in inputs:
        if Path(name).resolve() == written:
            raise wrong(f"expected a file of its own to write to, found `{output}`, which is to be read")


def read_input(name: str, form: Form | None, sheet: str | None = None) -> Input:
    """The bytes of a file, or of standard input for `-`."""
    if name == "-":
        return Input("standard input", sys.stdin.buffer.read(), form, sheet)
    read, diagnostics = workspace.read_input(name, form, sheet)
    asked_wrongly(diagnostics)
    if read is None:
        end_with(diagnostics, {}, "text", None)
    return read


def asked_wrongly(diagnostics: Diagnostics) -> None:
    """Complain of a command that names something that is not there."""
    for diagnostic in diagnostics:
        if diagnostic.code in workspace.ASKED_WRONGLY:
            help_ = f"; {diagnostic.help}" if diagnostic.help else ""
            raise wrong(diagnostic.message + help_)


def end_with(
    diagnostics: Diagnostics,
    sources: Mapping[str, Source],
    form: str,
    output: str | None,
    hint: str = "",
) -> NoReturn:
    """Show the diagnostics in the form asked for, and end the command with the code for errors in the input."""
    if form == "json":
        write_json(diagnostics_json(diagnostics, sources), output)
    else:
        say(diagnostics_text(diagnostics, sources, ink_for(sys.stderr)))
        say(f"\n{count_line(diagnostics)}; nothing was worked out{hint}")
    raise click.exceptions.Exit(exits.INPUT_HAS_ERRORS)


def _leave_out_hint(cases: Cases, how: Reading) -> str:
    if how.leave_out_invalid or not cases.records or cases.fatal:
        return ""
    count = len(cases.left_out)
    wrong_ones = f"{count} of {cases.read} records {'is' if count == 1 else 'are'} invalid"
    return f". {wrong_ones}: correct them, or score the others with --leave-out-invalid"


def values_shown(diagnostics: Diagnostics, inputs: Sequence[Input]) -> Diagnostics:
    """The diagnostics, each with the value it is about, for a person who asked to see case data."""
    from aboveline.report.record_values import with_values  # noqa: PLC0415 (seldom asked for)

    return with_values(diagnostics, inputs)
