"""Turns the judgements of a batch into what a reader can drill down to: each question, the ways it went, each case.

A way is an outcome with every word of the rules marked by what it came to. Cases that went the same way share it, so that
it is worked out once, and shown once.
"""

from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import TYPE_CHECKING

from attrs import evolve

from aboveline.diagnostics import Place
from aboveline.judgement import Judgement
from aboveline.records.record import Record
from aboveline.reference.judge import CaseResult, trails
from aboveline.report.explanation import story
from aboveline.report.inspection.drill import (
    CaseCriterion,
    CaseJudgement,
    CasePage,
    MarkedRuleLine,
    QuestionDrill,
    Way,
    WayCase,
)
from aboveline.report.inspection.file_names import name_in_report
from aboveline.report.marked import MarkedLine, marked_lines
from aboveline.report.overrides_text import signed_words
from aboveline.report.sentences import Nearby
from aboveline.report.view import View
from aboveline.trail import Step, Trail
from aboveline.wording.message import joined, message
from aboveline.workspace import Run

if TYPE_CHECKING:
    from aboveline.analysis.coverage import CameTo

#: So many cases have their pages in the report itself; those of more go into a folder of their own.
MOST_IN_ONE = 200

#: Of more cases than that, so many are named beneath a way; of the others it is said how many there are.
MOST_NAMED = 25


class Drill:
    """Follows the cases of a batch, one after another, and keeps the ways their judgements went."""

    def __init__(self, run: Run, view: View) -> None:
        self.run = run
        self.overrides = {(row.case_id, row.question): row for row in view.overrides}
        self.most_named = MOST_NAMED if run.cases.valid > MOST_IN_ONE else MOST_IN_ONE
        self.numbers = {key: number for number, key in enumerate(run.framework.questions, 1)}
        self.ways: dict[str, dict[object, _Going]] = {
            key: {} for key, question in run.framework.questions.items() if question.is_judged
        }

    def cases(self) -> Iterator[CasePage]:
        """The page of each case; when all have gone by, `questions` is whole."""
        judged = zip(self.run.cases.records, self.run.results, strict=True)
        for number, (record, result) in enumerate(judged, 1):
            yield self._case(number, record, result)

    def questions(self) -> tuple[QuestionDrill, ...]:
        """Every judged question with the ways its judgements went, the most frequent first."""
        return tuple(
            QuestionDrill(
                key,
                self.numbers[key],
                tuple(
                    Way(way.number, way.outcome, way.lines, way.count, tuple(way.cases))
                    for way in sorted(found.values(), key=lambda way: (-way.count, way.number))
                ),
            )
            for key, found in self.ways.items()
        )

    def _case(self, number: int, record: Record, result: CaseResult) -> CasePage:
        framework = self.run.framework
        by_question = {judgement.question: judgement for judgement in result.judgements}
        place = None if record.place is None else evolve(record.place, field=None, cell=None)
        judgements = [
            (framework.questions[trail.judgement.question], self._judged(number, trail, by_question, place))
            for trail in trails(framework, record, self.run.cases.inspection)
        ]
        return CasePage(
            number,
            record.case_id,
            "" if place is None else joined(one for one in (name_in_report(place.file), place.spot) if one),
            tuple(
                CaseCriterion(
                    key,
                    framework.criteria[key].label,
                    name_in_report(framework.criteria[key].span.file),
                    tuple(one for _, one in group),
                )
                for key, group in groupby(judgements, key=lambda one: one[0].criterion)
            ),
        )

    def _judged(
        self, number: int, trail: Trail, judgements: Mapping[str, Judgement], place: Place | None
    ) -> CaseJudgement:
        framework, judged = self.run.framework, trail.judgement
        question = framework.questions[judged.question]
        nearby = Nearby(place, framework.criteria[question.criterion].span.file, name_in_report)
        found = self.ways[judged.question]
        signature = (judged.outcome, judged.clause, tuple((c.clause, _shape(c.step)) for c in trail.clauses))
        way = found.get(signature)
        if way is None:
            lines = tuple(_line(line) for line in marked_lines(framework, trail))
            way = found[signature] = _Going(len(found) + 1, judged.outcome.value, lines)
        way.count += 1
        if len(way.cases) < self.most_named:
            way.cases.append(WayCase(number, judged.case_id))
        override = self.overrides.get((judged.case_id, judged.question))
        return CaseJudgement(
            question.key,
            self.numbers[question.key],
            question.label,
            judged.outcome.value if override is None else override.outcome,
            story(framework, judgements, trail, nearby),
            way.number,
            None
            if override is None
            else message(
                "“{reason}” {signed}", reason=override.reason, signed=signed_words(override, name_in_report)
            ),
        )


class _Going:
    """A way as cases go by that went it."""

    def __init__(self, number: int, outcome: str, lines: tuple[MarkedRuleLine, ...]) -> None:
        self.number, self.outcome, self.lines = number, outcome, lines
        self.count = 0
        self.cases: list[WayCase] = []


def _shape(step: Step) -> object:
    """What a step and all beneath it came to, values left aside: on that alone the marks rest."""
    return (step.truth, tuple(_shape(one) for one in step.steps))


def _line(line: MarkedLine) -> MarkedRuleLine:
    """A line of the criteria in stretches that came to the same."""
    marks = zip(line.text, line.came_to, line.innermost, strict=True)
    stretches: list[tuple[str, CameTo | None]] = [
        ("".join(letter for letter, _, _ in group), came_to if innermost else None)
        for (came_to, innermost), group in groupby(marks, key=lambda one: (one[1], one[2]))
    ]
    return MarkedRuleLine(line.owner, name_in_report(line.file), line.number, tuple(stretches))
