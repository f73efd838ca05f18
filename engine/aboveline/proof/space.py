"""All possible cases of one framework, or of two together: whether any of them shows a claim, and the smallest that does.

Where there are two frameworks a case is valid under both; facts and answers of the same name are one.
Dates are those of some years, which every `Never` names; all else is as records may hold it. What is worked out is
never given. A case that is found has been judged by the reference evaluator, and shows the claim.
"""

from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import date
from typing import assert_never

from aboveline.framework.model import Framework
from aboveline.frozen import frozen
from aboveline.proof.claims import Claim
from aboveline.proof.dates import dates_of
from aboveline.proof.fields import Field, FieldName, fields
from aboveline.proof.ground import Ground, NamedDay
from aboveline.proof.logic import Logic
from aboveline.proof.meaning import AboutScoresError, Meaning
from aboveline.proof.query import OTHER_TEXT, Query, UnsettledError
from aboveline.proof.shown import shows
from aboveline.proof.smallest import SOME_DAY, home, narrow
from aboveline.proof.stated import stated
from aboveline.records.record import Record
from aboveline.reference.scope import scope_of
from aboveline.values import Choice, Date, Mark, Number, Text, Value, WholeNumber


@frozen
class Found:
    """A case that shows a claim, and its inspection. What no claim needs is not given, but for what every record must."""

    record: Record
    inspection: Record


@frozen
class Never:
    """No case shows a claim whose dates are among these, the first and the last included."""

    first: date
    last: date


@frozen
class Open_:  # noqa: N801 (`open` is taken)
    """Whether a case shows a claim was not settled, and why."""

    why: str


Answer = Found | Never | Open_


class Space:
    """All possible cases of one framework or of two.

    Each claim is put to a z3 of its own, so that what is found, and what is given up at the limit, does not depend on
    what was asked before.
    """

    def __init__(self, *frameworks: Framework, limit_ms: int = 5_000) -> None:
        self.frameworks = frameworks
        self._limit_ms = limit_ms
        self._fields = fields(frameworks)
        self._required = {name: plain_value(one) for name, one in self._fields.items() if one.required}
        self._dates = dates_of(frameworks)
        self._settled: dict[object, object] = {}

    def find(self, claim: Claim) -> Answer:
        """A case that shows a claim, whichever comes first."""
        return self._asked(claim, lambda _: None)

    def smallest(self, claim: Claim) -> Answer:
        """The case that shows a claim with the fewest facts and answers given; always the same one.

        Of several it is the one with those that come first in report order, and of those the one with the plainest values.
        Where that takes more work than the limit allows, it is the smallest come by until then.
        """
        return self._asked(claim, narrow)

    def _asked(self, claim: Claim, narrowed: Callable[[Query], None]) -> Answer:
        ground = Ground(Logic(), self._dates, self._fields, self._settled)
        meanings = tuple(Meaning(f, ground, of) for of, f in enumerate(self.frameworks))
        try:
            statement, parts = ground.resting(lambda: stated(claim, meanings))
            query = Query(ground, statement, parts, self._limit_ms)
            if not query.reach_near(home(query)) and not query.reach():
                return self._never(query)
            with suppress(UnsettledError):
                narrowed(query)
        except AboutScoresError:
            return Open_("it rests on scores, which no case has alone")
        except UnsettledError as error:
            return Open_(str(error))
        return self._found(claim, query.values())

    def _never(self, query: Query) -> Never | Open_:
        first, last = self._dates.first, self._dates.last
        beyond = [
            part.day for part in query.parts if isinstance(part, NamedDay) and not first <= part.day <= last
        ]
        if beyond:
            return Open_(f"a rule names {min(beyond)}, and only dates from {first} to {last} are looked at")
        return Never(first, last)

    def _found(self, claim: Claim, values: Mapping[FieldName, Value | Mark]) -> Found:
        given = {**self._required, **values}
        there = {name: value for name in self._fields if (value := given.get(name)) is not None}
        record = Record("case", {n.key: v for n, v in there.items() if not n.of_inspection})
        inspection = Record("", {n.key: v for n, v in there.items() if n.of_inspection})
        if not shows(claim, [scope_of(f, record, inspection) for f in self.frameworks]):
            raise AssertionError(f"a case was found that does not show {claim}: {record} {inspection}")
        return Found(record, inspection)


def plain_value(field: Field) -> Value | None:
    """The plainest value a field can hold; None if it can hold none."""
    match field.type:
        case Choice():
            return field.type.names[0]
        case WholeNumber(low=low, high=high):
            least = max(0, 0 if low is None else low)
            return least if high is None else min(least, high)
        case Number():
            return 0
        case Date():
            return SOME_DAY
        case Text():
            return OTHER_TEXT
        case None:
            return None
        case _:
            assert_never(field.type)
