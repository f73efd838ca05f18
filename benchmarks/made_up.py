"""Cases nobody ever inspected, as many as asked for, always the same for the same seed."""

import polars as pl

from aboveline.columnar.frame import CASE_ID, frame_schema
from aboveline.framework.model import Framework
from aboveline.judgement import Outcome
from benchmarks import by_hand
from benchmarks.questions import CODES, MARK, QUESTIONS

#: One value in so many is missing.
MISSING = 20

#: What stands where a record is wrong; no field knows the word.
WRONG = "perhaps"

_NUMBER = "#"


def made_up(  # noqa: PLR0913 (what can be said of cases)
    framework: Framework,
    size: int,
    *,
    start: int = 0,
    seed: int = 0,
    odd: bool = False,
    wrong: float = 0.0,
) -> pl.LazyFrame:
    """So many cases under the Core Case Inspection: every word of every field about as often, one value in 20 missing.

    They are as an inspector would leave them: no answer where a question does not apply, no mark
    where none is allowed (but answers may contradict each other, as each is drawn by itself). With `odd` such answers and marks are there too; they are valid, and give
    findings. With `wrong`, that share of the records has one word that its field does not know, and
    all columns are texts. `start` is the number of the first case, so that parts make one batch.
    """
    words = {name: kind for name, kind in frame_schema(framework).items() if isinstance(kind, pl.Enum)}
    numbers = pl.select(pl.int_range(start, start + size, dtype=pl.UInt64).alias(_NUMBER)).lazy()
    drawn = [_drawn(name, kind, seed + at) for at, (name, kind) in enumerate(words.items())]
    cases = numbers.select(_NUMBER, pl.format("A{}", _NUMBER).alias(CASE_ID), *drawn)
    if not odd:
        cases = cases.with_columns(_where_asked(expr) for expr in by_hand.QUESTIONS)
    if wrong:
        cases = cases.with_columns(_spoilt(list(words), seed + len(words), wrong))
    return cases.drop(_NUMBER)


def _drawn(name: str, kind: pl.Enum, seed: int) -> pl.Expr:
    number = pl.col(_NUMBER).hash(seed)
    word = ((number // MISSING) % len(kind.categories)).cast(pl.UInt8).cat.to(kind)
    return pl.when(number % MISSING != 0).then(word).alias(name)


def _where_asked(outcome: pl.Expr) -> pl.Expr:
    """An answer as it is where the question applies, missing where it does not or the mark is not allowed."""
    name = outcome.meta.output_name()
    there = outcome != CODES[Outcome.NOT_APPLICABLE_BY_RULE]
    if not QUESTIONS[name].markable:
        there &= pl.col(name) != MARK
    return pl.when(there).then(pl.col(name)).alias(name)


def _spoilt(names: list[str], seed: int, share: float) -> list[pl.Expr]:
    """Every column as text, with the wrong word in one column of each record that is wrong."""
    number = pl.col(_NUMBER).hash(seed)
    is_wrong = number % 1_000_000 < round(share * 1_000_000)
    which = pl.col(_NUMBER).hash(seed + 1) % len(names)
    return [
        pl.when(is_wrong & (which == at))
        .then(pl.lit(WRONG))
        .otherwise(pl.col(name).cast(pl.String))
        .alias(name)
        for at, name in enumerate(names)
    ]
