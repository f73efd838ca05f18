"""What was loaded, read, judged and scored, and how that is to be done: frozen data that does no work."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Literal

from attrs import field

from aboveline.diagnostics import Diagnostics
from aboveline.framework.model import Framework
from aboveline.frozen import frozen
from aboveline.judgement import Finding, Findings, Judgement
from aboveline.records.assessors import Assessors, assessor_of, by_name
from aboveline.records.read import Input
from aboveline.records.record import Record
from aboveline.reference.judge import CaseResult, inspection_findings
from aboveline.scoring.groups import Breakdown
from aboveline.scoring.model import Scores, Tally
from aboveline.scoring.overrides import (
    Applied,
    Overridden,
)
from aboveline.scoring.score import Turned
from aboveline.source import Source
from aboveline.syntax.tree import Tree
from aboveline.trail import Trail

if TYPE_CHECKING:
    from aboveline.analysis.turning import Turnings
    from aboveline.scoring.by_case import ByCase


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
        return noticed_of_inspection(self.framework, self.cases.inspection)

    #: The overrides that changed a judgement, and why each other was left aside, both as they stand in their file.
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


def noticed_of_inspection(framework: Framework, inspection: Record | None) -> tuple[Finding, ...]:
    """What was noticed of the facts of the inspection; nothing where none are given."""
    return () if inspection is None else inspection_findings(framework, inspection)
