"""The arguments and options that several commands share."""

from collections.abc import Callable, Sequence
from functools import wraps
from pathlib import Path
from typing import Any, TypeVar

import click

from aboveline.diagnostics import nearest
from aboveline.wording.lists import in_a_list

Command = TypeVar("Command", bound=Callable[..., Any])

#: The form of the output by the ending of its file's name.
_ENDINGS = {
    ".csv": "csv",
    ".htm": "html",
    ".html": "html",
    ".json": "json",
    ".md": "markdown",
    ".sarif": "sarif",
}


#: Endings of files that hold tables, or documents of other programs: what is written as text is never called so.
NEVER_TEXT = frozenset(
    (
        ".arrow",
        ".csv",
        ".doc",
        ".docx",
        ".feather",
        ".jsonl",
        ".ndjson",
        ".ods",
        ".parquet",
        ".pdf",
        ".pq",
        ".tsv",
        ".xls",
        ".xlsm",
        ".xlsx",
    )
)


class OneOfWords(click.Choice[str]):
    """A choice that says which word was probably meant. Click asks for a subclass here."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:  # noqa: ANN401
        """The word, where it is one of them."""
        if value not in self.choices:
            near = nearest(str(value), set(self.choices))
            offered = f"did you mean `{near}`?" if near else "choose one of " + ", ".join(self.choices)
            self.fail(f"`{value}` is not understood; {offered}", param, ctx)
        return value


class AtLeastOne(click.IntRange):
    """A whole number of at least one, in words where it is none. Click asks for a subclass here."""

    def __init__(self) -> None:
        super().__init__(min=1)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:  # noqa: ANN401
        """The number, where it is one."""
        try:
            return super().convert(value, param, ctx)
        except click.BadParameter:
            self.fail(f"expected a whole number of at least 1, found `{value}`", param, ctx)


def framework_argument(command: Command) -> Command:
    """FRAMEWORK: a folder, or the name of a bundled framework."""
    return click.argument("framework", metavar="FRAMEWORK")(command)


def cases_argument(command: Command) -> Command:
    """CASES: one file or more, or a pattern that files fit; `-` for standard input. A sealed run needs none."""
    return click.argument("cases", metavar="CASES…", nargs=-1)(command)


def given_cases_option(command: Command) -> Command:
    """`--cases`: the files a sealed run was made from, where it does not hold them itself."""
    return click.option(
        "--cases",
        "offered",
        multiple=True,
        metavar="FILE",
        help="For a run sealed without its records: a file it was made from. It is checked by its digest.",
    )(command)


def overrides_option(command: Command) -> Command:
    """`--overrides`: judgements that a person decided otherwise than the criteria."""
    return click.option(
        "--overrides",
        metavar="FILE",
        help="Judgements that a person decided otherwise: case_id, question, outcome, reason, by, date, in any form that cases can have. "
        "Scores are shown with and without them.",
    )(command)


def by_option(command: Command) -> Command:
    """`--by`: facts that scores are shown by."""
    return click.option(
        "--by",
        multiple=True,
        metavar="FACT",
        help="Show every score by the values of this fact too; several allowed.",
    )(command)


def case_options(command: Command) -> Command:
    """How the records are to be read."""
    return _all(
        command,
        click.option(
            "--inspection",
            metavar="FILE",
            help="Facts of the inspection as a whole, and steps judged by inspectors: a file with one record, in any form that cases can have.",
        ),
        click.option(
            "--leave-out-invalid",
            is_flag=True,
            help="Score the records without errors, and say which were left out. Without this, nothing is scored if one is invalid.",
        ),
        click.option(
            "--input-form",
            type=OneOfWords(["csv", "long-csv", "json", "ndjson", "xlsx", "ods", "parquet", "arrow"]),
            help="What form the cases are in, where it cannot be told. long-csv is one line for each answer: case, question, answer.",
        ),
        click.option(
            "--sheet",
            metavar="NAME",
            help="Which sheet of a workbook holds the cases, where more than one could.",
        ),
        click.option(
            "--assessor",
            metavar="FACT",
            help="Cases may have been assessed more than once, by the assessors this fact names. A case may then stand once for each of them.",
        ),
        click.option(
            "--evaluator",
            type=OneOfWords(["reference", "columnar"]),
            help="What judges the cases: the reference evaluator, one by one, or the columnar, all at once. They come to the same; without this the faster is taken.",
        ),
        click.option(
            "--problems",
            metavar="FILE",
            help="Also write everything that is wrong with the records to this file, however much it is; .csv, .json or .parquet.",
        ),
        click.option(
            "--show-values",
            is_flag=True,
            help="Show the values that are wrong in messages about records. They are case data, so they are hidden unless you ask.",
        ),
    )


def prefer_option(command: Command) -> Command:
    """`--prefer`: whose assessment of a case is taken."""
    return click.option(
        "--prefer",
        multiple=True,
        metavar="NAME",
        help="With --assessor: of a case assessed more than once, take the assessment of this assessor; several allowed, the first going first. Without any, that of the assessor whose name sorts first is taken.",
    )(command)


def output_options(*formats: str, besides: str = "") -> Callable[[Callable[..., int]], Callable[..., int]]:
    """`--format` with the given choices, the first being the default, and `--output`, whose ending says the form where `--format` does not."""

    def add(command: Callable[..., int]) -> Callable[..., int]:
        @wraps(command)
        def in_form(*, form: str | None, output: str | None, **others: object) -> int:
            ending = _ENDINGS.get(Path(output).suffix.lower()) if output else None
            said = ending if ending in formats else formats[0]
            if form is None and output is not None and said != ending:
                _spare_data(output, formats)
            return command(form=form or said, output=output, **others)

        return _all(
            in_form,
            click.option(
                "--format",
                "form",
                type=OneOfWords(formats),
                help=f"The form of the output; without this {formats[0]}, or what the ending of --output says. {besides}".rstrip(),
            ),
            click.option(
                "--output", metavar="FILE", help="Write to this file. It is replaced only when all is done."
            ),
        )

    return add


def _spare_data(output: str, formats: Sequence[str]) -> None:
    """A complaint where a text would be written to a file that is called as data or documents are."""
    if Path(output).suffix.lower() not in NEVER_TEXT:
        return
    context = click.get_current_context(silent=True)
    there = {name for one in (context.command.params if context else ()) for name in one.opts}
    own = [name for name in ("--scores", "--judgements", "--workbook") if name in there]
    hint = f"; tables have options of their own: {', '.join(own)}" if own else ""
    raise wrong(
        f"expected a file to write {in_a_list(formats, 'or')} to, found `{output}`, which is called as none of them is{hint}"
    )


def _all(command: Command, *decorators: Callable[[Command], Command]) -> Command:
    for decorator in reversed(decorators):
        command = decorator(command)
    return command


def wrong(message: str, near: str | None = None, known: Sequence[str] = ()) -> click.UsageError:
    """A complaint about the command itself, with what was probably meant, or what there is."""
    offered = ""
    if near:
        offered = f"; did you mean `{near}`?"
    elif known:
        shown = ", ".join(known[:12]) + (f" and {len(known) - 12} more" if len(known) > 12 else "")
        offered = f"; there is {shown}" if len(known) == 1 else f"; there are {shown}"
    return click.UsageError(message + offered, click.get_current_context(silent=True))


def language_option(*, required: bool = False) -> Callable[[Command], Command]:
    """`--language`: the code of a language, in which the texts of the criteria are wanted."""

    def checked(_: click.Context, __: click.Parameter, value: str | None) -> str | None:
        from aboveline.languages import code_meant, is_language  # noqa: PLC0415 (only where a language is named)

        if value is None or is_language(value):
            return value
        meant = code_meant(value)
        offered = f"did you mean `{meant}`?" if meant else "it is named by its code, such as `cy` for Welsh"
        raise click.BadParameter(f"there is no language `{value}`; {offered}")

    return click.option(
        "--language",
        metavar="CODE",
        required=required,
        callback=checked,
        help="A language by its code of ISO 639, such as cy for Welsh.",
    )
