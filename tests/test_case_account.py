"""`explain` for a whole case, and every explanation as Markdown."""

import re
import shlex
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from aboveline.records.record import Record
from aboveline.reference.judge import judge, trail, trails
from aboveline.report.case_account import case_account
from aboveline.report.markdown import escaped, fenced
from small import write_small
from test_cli import said, valid
from test_explain import loaded


@pytest.fixture
def small(tmp_path: Path, monkeypatch) -> tuple[str, str]:
    monkeypatch.chdir(tmp_path)
    return write_small(tmp_path)


CASE = """\
Case A3
cases.csv, line 4

  asked 7 = 3 sufficient + 1 insufficient + 1 not applicable by rule + 0 not applicable by the
    assessor + 1 excused + 1 unanswered + 0 undetermined

1  Planning
  asked 7 = 3 sufficient + 1 insufficient + 1 not applicable by rule + 1 excused + 1 unanswered

    1.1  Plans
    asked 4 = 2 sufficient + 1 insufficient + 1 not applicable by rule
    insufficient            made
        Was a plan made?
        the answer is no
    not applicable by rule  timely
        Was the plan signed in time?
        “Type of sentence” is Detention order; “Age group” is younger (worked out)
    sufficient              seen.custody
        Was the young person seen in custody?
        the answer is yes
    sufficient              seen.community
        Was the young person seen in community?
        the answer is yes

    1.2  Contact
    asked 3 = 1 sufficient + 1 excused + 1 unanswered
    excused     enough
        Were there enough visits?
        “Type of sentence” is Detention order
    sufficient  acted
        Was something done about it?
        the answer is yes
    unanswered  aside
        Was the file tidy?
        the answer is missing (reported only)

Why one question came to what it did:
  aboveline explain rules cases.csv --case A3 --question NAME
"""


def test_a_case_lists_all_that_was_judged_of_it(small, capsys):
    assert said(capsys, "explain", *small, "--case", "A3").out == CASE


def test_the_counts_of_a_case_add_up_at_each_level(small, capsys):
    for case_id in ("A1", "A2", "A3", "A4", "A5"):
        data = valid(said(capsys, "explain", *small, "--case", case_id, "--format", "json").out)
        for level in (data, *data["sections"], *(c for s in data["sections"] for c in s["criteria"])):
            counts = dict(level["counts"])
            assert counts.pop("asked") == sum(counts.values())
        assert data["counts"]["asked"] == sum(s["counts"]["asked"] for s in data["sections"])
        for section in data["sections"]:
            assert section["counts"]["asked"] == sum(c["counts"]["asked"] for c in section["criteria"])
            for criterion in section["criteria"]:
                assert criterion["counts"]["asked"] == len(criterion["questions"])


def test_each_question_of_a_case_can_be_followed(small, capsys):
    data = valid(said(capsys, "explain", *small, "--case", "A2", "--format", "json").out)
    questions = [q for s in data["sections"] for c in s["criteria"] for q in c["questions"]]
    assert len(questions) == 7
    for question in questions:
        program, *arguments = shlex.split(question["follow"])
        assert program == "aboveline"
        followed = valid(said(capsys, *arguments, "--format", "json").out)
        assert (followed["question"], followed["outcome"]) == (question["question"], question["outcome"])


def test_what_was_noticed_of_a_case_is_listed(small, capsys):
    out = said(capsys, "explain", *small, "--case", "A4").out
    noticed = (
        "`made` does not apply to this case, so its answer is left aside (cases.csv, line 5, column made)"
    )
    assert f"Worth a look\n  {noticed}\n" in out


def test_the_trails_of_a_case_are_those_of_its_questions():
    framework, run = loaded()
    for record in run.cases.records:
        found = list(trails(framework, record))
        assert found == [trail(framework, record, j.question) for j in judge(framework, record).judgements]


def test_a_reason_is_never_empty():
    framework, run = loaded()
    for record in (*run.cases.records, Record("A9", {})):
        told = case_account(framework, record, None, "aboveline")
        assert all(q.reason for s in told.sections for c in s.criteria for q in c.questions)


# --- Markdown --------------------------------------------------------------------------------


def text_of(markdown: str) -> str:
    """What a reader sees of one paragraph, with code in backticks."""
    [_, inline, _] = MarkdownIt("commonmark").enable("table").enable("strikethrough").parse(markdown)
    assert {t.type for t in inline.children} <= {"text", "softbreak", "code_inline", "text_special"}, (
        inline.children
    )
    shown = {"softbreak": "\n", "code_inline": "`{}`"}
    return "".join(shown.get(t.type, "{}").replace("{}", t.content) for t in inline.children)


@given(st.text(st.sampled_from("ab_*[]<>|#~$\\`-+.1&;!()“”"), min_size=1, max_size=12))
def test_a_text_is_read_as_it_was(text):
    assert text_of("x " + escaped(text) + " x") == "x " + text + " x"


@pytest.mark.parametrize("text", ["1. one", "2) two", "- a", "+ b", "# c", "> d"])
def test_a_text_that_begins_like_a_list_is_none(text):
    assert text_of(escaped(text)) == text


def test_a_name_stays_code():
    assert escaped("“A_b” (`rmp_made`) is yes") == "“A\\_b” (`rmp_made`) is yes"


def test_a_fence_is_longer_than_any_in_the_text():
    assert next(fenced("a ``` b")) == "````text"
    assert next(fenced("a")) == "```text"


@pytest.mark.parametrize(
    "asked",
    [
        ("--case", "A2", "--question", "timely"),
        ("--case", "A5", "--question", "acted"),
        ("--case", "A4"),
        ("--score", "criterion 1.1"),
    ],
)
def test_every_explanation_can_be_had_as_markdown(small, capsys, asked):
    text = said(capsys, "explain", *small, *asked, "--format", "markdown").out
    tokens = MarkdownIt("commonmark").enable("table").parse(text)
    assert next(t.tag for t in tokens if t.type == "heading_open") == "h2"
    assert "\x1b" not in text
    plain = said(capsys, "explain", *small, *asked).out
    for figure in re.findall(r"\d+%", plain):
        assert figure in text


def test_the_tables_of_markdown_are_tables(small, capsys):
    text = said(capsys, "explain", *small, "--case", "A2", "--question", "timely", "--format", "markdown").out
    tokens = MarkdownIt("commonmark").enable("table").parse(text)
    assert sum(t.type == "table_open" for t in tokens) == 4
