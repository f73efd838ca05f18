"""`score --intervals`: every face shows the interval that `explain --score` shows, and a sealed run holds none."""

import csv
import json
import re
from pathlib import Path

import pytest

from aboveline.cli.program import run as command
from test_cli import valid

ESSEX = str(Path(__file__).parent.parent / "examples" / "essex-2012" / "cases.csv")


def said(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert command(arguments) == 0
    return capsys.readouterr().out


def test_the_text_has_a_column_and_a_sentence_only_where_asked(capsys):
    shown = said(capsys, "score", "cci-2012", ESSEX, "--intervals")
    line = next(one for one in shown.splitlines() if "Safeguarding" in one)
    assert line.endswith("69 to 78%")
    assert "1,000 resamples of whole cases" in " ".join(shown.split())
    assert "interval" not in said(capsys, "score", "cci-2012", ESSEX)


def test_intervals_from_few_cases_are_marked_in_the_text(capsys):
    shown = said(capsys, "score", "cci-2012", ESSEX, "--intervals", "--questions")
    assert re.search(r"3 of 3 +82 +44 to 100%\*\n", shown)
    data = valid(said(capsys, "score", "cci-2012", ESSEX, "--intervals", "--format", "json"))
    few = [i for i in (one["interval"] for one in data["scores"]) if i["state"] == "given" and i["few_cases"]]
    assert shown.count("%*\n") == len(few) == 10
    assert "Those with * come from fewer than 10 cases and mean little." in " ".join(shown.split())
    assert (
        "*"
        not in said(capsys, "score", "cci-2012", ESSEX, "--intervals", "--format", "html").split("<main")[1]
    )


def test_json_has_the_interval_that_explain_gives(capsys):
    document = valid(said(capsys, "score", "cci-2012", ESSEX, "--intervals", "--format", "json"))
    told = valid(said(capsys, "explain", "cci-2012", ESSEX, "--score", "safeguarding", "--format", "json"))
    found = next(one for one in document["scores"] if one["key"] == "safeguarding")
    alone = told["interval"]
    method = alone.pop("method")
    assert found["interval"] == alone
    assert document["intervals"]["seed"] == method["seed"]
    assert all("interval" in one for one in document["scores"])


def test_the_page_and_the_table_show_it(capsys, tmp_path):
    table = tmp_path / "scores.csv"
    page = said(capsys, "score", "cci-2012", ESSEX, "--intervals", "--format", "html", "--scores", str(table))
    assert page.count("95% interval 69 to 78%") >= 1
    rows = list(csv.DictReader(table.read_text(encoding="utf-8").splitlines()))
    [row] = [one for one in rows if one["key"] == "safeguarding"]
    assert (row["interval_low"], row["interval_high"], row["interval_cases"]) == ("69", "78", "85")
    cases = {one["key"]: one["interval_cases"] for one in rows}
    assert (cases["mappa_level"], cases["sg_immediate.custody"]) == ("3", "")
    command(["score", "cci-2012", ESSEX, "--scores", str(table)])
    assert "interval" not in table.read_text(encoding="utf-8").splitlines()[0]


def test_a_sealed_run_is_the_same_with_them_and_shows_them_again(capsys, tmp_path):
    folders = [tmp_path / "with", tmp_path / "without"]
    said(capsys, "score", "cci-2012", ESSEX, "--intervals", "--run", str(folders[0]))
    said(capsys, "score", "cci-2012", ESSEX, "--run", str(folders[1]))
    assert (folders[0] / "scores.json").read_bytes() == (folders[1] / "scores.json").read_bytes()
    said(capsys, "verify", str(folders[0]))
    again = json.loads(said(capsys, "score", str(folders[0]), "--intervals", "--format", "json"))
    found = next(one for one in again["scores"] if one["key"] == "safeguarding")
    assert found["interval"]["low_percent"] == pytest.approx(68.62)
    for evaluator in ("reference", "columnar"):
        forced = said(
            capsys, "score", str(folders[0]), "--intervals", "--format", "json", "--evaluator", evaluator
        )
        assert json.loads(forced)["scores"] == again["scores"]
