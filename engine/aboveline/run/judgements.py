"""Turns the judgements of a run into a Parquet file and back: a row for each case, a column for each question.

A cell is a code: the outcome, by its place in the manifest's `outcomes`, plus 8 times the number of
the clause that decided, counted from 1 (0 where the assessor's mark decided). A rating that is a
share of cases has a column `share NAME`, with how each case counts in it. Answers are not kept: the
records hold them, and a run without records should hold no case data it can do without.

Measured on the Essex cases a hundred times over and shuffled (8,500 cases, 151 questions), in
kilobytes on the disk, and in megabytes in memory: this form 282 and 1.4; with the outcomes as words
297 and 23; a row for each judgement 262 and 38 in the order of the cases, 644 and 38 in that of the
questions; such rows of numbers alone 620 and 9. It is written twice as fast as any of them.
"""

import io
from collections.abc import Mapping, Sequence
from typing import cast

from attrs import field

from aboveline.frozen import frozen
from aboveline.judgement import Outcome
from aboveline.reference.judge import CaseResult
from aboveline.workspace import Run

#: The column of the case ids. No question has a space in its name, so none can take its place.
CASE_ID = "case id"
_SHARE = "share "

_PLACES = {outcome: place for place, outcome in enumerate(Outcome)}
_OUTCOMES = tuple(Outcome)
_BASE = 8


@frozen
class Codes:
    """The judgements of a batch as codes: the case ids, and for each column one code a case."""

    case_ids: Sequence[str] = field(repr=False)
    columns: Mapping[str, Sequence[int]] = field(repr=False)


def codes(run: Run) -> Codes:
    """The judgements of a batch as codes."""
    results = run.results
    keys = [j.question for j in results[0].judgements] if results else []
    rows = zip(*(map(_codes_of, results)), strict=True) if results else ()
    columns: dict[str, Sequence[int]] = dict(zip(keys, rows, strict=True))
    for key in results[0].shares if results else ():
        columns[_SHARE + key] = [_PLACES[result.shares[key]] for result in results]
    return Codes([record.case_id for record in run.cases.records], columns)


def _codes_of(result: CaseResult) -> list[int]:
    return [_PLACES[j.outcome] + _BASE * (0 if j.clause is None else j.clause + 1) for j in result.judgements]


def written(found: Codes) -> bytes:
    """The Parquet file; the same judgements and the same version of Polars give the same bytes."""
    import polars as pl  # noqa: PLC0415 (heavy: only where it is used)

    columns = {CASE_ID: pl.Series(found.case_ids, dtype=pl.String)}
    columns |= {name: pl.Series(values, dtype=pl.UInt16) for name, values in found.columns.items()}
    data = io.BytesIO()
    pl.DataFrame(columns).write_parquet(data)
    return data.getvalue()


def read(data: bytes) -> Codes:
    """The judgements in a Parquet file that `written` made."""
    import polars as pl  # noqa: PLC0415

    frame = pl.read_parquet(io.BytesIO(data))
    columns = {
        name: cast("Sequence[int]", frame[name].to_list()) for name in frame.columns if name != CASE_ID
    }
    return Codes(cast("Sequence[str]", frame[CASE_ID].to_list()), columns)


def in_words(code: int | None) -> str:
    """A code as people say it, such as `insufficient by clause 3`."""
    if code is None or code % _BASE >= len(_OUTCOMES):
        return "nothing"
    clause = code // _BASE
    return _OUTCOMES[code % _BASE].value + (f" by clause {clause}" if clause else "")
