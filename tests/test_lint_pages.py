"""The page of every rule: there is one, and its before raises that rule and no other, its after nothing."""

import re

import pytest

from aboveline.lint.pages import before_and_after, page
from aboveline.lint.registry import RULES
from linting import found_in

HEADINGS = [
    "What it finds",
    "Why it matters to a published figure",
    "Before",
    "After",
    "To leave it as it is",
]


@pytest.mark.parametrize("code", RULES)
def test_the_page_of_a_rule_says_all_that_a_page_says(code):
    text = page(code)
    assert text.startswith(f"# `{code}`: ")
    assert re.findall(r"^## (.*)$", text, re.MULTILINE) == HEADINGS
    assert max(map(len, text.splitlines())) <= 125


@pytest.mark.parametrize("code", RULES)
def test_before_raises_the_rule_and_no_other_and_after_none(code):
    before, after = before_and_after(page(code))
    assert found_in(before) == {code}
    assert found_in(after) == set()


def test_there_is_no_page_without_a_rule():
    from aboveline.lint import pages

    assert {file.stem for file in pages._FOLDER.iterdir()} == set(RULES)
