"""CSV that is read part by part comes to exactly what it comes to when it is read whole, whatever is in it."""

import pytest

from aboveline.records import told
from aboveline.records.extent import one_case
from aboveline.records.raw import Input
from aboveline.records.read import read_cases
from parts_room import agree, csv, read_in_parts, read_whole
from records_room import SHAPE

HEADER = "case_id,sentence,sentenced_on,signed_on,age,visits,hours,office,plan_done,quality"
GOOD = "E{},yro,2011-07-04,2011-07-05,14,3,1.5,York,yes,sound"
ROWS = [HEADER, *(GOOD.format(i) for i in range(9))]


CELLS = {
    "case_id": [
        "", "   ", " E77 ", "E 77", '"E\n77"', '"E""77"', "E" * 100, "E" * 101, "\x07", "E\x1b", "é", "ß", "\u200b", "\u202eE", "\x1c",
        "\u00a0E\u00a0", "case_id", " case_id ", "E1", "e1", " E1", "E1\u00a0", "E\u00a01", "0", "-5", "007", "1.0", "1e3", "\ufeffE5",
        "<html>", "{}", "PK", "#5", "'5", "nan", "null", "None", "NA",
    ],
    "sentence": ["", "YRO", " yro ", "Youth rehabilitation order", "yr", "n/a", "N/A", "not applicable", "sentence", "yro yro", '"yro"', '"y,ro"'],
    "sentenced_on": [
        "", "2011-7-4", "04/07/2011", "2011-02-29", "2012-02-29", "0000-01-01", "0001-01-01", "9999-12-31", "10000-01-01", "2011-07-04T00:00:00",
        "2011-07-04 00:00", "40728", "20110704", " 2011-07-04 ", "4 July 2011", "２０１１-07-04", "-2011-07-04", "2011-13-01", "2011-W27-1", "n/a", "NA", "-", "?",  # noqa: RUF001
    ],
    "signed_on": ["n/a", "N/A", "Not applicable", "not  applicable", "NA", "na", "2011-07-05", "x", '" n/a "', "n / a"],
    "age": [
        "", "9", "10", "18", "19", "+14", "014", "14.0", "1e1", "14,", '"14"', " 14 ", "fourteen", "-14", "1４", "NaN", "inf", "0x10", "1_4", "14 years",  # noqa: RUF001
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


def cells(column, *values):
    """A good table in which one column holds some values."""
    names = HEADER.split(",")
    rows = [[*GOOD.format(number).split(",")] for number in range(len(values) + 2)]
    for row, value in zip(rows[1:], values, strict=False):
        row[names.index(column)] = value
    return csv(HEADER, *map(",".join, rows))


@pytest.mark.parametrize("column", CELLS)
def test_cells_of_any_kind(monkeypatch, column):
    agree(
        monkeypatch,
        cells(column, *(value for value in CELLS[column] if '"' not in value)),
        sizes=(1, 400, 1 << 20),
    )


@pytest.mark.parametrize(
    ("column", "value"), [(c, value) for c, values in CELLS.items() for value in values if '"' in value]
)
def test_a_cell_with_quotation_marks(monkeypatch, column, value):
    agree(monkeypatch, cells(column, "", value, ""), sizes=(150, 1 << 20))


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
        *ROWS, *(GOOD.replace("E{}", each) for each in ("e1", "E 1", "e 2", "E\u00a03", "ss9", "ß9", "SS9", "ſs9", "İ1", "i1", "i̇1", "I1", "E　4")),  # noqa: RUF001
    ],
    "wrong throughout": ["case_id,sentence,age,hours,plan_done", *("E1,x,x,x,x" for _ in range(9))],
    "long": ["case,question,answer", *(f"E{i},{name},{value}" for i in range(5) for name, value in (("sentence", "yro"), ("age", "14"), ("agee", "1")))],
    "long, with faults": ["case_id,question,answer", "E1,sentence,yro", "E1,sentence,yro", ",age,14", "E2,,x", "E2,sentence", "E3,age,x", "E1,age,14"],
    "like a web page": ["case_id,office", *("<html>,York" for _ in range(3)), "%PDF,x", "{,}", "[1],2", "PK\x03\x04,York"],
}  # fmt: skip


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["LF", "CRLF", "CR"])
@pytest.mark.parametrize("lines", [pytest.param(lines, id=name) for name, lines in WRITTEN.items()])
def test_csv_written_in_any_way(monkeypatch, lines, end):
    agree(
        monkeypatch,
        csv(*lines, name="a.csv" if end == "\n" else "standard input", end=end),
        sizes=(24, 1 << 20),
    )


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


def test_one_case_is_cut_out_of_a_large_file():
    rows = ["", '"case_id","off\nice","sentence"', 'E1,5" pipe,yro', 'E2,"York\nNorth",dto', "E3,Leeds,yro"]
    source = Input("a.csv", b"\xef\xbb\xbf" + "\n".join(rows).encode())
    for case_id, line in (("E1", 4), ("E2", 5), ("E3", 7)):
        cut = one_case(source, case_id, line)
        assert [r.case_id for r in read_cases([cut], SHAPE).records] == [case_id]
    assert one_case(Input("a.csv", b'case_id,sentence\nE1,"yro'), "E1", 2) is None
