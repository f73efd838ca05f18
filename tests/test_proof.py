"""Proofs over all possible cases: each case found is judged by the reference evaluator, and each `never` is tried out."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aboveline.analysis.domains import closure
from aboveline.analysis.examples import run_examples
from aboveline.framework import expressions as ex
from aboveline.framework.dependencies import rules_of_question
from aboveline.framework.model import Framework
from aboveline.judgement import Outcome
from aboveline.proof import query
from aboveline.proof.as_example import CannotBeWrittenError, as_example
from aboveline.proof.claims import AllOf, AnyOf, Claim, Comes, Exists, Holds, Judged, Not
from aboveline.proof.fields import FieldName, fields
from aboveline.proof.shown import shows
from aboveline.proof.space import Found, Never, Open_, Space
from aboveline.records.record import Record
from aboveline.reference.scope import scope_of
from aboveline.source import Span
from aboveline.values import Choice, Date, Mark, Number, Value, WholeNumber
from choices import Choices, Seeded, some
from frameworks import made_up
from frameworks import written as written_out
from proving import came_claims, cases_of, every_case, given_claims, truths_of, within
from written import framework, framework_of

UNHURRIED = settings(
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example],
)
SEEDS = st.integers(0, 2**32)
AT = Span("", 0, 0)
SUFFICIENT, INSUFFICIENT = frozenset({Outcome.SUFFICIENT}), frozenset({Outcome.INSUFFICIENT})


def made(seed: int) -> Framework:
    return framework_of(written_out(made_up(Seeded(seed))))


def given_of(answer: object) -> Mapping[str, Value | Mark]:
    """What the case found is given, its inspection included."""
    assert isinstance(answer, Found), answer
    return {**answer.record.values, **answer.inspection.values}


# --- Against the reference evaluator ---------------------------------------------------------


@settings(UNHURRIED, max_examples=15)
@given(SEEDS)
def test_of_a_case_with_every_field_fixed_the_proof_says_just_what_the_reference_evaluator_says(seed):
    choices = Seeded(seed)
    whole = framework_of(written_out(made_up(choices)))
    space = Space(whole)
    for record, inspection in cases_of(choices, whole, 3):
        fixed, came = given_claims(whole, record, inspection), tuple(came_claims(whole, record, inspection))
        assert shows(AllOf((*fixed, *came)), [scope_of(whole, record, inspection)])
        answer = space.find(AllOf((*fixed, *came)))
        assert isinstance(answer, Found), differing(space, fixed, came)
        assert answer.record.values == record.values
        assert answer.inspection.values == {
            k: v for k, v in inspection.values.items() if FieldName(k, of_inspection=True) in fields([whole])
        }
        assert isinstance(space.find(AllOf((*fixed, Not(AllOf(came))))), Never)


#: What is seldom made up: counts that are open, in sums and lists; what excuses; rows that overlap.
SELDOM = """
fact n "N" whole number from 0 to 3
fact x "X" number
fact due "Due" yes or no
fact there "There" yes or no only where due
fact in_all "In all" whole number worked out as number of (a, b) that are sufficient
fact sum "Sum" number worked out as number of (a, b) that are sufficient + x
fact first "First" one of p, q, r worked out as
  p when due
  q when n is at most 1
  p when n is 2
fact single "Single" one of p, q, r worked out as exactly one of
  p when due
  q when n is at most 1
  r otherwise
condition c1 "c" where number of (a, b, c) that are sufficient is n
condition c2 "c" where number of (a, b, c) that are sufficient + x is not 1
condition c3 "c" where number of (a, b) that are sufficient is one of (0, n, 2)
condition c4 "c" where number of (a, b) that are sufficient is between n and 2
condition c5 "c" where number of (a, b) that are sufficient - number of (b, c) that are insufficient is at least 0
condition c6 "c" where number of (a, b) that are sufficient + number of (b, c) that are insufficient is between 1 and 3
condition c7 "c" where number of (a, b, c) that apply is not one of (1, n)
condition c8 "c" where number of (a, b) that are sufficient is one of (0, 1, 2)
condition c9 "c" where number of (a, b) that are sufficient + 0.5 is number of (b, c) that are sufficient + x
condition c10 "c" where number of (a, b, c) that are sufficient is less than number of (a, b, c) that are insufficient
condition c11 "c" where in_all is known and sum is more than 1
condition c12 "c" where n is between number of (a, b) that are sufficient and number of (b, c) that apply
condition c13 "c" where there is known or there is missing
condition c14 "c" where at least 2 of (a, b, c) are sufficient
condition c15 "c" where number of (a, b) that are sufficient is one of (number of (b, c) that are sufficient, 1)
condition c17 "c" where n + number of (a, b) that are sufficient is 2
condition c18 "c" where number of (a, b) that are sufficient is one of (0, 1)
condition c16 "c" where x is more than 0.5 and x is at most number of (a, b) that are sufficient - 0.5
"""
SELDOM_ASKED = """
question a "A?"
question b "B?" only where due
question c "C?" excluded where n is 3; may be marked not applicable
question d "D?" only where due; sufficient when the answer is yes and n is at least 1; excused where x is 0; excused where there
question e "E?" only where d is insufficient or not applicable; not judged
question f "F?" answers one of p, q; worked out as; p when e applies; q when a is missing; sufficient when p
question g "G?" sufficient when f is q or e is known
"""


def test_counts_that_are_open_and_all_else_that_is_seldom_come_to_the_same_in_every_case():
    whole = framework(SELDOM, SELDOM_ASKED)
    space, choices = Space(whole), Seeded(5)
    options: dict[str, Sequence[Value | Mark | None]] = {
        "n": (None, 0, 1, 2, 3),
        "x": (None, 0, 1, Decimal("0.5"), Decimal("1.5")),
        **dict.fromkeys(("due", "there", "a", "e"), ("yes", "no", None)),
        **dict.fromkeys(("b", "c", "d", "g"), ("yes", "no", None, Mark.NOT_APPLICABLE)),
    }
    for _ in range(40):
        picked = {key: choices.pick(values) for key, values in options.items()}
        record, nothing = Record("A1", {k: v for k, v in picked.items() if v is not None}), Record("", {})
        fixed, came = given_claims(whole, record, nothing), tuple(came_claims(whole, record, nothing))
        assert isinstance(space.find(AllOf((*fixed, *came))), Found), (picked, differing(space, fixed, came))
        assert isinstance(space.find(AllOf((*fixed, Not(AllOf(came))))), Never), picked


def differing(space: Space, fixed: Sequence[Claim], came: Sequence[Claim]) -> object:
    return next((c for c in came if not isinstance(space.find(AllOf((*fixed, c))), Found)), None)


@settings(UNHURRIED, max_examples=20)
@given(SEEDS)
def test_what_some_case_comes_to_is_never_said_to_be_impossible_and_takes_no_more_than_the_case_is_given(
    seed,
):
    choices = Seeded(seed)
    whole = framework_of(written_out(made_up(choices)))
    space = Space(whole)
    for record, inspection in cases_of(choices, whole, 2):
        came = tuple(came_claims(whole, record, inspection))
        claim = AllOf(some(choices, came, 1, 4))
        answer = space.smallest(claim)
        assert isinstance(answer, Found), (claim, answer)
        assert len(given_of(answer)) <= len(record.values) + len(inspection.values)
        assert given_of(Space(whole).smallest(claim)) == given_of(answer)


# --- Against trying every case ---------------------------------------------------------------


def few_values(
    choices: Choices, kind: object, *, is_answer: bool, is_required: bool
) -> list[Value | Mark | None]:
    """Some of the values a field can hold, the plainest first, and that it is missing where it can be."""
    found: list[Value | Mark | None]
    match kind:
        case Choice():
            found = list(kind.names)
        case WholeNumber(low=low, high=high):
            least = 0 if low is None else low
            most = least + 3 if high is None else high
            found = sorted({least, choices.between(least, most), most})
        case Number():
            found = [0, choices.pick((1, 2, 3)), choices.pick((Decimal("0.5"), Decimal("0.25")))]
        case Date():
            near = date(2011, 7, 1).toordinal()
            found = [date.fromordinal(near + choices.between(0, 20)) for _ in range(3)]
        case _:
            found = ["seen", "not seen", "some other text"]
    found = list(dict.fromkeys(found)) + ([Mark.NOT_APPLICABLE] if is_answer else [])
    return found if is_required else [*found, None]


def small_domain(
    choices: Choices, whole: Framework, rules: Sequence[ex.Expression], keys: Sequence[str]
) -> dict[str, Sequence[Value | Mark | None]]:
    """Some values for everything that some rules rest on in the end; so many cases that all can be tried."""
    _, nodes = closure(whole, tuple(rules))
    named = {node.key for node in nodes} | {*keys}
    domain: dict[str, Sequence[Value | Mark | None]] = {}
    size = 1
    for name, one in fields([whole]).items():
        values: Sequence[Value | Mark | None] = ()
        if name.key in named:
            values = few_values(choices, one.type, is_answer=one.takes_mark, is_required=one.required)
            while size * len(values) > 1_500 and len(values) > 1:
                values = (*values[:-2], values[-1])
            size *= len(values)
        elif one.required:
            values = few_values(choices, one.type, is_answer=False, is_required=True)[:1]
        if values:
            domain[name.key] = values
    return domain


def split(whole: Framework, values: Mapping[str, Value | Mark]) -> tuple[Record, Record]:
    of_inspection = {k for k, fact in whole.facts.items() if fact.of_inspection}
    return (
        Record("case", {k: v for k, v in values.items() if k not in of_inspection}),
        Record("", {k: v for k, v in values.items() if k in of_inspection}),
    )


@settings(UNHURRIED, max_examples=25)
@given(SEEDS)
def test_a_case_is_found_just_where_there_is_one_and_the_smallest_has_the_fewest_and_first_fields(seed):
    choices = Seeded(seed)
    whole = framework_of(written_out(made_up(choices)))
    space, report = Space(whole), [name.key for name in fields([whole])]
    for _ in range(3):
        claim, rules, keys = some_claim(choices, whole)
        domain = small_domain(choices, whole, rules, keys)
        showing = [
            values for values in every_case(domain) if shows(claim, [scope_of(whole, *split(whole, values))])
        ]
        answer = space.smallest(AllOf((claim, within(domain))))
        assert isinstance(answer, Found if showing else Never), (claim, answer)
        assert isinstance(space.find(AllOf((claim, within(domain)))), Found if showing else Never)
        if showing:
            ranked = sorted((len(v), *([key not in v for key in report])) for v in showing)
            found = given_of(answer)
            assert (len(found), *(key not in found for key in report)) == ranked[0]


def some_claim(choices: Choices, whole: Framework) -> tuple[Claim, Sequence[ex.Expression], Sequence[str]]:
    """Something said of a case, the rules it rests on, and the questions it names."""
    question = whole.questions[choices.pick(tuple(whole.questions))]
    if choices.between(1, 3) == 1:
        expr = choices.pick([e for e in truths_of(whole) if not isinstance(e, ex.Always)] or [ex.Always(AT)])
        own = [e.question for e in ex.walk(expr) if isinstance(e, ex.OwnAnswer)]
        return Comes(expr, choices.pick((True, False, None))), (expr, *own_rules(whole, own)), own
    outcomes = frozenset(some(choices, tuple(Outcome), 1, 2))
    return Judged(question.key, outcomes), tuple(rules_of_question(question)), [question.key]


def own_rules(whole: Framework, keys: Sequence[str]) -> tuple[ex.Expression, ...]:
    return tuple(rule for key in keys for rule in rules_of_question(whole.questions[key]))


# --- The smallest case, in words -------------------------------------------------------------

FACTS = """
fact sentence "Sentence" one of yro "Youth order", dto "Detention order"
fact made "Made" yes or no
fact signed "Signed" date only where made
fact sentenced "Sentenced" date
fact visits "Visits" whole number from 2 to 20
fact cost "Cost" number
fact note "Note" text
fact region "Region" one of north, south of the inspection
fact group "Group" one of few, many worked out as; few when visits is less than 5; many otherwise
condition in_time "in time" where signed is no later than 15 working days after sentenced
"""

QUESTIONS = """
question done "Done?" only where made
question timely "Timely?" only where made; sufficient when in_time
question dear "Dear?" sufficient when cost is more than 12.5
question noted "Noted?" sufficient when note is not "seen"; may be marked not applicable
question local "Local?" only where region is south
"""


def usual() -> Framework:
    return framework(FACTS, QUESTIONS, "calendar england_and_wales")


def asked(claim: Claim) -> object:
    return Space(usual()).smallest(claim)


@pytest.mark.parametrize(
    ("claim", "given_then"),
    [
        (Judged("done", SUFFICIENT), {"made": "yes", "done": "yes"}),
        (Judged("done", frozenset({Outcome.UNDETERMINED})), {}),
        (Judged("dear", SUFFICIENT), {"cost": 13}),
        (Judged("dear", INSUFFICIENT), {"cost": 0}),
        (Judged("noted", SUFFICIENT), {"note": "some other text"}),
        (Judged("noted", INSUFFICIENT), {"note": "seen"}),
        (
            Judged("noted", frozenset({Outcome.NOT_APPLICABLE_BY_ASSESSOR})),
            {"noted": Mark.NOT_APPLICABLE},
        ),
        (Judged("local", SUFFICIENT), {"region": "south", "local": "yes"}),
        (Judged("timely", frozenset({Outcome.NOT_APPLICABLE_BY_RULE})), {"made": "no"}),
        (Holds("group", "many"), {"visits": 5}),
        (Holds("group", None), {}),
        (Holds("cost", Decimal("0.25")), {"cost": Decimal("0.25")}),
        (Exists("signed", False), {"made": "no"}),
        (Exists("signed", None), {}),
        (AllOf((Holds("done", Mark.NOT_APPLICABLE), Judged("done", SUFFICIENT))), None),
        (AnyOf((Holds("visits", 1), Holds("visits", 21))), None),
        (Not(AnyOf((Holds("visits", 2), Holds("visits", None)))), {"visits": 3}),
        (Holds("sentence", "fine"), None),
    ],
)
def test_the_smallest_case_is_the_plainest_of_those_given_least(claim, given_then):
    answer = asked(claim)
    assert (None if isinstance(answer, Never) else given_of(answer)) == given_then


def test_dates_are_near_each_other_and_no_further_from_2012_than_they_must_be():
    late = AllOf((Exists("signed", True), Judged("timely", INSUFFICIENT)))
    assert given_of(asked(late)) == {
        "made": "yes",
        "signed": date(2012, 1, 2),
        "sentenced": date(2011, 12, 7),
    }
    on_the_day = AllOf((Judged("timely", SUFFICIENT), Holds("sentenced", date(2024, 12, 24))))
    assert given_of(asked(on_the_day))["signed"] == date(2024, 12, 24)


def test_what_every_record_must_hold_is_given_whatever_the_claim():
    whole = framework(
        'fact opened "Opened" date required; fact kind "Kind" one of a, b required; fact cost "Cost" number required'
        '; fact size "Size" whole number from 3 required; fact note "Note" text required',
        'question done "Done?"',
    )
    assert given_of(Space(whole).find(Judged("done", SUFFICIENT))) == {
        "opened": date(2012, 1, 2),
        "kind": "a",
        "cost": 0,
        "size": 3,
        "note": "some other text",
        "done": "yes",
    }
    assert isinstance(Space(whole).find(Holds("kind", None)), Never)


def test_texts_that_no_rule_names_are_told_apart():
    whole = framework(
        'fact a "A" text; fact b "B" text; fact c "C" text',
        'question odd "Odd?" sufficient when a is not b and b is not c and a is not c and a is not "some other text"',
    )
    found = given_of(Space(whole).smallest(Judged("odd", SUFFICIENT)))
    assert len({found["a"], found["b"], found["c"]}) == 3
    assert found["a"] != "some other text"


@pytest.mark.parametrize("text", ["n/a", "Not applicable", " seen", ""])
def test_no_case_holds_a_text_that_no_record_can_hold(text):
    assert isinstance(asked(Holds("note", text)), Never)
    assert isinstance(asked(Holds("note", "seen")), Found)


# --- Two frameworks --------------------------------------------------------------------------


def test_a_case_of_two_frameworks_is_valid_under_both_and_judged_by_each():
    old = framework(
        'fact kind "Kind" one of a, b, c; fact size "Size" whole number from 0 to 9; fact due "Due" yes or no',
        'question done "Done?" only where due',
    )
    new = framework(
        'fact kind "Kind" one of b, c, d; fact size "Size" number; fact due "Due" yes or no',
        'question done "Done?" only where due and size is more than 4',
    )
    space = Space(old, new)
    applies, not_now = frozenset({Outcome.SUFFICIENT}), frozenset({Outcome.NOT_APPLICABLE_BY_RULE})
    narrower = AllOf((Judged("done", applies, of=0), Judged("done", not_now, of=1)))
    assert given_of(space.smallest(narrower)) == {"size": 0, "due": "yes", "done": "yes"}
    wider = AllOf((Judged("done", not_now, of=0), Judged("done", applies, of=1)))
    assert isinstance(space.find(wider), Never)
    assert isinstance(space.find(Holds("kind", "a", of=0)), Never)
    assert given_of(space.smallest(Holds("kind", "b", of=1))) == {"kind": "b"}
    assert isinstance(space.find(Holds("size", Decimal("0.5"), of=1)), Never)


def test_what_one_of_two_frameworks_requires_is_there_whichever_it_is():
    loose, strict = (
        framework(f'fact due "Due" yes or no{how}', 'question q "Q?"') for how in ("", " required")
    )
    for space in (Space(loose, strict), Space(strict, loose)):
        assert isinstance(space.find(Holds("due", None)), Never)
        assert given_of(space.find(Judged("q", SUFFICIENT))) == {"due": "yes", "q": "yes"}


def test_what_has_two_types_in_two_frameworks_holds_what_is_valid_as_both():
    old = framework(
        'fact x "X" one of seen, late; fact y "Y" date; fact z "Z" one of a, b', 'question q "Q?"'
    )
    new = framework(
        'fact x "X" text; fact y "Y" number; condition like "like" where x is "seen"',
        'question q "Q?"; question z "Z?" answers one of b, c; sufficient when b; may be marked not applicable',
    )
    space = Space(old, new)
    like = Comes(ex.ConditionHolds("like", AT), to=True, of=1)
    assert given_of(space.smallest(like)) == {"x": "seen"}
    assert given_of(space.smallest(AllOf((Holds("x", "late"), Not(like))))) == {"x": "late"}
    assert isinstance(space.find(Not(Holds("y", None))), Never)
    assert isinstance(space.find(Holds("z", Mark.NOT_APPLICABLE, of=1)), Never)
    assert given_of(space.smallest(Not(Holds("z", None)))) == {"z": "b"}


@settings(UNHURRIED, max_examples=10)
@given(SEEDS)
def test_a_framework_beside_itself_never_judges_a_case_in_two_ways(seed):
    whole = made(seed)
    space = Space(whole, whole)
    for key in whole.questions:
        for outcome in Outcome:
            one = Judged(key, frozenset({outcome}), of=0)
            assert isinstance(space.find(AllOf((one, Not(Judged(key, one.outcomes, of=1))))), Never)


# --- Examples --------------------------------------------------------------------------------


@settings(UNHURRIED, max_examples=15)
@given(SEEDS)
def test_a_case_written_as_an_example_is_read_back_as_it_was_and_comes_out_as_it_says(seed):
    choices = Seeded(seed)
    texts = written_out(made_up(choices))
    whole = framework_of(texts)
    space, wanted, cases = Space(whole), list[str](), list[Found]()
    expected = (*whole.questions, *whole.conditions, *whole.checks)
    expected += tuple(key for key, fact in whole.facts.items() if fact.worked_out)
    for key in some(choices, tuple(whole.questions), 1, 4):
        found = space.smallest(Judged(key, frozenset(some(choices, tuple(Outcome), 1, 2))))
        if isinstance(found, Found):
            cases.append(found)
            sayable = [k for k in expected if k not in whole.questions or can_be_expected(whole, k)]
            wanted.append(as_example(whole, found, f'what "{key}" comes to', sayable))
    again = framework_of({**texts, "z.criteria": "\n".join(wanted)})
    assert len(again.examples) == len(cases)
    assert all(result.passed for result in run_examples(again)), wanted
    for example, case in zip(again.examples, cases, strict=True):
        given_there = {g.key: Mark.NOT_APPLICABLE if g.kind == "mark" else g.value for g in example.given}
        assert given_there == given_of(case)


def can_be_expected(whole: Framework, key: str) -> bool:
    return whole.questions[key].is_judged or whole.questions[key].worked_out is not None


def test_an_example_reads_as_a_person_would_write_it():
    whole = usual()
    found = Space(whole).smallest(AllOf((Judged("timely", SUFFICIENT), Holds("region", "north"))))
    assert isinstance(found, Found)
    assert as_example(whole, found, "a plan just made", ["timely", "in_time", "group"]) == (
        'example "a plan just made"\n'
        "  given made is yes\n"
        "    and signed is 2012-01-02\n"
        "    and sentenced is 2012-01-02\n"
        "    and region is north\n"
        "  expect timely is sufficient\n"
        "    and in_time is yes\n"
        "    and group is missing\n"
    )


def test_a_text_that_cannot_stand_in_quotation_marks_is_not_written():
    whole = usual()
    for text in ('so "called"', "two\nlines"):
        found = Found(Record("case", {"note": text}), Record("", {}))
        with pytest.raises(CannotBeWrittenError):
            as_example(whole, found, "a text", ["noted"])


# --- What is left open -----------------------------------------------------------------------


def test_what_is_about_scores_is_left_open():
    over = ex.NoApplicableCases(ex.ScoreRef("question", "done", AT), AT)
    assert isinstance(asked(Comes(over, to=True)), Open_)


def test_what_takes_more_work_than_the_limit_is_left_open():
    space = Space(usual(), limit_ms=0)
    assert isinstance(space.find(Judged("timely", SUFFICIENT)), Open_)


def test_where_there_is_no_time_to_narrow_it_down_a_case_is_given_all_the_same(
    monkeypatch: pytest.MonkeyPatch,
):
    def given_up(_: query.Query) -> None:
        raise query.UnsettledError("it takes more work than the limit allows")

    claim, space = Judged("timely", SUFFICIENT), Space(usual())
    monkeypatch.setattr("aboveline.proof.space.narrow", given_up)
    assert space.smallest(claim) == space.find(claim)
