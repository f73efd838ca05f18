"""Turns the shapes of the records of two versions into one that takes the records of either.

What is renamed may stand under either name. What only one version has may be there or not. A thing whose values are not
the same in both takes those of either; a value that a version does not allow is missing under it.
"""

from collections.abc import Mapping
from typing import assert_never

from attrs import evolve, field

from aboveline.frozen import frozen
from aboveline.records.record import RecordField, RecordShape
from aboveline.values import Choice, Date, Number, Text, ValueType, WholeNumber

#: What stands after the key of a field that holds what another holds too, under its older name. No key has a space in it.
_TWIN = " by its older name"


@frozen
class EitherShape:
    """The shape, the fields that are twins of another by their keys, and what has values of two kinds that cannot be put together."""

    shape: RecordShape = field(repr=False)
    twins: Mapping[str, str]
    #: The keys of things whose values are of one kind in one version and of another in the other.
    unlike: tuple[str, ...]


def either(old: RecordShape, new: RecordShape, columns: Mapping[str, str]) -> EitherShape:
    """A shape for the records of either; `columns` are the older columns, by their newer keys, of what had others."""
    before, after = ({one.key: one for one in shape.fields} for shape in (old, new))
    fields: list[RecordField] = []
    twins, unlike = dict[str, str](), list[str]()
    names = {one.column for one in new.fields}
    for key in dict.fromkeys((*after, *before)):
        one, other = before.get(key), after.get(key)
        merged = _merged(one, other)
        if merged is None:
            unlike.append(key)
            merged = evolve(before[key], column=after[key].column, expected=False, required=False)
        fields.append(merged)
        column = columns.get(key, key if one is None else one.column)
        if one is not None and other is not None and column != merged.column and column not in names:
            twin = evolve(merged, key=key + _TWIN, column=column, required=False, expected=False)
            fields[-1] = evolve(merged, required=False, expected=False)
            fields.append(twin)
            twins[twin.key] = key
            names.add(column)
    held = {name for one in fields for name in (one.key, one.column)}
    elsewhere = (old.elsewhere | new.elsewhere) - held
    return EitherShape(evolve(new, fields=tuple(fields), elsewhere=elsewhere), twins, tuple(unlike))


def _merged(old: RecordField | None, new: RecordField | None) -> RecordField | None:
    """A field that takes what either takes; None where their values are of two kinds."""
    if old is None or new is None:
        only = new or old
        return None if only is None else evolve(only, required=False, expected=False)
    kind = _of_either(old.type, new.type)
    if kind is None:
        return None
    return evolve(
        new,
        type=kind,
        required=old.required and new.required,
        markable=old.markable or new.markable,
        mark_allowed=old.mark_allowed or new.mark_allowed,
        worked_out=old.worked_out and new.worked_out,
        expected=old.expected and new.expected,
    )


def _of_either(old: ValueType, new: ValueType) -> ValueType | None:
    """The values of either type; None where they cannot stand in one column."""
    if old == new:
        return new
    match old, new:
        case Choice(), Choice():
            more = tuple(word for word in old.words if word.name not in new.names)
            return Choice((*new.words, *more))
        case WholeNumber(), WholeNumber():
            return WholeNumber(_least(old.low, new.low), _most(old.high, new.high))
        case (Number(), WholeNumber()) | (WholeNumber(), Number()):
            return Number()
        case ((Number() | WholeNumber() | Choice() | Date() | Text()), _):
            return None
        case _:
            assert_never(old)


def _least(one: int | None, other: int | None) -> int | None:
    return None if one is None or other is None else min(one, other)


def _most(one: int | None, other: int | None) -> int | None:
    return None if one is None or other is None else max(one, other)
