"""The names data may use: which columns a record shape has, and which one a person meant by a wrong name."""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

from attrs import field

from aboveline.diagnostics import Diagnostic, Label, Place, nearest
from aboveline.frozen import frozen
from aboveline.records import kinds, record
from aboveline.records.raw import counted, listed, problem, shown
from aboveline.records.record import RecordField, RecordShape

#: The column that names the case.
CASE_ID = record.CASE_ID

#: What else people call it; these are suggested, never taken.
_CASE_ID_NAMES = ("case_id", "caseid", "case", "id", "case_no", "case_number", "case_ref", "case_reference")
_RESPONSE_ID_NAMES = (
    "response_id",
    "responseid",
    "response",
    "respondent",
    "respondent_id",
    "response_no",
    *_CASE_ID_NAMES,
)

#: A name longer than this is near nothing.
_LONGEST_NEAR = 80
#: Of a word shorter than this, one letter is too much to put right.
_SHORTEST_NEAR = 3
#: Looking for near names takes time, and nobody mends this many one by one.
_MOST_SUGGESTIONS = 50


@frozen(slots=False)
class Columns:
    """The columns a record shape has."""

    shape: RecordShape = field(repr=False)

    @cached_property
    def fields(self) -> Mapping[str, RecordField]:
        """The fields by column."""
        return {f.column: f for f in self.shape.fields}

    @cached_property
    def families(self) -> Mapping[str, tuple[str, ...]]:
        """The columns under each name that only begins columns: `plan_done` of `plan_done.custody`."""
        families: dict[str, list[str]] = {}
        for column in self.fields:
            parts = column.split(".")
            for i in range(1, len(parts)):
                families.setdefault(".".join(parts[:i]), []).append(column)
        return {name: tuple(columns) for name, columns in families.items() if name not in self.fields}

    @cached_property
    def _folded(self) -> Mapping[str, str]:
        """What may be written for each column once case, spaces and the like are put aside: key and label too."""
        names = [(f.label, f.column) for f in self.shape.fields] + [
            (f.key, f.column) for f in self.shape.fields
        ]
        names += [(column, column) for column in (*self.families, *self.fields)]
        names += [(name, self.shape.id_column) for name in self.shape.id_names]
        return {fold(name): column for name, column in names if fold(name)}

    @cached_property
    def _elsewhere(self) -> frozenset[str]:
        return frozenset(fold(name) for name in self.shape.elsewhere)

    def meant_by(self, name: str, *, look: bool = True) -> str | None:
        """The column a person most likely meant by a wrong name, or None; without `look`, spelling must be right."""
        if len(name) > _LONGEST_NEAR:
            return None
        folded = fold(name)
        if folded in self._folded or not look:
            return self._folded.get(folded)
        meant = near(folded, tuple(self._folded))
        return None if meant is None else self._folded[meant]

    def another_kind(self, names: Iterable[str], at: Place) -> Diagnostic | None:
        """What is wrong where the names in a file are plainly those of another kind of file; None where they are not."""
        found = {fold(name) for name in names} - {"", *_RESPONSE_ID_NAMES}
        kind = kinds.another(found, frozenset(self._folded), self.shape.beside)
        return None if kind is None else kinds.of_another_kind(self.shape.wanted, kind, at)

    def stands_elsewhere(self, name: str) -> str | None:
        """What to do with a name of the other kind of record, of cases or of the inspection; None if it is no such name."""
        folded = fold(name)
        if folded in self._folded or folded not in self._elsewhere:
            return None
        if self.shape.of_inspection:
            return "it is known of each case: give it in the file of cases"
        return "it is known of the inspection as a whole: give it in a file of its own beside the cases (--inspection)"

    def is_name(self, text: str) -> bool:
        """Whether a text is a column's name, or would be but for capitals, spaces and the like, or its label."""
        return text in self.fields or fold(text) in self._folded

    @property
    def noun(self) -> str:
        """What the framework's columns hold."""
        if self.shape.of == "response":
            return "item"
        return "fact of the inspection" if self.shape.of_inspection else "fact or question"

    @property
    def a_noun(self) -> str:
        """The same with its article."""
        return f"an {self.noun}" if self.noun == "item" else f"a {self.noun}"

    @property
    def owner(self) -> str:
        """Whose columns they are, as messages say it."""
        return {"override": "an override", "response": "the survey"}.get(self.shape.of, "the framework")

    @property
    def known(self) -> str:
        """Which columns there are, in words that follow "a column"."""
        return f"{self.owner} has" if self.shape.of == "override" else f"{self.owner} knows"

    @property
    def remedy(self) -> str:
        """What to do about a name no column has, where none is near."""
        if self.shape.of == "override":
            return f"take it out of the data; an override has {listed([CASE_ID, *self.fields])}"
        return f"take it out of the data, or declare {self.a_noun} of that name in the criteria"


def fold(name: str) -> str:
    """A name with case, spaces, hyphens and other marks between its words put aside."""
    return re.sub(r"[^\w.]+", "_", name.casefold()).strip("_")


def near(word: str, known: tuple[str, ...]) -> str | None:
    """The known word most likely meant; for a short word, the only one that differs from it by one letter."""
    found = nearest(word, known)
    if found is not None or len(word) < _SHORTEST_NEAR:
        return found
    apart = [k for k in known if len(k) == len(word) and sum(map(str.__ne__, k, word)) == 1]
    return apart[0] if len(apart) == 1 else None


def is_near_id(name: str, shape: RecordShape) -> bool:
    """Whether a heading was probably meant for the column of case ids, or of the numbers of responses."""
    return fold(name) in (_RESPONSE_ID_NAMES if shape.of == "response" else _CASE_ID_NAMES)


@frozen
class Unknown:
    """A name no column has, where it first stands, and how many times it stands."""

    name: str
    label: Label
    times: int = 1


def unknown_names(
    columns: Columns, found: Sequence[Unknown], expected: str, noun: str | None = None
) -> tuple[Diagnostic, ...]:
    """One error for each name no column has; with a noun, in how many (`3 rows`) it was found."""
    return tuple(
        _unknown(columns, unknown, expected, noun, i < _MOST_SUGGESTIONS) for i, unknown in enumerate(found)
    )


def _unknown(columns: Columns, unknown: Unknown, expected: str, noun: str | None, look: bool) -> Diagnostic:
    message = f"expected {expected}, found `{shown(unknown.name)}`"
    if noun:
        message += f" in {counted(unknown.times, noun)}"
    items = columns.families.get(unknown.name)
    if items:
        remedy = f"it is asked of each item apart: write {listed(items, 'or', 6)}"
        return problem("unknown-column", message, unknown.label, remedy=remedy)
    elsewhere = columns.stands_elsewhere(unknown.name)
    if elsewhere:
        return problem("unknown-column", message, unknown.label, remedy=elsewhere)
    meant = columns.meant_by(unknown.name, look=look)
    if meant:
        return problem(
            "unknown-column", message, unknown.label, remedy=f"did you mean `{meant}`?", suggestion=meant
        )
    return problem("unknown-column", message, unknown.label, remedy=columns.remedy)


def missing_columns(
    columns: Columns, there: set[str], place: Place, suggested: set[str | None]
) -> tuple[tuple[Diagnostic, ...], frozenset[str]]:
    """One error for each required column that a whole file lacks, and those columns.

    One that a wrong name was probably meant for has been suggested there, and is not an error of its own.
    """
    absent = [f for f in columns.shape.fields if f.required and f.column not in there]
    errors = tuple(
        problem(
            "missing-column",
            f"expected a column `{f.column}`, which every record must fill, found none",
            place,
            remedy=f"add it: it holds “{f.label}”",
        )
        for f in absent
        if f.column not in suggested
    )
    return errors, frozenset(f.column for f in absent)
