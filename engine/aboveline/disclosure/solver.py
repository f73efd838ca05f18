"""What else the counts could be: other whole counts that agree with every sum, found by linear programming.

Only here is the solver known. What it finds is checked in whole numbers, so that nothing rests on its floats.
"""

from importlib import import_module
from typing import Any

import numpy as np
from attrs import field
from numpy.typing import NDArray

from aboveline.disclosure.relations import Relations, Whole
from aboveline.frozen import frozen

#: The solver's library, whose types say too little.
Untyped = Any

Numbers = NDArray[np.float64]

#: How many branches are tried for whole numbers before it is left, and how much dearer than the cheapest they may be.
_BRANCHES, _DEARER = 100, 0.2
_NEAR = 1e-6
#: How many moves are made whole one by one before it is left to branching.
_DIVES = 200


@frozen
class Way:
    """One way the counts may move: up, or down. What it costs for each one, and at least and at most how far.

    What goes `beyond` costs more: further than at most, by as much as anything.
    """

    cost: Numbers = field(repr=False)
    least: Numbers = field(repr=False)
    most: Numbers = field(repr=False)
    beyond: Numbers = field(repr=False)
    least_beyond: Numbers = field(repr=False)
    most_beyond: Numbers = field(repr=False)


class Solver:
    """The sums as a programme: how much each count goes up, and how much down, so that all sums hold."""

    def __init__(self, of: Relations) -> None:
        highspy: Untyped = import_module("highspy")  # heavy: only where something is published
        self._of = of
        self._columns = 4 * len(of)
        often = np.zeros(len(of), np.int64)
        np.maximum.at(often, of.members, np.abs(of.signs))
        self._often = np.tile(often, 4)
        self._every = np.arange(self._columns, dtype=np.int32)
        # The solver itself: the class made for people to write models with prints a greeting.
        self._highs: Untyped = highspy._Highs()  # noqa: SLF001
        options = {
            "output_flag": False,
            "threads": 1,
            "random_seed": 0,
            "mip_max_nodes": _BRANCHES,
            "mip_rel_gap": _DEARER,
        }
        for option, value in options.items():
            self._highs.setOptionValue(option, value)
        self._solved = highspy.HighsModelStatus.kOptimal, highspy.HighsModelStatus.kSolutionLimit
        self._highs.passModel(self._programme(highspy))

    def _programme(self, highspy: Untyped) -> Untyped:
        """A column for each count up, up beyond, down and down beyond; a row for each sum."""
        of, size = self._of, len(self._of)
        lp: Untyped = highspy.HighsLp()
        lp.num_col_, lp.num_row_ = self._columns, len(of.starts)
        lp.col_cost_ = lp.col_lower_ = lp.col_upper_ = np.zeros(self._columns)
        lp.row_lower_ = lp.row_upper_ = np.zeros(len(of.starts))
        matrix: Untyped = lp.a_matrix_
        matrix.format_ = highspy.MatrixFormat.kRowwise
        matrix.start_ = np.append(4 * of.starts, 4 * len(of.members)).astype(np.int32)
        at, sign = of.members, of.signs
        matrix.index_ = np.stack([at + size * way for way in range(4)], axis=1).ravel().astype(np.int32)
        matrix.value_ = np.stack((sign, sign, -sign, -sign), axis=1).ravel().astype(np.float64)
        return lp

    def moved(self, up: Way, down: Way, *, branch: bool = False) -> Whole | None:
        """The cheapest other counts that are whole, None where none are found; with `branch` more is tried for it."""
        cost = np.concatenate((up.cost, up.beyond, down.cost, down.beyond))
        least = np.concatenate((up.least, up.least_beyond, down.least, down.least_beyond))
        most = np.concatenate((up.most, up.most_beyond, down.most, down.most_beyond))
        self._highs.changeColsCost(len(cost), self._every, cost)
        self._highs.changeColsBounds(len(most), self._every, least, most)
        moves = self._run()
        if moves is None:
            return None
        if branch and _broken(moves).any():
            dived = self._dived(moves, least.copy(), most.copy())
            if dived is not None:
                return self._counts(dived)
            self._highs.changeColsBounds(len(most), self._every, least, most)
            self._integral(whole=True)
            moves = self._run()
            self._integral(whole=False)
        return self._counts(moves)

    def _dived(self, moves: Numbers, least: Numbers, most: Numbers) -> Numbers | None:
        """Moves in whole numbers, from others, one after another made whole: upwards, or where that cannot be downwards."""
        for _ in range(_DIVES):
            broken = np.flatnonzero(_broken(moves))
            if not len(broken):
                return moves
            part = moves[broken] - np.floor(moves[broken])
            # What is counted many times in a sum makes all the rest broken: how many cases there are, above all.
            one = int(broken[np.lexsort((-part, -self._often[broken]))[0]])
            before, floor = least[one], np.floor(moves[one])
            least[one] = floor + 1
            found = self._bounded(one, least, most)
            if found is None:
                least[one], most[one] = before, floor
                found = self._bounded(one, least, most)
            if found is None:
                return None
            moves = found
        return None

    def _bounded(self, one: int, least: Numbers, most: Numbers) -> Numbers | None:
        if least[one] > most[one]:
            return None
        self._highs.changeColBounds(one, float(least[one]), float(most[one]))
        return self._run()

    def _integral(self, *, whole: bool) -> None:
        kinds = np.full(self._columns, whole, np.uint8)
        self._highs.changeColsIntegrality(self._columns, self._every, kinds)

    def _run(self) -> Numbers | None:
        """How far each column moves, None where nothing is found."""
        self._highs.run()
        if self._highs.getModelStatus() not in self._solved:
            return None
        value = np.array(self._highs.getSolution().col_value)
        return value if len(value) == self._columns else None

    def _counts(self, value: Numbers | None) -> Whole | None:
        """The counts that moves lead to, where they are whole and every sum holds."""
        if value is None:
            return None
        up, up_beyond, down, down_beyond = value.reshape(4, -1)
        moves = up + up_beyond - down - down_beyond
        counts = self._of.count + np.rint(moves).astype(np.int64)
        if _broken(moves).any() or (counts < 0).any():
            return None
        return counts if self._of.adds_up(counts) else None


def _broken(moves: Numbers) -> NDArray[np.bool_]:
    """Which are no whole numbers."""
    return np.abs(moves - np.rint(moves)) > _NEAR
