"""The page of each rule: what it finds, why that matters, before and after, and how to leave it as it is."""

import re
from pathlib import Path

_FOLDER = Path(__file__).resolve().parent / "pages"

_BLOCK = re.compile(r"^```criteria\n(.*?)^```$", re.DOTALL | re.MULTILINE)


def page(code: str) -> str:
    """The page of a rule, in Markdown."""
    return (_FOLDER / f"{code}.md").read_text(encoding="utf-8")


def before_and_after(text: str) -> tuple[str, str]:
    """The criteria of a page that the rule finds fault with, and those it does not."""
    before, after = _BLOCK.findall(text)[:2]
    return before, after
