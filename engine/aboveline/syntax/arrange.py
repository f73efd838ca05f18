"""Turns what the grammar read of a declaration into its shape: which of its words may begin a line, and where.

A rule of the grammar without a row in `_ROWS` is words one after another, with a list in it where it has
brackets. The rules of layout are told, with their reasons, in `docs/layout.md`.
"""

from collections.abc import Callable, Mapping, Sequence

from attrs import field

from aboveline.frozen import frozen
from aboveline.syntax.shapes import Break, Flat, Group, Hang, Nest, Pad, Several, Shape, width_of
from aboveline.syntax.words import Leaf, Node, Part, Words


@frozen
class Sheet:
    """What shapes are made with: the words, and those of them that no line may begin with."""

    words: Words
    glued: frozenset[int] = frozenset()

    def text(self, part: Part) -> str:
        """The words of a part, with single spaces."""
        return " ".join(word.text for word in self.words.words[part.first : part.end])

    def commented(self, first: int, end: int) -> bool:
        """Whether there is a comment before any of some words."""
        return any(self.words.gaps[index].comments for index in range(first, end))

    def width(self, shape: Shape) -> int:
        """How wide a shape is on one line."""
        return width_of(shape, self.words.words)

    def line(self, before: int, shift: int = 0, *, keeps_blank: bool = False) -> tuple[Break, ...]:
        """A place where a line may end, unless the next word may not begin one."""
        return () if before in self.glued else (Break(before, shift, keeps_blank),)


#: A word with its label and its translations stands in columns where they are no wider than this together.
_WIDEST_ROW = 80


@frozen
class Declared:
    """A declaration in parts: its first words, its label and its clauses. A band set or a list is all `head`."""

    keyword: str
    node: Node
    head: Shape
    label: Shape | None = None
    clauses: tuple["Clause", ...] = ()


@frozen
class Clause:
    """A clause, by the rule of the grammar that read it."""

    rule: str
    shape: Shape
    node: Node = field(eq=False)


def declared(node: Node, sheet: Sheet) -> Declared:
    """The shape of a declaration."""
    if node.rule == "bands":
        return Declared("bands", node, _bands(node, sheet))
    if node.rule == "list":
        return Declared("list", node, _list(node, sheet))
    clauses: tuple[Clause, ...] = ()
    parts = node.parts
    if isinstance(parts[-1], Node) and parts[-1].rule.endswith("_clauses"):
        found = [part for part in parts[-1].parts if isinstance(part, Node)]
        clauses = tuple(Clause(each.rule, _shape(each, sheet), each) for each in found)
        parts = parts[:-1]
    label = parts[-1] if isinstance(parts[-1], Node) and parts[-1].rule in {"label", "quoted"} else None
    head = parts[:-1] if label else parts
    return Declared(node.rule, node, Several(_each(head, sheet)), label and _shape(label, sheet), clauses)


def _shape(part: Part, sheet: Sheet, *, river: bool = True) -> Shape:
    """The shape of any part. `river`: conditions in it may line up under the words they follow."""
    if isinstance(part, Leaf):
        return part
    if part.rule == "chain":
        return _chain(part, sheet, river=river)
    row = _ROWS.get(part.rule)
    return row(part, sheet) if row else _plain(part, sheet, river=river)


def _each(parts: Sequence[Part], sheet: Sheet, *, river: bool = True) -> tuple[Shape, ...]:
    return tuple(_shape(part, sheet, river=river) for part in parts)


# --- Expressions -----------------------------------------------------------------------------------


def _plain(node: Node, sheet: Sheet, *, river: bool = True) -> Shape:
    """Words one after another; what stands in brackets is a list."""
    signs = [sheet.text(part) if isinstance(part, Leaf) else "" for part in node.parts]
    if "(" not in signs:
        return Several(_each(node.parts, sheet, river=river))
    opens, closes = signs.index("("), len(signs) - 1 - signs[::-1].index(")")
    inside = node.parts[opens + 1 : closes]
    return Several(
        (
            *_each(node.parts[: opens + 1], sheet),
            *_in_brackets(inside, node.parts[closes], sheet),
            *_each(node.parts[closes + 1 :], sheet, river=river),
        )
    )


def _in_brackets(inside: Sequence[Part], closes: Part, sheet: Sheet) -> tuple[Shape, ...]:
    """What stands in brackets, and the bracket that closes them."""
    items = _items(inside, sheet)
    first, shut = inside[0].first, _shape(closes, sheet)
    if sheet.commented(first, closes.end):
        lines = [Several((*sheet.line(item[0].first), *_each(item, sheet, river=False))) for item in items]
        last = () if closes.first in sheet.glued else (Break(closes.first, comments_in=2),)
        return (Group(Several((Nest(2, Several(tuple(lines))), *last, shut)), broken=True),)
    if len(items) == 1:
        return (*_each(inside, sheet, river=False), shut)
    return (_filled(items, sheet, in_brackets=True), shut)


def _items(parts: Sequence[Part], sheet: Sheet) -> list[list[Part]]:
    """Parts with commas between them, each with the comma after it."""
    items: list[list[Part]] = [[]]
    for part in parts:
        items[-1].append(part)
        if isinstance(part, Leaf) and sheet.text(part) == ",":
            items.append([])
    return items


def _filled(items: Sequence[Sequence[Part]], sheet: Sheet, *, in_brackets: bool = False) -> Shape:
    """As many items on a line as fit; where an item is more than a few words, one on each."""
    shapes = [Several(_each(item, sheet, river=False)) for item in items]
    breaks = [sheet.line(item[0].first) for item in items[1:]]
    pairs = [Several((*at, shape)) for at, shape in zip(breaks, shapes[1:], strict=True)]
    if in_brackets and any(_is_long(item) for item in items):
        return Group(Hang(Several((shapes[0], *pairs))))
    return Hang(Several((shapes[0], *(Group(pair) for pair in pairs))))


def _is_long(item: Sequence[Part]) -> bool:
    return any(part.end - part.first > 3 for part in item)


def _chain(node: Node, sheet: Sheet, *, river: bool) -> Shape:
    """Conditions joined by `and` and `or`: on one line, or one on each with the conditions in a column.

    Two of them in brackets are weighed against each other, and always stand one above the other.
    """
    grouped = [part for part in node.parts if isinstance(part, Node) and part.rule == "grouped"]
    weighed = [part for part in grouped if isinstance(part.parts[1], Node) and part.parts[1].rule == "chain"]
    return _joined(node.parts, sheet, river=river, broken=river and len(weighed) > 1)


def _joined(parts: Sequence[Part], sheet: Sheet, *, river: bool, broken: bool = False) -> Shape:
    """Parts with joining words between them; each of these begins a line, if any does."""
    shapes: list[Shape] = []
    for part in parts:
        if isinstance(part, Leaf):
            shift = -len(sheet.text(part)) - 1 if river else 0
            shapes += sheet.line(part.first, shift)
        shapes.append(_shape(part, sheet, river=False))
    return Group(Hang(Several(tuple(shapes))), broken)


# --- Clauses ---------------------------------------------------------------------------------------


def _said(node: Node, sheet: Sheet) -> Shape:
    """`given` and `expect` of an example: one thing a line."""
    word, first, *more = node.parts
    shapes: list[Shape] = []
    for part in more:
        if isinstance(part, Leaf):
            shapes += sheet.line(part.first, keeps_blank=True)
        shapes.append(_shape(part, sheet))
    below = Group(Nest(2, Several(tuple(shapes))), broken=True) if more else Several(())
    return Several((_shape(word, sheet), _shape(first, sheet), below))


def _for_each(node: Node, sheet: Sheet) -> Shape:
    return Several((_shape(node.parts[0], sheet), _joined(node.parts[1:], sheet, river=True)))


def _commas(node: Node, sheet: Sheet) -> Shape:
    """A list without brackets, after the words it belongs to."""
    return Several((_shape(node.parts[0], sheet), _filled(_items(node.parts[1:], sheet), sheet)))


def _sufficient_when(node: Node, sheet: Sheet) -> Shape:
    """`sufficient when` and a condition, or a list of answer words."""
    return _commas(node, sheet) if len(node.parts) > 2 else _plain(node, sheet)


def _choice(node: Node, sheet: Sheet) -> Shape:
    """`one of` and its words, the labels in a column where there are any."""
    words = node.parts[1:]
    if not _labelled(words) and not sheet.commented(words[0].first + 1, node.end):
        return _commas(node, sheet)
    rows = _rows(_items(words, sheet), sheet)
    return Several((_shape(node.parts[0], sheet), Group(Hang(Several(rows)))))


def _labelled(words: Sequence[Part]) -> bool:
    return any(isinstance(word, Node) and len(word.parts) > 1 for word in words)


def _rows(items: Sequence[Sequence[Part]], sheet: Sheet, *, first: bool = False) -> tuple[Shape, ...]:
    """Words with labels, one a line, the labels in a column, and each translation; `first`: the first one begins a line too."""
    tables = [[*(item[0].parts if isinstance(item[0], Node) else item), *item[1:]] for item in items]
    cells = [
        [_shape(row[0], sheet), *(_texts(row[1], sheet) if _is_label(row[1:2]) else ())] for row in tables
    ]
    widths = _column_widths(cells, sheet)
    if sum(widths) > _WIDEST_ROW:
        cells = [
            [cell[0], *(_each(row[1:2], sheet) if cell[1:] else ())]
            for cell, row in zip(cells, tables, strict=True)
        ]
        widths = _column_widths(cells, sheet)
    shapes: list[Shape] = []
    for number, (row, cell) in enumerate(zip(tables, cells, strict=True)):
        if number or first:
            shapes += sheet.line(row[0].first, keeps_blank=True)
        shapes += padded(list(zip(cell, widths, strict=False)), sheet)
        shapes += _each(row[2:] if len(cell) > 1 else row[1:], sheet)
    return tuple(shapes)


def _texts(label: Part, sheet: Sheet) -> tuple[Shape, ...]:
    """A text and each of its translations, by themselves."""
    return _each(label.parts, sheet) if isinstance(label, Node) else (_shape(label, sheet),)


def _column_widths(rows: Sequence[Sequence[Shape]], sheet: Sheet) -> list[int]:
    """What each column of some rows takes up; what stands last in its row makes none wider."""
    most = max(len(row) for row in rows)
    return [
        max((sheet.width(row[at]) for row in rows if at < len(row) - 1), default=0) + 2 for at in range(most)
    ]


def _label(node: Node, sheet: Sheet) -> Shape:
    """A text and its translations: on one line, or one on each with the words in a column."""
    first, *translations = _each(node.parts, sheet)
    shapes: list[Shape] = [first]
    for part, shape in zip(node.parts[1:], translations, strict=True):
        code = part.parts[0] if isinstance(part, Node) else part
        shapes += (*sheet.line(part.first, -len(sheet.text(code)) - 1), shape)
    return Group(Hang(Several(tuple(shapes)))) if translations else first


def _is_label(parts: Sequence[Part]) -> bool:
    return bool(parts) and isinstance(parts[0], Node) and parts[0].rule == "label"


def _worked_out(node: Node, sheet: Sheet) -> Shape:
    head, *rest = node.parts
    if isinstance(rest[0], Node) and rest[0].rule == "exactly_one":
        of, *rest = rest[0].parts
        return Several((_shape(head, sheet), _shape(of, sheet), _when_rows(rest, sheet)))
    if isinstance(rest[0], Node) and rest[0].rule == "row":
        return Several((_shape(head, sheet), _when_rows(rest, sheet)))
    return Several(_each(node.parts, sheet))


def _when_rows(rows: Sequence[Part], sheet: Sheet) -> Shape:
    """The rows of `worked out as`, what they are worked out from in a column."""
    found = [row for row in rows if isinstance(row, Node)]
    width = max(sheet.width(_shape(row.parts[0], sheet)) for row in found)
    shapes: list[Shape] = []
    for row in found:
        word = _shape(row.parts[0], sheet)
        shapes += sheet.line(row.first, keeps_blank=True)
        shapes += (word, Pad(width - sheet.width(word) + 1), *_each(row.parts[1:], sheet))
    return Group(Nest(2, Several(tuple(shapes))), broken=True)


def _share(node: Node, sheet: Sheet) -> Shape:
    """`share of cases where … out of cases where …`, the two conditions in a column where they are two lines."""
    cases, one, out_of, other = node.parts
    shift = len(sheet.text(cases)) - len(sheet.text(out_of))
    first, second = _each((cases, one), sheet), _each((out_of, other), sheet)
    return Group(Several((*first, *sheet.line(out_of.first, shift), *second)))


# --- Where comments cannot stand ----------------------------------------------------------------------


def without_comments(node: Node, sheet: Sheet) -> set[int]:
    """The words in brackets that have no comment in them; none is put there either."""
    found: set[int] = set()
    signs = [sheet.text(part) if isinstance(part, Leaf) else "" for part in node.parts]
    if "(" in signs:
        first = node.parts[signs.index("(")].end
        closes = node.parts[len(signs) - 1 - signs[::-1].index(")")]
        if not sheet.commented(first, closes.end):
            found.update(range(first, closes.end))
    for part in node.parts:
        if isinstance(part, Node):
            found |= without_comments(part, sheet)
    return found


# --- Declarations without clauses ------------------------------------------------------------------


def _list(node: Node, sheet: Sheet) -> Shape:
    """`list agency:` and its items: one a line where they have labels."""
    colon = next(i for i, part in enumerate(node.parts) if sheet.text(part) == ":")
    head, words = Several(_each(node.parts[: colon + 1], sheet)), node.parts[colon + 1 :]
    items = _items(words, sheet)
    if _labelled(words) or sheet.commented(words[0].first, node.end):
        rows = Several(_rows(items, sheet, first=True))
        return Several((head, Group(Nest(2, rows), broken=True)))
    return Several((head, _filled(items, sheet)))


def _bands(node: Node, sheet: Sheet) -> Shape:
    """`bands` and its steps: labels, thresholds and points in columns."""
    head = [part for part in node.parts if not (isinstance(part, Node) and part.rule == "step")]
    steps = [part for part in node.parts if isinstance(part, Node) and part.rule == "step"]
    if not steps:
        return Several(_each(head, sheet))
    rows = [_step(step, sheet) for step in steps]
    texts = sorted({key for row in rows for key in row if key.startswith("text")})
    columns = ("name", *texts, "threshold", "worth")
    widths = {key: max((sheet.width(row[key]) for row in rows if key in row), default=-2) for key in columns}
    shapes: list[Shape] = []
    for step, row in zip(steps, rows, strict=True):
        shapes += sheet.line(step.first, keeps_blank=True)
        shapes += padded([(row.get(key), widths[key] + 2) for key in columns], sheet)
    below = Group(Nest(2, Several(tuple(shapes))), broken=True)
    return Several((*_each(head, sheet), below))


def _step(step: Node, sheet: Sheet) -> dict[str, Shape]:
    """A step of bands in cells: its name, its label and each translation, where it begins, what it is worth."""
    found: dict[str, Shape] = {}
    for part in step.parts:
        if isinstance(part, Node) and part.rule == "label":
            found |= {f"text {at}": Flat(text) for at, text in enumerate(_texts(part, sheet))}
        elif isinstance(part, Node):
            found[part.rule] = Flat(_shape(part, sheet))
    return found


def padded(cells: Sequence[tuple[Shape | None, int]], sheet: Sheet) -> list[Shape]:
    """Cells of a row, each with the width it takes up; what stands last is not filled up."""
    shapes: list[Shape] = []
    missing = 0
    for shape, width in cells:
        if shape is None:
            missing += width
            continue
        if missing and shapes:
            shapes.append(Pad(missing - 1))
        shapes.append(shape)
        missing = width - sheet.width(shape)
    return shapes


_ROWS: Mapping[str, Callable[[Node, Sheet], Shape]] = {
    "label": _label,
    "given": _said,
    "expect": _said,
    "for_each": _for_each,
    "feeds": _commas,
    "about": _commas,
    "positive": _commas,
    "choice": _choice,
    "several": _choice,
    "sufficient_when": _sufficient_when,
    "worked_out": _worked_out,
    "share": _share,
}
