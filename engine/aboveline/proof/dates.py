"""The dates that are reasoned over: a stretch of years about today's cases, widened by what the rules name and how far they reckon."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import MAXYEAR, MINYEAR, date
from decimal import Decimal

from aboveline.calendars import Unit
from aboveline.framework import expressions as ex
from aboveline.framework.dependencies import rules
from aboveline.framework.model import Framework
from aboveline.frozen import frozen

#: The years that are always reasoned over.
_FIRST, _LAST = 2000, 2040

#: Dates a rule names are reasoned about by so many years before and after, those between these years at least.
_BESIDE = 2
_NEAR = range(1900, 2101)

#: How many of a unit go into a year, at least.
_IN_A_YEAR: Mapping[Unit, int] = {"days": 365, "working days": 240, "weeks": 52, "months": 12, "years": 1}

#: No rule is taken to reckon over more years than this.
_MOST_YEARS = 100


@frozen
class Dates:
    """The first and last date reasoned over, and the dates a rule names that lie far outside; a case can hold these too."""

    first: date
    last: date
    beyond: frozenset[date]


def dates_of(frameworks: Iterable[Framework]) -> Dates:
    """The dates to reason over for some frameworks."""
    whole = [e for f in frameworks for of_one in rules(f).values() for rule in of_one for e in ex.walk(rule)]
    named = {e.value for e in whole if isinstance(e, ex.Constant) and isinstance(e.value, date)}
    years = [day.year for day in named if day.year in _NEAR]
    reach = min(_MOST_YEARS, sum(_reaches(whole)))
    first = max(MINYEAR + 1, min([_FIRST, *(year - _BESIDE for year in years)]) - reach)
    last = min(MAXYEAR - 1, max([_LAST, *(year + _BESIDE for year in years)]) + reach)
    start, end = date(first, 1, 1), date(last, 12, 31)
    return Dates(start, end, frozenset(day for day in named if not start <= day <= end))


def _reaches(whole: Iterable[ex.Expression]) -> Iterator[int]:
    """How many years each of some rules can reckon over, less those that need no more room."""
    numbers = [
        int(abs(e.value)) for e in whole if isinstance(e, ex.Constant) and isinstance(e.value, int | Decimal)
    ]
    units: set[Unit] = {e.unit for e in whole if isinstance(e, ex.Elapsed)}
    yield max((max(numbers, default=0) // _IN_A_YEAR[unit] for unit in units), default=0)
    for e in whole:
        if isinstance(e, ex.DateLimit | ex.Within):
            yield e.count // _IN_A_YEAR[e.unit]
