"""A linear programme that is solved again and again with other bounds and costs."""

from importlib import import_module

import numpy as np

from aboveline.disclosure.relations import Whole
from aboveline.disclosure.solver import Numbers, Untyped

#: How many branches are tried for whole numbers.
_BRANCHES = 20


class Rows:
    """Coefficients of a programme, by row and column."""

    def __init__(self) -> None:
        self._parts: list[tuple[Whole, Whole, Whole]] = []

    def add(self, row: Whole, column: Whole, value: Whole | int = 1) -> None:
        """Add coefficients, one for each row and column."""
        self._parts.append((row, column, np.broadcast_to(np.asarray(value, np.int64), row.shape)))

    def in_order(self) -> tuple[Whole, Whole, Whole]:
        """All of them, row by row."""
        row, column, value = (np.concatenate([part[which] for part in self._parts]) for which in range(3))
        order = np.lexsort((column, row))
        return row[order], column[order], value[order]


class Programme:
    """Rows between bounds, and columns between bounds that cost something."""

    def __init__(self, given: Rows, rows: int, columns: int) -> None:
        highspy: Untyped = import_module("highspy")  # heavy: only where something is published
        row, column, value = given.in_order()
        lp: Untyped = highspy.HighsLp()
        lp.num_col_, lp.num_row_ = columns, rows
        lp.col_cost_ = lp.col_lower_ = lp.col_upper_ = np.zeros(columns)
        lp.row_lower_ = lp.row_upper_ = np.zeros(rows)
        matrix: Untyped = lp.a_matrix_
        matrix.format_ = highspy.MatrixFormat.kRowwise
        matrix.start_ = np.searchsorted(row, np.arange(rows + 1)).astype(np.int32)
        matrix.index_ = column.astype(np.int32)
        matrix.value_ = value.astype(np.float64)
        # The solver itself: the class made for people to write models with prints a greeting.
        self._highs: Untyped = highspy._Highs()  # noqa: SLF001
        options = {"output_flag": False, "threads": 1, "random_seed": 0, "mip_max_nodes": _BRANCHES}
        for option, setting in options.items():
            self._highs.setOptionValue(option, setting)
        self._highs.passModel(lp)
        self._solved = highspy.HighsModelStatus.kOptimal, highspy.HighsModelStatus.kSolutionLimit
        self._rows, self._columns = np.arange(rows, dtype=np.int32), np.arange(columns, dtype=np.int32)

    def solved(
        self, low: Numbers, high: Numbers, least: Numbers, most: Numbers, cost: Numbers
    ) -> Numbers | None:
        """The columns at the least cost, between low and high, with rows between least and most; None where there are none."""
        if (low > high).any() or (least > most).any():
            return None
        self._highs.changeColsBounds(len(self._columns), self._columns, low.astype(float), high.astype(float))
        self._highs.changeRowsBounds(len(self._rows), self._rows, least.astype(float), most.astype(float))
        self._highs.changeColsCost(len(self._columns), self._columns, cost.astype(float))
        return self._run()

    def solved_whole(self, first: int) -> Numbers | None:
        """The same where the first columns are to be whole numbers."""
        kinds = np.zeros(len(self._columns), np.uint8)
        kinds[:first] = 1
        self._highs.changeColsIntegrality(len(self._columns), self._columns, kinds)
        value = self._run()
        self._highs.changeColsIntegrality(len(self._columns), self._columns, np.zeros_like(kinds))
        return value

    def _run(self) -> Numbers | None:
        self._highs.run()
        if self._highs.getModelStatus() not in self._solved:
            return None
        value: Numbers = np.array(self._highs.getSolution().col_value)
        return value if len(value) == len(self._columns) else None
