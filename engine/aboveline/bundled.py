"""Finds what travels with the package: frameworks of criteria, and JSON Schemas of what is read and written.

Both stand inside the package when it is installed, and at the top of the project in a checkout.
"""

import json
from pathlib import Path
from typing import Any, cast

_PACKAGE = Path(__file__).resolve().parent


def _home(kind: str) -> Path | None:
    """The folder of one kind of bundled thing, `criteria` or `schemas`, or None where there is none."""
    checkout = _PACKAGE.parent.parent
    for folder in (_PACKAGE / "_bundled" / kind, checkout / kind):
        if folder.is_dir() and (folder.parent.name == "_bundled" or (checkout / "pyproject.toml").is_file()):
            return folder
    return None


def framework_names() -> tuple[str, ...]:
    """The names of the bundled frameworks, sorted."""
    home = _home("criteria")
    return tuple(sorted(p.name for p in home.iterdir() if p.is_dir())) if home else ()


def framework_folder(name: str) -> Path | None:
    """The folder of the bundled framework of that name, or None."""
    home = _home("criteria")
    return home / name if home and name in framework_names() else None


def schema(name: str) -> dict[str, Any]:
    """The JSON Schema of one kind of output: `scores`, `explanation`, `run` and so on.

    Raises `FileNotFoundError` for a name that is none of these.
    """
    home = _home("schemas")
    if home is None:
        raise FileNotFoundError("the schemas that should travel with the package are not there")
    return cast("dict[str, Any]", json.loads((home / f"{name}.schema.json").read_text(encoding="utf-8")))
