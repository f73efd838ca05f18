"""`aboveline format`: criteria files in their layout."""

import re
import sys
from codecs import BOM_UTF8
from collections.abc import Iterator, Sequence
from difflib import unified_diff
from pathlib import Path
from typing import TYPE_CHECKING

import click

from aboveline.cli import exits
from aboveline.cli.options import wrong
from aboveline.cli.output import ink_for, rewrite, say, spare_run, write_out
from aboveline.diagnostics import why_refused
from aboveline.frozen import frozen

if TYPE_CHECKING:
    from aboveline.diagnostics import Diagnostics
    from aboveline.report.ink import Ink, Style
    from aboveline.source import Source

HELP = """Tidy criteria files: the same words and comments, with spaces and line ends as they are everywhere.

PATH is a criteria file, or a folder: then all criteria files in it, and in the folders in it, are meant.
- is standard input, which comes out tidied on standard output. Only files that change are written. A file
with slips in its syntax is left as it is, and the slips are shown.

\b
Examples:
  aboveline format criteria/cci-2012
  aboveline format criteria/cci-2012 --check
  aboveline format criteria/cci-2012/facts.criteria --diff
"""

_STANDARD_INPUT = "-"

#: How lines end elsewhere than here.
_OTHER_END = re.compile(rb"\r\n?")


@frozen
class _File:
    """A file as it is, and as it would be. `source` is None where it is no text, `tidied` where it has slips."""

    name: str
    path: Path
    data: bytes
    source: "Source | None"
    tidied: bytes | None
    wrong: "Diagnostics"

    @property
    def changes(self) -> bool:
        """Whether it is not in its layout."""
        return self.tidied not in {None, self.data}


@click.command("format", help=HELP)
@click.argument("paths", metavar="PATH…", nargs=-1, required=True)
@click.option(
    "--check",
    is_flag=True,
    help="Write nothing; name the files that would change; exit code 1 where there are any.",
)
@click.option("--diff", is_flag=True, help="Write nothing; show what would change.")
def command(*, paths: tuple[str, ...], check: bool, diff: bool) -> int:
    """Tidy criteria files."""
    piped = paths == (_STANDARD_INPUT,)
    files = [_opened("standard input", Path())] if piped else [_opened(str(p), p) for p in _named(paths)]
    refused = _show_slips(files)
    changing = [file for file in files if file.changes]
    written = changing
    if diff:
        _show_differences(changing)
    elif piped and not check:
        write_out("".join(file.tidied.decode() for file in files if file.tidied))
    elif not check:
        written = [file for file in changing if _written(file)]
    if not diff and (check or not piped):
        _name(written, "would change" if check else "tidied")
    if check or not piped:
        _count(files, written, "would change" if check or diff else "tidied")
    if len(written) < len(changing):
        return exits.WRONG_USAGE
    return exits.INPUT_HAS_ERRORS if refused or (check and changing) else exits.FINE


# --- Files -----------------------------------------------------------------------------------------


def _named(names: Sequence[str]) -> list[Path]:
    """The criteria files meant, each once; a complaint where a name means none."""
    found: dict[Path, Path] = {}
    for name in names:
        path = Path(name)
        if name == _STANDARD_INPUT:
            raise wrong("expected `-` alone, or files and folders without it")
        if path.is_dir():
            inside = _inside(path)
            if not inside:
                raise wrong(f"there is no criteria file in `{name}`; their names end in `.criteria`")
        elif not path.is_file():
            raise wrong(f"there is no file or folder `{name}`")
        elif path.suffix != ".criteria":
            raise wrong(f"expected a criteria file, whose name ends in `.criteria`, found `{name}`")
        else:
            inside = [path]
        for each in inside:
            found.setdefault(each.resolve(), each)
    for each in found.values():
        spare_run(each)
    return list(found.values())


def _inside(folder: Path) -> list[Path]:
    """The criteria files in a folder and the folders in it, but for hidden ones and sealed runs."""
    from aboveline.run.opened import is_run  # noqa: PLC0415 (only folders ask)

    found = sorted(p for p in folder.glob("*.criteria") if p.is_file())
    for inner in sorted(p for p in folder.iterdir() if p.is_dir() and not p.is_symlink()):
        if not inner.name.startswith(".") and not is_run(str(inner)):
            found += _inside(inner)
    return found


def _opened(name: str, path: Path) -> _File:
    from aboveline.syntax.decode import source_of  # noqa: PLC0415 (--help needs none of it)
    from aboveline.syntax.layout import laid_out  # noqa: PLC0415

    try:
        data = path.read_bytes() if path.name else sys.stdin.buffer.read()
    except OSError as error:
        raise wrong(f"`{name}` cannot be read: {why_refused(error)}") from None
    source, unreadable = source_of(data, Path(name).as_posix())
    if source is None:
        return _File(name, path, data, None, None, unreadable)
    text, slips = laid_out(source)
    tidied = None if any(slip.is_error for slip in slips) else text.encode()
    return _File(name, path, data, source, tidied, slips)


def _written(file: _File) -> bool:
    """Whether a file could be written."""
    try:
        rewrite(file.path, file.tidied or b"")
    except OSError as error:
        say(f"`{file.name}` cannot be written: {why_refused(error)}")
        return False
    return True


# --- What is said ----------------------------------------------------------------------------------


def _show_slips(files: Sequence[_File]) -> bool:
    """Show what is wrong with the files that have slips; whether any has."""
    from aboveline.report.diagnostics_text import count_line, diagnostics_text  # noqa: PLC0415

    slips = [slip for file in files for slip in file.wrong]
    if slips:
        sources = {file.source.name: file.source for file in files if file.source}
        say(diagnostics_text(slips, sources, ink_for(sys.stderr)))
        say(f"\n{count_line(slips)}; what has errors is left as it is")
    return bool(slips)


def _show_differences(files: Sequence[_File]) -> None:
    ink = ink_for(sys.stdout)
    write_out("".join(f"{line}\n" for file in files for line in _difference(file, ink)))
    for file in files:
        for remark in _of_all_lines(file):
            say(f"{file.name}: {remark}")


def _difference(file: _File, ink: "Ink") -> Iterator[str]:
    """The lines that would change but for how they end, in the form that `diff` and `patch` know."""
    before, after = _lines(_plain(file.data)), _lines(_plain(file.tidied or b""))
    for line in unified_diff(before, after, file.name, f"{file.name} (tidied)"):
        style: Style | None = "good" if line[0] == "+" else "error" if line[0] == "-" else None
        shown = line.removesuffix("\n")
        yield ink(shown, style) if style else shown
        if shown == line:
            yield "\\ No newline at end of file"


def _of_all_lines(file: _File) -> Iterator[str]:
    """What would change that no line shows: how lines end, and a mark before the first."""
    after = file.tidied or b""
    ends = len(_OTHER_END.findall(file.data)) - len(_OTHER_END.findall(after))
    if ends:
        every = "every line" if ends == _plain(file.data).count("\n") else f"{ends:,} of the lines"
        yield f"{every} would end in a line feed alone (`LF`), not as on Windows (`CR LF`) or old Macs (`CR`)"
    if file.data.startswith(BOM_UTF8) and not after.startswith(BOM_UTF8):
        yield "the mark before the first line that says it is UTF-8 would go"


def _plain(data: bytes) -> str:
    """A text with lines that end in a line feed alone."""
    return _OTHER_END.sub(b"\n", data.removeprefix(BOM_UTF8)).decode()


def _lines(text: str) -> list[str]:
    *lines, last = text.split("\n")
    return [*(f"{line}\n" for line in lines), *([last] if last else [])]


def _name(files: Sequence[_File], done: str) -> None:
    """Name the files that changed, or would."""
    write_out("".join(f"{done}: {file.name}\n" for file in files))


def _count(files: Sequence[_File], written: Sequence[_File], done: str) -> None:
    """How many files changed, or would, and how many not."""
    alike = sum(file.tidied == file.data for file in files)
    slips = sum(file.tidied is None for file in files)
    parts = [_counted(len(written), done), _counted(alike, "already tidy")]
    parts.append(_counted(slips, "left as it is, with slips in it", "left as they are, with slips in them"))
    say(", ".join(part for part in parts if part) or "no file was tidied")


def _counted(count: int, what: str, of_several: str | None = None) -> str:
    return f"1 file {what}" if count == 1 else f"{count} files {of_several or what}" if count else ""
