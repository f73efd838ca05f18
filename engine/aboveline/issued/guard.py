"""Says why nothing may be written under a name: what is final, and what is sealed, stays as it is.

A final report is known by what its files say of themselves, so that it does not help to rename it or to take its manifest
away; by its manifest its other files are known too, whatever they are. Against a person who wants it gone nothing here
helps; against a command that was run once too often it does.
"""

from pathlib import Path

from aboveline.issued.stages import is_same_place, manifests_beside, marked, paths_listed
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
        beside = tuple(manifests_beside(here))
    except OSError:
        return None
    for one, document in beside:
        listed = paths_listed(one, document) if document["stage"] == _FINAL else ()
        if any(is_same_place(here, there) for there, _ in listed):
            return one.name
    return None
