"""Reads lines of JSON that are written alike, as programs write them, by Polars, and proves that they were read right.

Polars does not tell whether a name stands twice in an object, whether there are others than those asked
for, nor whether a text was a number. So every line is written again from what was read of it: where
that comes to the line itself, it was read right. All other lines are read as `json_records` reads them.
"""

# pyright: reportUnknownMemberType=false
# (The types of Polars speak of NumPy, which is not here.)

import json
from collections.abc import Mapping, Sequence
from graphlib import CycleError, TopologicalSorter
from typing import Any, Literal

import polars as pl
from attrs import field

from aboveline.frozen import frozen
from aboveline.records.columns import CASE_ID, Columns
from aboveline.values import Number

#: How many lines are looked at to tell how they are written.
_SAMPLE_LINES = 30

#: Numbers that Polars keeps as they are written.
_PLAIN_WHOLE = r"^-?[0-9]{1,18}$"
_PLAIN_NUMBER = r"^-?[0-9]{1,30}(\.[0-9]{1,6})?$"

_Kind = Literal["text", "whole", "number", "truth"]
_KINDS: Mapping[type, _Kind] = {str: "text", int: "whole", float: "number", bool: "truth"}


@frozen
class Manner:
    """How lines are written: the names in their order with the kind of value each has, and what stands between."""

    names: Mapping[str, _Kind] = field(repr=False)
    comma: str
    colon: str
    #: Whether what is not known is written as null, and not left out.
    has_nulls: bool


@frozen
class Alike:
    """The columns of some lines, and whether each line was read right; where it was not, they mean nothing."""

    held: Mapping[str, pl.Series] = field(repr=False)
    right: pl.Series = field(repr=False)


def manner_of(lines: Sequence[str], columns: Columns) -> Manner | None:
    """How some lines are written; None where they are not flat objects of names the framework knows."""
    before: dict[str, set[str]] = {}
    kinds: dict[str, _Kind] = {}
    has_nulls = False
    for line in lines[:_SAMPLE_LINES]:
        try:
            found: dict[str, Any] = dict(json.loads(line))
        except (ValueError, TypeError, RecursionError):
            continue
        for name, last in zip(found, [None, *found], strict=False):
            before.setdefault(name, set()).update(() if last is None else (last,))
        for name, value in found.items():
            kind = _kind_of(value)
            has_nulls = has_nulls or value is None
            if kind is not None:
                kinds[name] = "number" if {kind, kinds.get(name, kind)} == {"whole", "number"} else kind
            elif value is not None:
                return None
    known = {CASE_ID, *columns.fields}
    if not before or not known.issuperset(before) or not _are_numbers(kinds, columns):
        return None
    try:
        order = tuple(TopologicalSorter(before).static_order())
    except CycleError:
        return None
    comma = ", " if '", "' in lines[0] else ","
    colon = ": " if '": ' in lines[0] else ":"
    return Manner({name: kinds.get(name, "text") for name in order}, comma, colon, has_nulls)


def _kind_of(value: object) -> _Kind | None:
    return _KINDS.get(type(value))


def _are_numbers(kinds: Mapping[str, _Kind], columns: Columns) -> bool:
    """Whether numbers with a fraction stand only where numbers are wanted."""
    wanted = (columns.fields.get(name) for name, kind in kinds.items() if kind == "number")
    return all(one is not None and isinstance(one.type, Number) for one in wanted)


def read_alike(block: bytes, lines: Sequence[str], manner: Manner) -> Alike | None:
    """The lines of a block that are not blank as columns; None where Polars cannot read them."""
    try:
        frame = pl.read_ndjson(block, schema=dict.fromkeys(manner.names, pl.String()))
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException):
        return None
    if frame.height != len(lines) or frame.columns != list(manner.names):
        return None
    pieces = [_piece(manner, at, name, kind) for at, (name, kind) in enumerate(manner.names.items())]
    again = frame.select(pieces).select(pl.concat_str(pl.all(), pl.lit("}"), ignore_nulls=True)).to_series()
    written = pl.Series(lines, dtype=pl.String).str.strip_suffix("\r")
    right = (again == written) & ~written.str.contains("\\", literal=True)
    others = {name: kind for name, kind in manner.names.items() if kind != "text"}
    typed = frame.select([_typed(name, manner.names[name]) for name in others])
    for name in others:
        right &= typed[name].is_null() == frame[name].is_null()
    return Alike(frame.with_columns(typed).to_dict(), right)


def _piece(manner: Manner, at: int, name: str, kind: _Kind) -> pl.Expr:
    """The name and its value as they are written, with what stands before."""
    before = f"{manner.comma if at else '{'}{json.dumps(name, ensure_ascii=False)}{manner.colon}"
    mark = '"' if kind == "text" else ""
    piece = pl.concat_str(pl.lit(before + mark), pl.col(name), pl.lit(mark))
    return (piece.fill_null(pl.lit(before + "null")) if manner.has_nulls else piece).alias(name)


def _typed(name: str, kind: _Kind) -> pl.Expr:
    """The value of what is no text by its kind; null where it is not plainly of it."""
    text = pl.col(name)
    match kind:
        case "whole":
            return pl.when(text.str.contains(_PLAIN_WHOLE)).then(text).cast(pl.Int64, strict=False)
        case "number":
            return pl.when(text.str.contains(_PLAIN_NUMBER)).then(text).cast(pl.Decimal(38, 6), strict=False)
        case _:
            return pl.when(text.is_in(["true", "false"])).then(text == "true")
