"""`aboveline format`, as a person meets it: which files it writes, and what it says of them."""

import io
import os
import stat
from pathlib import Path

import pytest

from aboveline.cli import exits
from aboveline.cli.program import run
from aboveline.syntax.layout import tidy
from choices import Seeded
from layouts import relaid
from small import CRITERIA

UNTIDY = 'fact a "A"\n  date   # when\nfact longer "B" date\n'
TIDY = 'fact a      "A"  date  # when\nfact longer "B"  date\n'
SLIP = 'fact c "C" dat\n'


@pytest.fixture
def rules(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "rules"
    (folder / "inner").mkdir(parents=True)
    (folder / "a.criteria").write_text(UNTIDY)
    (folder / "b.criteria").write_text(TIDY)
    (folder / "inner" / "c.criteria").write_text(UNTIDY)
    (folder / "notes.txt").write_text(UNTIDY)
    return folder


def said(capsys, *arguments, code=exits.FINE):
    assert run(("format", *arguments)) == code
    return capsys.readouterr()


def held(folder):
    return {path.relative_to(folder).as_posix(): path.read_text() for path in folder.rglob("*.*")}


def test_the_files_of_a_folder_are_tidied_and_named(capsys, rules):
    before = (rules / "b.criteria").stat()
    said_ = said(capsys, "rules")
    assert said_.out == "tidied: rules/a.criteria\ntidied: rules/inner/c.criteria\n"
    assert said_.err == "2 files tidied, 1 file already tidy\n"
    assert held(rules) == {
        "a.criteria": TIDY,
        "b.criteria": TIDY,
        "inner/c.criteria": TIDY,
        "notes.txt": UNTIDY,
    }
    after = (rules / "b.criteria").stat()
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)
    assert said(capsys, "rules").out == ""


def test_check_names_what_would_change_and_changes_nothing(capsys, rules):
    before = held(rules)
    said_ = said(capsys, "rules", "--check", code=exits.INPUT_HAS_ERRORS)
    assert said_.out == "would change: rules/a.criteria\nwould change: rules/inner/c.criteria\n"
    assert said_.err == "2 files would change, 1 file already tidy\n"
    assert held(rules) == before
    assert said(capsys, "rules/b.criteria", "--check").out == ""
    said(capsys, "rules")
    assert said(capsys, "rules", "--check").err == "3 files already tidy\n"


def test_check_names_just_what_is_written_otherwise(capsys, rules):
    for file in rules.rglob("*.criteria"):
        file.unlink()
    for seed in range(12):
        text = relaid(Seeded(seed), CRITERIA, 10 if seed % 3 else 0)
        text = tidy(text) if seed % 2 else text
        (rules / f"{seed:02}.criteria").write_text(text, newline="")
    before = {path: path.read_bytes() for path in rules.glob("*.criteria")}
    named = said(capsys, "rules", "--check", code=exits.INPUT_HAS_ERRORS).out
    assert said(capsys, "rules").out == named.replace("would change", "tidied")
    changed = sorted(path for path, data in before.items() if path.read_bytes() != data)
    assert named.splitlines() == [f"would change: rules/{path.name}" for path in changed]
    assert [path.stem for path in changed] == ["00", "02", "04", "06", "08", "10"]
    assert said(capsys, "rules", "--check").out == ""


def test_diff_shows_what_would_change_and_changes_nothing(capsys, rules):
    before = held(rules)
    out = said(capsys, "rules/a.criteria", "rules/b.criteria", "--diff").out
    assert out.splitlines() == [
        "--- rules/a.criteria",
        "+++ rules/a.criteria (tidied)",
        "@@ -1,3 +1,2 @@",
        '-fact a "A"',
        "-  date   # when",
        '-fact longer "B" date',
        '+fact a      "A"  date  # when',
        '+fact longer "B"  date',
    ]
    assert held(rules) == before
    assert said(capsys, "rules", "--diff", "--check", code=exits.INPUT_HAS_ERRORS).out.count("+++") == 2
    assert said(capsys, "rules/b.criteria", "--diff", "--check").out == ""


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_diff_tells_of_other_line_ends_in_one_remark(capsys, rules, end):
    name = rules / "a.criteria"
    remark = "rules/a.criteria: every line would end in a line feed alone (`LF`)"
    name.write_bytes(TIDY.replace("\n", end).encode())
    told = said(capsys, "rules/a.criteria", "--diff")
    assert (told.out, told.err.count(remark)) == ("", 1)
    assert "1 file would change" in told.err
    name.write_bytes(b"\xef\xbb\xbf" + UNTIDY.replace("\n", end).encode())
    marked = said(capsys, "rules/a.criteria", "--diff")
    assert marked.err.count(remark) == 1
    assert "rules/a.criteria: the mark before the first line that says it is UTF-8 would go" in marked.err
    name.write_text(UNTIDY)
    plain = said(capsys, "rules/a.criteria", "--diff")
    assert plain.out == marked.out
    assert "line feed" not in plain.err
    name.write_bytes(TIDY.replace("\n", end, 1).encode())
    assert "1 of the lines would end" in said(capsys, "rules/a.criteria", "--diff").err


def test_diff_says_where_the_last_line_does_not_end(capsys, rules):
    (rules / "a.criteria").write_text("theme t")
    assert said(capsys, "rules/a.criteria", "--diff").out.endswith(
        "-theme t\n\\ No newline at end of file\n+theme t\n"
    )


def test_a_file_with_slips_is_left_and_the_slips_are_shown(capsys, rules):
    (rules / "d.criteria").write_text(SLIP + UNTIDY)
    (rules / "e.criteria").write_bytes("fact é date".encode("latin-1"))
    said_ = said(capsys, "rules", code=exits.INPUT_HAS_ERRORS)
    assert "rules/d.criteria:1:12: error:" in said_.err
    assert "rules/e.criteria: error: expected UTF-8 text" in said_.err
    assert said_.err.endswith(
        "2 files tidied, 1 file already tidy, 2 files left as they are, with slips in them\n"
    )
    assert (rules / "d.criteria").read_text() == SLIP + UNTIDY
    assert (rules / "e.criteria").read_bytes() == "fact é date".encode("latin-1")
    assert (rules / "a.criteria").read_text() == TIDY
    said(capsys, "rules", "--check", code=exits.INPUT_HAS_ERRORS)


def test_a_mark_of_utf_8_and_line_ends_of_other_systems_go(capsys, rules):
    (rules / "a.criteria").write_bytes(b"\xef\xbb\xbf" + TIDY.replace("\n", "\r\n").encode())
    assert said(capsys, "rules/a.criteria").out == "tidied: rules/a.criteria\n"
    assert (rules / "a.criteria").read_bytes() == TIDY.encode()


def standard_input(monkeypatch, text):
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(text.encode())))


def test_standard_input_comes_out_tidied(capsys, monkeypatch):
    for text in (UNTIDY, TIDY):
        standard_input(monkeypatch, text)
        said_ = said(capsys, "-")
        assert (said_.out, said_.err) == (TIDY, "")
    standard_input(monkeypatch, "")
    assert said(capsys, "-").out == ""
    standard_input(monkeypatch, SLIP)
    said_ = said(capsys, "-", code=exits.INPUT_HAS_ERRORS)
    assert said_.out == ""
    assert "standard input:1:12: error:" in said_.err
    standard_input(monkeypatch, UNTIDY)
    assert said(capsys, "-", "--check", code=exits.INPUT_HAS_ERRORS).out == "would change: standard input\n"
    standard_input(monkeypatch, UNTIDY)
    assert said(capsys, "-", "--diff").out.startswith("--- standard input\n")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["nowhere"], "there is no file or folder `nowhere`"),
        (["cci-2012"], "there is no file or folder `cci-2012`"),
        (
            ["rules/notes.txt"],
            "expected a criteria file, whose name ends in `.criteria`, found `rules/notes.txt`",
        ),
        (["empty"], "there is no criteria file in `empty`"),
        (["rules", "-"], "expected `-` alone"),
        ([], "missing argument 'PATH…'"),
        (["run/criteria/a.criteria"], "belongs to a sealed run"),
    ],
)
@pytest.mark.usefixtures("rules")
def test_wrong_usage_says_what_was_meant(capsys, arguments, words):
    Path("empty").mkdir()
    sealed()
    said_ = said(capsys, *arguments, code=exits.WRONG_USAGE)
    assert words in said_.err
    assert said_.out == ""


def sealed():
    """A folder that looks like a sealed run."""
    Path("run/criteria").mkdir(parents=True)
    Path("run/manifest.json").write_text("{}")
    Path("run/criteria/a.criteria").write_text(UNTIDY)


def test_hidden_folders_and_sealed_runs_in_a_folder_are_left_out(capsys, rules):
    sealed()
    Path(".kept").mkdir()
    Path(".kept/a.criteria").write_text(UNTIDY)
    assert said(capsys, ".").out == "tidied: rules/a.criteria\ntidied: rules/inner/c.criteria\n"
    assert Path("run/criteria/a.criteria").read_text() == UNTIDY
    assert Path(".kept/a.criteria").read_text() == UNTIDY
    assert rules.is_dir()


def test_a_file_is_tidied_once_and_a_link_stays_a_link(capsys, rules):
    Path("link.criteria").symlink_to(rules / "a.criteria")
    (rules / "a.criteria").chmod(0o640)
    assert said(capsys, "link.criteria", "rules/a.criteria").out == "tidied: link.criteria\n"
    assert Path("link.criteria").is_symlink()
    assert (rules / "a.criteria").read_text() == TIDY
    assert stat.S_IMODE((rules / "a.criteria").stat().st_mode) == 0o640


def test_what_cannot_be_read_or_written_is_said(capsys, rules, monkeypatch):
    def refuse(*_arguments):
        raise OSError(28, os.strerror(28))

    monkeypatch.setattr("aboveline.cli.format.rewrite", refuse)
    said_ = said(capsys, "rules", code=exits.WRONG_USAGE)
    assert "`rules/a.criteria` cannot be written: no space left on device" in said_.err
    assert said_.out == ""
    assert (rules / "a.criteria").read_text() == UNTIDY
    monkeypatch.setattr(Path, "read_bytes", refuse)
    assert "`rules/a.criteria` cannot be read" in said(capsys, "rules", code=exits.WRONG_USAGE).err


def test_a_file_is_never_half_written(capsys, rules, monkeypatch):
    def fail(*_arguments):
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(Path, "replace", fail)
    said(capsys, "rules/a.criteria", code=exits.WRONG_USAGE)
    assert (rules / "a.criteria").read_text() == UNTIDY
    assert not list(rules.glob(".*"))


def test_utf_16_is_said_to_be(capsys, rules):
    (rules / "a.criteria").write_bytes(UNTIDY.encode("utf-16"))
    assert "found UTF-16" in said(capsys, "rules/a.criteria", code=exits.INPUT_HAS_ERRORS).err
