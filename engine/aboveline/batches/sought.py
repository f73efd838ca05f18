"""Finds the record of one case as the parts of a batch go by."""

from typing import TYPE_CHECKING

from aboveline.batches.judged import JudgedPart

if TYPE_CHECKING:
    from aboveline.records.record import Record


class Sought:
    """A case that is looked for; `record` is None where no part has it, and then `case_ids` are those there are."""

    def __init__(self, case_id: str) -> None:
        self._case_id = case_id
        self.record: Record | None = None
        self.case_ids: list[str] = []

    def begin(self) -> None:
        """Begin with the first part, perhaps anew."""
        self.record = None
        self.case_ids.clear()

    def take(self, part: JudgedPart) -> None:
        """Look through a part."""
        if self.record is None:
            self.record = part.record(self._case_id)
            self.case_ids.extend(part.case_ids)
