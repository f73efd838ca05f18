"""Puts what rules ask into claims about a case."""

from collections.abc import Iterable

from aboveline.framework import expressions as ex
from aboveline.framework.model import Clause, Question
from aboveline.proof.claims import AllOf, AnyOf, Claim, Comes, Not


def differ(first: ex.Truth, second: ex.Truth) -> Claim:
    """That two expressions come to different things: one is yes and the other is not, or one is no and the other is not."""
    return AnyOf(
        tuple(
            AllOf((Comes(one, to), Not(Comes(other, to))))
            for one, other in ((first, second), (second, first))
            for to in (True, False)
        )
    )


def differ_from_opposite(first: ex.Truth, second: ex.Truth) -> Claim:
    """That one expression does not come to the opposite of another: no for yes, yes for no, unknown for unknown."""
    return AnyOf(
        tuple(
            AllOf((Comes(one, to), Not(Comes(other, not to))))
            for one, other in ((first, second), (second, first))
            for to in (True, False)
        )
    )


def joined(truths: Iterable[ex.Truth], like: ex.Truth) -> ex.Truth:
    """That all of some expressions are so; yes where there are none."""
    items = tuple(truths)
    if not items:
        return ex.Always(like.span)
    return items[0] if len(items) == 1 else ex.And(items, like.span)


def as_applicability(clause: Clause) -> ex.Truth:
    """A clause as what must be yes for the question to apply."""
    return ex.Not(clause.expr, clause.span) if clause.kind == "excluded where" else clause.expr


def over(question: Question) -> tuple[Clause, ...]:
    """The clauses that decide whether a question applies, its own and those it inherits."""
    return tuple(c for c in question.clauses if c.kind in {"only where", "excluded where"})


def applicability(question: Question) -> ex.Truth:
    """Whether a question applies, the assessor's mark aside: yes, no, or unknown."""
    like = ex.Always(question.span)
    return joined((as_applicability(clause) for clause in over(question)), like)
