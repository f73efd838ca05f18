"""Withholds counts until none of those withheld can be worked out, as few as a plain greedy rule can do.

What tells too much by itself is withheld. Then, as long as a withheld count could be worked out too narrowly, the cheapest
change of all counts is sought in which it moves far enough and every sum and every published percentage still holds; what moves
in it and would be published is withheld too. Each change is a whole set of counts that agrees with all that is published: a
proof that nobody can tell the true one from it. Two of them that lie far enough apart protect a count.
"""

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from aboveline.disclosure.audit import Audit
from aboveline.disclosure.model import THRESHOLD, Cell, Controlled, Finer, Rounded, Shown, Sum, Why
from aboveline.disclosure.relations import MOST, Relations, Truths, Whole, relations
from aboveline.disclosure.solver import Solver, Way
from aboveline.frozen import frozen

#: What moves for nothing is moved as little as it need be.
_HARDLY = 0.001
#: How much more a count of nought costs than another: telling that there are none says a good deal.
_NOUGHT = 10
#: How often what is withheld already is tried before more is withheld.
_TRIES = 3


def control(  # noqa: PLR0913 (what is counted, and what ties it)
    cells: Sequence[Cell],
    sums: Sequence[Sum],
    rounded: Sequence[Rounded] = (),
    threshold: int = THRESHOLD,
    *,
    finer: Sequence[Finer] = (),
    protect: bool = True,
    audit: bool = True,
) -> Controlled:
    """What may be published of some counts, given what adds up and which percentages stand beside them.

    `finer` are counts that nobody is told and that have to be possible behind all that is.
    Without `protect` only what tells too much by itself is withheld, which can be worked out; without `audit` nothing is made of
    what is finer: for tests alone.
    The order in which anything is given changes nothing. Raises ValueError where a sum or a percentage is not so.
    """
    of = relations(cells, sums, rounded, threshold)
    work = _Work(of, threshold)
    if protect:
        work.protect()
        if audit and finer:
            held = Audit(of, finer, threshold, work.withheld, work.percents)
            held.hold(work.found)
            work.low, work.high = held.low, held.high
    shown = tuple(_shown(cell, of.at[cell.key], work) for cell in cells)
    percents = tuple(
        bool(work.percents[of.rounded_at[of.at[one.part], of.at[one.rest], one.percent]]) for one in rounded
    )
    return Controlled(threshold, shown, percents)


def _shown(cell: Cell, at: int, work: "_Work") -> Shown:
    low, high = int(work.low[at]), int(work.high[at])
    why: Why
    if not cell.told:
        why = "not told"
    elif work.of.disclosive[at]:
        why = "small"
    else:
        why = "to protect others" if work.withheld[at] else "shown"
    return Shown(cell.key, cell.count if why == "shown" else None, why, low, high)


@frozen
class _How:
    """How moves are looked for: `turned`, so that all rise, branching for whole numbers, and with what is unlikely (`odd`)."""

    turned: bool = False
    branch: bool = False
    odd: bool = False


def _hows(*, alone: bool) -> Iterator[_How]:
    """The ways to look for moves, one after another: what is quick first, what is unlikely last."""
    yield _How()
    if alone:
        yield _How(turned=True)
        for odd in (False, True):
            for turned in (False, True):
                yield _How(turned, branch=True, odd=odd)


class _Work:
    """What is withheld so far, and how far apart what each count could be is known to lie."""

    def __init__(self, of: Relations, threshold: int) -> None:
        self.of, self.threshold = of, threshold
        self.withheld = of.disclosive & of.told
        # A percentage goes where a count it is made of tells too much: it would give that count a range.
        tells = of.disclosive[of.parts] | of.disclosive[of.rests]
        self.percents = ~tells
        self.low, self.high = of.count.copy(), of.count.copy()
        self._rows = of.rows_of()
        self._drawn = 0
        self.found: list[Whole] = []

    def open(self) -> Truths:
        """Which counts must be protected, and are not yet known to be."""
        least = self.threshold
        safe = (self.high >= least) & (self.high - self.low >= least - 1)
        return (self.withheld | self.of.disclosive) & ~safe

    def protect(self) -> None:
        """Withhold until nothing is open. Raises AssertionError where that cannot be reached: a fault of ours."""
        solver, most = Solver(self.of), len(self.of)
        while self.open().any():
            if most > 1:
                self._try_for_nothing(solver)
            batch = self._apart(most)
            if not batch.any():
                return
            for how in _hows(alone=most == 1):
                ways = self._withholding(batch, how)
                self._withhold(solver.moved(*ways, branch=how.branch))
                if not (batch & self.open()).any():
                    break
            if not (batch & self.open()).any():
                most = len(self.of)
            elif most == 1:
                raise AssertionError("a count cannot be protected")
            else:
                most = max(1, int(batch.sum()) // 2)

    def _try_for_nothing(self, solver: Solver) -> None:
        """Protect what can be protected by what is withheld already."""
        for _ in range(_TRIES):
            before = int(self.open().sum())
            self._learn(solver.moved(*self._for_nothing()))
            if int(self.open().sum()) in {0, before}:
                return

    def _withhold(self, counts: Whole | None) -> None:
        """Withhold what is otherwise in other counts, which then agree with all that is published."""
        if counts is not None:
            self.withheld |= (counts != self.of.count) & self.of.told
            self.percents &= self.of.rounds_alike(counts)
            self._learn(counts)

    def _learn(self, counts: Whole | None) -> None:
        """Take down what else the counts could be."""
        if counts is not None:
            self.low, self.high = np.minimum(self.low, counts), np.maximum(self.high, counts)
            self.found.append(counts)

    @property
    def _free(self) -> Truths:
        """What may move without anybody seeing it."""
        return self.of.can_move & (self.withheld | ~self.of.told) & ~self.of.unlikely

    def _down(self) -> Whole:
        return self.of.count - self.of.least

    def _for_nothing(self) -> tuple[Way, Way]:
        """Move what is open as far as it goes, half of it up and half down, without withholding more."""
        self._drawn += 1
        up = ((np.arange(len(self.of)) * 2_654_435_761 + self._drawn * 40_503) >> 7) & 1 == 1
        todo = self.open()
        reach = np.where(self._free, np.where(todo, self.threshold, MOST), 0)
        fall, rise = self.of.room(self.percents)
        return (
            _way(np.where(todo & up, -1.0, _HARDLY), np.minimum(reach, rise)),
            _way(np.where(todo & ~up, -1.0, _HARDLY), np.minimum(np.minimum(reach, fall), self._down())),
        )

    def _withholding(self, batch: Truths, how: "_How") -> tuple[Way, Way]:
        """Move each of a batch as far as protects it, with whatever else has to move for it, at the least cost.

        What is large enough falls, all else rises, unless it is turned.
        """
        of, room = self.of, self._down()
        cost = np.where(self._free, _HARDLY, of.weight * np.where(of.count == 0, _NOUGHT, 1))
        beyond = cost + self._worth()
        falls = batch & (of.count >= self.threshold) & (room >= self.threshold - 1) & (not how.turned)
        need = np.where(falls, self.threshold - 1, np.maximum(self.threshold - of.count, self.threshold - 1))
        up, down = np.where(batch & ~falls, need, 0), np.where(falls, need, 0)
        may = np.where(of.can_move & ~batch & (how.odd | ~of.unlikely), MOST, 0)
        fall, rise = of.room(self.percents)
        return (
            _way(cost, np.minimum(may + up, rise), up, beyond, may),
            _way(cost, np.minimum(np.minimum(may + down, fall), room), down, beyond, np.minimum(may, room)),
        )

    def _worth(self) -> NDArray[np.float64]:
        """What the published percentages that a count is in are worth."""
        worth = np.zeros(len(self.of))
        for ends in (self.of.parts, self.of.rests):
            np.add.at(worth, ends, np.where(self.percents, self.of.percent_weight, 0))
        return worth

    def _apart(self, most: int) -> Truths:
        """Some of what is open, at most so many and no two in one sum, those first that come first by name."""
        batch, taken = np.zeros(len(self.of), np.bool_), set[int]()
        for one in np.flatnonzero(self.open()).tolist():
            if taken.isdisjoint(self._rows[one]):
                batch[one] = True
                taken.update(self._rows[one])
                most -= 1
                if most == 0:
                    break
        return batch


def _way(
    cost: NDArray[np.float64],
    most: Whole,
    least: Whole | None = None,
    beyond: NDArray[np.float64] | None = None,
    furthest: Whole | None = None,
) -> Way:
    """One way of moving. What is to go further than it may without cost goes the rest of it beyond."""
    none = np.zeros(len(most))
    least = np.zeros(len(most), np.int64) if least is None else least
    over = least - np.minimum(least, most)
    return Way(
        cost=cost,
        least=(least - over).astype(float),
        most=most.astype(float),
        beyond=none if beyond is None else beyond,
        least_beyond=over.astype(float),
        most_beyond=none if furthest is None else np.maximum(furthest - most, over).astype(float),
    )
