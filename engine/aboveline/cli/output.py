"""Puts what a command has to say where it belongs: a terminal, another program, or a file."""

import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Any, TextIO

import click

from aboveline.cli import exits
from aboveline.cli.options import wrong
from aboveline.diagnostics import why_refused
from aboveline.report.documents import document_text
from aboveline.report.ink import Ink, coloured, plain

#: The endings of files that tables are written to.
TABLES = (".csv", ".json", ".parquet")


def ink_for(stream: TextIO, output: str | None = None) -> Ink:
    """Colours where the stream is a terminal that wants them, none elsewhere."""
    unwanted = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
    return coloured if output is None and stream.isatty() and not unwanted else plain


def width_for(stream: TextIO) -> int:
    """How wide text may be: the terminal's own width within reason, 100 columns for a file."""
    return max(60, min(shutil.get_terminal_size((100, 24)).columns, 120)) if stream.isatty() else 100


def write(text: str, output: str | None) -> None:
    """Write to the file, or to standard output; the file is replaced only when everything is in it."""
    text = text if text.endswith("\n") else text + "\n"
    if output is None or output == "-":
        write_out(text)
        return
    replace_file(output, text.encode("utf-8"))


def replace_file(output: str, data: bytes) -> None:
    """Write to the file, which is replaced only when everything is in it."""
    refuse_target(output)
    try:
        _replace(Path(output), data)
    except OSError as error:
        raise _cannot_be_written(Path(output), error) from None


def rewrite(path: Path, data: bytes) -> None:
    """Write a criteria file anew, the file itself where the path is a link to it; raises OSError where that cannot be done."""
    _replace(path.resolve(), data)


def spare_run(path: Path) -> None:
    """A complaint where a criteria file belongs to a sealed run, which would no longer hold."""
    from aboveline.run.opened import is_run  # noqa: PLC0415 (only what writes criteria anew asks)

    if any(is_run(str(parent)) for parent in path.resolve().parents):
        raise wrong(f"`{path.as_posix()}` belongs to a sealed run, whose files stay as they were sealed")


def refuse_target(output: str) -> None:
    """A complaint where nothing can be written under this name."""
    path = Path(output)
    if path.is_dir():
        raise wrong(f"expected a file to write to, found the folder `{output}`")
    if not path.resolve().parent.is_dir():
        raise wrong(f"`{output}` cannot be written: there is no folder `{path.parent}`")
    if path.suffix == ".criteria":
        raise wrong(f"expected a file of its own to write to, found the criteria file `{output}`")
    from aboveline.issued.guard import why_kept  # noqa: PLC0415 (only what writes a file asks)

    kept = why_kept(output)
    if kept is not None:
        raise wrong(f"`{output}` {kept}; write to another file")


def refuse_existing(output: str) -> None:
    """A complaint where a file of this name exists: what is suggested never takes the place of what is there."""
    if output != "-" and os.path.lexists(output):
        raise wrong(f"`{output}` exists already and is left alone; give the name of a new file")
    refuse_closed(output)


def refuse_closed(output: str) -> None:
    """A complaint where something new would stand in a folder that stays as it is."""
    from aboveline.issued.guard import why_closed  # noqa: PLC0415 (only what writes a file asks)

    closed = None if output == "-" else why_closed(output)
    if closed is not None:
        raise wrong(f"`{output}` {closed}; write it elsewhere")


def write_new(output: str, text: str) -> None:
    """Write a file that does not exist yet: there whole or not at all, and never in the place of another."""
    path = Path(output)
    try:
        handle, beside = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".part", dir=path.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(text.encode("utf-8"))
            Path(beside).chmod(0o666 & ~_umask())
            # Unlike a rename, a link is refused where something has come to stand there meanwhile.
            path.hardlink_to(beside)
        finally:
            Path(beside).unlink(missing_ok=True)
    except FileExistsError:
        refuse_existing(output)
        raise
    except OSError as error:
        raise wrong(f"`{output}` cannot be written: {why_refused(error)}") from None


def write_out(text: str) -> None:
    """Write to standard output as it is, and keep quiet where the program reading it has closed it."""
    reconfigure = getattr(sys.stdout, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(errors="replace")
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise click.exceptions.Exit(exits.READER_WENT_AWAY) from None


def write_json(document: dict[str, Any], output: str | None) -> None:
    """Write a JSON document."""
    write(document_text(document), output)


def say(text: str) -> None:
    """Something for the person at the terminal, on standard error, beside the output."""
    click.echo(text, err=True)


def _replace(path: Path, data: bytes) -> None:
    """Write beside the file, then put it in its place, so that a half-written file is never seen."""
    beside = _write_beside(path, data)
    try:
        beside.replace(path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise


def _write_beside(path: Path, data: bytes) -> Path:
    """A file beside another with what is to be in that; it is not there if it could not be written whole."""
    handle, beside = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".part", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        Path(beside).chmod(path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~_umask())
    except BaseException:
        Path(beside).unlink(missing_ok=True)
        raise
    return Path(beside)


#: What is done around the renames, given the files that wait beside their places.
Around = Callable[[Sequence[Path]], AbstractContextManager[None]]


def _nothing_around(_: Sequence[Path]) -> AbstractContextManager[None]:
    return nullcontext()


def replace_together(files: Mapping[Path, bytes], around: Around = _nothing_around) -> None:
    """Write several files: all are put in their places, or each is left as it was.

    None is replaced before everything is written beside them. Where one cannot be put in its place, those that were are
    put back. A process that is killed between two of them leaves some new and some as they were, unless what stands
    `around` sees to it.
    """
    beside, at = dict[Path, Path](), Path()
    try:
        for path, data in files.items():
            at = path
            beside[path] = _write_beside(path, data)
        with around(tuple(beside.values())):
            _rename_all(beside)
    except OSError as error:
        raise _cannot_be_written(at, error) from None
    finally:
        for left in beside.values():
            left.unlink(missing_ok=True)


def _rename_all(beside: Mapping[Path, Path]) -> None:
    """Put each file in its place, or all back where one cannot be."""
    kept, at = dict[Path, Path | None](), Path()
    try:
        for path, written in beside.items():
            at = path
            kept[path] = _kept_beside(path)
            written.replace(path)
    except BaseException as error:
        _put_back(kept)
        if isinstance(error, OSError):
            raise _cannot_be_written(at, error) from None
        raise
    finally:
        for left in kept.values():
            if left is not None:
                left.unlink(missing_ok=True)


def _cannot_be_written(path: Path, error: OSError) -> click.UsageError:
    is_held = isinstance(error, PermissionError) and path.is_file()
    hint = "; if it is open in another program such as Excel or Word, close it there" if is_held else ""
    return wrong(f"`{path}` cannot be written: {why_refused(error)}{hint}")


def _kept_beside(path: Path) -> Path | None:
    """Another name for what stands in a place, until all is done; None where nothing does."""
    if not os.path.lexists(path):
        return None
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".kept", dir=path.parent)
    os.close(handle)
    kept = Path(name)
    if path.is_symlink():
        kept.unlink()
        kept.symlink_to(path.readlink())
    else:
        shutil.copy2(path, kept)
    return kept


def _put_back(kept: Mapping[Path, Path | None]) -> None:
    """Put back what stood in each place before."""
    for path, before in kept.items():
        if before is None:
            path.unlink(missing_ok=True)
        else:
            before.replace(path)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
