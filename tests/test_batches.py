"""Batches of any size: whichever evaluator judges them, everything that is written is the same."""

import csv
import io
import json
import signal
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest

from aboveline import workspace
from aboveline.cli import exits
from aboveline.records import read_parts, told
from aboveline.report import part_rows
from aboveline.run import manifest as m
from aboveline.run.folder import read_all
from small import CASES, write_small
from test_cli import said, valid
from workbooks import workbook

PLACE = ["score", "rules", "cases.csv"]
ROWS = list(csv.DictReader(io.StringIO(CASES)))


@pytest.fixture
def small(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    write_small(tmp_path)
    return tmp_path


@pytest.fixture
def in_twos(monkeypatch):
    """Parts of two cases each, so that five make three of them."""
    monkeypatch.setattr(read_parts.PartsReading.__init__, "__kwdefaults__", {"size": 2, **_DEFAULTS})
    monkeypatch.setattr(read_parts.parts_of, "__defaults__", (2,))


_DEFAULTS = {k: v for k, v in read_parts.PartsReading.__init__.__kwdefaults__.items() if k != "size"}


def both(capsys, *arguments):
    """What each evaluator says of the same."""
    return [said(capsys, *arguments, "--evaluator", evaluator) for evaluator in ("reference", "columnar")]


# --- The choice ------------------------------------------------------------------------------


@pytest.mark.usefixtures("small", "in_twos")
@pytest.mark.parametrize("form", ["text", "json", "html"])
def test_both_evaluators_say_the_same(capsys, form):
    one, other = both(capsys, *PLACE, "--by", "sentence", "--by", "visits", "--format", form)
    assert one.out == other.out


@pytest.mark.usefixtures("small")
def test_the_command_chooses_by_the_number_of_cases_and_says_so(capsys, monkeypatch):
    told = "5 cases judged by columns (to judge them one by one: --evaluator reference)"
    assert told not in said(capsys, *PLACE).err
    assert told in said(capsys, *PLACE, "--evaluator", "columnar").err
    monkeypatch.setattr(workspace.batch, "MANY", 5)
    assert told in said(capsys, *PLACE).err
    assert told not in said(capsys, *PLACE, "--evaluator", "reference").err
    assert said(capsys, *PLACE, "--format", "json").err == ""


@pytest.mark.usefixtures("in_twos")
def test_every_file_is_the_same_whichever_evaluator_made_it(small, capsys):
    for evaluator in ("reference", "columnar"):
        said(
            capsys,
            *PLACE,
            *("--evaluator", evaluator, "--by", "sentence", "--run", evaluator),
            *(
                word
                for kind in ("judgements", "findings")
                for word in (f"--{kind}", f"{evaluator}-{kind}.json")
            ),
            *("--workbook", f"{evaluator}.xlsx", "--scores", f"{evaluator}-scores.parquet"),
        )
    one, other = (read_all(small / evaluator)[0] for evaluator in ("reference", "columnar"))
    assert one.keys() == other.keys()
    assert {path for path in one if one[path] != other[path]} == {m.MANIFEST, m.SEAL}
    assert [path for path in one if path.startswith(m.JUDGEMENTS)] == [
        m.part_path(m.JUDGEMENTS, number) for number in (1, 2, 3)
    ]
    for name in ("-judgements.json", "-findings.json", ".xlsx", "-scores.parquet"):
        assert (small / f"reference{name}").read_bytes() == (small / f"columnar{name}").read_bytes(), name
    assert len(valid((small / "columnar-judgements.json").read_text())["judgements"]) == 35


@pytest.mark.usefixtures("in_twos")
def test_each_evaluator_verifies_what_the_other_sealed(small, capsys):
    for made, checked in (("reference", "columnar"), ("columnar", "reference")):
        said(capsys, *PLACE, "--evaluator", made, "--run", made)
        found = valid(said(capsys, "verify", made, "--evaluator", checked, "--format", "json").out)
        assert found["holds"]
        assert found["worked_out_again"]
        assert json.loads((small / made / m.MANIFEST).read_bytes())["evaluator"] == made
    assert said(capsys, "score", "columnar", "--by", "visits", "--evaluator", "columnar").out == (
        said(capsys, "score", "reference", "--by", "visits").out
    )


# --- What is wrong ----------------------------------------------------------------------------


@pytest.mark.usefixtures("in_twos")
def test_what_is_wrong_is_told_alike_and_all_of_it_listed(small, capsys):
    wrong = CASES.replace("A2,yro", "A2,maybe").replace("A4,yro", "A1,yro")
    (small / "cases.csv").write_text(wrong)
    ends = []
    for evaluator in ("reference", "columnar"):
        found = said(
            *(capsys, *PLACE, "--evaluator", evaluator, "--problems", f"{evaluator}.csv"),
            code=exits.INPUT_HAS_ERRORS,
        )
        ends.append(found.err)
        assert found.out == ""
        rows = list(csv.DictReader((small / f"{evaluator}.csv").open()))
        assert [(row["code"], row["place"], row["case_id"]) for row in rows] == [
            ("wrong-word", "line 3", "A2"),
            ("duplicate-case", "line 5", "A1"),
        ]
        assert "maybe" not in (small / f"{evaluator}.csv").read_text()
    assert ends[0] == ends[1]
    assert "3 of 5 records are invalid" in ends[0]
    one, other = both(capsys, *PLACE, "--leave-out-invalid", "--format", "json")
    assert one.out == other.out
    assert valid(one.out)["cases"]["left_out"] == ["A1", "A2", "A1"]


@pytest.mark.usefixtures("small")
def test_of_very_many_faults_the_first_are_told_and_all_are_counted_and_listed(small, capsys, monkeypatch):
    monkeypatch.setattr(told, "MOST_KEPT", 3)
    head, row, *_ = CASES.replace("yro", "maybe").splitlines()
    (small / "cases.csv").write_text("\n".join([head, *(row.replace("A1", f"B{n}") for n in range(9))]))
    end = said(
        *(capsys, *PLACE, "--evaluator", "columnar", "--problems", "all.parquet"), code=exits.INPUT_HAS_ERRORS
    ).err
    assert "6 more errors were found" in end
    assert "all of them: --problems FILE" not in end
    assert pl.read_parquet("all.parquet").height == 9
    assert (
        "(all of them: --problems FILE)"
        in said(*(capsys, *PLACE, "--evaluator", "columnar"), code=exits.INPUT_HAS_ERRORS).err
    )
    assert "ends in .csv" in said(*(capsys, *PLACE, "--problems", "x.txt"), code=exits.WRONG_USAGE).err


@pytest.mark.usefixtures("small")
def test_more_judgements_than_a_sheet_can_hold_are_not_in_the_workbook(capsys, monkeypatch):
    from python_calamine import CalamineWorkbook

    monkeypatch.setattr(part_rows, "MOST_ROWS", 20)
    said(capsys, *PLACE, "--workbook", "w.xlsx")
    sheet = CalamineWorkbook.from_path("w.xlsx").get_sheet_by_name("Judgements").to_python()
    assert "more than a sheet can hold; to have them: --judgements FILE" in sheet[0][0]


# --- One case of many --------------------------------------------------------------------------


def files():
    """The small cases in every form."""
    frame = pl.DataFrame(ROWS)
    parquet, arrow = io.BytesIO(), io.BytesIO()
    frame.write_parquet(parquet)
    frame.write_ipc(arrow)
    quoted = CASES.replace("A3,dto", '"A3",dto').replace("\n", "\r\n")
    return {
        "cases.csv": CASES.encode(),
        "quoted.csv": quoted.encode(),
        "cases.ndjson": "\n\n".join(json.dumps(row) for row in ROWS).encode(),
        "cases.json": json.dumps(ROWS, indent=1).encode(),
        "cases.parquet": parquet.getvalue(),
        "cases.arrow": arrow.getvalue(),
        "cases.xlsx": workbook("\n".join(" | ".join(line.split(",")) for line in CASES.splitlines())),
    }


@pytest.mark.usefixtures("in_twos")
@pytest.mark.parametrize("name", files())
def test_explaining_one_case_of_a_run_says_what_explaining_it_among_all_says(small, capsys, name):
    (small / name).write_bytes(files()[name])
    said(capsys, "score", "rules", name, "--run", "run", "--evaluator", "columnar")
    asked = ["--case", "A3", "--question", "timely"]
    direct = said(capsys, "explain", "rules", name, *asked, "--evaluator", "reference").out
    assert said(capsys, "explain", "rules", name, *asked, "--evaluator", "columnar").out == direct
    of_run = said(capsys, "explain", "run", *asked).out.replace("run/criteria/", "rules/")
    assert of_run.split() == direct.split()
    near = said(*(capsys, "explain", "run", "--case", "a03", "--question", "timely"), code=exits.WRONG_USAGE)
    assert "did you mean `A3`" in near.err


def test_a_case_is_found_by_its_line_though_cells_above_it_hold_line_ends(small, capsys):
    lines = CASES.splitlines()
    lines[2] = lines[2].replace("A2", '"A\n2"')
    (small / "cases.csv").write_text("\n".join(lines))
    assert "wrong-case-id" in said(capsys, *PLACE, code=exits.INPUT_HAS_ERRORS).err
    said(capsys, *PLACE, "--leave-out-invalid", "--run", "run", "--evaluator", "columnar")
    out = said(capsys, "explain", "run", "--case", "A3", "--question", "timely").out
    assert "cases.csv, line 5" in " ".join(out.split())


# --- Whole or absent ---------------------------------------------------------------------------


@pytest.mark.usefixtures("small")
def test_stopped_between_two_parts_nothing_is_left():
    code = (
        "import os, signal; from aboveline.records import read_parts; from aboveline.run.seal import Sealing\n"
        "take = Sealing.take\n"
        "def stop(self, part):\n"
        "    take(self, part)\n"
        "    if part.number == 2: os.kill(os.getpid(), signal.{name})\n"
        "Sealing.take = stop\n"
        "read_parts.PartsReading.__init__.__kwdefaults__['size'] = 2\n"
        "from aboveline.cli import main; main(['score', 'rules', 'cases.csv', '--evaluator', 'columnar',"
        " '--run', 'run', '--judgements', 'j.csv', '--workbook', 'w.xlsx'])"
    )
    before = sorted(Path().iterdir())
    ended = subprocess.run(
        [sys.executable, "-c", code.format(name="SIGINT")], check=False, capture_output=True, text=True
    )
    assert ended.returncode == exits.INTERRUPTED
    assert "stopped; nothing was written" in ended.stderr
    assert sorted(Path().iterdir()) == before
    ended = subprocess.run(
        [sys.executable, "-c", code.format(name="SIGKILL")], check=False, capture_output=True
    )
    assert ended.returncode == -signal.SIGKILL
    assert not Path("run").exists()
    assert not Path("j.csv").exists()
