"""Reads a batch part by part, judges each part by columns, hands it on and adds it up."""

from collections.abc import Callable, Sequence

from attrs import field

from aboveline.batches.columns import ColumnJudge
from aboveline.batches.judged import JudgedPart
from aboveline.batches.totals import Totals
from aboveline.framework.model import Framework
from aboveline.framework.record_shape import case_shape
from aboveline.frozen import frozen
from aboveline.records.parts import ReadWhole
from aboveline.records.raw import Input
from aboveline.records.read import Reading
from aboveline.records.read_parts import PartsReading
from aboveline.records.record import Record

#: What is given every part of a batch once it is judged.
Taker = Callable[[JudgedPart], None]


@frozen
class InParts:
    """How a batch is to be judged: broken down by which facts, and whether invalid records are left out."""

    by: tuple[str, ...] = ()
    leave_out_invalid: bool = False


@frozen
class JudgedBatch:
    """What came of reading a batch, and of judging its valid cases."""

    reading: Reading
    totals: Totals = field(repr=False)


def judge_batch(
    framework: Framework,
    inputs: Sequence[Input],
    inspection: Record | None,
    how: InParts,
    takers: Callable[[], Sequence[Taker]],
    watch: Callable[[int, int], None],
) -> JudgedBatch:
    """A batch judged; `watch` is told how many records were read of about how many.

    Reading begins anew where a file turns out to be readable only whole, and where invalid records are
    left out and a case stands twice, which is known only at the end.
    """
    whole, without = frozenset[str](), frozenset[str]()
    while True:
        reading = PartsReading(inputs, case_shape(framework), whole=whole, without=without)
        try:
            totals = _judged(framework, inputs, inspection, how, reading, takers(), watch)
        except ReadWhole as found:
            whole |= {str(found)}
            continue
        repeated = reading.repeated() if how.leave_out_invalid else without
        if repeated == without:
            return JudgedBatch(reading.reading(), totals)
        without = repeated


def _judged(  # noqa: PLR0913 (what is judged, and how)
    framework: Framework,
    inputs: Sequence[Input],
    inspection: Record | None,
    how: InParts,
    reading: PartsReading,
    takers: Sequence[Taker],
    watch: Callable[[int, int], None],
) -> Totals:
    judge = ColumnJudge(framework, inspection, how.by, tuple(one.name for one in inputs))
    totals = Totals(framework, how.by)
    for number, part in enumerate(reading, 1):
        watch(reading.read, reading.expected)
        if reading.has_errors and not how.leave_out_invalid:
            continue
        judged = judge.judge(number, part)
        totals.add(judged)
        for take in takers:
            take(judged)
    return totals
