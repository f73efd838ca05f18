"""Puts what rules ask into claims about a case, and tries claims on cases by the reference evaluator."""

from collections.abc import Iterable
from typing import assert_never

from aboveline.framework import expressions as ex
from aboveline.framework.model import Clause, Question
from aboveline.proof.claims import AllOf, AnyOf, Claim, Comes, Exists, Holds, Judged, Not
from aboveline.reference.evaluate import operand, ruling, truth
from aboveline.reference.scope import Scope


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


def shows(claim: Claim, scope: Scope) -> bool:  # noqa: C901 (a table of every kind of claim)
    """Whether a case shows a claim."""
    match claim:
        case Comes(expr=expr, to=to):
            return truth(expr, scope) is to
        case AllOf(claims=claims):
            return all(shows(one, scope) for one in claims)
        case AnyOf(claims=claims):
            return any(shows(one, scope) for one in claims)
        case Not(claim=one):
            return not shows(one, scope)
        case Judged(question=key, outcomes=outcomes):
            return ruling(key, scope).outcome in outcomes
        case Holds(key=key, value=value):
            return scope.values.get(key, scope.of_inspection.get(key)) == value
        case Exists(fact=key, to=to):
            fact = scope.framework.facts[key]
            return operand(ex.FactValue(key, fact.span), scope)[0] is to
        case _:
            assert_never(claim)
