"""Turns a judged part of a batch into rows for people and programs: a row a judgement, or a row a finding."""

# pyright: reportUnknownMemberType=false
# (The types of Polars speak of NumPy, which is not here.)

from collections.abc import Iterable, Iterator

import polars as pl

from aboveline.batches.judged import FILE_NAME, SPOT, JudgedPart
from aboveline.columnar.findings import AT, CODE, SUBJECT
from aboveline.framework.model import Framework, label_of
from aboveline.judgement import Finding
from aboveline.reasons import reasons
from aboveline.reference.judge import finding_message
from aboveline.report.overrides import override_rows
from aboveline.report.phrases import in_words
from aboveline.report.tables import FINDING
from aboveline.report.workbook import MOST_ROWS

#: So many cases are put into rows at once: each makes a row for every question.
_CASES = 5_000


def judgement_rows(part: JudgedPart) -> Iterator[pl.DataFrame]:
    """A row for each judgement, by case, then in report order: the columns of `tables.JUDGEMENT`."""
    questions = [q for q in part.framework.questions.values() if q.is_judged]
    keys = [q.key for q in questions]
    told, overridden = _told(part.framework), _overridden(part)
    answers = part.answers().select(pl.col(keys).cast(pl.String))
    for first in range(0, part.codes.height, _CASES):
        codes = part.codes.select(keys).slice(first, _CASES)
        rows = pl.DataFrame(
            {
                "at": pl.int_range(first, first + codes.height, dtype=pl.UInt32, eager=True)
                .repeat_by(len(keys))
                .explode(),
                "number": pl.concat([pl.int_range(len(keys), dtype=pl.UInt32, eager=True)] * codes.height),
                "code": _row_by_row(codes.cast(pl.UInt32)),
                "answer": _row_by_row(answers.slice(first, _CASES)),
            }
        )
        named = rows.join(told, on=["number", "code"], how="left", maintain_order="left")
        places = part.places(rows["at"], named["question"])
        yield _with_overrides(named, overridden).select(
            part.case_ids.gather(rows["at"]).alias("case_id"),
            *("criterion", "question", "label", "outcome", "answer", "because", "rule"),
            places[FILE_NAME].alias("file"),
            places[SPOT].alias("place"),
            *OVERRIDE,
        )


#: The columns of a row of a judgement that are filled where it is overridden.
OVERRIDE = ("overridden_from", "override_reason", "override_by", "override_date")


def _overridden(part: JudgedPart) -> pl.DataFrame:
    """What is to be said of each judgement that is overridden, by the place of its case and its question."""
    at = {case_id: part.case_ids.index_of(case_id) for case_id in {one.case_id for one in part.overrides}}
    rows = [
        (at[row.case_id], row.question, row.outcome, row.overridden_from, row.reason, row.by, row.date)
        for row in override_rows(part.framework, part.overrides)
    ]
    schema = {"at": pl.UInt32, **dict.fromkeys(("question", "instead", *OVERRIDE), pl.String)}
    return pl.DataFrame(rows, schema=schema, orient="row")


def _with_overrides(named: pl.DataFrame, overridden: pl.DataFrame) -> pl.DataFrame:
    """Rows of judgements, those that are overridden as they count: no clause decided them."""
    if not overridden.height:
        return named.with_columns(pl.lit(None, pl.String).alias(name) for name in OVERRIDE)
    joined = named.join(overridden, on=["at", "question"], how="left", maintain_order="left")
    is_overridden = pl.col("instead").is_not_null()
    return joined.with_columns(
        pl.coalesce("instead", "outcome").alias("outcome"),
        pl.when(is_overridden).then(pl.lit("override")).otherwise("because").alias("because"),
        pl.when(~is_overridden).then("rule").alias("rule"),
    )


def _row_by_row(frame: pl.DataFrame) -> pl.Series:
    """The cells of a frame, those of its first row first."""
    return frame.select(pl.concat_list(pl.all()).explode().alias("")).to_series()


def finding_rows(part: JudgedPart) -> Iterator[pl.DataFrame]:
    """A row for each finding, by case, then in report order: the columns of `tables.FINDING`."""
    found = part.findings(None)
    framework = part.framework
    kinds = found.select(pl.col(CODE).cast(pl.String), SUBJECT).unique()
    told = kinds.with_columns(
        pl.Series(
            "label", [label_of(framework, subject) for _, subject in kinds.iter_rows()], dtype=pl.String
        ),
        pl.Series(
            "message",
            [finding_message(framework, code, subject) for code, subject in kinds.iter_rows()],
            dtype=pl.String,
        ),
    )
    rows = found.with_columns(pl.col(CODE).cast(pl.String)).join(
        told, on=[CODE, SUBJECT], how="left", maintain_order="left"
    )
    places = part.places(found[AT], found[SUBJECT])
    yield rows.select(
        CODE,
        part.case_ids.gather(found[AT]).alias("case_id"),
        *(SUBJECT, "label", "message"),
        places[FILE_NAME].alias("file"),
        places[SPOT].alias("place"),
    )


def rows_of_findings(framework: Framework, found: Iterable[Finding]) -> pl.DataFrame:
    """A row for each of some findings, as `finding_rows` makes them of a part."""
    rows = [
        (
            *(one.code, one.case_id or None, one.subject, label_of(framework, one.subject), one.message),
            *((one.place.file, one.place.spot) if one.place else (None, None)),
        )
        for one in found
    ]
    return pl.DataFrame(rows, schema={column.name: pl.String for column in FINDING}, orient="row")


class WorkbookRows:
    """The judgements of a batch as rows of a sheet, as long as one sheet can hold them."""

    def __init__(self) -> None:
        self._frames: list[pl.DataFrame] | None = []
        self._count = 0

    def begin(self) -> None:
        """Begin with the first part, perhaps anew."""
        self._frames, self._count = [], 0

    def take(self, part: JudgedPart) -> None:
        """Keep the rows of a part, unless there are too many by now."""
        self._count += part.codes.height * len(part.codes.columns)
        if self._count >= MOST_ROWS:
            self._frames = None
        if self._frames is not None:
            self._frames.extend(judgement_rows(part))

    @property
    def rows(self) -> Iterator[tuple[str | None, ...]] | None:
        """The rows of all parts; None where they are more than a sheet can hold."""
        return None if self._frames is None else (row for frame in self._frames for row in frame.iter_rows())


def _told(framework: Framework) -> pl.DataFrame:
    """What is to be said of each code of each judged question, by the number of the question."""
    rows = [
        (
            *(number, code, question.criterion, question.key, question.label, reason.outcome.value),
            *(
                (None, None)
                if reason.clause is None
                else (
                    question.clauses[reason.clause].kind,
                    in_words(framework, question.clauses[reason.clause].expr),
                )
            ),
        )
        for number, question in enumerate(q for q in framework.questions.values() if q.is_judged)
        for code, reason in enumerate(reasons(question))
    ]
    texts = ("criterion", "question", "label", "outcome", "because", "rule")
    schema = {"number": pl.UInt32, "code": pl.UInt32, **dict.fromkeys(texts, pl.String)}
    return pl.DataFrame(rows, schema=schema, orient="row")
