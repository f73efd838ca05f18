"""Files of past headline scores: what is read, and what is refused with which words."""

import json

import pytest

from aboveline.records.headlines import read_headlines
from aboveline.records.raw import Input

THEMES = ("safeguarding", "roh", "lor")


def read(text, name="headlines.csv"):
    return read_headlines(Input(name, text.encode() if isinstance(text, str) else text), THEMES)


def refused(text, name="headlines.csv"):
    """What is wrong with a file: code, where, message, remedy."""
    found, wrong = read(text, name)
    assert found is None
    return [(d.code, d.labels[0].at.spot, d.message, d.help) for d in wrong]


def test_a_row_an_inspection():
    found, wrong = read(
        "area, year ,safeguarding,roh,lor\nOldham,2009,67,60%,62\n\nSefton,2009,28,,\nHull,,,,74\n"
    )
    assert wrong == ()
    assert [(one.name, dict(one.scores), one.place.line) for one in found.inspections] == [
        ("Oldham, 2009", {"safeguarding": 67, "roh": 60, "lor": 62}, 2),
        ("Sefton, 2009", {"safeguarding": 28}, 4),
        ("Hull", {"lor": 74}, 5),
    ]
    assert found.themes == THEMES
    some, _ = read("roh,area\n60,Oldham\n")
    assert (some.themes, some.inspections[0].year) == (("roh",), None)


def test_a_row_a_theme():
    found, wrong = read("theme,lowest,highest,average,inspections\nroh,36,86,62,\nlor,43%,87%,70%,120\n")
    assert wrong == ()
    assert [(s.theme, s.lowest, s.highest, s.average, s.inspections) for s in found.summaries] == [
        ("roh", 36, 86, 62, None),
        ("lor", 43, 87, 70, 120),
    ]
    assert read("theme,lowest,highest,average\nroh,36,86,62\n")[0].summaries == found.summaries[:1]


def test_json_says_the_same():
    rows = [
        {"area": "Hull", "year": 2010, "scores": {"lor": 74, "roh": None}},
        {"area": "York", "scores": {}},
    ]
    document = {"version": 1, "kind": "population", "inspections": rows}
    found, wrong = read(json.dumps(document), "past.json")
    assert wrong == ()
    assert [(one.name, dict(one.scores)) for one in found.inspections] == [
        ("Hull, 2010", {"lor": 74}),
        ("York", {}),
    ]
    assert found.themes == ("lor", "roh")
    summary = [{"theme": "roh", "lowest": 36, "highest": 86, "average": 62}]
    found, _ = read(json.dumps({"version": 1, "kind": "population", "summary": summary}), "past.json")
    assert found.summaries == read("theme,lowest,highest,average\nroh,36,86,62\n")[0].summaries


@pytest.mark.parametrize(
    ("text", "code", "where", "words"),
    [
        ("", "empty-file", None, "expected past headline scores of at least one inspection, found an empty file"),
        ("area,roh\n", "empty-file", None, "found only column names"),
        ("area;roh\nHull;3\n", "wrong-delimiter", "line 1", "found semicolons"),
        ("roh,year\n60,2010\n", "missing-column", "line 1", "expected a column `area`, found none"),
        ("area,year\nHull,2010\n", "missing-column", "line 1", "a headline theme (`safeguarding`, `roh` or `lor`), found none"),
        ("area,safegarding\nHull,2\n", "unknown-column", "line 1", "found `safegarding`"),
        ("area,roh,roh\nHull,2,3\n", "duplicate-column", "line 1", "found `roh` again"),
        ("area,roh,\nHull,2,3\n", "column-without-name", "line 1", "expected a name at the top of column C"),
        ("area,roh\nHull,2,3\n", "too-many-cells", "line 2", "expected at most 2 cells, as there are columns, found 3"),
        ("area,roh\nHull,101\n", "wrong-number", "line 2", "expected a whole percentage from 0 to 100 in `roh`, found `101`"),
        ("area,roh\nHull,67.5\n", "wrong-number", "line 2", "found `67.5`"),
        ("area,roh\nHull,n/a\n", "wrong-number", "line 2", "found `n/a`"),
        ("area,year,roh\nHull,MMX,60\n", "wrong-number", "line 2", "expected a year, such as 2012 in `year`, found `MMX`"),
        ("area,roh\n,60\n", "missing-value", "line 2", "expected the name of the inspected area in `area`"),
        ("area,year,roh\nHull,2010,60\nhull ,2010,61\n", "duplicate-inspection", "line 2", "found one 2 times"),
        ("theme,lowest,highest\nroh,1,2\n", "missing-column", "line 1", "expected a column `average`"),
        ("theme,lowest,highest,average\nrho,1,2,3\n", "unknown-theme", "line 2", "found `rho`"),
        ("theme,lowest,highest,average\nroh,70,60,62\n", "wrong-number", "line 2", "between the lowest and the highest, found 70, 62 and 60"),
        ("theme,lowest,highest,average\nroh,,60,62\n", "wrong-number", "line 2", "in `lowest`, found nothing"),
        ("theme,lowest,highest,average\nroh,1,3,2\nroh,1,3,2\n", "duplicate-inspection", "line 2", "expected each theme once"),
        (b"area,roh\nM\xfcnster,60\n", "not-utf-8", "line 2", "another encoding"),
        ("{", "json-syntax", "line 1", "cannot be read"),
        ("[]", "wrong-population", None, "expected past headline scores as `schemas/population.schema.json` describes them"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named_where_it_stands(text, code, where, words):
    found = {(c, w): message for c, w, message, _ in refused(text)}
    assert words in found[code, where]


def test_names_that_are_nearly_right_are_suggested():
    assert refused("area,safegarding\nHull,2\n")[0][3] == "did you mean `safeguarding`?"
    assert [code for code, *_ in refused("aera,roh\nHull,2\n")] == ["unknown-column"]
    document = {"version": 1, "kind": "population", "inspections": [{"area": "Hull", "scores": {"rog": 3}}]}
    assert refused(json.dumps(document), "past.json")[0][3] == "did you mean `roh`?"


def test_json_in_another_form_is_pointed_at():
    rows = [{"area": "Hull", "scores": {"roh": 60}}, {"area": "York", "scores": {"roh": 101}}]
    document = {"version": 1, "kind": "population", "inspections": rows}
    ((code, _, message, _),) = refused(json.dumps(document), "past.json")
    assert (code, message.endswith("found something else at `inspections[1].scores.roh`")) == (
        "wrong-population",
        True,
    )
    both = {"version": 1, "kind": "population", "inspections": rows[:1], "summary": []}
    assert {code for code, *_ in refused(json.dumps(both), "past.json")} == {"wrong-population"}
