"""Judging cases that are in memory: both evaluators, the same by hand in Polars, and in SQL on DuckDB.

This and `agreement` look inside the engine; everything else measures the command.
"""

from collections.abc import Iterator, Mapping
from contextlib import ExitStack

import polars as pl

from aboveline.columnar.counts import counts, grouped_counts
from aboveline.columnar.frame import case_records
from aboveline.columnar.judge import batch, judgements
from aboveline.columnar.plan import collected
from aboveline.framework.model import Framework
from aboveline.reference.judge import judge
from benchmarks import by_hand, sql
from benchmarks.agreement import by_reference, check_by_hand, check_columnar, check_sql
from benchmarks.made_up import made_up
from benchmarks.row import Limit, Row, measured
from benchmarks.settings import MILLION, Settings
from benchmarks.timing import Took, Way, in_turn, timed

PART = "evaluators"

#: The reference evaluator is timed on no more cases than this, and taken to need as long for each of the others.
MOST_ONE_BY_ONE = 2_000

#: On how many cases all are checked to agree before anything is timed.
SAMPLE = 500

#: How columnar judging is to compare with the query by hand, and the reference evaluator with columnar judging.
TO_BY_HAND, TO_COLUMNAR = Limit(1.5), Limit(200, at_least=True)

REFERENCE = "reference, judgements"
COLUMNAR = "columnar, judgements"
TALLIES = "columnar, tallies"
BY_HAND = "Polars by hand, outcomes"
COUNTED_BY_HAND = "Polars by hand, counts"
SQL = "DuckDB SQL, outcomes"
COUNTED_IN_SQL = "DuckDB SQL, counts"

#: What each is compared with, where that is not columnar judging.
_COMPARED_WITH = {
    COLUMNAR: BY_HAND,
    TALLIES: COUNTED_BY_HAND,
    COUNTED_BY_HAND: TALLIES,
    COUNTED_IN_SQL: TALLIES,
}


def rows(settings: Settings) -> Iterator[Row]:
    """Every way at every size. Raises DisagreementError where they do not agree."""
    sample = made_up(settings.framework, SAMPLE, odd=True).collect()
    wanted = by_reference(settings.framework, sample)
    check_columnar(settings.framework, sample, wanted)
    check_by_hand(sample, wanted)
    try:
        check_sql(sample, settings.folder, wanted)
    except ImportError:
        yield Row(PART, SQL, note="duckdb is not installed")
        has_sql = False
    else:
        has_sql = True
    for size in settings.sizes:
        cases = made_up(settings.framework, size).collect()
        with ExitStack() as open_until_then:
            ways = dict(_in_polars(settings.framework, cases))
            if has_sql:
                ways |= _in_sql(settings, cases, open_until_then)
            took = {REFERENCE: one_by_one(settings.framework, size)} | in_turn(ways, settings.runs)
        limits = {COLUMNAR: TO_BY_HAND, REFERENCE: TO_COLUMNAR} if size >= MILLION else {}
        for name, its_time in took.items():
            other = _COMPARED_WITH.get(name, COLUMNAR)
            yield measured(PART, (name, size), its_time, (other, took[other]), limits.get(name))


def one_by_one(framework: Framework, size: int) -> Took:
    """What the reference evaluator takes for so many cases, without its trails; of more than 2,000 it judges as many."""
    records = case_records(framework, made_up(framework, min(size, MOST_ONE_BY_ONE)).collect())
    took = in_turn({REFERENCE: timed(lambda: [judge(framework, record) for record in records])}, 2)
    return Took((took[REFERENCE].seconds or 0) * size / len(records))


def _in_polars(framework: Framework, cases: pl.DataFrame) -> Iterator[tuple[str, Way]]:
    lazy = cases.lazy()
    of = batch(framework, lazy)
    judged, hand, counted = judgements(of), by_hand.outcomes(lazy), by_hand.counted(lazy)
    yield COLUMNAR, timed(lambda: collected(judged))
    yield BY_HAND, timed(lambda: hand.collect(engine="streaming"))
    yield f"{BY_HAND}, not streamed", timed(hand.collect)
    yield TALLIES, timed(lambda: counts(of))
    yield COUNTED_BY_HAND, timed(lambda: counted.collect(engine="streaming"))
    yield "columnar, tallies by sentence", timed(lambda: grouped_counts(of, ("sentence",)))
    yield "columnar, framework to judgements", timed(lambda: collected(judgements(batch(framework, lazy))))


def _in_sql(settings: Settings, cases: pl.DataFrame, open_until_then: ExitStack) -> Mapping[str, Way]:
    database = open_until_then.enter_context(sql.connected(cases, settings.folder))
    return {
        SQL: timed(lambda: database.execute(f"CREATE OR REPLACE TEMP TABLE outcomes AS {sql.OUTCOMES}")),
        COUNTED_IN_SQL: timed(lambda: database.execute(sql.COUNTED).fetchone()),
    }
