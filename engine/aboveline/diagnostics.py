"""Turns what is wrong with a user's file into data: a code, a sentence, the places, and the remedy.

Messages are for inspectors: lower case, no full stop, the user's own words in backticks, never a
Python name. What was expected comes first, then what was found, then a suggestion if one is near.
Codes are permanent; `diagnostic_codes.CODES` lists each with its meaning.
"""

from difflib import get_close_matches
from enum import StrEnum

from attrs import field

from aboveline.frozen import frozen
from aboveline.source import Span
from aboveline.wording.message import message


class Severity(StrEnum):
    """How much a diagnostic matters: an error stops the work, a warning does not, a note is only worth a look."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@frozen
class Place:
    """Where in a file of case records something stands.

    `line` is the line of the text, counted from 1 (the header of a CSV file is line 1); for JSON
    it is the line on which the record begins, for a workbook the row of its sheet. `field` is the
    column or key, `row` the number of the record among the records of its file, counted from 1.
    `cell` is the cell of a workbook, such as `Cases!C7`. `noun` says what `case_id` is the id of.
    """

    file: str
    line: int | None = None
    row: int | None = None
    case_id: str | None = None
    field: str | None = None
    cell: str | None = None
    noun: str = "case"

    @property
    def spot(self) -> str | None:
        """Where in its file, as people say it: `cell Cases!C7`, `line 7`, or `row 7` of a table that has no lines."""
        if self.cell is not None:
            return message("cell {cell}", cell=self.cell)
        if self.line is not None:
            return message("line {number}", number=self.line)
        return None if self.row is None else message("row {number}", number=self.row)


@frozen
class Label:
    """A place, and what is to be said of it. The first label of a diagnostic is the primary one."""

    at: Span | Place
    message: str = ""


@frozen
class Diagnostic:
    """One thing wrong with a user's file, or worth a warning, as data."""

    code: str
    message: str
    labels: tuple[Label, ...] = ()
    help: str | None = None
    severity: Severity = Severity.ERROR
    suggestion: str | None = field(default=None)

    @property
    def is_error(self) -> bool:
        """Whether this stops the work."""
        return self.severity is Severity.ERROR


Diagnostics = tuple[Diagnostic, ...]


def nearest(word: str, known: "list[str] | tuple[str, ...] | set[str] | dict[str, object]") -> str | None:
    """The known word a person most likely meant by `word`, or None if none is near."""
    found = get_close_matches(word.lower(), sorted(known), n=1, cutoff=0.7)
    return found[0] if found else None


def why_refused(error: OSError) -> str:
    """Why the computer refused a file or a folder, as it is said at the end of a sentence."""
    return (error.strerror or "it could not be opened").lower()


def has_errors(diagnostics: "list[Diagnostic] | Diagnostics") -> bool:
    """Whether any of the diagnostics is an error."""
    return any(d.is_error for d in diagnostics)
