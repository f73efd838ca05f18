"""The commands that reports print: each comes, as it stands, to what the report says of it."""

import re
import shlex
from pathlib import Path

import pytest

from aboveline.cli import exits
from aboveline.cli.inputs import Reading
from aboveline.report import comparison
from small import CASES, write_small
from test_cli import ESSEX, said, valid

OVERRIDES = """case_id,question,outcome,reason,by,date
A2,timely,sufficient,The date in the file is that of the copy,J. Smith,2012-05-03
"""


@pytest.fixture
def small(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "they said.csv").write_text(OVERRIDES, encoding="utf-8")
    return write_small(tmp_path)


def commands(text: str) -> list[str]:
    """The commands in a text, each as the words of it."""
    return [line.strip() for line in text.splitlines() if line.strip().startswith("aboveline ")]


def followed(capsys, command: str, *more: str):
    program, *words = shlex.split(command)
    assert program == "aboveline"
    return said(capsys, *words, *more)


# --- What they repeat ------------------------------------------------------------------------


def test_a_command_repeats_every_option_that_says_what_is_read_or_what_becomes_of_it():
    how = Reading(
        "text",
        "out.txt",
        inspection="it.json",
        leave_out_invalid=True,
        input_form="long-csv",
        show_values=True,
        sheet="Spring",
        evaluator="reference",
        problems="all.csv",
        overrides="they said.csv",
        assessor="who",
        prefer=("Ann", "Ben"),
    )
    assert shlex.join(how.repeated) == (
        "--leave-out-invalid --inspection it.json --overrides 'they said.csv' --input-form long-csv --sheet Spring "
        "--assessor who --prefer Ann --prefer Ben"
    )
    assert Reading("json", None, None, False, None, False, None).repeated == ()


@pytest.mark.parametrize("form", ["text", "markdown"])
def test_the_questions_of_a_case_are_followed_with_its_overrides(small, capsys, form):
    asked = ("explain", *small, "--overrides", "they said.csv", "--case", "A2", "--format", form)
    (command,) = commands(said(capsys, *asked).out.replace("`", "\n"))
    assert command.endswith(" --case A2 --question NAME")
    out = followed(capsys, command.replace("NAME", "timely")).out
    assert out.startswith("Overridden: this counts as sufficient.")


def test_as_data_too(small, capsys):
    asked = ("explain", *small, "--overrides", "they said.csv", "--case", "A2", "--format", "json")
    data = valid(said(capsys, *asked).out)
    questions = [q for s in data["sections"] for c in s["criteria"] for q in c["questions"]]
    (timely,) = (q for q in questions if q["question"] == "timely")
    assert valid(followed(capsys, timely["follow"], "--format", "json").out)["override"]["by"] == "J. Smith"


# --- Overrides in the account of a case ------------------------------------------------------


def test_a_case_counts_what_was_overridden_as_it_was_decided_and_says_so(small, capsys):
    asked = ("explain", *small, "--case", "A2", "--overrides", "they said.csv")
    data = valid(said(capsys, *asked, "--format", "json").out)
    (timely,) = [
        q
        for s in data["sections"]
        for c in s["criteria"]
        for q in c["questions"]
        if q["question"] == "timely"
    ]
    assert (timely["outcome"], timely["overridden_from"]) == ("sufficient", "insufficient")
    assert [one["question"] for one in data["overrides"]] == ["timely"]
    score = valid(said(capsys, "explain", *small, "--score", "1.1", *asked[-2:], "--format", "json").out)
    (of_score,) = (one for one in score["cases"] if one["case"] == "A2")
    (plans,) = (c for s in data["sections"] for c in s["criteria"] if c["criterion"] == "1.1")
    assert plans["counts"]["sufficient"] == of_score["sufficient"] == 3
    text = said(capsys, *asked).out
    assert "    asked 4 = 3 sufficient + 1 insufficient\n" in text
    assert "overridden by a person; by the criteria it was insufficient: “Date" in text
    assert "| overridden by a person; by the criteria it" in said(capsys, *asked, "--format", "markdown").out


# --- The names of scores ---------------------------------------------------------------------


def test_a_score_is_found_by_what_its_account_is_headed(small, capsys):
    for name in ("safe", "section 1", "criterion 1.1", "seen", "timely"):
        heading = said(capsys, "explain", *small, "--score", name).out.splitlines()[0]
        again = said(capsys, "explain", *small, "--score", heading).out
        assert again.splitlines()[0] == heading
        assert ": " in heading
    assert said(capsys, "explain", *small, "--score", "theme safe").out.startswith("Theme: ")


def test_what_is_suggested_is_a_name_that_can_be_typed(small, capsys):
    heading = said(capsys, "explain", *small, "--score", "timely").out.splitlines()[0]
    err = said(capsys, "explain", *small, "--score", heading[:-3], code=exits.WRONG_USAGE).err
    assert f"there is no score `{heading[:-3]}`; did you mean `timely`?" in err


# --- Words that say what is so ---------------------------------------------------------------


def test_cases_that_move_a_score_as_far_as_those_listed_are_counted(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    head, first, *_ = CASES.splitlines()
    rows = [first.replace("A1", f"B{n}", 1) for n in range(7)]
    rows += [first.replace("A1", f"C{n}", 1).replace("15,yes,yes", "15,no,yes") for n in range(6)]
    small = write_small(tmp_path, cases="\n".join([head, *rows]) + "\n")
    asked = said(capsys, "explain", *small, "--score", "made").out
    assert "\n  2 more pull it up as far as B4; 1 more pulls it down as far as C4.\n" in asked


@pytest.mark.usefixtures("small")
def test_where_all_is_missing_it_is_not_said_that_nothing_applies(capsys):
    Path("one.csv").write_text("case_id,sentence,plan_due,age\nD1,yro,yes,15\n", encoding="utf-8")
    text = said(capsys, "score", "rules", "one.csv", "--questions").out
    assert re.search(r"Was a plan made\? +- +no figure, 1 missing +0 of 0", text)
    page = said(capsys, "score", "rules", "one.csv", "--format", "html").out
    assert "no figure, 1 missing" in page
    assert "no figure, 1 missing" in said(capsys, "explain", "rules", "one.csv", "--score", "made").out
    said(capsys, "score", "rules", "one.csv", "--run", "sealed", "--without-records")
    assert "no figure, 1 missing" in said(capsys, "score", "sealed", "--questions").out
    Path("none.csv").write_text("case_id,sentence,plan_due,age\nD1,yro,no,15\n", encoding="utf-8")
    text = said(capsys, "score", "rules", "none.csv", "--questions").out
    assert re.search(r"Was a plan made\? +- +no applicable cases +0 of 0", text)


def test_how_many_overrides_were_left_aside_reads_well(small, capsys):
    for count, words in (
        (1, "1 override was left aside, as it names"),
        (2, "2 overrides were left aside, as each names"),
    ):
        lines = [
            OVERRIDES.splitlines()[0],
            *(f"Z{n},timely,sufficient,Seen,J. Smith,2012-05-03" for n in range(count)),
        ]
        Path("aside.csv").write_text("\n".join(lines), encoding="utf-8")
        assert words in said(capsys, "score", *small, "--overrides", "aside.csv").err


# --- What stands behind compared figures -----------------------------------------------------


def test_a_comparison_says_whose_scores_rest_on_overrides_and_gaps(small, capsys):
    said(capsys, "score", *small, "--run", "spring")
    said(capsys, "score", *small, "--overrides", "they said.csv", "--run", "autumn")
    Path("past.csv").write_text("area,safe\nHull,50\n", encoding="utf-8")
    before, after = (
        valid(said(capsys, "score", run, "--format", "json").out)["scores"] for run in ("spring", "autumn")
    )
    plain, moved = (
        next(one for one in scores if (one["kind"], one["key"]) == ("criterion", "1.1"))
        for scores in (before, after)
    )
    assert plain["percent"] != moved["percent"]
    words = "1 judgement was overridden by a person, and its scores are with that. Without: roh "
    apart = f"criterion 1.1 {plain['percent']}% of {plain['counts']['counted']}."
    for asked in (("autumn", "--population", "past.csv"), ("spring", "autumn")):
        notes = valid(said(capsys, "compare", *asked, "--format", "json").out)["notes"]
        (note,) = (note for note in notes if "overridden" in note)
        assert note.startswith(f"In autumn {words}")
        assert note.endswith(apart)
        text = " ".join(said(capsys, "compare", *asked).out.split())
        assert note in text
        bounds = moved["bounds"]
        assert f"criterion 1.1 {bounds['low']} to {bounds['high']}%" in text
        assert "Of autumn some judgements are missing. What its scores could be: " in text
    assert "overridden" not in said(capsys, "compare", "spring", "--population", "past.csv").out


def test_a_comparison_says_whose_records_were_left_out(small, capsys):
    Path("cases.csv").write_text(CASES + "A9,yro,,perhaps,,,,15,,,,,\n", encoding="utf-8")
    said(capsys, "score", *small, "--leave-out-invalid", "--run", "spring")
    Path("past.csv").write_text("area,safe\nHull,50\n", encoding="utf-8")
    out = said(capsys, "compare", "spring", "--population", "past.csv").out
    assert "Of spring 1 record had errors and was left out." in out


def test_changed_judgements_are_followed_into_runs_without_records(small, capsys):
    said(capsys, "score", *small, "--run", "spring", "--without-records")
    Path("old cases.csv").write_text(CASES, encoding="utf-8")
    Path("cases.csv").write_text(CASES.replace("2011-07-26,2", "2011-07-20,2"), encoding="utf-8")
    said(capsys, "score", *small, "--overrides", "they said.csv", "--run", "autumn", "--without-records")
    every = commands(said(capsys, "compare", "spring", "autumn", "--cases", "old cases.csv").out)
    listed = [command for command in every if command.endswith(" timely")]
    assert [shlex.split(command)[2] for command in listed] == ["spring", "autumn"]
    outcomes = [re.search("Outcome: (.*)", followed(capsys, command).out)[1] for command in listed]
    assert outcomes == ["insufficient", "sufficient"]


# --- From a score further down ---------------------------------------------------------------


@pytest.mark.parametrize("form", ["text", "markdown"])
def test_a_score_names_the_commands_that_lead_further_down(small, capsys, form):
    asked = ("explain", *small, "--overrides", "they said.csv", "--score", "1.1", "--format", form)
    of_question, of_case, of_both = commands(said(capsys, *asked).out)
    assert followed(capsys, of_question.replace("QUESTION", "timely")).out.startswith("Question: ")
    assert followed(capsys, of_case.replace("CASE", "A2")).out.startswith("Case A2\n")
    judgement = followed(capsys, of_both.replace("CASE", "A2").replace("QUESTION", "timely")).out
    assert judgement.startswith("Overridden: ")
    said(capsys, "score", *small, "--run", "spring")
    (command,) = commands(said(capsys, "explain", "spring", "--score", "timely", "--format", form).out)
    assert followed(capsys, command.replace(" CASE", " A2")).out.startswith("Case A2: ")


def test_a_question_names_each_of_its_cases_with_what_it_came_to(small, capsys):
    asked = ("explain", *small, "--overrides", "they said.csv", "--score", "timely")
    data = valid(said(capsys, *asked, "--format", "json").out)
    came_to = {one["outcome"]: one["cases"] for one in data["came_to"]}
    assert came_to == {
        "sufficient": ["A1", "A2"],
        "not applicable by rule": ["A3", "A4"],
        "unanswered": ["A5"],
    }
    assert sum(map(len, came_to.values())) == data["score"]["counts"]["asked"]
    assert "\n  2 sufficient: A1, A2\n  2 not applicable by rule: A3, A4\n" in said(capsys, *asked).out
    assert valid(said(capsys, *asked[:-1], "1.1", "--format", "json").out)["came_to"] == []


@pytest.mark.parametrize("form", ["text", "markdown"])
def test_an_account_says_at_its_head_what_it_is_without_overrides(small, capsys, form):
    asked = ("explain", *small, "--overrides", "they said.csv", "--format", form, "--score")
    out = said(capsys, *asked, "timely").out
    without = "1 judgement was overridden by a person (see the end); without that it is 50% (1 of 2)\n"
    assert without in out
    assert "“The date in the file is that of the copy” (J. Smith, 3 May 2012; they said.csv, line 2)" in out
    assert "overridden" not in said(capsys, *asked, "1.2").out


# --- Where nothing is judged -----------------------------------------------------------------

UNJUDGED = """framework talk "Talk"
  version "1"
bands
  good "Good" from 50%
  poor "Poor" otherwise
fact team "Team" one of north "North", south "South"
section 1 "One"
criterion 1.1 "One"
question why "Was it said why?"
  not judged
"""


@pytest.mark.parametrize("evaluator", ["reference", "columnar"])
def test_cases_of_which_nothing_is_judged_are_put_into_groups_all_the_same(
    tmp_path, monkeypatch, capsys, evaluator
):
    monkeypatch.chdir(tmp_path)
    talk = write_small(tmp_path, UNJUDGED, "case_id,team,why\nT1,north,yes\nT2,south,\nT3,south,no\n")
    asked = ("score", *talk, "--by", "team", "--evaluator", evaluator)
    assert "  North, 1 case; South, 2 cases\n" in said(capsys, *asked).out
    said(capsys, *asked, "--run", "run")
    assert "South, 2 cases" in said(capsys, "score", "run", "--by", "team").out
    said(capsys, "verify", "run")


# --- What every change would do --------------------------------------------------------------


def test_every_change_that_is_listed_says_what_it_does_to_the_scores(capsys):
    asked = ("explain", "cci-2012", ESSEX, "--case", "E067", "--question", "vmp_informs")
    text = said(capsys, *asked).out.split("What would change it\n")[1]
    of_each = [part for part in re.split(r"\n(?=  \w)", text) if part.startswith("  not applicable")]
    assert len(of_each) == 3
    assert [re.search(r"73% \(980 of 1337\) +(.*%.*\)) ", part)[1] for part in of_each] == [
        "74% (978 of 1329)",
        "73% (978 of 1334)",
        "73% (980 of 1336)",
    ]
    markdown = said(capsys, *asked, "--format", "markdown").out
    assert markdown.count("Theme: Safeguarding | 73% (980 of 1337)") == 5


# --- One override of several -----------------------------------------------------------------


def test_what_a_judgement_is_without_its_own_override_is_told_from_what_it_is_without_any(small, capsys):
    asked = ("explain", *small, "--overrides", "they said.csv", "--case", "A2", "--question", "timely")
    alone = " ".join(said(capsys, *asked).out.split())
    assert "Scores that stand above the override are without it. Case A2:" in alone
    assert "others stay" not in alone
    more = OVERRIDES + "A3,made,sufficient,It was seen,J. Smith,2012-05-03\n"
    Path("they said.csv").write_text(more, encoding="utf-8")
    assert "“without” is without this override alone; others stay." in said(capsys, *asked).out


# --- What settles a judgement and what changes it --------------------------------------------

INSPECTED = """framework visit "Visit"
  version "1"
bands
  good "Good" from 50%
  poor "Poor" otherwise
fact staffed "Enough staff" yes or no of the inspection
section 1 "One"
criterion 1.1 "One"
question seen "Was it seen?"
  only where staffed
"""


@pytest.mark.parametrize("form", ["text", "markdown"])
def test_what_is_said_to_settle_a_judgement_is_not_said_to_be_out_of_reach(
    tmp_path, monkeypatch, capsys, form
):
    monkeypatch.chdir(tmp_path)
    visit = write_small(tmp_path, INSPECTED, "case_id,seen\nV1,yes\n")
    out = said(capsys, "explain", *visit, "--case", "V1", "--question", "seen", "--format", form).out
    assert "sufficient, if “Enough staff” were yes\n" in out
    assert "to be sufficient" not in out
    assert "to be not applicable" not in out
    assert "to be insufficient: nothing" in out


def test_the_changes_of_one_score_are_counted_though_only_the_first_of_all_are_held(
    small, capsys, monkeypatch
):
    said(capsys, "score", *small, "--run", "spring")
    changed = CASES.replace("A1,yro,2011-07-04,yes,yes", "A1,yro,2011-07-04,no,yes")
    changed = changed.replace("no,yes,no,no\n", "yes,no,yes,no\n").replace("A5,yro,,yes", "A5,yro,,no")
    Path("cases.csv").write_text(changed, encoding="utf-8")
    said(capsys, "score", *small, "--run", "autumn")
    asked = ("compare", "spring", "autumn", "--score", "section 1")
    whole = said(capsys, *asked).out
    assert int(re.search(r"Judgements that changed: (\d+)", whole)[1]) > 2
    monkeypatch.setattr(comparison, "MOST_LISTED", 2)
    assert said(capsys, *asked).out == whole
