"""Loads what a command is given, and where that has errors says so and ends the command."""

import sys
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from aboveline import files, workspace
from aboveline.cli import exits
from aboveline.cli.options import wrong
from aboveline.cli.output import TABLES, ink_for, refuse_target, say, write_json
from aboveline.cli.progress import progress
from aboveline.diagnostics import Diagnostics, nearest, why_refused
from aboveline.framework.model import Framework
from aboveline.framework.record_shape import inspection_shape, why_no_assessor
from aboveline.frozen import frozen
from aboveline.records.assessors import Assessors
from aboveline.records.raw import Form
from aboveline.records.read import Input
from aboveline.report.diagnostics_json import diagnostics_json
from aboveline.report.diagnostics_text import count_line, diagnostics_text
from aboveline.source import Source
from aboveline.values import Choice, Date, Number, type_in_words
from aboveline.workspace import Cases, Evaluator, Given, HowScored, Run, Workspace

if TYPE_CHECKING:
    from aboveline.batches.batch import Taker
    from aboveline.report.part_files import ProblemFile


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
    evaluator: Evaluator | None = None
    problems: str | None = None
    overrides: str | None = None
    assessor: str | None = None
    prefer: tuple[str, ...] = ()

    @property
    def repeated(self) -> tuple[str, ...]:
        """The options that say what is read and what becomes of it, as words of another command that is to come to the same."""
        options = (
            ("--inspection", self.inspection),
            ("--overrides", self.overrides),
            ("--input-form", self.input_form),
            ("--sheet", self.sheet),
            ("--assessor", self.assessor),
            *(("--prefer", name) for name in self.prefer),
        )
        left_out = ("--leave-out-invalid",) if self.leave_out_invalid else ()
        return (*left_out, *(word for name, value in options if value is not None for word in (name, value)))


def open_framework(name: str, form: str, output: str | None) -> Framework:
    """The framework of that name; where it has errors they are shown and the command ends."""
    return open_workspace(name, form, output)[0]


def open_workspace(
    name: str, form: str, output: str | None, language: str | None = None
) -> tuple[Framework, Workspace]:
    """The framework of that name, in a language, with the files it came from; where it has errors the command ends."""
    loaded = workspace.load(name, language)
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


def assessors_named(framework: Framework, how: Reading) -> Assessors | None:
    """Who may have assessed a case beside others, and who of them is preferred; a complaint where that makes no sense."""
    if how.assessor is None:
        if how.prefer:
            raise wrong("expected --assessor beside --prefer: it says which fact names the assessor")
        return None
    key = _assessor_fact(framework, how.assessor)
    kind = framework.facts[key].type
    for name in how.prefer:
        if isinstance(kind, Choice) and name not in kind.names:
            raise wrong(f"`{key}` can never be `{name}`", nearest(name, set(kind.names)), kind.names)
    return Assessors(key, tuple(dict.fromkeys(how.prefer)))


def _assessor_fact(framework: Framework, name: str) -> str:
    """The key of a fact that can name the assessor of every case; a complaint that says why it cannot."""
    key = name if name in framework.facts else {f.column: k for k, f in framework.facts.items()}.get(name)
    naming = [k for k in framework.facts if why_no_assessor(framework.facts[k]) is None]
    if key is None:
        raise wrong(f"there is no fact `{name}`", nearest(name, set(framework.facts)), naming)
    why_not = why_no_assessor(framework.facts[key])
    if why_not is not None:
        raise wrong(f"expected a fact that names the assessor of a case, found `{name}`, {why_not}")
    return key


def how_scored(
    framework: Framework, how: Reading, by: Sequence[str] = (), *, case_by_case: bool = False
) -> HowScored:
    """How a batch is to be scored, as a person asked for it."""
    assessors = assessors_named(framework, how)
    return HowScored(tuple(by), how.leave_out_invalid, how.evaluator, case_by_case, assessors)


def read_given(names: Sequence[str], how: Reading, written: Sequence[str] = ()) -> Given:
    """The files of cases, of the inspection and of overrides; a complaint where one is not there, or is also to be written."""
    names, unknown = files.named(names)
    asked_wrongly(unknown)
    beside = (how.inspection, how.overrides)
    for output in (how.output, how.problems, *written):
        spare_inputs(output, (*names, *(name for name in beside if name)))
    inputs = tuple(read_input(name, how.input_form, how.sheet) for name in names)
    inspection, overrides = (read_input(name, None) if name else None for name in beside)
    return Given(inputs, inspection, overrides)


def open_run(  # noqa: PLR0913 (what is scored, and how)
    framework: Framework,
    given: Given,
    how: Reading,
    by: Sequence[str] = (),
    takers: "Sequence[Taker]" = (),
    *,
    case_by_case: bool = False,
) -> Run:
    """The cases in the files judged and scored; where any is invalid, and not to be left out, that is shown and the command ends."""
    if given.inspection is None and how.form != "json":
        ask_for_inspection(framework)
    scored = how_scored(framework, how, by, case_by_case=case_by_case)
    if scored.assessors is not None and how.evaluator == "columnar" and how.form != "json":
        say(
            "With --assessor cases are judged one by one, by the reference evaluator, which comes to the same"
        )
    with problems_in(how.problems) as listener, progress("Judging the cases") as watch:
        cases, run = workspace.score_batch(framework, given, scored, takers, watch, listener)
    shown = values_shown(cases.diagnostics, given.inputs) if how.show_values else cases.diagnostics
    if cases.notes and how.form != "json":
        say(diagnostics_text(cases.notes, framework.sources, ink_for(sys.stderr)) + "\n")
    if run is None:
        hint = _leave_out_hint(cases, how) + _assessor_hint(framework, cases, how)
        end_with(shown, framework.sources, how.form, how.output, hint=hint)
    if shown and how.form != "json":
        say(diagnostics_text(shown, framework.sources, ink_for(sys.stderr)) + "\n")
    if run.evaluator == "columnar" and how.form != "json":
        say(f"{cases.valid:,} cases judged by columns (to judge them one by one: --evaluator reference)")
    if run.overridden.set_aside and how.form != "json":
        say(_set_aside_words(len(run.overridden.set_aside)))
    return run


def _set_aside_words(count: int) -> str:
    if count == 1:
        return "1 override was left aside, as it names no judgement or changes nothing; `aboveline score` says which"
    return f"{count:,} overrides were left aside, as each names no judgement or changes nothing; `aboveline score` says which"


@contextmanager
def problems_in(name: str | None) -> "Generator[ProblemFile | None]":
    """A file for everything that is wrong with the records; a complaint where it cannot be written."""
    if name is None:
        yield None
        return
    from aboveline.report.part_files import ProblemFile  # noqa: PLC0415 (only where it is asked for)

    refuse_target(name)
    if Path(name).suffix.lower() not in TABLES:
        raise wrong(f"expected a file whose name ends in .csv, .json or .parquet, found `{name}`")
    try:
        with ProblemFile(name) as found:
            yield found
            found.finish()
    except OSError as error:
        raise wrong(f"`{name}` cannot be written: {why_refused(error)}") from None


def ask_for_inspection(framework: Framework) -> None:
    """Say so where the criteria speak of the inspection as a whole and nothing is given of it."""
    wanted = [f.column for f in inspection_shape(framework).fields if not f.worked_out]
    if wanted:
        named = ", ".join(f"`{name}`" for name in wanted[:5]) + (" and more" if wanted[5:] else "")
        say(f"Nothing is known of the inspection as a whole ({named}); to give it: --inspection FILE")


def spare_inputs(output: str | None, inputs: Sequence[str]) -> None:
    """Refuse to write over what is to be read: nobody keeps a second copy of the cases for that."""
    written = Path(output).resolve() if output is not None else None
    for name in inputs:
        if Path(name).resolve() == written:
            raise wrong(f"expected a file of its own to write to, found `{output}`, which is to be read")


def inputs_named(
    names: Sequence[str], form: Form | None, sheet: str | None, output: str | None
) -> tuple[Input, ...]:
    """Files of records beside those of cases; a complaint where one is not there, or is also to be written."""
    names, unknown = files.named(names)
    asked_wrongly(unknown)
    spare_inputs(output, names)
    return tuple(read_input(name, form, sheet) for name in names)


def read_input(name: str, form: Form | None, sheet: str | None = None) -> Input:
    """The bytes of a file, or of standard input for `-`."""
    if name == "-":
        return Input("standard input", sys.stdin.buffer.read(), form, sheet)
    read, diagnostics = files.read(name, form, sheet)
    asked_wrongly(diagnostics)
    if read is None:
        end_with(diagnostics, {}, "text", None)
    return read


def need_run(folder: str) -> None:
    """A complaint where a name is not that of a sealed run, with what it is instead."""
    from aboveline.run.opened import is_run, run_meant  # noqa: PLC0415 (only where a run is meant)

    if is_run(folder):
        return
    path = Path(folder)
    seals = "; `aboveline score FRAMEWORK CASES --run FOLDER` seals one"
    if not path.exists():
        meant = run_meant(folder)
        raise wrong(f"there is no sealed run `{folder}`" + (f"; did you mean `{meant}`?" if meant else seals))
    what = f"the file `{folder}`" if path.is_file() else f"no manifest in the folder `{folder}`"
    raise wrong(f"expected the folder of a sealed run, found {what}{seals}")


def asked_wrongly(diagnostics: Diagnostics) -> None:
    """Complain of a command that names something that is not there."""
    for diagnostic in diagnostics:
        if diagnostic.code in files.ASKED_WRONGLY:
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
    more = f"; {cases.untold:,} more errors were found" if cases.untold else ""
    more += " (all of them: --problems FILE)" if cases.untold and how.problems is None else ""
    if how.leave_out_invalid or not cases.valid or cases.fatal:
        return more
    count = len(cases.left_out)
    wrong_ones = f"{count:,} of {cases.read:,} records {'is' if count == 1 else 'are'} invalid"
    return f"{more}. {wrong_ones}: correct them, or score the others with --leave-out-invalid"


#: What stands in the name or the label of a fact that says who assessed a case.
_ASSESSOR_WORDS = ("assessor", "assessed by", "inspector", "reviewer", "auditor", "rater", "reader")


def _assessor_hint(framework: Framework, cases: Cases, how: Reading) -> str:
    """What else can be done where cases stand twice and a fact seems to say who assessed each."""
    if how.assessor is not None or all(d.code != "duplicate-case" for d in cases.diagnostics):
        return ""
    for key, fact in framework.facts.items():
        words = f"{key} {fact.label}".casefold()
        if why_no_assessor(fact) is None and any(word in words for word in _ASSESSOR_WORDS):
            return f". If cases were assessed more than once, say by whom with --assessor {key}"
    return ""


def values_shown(diagnostics: Diagnostics, inputs: Sequence[Input]) -> Diagnostics:
    """The diagnostics, each with the value it is about, for a person who asked to see case data."""
    from aboveline.report.record_values import with_values  # noqa: PLC0415 (seldom asked for)

    return with_values(diagnostics, inputs)
