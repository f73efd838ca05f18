"""The files `aboveline score` can write beside its summary: tables for programs, and a workbook for people."""

from collections.abc import Callable, Generator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from aboveline.cli.options import wrong
from aboveline.cli.output import TABLES, refuse_target, replace_file
from aboveline.diagnostics import why_refused
from aboveline.frozen import frozen

if TYPE_CHECKING:
    from aboveline.batches.batch import Taker
    from aboveline.report.part_files import PartFile as RowsOfParts
    from aboveline.report.part_rows import WorkbookRows as RowsOfSheet
    from aboveline.report.view import View
    from aboveline.workspace import Run

Command = TypeVar("Command", bound=Callable[..., Any])


@frozen
class Exports:
    """Which files are to be written, None for those that are not."""

    scores: str | None = None
    judgements: str | None = None
    findings: str | None = None
    workbook: str | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """All that are to be written."""
        found = (self.scores, self.judgements, self.findings, self.workbook)
        return tuple(name for name in found if name is not None)


def export_options(command: Command) -> Command:
    """`--scores`, `--judgements`, `--findings` and `--workbook`."""
    endings = "the ending of its name says which kind: .csv, .json or .parquet."
    for name, holds in (
        ("findings", "what was noticed in the data"),
        ("judgements", "what was decided about each question of each case"),
        ("scores", "every score"),
    ):
        command = click.option(
            f"--{name}", metavar="FILE", help=f"Also write {holds} to this file; {endings}"
        )(command)
    return workbook_option(command)


def workbook_option(command: Command) -> Command:
    """`--workbook`."""
    return click.option(
        "--workbook",
        metavar="FILE",
        help="Also write an Excel workbook (.xlsx): scores, questions, judgements, findings, a data dictionary.",
    )(command)


def exports_in(how: dict[str, Any], others: Sequence[str]) -> Exports:
    """The files asked for, taken out of click's values; a complaint where one cannot be, or is to be read."""
    return to_export(
        Exports(*(how.pop(name) for name in ("scores", "judgements", "findings", "workbook"))), others
    )


def to_export(exports: Exports, others: Sequence[str]) -> Exports:
    """The same files, beside others to be written; a complaint where one cannot be."""
    for name in (exports.scores, exports.judgements, exports.findings):
        if name is not None and Path(name).suffix.lower() not in TABLES:
            raise wrong(f"expected a file whose name ends in .csv, .json or .parquet, found `{name}`")
    if exports.workbook is not None and Path(exports.workbook).suffix.lower() != ".xlsx":
        raise wrong(f"expected a workbook whose name ends in .xlsx, found `{exports.workbook}`")
    there = [Path(name).resolve() for name in (*exports.names, *others)]
    if len(set(there)) < len(there):
        raise wrong("expected a file of its own for each thing to be written, found one named twice")
    return exports


@contextmanager
def exporting(exports: Exports) -> "Generator[Exporting]":
    """Gives the files asked for, to be written as the batch is judged. A complaint where one cannot be."""
    for name in exports.names:
        refuse_target(name)
    with ExitStack() as files:
        try:
            yield Exporting(exports, files)
        except OSError as error:
            raise wrong(
                f"`{error.filename or exports.names[0]}` cannot be written: {why_refused(error)}"
            ) from None


class Exporting:
    """The files asked for while they are written."""

    def __init__(self, exports: Exports, files: ExitStack) -> None:
        self._exports = exports
        self._parts: list[RowsOfParts] = []
        self._rows: RowsOfSheet | None = None
        if exports.judgements is not None or exports.findings is not None:
            from aboveline.report import part_files, part_rows  # noqa: PLC0415 (only where a file is asked for)

            for name, kind, rows in (
                (exports.judgements, "judgements", part_rows.judgement_rows),
                (exports.findings, "findings", part_rows.finding_rows),
            ):
                if name is not None:
                    self._parts.append(files.enter_context(part_files.PartFile(name, kind, rows)))
        if exports.workbook is not None:
            from aboveline.report import part_rows  # noqa: PLC0415

            self._rows = part_rows.WorkbookRows()

    @property
    def takers(self) -> "tuple[Taker, ...]":
        """What is to be given the parts of the batch."""
        return (*self._parts, *([self._rows] if self._rows is not None else []))

    def finish(self, view: "View", run: "Run") -> None:
        """Put every file into its place, once all of them are made."""
        made: list[tuple[str, bytes]] = []
        if self._exports.scores is not None:
            made.append((self._exports.scores, _scores(self._exports.scores, view)))
        if self._exports.workbook is not None and self._rows is not None:
            from aboveline.report.workbook import workbook  # noqa: PLC0415

            made.append((self._exports.workbook, workbook(view, run.framework, self._rows.rows)))
        self._add_findings(run)
        for part in self._parts:
            part.finish()
        for name, data in made:
            replace_file(name, data)

    def _add_findings(self, run: "Run") -> None:
        """Add to the file of findings those that are of no part of the batch."""
        if self._exports.findings is None:
            return
        from aboveline.report.part_rows import rows_of_findings  # noqa: PLC0415 (only where it is asked for)

        if run.of_inspection:
            self._parts[-1].add(rows_of_findings(run.framework, run.of_inspection))


def _scores(name: str, view: "View") -> bytes:
    from aboveline.report.documents import document_bytes  # noqa: PLC0415 (only where a file is asked for)
    from aboveline.report.scores_json import scores_json  # noqa: PLC0415
    from aboveline.report.table_files import WRITERS  # noqa: PLC0415
    from aboveline.report.tables import scores_table  # noqa: PLC0415

    ending = Path(name).suffix.lower()
    return document_bytes(scores_json(view)) if ending == ".json" else WRITERS[ending](scores_table(view))
