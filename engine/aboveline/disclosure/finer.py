"""Finds counts that nobody is told behind those that are told: of items by group.

Of a group a publication tells percentages that pool many items, and of an item what it came to in all. What each item came to in
each group is not told, and still has to add up both ways. A set of counts that agrees with all that is published is no proof of
anything unless such a finer table is behind it: that is sought here, by linear programming, and checked in whole numbers.
"""

import numpy as np

from aboveline.disclosure.linear import Programme, Rows
from aboveline.disclosure.model import Finer
from aboveline.disclosure.relations import Relations, Truths, Whole
from aboveline.disclosure.solver import Numbers
from aboveline.frozen import frozen

#: How much dearer a percentage is than to move counts: it is given up only where nothing else will do.
_DEAR = 1_000.0
_NEAR = 1e-6
#: Where fewer than this are counted of an item in a group, more are taken to be where that count is to rise.
_FEW = 10
#: What may be asked of a pool besides what is so and what is not.
_COUNTED, _NOT = 2, 3


@frozen
class Behind:
    """A finer table: how many are so, and how many are not, of each item in each group; and the percentages given up for it.

    `given_up` are places in the pools and groups: the first counts pools, the second groups.
    """

    cells: Whole
    given_up: Truths


@frozen
class End:
    """What is to come to at least and at most so many: of a group, what is so (0) or is not (1) of an item, or of a pool.

    Of a pool it may be what is counted (2) or is not counted (3).
    """

    group: int
    which: int
    item: int | None
    pool: int | None
    least: int
    most: int


@frozen
class Asked:
    """What a finer table is to agree with: the counts, the percentages that are `published`, the pools told to be of `nought`.

    `end` is what it is to show. With `giving_up` it need not agree with a percentage where it cannot.
    """

    counts: Whole
    published: Truths
    nought: Truths
    end: End | None = None
    giving_up: bool = False


class Table:
    """What is known of a finer table: how many there are in each group, what items come to in all, and some percentages."""

    def __init__(self, of: Relations, finer: Finer) -> None:
        self.of = of
        counts = np.array(finer.counts, np.int64).reshape(len(finer.sizes), len(finer.items), 2)
        self.truth = np.moveaxis(counts, 2, 0)
        self.shape = self.truth.shape[1:]
        self.sizes = np.array([of.at[key] for key in finer.sizes], np.int64)
        self.wholes = np.array([[of.at[key] for key in keys] for keys in finer.items], np.int64).T.reshape(
            2, -1
        )
        self.may = np.ones(self.shape, np.bool_)
        for group, item in finer.never:
            self.may[group, item] = False
        self._out = [(place, [of.at[key] for key in keys]) for place, keys in finer.out.items()]
        pools = len(finer.pools)
        self.beneath = np.zeros((pools, len(finer.items)), np.int64)
        self.cells = np.zeros((pools, len(finer.sizes), 4), np.int64)
        self.percent = np.full((pools, len(finer.sizes)), -1, np.int64)
        ties = {(part, rest): at for (part, rest, _), at in of.rounded_at.items()}
        for at, pool in enumerate(finer.pools):
            self.beneath[at, list(pool.items)] = 1
            for group, keys in enumerate(pool.counts):
                self.cells[at, group] = [of.at[key] for key in keys]
                self.percent[at, group] = ties.get((of.at[keys[0]], of.at[keys[1]]), -1)
        self.nought = (self.percent < 0) & (of.count[self.cells[:, :, 2]] == 0)
        self._counted, self._parts = self._programme(), self._programme()

    def pooled(self, counts: Whole) -> Whole:
        """What pools come to in each group, of what items do."""
        return self.beneath @ counts.T

    def all_pooled(self, counts: Whole, cells: Whole) -> Whole:
        """Of each pool and group: how many are so, are not, are counted, and are not counted."""
        part, rest = self.pooled(cells[0]), self.pooled(cells[1])
        asked = self.beneath.sum(axis=1)[:, None] * counts[self.sizes]
        return np.stack((part, rest, part + rest, asked - part - rest), axis=2)

    def room(self, counts: Whole) -> Whole:
        """How many can be counted of each item in each group, at most."""
        most = np.where(self.may, counts[self.sizes][:, None], 0)
        for place, cells in self._out:
            most[place] = min(most[place], counts[self.sizes[place[0]]] - counts[cells].sum())
        return most

    # --- The programmes ----------------------------------------------------------------------

    def _programme(self) -> Programme:
        """A column for each item in each group, and two for each pool in each group to be off by; rows for items and for pools."""
        groups, items = self.shape
        cells, pools = groups * items, self.percent.size
        rows = Rows()
        rows.add(np.arange(cells) % items, np.arange(cells))
        pool, group, beneath = self._places()
        rows.add(items + pool * groups + group, group * items + beneath)
        for which, sign in enumerate((1, -1)):
            rows.add(items + np.arange(pools), cells + which * pools + np.arange(pools), sign)
        return Programme(rows, items + pools, cells + 2 * pools)

    def _places(self) -> tuple[Whole, Whole, Whole]:
        """Of each pool, group and item beneath it which they are."""
        pool, beneath = np.nonzero(self.beneath)
        groups = self.shape[0]
        return np.repeat(pool, groups), np.tile(np.arange(groups), len(pool)), np.repeat(beneath, groups)

    # --- Finding one -------------------------------------------------------------------------

    def behind(self, asked: Asked, push: Numbers) -> Behind | None:
        """A finer table behind some counts, None where none is found; `push` is what each count of it costs.

        First how many are counted of each item in each group, so that pools are of as many as they were, as far as can be; then how
        many of them are so. Both come out whole by themselves unless pools overlap crosswise.
        """
        counted = self._solved(self._counted, self._counted_bounds(asked, push))
        if counted is None:
            return None
        counted = _made_whole(counted, asked.counts[self.wholes].sum(axis=0))
        good = self._solved(self._parts, self._parts_bounds(asked, counted, push))
        if good is None or _broken(good):
            return None
        good = np.rint(good).astype(np.int64)
        return self._checked(asked, np.stack((good, counted - good)))

    def _solved(self, programme: Programme, bounds: tuple[Numbers, ...]) -> Numbers | None:
        """The cheapest numbers, whole ones if they can be had."""
        cells = self.shape[0] * self.shape[1]
        value = programme.solved(*bounds)
        if value is not None and _broken(value[:cells]):
            whole = programme.solved_whole(cells)
            value = value if whole is None else whole
        return None if value is None else value[:cells].reshape(self.shape)

    def _counted_bounds(self, asked: Asked, push: Numbers) -> tuple[Numbers, ...]:
        """How many are counted: as many as before in each pool, where that can be, above all where few are."""
        counted, end = self.truth.sum(axis=0), asked.end
        least, most = np.zeros(self.shape), self.room(asked.counts).astype(float)
        moved = asked.counts[self.sizes] != self.of.count[self.sizes]
        pools = np.where(moved, asked.counts[self.cells[:, :, 2]], self.pooled(counted)).astype(float)
        if end is not None and end.item is not None:
            least[end.group, end.item] = end.least
        elif end is not None:
            at = end.pool, end.group
            asked_of = int(self.beneath[end.pool].sum() * asked.counts[self.sizes[end.group]])
            pools[at] = max(pools[at], asked_of - end.most if end.which == _NOT else end.least)
            if end.which in {_COUNTED, _NOT}:
                pools[at] = min(pools[at], asked_of - end.least if end.which == _NOT else end.most)
        whole = asked.counts[self.wholes].sum(axis=0).astype(float)
        pools = np.maximum(pools, 0)
        off = np.where(asked.published | asked.nought, 1 + _DEAR / (1 + pools), 1.0)
        more = np.where(counted < _FEW, np.minimum(push.min(axis=0), 0), 0)
        return (
            np.concatenate((least.ravel(), np.zeros(2 * pools.size))),
            np.concatenate((most.ravel(), np.full(2 * pools.size, np.inf))),
            np.concatenate((whole, pools.ravel())),
            np.concatenate((whole, pools.ravel())),
            np.concatenate((more.ravel(), np.tile(off.ravel(), 2))),
        )

    def _parts_bounds(self, asked: Asked, counted: Whole, push: Numbers) -> tuple[Numbers, ...]:
        """How many of those counted are so: as many as the percentages that are published allow."""
        least, most = np.zeros(self.shape), counted.astype(float)
        of, percent, end = self.pooled(counted), self._percents(), asked.end
        low = np.where(asked.published, -((1 - 2 * percent) * of // 200), -np.inf)
        high = np.where(asked.published, -(-(2 * percent + 1) * of // 200) - 1, np.inf)
        spare = np.full(of.shape, np.inf if asked.giving_up else 0.0)
        if asked.giving_up:
            low, high = np.where(low > high, -np.inf, low), np.where(low > high, np.inf, high)
        if end is not None and end.item is not None:
            _narrow(least, most, (end.group, end.item), _of_parts(end, counted[end.group, end.item]))
        elif end is not None and end.pool is not None and end.which not in {_COUNTED, _NOT}:
            at = end.pool, end.group
            if asked.giving_up:
                spare[at], low[at], high[at] = 0, -np.inf, np.inf
            _narrow(low, high, at, _of_parts(end, of[at]))
        whole = asked.counts[self.wholes[0]].astype(float)
        return (
            np.concatenate((least.ravel(), np.zeros(2 * of.size))),
            np.concatenate((most.ravel(), np.tile(spare.ravel(), 2))),
            np.concatenate((whole, low.ravel())),
            np.concatenate((whole, high.ravel())),
            np.concatenate(((push[0] - push[1]).ravel(), np.tile(self._dear().ravel() * _DEAR, 2))),
        )

    def _dear(self) -> Numbers:
        """How much is lost with each percentage, or with it that nothing is counted of a pool."""
        dear = np.ones(self.percent.shape)
        told = self.percent >= 0
        dear[told] = self.of.percent_weight[self.percent[told]]
        return dear

    def worth(self, given_up: Truths) -> float:
        """How much is lost where something is given up."""
        return float(self._dear()[given_up].sum())

    def _percents(self) -> Whole:
        if not len(self.of.percents):
            return np.zeros_like(self.percent)
        return self.of.percents[np.maximum(self.percent, 0)]

    # --- Checking, in whole numbers ----------------------------------------------------------

    def _comes_to(self, asked: Asked, cells: Whole) -> bool:
        """Whether a table shows what it is to show."""
        end = asked.end
        if end is None:
            return True
        if end.item is not None:
            came = cells[end.which, end.group, end.item]
        else:
            came = self.all_pooled(asked.counts, cells)[end.pool, end.group, end.which]
        return bool(end.least <= came <= end.most)

    def _checked(self, asked: Asked, cells: Whole) -> Behind | None:
        """A table that really is one: every sum holds, and every percentage that is not given up."""
        counted = cells.sum(axis=0)
        holds = (
            (cells >= 0).all()
            and self._comes_to(asked, cells)
            and (counted <= self.room(asked.counts)).all()
            and (cells.sum(axis=1) == asked.counts[self.wholes]).all()
        )
        part, whole = self.pooled(cells[0]), self.pooled(counted)
        percent = self._percents()
        alike = (whole > 0) & ((200 * part + whole) // np.maximum(2 * whole, 1) == percent)
        broken = (asked.published & ~alike) | (asked.nought & (whole > 0))
        return Behind(cells, broken) if holds and (asked.giving_up or not broken.any()) else None


def _of_parts(end: End, counted: int) -> tuple[int, int]:
    """Between what must be what is so, of so many that are counted."""
    return (end.least, end.most) if end.which == 0 else (counted - end.most, counted - end.least)


def _narrow(low: Numbers, high: Numbers, at: tuple[int, int], ends: tuple[int, int]) -> None:
    low[at], high[at] = max(low[at], ends[0]), min(high[at], ends[1])


def _made_whole(counts: Numbers, wholes: Whole) -> Whole:
    """Numbers made whole upwards or downwards, so that each column comes to what it did."""
    least = np.floor(counts + _NEAR).astype(np.int64)
    order = np.argsort(least - counts, axis=0, kind="stable")
    rank = np.argsort(order, axis=0, kind="stable")
    return least + (rank < wholes - least.sum(axis=0))


def _broken(value: Numbers) -> bool:
    """Whether there are any that are no whole numbers."""
    return bool((np.abs(value - np.rint(value)) > _NEAR).any())
