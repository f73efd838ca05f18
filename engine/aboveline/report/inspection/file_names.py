"""What a report calls the files it rests on: nothing in it says whose machine they lay on, or in which folders."""

from pathlib import Path


def name_in_report(name: str) -> str:
    """A file's name as a report has it: that of its folder and its own, where it is named from the root or from above."""
    path = Path(name)
    if path.is_absolute() or ".." in path.parts:
        return "/".join(one for one in path.parts[-2:] if one not in {path.anchor, ".."})
    return name
