"""Files that are read part by part come to exactly what they come to when they are read whole, whatever is in them."""

import io
import json
import random
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aboveline.records import told
from aboveline.records.raw import Input
from aboveline.records.record import RecordField, RecordShape
from aboveline.values import YES_OR_NO, Choice, Date, Number, Text, WholeNumber, Word
from parts_room import read_in_parts, read_whole, tiny
from records_room import FOLDER, SHAPE, sections
from workbooks import open_document, workbook

#: Sizes of blocks, in bytes; rows of blocks of tables are one more than their place here.
SIZES = (1, 24, 150, 1 << 20)

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


@pytest.fixture(autouse=True)
def _afresh(monkeypatch):
    tiny(monkeypatch)


def agree(monkeypatch, *inputs, shape=SHAPE, sizes=SIZES):
    whole = read_whole(inputs, shape)
    for number, size in enumerate(sizes):
        tiny(monkeypatch, size, number + 1)
        assert read_in_parts(inputs, shape, size=number + 2) == whole
    return whole


def csv(*lines, name="a.csv", end="\n"):
    return Input(name, (end.join(lines) + end).encode())


# --- What the specification shows ---------------------------------------------------------------

SPECIFIED = [
    pytest.param(files["file"], id=f"{path.stem}: {heading}")
    for path in sorted(FOLDER.glob("*.md"))
    if path.name != "README.md"
    for heading, files, *_ in sections(path)
    if files["file"]
]


@pytest.mark.parametrize("files", SPECIFIED)
def test_everything_the_specification_shows(monkeypatch, files):
    agree(monkeypatch, *files)


# --- CSV ------------------------------------------------------------------------------------------

HEADER = "case_id,sentence,sentenced_on,signed_on,age,visits,hours,office,plan_done,quality"
GOOD = "E{},yro,2011-07-04,2011-07-05,14,3,1.5,York,yes,sound"
ROWS = [HEADER, *(GOOD.format(i) for i in range(9))]


def cell(column, value):
    """A good table of which one cell in the middle is another."""
    names = HEADER.split(",")
    rows = [line.split(",") for line in ROWS]
    rows[5][names.index(column)] = value
    return csv(*map(",".join, rows))


CELLS = {
    "case_id": [
        "", "   ", " E77 ", "E 77", '"E\n77"', '"E""77"', "E" * 100, "E" * 101, "\x07", "E\x1b", "é", "ß", "\u200b", "\u202eE", "\x1c",
        "\u00a0E\u00a0", "case_id", " case_id ", "E1", "e1", " E1", "E1\u00a0", "E\u00a01", "0", "-5", "007", "1.0", "1e3", "\ufeffE5",
        "<html>", "{}", "PK", "#5", "'5", "nan", "null", "None", "NA",
    ],
    "sentence": ["", "YRO", " yro ", "Youth rehabilitation order", "yr", "n/a", "N/A", "not applicable", "sentence", "yro yro", '"yro"', '"y,ro"'],
    "sentenced_on": [
        "", "2011-7-4", "04/07/2011", "2011-02-29", "2012-02-29", "0000-01-01", "0001-01-01", "9999-12-31", "10000-01-01", "2011-07-04T00:00:00",
        "2011-07-04 00:00", "40728", "20110704", " 2011-07-04 ", "4 July 2011", "２０１１-07-04", "-2011-07-04", "2011-13-01", "2011-W27-1", "n/a", "NA", "-", "?",
    ],
    "signed_on": ["n/a", "N/A", "Not applicable", "not  applicable", "NA", "na", "2011-07-05", "x", '" n/a "', "n / a"],
    "age": [
        "", "9", "10", "18", "19", "+14", "014", "14.0", "1e1", "14,", '"14"', " 14 ", "fourteen", "-14", "1４", "NaN", "inf", "0x10", "1_4", "14 years",
        "999999999999", "9999999999999", "1" * 40, "-0", "--1",
    ],
    "visits": ["-3", "+3", "-0", "-999999999999", "-1000000000000", "00000000000014", "9" * 12, "9" * 13, "9" * 31, "3.", ".3"],
    "hours": [
        "1", "1.", ".5", "-.5", "1.50", "1.1234567", "1.123456", "1.1230000", "999999999999.999999", "1000000000000", "1e3", "1E3", "NaN", "inf", "-inf",
        "1,5", '"1,5"', "-0.0", "-0.000001", "0001.5", "+1.5", "1.5%", "1.5 ", "£1.5", "0.0000001", "1" * 31 + ".5", "0" * 13, "0" * 31,
    ],
    "office": [
        "", " ", "York", " York ", '"York, North"', '"York ""N"" Yard"', '"York\nNorth"', '"York\r\nNorth"', 'York "N"', '5" pipe', '"', "n/a", "NA",
        "office", "É", "Ünder", "\u00a0", "\u2003York", "x" * 300, "\x1cYork\x1f", "\x85", "a\tb", "\ufeff", "🏠", "nul\\0", "\\", "'", "=1+1", "null",
    ],
    "plan_done": ["", "Yes", "YES", "TRUE", "True", "t", "y", "N", "no", "false", "1", "0", "n/a", "NA", "na", "Not Applicable", "not applicable", "maybe", "yess"],
    "quality": ["sound", "Sound", "SOUND", "sund", "n/a", "not applicable", "yes", "partly ", "unsound"],
}  # fmt: skip


@pytest.mark.parametrize(
    ("column", "value"), [(column, value) for column, values in CELLS.items() for value in values]
)
def test_a_cell_of_any_kind(monkeypatch, column, value):
    agree(monkeypatch, cell(column, value), sizes=(150, 1 << 20))


WRITTEN = {
    "plain": ROWS,
    "with the header alone": ROWS[:1],
    "with nothing but a line": [""],
    "with blank lines": ["", "  ", ROWS[0], "", *ROWS[1:4], ",,,,,,,,,", "", ' , ,"",,,,,,,', *ROWS[4:], "", ",,,,,,,,,", ""],
    "with the header again": [*ROWS[:4], HEADER, *ROWS[4:], HEADER],
    "with the header again, spaced": ["case_id,office", "E1,York", " case_id , office ", "E2,York", "case_id,Leeds"],
    "with short rows": [*ROWS[:3], "E20,yro", *ROWS[3:], "E21", "E22,yro,2011-07-04,,,,,,"],
    "with long rows": [*ROWS[:3], GOOD.format(20) + ",x", *ROWS[3:], GOOD.format(21) + ",,,", GOOD.format(22) + ", ,x"],
    "with a short row and a long one": [*ROWS[:3], "E20,yro,2011-07-04,,,,,,", GOOD.format(21) + ",x", *ROWS[3:]],
    "with a short row and a blank cell too many": [*ROWS[:3], GOOD.format(21) + ",", "E20,yro,2011-07-04,,,,,,", *ROWS[3:]],
    "with a row of blank cells and one beyond": [*ROWS[:3], ",,,,,,,,,,x", *ROWS[3:]],
    "with blank cells throughout": [line + ",," for line in ROWS],
    "with a column without a name": [line + "," for line in ROWS[:-1]] + [ROWS[-1] + ",late"],
    "with columns without names": [f",{line}," for line in ROWS[:4]] + [f"x,{line},y" for line in ROWS[4:]] + [f" ,{GOOD.format(50)}, "],
    "with a column twice": [ROWS[0] + ",age", *(line + ",15" for line in ROWS[1:])],
    "with the ids twice": ["case_id,sentence,case_id", *(f"E{i},yro,F{i}" for i in range(5))],
    "with unknown columns": [ROWS[0] + ",AGE,shoe_size,visited_on,seen", *(line + ",1,2,3,4" for line in ROWS[1:])],
    "without a required column": ["case_id,age", *(f"E{i},14" for i in range(5))],
    "with a required column misspelt": ["case_id,Sentence,age", *(f"E{i},yro,14" for i in range(5)), "E1,,"],
    "without ids": ["sentence,age", *(f"yro,{i}" for i in range(30))],
    "without ids, and broken": ["sentence,age", *(f"yro,{i}" for i in range(30)), 'yro,"1" 4'],
    "with ids misnamed": ["Case ID,sentence", *(f"E{i},yro" for i in range(5)), "Case ID,sentence"],
    "without a header": ROWS[1:],
    "without a header, and one below": [*(GOOD.format(i) for i in range(15)), *ROWS],
    "without a header, and one far below": [*(GOOD.format(i) for i in range(25)), *ROWS],
    "without a header, blank rows between": [*(line for i in range(21) for line in (GOOD.format(i), ",")), *ROWS],
    "with ids alone": ["case_id", "E1", "", "E2", "E2", '"E\n3"'],
    "with ids and an unknown column": ["case_id,colour", "E1,red", "E2,blue"],
    "with nothing known": ["case_id,sentence,age", "E1,yro,14", "E2,,", "E3,,"],
    "with nothing known, nothing required": ["case_id,planning", "E1,sound", "E2,", "E3, ", "E4,n/a"],
    "with a title above": ["Cases of 2011", "", *ROWS],
    "with semicolons": [line.replace(",", ";") for line in ROWS],
    "with tabs": [line.replace(",", "\t") for line in ROWS],
    "with Excel's first line": ["sep=,", *ROWS],
    "with quoted names": ['"' + HEADER.replace(",", '","') + '"', *ROWS[1:]],
    "with every cell quoted": ['"' + line.replace(",", '","') + '"' for line in ROWS],
    "with a name over two lines": ['"case_id","sentence","of\nfice"', "E1,yro,York", 'E2,yro,"Y\nork"', "E3,yro,York"],
    "with quoted line breaks": [*ROWS[:3], 'E20,yro,,,,,,"York\n\nNorth,\nWest",yes,', *ROWS[3:], 'E21,yrx,,,,,,"a\nb",x,'],
    "with quotes among words": [*ROWS[:3], 'E20,yro,,,,,,5" by 6",yes,', *ROWS[3:], 'E21,yro,,,,,,5",yes,'],
    "with quotes among words, and quoted line breaks": [
        *ROWS[:3], 'E20,yro,,,,,,5" pipe,yes,', 'E22,yro,,,,,,"York\nE99,yro",yes,', *ROWS[3:], 'E21,yro,,,,,,"6\n",yes,',
    ],
    "with text after quotes": [*ROWS[:6], 'E20,yro,,,,,,"York" North,yes,', *ROWS[6:]],
    "with an open quotation": [*ROWS[:6], 'E20,yro,,,,,,"York,yes,', *ROWS[6:]],
    "with an open quotation, and the names again below": [*ROWS[:6], 'E20,yro,,,,,,"York,yes,', *ROWS],
    "with two open quotations": [*ROWS[:6], 'E20,yro,,,,,,"York,yes,', *ROWS[6:], 'E21,yro,,,,,,"York,yes,'],
    "with a space before quotes": [*ROWS[:6], 'E20,yro,,,,,, "York, North",yes,', *ROWS[6:]],
    "with a cell too long": [*ROWS[:6], "E20,yro,,,,,," + "x" * 132_000 + ",yes,", *ROWS[6:]],
    "with a cell too long in quotes": [*ROWS[:6], 'E20,yro,,,,,,"' + "x" * 132_000 + '",yes,', *ROWS[6:]],
    "with a cell just short enough": [*ROWS[:6], "E20,yro,,,,,," + "é" * 131_000 + ",yes,", *ROWS[6:]],
    "with cases twice": [*ROWS, *ROWS[3:6], ROWS[1].replace("yro", "x")],
    "with cases that are much alike": [
        *ROWS, *(GOOD.replace("E{}", each) for each in ("e1", "E 1", "e 2", "E\u00a03", "ss9", "ß9", "SS9", "ſs9", "İ1", "i1", "i̇1", "I1", "E　4")),
    ],
    "wrong throughout": ["case_id,sentence,age,hours,plan_done", *("E1,x,x,x,x" for _ in range(9))],
    "long": ["case,question,answer", *(f"E{i},{name},{value}" for i in range(5) for name, value in (("sentence", "yro"), ("age", "14"), ("agee", "1")))],
    "long, with faults": ["case_id,question,answer", "E1,sentence,yro", "E1,sentence,yro", ",age,14", "E2,,x", "E2,sentence", "E3,age,x", "E1,age,14"],
    "like a web page": ["case_id,office", *("<html>,York" for _ in range(3)), "%PDF,x", "{,}", "[1],2", "PK\x03\x04,York"],
}  # fmt: skip


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["LF", "CRLF", "CR"])
@pytest.mark.parametrize("lines", [pytest.param(lines, id=name) for name, lines in WRITTEN.items()])
def test_csv_written_in_any_way(monkeypatch, lines, end):
    for name in ("a.csv", "standard input"):
        agree(monkeypatch, csv(*lines, name=name, end=end))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\n",
        b"\xef\xbb\xbf",
        b"\xef\xbb\xbf" + "\n".join(ROWS).encode(),
        "\n".join(ROWS).encode(),
        "\n\n".join(ROWS).encode(),
        "\r\n".join(ROWS).encode() + b"\r",
        "\n".join(ROWS).encode() + b"\n\r\n\r",
        "\n".join(ROWS).replace("York", "Y\rork").encode(),
        "\n".join([*ROWS[:3], *ROWS[3:6]]).encode() + b"\r" + "\r\n".join(ROWS[6:]).encode(),
        "\n".join(ROWS).encode() + b"\nE50,yro,,,,,,Y\0rk,,",
        "\n".join(ROWS).encode() + b"\nE50,yro,,,,,,Y\xf6rk,,",
        "\n".join(ROWS).encode() + b"\nE50,yro,,,,,,Y\xc3",
        "\n".join(ROWS).encode() + b'\nE50,yro,,,,,,"Y" \xf6rk,,',
        "\n".join(ROWS).encode() + b'\nE50,yro,,,,,,"Y" ork,,\nE51,\0',
        "\n".join(ROWS).encode() + b"\n\xe2\x80\xa8,yro,,,,,,,,\n\xe2\x80\xa9,,,,,,,,,",
        "\n".join(ROWS).encode("utf-16"),
        "\n".join(ROWS).encode("utf-16-le"),
        ("\n".join(ROWS) + "\nE50,yro,,,,,,Y\u00f6rk,,").encode("windows-1252"),
        ("\n".join(ROWS) + "\nE50,yro,,,,,,Y\u00f6rk,,").encode(),
        bytes(range(256)) * 9,
        b"PK\x03\x04" + bytes(300),
        b"\x1f\x8b" + bytes(range(200)),
    ],
)
def test_csv_of_any_bytes(monkeypatch, data, tmp_path):
    agree(monkeypatch, Input("a.csv", data))
    agree(monkeypatch, Input("standard input", data), sizes=(24,))
    (tmp_path / "a.csv").write_bytes(data)
    agree(monkeypatch, Input("a.csv", tmp_path / "a.csv"), sizes=(24,))


def test_what_a_person_said_of_the_form_holds(monkeypatch):
    long_looking = b"case_id,question,answer\nE1,sentence,yro\n"
    for form in ("csv", "long-csv", "json", "ndjson", "xlsx", "parquet", None):
        for data in (long_looking, "\n".join(ROWS).encode(), b'{"case_id": "E1", "sentence": "yro"}\n'):
            agree(monkeypatch, Input("standard input", data, form), sizes=(24,))


# --- JSON -----------------------------------------------------------------------------------------

LINES = [
    json.dumps({"case_id": f"E{i}", "sentence": "yro", "age": 14, "hours": "1.5", "plan_done": True})
    for i in range(9)
]

OBJECTS = {
    "plain": '{"case_id": "F1", "sentence": "yro"}',
    "empty": "{}",
    "without an id": '{"sentence": "yro"}',
    "a whole number as id": '{"case_id": 77, "sentence": "yro"}',
    "a huge number as id": '{"case_id": 1' + "0" * 25 + ', "sentence": "yro"}',
    "a number beyond reading as id": '{"case_id": 1' + "0" * 40 + ', "sentence": "yro"}',
    "a fraction as id": '{"case_id": 1.5, "sentence": "yro"}',
    "a truth as id": '{"case_id": true, "sentence": "yro"}',
    "null as id": '{"case_id": null, "sentence": "yro"}',
    "an id in spaces": '{"case_id": " F1 ", "sentence": "yro"}',
    "a name twice": '{"case_id": "F1", "sentence": "yro", "sentence": "dto"}',
    "a name twice, once spaced": '{"case_id": "F1", "sentence":"yro", "sentence" :"yro", "age":14}',
    "the id twice": '{"case_id": "F1", "case_id": "F2", "sentence": "yro"}',
    "the id twice, alike": '{"case_id": "F1", "case_id": "F1", "sentence": "yro"}',
    "an unknown name": '{"case_id": "F1", "sentence": "yro", "shoe": 1}',
    "a near name": '{"case_id": "F1", "sentence": "yro", "Age": 14}',
    "a name of the inspection": '{"case_id": "F1", "sentence": "yro", "visited_on": "2011-07-04"}',
    "an empty name": '{"case_id": "F1", "sentence": "yro", "": 1}',
    "half a character in a name": '{"case_id": "F1", "sentence": "yro", "\\ud800": 1}',
    "nested": '{"case_id": "F1", "sentence": "yro", "seen": {"custody": "yes", "community": null}}',
    "nested and flat": '{"case_id": "F1", "sentence": "yro", "seen": {"custody": "yes"}, "seen.community": "no"}',
    "nested and flat, the same": '{"case_id": "F1", "sentence": "yro", "seen": {"custody": "yes"}, "seen.custody": "yes"}',
    "nested, a name twice": '{"case_id": "F1", "sentence": "yro", "seen": {"custody": "yes", "custody": "yes"}}',
    "nested, unknown": '{"case_id": "F1", "sentence": "yro", "seen": {"elsewhere": "yes"}}',
    "nested, null": '{"case_id": "F1", "sentence": "yro", "seen": null}',
    "nested where nothing is": '{"case_id": "F1", "sentence": "yro", "age": {"years": 14}}',
    "a family that is none": '{"case_id": "F1", "sentence": "yro", "seen": "yes"}',
    "a list": '{"case_id": "F1", "sentence": ["yro"], "age": 14}',
    "a colon in a text": '{"case_id": "F1", "sentence": "yro", "office": "a\\": b"}',
    "an escape": '{"case_id": "F1", "sentence": "yr\\u006f", "office": "Y\\u00f6rk\\n\\tNorth \\"x\\" \\\\"}',
    "no escape": '{"case_id": "F1", "sentence": "yro", "office": "Yörk 🏠"}',
    "two halves": '{"case_id": "F1", "sentence": "yro", "office": "\\ud83c\\udfe0"}',
    "half a character": '{"case_id": "F1", "sentence": "yro", "office": "x\\ud83c"}',
    "half a character as id": '{"case_id": "\\uD83C", "sentence": "yro"}',
    "a backslash before ud": '{"case_id": "F1", "sentence": "yro", "office": "\\\\ud83c"}',
    "a tab in a text": '{"case_id": "F1", "sentence": "yro", "office": "a\tb"}',
    "a control character": '{"case_id": "F1", "sentence": "yro", "office": "a\x01b"}',
    "spaces": '  { "case_id" : "F1" ,"sentence":\t"yro" }  ',
    "numbers": '{"case_id": "F1", "sentence": "yro", "age": 14, "visits": -3, "hours": 2}',
    "fractions": '{"case_id": "F1", "sentence": "yro", "hours": 1.50}',
    "a fraction of a whole number": '{"case_id": "F1", "sentence": "yro", "age": 14.0}',
    "exponents": '{"case_id": "F1", "sentence": "yro", "hours": 15e-1, "visits": 1E2}',
    "too fine": '{"case_id": "F1", "sentence": "yro", "hours": 1.1234567}',
    "an absurd exponent": '{"case_id": "F1", "sentence": "yro", "hours": 1e999999999999999999999}',
    "huge": '{"case_id": "F1", "sentence": "yro", "visits": 99999999999999999999, "hours": 1'
    + "0" * 40
    + "}",
    "not a number": '{"case_id": "F1", "sentence": "yro", "hours": NaN, "visits": -Infinity}',
    "truths": '{"case_id": "F1", "sentence": true, "plan_done": false, "age": true, "office": true, "sentenced_on": false}',
    "a number for a text": '{"case_id": "F1", "sentence": "yro", "office": 14}',
    "texts for numbers": '{"case_id": "F1", "sentence": "yro", "age": "14", "visits": "x", "hours": " 2.50 "}',
    "nulls": '{"case_id": "F1", "sentence": null, "age": null}',
    "marks": '{"case_id": "F1", "sentence": "n/a", "plan_done": "N/A", "signed_on": "na", "age": "na", "office": "Not applicable"}',
    "dates": '{"case_id": "F1", "sentence": "yro", "sentenced_on": "2011-02-29", "signed_on": 20110704}',
    "a list for a record": '["F1", "yro"]',
    "a number for a record": "14",
    "a text for a record": '"F1"',
    "null for a record": "null",
    "two on a line": '{"case_id": "F1"} {"case_id": "F2"}',
    "a comma after": '{"case_id": "F1", "sentence": "yro"},',
    "a slip": '{"case_id": "F1", "sentence": yro}',
    "cut off": '{"case_id": "F1", "sente',
    "nested far too deep": '{"case_id": ' + "[" * 3000,
    "blank": "",
    "space": "  \t ",
    "unseen space": "\u00a0\u2003",
    "words": "sentence",
    "one of those there": LINES[2],
    "one much alike": LINES[2].replace("E2", "e 2"),
}


@pytest.mark.parametrize("odd", [pytest.param(odd, id=name) for name, odd in OBJECTS.items()])
def test_an_object_of_any_kind(monkeypatch, odd):
    for at in (0, 4, 9):
        lines = [*LINES[:at], odd, *LINES[at:]]
        for end in ("\n", "\r\n"):
            agree(monkeypatch, Input("a.ndjson", end.join(lines).encode()), sizes=(24, 150, 1 << 20))
        agree(monkeypatch, Input("standard input", "\n".join(lines).encode() + b"\n"), sizes=(150,))
    agree(monkeypatch, Input("a.json", f"[{','.join([*LINES[:3], odd])}]".encode()), sizes=(24,))


def test_objects_of_every_kind_together(monkeypatch):
    lines = [line for line in OBJECTS.values() for _ in range(2)]
    for order in range(4):
        random.Random(order).shuffle(lines)  # noqa: S311 (any order will do)
        agree(
            monkeypatch, Input("standard input", "\n".join([LINES[0], *lines]).encode()), sizes=(150, 1 << 20)
        )


JSON_TEXTS = {
    "an array": json.dumps([json.loads(line) for line in LINES]),
    "an array over several lines": json.dumps([json.loads(line) for line in LINES], indent=2),
    "an object with cases": json.dumps({"cases": [json.loads(line) for line in LINES]}, indent=1),
    "an object with cases on one line": json.dumps({"cases": [json.loads(line) for line in LINES]}),
    "one object": json.dumps(json.loads(LINES[0]), indent=2),
    "one object on a line": LINES[0],
    "an array with a slip": json.dumps([json.loads(line) for line in LINES])[:-30],
    "an empty array": "[]",
    "nothing": "",
    "blank lines": "\n\n" + "\n\n".join(LINES) + "\n\n",
    "a slip first": "\n".join(["{x", *LINES]),
    "a slip first and words later": "\n".join(["{x", *LINES, "words", LINES[1]]),
    "a slip first and a bracket later": "\n".join(["{", *LINES, "]", LINES[1]]),
    "a text first": "\n".join(["words", *LINES]),
    "a mark first": "\ufeff" + "\n".join(LINES),
    "a mark within": "\n".join([*LINES, "\ufeff" + LINES[0]]),
}


@pytest.mark.parametrize("text", [pytest.param(text, id=name) for name, text in JSON_TEXTS.items()])
def test_json_written_in_any_way(monkeypatch, text):
    for name in ("a.json", "a.ndjson", "standard input", "a.csv"):
        agree(monkeypatch, Input(name, text.encode()))
    agree(monkeypatch, Input("standard input", text.encode() + b"\n\xff\xfe"), sizes=(24,))
    agree(monkeypatch, Input("standard input", text.encode() + b"\n\0"), sizes=(24,))


# --- Parquet and Arrow ----------------------------------------------------------------------------

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
    "moments": of([datetime(2011, 7, 4), datetime(2011, 7, 4, 12, 30), datetime(2011, 7, 4, 0, 0, 0, 1)], pl.Datetime("us")),
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
    fields = ("case_id", *(f.column for f in SHAPE.fields))
    frames = [TABLE.with_columns(series.alias(name)) for name in fields]
    for frame in frames:
        agree(monkeypatch, parquet(frame), sizes=(24, 1 << 20))
    for stream in (True, False):
        agree(monkeypatch, arrow(TABLE.with_columns(series.alias("office")), stream=stream), sizes=(24,))
    for field in ODD_SHAPE.fields:
        agree(
            monkeypatch,
            parquet(TABLE.select("case_id", series.alias(field.column))),
            shape=ODD_SHAPE,
            sizes=(24,),
        )


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


# --- Workbooks ------------------------------------------------------------------------------------

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


# --- Several files --------------------------------------------------------------------------------


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


def test_very_many_faults_are_counted_and_the_first_kept(monkeypatch):
    monkeypatch.setattr(told, "MOST_KEPT", 5)
    rows = [
        "case_id,sentence,age",
        *(f"E{i},yro,{i}" for i in range(9)),
        "E1,yro,14",
        *("E9,yro,14" for _ in range(3)),
    ]
    whole, parts = read_whole([csv(*rows)]), read_in_parts([csv(*rows)])
    assert parts["diagnostics"] == whole["diagnostics"][:5]
    assert len(parts["diagnostics"]) + parts["untold"] == len(whole["diagnostics"])
    assert parts["invalid"] == whole["invalid"]


# --- Made-up and damaged files --------------------------------------------------------------------

ANY_CELL = st.one_of(
    st.sampled_from([value for values in CELLS.values() for value in values]),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=5),
)


@st.composite
def tables(draw):
    names = draw(
        st.permutations(
            ["case_id", "sentence", "age", "hours", "office", "sentenced_on", "signed_on", "plan_done"]
        )
    )
    names = names[: draw(st.integers(1, 8))]
    rows = draw(
        st.lists(
            st.lists(ANY_CELL, min_size=len(names), max_size=len(names) + draw(st.integers(0, 1))),
            max_size=12,
        )
    )
    return "\n".join([",".join(names), *(",".join(row) for row in rows)])


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(tables(), st.integers(1, 80))
def test_tables_made_up(monkeypatch, text, size):
    agree(monkeypatch, Input("a.csv", text.encode()), sizes=(size,))


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.dictionaries(
            st.sampled_from(["case_id", *(f.column for f in SHAPE.fields), "seen", "x"]),
            st.one_of(
                ANY_CELL,
                st.none(),
                st.booleans(),
                st.integers(),
                st.floats(),
                st.just(14),
                st.just("yro"),
                st.dictionaries(st.sampled_from(["custody", "community", "x"]), ANY_CELL),
            ),
            max_size=6,
        ),
        max_size=8,
    ),
    st.integers(1, 200),
)
def test_objects_made_up(monkeypatch, objects, size):
    text = "\n".join(json.dumps(one, ensure_ascii=size % 2 == 0) for one in objects)
    agree(monkeypatch, Input("a.ndjson", text.encode("utf-8", "surrogatepass")), sizes=(size,))


GRAINS = [
    b'"',
    b",",
    b"\n",
    b"\r",
    b"\r\n",
    b"\0",
    b"\xff",
    b"{",
    b"}",
    b"[",
    b"]",
    b":",
    b"\\",
    b"\\ud800",
    b";",
    b"\t",
    b"\x1c",
]
GRAINS += [
    b"9" * 50,
    b"NaN",
    b"1e99",
    b"\xe2\x80\xa8",
    b"\xc2\xa0",
    b"\xef\xbb\xbf",
    b"case_id",
    b"n/a",
    b" ",
    b'""',
    b'","',
    b"\xc3\xa9",
    b",,,",
]


def damaged(dice, data):
    data = bytearray(data)
    for _ in range(dice.randint(1, 4)):
        at = dice.randrange(len(data) + 1)
        match dice.randrange(5):
            case 0 | 1:
                data[at:at] = dice.choice(GRAINS)
            case 2:
                del data[at : at + dice.randint(1, 20)]
            case 3:
                data[at:at] = data[at : at + dice.randint(1, 100)]
            case _:
                data[at : at + 1] = bytes([dice.randrange(256)])
    return bytes(data)


SEEDS = [
    "\n".join(WRITTEN[name])
    for name in (
        "plain",
        "with quoted line breaks",
        "with blank cells throughout",
        "with every cell quoted",
        "long",
    )
]
SEEDS += ["\n".join(LINES), "\r\n".join(ROWS), JSON_TEXTS["an array over several lines"]]


@pytest.mark.parametrize("seed", range(6))
def test_damaged_files(monkeypatch, seed):
    dice = random.Random(seed)  # noqa: S311 (dice for a test)
    for _ in range(60):
        data = damaged(dice, dice.choice(SEEDS).encode())
        name = dice.choice(["a.csv", "a.ndjson", "standard input"])
        agree(monkeypatch, Input(name, data), sizes=(dice.randint(1, 300),))
