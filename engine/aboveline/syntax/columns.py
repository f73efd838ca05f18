"""Turns declarations that stand together into shapes with their names, labels and types in columns."""

from collections.abc import Iterator, Sequence

from aboveline.frozen import frozen
from aboveline.syntax.arrange import Clause, Declared, Sheet, padded
from aboveline.syntax.shapes import WIDTH, Flat, Nest, Several, Shape, must_break
from aboveline.syntax.words import Gap

#: A row of a table is read across in columns, and may be somewhat wider than other lines: on its own, and in its columns.
ROW_WIDTH, TABLE_WIDTH = 110, 120

#: What differs more in width than this is not put into columns: the eye loses the line.
WIDEST_HOLE = 40

#: The kinds that stand in tables whether or not clauses stand beneath them.
_TABLES = frozenset({"fact", "theme"})

#: What says what a fact is.
_TYPES = frozenset({"yes_or_no", "choice", "whole_number", "decimal_number", "date_type", "text_type"})


@frozen
class _Row:
    """The first line of a declaration as cells, None for one that is not there, and the clauses beneath it."""

    keyword: str
    cells: tuple[Shape | None, ...]
    below: tuple[Clause, ...]


def in_columns(found: Sequence[Declared], sheet: Sheet, gaps: Sequence[Gap]) -> list[Shape]:
    """The shapes of declarations; `gaps` has the comments in their final places."""
    rows = [_row(each, sheet, gaps) for each in found]
    shapes: list[Shape] = []
    for run in _runs(rows, found, gaps):
        for row, widths in zip(run, _widths(run, sheet), strict=True):
            cells = padded(list(zip(row.cells, widths, strict=True)), sheet)
            below = [part for clause in row.below for part in (*_begin(clause, sheet), clause.shape)]
            shapes.append(Several((*cells, Nest(2, Several(tuple(below))))))
    return shapes


def _begin(clause: Clause, sheet: Sheet) -> tuple[Shape, ...]:
    return sheet.line(clause.node.first, keeps_blank=True)


def _row(found: Declared, sheet: Sheet, gaps: Sequence[Gap]) -> _Row:
    beside = _beside(found, sheet, gaps)
    label = found.label if found.label is None or not beside else Flat(found.label)
    head: list[Shape | None] = [found.head, label]
    head += [Flat(clause.shape) for clause in found.clauses[:beside]]
    return _Row(found.keyword, tuple(head), found.clauses[beside:])


def _beside(found: Declared, sheet: Sheet, gaps: Sequence[Gap]) -> int:
    """How many of its clauses stand beside a declaration, on its first line."""
    if not found.clauses:
        return 0
    every, first = len(found.clauses), found.clauses[0]
    worked_out = any(clause.rule == "worked_out" for clause in found.clauses)
    if found.keyword in _TABLES and not worked_out and _on_one_line(found, every, sheet, gaps):
        return every
    may_stand_beside = found.keyword == "fact" and first.rule in _TYPES
    may_stand_beside |= found.keyword == "rating" and first.rule == "for_part"
    return int(may_stand_beside and _on_one_line(found, 1, sheet, gaps))


def _on_one_line(found: Declared, beside: int, sheet: Sheet, gaps: Sequence[Gap]) -> bool:
    """Whether the first so many clauses fit beside the declaration, and nothing stands between them."""
    clauses = found.clauses[:beside]
    apart = [gaps[clause.node.first] for clause in clauses]
    if any(gap.comments or gap.blank for gap in apart) or any(must_break(c.shape, gaps) for c in clauses):
        return False
    width = sheet.width(Several((found.head, *((found.label,) if found.label else ()))))
    width += sum(2 + sheet.width(clause.shape) for clause in clauses)
    return width <= (ROW_WIDTH if found.keyword in _TABLES else WIDTH)


# --- Columns ---------------------------------------------------------------------------------------


def _runs(rows: Sequence[_Row], found: Sequence[Declared], gaps: Sequence[Gap]) -> Iterator[list[_Row]]:
    """Declarations of one kind with no blank line between them."""
    run: list[_Row] = []
    for row, each in zip(rows, found, strict=True):
        if run and not (_together(run[-1], row) and not gaps[each.node.first].parts_groups):
            yield run
            run = []
        run.append(row)
    if run:
        yield run


def _together(one: _Row, other: _Row) -> bool:
    if one.keyword != other.keyword or one.keyword in {"bands", "list"}:
        return False
    return one.keyword in _TABLES or not (one.below or other.below)


def _plain_widths(row: _Row, sheet: Sheet) -> list[int]:
    """What the cells of a row take up without columns: one space after the name, two after all others in a table."""
    gaps = (1, 2) if row.keyword in _TABLES else (1, 1)
    return [
        0 if cell is None else sheet.width(cell) + gaps[number > 0] for number, cell in enumerate(row.cells)
    ]


def _widths(run: Sequence[_Row], sheet: Sheet) -> list[list[int]]:
    """What each cell of some rows takes up: as much as its column, or less where that would be too wide."""
    rows = [_plain_widths(row, sheet) for row in run]
    in_columns = [_last(row) for row in rows]
    while True:
        columns = [
            [row[i] for row, until in zip(rows, in_columns, strict=True) if i < until]
            for i in range(max(in_columns))
        ]
        widths = [max(column) for column in columns]
        padded_rows = [widths[:until] + row[until:] for row, until in zip(rows, in_columns, strict=True)]
        outside = _outside(rows, in_columns, columns, padded_rows)
        if outside is None:
            return padded_rows
        in_columns[outside[0]] = outside[1]


def _last(row: Sequence[int]) -> int:
    """The last cell that is there."""
    return max(number for number, width in enumerate(row) if width)


def _outside(
    rows: Sequence[list[int]],
    in_columns: Sequence[int],
    columns: Sequence[list[int]],
    padded_rows: Sequence[list[int]],
) -> tuple[int, int] | None:
    """A row that leaves too wide a hole in another, or makes a line too wide, and from which column it stands outside."""
    for i, column in enumerate(columns):
        widest = max(column)
        if widest - min((width for width in column if width), default=widest) > WIDEST_HOLE:
            return next(n for n, row in enumerate(rows) if i < in_columns[n] and row[i] == widest), i
    inside = [number for number, until in enumerate(in_columns) if until]
    if any(sum(padded_rows[number]) > TABLE_WIDTH + 2 for number in inside):
        return max(inside, key=lambda number: sum(rows[number])), 0
    return None
