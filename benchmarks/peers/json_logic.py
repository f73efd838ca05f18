"""JSON Logic, by the implementation of it that is kept up: datalogic-py, in Rust."""

from collections.abc import Callable, Sequence
from typing import Any, assert_never

import polars as pl

from benchmarks.peers.peer import Peer, records
from benchmarks.two_valued import RULES, Every, If, Rule, Same, Some, Test, identifier


def logic(found: Rule | Test) -> Any:  # noqa: ANN401 (JSON)
    """A rule as JSON Logic."""
    match found:
        case int():
            return found
        case If(test, then, otherwise):
            return {"if": [logic(test), logic(then), logic(otherwise)]}
        case Same(column, word):
            return {"===": [{"var": identifier(column)}, word]}
        case Every(parts):
            return {"and": [logic(part) for part in parts]}
        case Some(parts):
            return {"or": [logic(part) for part in parts]}
        case _:
            assert_never(found)


def ready(cases: pl.DataFrame) -> Callable[[], Sequence[Any]]:
    """One rule that is a list; a rule for each question, or a batch in one call, is slower."""
    from datalogic_py import DataHandle, Engine  # noqa: PLC0415 (of the benchmarks' own extra)

    engine = Engine()
    session, whole = engine.session(), engine.compile([logic(found) for found in RULES.values()])
    handles = [DataHandle(record) for record in records(cases)]
    return lambda: [session.evaluate_data(whole, handle) for handle in handles]


JSON_LOGIC = Peer("json-logic", "datalogic-py", "one compiled rule, a case at a time, parsed before", ready)
