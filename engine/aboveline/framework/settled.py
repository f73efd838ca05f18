"""Tells what is decided before any case is looked at: comparisons of the item at hand, and what rests on them alone."""

from aboveline.framework import expressions as ex
from aboveline.values import Truth, all_of, any_of, negate


def settled(truth: ex.Truth) -> Truth:
    """Yes or no where the items at hand alone decide it, for every case alike; else None."""
    match truth:
        case ex.Compare(
            operator="is" | "is not", left=ex.Constant(value=left), right=ex.Constant(value=right)
        ):
            return (left == right) == (truth.operator == "is")
        case ex.OneOf(left=ex.Constant(value=left), negated=negated):
            if not all(isinstance(value, ex.Constant) for value in truth.values):
                return None
            return any(isinstance(v, ex.Constant) and v.value == left for v in truth.values) != negated
        case ex.Not(item=item):
            return negate(settled(item))
        case ex.And(items=items) | ex.Counted(quantifier="all of", items=items):
            return all_of(settled(item) for item in items)
        case ex.Or(items=items) | ex.Counted(quantifier="any of", items=items):
            return any_of(settled(item) for item in items)
        case ex.Counted(quantifier="none of", items=items):
            return negate(any_of(settled(item) for item in items))
        case _:
            return None
