"""Finds how many cases may be in two groups at once, one of each of two facts, of which nobody is told.

Any numbers that agree with what is told will do to start from: what counts could be is reckoned from there.
"""

from collections.abc import Collection, Mapping, Sequence

import numpy as np

from aboveline.disclosure.linear import Programme, Rows
from aboveline.frozen import frozen
from aboveline.report.public_keys import Block

_NEAR = 1e-6
#: Two groups, one of each fact.
Two = tuple[Block, Block]


@frozen
class AtMost:
    """That no more than so many cases are in some groups two by two."""

    places: Collection[Two]
    count: int


def agreeing(
    sizes: Sequence[Mapping[Block, int]], places: Sequence[Two], limits: Sequence[AtMost]
) -> tuple[Mapping[Two, int], Sequence[bool]] | None:
    """How many cases may be in each of some places, by the sizes of the groups of two facts; and which limits that agrees with.

    It agrees with all of them unless a person decided otherwise than the rules. None where not even the sizes agree with the places.
    """
    found = _joint(sizes, places, limits)
    if found is not None:
        return found, [True] * len(limits)
    kept: list[bool] = []
    found = _joint(sizes, places, ())
    for at, one in enumerate(limits):
        those = [limit for limit, keep in zip(limits[:at], kept, strict=True) if keep]
        more = _joint(sizes, places, [*those, one])
        kept.append(more is not None)
        found = found if more is None else more
    return None if found is None else (found, kept)


def _joint(
    of: Sequence[Mapping[Block, int]], places: Sequence[Two], limits: Sequence[AtMost]
) -> Mapping[Two, int] | None:
    sizes = [(side, group, size) for side, groups in enumerate(of) for group, size in groups.items()]
    members = [[at for at, place in enumerate(places) if place[side] == group] for side, group, _ in sizes]
    members += [[at for at, place in enumerate(places) if place in limit.places] for limit in limits]
    rows = Rows()
    for row, beneath in enumerate(members):
        rows.add(np.full(len(beneath), row), np.array(beneath, np.int64))
    most = np.array([*(size for *_, size in sizes), *(limit.count for limit in limits)], float)
    least = np.array([*(size for *_, size in sizes), *(0 for _ in limits)], float)
    none = np.zeros(len(places))
    programme = Programme(rows, len(members), len(places))
    if programme.solved(none, np.full(len(places), np.inf), least, most, none) is None:
        return None
    value = programme.solved_whole(len(places))
    if value is None or (np.abs(value - np.rint(value)) > _NEAR).any():
        return None
    return dict(zip(places, np.rint(value).astype(int).tolist(), strict=True))
