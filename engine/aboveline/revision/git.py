"""Reads the criteria files of a folder as they were in a revision, by asking the program git."""

import subprocess
from pathlib import Path

from aboveline.diagnostics import Diagnostic
from aboveline.frozen import frozen


@frozen
class OfRevision:
    """A folder as it was in a revision: `HEAD~1:criteria/cci-2012`."""

    revision: str
    folder: str


def of_revision(name: str) -> OfRevision | None:
    """What a name of that form means; None where it is a folder that is there, or has another form."""
    revision, colon, folder = name.partition(":")
    if not colon or not revision.strip() or Path(name).exists():
        return None
    # C:\criteria is a folder that is not there, rather than one in the revision C.
    if len(revision) == 1 and folder[:1] in {"\\", "/"}:
        return None
    return OfRevision(revision, folder or ".")


class GitError(Exception):
    """What stands in the way of reading a revision, as a diagnostic."""

    def __init__(self, message: str, remedy: str | None = None) -> None:
        super().__init__(message)
        self.diagnostic = Diagnostic("no-such-framework", message, help=remedy)


def files_of(of: OfRevision) -> dict[str, bytes]:
    """The criteria files of a folder in a revision, by their names. Raises GitError where it cannot be had."""
    home = _nearest_folder(Path(of.folder))
    top = Path(_git(home, "rev-parse", "--show-toplevel", otherwise=_no_repository(of)).decode().strip())
    commit = _git(
        top,
        "rev-parse",
        "--verify",
        "--quiet",
        "--end-of-options",
        f"{of.revision}^{{commit}}",
        otherwise=_unknown(of),
    )
    try:
        within = Path(of.folder).resolve().relative_to(top.resolve()).as_posix()
    except ValueError:
        raise _no_repository(of) from None
    at = f"{commit.decode().strip()}:{'' if within == '.' else within}"
    nowhere = GitError(
        f"there is no folder `{of.folder}` in the revision `{of.revision}`",
        "the folder is named as it is from here, as in HEAD~1:criteria",
    )
    listed = _git(top, "ls-tree", "-z", "--name-only", at, otherwise=nowhere).decode().split("\0")
    names = sorted(name for name in listed if name.endswith(".criteria"))
    prefix = at if at.endswith(":") else f"{at}/"
    return {name: _git(top, "cat-file", "blob", prefix + name, otherwise=nowhere) for name in names}


def _nearest_folder(path: Path) -> Path:
    """The folder, or the first above it that is there: it may be gone by now."""
    whole = path.resolve()
    return next(one for one in (whole, *whole.parents) if one.is_dir())


def _git(home: Path, *arguments: str, otherwise: GitError) -> bytes:
    """What git prints. Raises what is given where it refuses, and another error where it is not there."""
    try:
        done = subprocess.run(  # noqa: S603 (what is asked is a list, and no shell reads it)
            ["git", "-C", str(home), *arguments],  # noqa: S607 (the git that a person's own PATH names)
            capture_output=True,
            check=False,
            stdin=subprocess.DEVNULL,
        )
    except OSError:
        raise GitError(
            "the program `git` was not found, and it is needed to read a revision",
            "install git, or give two folders",
        ) from None
    if done.returncode:
        raise otherwise
    return done.stdout


def _no_repository(of: OfRevision) -> GitError:
    return GitError(
        f"`{of.folder}` is not in a git repository, so it has no revision `{of.revision}`",
        "give a folder of a repository, or two folders",
    )


def _unknown(of: OfRevision) -> GitError:
    return GitError(
        f"there is no revision `{of.revision}` in the git repository of `{of.folder}`",
        "a revision is what git calls one: a tag, a branch, HEAD~1 for the commit before the last",
    )
