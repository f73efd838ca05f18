"""Case records for a framework, made up: values, blanks and marks, some of them where they should not be."""

from calendar import monthrange
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal

from attrs import frozen

from aboveline.calendars import Unit, shift
from aboveline.framework.dependencies import rules_of_fact, rules_of_question, rules_of_rating
from aboveline.framework.expressions import Constant, DateLimit, Expression, FactValue, Within, walk
from aboveline.framework.model import Framework, JudgedByInspectors
from aboveline.framework.record_shape import case_shape
from aboveline.records.record import Record, RecordField
from aboveline.values import Choice, Date, Mark, Number, Text, Value, ValueType, WholeNumber
from choices import Choices, once_in
from phrases import TEXTS, TURNS


@frozen
class Caseload:
    """How the cases of a batch are: so many fields of ten blank, so many marked, and days near a day."""

    blank: int = 2
    marked: int = 1
    near: date = TURNS[0]


CASELOADS = tuple(
    Caseload(blank, marked, near)
    for blank, marked in ((2, 1), (0, 1), (1, 1), (4, 1), (1, 3))
    for near in TURNS
)


@frozen
class Edge:
    """A day that a rule about dates turns on: so many units from another, which is a fact or one day for all cases."""

    of: str
    anchor: str | date
    count: int
    unit: Unit
    calendar: str | None

    def day(self, anchor: date) -> date:
        """The day it turns on, for a day to count from."""
        return shift(self.calendar, anchor, self.count, self.unit) or anchor


def edges(framework: Framework) -> tuple[Edge, ...]:
    """Where the rules of a framework about dates turn."""
    found: dict[Edge, None] = {}
    for rule in _rules(framework):
        for expr in walk(rule):
            match expr:
                case DateLimit(left=FactValue(fact=key), anchor=FactValue() | Constant() as anchor):
                    counts = (expr.count if expr.direction == "after" else -expr.count,)
                case Within(left=FactValue(fact=key), anchor=FactValue() | Constant() as anchor):
                    counts = (expr.count, -expr.count)
                case _:
                    continue
            start = anchor.fact if isinstance(anchor, FactValue) else anchor.value
            if isinstance(start, str | date):
                found.update({Edge(key, start, n, expr.unit, framework.calendar): None for n in counts})
    return tuple(found)


def _rules(framework: Framework) -> Iterator[Expression]:
    for fact in framework.facts.values():
        yield from rules_of_fact(fact)
    yield from (condition.expr for condition in framework.conditions.values())
    for question in framework.questions.values():
        yield from rules_of_question(question)
    for rating in framework.ratings.values():
        yield from rules_of_rating(rating)


def value(choices: Choices, kind: ValueType, near: date = TURNS[0]) -> Value:
    """A value that a thing of some type can have."""
    match kind:
        case Choice():
            return choices.pick(kind.names)
        case WholeNumber():
            return choices.between(
                -2 if kind.low is None else kind.low, 6 if kind.high is None else kind.high
            )
        case Number():
            return Decimal(choices.between(-2, 6)) + choices.pick(_FRACTIONS)
        case Date():
            return _day(choices, choices.pick(TURNS) if once_in(choices, 8) else near)
        case Text():
            return choices.pick(TEXTS)


_FRACTIONS = (Decimal(0), Decimal(0), Decimal("0.25"), Decimal("0.5"), Decimal("0.000001"))


def _day(choices: Choices, near: date) -> date:
    """A day not far from another, or about a whole number of weeks or months from it."""
    stride, days = choices.pick(("days", "days", "weeks", "months")), choices.between(-2, 2)
    if stride == "months":
        month = near.year * 12 + near.month - 1 + choices.between(-3, 3)
        last = monthrange(month // 12, month % 12 + 1)[1]
        near = date(month // 12, month % 12 + 1, min(near.day, last))
        return choices.pick((near, near + timedelta(days=days), near.replace(day=last)))
    return near + timedelta(days=days if stride == "days" else days + 7 * choices.between(-4, 4))


def a_case(
    choices: Choices,
    fields: Sequence[RecordField],
    case_id: str,
    edges: Sequence[Edge] = (),
    caseload: Caseload = CASELOADS[0],
) -> Record:
    """A case: any value a field can hold, some of them blank, some marks, some days just at an edge."""
    values: dict[str, Value | Mark] = {}
    for one in fields:
        form = choices.between(1, 10)
        if form > caseload.blank + caseload.marked:
            values[one.key] = value(choices, one.type, caseload.near)
        elif form > caseload.blank and (one.markable or one.kind == "answer"):
            values[one.key] = Mark.NOT_APPLICABLE
    for edge in edges:
        anchor = values.get(edge.anchor) if isinstance(edge.anchor, str) else edge.anchor
        if isinstance(anchor, date) and isinstance(values.get(edge.of), date) and once_in(choices, 3):
            values[edge.of] = edge.day(anchor) + timedelta(days=choices.between(-1, 1))
    return Record(case_id, values)


def some_batches(choices: Choices, framework: Framework, count: int) -> Iterator[list[Record]]:
    """Batches of cases, those of each much alike in how they are recorded; often a few cases, sometimes none."""
    fields, turning = case_shape(framework).fields, edges(framework)
    for at in range(count):
        caseload, size = choices.pick(CASELOADS), choices.pick((3, 1, 2, 4, 5, 6, 8, 12, 0))
        yield [a_case(choices, fields, f"B{at}.{index}", turning, caseload) for index in range(size)]


def an_inspection(choices: Choices, framework: Framework) -> Record:
    """The record of the inspection: its facts, and the steps the inspectors judged."""
    values: dict[str, Value | Mark] = {}
    for fact in framework.facts.values():
        if fact.of_inspection and not once_in(choices, 3):
            values[fact.key] = value(choices, fact.type)
    for rating in framework.ratings.values():
        if isinstance(rating.measure, JudgedByInspectors) and once_in(choices, 2):
            values[rating.key] = choices.pick(framework.bands[rating.bands].steps).name
    return Record("", values)
