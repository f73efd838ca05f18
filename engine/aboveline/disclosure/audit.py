"""Holds what is published against what nobody is told, and withholds more where that does not leave it open.

What was decided by sums alone is looked at again with all that is finer: of each item in each group. Only a set of counts that has such
a finer table behind it proves anything. Every withheld count has to be open still, and so has every count of an item in a group that
would tell too much if it were printed. Where one is not, percentages of groups that tell it are given up, which is always allowed:
without them any counts that add up have a finer table behind them.
"""

from collections.abc import Iterator, Sequence

import numpy as np
from attrs import evolve

from aboveline.disclosure.finer import Asked, Behind, End, Table
from aboveline.disclosure.model import Finer
from aboveline.disclosure.primary import small_group
from aboveline.disclosure.relations import MOST, Relations, Truths, Whole
from aboveline.disclosure.solver import Numbers

#: How often in turn counts are pushed without any more of them coming open, before they are looked at one by one.
_IDLE = 3
#: In how many sets of counts a count is looked at by itself before percentages are given up for it.
_SETS = 6
_NOT_COUNTED = 3


class _Looked:
    """One finer table, and how far apart what each count of it could be is known to lie. Counts of what is so come first."""

    def __init__(self, of: Relations, finer: Finer, threshold: int, withheld: Truths) -> None:
        self.table, self.threshold = Table(of, finer), threshold
        truth, sizes = self.table.truth, of.count[self.table.sizes]
        self.low, self.high = truth.copy(), truth.copy()
        counted = truth.sum(axis=0)
        none_of_few = (truth == 0) & (counted > 0) & (counted < small_group(threshold))
        # What is so of nobody at all, as is told, is so of nobody in a group. Of the smallest groups no percentage is told.
        known = (of.count[self.table.wholes] == 0) & ~withheld[self.table.wholes]
        telling = ((truth > 0) & (truth < threshold)) | none_of_few
        self.secret = telling & ~known[:, None, :] & (sizes >= threshold)[:, None]

    def open(self) -> Truths:
        """Which counts would tell too much and are not yet known to be safe."""
        return self.secret & ~_safe(self.low, self.high, self.threshold)

    def learn(self, found: Behind) -> None:
        """Take down what else the counts could be."""
        self.low, self.high = np.minimum(self.low, found.cells), np.maximum(self.high, found.cells)

    def push(self, wanted: Truths, turn: int) -> Numbers:
        """What each count costs so that wanted ones rise: of each item one at a time, in each turn another."""
        flat = wanted.reshape(-1, wanted.shape[-1])
        rank, often = np.cumsum(flat, axis=0) - 1, flat.sum(axis=0)
        chosen = flat & (rank == (turn + np.arange(len(often)) * 7) % np.maximum(often, 1))
        return np.where(chosen, -1.0, 0.0).reshape(wanted.shape)

    def is_open_by_the_whole(self, counts: Whole, group: int, which: int, item: int) -> bool:
        """Whether what is told of all, and of how many are in groups, leaves a count open where nothing else is told."""
        sizes, whole = counts[self.table.sizes], int(counts[self.table.wholes[which, item]])
        most = min(int(sizes[group]), whole)
        least = max(0, whole - int(sizes[self.table.may[:, item]].sum() - sizes[group]))
        return most >= self.threshold and most - least >= self.threshold - 1


class Audit:
    """Whether all that must be open is, by what is published; what is not is made so by withholding more.

    `withheld` and `percents` are what was decided so far, which is changed in place.
    """

    def __init__(
        self, of: Relations, finer: Sequence[Finer], threshold: int, withheld: Truths, percents: Truths
    ) -> None:
        self.of, self.threshold, self.withheld, self.percents = of, threshold, withheld, percents
        self.low, self.high = of.count.copy(), of.count.copy()
        self.looked = [_Looked(of, one, threshold, withheld) for one in finer]
        #: Where it is not told any more that nothing is counted of a pool.
        self.hidden = np.zeros_like(withheld)
        #: The sets of counts that have a finer table of every kind behind them.
        self.sets = [of.count]

    def open(self) -> Truths:
        """Which counts must be protected, and are not yet known to be."""
        return (self.withheld | self.of.disclosive) & ~_safe(self.low, self.high, self.threshold)

    def hold(self, found: Sequence[Whole]) -> None:
        """Withhold until nothing is open, by sets of counts that agree with all that is published.

        Raises AssertionError where that cannot be reached: a fault of ours.
        """
        for giving_up in (False, True):
            for counts in self._telling(found):
                self._look(counts, giving_up=giving_up)
        if (self.open() & self.of.told).any():
            raise AssertionError("a count cannot be protected")
        for one in self.looked:
            for counts in self.sets:
                self._turns(one, counts)
            self._hold_pools(one)
            for which, group, item in _places(one.open()):
                if not self._alone(one, End(group, which, item, None, 0, MOST)) and one.is_open_by_the_whole(
                    self.of.count, group, which, item
                ):
                    self._give_up(one, one.table.beneath[:, item] > 0)
        self.withheld |= self.hidden

    def _telling(self, found: Sequence[Whole]) -> Iterator[Whole]:
        """The sets of counts that would protect a count that is open, those first that protect most."""
        gains = [int((self._would(counts) & self.of.told).sum()) for counts in found]
        for at in sorted(range(len(found)), key=lambda at: -gains[at]):
            if (self._would(found[at]) & self.of.told).any():
                yield found[at]

    def _would(self, counts: Whole) -> Truths:
        return self.open() & ((counts < self.low) | (counts > self.high))

    # --- Sets of counts ----------------------------------------------------------------------

    def _look(self, counts: Whole, *, giving_up: bool) -> None:
        """Take down what a set of counts proves, if a finer table of every kind is behind it."""
        behind = [self._behind(one, counts, giving_up=giving_up) for one in self.looked]
        sound = [found for found in behind if found is not None]
        if len(sound) < len(behind):
            return
        whole = counts.copy()
        for one, found in zip(self.looked, sound, strict=True):
            self._keep(one, counts, found)
            whole[one.table.cells] = one.table.all_pooled(counts, found.cells)
        self.low, self.high = np.minimum(self.low, whole), np.maximum(self.high, whole)
        self.sets.append(counts)

    def _behind(self, one: _Looked, counts: Whole, *, giving_up: bool) -> Behind | None:
        none = np.zeros(one.table.truth.shape)
        found = one.table.behind(self._asked(one, counts), none)
        if found is None and giving_up:
            found = one.table.behind(evolve(self._asked(one, counts), giving_up=True), none)
            if found is None:
                self._give_up(one, np.ones(len(one.table.beneath), np.bool_))
                found = one.table.behind(self._asked(one, counts), none)
        return found

    def _asked(self, one: _Looked, counts: Whole) -> Asked:
        table = one.table
        published = table.percent >= 0
        if len(self.percents):
            published &= self.percents[np.maximum(table.percent, 0)]
        return Asked(counts, published, table.nought & ~self.hidden[table.cells[:, :, 2]])

    def _keep(self, one: _Looked, counts: Whole, found: Behind) -> None:
        """Take down what a finer table proves, and withhold what it does not agree with."""
        table = one.table
        self.percents[table.percent[found.given_up & (table.percent >= 0)]] = False
        self.hidden[table.cells[:, :, 2][found.given_up & table.nought]] = True
        one.learn(found)
        at, pooled = table.cells, table.all_pooled(counts, found.cells)
        np.minimum.at(self.low, at, pooled)
        np.maximum.at(self.high, at, pooled)

    # --- What nobody is told -----------------------------------------------------------------

    def _turns(self, one: _Looked, counts: Whole) -> None:
        """Push what is open as far as a set of counts allows, all at once and turn by turn."""
        truth, whole = one.table.truth, counts[one.table.wholes]
        other = whole != truth.sum(axis=1)
        likely = (whole >= self.threshold) & (other if counts is not self.of.count else True)
        turn = idle = 0
        while idle < _IDLE and (wanted := one.open() & likely[:, None, :]).any():
            found = one.table.behind(self._asked(one, counts), one.push(wanted, turn))
            if found is not None:
                self._keep(one, counts, found)
            now = one.open() & likely[:, None, :]
            turn, idle = turn + 1, 0 if now.sum() < wanted.sum() else idle + 1

    def _hold_pools(self, one: _Looked) -> None:
        """Protect what pools come to in groups, which is not told but may be told by percentages.

        Where that cannot be shown no percentage is told of any group that pools the same items, or at last none at all: then
        nothing is told of it but what is told of all.
        """
        table = one.table
        for pool, group, which in _places(self.open()[table.cells]):
            end = End(group, which, None, pool, 0, MOST)
            if self.open()[table.cells[pool, group, which]] and not self._alone(one, end):
                self._give_up(one, table.beneath @ table.beneath[pool] > 0)
                if not self._alone(one, end):
                    self._give_up(one, np.ones(len(table.beneath), np.bool_))

    def _give_up(self, one: _Looked, pools: Truths) -> None:
        """Withhold the percentages of pools, of every group, and that nothing is counted of one."""
        table = one.table
        of = table.percent[pools]
        self.percents[of[of >= 0]] = False
        self.hidden[table.cells[pools, :, 2][table.nought[pools]]] = True

    def _alone(self, one: _Looked, what: End) -> bool:
        """Protect a count by itself: for nothing if that can be, or else by giving up as little as will do. Whether that was found."""
        for giving_up in (False, True):
            best: tuple[float, Whole, Behind] | None = None
            for counts, end in self._ways(one, what):
                asked = evolve(self._asked(one, counts), end=end, giving_up=giving_up)
                found = one.table.behind(asked, np.zeros(one.table.truth.shape))
                lost = 0.0 if found is None else one.table.worth(found.given_up)
                if found is not None and (best is None or lost < best[0]):
                    best = lost, counts, found
                if best is not None and best[0] == 0:
                    break
            if best is not None:
                self._keep(one, *best[1:])
                return True
        return False

    def _ways(self, one: _Looked, what: End) -> Iterator[tuple[Whole, End]]:
        """In which sets of counts a count could be protected, and how far it would have to go: up, or else down."""
        table = one.table
        if what.item is not None:
            at = what.which, what.group, what.item
            low, high, items = int(one.low[at]), int(one.high[at]), [what.item]
        else:
            cell = table.cells[what.pool, what.group, what.which]
            low, high, items = (
                int(self.low[cell]),
                int(self.high[cell]),
                np.flatnonzero(table.beneath[what.pool]),
            )
        ends = [evolve(what, least=max(self.threshold, low + self.threshold - 1))]
        if high >= self.threshold:
            ends.append(evolve(what, most=high - self.threshold + 1))
        sides = [what.which] if what.which < len(table.wholes) else [0, 1]
        sign = 1 if what.which == _NOT_COUNTED else -1
        room = [sign * int(counts[table.wholes[sides][:, items]].sum()) for counts in self.sets]
        first = sorted(range(1, len(self.sets)), key=lambda at: room[at])[:_SETS]
        for end in ends:
            for at in (0, *first):
                yield self.sets[at], end


def _places(where: Truths) -> Iterator[tuple[int, ...]]:
    """Where something is so."""
    for place in np.argwhere(where).tolist():
        yield tuple(place)


def _safe(low: Whole, high: Whole, threshold: int) -> Truths:
    """Whether counts that could be so far apart are protected."""
    return (high >= threshold) & (high - low >= threshold - 1)
