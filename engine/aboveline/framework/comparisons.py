"""Resolves comparisons, and checks that the two sides can be compared in that way."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Literal

from aboveline.diagnostics import Diagnostic
from aboveline.framework import expressions as ex
from aboveline.framework.faults import fault
from aboveline.framework.names import Scope
from aboveline.framework.operands import (
    Typed,
    compared_with,
    date_operand,
    kind_in_words,
    operand,
    places,
    said,
)
from aboveline.framework.subjects import words_of
from aboveline.syntax import tree
from aboveline.values import Choice, Date, Number, Text, ValueType, WholeNumber

_Sort = Literal["word", "number", "date", "text"]

#: What each ordering of dates is for numbers, and the other way round.
_FOR_DATES: Mapping[str, str] = {
    "at least": "on or after",
    "at most": "on or before",
    "more than": "after",
    "less than": "before",
    "below": "before",
}
_FOR_NUMBERS: Mapping[str, str] = {
    "before": "less than",
    "after": "more than",
    "on or before": "at most",
    "on or after": "at least",
}


def comparison(expr: tree.Comparison, scope: Scope, found: list[Diagnostic]) -> ex.Truth | None:
    """`x is v`, `x is at least 3`, `d is before e`."""
    left = operand(expr.left, scope, found)
    if left is None:
        return None
    right = compared_with(left, expr.right, scope, found)
    if right is None or not _fits(expr, left, right, scope, found):
        return None
    operator = "less than" if expr.operator == "below" else expr.operator
    return ex.Compare(operator, left.operand, right.operand, expr.span)


def one_of(expr: tree.OneOf, scope: Scope, found: list[Diagnostic]) -> ex.Truth | None:
    """`x is one of (a, b)`."""
    left = operand(expr.left, scope, found)
    if left is None:
        return None
    values = [compared_with(left, v, scope, found) for v in expr.values]
    fitting = [v.operand for v in values if v is not None and _can_equal(left, v, scope, found)]
    if len(fitting) < len(values):
        return None
    return ex.OneOf(left.operand, tuple(fitting), expr.negated, expr.span)


def between(expr: tree.Between, scope: Scope, found: list[Diagnostic]) -> ex.Truth | None:
    """`x is between 3 and 5`, of numbers or dates."""
    left = operand(expr.left, scope, found)
    if left is None:
        return None
    if _sort(left.type) not in {"number", "date"}:
        found.append(_wrong_sort("between", "numbers or dates", left, scope))
        return None
    low = compared_with(left, expr.low, scope, found)
    high = compared_with(left, expr.high, scope, found)
    if low is None or high is None:
        return None
    alike = [_alike(left, side, scope, found) for side in (low, high)]
    if not all(alike) or _is_empty(expr, found):
        return None
    return ex.Between(left.operand, low.operand, high.operand, expr.span)


def _is_empty(expr: tree.Between, found: list[Diagnostic]) -> bool:
    match expr.low, expr.high:
        case tree.Literal(value=low), tree.Literal(value=high) if (
            not isinstance(low, str) and not isinstance(high, str) and low > high  # pyright: ignore[reportOperatorIssue] (both are of one type by now)
        ):
            message = f"expected the lower end first, found between {low} and {high}, which nothing is"
            remedy = f"write `between {high} and {low}`"
            found.append(fault("range-backwards", message, expr.low.span.to(expr.high.span), remedy=remedy))
            return True
        case _:
            return False


def date_limit(expr: tree.DateLimit, scope: Scope, found: list[Diagnostic]) -> ex.Truth | None:
    """`d is no later than 15 working days after e`."""
    what = f"`{expr.bound} … {expr.direction}`"
    left = date_operand(expr.left, scope, found, what)
    anchor = date_operand(expr.anchor, scope, found, what)
    if _is_below_zero(expr, found) or left is None or anchor is None:
        return None
    return ex.DateLimit(left, expr.bound, expr.count, expr.unit, expr.direction, anchor, expr.span)


def within(expr: tree.Within, scope: Scope, found: list[Diagnostic]) -> ex.Truth | None:
    """`d is within 5 days after e`; the bare `of` is an error that offers the three sides."""
    left = date_operand(expr.left, scope, found, "`within`")
    anchor = date_operand(expr.anchor, scope, found, "`within`")
    if expr.side == "of":
        found.append(_bare_of(expr, scope))
        return None
    if _is_below_zero(expr, found) or left is None or anchor is None:
        return None
    return ex.Within(left, expr.count, expr.unit, expr.side, anchor, expr.span)


def _bare_of(expr: tree.Within, scope: Scope) -> Diagnostic:
    unit = expr.unit if expr.count != 1 else expr.unit.removesuffix("s")
    anchor = scope.words(expr.anchor) or "…"
    sides = [
        f"`within {expr.count} {unit} {side} {anchor}`" for side in ("after", "before", "either side of")
    ]
    return fault(
        "within-of",
        "`within … of` does not say on which side of the date",
        expr.span,
        remedy=f"write {sides[0]}, {sides[1]} or {sides[2]}",
    )


def _is_below_zero(expr: tree.DateLimit | tree.Within, found: list[Diagnostic]) -> bool:
    if expr.count >= 0:
        return False
    message = f"expected a number of {expr.unit} from 0 up, found {expr.count}"
    found.append(fault("count-below-zero", message, expr.span, remedy="say `before` instead of `after`"))
    return True


# --- Which values can be compared ------------------------------------------------------------


def _sort(kind: ValueType) -> _Sort:
    match kind:
        case Choice():
            return "word"
        case WholeNumber() | Number():
            return "number"
        case Date():
            return "date"
        case Text():
            return "text"


def _fits(expr: tree.Comparison, left: Typed, right: Typed, scope: Scope, found: list[Diagnostic]) -> bool:
    """Whether two values can be compared by the operator; says why not."""
    if expr.operator not in {"is", "is not"}:
        numbers = expr.operator in _FOR_DATES
        wanted, plural = ("number", "numbers") if numbers else ("date", "dates")
        for side in (left, right):
            if _sort(side.type) != wanted:
                remedy = _instead(expr.operator, side, scope)
                found.append(_wrong_sort(expr.operator, plural, side, scope, remedy))
                return False
        return _is_possible(left, right, scope, found, whole=False)
    return _can_equal(left, right, scope, found)


def _wrong_sort(
    operator: str, wanted: str, side: Typed, scope: Scope, remedy: str | None = None
) -> Diagnostic:
    message = f"`{operator}` compares {wanted}, but `{said(side, scope)}` is {kind_in_words(side)}"
    return fault("wrong-type", message, *places(side, scope), remedy=remedy)


def _instead(operator: str, side: Typed, scope: Scope) -> str | None:
    """What to write instead of an operator that is for values of another sort."""
    match _sort(side.type):
        case "date" if operator in _FOR_DATES:
            return f"for dates say `is {_FOR_DATES[operator]}`"
        case "number" if operator in _FOR_NUMBERS:
            return f"for numbers say `is {_FOR_NUMBERS[operator]}`"
        case "word" if isinstance(side.type, Choice):
            words = ", ".join(side.type.names[:2])
            return f"name the words that are meant, as in `{said(side, scope)} is one of ({words})`"
        case _:
            return None


def _alike(left: Typed, right: Typed, scope: Scope, found: list[Diagnostic]) -> bool:
    """Whether two values are of one type, so that they can be equal at all; says why not."""
    match left.type, right.type:
        case (Choice() as one, Choice() as other):
            if {*one.names} & {*other.names}:
                return True
            message = f"the two can never be alike: one is {words_of(one)}, the other {words_of(other)}"
            found.append(fault("wrong-type", message, *places(right, scope), *places(left, scope)[1:]))
            return False
        case _:
            if _sort(left.type) == _sort(right.type):
                return True
            message = f"expected {kind_in_words(left)}, found `{said(right, scope)}`, which is {kind_in_words(right)}"
            found.append(fault("wrong-type", message, *places(right, scope), *places(left, scope)[1:]))
            return False


def _can_equal(left: Typed, right: Typed, scope: Scope, found: list[Diagnostic]) -> bool:
    """Whether one value can ever be the other; says why not."""
    return _alike(left, right, scope, found) and _is_possible(left, right, scope, found)


def _is_possible(
    left: Typed, right: Typed, scope: Scope, found: list[Diagnostic], *, whole: bool = True
) -> bool:
    """Whether a number lies in the range of what it is compared with; says why not.

    With `whole`, it must also be a whole number where the other is.
    """
    match left.type, right.operand:
        case WholeNumber(low=low, high=high), ex.Constant(value=int() | Decimal() as value) if (
            (whole and value != int(value))
            or (low is not None and value < low)
            or (high is not None and value > high)
        ):
            message = f"expected {kind_in_words(left)}, found {value}"
            found.append(fault("value-outside", message, right.operand.span, *places(left, scope)[1:]))
            return False
        case _:
            return True
