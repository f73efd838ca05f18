"""A batch scored by columns, part by part, comes to exactly what it comes to when its cases are judged one by one."""

import io
import json
from random import Random

import polars as pl
import pytest
from attrs import evolve

from aboveline import workspace
from aboveline.framework.model import Framework
from aboveline.framework.record_shape import case_shape
from aboveline.records import read_parts
from aboveline.records.raw import Input
from aboveline.source import Source
from aboveline.workspace import Given, HowScored
from parts_room import tiny
from small import CASES, CRITERIA
from workbooks import workbook

BY = ("sentence", "age_group", "visits", "plan_made")


@pytest.fixture(scope="module")
def framework() -> Framework:
    return workspace.check("rules", {"all.criteria": Source("all.criteria", CRITERIA)}).framework


@pytest.fixture(autouse=True)
def _in_small_parts(monkeypatch):
    tiny(monkeypatch, 150, 2)
    monkeypatch.setattr(read_parts, "PART", 3)


def scored_alike(framework, inputs, *, by=BY):
    """What came of a batch, having asserted that both evaluators say it."""
    given = Given(tuple(inputs))
    for leave_out in (False, True):
        how = HowScored(by, leave_out_invalid=leave_out)
        one_by_one, whole = workspace.score_batch(framework, given, evolve(how, evaluator="reference"))
        by_columns, parts = workspace.score_batch(framework, given, evolve(how, evaluator="columnar"))
        assert by_columns == evolve(one_by_one, records=())
        assert (parts is None) == (whole is None)
        if whole is not None:
            for name in ("scores", "tallies", "findings", "breakdowns"):
                assert getattr(parts, name) == getattr(whole, name), name
            assert [f.place for f in parts.findings.listed] == [f.place for f in whole.findings.listed]
    return one_by_one


def drawn(framework, seed, share_bad=0.1):
    """Made-up rows of a table, as texts: most are right, some are wrong in one cell."""
    dice = Random(seed)  # noqa: S311 (dice for a test)
    fields = case_shape(framework).fields
    good = {
        "choice": lambda f: dice.choice([*f.type.names, "", *(["n/a"] if f.markable else [])]),
        "date": lambda _: f"2011-0{dice.randint(1, 9)}-1{dice.randint(0, 9)}",
        "number": lambda f: str(dice.randint(10, 18)),  # noqa: ARG005
    }
    rows = []
    for number in range(dice.randint(1, 25)):
        row = {"case_id": f"E{number}" if dice.random() > share_bad / 4 else "E1"}
        for f in fields:
            kind = "choice" if hasattr(f.type, "names") else "date" if "on" in f.column else "number"
            value = good[kind](f) if dice.random() > 0.1 else ""
            row[f.column] = (
                value
                if dice.random() > share_bad / len(fields)
                else dice.choice(["x", "Yes", "N/A", "9", "2011-7-4"])
            )
        rows.append(row)
    return rows


def written(rows, form):
    names = list(rows[0])
    if form == "csv":
        lines = [",".join(names), *(",".join(row.values()) for row in rows)]
        return Input("a.csv", "\n".join(lines).encode())
    if form == "long":
        lines = [
            "case,question,answer",
            *(f"{row['case_id']},{n},{v}" for row in rows for n, v in row.items() if n != "case_id" and v),
        ]
        return Input("long.csv", "\n".join(lines).encode())
    if form == "xlsx":
        lines = [" | ".join(names), *(" | ".join(row.values()) for row in rows)]
        return Input("a.xlsx", workbook("\n".join(lines)))
    if form == "parquet":
        data = io.BytesIO()
        pl.DataFrame(rows).write_parquet(data, row_group_size=4)
        return Input("a.parquet", data.getvalue())
    return Input(
        "a.ndjson", "\n".join(json.dumps({n: v for n, v in row.items() if v}) for row in rows).encode()
    )


@pytest.mark.parametrize("form", ["csv", "ndjson", "parquet", "xlsx", "long"])
def test_batches_of_every_form(framework, form):
    for seed in range(4):
        scored_alike(framework, [written(drawn(framework, seed, 0.0 if seed == 0 else 0.3), form)])


def test_batches_of_several_files(framework):
    for seed in range(4):
        rows = drawn(framework, seed, 0.2)
        forms = ["csv", "ndjson", "parquet", "xlsx", "long"]
        parts = [rows[at :: len(forms)] for at in range(len(forms))]
        scored_alike(
            framework, [written(some, form) for some, form in zip(parts, forms, strict=True) if some]
        )


def test_batches_that_cannot_be_scored(framework):
    for data in (
        b"",
        CASES.split("\n")[0].encode(),
        CASES.replace("case_id", "id").encode(),
        CASES.encode() + b'A9,"x" y',
    ):
        scored_alike(framework, [Input("a.csv", data)])
        scored_alike(framework, [Input("a.csv", CASES.encode()), Input("b.csv", data)])


def test_a_file_that_turns_out_broken_is_begun_anew_for_takers_and_listeners(framework):
    class Heard:
        def __init__(self):
            self.begun, self.taken, self.said = 0, [], []

        def begin(self):
            self.begun += 1
            self.taken, self.said = [], []

        def take(self, part):
            self.taken.extend(part.case_ids)

        def tell(self, one):
            self.said.append(one)

    taker, listener = Heard(), Heard()
    broken = "".join([CASES, *(f"B{i},yro,,,,,,,,,,,\n" for i in range(30)), 'B30,"x" y'])
    given = Given((Input("a.csv", CASES.encode()), Input("b.csv", broken.encode())))
    how = HowScored(leave_out_invalid=True, evaluator="columnar")
    cases, run = workspace.score_batch(framework, given, how, (taker,), listener=listener)
    assert (run, taker.begun, listener.begun) == (None, 2, 2)
    assert taker.taken == ["A1", "A2", "A3", "A4", "A5"]
    assert tuple(listener.said) == cases.diagnostics
