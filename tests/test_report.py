"""What the faces show: the table, the page, the data, and diagnostics."""

import json
import re

import pytest

from aboveline.diagnostics import Diagnostic, Label, Place, Severity
from aboveline.report.diagnostics_json import diagnostics_json
from aboveline.report.diagnostics_text import count_line, diagnostics_text
from aboveline.report.from_run import from_run
from aboveline.report.ink import coloured
from aboveline.report.layout import pad, width_of, wrap
from aboveline.report.page import page, split_comment
from aboveline.report.scores_json import figures, scores_json
from aboveline.report.summary_text import more_lines, summary_text
from aboveline.report.tables import findings_table
from aboveline.source import Source, Span
from small import CASES, CRITERIA
from test_cli import valid
from test_explain import loaded


def view_of(criteria=CRITERIA, cases=CASES):
    return from_run(loaded(criteria, cases)[1])


def scores_of(criteria=CRITERIA, cases=CASES):
    return {(s["kind"], s["key"]): s for s in scores_json(view_of(criteria, cases))["scores"]}


# --- The page ------------------------------------------------------------------------------------


def test_the_page_escapes_whatever_comes_from_a_file():
    html = page(view_of(CRITERIA.replace("Plans", "Plans <script>alert('x')</script> & so")))
    assert "<script" not in html
    assert "Plans &lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; &amp; so" in html
    assert "<title>Small &lt;inspection&gt;: summary of scores</title>" in html


def test_the_page_stands_alone():
    html = page(view_of())
    assert not re.search(r"<(link|script|img|iframe)\b|https?:|@import|url\(", html)


def test_the_page_shows_every_figure_with_its_counts():
    html = " ".join(page(view_of()).split())
    assert '<p class="figure">60<span class="unit">%</span></p>' in html
    assert "<b>GOOD</b> enough" in html
    assert "3 of 5 sufficient" in html
    assert "could be 43 to 71%: 2 unanswered" in html
    assert (
        "5 judgements are missing (1 of them of a question reported only, in no other score), because" in html
    )
    assert "<b>1</b> answered although the question does not apply" in html
    assert "Asked only where “Plan due” is yes: not so in 1 case." in html
    assert "Marked not applicable by the assessor: 1." in html
    assert "2 of 3 plans were made (67%); 1 were not (33%)" in html
    assert "reported, in no other score" in html
    assert "league table" in html


def test_a_comment_that_shouts_is_set_apart():
    assert split_comment("GOOD enough") == ("GOOD", "enough")
    assert split_comment("Requires improvement") == ("Requires improvement", "")


def test_contradictions_are_told_in_the_words_of_their_check():
    rules = """
check seen_thrice "Whoever is <seen> was visited three times"
  when seen of custody is yes
  expect visits is at least 3
check due_so_made "What is due is made"
  expect made is yes or not plan_due
"""
    view = view_of(CRITERIA + rules)
    text = " ".join(summary_text(view).split())
    words = "“Whoever is <seen> was visited three times”; what is recorded was counted as it stands"
    assert f"1 contradicting {words} case A3, seen_thrice (cases.csv, line 4)" in text
    assert "2 contradicting “What is due is made”" not in text
    assert "1 contradicting “What is due is made”" in text
    html = " ".join(page(view).split())
    assert "<b>1</b> contradicting “Whoever is &lt;seen&gt; was visited three times”;" in html
    found = [f for f in valid(json.dumps(scores_json(view)))["findings"] if f["code"] == "check-contradicted"]
    assert [(f["case"], f["subject"], f["label"], f["line"]) for f in found] == [
        ("A3", "seen_thrice", "Whoever is <seen> was visited three times", 4),
        ("A3", "due_so_made", "What is due is made", 4),
    ]
    rows = [row for row in findings_table(view).rows if row[0] == "check-contradicted"]
    assert rows[1] == (
        *("check-contradicted", "A3", "due_so_made", "What is due is made"),
        *("what is recorded contradicts “What is due is made”", "cases.csv", "line 4"),
    )


# --- States, ratings and bands --------------------------------------------------------------------

ASIDE = """case_id,sentence,plan_due,plan_made,visits,age,aside
A1,yro,no,no,3,15,
"""


def test_what_is_missing_counts_the_questions_reported_only_too():
    view = view_of()
    missing = sum(f.counts.gaps for f, _ in figures(view) if f.kind == "question")
    assert (view.gaps, view.gaps_aside) == (missing, 1) == (5, 1)
    assert "5 judgements are missing (1 of them of a question reported only, in no other score)" in " ".join(
        summary_text(view).split()
    )


def test_where_nothing_else_is_missing_no_column_is_empty():
    view = view_of(cases=ASIDE)
    words = "1 judgement is missing (of a question reported only, in no other score): unanswered, or a"
    assert words in summary_text(view)
    assert "ould be" not in summary_text(view)
    assert "could be" in summary_text(view, questions=True)
    two = ASIDE + "A2,yro,no,no,3,15,\n"
    assert "2 judgements are missing (all of them of questions reported only" in summary_text(
        view_of(cases=two)
    )


def test_notes_on_the_files_are_among_the_data():
    data = valid(json.dumps(scores_json(view_of(cases=ASIDE))))
    [note] = data["notes"]
    assert (note["code"], note["severity"]) == ("columns-not-there", "warning")
    assert "`made`" in note["message"]
    assert note["places"][0]["file"] == "cases.csv"
    assert valid(json.dumps(scores_json(view_of())))["notes"] == []


BARE = "case_id\nC1\n"

RATED = (
    CRITERIA
    + """
bands ladder by the exact score
  top     "Top"     from 80%  worth 3 points
  middle  "Middle"  from 50%  worth 1 point
  bottom  "Bottom"  otherwise worth 0 points

bands by_points
  high  "High"  from 2.5 points
  low   "Low"   otherwise

rating plans "How plans were made" for criterion 1.1
  lowest of (made, timely)
  in bands ladder

rating entire "The whole"
  total of points of (plans, contact)
  in bands by_points

rating contact "Contact as rated"
  score of criterion 1.2
  in bands ladder

rating led "Leadership"
  judged by inspectors
  in bands ladder
"""
)


def test_without_applicable_cases_there_is_no_figure():
    framework_view = view_of(cases="case_id,plan_due,plan_made\nC1,no,no\n")
    text = summary_text(framework_view)
    assert re.search(r"1\.1  Plans +- +no applicable cases", text)
    assert " 0%" not in text.split("1.2")[0]
    assert scores_of(cases="case_id,plan_due,plan_made\nC1,no,no\n")["criterion", "1.1"]["percent"] is None
    assert "no applicable cases" in page(framework_view)


def test_a_score_of_nothing_but_gaps_may_have_no_cases():
    assert scores_of(cases=BARE)["criterion", "1.1"]["bounds"] == {
        "low": 0,
        "high": 100,
        "may_have_no_cases": True,
    }
    assert "0 to 100%, or none" in summary_text(view_of(cases=BARE))


def test_ratings_print_in_the_place_of_what_they_stand_for():
    scores = scores_of(RATED)
    assert scores["rating", "plans"]["stands_for"] == {"kind": "criterion", "key": "1.1"}
    assert scores["rating", "plans"]["comment"] == "Middle"
    assert scores["criterion", "1.1"]["percent"] == 75
    assert scores["rating", "entire"]["points"] == "2"
    text = summary_text(view_of(RATED))
    assert re.search(r"1\.1  How plans were made +50%  Middle", text)
    assert re.search(r"The whole +2 points  Low", text)
    assert re.search(r"Leadership +- +not rated", text)
    html = " ".join(page(view_of(RATED)).split())
    assert "<dt>The whole</dt>" in html
    assert "2 points" in html


def test_what_is_not_scored_says_so():
    text = CRITERIA.replace('criterion 1.2 "Contact"', 'criterion 1.2 "Contact"\n  not scored')
    assert re.search(r"1\.2  Contact +- +not scored", summary_text(view_of(text)))


@pytest.mark.parametrize(
    ("rule", "sentence"),
    [
        ("are left out", "is left out of the score"),
        ("count as insufficient", "counts as insufficient"),
        ("stop the score", "No score is given"),
    ],
)
def test_the_rule_for_the_unanswered_is_explained(rule, sentence):
    text = CRITERIA.replace('version "3"', f'version "3"\n  unanswered questions {rule}')
    assert sentence in " ".join(view_of(text).how)


def test_each_comment_is_shown_with_its_scores():
    rows = {b.label: b.words for b in view_of(RATED).bands}
    assert rows == {"GOOD enough": "60% and over", "POOR, to improve": "under 60%"}


def test_what_to_look_at_next_can_be_typed():
    lines = list(more_lines(view_of(), ("rules", "cases.csv", "--sheet", "Spring run"), questions=False))
    assert "  aboveline explain rules cases.csv --sheet 'Spring run' --score roh" in lines


# --- Diagnostics ---------------------------------------------------------------------------------

TEXT = "fact a\n\tfact 名前 b\n"
SOURCES = {"f.criteria": Source("f.criteria", TEXT)}


def test_the_words_in_question_are_underlined_whatever_their_width():
    at = Span("f.criteria", TEXT.index("名"), TEXT.index("名") + 2)
    other = Label(Span("f.criteria", 0, 4), "declared here")
    wrong = Diagnostic("a-code", "expected this, found that", (Label(at, "here"), other), suggestion="nam")
    assert diagnostics_text([wrong], SOURCES).splitlines() == [
        "f.criteria:2:7: error: expected this, found that [a-code]",
        "    2 | \tfact 名前 b",
        "      | \t     ^^^^ here",
        "  see f.criteria:1:1: declared here",
        "    1 | fact a",
        "      | ^^^^",
        "  help: did you mean `nam`?",
    ]


def test_errors_come_first_and_the_rest_are_counted():
    warning = Diagnostic("w", "warned", severity=Severity.WARNING)
    shown = diagnostics_text([warning, *[Diagnostic("e", f"wrong {n}") for n in range(60)]], {})
    assert shown.startswith("error: wrong 0 [e]")
    assert shown.endswith("… and 11 more (all of them with --format json)")
    assert count_line([warning, Diagnostic("e", "x")]) == "1 error, 1 warning"


def test_a_place_in_records_says_file_line_row_case_and_field():
    place = Place("c.csv", 3, 2, "A2", "sentence")
    wrong = Diagnostic(
        "x", "bad", (Label(place), Label(Place("c.csv", 2, 1, "A1"), "first here")), help="mend it"
    )
    assert diagnostics_text([wrong], {}).splitlines() == [
        "c.csv:3: error: bad [x]",
        "  row 2, case A2, field sentence",
        "  see c.csv:2: row 1, case A1: first here",
        "  help: mend it",
    ]
    [told] = diagnostics_json([wrong], {})["diagnostics"]
    assert told["places"][0] == {
        "in": "records",
        "file": "c.csv",
        "line": 3,
        "row": 2,
        "case": "A2",
        "field": "sentence",
        "cell": None,
        "message": "",
    }


def test_a_span_of_several_lines_is_underlined_on_its_first():
    wrong = Diagnostic("x", "bad", (Label(Span("f.criteria", 5, len(TEXT))),))
    assert "      |      ^\n" in diagnostics_text([wrong], SOURCES) + "\n"


def test_layout_counts_columns_of_a_terminal():
    assert width_of("e\u0301名") == 3
    assert pad("名", 4, ">") == "  名"
    assert wrap("a b c", 30, "  ") == ["  a b c"]
    assert coloured("x", "strong") == "\x1b[1mx\x1b[0m"
    assert coloured("", "strong") == ""


def test_the_table_keeps_within_a_narrow_terminal():
    text = summary_text(view_of(), width=80, questions=True)
    assert all(len(line) <= 80 for line in text.splitlines())
