"""What a file of records says, before it is checked: the input, its raw records, and how problems are put."""

import mmap
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import Literal

from attrs import field

from aboveline.diagnostics import Diagnostic, Diagnostics, Label, Place
from aboveline.frozen import frozen
from aboveline.records.record import SheetCells
from aboveline.values import Mark
from aboveline.wording.lists import in_a_list

#: CSV with one row a case; CSV with one row an answer; a JSON array; one JSON object a line; tables of other programs.
Form = Literal["csv", "long-csv", "json", "ndjson", "xlsx", "ods", "parquet", "arrow"]

#: The longest name of a user's that a message repeats whole.
_LONGEST_NAME = 60


@frozen(slots=False)
class Input:
    """One file of records: the name it is shown by, its bytes, and its form and sheet where the user said them.

    `held` is where the bytes are: in memory, or, for a large file, still on the disk.
    """

    name: str
    held: bytes | Path = field(repr=False)
    form: Form | None = None
    sheet: str | None = None
    #: Of a file on the disk, when it was last changed as it was named (in nanoseconds).
    changed: int | None = None

    @property
    def was_changed(self) -> bool:
        """Whether a file on the disk is no longer what it was when it was named."""
        if not isinstance(self.held, Path) or self.changed is None:
            return False
        return not self.held.exists() or self.held.stat().st_mtime_ns != self.changed

    @cached_property
    def data(self) -> bytes:
        """Every byte, in memory from here on. Raises OSError where the disk no longer gives them."""
        return self.held.read_bytes() if isinstance(self.held, Path) else self.held

    @property
    def size(self) -> int:
        """How many bytes there are."""
        return self.held.stat().st_size if isinstance(self.held, Path) else len(self.held)

    def beginning(self, size: int) -> bytes:
        """The first bytes, without the others being read."""
        if not isinstance(self.held, Path):
            return self.held[:size]
        with self.held.open("rb") as file:
            return file.read(size)

    @contextmanager
    def mapped(self) -> "Generator[bytes | mmap.mmap]":
        """The bytes to look into while they stay on the disk, where they are there."""
        if not isinstance(self.held, Path) or self.size == 0:
            yield self.data
            return
        with self.held.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
            yield data


@frozen
class Odd:
    """A value of no kind a record can hold, known only by its shape in words (`a list`)."""

    shape: str


#: A value as a file gives it, and after that in normal form.
RawValue = str | int | Decimal | bool | Odd | None

#: The normal form of every spelling of "not applicable".
MARK = Mark.NOT_APPLICABLE.value


@frozen
class RawRecord:
    """One record as a file gives it: values by column, blanks left out, and what is wrong with it already."""

    case_id: RawValue
    values: Mapping[str, RawValue] = field(repr=False)
    #: File, line, row and cell.
    place: Place
    #: The place of each value by column, where it is not the record's own.
    places: Mapping[str, Place] = field(factory=dict[str, Place], repr=False)
    faults: Diagnostics = ()
    #: Its cells cannot be told apart, so nothing more is to be said of its values.
    unreadable: bool = False
    #: For a record of a sheet, its cells.
    cells: SheetCells | None = field(default=None, repr=False)


@frozen
class RawFile:
    """The records of one file, and what is wrong with the file as a whole."""

    records: tuple[RawRecord, ...] = ()
    diagnostics: Diagnostics = ()
    #: Required columns the whole file lacks, which has been said once.
    absent: frozenset[str] = frozenset()
    #: What is worth a look and wrong only perhaps.
    notes: Diagnostics = ()


def in_words(place: Place) -> str:
    """Where in its file a place is, in words that follow a verb: `on line 7`, `in cell Cases!C7`."""
    spot = place.spot or "in the same file"
    return f"on {spot}" if spot.startswith("line") else f"in {spot}"


def problem(
    code: str, message: str, *places: Place | Label, remedy: str | None = None, suggestion: str | None = None
) -> Diagnostic:
    """One error about case records, at its places; the first is the primary one."""
    labels = tuple(place if isinstance(place, Label) else Label(place) for place in places)
    return Diagnostic(code, message, labels, help=remedy, suggestion=suggestion)


def shown(name: str) -> str:
    """A user's name as a message may print it: of bearable length, and nothing a terminal cannot show."""
    plain = "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in name[: _LONGEST_NAME + 1])
    return plain if len(plain) <= _LONGEST_NAME else plain[:_LONGEST_NAME] + "…"


def listed(words: "list[str] | tuple[str, ...]", joint: str = "and", most: int = 12) -> str:
    """Names in backticks, parted by commas, the last by the joint; beyond `most`, how many more there are."""
    ticked = [f"`{shown(w)}`" for w in words[:most]]
    if len(words) > most:
        ticked.append(f"{len(words) - most} more")
        joint = "and"
    return in_a_list(ticked, joint)


def counted(number: int, one: str, many: str | None = None) -> str:
    """A number with its noun: `1 row`, `3 rows`."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"
