"""Turns the page of a rule of method into what a terminal shows, and the rules into a list."""

from collections.abc import Iterable
from io import StringIO

from aboveline.lint.model import Rule
from aboveline.report.ink import Ink, plain
from aboveline.report.layout import width_of, wrap


def rules_text(rules: Iterable[Rule], ink: Ink = plain, width: int = 100) -> str:
    """Every rule with what it finds, a line each."""
    every = list(rules)
    room = max(width_of(rule.code) for rule in every) + 2
    lines: list[str] = []
    for rule in every:
        first, *rest = wrap(rule.title, width - room)
        lines.append(ink(rule.code, "strong") + " " * (room - width_of(rule.code)) + first)
        lines += [" " * room + line for line in rest]
    return "\n".join([*lines, "", "The page of one: aboveline rule CODE"])


def page_rendered(markdown: str, width: int) -> str:
    """A page as a terminal shows it: headings, words set off, and criteria as they are written."""
    from rich.console import Console  # noqa: PLC0415 (slow to import, and only for terminals)
    from rich.markdown import Markdown  # noqa: PLC0415

    out = StringIO()
    console = Console(file=out, force_terminal=True, color_system="standard", width=width)
    console.print(Markdown(markdown, code_theme="ansi_dark"))
    return out.getvalue()
