"""A part of a batch once it is judged: what was decided of each of its cases, as columns of codes."""

# pyright: reportUnknownMemberType=false
# (The types of Polars speak of NumPy, which is not here.)

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

import polars as pl
from attrs import evolve, field

from aboveline.columnar.findings import AT, CODE, SCHEMA, SUBJECT
from aboveline.columnar.reasons import code_types
from aboveline.diagnostics import Place
from aboveline.framework.model import Framework
from aboveline.framework.record_shape import case_shape
from aboveline.frozen import frozen
from aboveline.judgement import Finding, FindingCode, findings_of
from aboveline.reasons import SHARE_OF, reasons_by_column
from aboveline.records.case_frame import case_records
from aboveline.records.case_ids import FILE, LINE, ROW
from aboveline.records.columns import CASE_ID
from aboveline.records.read_parts import RECORD, CasePart
from aboveline.records.record import Record
from aboveline.reference.judge import CaseResult, finding_message, finding_place
from aboveline.scoring.overrides import Applied

#: The columns of groups: what a fact is for each case (null: missing), and whether there is such a thing for it.
VALUE, EXISTS = "value", "exists"

#: The columns that say where something stands.
FILE_NAME, SPOT = "file", "place"


#: The number of a case's file, its line, its row, its place among the records read whole, and its id.
_Where = tuple[int, int | None, int, int | None, str]


@frozen
class JudgedPart:
    """Some cases of a batch and what was decided of them.

    `codes` has a column for each of `reasons_by_column`, and a row a case. `groups` says, for each fact
    the batch is broken down by, what it is for each case.
    """

    framework: Framework
    #: Counted from 1.
    number: int
    case_part: CasePart = field(repr=False)
    files: tuple[str, ...]
    codes: pl.DataFrame = field(repr=False)
    groups: Mapping[str, pl.DataFrame] = field(repr=False)
    #: The answer to every judged question, as it stands in a Judgement, by its key.
    answers: Callable[[], pl.DataFrame] = field(repr=False)
    #: How often each kind of finding is of each subject.
    finding_counts: Callable[[], Mapping[tuple[FindingCode, str], int]] = field(repr=False)
    #: The overrides that change a judgement of these cases. `codes` and all else are as the criteria have it.
    overrides: tuple[Applied, ...] = field(default=(), repr=False, kw_only=True)
    #: The findings by `AT` (the place of the case in this part), `CODE` and `SUBJECT`: all, or the first so many.
    findings: Callable[[int | None], pl.DataFrame] = field(repr=False)
    #: The same as a column of bits, named `CODE SUBJECT`, for each kind of finding that is there at all, by name.
    finding_bits: Callable[[], pl.DataFrame] = field(repr=False)

    @property
    def case_ids(self) -> pl.Series:
        """The case ids, in order."""
        return self.case_part.frame[CASE_ID]

    def record_at(self, at: int) -> Record:
        """The record of a case, by its place in this part."""
        return self._records([at])[at]

    def _records(self, at: Sequence[int]) -> Mapping[int, Record]:
        """The records of some cases, by their places."""
        rows = self.case_part.frame[list(at)]
        where: list[tuple[int, int | None, int, int | None]] = rows.select(FILE, LINE, ROW, RECORD).rows()
        if all(kept is not None for *_, kept in where):
            kept = [record or 0 for *_, record in where]
            return {one: self.case_part.records[record] for one, record in zip(at, kept, strict=True)}
        found = case_records(case_shape(self.framework), rows)
        return {
            one: evolve(
                record,
                place=self._place(file, line, row, record.case_id),
                cells=self.case_part.sheets.get(file),
            )
            for one, record, (file, line, row, _) in zip(at, found, where, strict=True)
        }

    def _place(self, file: int, line: int | None, row: int, case_id: str, column: str | None = None) -> Place:
        """Where a case stands, or what it has in a column; in a sheet that is a cell."""
        cells = self.case_part.sheets.get(file)
        cell = None if cells is None else cells.cell(column or CASE_ID, line)
        return Place(self.files[file], line, row, case_id, column, cell)

    def _found_places(self, at: Sequence[int], subjects: Sequence[str]) -> Iterator[Place | None]:
        """Where each case has what a finding is about: a fact, a question or a check; or the answer to a question."""
        where: list[_Where] = self.case_part.frame.select(FILE, LINE, ROW, RECORD, CASE_ID)[list(at)].rows()
        checks = self.framework.checks
        whole = self._records(
            list(
                dict.fromkeys(
                    one
                    for one, (*_, kept, _), subject in zip(at, where, subjects, strict=True)
                    if kept is not None or subject in checks
                )
            )
        )
        columns = {f.key: f.column for f in case_shape(self.framework).fields}
        for one, (file, line, row, _, case_id), subject in zip(at, where, subjects, strict=True):
            if one in whole:
                yield finding_place(self.framework, whole[one], subject)
            else:
                yield self._place(file, line, row, case_id, columns[subject])

    def places(self, at: pl.Series, keys: pl.Series) -> pl.DataFrame:
        """The `file` and `place` in words (a line, a cell, a row) of cases, or of the values of their facts and questions."""
        where = self.case_part.frame.select(FILE, LINE, ROW, RECORD)[at]
        if where[RECORD].null_count() == where.height and not self.case_part.sheets:
            names = pl.Series(self.files, dtype=pl.String)
            spot = pl.coalesce(pl.format("line {}", LINE), pl.format("row {}", ROW))
            return where.select(names.gather(where[FILE]).alias(FILE_NAME), spot.alias(SPOT))
        found = list(self._found_places(at.to_list(), keys.to_list()))
        return pl.DataFrame(
            {
                FILE_NAME: pl.Series([one.file if one else None for one in found], dtype=pl.String),
                SPOT: pl.Series([one.spot if one else None for one in found], dtype=pl.String),
            }
        )

    def record(self, case_id: str) -> Record | None:
        """The record of a case, None where it is not in this part."""
        at = self.case_ids.index_of(case_id)
        return None if at is None else self.record_at(at)

    def listed(self, found: pl.DataFrame) -> Iterator[Finding]:
        """Findings one by one, with their places and messages."""
        at, subjects = found[AT].to_list(), found[SUBJECT].to_list()
        ids, places = self.case_ids.gather(at), self._found_places(at, subjects)
        for case_id, code, subject, place in zip(ids, found[CODE], subjects, places, strict=True):
            yield Finding(code, case_id, subject, finding_message(self.framework, code, subject), place)


def by_reference(
    framework: Framework,
    number: int,
    case_part: CasePart,
    files: tuple[str, ...],
    results: Sequence[CaseResult],
) -> JudgedPart:
    """A part whose cases the reference evaluator has judged, one result for each."""

    def answers() -> pl.DataFrame:
        keys = [key for key, question in framework.questions.items() if question.is_judged]
        rows = [[judgement.answer for judgement in result.judgements] for result in results]
        return pl.DataFrame(rows, schema=dict.fromkeys(keys, pl.String), orient="row")

    def findings(most: int | None = None) -> pl.DataFrame:
        rows = [(at, f.code, f.subject) for at, result in enumerate(results) for f in result.findings]
        kinds = {AT: pl.UInt32(), CODE: SCHEMA[CODE], SUBJECT: pl.String()}
        return pl.DataFrame(rows[:most], schema=kinds, orient="row")

    def counts() -> Mapping[tuple[FindingCode, str], int]:
        return findings_of(f for result in results for f in result.findings).counts

    def bits() -> pl.DataFrame:
        of = [{f"{found.code} {found.subject}" for found in result.findings} for result in results]
        names = sorted({name for found in of for name in found})
        return pl.DataFrame({name: [name in found for found in of] for name in names})

    codes = codes_of(framework, results)
    return JudgedPart(framework, number, case_part, files, codes, {}, answers, counts, findings, bits)


def codes_of(framework: Framework, results: Iterable[CaseResult]) -> pl.DataFrame:
    """The codes of some cases the reference evaluator has judged: a column for each of `reasons_by_column`, a row a case."""
    known = {
        column: {(one.outcome, one.clause): code for code, one in enumerate(found)}
        for column, found in reasons_by_column(framework).items()
    }
    rows: dict[str, list[int]] = {column: [] for column in known}
    for result in results:
        for judgement in result.judgements:
            rows[judgement.question].append(known[judgement.question][judgement.outcome, judgement.clause])
        for key, outcome in result.shares.items():
            column = SHARE_OF + key
            rows[column].append(known[column][outcome, 0])
    return pl.DataFrame(rows, schema=code_types(framework))
