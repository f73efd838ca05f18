"""Turns a table with one row an answer (case, question, answer) into raw records, one for each case."""

from collections.abc import Mapping

from attrs import evolve, field

from aboveline.diagnostics import Diagnostic, Diagnostics, Label, Place
from aboveline.frozen import frozen
from aboveline.records.columns import Columns, Unknown, unknown_names
from aboveline.records.raw import RawFile, RawRecord, RawValue, in_words, listed, problem, shown
from aboveline.records.rows import Row, Table, ragged, repeats_header

#: What each of the three columns may be called.
_NAMES: Mapping[str, tuple[str, ...]] = {
    "case": ("case_id", "case"),
    "question": ("question", "field", "key"),
    "answer": ("answer", "value"),
}

#: The same for the responses to a survey.
_ITEM_NAMES: Mapping[str, tuple[str, ...]] = {
    "case": ("response_id", "response"),
    "question": ("item", *_NAMES["question"]),
    "answer": _NAMES["answer"],
}

#: The same for the facts of the inspection, which has no case.
_FACT_NAMES: Mapping[str, tuple[str, ...]] = {
    "question": ("fact", *_NAMES["question"]),
    "answer": ("value", "answer"),
}


@frozen
class _Sheet:
    """A long table being read, and which cell of a row is the case, the question, the answer."""

    table: Table
    at: Mapping[str, int]
    columns: Columns


@frozen
class _Case:
    """The rows of one case, as they are gathered."""

    place: Place
    values: dict[str, RawValue] = field(factory=dict[str, RawValue])
    places: dict[str, Place] = field(factory=dict[str, Place])
    faults: list[Diagnostic] = field(factory=list[Diagnostic])


def looks_long(header: tuple[str, ...], columns: Columns) -> bool:
    """Whether a header is that of the long form: its three columns (two, of the inspection) and no known other."""
    names = _names(columns)
    cells = [c.casefold() for c in header if c]
    if any(c in columns.fields for c in header) or len(cells) != len(names):
        return False
    return all(any(c in choices for c in cells) for choices in names.values())


def read_long(table: Table, columns: Columns) -> RawFile:
    """The records of a table with one row an answer, in the order in which their cases first stand."""
    at = {role: _find(table.names, choices) for role, choices in _names(columns).items()}
    sheet = _Sheet(table, {role: i for role, i in at.items() if i is not None}, columns)
    errors = _header_errors(sheet)
    if len(sheet.at) < len(at):
        return RawFile(diagnostics=errors)
    if not table.rows:
        message = "expected at least one row below the column names, found none"
        return RawFile(diagnostics=(*errors, problem("no-cases", message, table.place())))
    another = columns.another_kind({_name(row, sheet.at["question"]) for row in table.rows}, table.place())
    if another is not None:
        return RawFile(diagnostics=(another,))
    if not any(_name(row, sheet.at["question"]) in columns.fields for row in table.rows):
        return RawFile(diagnostics=(*errors, _no_known_name(sheet)))
    cases: dict[str, _Case] = {}
    unknown: dict[str, Unknown] = {}
    for number, row in enumerate(table.rows, 1):
        _add_row(sheet, row, number, cases, unknown)
    records = tuple(_record(sheet, case_id, case) for case_id, case in cases.items())
    named = unknown_names(columns, tuple(unknown.values()), f"the name of {columns.a_noun}", "row")
    return RawFile(records, (*errors, *named))


def _names(columns: Columns) -> Mapping[str, tuple[str, ...]]:
    match columns.shape.of:
        case "inspection":
            return _FACT_NAMES
        case "response":
            return _ITEM_NAMES
        case _:
            return _NAMES


def _find(header: tuple[str, ...], choices: tuple[str, ...]) -> int | None:
    folded = [c.casefold() for c in header]
    return next((folded.index(name) for name in choices if name in folded), None)


def _header_errors(sheet: _Sheet) -> Diagnostics:
    """What is wrong with the header. One with no name of the three may be case data, and nothing of it is shown."""
    table, names = sheet.table, _names(sheet.columns)
    wanted = listed([choices[0] for choices in names.values()])
    place = table.place()
    if not sheet.at:
        message = f"expected a first row with the column names {wanted}, found a row with none of them"
        return (problem("no-header", message, place, remedy="put the column names first"),)
    errors = [
        problem("missing-column", f"expected a column `{choices[0]}`, found none", place)
        for role, choices in names.items()
        if role not in sheet.at
    ]
    for i, cell in enumerate(table.names):
        name = shown(cell)
        label = Label(table.place(i, name), table.column(i))
        if i in sheet.at.values() and cell != cell.casefold():
            meant = cell.casefold()
            message, remedy = f"expected a column `{meant}`, found `{name}`", f"did you mean `{meant}`?"
            errors.append(problem("unknown-column", message, label, remedy=remedy, suggestion=meant))
        elif cell and i not in sheet.at.values():
            message = f"expected the columns {wanted} alone, found `{name}`"
            errors.append(problem("unknown-column", message, label, remedy="remove the column"))
    return tuple(errors)


def _name(row: Row, at: int | None) -> str:
    """A cell that names a case or a question: a text, or a whole number taken for its digits; empty where it is blank."""
    value = row.cell(at)
    return str(value).strip() if isinstance(value, str | int) and not isinstance(value, bool) else ""


def _no_known_name(sheet: _Sheet) -> Diagnostic:
    """None of the names is known: the columns may be mixed up, so nothing of what stands there is shown."""
    at = sheet.at["question"]
    column = sheet.table.column(at)
    label = Label(sheet.table.place(at, shown(sheet.table.names[at])), column)
    message = (
        f"expected each row to name {sheet.columns.a_noun} in {column}, found none {sheet.columns.known}"
    )
    return problem("no-known-question", message, label, remedy="look whether the columns are mixed up")


def _add_row(
    sheet: _Sheet, row: Row, number: int, cases: dict[str, _Case], unknown: dict[str, Unknown]
) -> None:
    """Add what one row says to its case. A row is known by its line, or without one by its number."""
    table, case_id = sheet.table, _name(row, sheet.at.get("case"))
    if case_id not in cases:
        at = number if row.line is None else len(cases) + 1
        cases[case_id] = _Case(table.place_in(row.line, sheet.at.get("case", 0), at))
    case = cases[case_id]
    at = number if row.line is None else case.place.row
    place = table.place_in(row.line, sheet.at["question"], at, case_id or None)
    fault = _unfit(sheet, row, place, case_id)
    if fault is not None:
        case.faults.append(fault)
        return
    case.faults.extend(row.faults)
    name, answer = _name(row, sheet.at["question"]), row.cell(sheet.at["answer"])
    if name not in sheet.columns.fields:
        first = unknown.get(name) or Unknown(
            name, Label(evolve(place, case_id=None, row=None, field=shown(name))), 0
        )
        unknown[name] = evolve(first, times=first.times + 1)
    elif name in case.places:
        case.faults.append(_again(evolve(place, field=name), case.places[name]))
    else:
        case.places[name] = table.place_in(row.line, sheet.at["answer"], at, case_id or None, name)
        if answer is not None:
            case.values[name] = answer


def _unfit(sheet: _Sheet, row: Row, place: Place, case_id: str) -> Diagnostic | None:
    """Why a row says nothing of a case: its number of cells, or a blank case or question."""
    fault = ragged(sheet.table, row, place) or repeats_header(sheet.table, row, place)
    if fault is None and "case" in sheet.at and not case_id:
        heading = sheet.table.names[sheet.at["case"]]
        at = sheet.table.place_in(row.line, sheet.at["case"], place.row, name=heading)
        fault = problem(
            "no-case-id", f"expected a {sheet.columns.shape.noun} id in `{heading}`, found nothing", at
        )
    if fault is None and not _name(row, sheet.at["question"]):
        fault = problem("no-question", f"expected the name of {sheet.columns.a_noun}, found nothing", place)
    return fault


def _record(sheet: _Sheet, case_id: str, case: _Case) -> RawRecord:
    """All rows of one case as one record; rows without a case id cannot be told apart."""
    nameless = "case" in sheet.at and not case_id
    return RawRecord(case_id or None, case.values, case.place, case.places, tuple(case.faults), nameless)


def _again(place: Place, first: Place) -> Diagnostic:
    once = f"expected one value for `{place.field}`" + (" in each case" if place.case_id else "")
    message = f"{once}, found a second {in_words(place)}"
    first_place = Label(first, f"the first is {in_words(first)}")
    return problem("given-twice", message, place, first_place, remedy="remove one of the two rows")
