"""Cases from workbooks, Parquet and Arrow mean what the same cases mean in CSV, or are refused where they stand."""

import io
import random
import subprocess
import sys
from datetime import date, datetime, time, timedelta
from decimal import Decimal

import polars as pl
import pytest

from aboveline import files
from aboveline.diagnostics import Place
from aboveline.records.read import Input, read_cases, read_inspection
from aboveline.report.record_values import with_values
from records_room import INSPECTION, SHAPE
from records_room import written as told
from test_records import EXPECTED, WIDE
from workbooks import open_document, workbook

SHEET = """\
case_id | sentence | sentenced_on | signed_on | age | visits | hours | office | rmp_required | plan_done | quality | seen.custody | f_need_ete
E1 | yro | 2011-07-04 | N/A | 14 | -3 | 1.5 | York | Y | true | Partly | not applicable | n
 |
E2 | DTO | | 2011-07-05 | '010 | 0 | 14 | Leeds, "north" | false | No | na | | yes
"""


def frame():
    """The same cases, each column of the type an analyst would give it."""
    yes_or_no = pl.Enum(["no", "yes"])
    return pl.DataFrame(
        {
            "case_id": ["E1", "E2"],
            "sentence": pl.Series(["yro", "dto"], dtype=pl.Categorical),
            "sentenced_on": [date(2011, 7, 4), None],
            "signed_on": [None, datetime(2011, 7, 5)],  # noqa: DTZ001 -- a day, as tables hold it
            "age": pl.Series([14, 10], dtype=pl.UInt8),
            "visits": pl.Series([-3, 0], dtype=pl.Int64),
            "hours": pl.Series([Decimal("1.50"), Decimal("14.00")], dtype=pl.Decimal(10, 2)),
            "office": ["York", 'Leeds, "north"'],
            "rmp_required": [True, False],
            "plan_done": pl.Series(["yes", "no"], dtype=yes_or_no),
            "quality": ["partly", "n/a"],
            "seen": [{"custody": "n/a", "community": None}, None],
            "f_need_ete": [False, True],
        }
    )


def parquet(table):
    data = io.BytesIO()
    table.write_parquet(data)
    return data.getvalue()


def arrow(table, *, stream=False):
    data = io.BytesIO()
    (table.write_ipc_stream if stream else table.write_ipc)(data)
    return data.getvalue()


FORMS = {
    "workbook": Input("cases.xlsx", workbook(SHEET)),
    "workbook that counts its days from 1904": Input("cases.xlsx", workbook(SHEET, {"date_1904": True})),
    "workbook with other sheets": Input(
        "standard input",
        workbook(f"sheet Notes\nOf the spring\nsheet Cases\n{SHEET}hidden Old\ncase_id | sentence\nE1 | dto"),
    ),
    "spreadsheet of LibreOffice": Input("cases.ods", open_document(SHEET)),
    "Parquet": Input("cases.parquet", parquet(frame())),
    "Arrow": Input("cases.arrow", arrow(frame())),
    "stream of Arrow": Input("standard input", arrow(frame(), stream=True)),
}


def long_frame():
    texts = pl.read_csv(io.BytesIO(WIDE), infer_schema=False).select(pl.all().exclude("^_dup.*$|^$"))
    texts = texts.rename({"case_id": "case"}).filter(pl.col("case").is_not_null())
    return texts.unpivot(index="case", variable_name="question", value_name="answer")


@pytest.mark.parametrize("source", [pytest.param(source, id=name) for name, source in FORMS.items()])
def test_every_form_says_the_same(source):
    reading = read_cases([source], SHAPE)
    assert [told(d) for d in reading.diagnostics] == []
    assert {r.case_id: dict(r.values) for r in reading.records} == EXPECTED


def test_one_row_an_answer_may_stand_in_any_form():
    table = long_frame().with_columns(pl.col("case").str.strip_chars())
    lines = "\n".join(" | ".join((c, q, a or "")) for c, q, a in table.rows())
    sources = [
        Input("cases.parquet", parquet(table)),
        Input("cases.xlsx", workbook(f"case | question | answer\n{lines}")),
    ]
    for source in sources:
        reading = read_cases([source], SHAPE)
        assert [told(d) for d in reading.diagnostics] == []
        assert {r.case_id: dict(r.values) for r in reading.records} == EXPECTED


def test_each_value_of_a_table_knows_where_it_stands():
    e2 = read_cases([FORMS["workbook"]], SHAPE).records[1]
    assert e2.place_of("need.ete", "f_need_ete") == Place("cases.xlsx", 4, 2, "E2", "f_need_ete", "Cases!M4")
    assert e2.place_of("need.ete", "f_need_ete").spot == "cell Cases!M4"
    e2 = read_cases([FORMS["Parquet"]], SHAPE).records[1]
    assert e2.place_of("age", "age").spot == "row 2"
    assert read_cases([Input("a.csv", WIDE)], SHAPE).records[1].place_of("age", "age").spot == "line 4"


ODD = {
    "age": ([13.5], "found a number with a decimal point or an exponent"),
    "visits": ([float("nan")], "found no number (NaN or infinite)"),
    "hours": ([1e-7], "found one with more than 6"),
    "sentenced_on": ([datetime(2011, 7, 4, 13)], "found a date with a time of day"),  # noqa: DTZ001 -- as above
    "signed_on": ([40728], "found a number"),
    "office": ([7], "found a number"),
    "rmp_required": ([1], "found a number"),
    "plan_done": ([["yes"]], "found a list"),
    "quality": ([time(13)], "found a time of day"),
    "seen.custody": ([timedelta(1)], "found a length of time"),
    "f_need_ete": ([b"yes"], "found raw bytes"),
}


def test_what_a_typed_column_holds_is_never_bent_to_fit():
    table = pl.DataFrame({"case_id": [1.0], "sentence": ["yro"], **{k: v for k, (v, _) in ODD.items()}})
    reading = read_cases([Input("a.parquet", parquet(table))], SHAPE)
    found = {d.labels[0].at.field: d.message for d in reading.diagnostics}
    assert found.keys() == ODD.keys()
    assert all(found[column].endswith(words) for column, (_, words) in ODD.items())
    assert {d.labels[0].at.case_id for d in reading.diagnostics} == {"1"}


def test_numbers_with_a_fraction_are_read_in_the_digits_people_see():
    single = pl.DataFrame(
        {"case_id": ["A"], "sentence": ["yro"], "hours": pl.Series([0.1], dtype=pl.Float32)}
    )
    for source in (
        Input("a.parquet", parquet(single)),
        Input("a.parquet", parquet(single.cast({"hours": pl.Float64}).with_columns(hours=0.1))),
        Input("a.xlsx", workbook("case_id | sentence | hours\nA | yro | 0.10000000000000000555")),
    ):
        assert read_cases([source], SHAPE).records[0].values["hours"] == Decimal("0.1")


def test_the_facts_of_the_inspection_may_stand_beside_the_cases():
    book = workbook(
        f"sheet Cases\n{SHEET}sheet Inspection\nvisited_on | caseload | leadership\n2012-05-14 | 85 | good"
    )
    record, diagnostics = read_inspection(Input("all.xlsx", book), INSPECTION)
    assert diagnostics == ()
    assert dict(record.values) == {"visited_on": date(2012, 5, 14), "caseload": 85, "leadership": "good"}
    assert [r.case_id for r in read_cases([Input("all.xlsx", book)], SHAPE).records] == ["E1", "E2"]


def test_a_mark_in_every_fifth_cell_is_what_it_is_in_csv():
    names = [f.column for f in SHAPE.fields if f.kind == "answer" and not f.worked_out]
    rows = [["case_id", "sentence", *names]]
    rows += [
        [f"E{i}", "yro", *("n/a" if (i + j) % 5 == 0 else "" for j in range(len(names)))] for i in range(20)
    ]
    in_book = read_cases([Input("a.xlsx", workbook("\n".join(" | ".join(r) for r in rows)))], SHAPE)
    in_text = read_cases([Input("a.csv", "\n".join(",".join(r) for r in rows).encode())], SHAPE)
    assert in_book.records == in_text.records
    assert len(in_book.records) == 20


def test_forms_may_be_mixed_and_a_case_that_stands_twice_is_found_in_any():
    reading = read_cases([FORMS["workbook"], Input("b.csv", b"case_id,sentence\nE3,yro\nE2,yro\n")], SHAPE)
    assert [r.case_id for r in reading.records] == ["E1", "E3"]
    assert reading.diagnostics[0].message.endswith("it stands first in cell Cases!A4 of cases.xlsx")


def test_the_values_in_question_are_shown_to_a_person_who_asks():
    wrong = [
        Input("a.xlsx", workbook("case_id | sentence\nE1 | dot")),
        Input("b.parquet", parquet(pl.DataFrame({"case_id": ["E2"], "sentence": ["dot"]}))),
    ]
    found = with_values(read_cases(wrong, SHAPE).diagnostics, wrong)
    assert [d.labels[0].message for d in found] == ["found `dot`", "found `dot`"]


def test_a_pattern_stands_for_the_files_that_fit_it(tmp_path):
    for name in ("b-10.csv", "b-2.csv", "c.json", "[odd].csv"):
        (tmp_path / name).write_text("")
    folder = str(tmp_path)
    names, wrong = files.named([f"{folder}/c.json", f"{folder}/b-*", f"{folder}/[odd].csv"])
    assert [n.removeprefix(folder) for n in names] == ["/c.json", "/b-2.csv", "/b-10.csv", "/[odd].csv"]
    assert wrong == ()
    names, wrong = files.named([f"{folder}/*.csv", f"{folder}/**/b*"])
    assert [n.removeprefix(folder) for n in names] == ["/[odd].csv", "/b-2.csv", "/b-10.csv"]
    _, [wrong] = files.named([f"{folder}/*.xlsx"])
    assert wrong.message == f"there is no file that fits `{folder}/*.xlsx`"


@pytest.mark.parametrize("name", FORMS)
def test_whatever_becomes_of_its_bytes_a_table_gets_an_answer(name):
    dice = random.Random(name)  # noqa: S311 -- dice for a test
    for _ in range(60):
        data = bytearray(FORMS[name].data)
        for _ in range(dice.randint(1, 8)):
            at = dice.randrange(8, len(data))
            match dice.randrange(3):
                case 0:
                    data[at] = dice.randrange(256)
                case 1:
                    del data[at : at + dice.randint(1, 40)]
                case _:
                    del data[max(at, 40) :]
        reading = read_cases([Input(FORMS[name].name, bytes(data))], SHAPE)
        assert reading.records or reading.diagnostics


def test_scoring_csv_loads_none_of_the_readers_of_tables(tmp_path):
    code = (
        "import sys; from aboveline.cli.program import run; "
        "run(['score', 'cci-2012', 'examples/essex-2012/cases.csv', '--output', sys.argv[1]]); "
        "print([m for m in ('polars', 'python_calamine', 'xlsxwriter', 'xml.etree') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "out.txt")], check=True, capture_output=True, text=True
    )
    assert done.stdout.strip() == "[]"
