"""Sealed runs: what is written, what verifying catches, and that a run is there whole or not at all."""

import csv
import io
import json
import os
import pkgutil
import random
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from aboveline import calendars
from aboveline.cli import exits
from aboveline.report.documents import document_bytes
from aboveline.run import folder as folders
from aboveline.run import manifest as m
from aboveline.run.folder import UNFINISHED, read_all, write_whole
from aboveline.run.opened import open_run
from small import CASES, CRITERIA, write_small
from test_cli import ESSEX, said, valid

JUDGEMENTS = m.part_path(m.JUDGEMENTS, 1)
PLACE = ["score", "rules", "cases.csv"]


@pytest.fixture
def small(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    write_small(tmp_path)
    return tmp_path


@pytest.fixture
def sealed(small, capsys):
    said(capsys, *PLACE, "--run", "run", "--by", "sentence")
    return small / "run"


def verified(capsys, *more, code=exits.FINE):
    return valid(said(capsys, "verify", "run", *more, "--format", "json", code=code).out)


def codes(document):
    return [d["code"] for d in document["diagnostics"]]


def with_changed(data, column, *, value):
    """A Parquet file with one column changed."""
    changed = io.BytesIO()
    pl.read_parquet(data).with_columns(pl.lit(value).alias(column)).write_parquet(changed)
    return changed.getvalue()


def seal_anew(run):
    """What a person would do who changes a file and wants nobody to notice."""
    listed = json.loads((run / m.MANIFEST).read_bytes())
    for one in listed["files"]:
        data = (run / one["path"]).read_bytes()
        one["bytes"], one["sha256"] = len(data), m.digest(data)
    data = document_bytes(listed)
    (run / m.MANIFEST).write_bytes(data)
    (run / m.SEAL).write_bytes(m.seal_text(data))


# --- What is written -------------------------------------------------------------------------


def test_a_run_holds_everything_it_was_made_from(sealed, small):
    files, _ = read_all(sealed)
    assert sorted(files) == [
        *("criteria/all.criteria", "findings/0001.parquet", "holidays.json", "judgements/0001.parquet"),
        *("manifest.json", "manifest.sha256", "reasons.csv", "records/001-cases.csv", "scores.json"),
    ]
    assert files["criteria/all.criteria"] == (small / "rules" / "all.criteria").read_bytes()
    assert files["records/001-cases.csv"] == (small / "cases.csv").read_bytes()
    assert valid(files["manifest.json"])["counts"] == {
        "read": 5,
        "scored": 5,
        "left_out": 0,
        "judgements": 35,
        "scores": 13,
        "findings": 1,
        "overrides": 0,
    }
    assert "2011-04-29" in valid(files["holidays.json"])["years"]["2011"]
    valid(files["scores.json"])
    found = pl.read_parquet(files["findings/0001.parquet"])
    assert found.columns == ["case id", "answered-though-not-applicable made"]
    assert found.rows() == [("A1", False), ("A2", False), ("A3", False), ("A4", True), ("A5", False)]
    shown = subprocess.run(["sha256sum", "-c", m.SEAL], cwd=sealed, capture_output=True, check=False)
    assert shown.returncode == 0


def test_the_manifest_holds_no_case_data(sealed):
    text = (sealed / m.MANIFEST).read_text("utf-8")
    assert all(case_id not in text for case_id in ("A1", "A2", "A3", "A4", "A5"))
    assert "dto" not in text


def test_the_same_batch_gives_the_same_bytes_but_for_the_time(sealed, capsys):
    said(capsys, *PLACE, "--run", "again", "--by", "sentence")
    one, other = read_all(sealed)[0], read_all(sealed.parent / "again")[0]
    assert [path for path in one if one[path] != other[path]] in ([], [m.MANIFEST, m.SEAL])


def test_judgements_are_codes_that_a_table_beside_them_explains(sealed):
    known = list(csv.DictReader(io.StringIO((sealed / m.REASONS).read_text("utf-8"))))
    meant = {(row["column"], int(row["code"])): (row["outcome"], row["kind"], row["rule"]) for row in known}
    frame = pl.read_parquet(sealed / JUDGEMENTS)
    assert frame["case id"].to_list() == ["A1", "A2", "A3", "A4", "A5"]
    assert frame["line #"].to_list() == [2, 3, 4, 5, 6]
    assert [meant["timely", code][0] for code in frame["timely"]][:3] == [
        *("sufficient", "insufficient", "not applicable by rule"),
    ]
    assert meant["timely", frame["timely"][2]][1:] == (
        "excluded where",
        "the sentence was one of detention and “Age group” is younger",
    )


def test_criteria_stay_as_they_are_to_the_byte(small, capsys):
    data = b"\xef\xbb\xbf" + CRITERIA.replace("\n", "\r\n").encode()
    (small / "rules" / "all.criteria").write_bytes(data)
    said(capsys, *PLACE, "--run", "run")
    assert (small / "run" / "criteria" / "all.criteria").read_bytes() == data
    assert verified(capsys)["holds"]


def test_a_folder_that_is_there_is_never_touched(sealed, capsys):
    before = read_all(sealed)
    assert "which is there already" in said(capsys, *PLACE, "--run", "run", code=exits.WRONG_USAGE).err
    assert "no folder to put" in said(capsys, *PLACE, "--run", "x/run", code=exits.WRONG_USAGE).err
    assert "--run beside" in said(capsys, *PLACE, "--without-records", code=exits.WRONG_USAGE).err
    assert read_all(sealed) == before


def test_options_and_several_files_are_kept(small, capsys):
    head, *rows = CASES.splitlines()
    (small / "more").mkdir()
    (small / "cases.csv").write_text("\n".join([head, *rows[:2]]))
    (small / "more" / "cases.csv").write_text("\n".join([head, *rows[2:], rows[0].replace("yro", "?")]))
    arguments = ["score", "rules", "cases.csv", "more/cases.csv", "--leave-out-invalid", "--run", "run"]
    said(capsys, *arguments)
    assert verified(capsys)["worked_out_again"]
    assert {p for p in read_all(small / "run")[0] if p.startswith("records/")} == {
        *("records/001-cases.csv", "records/002-cases.csv"),
    }


# --- Verifying -------------------------------------------------------------------------------


def test_a_run_verifies_and_says_what_that_shows(sealed, capsys):
    found = verified(capsys)
    assert found["holds"]
    assert found["worked_out_again"]
    assert found["seal"] == m.digest((sealed / m.MANIFEST).read_bytes())
    text = said(capsys, "verify", "run", "--seal", found["seal"]).out
    assert "all 35 judgements and 13 scores come out the same" in text
    assert "It does not show who made the run" in text
    assert codes(verified(capsys, "--seal", "0" * 64, code=exits.INPUT_HAS_ERRORS)) == ["another-seal"]
    assert "found no manifest" in said(capsys, "verify", "rules", code=exits.WRONG_USAGE).err


def test_a_change_of_any_byte_of_any_file_is_caught_and_named(sealed):
    chance = random.Random(7)  # noqa: S311 (no secret)
    codes_of_the_manifest = set[str]()
    for path, data in read_all(sealed)[0].items():
        places = {0, len(data) - 1, *(chance.randrange(len(data)) for _ in range(40))}
        for at in places:
            changed = bytearray(data)
            changed[at] ^= chance.randrange(1, 256)
            (sealed / path).write_bytes(changed)
            found = open_run(str(sealed)).diagnostics
            assert any(path in d.message for d in found), (path, at)
            codes_of_the_manifest |= {d.code for d in found if path in {m.MANIFEST, m.SEAL}}
        for other in (data[:-1], data + b"\n", b""):
            (sealed / path).write_bytes(other)
            assert any(path in d.message for d in open_run(str(sealed)).diagnostics), path
        (sealed / path).write_bytes(data)
    assert open_run(str(sealed)).diagnostics == ()
    assert "broken-seal" in codes_of_the_manifest


def test_every_file_must_be_there_and_no_other(sealed, capsys):
    for path, data in read_all(sealed)[0].items():
        (sealed / path).unlink()
        (found,) = verified(capsys, code=exits.INPUT_HAS_ERRORS)["diagnostics"]
        assert found["code"] == "file-gone"
        assert path in found["message"]
        (sealed / path).write_bytes(data)
    (sealed / "records" / "notes.txt").write_text("")
    (sealed / "empty").mkdir()
    (sealed / "link").symlink_to("scores.json")
    found = verified(capsys, code=exits.INPUT_HAS_ERRORS)
    assert codes(found) == ["file-added"] * 3
    assert not found["worked_out_again"]


@pytest.mark.parametrize(
    ("path", "change", "code", "words"),
    [
        ("scores.json", lambda b: b.replace(b'"percent": 60', b'"percent": 70'), "score-differs", "theme roh: its percent is 70"),
        ("findings/0001.parquet", lambda b: with_changed(b, "answered-though-not-applicable made", value=True), "finding-differs", "answered-though-not-applicable"),
        ("records/001-cases.csv", lambda b: b.replace(b"2011-07-26", b"2011-07-25", 1), "judgement-differs", "the run says insufficient by clause 3; worked out again it is sufficient"),
        ("records/001-cases.csv", lambda b: b.replace(b"A1", b"A9"), "judgement-differs", "the same cases"),
        ("holidays.json", lambda b: b.replace(b"[\n", b'[\n      "2011-07-20",\n', 1), "judgement-differs", "worked out again it is sufficient"),
        ("criteria/all.criteria", lambda b: b.replace(b"visits is at least 3", b"visits is at least 2"), "judgement-differs", "worked out again it is sufficient"),
        ("criteria/all.criteria", lambda b: b.replace(b"sufficient when", b"sufficient wen"), "not-worked-out-again", "cannot be read now"),
        ("records/001-cases.csv", lambda b: b.replace(b"yro", b"???"), "not-worked-out-again", "cannot be read now"),
        ("criteria/all.criteria", lambda b: b + b"\xff", "not-worked-out-again", "`criteria/all.criteria` could be read"),
        ("judgements/0001.parquet", lambda b: b[:-9], "not-worked-out-again", "cannot be read now"),
        ("manifest.json", lambda b: b.replace(b'"kind": "run"', b'"kind": "nur"'), "not-a-run", "found something else"),
    ],
)  # fmt: skip
def test_what_does_not_follow_from_the_records_is_caught_though_sealed_anew(  # noqa: PLR0913, PLR0917 (one for each column)
    sealed, capsys, path, change, code, words
):
    data = (sealed / path).read_bytes()
    assert change(data) != data
    (sealed / path).write_bytes(change(data))
    if path == m.MANIFEST:
        (sealed / m.SEAL).write_bytes(m.seal_text(change(data)))
    else:
        seal_anew(sealed)
    found = verified(capsys, code=exits.INPUT_HAS_ERRORS)
    assert code in codes(found)
    assert any(words in d["message"] for d in found["diagnostics"])
    text = said(capsys, "verify", "run", code=exits.INPUT_HAS_ERRORS)
    assert "the run does not hold" in text.err


def test_a_judgement_changed_in_the_run_is_named(sealed, capsys):
    frame = pl.read_parquet(sealed / JUDGEMENTS)
    meant = {
        (row["column"], row["outcome"]): int(row["code"])
        for row in csv.DictReader((sealed / m.REASONS).open())
    }
    codes_of_made = [*frame["made"][:1], meant["made", "undetermined"], *frame["made"][2:]]
    frame.with_columns(made=pl.Series(codes_of_made, dtype=pl.UInt8)).write_parquet(sealed / JUDGEMENTS)
    seal_anew(sealed)
    (found,) = verified(capsys, code=exits.INPUT_HAS_ERRORS)["diagnostics"]
    assert found["message"].startswith(
        "the run says undetermined by clause 1; worked out again it is sufficient by"
    )
    assert (found["places"][0]["case"], found["places"][0]["field"]) == ("A2", "made")
    for asked in (["--case", "A2", "--question", "timely"], ["--score", "roh"]):
        assert "score-differs" in said(capsys, "explain", "run", *asked, code=exits.INPUT_HAS_ERRORS).err


@pytest.mark.usefixtures("sealed")
def test_a_later_list_of_holidays_changes_nothing(capsys, monkeypatch):
    calendars.public_holidays.cache_clear()
    monkeypatch.setattr("holidays.country_holidays", lambda *_, **__: [date(2011, 7, 20)])
    assert verified(capsys)["holds"]
    with calendars.kept_holidays("england", {2011: frozenset({date(2011, 7, 21)})}):
        assert calendars.public_holidays("england", 2011) == {date(2011, 7, 21)}
        assert calendars.add_working_days("england", date(2011, 7, 20), 1) == date(2011, 7, 22)
    assert calendars.public_holidays("england", 2011) == {date(2011, 7, 20)}
    with calendars.kept_holidays(None, {}):
        pass  # and with that the list made up here is forgotten


# --- Runs in place of a framework and cases ----------------------------------------------------


def test_a_run_shows_the_scores_it_was_sealed_with(sealed, capsys):
    shutil.rmtree(sealed.parent / "rules")
    assert said(capsys, "score", "run", "--format", "json").out.encode() == (sealed / m.SCORES).read_bytes()
    text = said(capsys, "score", "run").out
    assert "small, version 3; 5 cases from cases.csv" in text
    assert "By Type of sentence" in text
    assert "which has its own cases" in said(capsys, "score", "run", "cases.csv", code=exits.WRONG_USAGE).err
    by_visits = said(capsys, "score", "run", "--by", "visits").out
    assert "By Visits" in by_visits
    assert "By Type of sentence" not in by_visits
    (sealed / m.SCORES).write_bytes(b"{}")
    assert "changed-file" in said(capsys, "score", "run", code=exits.INPUT_HAS_ERRORS).err


@pytest.mark.parametrize(
    "asked",
    [
        ["score", "run"],
        ["score", "run", "--by", "visits"],
        ["coverage", "run"],
        ["report", "run", "--by", "visits", "--output", "report.html"],
        ["report", "run", "--language", "cy", "--output", "report.html"],
    ],
)
@pytest.mark.usefixtures("sealed")
def test_a_run_is_digested_loaded_and_judged_once(capsys, monkeypatch, asked):
    calls = Counter[str]()

    def counted(where):
        of = pkgutil.resolve_name(where)

        def call(*given, **named):
            calls[of.__name__] += 1
            return of(*given, **named)

        monkeypatch.setattr(where, call)

    counted("aboveline.cli.sealed.open_run")
    counted("aboveline.workspace.check")
    counted("aboveline.workspace.score_batch")
    said(capsys, *asked)
    assert calls == {"open_run": 1, "check": 1, "score_batch": 1}


@pytest.mark.parametrize(
    "asked",
    [
        ["score", "run", "--by", "visits"],
        ["report", "run", "--output", "report.html"],
        ["explain", "run", "--score", "roh"],
    ],
)
def test_criteria_of_a_run_that_are_no_text_are_said_to_be_so(sealed, capsys, asked):
    path = sealed / "criteria" / "all.criteria"
    path.write_bytes(path.read_bytes() + b"\xff")
    seal_anew(sealed)
    err = said(capsys, *asked, code=exits.INPUT_HAS_ERRORS).err
    assert "`criteria/all.criteria` could be read when the run was made, and cannot be read now" in " ".join(
        err.split()
    )


@pytest.mark.usefixtures("small")
def test_a_run_explains_as_its_cases_do(capsys):
    said(capsys, *PLACE, "--run", "run")
    for asked in (["--case", "A2", "--question", "timely"], ["--score", "roh"]):
        direct = said(capsys, "explain", "rules", "cases.csv", *asked).out.split()
        found = said(capsys, "explain", "run", *asked).out.replace("run/criteria/", "rules/")
        found = found.replace("aboveline explain run", "aboveline explain rules cases.csv")
        assert found.split() == direct
    assert (
        "says itself how"
        in said(capsys, "explain", "run", "--score", "roh", "--sheet", "x", code=exits.WRONG_USAGE).err
    )


def test_a_run_without_records_says_what_is_missing(small, capsys):
    said(capsys, *PLACE, "--run", "run", "--without-records")
    files, _ = read_all(small / "run")
    assert not any(path.startswith("records/") for path in files)
    found = verified(capsys)
    assert found["holds"]
    assert not found["worked_out_again"]
    assert "nothing was worked out again; to do so: --cases FILE" in said(capsys, "verify", "run").out
    assert verified(capsys, "--cases", "cases.csv")["worked_out_again"]
    assert "Risk & harm" in said(capsys, "explain", "run", "--score", "roh").out
    asked = ["explain", "run", "--case", "A2", "--question", "timely"]
    missing = said(capsys, *asked, code=exits.INPUT_HAS_ERRORS).err
    assert "records-not-kept" in missing
    assert (
        f"give it with --cases FILE; it is the one whose SHA-256 digest is {m.digest(CASES.encode())}"
        in missing
    )
    assert "signed in time" in said(capsys, *asked, "--cases", "cases.csv").out
    assert "Risk & harm" in said(capsys, "score", "run", "--cases", "cases.csv").out
    stored = said(capsys, "score", "run")
    assert "\ntheme roh  Risk & harm     60%  3 of 5  GOOD enough\n" in stored.out
    assert "timely" not in stored.out
    assert "timely" in said(capsys, "score", "run", "--questions").out
    assert "The run holds no records" in stored.err
    (small / "other.csv").write_text(CASES + "\n")
    strange = verified(capsys, "--cases", "other.csv", code=exits.INPUT_HAS_ERRORS)
    assert codes(strange) == ["other-records", "records-not-kept"]
    assert "--cases is for a sealed run" in said(capsys, *PLACE, "--cases", "x", code=exits.WRONG_USAGE).err


def test_the_file_of_the_inspection_is_kept_too(small, capsys):
    (small / "rules" / "b.criteria").write_text('fact staff "Staff" whole number of the inspection\n')
    (small / "inspection.json").write_text('{"staff": 4}')
    said(capsys, *PLACE, "--inspection", "inspection.json", "--run", "run")
    assert (small / "run" / "records" / "inspection-inspection.json").read_text() == '{"staff": 4}'
    assert verified(capsys)["worked_out_again"]


# --- Whole or absent -----------------------------------------------------------------------------


def test_what_cannot_be_finished_leaves_nothing(tmp_path, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(folders, "_write", full)
    with pytest.raises(OSError, match="No space"):
        write_whole(tmp_path / "run", {"a": b"1"})
    assert list(tmp_path.iterdir()) == []


def test_what_a_killed_process_left_is_taken_away_but_not_what_one_at_work_holds(tmp_path):
    dead, alive, other = (tmp_path / f".{name}{UNFINISHED}" for name in ("run.1", "run.2", "else.1"))
    for left in (dead, alive, other):
        left.mkdir()
    with folders._held(alive):
        write_whole(tmp_path / "run", {"deep/er/a": b"1"})
    assert sorted(p.name for p in tmp_path.iterdir()) == sorted([other.name, alive.name, "run"])
    assert read_all(tmp_path / "run") == ({"deep/er/a": b"1"}, ())


#: How often the slow test kills a process; `RUN_KILLS=300` for a thorough look, a second each.
KILLS = int(os.environ.get("RUN_KILLS", "40"))


@pytest.mark.slow
def test_killed_at_any_moment_a_run_is_whole_or_absent(small):
    command = [sys.executable, "-m", "aboveline", *PLACE, "--run", "run"]
    started = time.monotonic()
    subprocess.run(command, check=True, capture_output=True)
    whole = time.monotonic() - started
    chance, there = random.Random(11), 0  # noqa: S311 (no secret)
    for _ in range(KILLS):
        shutil.rmtree(small / "run", ignore_errors=True)
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        # Most of the time is spent before anything is written; the moments that matter are near the end.
        time.sleep(whole * chance.uniform(0.4, 1.6))
        process.send_signal(signal.SIGKILL)
        process.wait()
        if (small / "run").exists():
            there += 1
            assert open_run("run").diagnostics == ()
    assert 0 < there < KILLS
    subprocess.run([sys.executable, "-m", "aboveline", "verify", "run"], check=False, capture_output=True)
    shutil.rmtree(small / "run", ignore_errors=True)
    subprocess.run(command, check=True, capture_output=True)
    assert not [p for p in small.iterdir() if p.name.endswith(UNFINISHED)]


def test_a_process_killed_while_it_writes_leaves_no_run(small):
    code = (
        "import os, signal; from aboveline.run import folder; write = folder._write; count = [0]\n"
        "def slow(path, data):\n"
        "    count[0] += 1\n"
        "    write(path, data) if count[0] < {n} else os.kill(os.getpid(), signal.SIGKILL)\n"
        "folder._write = slow\n"
        "from aboveline.cli import main; main(['score', 'rules', 'cases.csv', '--run', 'run'])"
    )
    for n in (1, 5, 8):
        ended = subprocess.run([sys.executable, "-c", code.format(n=n)], check=False, capture_output=True)
        assert ended.returncode == -signal.SIGKILL
        assert not (small / "run").exists()


def test_the_essex_cases_seal_and_verify(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    said(capsys, "score", "cci-2012", os.path.relpath(ESSEX, Path.cwd()), "--run", "run")
    assert verified(capsys)["counts"]["judgements"] == 85 * 151
