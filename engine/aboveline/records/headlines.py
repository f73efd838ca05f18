"""Reads files of past headline scores: what other inspections came to, which a benchmark is taken from.

Three forms say the same sort of thing:

- CSV with one row an inspection: a column `area`, if it helps a column `year`, and a column for each headline theme by
  its name in the criteria. A score is a whole percentage as it was published, blank where it is not known.
- CSV with one row a theme, where only a summary was published: `theme`, `lowest`, `highest`, `average`, and
  `inspections`, how many there were, blank or left out where that was not said.
- JSON, as `schemas/population.schema.json` describes it, with either of the two.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, cast

from attrs import field

from aboveline.diagnostics import Diagnostic, Diagnostics, Label, Place, has_errors
from aboveline.frozen import frozen
from aboveline.records.columns import fold, near
from aboveline.records.csv_rows import csv_table
from aboveline.records.decode import as_text
from aboveline.records.form import wanted_form
from aboveline.records.kinds import POPULATION, another, of_another_kind, of_our_own, said_kind
from aboveline.records.raw import Input, listed, problem, shown
from aboveline.records.record import CASE_ID, RESPONSE_ID, Kind
from aboveline.records.rows import Row, Table

AREA, YEAR = "area", "year"
THEME, LOWEST, HIGHEST, AVERAGE, INSPECTIONS = "theme", "lowest", "highest", "average", "inspections"

_WANTED = "past headline scores"

_PERCENT = re.compile(r"(\d{1,3})\s*%?", re.ASCII)
_WHOLE = re.compile(r"\d{1,9}", re.ASCII)


@frozen
class Headline:
    """The headline scores of one inspection as they were published: whole percentages by theme, those not known left out."""

    area: str
    year: int | None
    scores: Mapping[str, int]
    place: Place = field(eq=False)

    @property
    def name(self) -> str:
        """The area and the year."""
        return self.area if self.year is None else f"{self.area}, {self.year}"


@frozen
class Summary:
    """What was published of all inspections together for one theme, in whole percentages."""

    theme: str
    lowest: int
    highest: int
    average: int
    inspections: int | None
    place: Place = field(eq=False)


@frozen
class Headlines:
    """What a file of past headline scores holds: inspections, or summaries of them. `themes` are those it speaks of."""

    file: str
    themes: tuple[str, ...]
    inspections: tuple[Headline, ...] = field(default=(), repr=False)
    summaries: tuple[Summary, ...] = field(default=(), repr=False)


def read_headlines(
    source: Input, themes: Sequence[str], beside: Sequence[Kind] = ()
) -> tuple[Headlines | None, Diagnostics]:
    """The past headline scores in a file, None where anything in it is wrong.

    `themes` are the names there can be, `beside` what else the file could be.
    """
    if not source.data.strip():
        return None, (_empty(source.name, "an empty file"),)
    text, wrong = as_text(source, _WANTED, "inspection")
    if text is None:
        return None, wrong
    if wanted_form(source) == "json" or text.lstrip().startswith(("{", "[")):
        rows, wrong = _rows_of_json(source.name, text)
    else:
        table, wrong = csv_table(source.name, text)
        rows, wrong = (None, wrong) if table is None else _rows_of_table(table, themes, beside)
    if rows is None:
        return None, wrong
    found, errors = _headlines(source.name, rows, themes)
    return (None if has_errors([*wrong, *errors]) else found), (*wrong, *errors)


# --- Rows ------------------------------------------------------------------------------------


@frozen
class _Row:
    """One row by its columns, blank cells left out, and where it stands."""

    cells: Mapping[str, str]
    place: Place


@frozen
class _Rows:
    """Some rows, each of one inspection, or where `of_themes`, of one theme; `columns` are those there are."""

    columns: tuple[str, ...]
    of_themes: bool
    rows: tuple[_Row, ...]


def _rows_of_table(
    table: Table, themes: Sequence[str], beside: Sequence[Kind]
) -> tuple[_Rows | None, Diagnostics]:
    names = tuple(name.strip() for name in table.names)
    own = frozenset({AREA, YEAR, THEME, LOWEST, HIGHEST, AVERAGE, INSPECTIONS, *themes})
    kind = another({fold(name) for name in names if name} - {CASE_ID, RESPONSE_ID}, own, beside)
    if kind is not None:
        return None, (of_another_kind(_WANTED, kind, table.place()),)
    of_themes = THEME in names
    wrong = tuple(_header_faults(table, names, themes, of_themes=of_themes))
    if wrong:
        return None, wrong
    if not table.rows:
        return None, (_empty(table.file, "only column names"),)
    rows: list[_Row] = []
    errors: list[Diagnostic] = []
    for row in table.rows:
        place = Place(table.file, row.line)
        if any(row.cells[len(names) :]):
            message = f"expected at most {len(names)} cells, as there are columns, found {len(row.cells)}"
            errors.append(problem("too-many-cells", message, place))
        rows.append(_Row(dict(_filled(names, row)), place))
    return _Rows(tuple(name for name in names if name), of_themes, tuple(rows)), tuple(errors)


def _filled(names: Sequence[str], row: Row) -> Iterator[tuple[str, str]]:
    for at, name in enumerate(names):
        cell = row.cell(at)
        if name and cell is not None:
            yield name, str(cell)


def _header_faults(
    table: Table, names: Sequence[str], themes: Sequence[str], *, of_themes: bool
) -> Iterator[Diagnostic]:
    known = (THEME, LOWEST, HIGHEST, AVERAGE, INSPECTIONS) if of_themes else (AREA, YEAR, *themes)
    suggested: set[str | None] = set()
    for at, name in enumerate(names):
        place = table.place(at, shown(name))
        if not name:
            if any(row.cell(at) is not None for row in table.rows):
                message = f"expected a name at the top of {table.column(at)}, found none"
                yield problem("column-without-name", message, table.place(at))
        elif names.index(name) != at:
            message = f"expected each column once, found `{shown(name)}` again"
            yield problem("duplicate-column", message, place, remedy="remove or rename all but one")
        elif name not in known:
            meant = near(name, known)
            suggested.add(meant)
            remedy = f"did you mean `{meant}`?" if meant else "take it out"
            message = (
                f"expected a column of past headline scores ({listed(known, 'or')}), found `{shown(name)}`"
            )
            yield problem("unknown-column", message, place, remedy=remedy, suggestion=meant)
    needed = (THEME, LOWEST, HIGHEST, AVERAGE) if of_themes else (AREA,)
    for name in needed:
        if name not in names and name not in suggested:
            remedy = (
                None
                if of_themes
                else "it holds the name of each inspected area; a summary has a column `theme` in its place"
            )
            yield problem(
                "missing-column", f"expected a column `{name}`, found none", table.place(), remedy=remedy
            )
    if not of_themes and not {*themes} & {*names, *suggested}:
        message = f"expected a column for a headline theme ({listed(tuple(themes), 'or')}), found none"
        yield problem("missing-column", message, table.place())


def _rows_of_json(file: str, text: str) -> tuple[_Rows | None, Diagnostics]:
    from jsonschema import Draft202012Validator  # noqa: PLC0415 (slow to import)

    from aboveline.bundled import schema  # noqa: PLC0415

    try:
        document: Any = json.loads(text)
    except (ValueError, RecursionError) as error:
        line = getattr(error, "lineno", 1)
        message = f"expected JSON, found something that cannot be read on line {line}"
        return None, (problem("json-syntax", message, Place(file, line)),)
    validator: Any = Draft202012Validator(schema("population"))
    faults = sorted(validator.iter_errors(document), key=lambda fault: list(map(str, fault.absolute_path)))
    ours = said_kind(document) if faults else None
    if ours is not None and ours != POPULATION:
        return None, (of_our_own(_WANTED, ours, Place(file)),)
    if faults:
        places = dict.fromkeys(tuple(fault.absolute_path) for fault in faults)
        return None, tuple(_not_in_form(file, place) for place in list(places)[:20])
    if "summary" in document:
        rows = [
            {key: str(value) for key, value in one.items() if value is not None}
            for one in document["summary"]
        ]
        return _Rows(tuple(rows[0]), True, _numbered(file, rows)), ()
    rows: list[dict[str, str]] = []
    for one in cast("list[dict[str, Any]]", document["inspections"]):
        held = {AREA: one[AREA], YEAR: one.get(YEAR), **one["scores"]}
        rows.append({key: str(value) for key, value in held.items() if value is not None})
    named = [key for one in document["inspections"] for key in one["scores"]]
    return _Rows((AREA, YEAR, *dict.fromkeys(named)), False, _numbered(file, rows)), ()


def _numbered(file: str, rows: Sequence[Mapping[str, str]]) -> tuple[_Row, ...]:
    return tuple(_Row(row, Place(file, row=number)) for number, row in enumerate(rows, 1))


def _not_in_form(file: str, path: Sequence[str | int]) -> Diagnostic:
    where = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path).lstrip(".")
    what = f"found something else at `{shown(where)}`" if where else "found something else"
    message = f"expected past headline scores as `schemas/population.schema.json` describes them, {what}"
    return problem("wrong-population", message, Place(file))


def _empty(file: str, what: str) -> Diagnostic:
    message = f"expected past headline scores of at least one inspection, found {what}"
    return problem("empty-file", message, Place(file))


# --- What the rows say -----------------------------------------------------------------------


def _headlines(file: str, rows: _Rows, themes: Sequence[str]) -> tuple[Headlines, Diagnostics]:
    wrong: list[Diagnostic] = []
    if rows.of_themes:
        summaries = [found for row in rows.rows if (found := _summary(row, themes, wrong)) is not None]
        wrong.extend(_twice([(one.theme, one.place) for one in summaries], "theme"))
        return Headlines(file, tuple(one.theme for one in summaries), summaries=tuple(summaries)), tuple(
            wrong
        )
    held = tuple(name for name in rows.columns if name not in {AREA, YEAR})
    wrong.extend(_unknown_theme(name, Place(file), themes) for name in held if name not in themes)
    found = [_headline(row, held, wrong) for row in rows.rows]
    wrong.extend(_twice([(folded(one.name), one.place) for one in found if one.area], "inspection"))
    return Headlines(file, held, inspections=tuple(found)), tuple(wrong)


def _headline(row: _Row, themes: Sequence[str], wrong: list[Diagnostic]) -> Headline:
    area = shown(row.cells.get(AREA, "").strip())
    if not area:
        wrong.append(
            problem(
                "missing-value", "expected the name of the inspected area in `area`, found none", row.place
            )
        )
    year = _whole(row, YEAR, wrong, "a year, such as 2012") if YEAR in row.cells else None
    scores = {theme: _percent(row, theme, wrong) for theme in themes if theme in row.cells}
    return Headline(
        area, year, {theme: score for theme, score in scores.items() if score is not None}, row.place
    )


def _summary(row: _Row, themes: Sequence[str], wrong: list[Diagnostic]) -> Summary | None:
    theme = row.cells.get(THEME, "")
    if theme not in themes:
        wrong.append(_unknown_theme(theme, row.place, themes))
    figures = [_percent(row, name, wrong) for name in (LOWEST, AVERAGE, HIGHEST)]
    several = _whole(row, INSPECTIONS, wrong, "a number of inspections") if INSPECTIONS in row.cells else None
    lowest, average, highest = figures
    if lowest is None or average is None or highest is None:
        return None
    if not lowest <= average <= highest:
        message = (
            f"expected an average between the lowest and the highest, found {lowest}, {average} and {highest}"
        )
        wrong.append(problem("wrong-number", message, row.place))
    return Summary(theme, lowest, highest, average, several, row.place)


def _unknown_theme(name: str, place: Place, themes: Sequence[str]) -> Diagnostic:
    meant = near(name, tuple(themes))
    remedy = f"did you mean `{meant}`?" if meant else None
    message = (
        f"expected a headline theme of the framework ({listed(tuple(themes), 'or')}), found `{shown(name)}`"
    )
    return problem("unknown-theme", message, place, remedy=remedy, suggestion=meant)


def _percent(row: _Row, name: str, wrong: list[Diagnostic]) -> int | None:
    text = row.cells.get(name, "")
    found = _PERCENT.fullmatch(text)
    if found is not None and int(found[1]) <= 100:
        return int(found[1])
    what = f"`{shown(text)}`" if text else "nothing"
    message = f"expected a whole percentage from 0 to 100 in `{name}`, found {what}"
    wrong.append(problem("wrong-number", message, row.place))
    return None


def _whole(row: _Row, name: str, wrong: list[Diagnostic], what: str) -> int | None:
    text = row.cells[name]
    if _WHOLE.fullmatch(text):
        return int(text)
    wrong.append(problem("wrong-number", f"expected {what} in `{name}`, found `{shown(text)}`", row.place))
    return None


def _twice(named: Sequence[tuple[str, Place]], noun: str) -> Iterator[Diagnostic]:
    places: dict[str, list[Place]] = {}
    for name, place in named:
        places.setdefault(name, []).append(place)
    for at in places.values():
        if len(at) > 1:
            message = f"expected each {noun} once, found one {len(at)} times"
            remedy = "an area that was inspected again needs its year, or another name"
            yield problem(
                "duplicate-inspection",
                message,
                *(Label(place) for place in at),
                remedy=remedy if noun == "inspection" else None,
            )


def folded(name: str) -> str:
    """A name with capitals, spaces, commas and the like put aside: `Essex, 2012` and `essex-2012` are one."""
    return re.sub(r"[\W_]+", " ", name.casefold()).strip()
