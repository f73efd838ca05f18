"""Turns the text of a criteria file into its words, as the grammar joins them, and what stands between them.

Between two words stand spaces, line ends and comments, all of which mean nothing: this is what a layout may change.
A phrase of the language, such as `only where`, is several words here, because a comment may stand inside it.
"""

import re
from bisect import bisect_right
from typing import Literal

from lark import Token
from lark import Tree as Read

from aboveline.frozen import frozen
from aboveline.source import Source
from aboveline.syntax.cut import cleaned, comment_spans, pieces
from aboveline.syntax.reader import read

_SPACED = re.compile(r"\S+")

#: Signs that stand directly after the word before them.
CLOSING = frozenset({",", ")", ":"})


@frozen
class Word:
    """One word, sign or quoted text, as written, with its place. `joined`: no space stands before it."""

    text: str
    start: int
    end: int
    joined: bool


@frozen
class Leaf:
    """A token of the grammar: the words from `first` up to `end`, counted over the whole file."""

    first: int
    end: int


@frozen
class Node:
    """What a rule of the grammar read; its parts in the order written."""

    rule: str
    parts: tuple["Node | Leaf", ...]

    @property
    def first(self) -> int:
        """Its first word."""
        return self.parts[0].first

    @property
    def end(self) -> int:
        """Where its words end."""
        return self.parts[-1].end


Part = Node | Leaf

#: At the end of a line; carried on beneath such a comment, in its column; on a line of its own.
Placed = Literal["after", "beneath", "own"]


@frozen
class Comment:
    """A comment from its `#` to its last letter, how it is placed, its column, and whether a blank line is above it."""

    text: str
    placed: Placed
    column: int
    blank_above: bool


@frozen
class Gap:
    """What stands before a word: comments, and whether a blank line stands directly above the word."""

    comments: tuple[Comment, ...] = ()
    blank: bool = False

    @property
    def parts_groups(self) -> bool:
        """Whether there is a blank line in it."""
        return self.blank or any(comment.blank_above for comment in self.comments)


@frozen
class Words:
    """A file as words. `gaps[i]` stands before `words[i]`; the last gap, after all words. `columns` are those of the words."""

    declarations: tuple[Node, ...]
    words: tuple[Word, ...]
    gaps: tuple[Gap, ...]
    columns: tuple[int, ...]


def words_of(source: Source) -> Words:
    """The words of a file that has no slips of syntax in it."""
    text, _ = cleaned(source)
    words: list[Word] = []
    found: list[Node] = []
    for piece in pieces(text)[0]:
        node = _node(read(text[piece.start : piece.end], piece.keyword), piece.start, words)
        found.append(node)
    columns = tuple(_column(source.text, word.start) for word in words)
    return Words(tuple(found), tuple(words), _gaps(source, words), columns)


def _node(found: "Read[Token]", offset: int, words: list[Word]) -> Node:
    parts: list[Part] = []
    for part in found.children:
        if isinstance(part, Read):
            parts.append(_node(part, offset, words))
        elif part is not None:  # pyright: ignore[reportUnnecessaryComparison] (what was left out)
            parts.append(_leaf(part, offset, words))
    return Node(str(found.data), tuple(parts))


def _leaf(token: Token, offset: int, words: list[Word]) -> Leaf:
    first, start = len(words), offset + (token.start_pos or 0)
    spans = [(0, len(token))] if token.startswith('"') else [m.span() for m in _SPACED.finditer(token)]
    for at, end in spans:
        text = str(token)[at:end]
        joined = text in CLOSING or (bool(words) and words[-1].text == "(")
        words.append(Word(text, start + at, start + end, joined))
    return Leaf(first, len(words))


# --- What stands between ---------------------------------------------------------------------------


def _gaps(source: Source, words: list[Word]) -> tuple[Gap, ...]:
    ends = [word.end for word in words]
    inside: list[list[tuple[int, int]]] = [[] for _ in range(len(words) + 1)]
    for start, end in comment_spans(source.text):
        inside[bisect_right(ends, start)].append((start, end))
    starts = [*(word.start for word in words), len(source.text)]
    return tuple(
        _gap(source.text, [0, *ends][index], comments, starts[index]) for index, comments in enumerate(inside)
    )


def _gap(text: str, start: int, spans: list[tuple[int, int]], end: int) -> Gap:
    comments: list[Comment] = []
    at = start
    for first, last in spans:
        lines = text.count("\n", at, first)
        column = _column(text, first)
        above = comments[-1] if comments else None
        if at == start and start > 0 and lines == 0:
            placed: Placed = "after"
        elif above and above.placed != "own" and above.column == column and lines == 1:
            placed = "beneath"
        else:
            placed = "own"
        comments.append(Comment(text[first:last].rstrip(), placed, column, lines > 1 and at > 0))
        at = last
    return Gap(tuple(comments), at > 0 and end < len(text) and text.count("\n", at, end) > 1)


def _column(text: str, offset: int) -> int:
    start = text.rfind("\n", 0, offset) + 1
    return offset - start - (start == 0 and text.startswith("\ufeff"))
