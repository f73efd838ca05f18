"""What the cases came to under both versions, and in between: what impact is worked out from."""

from collections.abc import Mapping

from attrs import field

from aboveline.framework.model import Framework
from aboveline.frozen import frozen
from aboveline.judgement import Outcome
from aboveline.records.record import Record
from aboveline.revision.changed import Held

#: How often each column had each reason: its outcome, and the clause that decided.
Counts = Mapping[str, Mapping[tuple[Outcome, int | None], int]]


@frozen
class Judged:
    """What the cases came to: under the older version, under the newer, and in between."""

    cases: tuple[str, ...] = field(repr=False)
    old: Framework = field(repr=False)
    new: Framework = field(repr=False)
    older: Counts = field(repr=False)
    newer: Counts = field(repr=False)
    held: Held = field(repr=False)
    inspection: Record | None = None
