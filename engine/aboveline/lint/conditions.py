"""What can be said of named conditions over all cases: that one is never no, or the same as another."""

from collections.abc import Iterator

from aboveline.diagnostics import Label, Severity
from aboveline.framework import expressions as ex
from aboveline.framework.model import Condition
from aboveline.lint.claims import differ, differ_from_opposite
from aboveline.lint.grounds import Grounds, by_declaration
from aboveline.lint.model import Remark, remark
from aboveline.proof.claims import Comes
from aboveline.values import Truth, negate

NEVER_YES = ("condition-never-yes", Severity.WARNING)
NEVER_NO = ("condition-never-no", Severity.WARNING)
EQUIVALENT = ("equivalent-conditions", Severity.NOTE)
OPPOSITE = ("opposite-conditions", Severity.NOTE)


def never_yes(grounds: Grounds) -> Iterator[Remark]:
    """A remark on each condition that holds for no case."""
    for words, condition in by_declaration(
        _never(grounds, NEVER_YES[0], to=True), grounds.framework.conditions
    ):
        yield remark(
            NEVER_YES,
            f"the condition {words} is never yes, whatever a case is like",
            Label(condition.expr.span),
            Label(condition.span, "the condition"),
            remedy="look at what it says again; everything that rests on it rests on a no",
        )


def never_no(grounds: Grounds) -> Iterator[Remark]:
    """A remark on each condition that fails for no case."""
    for words, condition in by_declaration(
        _never(grounds, NEVER_NO[0], to=False), grounds.framework.conditions
    ):
        yield remark(
            NEVER_NO,
            f"the condition {words} is never no: it is yes for every case, or not known",
            Label(condition.expr.span),
            Label(condition.span, "the condition"),
            remedy="look at what it says again; a clause that names it rules no case out",
        )


def _never(grounds: Grounds, code: str, *, to: bool) -> Iterator[Condition]:
    for condition in grounds.framework.conditions.values():
        if grounds.never(Comes(condition.expr, to), code, condition.span, f"`{condition.key}`"):
            yield condition


def equivalent(grounds: Grounds) -> Iterator[Remark]:
    """A remark on each condition that comes to the same as an earlier one in every case."""
    for first, second in _matches(grounds, opposite=False):
        yield remark(
            EQUIVALENT,
            f"`{second.name}` says the same as `{first.name}`: they agree in every case",
            Label(second.span),
            Label(first.span, "says the same"),
            remedy=f"name `{first.name}` in its place, or let the one build on the other",
        )


def opposite(grounds: Grounds) -> Iterator[Remark]:
    """A remark on each condition that comes to the opposite of an earlier one in every case, and does not say so."""
    for first, second in _matches(grounds, opposite=True):
        yield remark(
            OPPOSITE,
            f"`{second.name}` is just what `{first.name}` is not: one is yes where the other is no, in every case",
            Label(second.span),
            Label(first.span, "says the opposite"),
            remedy=f"say `not {first.name}`, so that a change of the one changes both",
        )


def _matches(grounds: Grounds, *, opposite: bool) -> Iterator[tuple[Condition, Condition]]:
    """Each condition with the first before it, declared apart, that is proved to be the same (or the opposite)."""
    seen: dict[tuple[Truth, ...], list[Condition]] = {}
    code = (OPPOSITE if opposite else EQUIVALENT)[0]
    for condition in grounds.framework.conditions.values():
        if _is_dull(grounds, condition):
            continue
        vector = grounds.vector(condition.expr)
        alike = seen.get(tuple(negate(t) for t in vector) if opposite else vector, [])
        for first in alike:
            if _is_match(grounds, first, condition, code):
                yield first, condition
                break
        seen.setdefault(vector, []).append(condition)


def _is_match(grounds: Grounds, first: Condition, second: Condition, code: str) -> bool:
    if first.name == second.name:
        return False
    if code == OPPOSITE[0] and (_names(second, first) or _names(first, second)):
        return False
    told_apart = differ_from_opposite if code == OPPOSITE[0] else differ
    about = f"`{first.key}` and `{second.key}`"
    return grounds.never(told_apart(first.expr, second.expr), code, second.span, about)


def _names(one: Condition, other: Condition) -> bool:
    """Whether a condition is built on another."""
    return any(isinstance(e, ex.ConditionHolds) and e.condition == other.key for e in ex.walk(one.expr))


def _is_dull(grounds: Grounds, condition: Condition) -> bool:
    """Whether a condition is never yes or never no, which is said of it already."""
    about = f"`{condition.key}`"
    return grounds.never(Comes(condition.expr, True), NEVER_YES[0], condition.span, about) or grounds.never(
        Comes(condition.expr, False), NEVER_NO[0], condition.span, about
    )
