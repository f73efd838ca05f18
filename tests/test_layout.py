"""Criteria are laid out by rule: only spaces and line ends change, and once laid out nothing changes again."""

import re
from pathlib import Path

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from aboveline.source import Source
from aboveline.syntax import layout
from aboveline.syntax.layout import laid_out, tidy
from aboveline.syntax.parse import parse
from choices import Drawn, Seeded
from frameworks import made_up, written
from layouts import comments_in, relaid, without_comments, words_in
from reading.markdown import cases_in

TESTS = Path(__file__).parent
ROOT = TESTS.parent
CASES = cases_in(TESTS / "syntax" / "layout.md")
FILES = sorted(
    file
    for folder in ("criteria", "examples", "tests/syntax/ok")
    for file in (ROOT / folder).rglob("*.criteria")
)


def tree_of(text):
    found, complaints = parse(Source("a.criteria", text))
    assert complaints == ()
    return found


def is_read(text):
    return parse(Source("a.criteria", text))[1] == ()


def language():
    """Every criteria text of the specification that can be read."""
    for file in sorted((TESTS / "language").glob("*.md")):
        for case in cases_in(file):
            yield from (block.text for block in case.own if block.kind == "criteria" and is_read(block.text))


TEXTS = [*(file.read_text(encoding="utf-8") for file in FILES), *language()]


def check(text):
    """The layout of a text, of which everything is so that should always be."""
    found, complaints = laid_out(Source("a.criteria", text))
    assert complaints == ()
    assert tree_of(found) == tree_of(text)
    assert words_in(found) == words_in(text)
    assert comments_in(found) == comments_in(text)
    assert laid_out(Source("a.criteria", found))[0] == found
    assert found == "" or (found.endswith("\n") and not found.startswith("\n"))
    assert not re.search(r"[ \t\r]\n|\n\n\n|\n\n\Z", found)
    return found


# --- By example --------------------------------------------------------------------------------


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.heading)
def test_a_text_is_laid_out_as_shown(case, snapshots, request):
    before, after = case.own
    got = check(before.text)
    snapshots.setdefault(case.file, {})[after.line] = got
    assert got == after.text or request.config.getoption("--update")


def test_what_the_page_on_layout_shows_is_laid_out_so():
    page = (ROOT / "docs" / "layout.md").read_text(encoding="utf-8")
    shown = re.findall(r"^```criteria\n(.*?)^```$", page, re.DOTALL | re.MULTILINE)
    assert len(shown) > 5
    for text in shown:
        assert tidy(text) == text


@pytest.mark.parametrize("file", [f for f in FILES if TESTS not in f.parents], ids=lambda file: file.name)
def test_the_criteria_that_come_with_the_program_are_laid_out(file):
    assert check(file.read_text(encoding="utf-8")) == file.read_text(encoding="utf-8")


# --- Properties --------------------------------------------------------------------------------


def test_every_text_of_the_specification_is_laid_out_and_says_the_same():
    assert len(TEXTS) > 200
    for text in TEXTS:
        check(text)


@given(st.data())
@settings(max_examples=150, deadline=None)
def test_nothing_is_lost_wherever_comments_stand(data):
    text = data.draw(st.sampled_from(TEXTS))
    other = relaid(Seeded(data.draw(st.integers(0, 2**30))), text, data.draw(st.sampled_from((3, 10, 40))))
    assume(is_read(other))
    assert tree_of(other) == tree_of(text)
    check(other)


@given(st.data())
@settings(max_examples=100, deadline=None)
def test_small_declarations_with_comments_anywhere(data):
    """Small enough to be drawn choice by choice, so that what fails is shown in its smallest form."""
    text = data.draw(st.sampled_from([text for text in TEXTS if len(text) < 300]))
    other = relaid(Drawn(data.draw), text, 4)
    assume(is_read(other))
    check(other)


def without_blank_lines(text):
    return "".join(f"{line}\n" for line in without_comments(text).split("\n") if line.strip())


def one_layout(text, seed):
    """Whatever the spaces and line ends within declarations, what comes of them is the same to the letter."""
    plain = without_blank_lines(text)
    other = relaid(Seeded(seed), plain)
    assume(is_read(other))
    assert check(other) == check(plain)


@given(st.sampled_from(TEXTS), st.integers(0, 2**30))
@settings(max_examples=80, deadline=None)
def test_the_author_s_spaces_change_nothing(text, seed):
    one_layout(text, seed)


@pytest.mark.slow
@given(st.integers(0, 2**30), st.integers(0, 2**30))
@settings(max_examples=12, deadline=None)
def test_made_up_frameworks_come_to_one_layout(made_from, seed):
    for text in written(made_up(Seeded(made_from))).values():
        other = relaid(Seeded(seed), text, 8)
        assume(is_read(other))
        check(other)
        one_layout(text, seed)


@given(st.text(alphabet='fact x"Y\n #(),date yes or no'))
@example("")
@example("# nothing else")
@settings(max_examples=100, deadline=None)
def test_a_text_that_cannot_be_read_is_left_as_it_is(text):
    found, complaints = laid_out(Source("a.criteria", text))
    if complaints:
        assert found == text
        assert complaints == parse(Source("a.criteria", text))[1]
    else:
        check(text)


# --- Edges -------------------------------------------------------------------------------------


def test_a_mark_of_utf_8_and_other_line_ends_go():
    text = '\ufeff# a\r\n\r\nfact x "X"  # b\r\n            # c\r\n  date\r\n'
    assert check(text.removeprefix("\ufeff")) == laid_out(Source("a", text))[0]
    assert laid_out(Source("a", text))[0] == '# a\n\nfact x "X"  # b\n            # c\n  date\n'


def test_no_line_seems_to_begin_a_declaration_that_is_none():
    long = "a_word_so_long_that_not_many_of_them_fit_on_a_line"
    text = f'fact x "X" one of {long} "A", theme "Theme", {long}_2 "B", question "Q", section, fact'
    assert [d.name.text for d in tree_of(check(text)).declarations] == ["x"]
    rows = 'fact x "X" one of a, b worked out as factx when "x" is y b when c'
    assert len(tree_of(check(rows)).declarations) == 1


def test_what_is_merely_long_or_deep_is_laid_out():
    check('question q "Q" only where ' + " and ".join(["a"] * 500))
    check('question q "Q" only where ' + "(" * 25 + "a" + ")" * 25)
    check('question q "Q" only where ' + "all of (" * 12 + "a, b" + ", c)" * 12)
    check("list a: " + ", ".join(f"item_{i}" for i in range(300)))
    check('fact a "A"' + "\n" * 50_000 + "date")


def test_a_layout_that_said_something_else_would_never_be_given(monkeypatch):
    monkeypatch.setattr(layout, "_laid_out", lambda _words: 'fact y "X" date\n')
    with pytest.raises(AssertionError, match="would not say the same"):
        tidy('fact x "X" date')
    monkeypatch.setattr(layout, "_laid_out", lambda _words: 'fact x "X" date\n')
    with pytest.raises(AssertionError, match="would not say the same"):
        tidy('fact x "X" date  # a comment')


def test_what_is_no_criteria_text_is_not_tidied():
    with pytest.raises(ValueError, match="expected"):
        tidy("fact x is")
    with pytest.raises(ValueError, match="expected"):
        tidy("only where a")
