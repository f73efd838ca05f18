"""Finds files by the names people give them, and reads them: the criteria of a framework, and files of records.

A name that is not there is met with what is near to it; what cannot be read, with why.
"""

import os
import re
from collections.abc import Sequence
from glob import glob
from pathlib import Path

from aboveline import bundled
from aboveline.diagnostics import Diagnostic, Diagnostics, Label, nearest, why_refused
from aboveline.records.raw import Form
from aboveline.records.read import Input
from aboveline.source import Source, Span
from aboveline.syntax.decode import source_of

#: Codes of what is wrong with the way something was asked for, rather than with what a file says.
ASKED_WRONGLY = frozenset({"no-such-framework", "not-a-framework", "no-criteria-files", "no-such-file"})

#: Files smaller than this are read into memory where they are named; larger ones stay on the disk until they are read.
_IN_MEMORY = 1 << 24

#: What makes a name a pattern for names.
_PATTERN = re.compile(r"[*?\[]")


def named(names: Sequence[str]) -> tuple[tuple[str, ...], Diagnostics]:
    """The files some names stand for: a pattern such as `cases/*.csv` for all that fit it, and each of them once."""
    found: list[str] = []
    wrong: list[Diagnostic] = []
    for name in names:
        if not _PATTERN.search(name) or Path(name).exists():
            found.append(name)
            continue
        there = glob(name, recursive=True)  # noqa: PTH207 (a Path takes no pattern from the root)
        fitting = sorted((p for p in there if Path(p).is_file() and not _marks_open(p)), key=_natural)
        found.extend(p for p in fitting if p not in found)
        if not fitting:
            wrong.append(Diagnostic("no-such-file", f"there is no file that fits `{name}`"))
    return tuple(found), tuple(wrong)


def _natural(name: str) -> tuple[tuple[str, int], ...]:
    """What puts `cases-2.csv` before `cases-10.csv`."""
    return tuple((text, int(digits or 0)) for text, digits in re.findall(r"(\D*)(\d*)", name))


def read(name: str, form: Form | None = None, sheet: str | None = None) -> tuple[Input | None, Diagnostics]:
    """The bytes of a file of records, under the name they are shown by."""
    path = Path(name)
    if _marks_open(name) and path.is_file():
        return None, (_mark_of_open(name),)
    try:
        with path.open("rb") as file:
            found = os.fstat(file.fileno())
            if found.st_size > _IN_MEMORY:
                return Input(name, path, form, sheet, found.st_mtime_ns), ()
            return Input(name, file.read(), form, sheet), ()
    except FileNotFoundError:
        near = _near_file(path)
        help_ = (
            f"did you mean `{near}`?"
            if near
            else "fetch it first, and give the file"
            if "://" in name
            else None
        )
        return None, (Diagnostic("no-such-file", f"there is no file `{name}`", help=help_, suggestion=near),)
    except IsADirectoryError:
        return None, (_folder_for_a_file(name),)
    except OSError as error:
        return None, (_unreadable(name, error),)


#: How the names begin of the small files that Excel, and LibreOffice, keep beside a file while it is open.
_OPEN_MARKS = ("~$", ".~lock.")


def _marks_open(name: str) -> bool:
    return Path(name).name.startswith(_OPEN_MARKS)


def _mark_of_open(name: str) -> Diagnostic:
    path = Path(name)
    marked = path.name
    for start in _OPEN_MARKS:
        marked = marked.removeprefix(start)
    marked = path.with_name(marked.rstrip("#")).as_posix()
    message = f"expected a file of records, found `{name}`, which only says that `{marked}` is open in another program"
    return Diagnostic("no-such-file", message, help=f"give `{marked}`", suggestion=marked)


def _folder_for_a_file(name: str) -> Diagnostic:
    path = Path(name)
    help_ = "name the file inside it"
    if (path / "manifest.json").is_file():
        help_ = "it seems to be a sealed run: that stands in place of FRAMEWORK and CASES, or is compared with others (--population)"
    elif criteria_in(path):
        help_ = "it holds criteria files: a framework comes first, and files after it"
    return Diagnostic("no-such-file", f"expected a file, found the folder `{name}`", help=help_)


def criteria_in(folder: Path) -> tuple[Path, ...]:
    """The criteria files of a folder, in the order of their names."""
    return tuple(sorted((p for p in folder.glob("*.criteria") if p.is_file()), key=lambda p: p.name))


def framework_folder(name: str) -> tuple[Path | None, Diagnostics]:
    """The folder of that name, or of the bundled framework of that name."""
    path = Path(name)
    if path.is_dir():
        return path, ()
    if path.exists():
        message = f"expected a folder of criteria files, found the file `{name}`"
        help_ = (
            f"give the folder it is in, `{path.parent}`: a framework is all the criteria files of a folder"
            if path.suffix == ".criteria"
            else f"{_frameworks()}; cases come after it, as in `aboveline score cci-2012 {name}`"
        )
        return None, (Diagnostic("not-a-framework", message, help=help_),)
    folder = bundled.framework_folder(name)
    if folder is not None:
        return folder, ()
    near = _near_folder(path)
    offered = f"did you mean `{near}`?" if near else _frameworks()
    message = f"there is no folder `{name}`, and no framework of that name is built in"
    return None, (Diagnostic("no-such-framework", message, help=offered, suggestion=near),)


def _frameworks() -> str:
    known = ", ".join(f"`{n}`" for n in bundled.framework_names())
    return f"give a folder of criteria files, or one that is built in: {known}"


def _near_folder(path: Path) -> str | None:
    beside = {p.name for p in _listed(path.parent) if p.is_dir()}
    near = nearest(path.name, beside)
    if near:
        return (path.parent / near).as_posix()
    return nearest(path.name, bundled.framework_names())


def _near_file(path: Path) -> str | None:
    near = nearest(path.name, {p.name for p in _listed(path.parent) if p.is_file()})
    return (path.parent / near).as_posix() if near else None


def _listed(folder: Path) -> tuple[Path, ...]:
    try:
        return tuple(folder.iterdir())
    except OSError:
        return ()


def read_sources(folder: Path, shown: str) -> tuple[dict[str, Source], Diagnostics]:
    """The text of every criteria file of a folder, by the name it is shown by, in the order of the names."""
    paths = criteria_in(folder)
    if not paths:
        return {}, (_no_criteria(folder, shown),)
    sources: dict[str, Source] = {}
    wrong: list[Diagnostic] = []
    for path in paths:
        name = (Path(shown) / path.name).as_posix()
        try:
            source, found = source_of(path.read_bytes(), name)
        except OSError as error:
            source, found = None, (_unreadable(name, error),)
        wrong.extend(found)
        if source is not None:
            sources[name] = source
    return sources, tuple(wrong)


def texts_in(name: str, ending: str) -> tuple[dict[str, bytes], Diagnostics]:
    """The bytes of every file in a folder, and in the folders in it, whose name has an ending; by the name it is shown by."""
    folder = Path(name)
    if not folder.is_dir():
        if folder.exists():
            message = f"expected a folder, found the file `{name}`"
            return {}, (Diagnostic("no-such-file", message, help="give the folder that the texts are in"),)
        near = _near_folder(folder)
        help_ = f"did you mean `{near}`?" if near else None
        return {}, (Diagnostic("no-such-file", f"there is no folder `{name}`", help=help_, suggestion=near),)
    found: dict[str, bytes] = {}
    wrong: list[Diagnostic] = []
    for path in sorted(p for p in folder.rglob(f"*{ending}") if p.is_file()):
        try:
            found[path.as_posix()] = path.read_bytes()
        except OSError as error:
            wrong.append(_unreadable(path.as_posix(), error))
    return found, tuple(wrong)


def _no_criteria(folder: Path, shown: str) -> Diagnostic:
    inside = sorted(p.name for p in _listed(folder) if p.is_dir() and any(p.glob("*.criteria")))
    ended = sorted(p.name for p in folder.glob("*.criteria.*") if p.is_file())
    help_ = (
        _rename(ended[0])
        if ended and not inside
        else f"did you mean the folder `{(Path(shown) / inside[0]).as_posix()}` inside it?"
        if inside
        else "the names of criteria files end in `.criteria`"
    )
    return Diagnostic(
        "no-criteria-files", f"expected criteria files in the folder `{shown}`, found none", help=help_
    )


def _rename(name: str) -> str:
    """What to do with `a.criteria.txt`, as editors on Windows call a file whose ending they hide."""
    return (
        f"rename `{name}` to `{name[: name.index('.criteria')]}.criteria`; Windows may hide how its name ends"
    )


def _unreadable(name: str, error: OSError) -> Diagnostic:
    help_ = (
        "if it is open in another program such as Excel, close it there"
        if isinstance(error, PermissionError)
        else None
    )
    message = f"`{name}` cannot be read: {why_refused(error)}"
    return Diagnostic("cannot-read-file", message, (Label(Span(name, 0, 0)),), help_)
