"""The questions as SQL on DuckDB, made from the table of questions by a plain template.

SQL's own AND, OR and NOT are Kleene's, so a condition is written as it is read. The cases are a table
whose columns are ENUMs: DuckDB's own form, made before anything is timed.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, assert_never

import polars as pl

from aboveline.judgement import Outcome
from benchmarks.questions import CODES, MARK, QUESTIONS, Answered, Asked, Both, Condition, Either, Is, Not


def column(name: str) -> str:
    """A column of the cases."""
    return f'"{name}"'


def holds(condition: Condition) -> str:
    """A condition as SQL."""
    match condition:
        case Is(fact, word):
            return f"{column(fact)} = '{word}'"
        case Answered(question, word):
            return _answered(QUESTIONS[question], word)
        case Both(parts):
            return "(" + " AND ".join(map(holds, parts)) + ")"
        case Either(parts):
            return "(" + " OR ".join(map(holds, parts)) + ")"
        case Not(part):
            return f"NOT {holds(part)}"
        case _:
            assert_never(condition)


def _answered(asked: Asked, word: str) -> str:
    """Whether a question was answered so: no where it does not apply, null where that, or the answer, is missing."""
    answer, marked = column(asked.key), f"{column(asked.key)} = '{MARK}'"
    rows = [f"WHEN {marked} THEN {'FALSE' if asked.markable else 'NULL'}"]
    if asked.only_where is not None:
        rows.insert(0, f"WHEN NOT {holds(asked.only_where)} THEN FALSE")
        rows.append(f"WHEN {holds(asked.only_where)} THEN {answer} = '{word}'")
        return f"(CASE {' '.join(rows)} END)"
    return f"(CASE {' '.join(rows)} ELSE {answer} = '{word}' END)"


def outcome(asked: Asked) -> str:
    """The outcome of a question as a code, in SQL."""
    answer, where = column(asked.key), None if asked.only_where is None else holds(asked.only_where)
    rows = [
        *([] if where is None else [(f"NOT {where}", Outcome.NOT_APPLICABLE_BY_RULE)]),
        *([(f"{answer} = '{MARK}'", Outcome.NOT_APPLICABLE_BY_ASSESSOR)] if asked.markable else []),
        *([] if where is None else [(f"{where} IS NULL", Outcome.UNDETERMINED)]),
        (f"{answer} = 'yes'", Outcome.SUFFICIENT),
        (f"{answer} = 'no'", Outcome.INSUFFICIENT),
    ]
    tried = " ".join(f"WHEN {test} THEN {CODES[which]}" for test, which in rows)
    return f"CAST(CASE {tried} ELSE {CODES[Outcome.UNANSWERED]} END AS UTINYINT) AS {answer}"


#: The outcome of every question of every case.
OUTCOMES = f"SELECT case_id, {', '.join(map(outcome, QUESTIONS.values()))} FROM cases"

_COUNTS = (f"count_if({column(key)} = {code})" for key in QUESTIONS for code in CODES.values())

#: How often every question came to every outcome, in one row.
COUNTED = f"SELECT {', '.join(_COUNTS)} FROM ({OUTCOMES})"


def connected(cases: pl.DataFrame, folder: Path) -> Any:  # noqa: ANN401 (a DuckDB connection)
    """A DuckDB that holds the cases as its table `cases`. Raises ImportError where there is no DuckDB."""
    import duckdb  # noqa: PLC0415 (of the development tools)

    file = folder / "cases-for-sql.parquet"
    cases.write_parquet(file)
    found = duckdb.connect()
    types: dict[tuple[str, ...], str] = {}
    typed = [_typed(found, name, kind, types) for name, kind in cases.schema.items()]
    found.execute(f"CREATE TABLE cases AS SELECT {', '.join(typed)} FROM read_parquet('{file}')")
    file.unlink()
    return found


def _typed(found: Any, name: str, kind: pl.DataType, types: dict[tuple[str, ...], str]) -> str:  # noqa: ANN401
    """A column as DuckDB should hold it; ENUM types are made as they are met."""
    if not isinstance(kind, pl.Enum):
        return column(name)
    words = tuple(kind.categories)
    if words not in types:
        types[words] = f"words_{len(types)}"
        listed = ", ".join(f"'{word}'" for word in words)
        found.execute(f"CREATE TYPE {types[words]} AS ENUM ({listed})")
    return f"{column(name)}::{types[words]} AS {column(name)}"


def outcomes(found: Any) -> Mapping[str, list[int]]:  # noqa: ANN401
    """The codes of every question's outcomes, in the order of the cases."""
    query = found.execute(OUTCOMES)
    names = [one[0] for one in query.description]
    return dict(zip(names, map(list, zip(*query.fetchall(), strict=True)), strict=True))


def counts(found: Any) -> Mapping[str, list[int]]:  # noqa: ANN401
    """For every question how often it came to each outcome, in the order of the codes."""
    row = iter(found.execute(COUNTED).fetchone())
    return {key: [next(row) for _ in CODES] for key in QUESTIONS}
