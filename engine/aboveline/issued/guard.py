"""Says why nothing may be written under a name: what is final, and what is sealed, stays as it is.

A final report is known by what its files say of themselves, so that it does not help to rename it or to take its manifest
away; by its manifest its other files are known too, whatever they are. Against a person who wants it gone nothing here
helps; against a command that was run once too often it does.
"""

import os
from pathlib import Path

from aboveline.issued.manifest import ENDING
from aboveline.issued.stages import manifest_in, marked
from aboveline.run import manifest as m

_FINAL = "final"


def why_kept(target: str) -> str | None:
    """Why nothing may be written under a name, in words that follow that name; None where it may."""
    path = Path(target)
    found = marked(path)
    if found is not None and found.stage == _FINAL:
        return {
            "page": "is a final report, which is never written over",
            "document": "is marked as final, and is never written over",
            "manifest": "is the manifest of a final report, and is never written over",
            "case": "is a page of a final report, and is never written over",
        }[found.of]
    owner = _final_owner(path)
    if owner is not None:
        return f"belongs to the final report that `{owner}` lists, and is never written over"
    return why_closed(target)


def why_closed(target: str) -> str | None:
    """Why nothing may be written into the folders a name stands in; None where it may."""
    for folder in Path(target).absolute().parents:
        first = folder / "1.html"
        found = marked(first)
        if found is not None and (found.stage, found.of) == (_FINAL, "case"):
            return f"stands in `{folder.name}`, the case pages of a final report, where nothing is added"
        if (folder / m.MANIFEST).is_file() and (folder / m.SEAL).is_file():
            return f"stands in the sealed run `{folder.name}`, whose files stay as they were sealed"
    return None


def _final_owner(path: Path) -> str | None:
    """The name of the manifest, beside a file, of a final report that has that file."""
    here = path.absolute()
    try:
        beside = sorted(one for one in here.parent.iterdir() if one.name.lower().endswith(ENDING))
    except OSError:
        return None
    for one in beside:
        document = manifest_in(one)
        if document is None or document["stage"] != _FINAL:
            continue
        if any(_is(here, one.parent, str(listed.get("path", ""))) for listed in document["files"]):
            return one.name
    return None


def _is(path: Path, folder: Path, listed: str) -> bool:
    return os.path.normcase(os.path.normpath(folder / listed)) == os.path.normcase(os.path.normpath(path))
