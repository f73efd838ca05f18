"""The command line, as a person meets it: what it says, where it says it, and how it ends."""

import json
import os
import pty
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from aboveline import bundled
from aboveline.cli import exits
from aboveline.cli.program import COMMANDS, run
from small import CASES, CRITERIA, write_small

ROOT = Path(__file__).resolve().parent.parent
ESSEX = str(ROOT / "examples" / "essex-2012" / "cases.csv")


@pytest.fixture
def small(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return write_small(tmp_path)


def said(capsys, *arguments, code=exits.FINE):
    """What a run puts on standard output and on standard error."""
    assert run(arguments) == code
    return capsys.readouterr()


def valid(text):
    """A JSON document, held against the schema its kind names."""
    import jsonschema

    document = json.loads(text)
    schema = bundled.schema(document["kind"])
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(document, schema, jsonschema.Draft202012Validator)
    return document


# --- Help and wrong usage --------------------------------------------------------------------


def test_without_a_command_the_help_is_printed_with_an_example_of_each(capsys):
    out = said(capsys).out
    assert out == said(capsys, "--help").out
    assert all(f"  aboveline {command} " in out for command in COMMANDS)
    assert all(meaning in out for meaning in exits.MEANINGS.values())


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_with_examples(capsys, command):
    assert f"  aboveline {command} " in said(capsys, command, "--help").out


def test_the_version_is_said(capsys):
    assert said(capsys, "--version").out.startswith("aboveline ")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["scor", "x"], "there is no command `scor`; did you mean `score`?"),
        (
            ["frobnicate"],
            f"there is no command `frobnicate`; the commands are {', '.join(COMMANDS)}",
        ),
        (["score", "rules"], "missing argument 'CASES…'"),
        (
            ["score", "rules", "cases.csv", "--format", "jsno"],
            "`jsno` is not understood; did you mean `json`?",
        ),
        (
            ["score", "rules", "cases.csv", "--format", "pdf"],
            "`pdf` is not understood; choose one of text, json, html",
        ),
        (["score", "rulse", "cases.csv"], "no framework of that name is built in; did you mean `rules`?"),
        (["score", "cci-2021", "cases.csv"], "did you mean `cci-2012`?"),
        (["check", "cases.csv"], "expected a folder of criteria files, found the file `cases.csv`"),
        (["check", "empty"], "expected criteria files in the folder `empty`, found none"),
        (["check", "."], "did you mean the folder `rules` inside it?"),
        (["score", "rules", "case.csv"], "there is no file `case.csv`; did you mean `cases.csv`?"),
        (["score", "rules", "empty"], "expected a file, found the folder `empty`"),
        (["score", "rules", "cases.csv", "--output", "no/such/file"], "`no/such/file` cannot be written"),
        (
            ["score", "rules", "cases.csv", "--output", "empty"],
            "expected a file to write to, found the folder",
        ),
        (
            ["explain", "rules", "cases.csv"],
            "expected --score, or --case (alone, or with --question) to say what",
        ),
        (["explain", "rules", "cases.csv", "--question", "made"], "expected --case to say what"),
        (["explain", "rules", "cases.csv", "--case", "A1", "--score", "roh"], "found both"),
        (["explain", "rules", "cases.csv", "--case", "a01", "--question", "made"], "did you mean `A1`?"),
        (
            ["explain", "rules", "cases.csv", "--case", "zz", "--question", "made"],
            "there are A1, A2, A3, A4, A5",
        ),
        (["explain", "rules", "cases.csv", "--case", "A1", "--question", "timly"], "did you mean `timely`?"),
        (["explain", "rules", "cases.csv", "--case", "A1", "--question", "q"], "there is no question `q`"),
        (
            ["explain", "rules", "cases.csv", "--case", "A1", "--question", "seen"],
            "say which: `seen.custody`",
        ),
        (
            ["explain", "rules", "cases.csv", "--score", "saef"],
            "there is no score `saef`; did you mean `safe`?",
        ),
        (
            ["explain", "rules", "cases.csv", "--score", "criterion 7"],
            "there are roh, safe, section 1, criterion 1.1",
        ),
    ],
)
@pytest.mark.usefixtures("small")
def test_wrong_usage_says_what_was_meant(capsys, arguments, words):
    Path("empty").mkdir()
    said_ = said(capsys, *arguments, code=exits.WRONG_USAGE)
    assert words in said_.err
    assert said_.out == ""
    assert "Traceback" not in said_.err


# --- check, test, schema -----------------------------------------------------------------------


@pytest.mark.usefixtures("small")
def test_a_good_framework_is_said_to_be_good(capsys):
    assert "rules: no errors in 1 file" in said(capsys, "check", "rules").out
    document = valid(said(capsys, "check", "rules", "--format", "json").out)
    assert document["valid"]
    assert document["framework"]["holds"]["questions"] == 7


def test_errors_in_criteria_are_shown_with_their_line_underlined(capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    write_small(tmp_path, CRITERIA.replace("where plan_due or", "where plan_deu or"))
    out = said(capsys, "check", "rules", code=exits.INPUT_HAS_ERRORS).out
    assert "rules/all.criteria:31:9: error:" in out
    assert "   31 |   where plan_deu or plan_made\n      |         ^^^^^^^^" in out
    assert "plan_due" in out.split("help: ")[1]
    document = valid(said(capsys, "check", "rules", "--format", "json", code=exits.INPUT_HAS_ERRORS).out)
    assert not document["valid"]
    assert document["diagnostics"][0]["places"][0]["line"] == 31


def test_nothing_is_scored_by_criteria_with_errors(capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    write_small(tmp_path, CRITERIA.replace("where plan_due or", "where plan_deu or"))
    shown = said(capsys, "score", "rules", "cases.csv", code=exits.INPUT_HAS_ERRORS)
    assert shown.out == ""
    assert "1 error; nothing was worked out" in shown.err
    told = said(capsys, "score", "rules", "cases.csv", "--format", "json", code=exits.INPUT_HAS_ERRORS)
    assert valid(told.out)["kind"] == "diagnostics"


@pytest.mark.usefixtures("small")
def test_criteria_in_another_encoding_are_refused(capsys):
    Path("rules/all.criteria").write_bytes(CRITERIA.encode("utf-16"))
    assert "expected UTF-8 text, found UTF-16" in said(capsys, "check", "rules", code=1).out
    Path("rules/all.criteria").write_bytes(CRITERIA.replace("Plans", "Pläne").encode("latin-1"))
    assert "found a character of another encoding on line 35" in said(capsys, "check", "rules", code=1).out
    Path("rules/all.criteria").write_bytes(CRITERIA.encode("utf-8-sig"))
    assert "no errors" in said(capsys, "check", "rules").out


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize(
    ("command", "file", "begins"),
    [
        ("test", "tried.html", "<!DOCTYPE html>"),
        ("test", "tried.JSON", "{"),
        ("check", "said.json", "{"),
        ("lint", "found.sarif", "{"),
        ("test", "tried.md", "1 example"),
    ],
)
def test_the_ending_of_the_output_says_its_form_where_nothing_else_does(capsys, command, file, begins):
    options = ("--only", "unused-fact") if command == "lint" else ()
    said(capsys, command, "rules", *options, "--output", file)
    assert Path(file).read_text(encoding="utf-8").lower().startswith(begins.lower())
    said(capsys, command, "rules", *options, "--output", file, "--format", "text")
    assert not Path(file).read_text(encoding="utf-8").startswith(("{", "<"))


@pytest.mark.usefixtures("small")
def test_what_a_file_that_cannot_be_read_declares_is_not_told_as_missing(capsys):
    Path("rules/all.criteria").write_text(
        CRITERIA.replace('fact plan_due    "Plan due"                  yes or no\n', ""), encoding="utf-8"
    )
    Path("rules/more.criteria").write_bytes('fact plan_due "Pläne" yes or no\n'.encode("latin-1"))
    told = said(capsys, "check", "rules", code=exits.INPUT_HAS_ERRORS).out
    assert "rules/more.criteria: error: expected UTF-8 text" in told
    assert told.endswith("rules: 1 error\n")


@pytest.mark.usefixtures("small")
def test_the_line_ends_of_very_old_programs_are_line_ends(capsys):
    """A text of one line would be one comment from its first `#` on, and what stands there would be lost."""
    scored = said(capsys, "score", "rules", "cases.csv", "--format", "json").out
    text = Path("rules/all.criteria").read_bytes()
    Path("rules/all.criteria").write_bytes(b"# First.\r" + text.replace(b"\n", b"\r"))
    assert said(capsys, "score", "rules", "cases.csv", "--format", "json", "--run", "run").out == scored
    assert "as it was sealed" in " ".join(said(capsys, "verify", "run").out.split())
    said(capsys, "format", "rules")
    assert Path("rules/all.criteria").read_bytes().startswith(b"# First.\n")


def test_examples_are_run(capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    write_small(tmp_path)
    assert said(capsys, "test", "rules").out.startswith("1 example: all came out as expected\n")
    assert valid(said(capsys, "test", "rules", "--format", "json").out)["passed"]
    text = CRITERIA.replace("expect timely is insufficient", "expect timely is sufficient")
    Path("rules/all.criteria").write_text(text, encoding="utf-8")
    out = said(capsys, "test", "rules", code=exits.INPUT_HAS_ERRORS).out
    assert "expected `timely` to be sufficient, found insufficient (line 74)" in out
    assert not valid(said(capsys, "test", "rules", "--format", "json", code=1).out)["passed"]


@pytest.mark.usefixtures("small")
def test_the_schema_of_records_is_a_schema(capsys):
    import jsonschema

    schema = json.loads(said(capsys, "schema", "rules").out)
    jsonschema.Draft202012Validator.check_schema(schema)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert json.loads(said(capsys, "schema", "rules", "--of-inspection").out)["type"] == "object"


# --- score ---------------------------------------------------------------------------------------


def test_essex_comes_out_as_published(capsys):
    document = valid(said(capsys, "score", "cci-2012", ESSEX, "--format", "json").out)
    percent = {s["key"]: s["percent"] for s in document["scores"] if s["kind"] in {"theme", "section"}}
    assert percent == {"safeguarding": 73, "roh": 68, "lor": 77, "1": 72, "2": 76, "3": 75}


SUMMARY = """\
Small <inspection>
small, version 3; 5 cases from cases.csv

                score  comment      sufficient   could be
Headline themes
  Risk & harm     60%  GOOD enough      3 of 5  43 to 71%
  Safeguarding    78%  GOOD enough      7 of 9  70 to 80%

1  Planning       71%  GOOD enough    12 of 17  57 to 76%
  1.1  Plans      75%  GOOD enough     9 of 12  64 to 79%
  1.2  Contact    60%  GOOD enough      3 of 5  43 to 71%
"""


def test_the_summary_is_one_aligned_table(capsys, small):
    shown = said(capsys, "score", *small)
    assert shown.out.startswith(SUMMARY)
    assert "Findings in the data: 1" in shown.out
    assert "case A4, made (cases.csv, line 5)" in shown.out
    assert "\x1b" not in shown.out
    assert shown.err == ""


def test_questions_are_shown_when_asked_for(capsys, small):
    out = said(capsys, "score", *small, "--questions").out
    assert "Was the young person seen in custody?" in out
    assert "(in no other score) Was the file tidy?" in out


@pytest.mark.usefixtures("small")
def test_cases_may_come_from_standard_input(capsys, monkeypatch):
    import io

    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(CASES.encode())))
    assert "5 cases from standard input" in said(capsys, "score", "rules", "-").out


@pytest.mark.usefixtures("small")
def test_nothing_is_scored_while_a_record_is_invalid(capsys):
    Path("bad.csv").write_text(CASES.replace("A2,yro", "A2,yor"), encoding="utf-8")
    shown = said(capsys, "score", "rules", "bad.csv", code=exits.INPUT_HAS_ERRORS)
    assert shown.out == ""
    assert "bad.csv:3: error: expected `yro` or `dto` in `sentence`, found a text of 3 letters" in shown.err
    assert "row 2, case A2, field sentence" in shown.err
    assert (
        "1 of 5 records is invalid: correct them, or score the others with --leave-out-invalid" in shown.err
    )
    assert "yor" not in shown.err
    told = said(capsys, "score", "rules", "bad.csv", "--format", "json", code=exits.INPUT_HAS_ERRORS)
    assert valid(told.out)["diagnostics"][0]["places"][0]["case"] == "A2"


@pytest.mark.usefixtures("small")
def test_values_are_shown_when_asked_for(capsys):
    Path("bad.csv").write_text(CASES.replace("A2,yro", "A2,yor"), encoding="utf-8")
    Path("bad.ndjson").write_text('{"case_id": "B1", "seen": {"custody": "perhaps"}}\n', encoding="utf-8")
    for file, value in (("bad.csv", "yor"), ("bad.ndjson", "perhaps")):
        assert f"found `{value}`" in said(capsys, "score", "rules", file, "--show-values", code=1).err


@pytest.mark.usefixtures("small")
def test_records_left_out_are_said_loudly(capsys):
    Path("bad.csv").write_text(CASES.replace("A2,yro", "A2,yor"), encoding="utf-8")
    shown = said(capsys, "score", "rules", "bad.csv", "--leave-out-invalid")
    assert "1 of 5 records has errors and is NOT in these scores: A2" in shown.out
    assert "found a text of 3 letters" in shown.err
    document = valid(said(capsys, "score", "rules", "bad.csv", "--leave-out-invalid", "--format", "json").out)
    assert document["cases"] == {"files": ["bad.csv"], "read": 5, "scored": 4, "left_out": ["A2"]}
    asked = ["explain", "rules", "bad.csv", "--leave-out-invalid", "--case", "A2", "--question", "made"]
    assert "the record of case `A2` has errors" in said(capsys, *asked, code=exits.WRONG_USAGE).err


@pytest.mark.parametrize("spared", ["cases.csv", "rules/../cases.csv", "rules/all.criteria"])
def test_nothing_that_is_read_is_written_over(capsys, small, spared):
    before = Path(spared).read_bytes()
    in_html = ("--format", "html", "--output", spared)
    err = said(capsys, "score", *small, *in_html, code=exits.WRONG_USAGE).err
    assert "expected a file of its own to write to" in err
    assert Path(spared).read_bytes() == before


def test_the_output_file_is_replaced_whole_or_not_at_all(capsys, small, monkeypatch):
    Path("out.txt").write_text("before", encoding="utf-8")
    Path("out.txt").chmod(0o640)
    said(capsys, "score", *small, "--output", "out.txt")
    assert Path("out.txt").read_text(encoding="utf-8").startswith("Small <inspection>")
    assert Path("out.txt").stat().st_mode & 0o777 == 0o640
    monkeypatch.setattr(Path, "replace", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
    Path("out.txt").write_text("before", encoding="utf-8")
    said(capsys, "score", *small, "--output", "out.txt", code=exits.INTERRUPTED)
    assert Path("out.txt").read_text(encoding="utf-8") == "before"
    assert sorted(p.name for p in Path().iterdir()) == ["cases.csv", "out.txt", "rules"]


# --- explain -------------------------------------------------------------------------------------


def test_a_score_is_explained(capsys, small):
    out = said(capsys, "explain", *small, "--score", "Criterion 1.1").out
    assert "asked 20 = 9 sufficient + 3 insufficient + 5 not applicable by rule" in out
    assert "below the line: A3" in out
    assert "missing: A5" in out
    assert valid(said(capsys, "explain", *small, "--score", "1.1", "--format", "json").out)["of"] == "score"


@pytest.mark.parametrize(
    "name", ["roh", "risk & harm", "safe", "section 1", "1.2", "made", "seen", "seen.custody"]
)
def test_scores_go_by_many_names(capsys, small, name):
    assert " sufficient + " in said(capsys, "explain", *small, "--score", name).out


def test_a_judgement_is_explained_as_data(capsys, small):
    asked = ["explain", *small, "--case", "A2", "--question", "timely", "--format", "json"]
    document = valid(said(capsys, *asked).out)
    assert document["outcome"] == "insufficient"
    assert document["other_way"] == "sufficient"
    values = {v["key"]: (v["value"], v["place"]["line"] if v["place"] else None) for v in document["values"]}
    assert values["signed_on"] == ("2011-07-26", 3)
    assert values["age_group"] == ("older", None)


# --- How a run ends ------------------------------------------------------------------------------


def test_a_fault_of_ours_is_owned_up_to_without_case_data(capsys, small, monkeypatch):
    from aboveline import workspace

    monkeypatch.setattr(workspace.batch, "judge_cases", lambda *_: 1 / {"A2": 0}["A2"])
    shown = said(capsys, "score", *small, code=exits.OUR_FAULT)
    assert "a fault of the program, not of your files" in " ".join(shown.err.split())
    assert "ZeroDivisionError at test_cli.py" in shown.err
    assert "Traceback" not in shown.err
    with pytest.raises(ZeroDivisionError):
        run(["score", *small], debug=True)


def test_a_fault_within_a_library_that_is_no_exception_is_owned_up_to_as_well(capsys, small, monkeypatch):
    from aboveline import workspace

    class PanicError(BaseException):
        """What comes out of a library written in Rust that gives up."""

    def give_up(*_):
        raise PanicError

    monkeypatch.setattr(workspace.batch, "judge_cases", give_up)
    shown = said(capsys, "score", *small, code=exits.OUR_FAULT)
    assert "PanicError at test_cli.py" in shown.err


def started(*arguments, **options):
    command = [sys.executable, "-m", "aboveline", *arguments]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, **options)


@pytest.mark.usefixtures("small")
def test_a_reader_that_goes_away_is_no_error():
    process = started("score", "cci-2012", ESSEX, "--questions")
    process.stdout.close()
    assert process.stderr.read() == b""
    process.stderr.close()
    assert process.wait() == exits.READER_WENT_AWAY


@pytest.mark.usefixtures("small")
def test_stopping_a_run_leaves_nothing_half_written():
    process = started("score", "rules", "-", "--output", "out.txt", stdin=subprocess.PIPE)
    # More than a pipe holds, so that this goes on only once the cases are being read.
    process.stdin.write(b"case_id\n" * 50_000)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate()
    assert process.returncode == exits.INTERRUPTED
    assert err.decode().strip() == "stopped; nothing was written"
    assert sorted(p.name for p in Path().iterdir()) == ["cases.csv", "rules"]


def on_a_terminal(*arguments, environment=None):
    """What a command shows where both its outputs are a terminal."""
    parent, child = pty.openpty()
    env = {**os.environ, "TERM": "xterm", **(environment or {})}
    env = {k: v for k, v in env.items() if v is not None}
    process = subprocess.Popen([sys.executable, *arguments], stdout=child, stderr=child, env=env)
    os.close(child)
    shown = b""
    try:
        while chunk := os.read(parent, 65536):
            shown += chunk
    except OSError:  # the terminal is gone once the process has ended
        pass
    os.close(parent)
    assert process.wait() == 0
    return shown.decode()


def test_colours_are_for_terminals_that_want_them(small):
    command = ["-m", "aboveline", "score", *small]
    assert "\x1b[1mSmall <inspection>" in on_a_terminal(*command, environment={"NO_COLOR": None})
    assert "\x1b" not in on_a_terminal(*command, environment={"NO_COLOR": "1"})


def test_a_long_run_shows_how_far_it_has_come():
    program = (
        "import time\nfrom aboveline.cli import progress\nprogress.PATIENCE = 0.05\n"
        "with progress.progress('Judging the cases') as watch:\n"
        "    for done in range(0, 6000, 100):\n        watch(done, 6000)\n        time.sleep(0.02)\n"
    )
    shown = on_a_terminal("-c", program)
    assert "Judging the cases" in shown
    assert "of about 6,000" in shown
    assert "cases a second" in shown


def test_what_a_file_seems_to_have_lost_is_said_and_does_not_stand_in_the_way(capsys, small):
    lines = [line.split(",") for line in CASES.splitlines()]
    Path("cases.csv").write_text("\n".join([*(",".join(line[:-2]) for line in lines), "Total" + "," * 10]))
    err = said(capsys, "score", *small).err
    assert "found none for `acted` and `aside` [columns-not-there]" in err
    assert "found nothing but its id [nothing-known]\n  row 6, case Total\n" in err


def test_facts_of_the_inspection_are_asked_for(capsys, small):
    path = Path("rules/all.criteria")
    path.write_text(path.read_text() + '\nfact staffed "Staffed" yes or no of the inspection\n')
    assert (
        "the inspection as a whole (`staffed`); to give it: --inspection FILE"
        in said(capsys, "score", *small).err
    )


def test_what_belongs_in_another_file_or_may_not_be_marked_is_said(capsys, small):
    path = Path("rules/all.criteria")
    path.write_text(path.read_text() + '\nfact staffed "Staffed" yes or no of the inspection\n')
    Path("cases.csv").write_text("case_id,made,seen.custody,staffed\nA1,1,maybe,yes\n")
    Path("beside.json").write_text('{"staffed": "yes", "plan_made": "yes"}')
    err = said(capsys, "score", *small, "--inspection", "beside.json", code=exits.INPUT_HAS_ERRORS).err
    assert "expected `yes` or `no` in `made`, found a whole number [wrong-word]" in err
    assert "expected `yes`, `no` or `not applicable` in `seen.custody`, found a text of 5 letters" in err
    assert (
        "found `staffed` [unknown-column]\n  field staffed: column D\n"
        "  help: it is known of the inspection as a whole: give it in a file of its own beside the cases (--inspection)\n"
    ) in err
    assert "row 1, field plan_made\n  help: it is known of each case: give it in the file of cases\n" in err


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("was the plan made?", "did you mean"),
        ("plan_made", "expected a question, found the fact `plan_made`; only questions are judged"),
        ("planning", "expected a question, found the condition `planning`; only questions are judged"),
        (
            "seen_so_visited",
            "expected a question, found the check `seen_so_visited`; only questions are judged",
        ),
    ],
)
def test_a_question_named_otherwise_is_understood(capsys, small, question, words):
    asked = ["explain", *small, "--case", "A1", "--question", question]
    assert words in said(capsys, *asked, code=exits.WRONG_USAGE).err
