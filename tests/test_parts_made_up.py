"""Files made up by chance, or damaged, come to the same read part by part as read whole."""

import json
import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aboveline.records.raw import Input
from parts_room import agree
from records_room import FOLDER, SHAPE, sections
from test_parts_csv import CELLS, ROWS, WRITTEN
from test_parts_json import JSON_TEXTS, LINES

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
