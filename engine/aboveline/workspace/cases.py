"""Case records read, judged one by one and scored; and the facts of the inspection that stand beside them."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from attrs import evolve

from aboveline.diagnostics import Diagnostics, has_errors
from aboveline.framework.model import Framework
from aboveline.framework.record_shape import case_shape, inspection_shape
from aboveline.judgement import findings_of
from aboveline.records.assessors import Assessors
from aboveline.records.kinds import foremost
from aboveline.records.read import Input
from aboveline.records.read import read_cases as read_case_records
from aboveline.records.read import read_inspection as read_inspection_record
from aboveline.records.record import Record
from aboveline.reference.judge import CaseResult
from aboveline.reference.judge import judge as judge_case
from aboveline.scoring.overrides import (
    results_with_overrides,
)
from aboveline.scoring.score import scores
from aboveline.scoring.tally import tally
from aboveline.workspace.model import Cases, Run, noticed_of_inspection

if TYPE_CHECKING:
    from aboveline.batches.judged import JudgedPart


def read_cases(
    framework: Framework,
    inputs: Sequence[Input],
    inspection: Input | None = None,
    assessors: Assessors | None = None,
) -> Cases:
    """The case records in some inputs, and the facts of the inspection that stand beside them.

    With assessors a case may stand once for each of them; one assessment of it is taken.
    """
    reading = read_case_records(inputs, case_shape(framework), assessors)
    beside, wrong = (None, ()) if inspection is None else read_inspection(framework, inspection)
    return Cases(
        records=reading.records,
        inspection=beside,
        diagnostics=foremost((*reading.diagnostics, *wrong)),
        left_out=reading.invalid,
        read=reading.read,
        files=tuple(i.name for i in inputs),
        fatal=reading.fatal or has_errors(wrong),
        notes=reading.notes,
        untold=reading.untold,
        valid=len(reading.records),
        assessors=assessors,
        aside=reading.aside,
    )


def inspection_record(framework: Framework, given: Input | None) -> Record | None:
    """The facts of the inspection in a file that was read without errors before."""
    return None if given is None else read_inspection(framework, given)[0]


def read_inspection(framework: Framework, given: Input) -> tuple[Record | None, Diagnostics]:
    """The facts of the inspection in a file, and what is wrong with it."""
    return read_inspection_record(given, inspection_shape(framework))


def judge_cases(
    framework: Framework,
    cases: Cases,
    through: Callable[[Sequence[Record]], Iterable[Record]] = iter,
) -> Run:
    """The valid records judged and scored by the reference evaluator; `through` may watch them go by."""
    results = tuple(judge_case(framework, record, cases.inspection) for record in through(cases.records))
    tallies = tally(framework, results)
    batch = scores(framework, tallies, inspection=cases.inspection)
    noticed = [finding for result in results for finding in result.findings]
    noticed.extend(noticed_of_inspection(framework, cases.inspection))
    return Run(framework, cases, results, batch, findings_of(noticed), tallies)


def judged_parts(run: Run) -> "Iterator[JudgedPart]":
    """The cases of a run and what was decided of them, in parts; of one whose cases were judged one by one."""
    from aboveline.batches.judged import by_reference  # noqa: PLC0415 (heavy: only where it is asked for)
    from aboveline.records.read_parts import parts_of  # noqa: PLC0415

    shape, at = case_shape(run.framework), 0
    applied = run.overridden.applied
    for number, part in enumerate(parts_of(shape, run.cases.records, run.cases.files), 1):
        size = part.frame.height
        judged = by_reference(run.framework, number, part, run.cases.files, run.results[at : at + size])
        ids = set(judged.case_ids) if applied else ()
        yield evolve(judged, overrides=tuple(one for one in applied if one.case_id in ids))
        at += size


def counted_results(run: Run) -> Iterator[CaseResult]:
    """What came of each case of a run whose cases were judged one by one, its overridden judgements as they count."""
    return results_with_overrides(run.results, run.overridden.applied)
