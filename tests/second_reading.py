"""A second reading of what criteria mean, written from the language's own page and from nothing else.

It works with possibilities. What is said of a case is the set of what it may turn out to be: `{True}`, `{False}`,
or both where it is unknown. A value is the set of what may stand there: a value, `ANY` where something is missing,
`NOWHERE` where there is no such thing. Counts are added up possibility by possibility.
Nothing here is quick; the evaluator is tried against it.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from functools import partial, reduce
from itertools import product
from operator import add, eq, ge, gt, le, lt, ne, sub
from typing import Any, cast

import holidays
from attrs import field, frozen

from aboveline.framework import expressions as ex
from aboveline.framework.model import Framework, Question, WorkedOut
from aboveline.records.record import Record
from aboveline.values import Mark

NOWHERE, ANY, GAP = "(nowhere)", "(any)", "(no row fits)"
YES, NO = frozenset({True}), frozenset({False})
EITHER = YES | NO

May = frozenset[bool]
Known = frozenset[Any]

ORDERS: Mapping[str, Callable[[Any, Any], bool]] = {
    "is": eq, "is not": ne, "at least": ge, "at most": le, "more than": gt, "less than": lt,
    "before": lt, "after": gt, "on or before": le, "on or after": ge,
}  # fmt: skip


@frozen
class Perhaps:
    """A value of something that may not exist: known, but nothing can be compared with it."""

    value: Any


@frozen
class Ruled:
    """What became of a question: its outcome, the clause that decided, and the answer that stands."""

    outcome: str | None
    clause: int | None
    answer: str | None
    #: What `applies` hears.
    applies: May


@frozen
class Reading:
    """One case under one framework."""

    framework: Framework
    record: Record
    inspection: Record
    _ruled: dict[str, Ruled] = field(factory=dict[str, Ruled])

    # --- What is so ------------------------------------------------------------------------------

    def may(self, said: ex.Truth) -> May:  # noqa: C901 (a table of all that can be said)
        """What something said of the case may turn out to be."""
        match said:
            case ex.Always():
                return YES
            case ex.And(items=items):
                return self._count(items, lambda n: n == len(items))
            case ex.Or(items=items):
                return self._count(items, lambda n: n > 0)
            case ex.Not(item=item):
                return frozenset(not each for each in self.may(item))
            case ex.Counted(quantifier="none of", items=items):
                return self._count(items, lambda n: n == 0)
            case ex.Counted(items=items):
                least = {"all of": len(items), "any of": 1}.get(said.quantifier, said.count)
                return self._count(items, lambda n: n >= cast("int", least))
            case ex.ConditionHolds(condition=key):
                return self.may(self.framework.conditions[key].expr)
            case ex.Compare():
                return self._compared((said.left, said.right), ORDERS[said.operator])
            case ex.OneOf():
                return self._compared((said.left, *said.values), partial(_is_among, said.negated))
            case ex.Between():
                return self._compared((said.left, said.low, said.high), _lies_between)
            case ex.DateLimit():
                return self._compared((said.left, said.anchor), partial(self._limited, said))
            case ex.Within():
                return self._compared((said.left, said.anchor), partial(self._near, said))
            case ex.IsMissing(operand=of):
                return YES if self._is_blank(of) else NO
            case ex.IsKnown(operand=ex.AnswerValue(question=key)) if self._is_settled(key):
                return YES
            case ex.IsKnown(operand=of):
                return NO if self.value(of) & {ANY, NOWHERE, GAP} else YES
            case ex.Applies(question=key):
                applies = self.ruled(key).applies
                return frozenset(not each for each in applies) if said.negated else applies
            case ex.JudgedAs():
                return self._judged(said)
            case _:
                raise AssertionError(said)

    def _count(self, items: Iterable[ex.Truth], enough: Callable[[int], bool]) -> May:
        return frozenset(enough(n) for n in self._totals(items))

    def _totals(self, items: Iterable[ex.Truth]) -> frozenset[int]:
        none = frozenset({0})
        return reduce(lambda sums, item: frozenset(map(sum, product(sums, self.may(item)))), items, none)

    def _compared(self, operands: Iterable[ex.Operand], holds: Callable[..., bool]) -> May:
        """No where anything compared is nowhere; else open where anything is missing."""
        values = [self.value(operand) for operand in operands]
        if any(NOWHERE in each for each in values):
            return NO
        if any(_is_open(one) for each in values for one in each):
            return EITHER
        return frozenset(holds(*some) for some in product(*values))

    def _judged(self, said: ex.JudgedAs) -> May:
        ruled = self.ruled(said.question)
        if ruled.applies == NO:
            return YES if said.or_not_applicable else NO
        if self._is_settled(said.question):
            return YES if ruled.outcome == said.outcome else NO
        return EITHER

    def _is_settled(self, key: str) -> bool:
        """Whether a question is judged sufficient or insufficient, which it may be by facts, with its answer blank."""
        return self.ruled(key).outcome in {"sufficient", "insufficient"}

    # --- Values ----------------------------------------------------------------------------------

    def value(self, operand: ex.Operand) -> Known:
        """What may stand there."""
        match operand:
            case ex.Constant(value=value):
                return frozenset({value})
            case ex.FactValue(fact=key):
                return self._fact(key)
            case ex.OwnAnswer(question=key):
                given = self.answer(self.framework.questions[key])
                return frozenset({ANY if given is None else given})
            case ex.AnswerValue(question=key):
                return self._heard(key)
            case ex.NumberOf(items=items):
                return self._totals(items)
            case ex.Arithmetic():
                return self._worked(operand.left, operand.right, add if operand.operator == "+" else sub)
            case ex.Elapsed():
                return self._worked(operand.start, operand.end, partial(self._elapsed, operand.unit))

    def _worked(self, left: ex.Operand, right: ex.Operand, make: Callable[[Any, Any], object]) -> Known:
        pairs = tuple(product(self.value(left), self.value(right)))
        if any(NOWHERE in pair for pair in pairs):
            return frozenset({NOWHERE})
        return frozenset(_made(pair, make) for pair in pairs)

    def _heard(self, key: str) -> Known:
        ruled = self.ruled(key)
        if ruled.applies == NO:
            return frozenset({NOWHERE})
        return frozenset({ANY if ruled.applies != YES or ruled.answer is None else ruled.answer})

    def _fact(self, key: str) -> Known:
        fact = self.framework.facts[key]
        there = YES if fact.only_where is None else self.may(fact.only_where)
        if there == NO:
            return frozenset({NOWHERE})
        given = self._given(
            fact.worked_out, (self.inspection if fact.of_inspection else self.record).values.get(key)
        )
        if there != YES and given not in {ANY, GAP, NOWHERE} and not isinstance(given, Perhaps):
            return frozenset({Perhaps(given)})
        return frozenset({given})

    def _given(self, worked_out: WorkedOut | None, recorded: object) -> object:
        if worked_out is None:
            return ANY if recorded is None or isinstance(recorded, Mark) else recorded
        if worked_out.number is not None:
            numbers = self.value(worked_out.number)
            return next(iter(numbers)) if len(numbers) == 1 else ANY
        return self._row(worked_out)

    def _row(self, worked_out: WorkedOut) -> object:
        """The first row that fits. A row that may fit leaves it open, unless one before it fits.

        Where exactly one must fit, any other that may fit leaves it open, and two that fit are none.
        """
        rows = [
            (row.word, YES if row.condition is None else self.may(row.condition)) for row in worked_out.rows
        ]
        if worked_out.exactly_one:
            stated = [self.may(row.condition) for row in worked_out.rows if row.condition is not None]
            if stated.count(YES) > 1:
                return GAP
            if EITHER in stated:
                return ANY
        return next((word if may == YES else ANY for word, may in rows if may != NO), GAP)

    def _is_blank(self, of: ex.FactValue | ex.AnswerValue | ex.OwnAnswer) -> bool:
        """A fact that may exist, or a question that applies, with nothing there."""
        match of:
            case ex.FactValue(fact=key):
                fact = self.framework.facts[key]
                may_be = fact.only_where is None or self.may(fact.only_where) != NO
                record = self.inspection if fact.of_inspection else self.record
                return may_be and self._given(fact.worked_out, record.values.get(key)) in {ANY, GAP}
            case ex.AnswerValue(question=key):
                ruled = self.ruled(key)
                return ruled.applies == YES and ruled.answer is None and not self._is_settled(key)
            case ex.OwnAnswer(question=key):
                return self.answer(self.framework.questions[key]) is None

    # --- Dates -----------------------------------------------------------------------------------

    def _limited(self, said: ex.DateLimit, left: date, anchor: date) -> bool:
        limit = self._moved(anchor, said.count if said.direction == "after" else -said.count, said.unit)
        return left <= limit if said.bound == "no later than" else left >= limit

    def _near(self, said: ex.Within, left: date, anchor: date) -> bool:
        back = 0 if said.side == "after" else said.count
        on = 0 if said.side == "before" else said.count
        return self._moved(anchor, -back, said.unit) <= left <= self._moved(anchor, on, said.unit)

    def _moved(self, start: date, count: int, unit: str) -> date:
        match unit:
            case "days" | "weeks":
                return start + timedelta(days=count * (7 if unit == "weeks" else 1))
            case "working days":
                while count:
                    start += timedelta(days=1 if count > 0 else -1)
                    count -= (1 if count > 0 else -1) * self._works(start)
                return start
            case _:
                months = start.year * 12 + start.month - 1 + count * (12 if unit == "years" else 1)
                return next(d for n in range(4) if (d := _day(months, start.day - n)))

    def _works(self, day: date) -> bool:
        free = self.framework.calendar == "england_and_wales" and day in holidays.country_holidays(
            "GB", "ENG"
        )
        return day.weekday() < 5 and not free

    def _elapsed(self, unit: str, start: date, end: date) -> int:
        if end < start:
            return -self._elapsed(unit, end, start)
        if unit == "working days":
            return sum(self._works(start + timedelta(days=n + 1)) for n in range((end - start).days))
        return next(n for n in range(10**5) if self._moved(start, n + 1, unit) > end)

    # --- Questions -------------------------------------------------------------------------------

    def answer(self, question: Question) -> str | None:
        """The answer that stands, as recorded or worked out; a mark is none."""
        found = self._given(question.worked_out, self.record.values.get(question.key))
        return None if found in {ANY, GAP} else str(found)

    def ruled(self, key: str) -> Ruled:
        """What becomes of a question, by the first line of the table of outcomes that fits."""
        if key not in self._ruled:
            question = self.framework.questions[key]
            self._ruled[key] = self._rule(question)
        return self._ruled[key]

    def _rule(self, question: Question) -> Ruled:  # noqa: C901 (one for each line of the table)
        answer = self.answer(question)
        # Nothing is worked out for a question before it is known to apply.
        recorded = None if question.worked_out else answer
        clauses = list(enumerate(question.clauses))
        over = [(i, self.may(c.expr)) for i, c in clauses if c.kind == "only where"]
        over += [(i, self.may(ex.Not(c.expr, c.span))) for i, c in clauses if c.kind == "excluded where"]
        judged = question.standing != "not judged"
        for i, may in over:
            if may == NO:
                return Ruled("not applicable by rule" if judged else None, i, recorded, NO)
        if (
            question.may_be_marked
            and isinstance(self.record.values.get(question.key), Mark)
            and not question.worked_out
        ):
            return Ruled("not applicable by the assessor" if judged else None, None, None, NO)
        for i, may in over:
            if may == EITHER:
                return Ruled("undetermined" if judged else None, i, recorded, EITHER)
        if not judged:
            return Ruled(None, None, answer, YES)
        rule, good = next((i, self.may(c.expr)) for i, c in clauses if c.kind == "sufficient when")
        if good != NO:
            return Ruled("unanswered" if good == EITHER else "sufficient", rule, answer, YES)
        excuses = [(i, self.may(c.expr)) for i, c in clauses if c.kind == "excused where"]
        for wanted, outcome, applies in ((YES, "excused", NO), (EITHER, "undetermined", EITHER)):
            for i, may in excuses:
                if may == wanted:
                    return Ruled(outcome, i, answer, applies)
        return Ruled("insufficient", rule, answer, YES)


def _day(months: int, day: int) -> date | None:
    try:
        return date(months // 12, months % 12 + 1, day)
    except ValueError:
        return None


def _is_among(negated: bool, value: object, *some: object) -> bool:
    return (value in some) != negated


def _lies_between(value: Any, low: Any, high: Any) -> bool:
    return low <= value <= high


def _is_open(value: object) -> bool:
    return value in {ANY, GAP} or isinstance(value, Perhaps)


def _made(pair: tuple[Any, Any], make: Callable[[Any, Any], object]) -> object:
    if {ANY, GAP} & {*pair}:
        return ANY
    value = make(*(each.value if isinstance(each, Perhaps) else each for each in pair))
    return Perhaps(value) if any(isinstance(each, Perhaps) for each in pair) else value
