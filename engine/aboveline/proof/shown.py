"""Says whether a case shows a claim, by the reference evaluator: what no proof can overrule."""

from collections.abc import Sequence
from typing import assert_never

from aboveline.framework.expressions import FactValue
from aboveline.proof.claims import AllOf, AnyOf, Claim, Comes, Exists, Holds, Judged, Not
from aboveline.reference.evaluate import operand, ruling, truth
from aboveline.reference.scope import Possible, Scope, Seen
from aboveline.values import Mark, Value


def shows(claim: Claim, scopes: Sequence[Scope]) -> bool:
    """Whether a claim is so of a case, which has a scope under each framework."""
    match claim:
        case Comes(expr=expr, to=to, of=of):
            return truth(expr, scopes[of]) is to
        case Judged(question=key, outcomes=outcomes, of=of):
            return ruling(key, scopes[of]).outcome in outcomes
        case Holds(key=key, value=value, of=of):
            return held(key, scopes[of]) == value
        case Exists(fact=key, to=to, of=of):
            return _fact(key, scopes[of])[0] is to
        case AllOf(claims=claims):
            return all(shows(one, scopes) for one in claims)
        case AnyOf(claims=claims):
            return any(shows(one, scopes) for one in claims)
        case Not(claim=one):
            return not shows(one, scopes)
        case _:
            assert_never(claim)


def held(key: str, scope: Scope) -> Value | Mark | None:
    """What a fact or an answer holds for a case."""
    if key in scope.framework.facts:
        fact = scope.framework.facts[key]
        if fact.worked_out is not None:
            value = _fact(key, scope)[1]
            return None if isinstance(value, Possible) else value
        given = (scope.of_inspection if fact.of_inspection else scope.values).get(key)
        return None if isinstance(given, Mark) else given
    given = scope.values.get(key)
    if scope.framework.questions[key].worked_out is None or isinstance(given, Mark):
        return given
    return ruling(key, scope).answer


def _fact(key: str, scope: Scope) -> Seen:
    return operand(FactValue(key, scope.framework.facts[key].span), scope)
