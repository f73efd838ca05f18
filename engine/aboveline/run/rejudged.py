"""Judges the records of one sealed run under the criteria of another: what would have been said of them by those."""

# pyright: reportUnknownMemberType=false
# (The types of Polars speak of NumPy arrays of any kind.)

from collections import Counter
from collections.abc import Mapping

from attrs import evolve, field

from aboveline.batches.columns import ColumnJudge
from aboveline.batches.judged import JudgedPart
from aboveline.calendars import HolidaysByYear, kept_holidays
from aboveline.diagnostics import Diagnostics, has_errors
from aboveline.framework.model import Framework
from aboveline.framework.record_shape import case_shape, inspection_shape
from aboveline.frozen import frozen
from aboveline.reasons import reasons_by_column
from aboveline.records.recast import recast_frame, recast_record
from aboveline.records.record import Record
from aboveline.run.again import holidays_of, work_out_again
from aboveline.run.given import given_of
from aboveline.run.opened import SealedRun
from aboveline.run.stored import StoredRun, outcome_places
from aboveline.scoring.paths import ByCase
from aboveline.source import Source
from aboveline.workspace import Given, Watch, inspection_record


@frozen
class Rejudged:
    """What the cases of a run come to under other criteria, and how many values of each field those cannot hold."""

    found: ByCase
    lost: Mapping[str, int] = field(factory=dict[str, int])


def rejudge(
    older: StoredRun,
    newer: StoredRun,
    offered: Given,
    watch: Watch,
) -> tuple[Rejudged | None, Diagnostics, Mapping[str, Source]]:
    """The records of the older run judged under the criteria and public holidays of the newer; None where that cannot be done.

    `offered` are files for a run that was sealed without its records. The older run is worked out again on the way, and
    must come out as it was sealed.
    """
    given, wrong = given_of(older.sealed, offered)
    if given is None:
        return None, wrong, {}
    was, now = older.framework, newer.framework
    beside = inspection_record(was, given.inspection)
    facts = None if beside is None else recast_record(beside, inspection_shape(was), inspection_shape(now))
    taker = _Rejudging(was, now, facts, _holidays(older.sealed, newer.sealed))
    again = work_out_again(older.sealed, offered, watch, (taker,))
    if again.run is None or has_errors(again.diagnostics):
        return None, again.diagnostics, again.sources
    return taker.rejudged(), (), {}


def _holidays(older: SealedRun, newer: SealedRun) -> tuple[str | None, HolidaysByYear]:
    """The public holidays to judge by: those of the newer run, and for years it never looked at, those of the older."""
    calendar, days = holidays_of(newer)
    other, more = holidays_of(older)
    return calendar, {**more, **days} if other == calendar else days


class _Rejudging:
    """Judges the parts of a run under other criteria as they go by."""

    def __init__(
        self,
        was: Framework,
        now: Framework,
        facts: Record | None,
        holidays: tuple[str | None, HolidaysByYear],
    ) -> None:
        self._was, self._now, self._holidays = case_shape(was), case_shape(now), holidays
        self._judge = ColumnJudge(now, facts, (), ())
        self._reasons = {k: found for k, found in reasons_by_column(now).items() if k in now.questions}
        self.begin()

    def begin(self) -> None:
        """Begin with the first part, perhaps anew."""
        self._cases: list[str] = []
        self._outcomes = {key: bytearray() for key in self._reasons}
        self._lost = Counter[str]()

    def take(self, part: JudgedPart) -> None:
        """Judge a part."""
        frame, lost = recast_frame(part.case_part.frame, self._was, self._now)
        with kept_holidays(*self._holidays):
            judged = self._judge.judge(part.number, evolve(part.case_part, frame=frame))
        self._cases.extend(part.case_ids)
        for key, reasons in self._reasons.items():
            self._outcomes[key].extend(outcome_places(judged.codes[key], reasons))
        self._lost.update(lost)

    def rejudged(self) -> Rejudged:
        """What came of all parts."""
        found = {key: bytes(places) for key, places in self._outcomes.items()}
        return Rejudged(ByCase(tuple(self._cases), found), dict(self._lost))
