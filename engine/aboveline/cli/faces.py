"""The faces of a report: each file that one command writes of it. They are put in their places together, all or none.

A new face is one more entry in `faces_of`: what it is, its file, and what makes its bytes of a report that is `Made`.
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from attrs import evolve

from aboveline.cli import papers
from aboveline.cli.options import wrong
from aboveline.cli.output import refuse_target
from aboveline.frozen import frozen

if TYPE_CHECKING:
    from aboveline.batches.batch import Taker
    from aboveline.report.inspection.view import InspectionReport
    from aboveline.report.view import View
    from aboveline.workspace import Run

#: What the name of a file must end in, by what it is, and what it is called.
_ENDINGS = {
    "workbook": (".xlsx", "a workbook"),
    "pdf": (".pdf", "a PDF"),
    "docx": (".docx", "a Word file"),
}

#: The faces that optional extras write.
_PAPERS = frozenset(("pdf", "docx"))


@frozen
class Made:
    """A report that is made: what it shows, the same as a page, and the scores and batch behind it."""

    report: "InspectionReport"
    page: str
    view: "View"
    run: "Run"


@frozen
class Face:
    """One file of a report: what it is, as the manifest calls it, its name, and what makes it.

    `takers` are given the parts of the batch as it is judged; `libraries` are those that write it, besides the page's own.
    """

    of: str
    name: str
    make: Callable[[Made], bytes]
    takers: "tuple[Taker, ...]" = ()
    libraries: tuple[str, ...] = ()


def faces_of(
    output: str, *, pdf: str | None = None, docx: str | None = None, workbook: str | None = None
) -> tuple[Face, ...]:
    """The faces asked for, that of `--output` first; a complaint where one cannot be written."""
    faces = [_report(papers.kind_of(output), output)]
    faces += [_report(kind, name) for kind, name in (("pdf", pdf), ("docx", docx)) if name is not None]
    if workbook is not None:
        faces.append(_workbook(workbook))
    for face in faces:
        _spare(face)
    if len({Path(face.name).resolve() for face in faces}) < len(faces):
        raise wrong("expected a file of its own for each thing to be written, found one named twice")
    return tuple(
        evolve(face, libraries=papers.find_libraries(face.of)) if face.of in _PAPERS else face
        for face in faces
    )


def is_face(name: str, faces: Sequence[Face]) -> bool:
    """Whether a file is that of a face."""
    return any(Path(face.name).resolve() == Path(name).resolve() for face in faces)


def takers_of(faces: Sequence[Face]) -> "tuple[Taker, ...]":
    """What is to be given the parts of the batch."""
    return tuple(taker for face in faces for taker in face.takers)


def _spare(face: Face) -> None:
    ending, noun = _ENDINGS.get(face.of, ("", ""))
    if not face.name.lower().endswith(ending):
        raise wrong(f"expected {noun} whose name ends in {ending}, found `{face.name}`")
    refuse_target(face.name)


def _report(kind: str, name: str) -> Face:
    """The report itself, as a page or on paper."""
    if kind == "page":
        return Face("page", name, lambda made: made.page.encode("utf-8"))
    return Face(kind, name, lambda made: papers.made(kind, made.report))


def _workbook(name: str) -> Face:
    from aboveline.report import part_rows  # noqa: PLC0415 (only where it is asked for)

    rows = part_rows.WorkbookRows()

    def make(made: Made) -> bytes:
        from aboveline.report.workbook import workbook  # noqa: PLC0415

        return workbook(made.view, made.run.framework, rows.rows, made.report.cover.stage.capitalize())

    return Face("workbook", name, make, (rows,), ("xlsxwriter",))
