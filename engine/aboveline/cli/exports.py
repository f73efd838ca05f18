"""The files `aboveline score` can write beside its summary: tables for programs, and a workbook for people."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from aboveline.cli.options import wrong
from aboveline.cli.output import replace_file
from aboveline.frozen import frozen

if TYPE_CHECKING:
    from aboveline.report.view import View
    from aboveline.workspace import Run

Command = TypeVar("Command", bound=Callable[..., Any])

_TABLES = (".csv", ".json", ".parquet")


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
    return click.option(
        "--workbook",
        metavar="FILE",
        help="Also write an Excel workbook (.xlsx): scores, questions, judgements, findings, a data dictionary.",
    )(command)


def exports_in(how: dict[str, Any], others: Sequence[str]) -> Exports:
    """The files asked for, taken out of click's values; a complaint where one cannot be, or is to be read."""
    exports = Exports(*(how.pop(name) for name in ("scores", "judgements", "findings", "workbook")))
    for name in (exports.scores, exports.judgements, exports.findings):
        if name is not None and Path(name).suffix.lower() not in _TABLES:
            raise wrong(f"expected a file whose name ends in .csv, .json or .parquet, found `{name}`")
    if exports.workbook is not None and Path(exports.workbook).suffix.lower() != ".xlsx":
        raise wrong(f"expected a workbook whose name ends in .xlsx, found `{exports.workbook}`")
    there = [Path(name).resolve() for name in (*exports.names, *others)]
    if len(set(there)) < len(there):
        raise wrong("expected a file of its own for each thing to be written, found one named twice")
    return exports


def export(exports: Exports, view: "View", run: "Run") -> None:
    """Write each of the files asked for, once all of them are made."""
    if not exports.names:
        return
    from aboveline.report.scores_json import scores_json  # noqa: PLC0415 (only where a file is asked for)
    from aboveline.report.table_files import WRITERS, document_bytes  # noqa: PLC0415
    from aboveline.report.tables import findings_table, judgements_table, scores_table  # noqa: PLC0415

    made: list[tuple[str, bytes]] = []
    if exports.scores is not None:
        ending = Path(exports.scores).suffix.lower()
        whole = ending == ".json"
        made.append(
            (
                exports.scores,
                document_bytes(scores_json(view)) if whole else WRITERS[ending](scores_table(view)),
            )
        )
    if exports.judgements is not None:
        ending = Path(exports.judgements).suffix.lower()
        made.append((exports.judgements, WRITERS[ending](judgements_table(run))))
    if exports.findings is not None:
        ending = Path(exports.findings).suffix.lower()
        made.append((exports.findings, WRITERS[ending](findings_table(view))))
    if exports.workbook is not None:
        from aboveline.report.workbook import workbook  # noqa: PLC0415

        made.append((exports.workbook, workbook(view, run)))
    for name, data in made:
        replace_file(name, data)
