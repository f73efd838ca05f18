"""What examples should show of the criteria, what no case can show, and the examples that would show the rest."""

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aboveline.analysis.coverage import Rule, rules, table_of_subjects
from aboveline.analysis.edges import Aim, is_shown, shapes
from aboveline.analysis.examples import run_examples
from aboveline.analysis.goals import Case, Goal, goals_of, shown, shown_by
from aboveline.analysis.reach import ways
from aboveline.analysis.suggesting import MOST_EXPECTED, Tried, tried
from aboveline.framework.model import Framework
from aboveline.proof import query
from aboveline.proof.shown import shows
from aboveline.records.record import Record
from aboveline.reference.scope import scope_of
from aboveline.report.suggested import example_text, suggestions_text
from aboveline.report.titles import title
from generate import Draft, drafts, inspections, records, written
from suggesting import every_case, less_one, subjects, suggested_in, tried_by, with_suggestions
from written import framework, framework_of

UNHURRIED = settings(
    deadline=None,
    suppress_health_check=[
        HealthCheck.too_slow,
        HealthCheck.data_too_large,
        HealthCheck.large_base_example,
        HealthCheck.filter_too_much,
    ],
)


def words_of(framework: Framework, goal: Goal) -> tuple[str, str]:
    """The words a goal is about, and what is to be seen of them."""
    at = "" if not goal.aim.line else f" {goal.aim.line}"
    return framework.sources[goal.span.file].words(goal.span), f"{goal.aim.kind}{at}"


# --- The ways to a rule, and the table -------------------------------------------------------


@settings(UNHURRIED, max_examples=60)
@given(st.data(), drafts())
def test_a_rule_is_needed_exactly_where_a_way_leads_to_it(data: st.DataObject, draft: Draft):
    framework = framework_of(written(draft))
    record, inspection = data.draw(records(framework)), data.draw(inspections(framework))
    scope = scope_of(framework, record, inspection)
    found = ways(framework)
    tables = {
        s: table_of_subjects(framework, (s,), record, inspection, with_asked=False)
        for s in subjects(framework)
    }
    needed: set[Rule] = set()
    for table in tables.values():
        needed |= {rule for rule, came_to in table.items() if came_to != "not needed"}
    led_to: set[Rule] = set()
    for rule, its_ways in found.items():
        for way in its_ways:
            if all(shows(claim, [scope]) for claim in way.claims):
                assert tables[way.subject][rule] != "not needed"
                led_to.add(rule)
    assert led_to == needed
    assert set(found) <= set(rules(framework))


# --- Lines -----------------------------------------------------------------------------------

DAYS = "fact d 'D' date; fact e 'E' date".replace("'", '"')
NUMBERS = 'fact n "N" whole number from 0 to 9; fact m "M" number'


@pytest.mark.parametrize(
    ("declared", "said", "touching"),
    [
        (NUMBERS, "n is at least 3", {"on": [{"n": 3}], "beside": [{"n": 2}], "": [{"n": 1}, {"n": 4}]}),
        (NUMBERS, "n is less than 3", {"on": [{"n": 3}], "beside": [{"n": 2}]}),
        (NUMBERS, "n is at most 3", {"on": [{"n": 3}], "beside": [{"n": 4}], "": [{"n": 2}, {"n": 5}]}),
        (NUMBERS, "n is more than 3", {"on": [{"n": 3}], "beside": [{"n": 4}]}),
        (
            NUMBERS,
            "n is between 3 and 5",
            {
                "on low": [{"n": 3}],
                "beside low": [{"n": 2}],
                "on high": [{"n": 5}],
                "beside high": [{"n": 6}],
                "": [{"n": 4}, {"n": 1}],
            },
        ),
        (DAYS, "d is before e", {"on": [("03-05", "03-05")], "beside": [("03-04", "03-05")]}),
        (DAYS, "d is after e", {"on": [("03-05", "03-05")], "beside": [("03-06", "03-05")]}),
        (DAYS, "d is on or before e", {"on": [("03-05", "03-05")], "beside": [("03-06", "03-05")]}),
        (DAYS, "d is on or after e", {"on": [("03-05", "03-05")], "beside": [("03-04", "03-05")]}),
        (
            DAYS,
            "d is no later than 2 days after e",
            {
                "on": [("03-07", "03-05")],
                "beside": [("03-08", "03-05")],
                "": [("03-06", "03-05"), ("03-09", "03-05")],
            },
        ),
        (
            DAYS,
            "d is no later than 1 week before e",
            {"on": [("03-05", "03-12")], "beside": [("03-06", "03-12")]},
        ),
        (
            DAYS,
            "d is no earlier than 1 week after e",
            {"on": [("03-12", "03-05")], "beside": [("03-11", "03-05")]},
        ),
        # Easter 2012: Friday 6 April and Monday 9 April were holidays.
        (
            DAYS,
            "d is no later than 2 working days after e",
            {
                "on": [("04-05", "04-03")],
                "beside": [("04-06", "04-03"), ("04-10", "04-03")],
                "": [("04-11", "04-03"), ("04-04", "04-03")],
            },
        ),
        (
            DAYS,
            "d is no earlier than 1 working day after e",
            {
                "on": [("04-10", "04-05")],
                "beside": [("04-09", "04-05"), ("04-05", "04-05")],
                "": [("04-04", "04-05")],
            },
        ),
        (
            DAYS,
            "d is no later than 1 month after e",
            {
                "on": [("02-29", "01-31")],
                "beside": [("03-01", "01-31")],
                "": [("03-02", "01-31"), ("02-28", "01-31")],
            },
        ),
        (
            DAYS,
            "d is within 5 days either side of e",
            {
                "on low": [("03-05", "03-10")],
                "beside low": [("03-04", "03-10")],
                "on high": [("03-15", "03-10")],
                "beside high": [("03-16", "03-10")],
            },
        ),
        (
            DAYS,
            "d is within 1 month after e",
            {
                "on low": [("03-10", "03-10")],
                "beside low": [("03-09", "03-10")],
                "on high": [("04-10", "03-10")],
                "beside high": [("04-11", "03-10")],
            },
        ),
        (
            DAYS,
            "months from d to e is at least 2",
            {"on": [("01-05", "03-05")], "beside": [("01-06", "03-05")]},
        ),
        (NUMBERS, "n is one of (2, 4)", {"word": [{"n": 2}, {"n": 4}], "": [{"n": 3}]}),
        (NUMBERS, "n is 3", {"": [{"n": 3}]}),
        (NUMBERS, "number of (n is 1, m is 1) that are so is at least 1", {}),
    ],
)
def test_a_line_is_touched_from_both_sides(declared, said, touching):
    if "that are so" in said:
        said = "n + 1 is at least 3"
        touching = {"on": [{"n": 2}], "beside": [{"n": 1}]}
    one = framework(
        f'{declared}; condition c "C" where {said}',
        'question q "Q?" only where c',
        "calendar england_and_wales",
    )
    expr = one.conditions["c"].expr
    known = {name for name in touching if name}
    assert {_named(s.aim) for s in shapes(one, expr)} == known
    for name, held in touching.items():
        for values in held:
            scope = scope_of(one, Record("A", _values(values)), None)
            assert {_named(s.aim) for s in shapes(one, expr) if is_shown(s, scope)} == (
                {name} if name else set()
            )


def _named(aim: Aim) -> str:
    return f"{aim.kind} {aim.line}".strip()


def _values(values):
    from datetime import date

    if isinstance(values, dict):
        return values
    d, e = (date.fromisoformat(f"2012-{day}") for day in values)
    return {"d": d, "e": e}


@pytest.mark.parametrize(
    ("value", "aims"), [("2.5", {"on"}), ("2.49", {"beside"}), ("2.48", set()), ("2.51", set())]
)
def test_beside_a_number_with_decimals_is_within_a_hundredth(value, aims):
    from decimal import Decimal

    one = framework(f'{NUMBERS}; condition c "C" where m is at least 2.5', 'question q "Q?" only where c')
    scope = scope_of(one, Record("A", {"m": Decimal(value)}), None)
    assert {s.aim.kind for s in shapes(one, one.conditions["c"].expr) if is_shown(s, scope)} == aims


def test_a_line_of_what_is_missing_or_does_not_exist_is_not_touched():
    one = framework(
        'fact there "There" yes or no; fact d "D" date only where there; condition c "C" where d is no later than 1 month after 2012-01-31',
        'question q "Q?" only where c',
    )
    from datetime import date

    on = {"d": date(2012, 2, 29)}
    for held, touched in (
        (on, False),
        ({**on, "there": "no"}, False),
        ({**on, "there": "yes"}, True),
        ({}, False),
    ):
        scope = scope_of(one, Record("A", held), None)
        assert any(is_shown(s, scope) for s in shapes(one, one.conditions["c"].expr)) is touched


# --- Suggested -------------------------------------------------------------------------------


def check_suggestions(data: st.DataObject, draft: Draft) -> None:
    """That the suggested examples parse and pass, show all that can be shown, and have nothing to spare."""
    files = written(draft)
    found = tried_by(files)
    whole = with_suggestions(files, found) if found.suggestions else framework_of(files)
    assert all(result.passed for result in run_examples(whole)), suggestions_text(found)
    check_minimal(whole, found)
    again = tried(goals_of(whole))
    assert not again.suggestions
    assert set(again.goals.every) - again.shown == again.never | set(again.open)
    assert again.never == found.never
    plain = tried(found.goals, suggest=False)
    assert (plain.shown, plain.never, plain.open) == (found.shown, found.never, found.open)
    # Only a day beside a limit of months is ever left open where there is time enough.
    assert all(goal.aim.kind == "beside" or "limit" in why for goal, why in found.open.items())
    check_never(data, found)


def check_minimal(whole: Framework, found: Tried) -> None:
    """That each suggested example shows what it is for, and nothing it gives can be taken away."""
    goals = goals_of(whole)
    for example, one in zip(suggested_in(whole), found.suggestions, strict=True):
        assert shown_by(goals, example).issuperset(one.goals), example_text(found.goals, one)
        asked = [e.subject for e in one.expected]
        for smaller in less_one(one):
            lost = set(one.goals) - shown(found.goals, smaller, asked)
            assert lost, (example_text(found.goals, one), smaller)


def check_never(data: st.DataObject, found: Tried) -> None:
    """That no case shows what is said to be shown by none: of all that there are, where they are few, and of some."""
    goals, every = found.goals, subjects(found.goals.framework)
    for goal in sorted(found.never, key=str):
        asked = {way.subject for way in goals.ways.get(goal.span, ())}
        for one in every_case(goals, goal, 500) or ():
            assert goal not in shown(goals, one, asked), (words_of(goals.framework, goal), one)
    for _ in range(5):
        record = data.draw(records(goals.framework))
        inspection = data.draw(inspections(goals.framework))
        assert not found.never & shown(goals, Case(record, inspection), every, with_asked=True)


@settings(UNHURRIED, max_examples=4)
@given(st.data(), drafts())
def test_the_suggested_examples_show_all_that_can_be_shown(data: st.DataObject, draft: Draft):
    check_suggestions(data, draft)


@pytest.mark.slow
@settings(UNHURRIED, max_examples=15)
@given(st.data(), drafts())
def test_the_suggested_examples_show_all_that_can_be_shown_in_many_frameworks(
    data: st.DataObject, draft: Draft
):
    check_suggestions(data, draft)


LABOURED = """
framework t "Test" version "1" calendar england_and_wales
bands by the rounded score
  good "Good" from 60%
  poor "Poor" otherwise
fact a "A" date
fact b "B" date
fact c "C" date
fact n "N" whole number from 0 to 9
section 1 "One"
criterion 1.1 "Only"
question p "P?" sufficient when days from b to a is at least 9 and working days from b to a is at most 3
question q "Q?" only where working days from a to c is n sufficient when c is within 2 months after b
question r "R?" sufficient when c is no later than 1 month after a and working days from a to c is at least 20
    and days from b to c is n
"""


def test_what_is_given_up_at_the_limit_does_not_depend_on_what_else_is_asked(monkeypatch: pytest.MonkeyPatch):
    """Under a limit at which some is given up: suggesting again beside what was suggested comes to nothing new."""
    monkeypatch.setattr(query, "_WORK_IN_A_MS", 8)
    files = {"t.criteria": LABOURED}
    found = tried_by(files)
    assert found.open
    assert found.suggestions
    again = tried(goals_of(with_suggestions(files, found)))
    assert not again.suggestions
    assert set(again.open) <= set(found.open)
    plain = tried(found.goals, suggest=False)
    assert (plain.never, plain.open) == (found.never, found.open)


def shown_words(text: str) -> Iterator[str]:
    found = tried_by({"t.criteria": text})
    for goal in found.never:
        yield " ".join(words_of(found.goals.framework, goal))


HEAD = """
framework t "Test" version "1"
bands by the rounded score
  good "Good" from 60%
  poor "Poor" otherwise
"""
TAIL = 'section 1 "One"\ncriterion 1.1 "Only"\n'


def test_what_no_case_can_show_is_named():
    text = f"""{HEAD}
        fact a "A" yes or no
        fact n "N" whole number from 0 to 5
        fact d "D" date only where a
        {TAIL}
        question q "Q?" only where a and not a only where n is at least 0 only where d is missing or all of (n is 3, n is 4)
    """
    never = set(shown_words(text))
    assert "a and not a yes" in never
    assert "a and not a no" not in never
    assert "n is at least 0 beside" in never
    assert "n is at least 0 on" not in never
    assert "d is missing unknown" in never
    assert "n is 4 yes" in never


def test_of_a_fact_that_no_rule_reads_nothing_can_be_shown():
    text = f'{HEAD}\nfact a "A" yes or no\nfact d "D" date only where a\n{TAIL} question q "Q?"'
    found = tried_by({"t.criteria": text})
    of_fact = {g for g in found.goals.every if found.goals.rules[g.span].owner == "d"}
    assert len(of_fact) == 3
    assert of_fact <= found.never


def suggested_for(declared: str, questions: str, head: str = "") -> str:
    found = tried(goals_of(framework(declared, questions, head)))
    return suggestions_text(found)


def test_the_last_day_and_the_day_after_are_tried():
    text = suggested_for(
        DAYS,
        'question q "Signed?" sufficient when d is no later than 15 working days after e',
        "calendar england_and_wales",
    )
    assert (
        'example "good enough where “D” is the very last day, 15 working days after “E”"\n  given d is '
        in text
    )
    assert 'example "not good enough where “D” is a day too late for 15 working days after “E”"\n' in text
    assert text.count("# Suggested: awaits a person's judgement.\nexample ") == text.count("\nexample ") == 3


def test_a_day_beside_a_limit_of_months_is_found_too():
    found = tried(
        goals_of(framework(DAYS, 'question q "Q?" sufficient when d is no later than 3 months after e'))
    )
    assert not found.open
    assert not found.never
    found = tried(
        goals_of(
            framework(DAYS, 'question q "Q?" sufficient when d is no later than 3 months after 2012-11-30')
        )
    )
    assert not found.open
    assert "d is 2013-03-01\n  expect q is insufficient" in suggestions_text(found)


def test_questions_that_turn_on_the_same_are_told_as_one():
    text = suggested_for(
        'fact due "Due" yes or no', 'question q "Q?" only where due; question r "R?" only where due'
    )
    assert (
        'example "good enough where the answer is yes"\n  given due is yes\n    and q is yes\n    and r is yes\n'
        "  expect q is sufficient\n    and r is sufficient\n"
    ) in text
    assert (
        'example "not asked where “Due” is no"\n  given due is no\n  expect q is not applicable\n    and r is not applicable\n'
        in text
    )
    assert text.count("\nexample ") == 5


def test_no_example_expects_too_much():
    many = "; ".join(f'question q{n} "Q{n}?"' for n in range(20))
    found = tried(goals_of(framework("", many)))
    assert max(len(one.expected) for one in found.suggestions) == MOST_EXPECTED


def test_a_title_can_stand_in_quotation_marks():
    one = framework('fact note "Note" text', 'question q "Q?" only where note is "seen"')
    found = tried(goals_of(one))
    titles = [title(found.goals, suggestion) for suggestion in found.suggestions]
    assert any("'some other text'" in words for words in titles)
    assert not any('"' in words for words in titles)


def test_what_an_example_shows_already_is_not_suggested():
    example = '; example "e" given due is no expect q is not applicable'
    text = suggested_for('fact due "Due" yes or no', f'question q "Q?" only where due{example}')
    assert "not applicable" not in text
    assert text.count("\nexample ") == 4


def test_checks_and_answers_and_facts_of_the_inspection_are_suggested_too():
    text = suggested_for(
        'fact staffed "Staffed" yes or no of the inspection; '
        'check odd "Odd" when staffed expect q is yes; '
        'fact kind "Kind" one of old, young worked out as; old when staffed; young otherwise',
        'question q "Q?" not judged; question both "Both?" worked out as; yes when q is yes; no otherwise',
    )
    assert "expect odd is contradicted" in text
    assert "given staffed is yes\n    and q is no\n" in text
    assert "expect kind is old" in text
    assert "expect both is unanswered" in text
    assert "given q is no\n  expect both is insufficient\n" in text


def test_what_no_part_of_an_example_needs_is_taken_away():
    text = suggested_for(
        'fact a "A" yes or no; fact b "B" yes or no',
        'question q "Q?" only where b; question r "R?" only where a or b',
    )
    assert (
        "given b is yes\n    and q is no\n    and r is no\n  expect q is insufficient\n    and r is insufficient\n"
        in text
    )
