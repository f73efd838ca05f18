"""The Python interface: its names, its examples, and how it says that something is wrong."""

import doctest
import json
import subprocess
import sys
from pathlib import Path

import pytest

import aboveline
from aboveline import api
from aboveline.cli import exits
from aboveline.report.revision_json import revision_json
from small import CRITERIA, write_small
from test_cli import said

ROOT = Path(__file__).resolve().parent.parent


@pytest.mark.parametrize("module", [aboveline, api])
def test_the_examples_in_the_documentation_are_true(module, monkeypatch):
    monkeypatch.chdir(ROOT)
    found = doctest.testmod(module)
    assert found.attempted > 0
    assert found.failed == 0


def test_every_public_name_is_there_and_documented():
    for name in aboveline.__all__:
        assert getattr(aboveline, name).__doc__, name
    assert set(aboveline.__all__) <= set(dir(aboveline))
    with pytest.raises(AttributeError):
        _ = aboveline.no_such_name


def test_importing_the_package_loads_nothing_heavy():
    program = "import sys, aboveline; print(sorted(m for m in sys.modules if m.split('.')[0] in {'attr', 'lark', 'click'}))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
    program = "import sys, aboveline.api; print({'polars', 'z3'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"


@pytest.fixture
def framework(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return aboveline.load_framework(write_small(tmp_path)[0])


def test_errors_come_as_one_exception_that_holds_them_all(framework):
    rows = [{"case_id": "B1", "plan_due": "perhaps"}, {"case_id": "B2", "visits": 400}]
    with pytest.raises(aboveline.InputError) as caught:
        aboveline.read_cases(framework, rows)
    assert [d.labels[0].at.case_id for d in caught.value.diagnostics] == ["B1", "B2"]
    assert "perhaps" not in str(caught.value)
    with pytest.raises(aboveline.InputError, match=r"did you mean `cases\.csv`"):
        aboveline.read_cases(framework, "case.csv")


def test_records_a_program_holds_are_read_like_those_of_a_file(framework):
    rows = [{"case_id": "B1", "plan_due": True, "made": "yes"}, {"case_id": "B2", "plan_due": "perhaps"}]
    cases = aboveline.read_cases(framework, rows, leave_out_invalid=True)
    assert (len(cases.records), cases.left_out) == (1, ("B2",))
    assert aboveline.score(framework, cases)["question", "made"].percent == 100


def test_files_of_any_size_are_scored_alike_by_either_evaluator(framework):
    one, other = (
        aboveline.score_files(framework, "cases.csv", by=["sentence"], evaluator=evaluator)
        for evaluator in ("reference", "columnar")
    )
    assert (
        one.scores == other.scores == aboveline.score(framework, aboveline.read_cases(framework, "cases.csv"))
    )
    assert (one.breakdowns, one.findings, one.tallies) == (other.breakdowns, other.findings, other.tallies)
    with pytest.raises(KeyError, match="no_such"):
        aboveline.score_files(framework, "cases.csv", by=["no_such"])
    rows = [{"case_id": "B1", "plan_due": "perhaps"}, {"case_id": "B2", "plan_due": "yes"}]
    for evaluator in ("reference", "columnar"):
        with pytest.raises(aboveline.InputError, match="found a text of 7 letters"):
            aboveline.score_files(framework, rows, evaluator=evaluator)
        found = aboveline.score_files(framework, rows, evaluator=evaluator, leave_out_invalid=True)
        assert (found.cases.valid, found.cases.left_out) == (1, ("B1",))


def test_explaining_what_is_not_there_is_an_error(framework):
    cases = aboveline.read_cases(framework, "cases.csv")
    with pytest.raises(KeyError, match="A9"):
        aboveline.explain(framework, cases, "A9", "made")
    with pytest.raises(KeyError, match="no_such"):
        aboveline.explain(framework, cases, "A1", "no_such")
    assert isinstance(aboveline.explain(framework, cases, "A1", "made").trail, aboveline.Trail)


# --- Criteria, and two versions of them ------------------------------------------------------


UNUSED = CRITERIA + 'fact spare "Spare" yes or no\nfact other "Other" yes or no\n'


def test_findings_of_method_come_as_the_command_has_them(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    framework = aboveline.load_framework(write_small(tmp_path, UNUSED)[0])
    found = aboveline.lint_framework(framework)
    shown = json.loads(said(capsys, "lint", "rules", "--format", "json", code=exits.INPUT_HAS_ERRORS).out)
    assert found.remarks
    assert [one.code for one in found.remarks] == [one["code"] for one in shown["findings"]]
    code = found.remarks[0].code
    assert {one.code for one in aboveline.lint_framework(framework, only=[code]).remarks} == {code}
    assert code not in {one.code for one in aboveline.lint_framework(framework, without=[code]).remarks}
    with pytest.raises(KeyError):
        aboveline.lint_framework(framework, only=["no-such-rule"])


def test_findings_are_of_the_criteria_as_they_are_written(tmp_path):
    (tmp_path / "rules").mkdir()
    text = UNUSED.replace('"Spare"', '"Spare" cy "Sbâr"')
    (tmp_path / "rules" / "all.criteria").write_text(text, "utf-8")
    plain, spoken = (
        aboveline.lint_framework(aboveline.load_framework(tmp_path / "rules", language)).remarks
        for language in (None, "cy")
    )
    assert [one.code for one in plain] == ["unused-fact", "unused-fact"]
    assert spoken == plain


def test_two_versions_are_told_apart_as_the_command_does(framework, tmp_path, capsys):  # noqa: ARG001
    edited = CRITERIA.replace("15 working days", "16 working days")
    (tmp_path / "new").mkdir()
    (tmp_path / "new" / "all.criteria").write_text(edited, "utf-8")
    plain = aboveline.diff_frameworks("rules", tmp_path / "new")
    assert [one.title for one in plain.edits] == ["The `sufficient when` of question `timely` was changed"]
    assert (plain.impact, plain.proved, plain.cases) == (None, None, None)
    found = aboveline.diff_frameworks("rules", "new", "cases.csv", proof=True)
    shown = json.loads(said(capsys, "diff", "rules", "new", "--cases", "cases.csv", "--format", "json").out)
    assert json.loads(json.dumps(revision_json(found))) == shown
    moved = found.impact["question", "timely"]
    assert (moved.before.numerator, moved.after.numerator) != (None, None)
    assert moved.is_moved


def test_a_version_or_a_case_with_errors_is_raised(framework, tmp_path):  # noqa: ARG001
    with pytest.raises(aboveline.InputError, match="there is no folder `rulez`"):
        aboveline.diff_frameworks("rulez", "rules")
    rows = [{"case_id": "B1", "plan_due": True}, {"case_id": "B2", "plan_due": "perhaps"}]
    with pytest.raises(aboveline.InputError, match="found a text of 7 letters"):
        aboveline.diff_frameworks("rules", "rules", rows)
    assert aboveline.diff_frameworks("rules", "rules", rows, leave_out_invalid=True).cases.read == 2
    with pytest.raises(KeyError):
        aboveline.diff_frameworks("rules", "rules", rows, assessor="nobody")
