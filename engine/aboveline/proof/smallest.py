"""Narrows what a Query looks for to one case: the fewest fields given, then those first in report order, then the plainest values.

Whatever is decided is held from then on, so that each step looks only among the cases the ones before it left.
The case it ends with is the only one left, whichever cases z3 came by on the way.
"""

from collections.abc import Sequence
from datetime import date

from aboveline.proof.ground import NamedDay, NamedText
from aboveline.proof.logic import Bool, Int
from aboveline.proof.query import Query
from aboveline.proof.seen import Amount, Day, Phrase, Words

#: Dates are sought near a date that a rule names or that the case has already, else near this Monday.
SOME_DAY = date(2012, 1, 2)


def narrow(query: Query) -> None:
    """Narrows a query that has a case to its smallest."""
    _fewest(query)
    given = [cell for cell in query.cells if _hold_if(query, cell.given)]
    near, others = home(query), tuple[int, ...]()
    for cell in given:
        match cell.value:
            case Words(by_word=words):
                next(so for so in (*words.values(), cell.mark) if _hold_if(query, so))
            case Day(ordinal=ordinal):
                _hold_nearest(query, ordinal, near)
                near = query.number(ordinal)
            case Amount():
                _hold_plainest_number(query, cell.value)
            case Phrase(code=code):
                others += () if _hold_text(query, code, others) else (query.number(code),)


def _fewest(query: Query) -> None:
    """Holds the number of fields given to the fewest there can be."""
    logic, given = query.ground.logic, [cell.given for cell in query.cells]
    most = sum(query.is_so(one) for one in given)
    for count in range(sum(one is True for one in given), most):
        if query.reach(logic.at_most(given, count)):
            most = count
            break
    query.hold(logic.at_most(given, most))


def _hold_if(query: Query, statement: Bool) -> bool:
    """Holds a statement to be so if it can be, else not to be; whether it can."""
    if query.is_so(statement) or query.reach(statement):
        query.hold(statement)
        return True
    query.hold(query.ground.logic.no(statement))
    return False


def home(query: Query) -> int:
    """The day near which dates are sought: the one a rule names that is nearest to some Monday, else that Monday."""
    start, named = SOME_DAY.toordinal(), (p.day.toordinal() for p in query.parts if isinstance(p, NamedDay))
    first, last = query.ground.dates.first.toordinal(), query.ground.dates.last.toordinal()
    near = sorted((abs(day - start), day) for day in named if first <= day <= last)
    return near[0][1] if near else start


def _hold_text(query: Query, code: Int, others: Sequence[int]) -> bool:
    """Holds a text to one that is named, or to one of some others, if it can be; else to a new one, and says no.

    A number that stands for a text named elsewhere alone is no plainer than any other.
    """
    named = sorted(part.text for part in query.parts if isinstance(part, NamedText))
    known = [*(query.ground.texts[text] for text in named), *others]
    if any(_hold_if(query, code == number) for number in known):
        return True
    taken = {*query.ground.texts.values(), *others}
    return not _hold_if(query, code == max(taken, default=0) + 1)


def _hold_plainest_number(query: Query, held: Amount) -> None:
    """Holds a number to the one nearest to nought of those with the fewest decimal places."""
    for left_out in range(held.places, 0, -1):
        unit = 10**left_out
        number = query.ground.logic.number(f"{held.low} in {unit}")
        if query.reach(held.low == unit * number):
            query.hold(held.low == unit * number)
            _hold_nearest(query, number, 0)
            return
    _hold_nearest(query, held.low, 0)


def _hold_nearest(query: Query, number: Int, home: int) -> None:
    """Holds a number to the nearest to some other that it can be; of two as near, the greater."""
    too_near, near = -1, abs(query.number(number) - home)
    while near - too_near > 1:
        # Plain values are near, so the distances tried double from the least on.
        tried = min(2 * (too_near + 1), (too_near + near) // 2)
        if query.reach(query.ground.logic.both(number >= home - tried, number <= home + tried)):
            near = abs(query.number(number) - home)
        else:
            too_near = tried
    _hold_if(query, number == home + near)
    query.hold(query.ground.logic.both(number >= home - near, number <= home + near))
