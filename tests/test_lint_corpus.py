"""The corpus of criteria that must, and must not, raise each rule: `lint/CODE.md`, one page a rule.

Under `raises` stands what is underlined first.
"""

import re
from pathlib import Path

import pytest

from aboveline.lint.registry import RULES
from linting import found_in, underlined

FOLDER = Path(__file__).parent / "lint"

_BLOCK = re.compile(
    r"^## (raises|silent): (.*?)\n\n```criteria\n(.*?)^```\n(?:\n```text\n(.*?)^```\n)?",
    re.DOTALL | re.MULTILINE,
)

CASES = [
    (file.stem, *found)
    for file in sorted(FOLDER.glob("*.md"))
    for found in _BLOCK.findall(file.read_text("utf-8"))
]


def test_every_rule_has_a_page_with_both():
    for code in RULES:
        kinds = {kind for name, kind, *_ in CASES if name == code}
        assert kinds == {"raises", "silent"}, code


def test_nothing_on_the_pages_is_left_out():
    headings = sum(len(re.findall("^## ", f.read_text("utf-8"), re.MULTILINE)) for f in FOLDER.glob("*.md"))
    assert len(CASES) == headings


@pytest.mark.parametrize(
    ("code", "kind", "what", "text", "at"), CASES, ids=[f"{c[0]}: {c[2]}" for c in CASES]
)
def test_a_rule_says_what_the_page_says(code: str, kind: str, what: str, text: str, at: str):
    assert what
    assert (code in found_in(text)) == (kind == "raises")
    if kind == "raises":
        assert at.strip() in underlined(text, code)
