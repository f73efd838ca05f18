"""Lays out criteria text: the same words and comments, in the same order, with other spaces and line ends.

`laid_out` is for files, `tidy` for a piece of criteria text that a program has made. Each reads back what it wrote
before anybody else does, and would rather fail than give a text that says something else.
"""

from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate

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
    run: list[Line] = []
    column = 0
    for line in (*lines, Line("")):
        if run and not _carries_on(line, column, run):
            done += _run(run)
            run = []
        run.append(line)
        column = _comment_column(run)
    return done


def _carries_on(line: Line, column: int, run: Sequence[Line]) -> bool:
    """Whether the comment of a line stands in the column of those above it."""
    if not run[-1].comment or not line.comment or (not run[0].code.strip()):
        return False
    return bool(line.code.strip()) or line.beneath or len(line.code) == column


def _comment_column(run: Sequence[Line]) -> int:
    widths = [len(line.code) for line in run if line.code.strip()]
    return max(widths, default=0) + 2


def _run(run: Sequence[Line]) -> list[str]:
    if not run[0].code.strip():
        return [(line.code + line.comment).rstrip() for line in run]
    widths = [len(line.code) for line in run if line.code.strip()]
    column = max(widths) + 2 if max(widths) - min(widths) <= WIDEST_HOLE else 0
    done: list[str] = []
    for line in run:
        if line.code.strip():
            at = column or len(line.code) + 2
        done.append((line.code.ljust(at) + line.comment).rstrip() if line.comment else line.code.rstrip())
    return done
