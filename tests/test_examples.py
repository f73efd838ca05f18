"""Examples: what is given and expected is resolved and checked as everything else is."""

from datetime import date
from decimal import Decimal

import pytest

from aboveline.framework.example_model import Expect, Given
from checked import in_short, only, read, said

HEAD = """
framework t "Test" version "1"
theme roh "Risk of harm"
bands by the rounded score
  good "Good" from 60%
  poor "Poor" otherwise
bands four_point by the rounded score
  fine "Good" from 65% worth 2 points
  improve "Requires improvement" from 50% worth 1 point
  inadequate "Inadequate" otherwise worth 0 points
bands by_points
  high "High" from 4 points
  low "Low" otherwise
list agency: ete, csc
fact due "Due" yes or no
fact age "Age" whole number from 10 to 18
fact sent_on "Sent" date only where due
fact rate "Rate" number
fact note "Note" text
fact need "Need" yes or no for each agency
fact stable "Stable" yes or no of the inspection
fact young "Young" yes or no
  worked out as
    yes when age is at most 14
    no otherwise
condition apt "apt" where young or rate is 1 or note is "x" or sent_on is known or need of ete or need of csc
section 1 "Section"
criterion 1.1 "Criterion"
question base "Base?"
  only where due and apt
  may be marked not applicable
  feeds roh
question helped "Did {agency} help?" for each agency
question noted "Noted?" not judged
question overall "Overall?" answers one of strong, weak
  worked out as
    strong when base is sufficient
    weak otherwise
  sufficient when strong
rating assessing "Assessing" lowest of (base) in bands four_point
rating led "Leadership" judged by inspectors in bands four_point
  at most improve when stable
rating entire "Entire" total of points of (assessing, led) in bands by_points
"""


def example(text: str):
    framework, wrong, source = read(f'{HEAD}\nexample "one"\n{text}\n')
    assert framework is not None, in_short(wrong, source)
    (one,) = framework.examples
    return one


def given(text: str) -> list[tuple[str, str, object]]:
    found = example(f"given {text}\nexpect apt").given
    assert all(isinstance(g, Given) for g in found)
    return [(g.kind, g.key, g.value) for g in found]


def expected(text: str) -> list[tuple[str, str, object]]:
    found = example(f"expect {text}").expect
    assert all(isinstance(e, Expect) for e in found)
    return [(e.kind, e.key, e.value) for e in found]


def test_what_can_be_given():
    assert given('due is yes and age is 14 and sent_on is 2011-07-04 and rate is 1.5 and note is "x"') == [
        ("fact", "due", "yes"),
        ("fact", "age", 14),
        ("fact", "sent_on", date(2011, 7, 4)),
        ("fact", "rate", Decimal("1.5")),
        ("fact", "note", "x"),
    ]
    assert given("need of ete is yes and stable is no") == [
        ("fact", "need.ete", "yes"),
        ("fact", "stable", "no"),
    ]
    assert given("base is marked not applicable and helped of csc is no and noted is yes") == [
        ("mark", "base", None),
        ("answer", "helped.csc", "no"),
        ("answer", "noted", "yes"),
    ]
    assert given(
        "assessing is 49% and criterion 1.1 is 60% and roh is 70% and base is 80% and helped is 90%"
    ) == [
        ("score", "assessing", 49),
        ("score", "1.1", 60),
        ("score", "roh", 70),
        ("score", "base", 80),
        ("score", "helped", 90),
    ]
    assert given("led is in fine and entire is 3") == [("step", "led", "fine"), ("score", "entire", 3)]


def test_what_can_be_expected():
    assert expected("base is sufficient and base is not applicable and helped of ete is unanswered") == [
        ("outcome", "base", "sufficient"),
        ("outcome", "base", "not applicable"),
        ("outcome", "helped.ete", "unanswered"),
    ]
    assert expected("apt and apt is no and apt is unknown") == [
        ("condition", "apt", "yes"),
        ("condition", "apt", "no"),
        ("condition", "apt", "unknown"),
    ]
    assert expected(
        "young and young is no and young is missing and overall is strong and overall is missing"
    ) == [
        ("fact", "young", "yes"),
        ("fact", "young", "no"),
        ("missing", "young", None),
        ("answer", "overall", "strong"),
        ("missing", "overall", None),
    ]
    assert expected("assessing is in improve and assessing is 49% and entire is 3 and led is missing") == [
        ("step", "assessing", "improve"),
        ("score", "assessing", 49),
        ("score", "entire", 3),
        ("missing", "led", None),
    ]


@pytest.mark.parametrize(
    ("text", "code", "message", "remedy"),
    [
        (
            "given agee is 14",
            "unknown-name",
            "expected the name of a fact, a question, a theme or a rating, found `agee`",
            "did you mean `age`?",
        ),
        (
            "given due is yess",
            "value-outside",
            "expected `yes` or `no`, found `yess`",
            "did you mean `yes`?",
        ),
        ("given age is 25", "value-outside", "expected a whole number from 10 to 18, found 25", None),
        (
            "given age is yes",
            "unknown-name",
            "expected a number, or the name of a fact that is a number, found `yes`",
            None,
        ),
        (
            "given age is 2011-07-04",
            "wrong-type",
            "expected a whole number from 10 to 18, found `2011-07-04`, which is a date",
            None,
        ),
        (
            "given young is yes",
            "given-though-worked-out",
            "expected something an assessor or the data says, but `young` is worked out",
            "give what it is worked out from, and say what comes of it after `expect`",
        ),
        (
            "given overall is strong",
            "given-though-worked-out",
            "expected something an assessor or the data says, but `overall` is worked out",
            "give what it is worked out from, and say what comes of it after `expect`",
        ),
        (
            "given sent_on is marked not applicable",
            "mark-on-a-fact",
            "only a question can be marked not applicable, but `sent_on` is a fact",
            "leave the line out, as what is not given is missing",
        ),
        (
            "given apt is yes",
            "wrong-kind-of-name",
            "expected the name of a fact, a question, a theme or a rating, found `apt`, which is a condition",
            "give the facts and answers it rests on; what comes of it is said after `expect`",
        ),
        (
            "given age is rate",
            "value-needed",
            "expected a value such as an answer word, a number or a date, found the name of something else",
            None,
        ),
        (
            "given entire is 70%",
            "wrong-type",
            "expected a number of points, as in `is 7` for `entire`, found a percentage",
            None,
        ),
        (
            "given led is marked not applicable",
            "wrong-type",
            "expected a step of its bands, as inspectors judged it for `led`, found a mark",
            None,
        ),
        (
            "given roh is 2011-07-04",
            "wrong-type",
            "expected a percentage, as in `is 49%` for `roh`, found a date",
            None,
        ),
        (
            'given roh is "high"',
            "wrong-type",
            "expected a percentage, as in `is 49%` for `roh`, found a text",
            None,
        ),
        (
            "expect apt is sufficient",
            "not-to-be-expected",
            "expected whether the condition `apt` holds, found `is sufficient`",
            "say `is yes`, `is no` or `is unknown`",
        ),
        (
            "expect assessing is sufficient",
            "not-to-be-expected",
            "expected what the rating `assessing` comes to, found `is sufficient`",
            "say `is in` and a step of its bands",
        ),
        (
            "expect base is unknown",
            "not-to-be-expected",
            "expected an outcome of the question `base`, found `is unknown`",
            "say `is sufficient`, `is insufficient`, `is not applicable`, `is excused`, `is unanswered` or `is undetermined`",
        ),
        (
            "given due is yes and due is no",
            "given-twice",
            "expected each thing to be given once, found it twice",
            None,
        ),
        (
            "given roh is 120%",
            "value-outside",
            "expected a percentage from 0% to 100%, found one outside them",
            None,
        ),
        (
            "given roh is 0.5",
            "wrong-type",
            "expected a percentage, as in `is 49%` for `roh`, found a number",
            None,
        ),
        (
            "given led is 70%",
            "wrong-type",
            "expected a step of its bands, as inspectors judged it for `led`, found a percentage",
            None,
        ),
        (
            "given assessing is in fine",
            "wrong-type",
            "expected a percentage, as in `is 49%` for `assessing`, found the word `fine`",
            None,
        ),
        (
            "given led is in fin",
            "unknown-step",
            "expected a step of the bands of `led`, found `fin`",
            "did you mean `fine`?",
        ),
        (
            "expect base",
            "not-to-be-expected",
            "expected an outcome of the question `base`, found just its name",
            "say `is sufficient`, `is insufficient`, `is not applicable`, `is excused`, `is unanswered` or `is undetermined`",
        ),
        (
            "expect due is yes",
            "not-to-be-expected",
            "expected something that is worked out or judged, but the fact `due` is given",
            "say it after `given`",
        ),
        (
            "expect young is sufficient",
            "not-to-be-expected",
            "expected a value of the fact `young`, found `is sufficient`",
            "say `is` and the value, or `is missing`",
        ),
        (
            "expect noted is sufficient",
            "not-judged",
            "expected a question with an outcome, but `noted` is `not judged`",
            None,
        ),
        (
            "expect assessing is in fne",
            "unknown-step",
            "expected a step of the bands of `assessing`, found `fne`",
            "did you mean `fine`?",
        ),
        (
            "expect criterion 1.1 is 50%",
            "not-to-be-expected",
            "expected a question, a fact, a condition, a check or a rating, found a part of the report",
            None,
        ),
        (
            "expect roh is 50%",
            "wrong-kind-of-name",
            "expected the name of a question, a fact, a condition, a check or a rating, found `roh`, which is a theme",
            None,
        ),
    ],
)
def test_slips_in_examples(text, code, message, remedy):
    found = only(f'{HEAD}\nexample "one"\n{text}\n', code)
    assert (found.severity, found.message, found.remedy) == ("error", message, remedy)


def test_a_repeat_is_given_item_by_item():
    found = only(f'{HEAD}\nexample "one"\ngiven helped is yes\nexpect apt\n', "whole-repeat")
    assert found.at[0][0] == "helped"
    assert "`helped of ete`" in found.remedy


def test_an_example_that_expects_nothing():
    found = only(f'{HEAD}\nexample "one"\ngiven due is yes\n', "example-expects-nothing")
    assert (found.severity, found.at[0][0]) == ("warning", '"one"')


def test_all_slips_of_an_example_are_said_at_once():
    text = f'{HEAD}\nexample "one"\ngiven agee is 14 and due is yess\nexpect bse is sufficient and led is in fin\n'
    assert [f.code for f in said(text) if f.severity == "error"] == [
        "unknown-name",
        "value-outside",
        "unknown-name",
        "unknown-step",
    ]
