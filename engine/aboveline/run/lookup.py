"""Finds one case of a sealed run, however many it holds: what was decided of it, and its record, without reading the others."""

# pyright: reportUnknownMemberType=false
# (The types of Polars speak of NumPy, which is not here.)

import io
import json
from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl
from attrs import evolve, field

from aboveline.batches.decided import Decided
from aboveline.batches.overridden import OverriddenCases
from aboveline.batches.totals import CodeCounts
from aboveline.diagnostics import Diagnostic, Diagnostics, Label, Place
from aboveline.framework.model import Framework
from aboveline.framework.record_shape import case_shape
from aboveline.frozen import frozen
from aboveline.judgement import Findings, Judgement
from aboveline.reasons import reasons_by_column
from aboveline.records.assessors import Assessors
from aboveline.records.extent import one_case
from aboveline.records.overrides import Override
from aboveline.records.read import Input, read_cases
from aboveline.records.record import Record
from aboveline.report.from_run import figure
from aboveline.report.overrides import overrides_json
from aboveline.report.scores_json import score_json
from aboveline.run import manifest as m
from aboveline.run.compare import differing_overrides
from aboveline.run.judgements import CASE_ID, WHERE, in_words, known_columns
from aboveline.run.opened import SealedRun, fault
from aboveline.scoring.model import Scores
from aboveline.scoring.score import scores
from aboveline.workspace import Cases, Run, override


@frozen
class StoredCase:
    """What a run holds of one case: where it stands among the inputs, and the code of each judgement by column."""

    case_id: str
    file: int
    line: int | None
    row: int | None
    codes: Mapping[str, int] = field(repr=False)
    path: str


def stored_case(sealed: SealedRun, case_id: str) -> StoredCase | None:
    """What the run holds of a case; None where it holds no such case."""
    for path in sealed.parts(m.JUDGEMENTS):
        held = sealed.files[path]
        lazy = pl.scan_parquet(io.BytesIO(held) if isinstance(held, bytes) else held)
        found = lazy.filter(pl.col(CASE_ID) == case_id).collect()
        if found.height:
            row: dict[str, Any] = found.row(0, named=True)
            where = [row.pop(name) for name in WHERE]
            file, line, number = where
            return StoredCase(row.pop(CASE_ID), file, line, number, row, path)
    return None


def stored_case_ids(sealed: SealedRun) -> tuple[str, ...]:
    """The ids of all cases of the run, in order."""
    parts = [
        pl.read_parquet(io.BytesIO(sealed.read(path)), columns=[CASE_ID])
        for path in sealed.parts(m.JUDGEMENTS)
    ]
    return tuple(pl.concat(parts)[CASE_ID]) if parts else ()


def record_of(
    framework: Framework, inputs: Sequence[Input], case: StoredCase, assessors: Assessors | None = None
) -> Record | None:
    """The record of a case, read from the input it stands in: that row alone, where the form of the file allows it.

    Where there are assessors, the assessment that was taken of all is also the one taken of those in its file.
    """
    source, shape = inputs[case.file], case_shape(framework)
    alone = one_case(source, case.case_id, case.line)
    for some in (alone, source):
        if some is None:
            continue
        reading = read_cases([some], shape, assessors)
        found = next((r for r in reading.records if r.case_id == case.case_id), None)
        if found is not None and some is alone:
            return evolve(found, place=Place(source.name, case.line, case.row, case.case_id))
        if found is not None:
            return found
    return None


def no_record(sealed: SealedRun, case: StoredCase) -> Diagnostic:
    """What is wrong where the record of a case can no longer be read from the records of the run."""
    message = (
        f"the record of case `{case.case_id}` could be read when the run was made, and cannot be read now"
    )
    return fault("not-worked-out-again", message, sealed.folder, m.RECORDS)


def differing(
    sealed: SealedRun, framework: Framework, case: StoredCase, judgements: Sequence[Judgement]
) -> Diagnostics:
    """Each judgement of a case that is not what the run holds of it."""
    known = reasons_by_column(framework)
    found: list[Diagnostic] = []
    for judgement in judgements:
        stored = case.codes.get(judgement.question)
        reason = (judgement.outcome, judgement.clause)
        again = next(
            at for at, one in enumerate(known[judgement.question]) if (one.outcome, one.clause) == reason
        )
        if stored != again:
            of = known[judgement.question]
            message = f"the run says {in_words(of, stored)}; worked out again it is {in_words(of, again)}"
            place = Place(f"{sealed.folder}/{case.path}", case_id=case.case_id, field=judgement.question)
            found.append(Diagnostic("judgement-differs", message, (Label(place),)))
    return tuple(found)


def sealed_batch(
    sealed: SealedRun,
    framework: Framework,
    inspection: Record | None,
    overrides: Sequence[Override],
    *,
    case_by_case: bool,
) -> tuple[Run, Diagnostics]:
    """The batch as the judgements a run holds and its overrides have it, and each score that does not follow from them.

    With `case_by_case` what each case came to is taken down too.
    """
    counts, decided = CodeCounts(framework), Decided(framework) if case_by_case else None
    named = OverriddenCases(framework, overrides)
    for path in sealed.parts(m.JUDGEMENTS):
        frame = pl.read_parquet(io.BytesIO(sealed.read(path)))
        codes = frame.select(known_columns(framework))
        counts.add(codes)
        if decided is not None:
            decided.add(frame[CASE_ID], codes)
        named.caught(frame[CASE_ID], codes, {})
    tallies = counts.tallies()
    document: dict[str, Any] = json.loads(sealed.read(m.SCORES))
    told: dict[str, Any] = document["cases"]
    cases = Cases(
        records=(),
        inspection=inspection,
        diagnostics=(),
        left_out=tuple(told["left_out"]),
        read=told["read"],
        files=tuple(told["files"]),
        fatal=False,
        valid=told["scored"],
    )
    whole = scores(framework, tallies, inspection=inspection)
    by_case = None if decided is None else decided.by_case()
    bare = Run(framework, cases, (), whole, Findings({}, ()), tallies, (), "columnar", by_case)
    run = override(bare, overrides, named.judged)
    wrong = differing_overrides(sealed, overrides_json(framework, run.overridden))
    return run, (*wrong, *_not_following(sealed, run.scores, document))


def _not_following(sealed: SealedRun, whole: Scores, document: Mapping[str, Any]) -> Diagnostics:
    stored = {(s["kind"], s["key"]): s for s in document["scores"]}
    wrong: list[Diagnostic] = []
    for score in whole:
        told, again = stored.get((score.kind, score.key)), score_json(figure(score))
        if told is None or any(
            told.get(key) != again.get(key) for key in ("state", "percent", "counts", "before")
        ):
            message = f"the score of {score.kind} {score.key} is not the one that follows from the judgements of the run"
            wrong.append(fault("score-differs", message, sealed.folder, m.SCORES))
    return tuple(wrong)
