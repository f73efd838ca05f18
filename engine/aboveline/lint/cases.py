"""Makes up cases of a framework, always the same ones, so that what some case shows need not be proved.

The values are those that make a difference to its rules (`analysis/cuts.py`), so that a few hundred
cases show nearly everything that can be shown. Every one is a possible case.
"""

import random
from collections.abc import Iterator
from datetime import date, timedelta

from attrs import field

from aboveline.analysis.cuts import Cuts, cuts_of, values_of
from aboveline.framework import expressions as ex
from aboveline.framework.dependencies import rules
from aboveline.framework.model import Fact, Framework, Question
from aboveline.frozen import frozen
from aboveline.values import Choice, Date, Mark, Value

#: So many cases are made up.
HOW_MANY = 240

#: How likely it is that a thing is missing, in one case after another.
_BLANK = (0.0, 0.0, 0.1, 0.4)

#: How likely a mark is where the question allows one.
_MARKED = 0.12

#: Within so many days of each other dates are drawn, where no constant says which days matter.
_SPREAD = 60


@frozen
class MadeUp:
    """What is known of one case, and of the inspection beside it."""

    values: dict[str, Value | Mark] = field(factory=dict[str, Value | Mark])
    of_inspection: dict[str, Value | Mark] = field(factory=dict[str, Value | Mark])


def made_up(framework: Framework, how_many: int = HOW_MANY) -> Iterator[MadeUp]:
    """So many cases, drawn with a seed."""
    draw = random.Random(f"{framework.name} {how_many}")  # noqa: S311 (cases, not secrets)
    whole = [e for own in rules(framework).values() for rule in own for e in ex.walk(rule)]
    choices = _choices(framework, cuts_of(framework, whole))
    asked = [q for q in framework.questions.values() if q.worked_out is None]
    for number in range(how_many):
        blank = _BLANK[number % len(_BLANK)]
        case = MadeUp()
        for fact, values in choices:
            if fact.required or draw.random() >= blank:
                into = case.of_inspection if fact.of_inspection else case.values
                into[fact.key] = draw.choice(values)
        for question in asked:
            if draw.random() >= blank:
                case.values[question.key] = _answer(question, draw)
        yield case


def _answer(question: Question, draw: random.Random) -> Value | Mark:
    if question.may_be_marked and draw.random() < _MARKED:
        return Mark.NOT_APPLICABLE
    return draw.choice(question.answers.names)


def _choices(framework: Framework, cuts: Cuts) -> list[tuple[Fact, tuple[Value, ...]]]:
    """The values to draw from for every fact that is given."""
    found: list[tuple[Fact, tuple[Value, ...]]] = []
    for key, fact in framework.facts.items():
        if fact.worked_out is None:
            values = fact.type.names if isinstance(fact.type, Choice) else values_of(framework, key, cuts)
            found.append((fact, (*values, *_days_near(values)) if isinstance(fact.type, Date) else values))
    return found


def _days_near(values: tuple[Value, ...]) -> Iterator[date]:
    """Days around one: deadlines and time elapsed tell dates apart that no constant does."""
    days = [value for value in values if isinstance(value, date)]
    middle = days[len(days) // 2]
    for away in (-400, -_SPREAD, -31, -22, -15, -10, -5, -2, 2, 5, 10, 15, 22, 31, _SPREAD, 400):
        if 1 <= middle.toordinal() + away <= date.max.toordinal():
            yield middle + timedelta(days=away)
