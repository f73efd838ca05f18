"""Turns the judgements and findings of a run into Parquet files and back, a file for each part of the batch.

A file of judgements has a row for each case and a column for each judged question. A cell is a code,
which `reasons.csv` explains: the outcome, and the clause that decided. A rating that is a share of
cases has a column `share NAME`, with how each case counts in it. `file`, `line` and `row` say where
the case stands among the inputs of the manifest. Answers are not kept: the records hold them, and a
run without records should hold no case data it can do without.

A file of findings has a row for each case too, and for each kind of finding that is there at all a
column of truths named `CODE SUBJECT`, such as `answered-though-not-applicable rmp_done`.

Measured on the Essex cases a hundred times over and shuffled (8,500 cases, 151 questions), in
kilobytes on the disk, and in megabytes in memory: coded, a column a question 282 and 1.4; with the
outcomes as words 297 and 23; a row for each judgement 262 and 38 in the order of the cases, 644 and 38
in that of the questions; such rows of numbers alone 620 and 9. It is written twice as fast as any of them.
"""

# pyright: reportUnknownMemberType=false
# (The types of Polars speak of NumPy, which is not here.)

import csv
import io
from collections.abc import Iterator, Sequence

import polars as pl

from aboveline.batches.judged import JudgedPart
from aboveline.framework.model import Framework
from aboveline.reasons import SHARE_OF, Reason, reasons_by_column
from aboveline.records.case_ids import FILE, LINE, ROW
from aboveline.report.phrases import in_words as words_of

#: The columns beside those of questions. No question has such a name, so none can take their place.
CASE_ID = "case id"
WHERE = {"file #": FILE, "line #": LINE, "row #": ROW}


def judgement_frame(part: JudgedPart) -> pl.DataFrame:
    """The judgements of a part, as they are kept."""
    where = [part.case_part.frame[column].alias(name) for name, column in WHERE.items()]
    return pl.DataFrame([part.case_ids.alias(CASE_ID), *where, *part.codes.get_columns()])


def finding_frame(part: JudgedPart) -> pl.DataFrame:
    """The findings of a part, as they are kept."""
    return pl.DataFrame([part.case_ids.alias(CASE_ID), *part.finding_bits().get_columns()])


def written(frame: pl.DataFrame) -> bytes:
    """The Parquet file; the same frame and the same version of Polars give the same bytes."""
    data = io.BytesIO()
    frame.rechunk().write_parquet(data, statistics=False)
    return data.getvalue()


def read(data: bytes) -> pl.DataFrame:
    """What a Parquet file that `written` made holds."""
    return pl.read_parquet(io.BytesIO(data))


def reasons_file(framework: Framework) -> bytes:
    """What each code of each column means, as CSV: the outcome, the clause that decided, its kind and words."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["column", "code", "outcome", "clause", "kind", "rule"])
    for column, known in reasons_by_column(framework).items():
        writer.writerows((column, code, *_told(framework, column, one)) for code, one in enumerate(known))
    return text.getvalue().encode("utf-8")


def _told(framework: Framework, column: str, reason: Reason) -> Iterator[str | int]:
    yield reason.outcome.value
    if reason.clause is None or column.startswith(SHARE_OF):
        yield from ("", "", "")
        return
    clause = framework.questions[column].clauses[reason.clause]
    yield from (reason.clause + 1, clause.kind, words_of(framework, clause.expr))


def in_words(known: Sequence[Reason] | None, code: int | None) -> str:
    """A code as people say it, such as `insufficient by clause 3`."""
    if known is None or code is None or not 0 <= code < len(known):
        return "nothing"
    reason = known[code]
    return reason.outcome.value + ("" if reason.clause is None else f" by clause {reason.clause + 1}")


def known_columns(framework: Framework) -> tuple[str, ...]:
    """The columns of codes in a file of judgements."""
    return tuple(reasons_by_column(framework))
