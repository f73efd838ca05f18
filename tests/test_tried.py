"""What `test` says of the criteria: figures, list, marks and page are one table; what it suggests goes to a new file."""

import html
import re
import shutil
from pathlib import Path

import pytest

from aboveline.analysis.goals import goals_of
from aboveline.analysis.suggesting import tried
from aboveline.cli import exits
from aboveline.framework.model import Framework
from aboveline.report.ink import coloured
from aboveline.report.marked_criteria import (
    SIGNS,
    innermost,
    marked_criteria_page,
    marked_criteria_text,
)
from aboveline.report.tried import Row, by_file, by_owner, counted, rows_of, share
from aboveline.report.tried_text import tried_text
from aboveline.syntax.layout import tidy
from aboveline.workspace import load
from small import CRITERIA, write_small
from test_cli import said, valid
from test_suggest import HEAD, TAIL
from written import framework_of

RULES = f"""{HEAD}
fact a "A" yes or no
fact b "B" yes or no
fact n "N" whole number from 0 to 5
fact unread "Unread" date only where b
{TAIL}
question q "Q?"
  only where a and b       # "both"
  excluded where n is at least 0 and a and not a
  sufficient when n is at least 2 or
    the answer is yes
question r "R?"
  only where a
example "one" given a is yes and b is yes and n is 2 expect q is undetermined
example "two" given a is yes and r is yes expect r is sufficient
example "three" given a is yes and r is no expect r is insufficient
example "four" given a is no expect r is not applicable
example "five" given a is yes expect r is unanswered
example "six" expect r is undetermined
"""


@pytest.fixture(scope="module")
def rules() -> tuple[Framework, tuple[Row, ...]]:
    framework = framework_of({"t.criteria": RULES})
    return framework, rows_of(tried(goals_of(framework)))


def test_a_rule_stands_as_its_ways_were_seen(rules):
    framework, rows = rules
    found = {(framework.sources["t.criteria"].words(r.rule.span), r.rule.owner): r.standing for r in rows}
    assert found["r", "r"] == "whole"
    assert found["a", "r"] == "whole"
    assert found["a and b", "q"] == "part"
    assert found["the answer is yes", "q"] == "none"
    assert found["b", "unread"] == "out of reach"
    [never] = [
        one
        for row in rows
        if row.rule.owner == "q" and row.rule.kind == "clause"
        for one in row.in_state("never")
        if one.aim.kind == "yes"
    ]
    assert never.words == "yes"


# --- One table -------------------------------------------------------------------------------


def check_one_table(framework: Framework, rows: tuple[Row, ...]) -> None:
    """That the share is a count of stretches as they are marked: in the page, in the text, by file and by question."""
    whole, reach = share(rows).whole, share(rows).of
    page = marked_criteria_page(framework, rows)
    marked = re.findall(r'<span class="rule ([a-z-]+)"', page)
    assert (marked.count("whole"), len(marked) - marked.count("out-of-reach")) == (whole, reach)
    marked_in_text = {
        id(row): row for file, its in by_file(rows).items() for row in innermost(framework, file, its) if row
    }
    found = [row.standing for row in marked_in_text.values()]
    assert (found.count("whole"), len(found) - found.count("out of reach")) == (whole, reach)
    assert [
        sum(s.whole for s in map(share, by.values())) for by in (by_file(rows), by_owner(framework, rows))
    ] == [
        whole,
        whole,
    ]


def signs_of(text: str, file: str) -> list[tuple[str, str]]:
    """Each line of a file as it is printed, with the signs beneath it."""
    lines = text[text.index(f"\n{file}: ") :].split("\n")[3:]
    numbered = re.compile(r"^ *\d+  ?(.*)$")
    found: list[tuple[str, str]] = []
    for line in lines:
        if match := numbered.match(line):
            found.append((match.group(1), ""))
        elif found and not found[-1][1] and re.fullmatch(r"[ +~!-]+", line):
            found[-1] = (found[-1][0], line)
    return found


@pytest.mark.parametrize("name", ["rules", "small", "cci"])
def test_the_share_is_a_count_of_the_marked_stretches(name, rules):
    if name == "rules":
        check_one_table(*rules)
        return
    framework = framework_of({"all.criteria": CRITERIA}) if name == "small" else load("cci-2012").framework
    assert framework is not None
    check_one_table(framework, rows_of(tried(goals_of(framework))))


def test_each_character_has_the_sign_of_its_innermost_stretch(rules):
    framework, rows = rules
    text = marked_criteria_text(framework, rows)
    at = innermost(framework, "t.criteria", rows)
    source = framework.sources["t.criteria"]
    place = 0
    for line, signs in signs_of(text, "t.criteria"):
        start = source.text.index(line, place)
        place = start + len(line)
        width = len(signs) - len(signs.lstrip())
        offset = len(str(source.text.count("\n"))) + 2
        assert width >= offset or not signs
        for column, row in enumerate(at[start:place]):
            sign = signs[offset + column] if offset + column < len(signs) else " "
            assert sign == (SIGNS[row.standing] if row else " "), (line, signs)


def test_marks_are_never_by_colour_alone(rules):
    framework, rows = rules
    text = marked_criteria_text(framework, rows, coloured)
    bare = re.sub(r"\x1b\[[0-9;]*m", "", text)
    assert bare == marked_criteria_text(framework, rows)
    assert text != bare
    page = marked_criteria_page(framework, rows)
    styles = re.findall(r"\.(whole|part|none|out-of-reach) \{[^}]*text-decoration-style: (\w+)", page)
    assert len({style for _, style in styles}) == len(styles) == 4


def test_what_lacks_is_said_beneath_a_line_that_is_tried_in_part(rules):
    text = marked_criteria_text(*rules)
    assert "a and b: not yet no; not known" in text


def test_the_page_needs_nothing_else_and_holds_every_word(rules):
    framework, rows = rules
    page = marked_criteria_page(framework, rows)
    assert not re.search(r"(src|href|url\()", page)
    for file in by_file(rows):
        shown = re.search(r"<pre>(.*?)</pre>", page, re.DOTALL)
        assert shown is not None
        assert (
            html.unescape(re.sub(r"<[^>]*>", "", shown.group(1))).strip()
            == framework.sources[file].text.strip()
        )


def test_the_ways_are_counted_by_kind(rules):
    _, rows = rules
    by_kind = {one.kind: (one.shown, one.of) for one in counted(rows)}
    never = sum(len(row.in_state("never")) for row in rows)
    assert sum(of for _, of in by_kind.values()) == sum(len(row.seen) for row in rows) - never
    assert by_kind["on"][1] == 2


def test_what_no_case_can_show_is_listed_apart(rules):
    framework, rows = rules
    text = tried_text(tried(goals_of(framework)), rows, listed=True)
    apart = text[text.index("Not counted, as no case can show it") :]
    assert "b (t.criteria, line " in apart
    assert "n is at least 0" in apart


# --- The command -----------------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path: Path, monkeypatch) -> Path:
    monkeypatch.chdir(tmp_path)
    write_small(tmp_path)
    return tmp_path


def test_what_is_suggested_completes_the_criteria(folder, capsys):
    before = (folder / "rules" / "all.criteria").read_bytes()
    got = said(capsys, "test", "rules", "--suggest", "--output", "rules/more.criteria")
    assert re.fullmatch(r"\d+ suggested examples written to rules/more.criteria\n", got.err)
    assert got.out == ""
    text = (folder / "rules" / "more.criteria").read_text(encoding="utf-8")
    assert text.count("# Suggested: awaits a person's judgement.\nexample ") == text.count("\nexample ")
    assert (folder / "rules" / "all.criteria").read_bytes() == before
    after = said(capsys, "test", "rules").out
    assert "The examples try 24 of 24" in after
    assert "all came out as expected" in after
    assert said(capsys, "test", "rules", "--suggest").out.startswith("# No example is missing")


def test_a_file_that_exists_is_left_alone(folder, capsys):
    (folder / "mine.criteria").write_text("mine", encoding="utf-8")
    for name in ("mine.criteria", "rules/all.criteria", "rules"):
        wrong = said(capsys, "test", "rules", "--suggest", "--output", name, code=exits.WRONG_USAGE)
        assert f"`{name}` exists already and is left alone" in wrong.err
    assert (folder / "mine.criteria").read_text(encoding="utf-8") == "mine"
    wrong = said(capsys, "test", "rules", "--suggest", "--output", "no/such.criteria", code=exits.WRONG_USAGE)
    assert "`no/such.criteria` cannot be written" in wrong.err
    assert sorted(p.name for p in folder.iterdir()) == ["cases.csv", "mine.criteria", "rules"]


def test_a_file_that_comes_meanwhile_is_left_alone_too(folder, monkeypatch):
    import click

    from aboveline.cli import output

    def late(path: Path, beside: str) -> None:
        path.write_text("theirs", encoding="utf-8")
        raise FileExistsError(path, beside)

    monkeypatch.setattr(Path, "hardlink_to", late)
    with pytest.raises(click.UsageError, match="exists already"):
        output.write_new("new.criteria", "ours")
    assert (folder / "new.criteria").read_text(encoding="utf-8") == "theirs"
    assert sorted(p.name for p in folder.iterdir()) == ["cases.csv", "new.criteria", "rules"]


@pytest.mark.usefixtures("folder")
def test_the_data_has_every_way_and_what_is_suggested(capsys):
    data = valid(said(capsys, "test", "rules", "--format", "json", "--suggest").out)
    summary = data["coverage"]["summary"]
    found = [rule["standing"] for rule in data["coverage"]["rules"]]
    assert summary["tried_whole"] == found.count("whole")
    assert summary["can_be_tried"] == len(found) - found.count("out of reach")
    assert sum(one["tried_whole"] for one in data["coverage"]["files"]) == summary["tried_whole"]
    [late] = [r for r in data["coverage"]["rules"] if r["words"].startswith("signed_on is no later")]
    assert [(way["of"], way["state"]) for way in late["ways"]] == [
        ("yes", "not shown"),
        ("no", "shown"),
        ("unknown", "not shown"),
        ("on", "not shown"),
        ("beside", "shown"),
    ]
    assert any(
        one["text"].startswith('example "good enough where “Visits” is just 3"') for one in data["suggested"]
    )
    assert "suggested" not in valid(said(capsys, "test", "rules", "--format", "json").out)


@pytest.mark.usefixtures("folder")
def test_the_criteria_are_printed_with_marks_or_as_a_page(capsys):
    text = said(capsys, "test", "rules", "--marked").out
    assert "  ~ tried some ways\n" in text
    assert "rules/all.criteria: 0 of 24 tried every way they can come out (0%)" in text
    page = said(capsys, "test", "rules", "--format", "html").out
    assert page.startswith("<!DOCTYPE html>")
    assert "Small &lt;inspection&gt;" in page


def test_an_example_that_fails_is_told_beside_what_is_suggested(folder, capsys):
    wrong = CRITERIA.replace("expect timely is insufficient", "expect timely is sufficient")
    (folder / "rules" / "all.criteria").write_text(wrong, encoding="utf-8")
    for more in (["--suggest"], ["--format", "html"]):
        got = said(capsys, "test", "rules", *more, code=exits.INPUT_HAS_ERRORS)
        assert "expected `timely` to be sufficient, found insufficient" in got.err
        assert "expected `timely`" not in got.out


@pytest.mark.usefixtures("folder")
def test_each_output_stands_alone(capsys):
    wrong = said(capsys, "test", "rules", "--suggest", "--marked", code=exits.WRONG_USAGE)
    assert "expected one of --marked and --suggest, as each is an output of its own" in wrong.err


def test_without_examples_some_are_offered(folder, capsys):
    bare = CRITERIA[: CRITERIA.index("example ")]
    (folder / "rules" / "all.criteria").write_text(bare, encoding="utf-8")
    assert said(capsys, "test", "rules").out.endswith("--suggest\n")


# --- The bundled framework -------------------------------------------------------------------


def test_the_examples_of_the_bundled_framework_show_all_that_can_be_shown():
    framework = load("cci-2012").framework
    assert framework is not None
    rows = rows_of(tried(goals_of(framework)))
    assert share(rows).percent == 100
    assert not any(row.in_state("open") for row in rows)


def test_the_readmes_say_what_the_command_says_of_a_new_question(tmp_path, capsys):
    root = Path(__file__).resolve().parent.parent
    method = (root / "criteria" / "cci-2012" / "README.md").read_text(encoding="utf-8")
    edits = re.findall(r"^```criteria\n(.*?)^```$", method, re.DOTALL | re.MULTILINE)
    folder = shutil.copytree(root / "criteria" / "cci-2012", tmp_path / "trial")
    for name, begins in (("facts", "fact sentenced_on"), ("1.1-risk-of-harm", "question rmp_signed")):
        file = folder / f"{name}.criteria"
        [edit] = [text for text in edits if text.startswith(begins)]
        file.write_text(file.read_text(encoding="utf-8") + "\n" + edit, encoding="utf-8")
    assert "The examples try 282 of 285 " in said(capsys, "test", str(folder)).out
    assert "282 of 285 rules are tried every way" in method
    text = said(capsys, "test", str(folder), "--suggest").out
    assert text.startswith("# 5 examples suggested")
    assert "has five examples" in method
    shown = (root / "README.md").read_text(encoding="utf-8")
    [block] = [
        b for b in re.findall(r"```criteria\n(.*?)```", shown, re.DOTALL) if b.startswith("# Suggested")
    ]
    assert block in text


def test_what_is_suggested_is_laid_out_as_criteria_are(folder, capsys):
    said(capsys, "test", "rules", "--suggest", "--output", "new.criteria")
    assert tidy((folder / "new.criteria").read_text(encoding="utf-8")) == (folder / "new.criteria").read_text(
        encoding="utf-8"
    )
