"""Turns a Claim into a statement for z3: the counterpart of `shown`, for all cases at once."""

from collections.abc import Sequence
from typing import assert_never

from aboveline.framework.expressions import FactValue
from aboveline.proof.claims import AllOf, AnyOf, Claim, Comes, Exists, Holds, Judged, Not
from aboveline.proof.comparing import certain, equal, known
from aboveline.proof.fields import FieldName
from aboveline.proof.logic import Bool
from aboveline.proof.meaning import Meaning, constant, operand, ruling, truth
from aboveline.proof.seen import Held, Seen
from aboveline.values import Mark, Value


def stated(claim: Claim, meanings: Sequence[Meaning]) -> Bool:
    """Whether a claim is so, as a statement over all cases."""
    logic = meanings[0].ground.logic
    match claim:
        case Comes(expr=expr, to=to, of=of):
            came = truth(expr, meanings[of])
            return logic.is_unknown(came) if to is None else came.yes if to else came.no
        case Judged(question=key, outcomes=outcomes, of=of):
            ruled = ruling(key, meanings[of])
            return logic.any(so for outcome, so in ruled.outcomes.items() if outcome in outcomes)
        case Holds(key=key, value=value, of=of):
            return _holds(key, value, meanings[of])
        case Exists(fact=key, to=to, of=of):
            exists = _fact(key, meanings[of]).exists
            return logic.is_unknown(exists) if to is None else exists.yes if to else exists.no
        case AllOf(claims=claims):
            return logic.all([stated(one, meanings) for one in claims])
        case AnyOf(claims=claims):
            return logic.any([stated(one, meanings) for one in claims])
        case Not(claim=one):
            return logic.no(stated(one, meanings))
        case _:
            assert_never(claim)


def _fact(key: str, at: Meaning) -> Seen:
    return operand(FactValue(key, at.framework.facts[key].span), at)


def _holds(key: str, value: Value | Mark | None, at: Meaning) -> Bool:
    logic = at.ground.logic
    if key in at.framework.facts:
        seen = _fact(key, at)
        if at.framework.facts[key].worked_out is None:
            return _is(seen.value, value, at)
        is_there = logic.no(seen.exists.no)
        so = logic.both(is_there, _is(seen.value, value, at))
        return logic.either(so, seen.exists.no) if value is None else so
    cell = at.ground.cell(FieldName(key))
    marked = False if cell is None else cell.mark
    if isinstance(value, Mark):
        return marked
    answered = ruling(key, at).answer
    return logic.both(logic.no(marked), _is(answered, value, at))


def _is(held: Held, value: Value | Mark | None, at: Meaning) -> Bool:
    """Whether what is held is a value, or missing."""
    logic = at.ground.logic
    match value:
        case None:
            return logic.no(certain(logic, held))
        case Mark():
            return False
        case _:
            return logic.both(known(logic, held), equal(at.ground, held, constant(value, at.ground)).always)
