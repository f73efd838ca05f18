"""Writes the blocks of a comparison as Markdown, to be pasted into a letter or a report."""

import re
from collections.abc import Callable, Iterable, Iterator

from aboveline.report.comparison_blocks import Block, Grid, Heading, Items, Lines, Paragraph
from aboveline.report.markdown import fenced

#: What Markdown would read as more than itself among words.
_MARKS = re.compile(r"([\\`*|<\[\]])")

#: What stands between backticks.
_NAMES = re.compile(r"(`[^`\n]+`)")


def comparison_markdown(found: Iterable[Block], *, names_as_code: bool = False) -> str:
    """The blocks as Markdown; what stands between backticks is shown so, or, with `names_as_code`, is code."""
    plain = _with_names if names_as_code else _plain
    return "\n\n".join("\n".join(_lines(block, plain)) for block in found) + "\n"


def _lines(block: Block, plain: Callable[[str], str]) -> Iterator[str]:
    match block:
        case Heading(words, level):
            yield f"{'#' * level} {plain(words)}"
        case Paragraph(words):
            yield plain(words)
        case Grid(heads, rows):
            yield _row(map(plain, heads))
            yield _row([":---", *("---:" if head else ":---" for head in heads[1:])])
            yield from (_row([_set_in(row[0], plain), *map(plain, row[1:])]) for row in rows)
        case Lines(lines):
            yield from fenced("\n".join(lines))
        case Items(entries):
            for words, commands in entries:
                yield f"- {plain(words)}"
                yield from (f"  - {_code(command)}" for command in commands)


def _plain(words: str) -> str:
    return _MARKS.sub(r"\\\1", words)


def _with_names(words: str) -> str:
    """Words in which what stands between backticks is code."""
    return "".join(part if at % 2 else _plain(part) for at, part in enumerate(_NAMES.split(words)))


def _code(command: str) -> str:
    """A command as Markdown shows it to the letter."""
    return f"`` {command} ``" if "`" in command else f"`{command}`"


def _set_in(label: str, plain: Callable[[str], str]) -> str:
    """A label with its spaces at the left, which Markdown would take away."""
    bare = label.lstrip()
    return "&emsp;" * ((len(label) - len(bare)) // 2) + plain(bare)


def _row(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cells) + " |"
