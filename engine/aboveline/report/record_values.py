"""Turns diagnostics about records into ones that quote the value in question, for a person who asked to see it."""

import csv
import io
import json
from collections.abc import Mapping, Sequence
from typing import Any, cast

from attrs import evolve

from aboveline.diagnostics import Diagnostic, Diagnostics, Place
from aboveline.records.form import table_form
from aboveline.records.read import Input


def with_values(diagnostics: Diagnostics, inputs: Sequence[Input]) -> Diagnostics:
    """The same diagnostics, those about one value of one record with that value in the first label."""
    tables = {i.name: _Table(i) for i in inputs}
    return tuple(_with_value(d, tables) for d in diagnostics)


def _with_value(diagnostic: Diagnostic, tables: "Mapping[str, _Table]") -> Diagnostic:
    if not diagnostic.labels or not isinstance(diagnostic.labels[0].at, Place):
        return diagnostic
    first, *others = diagnostic.labels
    place = cast("Place", first.at)
    value = tables[place.file].value(place) if place.file in tables else None
    if value is None:
        return diagnostic
    words = f"{first.message}; found `{value}`" if first.message else f"found `{value}`"
    return evolve(diagnostic, labels=(evolve(first, message=words), *others))


class _Table:
    """The raw cells of one input, read leniently and only when asked for."""

    def __init__(self, source: Input) -> None:
        self.source = source
        self.text = source.data.decode("utf-8-sig", errors="replace")
        self.is_json = self.text.lstrip()[:1] in ("{", "[")
        self.rows: list[Any] | None = None

    def value(self, place: Place) -> str | None:
        """The value at a place, None where it cannot be told."""
        if place.cell is not None:
            return _cell(self.source, place.cell)
        if place.field is None or place.row is None:
            return None
        if self.rows is None:
            self.rows = self._rows()
        if not 0 < place.row <= len(self.rows):
            return None
        found = _within(self.rows[place.row - 1], place.field)
        return None if found is None else str(found)

    def _rows(self) -> list[Any]:
        if table_form(self.source)[0] in {"parquet", "arrow"}:
            from aboveline.records.frames import frame_rows  # noqa: PLC0415 (heavy: only where it is used)

            return frame_rows(self.source)
        return self._json_rows() if self.is_json else self._csv_rows()

    def _csv_rows(self) -> list[Any]:
        first = self.text.partition("\n")[0]
        delimiter = max(",;\t", key=first.count)
        return list(csv.DictReader(io.StringIO(self.text), delimiter=delimiter))

    def _json_rows(self) -> list[Any]:
        try:
            whole = json.loads(self.text)
        except ValueError:
            return [_json_or_none(line) for line in self.text.splitlines() if line.strip()]
        return cast("list[Any]", whole) if isinstance(whole, list) else [whole]


def _cell(source: Input, cell: str) -> str | None:
    from aboveline.records.sheets import cell_text  # noqa: PLC0415 (heavy: only where it is used)

    kind = table_form(source)[0]
    return cell_text(source, kind, cell) or None if kind == "xlsx" or kind == "ods" else None  # noqa: PLR1714 (only so are types told)


def _json_or_none(line: str) -> Any:  # noqa: ANN401 (whatever JSON can hold)
    try:
        return json.loads(line)
    except ValueError:
        return None


def _within(record: Any, name: str) -> Any:  # noqa: ANN401 (whatever JSON can hold)
    """What a record holds under a name, whose dots may be levels."""
    if not isinstance(record, dict):
        return None
    fields = cast("dict[str, Any]", record)
    if name in fields:
        return fields[name]
    head, _, rest = name.partition(".")
    return _within(fields.get(head), rest) if rest else None
