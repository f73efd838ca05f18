"""Writes a folder so that it is there whole or not at all, whatever ends the process, and reads one back.

Everything is written into a folder beside the one to be, each file made sure to be on the disk, and
that folder is then renamed, which happens or does not. A process that is killed leaves a folder
called `.NAME.….unfinished-run`; whoever next writes NAME takes it away, unless its writer is still
at work, which a lock tells.
"""

import contextlib
import errno
import hashlib
import os
import shutil
import sys
from collections.abc import Generator, Mapping
from pathlib import Path

from aboveline.frozen import frozen
from aboveline.records.raw import Input

#: How the name of a folder ends that is still being written.
UNFINISHED = ".unfinished-run"


@frozen
class Written:
    """A file that was written: how long it is, and its SHA-256 digest in hexadecimal."""

    bytes: int
    sha256: str


class NewFolder:
    """A folder that is being written, beside the one it is to be."""

    def __init__(self, beside: Path) -> None:
        self._beside = beside
        #: What was written so far, by path within the folder.
        self.written: dict[str, Written] = {}

    def add(self, path: str, data: "bytes | Path") -> Written:
        """Write a file, or a copy of one; raises OSError, and ValueError where the path was written before."""
        if path in self.written:
            raise ValueError(path)
        if isinstance(data, bytes):
            _write(self._beside / path, data)
            found = Written(len(data), hashlib.sha256(data).hexdigest())
        else:
            found = _copy(data, self._beside / path)
        self.written[path] = found
        return found

    def drop(self, start: str) -> None:
        """Take away every file whose path begins so."""
        for path in [path for path in self.written if path.startswith(start)]:
            (self._beside / path).unlink()
            del self.written[path]


@contextlib.contextmanager
def new_folder(folder: Path) -> Generator[NewFolder]:
    """Gives a folder to write into, which becomes `folder` once all is written. Raises OSError, with nothing left of it.

    A folder of that name that holds anything is never touched: FileExistsError.
    """
    _refuse_existing(folder)
    _sweep(folder)
    beside = folder.with_name(f".{folder.name}.{os.urandom(6).hex()}{UNFINISHED}")
    beside.mkdir()
    try:
        with _held(beside):
            yield NewFolder(beside)
            for inside in (beside, *(p for p in beside.rglob("*") if p.is_dir())):
                _sync(inside)
            _refuse_existing(folder)
            beside.rename(folder)
    except BaseException:
        shutil.rmtree(beside, ignore_errors=True)
        raise
    _sync(folder.parent)


def write_whole(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write the files, by their paths within it, into a new folder. Raises OSError, with nothing left of it."""
    with new_folder(folder) as new:
        for path, data in files.items():
            new.add(path, data)


def digest_of(path: Path) -> str:
    """The SHA-256 digest of a file, in hexadecimal, read bit by bit."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def digest_of_input(one: Input) -> str:
    """The SHA-256 digest of a file that was given, held or lying where it is."""
    return hashlib.sha256(one.held).hexdigest() if isinstance(one.held, bytes) else digest_of(one.held)


def read_all(folder: Path) -> tuple[dict[str, bytes], tuple[str, ...]]:
    """Every file beneath a folder by its path within it, and the paths of what is there and is no file to be read."""
    found, others = list_all(folder)
    return {name: path.read_bytes() for name, path in found.items()}, others


def list_all(folder: Path) -> tuple[dict[str, Path], tuple[str, ...]]:
    """The same without reading the files: where each of them is."""
    files: dict[str, Path] = {}
    others: list[str] = []
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_file() and not path.is_symlink():
            files[name] = path
        elif path.is_symlink() or not path.is_dir() or not any(path.iterdir()):
            others.append(name)
    return files, tuple(others)


def _refuse_existing(folder: Path) -> None:
    if os.path.lexists(folder):
        raise FileExistsError(errno.EEXIST, "it is there already", str(folder))


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("xb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _copy(source: Path, path: Path) -> Written:
    path.parent.mkdir(parents=True, exist_ok=True)
    size, found = 0, hashlib.sha256()
    with source.open("rb") as read, path.open("xb") as file:
        while block := read.read(1 << 22):
            file.write(block)
            found.update(block)
            size += len(block)
        file.flush()
        os.fsync(file.fileno())
    return Written(size, found.hexdigest())


def _sync(folder: Path) -> None:
    """Make sure the disk knows what the folder holds; where a system has no such thing, the rename alone must do."""
    if sys.platform == "win32":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextlib.contextmanager
def _held(folder: Path) -> Generator[None]:
    """Meanwhile nobody takes the folder for a dead process's. Raises OSError where another has it."""
    if sys.platform == "win32":
        yield
        return
    import fcntl  # noqa: PLC0415 (not everywhere)

    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    finally:
        os.close(handle)


def _sweep(folder: Path) -> None:
    """Take away what killed processes left of this folder."""
    if sys.platform == "win32":
        return
    start = f".{folder.name}."
    for left in folder.parent.iterdir():
        if left.name.startswith(start) and left.name.endswith(UNFINISHED) and left.is_dir():
            with contextlib.suppress(OSError), _held(left):
                shutil.rmtree(left)
