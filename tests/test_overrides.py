"""Overrides: which judgements they change, what that does to every score, and that no output hides one."""

import csv
import io
import json
import re
import shutil
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import attrs
import polars as pl
import pytest
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from aboveline import bundled, workspace
from aboveline.batches.columns import ColumnJudge
from aboveline.batches.overridden import OverriddenCases
from aboveline.cli import exits
from aboveline.diagnostics import Place
from aboveline.framework.model import Framework
from aboveline.framework.record_shape import case_shape
from aboveline.judgement import Outcome
from aboveline.records.overrides import OVERRIDE, Override, read_overrides
from aboveline.records.raw import Input
from aboveline.records.read_parts import parts_of
from aboveline.records.record import Record
from aboveline.records.schema import json_schema
from aboveline.reference.judge import CaseResult
from aboveline.report.documents import document_bytes
from aboveline.run import manifest as m
from aboveline.run.folder import read_all
from aboveline.scoring.groups import Breakdown, break_down
from aboveline.scoring.model import Scores, Tally
from aboveline.scoring.overrides import (
    Applied,
    as_judged,
    overridden,
    results_with_overrides,
    tallies_of,
    with_overrides,
    without_overrides,
)
from aboveline.scoring.score import scores
from aboveline.scoring.tally import tally
from aboveline.workspace import Cases, Run
from generate import Draft, batches, drafts, inspections, written
from small import CASES, write_small
from test_cli import said, valid
from test_explain import loaded
from test_run import seal_anew, with_changed
from workbooks import workbook
from written import case, framework, framework_of

REASON = "The date in the file is that of the copy"
OVERRIDES = f"""case_id,question,outcome,reason,by,date
A2,timely,sufficient,{REASON},J. Smith,2012-05-03
A3,seen.custody,n/a,"Never in custody, so <nobody> to see",R. Jones,2012-05-04
A5,made,Insufficient,=No plan was found,R. Jones,2012-05-04
A2,made,sufficient,It was made,R. Jones,2012-05-04
A4,timely,not applicable,No plan was due,R. Jones,2012-05-04
A9,made,sufficient,It was made,R. Jones,2012-05-04
A1,tmely,sufficient,It was in time,R. Jones,2012-05-04
A1,seen,sufficient,Seen twice,R. Jones,2012-05-04
"""
PLACE = ["score", "rules", "cases.csv", "--overrides", "overrides.csv"]
BOTH = pytest.mark.parametrize("evaluator", ["reference", "columnar"])


@pytest.fixture
def small(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    write_small(tmp_path)
    (tmp_path / "overrides.csv").write_text(OVERRIDES, encoding="utf-8")
    return tmp_path


def decided(case_id, question, outcome, at=2):
    """An override as if it stood on some line of a file."""
    place = Place("overrides.csv", at, at - 1, case_id, "question")
    return Override(case_id, question, outcome, "Because", "J. Smith", date(2012, 5, 3), place)


# --- What an override does to the figures ------------------------------------------------------------


def tallies_after(rules: str, answers: Sequence[str | None], outcome: str) -> tuple[Tally, Tally]:
    """The tally of question q before and after the first case is overridden."""
    criteria = framework('fact asked "Asked" yes or no', f'question q "Q" {rules}')
    records = [case(f"A{i}", **({"q": a} if a else {}), asked="yes") for i, a in enumerate(answers)]
    run = workspace.judge_cases(criteria, as_cases(records))
    given_ = [decided("A0", "q", outcome)]
    judged = as_judged(criteria, given_, zip(records, run.results, strict=True))
    after = workspace.override(run, given_, judged)
    return run.tallies["q"], after.tallies["q"]


def as_cases(records: Sequence[Record], inspection: Record | None = None) -> Cases:
    return Cases(
        tuple(records), inspection, (), (), len(records), ("a.csv",), fatal=False, valid=len(records)
    )


@pytest.mark.parametrize(
    ("rules", "answer", "outcome", "changes"),
    [
        ("", "no", "sufficient", {"insufficient": -1, "sufficient": 1}),
        ("", "yes", "not applicable", {"sufficient": -1, "not_applicable_by_assessor": 1}),
        ("", None, "insufficient", {"unanswered": -1, "insufficient": 1}),
        ("", "yes", "unanswered", {"sufficient": -1, "unanswered": 1}),
        ("unanswered counts as insufficient", None, "sufficient", {"unanswered": -1, "unanswered_counted": -1, "sufficient": 1}),
        ("unanswered counts as insufficient", "yes", "unanswered", {"unanswered": 1, "unanswered_counted": 1, "sufficient": -1}),
        ("unanswered stops the score", "yes", "unanswered", {"unanswered": 1, "unanswered_stopping": 1, "sufficient": -1}),
        ("only where not asked", "yes", "sufficient", {"not_applicable_by_rule": -1, "by_clause": -1, "sufficient": 1}),
        ("excused where asked", "no", "not applicable", {"excused": -1, "not_applicable_by_assessor": 1}),
    ],
)  # fmt: skip
def test_a_judgement_is_taken_from_one_count_and_added_to_another(rules, answer, outcome, changes):
    rules = rules.replace("unanswered counts", "unanswered questions count").replace(
        "unanswered stops", "unanswered questions stop"
    )
    before, after = tallies_after(rules, [answer, "yes", "no"], outcome)
    found = {
        name: sum(r.count for r in getattr(after, name)) - sum(r.count for r in getattr(before, name))
        if isinstance(getattr(before, name), tuple)
        else getattr(after, name) - getattr(before, name)
        for name in (a.name for a in attrs.fields(Tally))
    }
    assert {name: by for name, by in found.items() if by} == changes


def test_nothing_that_rests_on_an_overridden_judgement_is_worked_out_again():
    criteria = framework(
        'rating part "Part" share of cases where q is sufficient out of cases where q applies; in bands good_or_bad; '
        'bands good_or_bad by the rounded score; good "Good" from 50%; bad "Bad" otherwise',
        'question q "Q"; question next "Next" only where q is insufficient',
    )
    records = [case("A0", q="no", next="yes"), case("A1", q="yes")]
    run = workspace.judge_cases(criteria, as_cases(records))
    given_ = [decided("A0", "q", "sufficient")]
    after = workspace.override(
        run, given_, as_judged(criteria, given_, zip(records, run.results, strict=True))
    )
    assert (run.scores["question", "q"].percent, after.scores["question", "q"].percent) == (50, 100)
    assert after.scores["question", "next"] == run.scores["question", "next"]
    assert after.scores["rating", "part"] == run.scores["rating", "part"]


def test_a_score_that_moves_has_beside_it_what_it_was_and_no_other_has():
    criteria, run = loaded()
    given_ = [decided("A2", "timely", "sufficient")]
    judged = as_judged(criteria, given_, zip(run.cases.records, run.results, strict=True))
    after = workspace.override(run, given_, judged).scores
    moved = {name for name, one in after.figures.items() if one.before}
    assert moved == {
        *(("theme", "roh"), ("section", "1"), ("criterion", "1.1"), ("question", "timely")),
    }
    assert all(after[name].before == run.scores[name] for name in moved)
    assert without_overrides(after) == run.scores


def test_each_override_that_changes_nothing_says_why():
    criteria, run = loaded()
    found, wrong = read_overrides(Input("overrides.csv", OVERRIDES.encode()), {})
    assert not wrong
    judged = as_judged(criteria, found, zip(run.cases.records, run.results, strict=True))
    came = overridden(criteria, (*found, decided("A8", "age_group", "sufficient", 10)), judged)
    assert [(one.case_id, one.question) for one in came.applied] == [
        *(("A2", "timely"), ("A3", "seen.custody"), ("A5", "made")),
    ]
    assert [(f.code, f.case_id, f.subject, f.place.line) for f in came.set_aside] == [
        ("override-changes-nothing", "A2", "made", 5),
        ("override-changes-nothing", "A4", "timely", 6),
        ("override-of-unknown-case", "A9", "made", 7),
        ("override-of-unknown-question", "A1", "tmely", 8),
        ("override-of-unknown-question", "A1", "seen", 9),
        ("override-of-unknown-question", "A8", "age_group", 10),
        ("override-of-unknown-case", "A8", "age_group", 10),
    ]
    messages = [f.message for f in came.set_aside]
    assert messages[3].endswith("; did you mean `timely`?")
    assert messages[4].endswith("say which: `seen.custody`, `seen.community`")


UNHURRIED = settings(
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example],
)


def by_(criteria: Framework) -> tuple[str, ...]:
    """Some facts of a made-up framework that have groups."""
    possible = ("asked", "shade", "length", "colour", "visits")
    return tuple(key for key in possible if key in criteria.facts and not criteria.facts[key].of_inspection)


#: What each outcome of an override is in a tally, said here once more.
COUNTS_AS = {
    "sufficient": Outcome.SUFFICIENT,
    "insufficient": Outcome.INSUFFICIENT,
    "not applicable": Outcome.NOT_APPLICABLE_BY_ASSESSOR,
    "unanswered": Outcome.UNANSWERED,
}


@st.composite
def overrides_of(draw: st.DrawFn, criteria: Framework, records: Sequence[Record]) -> list[Override]:
    """Some overrides of these cases and one or two that are not there, each judgement at most once."""
    judged = [key for key, question in criteria.questions.items() if question.is_judged]
    ids = [record.case_id for record in records]
    pairs = st.tuples(st.sampled_from([*ids, "Z9"]), st.sampled_from([*judged, "nothing"]))
    chosen = draw(st.lists(pairs, unique=True, max_size=12))
    return [
        decided(case_id, question, draw(st.sampled_from(list(COUNTS_AS))), line)
        for line, (case_id, question) in enumerate(chosen, 2)
    ]


def judged_anew(results: Sequence[CaseResult], overrides: Sequence[Override]) -> list[CaseResult]:
    """The results with each judgement replaced that an override changes, looked for one by one."""
    instead = {(one.case_id, one.question): COUNTS_AS[one.outcome] for one in overrides}
    both = {Outcome.NOT_APPLICABLE_BY_RULE, Outcome.NOT_APPLICABLE_BY_ASSESSOR}
    return [
        attrs.evolve(
            result,
            judgements=tuple(
                attrs.evolve(j, outcome=to, clause=None)
                if to not in {None, j.outcome} and not (to in both and j.outcome in both)
                else j
                for j in result.judgements
                for to in (instead.get((j.case_id, j.question)),)
            ),
        )
        for result in results
    ]


def bare(found: Scores) -> Scores:
    """Scores without what they were before."""
    return attrs.evolve(
        found, figures={name: attrs.evolve(one, before=None) for name, one in found.figures.items()}
    )


def bare_groups(found: Breakdown) -> Breakdown:
    return attrs.evolve(
        found, groups=tuple(attrs.evolve(group, scores=bare(group.scores)) for group in found.groups)
    )


def agree(data: st.DataObject, draft: Draft) -> None:
    """The scores with overrides are those of the judgements as they count, whichever evaluator judges."""
    criteria = framework_of(written(draft))
    assume(any(question.is_judged for question in criteria.questions.values()))
    records = data.draw(batches(criteria, least=1, most=7))
    inspection, given_ = data.draw(inspections(criteria)), data.draw(overrides_of(criteria, records))
    run = workspace.judge_cases(criteria, as_cases(records, inspection))
    run = attrs.evolve(run, breakdowns=tuple(workspace.break_down(run, fact) for fact in by_(criteria)))
    judged = as_judged(criteria, given_, zip(records, run.results, strict=True), by_(criteria), inspection)
    after = workspace.override(run, given_, judged)

    results = judged_anew(run.results, given_)
    plain = scores(criteria, tally(criteria, results), inspection=inspection)
    assert bare(after.scores) == plain
    assert without_overrides(after.scores) == run.scores
    assert list(workspace.counted_results(after)) == results
    assert workspace.figures_in(criteria, after) == after
    for before, one in zip(run.breakdowns, after.breakdowns, strict=True):
        again = break_down(criteria, before.fact, zip(records, results, strict=True), plain, inspection)
        assert bare_groups(one) == again
        assert [without_overrides(group.scores) for group in one.groups] == [g.scores for g in before.groups]

    by_columns, applied = in_parts(criteria, records, inspection, given_)
    assert by_columns == judged
    assert sorted(applied, key=line) == list(after.overridden.applied)
    if given_:
        untouched = (
            o for o in given_ if (o.case_id, o.question) not in {(a.case_id, a.question) for a in applied}
        )
        assert {(f.case_id, f.subject) for f in after.overridden.set_aside} == {
            (one.case_id, one.question) for one in untouched
        }


@settings(UNHURRIED, max_examples=10, phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(st.data(), drafts())
def test_scores_with_overrides_are_those_of_the_judgements_as_they_count(data: st.DataObject, draft: Draft):
    agree(data, draft)


@pytest.mark.slow
@settings(UNHURRIED, max_examples=100)
@given(st.data(), drafts())
def test_they_are_so_for_very_many_frameworks(data: st.DataObject, draft: Draft):
    agree(data, draft)


def line(one: Applied) -> int:
    return one.override.place.line or 0


def in_parts(
    criteria: Framework, records: Sequence[Record], inspection: Record | None, given_: Sequence[Override]
) -> tuple[Mapping[str, object], list[Applied]]:
    """What is caught of the cases when they are judged by columns, three at a time, and the overrides of every part."""
    judge = ColumnJudge(criteria, inspection, by_(criteria), ("a.csv",))
    caught = OverriddenCases(criteria, given_, by_(criteria))
    parts = parts_of(case_shape(criteria), records, ("a.csv",), 3)
    marked = [caught.marked(judge.judge(number, part)) for number, part in enumerate(parts, 1)]
    return caught.judged, [one for part in marked for one in part.overrides]


def test_groups_that_do_not_add_up_are_a_fault_of_ours():
    _, run = loaded()
    run = attrs.evolve(run, breakdowns=(workspace.break_down(run, "sentence"),))
    given_ = [decided("A2", "timely", "sufficient")]
    judged = zip(run.cases.records, run.results, strict=True)
    named = as_judged(run.framework, given_, judged, ("sentence",))
    wrong = {"A2": attrs.evolve(named["A2"], groups={"sentence": ("known", "dto")})}
    assert workspace.override(run, given_, named)
    with pytest.raises(AssertionError):
        workspace.override(run, given_, wrong)


# --- What is shown ------------------------------------------------------------------------------------

SUMMARY = """\
3 judgements were overridden by a person, and the scores are with that; what they are without it
stands below.

                score  comment      sufficient   could be
Headline themes
  Risk & harm     67%  GOOD enough      4 of 6  57 to 71%
"""

BLOCK = """\
3 judgements were overridden
  without            with
  60%      3 of 5    67%   4 of 6    Theme: Risk & harm
  78%      7 of 9    75%   6 of 8    Theme: Safeguarding
  71%      12 of 17  71%   12 of 17  Section 1: Planning
  75%      9 of 12   75%   9 of 12   Criterion 1.1: Plans

  case A2, timely: sufficient; by the criteria it was insufficient
    “The date in the file is that of the copy” (J. Smith, 3 May 2012; overrides.csv, line 2)
  case A3, seen.custody: not applicable by the assessor; by the criteria it was sufficient
    “Never in custody, so <nobody> to see” (R. Jones, 4 May 2012; overrides.csv, line 3)
  case A5, made: insufficient; by the criteria it was unanswered
    “=No plan was found” (R. Jones, 4 May 2012; overrides.csv, line 4)
"""

LEFT_ASIDE = """\

Findings in the data: 1
  1 answered although the question does not apply; the answer was not counted
    case A4, made (cases.csv, line 5)

Overrides left aside: 5
  1 an override of a case that was not scored; it was left aside
    case A9, made (overrides.csv, line 7)
  2 an override of something that is no judged question; it was left aside
    case A1, tmely (overrides.csv, line 8)
    case A1, seen (overrides.csv, line 9)
  2 an override that repeats the judgement as it is; it was left aside
    case A2, made (overrides.csv, line 5)
    case A4, timely (overrides.csv, line 6)
"""


@BOTH
@pytest.mark.usefixtures("small")
def test_the_summary_says_what_was_overridden_and_what_that_moves(capsys, evaluator):
    shown = said(capsys, *PLACE, "--evaluator", evaluator)
    assert SUMMARY in shown.out
    assert BLOCK in shown.out
    assert LEFT_ASIDE in shown.out
    assert "5 overrides were left aside" in shown.err
    assert "Question: Was the plan signed in time?" in said(capsys, *PLACE, "--questions").out


def test_very_many_overrides_are_counted_and_only_the_first_are_listed(small, capsys):
    head, *rows = CASES.splitlines()
    more = [row.replace("A2", f"B{i}", 1) for i in range(30) for row in rows if row.startswith("A2")]
    (small / "cases.csv").write_text("\n".join([head, *rows, *more]))
    given_ = [f"B{i},timely,sufficient,Late copy,J. Smith,2012-05-03" for i in range(30)]
    (small / "overrides.csv").write_text("\n".join([OVERRIDES.splitlines()[0], *given_]))
    shown = said(capsys, *PLACE).out
    assert shown.count("case B") == 10
    assert "  and 20 more (all of them with --format json)\n" in shown


def test_what_moves_no_score_that_is_shown_says_so(small, capsys):
    (small / "overrides.csv").write_text(
        "case,question,outcome,reason,by,date\nA2,aside,yes,Tidy,J. Smith,2012-05-03\n".replace(
            "yes,", "sufficient,"
        )
    )
    shown = said(capsys, *PLACE).out
    assert "1 judgement was overridden\n  That moves none of the scores above.\n" in shown


@BOTH
@pytest.mark.usefixtures("small")
def test_the_data_hold_every_override_and_each_score_that_moved_with_what_it_was(capsys, evaluator):
    document = valid(
        said(capsys, *PLACE, "--by", "sentence", "--format", "json", "--evaluator", evaluator).out
    )
    assert [
        (one["case"], one["question"], one["overridden_from"], one["outcome"])
        for one in document["overrides"]
    ] == [
        ("A2", "timely", "insufficient", "sufficient"),
        ("A3", "seen.custody", "sufficient", "not applicable by the assessor"),
        ("A5", "made", "unanswered", "insufficient"),
    ]
    first = document["overrides"][0]
    assert (first["reason"], first["by"], first["date"], first["line"]) == (
        REASON,
        "J. Smith",
        "2012-05-03",
        2,
    )
    assert (first["because"], first["rule"]) == (
        "sufficient when",
        "“Date the plan was signed” is no later than 15 working days after “Date of sentence”",
    )
    assert [(one["code"], one["case"], one["line"]) for one in document["overrides_left_aside"]] == [
        ("override-of-unknown-case", "A9", 7),
        ("override-of-unknown-question", "A1", 8),
        ("override-of-unknown-question", "A1", 9),
        ("override-changes-nothing", "A2", 5),
        ("override-changes-nothing", "A4", 6),
    ]
    by_name = {(s["kind"], s["key"]): s for s in document["scores"]}
    roh = by_name["theme", "roh"]
    assert (roh["fraction"], roh["before"]["fraction"], roh["before"]["percent"]) == ("4/6", "3/5", 60)
    assert "before" not in by_name["criterion", "1.2"]
    youth, detained = document["breakdowns"][0]["groups"]
    moved = [{s["key"] for s in group["scores"] if "before" in s} for group in (youth, detained)]
    assert ("timely" in moved[0], "seen.custody" in moved[0]) == (True, False)
    assert ("timely" in moved[1], "seen.custody" in moved[1]) == (False, True)


@pytest.mark.usefixtures("small")
def test_without_overrides_nothing_is_said_of_any(capsys):
    document = valid(said(capsys, *PLACE[:3], "--format", "json").out)
    assert not any("overrides" in name for name in document)
    assert not any("before" in score for score in document["scores"])
    assert "overrid" not in said(capsys, *PLACE[:3]).out
    assert "overrid" not in said(capsys, *PLACE[:3], "--format", "html").out.split("</style>")[1]


@pytest.mark.usefixtures("small")
def test_the_page_marks_every_score_that_moves_and_tells_each_override(capsys):
    html = " ".join(said(capsys, *PLACE, "--format", "html").out.split())
    assert "3 judgements were overridden by a person, and the scores are with that" in html
    assert '<span class="range overridden">without overrides 60% (3 of 5)</span>' in html
    assert '<span class="why overridden">Without overrides 50% (1 of 2).</span>' in html
    assert (
        "<li>case A3, Was the young person seen in custody? <b>not applicable by the assessor</b>; by the criteria it was "
        'sufficient. <span class="why">“Never in custody, so &lt;nobody&gt; to see” (R. Jones, 4 May 2012; '
        "overrides.csv, line 3)</span></li>"
    ) in html
    assert not re.search(r"<nobody>", html)
    told = html.split('id="overrides"')[1].split("</section>")[0]
    assert "<b>2</b> an override that repeats the judgement as it is; it was left aside" in told
    assert "left aside" not in html.split('id="gaps"')[1]


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("command", ["score", "report"])
def test_where_no_override_changed_anything_the_page_says_so_and_why(capsys, command):
    Path("overrides.csv").write_text("\n".join((OVERRIDES.splitlines()[0], OVERRIDES.splitlines()[4])))
    written_to = ("--output", "page.html", *(("--format", "html") if command == "score" else ()))
    said(capsys, command, *PLACE[1:], *written_to)
    html = " ".join(Path("page.html").read_text("utf-8").split())
    told = html.split('<h2 id="overrides">' if command == "score" else '<h3 id="overrides">')[1]
    assert "<p>No judgement was overridden.</p>" in told.split('id="gaps"')[0]
    assert "<b>1</b> an override that repeats the judgement as it is" in told.split('id="gaps"')[0]
    said(capsys, command, *PLACE[1:], *written_to, "--public")
    assert "repeats the judgement" not in Path("page.html").read_text("utf-8")


@BOTH
def test_every_kind_of_table_marks_the_judgements_that_are_overridden(small, capsys, evaluator):
    for ending in ("csv", "json", "parquet"):
        files = (f"--{kind}={kind}.{ending}" for kind in ("scores", "judgements", "findings"))
        said(capsys, *PLACE, *files, "--evaluator", evaluator)
    document = valid((small / "judgements.json").read_text("utf-8"))["judgements"]
    assert pl.read_parquet(small / "judgements.parquet").to_dicts() == document
    rows = {(row["case_id"], row["question"]): row for row in document}
    timely = rows["A2", "timely"]
    assert (timely["outcome"], timely["because"], timely["rule"]) == ("sufficient", "override", None)
    assert [
        timely[name] for name in ("overridden_from", "override_reason", "override_by", "override_date")
    ] == [
        *("insufficient", REASON, "J. Smith", "2012-05-03"),
    ]
    assert rows["A2", "made"]["overridden_from"] is rows["A2", "made"]["override_by"] is None
    assert rows["A2", "made"]["because"] == "sufficient when"
    assert sum(row["overridden_from"] is not None for row in document) == 3
    guarded = list(csv.DictReader(io.StringIO((small / "judgements.csv").read_text("utf-8"))))
    assert {row["override_reason"] for row in guarded} == {
        *("", REASON, "Never in custody, so <nobody> to see", "'=No plan was found"),
    }
    findings = valid((small / "findings.json").read_text("utf-8"))["findings"]
    assert pl.read_parquet(small / "findings.parquet").to_dicts() == findings
    assert [(f["code"], f["subject"], f["place"]) for f in findings] == [
        ("answered-though-not-applicable", "made", "line 5"),
    ]
    found = (
        pl.read_parquet(small / "scores.parquet").select("kind", "key", "percent", "before_percent").rows()
    )
    assert ("theme", "roh", 67, 60) in found
    assert ("criterion", "1.2", 60, None) in found


def test_the_workbook_has_a_sheet_of_them(small, capsys):
    said(capsys, *PLACE, "--workbook", "w.xlsx")
    book = CalamineWorkbook.from_path(str(small / "w.xlsx"))
    rows = book.get_sheet_by_name("Overrides").to_python()
    assert rows[1][:2] + rows[1][4:5] + rows[1][7:11] == [
        *("A2", "1.1", "insufficient", "sufficient", REASON, "J. Smith", "2012-05-03"),
    ]
    assert rows[3][8] == "=No plan was found"
    aside = book.get_sheet_by_name("Overrides left aside").to_python()
    assert [(row[0], row[1], row[-1]) for row in aside[1:3]] == [
        ("override-of-unknown-case", "A9", "line 7"),
        ("override-of-unknown-question", "A1", "line 8"),
    ]
    assert len(aside) == 6
    assert book.get_sheet_by_name("Scores").to_python()[2][0].startswith("3 judgements were overridden")
    assert {"Overridden from", "Overridden by"} <= set(book.get_sheet_by_name("Judgements").to_python()[0])


# --- What is explained ----------------------------------------------------------------------------------

TIMELY = [
    "explain",
    "rules",
    "cases.csv",
    "--overrides",
    "overrides.csv",
    "--case",
    "A2",
    "--question",
    "timely",
]

OWN = """\
The override
  “The date in the file is that of the copy” (J. Smith, 3 May 2012; overrides.csv, line 2)
  It counts as sufficient; by the criteria it was insufficient. Nothing that rests on it was worked
  out again. Here “without” is without this override alone; others stay.

  without            with
  50%      3 of 6    67%   4 of 6    Theme: Risk & harm (“POOR, to improve” becomes “GOOD enough”)
  65%      11 of 17  71%   12 of 17  Section 1: Planning
  67%      8 of 12   75%   9 of 12   Criterion 1.1: Plans
  50%      1 of 2    100%  2 of 2    Question: Was the plan signed in time?
"""


@BOTH
@pytest.mark.usefixtures("small")
def test_an_overridden_judgement_is_explained_by_the_criteria_first_and_then_by_the_override(
    capsys, evaluator
):
    shown = said(capsys, *TIMELY, "--evaluator", evaluator).out
    assert shown.startswith("Overridden: this counts as sufficient.")
    assert "\nOutcome: insufficient\n" in shown
    assert "50%  3 of 6      67% (4 of 6), GOOD enough  Theme: Risk & harm\n" in shown
    assert OWN in shown
    document = valid(said(capsys, *TIMELY, "--evaluator", evaluator, "--format", "json").out)
    own = document["override"]
    assert (document["outcome"], own["overridden_from"], own["outcome"]) == (
        "insufficient",
        "insufficient",
        "sufficient",
    )
    assert [
        (one["score"]["key"], one["without"]["percent"], one["score"]["percent"]) for one in own["moved"]
    ] == [
        *(("roh", 50, 67), ("1", 65, 71), ("1.1", 67, 75), ("timely", 50, 100)),
    ]


@pytest.mark.usefixtures("small")
def test_what_rests_on_an_overridden_judgement_says_so(capsys):
    acted = [*TIMELY[:-1], "acted"]
    shown = " ".join(said(capsys, *acted).out.split())
    assert (
        "`timely` is overridden for this case: it counts as sufficient, and by the criteria it was insufficient. "
        "This judgement rests on what it was by the criteria."
    ) in shown
    document = valid(said(capsys, *acted, "--format", "json").out)
    assert [one["question"] for one in document["overridden_beneath"]] == ["timely"]
    assert "override" not in document
    aside = said(capsys, *TIMELY[:-1], "aside")
    assert "overrid" not in aside.out


@pytest.mark.usefixtures("small")
def test_what_would_change_a_judgement_counts_the_other_overrides_of_the_case(capsys):
    scored = valid(said(capsys, "score", *TIMELY[1:5], "--format", "json").out)["scores"]
    now = {(one["kind"], one["key"]): one["fraction"] for one in scored}
    document = valid(said(capsys, *TIMELY[:-1], "acted", "--format", "json").out)
    options = [option for way in document["what_if"]["by_case"] for option in way["options"]]
    moved = [one for option in options for one in option["scores"]]
    assert moved
    assert all(one["now"]["fraction"] == now[one["kind"], one["key"]] for one in moved)
    # `timely` of this case counts as sufficient whatever becomes of `acted` alone.
    alone = next(option for option in options if not option["other_judgements"])
    assert {one["key"] for one in alone["scores"]} == {"acted", "safe", "1", "1.2"}


@pytest.mark.usefixtures("small")
def test_a_score_says_which_of_its_judgements_are_overridden(capsys):
    asked = [*TIMELY[:5], "--score", "roh"]
    shown = said(capsys, *asked).out
    assert (
        "2 judgements were overridden\n  without          with\n  60%      3 of 5  67%   4 of 6  Theme: Risk & harm\n"
        in shown
    )
    assert "seen.custody" not in shown
    assert "below the line: A3, A5" in shown
    document = valid(said(capsys, *asked, "--format", "json").out)
    assert [one["question"] for one in document["overrides"]] == ["timely", "made"]
    assert document["score"]["before"]["percent"] == 60


def test_a_rating_counts_what_the_scores_beneath_it_count():
    from aboveline.report.overridden_score import overridden_in

    criteria = framework(
        'rating low "Low" lowest of (a, b); rating all_in_all "All" lowest of (low)',
        'question a "A"; question b "B"; question c "C"',
    )
    records = [case("A0", a="no", b="no", c="no")]
    run = workspace.judge_cases(criteria, as_cases(records))
    given_ = [decided("A0", key, "sufficient", at) for at, key in enumerate("abc", 2)]
    run = workspace.override(run, given_, as_judged(criteria, given_, zip(records, run.results, strict=True)))
    found = overridden_in(criteria, ("rating", "all_in_all"), run.overridden.applied)
    assert [row.question for row in found] == ["a", "b"]


# --- Every form, and what is wrong with a file --------------------------------------------------------


def forms() -> dict[str, bytes]:
    """The overrides in every form."""
    rows = list(csv.DictReader(io.StringIO(OVERRIDES)))
    frame = pl.DataFrame(rows).with_columns(pl.col("date").str.to_date())
    parquet, arrow = io.BytesIO(), io.BytesIO()
    frame.write_parquet(parquet)
    frame.rename({"case_id": "case"}).write_ipc(arrow)
    sheet = "\n".join(
        " | ".join(("'" if name == "reason" else "") + row[name] for name in row) for row in rows
    )
    return {
        "overrides.csv": OVERRIDES.replace("case_id", "case").encode(),
        "overrides.json": json.dumps(rows).encode(),
        "overrides.ndjson": "\n".join(json.dumps(row) for row in rows).encode(),
        "overrides.xlsx": workbook("sheet Overrides\n" + " | ".join(rows[0]) + "\n" + sheet),
        "overrides.parquet": parquet.getvalue(),
        "overrides.arrow": arrow.getvalue(),
    }


@pytest.mark.parametrize("name", list(forms()))
def test_every_form_says_the_same(name):
    read, wrong = read_overrides(Input(name, forms()[name]), {})
    assert not wrong
    found = [attrs.astuple(attrs.evolve(one, place=Place(""))) for one in read]
    plain = [
        attrs.astuple(attrs.evolve(one, place=Place("")))
        for one in read_overrides(Input("a.csv", OVERRIDES.encode()), {})[0]
    ]
    assert found == plain
    assert all(one.place.file == name and one.place.spot for one in read)


def test_the_schema_that_is_published_is_the_one_records_are_held_against():
    assert bundled.schema("override-record") == json_schema(OVERRIDE)


def test_a_question_may_go_by_its_column_and_is_still_overridden_only_once():
    text = "case,question,outcome,reason,by,date\nA,f_q,sufficient,R,B,2012-05-03\nA,q,sufficient,R,B,2012-05-03\n"
    read, wrong = read_overrides(Input("a.csv", text.encode()), {"f_q": "q"})
    assert [one.question for one in read] == ["q", "q"]
    assert [d.code for d in wrong] == ["overridden-twice"]


@BOTH
def test_errors_in_the_file_stop_everything_and_show_no_reason(small, capsys, evaluator):
    (small / "overrides.csv").write_text(OVERRIDES.replace("J. Smith,2012-05-03", "J. Smith,3/5/2012"))
    options = ["--evaluator", evaluator, "--problems", "problems.csv", "--leave-out-invalid", "--show-values"]
    shown = said(capsys, *PLACE, "--run", "run", *options, code=exits.INPUT_HAS_ERRORS)
    assert "overrides.csv:2: error: expected a date such as 2011-07-04 in `date`" in shown.err
    assert shown.out == ""
    assert not (small / "run").exists()
    assert not any(word in shown.err for word in ("copy", "custody", "plan was"))
    (problem,) = csv.DictReader((small / "problems.csv").open())
    assert (problem["code"], problem["file"], problem["case_id"]) == ("wrong-date", "overrides.csv", "A2")
    document = valid(said(capsys, *PLACE, "--format", "json", code=exits.INPUT_HAS_ERRORS).out)
    assert [d["code"] for d in document["diagnostics"]] == ["wrong-date"]


def test_wrong_usage_is_said_first(small, capsys):
    absent = said(capsys, *PLACE[:3], "--overrides", "override.csv", code=exits.WRONG_USAGE)
    assert "there is no file `override.csv`; did you mean `overrides.csv`?" in absent.err
    over = said(capsys, *PLACE, "--scores", "overrides.csv", code=exits.WRONG_USAGE)
    assert "found `overrides.csv`, which is to be read" in over.err
    assert (small / "overrides.csv").read_text() == OVERRIDES


# --- Sealed runs ----------------------------------------------------------------------------------------


@pytest.fixture
def sealed(small, capsys):
    said(capsys, *PLACE, "--by", "sentence", "--run", "run")
    return small / "run"


def verified(capsys, *more, code=exits.FINE):
    return valid(said(capsys, "verify", "run", *more, "--format", "json", code=code).out)


def test_a_run_keeps_the_file_and_what_came_of_each_override(sealed, small):
    files, _ = read_all(sealed)
    assert files["records/overrides-overrides.csv"] == (small / "overrides.csv").read_bytes()
    document = valid(files[m.OVERRIDES])
    assert [one["case"] for one in document["overrides"]] == ["A2", "A3", "A5"]
    assert [(one["code"], one["question"], one["line"]) for one in document["set_aside"]][2:4] == [
        *(("override-of-unknown-case", "made", 7), ("override-of-unknown-question", "tmely", 8)),
    ]
    listed = valid(files[m.MANIFEST])
    assert [(one["of"], one["name"]) for one in listed["inputs"]] == [
        *(("cases", "cases.csv"), ("overrides", "overrides.csv")),
    ]
    assert (listed["counts"]["overrides"], listed["counts"]["findings"]) == (3, 1)
    assert REASON not in files[m.MANIFEST].decode()
    assert valid(files[m.SCORES])["overrides"] == document["overrides"]


def test_the_judgements_a_run_holds_are_those_of_the_criteria(sealed, small, capsys):
    said(capsys, *PLACE[:3], "--run", "plain")
    one, other = read_all(sealed)[0], read_all(small / "plain")[0]
    assert one[m.part_path(m.JUDGEMENTS, 1)] == other[m.part_path(m.JUDGEMENTS, 1)]


def test_both_evaluators_seal_the_same_bytes(sealed, small, capsys):
    said(capsys, *PLACE, "--by", "sentence", "--run", "columnar", "--evaluator", "columnar")
    one, other = read_all(sealed)[0], read_all(small / "columnar")[0]
    assert [path for path in one if one[path] != other[path]] == [m.MANIFEST, m.SEAL]


@BOTH
@pytest.mark.usefixtures("sealed")
def test_a_run_verifies_with_its_overrides(capsys, evaluator):
    found = verified(capsys, "--evaluator", evaluator)
    assert found["holds"]
    assert found["worked_out_again"]
    text = said(capsys, "verify", "run").out
    assert "Of the judgements 3 are overridden: who decided so, and why, is in overrides.json." in text


@pytest.mark.parametrize(
    ("path", "change", "code", "words"),
    [
        ("overrides.json", lambda b: b.replace(b"J. Smith", b"R. Jones", 1), "override-differs", "an override applied"),
        ("overrides.json", lambda b: b.replace(b"tmely", b"timly"), "override-differs", "an override set aside"),
        ("overrides.json", lambda b: b[:-3], "not-worked-out-again", "overrides.json"),
        ("scores.json", lambda b: b.replace(b"J. Smith", b"R. Jones", 1), "override-differs", "the same overrides"),
        ("scores.json", lambda b: b.replace(b'"fraction": "3/5"', b'"fraction": "4/5"', 1), "score-differs", "its figure without overrides is"),
        ("records/overrides-overrides.csv", lambda b: b.replace(b"timely,sufficient", b"timely,unanswered"), "score-differs", "theme roh"),
        ("records/overrides-overrides.csv", lambda b: b.replace(b"2012-05-03", b"soon"), "not-worked-out-again", "cannot be read now"),
        ("judgements/0001.parquet", lambda b: with_changed(b, "timely", value=2), "judgement-differs", "the run says"),
    ],
)  # fmt: skip
def test_whatever_does_not_follow_is_named_though_sealed_anew(sealed, capsys, path, change, code, words):  # noqa: PLR0913, PLR0917 (one for each column)
    data = (sealed / path).read_bytes()
    assert change(data) != data
    (sealed / path).write_bytes(change(data))
    seal_anew(sealed)
    found = verified(capsys, code=exits.INPUT_HAS_ERRORS)
    assert code in [d["code"] for d in found["diagnostics"]]
    assert any(words in d["message"] for d in found["diagnostics"])
    assert not any(REASON in d["message"] for d in found["diagnostics"])


def test_an_override_that_is_taken_out_of_a_run_is_missed(sealed, capsys):
    document = json.loads((sealed / m.OVERRIDES).read_bytes())
    del document["overrides"][0]
    (sealed / m.OVERRIDES).write_bytes(document_bytes(document))
    seal_anew(sealed)
    assert "override-differs" in [
        d["code"] for d in verified(capsys, code=exits.INPUT_HAS_ERRORS)["diagnostics"]
    ]
    explained = said(capsys, "explain", "run", *TIMELY[5:], code=exits.INPUT_HAS_ERRORS)
    assert "override-differs" in explained.err
    (sealed / m.OVERRIDES).unlink()
    listed = json.loads((sealed / m.MANIFEST).read_bytes())
    listed["files"] = [one for one in listed["files"] if one["path"] != m.OVERRIDES]
    (sealed / m.MANIFEST).write_bytes(document_bytes(listed))
    seal_anew(sealed)
    (gone,) = verified(capsys, code=exits.INPUT_HAS_ERRORS)["diagnostics"]
    assert (gone["code"], "overrides.json" in gone["message"]) == ("file-gone", True)


def test_a_run_shows_and_explains_what_its_files_do(sealed, capsys):
    direct = [said(capsys, *TIMELY[:5], *asked).out for asked in (TIMELY[5:], ["--score", "roh"])]
    scored = said(capsys, *PLACE, "--by", "sentence").out
    shutil.rmtree(sealed.parent / "rules")
    (sealed.parent / "overrides.csv").unlink()
    for told, asked in zip(direct, (TIMELY[5:], ["--score", "roh"]), strict=True):
        found = said(capsys, "explain", "run", *asked).out.replace("run/criteria/", "rules/")
        found = found.replace("aboveline explain run", f"aboveline explain {' '.join(PLACE[1:5])}")
        assert found.split() == told.split()
    assert said(capsys, "score", "run").out == scored
    assert said(capsys, "score", "run", "--format", "json").out.encode() == (sealed / m.SCORES).read_bytes()
    said(capsys, "score", "run", "--judgements", "j.json")
    rows = valid((sealed.parent / "j.json").read_text("utf-8"))["judgements"]
    assert sum(row["overridden_from"] is not None for row in rows) == 3


def test_a_run_without_records_needs_the_file_of_overrides_too(small, capsys):
    said(capsys, *PLACE, "--run", "run", "--without-records")
    assert not any(path.startswith("records/") for path in read_all(small / "run")[0])
    stored = said(capsys, "score", "run").out
    assert "3 judgements were overridden by a person, and the scores are with that." in stored
    assert (
        "theme roh  Risk & harm     67%  4 of 6  GOOD enough  (without overrides 60%  3 of 5  GOOD enough)"
        in stored
    )
    assert (
        "“The date in the file is that of the copy” (J. Smith, 3 May 2012; overrides.csv, line 2)" in stored
    )
    missing = said(capsys, "verify", "run", "--cases", "cases.csv", code=exits.INPUT_HAS_ERRORS).out
    assert "give it with --overrides FILE" in missing
    offered = ["--cases", "cases.csv", "--overrides", "overrides.csv"]
    assert verified(capsys, *offered)["worked_out_again"]
    assert "The override" in said(capsys, "explain", "run", *offered, *TIMELY[5:]).out
    assert BLOCK in said(capsys, "score", "run", *offered).out


def test_a_run_takes_no_other_overrides(sealed, capsys):
    (sealed.parent / "more.csv").write_text(
        OVERRIDES + "A1,made,insufficient,It was not,J. Smith,2012-06-01\n"
    )
    for form in ("text", "json"):
        asked = ["score", "run", "--overrides", "more.csv", "--format", form]
        shown = said(capsys, *asked, code=exits.INPUT_HAS_ERRORS)
        assert "other-records" in shown.out + shown.err
    assert "score the cases again, with --overrides and without the run" in said(
        capsys, "score", "run", "--overrides", "more.csv", code=exits.INPUT_HAS_ERRORS
    ).err.replace("\n", " ")


def test_tallies_of_scores_are_those_they_were_worked_out_from():
    _, run = loaded()
    assert tallies_of(run.framework, run.scores) == run.tallies
    assert with_overrides(run.framework, run.scores, ()) == run.scores
    assert list(results_with_overrides(run.results, ())) == list(run.results)
    assert isinstance(run, Run)
