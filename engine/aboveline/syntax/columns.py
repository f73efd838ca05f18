"""Turns declarations that stand together into shapes with their names, labels and types in columns."""

from collections.abc import Iterator, Sequence

from aboveline.frozen import frozen
from aboveline.syntax.arrange import Clause, Declared, Sheet, padded
from aboveline.syntax.shapes import WIDTH, Flat, Nest, Several, Shape, must_break
from aboveline.syntax.words import Gap

#: A row of a table is read across in columns, and may be somewhat wider than other lines: on its own, and in its columns.
ROW_WIDTH, TABLE_WIDTH = 110, 120

#: What differs more in width than this is not put into columns: the eye loses the line.
WIDEST_HOLE = 30

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
        widths, apart = _widths(run, sheet)
        for number, row in enumerate(run):
            columns = _plain_widths(row, sheet) if number in apart else widths
            cells = padded(list(zip(row.cells, columns, strict=False)), sheet)
            below = [part for clause in row.below for part in (*_begin(clause, sheet), clause.shape)]
            shapes.append(Several((*cells, Nest(2, Several(tuple(below))))))
    return shapes


def _begin(clause: Clause, sheet: Sheet) -> tuple[Shape, ...]:
    return sheet.line(clause.node.first, keeps_blank=True)


def _row(found: Declared, sheet: Sheet, gaps: Sequence[Gap]) -> _Row:
    head: list[Shape | None] = [found.head, None if found.label is None else Flat(found.label)]
    beside = _beside(found, sheet, gaps)
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


def _widths(run: Sequence[_Row], sheet: Sheet) -> tuple[list[int], set[int]]:
    """How wide the columns of some rows are, and which rows stand outside them, as they would make them too wide."""
    inside = list(range(len(run)))
    cells = [_plain_widths(row, sheet) for row in run]
    while True:
        rows = [cells[number] for number in inside]
        columns = [[row[i] for row in rows if i < _last(row)] for i in range(max(map(len, rows)))]
        widths = [max(column, default=0) for column in columns]
        too_wide = _too_wide(rows, columns, widths)
        if too_wide is None or len(inside) == 1:
            return widths, set(range(len(run))).difference(inside)
        del inside[too_wide]


def _last(row: Sequence[int]) -> int:
    """The last cell that is there."""
    return max(number for number, width in enumerate(row) if width)


def _too_wide(
    rows: Sequence[list[int]], columns: Sequence[list[int]], widths: Sequence[int]
) -> int | None:
    """The row that leaves too wide a hole in another, or makes a line too wide; None where there is none."""
    for i, (column, widest) in enumerate(zip(columns, widths, strict=True)):
        if widest - min((width for width in column if width), default=widest) > WIDEST_HOLE:
            return next(n for n, row in enumerate(rows) if i < _last(row) and row[i] == widest)
    if max(sum(widths[: _last(row)]) + row[_last(row)] for row in rows) > TABLE_WIDTH + 2:
        return max(range(len(rows)), key=lambda number: sum(rows[number]))
    return None
