"""Proofs about dates: limits and counts of days, working days, weeks, months and years come to what the calendar says."""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from itertools import product

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from aboveline.calendars import shift
from aboveline.framework import expressions as ex
from aboveline.framework.model import Framework
from aboveline.proof.claims import AllOf, Claim, Comes, Holds, Not
from aboveline.proof.shown import shows
from aboveline.proof.space import Found, Never, Open_, Space
from aboveline.records.record import Record
from aboveline.reference.scope import scope_of
from aboveline.source import Span
from proving import came_claims, given_claims
from written import framework

UNHURRIED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
AT = Span("", 0, 0)
UNITS = ("days", "working days", "weeks", "months")
COUNTS = (0, 1, 5, 11, 40)


@cache
def dated(calendar: str = "england_and_wales") -> Framework:
    """A framework with two dates, every kind of limit between them, and every count of units from one to the other."""
    said = []
    for at, (bound, count, unit, way) in enumerate(
        product(("no later", "no earlier"), COUNTS, UNITS, ("after", "before"))
    ):
        said.append(f'condition limit_{at} "L" where b is {bound} than {count} {unit} {way} a')
    for at, (side, unit) in enumerate(product(("after", "before", "either side of"), UNITS)):
        said.append(f'condition within_{at} "W" where b is within 3 {unit} {side} a')
    for at, (unit, constant) in enumerate(product(UNITS, ("2012-02-29", "1995-12-25", "2030-05-31"))):
        said += [
            f'condition from_{at} "F" where b is no later than 7 {unit} after {constant}',
            f'condition to_{at} "T" where {constant} is no earlier than 7 {unit} after b',
            f'condition up_to_{at} "U" where {constant} is no later than 7 {unit} before b',
        ]
    for at, unit in enumerate((*UNITS, "years")):
        said += [
            f'fact gone_{at} "G" whole number worked out as {unit} from a to b',
            f'fact since_{at} "S" whole number worked out as {unit} from 2010-08-31 to b',
            f'fact until_{at} "U" whole number worked out as {unit} from b to 1996-02-29',
        ]
    return framework(
        'fact a "A" date; fact b "B" date; ' + "; ".join(said), 'question q "Q?"', f"calendar {calendar}"
    )


@cache
def space_of(calendar: str = "england_and_wales") -> Space:
    return Space(dated(calendar))


DAYS = st.one_of(
    st.dates(date(1995, 1, 1), date(2040, 12, 31)),
    st.dates(date(2011, 12, 15), date(2012, 4, 15)),
)
AWAY = st.one_of(st.integers(-70, 70), st.integers(-2000, 2000))


@settings(UNHURRIED, max_examples=12)
@given(DAYS, AWAY, st.sampled_from(("england_and_wales", "weekends_only", "scotland")))
@example(date(2012, 1, 31), 29, "england_and_wales")
@example(date(2012, 2, 29), -366, "england_and_wales")
@example(date(2011, 12, 23), 4, "england_and_wales")
def test_every_limit_and_count_comes_to_what_the_calendar_says(start, away, calendar):
    end = start + timedelta(days=away)
    if not date(1996, 1, 1) <= end <= date(2040, 12, 31):
        return
    whole, space = dated(calendar), space_of(calendar)
    record, inspection = Record("A1", {"a": start, "b": end}), Record("", {})
    fixed = given_claims(whole, record, inspection)
    came = tuple(came_claims(whole, record, inspection))
    assert isinstance(space.find(AllOf((*fixed, *came))), Found)
    assert isinstance(space.find(AllOf((*fixed, Not(AllOf(came))))), Never)


def limit(bound: str, count: int, unit: str, way: str, calendar: str = "england_and_wales") -> Claim:
    """That `b` keeps to a limit from `a`."""
    found = (e.expr for e in dated(calendar).conditions.values())
    for expr in found:
        if (
            isinstance(expr, ex.DateLimit)
            and isinstance(expr.anchor, ex.FactValue)
            and isinstance(expr.left, ex.FactValue)
            and (expr.bound, expr.count, expr.unit, expr.direction) == (f"{bound} than", count, unit, way)
        ):
            return Comes(expr, to=True)
    raise LookupError(bound)


def away_by(days: int) -> Claim:
    """That `b` comes so many days after `a`."""
    between = ex.Elapsed("days", ex.FactValue("a", AT), ex.FactValue("b", AT), AT)
    return Comes(ex.Compare("is", between, ex.Constant(days, AT), AT), to=True)


def anchors(space: Space) -> Iterator[date]:
    never = space.find(Not(AllOf(())))
    assert isinstance(never, Never)
    return (date.fromordinal(at) for at in range(never.first.toordinal(), never.last.toordinal() + 1))


@pytest.mark.parametrize(
    ("count", "unit", "way"),
    [
        (1, "months", "after"),
        (11, "months", "before"),
        (5, "working days", "after"),
        (11, "working days", "before"),
    ],
)
def test_a_limit_is_as_many_days_away_as_it_ever_is_and_never_a_day_more(count, unit, way):
    signed = count if way == "after" else -count
    space = space_of()
    away = [(shift("england_and_wales", a, signed, unit) - a).days for a in anchors(space)]
    for bound, most, beyond in (("no later", max(away), 1), ("no earlier", min(away), -1)):
        keeps = limit(bound, count, unit, way)
        assert isinstance(space.find(AllOf((keeps, away_by(most)))), Found)
        assert isinstance(space.find(AllOf((keeps, away_by(most + beyond)))), Never)
        least = min(away) if bound == "no later" else max(away)
        assert isinstance(space.find(AllOf((Not(keeps), away_by(least + beyond)))), Found)
        assert isinstance(space.find(AllOf((Not(keeps), away_by(least)))), Never)


def between(fact: str, first: date, last: date) -> Claim:
    ends = (ex.Constant(first, AT), ex.Constant(last, AT))
    return Comes(ex.Between(ex.FactValue(fact, AT), *ends, AT), to=True)


@settings(UNHURRIED, max_examples=12)
@given(
    st.dates(date(2010, 12, 1), date(2012, 7, 1)),
    st.tuples(*2 * (st.sampled_from(COUNTS[1:]), st.sampled_from(UNITS))),
    st.sampled_from(("after", "before")),
    st.integers(-3, 3),
)
def test_two_limits_together_are_kept_to_just_where_some_dates_do(start, limits, way, more):
    count, unit, other_count, other_unit = limits
    one = limit("no later", count, unit, way)
    other = limit("no earlier", other_count, other_unit, way)
    about = shift("england_and_wales", start, count if way == "after" else -count, unit) + timedelta(
        days=more
    )
    claim = AllOf(
        (
            one,
            other,
            between("a", start, start + timedelta(days=12)),
            between("b", about, about + timedelta(days=6)),
        )
    )
    cases = (
        Record("case", {"a": start + timedelta(days=x), "b": about + timedelta(days=y)})
        for x, y in product(range(13), range(7))
    )
    exists = any(shows(claim, [scope_of(dated(), case)]) for case in cases)
    assert isinstance(space_of().find(claim), Found if exists else Never)


def test_the_dates_looked_at_take_in_those_the_rules_name_and_as_far_as_they_reckon():
    whole = framework(
        'fact born "Born" date; fact seen "Seen" date; condition old "old" where born is before 1995-06-01'
        '; condition late "late" where seen is no earlier than 36 months after born',
        'question q "Q?"',
    )
    nothing = Not(AllOf(()))
    assert Space(whole).find(nothing) == Never(date(1990, 1, 1), date(2043, 12, 31))
    assert Space(framework("", 'question q "Q?"')).find(nothing) == Never(
        date(2000, 1, 1), date(2040, 12, 31)
    )


OPEN_ENDED = """
fact ended "Ended" date
fact seen "Seen" date
condition still "still open" where ended is 9999-12-31
condition later "later" where ended is after 9999-12-31
condition beyond "beyond" where ended is no earlier than 2 weeks after seen
condition short "short" where 9999-12-30 is no later than 3 months after seen
"""


def test_a_case_can_hold_a_far_date_a_rule_names_but_none_is_ruled_out_where_one_is_named():
    whole = framework(OPEN_ENDED, 'question q "Q?"')
    space, far = Space(whole), date(9999, 12, 31)

    def comes(key: str, to: object) -> Comes:
        return Comes(ex.ConditionHolds(key, AT), to=to)

    assert space.find(comes("still", True)).record.values == {"ended": far}
    assert isinstance(space.find(comes("later", True)), Open_)
    assert isinstance(space.find(AllOf((comes("beyond", True), Holds("seen", far)))), Found)
    assert isinstance(space.find(AllOf((comes("beyond", False), Holds("ended", far)))), Open_)
    assert space.smallest(comes("short", True)).record.values == {"seen": date(9999, 12, 30)}
    assert space.smallest(comes("short", False)).record.values == {"seen": date(2012, 1, 2)}
