"""Turns the text of a criteria file into the pieces that are read one by one, a declaration each.

A line that begins with `question`, `fact` and so on starts a declaration wherever it stands, even
after a bracket or a quote that was never closed: so one slip hides nothing after it. A line whose
first word is nearly one of these, in the place where one should be, counts too.
"""

import re
from collections.abc import Iterator
from functools import cache

from aboveline.diagnostics import Diagnostic, Label, nearest
from aboveline.frozen import frozen
from aboveline.source import Source, Span
from aboveline.syntax.reader import KEYWORDS, reserved, starters
from aboveline.syntax.spelling import letter_name, plain_letters

_COMMENT_OR_STRING = re.compile(r'#[^\n]*|"[^"\n]*"?')

# Control characters, halves of characters, and marks that turn the direction of writing, so that
# what is shown is not what is read. None has a place anywhere in a file.
_UNREADABLE = re.compile(
    "[\x00-\x08\x0b\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]+"
)

_ANY_KEYWORD = "|".join(KEYWORDS)
_CUT = re.compile(
    rf"""
    ^[^\S\n]*
    (?: (?P<keyword>{_ANY_KEYWORD})\b
        (?! \s*[,)] )                                               # an answer word in a list
        (?! (?:(?<=section)|(?<=criterion)) \s+[\d.]+\s*(?:[,)]|is\b|has\b|and\b|or\b) )   # a score in a rating
      | (?P<capital>(?i:{_ANY_KEYWORD}))[^\S\n]+["\w“]
      | (?P<near>[^\W\d]\w*)[^\S\n]+[\w.-]+[^\S\n]*["“]
    )
    """,
    re.MULTILINE | re.VERBOSE,
)


@frozen
class Piece:
    """One declaration's stretch of a file. `written` is its first word, where that is misspelt."""

    keyword: str
    start: int
    end: int
    written: str | None = None


def cleaned(source: Source) -> tuple[str, list[Diagnostic]]:
    """The text with spaces for comments and for characters nobody can read, and a complaint for each of those."""
    text = _COMMENT_OR_STRING.sub(lambda m: " " * len(m[0]) if m[0][0] == "#" else m[0], source.text)
    if text.startswith("\ufeff"):
        text = " " + text[1:]
    found = [_unreadable(m[0], Span(source.name, m.start(), m.end())) for m in _UNREADABLE.finditer(text)]
    return (_UNREADABLE.sub(lambda m: " " * len(m[0]), text) if found else text), found


def comment_spans(text: str) -> list[tuple[int, int]]:
    """Where the comments of a text stand, each from its `#` to the end of its line."""
    return [m.span() for m in _COMMENT_OR_STRING.finditer(text) if m[0][0] == "#"]


def _unreadable(letters: str, span: Span) -> Diagnostic:
    return Diagnostic(
        "invisible-character",
        f"expected letters and signs that can be seen, found an invisible character ({letter_name(letters[0])})",
        (Label(span),),
        help="delete it; it often comes with text copied from elsewhere",
    )


def pieces(text: str) -> tuple[list[Piece], int]:
    """The declarations of a cleaned text, in order, and how much text stands before the first."""
    cuts = list(_cuts(text))
    ends = [*(start for _, start, _ in cuts[1:]), len(text)]
    found = [Piece(k, start, end, written) for (k, start, written), end in zip(cuts, ends, strict=False)]
    return found, found[0].start if found else len(text)


def _cuts(text: str) -> Iterator[tuple[str, int, str | None]]:
    for match in _CUT.finditer(text):
        kind = match.lastgroup or ""
        word, start = match[kind], match.start(kind)
        if kind == "capital" and word in KEYWORDS:
            continue
        if kind == "keyword":
            yield word, start, None
        elif kind == "capital":
            yield word.lower(), start, word
        elif word not in reserved():
            meant = nearest(plain_letters(word), KEYWORDS)
            if meant:
                yield meant, start, word


# First words of clauses that other declarations have inside their clauses; those count in their own alone.
_ELSEWHERE_INSIDE = frozenset(
    {"at least", "at most", "one of", "for", "where", "when", "date", "number", "text"}
)


@cache
def _clause_line(keyword: str) -> re.Pattern[str]:
    every = {phrase for each in starters().values() for phrase in each} - _ELSEWHERE_INSIDE
    phrases = sorted(every.union(starters()[keyword]), key=len, reverse=True)
    written = "|".join(phrase.replace(" ", r"\s+") for phrase in phrases)
    return re.compile(rf"^[^\S\n]*(?P<phrase>{written})\b", re.MULTILINE)


def clause_starts(text: str, piece: Piece) -> list[int]:
    """Where in a piece the lines stand that begin with the first words of a clause."""
    if piece.keyword not in starters():
        return []
    lines = _clause_line(piece.keyword).finditer(text, piece.start + 1, piece.end)
    return [line.start("phrase") for line in lines]


def clause_at(text: str, piece: Piece, start: int) -> str | None:
    """The first words of the clause of a piece that begins here, or None where none does."""
    if piece.keyword not in starters():
        return None
    match = _clause_line(piece.keyword).match(text, text.rfind("\n", 0, start) + 1)
    return " ".join(match["phrase"].split()) if match and match.start("phrase") == start else None
