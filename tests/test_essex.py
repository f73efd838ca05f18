"""Every published figure of the Essex inspection comes out of the engine, by the way any program would ask."""

import csv
import subprocess
import sys
from pathlib import Path

import pytest

import aboveline
from aboveline import workspace
from aboveline.records.record import Record
from aboveline.reference.judge import judge
from aboveline.source import Source

ROOT = Path(__file__).resolve().parent.parent
CRITERIA = ROOT / "criteria" / "cci-2012"
ESSEX = ROOT / "examples" / "essex-2012"


def table(name):
    with (ESSEX / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


QUESTIONS = table("published.csv")
SCORES = table("published-scores.csv")


def half_up(numerator, denominator):
    return (200 * numerator + denominator) // (2 * denominator)


@pytest.fixture(scope="module")
def framework():
    return aboveline.load_framework(CRITERIA)


@pytest.fixture(scope="module")
def cases(framework):
    return aboveline.read_cases(framework, ESSEX / "cases.csv")


@pytest.fixture(scope="module")
def scores(framework, cases):
    return aboveline.score(framework, cases)


# --- Checks ----------------------------------------------------------------------------------

CONTRADICTIONS = {
    "rosh_screen_good_but_absent": {"rosh_screen_done": "no", "rosh_screen_accurate": "yes"},
    "full_rosh_good_but_absent": {
        "full_rosh_required": "yes",
        "full_rosh_done": "no",
        "full_rosh_timely": "yes",
    },
    "rmp_good_but_absent": {"rmp_required": "yes", "rmp_produced": "no", "rmp_quality": "yes"},
    "rmp_told_two_ways": {"rmp_required": "yes", "rmp_produced": "yes", "rmp_done": "no"},
    "plan_timely_but_absent.custody": {
        "custodial_plan_due": "yes",
        "plan_done.custody": "no",
        "plan_timely.custody": "yes",
    },
    "plan_timely_but_absent.community": {
        "time_spent.community": "yes",
        "plan_done.community": "no",
        "plan_timely.community": "yes",
    },
    "vuln_screen_timely_but_absent": {"vuln_screen_done": "no", "vuln_screen_timely": "yes"},
    "vmp_good_but_absent": {
        "vulnerability": "yes",
        "vmp_merited": "yes",
        "vmp_done": "no",
        "vmp_quality": "yes",
    },
    "change_placed_but_absent": {"change_phase": "custody", "significant_change": "no"},
}


def test_the_reconstructed_cases_contradict_no_check(framework, cases):
    assert list(framework.checks) == list(CONTRADICTIONS)
    assert [f for record in cases.records for f in judge(framework, record).findings] == []


@pytest.mark.parametrize("check", CONTRADICTIONS)
def test_each_check_catches_what_it_is_for(framework, check):
    found = judge(framework, Record("A", CONTRADICTIONS[check])).findings
    assert [(f.code, f.subject) for f in found] == [("check-contradicted", check)]


# --- Questions -------------------------------------------------------------------------------


@pytest.mark.parametrize("row", QUESTIONS, ids=lambda row: row["key"])
def test_a_question_has_its_counts_and_percentage(scores, row):
    score = scores["question", row["key"]]
    assert (score.numerator, score.denominator, score.percent) == (
        int(row["n"]),
        int(row["N"]),
        int(row["percent"]),
    )


@pytest.mark.parametrize("row", QUESTIONS, ids=lambda row: row["key"])
def test_a_question_applies_to_the_right_cases_and_is_marked_in_the_right_number(scores, row):
    tally = scores["question", row["key"]].tally
    assert tally.asked == 85
    assert tally.asked - tally.not_applicable_by_rule == int(row["base"])
    assert tally.not_applicable_by_assessor == int(row["marked_not_applicable"])


@pytest.mark.parametrize(
    "row", [r for r in QUESTIONS if r["how"] != "no figure printed"], ids=lambda row: row["key"]
)
def test_what_the_report_prints_of_a_question_is_what_comes_out(scores, row):
    score = scores["question", row["key"]]
    failed = row["how"] == "failing count printed"
    shown = score.denominator - score.numerator if failed else score.numerator
    if row["printed_n"]:
        assert int(row["printed_n"]) == shown
    if row["printed_N"]:
        assert int(row["printed_N"]) == score.denominator
    if row["printed_percent"]:
        assert int(row["printed_percent"]) == half_up(shown, score.denominator)


def test_the_framework_asks_the_published_questions_and_no_others(framework):
    asked = {
        q.key: (q.criterion, q.standing == "scored", frozenset(q.feeds)) for q in framework.questions.values()
    }
    published = {
        row["key"]: (row["criterion"], row["scored"] == "yes", frozenset(row["themes"].split()))
        for row in QUESTIONS
    }
    assert asked == published
    assert sum(scored for _, scored, _ in asked.values()) == 146


# --- Scores ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "row", [r for r in SCORES if r["percent"]], ids=lambda row: f"{row['kind']} {row['key']}"
)
def test_a_pooled_score_is_the_published_one(scores, row):
    assert scores[row["kind"], row["key"]].percent == int(row["percent"])


@pytest.mark.parametrize(
    "row", [r for r in SCORES if r["comment"]], ids=lambda row: f"{row['kind']} {row['key']}"
)
def test_a_comment_is_the_published_one(scores, row):
    assert scores[row["kind"], row["key"]].band.label == row["comment"]


def test_the_published_figures_are_the_headlines_of_the_report(scores):
    themes = {s.key: (s.percent, s.band.name) for s in scores if s.kind == "theme"}
    assert themes == {"safeguarding": (73, "moderate"), "roh": (68, "moderate"), "lor": (77, "minimum")}
    assert [s.percent for s in scores if s.kind == "section"] == [72, 76, 75]
    assert [s.percent for s in scores if s.kind == "criterion"] == [72, 72, 72, 67, 81, 77, 72, 83]


@pytest.mark.parametrize("kind", ["criterion", "section", "theme"])
def test_a_pooled_score_is_the_sum_of_its_scored_questions(framework, scores, kind):
    for score in (s for s in scores if s.kind == kind):
        within = [
            scores["question", q.key]
            for q in framework.questions.values()
            if q.standing == "scored" and score.key in (q.criterion, q.section, *q.feeds)
        ]
        assert score.numerator == sum(s.numerator for s in within)
        assert score.denominator == sum(s.denominator for s in within)


# --- The data --------------------------------------------------------------------------------


def test_the_cases_are_read_without_a_word_of_complaint(framework, cases):
    assert len(cases.records) == 85
    assert cases.diagnostics == ()
    assert cases.left_out == ()
    assert [f for record in cases.records for f in aboveline.judge(framework, record).findings] == []


def test_nothing_is_left_open(scores):
    assert [s.key for s in scores if s.tally.unanswered or s.tally.undetermined] == []


def test_the_criteria_check_without_errors_or_warnings():
    assert workspace.load(CRITERIA).diagnostics == ()


def test_the_examples_in_the_criteria_come_out_as_they_say(framework):
    assert [r for r in workspace.run_examples(framework) if not r.passed] == []


@pytest.mark.parametrize(
    ("golden", "wanted"), [("scores.txt", ["--questions"]), ("scores.json", ["--format", "json"])]
)
def test_the_golden_output_is_what_comes_out(tmp_path, golden, wanted):
    """Where this fails and the change was meant, `make golden` writes the file again."""
    command = "import sys; from aboveline.cli import main; sys.exit(main())"
    output = tmp_path / golden
    arguments = ["score", "cci-2012", "cases.csv", *wanted, "--output", str(output)]
    subprocess.run([sys.executable, "-c", command, *arguments], cwd=ESSEX, check=True)
    assert output.read_text(encoding="utf-8") == (ESSEX / golden).read_text(encoding="utf-8")


# --- The edits its README teaches ------------------------------------------------------------


def edited(*edits):
    """The scores of the Essex cases after lines have been added after, or put in place of, others."""
    loaded = workspace.load(CRITERIA)
    sources = {Path(name).name: source for name, source in loaded.sources.items()}
    for name, old, new in edits:
        text = sources[name].text
        assert text.count(old) == 1
        sources[name] = Source(name, text.replace(old, new))
    checked = workspace.check("edited", sources)
    assert checked.diagnostics == ()
    assert checked.framework is not None
    assert [r for r in workspace.run_examples(checked.framework) if not r.passed] == []
    return aboveline.score(checked.framework, aboveline.read_cases(checked.framework, ESSEX / "cases.csv"))


def taught(lines):
    """The lines, which the README must show as they stand here."""
    assert lines.strip("\n") in (CRITERIA / "README.md").read_text(encoding="utf-8")
    return lines


def test_first_edit_a_full_analysis_has_to_be_in_time_to_be_good_enough():
    head = (
        'question full_rosh_quality "Was the full analysis good enough?"\n'
        '                        cy "A oedd y dadansoddiad llawn yn ddigon da?"\n'
        "  only where full_rosh_required\n"
    )
    line = taught("  sufficient when the answer is yes and full_rosh_timely is yes\n")
    scores = edited(("1.1-risk-of-harm.criteria", head, head + line))
    assert scores["question", "full_rosh_quality"].percent == 54
    assert scores["criterion", "1.1"].percent == 71


def test_second_edit_a_question_is_made_a_key_question():
    line = "  only where custodial and vulnerability\n"
    scores = edited(("1.3-safeguarding.criteria", line, line + taught("  feeds safeguarding\n")))
    theme = scores["theme", "safeguarding"]
    assert (theme.numerator, theme.denominator, theme.percent) == (1000, 1357, 74)
    assert scores["criterion", "1.3"].percent == 72


def test_third_edit_a_cut_point_moves_comments_and_no_score():
    new = taught(
        '  moderate     "MODERATE improvement required"     cy "Angen gwelliant CYMEDROL"   from 70%\n'
    )
    scores = edited(("framework.criteria", new.replace("70", "60"), new))
    changed = [s.key for s in scores if s.kind in ("theme", "criterion") and s.band.name == "substantial"]
    assert changed == ["roh", "2.1"]
    assert scores["theme", "roh"].percent == 68


def test_a_new_fact_and_a_new_question_stand_open_until_the_data_has_them():
    facts = taught(
        'fact sentenced_on   "Date of sentence"                            date\n'
        'fact rmp_signed_on  "Date the risk management plan was signed"    date  only where rmp_produced\n'
    )
    question = taught(
        'question rmp_signed "Was the risk management plan signed by a manager soon enough?"\n'
        "  only where rmp_required\n"
        "  sufficient when rmp_signed_on is no later than 15 working days after sentenced_on\n"
        "  feeds roh\n"
        '  guidance "Count from the day after sentence."\n'
        "\n"
        'example "a plan that was required and signed a day late"\n'
        "  given rmp_required is yes\n"
        "    and rmp_produced is yes\n"
        "    and sentenced_on is 2011-07-04\n"
        "    and rmp_signed_on is 2011-07-26\n"
        "  expect rmp_signed is insufficient\n"
    )
    scores = edited(
        ("facts.criteria", "fact mappa ", facts + "fact mappa "),
        ("1.1-risk-of-harm.criteria", "question rmp_quality ", question + "\nquestion rmp_quality "),
    )
    score = scores["question", "rmp_signed"]
    assert (score.numerator, score.denominator, score.tally.unanswered) == (0, 6, 26)
    assert (score.bounds.low_percent, score.bounds.high_percent) == (0, 81)
    criterion = scores["criterion", "1.1"]
    assert (criterion.percent, criterion.bounds.low_percent, criterion.bounds.high_percent) == (71, 69, 72)


# --- The messages its README shows -----------------------------------------------------------


@pytest.mark.parametrize(
    ("after", "old", "new"),
    [
        ("question rmp_done ", "only where rmp_required", "only where rmp_requierd"),
        (
            "question roh_planning_without_rmp ",
            "only where roh_concern and not rmp_produced",
            "only where roh_concern or mappa and not rmp_produced",
        ),
    ],
)
def test_a_message_is_shown_as_it_comes_out(monkeypatch, after, old, new):
    from aboveline.report.diagnostics_text import diagnostics_text

    monkeypatch.chdir(ROOT)
    sources = dict(workspace.load("criteria/cci-2012").sources)
    name = "criteria/cci-2012/1.1-risk-of-harm.criteria"
    before, question = sources[name].text.split(after)
    sources[name] = Source(name, before + after + question.replace(old, new, 1))
    shown = diagnostics_text(workspace.check("misspelt", sources).diagnostics, sources)
    assert shown.strip() in (CRITERIA / "README.md").read_text(encoding="utf-8")
