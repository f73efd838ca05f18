"""Scores by groups of cases, and the files a scored batch can be written as."""

import csv
import io
import json
import zipfile

import attrs
import polars as pl
import pytest
from python_calamine import CalamineWorkbook

from aboveline import workspace
from aboveline.cli import exits
from aboveline.report.from_run import from_run
from aboveline.report.page import page
from aboveline.report.part_rows import judgement_rows
from aboveline.report.summary_text import summary_text
from aboveline.report.table_files import csv_bytes, parquet_bytes
from aboveline.report.tables import JUDGEMENT, Column, Table, scores_table
from aboveline.report.workbook import workbook as written_workbook
from aboveline.scoring import groups
from aboveline.scoring.tally import total
from small import CASES, write_small
from test_cli import said, valid
from test_explain import loaded

PLACE = ["score", "rules", "cases.csv"]


@pytest.fixture
def small(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    write_small(tmp_path)
    return tmp_path


def judged(cases=CASES):
    return loaded(cases=cases)[1]


def judgement_table(run):
    (frame,) = (frame for part in workspace.judged_parts(run) for frame in judgement_rows(part))
    return frame


def workbook(view, run):
    return written_workbook(view, run.framework, judgement_table(run).iter_rows())


def labels(run, fact):
    return [(g.label, g.cases) for g in from_run(run, [workspace.break_down(run, fact)]).breakdowns[0].groups]


# --- Groups --------------------------------------------------------------------------------------


def test_groups_stand_in_the_order_of_the_words_then_none_then_not_known():
    run = judged()
    assert labels(run, "sentence") == [("Youth order", 4), ("Detention order", 1)]
    assert labels(run, "visits") == [("1", 1), ("2", 1), ("3", 1), ("4", 1), ("not known", 1)]
    assert labels(run, "age_group") == [("younger", 1), ("older", 4)]


def test_cases_that_have_no_such_thing_are_a_group_of_their_own():
    run = judged()
    found = groups.break_down(
        run.framework, "signed_on", zip(run.cases.records, run.results, strict=True), run.scores
    )
    assert [(g.exists, g.value is None, g.cases) for g in found.groups if g.value is None] == [
        (False, True, 2)
    ]


@pytest.mark.parametrize("fact", ["sentence", "visits", "age", "age_group", "plan_due"])
def test_the_parts_add_up_to_the_whole(fact):
    run = judged()
    parts = workspace.break_down(run, fact).groups
    assert sum(part.cases for part in parts) == 5
    for whole in run.scores:
        assert total(part.scores[whole.kind, whole.key].tally for part in parts) == whole.tally


def test_groups_that_do_not_add_up_are_a_fault_of_ours():
    run = judged()
    wrong = attrs.evolve(run, results=(run.results[1], *run.results[1:]))
    with pytest.raises(AssertionError, match="do not add up"):
        workspace.break_down(wrong, "sentence")


def test_the_summary_and_the_page_show_each_group_with_its_denominator():
    run = judged()
    view = from_run(run, [workspace.break_down(run, "sentence")])
    text = summary_text(view)
    assert "By Type of sentence\n  Youth order, 4 cases; Detention order, 1 case\n" in text
    rows = [" ".join(line.split()) for line in text.split("By Type of sentence")[1].splitlines()]
    at = rows.index("Safeguarding 78% GOOD enough 7 of 9 70 to 80%")
    assert rows[at + 1 : at + 3] == [
        "Youth order 67% GOOD enough 4 of 6 57 to 71%",
        "Detention order 100% GOOD enough 3 of 3",
    ]
    assert "Was a plan made?" not in text
    assert "Was a plan made?" in summary_text(view, questions=True)
    assert '<h2 id="by-1">By Type of sentence</h2>' in page(view)


@pytest.mark.usefixtures("small")
def test_breakdowns_in_json_keep_to_their_schema(capsys):
    document = valid(said(capsys, *PLACE, "--by", "sentence", "--by", "visits", "--format", "json").out)
    sentence, visits = document["breakdowns"]
    assert [(g["value"], g["label"], g["cases"]) for g in sentence["groups"]] == [
        ("yro", "Youth order", 4),
        ("dto", "Detention order", 1),
    ]
    assert visits["groups"][-1]["value"] is None
    assert len(sentence["groups"][0]["scores"]) == len(document["scores"])


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--by", "sentense"], "there is no fact `sentense`; did you mean `sentence`?"),
        (["--by", "signed_on"], "found `signed_on`, which is a date"),
        (["--scores", "s.txt"], "expected a file whose name ends in .csv, .json or .parquet, found `s.txt`"),
        (["--workbook", "s.csv"], "expected a workbook whose name ends in .xlsx, found `s.csv`"),
        (["--scores", "cases.csv"], "found `cases.csv`, which is to be read"),
        (["--scores", "s.csv", "--findings", "./s.csv"], "found one named twice"),
    ],
)
@pytest.mark.usefixtures("small")
def test_what_cannot_be_written_or_grouped_is_said_first(capsys, arguments, words):
    assert words in said(capsys, *PLACE, *arguments, code=exits.WRONG_USAGE).err


# --- Files ---------------------------------------------------------------------------------------


def test_every_kind_of_file_says_the_same(capsys, small):
    for ending in ("csv", "json", "parquet"):
        files = (f"--{kind}={kind}.{ending}" for kind in ("scores", "judgements", "findings"))
        said(capsys, *PLACE, "--by", "sentence", *files)
    for kind in ("judgements", "findings"):
        document = valid((small / f"{kind}.json").read_text("utf-8"))[kind]
        assert pl.read_parquet(small / f"{kind}.parquet").to_dicts() == document
        rows = list(csv.DictReader(io.StringIO((small / f"{kind}.csv").read_text("utf-8"))))
        assert rows == [{k: "" if v is None else v for k, v in row.items()} for row in document]
    scores = valid((small / "scores.json").read_text("utf-8"))
    table = pl.read_parquet(small / "scores.parquet")
    whole = table.filter(pl.col("by").is_null())
    assert whole["percent"].to_list() == [s["percent"] for s in scores["scores"]]
    assert table.height == len(scores["scores"]) * 3
    assert table.schema["counted"] == pl.Int64


def test_a_judgement_names_the_clause_that_decided_and_where_its_answer_stands():
    table = judgement_table(judged())
    assert table.columns == [column.name for column in JUDGEMENT]
    rows = table.rows(named=True)
    made = next(r for r in rows if (r["case_id"], r["question"]) == ("A4", "made"))
    assert (made["outcome"], made["because"], made["rule"]) == (
        "not applicable by rule",
        "only where",
        "“Plan due” is yes",
    )
    marked = next(r for r in rows if (r["case_id"], r["question"]) == ("A1", "seen.community"))
    assert (marked["outcome"], marked["because"], marked["place"]) == (
        "not applicable by the assessor",
        None,
        "line 2",
    )


NASTY = ("=1+1", "+1", "-1", "@sum(a1)", "\t=1", '"quoted", and a comma', "two\nlines", "plain")


def test_no_text_is_ever_a_formula_in_csv_and_none_is_touched_in_parquet():
    table = Table("Findings", (Column("a", "A", "text", "a"),), [(text,) for text in NASTY])
    back = [row[0] for row in csv.reader(io.StringIO(csv_bytes(table).decode(), newline=""))][1:]
    assert back == [f"'{t}" if t[0] in "=+-@\t" else t for t in NASTY]
    assert pl.read_parquet(io.BytesIO(parquet_bytes(table)))["a"].to_list() == list(NASTY)


def test_no_text_is_ever_a_formula_in_a_workbook():
    head = "case_id,sentence,sentenced_on,plan_due\n"
    run = judged(head + "".join(f"{t}{i},yro,,no\n" for i, t in enumerate(("=1+", "+", "-", "@"))))
    data = workbook(from_run(run), run)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        sheets = [archive.read(name) for name in archive.namelist() if "worksheets/sheet" in name]
    assert not any(b"<f>" in sheet or b"<hyperlink" in sheet for sheet in sheets)
    cases = {
        row[0]
        for row in CalamineWorkbook.from_filelike(io.BytesIO(data))
        .get_sheet_by_name("Judgements")
        .to_python()
    }
    assert {"=1+0", "+1", "-2", "@3"} <= cases


def test_the_workbook_is_one_a_manager_can_read():
    run = judged()
    run = attrs.evolve(run, cases=attrs.evolve(run.cases, left_out=("B7",), read=6))
    view = from_run(run, [workspace.break_down(run, "sentence")])
    data = workbook(view, run)
    assert data == workbook(view, run)
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    assert book.sheet_names == [
        *("Scores", "Questions", "By Type of sentence", "Judgements", "Findings", "Data dictionary", "About")
    ]
    scores = book.get_sheet_by_name("Scores").to_python()
    assert scores[0][0] == "Small <inspection>"
    assert scores[2][0] == "1 of 6 records has errors and is NOT in these scores: B7"
    head = next(i for i, row in enumerate(scores) if row[0] == "Kind")
    found = {(row[0], row[1]): dict(zip(scores[head], row, strict=True)) for row in scores[head + 1 :]}
    assert found["theme", "roh"]["Score"] == view.themes[0].figure.percent / 100
    by = book.get_sheet_by_name("By Type of sentence").to_python()
    assert [row[:2] for row in by[1:4]] == [["all cases", 5], ["Youth order", 4], ["Detention order", 1]]
    words = {row[1] for row in book.get_sheet_by_name("Data dictionary").to_python()}
    assert {"percent", "outcome", "sentence", "seen.custody"} <= words
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
        styles = archive.read("xl/styles.xml").decode()
    assert "<autoFilter " in sheet
    assert 'state="frozen"' in sheet
    assert 'formatCode="0%"' in styles


def test_where_there_is_no_figure_the_workbook_says_why():
    run = judged("case_id\nC1\n")
    rows = (
        CalamineWorkbook.from_filelike(io.BytesIO(workbook(from_run(run), run)))
        .get_sheet_by_name("Scores")
        .to_python()
    )
    assert "no applicable cases" in {row[4] for row in rows}


def test_a_table_of_scores_has_every_score_once_for_the_whole_and_for_each_group():
    run = judged()
    table = scores_table(from_run(run, [workspace.break_down(run, "plan_due")]))
    keys = [(row[0], row[1], row[3], row[4]) for row in table.rows]
    assert len(keys) == len(set(keys)) == 3 * len(list(run.scores))
    assert json.dumps(table.rows)
