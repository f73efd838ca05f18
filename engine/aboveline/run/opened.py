"""Opens a sealed run, and says of every file whether it is as it was sealed."""

import json
from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import Any, cast

from attrs import evolve, field

from aboveline import workspace
from aboveline.diagnostics import Diagnostic, Diagnostics, Label, Place, nearest
from aboveline.frozen import frozen
from aboveline.run import manifest as m
from aboveline.run.folder import digest_of, list_all
from aboveline.source import Source
from aboveline.syntax.decode import text_of
from aboveline.workspace import Workspace

#: What every run has.
_NEEDED = {m.HOLIDAYS, m.REASONS, m.SCORES, m.part_path(m.JUDGEMENTS, 1), m.part_path(m.FINDINGS, 1)}

#: Files larger than this are not kept in memory; their digests are worked out bit by bit.
_IN_MEMORY = 1 << 24


@frozen(slots=False)
class SealedRun:
    """A run as it was read: its manifest and every file, whatever is wrong with them.

    `manifest` is None where it is not there or cannot be read as one; `seal` is the digest it has now.
    `files` are the bytes of each file by its path, or where a large one is.
    """

    folder: str
    manifest: Mapping[str, Any] | None = field(repr=False)
    files: Mapping[str, bytes | Path] = field(repr=False)
    seal: str | None
    diagnostics: Diagnostics

    def read(self, path: str) -> bytes:
        """The bytes of a file of the run. Raises KeyError where there is none, OSError where it cannot be read."""
        held = self.files[path]
        return held if isinstance(held, bytes) else held.read_bytes()

    def parts(self, folder: str) -> tuple[str, ...]:
        """The paths of the files in one of its folders, in order."""
        return tuple(sorted(path for path in self.files if path.startswith(folder)))

    @cached_property
    def criteria(self) -> Workspace:
        """The criteria the run holds as they are loaded, as they were written.

        Where they make no framework now, what is wrong says first that they did when the run was made.
        """
        texts, garbled = dict[str, Source](), list[Diagnostic]()
        for path in self.parts(m.CRITERIA):
            name = f"{self.folder.rstrip('/')}/{path}"
            try:
                texts[name] = Source(name, text_of(self.read(path)))
            except UnicodeDecodeError:
                garbled.append(unreadable(self, path))
        if garbled:
            return Workspace(self.folder, None, tuple(garbled), texts)
        loaded = workspace.check(self.folder.rstrip("/"), texts)
        if loaded.framework is None:
            return evolve(loaded, diagnostics=(unreadable(self, m.CRITERIA), *loaded.diagnostics))
        return loaded


def is_run(where: str) -> bool:
    """Whether a folder is meant as a sealed run."""
    folder = Path(where)
    return (folder / m.MANIFEST).is_file() or (folder / m.SEAL).is_file()


def run_meant(where: str) -> Path | None:
    """The sealed run whose name is nearest to that of one that is not there, beside it; None where there is none."""
    path = Path(where)
    near = nearest(path.name, {one.name for one in path.absolute().parent.glob("*") if is_run(str(one))})
    return None if near is None else path.with_name(near)


def open_run(where: str) -> SealedRun:
    """The run in a folder, every file of it held against its digest, and nothing there that was not sealed."""
    found, others = list_all(Path(where))
    files = {
        name: path if path.stat().st_size > _IN_MEMORY else path.read_bytes() for name, path in found.items()
    }
    held = files.get(m.MANIFEST)
    data = held.read_bytes() if isinstance(held, Path) else held
    listed = None if data is None else _manifest_in(data)
    wrong = list(_seal_faults(where, files))
    if listed is not None:
        wrong.extend(_file_faults(where, listed, files, others))
    elif data is not None and not wrong:
        wrong.append(_not_a_form_of_ours(where))
    return SealedRun(where, listed, files, None if data is None else m.digest(data), tuple(wrong))


def fault(code: str, message: str, run: str, path: str, remedy: str | None = None) -> Diagnostic:
    """Something wrong with a file of a run."""
    return Diagnostic(code, message, (Label(Place((Path(run) / path).as_posix())),), remedy)


def unreadable(sealed: SealedRun, path: str) -> Diagnostic:
    """What is wrong where something in a run could be read when it was made, and cannot be now."""
    made = sealed.manifest["versions"]["aboveline"] if sealed.manifest else "another version"
    message = f"what stands in `{path}` could be read when the run was made, and cannot be read now"
    remedy = f"the run was made with Aboveline {made}; work it out again with that version"
    return fault("not-worked-out-again", message, sealed.folder, path, remedy)


def _manifest_in(data: bytes) -> Mapping[str, Any] | None:
    """The manifest, where it is one of a form we know."""
    try:
        found: object = json.loads(data)
    except ValueError:
        return None
    if not isinstance(found, dict):
        return None
    document = cast("dict[str, Any]", found)
    if document.get("version") != m.FORM or document.get("kind") != "run":
        return None
    return document if _keeps_to_schema(document) else None


def _keeps_to_schema(document: Mapping[str, Any]) -> bool:
    from jsonschema import Draft202012Validator  # noqa: PLC0415 (slow to import)

    from aboveline.bundled import schema  # noqa: PLC0415

    whole: Any = Draft202012Validator(schema("run"))
    return whole.is_valid(document)


def _not_a_form_of_ours(run: str) -> Diagnostic:
    message = "expected the manifest of a run in a form this version of Aboveline knows, found something else"
    return fault("not-a-run", message, run, m.MANIFEST, "it may be of a later version of Aboveline")


def _seal_faults(run: str, files: Mapping[str, bytes | Path]) -> Iterator[Diagnostic]:
    for path in (m.MANIFEST, m.SEAL):
        if path not in files:
            yield fault("file-gone", f"`{path}` is not there", run, path)
    listed, seal = files.get(m.MANIFEST), files.get(m.SEAL)
    if (
        listed is not None
        and seal is not None
        and not (isinstance(listed, bytes) and seal == m.seal_text(listed))
    ):
        message = (
            f"`{m.MANIFEST}` or `{m.SEAL}` was changed: the digest of the one is not what the other says"
        )
        yield fault("broken-seal", message, run, m.MANIFEST)


def _file_faults(
    run: str, listed: Mapping[str, Any], files: Mapping[str, bytes | Path], others: tuple[str, ...]
) -> Iterator[Diagnostic]:
    sealed = {one["path"]: one for one in listed["files"]}
    for path, one in sealed.items():
        if path not in files:
            yield fault("file-gone", f"`{path}` is not there", run, path)
        elif _size(files[path]) != one["bytes"]:
            size = f"{one['bytes']:,} bytes long when it was sealed, and is {_size(files[path]):,} now"
            yield fault("changed-file", f"`{path}` was changed: it was {size}", run, path)
        elif _digest(files[path]) != one["sha256"]:
            yield fault("changed-file", f"`{path}` was changed: its digest is not the one sealed", run, path)
    overrides = {m.OVERRIDES for one in listed["inputs"] if one["of"] == "overrides"}
    surveys = {m.survey_path(one["survey"]) for one in listed["inputs"] if one["of"] == "survey"}
    for path in sorted((_NEEDED | overrides | surveys) - sealed.keys()):
        yield fault("file-gone", f"`{path}` is not among the files of the run", run, path)
    expected = {*sealed, m.MANIFEST, m.SEAL, *(parent for path in sealed for parent in _folders_of(path))}
    for path in sorted({*files, *others} - expected):
        yield fault("file-added", f"`{path}` was not there when the run was sealed", run, path)


def _folders_of(path: str) -> tuple[str, ...]:
    """The folders a file stands in: one that is empty now has lost its files, which is said of them."""
    return tuple(parent.as_posix() for parent in PurePosixPath(path).parents)


def _size(held: bytes | Path) -> int:
    return len(held) if isinstance(held, bytes) else held.stat().st_size


def _digest(held: bytes | Path) -> str:
    return m.digest(held) if isinstance(held, bytes) else digest_of(held)
