"""Turns two dates that hold each other into the nearest days of every kind that the rules can tell apart.

For every day of the one, each comparison says by two days of the other where it changes. Days of the one at which
those lie in the same order are alike, and what lies between two of them is a stretch, as in `thresholds`; a stretch of
alike days is one kind of both dates together. All days there are to try are gone through, so that no kind is missed.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from math import ceil, floor
from typing import TYPE_CHECKING

from aboveline.analysis.held import MOST_DAYS, Pair, count_between, is_even, is_limit, is_swept
from aboveline.analysis.thresholds import Comparison, Measured, changes, stretches
from aboveline.calendars import Unit
from aboveline.framework import expressions as ex
from aboveline.framework.model import Framework
from aboveline.frozen import frozen
from aboveline.reference.evaluate import operand
from aboveline.reference.operations import day_from
from aboveline.reference.scope import Scope
from aboveline.values import Value

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Days = NDArray[np.int64]

#: What going through all days is worth, counted as fields looked at; and what a limit of each day is.
_SWEPT, _LIMITS = 1_500, 8_000

#: A day in the middle of all days there are.
_MIDDLE = date.max.toordinal() // 2


@frozen
class Both:
    """Two dates to be moved together, with what is tried of each and the place each is to be near."""

    pair: Pair
    about: tuple[Measured, Measured]
    near: tuple[int, int]


class Together:
    """Moves dates together under one framework, and keeps what it has gone through.

    `work` is how much that was, counted as fields looked at.
    """

    def __init__(self, framework: Framework) -> None:
        self.framework = framework
        self.work = 0
        self._limits: dict[tuple[int, Unit, int, int], Days] = {}
        self._found: dict[object, tuple[tuple[int, int], ...]] = {}

    def kinds(
        self, over: Iterable[Comparison], both: Both, values: Mapping[str, Value]
    ) -> tuple[tuple[int, int], ...]:
        """The nearest places of every kind of two dates, where the other facts have these values.

        Nearest is the fewest days moved, both together. Those not among the values are missing. What holds the two to
        each other and cannot be read off day by day is left out; where there is such, nothing is sure (`held`).
        """
        known = [c for c in over if all(k in values or k in both.pair for k in c.ways)]
        first, second = (
            stretches(self.framework, [c for c in known if _is_alone(c, key, both.pair)], key, about, values)
            for key, about in zip(both.pair, both.about, strict=True)
        )
        links = [c for c in known if is_swept(c, both.pair)]
        beside = {key for c in links for key in c.ways} - set(both.pair)
        name = (both, first, second, tuple(values[key] for key in sorted(beside)))
        found = self._found.get(name)
        if found is None:
            self.work += _SWEPT
            curves = [curve for c in links for curve in self._curves(c, both, values)]
            cuts = ([low for low, _ in first], [low for low, _ in second])
            found = self._found[name] = _nearest(both, cuts, curves)
        return found

    # --- Where a comparison changes, day by day --------------------------------------------------

    def _curves(self, one: Comparison, both: Both, values: Mapping[str, Value]) -> "tuple[Days, Days]":
        """For each day of the first date, the first of the second at which the difference is no longer below nought, and above.

        The difference is taken so that it grows with the second date.
        """
        if is_even(one, both.pair):
            return self._curves_alike(one, both, values)
        if is_limit(one, both.pair):
            return self._curves_of_limit(one, both)
        counted = count_between(one, both.pair)
        if counted is None:
            raise AssertionError(f"{both.pair} are not held to each other day by day")
        return self._curves_of_count(*counted, both, values)

    def _curves_of_limit(self, one: Comparison, both: Both) -> "tuple[Days, Days]":
        import numpy as np  # noqa: PLC0415 (only dates that are moved together need it)

        first, second = both.about
        if isinstance(one.left, ex.FactValue) and one.left.fact == both.pair[1]:
            limit = self._limit(one.count, one.unit, first)
            return limit, limit + 1
        limit, days = self._limit(one.count, one.unit, second), np.arange(first.low, first.high + 1)
        return (
            second.low + np.searchsorted(limit, days, "left"),
            second.low + np.searchsorted(limit, days, "right"),
        )

    def _curves_of_count(
        self, count: ex.Elapsed, other: ex.Operand, both: Both, values: Mapping[str, Value]
    ) -> "tuple[Days, Days]":
        scope = Scope(self.framework, {}, {}, facts={k: (True, v) for k, v in values.items()})
        _, number = operand(other, scope)
        match number:
            case int() | Decimal():
                at_least, more = ceil(number), floor(number) + 1
            case _:
                raise AssertionError("a count is compared with something of another type")
        if isinstance(count.end, ex.FactValue) and count.end.fact == both.pair[1]:
            return self._reaching(at_least, count.unit, both), self._reaching(more, count.unit, both)
        return self._below(more, count.unit, both), self._below(at_least, count.unit, both)

    def _reaching(self, count: int, unit: Unit, both: Both) -> "Days":
        """For each day of the first date, the first of the second to which so many units have gone by."""
        import numpy as np  # noqa: PLC0415 (only dates that are moved together need it)

        first, second = both.about
        if count > 0:
            return self._limit(count, unit, first)
        days = np.arange(first.low, first.high + 1)
        return second.low + np.searchsorted(self._limit(1 - count, unit, second), days, "right")

    def _below(self, count: int, unit: Unit, both: Both) -> "Days":
        """For each day of the first date, the first of the second from which fewer than so many units have gone by."""
        import numpy as np  # noqa: PLC0415 (only dates that are moved together need it)

        first, second = both.about
        if count <= 0:
            return self._limit(1 - count, unit, first)
        days = np.arange(first.low, first.high + 1)
        return second.low + np.searchsorted(self._limit(count, unit, second), days, "right")

    def _curves_alike(self, one: Comparison, both: Both, values: Mapping[str, Value]) -> "tuple[Days, Days]":
        """The same of a comparison that says the same wherever the dates are: as many days away from each day."""
        import numpy as np  # noqa: PLC0415 (only dates that are moved together need it)

        first, second = both.about
        reach = min(_MIDDLE - 1, 3 * MOST_DAYS)
        around = Measured(second.type, _MIDDLE - reach, _MIDDLE + reach)
        held = {**values, both.pair[0]: first.value(_MIDDLE)}
        low, high = changes(self.framework, one, both.pair[1], around, held)
        days = np.arange(first.low, first.high + 1)
        return days + (low - _MIDDLE), days + (high - _MIDDLE)

    def _limit(self, count: int, unit: Unit, about: Measured) -> "Days":
        """The day so many units after each day there is to try."""
        import numpy as np  # noqa: PLC0415 (only dates that are moved together need it)

        name = (count, unit, about.low, about.high)
        found = self._limits.get(name)
        if found is None:
            self.work += _LIMITS
            of = self.framework.calendar
            days = (date.fromordinal(place) for place in range(about.low, about.high + 1))
            made = (day_from(of, day, count, unit).toordinal() for day in days)
            found = self._limits[name] = np.fromiter(made, np.int64, about.high - about.low + 1)
        return found


def _is_alone(one: Comparison, key: str, pair: Pair) -> bool:
    """Whether a comparison has one of two facts in it and not the other."""
    return key in one.ways and not set(pair) <= one.ways.keys()


# --- The kinds of both dates -----------------------------------------------------------------


def _nearest(
    both: Both, cuts: tuple[Sequence[int], Sequence[int]], curves: "Iterable[Days]"
) -> tuple[tuple[int, int], ...]:
    """The nearest places of each kind, given where the stretches of each date alone begin, and where curves cut the second."""
    import numpy as np  # noqa: PLC0415 (only dates that are moved together need it)

    first, second = both.about
    days = np.arange(first.low, first.high + 1)
    lines = [
        *(np.full_like(days, cut) for cut in cuts[1]),
        *(np.clip(curve, second.low, second.high + 1) for curve in curves),
        np.full_like(days, second.high + 1),
    ]
    order = np.argsort(lines, axis=0, kind="stable")
    ends = np.take_along_axis(np.stack(lines), order, axis=0)
    stretch = np.searchsorted(np.array(cuts[0]), days, "right")
    found: dict[tuple[int, int], tuple[int, int, int]] = {}
    for alike in _alike(np.vstack([stretch[None], order, ends[1:] == ends[:-1]])):
        passed = 0
        for place in range(len(lines) - 1):
            passed |= 1 << int(order[place, alike[0]])
            low, high = ends[place, alike], ends[place + 1, alike] - 1
            if low[0] > high[0]:
                continue
            nearest = np.clip(both.near[1], low, high)
            away = np.abs(days[alike] - both.near[0]) + np.abs(nearest - both.near[1])
            at = int(np.argmin(away))
            best = int(away[at]), int(days[alike[at]]), int(nearest[at])
            kind = int(stretch[alike[0]]), passed
            found[kind] = min(found.get(kind, best), best)
    return tuple((one, other) for _, one, other in found.values())


def _alike(rows: "Days") -> "Iterator[Days]":
    """The places of the columns that are the same, for each that is different from those before it."""
    import numpy as np  # noqa: PLC0415 (only dates that are moved together need it)

    columns = np.ascontiguousarray(rows.T.astype(np.int16))
    width, whole = columns.itemsize * len(rows), columns.tobytes()
    numbers: dict[bytes, int] = {}
    named = (whole[at : at + width] for at in range(0, len(whole), width))
    of_each = np.fromiter((numbers.setdefault(n, len(numbers)) for n in named), np.int64, len(columns))
    by_number = np.argsort(of_each, kind="stable")
    yield from np.split(by_number, np.cumsum(np.bincount(of_each))[:-1])
