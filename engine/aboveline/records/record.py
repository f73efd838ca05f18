"""A Record: what is known of one case, by key, with the place each value stands in."""

from collections.abc import Mapping
from typing import Literal

from attrs import field

from aboveline.diagnostics import Place
from aboveline.frozen import frozen
from aboveline.values import Mark, Value, ValueType

#: The columns that name the case, and the response to a survey.
CASE_ID, RESPONSE_ID = "case_id", "response_id"


@frozen
class RecordField:
    """One thing a record can hold.

    `key` is the framework's key (`plan_done.custody`); `column` is where it stands in data: a column
    of CSV, a key of JSON (where dots also nest). `markable` says that "not applicable" is understood
    here, `mark_allowed` that the criteria allow it. An `entry` is what a record says that is of no case.
    """

    key: str
    column: str
    kind: Literal["fact", "answer", "entry"]
    type: ValueType
    label: str
    #: A record without it is invalid.
    required: bool = False
    #: "not applicable" is understood here; where it is not allowed, that is noticed when the case is judged.
    markable: bool = False
    #: "not applicable" is allowed here, so that it may be offered.
    mark_allowed: bool = False
    #: It is worked out; a value given for it is a finding, not an error.
    worked_out: bool = False
    #: A rule reads it, so that a file without its column has probably lost it.
    expected: bool = True
    #: Further words for the record's schema: when it exists, guidance.
    note: str | None = None


@frozen
class Kind:
    """A kind of file: what it holds, in words that follow "found", what to do with one, and the names of its columns.

    Names are as `columns.fold` leaves them; what names each record (`case_id`) is none of them. A `table` has all of its
    names and may have others beside them; any other kind has some of its names and no others.
    """

    what: str
    remedy: str | None
    names: frozenset[str] = field(repr=False)
    is_table: bool = False


@frozen
class RecordShape:
    """What a record can hold, in report order; where it is about a case, the column of its id comes first."""

    title: str
    fields: tuple[RecordField, ...]
    #: A case, the one record of facts of the inspection, which has no case id, one override, or one response to a survey.
    of: Literal["case", "inspection", "override", "response"] = "case"
    #: The keys and columns of the other kind of record: of the inspection beside its cases, or of those.
    elsewhere: frozenset[str] = field(default=frozenset(), repr=False)
    #: What else a file may hold that was given for some of these.
    beside: tuple[Kind, ...] = field(default=(), repr=False)
    #: Of responses, the survey they are to.
    survey: str | None = None

    @property
    def of_inspection(self) -> bool:
        """Whether it is that of the facts of the inspection."""
        return self.of == "inspection"

    @property
    def id_names(self) -> tuple[str, ...]:
        """What the column of case ids may be called, its proper name first; none where there are no case ids."""
        match self.of:
            case "case":
                return ("case_id",)
            case "override":
                return ("case_id", "case")
            case "response":
                return (RESPONSE_ID, "response")
            case "inspection":
                return ()

    @property
    def id_column(self) -> str:
        """The column of what names each record."""
        return RESPONSE_ID if self.of == "response" else CASE_ID

    @property
    def wanted(self) -> str:
        """What a file of such records holds, in words that follow "expected"."""
        match self.of:
            case "case":
                return "cases"
            case "override":
                return "overrides"
            case "response":
                return f"responses to the survey `{self.survey}`"
            case "inspection":
                return "the facts of the inspection as a whole"

    @property
    def noun(self) -> str:
        """What each record is of, in a word."""
        return "response" if self.of == "response" else "case"


@frozen
class SheetCells:
    """The cells of a record of a sheet: the sheet as a formula would name it, and the letters of each column."""

    sheet: str
    letters: Mapping[str, str] = field(repr=False)
    #: The letters of the column of what has none of its own.
    other: str

    def cell(self, column: str, line: int | None) -> str:
        """The cell of a column in a row of the sheet, such as `Cases!C7`."""
        return f"{self.sheet}!{self.letters.get(column, self.other)}{line}"


@frozen
class Record:
    """One case: its id, the values that are there (missing ones have no entry), and where it stands."""

    case_id: str
    values: Mapping[str, Value | Mark] = field(repr=False)
    place: Place | None = field(default=None, eq=False)
    #: The place of each value, where it is not just this record's place and the field's column.
    places: Mapping[str, Place] = field(factory=dict[str, Place], eq=False, repr=False)
    #: For a record of a sheet, its cells.
    cells: SheetCells | None = field(default=None, eq=False, repr=False)

    def place_of(self, key: str, column: str) -> Place | None:
        """Where the value of a field stands in the input."""
        if key in self.places:
            return self.places[key]
        if self.place is None:
            return None
        cell = None if self.cells is None else self.cells.cell(column, self.place.line)
        return Place(self.place.file, self.place.line, self.place.row, self.case_id, column, cell)
