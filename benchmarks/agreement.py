"""What every way of judging is checked against before it is timed: the reference evaluator, on every judgement."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import polars as pl

from aboveline.columnar.counts import counts
from aboveline.columnar.frame import case_records
from aboveline.columnar.judge import batch, judgements
from aboveline.columnar.plan import collected
from aboveline.columnar.reasons import reasons
from aboveline.framework.model import Framework
from aboveline.reference.judge import judge
from aboveline.scoring.tally import tally, tally_of_counts
from benchmarks import by_hand, sql
from benchmarks.questions import CODES

#: For every question the codes of its outcomes, in the order of the cases; or how often each code came, in order.
Found = Mapping[str, Sequence[int]]


class DisagreementError(Exception):
    """Two ways of judging the same cases differ, so there is nothing to compare the times of."""


def by_reference(framework: Framework, cases: pl.DataFrame) -> Found:
    """The outcomes by the reference evaluator, one case at a time."""
    found: dict[str, list[int]] = {key: [] for key in framework.questions}
    for record in case_records(framework, cases):
        for judgement in judge(framework, record).judgements:
            found[judgement.question].append(CODES[judgement.outcome])
    return found


def by_columnar(framework: Framework, cases: pl.DataFrame) -> Found:
    """The outcomes by the columnar evaluator."""
    codes = collected(judgements(batch(framework, cases.lazy())))
    meant = {key: [CODES[reason.outcome] for reason in reasons(q)] for key, q in framework.questions.items()}
    return {key: [meant[key][code] for code in codes[key]] for key in meant}


def counted(found: Found) -> Found:
    """How often every outcome came for every question."""
    return {key: [list(codes).count(code) for code in CODES.values()] for key, codes in found.items()}


def check(name: str, found: Found, wanted: Found) -> None:
    """Raise DisagreementError, naming the questions, unless what was found is what it should be."""
    differ = [key for key in wanted if list(found.get(key, ())) != list(wanted[key])]
    if differ:
        more = f" and {len(differ) - 5} more" if len(differ) > 5 else ""
        raise DisagreementError(f"{name} disagrees on {', '.join(differ[:5])}{more}")


def check_columnar(framework: Framework, cases: pl.DataFrame, wanted: Found) -> None:
    """Raise DisagreementError unless the columnar evaluator finds this, and tallies it as the reference one does."""
    check("the columnar evaluator", by_columnar(framework, cases), wanted)
    one_by_one = tally(framework, [judge(framework, record) for record in case_records(framework, cases)])
    if tally_of_counts(framework, counts(batch(framework, cases.lazy()))) != one_by_one:
        raise DisagreementError("the columnar evaluator tallies otherwise than the reference evaluator")


def check_by_hand(cases: pl.DataFrame, wanted: Found) -> None:
    """Raise DisagreementError unless the query by hand finds this, and counts it so."""
    found = by_hand.outcomes(cases.lazy()).collect()
    check("Polars by hand", {key: found[key].to_list() for key in by_hand.KEYS}, wanted)
    check("Polars by hand, counting,", by_hand.counts(cases), counted(wanted))


def check_sql(cases: pl.DataFrame, folder: Path, wanted: Found) -> None:
    """Raise DisagreementError unless the SQL finds this, and counts it so; ImportError where there is no DuckDB."""
    with sql.connected(cases, folder) as database:
        check("the SQL", sql.outcomes(database), wanted)
        check("the SQL, counting,", sql.counts(database), counted(wanted))
