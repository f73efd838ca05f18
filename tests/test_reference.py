"""What expressions and questions come to for one case: every row of the two tables of meaning, and findings."""

from datetime import date
from typing import get_args

import pytest

from aboveline.framework import expressions as ex
from aboveline.judgement import Judgement, Outcome
from aboveline.reference.evaluate import OPERANDS, TRUTHS, truth
from aboveline.reference.judge import CaseResult, inspection_findings, judge, trail
from aboveline.reference.operations import ARITHMETIC, BOUNDS, COMPARISONS, QUANTIFIERS, REACHES
from aboveline.reference.scope import scope_of
from aboveline.values import Mark, Truth, Value
from written import NA, case, framework

FACTS = """
    fact asked "Asked" yes or no
    fact barred "Barred" yes or no
    fact seen "Seen" yes or no
    fact let_off "Let off" yes or no
"""


def came_to(result: CaseResult, question: str) -> Judgement:
    return next(judgement for judgement in result.judgements if judgement.question == question)


def codes(result: CaseResult) -> list[tuple[str, str]]:
    return [(finding.code, finding.subject) for finding in result.findings]


# --- Every word has its meaning ---------------------------------------------------------------


def test_every_expression_has_a_meaning():
    assert set(OPERANDS) == set(get_args(ex.Operand))
    assert set(TRUTHS) == set(get_args(ex.Truth))


def test_every_word_of_an_expression_has_a_meaning():
    assert set(COMPARISONS) == set(get_args(ex.ComparisonWord))
    assert set(ARITHMETIC) == {"+", "-"}
    assert set(BOUNDS) == {"no later than", "no earlier than"}
    assert set(REACHES) == {"after", "before", "either side of"}
    assert set(QUANTIFIERS) == {"all of", "any of", "none of", "at least"}


# --- The outcome of a question -----------------------------------------------------------------

QUESTION = """
    question done "Was it done?"
      only where asked
      excluded where barred
      may be marked not applicable
      sufficient when the answer is yes and seen
      excused where let_off
"""
APPLIES = {"asked": "yes", "barred": "no"}


@pytest.mark.parametrize(
    ("values", "outcome", "clause"),
    [
        ({"asked": "no", "barred": "no"}, Outcome.NOT_APPLICABLE_BY_RULE, 0),
        ({"asked": "yes", "barred": "yes"}, Outcome.NOT_APPLICABLE_BY_RULE, 1),
        ({"asked": "no", "barred": "yes"}, Outcome.NOT_APPLICABLE_BY_RULE, 0),
        ({"barred": "yes"}, Outcome.NOT_APPLICABLE_BY_RULE, 1),
        ({"asked": "no"}, Outcome.NOT_APPLICABLE_BY_RULE, 0),
        ({"asked": "no", "barred": "no", "done": NA}, Outcome.NOT_APPLICABLE_BY_RULE, 0),
        ({**APPLIES, "done": NA}, Outcome.NOT_APPLICABLE_BY_ASSESSOR, None),
        ({"done": NA}, Outcome.NOT_APPLICABLE_BY_ASSESSOR, None),
        ({}, Outcome.UNDETERMINED, 0),
        ({"asked": "yes", "done": "yes", "seen": "yes"}, Outcome.UNDETERMINED, 1),
        ({"barred": "no"}, Outcome.UNDETERMINED, 0),
        (APPLIES, Outcome.UNANSWERED, 2),
        ({**APPLIES, "seen": "yes"}, Outcome.UNANSWERED, 2),
        ({**APPLIES, "done": "yes"}, Outcome.UNANSWERED, 2),
        ({**APPLIES, "done": "yes", "seen": "yes"}, Outcome.SUFFICIENT, 2),
        ({**APPLIES, "done": "no", "let_off": "yes"}, Outcome.EXCUSED, 3),
        ({**APPLIES, "done": "no"}, Outcome.UNDETERMINED, 3),
        ({**APPLIES, "done": "no", "let_off": "no"}, Outcome.INSUFFICIENT, 2),
        ({**APPLIES, "seen": "no", "let_off": "no"}, Outcome.INSUFFICIENT, 2),
    ],
)
def test_outcome_of_a_question(values: dict[str, Value | Mark], outcome: Outcome, clause: int | None):
    found = came_to(judge(framework(FACTS, QUESTION), case(**values)), "done")
    assert (found.outcome, found.clause) == (outcome, clause)


def test_clauses_are_tried_from_the_section_down():
    nested = framework(
        FACTS,
        'section 2 "Second" only where seen excluded where let_off; '
        'criterion 2.1 "Of it" only where barred; question done "Done?" only where asked',
    )
    question = nested.questions["done"]
    kinds = [(clause.kind, clause.owner) for clause in question.clauses]
    assert kinds == [
        ("only where", "section 2"),
        ("only where", "criterion 2.1"),
        ("only where", "question"),
        ("excluded where", "section 2"),
        ("sufficient when", "question"),
    ]
    out = case(seen="yes", barred="no", asked="no", let_off="yes")
    assert came_to(judge(nested, out), "done").clause == 1


def test_the_first_of_several_excuses_decides():
    made = framework(FACTS, 'question done "Done?" excused where let_off excused where seen')
    assert came_to(judge(made, case(done="no", let_off="no", seen="yes")), "done").clause == 2
    assert came_to(judge(made, case(done="no", let_off="yes", seen="yes")), "done").clause == 1
    unsure = came_to(judge(made, case(done="no", let_off="no")), "done")
    assert (unsure.outcome, unsure.clause) == (Outcome.UNDETERMINED, 2)


def test_a_rule_that_never_reads_the_answer_is_decided_by_the_facts():
    made = framework(FACTS, 'question done "Done?" sufficient when seen')
    result = judge(made, case(seen="yes", done=NA))
    assert came_to(result, "done").outcome is Outcome.SUFFICIENT
    assert codes(result) == [("mark-not-allowed", "done")]


# --- What expressions hear of another question -------------------------------------------------

#: What each statement about `done` says, in the order of STATEMENTS.
STATEMENTS = (
    "done applies",
    "done does not apply",
    "done is sufficient",
    "done is insufficient",
    "done is sufficient or not applicable",
    "done is insufficient or not applicable",
    "done is yes",
    "done is not yes",
    "done is one of (yes, no)",
    "done is known",
    "done is missing",
)
Y, N, U = True, False, None
DAY = date(2011, 7, 4)


@pytest.mark.parametrize(
    ("values", "heard"),
    [
        ({**APPLIES, "done": "yes", "seen": "yes"}, (Y, N, Y, N, Y, N, Y, N, Y, Y, N)),
        ({**APPLIES, "done": "yes", "seen": "no", "let_off": "no"}, (Y, N, N, Y, N, Y, Y, N, Y, Y, N)),
        ({**APPLIES, "done": "no", "let_off": "no"}, (Y, N, N, Y, N, Y, N, Y, Y, Y, N)),
        ({**APPLIES, "seen": "no", "let_off": "no"}, (Y, N, N, Y, N, Y, U, U, U, Y, N)),
        ({"asked": "no", "done": "yes"}, (N, Y, N, N, Y, Y, N, N, N, N, N)),
        ({**APPLIES, "done": NA}, (N, Y, N, N, Y, Y, N, N, N, N, N)),
        ({**APPLIES, "done": "no", "let_off": "yes"}, (N, Y, N, N, Y, Y, N, N, N, N, N)),
        ({**APPLIES, "seen": "yes"}, (Y, N, U, U, U, U, U, U, U, N, Y)),
        ({**APPLIES, "done": "yes"}, (Y, N, U, U, U, U, Y, N, Y, Y, N)),
        ({"done": "yes"}, (U, U, U, U, U, U, U, U, U, N, N)),
        ({**APPLIES, "done": "no"}, (U, U, U, U, U, U, U, U, U, N, N)),
    ],
    ids=[
        "sufficient",
        "insufficient though yes",
        "insufficient",
        "insufficient, blank",
        "by rule",
        "by the assessor",
        "excused",
        "unanswered, blank",
        "unanswered, another datum missing",
        "undetermined",
        "undetermined excuse",
    ],
)
def test_what_is_heard_of_another_question(values: dict[str, Value | Mark], heard: tuple[Truth, ...]):
    conditions = "".join(f'condition c{i} "C" where {s}\n' for i, s in enumerate(STATEMENTS))
    made = framework(FACTS + conditions, QUESTION)
    scope = scope_of(made, case(**values))
    found = {s: truth(made.conditions[f"c{i}"].expr, scope) for i, s in enumerate(STATEMENTS)}
    assert found == dict(zip(STATEMENTS, heard, strict=True))


@pytest.mark.parametrize(
    ("values", "heard"),
    [
        ({"asked": "yes", "told": "yes"}, (Y, Y, Y, N)),
        ({"asked": "yes", "told": "no"}, (Y, N, Y, N)),
        ({"asked": "yes"}, (Y, U, N, Y)),
        ({"asked": "yes", "told": NA}, (N, N, N, N)),
        ({"asked": "no", "told": "yes"}, (N, N, N, N)),
        ({"told": "yes"}, (U, U, N, N)),
    ],
)
def test_what_is_heard_of_a_question_that_is_not_judged(
    values: dict[str, Value | Mark], heard: tuple[Truth, ...]
):
    made = framework(
        FACTS
        + 'condition c0 "C" where told applies; condition c1 "C" where told is yes; '
        + 'condition c2 "C" where told is known; condition c3 "C" where told is missing',
        'question told "Told?" not judged only where asked may be marked not applicable',
    )
    result = judge(made, case(**values))
    scope = scope_of(made, case(**values))
    assert tuple(truth(c.expr, scope) for c in made.conditions.values()) == heard
    assert result.judgements == ()


# --- Values that are missing, or do not exist --------------------------------------------------

THINGS = """
    fact made "Made" yes or no
    fact made_on "Made on" date only where made
    fact due_on "Due on" date
    fact visits "Visits" whole number
    fact planned "Planned" number only where made
    fact kind "Kind" one of red, green, blue only where made
"""


@pytest.mark.parametrize(
    ("statement", "where_none", "missing", "not_known_whether"),
    [
        ("made_on is before due_on", N, U, U),
        ("made_on is no later than 3 days after due_on", N, U, U),
        ("made_on is within 3 days either side of due_on", N, U, U),
        ("made_on is between 2011-01-01 and due_on", N, U, U),
        ("days from made_on to due_on is at least 1", N, U, U),
        ("planned + visits is more than 0", N, U, U),
        ("planned - 1 is not 3", N, U, U),
        ("kind is red", N, U, U),
        ("kind is not red", N, U, U),
        ("kind is one of (red, green, blue)", N, U, U),
        ("kind is not one of (red, green)", N, U, U),
        ("not kind is red", Y, U, U),
        ("kind is missing", N, Y, Y),
        ("kind is known", N, N, N),
    ],
)
def test_comparisons_where_something_is_not_there(
    statement: str, where_none: Truth, missing: Truth, not_known_whether: Truth
):
    made = framework(THINGS + f'condition holds "It holds" where {statement}')
    rest = {"due_on": DAY, "visits": 2}
    found = [
        truth(made.conditions["holds"].expr, scope_of(made, case(**values)))
        for values in ({"made": "no", **rest}, {"made": "yes", **rest}, rest)
    ]
    assert found == [where_none, missing, not_known_whether]


def test_a_value_whose_existence_is_not_known_is_there_and_cannot_be_compared():
    made = framework(THINGS + '; condition a "A" where kind is red; condition b "B" where kind is known')
    scope = scope_of(made, case(kind="red"))
    assert truth(made.conditions["a"].expr, scope) is None
    assert truth(made.conditions["b"].expr, scope) is True


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ("number of (first, next_one, last_one) that are sufficient is at least 1", Y),
        ("number of (first, next_one, last_one) that are sufficient is at least 2", U),
        ("number of (first, next_one, last_one) that are sufficient is at least 3", N),
        ("number of (first, next_one, last_one) that are sufficient is 0", N),
        ("number of (first, next_one, last_one) that are sufficient is not 3", Y),
        ("number of (first, next_one, last_one) that are sufficient is between 1 and 2", Y),
        ("number of (first, next_one, last_one) that are sufficient + 1 is at most 3", Y),
        ("number of (first, next_one, last_one) that are insufficient is 1", U),
        ("number of (first, next_one, last_one) that apply is 3", Y),
        ("at least 1 of (first, next_one, last_one) are sufficient", Y),
        ("at least 2 of (first, next_one, last_one) are sufficient", U),
        ("at least 3 of (first, next_one, last_one) are sufficient", N),
        ("all of (first, next_one, last_one) are sufficient", N),
        ("none of (first, next_one, last_one) are sufficient", N),
        ("any of (next_one, last_one) are sufficient", U),
    ],
)
def test_counting_with_one_yes_one_no_and_one_unknown(statement: str, expected: Truth):
    questions = 'question first "First?"; question next_one "Next?"; question last_one "Last?"'
    made = framework(f'condition holds "It holds" where {statement}', questions)
    assert truth(made.conditions["holds"].expr, scope_of(made, case(first="yes", next_one="no"))) is expected


# --- Worked-out values -------------------------------------------------------------------------

ROWS = """
    fact visits "Visits" whole number
    fact urgent "Urgent" yes or no
    fact level "Level" one of low, high, none
      worked out as {how}
        low when visits is between 1 and 2
        high when {second}
        {rest}
"""


@pytest.mark.parametrize(
    ("how", "second", "rest", "values", "level", "finding"),
    [
        ("", "urgent", "none otherwise", {"visits": 1, "urgent": "yes"}, "low", None),
        ("", "urgent", "none otherwise", {"visits": 1}, "low", None),
        ("", "urgent", "none otherwise", {"urgent": "yes"}, None, None),
        ("", "urgent", "none otherwise", {"visits": 5, "urgent": "yes"}, "high", None),
        ("", "urgent", "none otherwise", {"visits": 5, "urgent": "no"}, "none", None),
        ("", "urgent", "none otherwise", {"visits": 5}, None, None),
        ("", "urgent", "", {"visits": 5, "urgent": "no"}, None, "no-row-fits"),
        ("", "urgent", "", {"visits": 5}, None, None),
        ("exactly one of", "urgent", "", {"visits": 1, "urgent": "yes"}, None, "more-than-one-row-fits"),
        ("exactly one of", "urgent", "", {"visits": 1, "urgent": "no"}, "low", None),
        ("exactly one of", "urgent", "", {"visits": 1}, None, None),
        ("exactly one of", "urgent", "", {"urgent": "yes"}, None, None),
        ("exactly one of", "urgent", "", {"visits": 5, "urgent": "no"}, None, "no-row-fits"),
        ("exactly one of", "urgent", "none otherwise", {"visits": 5, "urgent": "no"}, "none", None),
    ],
)
def test_rows(  # noqa: PLR0913, PLR0917 - the columns of the table above
    how: str, second: str, rest: str, values: dict[str, Value | Mark], level: str | None, finding: str | None
):
    result = judge(framework(ROWS.format(how=how, second=second, rest=rest)), case(**values))
    assert result.derived == ({"level": level} if level else {})
    assert codes(result) == ([(finding, "level")] if finding else [])


def test_a_worked_out_number_exists_where_what_it_is_made_of_does():
    made = framework(
        THINGS
        + 'fact wait "Wait" whole number worked out as days from due_on to made_on; '
        + 'condition soon "Soon" where wait is at most 3'
    )
    assert truth(made.conditions["soon"].expr, scope_of(made, case(made="no", due_on=DAY))) is False
    assert truth(made.conditions["soon"].expr, scope_of(made, case(made="yes", due_on=DAY))) is None
    found = judge(made, case(made="yes", due_on=DAY, made_on=DAY))
    assert found.derived == {"wait": 0}


PLAN = """
    question first "First?"
    question next_one "Next?"
    question plan "Sound as a whole?"
      only where asked
      answers one of sound, partly, unsound
      worked out as
        sound when all of (first, next_one) are sufficient
        partly when any of (first, next_one) are sufficient
      sufficient when sound
"""


def test_a_worked_out_answer_is_judged_like_any_other():
    made = framework(FACTS, PLAN)
    result = judge(made, case(asked="yes", first="yes", next_one="no"))
    found = came_to(result, "plan")
    assert (found.outcome, found.answer) == (Outcome.INSUFFICIENT, "partly")
    assert result.derived == {"plan": "partly"}


def test_a_worked_out_answer_that_no_row_fits_is_a_finding_and_unanswered():
    result = judge(framework(FACTS, PLAN), case(asked="yes", first="no", next_one="no"))
    assert came_to(result, "plan").outcome is Outcome.UNANSWERED
    assert codes(result) == [("no-row-fits", "plan")]


def test_an_answer_is_not_worked_out_where_the_question_does_not_apply():
    result = judge(framework(FACTS, PLAN), case(asked="no", first="no", next_one="no"))
    assert came_to(result, "plan").answer is None
    assert (result.derived, codes(result)) == ({}, [])


# --- Findings ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("values", "found"),
    [
        ({"asked": "no", "done": "yes"}, [("answered-though-not-applicable", "done")]),
        ({"asked": "no", "done": NA}, []),
        ({"asked": "yes", "done": NA}, [("mark-not-allowed", "done")]),
        ({"done": NA}, [("mark-not-allowed", "done")]),
        ({"done": "yes"}, []),
        ({"asked": "yes", "done": "yes"}, []),
    ],
)
def test_findings_about_an_answer(values: dict[str, Value | Mark], found: list[tuple[str, str]]):
    made = framework(FACTS, 'question done "Done?" only where asked')
    assert codes(judge(made, case(**values))) == found


def test_a_mark_that_is_not_allowed_leaves_the_question_unanswered():
    made = framework(FACTS, 'question done "Done?"')
    found = came_to(judge(made, case(done=NA)), "done")
    assert (found.outcome, found.answer) == (Outcome.UNANSWERED, None)


@pytest.mark.parametrize("given", ["unsound", NA])
def test_a_value_for_a_worked_out_answer_is_left_aside(given: Value | Mark):
    result = judge(framework(FACTS, PLAN), case(asked="yes", first="yes", next_one="yes", plan=given))
    assert came_to(result, "plan").answer == "sound"
    assert codes(result) == [("value-for-worked-out", "plan")]


def test_findings_about_facts():
    made = framework(THINGS + '; fact wait "Wait" whole number worked out as visits + 1')
    result = judge(made, case(made="no", kind="red", made_on=NA, visits=2, wait=7))
    assert result.derived == {"wait": 3}
    assert codes(result) == [("value-where-none-exists", "kind"), ("value-for-worked-out", "wait")]


def test_a_finding_says_where_it_stands_and_holds_no_value():
    made = framework(THINGS + '; fact tint "Tint" one of red, blue only where made in data "f_tint"')
    (finding,) = judge(made, case(made="no", tint="blue")).findings
    assert finding.place is not None
    assert (finding.place.file, finding.place.line, finding.place.field) == ("cases.csv", 2, "f_tint")
    assert finding.message == "there is no `f_tint` for this case, so the value given for it is left aside"


CHECKED = framework(
    'fact made "Made" yes or no; fact made_on "Made on" date; '
    'fact length "Length" whole number worked out as days from 2011-07-04 to made_on; '
    'condition dated "there was a dated plan" where made and made_on is known; '
    'check early "E" when length is less than 0 expect made; '
    'check timely_so_dated "T" when timely is yes expect dated; '
    'check never "N" expect made is known and made_on is known',
    'question timely "Timely?"',
)


@pytest.mark.parametrize(
    ("check", "known", "at"),
    [
        ("timely_so_dated", {"timely": "yes", "made": "no"}, "timely"),
        ("early", {"made": "no", "made_on": date(2011, 7, 1)}, "made"),
        ("never", {"made_on": date(2011, 7, 1)}, "made_on"),
        ("never", {"timely": "yes"}, None),
    ],
)
def test_a_contradiction_stands_where_the_first_thing_stands_that_the_check_reads(check, known, at):
    found = {f.subject: f for f in judge(CHECKED, case(**known)).findings}
    assert (found[check].place and found[check].place.field) == at
    assert (found[check].place and found[check].place.line) == 2
    assert found[check].code == "check-contradicted"


def test_a_check_moves_no_judgement():
    without = framework('fact made "Made" yes or no', 'question timely "Timely?" only where made')
    checked = framework(
        'fact made "Made" yes or no; check c "C" when timely is yes expect not made',
        'question timely "Timely?" only where made',
    )
    one = case(made="yes", timely="yes")
    assert codes(judge(checked, one)) == [("check-contradicted", "c")]
    assert judge(checked, one).judgements == judge(without, one).judgements


def test_facts_of_the_inspection_come_from_beside_the_cases():
    made = framework(
        'fact strict "Strict" yes or no of the inspection; '
        'fact stricter "Stricter" yes or no of the inspection only where strict',
        'question done "Done?" only where strict',
    )
    beside = case("", strict="no", stricter="yes")
    result = judge(made, case(done="yes", strict="yes"), beside)
    assert came_to(result, "done").outcome is Outcome.NOT_APPLICABLE_BY_RULE
    assert came_to(judge(made, case(done="yes")), "done").outcome is Outcome.UNDETERMINED
    assert codes(result) == [("answered-though-not-applicable", "done")]
    (finding,) = inspection_findings(made, beside)
    assert "for the inspection" in finding.message
    assert (finding.code, finding.subject) == ("value-where-none-exists", "stricter")


# --- The trail ---------------------------------------------------------------------------------


def test_a_trail_shows_what_was_consulted_with_its_place():
    made = framework(
        FACTS + 'condition open "It is open" where asked or barred', QUESTION.replace("asked", "open")
    )
    found = trail(made, case(asked="yes", barred="no", done="yes", seen="yes"), "done")
    assert [(c.clause, c.truth, c.decided) for c in found.clauses] == [
        (0, True, False),
        (1, False, False),
        (2, True, True),
    ]
    either = found.clauses[0].step.steps[0]
    assert isinstance(either.expr, ex.Or)
    fact = either.steps[0].steps[0]
    assert (fact.value, fact.place and fact.place.field) == ("yes", "asked")
    assert (found.answer_place and found.answer_place.field, found.marked) == ("done", False)


def test_a_trail_stops_at_the_clause_that_rules_the_question_out():
    found = trail(framework(FACTS, QUESTION), case(asked="no", done="yes"), "done")
    assert [(c.clause, c.truth, c.decided) for c in found.clauses] == [(0, False, True), (1, None, False)]


def test_the_steps_of_an_excuse_come_last():
    found = trail(framework(FACTS, QUESTION), case(**APPLIES, done="no", let_off="yes"), "done")
    assert [(c.clause, c.decided) for c in found.clauses] == [(0, False), (1, False), (2, False), (3, True)]


def test_a_mark_decides_without_a_clause():
    found = trail(framework(FACTS, QUESTION), case(**APPLIES, done=NA), "done")
    assert found.marked
    assert not any(c.decided for c in found.clauses)


def test_worked_out_values_and_other_questions_have_their_rules_beneath_them():
    made = framework(
        FACTS + ROWS.format(how="", second="urgent", rest="none otherwise"),
        'question first "First?"; question next_one "Next?" only where level is high sufficient when first is sufficient',
    )
    found = trail(made, case(visits=5, urgent="yes", first="yes"), "next_one")
    level = found.clauses[0].step.steps[0]
    assert (level.value, [step.truth for step in level.steps]) == ("high", [False, True])
    other = found.clauses[1].step
    assert [step.truth for step in other.steps] == [True]


def test_what_is_not_judged_has_no_trail():
    made = framework(FACTS, 'question told "Told?" not judged')
    with pytest.raises(ValueError, match="not judged"):
        trail(made, case(told="yes"), "told")
