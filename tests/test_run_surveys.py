"""Responses to surveys that are sealed in a run: kept, counted again, and used without naming the file."""

import json

import pytest

from aboveline.cli import exits
from aboveline.report.documents import document_bytes
from aboveline.run import manifest as m
from aboveline.run.folder import read_all
from small import CRITERIA, write_small
from test_cli import said, valid
from test_run import codes, seal_anew, verified

SURVEYS = """
survey young "Children and young people"

item helped "Did the plan help?"
  about criterion 1.1
  finding "{n} of {N} ({percent}) were helped"

item heard "Who listened?"
  answers one of worker "the worker", family "the family"

survey victims "Victims"

item safe "Did you feel safe?"
"""

YOUNG = "response_id,helped,heard\nY1,yes,worker\nY2,no,\nY3,yes,family\n"
VICTIMS = "response_id,safe\nV1,yes\n"
GIVEN = ("--survey", "young=young.csv", "--survey", "victims=victims.csv")


@pytest.fixture
def place(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    write_small(tmp_path, CRITERIA + SURVEYS)
    (tmp_path / "young.csv").write_text(YOUNG, "utf-8")
    (tmp_path / "victims.csv").write_text(VICTIMS, "utf-8")
    return tmp_path


@pytest.fixture
def sealed(place, capsys):
    said(capsys, "score", "rules", "cases.csv", "--run", "run", *GIVEN)
    return place / "run"


def listed(run):
    return json.loads((run / m.MANIFEST).read_bytes())


def test_a_run_keeps_responses_and_what_they_come_to(sealed):
    found = listed(sealed)
    valid(json.dumps(found))
    assert (sealed / "records" / "survey-young-001-young.csv").read_text("utf-8") == YOUNG
    counted = valid((sealed / "surveys" / "young.json").read_text("utf-8"))
    assert counted["items"][0]["positive"] == {"count": 2, "of": 3, "percent": 67}
    assert [(one["survey"], one["kept_as"]) for one in found["inputs"] if one["of"] == "survey"] == [
        ("young", "records/survey-young-001-young.csv"),
        ("victims", "records/survey-victims-001-victims.csv"),
    ]
    assert found["counts"]["responses"] == {"young": 3, "victims": 1}


def test_a_run_without_responses_has_no_word_of_surveys(place, capsys):
    said(capsys, "score", "rules", "cases.csv", "--run", "run")
    said(capsys, "score", "rules", "cases.csv", "--run", "with", *GIVEN)
    without, whole = read_all(place / "run")[0], read_all(place / "with")[0]
    more = {path for path in whole if path not in without}
    assert {path.rpartition("/")[2] for path in more} == {
        "survey-young-001-young.csv", "survey-victims-001-victims.csv", "young.json", "victims.json",
    }  # fmt: skip
    assert {path for path in without if without[path] != whole[path]} == {m.MANIFEST, m.SEAL}
    found = listed(place / "run")
    assert not [one for one in found["inputs"] if "survey" in one]
    assert "responses" not in found["counts"]


def test_responses_are_counted_again(sealed, capsys):
    told = said(capsys, "verify", "run").out
    assert "The survey young has 3 responses; counted again, they come out the same." in told
    assert verified(capsys)["counts"]["responses"] == {"young": 3, "victims": 1}
    file = sealed / "surveys" / "young.json"
    held = file.read_text("utf-8")
    file.write_text(held.replace('"answered": 3', '"answered": 2', 1), "utf-8")
    assert codes(verified(capsys, code=exits.INPUT_HAS_ERRORS)) == ["changed-file"]
    seal_anew(sealed)
    assert codes(verified(capsys, code=exits.INPUT_HAS_ERRORS)) == ["survey-differs"]
    file.write_text(held.replace("Did the plan help?", "Put better in a later version"), "utf-8")
    seal_anew(sealed)
    assert verified(capsys)["holds"]


def test_changed_responses_are_caught_though_sealed_anew(sealed, capsys):
    (sealed / "records" / "survey-young-001-young.csv").write_text(YOUNG.replace("no,", "yes,"), "utf-8")
    seal_anew(sealed)
    assert codes(verified(capsys, code=exits.INPUT_HAS_ERRORS)) == ["survey-differs"]


def test_a_survey_the_criteria_do_not_have_is_told(sealed, capsys):
    file = next(path for path in (sealed / "criteria").rglob("*.criteria"))
    file.write_text(CRITERIA, "utf-8")
    seal_anew(sealed)
    assert codes(verified(capsys, code=exits.INPUT_HAS_ERRORS)) == ["survey-differs", "survey-differs"]


def test_the_counts_of_a_survey_must_be_there(sealed, capsys):
    (sealed / "surveys" / "young.json").unlink()
    found = listed(sealed)
    found["files"] = [one for one in found["files"] if one["path"] != "surveys/young.json"]
    (sealed / m.MANIFEST).write_bytes(document_bytes(found))
    (sealed / m.SEAL).write_bytes(m.seal_text(document_bytes(found)))
    (one,) = verified(capsys, code=exits.INPUT_HAS_ERRORS)["diagnostics"]
    assert (one["code"], "surveys/young.json" in one["message"]) == ("file-gone", True)


@pytest.mark.usefixtures("sealed")
def test_a_report_takes_responses_from_its_run(place, capsys):
    said(capsys, "report", "run", "--output", "run.html")
    said(capsys, "report", "rules", "cases.csv", *GIVEN, "--output", "files.html")
    for name in ("run.html", "files.html"):
        assert "Two of three (67%) were helped." in (place / name).read_text("utf-8")
    rows = valid((place / "run.manifest.json").read_text("utf-8"))["inputs"]
    assert [one["name"] for one in rows if one["of"] == "survey"] == ["young.csv", "victims.csv"]
    told = said(
        capsys, "report", "run", "--survey", "young=young.csv", "--output", "x.html", code=exits.WRONG_USAGE
    )
    assert "the run has its own responses to `young`" in told.err


def test_a_survey_is_counted_from_a_run(sealed, capsys):
    (sealed.parent / "young.csv").unlink()
    found = valid(said(capsys, "survey", "run", "--survey", "young", "--format", "json").out)
    assert found["responses"]["counted"] == 3
    for more, words in (
        ((), "missing option '--survey'"),
        (("--survey", "yong"), "the run was sealed without responses to `yong`; did you mean `young`?"),
        (("victims.csv", "--survey", "victims"), "the run has its own responses to `victims`"),
        (("--survey", "young", "--leave-out-invalid"), "a run says itself how its responses are read"),
    ):
        assert words in " ".join(said(capsys, "survey", "run", *more, code=exits.WRONG_USAGE).err.split())


def test_other_responses_can_stand_beside_those_of_a_run(place, capsys):
    said(capsys, "score", "rules", "cases.csv", "--run", "run", "--survey", "young=young.csv")
    assert "Children and young people" in said(capsys, "survey", "run").out
    said(capsys, "report", "run", "--survey", "victims=victims.csv", "--output", "r.html")
    page = (place / "r.html").read_text("utf-8")
    assert 'id="survey-young"' in page
    assert 'id="survey-victims"' in page
    rows = valid((place / "r.manifest.json").read_text("utf-8"))["inputs"]
    assert [one["name"] for one in rows if one["of"] == "survey"] == ["young.csv", "victims.csv"]


@pytest.mark.usefixtures("place")
def test_without_records_responses_are_known_by_their_digests(place, capsys):
    said(capsys, "score", "rules", "cases.csv", "--run", "run", *GIVEN, "--without-records")
    assert not (place / "run" / "records").exists()
    assert verified(capsys, "--cases", "cases.csv")["worked_out_again"]
    assert "The survey young has 3 responses; they are not in it." in said(capsys, "verify", "run").out
    (place / "other.csv").write_text(YOUNG + "Y4,yes,\n", "utf-8")
    given = ("report", "run", "--cases", "cases.csv", "--output", "r.html")
    told = said(capsys, *given, code=exits.INPUT_HAS_ERRORS).err
    assert "[records-not-kept]" in told
    assert "--survey young=FILE" in told
    told = said(capsys, *given, "--survey", "young=other.csv", code=exits.INPUT_HAS_ERRORS).err
    assert "[other-records]" in told
    said(capsys, *given, *GIVEN)
    assert "Two of three (67%) were helped." in (place / "r.html").read_text("utf-8")
    assert "Did the plan help?" in said(capsys, "survey", "run", "young.csv", "--survey", "young").out


def test_responses_left_out_when_a_run_is_sealed_stay_out(place, capsys):
    (place / "young.csv").write_text(YOUNG + "Y4,perhaps,\n", "utf-8")
    told = said(capsys, "score", "rules", "cases.csv", "--run", "run", *GIVEN, code=exits.INPUT_HAS_ERRORS)
    assert not (place / "run").exists()
    assert "young.csv" in told.err
    said(capsys, "score", "rules", "cases.csv", "--run", "run", *GIVEN, "--leave-out-invalid")
    assert verified(capsys)["counts"]["responses"]["young"] == 3
    said(capsys, "report", "run", "--output", "r.html")
    assert "1 of 4 could not be counted" in (place / "r.html").read_text("utf-8")
    assert (
        valid(said(capsys, "survey", "run", "--survey", "young", "--format", "json").out)["responses"]["read"]
        == 4
    )


@pytest.mark.usefixtures("place")
def test_what_is_asked_wrongly_is_said(capsys):
    for more, words in (
        (("--survey", "young=young.csv"), "expected --run beside --survey"),
        (("--run", "run", "--survey", "young"), "as in NAME=FILE, found `young`"),
        (("--run", "run", "--survey", "yong=young.csv"), "did you mean `young`?"),
        (("--run", "run", "--survey", "young=yong.csv"), "yong.csv"),
    ):
        told = said(capsys, "score", "rules", "cases.csv", *more, code=exits.WRONG_USAGE)
        assert words in " ".join(told.err.split())
    said(capsys, "score", "rules", "cases.csv", "--run", "run")
    assert "sealed without responses" in said(capsys, "survey", "run", code=exits.WRONG_USAGE).err
    assert "missing argument 'RESPONSES" in said(capsys, "survey", "rules", code=exits.WRONG_USAGE).err


def test_a_survey_in_several_files_is_one(place, capsys):
    (place / "more.csv").write_text("response_id,helped,heard\nY7,yes,\n", "utf-8")
    given = ("--survey", "young=young.csv", "--survey", "young=more.csv")
    said(capsys, "score", "rules", "cases.csv", "--run", "run", *given)
    assert listed(place / "run")["counts"]["responses"] == {"young": 4}
    said(capsys, "report", "run", "--output", "r.html")
    assert (place / "r.html").read_text("utf-8").count('id="survey-young"') == 1
    assert verified(capsys)["holds"]
