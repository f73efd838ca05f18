"""Makes the files of a sealed run from a scored batch, and puts them into a folder, whole or not at all."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path, PurePath

from aboveline.calendars import holidays_looked_up
from aboveline.records.read import Input
from aboveline.report.scores_json import scores_json
from aboveline.report.table_files import json_document
from aboveline.report.tables import findings_table
from aboveline.report.view import View
from aboveline.run import manifest as m
from aboveline.run.folder import write_whole
from aboveline.run.holidays_kept import holidays_file
from aboveline.run.judgements import codes, written
from aboveline.workspace import Given, Run


def results_of(run: Run, view: View) -> dict[str, bytes]:
    """The files of a run that say what came of it: scores, findings and judgements."""
    return {
        m.SCORES: m.json_bytes(scores_json(view)),
        m.FINDINGS: m.json_bytes(json_document(findings_table(view))),
        m.JUDGEMENTS: written(codes(run)),
    }


def contents(  # noqa: PLR0913 (everything a run is made from)
    run: Run, view: View, criteria: Mapping[str, bytes], given: Given, *, asked: m.Asked, created: datetime
) -> dict[str, bytes]:
    """Every file of a run by its path, the manifest and the seal last."""
    inputs = tuple(_inputs(given, keep=asked.keep_records))
    files = {m.CRITERIA + name: data for name, data in criteria.items()}
    files |= {one.kept_as: data for one, data in inputs if one.kept_as is not None}
    calendar = run.framework.calendar
    files[m.HOLIDAYS] = holidays_file(calendar, holidays_looked_up(calendar))
    files |= results_of(run, view)
    listed = m.json_bytes(m.manifest(run, asked, [one for one, _ in inputs], files, created))
    return {**files, m.MANIFEST: listed, m.SEAL: m.seal_text(listed)}


def seal(folder: Path, files: Mapping[str, bytes]) -> str:
    """Write the files of a run into a new folder; its seal. Raises OSError where the folder is there or cannot be."""
    write_whole(folder, files)
    return m.digest(files[m.MANIFEST])


def _inputs(given: Given, *, keep: bool) -> Iterator[tuple[m.InputFile, bytes]]:
    """Each file of records; kept under its own name with a number before it, as two may be called the same."""
    for number, one in enumerate(given.inputs, start=1):
        yield _input(one, "cases", f"{m.RECORDS}{number:03}-{_file_name(one)}" if keep else None), one.data
    if given.inspection is not None:
        one = given.inspection
        yield (
            _input(one, "inspection", f"{m.RECORDS}inspection-{_file_name(one)}" if keep else None),
            one.data,
        )


def _file_name(one: Input) -> str:
    return PurePath(one.name.replace("\\", "/")).name.replace(":", "_")


def _input(one: Input, of: str, kept_as: str | None) -> m.InputFile:
    return m.InputFile(one.name, of, one.form, one.sheet, len(one.data), m.digest(one.data), kept_as)
