"""Truths agree with SQLite, which knows nothing of our evaluator.

The SQL is written from the expressions by rules of its own. A fact is a column, missing is NULL, and
whether it exists is SQL again; where the evaluator counts, the SQL spells out every combination.
"""

import sqlite3
from datetime import date, timedelta
from itertools import combinations
from random import Random

from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

from aboveline.framework import expressions as ex
from aboveline.framework.model import Fact, Framework
from aboveline.records.record import Record
from aboveline.reference.evaluate import truth
from aboveline.reference.scope import scope_of
from aboveline.source import Span
from aboveline.values import YES_OR_NO, Choice, Date, Truth, Value, ValueType, WholeNumber, Word
from written import framework as criteria

HERE = Span("made.criteria", 0, 0)
FIRST = date(2012, 2, 25)

#: Facts by name; those that end in `_only` exist only somewhere.
TYPES: dict[str, ValueType] = {
    "asked": YES_OR_NO,
    "urgent": YES_OR_NO,
    "urgent_only": YES_OR_NO,
    "colour": Choice((Word("red", "Red"), Word("green", "Green"), Word("blue", "Blue"))),
    "colour_only": Choice((Word("red", "Red"), Word("green", "Green"), Word("blue", "Blue"))),
    "visits": WholeNumber(),
    "visits_only": WholeNumber(),
    "opened": Date(),
    "closed_only": Date(),
}

VALUES: dict[str, tuple[Value, ...]] = {
    name: (
        kind.names
        if isinstance(kind, Choice)
        else (0, 1, 2)
        if isinstance(kind, WholeNumber)
        else tuple(FIRST + timedelta(days=days) for days in range(6))
    )
    for name, kind in TYPES.items()
}


# --- Random expressions ----------------------------------------------------------------------


def fact(name: str) -> ex.FactValue:
    return ex.FactValue(name, HERE)


def constants(name: str) -> st.SearchStrategy[ex.Operand]:
    return st.sampled_from(VALUES[name]).map(lambda value: ex.Constant(value, HERE))


def others(name: str) -> st.SearchStrategy[ex.Operand]:
    """A constant, or another fact of the same type."""
    alike = [fact(other) for other in TYPES if TYPES[other] == TYPES[name] and other != name]
    return st.one_of(constants(name), st.sampled_from(alike)) if alike else constants(name)


@st.composite
def comparisons(draw: st.DrawFn) -> ex.Truth:
    name = draw(st.sampled_from(list(TYPES)))
    left, right = fact(name), draw(others(name))
    if isinstance(TYPES[name], WholeNumber) and draw(st.integers(0, 3)):
        return draw(about_numbers(left, right, draw(constants(name))))
    if isinstance(TYPES[name], Date) and draw(st.integers(0, 3)):
        return draw(about_dates(left, right))
    form = draw(st.sampled_from(("is", "is not", "one of", "missing", "known")))
    if form in ("is", "is not"):
        return ex.Compare(form, left, right, HERE)
    if form == "one of":
        some = draw(st.lists(constants(name), min_size=1, max_size=3))
        return ex.OneOf(left, tuple(some), draw(st.booleans()), HERE)
    return (ex.IsMissing if form == "missing" else ex.IsKnown)(left, HERE)


@st.composite
def about_numbers(draw: st.DrawFn, left: ex.Operand, right: ex.Operand, third: ex.Operand) -> ex.Truth:
    form = draw(st.sampled_from(("between", "plain", "plain", "sum", "elapsed")))
    if form == "between":
        return ex.Between(left, right, third, HERE)
    if form == "sum":
        left = ex.Arithmetic(left, draw(st.sampled_from(("+", "-"))), third, HERE)
    if form == "elapsed":
        left = ex.Elapsed("days", fact("opened"), fact("closed_only"), HERE)
    word = draw(st.sampled_from(("is", "is not", "at least", "at most", "more than", "less than")))
    return ex.Compare(word, left, right, HERE)


@st.composite
def about_dates(draw: st.DrawFn, left: ex.Operand, right: ex.Operand) -> ex.Truth:
    unit, count = draw(st.sampled_from(("days", "weeks"))), draw(st.integers(0, 3))
    form = draw(st.sampled_from(("limit", "within", "order")))
    if form == "limit":
        bound = draw(st.sampled_from(("no later than", "no earlier than")))
        return ex.DateLimit(left, bound, count, unit, draw(st.sampled_from(("after", "before"))), right, HERE)
    if form == "within":
        side = draw(st.sampled_from(("after", "before", "either side of")))
        return ex.Within(left, count, unit, side, right, HERE)
    word = draw(st.sampled_from(("before", "after", "on or before", "on or after")))
    return ex.Compare(word, left, right, HERE)


def compound(inner: st.SearchStrategy[ex.Truth]) -> st.SearchStrategy[ex.Truth]:
    several = st.lists(inner, min_size=1, max_size=3).map(tuple)
    return st.one_of(
        several.map(lambda items: ex.And(items, HERE)),
        several.map(lambda items: ex.Or(items, HERE)),
        inner.map(lambda item: ex.Not(item, HERE)),
        st.builds(
            counted, st.sampled_from(("all of", "any of", "none of", "at least")), several, st.integers(1, 3)
        ),
        st.builds(
            numbered, st.sampled_from(("is", "is not", "at least", "less than")), several, st.integers(0, 3)
        ),
    )


def counted(quantifier: str, items: tuple[ex.Truth, ...], count: int) -> ex.Truth:
    return ex.Counted(quantifier, count if quantifier == "at least" else None, items, HERE)


def numbered(word: str, items: tuple[ex.Truth, ...], count: int) -> ex.Truth:
    return ex.Compare(word, ex.NumberOf(items, HERE), ex.Constant(count, HERE), HERE)


TRUTHS = st.recursive(comparisons(), compound, max_leaves=6)


# --- The same in SQL -------------------------------------------------------------------------

WORDS = {
    "is": "=", "is not": "<>", "at least": ">=", "at most": "<=", "more than": ">", "less than": "<",
    "before": "<", "after": ">", "on or before": "<=", "on or after": ">=",
}  # fmt: skip

#: An operand in SQL: whether it exists, and its value.
Both = tuple[str, str]


def literal(value: Value) -> str:
    return str(value) if isinstance(value, int) else f"'{value}'"


def operand_sql(expr: ex.Operand, only: ex.Truth) -> Both:
    match expr:
        case ex.Constant():
            return "1", literal(expr.value)
        case ex.FactValue():
            return (truth_sql(only, only) if expr.fact.endswith("_only") else "1"), expr.fact
        case ex.Arithmetic():
            left, right = operand_sql(expr.left, only), operand_sql(expr.right, only)
            return f"({left[0]} AND {right[0]})", f"({left[1]} {expr.operator} {right[1]})"
        case ex.Elapsed():
            start, end = operand_sql(expr.start, only), operand_sql(expr.end, only)
            days = f"CAST(julianday({end[1]}) - julianday({start[1]}) AS INTEGER)"
            return f"({start[0]} AND {end[0]})", days
        case _:
            raise AssertionError(expr)


def compared(operands: tuple[ex.Operand, ...], only: ex.Truth, test: str) -> str:
    """A test of values `{0}`, `{1}`, …: no where one does not exist, unknown where one may not or is missing."""
    sides = [operand_sql(expr, only) for expr in operands]
    absent = " OR ".join(f"({exists}) IS 0" for exists, _ in sides)
    unsure = " OR ".join(f"({exists}) IS NULL OR ({value}) IS NULL" for exists, value in sides)
    return f"CASE WHEN {absent} THEN 0 WHEN {unsure} THEN NULL ELSE {test.format(*(v for _, v in sides))} END"


def at_least(items: tuple[ex.Truth, ...], count: int, only: ex.Truth) -> str:
    """Some choice of so many items is all yes."""
    chosen = [" AND ".join(f"({truth_sql(i, only)})" for i in some) for some in combinations(items, count)]
    return "1" if count == 0 else "(" + " OR ".join(f"({each})" for each in chosen) + ")" if chosen else "0"


def number_sql(word: str, items: tuple[ex.Truth, ...], count: int, only: ex.Truth) -> str:
    reaches, passes = at_least(items, count, only), at_least(items, count + 1, only)
    exactly = f"({reaches} AND NOT {passes})"
    return {"is": exactly, "is not": f"NOT {exactly}", "at least": reaches, "less than": f"NOT {reaches}"}[
        word
    ]


def moved(day: str, count: int, unit: str) -> str:
    return f"date({day}, '{count * (7 if unit == 'weeks' else 1):+d} days')"


def truth_sql(expr: ex.Truth, only: ex.Truth) -> str:
    match expr:
        case ex.And() | ex.Counted(quantifier="all of"):
            return "(" + " AND ".join(f"({truth_sql(item, only)})" for item in expr.items) + ")"
        case ex.Or() | ex.Counted(quantifier="any of"):
            return "(" + " OR ".join(f"({truth_sql(item, only)})" for item in expr.items) + ")"
        case ex.Counted(quantifier="none of"):
            return "(" + " AND ".join(f"(NOT ({truth_sql(item, only)}))" for item in expr.items) + ")"
        case ex.Counted(count=int(count)):
            return at_least(expr.items, count, only)
        case ex.Not():
            return f"(NOT ({truth_sql(expr.item, only)}))"
        case ex.IsMissing():
            exists, value = operand_sql(expr.operand, only)
            return f"(({exists}) IS NOT 0 AND ({value}) IS NULL)"
        case ex.IsKnown():
            exists, value = operand_sql(expr.operand, only)
            return f"(({exists}) IS NOT 0 AND ({value}) IS NOT NULL)"
        case ex.Compare(left=ex.NumberOf(items=items), right=ex.Constant(value=int(count))):
            return number_sql(expr.operator, items, count, only)
        case _:
            return comparison_sql(expr, only)


def comparison_sql(expr: ex.Truth, only: ex.Truth) -> str:
    match expr:
        case ex.Compare():
            return compared((expr.left, expr.right), only, f"{{0}} {WORDS[expr.operator]} {{1}}")
        case ex.OneOf():
            values = ", ".join(literal(each.value) for each in expr.values if isinstance(each, ex.Constant))
            return compared((expr.left,), only, f"{{0}} {'NOT ' if expr.negated else ''}IN ({values})")
        case ex.Between():
            return compared((expr.left, expr.low, expr.high), only, "{0} BETWEEN {1} AND {2}")
        case ex.DateLimit():
            count = expr.count if expr.direction == "after" else -expr.count
            sign = "<=" if expr.bound == "no later than" else ">="
            return compared((expr.left, expr.anchor), only, f"{{0}} {sign} {moved('{1}', count, expr.unit)}")
        case ex.Within():
            before = 0 if expr.side == "after" else -expr.count
            after = 0 if expr.side == "before" else expr.count
            first, last = moved("{1}", before, expr.unit), moved("{1}", after, expr.unit)
            return compared((expr.left, expr.anchor), only, f"{{0}} BETWEEN {first} AND {last}")
        case _:
            raise AssertionError(expr)


# --- Side by side ----------------------------------------------------------------------------


def framework_with(only: ex.Truth) -> Framework:
    facts = {
        name: Fact(
            name, name, name, kind, name, False, False,
            only if name.endswith("_only") else None, None, (), HERE,
        )
        for name, kind in TYPES.items()
    }  # fmt: skip
    return evolve(criteria(""), facts=facts)


def by_sqlite(expr: ex.Truth, only: ex.Truth, cases: list[dict[str, Value]]) -> list[Truth]:
    rows = " UNION ALL ".join(
        "SELECT " + ", ".join(f"{literal(one[name]) if name in one else 'NULL'} AS {name}" for name in TYPES)
        for one in cases
    )
    with sqlite3.connect(":memory:") as database:
        found = database.execute(f"SELECT {truth_sql(expr, only)} FROM ({rows})").fetchall()  # noqa: S608 - made here
    return [None if truth is None else bool(truth) for (truth,) in found]


def some_cases(seed: int) -> list[dict[str, Value]]:
    """Two dozen cases; a seed gives Hypothesis less to search through than each value would."""
    chance = Random(seed)  # noqa: S311 - cases, not secrets
    return [
        {name: chance.choice(values) for name, values in VALUES.items() if chance.random() < 0.85}
        for _ in range(24)
    ]


#: What says where the facts that exist only somewhere do; it speaks of the other facts alone.
ONLY = st.sampled_from(
    (
        ex.Compare("is", fact("asked"), ex.Constant("yes", HERE), HERE),
        ex.Compare("at least", fact("visits"), ex.Constant(1, HERE), HERE),
        ex.Or(
            (
                ex.IsMissing(fact("colour"), HERE),
                ex.Compare("is not", fact("urgent"), fact("asked"), HERE),
            ),
            HERE,
        ),
    )
)


def agree(expr: ex.Truth, only: ex.Truth, seed: int) -> None:
    framework, cases = framework_with(only), some_cases(seed)
    ours = [truth(expr, scope_of(framework, Record("A1", values))) for values in cases]
    assert ours == by_sqlite(expr, only, cases)


@settings(max_examples=300, deadline=None)
@given(comparisons(), ONLY, st.integers(0, 10**6))
def test_comparisons_agree_with_sqlite(expr: ex.Truth, only: ex.Truth, seed: int):
    agree(expr, only, seed)


@settings(max_examples=300, deadline=None)
@given(TRUTHS, ONLY, st.integers(0, 10**6))
def test_truths_agree_with_sqlite(expr: ex.Truth, only: ex.Truth, seed: int):
    agree(expr, only, seed)
