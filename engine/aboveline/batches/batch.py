"""Reads a batch part by part, judges each part by columns, hands it on and adds it up."""

from collections.abc import Callable, Sequence
from typing import Protocol

from attrs import field

from aboveline.batches.columns import ColumnJudge
from aboveline.batches.judged import JudgedPart
from aboveline.batches.totals import Totals
from aboveline.diagnostics import Diagnostic, Diagnostics
from aboveline.framework.model import Framework
from aboveline.framework.record_shape import case_shape
from aboveline.frozen import frozen
from aboveline.records.raw import Input
from aboveline.records.read import Reading
from aboveline.records.read_parts import BeginAgain, CasePart, PartsReading
from aboveline.records.record import Record


class Listener(Protocol):
    """What is told of everything that is wrong with the records of a batch."""

    def begin(self) -> None:
        """Begin with the first, perhaps anew."""
        ...

    def tell(self, one: Diagnostic) -> None:
        """Hear of one more."""
        ...


class Taker(Protocol):
    """What is given every part of a batch once it is judged."""

    def begin(self) -> None:
        """Begin with the first part, perhaps anew: what was taken before is void."""
        ...

    def take(self, part: JudgedPart) -> None:
        """Take the next part."""
        ...


@frozen
class JudgedBatch:
    """What came of reading a batch, and of judging its valid cases."""

    reading: Reading
    totals: Totals = field(repr=False)


def judge_batch(  # noqa: PLR0913 (what is judged, and how)
    framework: Framework,
    inputs: Sequence[Input],
    inspection: Record | None,
    takers: Sequence[Taker],
    watch: Callable[[int, int], None],
    *,
    by: Sequence[str] = (),
    leave_out_invalid: bool = False,
    listener: Listener | None = None,
) -> JudgedBatch:
    """A batch judged, broken down by the facts in `by`; `watch` is told how many records were read of about how many.

    Where there are errors and invalid records are not to be left out, nothing is judged after the first.
    Reading begins anew where a file turns out to be readable only whole, and where invalid records are
    left out and a case stands twice, which is known only at the end.
    """
    whole, without = dict[int, Diagnostics](), frozenset[str]()
    while True:
        if listener is not None:
            listener.begin()
        tell = _deaf if listener is None else listener.tell
        reading = PartsReading(inputs, case_shape(framework), whole=whole, without=without, tell=tell)
        try:
            for taker in takers:
                taker.begin()
            totals = Totals(framework, by)
            judge = ColumnJudge(framework, inspection, by, tuple(one.name for one in inputs))
            for number, part in enumerate(reading, 1):
                watch(reading.read, reading.expected)
                if leave_out_invalid or not reading.has_errors:
                    _judge(judge, number, part, totals, takers)
        except BeginAgain as found:
            whole[found.file] = found.faults
            continue
        repeated = reading.repeated() if leave_out_invalid else without
        if repeated == without:
            return JudgedBatch(reading.reading(), totals)
        without = repeated


def _deaf(_: Diagnostic) -> None:
    pass


def _judge(judge: ColumnJudge, number: int, part: CasePart, totals: Totals, takers: Sequence[Taker]) -> None:
    judged = judge.judge(number, part)
    totals.add(judged)
    for taker in takers:
        taker.take(judged)
