"""A batch of any size read, judged and scored, by the evaluator that suits it, its overrides last of all."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from attrs import evolve

from aboveline.diagnostics import Diagnostics, has_errors
from aboveline.framework.model import Framework
from aboveline.framework.record_shape import override_shape
from aboveline.records.kinds import foremost
from aboveline.records.overrides import Override, read_overrides
from aboveline.records.read import Input
from aboveline.records.record import Record
from aboveline.scoring.groups import Breakdown, GroupKey, broken_down, group_key
from aboveline.scoring.model import Tally
from aboveline.scoring.overrides import (
    Applied,
    AsJudged,
    as_judged,
    breakdown_with_overrides,
    overridden,
    with_overrides,
    without_overrides,
)
from aboveline.scoring.score import scores, tallies_of
from aboveline.workspace.asked import break_down
from aboveline.workspace.cases import judge_cases, judged_parts, read_cases, read_inspection
from aboveline.workspace.model import (
    Cases,
    Evaluator,
    Given,
    HowScored,
    Run,
    Watch,
    noticed_of_inspection,
    unwatched,
)

if TYPE_CHECKING:
    from aboveline.batches.batch import Listener, Taker


#: So many cases and more are judged by columns. Fewer are judged sooner one by one, as nothing need be made ready for that.
MANY = 1_000


def score_batch(  # noqa: PLR0913, PLR0917 (what is judged, and who is told)
    framework: Framework,
    given: Given,
    how: HowScored,
    takers: "Sequence[Taker]" = (),
    watch: Watch = unwatched,
    listener: "Listener | None" = None,
) -> tuple[Cases, Run | None]:
    """A batch of any size read, judged and scored; no run where its cases have errors that forbid it.

    Each taker is given every part of it once it is judged, the listener everything that is wrong with
    its records. `watch` is told how many records are done, of about how many.
    """
    if evaluator_for(given, how) == "columnar":
        return _by_columns(framework, given, how, takers, watch, listener)
    cases, run = _one_by_one(framework, given, how, takers, watch)
    if listener is not None:
        listener.begin()
        for one in cases.diagnostics:
            listener.tell(one)
    return cases, run


def evaluator_for(given: Given, how: HowScored) -> Evaluator:
    """What judges a batch: what was asked for, or what is faster for so many cases; with assessors the reference evaluator."""
    if how.assessors is not None:
        return "reference"
    return how.evaluator or ("columnar" if is_large(given.inputs) else "reference")


def is_large(inputs: Sequence[Input]) -> bool:
    """Whether there are so many cases in some files that judging them by columns is the faster way."""
    from aboveline.records.extent import about_how_many  # noqa: PLC0415

    return sum(about_how_many(one) for one in inputs) >= MANY


def _usable(cases: Cases, how: HowScored) -> bool:
    refused = cases.fatal or (has_errors(cases.diagnostics) and not how.leave_out_invalid)
    return not refused and cases.valid > 0


def _one_by_one(
    framework: Framework,
    given: Given,
    how: HowScored,
    takers: "Sequence[Taker]",
    watch: Watch,
) -> tuple[Cases, Run | None]:
    overrides, wrong = overrides_in(framework, given.overrides)
    cases = _with_faults(read_cases(framework, given.inputs, given.inspection, how.assessors), wrong)
    if not _usable(cases, how):
        return cases, None

    def through(records: Sequence[Record]) -> Iterator[Record]:
        for number, record in enumerate(records):
            watch(number, len(records))
            yield record

    run = judge_cases(framework, cases, through)
    run = evolve(run, breakdowns=tuple(break_down(run, fact) for fact in how.by))
    judged = zip(cases.records, run.results, strict=True)
    run = override(run, overrides, as_judged(framework, overrides, judged, how.by, cases.inspection))
    if takers:
        for taker in takers:
            taker.begin()
        for part in judged_parts(run):
            for taker in takers:
                taker.take(part)
    return cases, run


def _by_columns(  # noqa: PLR0913, PLR0917 (what is judged, and how)
    framework: Framework,
    given: Given,
    how: HowScored,
    takers: "Sequence[Taker]",
    watch: Watch,
    listener: "Listener | None",
) -> tuple[Cases, Run | None]:
    from aboveline.batches.batch import judge_batch  # noqa: PLC0415 (heavy: only for large batches)
    from aboveline.batches.decided import Decided  # noqa: PLC0415

    beside, wrong = (None, ()) if given.inspection is None else read_inspection(framework, given.inspection)
    overrides, wrong_ones = overrides_in(framework, given.overrides)
    leave_out = how.leave_out_invalid
    decided = Decided(framework) if how.case_by_case else None
    done = judge_batch(
        framework,
        given.inputs,
        beside,
        takers if decided is None else (*takers, decided),
        watch,
        by=how.by,
        overrides=overrides,
        leave_out_invalid=leave_out,
        listener=listener,
    )
    reading = done.reading
    cases = Cases(
        records=(),
        inspection=beside,
        diagnostics=(*reading.diagnostics, *wrong),
        left_out=reading.invalid,
        read=reading.read,
        files=tuple(one.name for one in given.inputs),
        fatal=reading.fatal or has_errors(wrong),
        notes=reading.notes,
        untold=reading.untold,
        valid=reading.read - len(reading.invalid),
    )
    cases = _with_faults(cases, wrong_ones)
    if listener is not None:
        for one in wrong_ones:
            listener.tell(one)
    if not _usable(cases, how):
        return cases, None
    tallies = done.totals.tallies()
    whole = scores(framework, tallies, inspection=beside)
    breakdowns = tuple(done.totals.breakdown(fact, whole, beside) for fact in how.by)
    found = done.totals.findings(noticed_of_inspection(framework, beside))
    by_case = None if decided is None else decided.by_case()
    run = Run(framework, cases, (), whole, found, tallies, breakdowns, "columnar", by_case)
    return cases, override(run, overrides, done.named)


def override(run: Run, overrides: Sequence[Override], judged: Mapping[str, AsJudged]) -> Run:
    """A run with some of its judgements overridden; `judged` are the cases they name, by id, as far as there are any."""
    if not overrides:
        return run
    found = overridden(run.framework, overrides, judged)
    return evolve(_with_applied(run, found.applied), overridden=found)


def _with_applied(run: Run, applied: Sequence[Applied]) -> Run:
    """A run whose figures are those of the criteria, some of its judgements counted as people decided them."""
    framework, inspection = run.framework, run.cases.inspection
    whole = with_overrides(framework, run.scores, applied, inspection)
    return evolve(
        run,
        scores=whole,
        tallies=tallies_of(framework, whole),
        breakdowns=tuple(
            breakdown_with_overrides(framework, one, applied, whole, inspection) for one in run.breakdowns
        ),
    )


def figures_in(framework: Framework, run: Run) -> Run:
    """A run whose figures have the texts of `framework`: the criteria it was judged by, in another language.

    No case is judged again: the scores follow from the counts, and these are the same in every language. What was said
    of single cases stays as it is.
    """
    inspection = run.cases.inspection
    tallies = tallies_of(framework, without_overrides(run.scores))
    whole = scores(framework, tallies, inspection=inspection)
    breakdowns = tuple(
        broken_down(framework, one.fact, _counted_groups(framework, one), whole, inspection)
        for one in run.breakdowns
    )
    bare = evolve(run, framework=framework, scores=whole, tallies=tallies, breakdowns=breakdowns)
    return _with_applied(bare, run.overridden.applied) if run.overridden.applied else bare


def _counted_groups(
    framework: Framework, found: Breakdown
) -> Mapping[GroupKey, tuple[int, Mapping[str, Tally]]]:
    """How many cases each group of a breakdown has, and their tallies by the criteria."""
    return {
        group_key(group.value, exists=group.exists): (
            group.cases,
            tallies_of(framework, without_overrides(group.scores)),
        )
        for group in found.groups
    }


def overrides_in(framework: Framework, given: Input | None) -> tuple[tuple[Override, ...], Diagnostics]:
    """The overrides in a file; none where there is no file."""
    if given is None:
        return (), ()
    keys = {question.column: key for key, question in framework.questions.items()}
    return read_overrides(given, keys, override_shape(framework))


def _with_faults(cases: Cases, wrong: Diagnostics) -> Cases:
    """The cases with what is wrong in a file beside them, which leaving records out does not mend."""
    fatal = cases.fatal or has_errors(wrong)
    return evolve(cases, diagnostics=foremost((*cases.diagnostics, *wrong)), fatal=fatal)
