"""Tells of a file whether it is a report of ours and of what stage, by what the file itself says, whatever it is called.

A page says so in a line of its head, a workbook or a Word document in its properties ("content status", as programs show
it), a PDF in its data about itself, a manifest in its `stage`. A copy that was saved again by a browser still says so.
"""

import json
import os
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

from aboveline.frozen import frozen
from aboveline.issued.manifest import ENDING

#: By so much of its beginning a page is known again.
_HEAD = 4096
#: Nothing longer is looked through.
_MOST = 1 << 28

_PAGE = re.compile(
    rb"<meta\b(?=[^>]*\bname\s*=\s*[\"']?aboveline-stage\b)[^>]*\bcontent\s*=\s*[\"']?(\w+)", re.IGNORECASE
)
_OF_CASE = re.compile(
    rb"<meta\b(?=[^>]*\bname\s*=\s*[\"']?aboveline-page\b)[^>]*\bcontent\s*=\s*[\"']?case\b", re.IGNORECASE
)
_PROPERTY = re.compile(rb"<(?:\w+:)?contentStatus>\s*(\w+)\s*<")
_PDF = re.compile(rb"aboveline-stage.{0,20}?(provisional|draft|final)", re.DOTALL | re.IGNORECASE)


@frozen
class Marked:
    """What a file says of itself: its stage, and what it is of a report."""

    stage: str
    of: str


def marked(path: Path) -> Marked | None:
    """What a file says of itself; None where it is no file, or says nothing of the kind."""
    try:
        if not path.is_file():
            return None
        with path.open("rb") as file:
            head = file.read(_HEAD)
        return _marked(path, head)
    except (OSError, zipfile.BadZipFile, KeyError, ValueError, NotImplementedError, RuntimeError):
        return None


def _marked(path: Path, head: bytes) -> Marked | None:
    if head.startswith(b"PK"):
        with zipfile.ZipFile(path) as file:
            return _of(_PROPERTY.search(file.read("docProps/core.xml")), "document")
    if head.startswith(b"%PDF") and path.stat().st_size < _MOST:
        return _of(_PDF.search(path.read_bytes()), "document")
    if path.name.lower().endswith(ENDING):
        return _of_manifest(path)
    return _of(_PAGE.search(head), "case" if _OF_CASE.search(head) else "page")


def _of(found: "re.Match[bytes] | None", of: str) -> Marked | None:
    return None if found is None else Marked(found[1].decode("ascii", "replace").lower(), of)


def _of_manifest(path: Path) -> Marked | None:
    document = manifest_in(path)
    return None if document is None else Marked(str(document["stage"]), "manifest")


def manifest_in(path: Path) -> dict[str, Any] | None:
    """The manifest of a report, None where a file is none; whether it keeps to its schema is not looked at."""
    try:
        found: object = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return None
    if not isinstance(found, dict):
        return None
    document = cast("dict[str, Any]", found)
    files: object = document.get("files")
    if document.get("kind") != "report" or "stage" not in document or not isinstance(files, list):
        return None
    return document if all(isinstance(one, dict) for one in cast("list[object]", files)) else None


def manifests_beside(path: Path) -> Iterator[tuple[Path, dict[str, Any]]]:
    """The manifests of reports in the folder a file is in, by name, each with what it says. Raises OSError where it cannot be read."""
    for one in sorted(one for one in path.parent.iterdir() if one.name.lower().endswith(ENDING)):
        document = manifest_in(one)
        if document is not None:
            yield one, document


def paths_listed(manifest: Path, document: dict[str, Any]) -> Iterator[tuple[Path, dict[str, Any]]]:
    """Where each file of a report is, as its manifest says."""
    for one in document["files"]:
        if isinstance(one.get("path"), str):
            yield manifest.parent / one["path"], one


def is_same_place(one: Path, other: Path) -> bool:
    """Whether two names are of one place; links stay what they are."""
    return os.path.normcase(os.path.abspath(one)) == os.path.normcase(os.path.abspath(other))  # noqa: PTH100
