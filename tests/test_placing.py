"""The files of a report are put in their places as one thing, whenever the process is killed."""

import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from aboveline.cli import exits
from aboveline.issued import placing
from small import write_small
from test_cli import said, valid
from test_report_manifest import contents

REPORT = ("--output", "r.html", "--workbook", "r.xlsx", "--case-pages", "pages")

#: A command that is killed before its Nth change of a name, or after it wrote its Nth journal.
KILLED = """
import os, signal, sys
from pathlib import Path
count = [0]
def counted(move):
    def moved(self, to):
        count[0] += 1
        if count[0] > {n}:
            os.kill(os.getpid(), signal.SIGKILL)
        return move(self, to)
    return moved
Path.replace, Path.rename = counted(Path.replace), counted(Path.rename)
from aboveline.cli.program import run
sys.exit(run({arguments!r}))
"""


@pytest.fixture
def place(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    write_small(tmp_path)
    return tmp_path


def killed(n, *arguments):
    """Run a command, killed before it has changed more than n names; whether it was."""
    program = KILLED.format(n=n, arguments=list(arguments))
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=False)
    assert done.returncode in {0, -signal.SIGKILL}, done.stderr.decode()
    return done.returncode != 0


def of_report(folder):
    """The files of the report in a folder, but for the time in its manifest."""
    found = {
        path.relative_to(folder).as_posix(): data
        for path, data in contents(folder).items()
        if path.name.startswith("r.") or path.parent.name == "pages"
    }
    if "r.manifest.json" in found:
        document = json.loads(found["r.manifest.json"])
        found["r.manifest.json"] = {
            key: value for key, value in document.items() if key not in {"created", "replaces"}
        }
    return found


def left_over(folder):
    return [path.name for path in folder.iterdir() if path.name.startswith(".")]


@pytest.mark.slow
@pytest.mark.parametrize("next_command", ["verify", "report"])
def test_killed_at_any_rename_a_report_is_the_old_or_the_new_one(place, capsys, next_command):
    said(capsys, "report", "rules", "cases.csv", *REPORT, "--stage", "draft")
    new = of_report(place)
    shutil.rmtree(place / "pages")
    for path in list(place.glob("r.*")):
        path.unlink()
    said(capsys, "report", "rules", "cases.csv", *REPORT)
    old, kept = of_report(place), {path: path.read_bytes() for path in contents(place)}
    seen = set()
    for n in range(12):
        was_killed = killed(n, "report", "rules", "cases.csv", *REPORT, "--stage", "draft")
        if next_command == "verify":
            told = said(capsys, "verify", "r.html")
            found = of_report(place)
            assert found in (old, new)
            seen.add("old" if found == old else "new")
            assert ("now they all are" in told.err) == (found == new and was_killed and bool(told.err))
        else:
            said(capsys, "report", "rules", "cases.csv", *REPORT, "--stage", "draft")
            assert of_report(place) == new
            said(capsys, "verify", "r.html")
        assert not [name for name in left_over(place) if name.endswith((".placing", ".kept", "last-pages"))]
        shutil.rmtree(place / "pages")
        for path in contents(place):
            if path not in kept:
                path.unlink()
        for path, data in kept.items():
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(data)
        for name in left_over(place):
            path = place / name
            shutil.rmtree(path) if path.is_dir() else path.unlink()
        if not was_killed:
            break
    assert not was_killed
    assert next_command == "report" or seen == {"old", "new"}


def test_a_final_report_that_was_cut_short_is_finished_and_then_final(place, capsys):
    final = (
        "report",
        "rules",
        "cases.csv",
        "--output",
        "r.html",
        "--workbook",
        "r.xlsx",
        "--stage",
        "final",
        "--accept",
        "unsealed",
    )
    # The journal, then the page; the workbook and the manifest wait.
    assert killed(2, *final)
    assert (place / "r.html").exists()
    assert not (place / "r.manifest.json").exists()
    told = said(capsys, *final, code=exits.WRONG_USAGE).err
    assert (
        "The command that wrote r.manifest.json was ended before every file was in its place; now they all are"
        in told
    )
    assert "is a final report, which is never written over" in told
    assert "Stage: final" in said(capsys, "verify", "r.xlsx").out
    assert left_over(place) == []


def test_a_report_is_finished_though_none_of_it_was_there_yet(place, capsys):
    assert killed(1, "report", "rules", "cases.csv", "--output", "r.html")
    assert not (place / "r.html").exists()
    told = said(capsys, "verify", "r.html")
    assert "now they all are" in told.err
    assert "is as it was written" in told.out
    valid((place / "r.manifest.json").read_text("utf-8"))
    assert left_over(place) == []


def test_what_cannot_be_finished_is_said_and_taken_away(place, capsys):
    said(capsys, "report", "rules", "cases.csv", "--output", "r.html")
    before = contents(place)
    assert killed(1, "report", "rules", "cases.csv", "--output", "r.html", "--stage", "draft")
    for part in place.glob(".r.html.*.part"):
        part.write_bytes(b"half")
    told = said(capsys, "verify", "r.html")
    assert "some of them are gone; write the report again" in told.err
    assert contents(place) == before


def test_a_journal_that_is_none_moves_nothing(place, capsys, tmp_path_factory):
    said(capsys, "report", "rules", "cases.csv", "--output", "r.html")
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    (elsewhere / "precious").write_text("mine")
    (place / "evil").write_text("theirs")
    held = placing.digest_of(place / "evil")
    for path in ("evil", "../evil", os.path.relpath(elsewhere / "precious", place), ".r.html.x.part"):
        journal = place / ".r.manifest.json.placing"
        journal.write_text(
            json.dumps({"kind": "placing", "parts": [{"path": path, "sha256": held}], "pages": None})
        )
        assert placing.finish(place / "r.manifest.json") == "beyond"
        assert not journal.exists()
    journal.write_text("[]")
    assert placing.finish(place / "r.manifest.json") == "beyond"
    assert (elsewhere / "precious").read_text() == "mine"
    assert (place / "evil").read_text() == "theirs"
    said(capsys, "verify", "r.html")


def test_nothing_final_is_written_over_by_what_waits(place, capsys):
    assert killed(1, "report", "rules", "cases.csv", "--output", "r.html")
    waiting = {path.name for path in place.glob(".r.*")}
    kept = {name: (place / name).read_bytes() for name in waiting}
    for name in waiting:
        (place / name).unlink()
    said(
        capsys,
        "report",
        "rules",
        "cases.csv",
        "--output",
        "r.html",
        "--stage",
        "final",
        "--accept",
        "unsealed",
    )
    for name, data in kept.items():
        (place / name).write_bytes(data)
    before = (place / "r.html").read_bytes()
    said(capsys, "verify", "r.html")
    assert (place / "r.html").read_bytes() == before


@pytest.mark.skipif(sys.platform == "win32", reason="there no lock tells")
def test_a_command_at_work_is_left_to_do_it(place, capsys):
    waits = Path(".r.html.abcd1234.part")
    waits.write_text("new")
    with placing.journal(Path("r.manifest.json"), [waits], None):
        (place / "r.html").write_text("old")
        assert placing.finish(place / "r.manifest.json") == "at work"
        told = said(capsys, "verify", "r.html", code=exits.WRONG_USAGE).err
        assert "another command is just writing the report" in told
    assert (place / "r.html").read_text() == "old"
    assert placing.finish(place / "r.manifest.json") is None
