"""Files that are given for something else than what they hold: each ends in one message that says what it is, and what to do."""

import csv
import io
import json

import polars as pl
import pytest

from aboveline import api
from aboveline.cli import exits
from aboveline.framework.record_shape import case_shape
from aboveline.records.kinds import another
from aboveline.records.read import Input, read_cases
from aboveline.records.read_parts import SMALL
from aboveline.workspace import load
from small import CASES, CRITERIA, write_small
from test_cli import ESSEX, said
from workbooks import workbook

MORE = """
fact caseload "Cases open" whole number of the inspection
fact visited_on "First day" date of the inspection
fact leadership "Leadership" yes or no of the inspection

survey young "Children and young people"
item helped "Did the plan help?"
  finding "{n} of {N} ({percent}) were helped"
item heard "Who listened?"
  answers one of worker "the worker", family "the family"
item told "Were you told what to do?"
item fair "Was it fair?"

survey victims "Victims"
item safe "Did you feel safe?"
item helped_then "Were you helped?"
item told "Were you told what happened?"
"""

FILES = {
    "young.csv": "response_id,helped,heard,told,fair\nY1,yes,worker,yes,no\n",
    "victims.csv": "response_id,safe,helped_then,told\nV1,yes,no,yes\n",
    "overrides.csv": "case_id,question,outcome,reason,by,date\nA1,made,sufficient,It was,J. Smith,2012-06-01\n",
    "inspection.csv": "caseload,visited_on,leadership\n10,2012-01-01,yes\n",
    "others.csv": "area,year,roh,safe\nKent,2011,70,71\nYork,2011,60,77\n",
    "summary.csv": "theme,lowest,highest,average\nroh,50,80,70\nsafe,50,80,70\n",
    "answers.csv": "case_id,question,answer\nA1,made,yes\n",
    "told.csv": "response_id,item,answer\nV1,safe,yes\nV1,helped_then,no\n",
}

#: What each file is called in a message, and what to do with it.
IS = {
    "cases.csv": ("cases", "cases are given after the framework, without an option"),
    "answers.csv": (
        "cases, one row an answer",
        "cases are given after the framework, without an option",
    ),
    "young.csv": ("responses to the survey `young`", "these are given with --survey young"),
    "victims.csv": ("responses to the survey `victims`", "these are given with --survey victims"),
    "told.csv": ("responses to a survey, one row an answer", "these are given with --survey"),
    "overrides.csv": ("overrides", "these are given with --overrides"),
    "inspection.csv": ("the facts of the inspection as a whole", "these are given with --inspection"),
    "others.csv": ("headline scores of inspections", "these are given with --population"),
    "summary.csv": ("headline scores of inspections", "these are given with --population"),
    "scores.csv": ("scores that Aboveline wrote", None),
    "judgements.csv": ("judgements that Aboveline wrote", None),
    "judgements.parquet": ("judgements that Aboveline wrote", None),
    "findings.csv": ("findings that Aboveline wrote", None),
    "written.xlsx": ("scores that Aboveline wrote", None),
    "counts.csv": ("the counts of a survey that Aboveline wrote", None),
    "list.csv": (
        "a list of texts for a translator",
        "this one is put into the criteria with `aboveline translate FRAMEWORK --language CODE --from FILE`",
    ),
    "scores.json": ("what Aboveline wrote itself (`scores`)", None),
}

#: Each thing that can be given: what was wanted, the command, and the files that are it.
GIVEN = {
    "cases": ("cases", ("score", "rules", "{}"), {"cases.csv", "answers.csv"}),
    "findings": ("cases", ("findings", "rules", "{}"), {"cases.csv", "answers.csv"}),
    "diff": (
        "cases",
        ("diff", "rules", "rules", "--without-proof", "--cases", "{}"),
        {"cases.csv", "answers.csv"},
    ),
    "overrides": ("overrides", ("score", "rules", "cases.csv", "--overrides", "{}"), {"overrides.csv"}),
    "inspection": (
        "the facts of the inspection as a whole",
        ("score", "rules", "cases.csv", "--inspection", "{}"),
        {"inspection.csv"},
    ),
    "survey": (
        "responses to the survey `young`",
        ("survey", "rules", "{}", "--survey", "young"),
        {"young.csv", "told.csv"},
    ),
    "survey of a report": (
        "responses to the survey `young`",
        ("report", "rules", "cases.csv", "--survey", "young={}", "--output", "r.html"),
        {"young.csv", "told.csv"},
    ),
    "survey of a run": (
        "responses to the survey `young`",
        ("score", "rules", "cases.csv", "--run", "other", "--survey", "young={}"),
        {"young.csv", "told.csv"},
    ),
    "population": (
        "past headline scores",
        ("report", "rules", "cases.csv", "--population", "{}", "--output", "r.html"),
        {"others.csv", "summary.csv", "judgements.parquet", "written.xlsx"},
    ),
    "population of a comparison": (
        "past headline scores",
        ("compare", "run", "--population", "{}"),
        {"others.csv", "summary.csv", "judgements.parquet", "written.xlsx"},
    ),
}


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """A folder with one file of every kind there is."""
    from aboveline.cli.program import run

    folder = tmp_path_factory.mktemp("kinds")
    write_small(folder, CRITERIA + MORE)
    for name, text in FILES.items():
        (folder / name).write_text(text, "utf-8")
    with pytest.MonkeyPatch.context() as here:
        here.chdir(folder)
        written = ("--scores", "scores.csv", "--judgements", "judgements.csv", "--findings", "findings.csv")
        json_too = ("--workbook", "written.xlsx", "--output", "scores.json")
        assert run(["score", "rules", "cases.csv", *written, *json_too, "--run", "run"]) == exits.FINE
        assert run(["score", "rules", "cases.csv", "--judgements", "judgements.parquet"]) == exits.FINE
        counted = ("survey", "rules", "young.csv", "--survey", "young", "--output", "counts.csv")
        assert run(list(counted)) == exits.FINE
        assert run(["translate", "rules", "--language", "cy", "--output", "list.csv"]) == exits.FINE
    return folder


@pytest.mark.parametrize(
    ("given", "file"),
    [(given, file) for given, (_, _, own) in GIVEN.items() for file in IS if file not in own],
)
def test_a_file_of_another_kind_is_told_in_one_message(place, monkeypatch, capsys, given, file):
    monkeypatch.chdir(place)
    wanted, command, _ = GIVEN[given]
    arguments = [word.format(file) for word in command]
    err = said(capsys, *arguments, code=exits.INPUT_HAS_ERRORS).err
    what, remedy = IS[file]
    assert err.count("error: ") == 1
    assert f"error: expected {wanted}, found {what} [another-kind-of-file]" in err
    assert err[err.index(file) :].startswith(file)
    assert f"help: give the file of {wanted}{f'; {remedy}' if remedy else ''}\n" in err
    assert "1 error; nothing was worked out" in err
    assert not (place / "other").exists()
    assert not (place / "r.html").exists()


@pytest.mark.parametrize("file", ["judgements.parquet", "written.xlsx"])
def test_past_scores_are_no_workbook(place, monkeypatch, capsys, file):
    monkeypatch.chdir(place)
    err = said(capsys, "compare", "run", "--population", file, code=exits.INPUT_HAS_ERRORS).err
    assert err.count("error: ") == 1
    assert "expected past headline scores as a text such as CSV, found a" in err
    assert "Save As" in err


def test_what_is_right_is_taken_for_what_it_is(place, monkeypatch, capsys):
    monkeypatch.chdir(place)
    beside = ("--overrides", "overrides.csv", "--inspection", "inspection.csv")
    for cases in ("cases.csv", "answers.csv"):
        said(capsys, "score", "rules", cases, *beside)
    said(capsys, "survey", "rules", "young.csv", "--survey", "young")
    said(capsys, "survey", "rules", "told.csv", "--survey", "victims")
    for others in ("others.csv", "summary.csv"):
        said(capsys, "compare", "run", "--population", others)


def test_answers_to_another_survey_are_told_by_their_items(place, monkeypatch, capsys):
    monkeypatch.chdir(place)
    asked = ("survey", "rules", "told.csv", "--survey", "young")
    err = said(capsys, *asked, code=exits.INPUT_HAS_ERRORS).err
    assert err.count("error: ") == 1
    assert "found responses to the survey `victims`" in err


# --- Every form of file ----------------------------------------------------------------------


def _rows():
    return list(csv.DictReader(io.StringIO(FILES["victims.csv"])))


def _frame():
    held = io.BytesIO()
    pl.DataFrame(_rows()).write_parquet(held)
    return held.getvalue()


FORMS = {
    "victims.csv": FILES["victims.csv"].encode(),
    "long.csv": b"response_id,item,answer\nV1,safe,yes\nV1,helped_then,no\n",
    "victims.json": json.dumps(_rows()).encode(),
    "victims.ndjson": b"\n".join(json.dumps(row).encode() for row in _rows()),
    "victims.parquet": _frame(),
    "victims.xlsx": workbook(
        "Notes: of the victims\n\nresponse_id | safe | helped_then | told\nV1 | yes | no | yes\n"
    ),
    "large.csv": (FILES["victims.csv"] + "V2,yes,no,yes\n" * (SMALL // 10)).encode(),
    "large.ndjson": b"".join(json.dumps(row).encode() + b"\n" for row in _rows()) * (SMALL // 40),
}


@pytest.mark.parametrize("name", FORMS)
@pytest.mark.parametrize("evaluator", ["reference", "columnar"])
def test_every_form_tells_what_it_is(place, name, evaluator):
    framework = load(str(place / "rules")).framework
    from aboveline.workspace import Given, HowScored, score_batch

    cases, run = score_batch(framework, Given((Input(name, FORMS[name]),)), HowScored((), False, evaluator))
    assert run is None
    assert cases.fatal
    assert [one.code for one in cases.diagnostics] == ["another-kind-of-file"]


def test_it_is_told_alone_though_other_files_have_faults(place, monkeypatch, capsys):
    monkeypatch.chdir(place)
    (place / "faulty.csv").write_text(CASES.replace("yro", "yor"), "utf-8")
    asked = ("score", "rules", "faulty.csv", "--overrides", "young.csv")
    for evaluator in ("reference", "columnar"):
        err = said(capsys, *asked, "--evaluator", evaluator, code=exits.INPUT_HAS_ERRORS).err
        assert err.count("error: ") == 1
        assert "young.csv:1: error: expected overrides, found responses to the survey `young`" in err


def test_a_program_is_told_the_same(place):
    framework = api.load_framework(place / "rules")
    with pytest.raises(
        api.InputError, match="expected cases, found responses to the survey `victims`"
    ) as told:
        api.read_cases(framework, place / "victims.csv")
    assert [one.code for one in told.value.diagnostics] == ["another-kind-of-file"]
    with pytest.raises(api.InputError, match="found responses to the survey `victims`"):
        api.count_survey(framework, "young", place / "victims.csv")


# --- What is no reason to say so -------------------------------------------------------------


@pytest.mark.parametrize(
    "names",
    [
        "case_id,sentence",
        "case_id,plan_due,plan_made,safe,helped_then",
        "case_id,sentense,visit,agee,told",
        "case_id,told,fair,weight,height,colour",
        "case_id,safe",
        "case_id,a,b,c,d",
    ],
)
def test_a_file_that_is_only_faulty_is_told_its_faults(place, names):
    framework = load(str(place / "rules")).framework
    columns = names.split(",")
    text = f"{names}\nA1{',yes' * (len(columns) - 1)}\n"
    found = read_cases([Input("cases.csv", text.encode())], case_shape(framework))
    assert "another-kind-of-file" not in {one.code for one in found.diagnostics}


def test_half_of_the_names_must_be_of_the_other_kind_alone():
    from aboveline.records.record import Kind

    others = (Kind("others", None, frozenset("abcdefgh")),)
    assert another("abcd", frozenset("wxyz"), others) is others[0]
    assert another("abcdwx", frozenset("wxyz"), others) is others[0]
    assert another("abcdwxy", frozenset("wxyz"), others) is None
    # All are theirs, and several are not ours.
    assert another("abcdefgh", frozenset("abcdef"), others) is others[0]
    assert another("abcdefgh", frozenset("abcdefg"), others) is None
    assert another("a", frozenset(), others) is None


# --- Files beside a sealed run ---------------------------------------------------------------


def test_a_run_takes_no_file_of_its_own_for_another_use(place, monkeypatch, capsys):
    monkeypatch.chdir(place)
    for command in (("score",), ("report", "--output", "r.html"), ("explain", "--case", "A1"), ("verify",)):
        for option, wanted in (("--overrides", "overrides"), ("--inspection", "the facts of the inspection")):
            asked = (command[0], "run", *command[1:], option, "cases.csv")
            err = said(capsys, *asked, code=exits.INPUT_HAS_ERRORS)
            told = err.err + err.out
            assert told.count("error: ") == 1
            assert (
                f"cases.csv: error: expected {wanted} ({option}), found what the run was made from as cases"
                in told
            )
            assert "leave the option out: the run has all it was made from" in told
    assert not (place / "r.html").exists()


def test_a_run_with_records_says_that_nothing_else_is_needed(place, monkeypatch, capsys):
    monkeypatch.chdir(place)
    err = said(capsys, "score", "run", "--overrides", "young.csv", code=exits.INPUT_HAS_ERRORS).err
    assert "young.csv: error: expected a file that the run `run` was made from, found another" in err
    assert "leave the option out" in err


# --- What is no file of that sort at all -----------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("score", "rules", "run"), "found the folder `run`; it seems to be a sealed run"),
        (("score", "rules", "rules"), "found the folder `rules`; it holds criteria files"),
        (("score", "rules", "cases.csv", "--overrides", "notes"), "found the folder `notes`; name the file"),
        (("score", "rules", "cases.csv", "--inspection", "notes"), "found the folder `notes`; name the file"),
        (("report", "run", "--output", "r.html", "--population", "notes"), "found the folder `notes`"),
        (("report", "run", "--output", "r.html", "--survey", "young=notes"), "found the folder `notes`"),
        (
            ("report", "run", "--output", "r.html", "--survey", "young.csv"),
            "as in NAME=FILE, found `young.csv`; there are young, victims",
        ),
        (
            ("report", "run", "--output", "r.html", "--materials", "nothing"),
            "found no file in `nothing` whose name ends in .md",
        ),
        (
            ("report", "run", "--output", "r.html", "--materials", "notes"),
            "found none among the 2 files of `notes` that begins with a header",
        ),
        (("report", "run", "--output", "r.html", "--materials", "cases.csv"), "expected a folder"),
        (
            ("compare", "run", "cases.csv"),
            "expected the folder of a sealed run, found the file `cases.csv`; `aboveline score FRAMEWORK CASES --run FOLDER`",
        ),
        (("compare", "run", "runs"), "there is no sealed run `runs`; did you mean `run`?"),
        (
            ("diff", "rules", "rules", "--run", "cases.csv"),
            "expected the folder of a sealed run, found the file",
        ),
        (("verify", "cases.csv"), "expected a file of a report, or the folder of a sealed run"),
        (("lint", "cases.csv"), "give a folder of criteria files, or one that is built in: `cci-2012`"),
    ],
)
def test_what_is_named_is_told_with_what_to_do(place, monkeypatch, capsys, arguments, words):
    monkeypatch.chdir(place)
    (place / "nothing").mkdir(exist_ok=True)
    (place / "notes").mkdir(exist_ok=True)
    for name in ("a.md", "b.md"):
        (place / "notes" / name).write_text("# Notes\n", "utf-8")
    err = said(capsys, *arguments, code=exits.WRONG_USAGE).err
    assert words in err


def test_an_empty_file_is_told_by_what_it_should_hold(place, monkeypatch, capsys):
    monkeypatch.chdir(place)
    (place / "empty.csv").write_bytes(b"")
    for option, noun in (("--overrides", "override"), ("--inspection", "fact")):
        asked = ("score", "rules", "cases.csv", option, "empty.csv")
        err = said(capsys, *asked, code=exits.INPUT_HAS_ERRORS).err
        assert f"empty.csv: error: expected CSV with at least one {noun}, found an empty file" in err


@pytest.mark.parametrize(
    ("file", "survey", "other"),
    [("victims.csv", "young_people", "victims"), ("young-people.csv", "victims", "young_people")],
)
def test_the_responses_of_the_example_given_to_the_other_survey(capsys, file, survey, other):
    given = ESSEX.replace("cases.csv", file)
    err = said(capsys, "survey", "cci-2012", given, "--survey", survey, code=exits.INPUT_HAS_ERRORS).err
    assert err.count("error: ") == 1
    assert f"expected responses to the survey `{survey}`, found responses to the survey `{other}`" in err
