"""Writes criteria files anew where a command changes them: all of them or none, and only those that are as they were read."""

from collections.abc import Mapping
from pathlib import Path

from aboveline import workspace
from aboveline.cli.options import wrong
from aboveline.cli.output import replace_together, spare_run
from aboveline.source import Source
from aboveline.workspace import Workspace


def folder_of(loaded: Workspace) -> Path:
    """The folder whose files can be changed; a complaint where the framework is built in."""
    folder = Path(loaded.name)
    if not folder.is_dir():
        raise wrong(f"expected a folder of criteria files to mend, found `{loaded.name}`, which is built in")
    return folder


def write_criteria(loaded: Workspace, changed: Mapping[str, Source]) -> None:
    """Write the new texts of some of a framework's files in the place of the old ones."""
    folder = folder_of(loaded)
    before = workspace.criteria_files(loaded)
    if before is None:
        raise wrong("the criteria files were changed while they were looked at; run it again")
    written: dict[Path, bytes] = {}
    for file, source in changed.items():
        path = folder / Path(file).name
        spare_run(path)
        written[path.resolve()] = _with_mark(before[path.name]) + source.text.encode("utf-8")
    replace_together(written)


def _with_mark(before: bytes) -> bytes:
    """The mark some editors put at the beginning of a file, where it had one."""
    return b"\xef\xbb\xbf" if before.startswith(b"\xef\xbb\xbf") else b""
