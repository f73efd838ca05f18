"""Writes the blocks of a comparison as Markdown, to be pasted into a letter or a report."""

import re
from collections.abc import Iterable, Iterator

from aboveline.report.comparison_blocks import Block, Grid, Heading, Items, Paragraph

#: What Markdown would read as more than itself among words.
_MARKS = re.compile(r"([\\`*|<\[\]])")


def comparison_markdown(found: Iterable[Block]) -> str:
    """The blocks as Markdown."""
    return "\n\n".join("\n".join(_lines(block)) for block in found) + "\n"


def _lines(block: Block) -> Iterator[str]:
    match block:
        case Heading(words):
            yield f"## {_plain(words)}"
        case Paragraph(words):
            yield _plain(words)
        case Grid(heads, rows):
            yield _row(map(_plain, heads))
            yield _row([":---", *("---:" if head else ":---" for head in heads[1:])])
            yield from (_row([_set_in(row[0]), *map(_plain, row[1:])]) for row in rows)
        case Items(entries):
            for words, commands in entries:
                yield f"- {_plain(words)}"
                yield from (f"  - {_code(command)}" for command in commands)


def _plain(words: str) -> str:
    return _MARKS.sub(r"\\\1", words)


def _code(command: str) -> str:
    """A command as Markdown shows it to the letter."""
    return f"`` {command} ``" if "`" in command else f"`{command}`"


def _set_in(label: str) -> str:
    """A label with its spaces at the left, which Markdown would take away."""
    bare = label.lstrip()
    return "&emsp;" * ((len(label) - len(bare)) // 2) + _plain(bare)


def _row(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cells) + " |"
