"""Takes down what each case came to as the parts of a batch go by: a byte for each judgement."""

# pyright: reportUnknownMemberType=false
# (The types of Polars speak of NumPy, which is not here.)

import polars as pl

from aboveline.batches.judged import JudgedPart
from aboveline.framework.model import Framework
from aboveline.reasons import SHARE_OF, reasons_by_column
from aboveline.scoring.by_case import OUTCOMES, ByCase


class Decided:
    """What every case of the parts that were taken came to."""

    def __init__(self, framework: Framework) -> None:
        self._places = {
            column: pl.Series([OUTCOMES.index(one.outcome) for one in known], dtype=pl.UInt8)
            for column, known in reasons_by_column(framework).items()
        }
        self._cases: list[str] = []
        self._outcomes: dict[str, bytearray] = {}
        self.begin()

    def begin(self) -> None:
        """Begin with the first part, perhaps anew."""
        self._cases.clear()
        self._outcomes = {column: bytearray() for column in self._places}

    def take(self, part: JudgedPart) -> None:
        """Take down a part."""
        self.add(part.case_ids, part.codes)

    def add(self, case_ids: pl.Series, codes: pl.DataFrame) -> None:
        """Take down the codes of some cases."""
        self._cases.extend(case_ids)
        for column, places in self._places.items():
            self._outcomes[column] += places.gather(codes[column].cast(pl.UInt32)).to_numpy().tobytes()

    def by_case(self) -> ByCase:
        """All that was taken down."""
        outcomes = {column.removeprefix(SHARE_OF): bytes(found) for column, found in self._outcomes.items()}
        return ByCase(tuple(self._cases), outcomes)
