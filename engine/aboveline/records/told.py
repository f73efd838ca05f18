"""Gathers what is said of the files of a batch that is read in parts, in the order of the files and of their records."""

from collections.abc import Callable, Sequence

from aboveline.diagnostics import Diagnostic, Diagnostics
from aboveline.frozen import frozen

#: How many faults are kept one by one; what goes beyond is only counted. So many warnings are kept, too.
MOST_KEPT = 10_000


@frozen
class _Said:
    """Something said of a record, by the number of its file and its own in that; 0 is the file as a whole."""

    file: int
    row: int
    what: Diagnostic


class Told:
    """What is wrong with some files, and what is worth a look; `tell` is told every fault at once."""

    def __init__(self, tell: Callable[[Diagnostic], None]) -> None:
        self._tell = tell
        self._faults: list[_Said] = []
        self._notes: list[_Said] = []
        #: How many faults there are beyond those kept.
        self.untold = 0

    @property
    def any_faults(self) -> bool:
        """Whether any fault was found."""
        return bool(self._faults)

    def of_file(self, file: int, faults: Diagnostics, notes: Diagnostics) -> None:
        """Take what is said of a file as a whole; all of that is kept."""
        for one in faults:
            self._tell(one)
        self._faults.extend(_Said(file, 0, one) for one in faults)
        self._notes.extend(_Said(file, 0, one) for one in notes)

    def of_record(self, file: int, row: int, faults: Diagnostics) -> None:
        """Take what is wrong with a record."""
        for one in faults:
            self._tell(one)
        room = max(0, MOST_KEPT - len(self._faults))
        self._faults.extend(_Said(file, row, one) for one in faults[:room])
        self.untold += len(faults[room:])

    def note(self, file: int, row: int, note: Diagnostic) -> None:
        """Take a warning of a record."""
        if len(self._notes) < MOST_KEPT:
            self._notes.append(_Said(file, row, note))

    def without_notes_of_records(self, file: int) -> None:
        """Take back the warnings of the records of a file."""
        self._notes = [one for one in self._notes if one.file != file or one.row == 0]

    def faults(self) -> Diagnostics:
        """The faults that are kept, in order."""
        return _in_order(self._faults)

    def notes(self) -> Diagnostics:
        """The warnings, in order."""
        return _in_order(self._notes)


def _in_order(said: Sequence[_Said]) -> Diagnostics:
    return tuple(one.what for one in sorted(said, key=lambda one: (one.file, one.row)))
