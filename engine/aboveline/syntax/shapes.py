"""Turns shapes, which say where a text may be broken into lines, into lines no wider than they should be.

A shape is measured before it is printed: what fits on the line stays together, and of what does not
fit the outermost parts are broken apart first. This is how most formatters work, since Wadler's
"A prettier printer". A comment holds its place between two words, and where there is one the line ends.
"""

from collections.abc import Iterator, Sequence
from typing import Literal

from aboveline.frozen import frozen
from aboveline.syntax.words import Comment, Gap, Leaf, Word

#: Lines are broken where they would be wider than this.
WIDTH = 100

#: Nothing hangs farther in than this; what would is moved back.
FARTHEST = 60


@frozen
class Break:
    """Where a line may end; `before` is the word that begins the next, `shift` how far right of the margin that stands."""

    before: int
    shift: int = 0
    #: A blank line here is the author's grouping, and kept.
    keeps_blank: bool = False
    #: How far right of the word comments above it stand.
    comments_in: int = 0


@frozen
class Pad:
    """So many spaces more before the next word, on a line that is broken into columns."""

    width: int


@frozen
class Several:
    """Shapes one after another."""

    parts: tuple["Shape", ...]


@frozen
class Group:
    """A shape that stands on one line where it fits; `broken`, it never does."""

    inside: "Shape"
    broken: bool = False


@frozen
class Flat:
    """A shape that stands on one line, whether it fits or not."""

    inside: "Shape"


@frozen
class Hang:
    """A shape whose lines begin under its first word."""

    inside: "Shape"


@frozen
class Nest:
    """A shape whose lines begin so much further in."""

    by: int
    inside: "Shape"


Shape = Leaf | Break | Pad | Several | Group | Flat | Hang | Nest
_Mode = Literal["flat", "broken"]


@frozen
class Line:
    """One line: its criteria, its comment, how the comment is placed, and the first of its words (None: it has none)."""

    code: str
    comment: str = ""
    first: int | None = None
    beneath: bool = False


@frozen
class Text:
    """What shapes are printed from: words and, in their final places, the comments between them."""

    words: Sequence[Word]
    gaps: Sequence[Gap]


def breaks_in(shape: Shape) -> Iterator[Break]:
    """Every place in a shape where a line may end."""
    return (piece for piece in _pieces(shape) if isinstance(piece, Break))


def must_break(shape: Shape, gaps: Sequence[Gap]) -> bool:
    """Whether a shape cannot stand on one line: it never does, or there is a comment in it."""
    match shape:
        case Break(before):
            return bool(gaps[before].comments)
        case Several(parts):
            return any(must_break(part, gaps) for part in parts)
        case Group(inside, broken):
            return broken or must_break(inside, gaps)
        case Hang(inside) | Nest(_, inside):
            return must_break(inside, gaps)
        case _:
            return False


def width_of(shape: Shape, words: Sequence[Word]) -> int:
    """How wide a shape is on one line, without a space before it."""
    width = 0
    for word in _words_in(shape, words):
        width += len(word.text) + (width > 0 and not word.joined)
    return width


def first_word(shape: Shape) -> int:
    """The first word of a shape."""
    return next(piece.first for piece in _pieces(shape) if isinstance(piece, Leaf))


def _words_in(shape: Shape, words: Sequence[Word]) -> Iterator[Word]:
    for piece in _pieces(shape):
        if isinstance(piece, Leaf):
            yield from words[piece.first : piece.end]


def _pieces(shape: Shape) -> Iterator[Leaf | Break]:
    """The words of a shape, and the places between them where a line may end."""
    match shape:
        case Leaf() | Break():
            yield shape
        case Several(parts):
            for part in parts:
                yield from _pieces(part)
        case Group(inside) | Flat(inside) | Hang(inside) | Nest(_, inside):
            yield from _pieces(inside)
        case _:
            return


# --- Printing --------------------------------------------------------------------------------------

_Todo = list[tuple[int, _Mode, Shape]]


class _Page:
    """The lines so far, and the one being written."""

    def __init__(self, text: Text) -> None:
        self.text = text
        self.lines: list[Line] = []
        self.code = ""
        self.first: int | None = None
        self.pad = 0

    def column_of(self, word: Word) -> int:
        """Where a word would begin if it were written now."""
        begun = self.first is not None
        return len(self.code) + (self.pad + (not word.joined) if begun else 0)

    def write(self, index: int) -> None:
        word = self.text.words[index]
        self.code = self.code.ljust(self.column_of(word)) + word.text
        self.first = index if self.first is None else self.first
        self.pad = 0

    def end_line(self, comments: Sequence[Comment] = ()) -> Sequence[Comment]:
        """End the line with the comments that belong to it; those that do not are left."""
        own = next((i for i, comment in enumerate(comments) if comment.placed == "own"), len(comments))
        mine = comments[:own]
        if self.first is not None:
            self.lines.append(Line(self.code, mine[0].text if mine else "", self.first))
            self.lines.extend(Line("", comment.text, beneath=True) for comment in mine[1:])
        self.code, self.first, self.pad = "", None, 0
        return comments[own:]

    def own_lines(self, comments: Sequence[Comment], margin: int, *, keeps_blank: bool) -> None:
        for comment in comments:
            if keeps_blank and comment.blank_above:
                self.blank_line()
            self.lines.append(Line(" " * margin, comment.text))

    def blank_line(self) -> None:
        self.lines.append(Line(""))

    def begin_line(self, margin: int) -> None:
        self.code = " " * margin


def lines_of(shapes: Sequence[Shape], text: Text) -> list[Line]:
    """The lines of declarations, with the comments before, in and after them."""
    page = _Page(text)
    for shape in shapes:
        _between(page, text.gaps[first_word(shape)])
        _print(page, shape)
    _between(page, text.gaps[len(text.words)])
    return page.lines


def _between(page: _Page, gap: Gap) -> None:
    """Between two declarations a comment stands in the column it has."""
    for comment in page.end_line(gap.comments):
        page.own_lines((comment,), comment.column, keeps_blank=True)
    if gap.blank:
        page.blank_line()


def _print(page: _Page, shape: Shape) -> None:
    todo: _Todo = [(0, "broken", shape)]
    while todo:
        margin, mode, part = todo.pop()
        match part:
            case Leaf(first, end):
                for index in range(first, end):
                    page.write(index)
            case Break():
                if mode == "broken":
                    _new_line(page, part, margin)
            case Pad(width):
                page.pad += width if mode == "broken" else 0
            case _:
                todo += _opened(page, part, margin, mode, todo)


def _opened(
    page: _Page, part: Several | Group | Flat | Hang | Nest, margin: int, mode: _Mode, rest: _Todo
) -> _Todo:
    """What a shape is made of, the last part first."""
    match part:
        case Several(parts):
            return [(margin, mode, each) for each in reversed(parts)]
        case Group(inside, broken):
            broken = mode == "broken" and (broken or must_break(inside, page.text.gaps))
            stays = mode == "flat" or (not broken and _fits(page, inside, rest))
            return [(margin, "flat" if stays else "broken", inside)]
        case Hang(inside):
            column = page.column_of(page.text.words[first_word(inside)])
            return [(column if column <= FARTHEST else min(margin + 8, FARTHEST), mode, inside)]
        case Nest(by, inside):
            return [(margin + by, mode, inside)]
        case _:
            return [(margin, "flat", part.inside)]


def _new_line(page: _Page, at: Break, margin: int) -> None:
    gap = page.text.gaps[at.before]
    left = page.end_line(gap.comments)
    page.own_lines(left, margin + at.shift + at.comments_in, keeps_blank=at.keeps_blank)
    if at.keeps_blank and gap.blank:
        page.blank_line()
    page.begin_line(margin + at.shift)


def _fits(page: _Page, shape: Shape, rest: _Todo) -> bool:
    """Whether a shape fits on the line with what has to follow it there."""
    column, begun = len(page.code), page.first is not None
    for word in _until_break(shape, rest, page.text.words):
        column += len(word.text) + (begun and not word.joined)
        begun = True
        if column > WIDTH:
            return False
    return True


def _until_break(shape: Shape, rest: _Todo, words: Sequence[Word]) -> Iterator[Word]:
    """The words of a shape and of what follows, as far as the line has to go on."""
    yield from _words_in(shape, words)
    for _, _, part in reversed(rest):
        for piece in _pieces(part):
            if isinstance(piece, Break):
                return
            yield from words[piece.first : piece.end]
