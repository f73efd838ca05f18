"""The manifest of a report: its stage, what it was made from, and the digest of every file that was written with it.

It stands beside the page: `essex.html` has `essex.manifest.json`. A report is sent as one page, printed, and filed; the
manifest stays with whoever made it, and answers years later which files belong together, of what stage they are, and
whether any was changed since. Its own digest is the seal of the report, to be noted elsewhere.

What it proves is what the manifest of a run proves (see `aboveline.run.manifest`): that the files are those written
together, for whoever knows the seal from somewhere else. It does not prove who made the report, or when, or that what
people wrote in it is true. Where the figures are those of a sealed run, its seal leads back to the judgements, which can be
worked out again; texts, responses and past scores are here by their digests alone.

`created` is the one time in it; the files of a report hold none. Names of files are as they were given to the command.
"""

import os
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from aboveline.frozen import frozen
from aboveline.issued.open_points import OpenPoint
from aboveline.report.inspection.view import InputRow, InspectionReport
from aboveline.run.manifest import digest, versions

#: The form of the manifest. It changes when something is taken away or means something else.
FORM = 1

#: How the name of a manifest ends.
ENDING = ".manifest.json"

#: What a person reads who opens it.
ABOUT = (
    "This file belongs to the report {page}. It lists what the report was made from and every file that was written with it, "
    "with their digests. Keep it beside the report; nobody needs to open it. To see whether anything was changed since: "
    "aboveline verify {page}"
)


@frozen
class WrittenFile:
    """A file that was written: what it is of the report, its path from where the manifest is, how long it is, its digest."""

    of: str
    path: str
    bytes: int
    sha256: str


@frozen
class Replaced:
    """The report a new one takes the place of: its stage, when it was made, and its seal."""

    stage: str
    created: str
    seal: str


@frozen
class Issue:
    """How a report was issued: the name of its page, its language, with which open points, in place of which other."""

    page: str
    language: str
    accepted: tuple[OpenPoint, ...] = ()
    replaced: Replaced | None = None
    libraries: tuple[str, ...] = ()


def name_beside(page: str) -> str:
    """The name of the manifest of a report, by that of its page."""
    path = Path(page)
    stem = path.stem if path.suffix.lower() in {".html", ".htm"} else path.name
    return str(path.with_name(f"{stem}{ENDING}"))


def written_file(of: str, name: str, manifest: str, size: int, sha256: str) -> WrittenFile:
    """A file by where it stands from the manifest."""
    here, there = Path(manifest).absolute().parent, Path(name).absolute()
    try:
        path = os.path.relpath(there, here)
    except ValueError:  # another drive
        path = str(there)
    return WrittenFile(of, Path(path).as_posix(), size, sha256)


def bytes_of(data: bytes, of: str, name: str, manifest: str) -> WrittenFile:
    """A file that is to be written."""
    return written_file(of, name, manifest, len(data), digest(data))


def manifest(
    report: InspectionReport, issue: Issue, files: Sequence[WrittenFile], created: datetime
) -> dict[str, Any]:
    """The manifest of a report that consists of these files; `created` is the one time in it."""
    rests_on, is_public = report.provenance, report.view.public is not None
    return {
        "version": FORM,
        "kind": "report",
        "about": ABOUT.format(page=Path(issue.page).name),
        "created": created.isoformat(timespec="seconds"),
        "stage": report.cover.stage,
        "title": report.cover.title,
        "edition": {"public": is_public, "language": issue.language},
        "framework": {
            "name": report.view.framework,
            "label": report.view.label,
            "version": report.view.version,
        },
        "run": None
        if rests_on is None or rests_on.seal is None
        else {"seal": rests_on.seal, "created": rests_on.made},
        "counts": {
            "cases": report.view.cases,
            "left_out": None if is_public else len(report.view.left_out),
            "overrides": None if is_public else len(report.view.overrides),
            "text_findings": None if is_public else len(report.text_findings),
        },
        "accepted": [{"what": one.what, "words": one.words} for one in issue.accepted],
        "replaces": None
        if issue.replaced is None
        else {
            "stage": issue.replaced.stage,
            "created": issue.replaced.created,
            "seal": issue.replaced.seal,
        },
        "inputs": [_input(one) for one in (() if rests_on is None else rests_on.inputs)],
        "versions": {**versions(), **_of_libraries(issue.libraries)},
        "files": [
            {"of": one.of, "path": one.path, "bytes": one.bytes, "sha256": one.sha256} for one in files
        ],
    }


def _input(one: InputRow) -> dict[str, Any]:
    found = {"of": one.of, "name": one.name, "bytes": one.bytes, "sha256": one.sha256}
    return found if one.survey is None else {**found, "survey": one.survey}


def _of_libraries(named: Iterable[str]) -> dict[str, str]:
    from importlib.metadata import version  # noqa: PLC0415 (slow to import)

    return {name: version(name) for name in dict.fromkeys(("jinja2", *named))}
