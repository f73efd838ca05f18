"""Whatever the reference evaluator says otherwise is seen, and what shows a difference is made small."""

from collections.abc import Callable

import pytest
from attrs import evolve

import agreeing
from aboveline.judgement import Outcome
from aboveline.records.record import Record
from aboveline.reference.judge import CaseResult
from smallest import smallest
from written import NA, framework

MADE = framework(
    'fact flag "Flag" yes or no; fact n "N" whole number worked out as days from 2012-01-01 to day; '
    'fact day "Day" date only where flag; condition held "Held" where n is at least 3; '
    'rating part "Part" share of cases where held out of cases where flag',
    'question q "Q?" only where flag; question r "R?" excused where held may be marked not applicable',
)
RECORDS = [
    Record("A", {"flag": "yes", "q": "yes", "r": NA}),
    Record("B", {"flag": "no", "q": "no", "r": "no"}),
]


def first_judgement(**changed: object) -> Callable[[CaseResult], CaseResult]:
    def other(result: CaseResult) -> CaseResult:
        one, *rest = result.judgements
        return evolve(result, judgements=(evolve(one, **changed), *rest))

    return other


OTHERWISE = {
    "outcome": first_judgement(outcome=Outcome.UNDETERMINED),
    "clause": first_judgement(clause=2),
    "answer": first_judgement(answer=None),
    "question": lambda result: evolve(result, judgements=result.judgements[:1]),
    "findings": lambda result: evolve(result, findings=result.findings[1:]),
    "derived": lambda result: evolve(result, derived={"n": 7}),
    "derived alone": lambda result: evolve(result, derived={"flag": "yes"}),
    "shares": lambda result: evolve(result, shares={"part": Outcome.EXCUSED}),
}


@pytest.mark.parametrize("what", OTHERWISE)
def test_a_difference_in_one_case_is_seen(what: str, monkeypatch: pytest.MonkeyPatch):
    judge = agreeing.judge

    def otherwise(framework, record, inspection):
        result = judge(framework, record, inspection)
        return OTHERWISE[what](result) if record.case_id == "B" else result

    assert agreeing.disagreements(MADE, RECORDS, by=("flag",)) == []
    monkeypatch.setattr(agreeing, "judge", otherwise)
    try:
        found = agreeing.disagreements(MADE, RECORDS, by=("flag",))
    except (IndexError, KeyError) as error:
        found = [repr(error)]
    assert found


def test_a_condition_said_otherwise_is_seen(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(agreeing, "truth", lambda *_: True)
    assert [said for said in agreeing.disagreements(MADE, RECORDS) if "held" in said]


def test_a_group_that_is_not_there_is_seen(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(agreeing, "_value", lambda *_: "yes")
    assert [said for said in agreeing.disagreements(MADE, RECORDS, by=("flag",)) if "groups" in said]


TOO_MUCH = {
    "main.criteria": """framework large "Large"
  version "1"
  calendar weekends_only
bands by the rounded score
  good "Good" from 50%
  poor "Poor" otherwise
fact needed "Needed" yes or no
fact opened "Opened" date
section 1 "One"
""",
    "more.criteria": """section 1
criterion 1.1 "More"
question first "Was it first?"
  may be marked not applicable
question asked "Was it asked?"
  answers one of well, badly
  only where needed and (opened is known or any of (first) are sufficient)
  sufficient when badly
""",
}


def test_what_shows_a_difference_is_made_small():
    """What is looked for is left, and what makes a framework of it."""
    values = {"needed": "yes", "first": NA, "asked": "badly"}
    records = [Record(case_id, values) for case_id in "ABCDE"]

    def look(made, cases, _beside):
        question = made.questions.get("asked")
        is_there = question and any(clause.kind == "only where" for clause in question.clauses)
        return [record.case_id for record in cases if is_there and {"needed", "asked"} <= {*record.values}]

    shown, found = smallest(TOO_MUCH, records, Record("", {}), look)
    assert (len(found), shown.inspection.values) == (1, {})
    assert shown.records == (Record(found[0], {"needed": "yes", "asked": "badly"}),)
    assert shown.lines == (
        'framework large "Large"',
        'version "1"',
        "bands",
        "poor otherwise",
        'fact needed "Needed" yes or no',
        'section 1 "One"',
        'criterion 1.1 "More"',
        'question asked "Was it asked?"',
        "answers one of badly",
        "only where needed",
        "sufficient when badly",
    )
