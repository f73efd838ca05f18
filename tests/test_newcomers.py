"""Commands and files as people give them who have no habits of terminals: what is said names what is wrong, and what to do."""

import re

import pytest

from aboveline.cli import exits
from aboveline.cli.program import run
from small import CASES, CRITERIA, write_small
from test_cli import said


@pytest.fixture
def place(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    write_small(tmp_path)
    (tmp_path / "our cases.csv").write_text(CASES, "utf-8")
    return tmp_path


# --- What is typed ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (
            ("score", "rules", "cases.csv", "--foramt", "html"),
            "there is no option `--foramt`; did you mean `--format`?",
        ),
        (
            ("score", "rules", "cases.csv", "--foramt=html"),
            "there is no option `--foramt=html`; did you mean `--format`?",
        ),
        (
            ("score", "rules", "cases.csv", "-questions"),
            "there is no option `-questions`; did you mean `--questions`?",
        ),
        (
            ("score", "rules", "cases.csv", "-o", "x.html"),
            "there is no option `-o`; did you mean `--output`?",
        ),
        (("score", "rules", "cases.csv", "-z"), "there is no option `-z`"),
        (
            ("score", "rules", "cases.csv", "—questions"),
            "`—questions` begins with a long dash, as word processors write it; write `--questions`",
        ),
        (
            ("score", "rules", "cases.csv", "\N{EN DASH}-questions"),
            "`\N{EN DASH}-questions` begins with a long dash, as word processors write it; write `--questions`",
        ),
        (
            ("score", "rules", "cases.csv", "\N{EN DASH}zzzzzz"),
            "an option begins with two hyphens, as `--help`",
        ),
        (("score", "rules", "“cases.csv”"), "`“cases.csv”` has curly quotation marks"),
        (
            ("score", "rules", "our", "cases.csv"),
            '`our cases.csv` is one name with a space in it: put it in quotation marks, "our cases.csv"',
        ),
        (
            ("score", "rules cases.csv"),
            "if `rules` and `cases.csv` are two names, put no quotation marks around both",
        ),
        (
            ("report", "rules", "cases.csv", "--population", "--output", "r.html"),
            "`--population` needs something after it (--population FILE), found the option `--output`",
        ),
        (("score", "rules", "cases.csv", "--output"), "`--output` needs something after it: --output FILE"),
        (
            ("report", "rules", "cases.csv", "--output", "r.html", "--language", "welsh"),
            "found `welsh`; did you mean `cy`?",
        ),
        (
            ("coverage", "rules", "cases.csv", "--fewer-than", "few"),
            "expected a whole number of at least 1, found `few`",
        ),
        (
            ("coverage", "rules", "cases.csv", "--fewer-than", "0"),
            "expected a whole number of at least 1, found `0`",
        ),
    ],
)
def test_what_is_typed_wrongly_is_told_with_what_to_type(place, capsys, arguments, words):  # noqa: ARG001
    told = said(capsys, *arguments, code=exits.WRONG_USAGE)
    assert words in told.err
    assert told.out == ""
    assert "For help: aboveline " in told.err


def test_what_only_looks_like_a_slip_is_taken_as_it_is(place, capsys):
    said(capsys, "score", "rules", "our cases.csv", "--questions")
    (place / "—odd.csv").write_text(CASES, "utf-8")
    said(capsys, "score", "rules", "—odd.csv")
    said(capsys, "report", "rules", "cases.csv", "--name", "-", "--output", "r.html")
    assert "Usage" not in said(capsys, "score", "rules", "cases.csv", "--format", "json").out


def test_help_is_a_word_for_it_too(capsys):
    assert said(capsys, "help").out == said(capsys, "--help").out
    assert said(capsys, "help", "score").out == said(capsys, "score", "--help").out
    assert run(["help", "scor"]) == exits.WRONG_USAGE
    assert "did you mean `score`?" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (
            ("score", "rules", "our cases.csv"),
            "tables have options of their own: --scores, --judgements, --workbook",
        ),
        (
            ("check", "rules"),
            "expected a file to write text or json to, found `cases.csv`, which is called as none of them is",
        ),
        (("lint", "rules"), "expected a file to write text, json or sarif to"),
        (("report", "rules", "our cases.csv"), "expected a report whose name ends in .html, .pdf or .docx"),
    ],
)
def test_nothing_is_written_over_data_by_its_name(place, capsys, arguments, words):
    told = said(capsys, *arguments, "--output", "cases.csv", code=exits.WRONG_USAGE).err
    assert words in told
    assert (place / "cases.csv").read_text("utf-8") == CASES
    said(capsys, "check", "rules", "--output", "check.txt")
    said(capsys, "check", "rules", "--output", "check.csv", "--format", "json")


def test_a_file_of_a_run_is_no_run(place, capsys):  # noqa: ARG001
    said(capsys, "score", "rules", "cases.csv", "--run", "run")
    for command in ("score", "verify"):
        told = said(capsys, command, "run/manifest.json", code=exits.WRONG_USAGE).err
        assert "`run/manifest.json` is a file of the sealed run `run`; give that folder" in told


# --- Files of other programs -----------------------------------------------------------------


@pytest.mark.parametrize("mark", ["~$cases.xlsx", ".~lock.cases.xlsx#"])
def test_the_mark_of_an_open_workbook_is_no_workbook(place, capsys, mark):
    (place / mark).write_bytes(b"\x05Admin" + b" " * 50 + b"\0" * 110)
    told = said(capsys, "score", "rules", mark, code=exits.WRONG_USAGE).err
    assert (
        f"found `{mark}`, which only says that `cases.xlsx` is open in another program; give `cases.xlsx`"
        in told
    )


def test_a_pattern_passes_over_the_marks_of_open_files(place, capsys):
    (place / "our cases.csv").unlink()
    for mark in ("~$cases.csv", ".~lock.cases.csv#"):
        (place / mark).write_bytes(b"\x05Admin")
    assert "5 cases" in said(capsys, "score", "rules", "*c[a]ses.csv").out


def test_a_file_that_is_refused_may_be_open_elsewhere(place, capsys, monkeypatch):
    from pathlib import Path

    opened, moved = Path.open, Path.replace

    def refuse(self, *how, **more):
        if self.name == "cases.csv":
            raise PermissionError(13, "Permission denied", str(self))
        return opened(self, *how, **more)

    monkeypatch.setattr(Path, "open", refuse)
    told = said(capsys, "score", "rules", "cases.csv", code=exits.INPUT_HAS_ERRORS).err
    assert "if it is open in another program such as Excel, close it there" in told
    monkeypatch.setattr(Path, "open", opened)
    (place / "out.html").write_text("x")

    def held(self, to):
        if str(to) == "out.html":
            raise PermissionError(13, "Permission denied", str(to))
        return moved(self, to)

    monkeypatch.setattr(Path, "replace", held)
    told = said(capsys, "score", "rules", "cases.csv", "--output", "out.html", code=exits.WRONG_USAGE).err
    assert "if it is open in another program such as Excel or Word, close it there" in told


def test_lines_that_are_quoted_as_a_whole_are_told(place, capsys):
    (place / "quoted.csv").write_text("\n".join(f'"{line}"' for line in CASES.splitlines()), "utf-8")
    told = said(capsys, "score", "rules", "quoted.csv", code=exits.INPUT_HAS_ERRORS).err
    assert "each line is enclosed in quotation marks as a whole" in told


# --- Criteria out of a word processor --------------------------------------------------------


def write(place, data, name="all.criteria"):
    (place / "words").mkdir()
    (place / "words" / name).write_bytes(data)


def curly(text):
    return re.sub(r'"([^"\n]*)"', "\N{LEFT DOUBLE QUOTATION MARK}\\1\N{RIGHT DOUBLE QUOTATION MARK}", text)


def test_curly_quotes_everywhere_are_told_once(place, capsys):
    write(place, curly(CRITERIA).encode())
    told = said(capsys, "check", "words", code=exits.INPUT_HAS_ERRORS)
    shown = told.out + told.err
    assert shown.count("[curly-quotes]") == 1
    assert "found curly quotes here and in" in shown
    assert "too-many-slips" not in shown


def test_a_few_curly_quotes_are_told_one_by_one(place, capsys):
    write(
        place, CRITERIA.replace('"Risk & harm"', "“Risk & harm”").replace('"Safeguarding"', "“Safe”").encode()
    )
    told = said(capsys, "check", "words", code=exits.INPUT_HAS_ERRORS)
    assert (told.out + told.err).count("[curly-quotes]") == 2


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (b"PK\x03\x04word/document.xml", "a document of Word or the like"),
        (b"{\\rtf1\\ansi framework", "formatted text (RTF)"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "a document of an older Word or Excel"),
    ],
)
def test_a_document_is_no_criteria_file(place, capsys, data, found):
    write(place, data)
    told = said(capsys, "check", "words", code=exits.INPUT_HAS_ERRORS)
    shown = told.out + told.err
    assert shown.count("error: ") == 1
    assert f"expected plain text, found {found}" in shown
    assert "Save As, Plain Text (*.txt)" in shown


def test_an_ending_that_windows_hides_is_told(place, capsys):
    write(place, CRITERIA.encode(), "all.criteria.txt")
    told = said(capsys, "check", "words", code=exits.WRONG_USAGE).err
    assert "rename `all.criteria.txt` to `all.criteria`; Windows may hide how its name ends" in told
