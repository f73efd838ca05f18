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
from aboveline.records.columns import CASE_ID
from aboveline.records.read_parts import FILE, LINE, RECORD, ROW, CasePart
from aboveline.records.record import Record
from aboveline.reference.judge import CaseResult, finding_message
from aboveline.scoring.overrides import Applied

#: The columns of groups: what a fact is for each case (null: missing), and whether there is such a thing for it.
VALUE, EXISTS = "value", "exists"

#: The columns that say where something stands.
FILE_NAME, SPOT = "file", "place"


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

    @property
    def case_ids(self) -> pl.Series:
        """The case ids, in order."""
        return self.case_part.frame[CASE_ID]

    def place(self, at: int, key: str | None = None) -> Place | None:
        """Where a case stands, or the value of one of its facts or questions."""
        file, line, row, record, case_id = self.case_part.frame.select(FILE, LINE, ROW, RECORD, CASE_ID).row(at)
        column = None if key is None else column_of(self.framework, key)
        if record is not None:
            found: Record = self.case_part.records[record]
            return found.place if key is None or column is None else found.place_of(key, column)
        return Place(self.files[file], line, row, case_id, column)

    def places(self, at: pl.Series, keys: pl.Series | None = None) -> pl.DataFrame:
        """The `file` and `place` in words (a line, a cell, a row) of cases, or of the values of their facts and questions."""
        where = self.case_part.frame.select(FILE, LINE, ROW, RECORD)[at]
        if where[RECORD].null_count() == where.height:
            names = pl.Series(self.files, dtype=pl.String)
            spot = pl.coalesce(pl.format("line {}", LINE), pl.format("row {}", ROW))
            return where.select(names.gather(where[FILE]).alias(FILE_NAME), spot.alias(SPOT))
        subjects = [None] * len(at) if keys is None else keys.to_list()
        found = [self.place(index, key) for index, key in zip(at.to_list(), subjects, strict=True)]
        return pl.DataFrame(
            {
                FILE_NAME: pl.Series([one.file if one else None for one in found], dtype=pl.String),
                SPOT: pl.Series([one.spot if one else None for one in found], dtype=pl.String),
            }
        )

    def record(self, case_id: str) -> Record | None:
        """The record of a case, None where it is not in this part."""
        row = self.case_part.frame.filter(pl.col(CASE_ID) == case_id)
        if not row.height:
            return None
        at = self.case_ids.index_of(case_id)
        kept = row[RECORD][0]
        if kept is not None:
            return self.case_part.records[kept]
        (found,) = case_records(case_shape(self.framework), row)
        return evolve(found, place=self.place(at or 0))

    def listed(self, found: pl.DataFrame) -> Iterator[Finding]:
        """Findings one by one, with their places and messages."""
        ids = self.case_ids
        for at, code, subject in found.select(AT, CODE, SUBJECT).iter_rows():
            message = finding_message(self.framework, code, subject)
            yield Finding(code, ids[at], subject, message, self.place(at, subject))


def column_of(framework: Framework, key: str) -> str:
    """The column of a fact or a question in data."""
    return framework.facts[key].column if key in framework.facts else framework.questions[key].column


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

    codes = _codes(framework, results)
    return JudgedPart(framework, number, case_part, files, codes, {}, answers, counts, findings)


def _codes(framework: Framework, results: Iterable[CaseResult]) -> pl.DataFrame:
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

