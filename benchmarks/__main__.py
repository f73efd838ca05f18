"""`python -m benchmarks`: measures all parts, or those asked for, one after the other in one process group."""

import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import click

import aboveline
from benchmarks import (
    choosing,
    cold_start,
    evaluators,
    explaining,
    formats,
    linting,
    memory,
    reporting,
    revising,
    screening,
    sealing,
)
from benchmarks.agreement import DisagreementError
from benchmarks.command import CRITERIA, ROOT
from benchmarks.peers import measured
from benchmarks.results import picture, write
from benchmarks.row import Row, as_text
from benchmarks.settings import Settings
from benchmarks.timing import CannotRunError

PARTS: Mapping[str, Callable[[Settings], Iterator[Row]]] = {
    "cold-start": cold_start.rows,
    "evaluators": evaluators.rows,
    "peers": measured.rows,
    "choosing": choosing.rows,
    "formats": formats.rows,
    "screening": screening.rows,
    "sealing": sealing.rows,
    "memory": memory.rows,
    "explaining": explaining.rows,
    "diff": revising.rows,
    "lint": linting.rows,
    "reporting": reporting.rows,
}


def _parts(_ctx: click.Context, _param: click.Parameter, text: str) -> tuple[str, ...]:
    parts = tuple(text.split(",")) if text else tuple(PARTS)
    unknown = [part for part in parts if part not in PARTS]
    if unknown:
        raise click.BadParameter(f"there is no part `{unknown[0]}`; there are {', '.join(PARTS)}")
    return parts


def _sizes(_ctx: click.Context, _param: click.Parameter, text: str) -> tuple[int, ...]:
    sizes = sorted({int(part) for part in text.split(",") if part.strip().isdecimal()})
    if len(sizes) < len(text.split(",")) or sizes[0] < 10:
        raise click.BadParameter(f"expected numbers of cases from 10 up, parted by commas, found `{text}`")
    return tuple(sizes)


@click.command(
    context_settings={"show_default": True, "max_content_width": 100},
    help="Measure Aboveline beside other ways to the same figures, and print ratios.",
)
@click.option(
    "--only",
    callback=_parts,
    default="",
    show_default="all of them",
    metavar="PART,…",
    help=f"Which to measure, of {', '.join(PARTS)}.",
)
@click.option(
    "--sizes", callback=_sizes, default="85,10000,100000,1000000", metavar="CASES,…", help="Numbers of cases."
)
@click.option(
    "--most-in-workbook",
    default=10_000,
    metavar="CASES",
    help="The most that .xlsx and .ods are measured with.",
)
@click.option(
    "--most-in-text",
    default=100_000,
    metavar="CASES",
    help="The most that JSON, NDJSON and long CSV are measured with.",
)
@click.option("--runs", default=5, help="How often each thing is measured.")
@click.option("--seconds", default=900.0, help="A process that takes longer is stopped.")
@click.option("--large", is_flag=True, help="Measure the memory of ten million cases too.")
@click.option(
    "--output",
    type=click.Path(file_okay=False, path_type=Path),
    default=ROOT / "build" / "benchmarks",
    show_default="build/benchmarks",
    metavar="FOLDER",
    help="Where the results are written.",
)
def main(*, only: tuple[str, ...], output: Path, **how: Any) -> None:  # noqa: ANN401 (click's values)
    """Print the table, and write it as JSON, as a page's tables and as a picture; ends with 1 where anything disagreed."""
    output.mkdir(parents=True, exist_ok=True)
    rows: list[Row] = []
    disagreements: list[str] = []
    with tempfile.TemporaryDirectory(dir=output) as scratch:
        settings = Settings(aboveline.load_framework(CRITERIA), Path(scratch), **how)
        for name in only:
            click.echo(f"measuring: {name}", err=True)
            try:
                rows.extend(PARTS[name](settings))
            except DisagreementError as error:
                disagreements.append(f"{name}: {error}; it was not timed")
            except (CannotRunError, subprocess.CalledProcessError) as error:
                rows.append(
                    Row(name, "cannot be measured", note=f"with this version of the command: {error}")
                )
            finally:
                # After every part, so that a run that is stopped leaves what it had.
                write(rows, disagreements, output)
    click.echo(as_text(rows))
    for line in disagreements:
        click.echo(f"\nDISAGREES  {line}")
    if not picture(rows, output):
        click.echo("\nNo picture: there is no matplotlib; `make bench` installs it.", err=True)
    sys.exit(1 if disagreements else 0)


if __name__ == "__main__":
    main()
