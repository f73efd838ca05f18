"""rule-engine, an expression language in plain Python: all questions as one rule."""

from collections.abc import Callable, Sequence
from typing import Any

import polars as pl

from benchmarks.peers.peer import Peer, records
from benchmarks.two_valued import RULES, in_words


def ready(cases: pl.DataFrame) -> Callable[[], Sequence[Any]]:
    """One rule that is a list; a rule for each question is slower."""
    import rule_engine  # noqa: PLC0415 (of the benchmarks' own extra)

    whole = rule_engine.Rule("[" + ", ".join(in_words(r, "and", "or") for r in RULES.values()) + "]")
    given = records(cases)
    return lambda: [whole.evaluate(record) for record in given]


RULE_ENGINE = Peer("rule-engine", "rule-engine", "one rule, a case at a time as a dict", ready, sample=50)
