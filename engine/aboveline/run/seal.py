"""Seals a batch in a folder while it is scored: its parts as they come, and all else once every figure is known."""

from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from attrs import evolve

from aboveline.batches.judged import JudgedPart
from aboveline.calendars import holidays_looked_up
from aboveline.records.read import Input
from aboveline.report.documents import document_bytes
from aboveline.report.overrides import overrides_json
from aboveline.report.scores_json import scores_json
from aboveline.report.view import View
from aboveline.run import manifest as m
from aboveline.run.folder import NewFolder, Written, digest_of, new_folder
from aboveline.run.holidays_kept import holidays_file
from aboveline.run.judgements import finding_frame, judgement_frame, reasons_file, written
from aboveline.run.surveys import CountedSurvey, counts_file, file_name, kept_as
from aboveline.workspace import Given, Run


class InputChanged(Exception):  # noqa: N818 (no error of ours: a user's file is another than it was)
    """A file of records was changed while it was read; its name is the text."""


class Sealing:
    """A run that is being sealed in a new folder."""

    def __init__(self, folder: NewFolder) -> None:
        self._folder = folder
        #: The digest of the manifest, once the run is finished.
        self.seal: str | None = None

    def begin(self) -> None:
        """Begin with the first part, perhaps anew."""
        for parts in (m.JUDGEMENTS, m.FINDINGS):
            self._folder.drop(parts)

    def take(self, part: JudgedPart) -> None:
        """Keep what was decided and noticed of a part."""
        for parts, frame in ((m.JUDGEMENTS, judgement_frame(part)), (m.FINDINGS, finding_frame(part))):
            self._folder.add(m.part_path(parts, part.number), written(frame))

    def finish(  # noqa: PLR0913 (everything a run is made from)
        self,
        run: Run,
        view: View,
        criteria: Mapping[str, bytes],
        given: Given,
        *,
        asked: m.Asked,
        created: datetime,
        surveys: Sequence[CountedSurvey] = (),
    ) -> str:
        """Write all else, the manifest and the seal last; the seal. Raises InputChanged, and OSError where the disk will not."""
        for name, data in criteria.items():
            self._folder.add(m.CRITERIA + name, data)
        inputs = tuple(self._keep(one, of, path) for one, of, path in _inputs(given, keep=asked.keep_records))
        inputs += tuple(self._responses(surveys, keep=asked.keep_records))
        calendar = run.framework.calendar
        self._folder.add(m.HOLIDAYS, holidays_file(calendar, holidays_looked_up(calendar)))
        self._folder.add(m.REASONS, reasons_file(run.framework))
        if given.overrides is not None:
            self._folder.add(m.OVERRIDES, document_bytes(overrides_json(run.framework, run.overridden)))
        self._folder.add(m.SCORES, document_bytes(scores_json(view)))
        for one in surveys:
            self._folder.add(m.survey_path(one.survey.key), counts_file(one.view))
        responses = {one.survey.key: one.view.responses for one in surveys}
        listed = document_bytes(m.manifest(run, asked, inputs, self._folder.written, created, responses))
        self._folder.add(m.SEAL, m.seal_text(listed))
        self.seal = self._folder.add(m.MANIFEST, listed).sha256
        return self.seal

    def _responses(self, surveys: Sequence[CountedSurvey], *, keep: bool) -> Iterator[m.InputFile]:
        """Each file of responses."""
        for one in surveys:
            for number, given in enumerate(one.inputs, start=1):
                path = kept_as(one.survey.key, number, file_name(given.name)) if keep else None
                yield evolve(self._keep(given, "survey", path), survey=one.survey.key)

    def _keep(self, one: Input, of: str, path: str | None) -> m.InputFile:
        if path is not None:
            found = self._folder.add(path, one.held)
        elif isinstance(one.held, bytes):
            found = Written(len(one.held), m.digest(one.held))
        else:
            found = Written(one.size, digest_of(one.held))
        if one.was_changed:
            raise InputChanged(one.name)
        return m.InputFile(one.name, of, one.form, one.sheet, found.bytes, found.sha256, path)


@contextmanager
def sealing(folder: Path) -> Generator[Sealing]:
    """Gives a run to be sealed; the folder is there, whole, once that is finished, or not at all. Raises OSError."""
    with new_folder(folder) as new:
        found = Sealing(new)
        yield found
        if found.seal is None:
            raise ValueError("the run was not finished")


def _inputs(given: Given, *, keep: bool) -> Iterator[tuple[Input, str, str | None]]:
    """Each file of records; kept under its own name with a number before it, as two may be called the same."""
    for number, one in enumerate(given.inputs, start=1):
        yield one, "cases", f"{m.RECORDS}{number:03}-{file_name(one.name)}" if keep else None
    for one, of in ((given.inspection, "inspection"), (given.overrides, "overrides")):
        if one is not None:
            yield one, of, f"{m.RECORDS}{of}-{file_name(one.name)}" if keep else None
