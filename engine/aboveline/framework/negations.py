"""Refuses `not` before a statement about a question, which people read two ways, and offers both."""

from aboveline.diagnostics import Diagnostic
from aboveline.framework import expressions as ex
from aboveline.framework.faults import fault
from aboveline.framework.names import Scope
from aboveline.syntax import tree

_About = ex.JudgedAs | ex.Applies | ex.AnswerValue


def negation_of_question(expr: tree.Not, item: ex.Truth, scope: Scope) -> Diagnostic | None:
    """The error of a `not` before something about a question, or None if it is about none.

    A named condition is left alone: its phrase says what is negated.
    """
    about = next((e for e in ex.walk(item) if isinstance(e, _About)), None)
    if about is None:
        return None
    said = _inner(expr.item)
    remedy = _readings(said, item, scope) or (
        "say of each question what it is instead of what it is not, as in `is insufficient` "
        "or `is insufficient or not applicable`"
    )
    if isinstance(item, ex.Applies):
        message = "expected `applies` or `does not apply`, found `not` before it"
    else:
        message = f"`{scope.words(expr)}` would also be yes where the question does not apply"
    return fault("negated-question", message, expr.span, remedy=remedy)


def _inner(expr: tree.Expr) -> tree.Expr:
    while isinstance(expr, tree.Grouped):
        expr = expr.item
    return expr


def _readings(said: tree.Expr, item: ex.Truth, scope: Scope) -> str | None:
    """Both readings of a plain statement about one question; None for anything longer."""
    match said, item:
        case tree.Standing(), ex.Applies(negated=negated):
            return f"write `{scope.words(said.subject)} {'applies' if negated else 'does not apply'}`"
        case tree.Standing(), ex.JudgedAs(outcome=outcome):
            other = "insufficient" if outcome == "sufficient" else "sufficient"
            q = scope.words(said.subject)
            return f"write `{q} is {other}`, or, to count where it does not apply as well, `{q} is {other} or not applicable`"
        case tree.Standing(), ex.IsKnown() | ex.IsMissing():
            q = scope.words(said.subject)
            other = "missing" if isinstance(item, ex.IsKnown) else "known"
            return f"write `{q} is {other}`, or, to count where it does not apply as well, `{q} is {other} or {q} does not apply`"
        case tree.Comparison(operator="is"), ex.Compare():
            q, word = scope.words(said.left), scope.words(said.right)
            return f"write `{q} is not {word}`, or, to count where it does not apply as well, `{q} is not {word} or {q} does not apply`"
        case tree.Comparison(operator="is not"), ex.Compare():
            q, word = scope.words(said.left), scope.words(said.right)
            return f"write `{q} is {word}`, or, to count where it does not apply as well, `{q} is {word} or {q} does not apply`"
        case _:
            return None
