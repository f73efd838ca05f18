"""Puts the passes in order: a folder of criteria becomes a Framework, files of cases become Scores.

This is the only place that knows which pass comes after which. Nothing here prints, and nothing
here is cleverer than calling one pass with what the last one gave.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from attrs import evolve, field

from aboveline.analysis.rows import check_rows
from aboveline.diagnostics import Diagnostic, Diagnostics, has_errors
from aboveline.files import criteria_in, framework_folder, read_sources
from aboveline.framework.from_tree import build, spoken
from aboveline.framework.model import Framework
from aboveline.framework.record_shape import case_shape, inspection_shape
from aboveline.framework.texts import ReadText, untranslated
from aboveline.frozen import frozen
from aboveline.judgement import Finding, Findings, Judgement, findings_of, with_findings
from aboveline.records.assessors import Assessors, assessor_of, by_name
from aboveline.records.overrides import Override, read_overrides
from aboveline.records.read import Input
from aboveline.records.read import read_cases as read_case_records
from aboveline.records.read import read_inspection as read_inspection_record
from aboveline.records.record import Record
from aboveline.records.schema import json_schema
from aboveline.reference.judge import CaseResult, inspection_findings, trail
from aboveline.reference.judge import judge as judge_case
from aboveline.scoring.groups import Breakdown
from aboveline.scoring.groups import break_down as break_down_scores
from aboveline.scoring.model import ScoreName, Scores, Tally
from aboveline.scoring.overrides import (
    Applied,
    AsJudged,
    Overridden,
    as_judged,
    breakdown_with_overrides,
    overridden,
    results_with_overrides,
    with_overrides,
)
from aboveline.scoring.score import Turned, if_turned, scores, tallies_of
from aboveline.scoring.tally import tally
from aboveline.source import Source, Span
from aboveline.syntax.decode import text_of
from aboveline.syntax.parse import parse
from aboveline.syntax.tree import Tree
from aboveline.trail import Trail

if TYPE_CHECKING:
    from aboveline.analysis.agreement import Agreement
    from aboveline.analysis.caseload import CaseCoverage
    from aboveline.analysis.coverage import Covered
    from aboveline.analysis.examples import ExampleResult
    from aboveline.analysis.suggesting import Tried
    from aboveline.analysis.turning import Turnings
    from aboveline.batches.batch import Listener, Taker
    from aboveline.batches.judged import JudgedPart
    from aboveline.scoring.by_case import ByCase
    from aboveline.scoring.contributions import Contributions
    from aboveline.scoring.intervals import Intervals

#: So many cases and more are judged by columns. Fewer are judged sooner one by one, as nothing need be made ready for that.
MANY = 1_000


@frozen
class Workspace:
    """A folder of criteria as it was loaded; `framework` is None where anything in it is an error."""

    name: str
    framework: Framework | None
    diagnostics: Diagnostics
    sources: Mapping[str, Source] = field(repr=False)
    #: What each of its files says, in every language.
    trees: tuple[Tree, ...] = field(default=(), repr=False)


@frozen
class Given:
    """The files of a batch as they are: those of the cases, that of the inspection as a whole, that of overrides."""

    inputs: tuple[Input, ...]
    inspection: Input | None = None
    #: Judgements that a person decided otherwise than the criteria.
    overrides: Input | None = None


@frozen
class Cases:
    """Case records as they were read: those that are valid, and what is wrong with the others.

    `left_out` has one entry for each record that is refused: its case id, where it has one.
    `read` is how many records there were in all, `valid` how many are good and taken. `records` is empty
    where the cases went by in parts. Where cases may be assessed more than once, `assessors` says by whom,
    `records` has one assessment of each case, and `aside` has the others.
    """

    records: tuple[Record, ...] = field(repr=False)
    inspection: Record | None
    diagnostics: Diagnostics
    left_out: tuple[str | None, ...]
    read: int
    files: tuple[str, ...]
    #: Something is wrong that leaving records out does not mend: a file as a whole, or the inspection's facts.
    fatal: bool
    #: What is worth a look in the files and wrong only perhaps.
    notes: Diagnostics = ()
    #: How many errors there are beyond the diagnostics, which are the first of very many.
    untold: int = 0
    valid: int = 0
    assessors: Assessors | None = None
    aside: tuple[Record, ...] = field(default=(), repr=False)

    @property
    def assessed_again(self) -> Mapping[str, tuple[str, ...]]:
        """The assessors of each case that was assessed more than once, the one whose assessment is taken first."""
        if self.assessors is None:
            return {}
        others: dict[str, list[str]] = {}
        for record in self.aside:
            others.setdefault(record.case_id, []).append(assessor_of(record, self.assessors))
        return {
            record.case_id: (
                assessor_of(record, self.assessors),
                *sorted(others[record.case_id], key=by_name),
            )
            for record in self.records
            if record.case_id in others
        }


#: Is told how many records are done, of about how many.
Watch = Callable[[int, int], None]


def unwatched(done: int, expected: int) -> None:
    """Nobody is told."""


#: Which of the two evaluators judges; they come to the same.
Evaluator = Literal["reference", "columnar"]


@frozen
class Run:
    """One batch of cases judged and scored under one framework.

    `results` is empty where the cases went by in parts; what of each case is wanted then, a taker of
    the parts has taken. They are as the criteria have it; scores and all else are with the overrides.
    """

    framework: Framework
    cases: Cases
    results: tuple[CaseResult, ...] = field(repr=False)
    scores: Scores = field(repr=False)
    #: What was noticed of the cases, in their order, and of the facts of the inspection.
    findings: Findings = field(repr=False)
    tallies: Mapping[str, Tally] = field(repr=False)
    breakdowns: tuple[Breakdown, ...] = field(default=(), repr=False)
    evaluator: Evaluator = "reference"
    #: What each case came to, where that was taken down as the cases went by.
    decided: "ByCase | None" = field(default=None, repr=False)

    @property
    def every_finding(self) -> tuple[Finding, ...]:
        """All findings of a batch whose cases were judged one by one, however many."""
        return (*(found for result in self.results for found in result.findings), *self.of_inspection)

    @property
    def of_inspection(self) -> tuple[Finding, ...]:
        """What was noticed of the facts of the inspection."""
        return _of_inspection(self.framework, self.cases.inspection)

    #: The overrides that changed a judgement, and a finding for each that did not, both as they stand in their file.
    overridden: Overridden = field(factory=Overridden, repr=False)


@frozen
class Why:
    """What lies behind one judgement: its trail, what else was decided of the case, and what it moves.

    `judgements` are all those of the case, by question. `turned` says what each score of `scores`
    would be had this one judgement gone the other way; `turnings` what of the case would have to be another.
    """

    trail: Trail
    result: CaseResult = field(repr=False)
    judgements: Mapping[str, Judgement] = field(repr=False)
    inspection: Record | None = field(repr=False)
    scores: Scores | None = field(repr=False)
    turned: tuple[Turned, ...]
    turnings: "Turnings" = field(repr=False)
    #: The overrides of other judgements of the case, which `scores` count.
    overrides: tuple[Applied, ...] = ()


def load(where: str | Path, language: str | None = None) -> Workspace:
    """The framework in a folder, or the bundled one of that name, in a language, with everything wrong with it.

    What is not translated into the language is as it was written, and so is everything where none is asked for.
    """
    name = str(where)
    folder, wrong = framework_folder(name)
    if folder is None:
        return Workspace(name, None, wrong, {})
    sources, unreadable = read_sources(folder, name)
    return check(name, sources, unreadable, language)


def check(
    name: str, sources: Mapping[str, Source], unreadable: Diagnostics = (), language: str | None = None
) -> Workspace:
    """The framework some texts make, in a language, with everything wrong with them."""
    parsed = [parse(source) for source in sources.values()]
    diagnostics = [*unreadable, *(d for _, wrong in parsed for d in wrong)]
    framework = None
    trees = tuple(tree for tree, _ in parsed)
    if sources:
        framework, wrong = build(trees, sources)
        # What a file that could not be read declares would be told as missing everywhere else.
        if not has_errors(unreadable):
            diagnostics.extend(d for d in wrong if not _follows(d, parsed))
    if framework is not None and not has_errors(diagnostics):
        diagnostics.extend(check_rows(framework))
    if has_errors(diagnostics):
        framework = None
    if framework is not None and language is not None:
        framework = spoken(framework, trees, language)
    return Workspace(name, framework, tuple(diagnostics), sources, trees)


def _follows(found: Diagnostic, parsed: Sequence[tuple[Tree, Diagnostics]]) -> bool:
    """Whether a fault only follows from a slip in the very words it is about, which is told already."""
    at = found.labels[0].at if found.labels else None
    slips = (d.labels[0].at for _, wrong in parsed for d in wrong if d.labels)
    return isinstance(at, Span) and any(
        isinstance(slip, Span) and slip.file == at.file and slip.start < at.end and at.start < slip.end
        for slip in slips
    )


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
    beside, wrong = (None, ()) if inspection is None else _inspection(framework, inspection)
    return Cases(
        records=reading.records,
        inspection=beside,
        diagnostics=(*reading.diagnostics, *wrong),
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
    noticed.extend(_of_inspection(framework, cases.inspection))
    return Run(framework, cases, results, batch, findings_of(noticed), tallies)


def findings_beside_cases(run: Run) -> tuple[Finding, ...]:
    """What was noticed that is in no part of the batch: of the facts of the inspection, and of the overrides."""
    return (*_of_inspection(run.framework, run.cases.inspection), *run.overridden.set_aside)


def _of_inspection(framework: Framework, inspection: Record | None) -> tuple[Finding, ...]:
    return () if inspection is None else inspection_findings(framework, inspection)


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


@frozen
class HowScored:
    """How a batch is to be scored: broken down by which facts, invalid records left out or not, by which evaluator.

    Without an evaluator, the one that is faster for so many cases is taken. With assessors, cases may have been assessed
    more than once; they are judged one by one then, as which assessment is taken is known only at the end.
    """

    by: tuple[str, ...] = ()
    leave_out_invalid: bool = False
    evaluator: Evaluator | None = None
    #: What each case came to is wanted too, for contributions and intervals.
    case_by_case: bool = False
    assessors: Assessors | None = None


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

    beside, wrong = (None, ()) if given.inspection is None else _inspection(framework, given.inspection)
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
    found = done.totals.findings(_of_inspection(framework, beside))
    by_case = None if decided is None else decided.by_case()
    run = Run(framework, cases, (), whole, found, tallies, breakdowns, "columnar", by_case)
    return cases, override(run, overrides, done.named)


def override(run: Run, overrides: Sequence[Override], judged: Mapping[str, AsJudged]) -> Run:
    """A run with some of its judgements overridden; `judged` are the cases they name, by id, as far as there are any."""
    if not overrides:
        return run
    framework, inspection = run.framework, run.cases.inspection
    found = overridden(framework, overrides, judged)
    whole = with_overrides(framework, run.scores, found.applied, inspection)
    return evolve(
        run,
        scores=whole,
        tallies=tallies_of(framework, whole),
        breakdowns=tuple(
            breakdown_with_overrides(framework, one, found.applied, whole, inspection)
            for one in run.breakdowns
        ),
        findings=with_findings(found.set_aside, run.findings),
        overridden=found,
    )


def overrides_in(framework: Framework, given: Input | None) -> tuple[tuple[Override, ...], Diagnostics]:
    """The overrides in a file; none where there is no file."""
    if given is None:
        return (), ()
    return read_overrides(given, {question.column: key for key, question in framework.questions.items()})


def _with_faults(cases: Cases, wrong: Diagnostics) -> Cases:
    """The cases with what is wrong in a file beside them, which leaving records out does not mend."""
    fatal = cases.fatal or has_errors(wrong)
    return evolve(cases, diagnostics=(*cases.diagnostics, *wrong), fatal=fatal) if wrong else cases


def is_large(inputs: Sequence[Input]) -> bool:
    """Whether there are so many cases in some files that judging them by columns is the faster way."""
    from aboveline.records.extent import about_how_many  # noqa: PLC0415

    return sum(about_how_many(one) for one in inputs) >= MANY


def break_down(run: Run, fact: str) -> Breakdown:
    """The scores of a run for each value of a fact of its cases."""
    judged = zip(run.cases.records, run.results, strict=True)
    return break_down_scores(run.framework, fact, judged, run.scores, run.cases.inspection)


def contributions_to(run: Run, name: ScoreName) -> "Contributions":
    """What each question and each case of a run adds to one of its scores."""
    from aboveline.scoring.contributions import contributions  # noqa: PLC0415 (only what goes by case needs it)

    return contributions(run.framework, run.scores, by_case_of(run), name, run.cases.inspection)


def intervals_of(run: Run, names: Iterable[ScoreName] | None = None) -> "Intervals":
    """How sure the scores of a run are, or some of them."""
    from aboveline.scoring.intervals import intervals  # noqa: PLC0415 (only what goes by case needs it)

    return intervals(run.framework, run.scores, by_case_of(run), names, run.cases.inspection)


def by_case_of(run: Run) -> "ByCase":
    """What each case of a run came to, overrides counted, in the order of the cases. Raises ValueError where nobody took that down."""
    from aboveline.scoring.by_case import by_case, with_changed  # noqa: PLC0415 (only what goes by case needs it)

    if run.decided is not None:
        changed = [(one.case_id, one.question, one.outcome) for one in run.overridden.applied]
        return with_changed(run.decided, changed)
    if run.evaluator == "columnar":
        raise ValueError("the cases went by, and what each came to was not taken down")
    judged = zip(run.cases.records, counted_results(run), strict=True)
    return by_case(run.framework, ((record.case_id, result) for record, result in judged))


def agreement_of_assessors(run: Run) -> "Agreement":
    """How far the assessors of the cases that were assessed more than once agree.

    Raises ValueError where its cases were not read with assessors.
    """
    from aboveline.analysis.agreement import Assessment, agreement  # noqa: PLC0415 (one command alone needs it)

    assessors = run.cases.assessors
    if assessors is None:
        raise ValueError("nothing says who assessed the cases")
    found: dict[str, list[Assessment]] = {}
    for record, result in zip(run.cases.records, run.results, strict=True):
        found[record.case_id] = [Assessment(assessor_of(record, assessors), record, result)]
    for record in run.cases.aside:
        result = judge_case(run.framework, record, run.cases.inspection)
        found[record.case_id].append(Assessment(assessor_of(record, assessors), record, result))
    return agreement(run.framework, found)


def run_examples(framework: Framework) -> "tuple[ExampleResult, ...]":
    """The results of the examples that stand in the criteria."""
    from aboveline.analysis import examples  # noqa: PLC0415 (one command alone needs it)

    return examples.run_examples(framework)


def cover_examples(framework: Framework) -> "tuple[Covered, ...]":
    """What each rule of the criteria came to in their examples."""
    from aboveline.analysis import examples  # noqa: PLC0415 (one command alone needs it)

    return examples.cover_examples(framework)


def cover_cases(
    framework: Framework,
    cases: Cases,
    through: Callable[[Sequence[Record]], Iterable[Record]] = iter,
) -> "CaseCoverage":
    """What the valid records show of the criteria; `through` may watch them go by."""
    from aboveline.analysis import caseload  # noqa: PLC0415 (one command alone needs it)

    return caseload.cover_cases(framework, through(cases.records), cases.inspection)


def record_schema(framework: Framework, *, of_inspection: bool = False) -> dict[str, Any]:
    """The JSON Schema of one case record, or of the one record of facts of the inspection."""
    return json_schema(inspection_shape(framework) if of_inspection else case_shape(framework))


def trace(  # noqa: PLR0913, PLR0917 (what is traced, and against what)
    framework: Framework,
    record: Record,
    question: str,
    inspection: Record | None = None,
    batch: Scores | None = None,
    overrides: Sequence[Applied] = (),
) -> Why:
    """Everything behind one judgement of one case; with the scores of its batch, also what it moves there.

    `overrides` are those the scores count.
    """
    from aboveline.analysis.turning import turnings  # noqa: PLC0415 (one command alone needs it)

    found = trail(framework, record, question, inspection)
    result = judge_case(framework, record, inspection)
    return Why(
        trail=found,
        result=result,
        judgements={j.question: j for j in result.judgements},
        inspection=inspection,
        scores=batch,
        turned=if_turned(framework, batch, found.judgement) if batch else (),
        turnings=turnings(framework, record, question, inspection),
        overrides=tuple(o for o in overrides if o.case_id == record.case_id and o.question != question),
    )


def _inspection(framework: Framework, given: Input) -> tuple[Record | None, Diagnostics]:
    return read_inspection_record(given, inspection_shape(framework))


def inspection_record(framework: Framework, given: Input | None) -> Record | None:
    """The facts of the inspection in a file that was read without errors before."""
    return None if given is None else _inspection(framework, given)[0]


def criteria_files(loaded: Workspace) -> Mapping[str, bytes] | None:
    """The criteria files that were loaded as they are, byte for byte, by file name; None where they are others by now."""
    folder, _ = framework_folder(loaded.name)
    paths = () if folder is None else criteria_in(folder)
    files = {path.name: path.read_bytes() for path in paths}
    try:
        texts = [text_of(data) for data in files.values()]
    except UnicodeDecodeError:
        return None
    return files if texts == [source.text for source in loaded.sources.values()] else None


def try_examples(framework: Framework, *, suggest: bool) -> "Tried":
    """What the examples show of the criteria, and what no case can; with `suggest`, the examples that would show the rest."""
    from aboveline.analysis.goals import goals_of  # noqa: PLC0415 (one command alone needs it)
    from aboveline.analysis.suggesting import tried  # noqa: PLC0415 (likewise)

    return tried(goals_of(framework), suggest=suggest)


def untranslated_texts(loaded: Workspace, language: str) -> tuple[ReadText, ...]:
    """What a framework in a language shows as it was written, because it is not translated, in the order of its files."""
    return untranslated(loaded.trees, language)
