"""Gathers diagnostics about records that say the same over and over, so that a person is told each once.

A column wrong throughout, or a row that is no case, is one mistake to the person who made it. Only
what is shown to people is gathered: other programs are given every diagnostic.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import assert_never, cast

from attrs import evolve, field

from aboveline.diagnostics import Diagnostic, Label, Place, Severity
from aboveline.frozen import frozen
from aboveline.wording.lists import in_a_list

#: So many that say the same are told as one.
_MANY = 3
#: A row wrong in so many columns is told as a row, and a column wrong in so many rows always as a column.
_THROUGHOUT = 6
#: How many places or names are listed before the rest are only counted.
_LISTED = 3
#: Stands in a message for the column, where the same is said of many.
_ANY = " in \0"
#: What is wrong with one value of one record.
_OF_A_VALUE = frozenset(
    {"wrong-word", "wrong-date", "wrong-number", "wrong-text", "missing-value", "mark-not-understood"}
)


@frozen
class Told:
    """One diagnostic as it is told, and how many it stands for."""

    as_one: Diagnostic
    count: int


@frozen
class _Said:
    """What is said alike of the values of any column of a file."""

    file: str
    severity: Severity
    code: str
    message: str
    help: str | None
    words: str


@frozen
class _InColumn:
    """What is said alike of the values of one column."""

    said: _Said
    field: str | None


@frozen
class _InRow:
    """The row that values stand in which do not fit."""

    file: str
    line: int | None
    row: int | None


@frozen
class _Names:
    """What is said alike of names that no column has."""

    file: str
    lead: str
    help: str | None


#: What diagnostics have in common that are told as one; a number where they have nothing.
_Alike = _Said | _InColumn | _InRow | _Names | int


@frozen
class _Sizes:
    """How many diagnostics there are for each column and row, and what is said throughout of many columns."""

    columns: Mapping[_InColumn, int] = field(repr=False)
    rows: Mapping[_InRow, int] = field(repr=False)
    wide: AbstractSet[_Said] = field(repr=False)


def gathered(diagnostics: Sequence[Diagnostic]) -> tuple[Told, ...]:
    """Those that say the same of a column or of a row as one, where the first of them stands; all others as they are."""
    sizes = _sizes([one for one in diagnostics if _is_of_a_row(one)])
    groups: dict[_Alike, list[Diagnostic]] = {}
    for number, one in enumerate(diagnostics):
        alike = _alike(one, sizes)
        groups.setdefault(number if alike is None else alike, []).append(one)
    return tuple(told for alike, group in groups.items() for told in _told(alike, group))


def _is_of_a_row(one: Diagnostic) -> bool:
    return len(one.labels) == 1 and isinstance(one.labels[0].at, Place) and one.labels[0].at.row is not None


def _sizes(diagnostics: Sequence[Diagnostic]) -> _Sizes:
    columns = Counter(_column_of(one) for one in diagnostics)
    rows = Counter(_row_of(one) for one in diagnostics if one.code in _OF_A_VALUE)
    throughout = [c.said for c, n in columns.items() if n >= _THROUGHOUT and _ANY in c.said.message]
    return _Sizes(columns, rows, {said for said, n in Counter(throughout).items() if n >= _MANY})


def _alike(one: Diagnostic, sizes: _Sizes) -> _Alike | None:
    """With which others a diagnostic is told as one."""
    if one.code == "unknown-column":
        return _Names(_place(one).file, _lead(one), one.help if one.suggestion is None else None)
    if not _is_of_a_row(one):
        return None
    column, row = _column_of(one), _row_of(one)
    if column.said in sizes.wide:
        return column.said
    is_row = sizes.columns[column] < _THROUGHOUT <= sizes.rows.get(row, 0)
    return row if is_row else column


def _column_of(one: Diagnostic) -> _InColumn:
    place = _place(one)
    message = one.message.replace(f" in `{place.field}`", _ANY, 1)
    said = _Said(place.file, one.severity, one.code, message, one.help, one.labels[0].message)
    return _InColumn(said, place.field)


def _row_of(one: Diagnostic) -> _InRow:
    place = _place(one)
    return _InRow(place.file, place.line, place.row)


def _told(alike: _Alike, group: Sequence[Diagnostic]) -> Iterator[Told]:
    """A group as one diagnostic, or the few of a small one each for itself."""
    if len(group) < _MANY:
        yield from (Told(one, 1) for one in group)
        return
    match alike:
        case _Said():
            yield Told(_columns(group), len(group))
        case _InColumn() | int():
            yield Told(_column(group), len(group))
        case _InRow():
            yield Told(_row(group), len(group))
        case _Names():
            yield Told(_names(group), len(group))
        case _:
            assert_never(alike)


def _columns(group: Sequence[Diagnostic]) -> Diagnostic:
    """What is wrong alike in many columns throughout."""
    names = _fields(group)
    each = f" in each of {len(names):,} columns"
    message = _column_of(group[0]).said.message.replace(_ANY, each, 1)
    return _at_first(group, message, f"{len(group):,} times, in {_listed(names)}")


def _column(group: Sequence[Diagnostic]) -> Diagnostic:
    """What is wrong alike in many rows of one column."""
    places = [_place(one) for one in group]
    return _at_first(group, group[0].message, f"in {len(group):,} rows: {_spots(places)}")


def _at_first(group: Sequence[Diagnostic], message: str, where: str) -> Diagnostic:
    """The first of a group, standing for all of it."""
    first, words = _place(group[0]), group[0].labels[0].message
    label = Label(Place(first.file, first.line, cell=first.cell), f"{where}: {words}" if words else where)
    return evolve(group[0], message=message, labels=(label,))


def _row(group: Sequence[Diagnostic]) -> Diagnostic:
    """What is wrong in many columns of one row, which perhaps is no case at all."""
    place = evolve(_place(group[0]), field=None)
    message = f"expected values that fit their columns, found {len(group):,} that do not"
    help_ = f"the first: {group[0].message}; if the row is no case, such as a row of totals, remove it"
    code = ", ".join(dict.fromkeys(one.code for one in group))
    label = Label(place, f"in {_listed(_fields(group))}")
    return Diagnostic(code, message, (label,), help_, group[0].severity)


def _names(group: Sequence[Diagnostic]) -> Diagnostic:
    """Many names that no column has."""
    first = _place(group[0])
    meant = [f"`{one.suggestion}`" for one in group if one.suggestion is not None]
    help_ = f"did you mean {_listed(meant)}?" if meant else group[0].help
    message = f"{_lead(group[0])}, found {len(group):,} that are none: {_listed(_fields(group))}"
    label = Label(Place(first.file, first.line, cell=first.cell))
    return evolve(group[0], message=message, labels=(label,), help=help_, suggestion=None)


def _place(one: Diagnostic) -> Place:
    return cast("Place", one.labels[0].at)


def _lead(one: Diagnostic) -> str:
    """What was expected, without what was found."""
    return one.message.partition(", found ")[0]


def _fields(group: Sequence[Diagnostic]) -> list[str]:
    return list(dict.fromkeys(f"`{_place(one).field}`" for one in group))


def _spots(places: Sequence[Place]) -> str:
    """The first few places of a file: `line 2, 3, 4 and 82 more`; rows, where several stand on one line."""
    spots = [place.spot or "" for place in places]
    if len(set(spots)) < len(spots):
        spots = [f"row {place.row}" for place in places]
    kind = spots[0].partition(" ")[0]
    return f"{kind} {_listed([spot.partition(' ')[2] for spot in spots])}"


def _listed(words: Sequence[str]) -> str:
    more = [f"{len(words) - _LISTED:,} more"] if len(words) > _LISTED else []
    return in_a_list([*words[:_LISTED], *more])
