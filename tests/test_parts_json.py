"""JSON that is read part by part comes to exactly what it comes to when it is read whole, whatever is in it."""

import json
import random
from decimal import Decimal

import polars as pl
import pytest

from aboveline.records.columns import Columns
from aboveline.records.ndjson_alike import manner_of, read_alike
from aboveline.records.raw import Input
from parts_room import agree
from records_room import SHAPE

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
    lines = [*LINES[:4], odd, *LINES[4:]]
    agree(monkeypatch, Input("a.ndjson", "\n".join(lines).encode()), sizes=(24, 1 << 20))
    agree(monkeypatch, Input("standard input", "\r\n".join([odd, *LINES]).encode() + b"\n"), sizes=(150,))
    agree(monkeypatch, Input("a.json", f"[{','.join([*LINES[:3], odd])}]".encode()), sizes=(24,))


def test_objects_of_every_kind_together(monkeypatch):
    lines = [line for line in OBJECTS.values() for _ in range(2)]
    random.Random(1).shuffle(lines)  # noqa: S311 (any order will do)
    agree(monkeypatch, Input("standard input", "\n".join([LINES[0], *lines]).encode()), sizes=(150, 1 << 20))


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
        agree(monkeypatch, Input(name, text.encode()), sizes=(24,))
    agree(monkeypatch, Input("standard input", text.encode() + b"\n\xff\xfe"), sizes=(24,))
    agree(monkeypatch, Input("standard input", text.encode() + b"\n\0"), sizes=(24,))


@pytest.mark.parametrize("separators", [(", ", ": "), (",", ":")])
@pytest.mark.parametrize("nulls", [True, False])
def test_lines_written_alike_are_read_at_once_and_others_told(separators, nulls):
    objects = [
        json.loads(line) | {"office": None if number % 3 else "York", "hours": number + 0.25}
        for number, line in enumerate(LINES)
    ]
    objects = [
        one if nulls else {name: value for name, value in one.items() if value is not None} for one in objects
    ]
    lines = [json.dumps(one, separators=separators) for one in objects]
    slips = [
        '{"case_id":"F1","case_id":"F2"}',
        '{"case_id": "F1", "x": 1}',
        '{"case_id": 14}',
        '{"case_id": "a\\"b"}',
        '{"age": "14"}',
    ]
    manner = manner_of(lines, Columns(SHAPE))
    found = read_alike("\n".join([*lines, *slips]).encode(), [*lines, *slips], manner)
    assert found.right.to_list() == [True] * len(lines) + [False] * len(slips)
    assert found.held["case_id"].to_list()[: len(lines)] == [one["case_id"] for one in objects]
    assert found.held["plan_done"].dtype == pl.Boolean
    assert found.held["age"].to_list()[: len(lines)] == [14] * len(lines)
    assert found.held["hours"].to_list()[0] == Decimal("0.25")
