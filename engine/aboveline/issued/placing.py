"""Puts the files of a report in their places as one thing, even where the process is killed half way.

All files wait beside their places, whole. Then a journal is written beside the manifest that lists them, and only then they are
renamed into their places, one after another. Whoever finds the journal of a process that is gone can do the rest, as often as
it takes: what still waits is put in its place, what does not is there already. So a report is the one before or the new one
for every command that looks here first.

A journal says only what waits, and with which digest. Where that belongs follows from the name under which it waits, in the
same folder: so nobody can write a journal that moves a file of others anywhere.
"""

import contextlib
import json
import os
import re
import shutil
import sys
from collections.abc import Generator, Iterator, Sequence
from pathlib import Path
from typing import Any, Literal, cast

from aboveline.frozen import frozen
from aboveline.issued.guard import why_kept
from aboveline.issued.manifest import ENDING
from aboveline.run.folder import digest_of

#: What the names end in of a folder of case pages that waits for its place, and of one that makes room for it.
NEXT_PAGES, LAST_PAGES = ".next-pages", ".last-pages"

_JOURNAL = ".placing"
_PART = re.compile(r"\.(.+)\.\w+\.part", re.DOTALL)

#: What came of a journal: all is in its place now; its process is still at work; or too much is gone, and it was taken away.
Came = Literal["finished", "at work", "beyond"]


@frozen
class _Placing:
    """What a journal lists: each file that waits, with its digest, and the folder of case pages that does."""

    parts: tuple[tuple[Path, str], ...]
    pages: Path | None


def place_of(waits: Path) -> Path | None:
    """Where a file belongs that waits under this name; None where nothing waits under such names."""
    named = _PART.fullmatch(waits.name)
    return None if named is None else waits.with_name(named[1])


@contextlib.contextmanager
def journal(manifest: Path, parts: Sequence[Path], pages: Path | None) -> Generator[None]:
    """Meanwhile a journal lists what waits to be put in its place, for the case that this process is killed. Raises OSError."""
    at, here = _journal_of(manifest), manifest.absolute().parent
    for one in parts:
        _sync(one)
    document = {
        "version": 1,
        "kind": "placing",
        "parts": [{"path": _from(here, one), "sha256": digest_of(one)} for one in parts],
        "pages": None if pages is None else _from(here, pages),
    }
    beside = at.with_name(f"{at.name}.{os.urandom(4).hex()}")
    try:
        with beside.open("xb") as file:
            file.write(json.dumps(document, indent=2).encode())
            file.flush()
            os.fsync(file.fileno())
            _lock(file.fileno())
            beside.replace(at)
            yield
    finally:
        beside.unlink(missing_ok=True)
        at.unlink(missing_ok=True)


def finish(manifest: Path) -> Came | None:
    """Put in its place what a killed process left waiting of the report with this manifest; None where it left nothing. Raises OSError."""
    at = _journal_of(manifest)
    try:
        file = at.open("r+b")
    except FileNotFoundError:
        return None
    with file:
        try:
            _lock(file.fileno())
        except OSError:
            return "at work"
        found = _read(at, file.read())
        if found is None or not _can_be_finished(found):
            came: Came = "beyond"
        else:
            _finish(found)
            came = "finished"
        for one, _ in () if found is None else found.parts:
            one.unlink(missing_ok=True)
            _sweep(one)
        at.unlink(missing_ok=True)
    return came


def left_waiting(name: str) -> Iterator[Path]:
    """The manifests of the reports of which a file of this name, or its manifest, may still wait to be put in its place."""
    path = Path(name).absolute()
    if not path.parent.is_dir():
        return
    for one in sorted(path.parent.glob(f".*{ENDING}{_JOURNAL}")):
        manifest = one.with_name(one.name.removeprefix(".").removesuffix(_JOURNAL))
        found = _read(one, one.read_bytes())
        places = () if found is None else (place_of(part) for part, _ in found.parts)
        if path in {manifest, *places}:
            yield manifest


def _journal_of(manifest: Path) -> Path:
    here = manifest.absolute()
    return here.with_name(f".{here.name}{_JOURNAL}")


def _from(folder: Path, path: Path) -> str:
    try:
        return Path(os.path.relpath(path.absolute(), folder)).as_posix()
    except ValueError:  # another drive
        return path.absolute().as_posix()


def _read(at: Path, data: bytes) -> _Placing | None:
    """What a journal lists; None where it is none of ours."""
    try:
        document = cast("dict[str, Any]", json.loads(data))
        parts = tuple((_to(at, one["path"]), str(one["sha256"])) for one in document["parts"])
        pages = None if document["pages"] is None else _to(at, document["pages"])
    except (ValueError, KeyError, TypeError):
        return None
    named = all(place_of(one) is not None for one, _ in parts)
    of_pages = pages is None or (pages.name.startswith(".") and pages.name.endswith(NEXT_PAGES))
    return _Placing(parts, pages) if document.get("kind") == "placing" and named and of_pages else None


def _to(journal: Path, path: str) -> Path:
    return Path(os.path.normpath(journal.parent / path))


def _can_be_finished(found: _Placing) -> bool:
    """Whether every file is in its place or waits as it was written, and nothing final would be written over."""
    for waits, sha256 in found.parts:
        place = place_of(waits)
        if place is None:
            return False
        if waits.is_file():
            if digest_of(waits) != sha256 or why_kept(str(place)) is not None:
                return False
        elif not place.is_file() or digest_of(place) != sha256:
            return False
    return True


def _finish(found: _Placing) -> None:
    if found.pages is not None:
        name = found.pages.name.removeprefix(".").removesuffix(NEXT_PAGES)
        place, last = found.pages.with_name(name), found.pages.with_name(f".{name}{LAST_PAGES}")
        if found.pages.is_dir():
            if os.path.lexists(place):
                shutil.rmtree(last, ignore_errors=True)
                place.rename(last)
            found.pages.rename(place)
        shutil.rmtree(last, ignore_errors=True)
    for waits, _ in found.parts:
        place = place_of(waits)
        if place is not None and waits.is_file():
            waits.replace(place)


def _sweep(part: Path) -> None:
    """Take away what a killed process had kept of the file that stood in a place before."""
    place = place_of(part)
    if place is not None:
        kept = re.compile(rf"\.{re.escape(place.name)}\.\w+\.kept")
        for one in part.parent.iterdir():
            if kept.fullmatch(one.name):
                one.unlink(missing_ok=True)


def _sync(path: Path) -> None:
    with path.open("r+b") as file:
        os.fsync(file.fileno())


def _lock(handle: int) -> None:
    """Have it known that a process is at work; raises OSError where another one is. Elsewhere than on POSIX nothing is known."""
    if sys.platform != "win32":
        import fcntl  # noqa: PLC0415 (not everywhere)

        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
