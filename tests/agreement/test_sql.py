"""Scores worked out by plain SQL over a table of judgements are those of the engine: a third way to the figures."""

from pathlib import Path

import duckdb
import polars as pl
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

import aboveline
from aboveline.columnar.frame import case_frame
from aboveline.columnar.judge import batch, judgements
from aboveline.columnar.reasons import reason_table
from aboveline.framework.model import Framework
from aboveline.records.record import Record
from aboveline.reference.judge import judge
from aboveline.scoring.score import scores
from aboveline.scoring.tally import tally
from cases import some_batches
from choices import Seeded
from frameworks import made_up, written
from written import framework_of

ROOT = Path(__file__).resolve().parent.parent.parent

QUERY = """
with judged as (
  select question, code from (unpivot judgements on columns(* exclude case_id) into name question value code)
),
counted as (
  select q.*, r.outcome, count(*) as n
  from judged j join reasons r using (question, code) join questions q on q.key = j.question
  group by all
),
pooled as (
  select 'question' as kind, key as pool, * from counted
  union all select 'family', family, * from counted where family is not null
  union all select 'criterion', criterion, * from counted where standing = 'scored'
  union all select 'section', section, * from counted where standing = 'scored'
  union all select 'theme', f.theme, c.* from counted c join feeds f on f.question = c.key where standing = 'scored'
)
select kind, pool, sum(n) as asked,
  coalesce(sum(n) filter (outcome = 'sufficient'), 0) as good,
  coalesce(sum(n) filter (outcome in ('sufficient', 'insufficient')
    or (outcome = 'unanswered' and unanswered = 'insufficient')), 0) as out_of,
  coalesce(sum(n) filter (outcome = 'unanswered' and unanswered = 'stop'), 0) as stopping,
  coalesce(sum(n) filter (outcome in ('unanswered', 'undetermined')), 0) as gaps,
  floor(100.0 * good / nullif(out_of, 0) + 0.5)::int as percent
from pooled group by kind, pool
"""


def by_sql(
    framework: Framework, records: list[Record], folder: Path
) -> dict[tuple[str, str], tuple[int, ...]]:
    """Asked, sufficient, divided by, stopping, gaps and percentage, by the kind and key of each score."""
    questions = [q for q in framework.questions.values() if q.is_judged]
    rows = [
        (q.key, q.name if q.items else None, q.criterion, q.section, q.standing, q.unanswered)
        for q in questions
    ]
    tables = {
        "judgements": judgements(batch(framework, case_frame(framework, records).lazy())).collect(),
        "reasons": reason_table(framework),
        "questions": pl.DataFrame(
            rows,
            schema=dict.fromkeys(
                ("key", "family", "criterion", "section", "standing", "unanswered"), pl.String
            ),
            orient="row",
        ),
        "feeds": pl.DataFrame(
            [(q.key, theme) for q in questions for theme in q.feeds],
            schema={"question": pl.String, "theme": pl.String},
            orient="row",
        ),
    }
    connection = duckdb.connect()
    for name, table in tables.items():
        table.write_parquet(folder / f"{name}.parquet")
        connection.execute(f"create view {name} as from read_parquet('{folder / name}.parquet')")
    return {(kind, pool): tuple(found) for kind, pool, *found in connection.execute(QUERY).fetchall()}


def by_engine(framework: Framework, records: list[Record]) -> dict[tuple[str, str], tuple[int | None, ...]]:
    found = scores(framework, tally(framework, [judge(framework, record) for record in records]))
    figures: dict[tuple[str, str], tuple[int | None, ...]] = {}
    for score in found:
        if score.kind != "rating" and score.tally.asked:
            t = score.tally
            percent = score.percent
            if score.denominator and score.state != "scored":
                percent = (200 * score.numerator + score.denominator) // (2 * score.denominator)
            counts = (
                t.asked,
                t.sufficient,
                score.denominator,
                t.unanswered_stopping,
                t.unanswered + t.undetermined,
            )
            figures[score.kind, score.key] = (*counts, percent)
    return figures


def test_essex_by_sql(tmp_path):
    framework = aboveline.load_framework(ROOT / "criteria" / "cci-2012")
    cases = aboveline.read_cases(framework, ROOT / "examples" / "essex-2012" / "cases.csv")
    records = list(cases.records)
    assert by_sql(framework, records, tmp_path) == by_engine(framework, records)


@pytest.mark.slow
@settings(max_examples=300, deadline=None, phases=[Phase.reuse, Phase.generate])
@given(st.integers(0, 2**32 - 1))
def test_made_up_frameworks_by_sql(tmp_path_factory: pytest.TempPathFactory, seed: int):
    choices = Seeded(seed)
    framework = framework_of(written(made_up(choices)))
    records = [record for batch in some_batches(choices, framework, 6) for record in batch]
    if records and any(question.is_judged for question in framework.questions.values()):
        folder = tmp_path_factory.mktemp("sql")
        assert by_sql(framework, records, folder) == by_engine(framework, records)
