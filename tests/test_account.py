"""What explaining a score shows of its parts and of how sure it is: bounded in text, whole in JSON, readable in both."""

import json
from fractions import Fraction
from pathlib import Path

import pytest

from aboveline import workspace
from aboveline.records.read import Input
from aboveline.report.account import account
from aboveline.report.account_json import account_json
from aboveline.report.account_text import account_text
from aboveline.report.intervals import (
    interval_figure,
    interval_sentences,
    interval_words,
    method,
    with_intervals,
)
from aboveline.scoring import resampling
from aboveline.scoring.resampling import FEW_CASES, MOST_UNITS, RESAMPLES, SEED
from small import CRITERIA
from test_cli import valid
from test_explain import loaded

ROOT = Path(__file__).resolve().parent.parent
RATED = CRITERIA.replace(
    'section 1 "Planning"',
    'rating both "Both" average of (roh, safe)\n'
    "  at most poor when safe is below 75%\n"
    'rating led "Led" judged by inspectors\n'
    'section 1 "Planning"',
)


@pytest.fixture(scope="module")
def small():
    return loaded(RATED)


@pytest.fixture(scope="module")
def essex():
    framework = workspace.load(ROOT / "criteria" / "cci-2012").framework
    data = (ROOT / "examples" / "essex-2012" / "cases.csv").read_bytes()
    return framework, workspace.judge_cases(
        framework, workspace.read_cases(framework, [Input("cases.csv", data)])
    )


def text(batch, *name):
    return account_text(account(batch[1], name))


END = """\
Cases that move it most, were one of them left out
                 case  sufficient     without it
  pulls it up    A1        4 of 4   61.5% (-9.0)
  pulls it up    A5        3 of 3   64.3% (-6.3)
  pulls it up    A3        3 of 4   69.2% (-1.4)
  pulls it down  A2        2 of 6  90.9% (+20.3)
  Whichever case is left out, the comment is the same.

What is missing, what could move it most first
  How far the ends of the range would move, in percentage points: the lower were all that is missing
  there sufficient, the upper were it insufficient.
  missing  lower  upper  question
        1   +4.8   -4.8  Was a plan made? (made)
        1   +4.8   -4.8  Was the plan signed in time? (timely)
        1   +4.8   -4.8  Were there enough visits? (enough)
        1   +4.8   -4.8  Was something done about it? (acted)
  missing  lower  upper  case
        3  +14.3  -14.3  A5
        1   +4.8   -4.8  A4

How sure it is
  95% interval: 31 to 93%, from 4 cases. The cases are a sample; intervals found in this way hold
    the score of all that the sample stands for in about 95 inspections of 100. Its 17 judgements
    vary as 7 independent ones would.
  Fewer than 10 cases count in it, which is too few for an interval to mean much: it holds the score
    less often than it says.
  In 779 of 1,000 resamples the comment is the same; in 220 it is POOR, to improve; in 1 there is
    none.
  From the 5 cases 5 were drawn, with replacement, 1,000 times (seed 2012, so that it repeats), each
    with all its judgements; each time the scores were worked out again.
"""


def test_a_score_is_explained_to_the_end(small):
    shown = text(small, "section", "1")
    assert END in shown
    assert "\n95% interval 31 to 93%, from too few cases to mean much\n" in shown
    assert "3 of 4    75%    24%  17.6    69.2%  Was the young person seen in custody?" in shown


MOVING = """\
Questions that move it most, were one of them left out
  without it  comment           question
       63.3%  POOR, to improve  Was the young person seen in community?
       63.9%  GOOD enough       Was a plan made?
       72.9%  GOOD enough       Was something done about it?
       72.2%  GOOD enough       Was the plan signed in time?
       70.0%  GOOD enough       Was the young person seen in custody?
"""


def test_a_rating_is_explained_by_what_moves_it(small):
    shown = text(small, "rating", "both")
    assert "as 3 judgements are missing" in shown
    assert MOVING in shown
    assert "The comment would be another without any one of A1, A3, A5.\n" in shown
    assert "A rating worked out from other scores is worked out again in each resample" in shown
    assert "Its questions" not in shown
    assert "There is no interval, as there is no score." in text(small, "rating", "led")


def test_what_stops_a_score_is_marked():
    stopping = CRITERIA.replace('version "3"', 'version "3"\n  unanswered questions stop the score')
    assert "Were there enough visits? (enough), which stops the score" in text(
        loaded(stopping), "criterion", "1.2"
    )


def test_one_case_makes_no_interval():
    cases = "case_id,plan_due,plan_made,made,seen.custody\nA1,yes,yes,yes,yes\nA2,no,no,,\n"
    shown = text(loaded(CRITERIA, cases), "question", "made")
    assert "There is no interval: fewer than two cases count in it, so there are none to compare.\n" in shown
    assert "95% interval" not in shown
    assert "Sources" not in shown


def test_text_is_bounded_and_json_whole(essex):
    told = account(essex[1], ("section", "1"))
    shown = account_text(told)
    assert max(map(len, shown.splitlines())) <= 100
    assert "95% interval 68 to 76%\n" in shown
    assert shown.count("  pulls it up  ") == shown.count("  pulls it down  ") == 5
    data = valid(json.dumps(account_json(told, essex[0])))
    assert len(data["cases"]) == 85
    assert len(data["extremes"]["pull_up"]) == 10
    for parts in (data["cases"], data["questions"]):
        assert sum(Fraction(part["adds"]) for part in parts) == Fraction(data["score"]["fraction"])
    assert data["gaps"] == {"by_question": [], "by_case": []}
    interval = data["interval"]
    assert (interval["state"], interval["cases"], interval["few_cases"]) == ("given", 85, False)
    assert interval["low_percent"] < data["score"]["percent"] < interval["high_percent"]
    assert sum(band["resamples"] for band in interval["bands"]) == 1000
    assert (interval["method"]["seed"], interval["method"]["drawn"]) == (2012, 85)
    first = data["cases"][0]
    assert first["without"]["moved"] == round(
        100 * float(Fraction(data["score"]["fraction"]) - Fraction(first["without"]["fraction"])), 4
    )


def test_json_of_a_score_with_gaps_and_of_a_rating_fits_the_schema(small):
    framework, run = small
    data = valid(json.dumps(account_json(account(run, ("section", "1")), framework)))
    assert [g["case"] for g in data["gaps"]["by_case"]] == ["A5", "A4"]
    assert data["gaps"]["by_case"][0]["raises_low"] == 14.2857
    rating = valid(json.dumps(account_json(account(run, ("rating", "both")), framework)))
    assert {case["adds"] for case in rating["cases"]} == {None}
    assert [q["score"]["key"] for q in rating["questions"]] == [
        "made", "timely", "seen.custody", "seen.community", "acted",
    ]  # fmt: skip
    led = valid(json.dumps(account_json(account(run, ("rating", "led")), framework)))
    assert led["interval"]["state"] == "no score"


def test_more_than_a_few_are_counted():
    blank = "case_id,sentence\n" + "".join(f"B{i},yro\n" for i in range(9))
    shown = text(loaded(CRITERIA, blank), "section", "1")
    assert "  and 1 more question\n" in shown
    assert "  and 4 more cases\n" in shown


# --- Beside other figures --------------------------------------------------------------------


def test_intervals_stand_ready_for_every_face(essex):
    _, run = essex
    shown = with_intervals(run.scores, workspace.intervals_of(run))
    assert set(shown.figures) == set(run.scores.figures)
    theme = shown.figures["theme", "safeguarding"]
    assert (interval_words(theme), theme.low_exact, theme.high_exact) == ("69 to 78%", 68.62, 77.51)
    assert (theme.same, theme.band) == (698, "moderate")
    assert [s.resamples for s in theme.steps if s.band == "moderate"] == [698]
    nothing = shown.figures["question", "sg_immediate.custody"]
    assert (nothing.state, interval_words(nothing)) == ("one case", None)
    assert len(shown.method) == 4


def test_where_cases_are_drawn_in_groups_it_is_said(essex, monkeypatch):
    monkeypatch.setattr(resampling, "MOST_UNITS", 40)
    _, run = essex
    found = workspace.intervals_of(run, [("theme", "roh")])
    assert method(found)[0].startswith("The 85 cases were put into 40 groups at random, and 40 of the groups")
    figure = interval_figure(run.scores["theme", "roh"], found["theme", "roh"], found)
    assert interval_sentences(figure)[0].startswith("95% interval: ")


def test_the_page_on_intervals_says_what_the_engine_does():
    page = (ROOT / "docs" / "intervals.md").read_text(encoding="utf-8")
    for words in (
        f"{RESAMPLES:,} times",
        f"seed {SEED}",
        f"fewer than {FEW_CASES} cases",
        f"more than {MOST_UNITS:,} cases",
    ):
        assert words in " ".join(page.split())
