"""What the README shows is what happens."""

import re
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from aboveline.cli.program import COMMANDS, program

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
SCORE = "score criteria/cci-2012 examples/essex-2012/cases.csv"
RMP_TIMELY = (
    'question rmp_timely "Was the risk management plan completed in time?"\n'
    '                 cy "A gwblhawyd y cynllun rheoli risg mewn pryd?"\n'
)


@pytest.fixture
def run(monkeypatch):
    monkeypatch.chdir(ROOT)

    def run_(line):
        done = CliRunner().invoke(program, line.split(), standalone_mode=False)
        assert done.exception is None
        return done.stdout

    return run_


def blocks(kind):
    return re.findall(rf"^```{kind}\n(.*?)^```$", README, re.DOTALL | re.MULTILINE)


def test_the_changes_name_every_command():
    changes = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    [listed] = re.findall(r"^- Commands: (.*?)\.", changes, re.DOTALL | re.MULTILINE)
    assert set(re.findall(r"`(\w+)`", listed)) == set(COMMANDS)


def test_the_scores_shown_are_those_of_the_command(run):
    assert blocks("text")[0].strip() == run(SCORE).strip()


def test_the_explanation_shown_begins_that_of_the_command(run):
    [line] = re.findall(r"^\.venv/bin/aboveline (explain .*)$", README, re.MULTILINE)
    assert run(line).startswith(blocks("text")[1].rstrip())


def test_the_criterion_shown_stands_in_the_criteria():
    shown = blocks("criteria")[0]
    assert shown in (ROOT / "criteria/cci-2012/1.1-risk-of-harm.criteria").read_text(encoding="utf-8")


def test_the_first_edit_moves_the_scores_as_the_readme_says(run, tmp_path):
    folder = shutil.copytree(ROOT / "criteria" / "cci-2012", tmp_path / "cci")
    file = folder / "1.1-risk-of-harm.criteria"
    text = file.read_text(encoding="utf-8")
    edit = blocks("criteria")[1]
    assert edit.startswith(RMP_TIMELY)
    file.write_text(text.replace(RMP_TIMELY, edit), encoding="utf-8")
    before, after = (
        run(SCORE + " --questions"),
        run(f"score {folder} examples/essex-2012/cases.csv --questions"),
    )
    for was, became in (
        ("18 of 32", "21 of 32"),
        ("615 of 859", "618 of 859"),
        ("1335 of 1961", "1338 of 1961"),
    ):
        assert was in before
        assert became in after
        assert became in README or became.split()[0] in README


def test_what_the_first_edit_changes_is_told_as_the_readme_says(run, tmp_path):
    folder = shutil.copytree(ROOT / "criteria" / "cci-2012", tmp_path / "cci")
    file = folder / "1.1-risk-of-harm.criteria"
    file.write_text(
        file.read_text(encoding="utf-8").replace(RMP_TIMELY, blocks("criteria")[1]), encoding="utf-8"
    )
    told = run(f"diff criteria/cci-2012 {folder} --cases examples/essex-2012/cases.csv")
    shown = blocks("text")[2].strip()
    assert shown in told
    assert "It is asked of the same cases; where both versions ask it, it is sufficient in more cases" in told


def test_every_make_target_named_exists():
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert set(re.findall(r"`?make ([a-z-]+)`?", README)) <= targets


def test_every_page_linked_exists():
    for link in re.findall(r"\]\(([^)#:]+)\)", README):
        assert (ROOT / link).exists(), link
