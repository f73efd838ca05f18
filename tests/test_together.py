"""Two dates moved together: every kind of both that rules tell apart, and the nearest days of each, against all days there are."""

from collections.abc import Mapping
from datetime import date, timedelta
from itertools import product

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aboveline.analysis.held import how_held
from aboveline.analysis.thresholds import Measured, comparisons
from aboveline.analysis.together import Both, Together
from aboveline.framework import expressions as ex
from aboveline.framework.model import Framework
from aboveline.records.record import Record
from aboveline.reference.evaluate import truth
from aboveline.reference.scope import scope_of
from aboveline.values import Date
from written import framework

UNHURRIED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])

DECLARED = 'fact a "A" date; fact b "B" date; fact c "C" date; fact n "N" whole number from -9 to 30'

#: About the end of a February with a 29th, and Easter.
FIRST, LAST = date(2012, 2, 24), date(2012, 4, 12)
DAYS = [FIRST + timedelta(days=n) for n in range((LAST - FIRST).days + 1)]

FORMS = (
    "a is no later than {n} {u} after b",
    "b is no earlier than {n} {u} after a",
    "a is no earlier than {n} {u} before b",
    "a is within {n} {u} either side of b",
    "b is no later than {n} {u} after a",
    "{u} from b to a is at least {n}",
    "{u} from b to a is at least 0",
    "{u} from a to b is {n}",
    "{u} from b to a is less than 2.5",
    "{u} from b to a is at most n",
    "n is more than {u} from a to b",
    "days from b to a + 2 is one of ({n}, 9)",
    "days from c to a - days from c to b is at least {n}",
    "b is before a",
    "{u} from a to c is at least {n}",
    "b is between 2012-02-26 and 2012-04-{n:02}",
    "a is on or after c",
)
UNITS = ("days", "working days", "weeks", "months")


def judged(of: Framework, **values: object) -> tuple[bool | None, ...]:
    """What each rule comes to."""
    scope = scope_of(of, Record("A", {key: v for key, v in values.items() if v is not None}), None)
    return tuple(truth(one.expr, scope) for one in of.conditions.values())


def ruled_by(rules: list[str]) -> Framework:
    conditions = "; ".join(f'condition k{n} "K{n}" where {rule}' for n, rule in enumerate(rules))
    return framework(f"{DECLARED}; {conditions}", 'question q "Q?"', "calendar england_and_wales")


def over(of: Framework) -> tuple:
    return comparisons(of, [e for one in of.conditions.values() for e in ex.walk(one.expr)])


def check_kinds(of: Framework, near: tuple[date, date], beside: Mapping) -> None:
    """That the days found show whatever the rules can come to, each as near as any days there are."""
    least, found = {}, {}
    for days, nearest in ((product(DAYS, DAYS), least), (moved(of, near, beside), found)):
        for a, b in days:
            came, away = judged(of, a=a, b=b, **beside), abs((a - near[0]).days) + abs((b - near[1]).days)
            nearest[came] = min(nearest.get(came, away), away)
    assert found == least


@pytest.mark.parametrize("unit", UNITS)
@pytest.mark.parametrize("form", FORMS)
def test_no_kind_is_overlooked_whatever_holds_two_dates_to_each_other(form: str, unit: str):
    """Beside a rule of each form another one of working days, so that they cross."""
    of = ruled_by([form.format(u=unit, n=2), "a is no later than 3 working days after b"])
    check_kinds(of, (DAYS[3], DAYS[40]), {"c": DAYS[20], "n": 1})


@settings(UNHURRIED, max_examples=15)
@given(st.data())
def test_every_kind_of_two_dates_is_found_and_the_nearest_days_of_it(data: st.DataObject):
    form, unit, count = st.sampled_from(FORMS), st.sampled_from(UNITS), st.integers(1, 12)
    drawn = data.draw(st.lists(st.tuples(form, unit, count), min_size=1, max_size=4))
    of = ruled_by([said.format(u=u, n=n) for said, u, n in drawn])
    near = data.draw(st.sampled_from(DAYS)), data.draw(st.sampled_from(DAYS))
    beside = {
        "c": data.draw(st.sampled_from((*DAYS, None))),
        "n": data.draw(st.sampled_from((None, -3, 0, 1, 4))),
    }
    check_kinds(of, near, beside)


def moved(of: Framework, near: tuple[date, date], beside: Mapping) -> list[tuple[date, date]]:
    about = Measured(Date(), FIRST.toordinal(), LAST.toordinal())
    both = Both(("a", "b"), (about, about), (near[0].toordinal(), near[1].toordinal()))
    values = {key: value for key, value in beside.items() if value is not None}
    kinds = Together(of).kinds(over(of), both, values)
    return [(date.fromordinal(a), date.fromordinal(b)) for a, b in kinds]


@pytest.mark.parametrize(
    ("rules", "pairs", "plain"),
    [
        # Held once, or by days alone: one after the other will do.
        (["a is no later than 3 working days after b"], [], True),
        (["a is no later than 3 days after b", "weeks from b to a is at least 2"], [], True),
        (["a is no later than 3 working days after b", "a is after c"], [], True),
        # Held twice.
        (["a is no later than 3 working days after b", "days from b to a is at least 5"], [("a", "b")], True),
        (["a is within 3 working days either side of b"], [("a", "b")], True),
        (["weeks from c to a + working days from b to a is 5"], [], False),
        # In a circle, or with a third that one of them hangs on.
        (["a is no later than 3 working days after b", "b is after c", "a is before c"], [], False),
        (["a is within 3 working days either side of b", "b is after c"], [], False),
        # Days counted twice over between two dates may pass over a count.
        (["working days from b to a + days from b to a is 8"], [], False),
        # Weeks from a third date pass at other days than those from a fourth.
        (["weeks from c to a - weeks from c to b is at least 1", "a is after b"], [], False),
        # Both grow together, or a number is as open as the dates.
        (["working days from b to a is at most n"], [], False),
    ],
)
def test_dates_are_moved_together_where_one_may_have_to_follow_the_other(rules, pairs, plain):
    of = ruled_by(rules)
    about = Measured(Date(), FIRST.toordinal(), LAST.toordinal())
    changed = dict.fromkeys(("a", "b", "c"), about)
    if "n" in rules[0].split():
        changed = {**changed, "n": Measured(of.facts["n"].type, -9, 30)}
    if "c to a" in rules[0]:
        del changed["c"]
    held = how_held(over(of), changed)
    assert (list(held.pairs), held.is_plain) == (pairs, plain)


def test_what_was_gone_through_once_is_not_gone_through_again():
    of = ruled_by(["a is within 3 working days either side of b", "working days from a to b is at most n"])
    about = Measured(Date(), FIRST.toordinal(), LAST.toordinal())
    both = Both(("a", "b"), (about, about), (FIRST.toordinal(), FIRST.toordinal()))
    together = Together(of)
    found = together.kinds(over(of), both, {"n": 1})
    work = together.work
    assert together.kinds(over(of), both, {"n": 1, "c": FIRST}) == found
    assert together.work == work
    assert together.kinds(over(of), both, {"n": 2}) != found
    assert together.work > work
