"""A line of text for a Word file, gathered piece by piece: spaces as a browser shows them, links, character styles."""

import re
from collections.abc import Sequence
from itertools import groupby
from xml.etree.ElementTree import Element

from aboveline.frozen import frozen
from aboveline.report.inspection.docx_parts import line_break, link_out, link_within, run

_SPACES = re.compile(r"[ \t\n\r\f]+")


@frozen
class Link:
    """Where a link leads: to a bookmark of the file, or (`relation`) to a page elsewhere."""

    bookmark: str = ""
    relation: str = ""


@frozen
class Look:
    """How a piece of text looks, and where it leads."""

    styles: tuple[str, ...] = ()
    raised: bool = False
    link: Link | None = None
    #: The language of the text, where it is not that of the file.
    language: str | None = None
    #: Whether spaces and the ends of lines stand as they are.
    kept: bool = False


@frozen
class Piece:
    """Some text and its look; the end of a line where there is no text."""

    text: str | None
    look: Look


class Line:
    """The text of one paragraph."""

    def __init__(self, paragraph: Element) -> None:
        self.paragraph = paragraph
        self._pieces: list[Piece] = []

    def add(self, text: str | None, look: Look) -> None:
        """Some more text."""
        if text:
            self._pieces.append(Piece(text, look))

    def end_line(self) -> None:
        """What comes now begins a new line, unless nothing stands in this one."""
        if any(piece.text is not None and piece.text.strip() for piece in self._pieces):
            self._pieces.append(Piece(None, Look()))

    def finish(self) -> bool:
        """Put everything into the paragraph; whether there was anything."""
        pieces = _settled(self._pieces)
        for link, some in groupby(pieces, key=lambda piece: piece.look.link):
            runs = [
                line_break()
                if one.text is None
                else run(one.text, one.look.styles, raised=one.look.raised, language=one.look.language)
                for one in some
            ]
            if link is None:
                self.paragraph.extend(runs)
            elif link.bookmark:
                self.paragraph.append(link_within(link.bookmark, *runs))
            else:
                self.paragraph.append(link_out(link.relation, *runs))
        return bool(pieces)


def _settled(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces with one space where there are several, and none where a line begins or ends."""
    found: list[Piece] = []
    at_begin = True
    for piece in pieces:
        if piece.text is None:
            _trim(found)
            found.append(piece)
            at_begin = True
            continue
        text = piece.text if piece.look.kept else _SPACES.sub(" ", piece.text)
        if at_begin and not piece.look.kept:
            text = text.lstrip(" ")
        if text:
            found.append(Piece(text, piece.look))
            at_begin = text.endswith((" ", "\n"))
    while found and (found[-1].text is None or not found[-1].text.strip()):
        found.pop()
    _trim(found)
    return found


def _trim(pieces: list[Piece]) -> None:
    if pieces and pieces[-1].text is not None:
        text = pieces[-1].text.rstrip(" \n")
        pieces[-1:] = [Piece(text, pieces[-1].look)] if text else []
