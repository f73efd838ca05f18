"""Issues a report: asks whether it may be final, and puts its files and their manifest in their places, all or none."""

import shlex
import sys
from collections.abc import Generator, Iterable, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from aboveline.cli import exits
from aboveline.cli.case_pages import CasePages, placed
from aboveline.cli.faces import Face, Made, is_face
from aboveline.cli.options import wrong
from aboveline.cli.output import ink_for, refuse_target, replace_together, say
from aboveline.diagnostics import Diagnostic, why_refused
from aboveline.issued.manifest import (
    Issue,
    Replaced,
    bytes_of,
    manifest,
    name_beside,
    written_file,
)
from aboveline.issued.open_points import OpenPoint, open_points
from aboveline.issued.placing import finish, journal
from aboveline.issued.stages import manifest_in
from aboveline.report.diagnostics_text import diagnostics_text
from aboveline.report.documents import document_bytes
from aboveline.report.inspection.view import InspectionReport
from aboveline.run.manifest import digest
from aboveline.wording.lists import in_a_list


def spare_report(faces: Sequence[Face]) -> None:
    """A complaint where the manifest of a report cannot be written, or is to be something else too."""
    name = name_beside(faces[0].name)
    refuse_target(name)
    if is_face(name, faces):
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
    before = manifest_in(Path(name))
    if before is not None:
        _spare_forgotten(made.report, before, page)
    found = {face.name: face.make(made) for face in faces}
    files = [bytes_of(found[face.name], face.of, face.name, name) for face in faces]
    if pages is not None:
        files += [
            written_file("case", str(Path(pages.name) / path), name, one.bytes, one.sha256)
            for path, one in pages.folder.written.items()
        ]
    libraries = tuple(library for face in faces for library in face.libraries)
    how = Issue(page, made.report.language.code, accepted, _replaced(name, before), libraries)
    listed = document_bytes(manifest(made.report, how, files, datetime.now(UTC)))
    return {Path(one): data for one, data in (*found.items(), (name, listed))}


def put_in_place(files: dict[Path, bytes], pages: CasePages | None) -> None:
    """Put the pages of the cases and every file in their places; where that fails, all is as it was.

    Where the process is killed meanwhile, the next command that looks for the report does the rest: `finish_placing`.
    """
    manifest = list(files)[-1]

    @contextmanager
    def around(parts: Sequence[Path]) -> Generator[None]:
        with journal(manifest, parts, None if pages is None else pages.waits), placed(pages):
            yield

    replace_together(files, around)


def finish_placing(manifest: Path) -> None:
    """Do what is left to do of putting a report in its place, where the command that did so was killed, and say so."""
    try:
        came = finish(manifest)
    except OSError as error:
        raise wrong(
            f"the report that `{manifest}` lists was not wholly put in its place, and that cannot be done now: {why_refused(error)}"
        ) from None
    if came == "finished":
        say(
            f"The command that wrote {manifest.name} was ended before every file was in its place; now they all are"
        )
    elif came == "at work":
        raise wrong(f"another command is just writing the report that `{manifest}` lists; try again")
    elif came == "beyond":
        say(
            f"The command that wrote {manifest.name} was ended before every file was in its place, and some of them are gone; "
            "write the report again"
        )


def say_issued(report: InspectionReport, files: dict[Path, bytes], page: str) -> None:
    """Say what was written, and of a final report what its seal is."""
    name = Path(name_beside(page))
    names = [page, *(str(one) for one in files if one not in {Path(page), name})]
    say(
        f"{in_a_list(names)} {'is' if len(names) == 1 else 'are'} written; {name.name} beside {'it' if len(names) == 1 else page} lists "
        f"every file and what it was made from (to check them: aboveline verify {shlex.quote(page)})"
    )
    if report.cover.stage == "final":
        say(f"It is final, and is never written over. Note its seal somewhere else: {digest(files[name])}")


#: What a report is given beside its figures, as its manifest calls it, in words and with the option that gives it.
_GIVEN = {
    "material": ("texts", "--materials FOLDER"),
    "population": ("scores of other inspections", "--population FILE"),
    "survey": ("responses to a survey", "--survey NAME=FILE"),
}


def _spare_forgotten(report: InspectionReport, before: dict[str, Any], page: str) -> None:
    """A complaint where a final report would lack what the report had whose place it is to take: it cannot be mended later."""
    if report.cover.stage != "final" or bool(before.get("edition", {}).get("public")) != (
        report.view.public is not None
    ):
        return
    given = {one.of for one in report.provenance.inputs} if report.provenance else set[str]()
    had = {one.get("of") for one in before.get("inputs", ())}
    for of, (words, option) in _GIVEN.items():
        if of in had and of not in given:
            raise wrong(
                f"the report that `{page}` has now was made with {words}, and this final one would be without; give {option} "
                "again, or write it under another name"
            )


def left_behind(name: str, files: Iterable[Path]) -> tuple[str, ...]:
    """The files of the report that has a manifest now which are there, and are not written anew with the one taking its place."""
    document = manifest_in(Path(name))
    folder, anew = Path(name).parent, {one.resolve() for one in files}
    listed = (
        ()
        if document is None
        else (folder / str(one.get("path")) for one in document["files"] if one.get("of") != "case")
    )
    return tuple(str(one) for one in listed if one.is_file() and one.resolve() not in anew)


def say_left_behind(left: Sequence[str]) -> None:
    """Say which files are still of the report before, so that nobody sends them with the new one."""
    if left:
        few = len(left) == 1
        say(
            f"{', '.join(left)} {'is' if few else 'are'} still of the report before, and {'was' if few else 'were'} not written anew"
        )


def _replaced(name: str, before: dict[str, Any] | None) -> Replaced | None:
    """The report whose manifest, as it was read, stands where a new one is to."""
    if before is None:
        return None
    return Replaced(str(before["stage"]), str(before.get("created", "")), digest(Path(name).read_bytes()))
