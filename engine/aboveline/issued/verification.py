"""Verifies a report: whether its manifest is one of ours, and every file of it is there and as it was written."""

import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from attrs import field

from aboveline.diagnostics import Diagnostic, Diagnostics, has_errors
from aboveline.frozen import frozen
from aboveline.issued.manifest import ENDING, FORM, name_beside
from aboveline.issued.stages import is_same_place, manifest_in, manifests_beside, paths_listed
from aboveline.report.diagnostics_json import diagnostic_list
from aboveline.run.folder import digest_of
from aboveline.run.manifest import digest
from aboveline.run.opened import fault

PROVES = (
    "This shows that the files are those written together, if the seal is the one noted when the report was made. "
    "It does not show who made the report, or that what it says is true."
)


@frozen
class ReportVerification:
    """What came of verifying a report: the name of its manifest, what it says, its seal, and everything that is wrong.

    `renamed` is the name a file was given by that the manifest knows under another, and that other.
    """

    name: str
    manifest: Mapping[str, Any] | None = field(repr=False)
    seal: str | None
    diagnostics: Diagnostics
    renamed: tuple[str, str] | None = None

    @property
    def holds(self) -> bool:
        """Whether nothing is wrong."""
        return not has_errors(self.diagnostics)


def find_manifest(name: str) -> str | None:
    """The manifest of a report, given itself or any file of the report; None where there is none beside it."""
    path = Path(name)
    if path.name.lower().endswith(ENDING):
        return name
    own = Path(name_beside(name))
    beside = {one: tuple(paths_listed(one, document)) for one, document in manifests_beside(path)}
    listing = [one for one, files in beside.items() if any(is_same_place(path, there) for there, _ in files)]
    if not listing and not own.is_file():
        held = digest_of(path)
        listing = [one for one, files in beside.items() if any(f.get("sha256") == held for _, f in files)]
    found = own if own.is_file() and (not listing or own in listing) else next(iter(listing), None)
    return None if found is None else str(found)


def verify_report(name: str, given: str, seal: str | None = None) -> ReportVerification:
    """The report of a manifest verified; `given` is the name a person gave, of the manifest or of a file of it."""
    data = Path(name).read_bytes()
    found = digest(data)
    document = manifest_in(Path(name))
    if document is None or document.get("version") != FORM or not _keeps_to_schema(document):
        wrong = _fault(
            "not-a-report",
            "expected the manifest of a report in a form this version of Aboveline knows, found something else",
            name,
            "it may have been changed, or be of a later version of Aboveline",
        )
        return ReportVerification(name, None, found, (wrong,))
    renamed = _renamed(document["files"], name, given)
    faults = [*_other_seal(name, found, seal), *_file_faults(name, document["files"], renamed)]
    return ReportVerification(name, document, found, tuple(faults), renamed)


def report_verification_json(found: ReportVerification) -> dict[str, Any]:
    """The document `schemas/report-verification.schema.json` describes."""
    document = found.manifest
    return {
        "version": 1,
        "kind": "report-verification",
        "manifest": found.name,
        "seal": found.seal,
        "holds": found.holds,
        "stage": None if document is None else document["stage"],
        "files": None if document is None else len(document["files"]),
        "renamed": None if found.renamed is None else {"from": found.renamed[1], "to": found.renamed[0]},
        "diagnostics": diagnostic_list(found.diagnostics, {}),
    }


def report_verification_lines(found: ReportVerification) -> Iterator[str]:
    """What a person reads of a report in which nothing is wrong."""
    listed = found.manifest or {}
    count = len(listed["files"])
    every = "its one file is" if count == 1 else f"every one of its {count:,} files is"
    yield f"The report “{listed['title']}” is as it was written: {every}."
    if found.renamed is not None:
        yield f"`{found.renamed[0]}` is what was written as `{found.renamed[1]}`."
    public = "the public edition, " if listed["edition"]["public"] else ""
    yield f"Stage: {public}{listed['stage']}. Made {listed['created']} with Aboveline {listed['versions']['aboveline']}."
    run = listed["run"]
    if run is None:
        yield "Its figures are of files that were not sealed."
    else:
        yield f"Its figures are those of the sealed run with the seal {run['seal']}; `aboveline verify RUN --seal …` works them out again."
    for one in listed["inputs"]:
        if one["of"] == "survey":
            survey = f"the survey {one['survey']}" if "survey" in one else "a survey"
            yield f"Its responses to {survey} are those of {one['name']}."
    for one in listed["accepted"]:
        yield f"It was made {listed['stage']} although {one['words']}."
    yield f"Seal: {found.seal}"
    yield PROVES


def _keeps_to_schema(document: Mapping[str, Any]) -> bool:
    from jsonschema import Draft202012Validator  # noqa: PLC0415 (slow to import)

    from aboveline.bundled import schema  # noqa: PLC0415

    whole: Any = Draft202012Validator(schema("report"))
    return whole.is_valid(document)


def _other_seal(name: str, found: str, expected: str | None) -> Iterator[Diagnostic]:
    if expected is not None and found != expected.strip().lower():
        message = (
            "the report has another seal than the one given, so it is not the report that was made with it"
        )
        yield _fault("another-seal", message, name)


def _file_faults(
    name: str, listed: Sequence[Mapping[str, Any]], renamed: tuple[str, str] | None
) -> Iterator[Diagnostic]:
    """Each file that is gone or another, and each that was added to the pages of the cases."""
    folder = Path(name).parent
    for one in listed:
        path = one["path"]
        there = folder / path
        if renamed is not None and renamed[1] == path:
            continue
        if not there.is_file():
            yield _fault("file-gone", f"`{path}` is not there", str(there))
        elif there.stat().st_size != one["bytes"]:
            size = f"{one['bytes']:,} bytes long when it was written, and is {there.stat().st_size:,} now"
            yield _fault("changed-file", f"`{path}` was changed: it was {size}", str(there))
        elif digest_of(there) != one["sha256"]:
            message = f"`{path}` was changed: its digest is not the one it was written with"
            yield _fault("changed-file", message, str(there))
    pages = {os.path.normpath(folder / one["path"]) for one in listed if one["of"] == "case"}
    for inside in sorted({Path(page).parent for page in pages}):
        for extra in sorted(inside.iterdir()) if inside.is_dir() else ():
            if os.path.normpath(extra) not in pages:
                message = f"`{extra.name}` was not there when the report was made"
                yield _fault("file-added", message, str(extra))


def _renamed(listed: Sequence[Mapping[str, Any]], name: str, given: str) -> tuple[str, str] | None:
    """The given file and the name the manifest has for it, where that is another."""
    path = Path(given)
    places = (Path(name), *(Path(name).parent / one["path"] for one in listed))
    if any(is_same_place(path, there) for there in places):
        return None
    held = digest_of(path)
    return next(((given, str(one["path"])) for one in listed if one["sha256"] == held), None)


def _fault(code: str, message: str, name: str, remedy: str | None = None) -> Diagnostic:
    return fault(code, message, "", name, remedy)
