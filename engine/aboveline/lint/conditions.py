"""What can be said of named conditions over all cases: that one is never no, or the same as another."""

from collections.abc import Iterator, Sequence

from aboveline.diagnostics import Label, Severity
from aboveline.framework import expressions as ex
from aboveline.framework.model import Condition
from aboveline.lint.claims import differ, differ_from_opposite
from aboveline.lint.grounds import Grounds, declared, items_of
from aboveline.lint.model import Remark, remark
from aboveline.proof.claims import Comes
from aboveline.values import negate

NEVER_YES = ("condition-never-yes", Severity.WARNING)
NEVER_NO = ("condition-never-no", Severity.WARNING)
EQUIVALENT = ("equivalent-conditions", Severity.NOTE)
OPPOSITE = ("opposite-conditions", Severity.NOTE)


def never_yes(grounds: Grounds) -> Iterator[Remark]:
    """A remark on each condition that holds for no case; on a repeated one where none of its instances does."""
    for first, *_ in _never(grounds, NEVER_YES[0], to=True):
        yield remark(
            NEVER_YES,
            f"the condition `{first.name}` is never yes, whatever a case is like",
            Label(first.expr.span),
            Label(first.span, "the condition"),
            remedy="look at what it says again; everything that rests on it rests on a no",
        )


def never_no(grounds: Grounds) -> Iterator[Remark]:
    """A remark on each condition that fails for no case; on a repeated one where none of its instances does."""
    for first, *_ in _never(grounds, NEVER_NO[0], to=False):
        yield remark(
            NEVER_NO,
            f"the condition `{first.name}` is never no: it is yes for every case, or not known",
            Label(first.expr.span),
            Label(first.span, "the condition"),
            remedy="look at what it says again; a clause that names it rules no case out",
        )


def _never(grounds: Grounds, code: str, *, to: bool) -> Iterator[Sequence[Condition]]:
    for instances in declared(grounds.framework.conditions):
        if all(_comes_never(grounds, one, code, to=to) for one in instances):
            yield instances


def _comes_never(grounds: Grounds, one: Condition, code: str, *, to: bool) -> bool:
    return grounds.never(Comes(one.expr, to), code, one.span, f"`{one.key}`")


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
    """Each condition with the first before it that is proved to be the same (or the opposite).

    Of a repeat all instances together are held against those of another for the same items.
    """
    seen: dict[object, list[Sequence[Condition]]] = {}
    for instances in declared(grounds.framework.conditions):
        if all(_is_dull(grounds, one) for one in instances):
            continue
        vectors = {items_of(one): grounds.vector(one.expr) for one in instances}
        wanted = {i: tuple(negate(t) for t in v) for i, v in vectors.items()} if opposite else vectors
        for earlier in seen.get(frozenset(wanted.items()), ()):
            if _are_match(grounds, earlier, instances, opposite=opposite):
                yield earlier[0], instances[0]
                break
        seen.setdefault(frozenset(vectors.items()), []).append(instances)


def _are_match(
    grounds: Grounds, first: Sequence[Condition], second: Sequence[Condition], *, opposite: bool
) -> bool:
    told_apart = differ_from_opposite if opposite else differ
    code = (OPPOSITE if opposite else EQUIVALENT)[0]
    by_items = {items_of(one): one for one in first}
    for other in second:
        one = by_items[items_of(other)]
        if opposite and (_names(other, one) or _names(one, other)):
            return False
        claim = told_apart(one.expr, other.expr)
        if not grounds.never(claim, code, other.span, f"`{one.key}` and `{other.key}`"):
            return False
    return True


def _names(one: Condition, other: Condition) -> bool:
    """Whether a condition is built on another."""
    return any(isinstance(e, ex.ConditionHolds) and e.condition == other.key for e in ex.walk(one.expr))


def _is_dull(grounds: Grounds, condition: Condition) -> bool:
    """Whether a condition is never yes or never no, which is said of it already."""
    return _comes_never(grounds, condition, NEVER_YES[0], to=True) or _comes_never(
        grounds, condition, NEVER_NO[0], to=False
    )
