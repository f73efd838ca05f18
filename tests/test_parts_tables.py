"""Tables and workbooks that are read part by part come to exactly what they come to when they are read whole."""

import io
import random
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

import polars as pl
import pytest

from aboveline.records.frames import raw_values
from aboveline.records.raw import Input, Odd
from aboveline.records.record import RecordField, RecordShape
from aboveline.values import YES_OR_NO, Choice, Date, Number, Text, WholeNumber, Word
from parts_room import agree, csv, read_in_parts, read_whole
from records_room import SHAPE
from test_parts_csv import HEADER, ROWS
from test_parts_json import LINES
from workbooks import open_document, workbook

#: What may stand in a record that the other shape has not: required values that can be marked, words such as `na`.
ODD_SHAPE = RecordShape(
    "Odd",
    (
        RecordField(
            "kind", "kind", "answer", Choice((Word("na", "None"), Word("yes", "Yes"))), "Kind", required=True
        ),
        RecordField("day", "day", "fact", Date(), "Day", required=True, markable=True),
        RecordField("sum", "sum", "fact", Number(), "Sum", required=True, markable=True),
        RecordField("many", "many", "fact", WholeNumber(0), "Many", markable=True),
        RecordField("name", "name", "fact", Text(), "Name", required=True),
        RecordField("plain", "plain", "answer", YES_OR_NO, "Plain"),
        RecordField("when", "when", "answer", Date(), "When", markable=True),
    ),
)


TABLE = pl.DataFrame(
    {
        "case_id": ["E0", "E1", "E2", "E3", "E4"],
        "sentence": ["yro", "dto", "yro", "yro", "dto"],
        "age": [14, 15, None, 10, 18],
        "plan_done": ["yes", "no", None, "not applicable", "yes"],
    }
)


def parquet(frame, name="a.parquet"):
    data = io.BytesIO()
    frame.write_parquet(data, row_group_size=2)
    return Input(name, data.getvalue())


def arrow(frame, *, stream=False):
    data = io.BytesIO()
    (frame.write_ipc_stream if stream else frame.write_ipc)(data)
    return Input("a.arrow", data.getvalue())


def of(values, kind):
    """Five values of a type."""
    return pl.Series([*values, *[None] * 5][:5], dtype=kind)


WORDS = ["yes", "no", "not applicable", "sound", "yro", "dto", ""]
COLUMNS = {
    "whole numbers of a byte": of([14, -3, 15, 100], pl.Int8),
    "whole numbers without a sign": of([14, 2**64 - 1, 15], pl.UInt64),
    "small ones without a sign": of([14, 255], pl.UInt8),
    "whole numbers": of([14, 10**12 - 1, 10**12, -(10**12), -(10**18)], pl.Int64),
    "very large whole numbers": of([14, 2**100, -(2**100), 10**12 - 1, 15], pl.Int128),
    "fractions": of([14.0, 1.5, 0.1, -0.0, 123456.123456], pl.Float64),
    "fractions too fine": of([1.1234567, 1e-7, 2**0.5, 1e-6, 0.30000000000000004], pl.Float64),
    "fractions too large": of([1e12, 999999999999.0, -1e15, 1e300, 999999999.999999], pl.Float64),
    "large fractions": of([1e9, 1234567890.5, 123456789012.123, 999999999999.5, 8e11 + 0.1], pl.Float64),
    "no numbers": of([float("nan"), float("inf"), float("-inf"), 14.0], pl.Float64),
    "short fractions": of([1.5, 0.1, 16777217.0, float("nan"), 14.0], pl.Float32),
    "decimals": of([Decimal("1.50"), Decimal("14.00"), Decimal("-3.25"), Decimal(10) ** 12], pl.Decimal(20, 2)),
    "fine decimals": of([Decimal("1.12345678"), Decimal("1.5"), Decimal(14)], pl.Decimal(38, 10)),
    "large decimals": of([Decimal(10) ** 30, Decimal("1.5"), Decimal(999999999999)], pl.Decimal(38, 2)),
    "truths": of([True, False, None, True], pl.Boolean),
    "days": of([date(2011, 7, 4), date(1, 1, 1), date(9999, 12, 31)], pl.Date),
    "days no calendar has": of([15159, 10**7, -(10**7), -(2**31), 2**31 - 1], pl.Int32).cast(pl.Date),
    "moments": of([datetime(2011, 7, 4), datetime(2011, 7, 4, 12, 30), datetime(2011, 7, 4, 0, 0, 0, 1)], pl.Datetime("us")),  # noqa: DTZ001
    "moments to the billionth": of([1, 10**18, 86_400 * 10**9], pl.Int64).cast(pl.Datetime("ns")),
    "moments no calendar has": of([10**18, -(10**18), 0, 2**62], pl.Int64).cast(pl.Datetime("us")),
    "moments of a zone": of([datetime(2011, 7, 4, tzinfo=UTC)], pl.Datetime("us", "Europe/London")),
    "times of day": of([time(12, 30), time(0)], pl.Time),
    "lengths of time": of([timedelta(days=3), timedelta(0)], pl.Duration("us")),
    "very long lengths of time": of([2**62, -(2**62)], pl.Int64).cast(pl.Duration("ms")),
    "bytes": of([b"yes", b"", b"\xff"], pl.Binary),
    "lists": of([["yes"], [], ["no", None]], pl.List(pl.String)),
    "arrays": of([["a", "b"], ["yes", "no"]], pl.Array(pl.String, 2)),
    "objects": of([{"a": 1}, {"a": None}], pl.Struct({"a": pl.Int64})),
    "nothing": of([], pl.Null),
    "no text": of([], pl.String),
    "no numbers at all": of([], pl.Int64),
    "texts": of(["yes", " Yes ", "n/a", "", "  "], pl.String),
    "more texts": of(["yro", "2011-07-04", "14", "1.5", "York\n"], pl.String),
    "still more texts": of(["\x1c", "\u00a0", "\ufeff", "x" * 101, "Not applicable"], pl.String),
    "categories": of(["yes", "n/a", "yro", "Sound", ""], pl.Categorical),
    "words": of(["yes", "no", "not applicable"], pl.Enum(WORDS)),
    "words of the criteria": of(["yes", "no"], pl.Enum(["yes", "no"])),
    "words of the criteria with the mark": of(["yes", "not applicable"], pl.Enum(["yes", "no", "not applicable"])),
    "words in another order": of(["yes", "no"], pl.Enum(["no", "yes"])),
    "words of another field": of(["sound", "partly"], pl.Enum(["sound", "partly", "unsound"])),
    "words of a sentence": of(["yro", "dto", None, "dto", "yro"], pl.Enum(["yro", "dto", "other_custodial"])),
    "words that need cleaning": of([" yes", "YES", "n/a", "maybe"], pl.Enum([" yes", "YES", "n/a", "maybe", "no"])),
    "numbers as texts": of([1, 0, 14], pl.Int64).cast(pl.String),
}  # fmt: skip


@pytest.mark.parametrize("series", [pytest.param(series, id=name) for name, series in COLUMNS.items()])
def test_a_column_of_any_type(monkeypatch, series):
    agree(monkeypatch, parquet(TABLE.with_columns(series.alias("case_id"))), sizes=(24, 1 << 20))
    everywhere = TABLE.select("case_id", *(series.alias(f.column) for f in SHAPE.fields))
    agree(monkeypatch, parquet(everywhere), sizes=(24, 1 << 20))
    for column in ("office", "hours", "sentenced_on", "plan_done"):
        agree(
            monkeypatch,
            arrow(TABLE.with_columns(series.alias(column)), stream=column == "office"),
            sizes=(24,),
        )
    odd = TABLE.select("case_id", *(series.alias(f.column) for f in ODD_SHAPE.fields))
    agree(monkeypatch, parquet(odd), shape=ODD_SHAPE, sizes=(24,))


@pytest.mark.parametrize(
    "frame",
    [
        TABLE,
        TABLE.clear(),
        TABLE.select("case_id"),
        TABLE.drop("case_id"),
        TABLE.drop("sentence"),
        TABLE.rename({"case_id": "Case ID"}),
        TABLE.rename({"age": "Age", "plan_done": "shoe"}),
        TABLE.rename({"age": ""}),
        TABLE.with_columns(pl.Series("", ["", " ", None, "", "x"])),
        TABLE.with_columns(pl.lit(None).alias("")),
        TABLE.with_columns(pl.struct(custody=pl.lit("yes"), community=pl.lit(None)).alias("seen")),
        TABLE.with_columns(pl.struct(custody=pl.lit("Yes"), elsewhere=pl.lit(1)).alias("seen")),
        TABLE.with_columns(pl.struct(x=pl.lit("Yes")).alias("office")),
        pl.concat([TABLE, TABLE.clear(3), TABLE.with_columns(pl.format("F{}", "case_id").alias("case_id"))]),
        pl.concat([TABLE.clear(40), TABLE]),
        pl.concat([TABLE.clear(40), TABLE]).drop("case_id").select("age", x="sentence"),
        pl.concat([TABLE, TABLE]),
        TABLE.with_columns(case_id=pl.Series(["E1", "e1", " E1", "E 1", "ß"])),
        TABLE.with_columns(case_id=pl.Series(["", " ", None, "\x07", "E" * 101])),
        TABLE.with_columns(case_id=pl.lit("case_id"), sentence=pl.lit("sentence"), age=pl.lit("age"), plan_done=pl.lit("plan_done")),
        TABLE.select(pl.Series("case_id", ["case_id", "E1"] + ["x"] * 3).cast(pl.Categorical), office=pl.Series(["office"] * 5).cast(pl.Enum(["office"]))),
        pl.DataFrame({"case": ["E1", "E1", "E2"], "question": ["sentence", "age", "sentence"], "answer": ["yro", "14", "dto"]}),
        pl.DataFrame({"sentence": ["yro"]}),
        pl.DataFrame({"x": [1]}),
        pl.DataFrame({"x": [1] * 30 + [None]}),
        pl.DataFrame({"x": pl.Series([1] * 30).cast(pl.String), "y": pl.Series([""] * 17 + ["case_id"] * 13)}),
        pl.DataFrame(),
        pl.DataFrame({"case_id": ["E1", "E2"], "planning": [None, ""]}),
        pl.DataFrame({"case_id": ["E1", "E2"], "signed_on": ["n/a", None], "sentence": ["yro", "dto"]}),
    ],
)  # fmt: skip
def test_a_table_of_any_columns(monkeypatch, frame, tmp_path):
    whole = agree(monkeypatch, parquet(frame))
    agree(monkeypatch, arrow(frame), sizes=(24,))
    agree(monkeypatch, arrow(frame, stream=True), sizes=(24,))
    where = tmp_path / "year=2012" / "cases [1].parquet"
    where.parent.mkdir()
    frame.write_parquet(where)
    assert agree(monkeypatch, Input("a.parquet", where), sizes=(24,)) == whole


@pytest.mark.parametrize("cut", [0, 3, 4, 9, 60, 400, -1, -4, -9, -60])
def test_damaged_tables(monkeypatch, cut, tmp_path):
    for source in (parquet(TABLE), arrow(TABLE), arrow(TABLE, stream=True)):
        agree(monkeypatch, Input(source.name, source.data[:cut]), sizes=(24,))
        worse = source.data[:cut] + b"\xff\x00\x13" + source.data[cut:][3:]
        agree(monkeypatch, Input(source.name, worse), sizes=(24,))
        (tmp_path / source.name).write_bytes(worse)
        agree(monkeypatch, Input(source.name, tmp_path / source.name), sizes=(24,))


# --- Workbooks --------------------------------------------------------------------------------

SHEETS = [
    "case_id | sentence | age | sentenced_on\nE1 | yro | 14 | 2011-07-04\nE2 | dto | 15 | 2011-07-05\nE3 | yro | 16 |\n",
    "case_id | sentence | age\nE1 | yro | 9\nE2 | x | 15\n | yro | 15\nE1 | yro | 15\ne1 | yro | 15\n",
    "Cases of 2011\n\ncase_id | sentence | age |\nE1 | yro | 14 |\n\n | | |\nE2 | yro | #N/A |\nE3 | =yro | = |\ncase_id | sentence | age |\n",
    "case_id | sentence | age |\nE1 | yro | 14 |\nE2 | yro | ^ | late\nE3 | | #N/A |\n | | #N/A |\n",
    "case_id | sentence |\nE1 | yro | #N/A\nE2 | yro |\n | | #REF!\n",
    "case_id | #N/A | age\nE1 | yro | 14\n",
    "case | question | answer\nE1 | sentence | yro\nE1 | age | 14\nE1 | age | 15\nE2 | sentence | x\n",
    "case_id | sentence\n",
    "Case ID | sentence\nE1 | yro\n",
    "sentence | age\nyro | 14\n",
    "E1 | yro\nE2 | yro\n",
    "case_id | planning\nE1 | sound\nE2 |\nE3 | n/a\n",
    "case_id | shoe | Age\nE1 | 1 | 2\n",
    "\n\n",
    "sheet Notes\nx\nsheet Spring '11\ncase_id | sentence\nE1 | yro\nE1 | yro\n",
    "sheet A\ncase_id | sentence\nE1 | yro\nsheet B\ncase_id | sentence\nE1 | yro\n",
]


@pytest.mark.parametrize("text", SHEETS)
def test_workbooks(monkeypatch, text):
    agree(monkeypatch, Input("a.xlsx", workbook(text)), sizes=(1, 24))
    agree(monkeypatch, Input("a.ods", open_document(text)), Input("b.xlsx", workbook(text)), sizes=(24,))
    agree(monkeypatch, Input("a.xlsx", workbook(text)[:-60]), sizes=(24,))


# --- Several files ----------------------------------------------------------------------------


def test_files_of_every_form_together(monkeypatch):
    few = csv("case_id,sentence,age", "G1,yro,14", "e1,yro,9", "G2,yro,15", name="few.csv")
    long = csv("case,question,answer", "H1,sentence,yro", "H1,age,14", "E1,sentence,dto", name="long.csv")
    lines = Input(
        "lines.ndjson",
        "\n".join([*LINES, '{"case_id": "K1", "sentence": "yro", "seen": {"custody": "yes"}}']).encode(),
    )
    array = Input(
        "array.json", b'[\n{"case_id": "G2", "sentence": "yro"},\n{"case_id": "L1", "sentence": "dto"}]'
    )
    book = Input("book.xlsx", workbook("case_id | sentence\nM1 | yro\nG1 | dto\nM2 | x\n"))
    broken = csv("case_id,sentence", "N1,yro", 'N2,"yro" x', name="broken.csv")
    empty = Input("empty.csv", b"")
    files = [
        few,
        long,
        lines,
        array,
        book,
        parquet(TABLE),
        csv(*ROWS, name="rows.csv"),
        broken,
        empty,
        csv(HEADER, name="header.csv"),
    ]
    for order in range(6):
        random.Random(order).shuffle(files)  # noqa: S311 (any order will do)
        agree(monkeypatch, *files, sizes=(24, 1 << 20))


def test_one_file_twice(monkeypatch):
    whole = agree(monkeypatch, csv(*ROWS), csv(*ROWS))
    assert (whole["cases"], len(whole["invalid"])) == ([], 18)


def test_small_files_are_read_whole_and_put_into_columns_together(monkeypatch):
    files = [
        csv("case_id,sentence,age", f"E{i},yro,14", f"F{i % 7},yro,{i}", name=f"{i}.csv") for i in range(20)
    ]
    files.append(csv("case,question,answer", "H1,sentence,yro", "H1,age,14", name="long.csv"))
    whole = read_whole(files)
    monkeypatch.undo()
    assert read_in_parts(files, size=3) == whole


def test_dates_beyond_the_calendar_of_python_are_no_values():
    days = pl.Series([0, 2**31 - 1, None, 2_932_896, 2_932_897], dtype=pl.Int32).cast(pl.Date)
    beyond = Odd("a date beyond the years 1 to 9999")
    assert raw_values(days) == ["1970-01-01", beyond, None, "9999-12-31", beyond]
    moments = pl.Series([2**63 - 1, -62_135_596_800_000_001], dtype=pl.Int64).cast(pl.Datetime("us"))
    assert raw_values(moments) == [beyond, beyond]
