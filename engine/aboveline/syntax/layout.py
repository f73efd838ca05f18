"""Lays out criteria text: the same words and comments, in the same order, with other spaces and line ends.

`laid_out` is for files, `tidy` for a piece of criteria text that a program has made. Each reads back what it wrote
before anybody else does, and would rather fail than give a text that says something else.
"""

from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate, groupby

from aboveline.diagnostics import Diagnostics, has_errors
from aboveline.source import Source
from aboveline.syntax.arrange import Sheet, declared, without_comments
from aboveline.syntax.columns import WIDEST_HOLE, in_columns
from aboveline.syntax.cut import cleaned, comment_spans, pieces
from aboveline.syntax.parse import parse
from aboveline.syntax.settle import settled
from aboveline.syntax.shapes import Line, Text, breaks_in, lines_of
from aboveline.syntax.words import Words, words_of


def laid_out(source: Source) -> tuple[str, Diagnostics]:
    """The text of a file in its layout, and every complaint about it; one with errors is left as it is."""
    tree, complaints = parse(source)
    if has_errors(complaints):
        return source.text, complaints
    text = _laid_out(words_of(source))
    again, wrong = parse(Source(source.name, text))
    if has_errors(wrong) or again != tree or _comments(text) != _comments(source.text):
        raise AssertionError(f"`{source.name}` would not say the same in its layout")
    return text, complaints


def tidy(text: str) -> str:
    """A piece of criteria text in its layout: one declaration or several, as a program made them.

    Raises ValueError where it is no criteria text.
    """
    tidied, complaints = laid_out(Source("text", text))
    if has_errors(complaints):
        raise ValueError(complaints[0].message)
    return tidied


def _comments(text: str) -> list[str]:
    return [text[start:end].rstrip() for start, end in comment_spans(text)]


def _laid_out(words: Words) -> str:
    """The layout; a line that would seem to begin a declaration, and does not, is joined to the one before."""
    glued: frozenset[int] = frozenset()
    while True:
        lines = _lines(words, Sheet(words, glued))
        text = "".join(f"{line}\n" for line in _with_comments(lines))
        seeming = _seeming(text, lines) - {node.first for node in words.declarations}
        if seeming <= glued:
            return text
        glued |= seeming


def _lines(words: Words, sheet: Sheet) -> list[Line]:
    found = [declared(node, sheet) for node in words.declarations]
    places = {node.first for node in words.declarations} | {len(words.words)}
    for each in found:
        places |= {at.before for at in breaks_in(each.head)}
        for clause in each.clauses:
            places |= {at.before for at in (*sheet.line(clause.node.first), *breaks_in(clause.shape))}
    for node in words.declarations:
        places -= without_comments(node, sheet)
    gaps = settled(words, places)
    return lines_of(in_columns(found, sheet, gaps), Text(words.words, gaps))


def _seeming(text: str, lines: Sequence[Line]) -> set[int]:
    """The first words of the lines that the reader takes for the beginning of a declaration."""
    starts = list(accumulate((len(line) + 1 for line in text.split("\n")), initial=0))
    found = pieces(cleaned(Source("", text))[0])[0]
    begun = (lines[bisect_right(starts, piece.start) - 1].first for piece in found)
    return {first for first in begun if first is not None}


# --- Comments at the ends of lines -----------------------------------------------------------------


def _with_comments(lines: Sequence[Line]) -> list[str]:
    """Lines with their comments; those at the ends of successive lines stand in a column."""
    done: list[str] = []
    for at_end, found in groupby(lines, _at_end):
        run = list(found)
        done += _in_a_column(run) if at_end else [(line.code + line.comment).rstrip() for line in run]
    return done


def _at_end(line: Line) -> bool:
    """Whether a comment stands at the end of a line, or goes on beneath one that does."""
    return line.beneath or bool(line.comment and line.code.strip())


def _in_a_column(run: Sequence[Line]) -> list[str]:
    """Successive lines with comments at their ends; where they differ too much in length, each after its own."""
    widths = [len(line.code) for line in run if not line.beneath]
    together = max(widths) - min(widths) <= WIDEST_HOLE
    done: list[str] = []
    column = max(widths)
    for line in run:
        if not (together or line.beneath):
            column = len(line.code)
        done.append(f"{line.code.ljust(column)}  {line.comment}")
    return done
