"""Case files are read, whatever form they have; and everything wrong with one is said, word for word."""

import csv
import io
import json
import random
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, FormatChecker

from aboveline.diagnostics import Place
from aboveline.records import validate
from aboveline.records.assessors import Assessors
from aboveline.records.extents import Extent
from aboveline.records.found import shape_of
from aboveline.records.headlines import read_headlines
from aboveline.records.normalise import exact, normal
from aboveline.records.overrides import read_overrides
from aboveline.records.raw import Odd, RawRecord
from aboveline.records.read import Input, read_cases, read_inspection
from aboveline.records.record import Record, RecordField, RecordShape
from aboveline.records.schema import json_schema
from aboveline.records.validate import check, checker
from aboveline.report.diagnostics_json import diagnostics_json
from aboveline.report.diagnostics_text import count_line, diagnostics_text
from aboveline.values import YES_OR_NO, Choice, Mark, Text, Word
from records_room import FOLDER, INSPECTION, SHAPE, rewrite, sections, written
from workbooks import workbook

#: The headline themes that the page of past headline scores is read with.
THEMES = ("safeguarding", "roh", "lor")

#: What the page of assessors is read with.
ASSESSORS = Assessors("office", ("Leeds", "Yrok"))

MISTAKES = [
    pytest.param(path, section, id=f"{path.stem}: {section[0]}")
    for path in sorted(FOLDER.glob("*.md"))
    if path.name != "README.md"
    for section in sections(path)
]

WIDE = b'''\xef\xbb\xbfcase_id,sentence,sentenced_on,signed_on,age,visits,hours,office,rmp_required,plan_done,quality,seen.custody,f_need_ete,,\r
 E1 ,yro,2011-07-04,N/A,14,-3,1.50, York ,Y,TRUE,Partly,not applicable,n,,\r
,,,,,,,,,,,,,,\r
E2,DTO,,2011-07-05,010,0,14,"Leeds, ""north""",false,No,na,,yes,,\r
'''

EXPECTED = {
    "E1": {
        "sentence": "yro",
        "sentenced_on": date(2011, 7, 4),
        "age": 14,
        "visits": -3,
        "hours": Decimal("1.5"),
        "office": "York",
        "rmp_required": "yes",
        "plan_done": "yes",
        "quality": "partly",
        "seen.custody": Mark.NOT_APPLICABLE,
        "need.ete": "no",
    },
    "E2": {
        "sentence": "dto",
        "signed_on": date(2011, 7, 5),
        "age": 10,
        "visits": 0,
        "hours": 14,
        "office": 'Leeds, "north"',
        "rmp_required": "no",
        "plan_done": "no",
        "quality": Mark.NOT_APPLICABLE,
        "need.ete": "yes",
    },
}

AS_JSON = [
    {
        "case_id": "E1",
        "sentence": "yro",
        "sentenced_on": "2011-07-04",
        "signed_on": "n/a",
        "age": 14,
        "visits": "-3",
        "hours": 1.5,
        "office": "York",
        "rmp_required": True,
        "plan_done": "y",
        "quality": "PARTLY",
        "seen": {"custody": "N/A", "community": None},
        "f_need_ete": False,
    },
    {
        "case_id": "E2",
        "sentence": "dto",
        "sentenced_on": None,
        "signed_on": "2011-07-05",
        "age": 10,
        "visits": 0,
        "hours": 14.0,
        "office": 'Leeds, "north"',
        "rmp_required": "no",
        "plan_done": False,
        "quality": "not applicable",
        "seen": {},
        "f_need_ete": "Yes",
    },
]


def long_form():
    rows = list(csv.DictReader(io.StringIO(WIDE.decode("utf-8-sig"))))
    answers = [
        (row["case_id"], key, value)
        for row in rows
        for key, value in row.items()
        if key not in {"case_id", ""}
    ]
    text = io.StringIO()
    csv.writer(text).writerows([("case", "question", "answer"), *(a for a in answers if a[0])])
    return text.getvalue().encode()


FORMS = {
    "wide": Input("cases.csv", WIDE),
    "wide with bare line feeds": Input("cases.csv", WIDE.replace(b"\r\n", b"\n")),
    "wide with bare carriage returns": Input("standard input", WIDE.replace(b"\r\n", b"\r")),
    "long": Input("cases.csv", long_form()),
    "array": Input("cases.json", json.dumps(AS_JSON).encode()),
    "array of several lines": Input("standard input", json.dumps(AS_JSON, indent=2).encode("utf-8-sig")),
    "object with cases": Input("standard input", json.dumps({"cases": AS_JSON}, indent=2).encode()),
    "one object a line": Input("cases.ndjson", "\n".join(json.dumps(r) for r in AS_JSON).encode()),
    "lines from standard input": Input(
        "standard input", "\r\n\r\n".join(json.dumps(r) for r in AS_JSON).encode()
    ),
}


@pytest.mark.parametrize(("page", "section"), MISTAKES)
def test_each_mistake_has_its_message(request, page, section):
    heading, files, messages = section
    assessors = ASSESSORS if page.stem == "assessors" else None
    reading = read_cases(files["file"], SHAPE, assessors) if files["file"] else None
    found = reading.diagnostics if reading else ()
    if page.stem == "assessors":
        found += tuple(note for note in reading.notes if note.code != "columns-not-there")
    for source in files["inspection"]:
        found += read_inspection(source, INSPECTION)[1]
    for source in files["overrides"]:
        found += read_overrides(source, {"f_seen": "seen"})[1]
    for source in files["population"]:
        found += read_headlines(source, THEMES)[1]
    said = "".join(map(written, found))
    if request.config.getoption("--update"):
        rewrite(page, heading, said)
        return
    assert said == messages
    assert messages


@pytest.mark.parametrize("source", [pytest.param(source, id=name) for name, source in FORMS.items()])
def test_every_form_says_the_same(source):
    reading = read_cases([source], SHAPE)
    assert reading.diagnostics == ()
    assert {r.case_id: dict(r.values) for r in reading.records} == EXPECTED
    assert (reading.read, reading.invalid, reading.fatal) == (2, (), False)


def test_each_value_knows_where_it_stands():
    wide = read_cases([FORMS["wide"]], SHAPE).records
    assert wide[1].place_of("need.ete", "f_need_ete") == Place("cases.csv", 4, 2, "E2", "f_need_ete")
    long = read_cases([FORMS["long"]], SHAPE).records
    assert long[1].place_of("sentence", "sentence") == Place("cases.csv", 14, 2, "E2", "sentence")
    several = read_cases([FORMS["object with cases"]], SHAPE).records
    assert [r.place.line for r in several] == [3, 21]


def test_leaving_out_needs_the_file_itself_to_be_right():
    wrong_value = Input(
        "a.csv", b"case_id,sentence,age\nE1,yro,9\nE2,yro,14\nE3,yro,15\nE3,yro,16\n,yro,15\n"
    )
    reading = read_cases([wrong_value], SHAPE)
    assert ([r.case_id for r in reading.records], reading.invalid) == (["E2"], ("E1", "E3", "E3", None))
    assert (reading.read, reading.fatal) == (5, False)
    wrong_column = Input("b.csv", b"case_id,sentence,agee\nE4,yro,9\n")
    reading = read_cases([wrong_value, wrong_column], SHAPE)
    assert ([r.case_id for r in reading.records], reading.fatal) == (["E2", "E4"], True)


def test_a_mark_on_a_required_fact_says_that_it_does_not_exist():
    shape = RecordShape("x", (RecordField("a", "a", "fact", YES_OR_NO, "A", required=True, markable=True),))
    reading = read_cases([Input("x.csv", b"case_id,a\nE1,n/a\n")], shape)
    assert (reading.diagnostics, dict(reading.records[0].values)) == ((), {})


def test_no_message_says_a_value_from_the_data():
    told = "Zebedee Quux"
    rows = {f.column: told for f in SHAPE.fields if not isinstance(f.type, Text)}
    sources = [
        Input("a.csv", (",".join(["case_id", *rows]) + "\nE1," + ",".join(rows.values())).encode()),
        Input("a.csv", f"{told},yro\nE2,yro\n".encode()),
        Input("a.csv", f"case,question,answer\nE1,{told},sentence\n".encode()),
        Input("a.json", json.dumps([{"case_id": "E1", **rows}]).encode()),
        Input("a.json", json.dumps([told]).encode()),
        Input("a.json", ('[{"case_id": "E1", "office": ' + told).encode()),
    ]
    for source in sources:
        reading = read_cases([source], SHAPE)
        assert reading.diagnostics
        assert not any(word in str(reading.diagnostics) for word in told.split())


def test_a_worked_out_answer_may_carry_whatever_an_answer_may():
    reading = read_cases([Input("a.csv", b"case_id,sentence,planning\nE1,yro,n/a\nE2,yro,Sound\n")], SHAPE)
    assert reading.diagnostics == ()
    assert [r.values["planning"] for r in reading.records] == [Mark.NOT_APPLICABLE, "sound"]


def test_a_record_from_no_file_stands_nowhere():
    assert Record("E1", {}).place_of("age", "age") is None


@pytest.mark.parametrize(
    ("written_as", "kept"),
    [
        ("1.50", Decimal("1.5")),
        ("0.0000000", 0),
        ("1e3", 1000),
        ("-2.000001", Decimal("-2.000001")),
        ("999999999999", 10**12 - 1),
    ],
)
def test_numbers_are_kept_exactly_and_in_one_way(written_as, kept):
    number = exact(Decimal(written_as))
    assert (number, str(number)) == (kept, str(kept))


@pytest.mark.parametrize("lost", ["1000000000000", "0.0000001", "NaN", "-Infinity", "1e999999", "1e-999999"])
def test_numbers_that_cannot_be_kept_are_not_rounded(lost):
    assert isinstance(exact(Decimal(lost)), Odd)


def test_forgetting_what_was_judged_changes_nothing(monkeypatch):
    monkeypatch.setattr(validate, "_MOST_REMEMBERED", 1)
    reading = read_cases([FORMS["wide"]], SHAPE)
    assert {r.case_id: dict(r.values) for r in reading.records} == EXPECTED


def test_words_that_need_saying_are_said_in_the_schema_with_the_mark():
    words = Choice((Word("a", "First"), Word("b", "Second")))
    shape = RecordShape("x", (RecordField("q", "q", "answer", words, "Q", markable=True),))
    assert json_schema(shape)["properties"]["q"]["oneOf"] == [
        {"const": "a", "title": "First"},
        {"const": "b", "title": "Second"},
        {"const": "not applicable", "title": "marked not applicable"},
        {"const": None, "title": "missing"},
    ]


def test_nothing_has_a_name():
    assert shape_of(None, Text()) == "nothing"


def test_case_ids_that_differ_in_capitals_or_spaces_are_two_cases_with_a_warning():
    first = Input("north.csv", b"case_id,sentence\nE 1,yro\nE2,yro\n")
    second = Input("south.csv", b"case_id,sentence\ne1,yro\nE\xc2\xa01,dto\nE3,yro\n")
    reading = read_cases([first, second], SHAPE)
    assert [r.case_id for r in reading.records] == ["E 1", "E2", "e1", "E\xa01", "E3"]
    similar = [written(d) for d in reading.notes if d.code == "similar-case-ids"]
    assert similar == [
        (
            "warning[similar-case-ids] expected case ids that differ by more than capitals and spaces, found `e1` beside `E 1`\n"
            "  at south.csv, line 2, record 1, case e1\n"
            "  at north.csv, line 2, record 1, case E 1\n"
            "  help: they are counted as two cases; if they are one, remove one of the two\n"
        ),
        (
            "warning[similar-case-ids] expected case ids that differ by more than capitals and spaces, found `E\xa01` beside `E 1`\n"
            "  at south.csv, line 3, record 2, case E\xa01\n"
            "  at north.csv, line 2, record 1, case E 1\n"
            "  help: they are counted as two cases; if they are one, remove one of the two\n"
        ),
    ]


def test_columns_a_file_lacks_are_named():
    notes = read_cases([Input("a.csv", b"case_id,sentence\nE1,yro\n")], SHAPE).notes
    assert [written(d) for d in notes] == [
        (
            "warning[columns-not-there] expected a column for all that the criteria ask of a case, found none for "
            "`sentenced_on`, `signed_on`, `age`, `visits`, `hours` and 7 more\n"
            "  at a.csv, line 1\n"
            "  help: a column that is not there is taken to be blank in every case; if it was lost on the way, add it\n"
        )
    ]


def test_a_file_with_wrong_columns_is_not_said_to_know_nothing():
    notes = read_cases([Input("a.csv", b"case_id,Plan_done,AGE,Age of all\nE1,yes,14,x\n")], SHAPE).notes
    assert [d.code for d in notes] == ["columns-not-there"]


# --- What says the same over and over is told to people once ---------------------------------------


def rows_of(*columns, times=8):
    lines = [f"E{i},yro" + "".join(f",{value}" for _, value in columns) for i in range(times)]
    return "\n".join([",".join(["case_id", "sentence", *(name for name, _ in columns)]), *lines, ""])


def told(text, name="a.csv"):
    """What a person is shown, and how many diagnostics that stands for."""
    found = read_cases([Input(name, text if isinstance(text, bytes) else text.encode())], SHAPE).diagnostics
    assert len(diagnostics_json(found, {})["diagnostics"]) == len(found)
    return diagnostics_text(found, {}).splitlines(), count_line(found)


def test_a_column_wrong_throughout_is_told_once():
    assert told(rows_of(("rmp_required", "1"), ("sentenced_on", "14/07/2011"))) == (
        [
            "a.csv:2: error: expected `yes` or `no` in `rmp_required`, found a whole number [wrong-word]",
            "  in 8 rows: line 2, 3, 4 and 5 more",
            "  help: write `yes` or `no` in its place: what 1 and 0 stand for is not taken for granted",
            "",
            "a.csv:2: error: expected a date such as 2011-07-04 in `sentenced_on`, found a date written day/month/year [wrong-date]",
            "  in 8 rows: line 2, 3, 4 and 5 more",
            "  help: write year, month and day with hyphens; in Excel give the column the format `yyyy-mm-dd` before saving",
        ],
        "16 errors",
    )


def test_many_columns_wrong_throughout_in_the_same_way_are_told_once():
    columns = ["rmp_required", "seen.custody", "seen.community", "f_need_ete"]
    text = rows_of(*((column, "0") for column in columns))
    assert told(text) == (
        [
            "a.csv:2: error: expected `yes` or `no` in each of 4 columns, found a whole number [wrong-word]",
            "  32 times, in `rmp_required`, `seen.custody`, `seen.community` and 1 more",
            "  help: write `yes` or `no` in its place: what 1 and 0 stand for is not taken for granted",
        ],
        "32 errors",
    )


def test_a_row_wrong_in_many_columns_is_told_once():
    columns = ["sentence", "sentenced_on", "age", "rmp_required", "plan_done", "quality", "seen.custody"]
    lines = [",".join(["case_id", *columns]), "E1,yro,2011-07-04,14,yes,yes,sound,yes", "Total" + ",99" * 7]
    assert told("\n".join(lines)) == (
        [
            "a.csv:3: error: expected values that fit their columns, found 7 that do not [wrong-word, wrong-date, wrong-number]",
            "  row 2, case Total: in `sentence`, `sentenced_on`, `age` and 4 more",
            (
                "  help: the first: expected `yro`, `dto` or `other_custodial` in `sentence`, found a whole number; "
                "if the row is no case, such as a row of totals, remove it"
            ),
        ],
        "7 errors",
    )


def test_a_few_mistakes_are_told_each_for_itself():
    lines, count = told("case_id,sentence,age,hours,visits\nE1,yro,9,x,y\nE2,yro,9,1,1\n")
    assert (len([line for line in lines if "error" in line]), count) == (4, "4 errors")


def test_headings_wrong_throughout_are_told_once():
    heading = "case_id,SENTENCE,AGE,Visits,HOURS,shoe_size"
    assert told(heading + "\nE1,yro,14,1,1,38\n") == (
        [
            "a.csv:1: error: expected a column the framework knows, found 4 that are none: `SENTENCE`, `AGE`, `Visits` and 1 more [unknown-column]",
            "  help: did you mean `sentence`, `age`, `visits` and 1 more?",
            "",
            "a.csv:1: error: expected a column the framework knows, found `shoe_size` [unknown-column]",
            "  field shoe_size: column F",
            "  help: take it out of the data, or declare a fact or question of that name in the criteria",
        ],
        "5 errors",
    )
    unknown, _ = told("case_id,sentence,shoe,hat,coat\nE1,yro,1,1,1\n")
    assert unknown == [
        "a.csv:1: error: expected a column the framework knows, found 3 that are none: `shoe`, `hat` and `coat` [unknown-column]",
        "  help: take it out of the data, or declare a fact or question of that name in the criteria",
    ]


def test_every_heading_in_capitals_has_its_suggestion():
    fields = tuple(RecordField(f"q{i}x", f"q{i}x", "answer", YES_OR_NO, f"Q {i}") for i in range(80))
    heading = ",".join(["case_id", *(f.column.upper() for f in fields)])
    reading = read_cases([Input("a.csv", f"{heading}\nE1{',' * 80}\n".encode())], RecordShape("x", fields))
    assert [d.suggestion for d in reading.diagnostics] == [f.column for f in fields]


def test_rows_are_counted_where_records_stand_on_one_line_and_cells_are_named_in_workbooks():
    records = [{"case_id": f"E{i}", "sentence": "yro", "age": "x"} for i in range(3)]
    lines, _ = told(json.dumps(records).encode(), "a.json")
    assert lines[1] == "  in 3 rows: row 1, 2 and 3"
    book = workbook("case_id | sentence | age\nE1 | yro | 9\nE2 | yro | 9\nE3 | yro | 9\nE4 | yro | 9\n")
    lines, _ = told(book, "a.xlsx")
    assert lines == [
        "a.xlsx, Cases!C2: error: expected a whole number from 10 to 18 in `age`, found one below 10 [wrong-number]",
        "  in 4 rows: cell Cases!C2, Cases!C3, Cases!C4 and 1 more",
    ]


def test_what_is_left_untold_is_counted_one_by_one():
    found = read_cases([Input("a.csv", rows_of(("age", "9"), ("hours", "x")).encode())], SHAPE).diagnostics
    assert diagnostics_text(found, {}, shown=1).endswith("\n\n… and 8 more (all of them with --format json)")


def test_a_value_is_far_out_only_where_a_large_sheet_is_nearly_blank():
    assert Extent(200, 3, lowest=(199, 0), rightmost=(5, 16383)).far_out == (5, 16383)
    assert Extent(3, 3, lowest=(1048575, 0), rightmost=(1, 2)).far_out == (1048575, 0)
    assert Extent(3, 3, lowest=(2, 0), rightmost=(1, 16383)).far_out is None
    assert Extent(50_000, 190, lowest=(49_999, 0), rightmost=(0, 189)).far_out is None


INSPECTION_FORMS = [
    ("i.json", b'{"visited_on": "2012-05-14", "caseload": 85, "leadership": "Good"}'),
    ("i.csv", b"visited_on,caseload,leadership\n2012-05-14,85,good\n"),
    ("i.csv", b"fact,value\nvisited_on,2012-05-14\ncaseload,85\nleadership,good\n"),
    ("standard input", b'{\n"visited_on": "2012-05-14",\n"caseload": 85,\n"leadership": "good"\n}\n'),
]


@pytest.mark.parametrize(("name", "data"), INSPECTION_FORMS)
def test_facts_of_the_inspection(name, data):
    record, diagnostics = read_inspection(Input(name, data), INSPECTION)
    assert diagnostics == ()
    assert dict(record.values) == {"visited_on": date(2012, 5, 14), "caseload": 85, "leadership": "good"}


def test_the_schema_is_one_and_reads_in_the_words_of_the_criteria():
    for shape in (SHAPE, INSPECTION):
        Draft202012Validator.check_schema(json_schema(shape))
        assert json.loads(json.dumps(json_schema(shape))) == json_schema(shape)
    schema = json_schema(SHAPE)
    assert schema["required"] == ["case_id", "sentence"]
    assert schema["properties"]["sentence"] == {
        "title": "Type of sentence",
        "description": "A fact: one of yro, dto, other_custodial. Required.",
        "oneOf": [
            {"const": "yro", "title": "Youth rehabilitation order"},
            {"const": "dto", "title": "Detention and training order"},
            {"const": "other_custodial", "title": "other custodial"},
        ],
    }
    assert schema["properties"]["plan_done"] == {
        "title": "Was there a plan?",
        "description": "An answer: yes or no.",
        "enum": ["yes", "no", "not applicable", None],
    }
    assert schema["properties"]["quality"]["description"].endswith(" Asked only where plan_done.")
    assert schema["properties"]["planning"]["readOnly"] is True
    assert schema["properties"]["signed_on"]["anyOf"][1:] == [{"const": "not applicable"}, {"type": "null"}]
    assert schema["properties"]["age"] == {
        "title": "Age at start of sentence",
        "description": "A fact: a whole number from 10 to 18.",
        "type": ["integer", "null"],
        "minimum": 10,
        "maximum": 18,
    }


WHOLE = Draft202012Validator(json_schema(SHAPE), format_checker=FormatChecker(["date"]))
WRITTEN = [
    "",
    "yes",
    " N ",
    "true",
    "n/a",
    "NA",
    "not applicable",
    "yro",
    "Yro",
    "dto",
    "sound",
    "PARTLY",
    "14",
    "14.0",
    "2011-07-04",
    "2011-02-29",
    "2011-7-4",
    "20110704",
    "1.123456",
    "1.1234567",
    "1e3",
    "999999999999",
    "9999999999999",
    "x",
]
RAW = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-5, 20),
    st.integers(),
    st.decimals(allow_nan=False, allow_infinity=False),
    st.just(Odd("a list")),
    st.sampled_from(WRITTEN),
    st.text(max_size=8),
)


@settings(max_examples=300, deadline=None)
@given(
    st.fixed_dictionaries({}, optional={f.column: RAW for f in SHAPE.fields}), st.one_of(st.just("E1"), RAW)
)
def test_a_record_is_valid_exactly_when_jsonschema_says_so(values, case_id):
    record, cleaned, diagnostics = check(checker(SHAPE), RawRecord(case_id, values, Place("x")), frozenset())
    forms = {f.column: normal(f, values[f.column]) for f in SHAPE.fields if f.column in values}
    instance = {column: form for column, form in forms.items() if form is not None}
    if cleaned is not None:
        instance["case_id"] = cleaned
    assert (record is not None) == WHOLE.is_valid(instance)
    assert (record is None) == bool(diagnostics)


SEEDS = [source.data for source in FORMS.values()]
GRAINS = [
    b'"',
    b",",
    b"\n",
    b"\r",
    b"\x00",
    b"\xff",
    b"{",
    b"}",
    b"[",
    b"]",
    b":",
    b"\\",
    b"\\ud800",
    b"1e999999999",
    b";",
]
GRAINS += [
    b"-",
    b"9" * 5000,
    b"NaN",
    b"\xe2\x80\xa8",
    b"\xef\xbb\xbf",
    b"[" * 3000,
    b"case_id",
    b"\x1a",
    b"'",
    b"\t",
]


def mutated(dice):
    data = bytearray(dice.choice(SEEDS))
    for _ in range(dice.randint(1, 6)):
        at = dice.randrange(len(data) + 1)
        match dice.randrange(5):
            case 0:
                data[at:at] = dice.choice(GRAINS)
            case 1:
                del data[at : at + dice.randint(1, 40)]
            case 2:
                data[at : at + 1] = bytes([dice.randrange(256)])
            case 3:
                data[at:at] = data[at : at + dice.randint(1, 200)]
            case _:
                del data[at + dice.randint(0, 300) :]
    return bytes(data)


@pytest.mark.parametrize("seed", range(10))
def test_whatever_the_bytes_there_is_an_answer(seed):
    dice = random.Random(seed)  # noqa: S311 -- dice for a test
    for _ in range(250):
        data = mutated(dice)
        for name in ("cases.csv", "cases.json", "cases.ndjson", "standard input"):
            reading = read_cases([Input(name, data)], SHAPE)
            assert reading.records or reading.diagnostics
            "".join(map(written, reading.diagnostics)).encode()
        read_cases([Input("x", data, dice.choice(["csv", "long-csv", "json", "ndjson"]))], SHAPE)
        read_inspection(Input("standard input", data), INSPECTION)


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=200), st.sampled_from(["a.csv", "a.json", "a.ndjson", "standard input"]))
def test_bytes_from_nowhere_are_an_error(data, name):
    reading = read_cases([Input(name, data)], SHAPE)
    assert reading.diagnostics
    assert reading.records == ()
