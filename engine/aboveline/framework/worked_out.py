"""Turns `worked out as` into checked rows, or the number a fact comes to."""

from collections.abc import Iterator

from aboveline.diagnostics import Diagnostic, Label
from aboveline.framework.faults import fault, listed, unknown
from aboveline.framework.model import Row, WorkedOut
from aboveline.framework.names import Scope
from aboveline.framework.operands import Typed
from aboveline.framework.resolve import resolve_operand, resolve_truth
from aboveline.source import Span
from aboveline.syntax import tree
from aboveline.values import Choice, Number, ValueType, WholeNumber, type_in_words


def worked_out(
    clause: tree.WorkedOut, kind: ValueType | None, owner: tree.Name, scope: Scope, found: list[Diagnostic]
) -> WorkedOut | None:
    """How a fact or an answer of a type comes about; None where that is not known."""
    if clause.expr is not None:
        if isinstance(kind, Choice):
            found.append(_rows_needed(owner, kind, clause.expr.span))
            return None
        typed, faults = resolve_operand(clause.expr, scope)
        found.extend(faults)
        return None if typed is None or kind is None else _number(clause, typed, kind, owner, found)
    if kind is not None and not isinstance(kind, Choice):
        found.append(_rows_not_allowed(clause, kind, owner))
    if isinstance(kind, Choice):
        found.extend(_unknown_words(clause, kind))
    rows = tuple(_row(row, scope, found) for row in clause.rows)
    return WorkedOut(tuple(r for r in rows if r is not None), clause.exactly_one, None, clause.span)


def _rows_not_allowed(clause: tree.WorkedOut, kind: ValueType, owner: tree.Name) -> Diagnostic:
    labels = Label(clause.span), Label(owner.span, "declared here")
    if isinstance(kind, WholeNumber | Number):
        message = f"rows give answer words, but `{owner.text}` is {type_in_words(kind)}"
        remedy = "write a sum after `worked out as`, such as `weeks from a to b`"
        return fault("rows-not-allowed", message, *labels, remedy=remedy)
    message = f"only answer words and numbers can be worked out, but `{owner.text}` is {type_in_words(kind)}"
    return fault("cannot-be-worked-out", message, *labels)


def _row(row: tree.Row, scope: Scope, found: list[Diagnostic]) -> Row | None:
    if row.condition is None:
        return Row(row.word.text, None, row.span)
    condition, faults = resolve_truth(row.condition, scope)
    found.extend(faults)
    return None if condition is None else Row(row.word.text, condition, row.span)


def _unknown_words(clause: tree.WorkedOut, kind: Choice) -> Iterator[Diagnostic]:
    for row in clause.rows:
        if row.word.text not in kind.names:
            yield unknown("value-outside", listed(kind.names), row.word, kind.names)


def _number(
    clause: tree.WorkedOut, typed: Typed, kind: ValueType, owner: tree.Name, found: list[Diagnostic]
) -> WorkedOut | None:
    if not isinstance(kind, WholeNumber | Number):
        found.append(_rows_not_allowed(clause, kind, owner))
        return None
    if not _fits(typed, kind):
        message = f"`{owner.text}` is {type_in_words(kind)}, but what it is worked out as is {type_in_words(typed.type)}"
        labels = Label(typed.operand.span), Label(owner.span, "declared here")
        found.append(fault("wrong-type", message, *labels))
        return None
    return WorkedOut((), clause.exactly_one, typed.operand, clause.span)


def _fits(typed: Typed, kind: ValueType) -> bool:
    if isinstance(kind, WholeNumber):
        return isinstance(typed.type, WholeNumber)
    return isinstance(kind, Number) and isinstance(typed.type, WholeNumber | Number)


def _rows_needed(owner: tree.Name, kind: Choice, at: Span) -> Diagnostic:
    first, last = kind.names[0], kind.names[-1]
    return fault(
        "rows-needed",
        f"expected a row for each of {listed(kind.names, 'and')}, found one expression for `{owner.text}`",
        at,
        remedy=f"write `{first} when …` and, on the next line, `{last} otherwise`",
    )
