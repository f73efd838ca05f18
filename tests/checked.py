"""What checking a framework says of some criteria: code, severity, message, what is underlined, the remedy."""

from typing import NamedTuple

from aboveline.diagnostics import Diagnostic
from aboveline.framework.from_tree import build
from aboveline.framework.model import Framework
from aboveline.source import Source
from aboveline.syntax.parse import parse


class Said(NamedTuple):
    """One diagnostic, with the words each label underlines."""

    code: str
    severity: str
    message: str
    at: tuple[tuple[str, str], ...]
    remedy: str | None


def read(text: str) -> tuple[Framework | None, tuple[Diagnostic, ...], Source]:
    """The framework a text makes, and what is wrong with it."""
    source = Source("t.criteria", text)
    tree, slips = parse(source)
    framework, wrong = build([tree], {source.name: source})
    return framework, (*slips, *wrong), source


def in_short(diagnostics: tuple[Diagnostic, ...], source: Source) -> list[Said]:
    """Diagnostics with the words they underline, on one line."""
    return [
        Said(
            d.code,
            d.severity.value,
            d.message,
            tuple((" ".join(source.slice(label.at).split()), label.message) for label in d.labels),
            d.help,
        )
        for d in diagnostics
    ]


def said(text: str, *codes: str) -> list[Said]:
    """What is said of a text, all of it or what has one of the codes."""
    _, wrong, source = read(text)
    return [s for s in in_short(wrong, source) if not codes or s.code in codes]


def only(text: str, code: str) -> Said:
    """The one thing said of a text under a code."""
    found = said(text, code)
    assert len(found) == 1, (found, said(text))
    return found[0]
