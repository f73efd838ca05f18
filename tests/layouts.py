"""The same criteria text in another layout, made up: other spaces and line ends, comments put in anywhere."""

import re
from itertools import pairwise

from aboveline.syntax import reader
from choices import Choices, once_in

_QUOTED_OR_COMMENT = re.compile(r'("[^"\n]*")|#[^\n]*')
_WORD_OR_SPACE = re.compile(r'"[^"\n]*"|[(),:]|[^\s(),:"]+|\s+')
_DECLARES = re.compile(rf"\n(?=[^\S\n]*(?:{'|'.join(reader.KEYWORDS)})\b)")

#: What a comment may say, as far as a reader of words might be misled by it.
_SAYINGS = ("", " plain", ' a "quote', ' question q "Q"', " (", "# --- a heading ---", "\t# again", " é, ŵ")

#: What may stand between two words of one declaration.
_SPACES = (" ", " ", " ", "  ", "\t", "\n", "\n    ", "\r\n  ", "\u00a0")


def without_comments(text: str) -> str:
    """The text with its comments left out."""
    return _QUOTED_OR_COMMENT.sub(lambda found: found[1] or "", text)


def words_in(text: str) -> list[str]:
    """The words, signs and quoted texts of a text, its comments left out."""
    return [word for word in _WORD_OR_SPACE.findall(without_comments(text)) if word.strip()]


def comments_in(text: str) -> list[str]:
    """The comments of a text, in order."""
    return [found[0].rstrip() for found in _QUOTED_OR_COMMENT.finditer(text) if not found[1]]


def relaid(choices: Choices, text: str, comments: int = 0) -> str:
    """The same declarations, each word after other spaces; with a comment now and then, once in so many words."""
    pieces = [
        _spaced(choices, declaration, comments) for declaration in _DECLARES.split(without_comments(text))
    ]
    between = [_between(choices, comments) for _ in pieces]
    return "".join(piece + space for piece, space in zip(pieces, between, strict=True))


def _spaced(choices: Choices, declaration: str, comments: int) -> str:
    first, *others = words_in(declaration) or [""]
    text = first
    for before, word in pairwise([first, *others]):
        text += _space(choices, before, word, comments) + word
    return text


def _space(choices: Choices, before: str, after: str, comments: int) -> str:
    if comments and once_in(choices, comments):
        return _commented(choices)
    bare = before == "(" or after in {")", ",", ":"}
    return "" if bare and once_in(choices, 2) else choices.pick(_SPACES)


def _commented(choices: Choices) -> str:
    """One comment or more, at the end of a line or on lines of their own."""
    text = choices.pick((" ", "  ", "\n", "\n  ", "\n\n      "))
    for _ in range(choices.between(1, choices.pick((1, 1, 3)))):
        text += f"#{choices.pick(_SAYINGS)}" + choices.pick(("\n", "\n  ", "\n      ", "\r\n", "\n\n"))
    return text


def _between(choices: Choices, comments: int) -> str:
    if comments and once_in(choices, comments):
        return _commented(choices).rstrip("\t ") + choices.pick(("", "\n"))
    return "\n"
