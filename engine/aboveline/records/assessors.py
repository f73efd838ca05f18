"""Tells the assessments of a case apart by the assessor a fact names, and says which one of them is taken.

The rule looks at nothing but the names, so that it does not depend on the order of records or files: the assessor who
is preferred, the first such one going first; else the one whose name sorts first, capitals and small letters alike.
"""

from collections.abc import Mapping, Sequence

from attrs import evolve

from aboveline.diagnostics import Diagnostic, Diagnostics, Label, Place, Severity, nearest
from aboveline.frozen import frozen
from aboveline.records.raw import in_words, problem
from aboveline.records.record import Record, RecordField, RecordShape


@frozen
class Assessors:
    """Cases may be assessed more than once: the key of the fact that names the assessor, and who is preferred to others."""

    fact: str
    prefer: tuple[str, ...] = ()


def assessor_field(shape: RecordShape, assessors: Assessors) -> RecordField:
    """The field of the fact that names the assessor. Raises StopIteration where the shape has none of that key."""
    return next(field for field in shape.fields if field.key == assessors.fact)


def with_assessor(shape: RecordShape, assessors: Assessors) -> RecordShape:
    """The shape of records each of which must say who its assessor is."""
    named = assessor_field(shape, assessors)
    return evolve(shape, fields=tuple(evolve(f, required=True) if f is named else f for f in shape.fields))


def assessor_of(record: Record, assessors: Assessors) -> str:
    """The name of the assessor of a valid record."""
    return str(record.values[assessors.fact])


def one_of_each(
    records: Sequence[Record], assessors: Assessors
) -> tuple[tuple[Record, ...], tuple[Record, ...]]:
    """The one record of each case that is taken, and those that are kept aside; both in their order."""
    first: dict[str, Record] = {}
    for record in records:
        other = first.setdefault(record.case_id, record)
        if _rank(record, assessors) < _rank(other, assessors):
            first[record.case_id] = record
    taken = tuple(record for record in records if record is first[record.case_id])
    return taken, tuple(record for record in records if record is not first[record.case_id])


def by_name(name: str) -> tuple[str, str]:
    """What puts the names of assessors into order."""
    return name.casefold(), name


def _rank(record: Record, assessors: Assessors) -> tuple[int, tuple[str, str]]:
    name, preferred = assessor_of(record, assessors), assessors.prefer
    return (preferred.index(name) if name in preferred else len(preferred)), by_name(name)


# --- What is said of them ----------------------------------------------------------------------


def again_by(case_id: str, place: Place, first: Place, column: str) -> Diagnostic:
    """What is wrong where the same assessor assessed a case a second time. The name is case data, and is not said."""
    where = in_words(first) if first.file == place.file else f"{in_words(first)} of {first.file}"
    message = (
        f"expected each case once for each `{column}`, found `{case_id}` again for the same one; "
        f"it stands first {where}"
    )
    return problem(
        "duplicate-case",
        message,
        Label(evolve(place, case_id=case_id, field=column), "again here"),
        Label(evolve(first, case_id=case_id, field=column), "first here"),
        remedy=f"remove one of the two, or say in `{column}` who made the other",
    )


def notes_on_names(first: Mapping[str, Place], assessors: Assessors, column: str) -> Diagnostics:
    """Warnings: of names that differ only in capitals and spaces, and of a preferred one that nobody has.

    `first` says of each name where it first stands.
    """
    unknown = [name for name in assessors.prefer if first and name not in first]
    return (*_similar(first, column), *(_unknown(name, first, column) for name in unknown))


def _similar(first: Mapping[str, Place], column: str) -> Diagnostics:
    alike: dict[str, str] = {}
    found: list[Diagnostic] = []
    for name, place in first.items():
        other = alike.setdefault("".join(name.casefold().split()), name)
        if other != name:
            message = f"expected names in `{column}` that differ by more than capitals and spaces, found two that do not"
            labels = tuple(Label(evolve(at, field=column)) for at in (place, first[other]))
            remedy = (
                "they are taken for two assessors; if they are one, write the name the same way everywhere"
            )
            found.append(Diagnostic("similar-assessors", message, labels, remedy, Severity.WARNING))
    return tuple(found)


def _unknown(name: str, known: Mapping[str, Place], column: str) -> Diagnostic:
    near = nearest(name, {one.lower(): one for one in known})
    meant = next((one for one in sorted(known, key=by_name) if one.lower() == near), None)
    message = f"expected `{name}`, who is preferred, to be in `{column}` of some record, found none"
    help_ = None if meant is None else f"did you mean `{meant}`?"
    return Diagnostic("no-such-assessor", message, (), help_, Severity.WARNING, meant)
