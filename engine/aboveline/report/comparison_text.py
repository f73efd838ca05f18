"""Writes the blocks of a comparison as text: aligned tables, and sentences in lines of a width."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from aboveline.report.comparison_blocks import Block, Grid, Heading, Items, Lines, Paragraph
from aboveline.report.ink import Ink, plain
from aboveline.report.layout import WIDTH, column_widths, pad, wrap

#: What is left for labels in a table that is wider than the page, and to what width heads are broken between words.
_LEAST, _HEAD = 30, 14


def comparison_text(found: Iterable[Block], ink: Ink = plain, width: int = WIDTH) -> str:
    """The blocks as text."""
    parts = [(block, list(_lines(block, ink, width))) for block in found]
    lines = [*parts[0][1]] if parts else []
    for (before, _), (_, more) in pairwise(parts):
        lines += [*([] if isinstance(before, Heading) else [""]), *more]
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _lines(block: Block, ink: Ink, width: int) -> Iterator[str]:
    match block:
        case Heading(words):
            yield from (ink(line, "strong") for line in wrap(words, width))
        case Paragraph(words):
            yield from wrap(words, width)
        case Grid():
            yield from _grid(block, ink, width)
        case Lines(lines):
            for line in lines:
                short = len(line) + 4 <= width
                yield from (
                    ink(said, "faint")
                    for said in ([f"    {line}"] if short else wrap(line, width, "    ", "         "))
                )
        case Items(entries):
            for words, commands in entries:
                yield from wrap(words, width, "  ", "    ")
                yield from (ink(f"      {command}", "faint") for command in commands)


def _grid(block: Grid, ink: Ink, width: int) -> Iterator[str]:
    heads = [_broken(head) for head in block.heads]
    deep = max(map(len, heads))
    # The last line of a head stands right above its column.
    above = list(zip(*([""] * (deep - len(head)) + head for head in heads), strict=True))
    label, *others = column_widths([*block.rows, *above])
    widths = [min(label, max(_LEAST, width - sum(2 + other for other in others))), *others]
    aligned = ["<", *(">" if head else "<" for head in block.heads[1:])]
    for line in above:
        yield ink(_row(line, widths, aligned), "faint")
    for row in block.rows:
        indent = row[0][: len(row[0]) - len(row[0].lstrip())]
        first, *more = wrap(row[0].strip(), widths[0], indent, indent + "  ") or [""]
        yield _row((first, *row[1:]), widths, aligned)
        yield from more


def _row(cells: Sequence[str], widths: Sequence[int], aligned: Sequence[str]) -> str:
    return "  ".join(pad(text, widths[at], aligned[at]) for at, text in enumerate(cells)).rstrip()


def _broken(head: str) -> list[str]:
    """A head in lines, broken between words."""
    lines: list[str] = []
    for word in head.split():
        if lines and len(lines[-1]) + 1 + len(word) <= _HEAD:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines or [""]
