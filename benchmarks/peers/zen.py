"""zen-engine, a rules engine in Rust: all questions as one expression, each case as JSON."""

import json
from collections.abc import Callable, Sequence
from typing import Any

import polars as pl

from benchmarks.peers.peer import Peer, records
from benchmarks.two_valued import RULES, in_words


def ready(cases: pl.DataFrame) -> Callable[[], Sequence[Any]]:
    """One expression that is a list. A decision graph of the same, a case or a batch at a time, is slower."""
    import zen  # noqa: PLC0415 (of the benchmarks' own extra)

    whole = zen.compile_expression("[" + ", ".join(in_words(r, "and", "or") for r in RULES.values()) + "]")
    texts = [json.dumps(record) for record in records(cases)]
    return lambda: [whole.evaluate(text) for text in texts]


ZEN = Peer("zen-engine", "zen-engine", "one compiled expression, a case at a time as JSON", ready)
