"""Turns CSV with one row an answer (case, question, answer) into raw records, one for each case."""

from collections.abc import Mapping, Sequence

from attrs import evolve, field

from aboveline.diagnostics import Diagnostic, Diagnostics, Label, Place
from aboveline.frozen import frozen
from aboveline.records.columns import Columns, Unknown, unknown_names
from aboveline.records.csv_rows import Row, letters, ragged
from aboveline.records.raw import RawFile, RawRecord, RawValue, listed, problem, shown

#: What each of the three columns may be called.
_NAMES: Mapping[str, tuple[str, ...]] = {
    "case": ("case_id", "case"),
    "question": ("question", "field", "key"),
    "answer": ("answer", "value"),
}

#: The same for the facts of the inspection, which has no case.
_FACT_NAMES: Mapping[str, tuple[str, ...]] = {
    "question": ("fact", *_NAMES["question"]),
    "answer": ("value", "answer"),
}


@frozen
class _Sheet:
    """A long sheet being read: its header, and which cell of a row is the case, the question, the answer."""

    file: str
    header: Row
    at: Mapping[str, int]
    columns: Columns


@frozen
class _Case:
    """The rows of one case, as they are gathered."""

    line: int
    row: int
    values: dict[str, RawValue] = field(factory=dict[str, RawValue])
    lines: dict[str, int] = field(factory=dict[str, int])
    faults: list[Diagnostic] = field(factory=list[Diagnostic])


def looks_long(header: Row, columns: Columns) -> bool:
    """Whether a header is that of the long form: its three columns (two, of the inspection) and no known other."""
    names = _names(columns)
    cells = [c.casefold() for c in header.cells if c]
    if any(c in columns.fields for c in header.cells) or len(cells) != len(names):
        return False
    return all(any(c in choices for c in cells) for choices in names.values())


def read_long(file: str, rows: Sequence[Row], columns: Columns) -> RawFile:
    """The records of CSV with one row an answer, in the order in which their cases first stand."""
    header = rows[0]
    at = {role: _find(header, choices) for role, choices in _names(columns).items()}
    sheet = _Sheet(file, header, {role: i for role, i in at.items() if i is not None}, columns)
    errors = _header_errors(sheet)
    if len(sheet.at) < len(at):
        return RawFile(diagnostics=errors)
    if not rows[1:]:
        message = "expected at least one row below the column names, found none"
        return RawFile(diagnostics=(*errors, problem("no-cases", message, Place(file, header.line))))
    if not any(_cell(row, sheet.at["question"]) in columns.fields for row in rows[1:]):
        return RawFile(diagnostics=(*errors, _no_known_name(sheet)))
    cases: dict[str, _Case] = {}
    unknown: dict[str, Unknown] = {}
    for row in rows[1:]:
        _add_row(sheet, row, cases, unknown)
    records = tuple(_record(sheet, case_id, case) for case_id, case in cases.items())
    named = unknown_names(columns, tuple(unknown.values()), f"the name of a {columns.noun}", "row")
    return RawFile(records, (*errors, *named))


def _names(columns: Columns) -> Mapping[str, tuple[str, ...]]:
    return _FACT_NAMES if columns.shape.of_inspection else _NAMES


def _find(header: Row, choices: tuple[str, ...]) -> int | None:
    folded = [c.casefold() for c in header.cells]
    return next((folded.index(name) for name in choices if name in folded), None)


def _header_errors(sheet: _Sheet) -> Diagnostics:
    """What is wrong with the header. One with no name of the three may be case data, and nothing of it is shown."""
    header, names = sheet.header, _names(sheet.columns)
    wanted = listed([choices[0] for choices in names.values()])
    place = Place(sheet.file, header.line)
    if not sheet.at:
        message = f"expected a first row with the column names {wanted}, found a row with none of them"
        return (problem("no-header", message, place, remedy="put the column names first"),)
    errors = [
        problem("missing-column", f"expected a column `{choices[0]}`, found none", place)
        for role, choices in names.items()
        if role not in sheet.at
    ]
    for i, cell in enumerate(header.cells):
        name = shown(cell)
        label = Label(evolve(place, field=name), f"column {letters(i)}")
        if i in sheet.at.values() and cell != cell.casefold():
            meant = cell.casefold()
            message, remedy = f"expected a column `{meant}`, found `{name}`", f"did you mean `{meant}`?"
            errors.append(problem("unknown-column", message, label, remedy=remedy, suggestion=meant))
        elif cell and i not in sheet.at.values():
            message = f"expected the columns {wanted} alone, found `{name}`"
            errors.append(problem("unknown-column", message, label, remedy="remove the column"))
    return tuple(errors)


def _cell(row: Row, at: int | None) -> str:
    return "" if at is None or at >= len(row.cells) else row.cells[at]


def _no_known_name(sheet: _Sheet) -> Diagnostic:
    """None of the names is known: the columns may be mixed up, so nothing of what stands there is shown."""
    at = sheet.at["question"]
    label = Label(
        Place(sheet.file, sheet.header.line, field=shown(sheet.header.cells[at])), f"column {letters(at)}"
    )
    message = f"expected each row to name a {sheet.columns.noun} in column {letters(at)}, found none the framework knows"
    return problem("no-known-question", message, label, remedy="look whether the columns are mixed up")


def _add_row(sheet: _Sheet, row: Row, cases: dict[str, _Case], unknown: dict[str, Unknown]) -> None:
    """Add what one row says to its case."""
    case_id = _cell(row, sheet.at.get("case"))
    case = cases.setdefault(case_id, _Case(row.line, len(cases) + 1))
    place = Place(sheet.file, row.line, case.row, case_id or None)
    fault = _unfit(sheet, row, place, case_id)
    if fault is not None:
        case.faults.append(fault)
        return
    name, answer = _cell(row, sheet.at["question"]), _cell(row, sheet.at["answer"])
    if name not in sheet.columns.fields:
        first = unknown.get(name) or Unknown(
            name, Label(evolve(place, case_id=None, row=None, field=shown(name))), 0
        )
        unknown[name] = evolve(first, times=first.times + 1)
    elif name in case.lines:
        case.faults.append(_again(evolve(place, field=name), case.lines[name]))
    else:
        case.lines[name] = row.line
        if answer:
            case.values[name] = answer


def _unfit(sheet: _Sheet, row: Row, place: Place, case_id: str) -> Diagnostic | None:
    """Why a row says nothing of a case: its number of cells, or a blank case or question."""
    fault = ragged(sheet.header, row, place)
    if fault is None and "case" in sheet.at and not case_id:
        heading = sheet.header.cells[sheet.at["case"]]
        fault = problem(
            "no-case-id", f"expected a case id in `{heading}`, found nothing", evolve(place, field=heading)
        )
    if fault is None and not _cell(row, sheet.at["question"]):
        fault = problem("no-question", f"expected the name of a {sheet.columns.noun}, found nothing", place)
    return fault


def _record(sheet: _Sheet, case_id: str, case: _Case) -> RawRecord:
    """All rows of one case as one record; rows without a case id cannot be told apart."""
    place = Place(sheet.file, case.line, case.row)
    nameless = "case" in sheet.at and not case_id
    return RawRecord(case_id or None, case.values, place, case.lines, tuple(case.faults), nameless)


def _again(place: Place, first: int) -> Diagnostic:
    once = f"expected one value for `{place.field}`" + (" in each case" if place.case_id else "")
    message = f"{once}, found a second on line {place.line}"
    first_place = Label(evolve(place, line=first), f"the first is on line {first}")
    return problem("given-twice", message, place, first_place, remedy="remove one of the two rows")
