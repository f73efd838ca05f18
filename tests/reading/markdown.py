"""Turns a Markdown file into tests: a heading each, with the fenced blocks that stand under it."""

import re
from collections.abc import Iterator
from pathlib import Path

from attrs import frozen

_HEADING = re.compile(r"(#+) +(.+)")
_FENCE = re.compile(r"(`{3,})(.*)")


@frozen
class Block:
    """A fenced block: its first word, the rest of that line, its text, and the line of the file it begins on."""

    kind: str
    about: str
    text: str
    line: int


@frozen
class Case:
    """A heading as a test: `above` are the blocks of the headings it stands under, `own` those of its own."""

    file: Path
    heading: str
    line: int
    above: tuple[Block, ...]
    own: tuple[Block, ...]

    @property
    def name(self) -> str:
        """The name the test goes by."""
        return f"{self.file.stem} - {self.heading}"


def cases_in(file: Path) -> list[Case]:
    """Every heading of a file that has a block of its own."""
    open_: list[tuple[int, str, int, list[Block]]] = []
    found: list[tuple[str, int, tuple[Block, ...], list[Block]]] = []
    for number, item in _items(file.read_text(encoding="utf-8")):
        if isinstance(item, Block):
            open_[-1][3].append(item)
            continue
        level, title = item
        open_ = [one for one in open_ if one[0] < level]
        above = tuple(block for one in open_ for block in one[3])
        own: list[Block] = []
        open_.append((level, title, number, own))
        found.append((title, number, above, own))
    return [Case(file, title, number, above, tuple(own)) for title, number, above, own in found if own]


def _items(text: str) -> Iterator[tuple[int, tuple[int, str] | Block]]:
    """The headings (level and words) and blocks of a text, each with its line."""
    lines = iter(enumerate(text.split("\n"), start=1))
    for number, line in lines:
        if heading := _HEADING.fullmatch(line):
            yield number, (len(heading[1]), heading[2].strip())
        elif fence := _FENCE.fullmatch(line):
            kind, _, about = fence[2].partition(" ")
            inside: list[str] = []
            for _, each in lines:
                if each == fence[1]:
                    break
                inside.append(each)
            yield number, Block(kind, about.strip(), "".join(f"{each}\n" for each in inside), number)


def rewritten(text: str, new: dict[int, str]) -> str:
    """The text of a file with the blocks that begin on some lines holding something else."""
    lines = text.split("\n")
    for number in sorted(new, reverse=True):
        fence = _FENCE.fullmatch(lines[number - 1])
        end = lines.index(fence[1] if fence else "```", number)
        lines[number:end] = new[number].split("\n")[:-1]
    return "\n".join(lines)
