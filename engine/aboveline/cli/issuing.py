"""Issues a report: asks whether it may be final, and puts its files and their manifest in their places, all or none."""

import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import click

from aboveline.cli import exits
from aboveline.cli.case_pages import CasePages, placed
from aboveline.cli.faces import Face, Made
from aboveline.cli.options import wrong
from aboveline.cli.output import ink_for, refuse_target, replace_together, say
from aboveline.diagnostics import Diagnostic
from aboveline.issued.manifest import (
    Issue,
    Replaced,
    bytes_of,
    manifest,
    manifest_bytes,
    name_beside,
    written_file,
)
from aboveline.issued.open_points import OpenPoint, open_points
from aboveline.issued.stages import manifest_in
from aboveline.report.diagnostics_text import diagnostics_text
from aboveline.report.inspection.view import InspectionReport
from aboveline.run.manifest import digest


def spare_report(faces: Sequence[Face]) -> None:
    """A complaint where the manifest of a report cannot be written, or is to be something else too."""
    name = name_beside(faces[0].name)
    refuse_target(name)
    if any(Path(face.name).resolve() == Path(name).resolve() for face in faces):
        raise wrong(f"expected another name than `{name}`, which is that of the manifest of the report")


def accepted_in(report: InspectionReport, accepted: Sequence[str]) -> tuple[OpenPoint, ...]:
    """What stands open in a report and is accepted; where a final one has more, that is shown and the command ends."""
    if report.cover.stage != "final":
        return ()
    found = tuple(open_points(report))
    left = [one for one in found if one.what not in accepted]
    if not left:
        return found
    shown = [
        Diagnostic(one.code, one.words, help=f"{one.remedy}; or say that you know: --accept {one.what}")
        for one in left
    ]
    count = "One thing speaks" if len(left) == 1 else f"{len(left)} things speak"
    say(diagnostics_text(shown, {}, ink_for(sys.stderr)))
    say(f"\n{count} against a final report; nothing was written")
    raise click.exceptions.Exit(exits.INPUT_HAS_ERRORS)


def issue(
    faces: Sequence[Face], made: Made, pages: CasePages | None, accepted: tuple[OpenPoint, ...]
) -> dict[Path, bytes]:
    """The bytes of every file of a report and of its manifest, by their names."""
    page = faces[0].name
    name = name_beside(page)
    found = {face.name: face.make(made) for face in faces}
    files = [bytes_of(found[face.name], face.of, face.name, name) for face in faces]
    if pages is not None:
        files += [
            written_file("case", str(Path(pages.name) / path), name, one.bytes, one.sha256)
            for path, one in pages.folder.written.items()
        ]
    libraries = tuple(library for face in faces for library in face.libraries)
    how = Issue(page, made.report.language.code, accepted, _replaced(name), libraries)
    listed = manifest_bytes(manifest(made.report, how, files, datetime.now(UTC)))
    return {Path(one): data for one, data in (*found.items(), (name, listed))}


def put_in_place(files: dict[Path, bytes], pages: CasePages | None) -> None:
    """Put the pages of the cases and every file in their places; where that fails, all is as it was."""
    with placed(pages):
        replace_together(files)


def say_issued(report: InspectionReport, files: dict[Path, bytes], page: str) -> None:
    """Say what was written, and of a final report what its seal is."""
    name = Path(name_beside(page))
    say(
        f"{page} is written; {name.name} beside it lists its files and what it was made from (to check them: aboveline verify {page})"
    )
    if report.cover.stage == "final":
        say(f"It is final, and is never written over. Note its seal somewhere else: {digest(files[name])}")


def _replaced(name: str) -> Replaced | None:
    """The report whose manifest stands where a new one is to."""
    path = Path(name)
    document = manifest_in(path)
    if document is None:
        return None
    return Replaced(str(document["stage"]), str(document.get("created", "")), digest(path.read_bytes()))
