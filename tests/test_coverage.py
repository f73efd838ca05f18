"""What rules came to: one table behind the colours of an explanation and the figures of `test` and `coverage`."""

import json
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aboveline.analysis.caseload import cover_cases
from aboveline.analysis.coverage import CAME_TO, Rule, Table, coverage, rules, table_of, tables_of_case
from aboveline.analysis.examples import cover_examples
from aboveline.cli import exits
from aboveline.framework import expressions as ex
from aboveline.framework.model import Framework
from aboveline.records.record import Record
from aboveline.reference.judge import judge, trail
from aboveline.report.ink import coloured, plain
from aboveline.report.marked import marked_lines, marked_text
from aboveline.trail import Step
from checked import read
from generate import batches, drafts, inspections, records, written
from small import CASES, CRITERIA, write_small
from test_cli import said, valid
from written import framework_of

UNHURRIED = settings(
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example],
)

TEXT = """
framework t "Test" version "1"
bands by the rounded score
  good "Good" from 60%
  poor "Poor" otherwise
list place: here "Here", there "There"
fact a "A" yes or no
fact b "B" yes or no only where a
fact need "Need" yes or no for each place
fact size "Size" one of small, middling, large
  worked out as
    small when a and b
    middling when b
    large otherwise
condition either "either" where a or b or size is large
section 1 "One"
criterion 1.1 "Only"
question q "Q?"
  only where a
  only where either
  excluded where size is small
  sufficient when at least 2 of (a, not b, the answer is yes)
  excused where b
question r "R?" for each place only where need of place or place is there
"""


@pytest.fixture(scope="module")
def framework() -> Framework:
    found, wrong, _ = read(TEXT)
    assert found is not None, wrong
    return found


def marks(framework: Framework, question: str, **values) -> dict[tuple[str, str, str], str]:
    """What the table of a judgement says of each rule, by its owner, kind and words."""
    source = framework.sources["t.criteria"]
    table = table_of(framework, trail(framework, Record("A", values), question))
    return {(rule.owner, rule.kind, source.words(rule.span)): came_to for rule, came_to in table.items()}


COUNT = "at least 2 of (a, not b, the answer is yes)"


def test_what_stands_after_what_settled_it_is_not_needed(framework):
    found = marks(framework, "q", a="no")
    assert found.pop(("q", "clause", "a")) == "no"
    assert found == {
        ("q", "clause", "either"): "not needed",
        ("q", "clause", "size is small"): "not needed",
        ("q", "clause", COUNT): "not needed",
        ("q", "part", "a"): "not needed",
        ("q", "part", "b"): "not needed",
        ("q", "part", "the answer is yes"): "not needed",
        ("q", "clause", "b"): "not needed",
    }


def test_conditions_and_rows_are_marked_where_they_were_reached(framework):
    assert marks(framework, "q", a="yes", b="no", q="yes") == {
        ("q", "clause", "a"): "yes",
        ("q", "clause", "either"): "yes",
        ("either", "condition", "a or b or size is large"): "yes",
        ("either", "part", "a"): "yes",
        ("either", "part", "b"): "not needed",
        ("either", "part", "size is large"): "not needed",
        ("q", "clause", "size is small"): "no",
        ("size", "row", "a and b"): "no",
        ("size", "part", "a"): "yes",
        ("size", "part", "b"): "no",
        ("b", "clause", "a"): "yes",
        ("size", "row", "b"): "no",
        ("q", "clause", COUNT): "yes",
        ("q", "part", "a"): "yes",
        ("q", "part", "b"): "no",
        ("q", "part", "the answer is yes"): "not needed",
        ("q", "clause", "b"): "not needed",
    }


def test_what_is_missing_is_unknown(framework):
    found = marks(framework, "q", a="yes", q="yes")
    assert found["q", "clause", "size is small"] == "unknown"
    assert found["size", "row", "a and b"] == "unknown"
    assert found["size", "row", "b"] == "not needed"


def test_what_the_item_of_a_repeat_settles_is_no_rule(framework):
    assert marks(framework, "r.here", **{"need.here": "no"})["r.here", "part", "need of place"] == "no"
    words = {framework.sources["t.criteria"].words(rule.span) for rule in rules(framework)}
    assert "place is there" not in words


def every_truth(step: Step) -> list[tuple]:
    own = [(step.expr.span, step.truth)] if isinstance(step.expr, ex.Truth) else []
    return own + [pair for beneath in step.steps for pair in every_truth(beneath)]


TOLD = {"yes": True, "no": False, "unknown": None}


@settings(UNHURRIED, max_examples=40)
@given(st.data(), drafts())
def test_the_table_says_what_the_trail_says(data: st.DataObject, draft):
    framework = framework_of(written(draft))
    record, inspection = data.draw(records(framework)), data.draw(inspections(framework))
    known = set(rules(framework))
    for judgement in judge(framework, record, inspection).judgements:
        found = trail(framework, record, judgement.question, inspection)
        truths = [pair for clause in found.clauses for pair in every_truth(clause.step)]
        table = table_of(framework, found)
        assert set(table) <= known
        for rule, came_to in table.items():
            assert came_to == "not needed" or (rule.span, TOLD[came_to]) in truths
        if judgement.clause is not None:
            clause = framework.questions[judgement.question].clauses[judgement.clause]
            [truth] = [c.truth for c in found.clauses if c.decided]
            root = Rule("clause", judgement.question, clause.expr.span)
            assert root not in known or TOLD[table[root]] is truth


@settings(UNHURRIED, max_examples=20)
@given(st.data(), drafts())
def test_coverage_is_the_sum_of_the_tables_of_explanations(data: st.DataObject, draft):
    framework = framework_of(written(draft))
    cases, inspection = data.draw(batches(framework, most=3)), data.draw(inspections(framework))
    summed: Counter = Counter()
    for record in cases:
        for key, table in tables_of_case(framework, record, inspection):
            if key in framework.questions and framework.questions[key].is_judged:
                assert table == table_of(framework, trail(framework, record, key, inspection))
            summed.update((rule.span, came_to) for rule, came_to in table.items())
    found = cover_cases(framework, cases, inspection)
    assert {(r.span, c): r.counts[c] for r in found.rules for c in CAME_TO if r.counts[c]} == dict(summed)
    assert found.cases == len(cases)


def test_examples_count_for_what_they_expect_something_of():
    text = TEXT + 'example "one" given a is no expect q is not applicable\n'
    framework, wrong, source = read(text)
    assert framework is not None, wrong
    found = {(r.owner, r.kind, source.words(r.span)): r for r in cover_examples(framework)}
    assert found["q", "clause", "a"].counts == {"yes": 0, "no": 1, "unknown": 0, "not needed": 0}
    assert not any(found["r.here", "part", "need of place"].counts.values())
    assert not any(found["size", "row", "a and b"].counts.values())


def test_the_rows_of_an_answer_that_nothing_judges_are_tried_where_it_is_expected():
    text = (
        TEXT
        + 'question s "S?" only where b not judged\n worked out as\n yes when a\n no otherwise\n'
        + 'check odd "Odd" when b expect not a\n'
        + 'example "one" given a is yes and b is yes expect s is yes and odd is contradicted\n'
        + 'example "two" given a is yes and b is no expect s is missing and odd is not contradicted\n'
    )
    framework, wrong, source = read(text)
    assert framework is not None, wrong
    found = {(r.owner, r.kind, source.words(r.span)): r for r in cover_examples(framework)}
    assert found["s", "row", "a"].counts == {"yes": 1, "no": 0, "unknown": 0, "not needed": 0}
    assert found["odd", "clause", "b"].counts == {"yes": 1, "no": 1, "unknown": 0, "not needed": 0}
    assert found["odd", "clause", "not a"].counts == {"yes": 0, "no": 1, "unknown": 0, "not needed": 1}


def test_a_question_asked_about_is_tried_too():
    text = (
        TEXT
        + 'question s "S?" only where q is sufficient\nexample "two" given a is yes and b is no expect s is undetermined\n'
    )
    framework, wrong, source = read(text.replace("example", "example", 1))
    assert framework is not None, wrong
    found = {(r.owner, r.kind, source.words(r.span)): r for r in cover_examples(framework)}
    assert found["q", "clause", "a"].counts["yes"] == 1


def test_no_tables_cover_nothing(framework):
    nothing: list[Table] = []
    assert {c for r in coverage(framework, nothing) for c in r.counts.values()} == {0}


# --- Shown -----------------------------------------------------------------------------------


def shown(framework, ink, **values) -> list[str]:
    found = trail(framework, Record("A", values), "q")
    return list(marked_text(marked_lines(framework, found), ink))


def test_words_are_marked_by_signs_or_colours(framework):
    lines = shown(framework, plain, a="yes", b="no", q="yes")
    at = lines.index('      condition either "either" where a or b or size is large')
    assert lines[at + 1] == "                                      y    -    -------------"
    lines = shown(framework, coloured, a="yes", b="no", q="yes")
    assert any(
        "where \x1b[32ma or \x1b[0m\x1b[2mb\x1b[0m\x1b[32m or \x1b[0m\x1b[2msize" in line for line in lines
    )


@pytest.fixture
def folder(tmp_path: Path, monkeypatch) -> Path:
    monkeypatch.chdir(tmp_path)
    write_small(tmp_path)
    return tmp_path


@pytest.mark.usefixtures("folder")
def test_the_coverage_of_a_caseload(capsys):
    text = said(capsys, "coverage", "rules", "cases.csv", "--fewer-than", "4").out
    assert text.startswith("What 5 cases show of the criteria\n\nThey try ")
    assert "Questions that applied to fewer than 4 cases" in text
    assert "Questions nobody answered" not in text
    data = valid(said(capsys, "coverage", "rules", "cases.csv", "--format", "json").out)
    assert data["cases"] == 5
    assert {f["key"]: f["filled"] for f in data["fields"] if f["of"] == "fact"}["visits"] == 4
    [seen] = [r for r in data["rules"] if r["words"] == "seen of custody is yes"]
    assert (seen["owner"], seen["yes"] + seen["no"] + seen["unknown"]) == ("seen_so_visited", 5)
    detained = next(r for r in data["rules"] if r["words"] == "sentence is dto")
    assert (detained["yes"] > 0, detained["no"] > 0, detained["lack"]) == (True, True, None)


def test_a_fact_nobody_filled_in_is_named(folder, capsys):
    header, *rows = CASES.splitlines()
    at = header.split(",").index("visits")
    rows = [",".join("" if i == at else cell for i, cell in enumerate(row.split(","))) for row in rows]
    (folder / "cases.csv").write_text("\n".join((header, *rows)), encoding="utf-8")
    text = said(capsys, "coverage", "rules", "cases.csv").out
    assert "Facts nobody filled in (1)\n  visits  Visits\n" in text
    assert "Never known: a fact or an answer was missing each time" in text


@pytest.mark.usefixtures("folder")
def test_a_sealed_run_is_covered_like_its_cases(capsys):
    said(capsys, "score", "rules", "cases.csv", "--run", "sealed")
    of_run = said(capsys, "coverage", "sealed", "--format", "json").out
    of_cases = said(capsys, "coverage", "rules", "cases.csv", "--format", "json").out
    assert json.loads(of_run)["summary"] == json.loads(of_cases)["summary"]


@pytest.mark.usefixtures("folder")
def test_the_examples_say_how_much_they_try(capsys):
    text = said(capsys, "test", "rules").out
    assert "\nThe examples try 0 of 24 clauses, conditions, rows and parts of them every way they can" in text
    assert "yes 4 of 24, no 4 of 24, not known 0 of 24, on a line 0 of 4, just" in text
    assert text.endswith("To have the missing examples written: --suggest\n")
    listed = said(capsys, "test", "rules", "--uncovered").out
    assert "By file\n  rules/all.criteria  0 of 24  0%\n" in listed
    assert "Not shown by any example (71)" in listed
    [missing] = [x for x in in_one_line(listed) if "15 working days" in x]
    assert missing == (
        "signed_on is no later than 15 working days after sentenced_on (rules/all.criteria, line 45): yes; not known; "
        "“Date the plan was signed” is the very last day, 15 working days after “Date of sentence”"
    )
    data = valid(said(capsys, "test", "rules", "--format", "json").out)["coverage"]
    assert data["summary"]["rules"] == len(data["rules"])


def in_one_line(listed: str) -> list[str]:
    """The entries of a list, each on one line."""
    return " ".join(listed.split("\n")).replace("     ", " ").split("   ")


def test_a_framework_without_examples_says_only_that(folder, capsys):
    bare = CRITERIA[: CRITERIA.index("example ")]
    (folder / "rules" / "all.criteria").write_text(bare, encoding="utf-8")
    assert said(capsys, "test", "rules", code=exits.FINE).out.startswith("no examples: ")
    assert "(0%)" in said(capsys, "test", "rules", "--uncovered", code=exits.FINE).out


def test_what_no_examples_try_is_not_worked_out(folder, capsys, monkeypatch):
    bare = CRITERIA[: CRITERIA.index("example ")]
    (folder / "rules" / "all.criteria").write_text(bare, encoding="utf-8")
    monkeypatch.delattr("aboveline.workspace.try_examples")
    assert said(capsys, "test", "rules", code=exits.FINE).out.endswith(": --suggest\n")
