"""What a framework is built into: names, repeats, inherited clauses, expressions with their types."""

from itertools import permutations

import pytest

from aboveline.framework import expressions as ex
from aboveline.framework.from_tree import build
from aboveline.source import Source, Span
from aboveline.syntax.parse import parse
from checked import only, read, said

HEAD = """
framework t "Test" version "1" calendar england_and_wales unanswered questions count as insufficient
bands by the rounded score
  good "Good" from 60%
  poor "Poor" otherwise
bands strict
  fine "Fine" from 90%
  weak otherwise
theme roh "Risk of harm"
theme safe "Safeguarding"
list agency: ete "education", csc, police "the police"
list phase: start "the start", review
fact due "Due" yes or no
fact made "Made" yes or no
fact late "Late" yes or no
fact order "Order" one of yro, dto
fact seen_on "Seen" date only where due
fact due_on "Due on" date
fact age "Age" whole number from 10 to 18
fact rate "Rate" number
fact office "Office" text
fact backlog "Backlog" whole number of the inspection
fact need "Need of {agency}" yes or no for each agency
condition young "young" where age is less than 14
section 1 "One" only where due
criterion 1.1 "First" excluded where young in bands strict
question base "Base?"
question tone "Tone?" answers one of sound, partly, unsound sufficient when sound, partly
question met "Met with {agency}?" for each agency
question noted "Noted?" not judged
"""


def built(text: str):
    framework, wrong, _ = read(HEAD + text)
    assert framework is not None, wrong
    return framework


def codes(text: str) -> list[str]:
    return [s.code for s in said(HEAD + text) if s.severity == "error"]


# --- Names, sections and criteria ------------------------------------------------------------


def test_the_head_is_sound():
    framework = built("")
    assert framework.questions["base"].unanswered == "insufficient"
    assert framework.calendar == "england_and_wales"


def test_numbers_of_criteria_are_ordered_as_people_count():
    framework = built(
        'criterion 1.10 "Ten"\nquestion ten "10?"\ncriterion 1.2 "Two"\nquestion two "2?"\n'
        'section 10 "X"\nsection 2 "II"'
    )
    assert list(framework.criteria) == ["1.1", "1.2", "1.10"]
    assert list(framework.sections) == ["1", "2", "10"]
    assert framework.sections["1"].criteria == ("1.1", "1.2", "1.10")
    assert list(framework.questions)[-2:] == ["two", "ten"]


FILES = {
    "a.criteria": HEAD,
    "b.criteria": 'section 1\ncriterion 1.1\n  only where made\nquestion more "More?"',
    "c.criteria": 'criterion 1.1\nquestion last "Last?" not judged',
}


def test_files_may_come_in_any_order():
    sources = {name: Source(name, text) for name, text in FILES.items()}
    trees = [parse(s)[0] for s in sources.values()]
    frameworks = [build(some, sources) for some in permutations(trees)]
    assert all(f == frameworks[0] for f in frameworks)
    framework = frameworks[0][0]
    assert framework is not None
    assert framework.criteria["1.1"].questions[-2:] == ("more", "last")
    # A clause of a criterion that is opened again is inherited by the questions of every file.
    assert [c.owner for c in framework.questions["base"].clauses] == [
        "section 1",
        "criterion 1.1",
        "criterion 1.1",
        "question",
    ]


def test_no_framework_but_no_second_message_either_where_something_could_not_be_read():
    framework, wrong, _ = read(HEAD + 'fact odd "Odd" yas or no\nquestion q "Q?" only where odd is yes')
    assert framework is None
    assert [d.code for d in wrong if d.is_error] == ["misspelt-word"]


@pytest.mark.parametrize(
    "text",
    [
        'fact 7odd "Odd" yes or no',
        'condition odd "Odd" where due are\nquestion q "Q?" only where odd',
        'section "Odd"\ncriterion 9.1 "Nine"\nquestion nine "Nine?"',
        'criterion "Odd"\nquestion nine "Nine?" only where due',
        'list odd ete\nfact many "Many {odd}" yes or no for each odd',
        'bands odd by teh score\n  high "High" from 3%\nquestion q "Q?" in bands odd',
        'question odd "Odd?" answers one of 1, 2\nquestion q "Q?" only where odd is good and odd is sufficient',
    ],
)
def test_one_slip_of_writing_brings_no_others(text: str):
    framework, wrong, _ = read(HEAD + text)
    source = Source("t.criteria", HEAD + text)
    slips = [d.code for d in parse(source)[1]]
    assert framework is None
    assert slips
    assert [d.code for d in wrong if d.is_error] == slips


def test_one_mistake_of_meaning_hides_no_other():
    text = """
fact a_thing "A" one of x, yy
question q1 "Q1?" only where dew feeds rho
condition c1 "c1" where c2 and a_thing is z
condition c2 "c2" where c1
condition c3 "c3" where c4
condition c4 "c4" where c3
"""
    assert codes(text) == ["unknown-name", "unknown-theme", "value-outside", "circular-definition"]


def test_what_is_wrong_comes_in_the_order_of_the_file():
    found = said(HEAD + 'fact x1 "X" date only where nope\ntheme x2\nfact x3 "Y" one of p, p')
    assert [s.code for s in found] == ["unknown-name", "missing-label", "word-twice"]


# --- What a question inherits ----------------------------------------------------------------


def test_clauses_stand_in_the_order_they_are_tried():
    question = built(
        'question q "Q?" excused where late excluded where late only where made only where order is dto'
    ).questions["q"]
    assert [(c.kind, c.owner) for c in question.clauses] == [
        ("only where", "section 1"),
        ("only where", "question"),
        ("only where", "question"),
        ("excluded where", "criterion 1.1"),
        ("excluded where", "question"),
        ("sufficient when", "question"),
        ("excused where", "question"),
    ]
    assert question.bands == "strict"


def test_the_nearest_rule_for_unanswered_questions_wins():
    questions = built(
        'criterion 1.2 "Two" unanswered questions stop the score\nquestion q "Q?"\n'
        'question r "R?" unanswered questions are left out'
    ).questions
    assert [questions[k].unanswered for k in ("base", "q", "r")] == ["insufficient", "stop", "left out"]


def test_what_is_not_judged_has_nothing_that_decides_its_outcome():
    assert {c.kind for c in built("").questions["noted"].clauses} == {"only where", "excluded where"}


def test_what_is_worked_out_is_reported_only_unless_it_says_scored():
    rows = "worked out as yes when made no otherwise"
    questions = built(f'question q "Q?" {rows}\nquestion r "R?" {rows} scored feeds roh').questions
    assert [questions[k].standing for k in "qr"] == ["reported only", "scored"]


# --- Repeats ---------------------------------------------------------------------------------


def test_a_repeat_is_written_out_item_by_item():
    framework = built(
        'question plan "Was {agency} in the plan at {phase}?" for each agency in (police, ete) and phase\n'
        "  only where need of agency or agency is police\n"
        '  in data "p_{agency}_{phase}" finding "{n} of {N} for {agency}"'
    )
    keys = [k for k in framework.questions if k.startswith("plan")]
    assert keys == ["plan.ete.start", "plan.ete.review", "plan.police.start", "plan.police.review"]
    question = framework.questions["plan.police.start"]
    assert question.label == "Was the police in the plan at the start?"
    assert question.column == "p_police_start"
    assert question.finding == "{n} of {N} for the police"
    assert question.items == (("agency", "police"), ("phase", "start"))
    # What the item settles leaves out the rest.
    of_police = ex.Compare("is", ex.Constant("police", SPAN), ex.Constant("police", SPAN), SPAN)
    assert question.clauses[1].expr == ex.Or((of_police,), SPAN)
    assert framework.questions["plan.ete.start"].clauses[1].expr == ex.Or(
        (
            ex.Compare("is", ex.FactValue("need.ete", SPAN), ex.Constant("yes", SPAN), SPAN),
            ex.Compare("is", ex.Constant("ete", SPAN), ex.Constant("police", SPAN), SPAN),
        ),
        SPAN,
    )
    assert framework.families["plan"].questions == tuple(keys)
    assert framework.families["plan"].label == "Was each agency in the plan at each phase?"


SPAN = Span("", 0, 0)


def test_a_label_that_does_not_name_the_item_has_it_added():
    assert (
        built('fact risk "At risk" yes or no for each agency').facts["risk.ete"].label
        == "At risk (education)"
    )


def test_an_item_feeds_the_themes_said_for_it():
    questions = built(
        'question q "Q {agency}?" for each agency feeds roh for (ete, csc), safe for police'
    ).questions
    assert [questions[f"q.{a}"].feeds for a in ("ete", "csc", "police")] == [("roh",), ("roh",), ("safe",)]


def test_the_bare_name_of_a_repeat_is_all_of_it_in_a_list_of_questions():
    clause = built('question q "Q?" only where any of (met, base) are insufficient').questions["q"].clauses[1]
    assert isinstance(clause.expr, ex.Counted)
    judged = [e.question for e in clause.expr.items if isinstance(e, ex.JudgedAs)]
    assert judged == ["met.ete", "met.csc", "met.police", "base"]


# --- Expressions -----------------------------------------------------------------------------

FINE = """
due
young and not late
not not due
(due or made) and late
order is dto
order is not dto
order is not one of (dto, yro)
due is made
age is at least 11
11 is at most age
age - 1 is below 14
age is between 11 and 30
age is at least 12.5
rate is 2
rate + age is more than 3.25
seen_on is on or before due_on
seen_on is between 2011-01-01 and due_on
seen_on is no later than 15 working days after due_on
seen_on is within 1 month either side of due_on
years from due_on to seen_on is at least 2
seen_on is known
office is "North"
office is missing
base is yes
tone is one of (sound, partly)
tone is not sound
tone is missing
base applies
noted does not apply
noted is no
met of ete is insufficient or not applicable
at least 2 of (due, made, young, not late)
none of (met) are sufficient
number of (met, tone) that are sufficient is at least 2
number of (noted, met) that apply is 3
need of ete
backlog is more than 3
"""


@pytest.mark.parametrize("expression", FINE.strip().splitlines())
def test_it_can_be_said(expression: str):
    assert codes(f'question q "Q?" only where {expression}') == []


WRONG = """
unknown-name: deu
unknown-name: age is at least agge
unknown-item: need of eet
value-outside: order is drto
value-outside: tone is yes
value-outside: age is 9
value-outside: age is more than 18.5
value-outside: age is 12.5
quoted-word: order is "dto"
unquoted-text: office is north
wrong-type: age is before 12
wrong-type: seen_on is at least 12
wrong-type: order is at least 2
wrong-type: order is due
wrong-type: seen_on is 12
wrong-type: age is between seen_on and 12
wrong-type: seen_on + 5 is due_on
wrong-type: days from seen_on to age is 3
wrong-type: age is no later than 5 days after seen_on
wrong-type: base is 3
range-backwards: age is between 14 and 12
mixed-and-or: due and made or late
negated-question: not base is sufficient
negated-question: not (due and tone is sound)
negated-question: base is not insufficient
negated-question: not base applies
within-of: seen_on is within 5 days of due_on
count-too-high: at least 3 of (due, made)
count-too-low: at least 0 of (due, made)
bare-question: base
bare-question: any of (base, met of ete)
question-compared: base is tone
question-compared: due is base
condition-compared: young is yes
yes-or-no-needed: age
yes-or-no-needed: due and "x"
value-needed: (due or made) is yes
fact-needed: young is missing
question-needed: due is sufficient
question-needed: young applies
question-needed: number of (due) that are sufficient is 1
not-judged: noted is sufficient
whole-repeat: need
whole-repeat: met is sufficient
not-repeated: due of ete
wrong-number-of-items: need of (ete, csc)
no-item-at-hand: need of agency
no-item-at-hand: agency is ete
no-answer-here: the answer is yes
own-name: q is yes
score-in-case-expression: roh is at least 50%
score-in-case-expression: criterion 1.1 is in good
"""


@pytest.mark.parametrize("line", WRONG.strip().splitlines())
def test_it_cannot_be_said(line: str):
    code, _, expression = line.partition(": ")
    assert codes(f'question q "Q?" only where {expression}') == [code]


def test_both_readings_of_a_mixture_are_in_the_users_own_words():
    found = only(HEAD + 'question q "Q?" only where due or age is 12 # first\n and made', "mixed-and-or")
    assert found.remedy == (
        "put in brackets what you mean: `due or (age is 12 and made)` or `(due or age is 12) and made`"
    )


def test_both_readings_of_a_negated_question_are_offered():
    found = only(HEAD + 'question q "Q?" only where not tone is sufficient', "negated-question")
    assert found.message == "`not tone is sufficient` would also be yes where the question does not apply"
    assert found.remedy == (
        "write `tone is insufficient`, or, to count where it does not apply as well, "
        "`tone is insufficient or not applicable`"
    )


@pytest.mark.parametrize(
    ("said_of_it", "readings"),
    [
        ("not tone is insufficient", ("tone is sufficient", "tone is sufficient or not applicable")),
        ("not tone is sound", ("tone is not sound", "tone is not sound or tone does not apply")),
        ("not tone is not sound", ("tone is sound", "tone is sound or tone does not apply")),
        ("not (tone is known)", ("tone is missing", "tone is missing or tone does not apply")),
        ("not tone does not apply", ("tone applies",)),
    ],
)
def test_the_readings_of_a_negation_can_be_said(said_of_it: str, readings: tuple[str, ...]):
    found = only(HEAD + f'question q "Q?" only where {said_of_it}', "negated-question")
    assert found.remedy is not None
    for reading in readings:
        assert f"`{reading}`" in found.remedy
        assert codes(f'question q "Q?" only where {reading}') == []


def test_a_fact_of_the_inspection_rests_on_no_case():
    assert codes('fact extra "Extra" date of the inspection only where due') == ["of-a-case"]
    assert codes('fact extra "Extra" date of the inspection only where backlog is more than 3') == []


def test_an_item_that_a_fact_can_never_be():
    found = only(
        HEAD
        + 'fact lead "Lead" one of ete, csc\nquestion q "Q {agency}?" for each agency only where lead is agency',
        "value-outside",
    )
    assert found.message == "for the item `police` of `agency`, expected `ete` or `csc`"


AT_HAND = """
unknown-item: need of agency
yes-or-no-needed: agency
question-needed: agency is sufficient
fact-needed: agency is missing
value-outside: agency is eet
value-outside: order is agency
"""


@pytest.mark.parametrize("line", AT_HAND.strip().splitlines())
def test_the_item_at_hand_is_no_more_than_an_item(line: str):
    code, _, expression = line.partition(": ")
    head = HEAD.replace("yes or no for each agency", "yes or no for each agency in (ete, csc)")
    found = said(head + f'condition c "C {{agency}}" for each agency where {expression}')
    assert [s.code for s in found if s.severity == "error"] == [code]


# --- Declarations ----------------------------------------------------------------------------

DECLARED = """
repeated-clause: fact x "X" yes or no in data "a" in data "b"
empty-column: fact x "X" yes or no in data " "
column-needs-item: fact x "X" yes or no for each agency in data "x"
unknown-placeholder: fact x "X" yes or no for each agency in data "x_{itm}"
unknown-placeholder: fact x "X {agency}" yes or no
unknown-placeholder: question x "X?" finding "{n} of {M}"
unpaired-brace: question x "X?" finding "{n of {N}"
unpaired-brace: question x "X?" finding "n} of {N}"
unknown-list: fact x "X" yes or no for each agenzy
wrong-kind-of-name: fact x "X" yes or no for each roh
unknown-item: fact x "X" yes or no for each agency in (ete, cssc)
item-twice: fact x "X" yes or no for each agency in (ete, ete)
list-twice: fact x "X" yes or no for each agency and agency
range-backwards: fact x "X" whole number from 9 to 1
reserved-word: fact x "X" one of known, not_known
word-is-a-name: fact x "X" one of due, overdue
missing-label: fact x yes or no
missing-label: question x " "
missing-where: condition x "X"
rows-needed: question x "X?" worked out as age + 1
rows-not-allowed: fact x "X" number worked out as yes when due no otherwise
cannot-be-worked-out: fact x "X" date worked out as due_on
cannot-be-worked-out: fact x "X" text worked out as yes when due no otherwise
wrong-type: fact x "X" whole number worked out as rate + 1
yes-or-no-needed: fact x "X" yes or no only where age
unknown-theme: question x "X {agency}?" for each agency feeds roh for ete, csc
unknown-theme: question x "X?" feeds rho
wrong-kind-of-name: question x "X?" feeds due
unknown-item: question x "X {agency}?" for each agency feeds roh for court
not-repeated: question x "X?" feeds roh for ete
theme-fed-twice: question x "X {agency}?" for each agency feeds roh for (ete, csc), roh for csc
contradictory-clauses: question x "X?" reported only feeds roh
contradictory-clauses: question x "X?" not judged excused where due
contradictory-clauses: question x "X?" reported only scored
contradictory-clauses: question x "X?" worked out as yes when due no otherwise may be marked not applicable
contradictory-clauses: fact x "X" date required only where due
feeds-though-not-scored: question x "X?" worked out as yes when due no otherwise feeds roh
unknown-bands: question x "X?" in bands sctrict
no-answer-here: question x "X?" only where the answer is yes
question-needed: question x "X?" sufficient when the answer is sufficient
duplicate-name: list due: x, y
two-frameworks: framework t2 "T2" version "2"
missing-label: section 3
criterion-in-wrong-section: section 2 "Two" criterion 1.4 "Four"
"""


@pytest.mark.parametrize("line", DECLARED.strip().splitlines())
def test_it_cannot_be_declared(line: str):
    code, _, text = line.partition(": ")
    assert codes(text.replace(" criterion 1.4", "\ncriterion 1.4")) == [code]


# --- Sufficient when -------------------------------------------------------------------------

ANSWERS = 'question q "Q?" answers one of good, fair, bad sufficient when'


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("good", ex.Compare("is", ex.OwnAnswer("q", SPAN), ex.Constant("good", SPAN), SPAN)),
        (
            "good, fair",
            ex.OneOf(
                ex.OwnAnswer("q", SPAN), (ex.Constant("good", SPAN), ex.Constant("fair", SPAN)), False, SPAN
            ),
        ),
        ("the answer is known", ex.IsKnown(ex.OwnAnswer("q", SPAN), SPAN)),
    ],
)
def test_sufficient_when(rule: str, expected: ex.Truth):
    question = built(f"{ANSWERS} {rule}").questions["q"]
    assert question.clauses[question.sufficiency].expr == expected


@pytest.mark.parametrize(
    ("rule", "code"),
    [
        ("good and due", "bare-answer-word"),
        ("good or fair", "answer-words-joined"),
        ("good, fiar", "value-outside"),
        ("goodd", "unknown-name"),
        ("the answer is yes", "value-outside"),
    ],
)
def test_sufficient_when_slips(rule: str, code: str):
    assert codes(f"{ANSWERS} {rule}") == [code]


def test_answers_without_yes_need_a_rule():
    assert codes('question q "Q?" answers one of good, bad') == ["missing-sufficient-when"]


# --- Words -----------------------------------------------------------------------------------


def test_words_are_shown_on_one_line_without_comments():
    text = 'due # not "this"\n  and office is "a # b" # nor this'
    assert Source("t", text).words(Span("t", 0, len(text))) == 'due and office is "a # b"'
