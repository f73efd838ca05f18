"""Turns everything judged of one case into a CaseAccount: each question with its outcome and why, in counts that add up."""

from collections import Counter
from collections.abc import Mapping, Sequence

from attrs import evolve

from aboveline.framework.model import Framework, Question
from aboveline.frozen import frozen
from aboveline.judgement import Judgement, Outcome
from aboveline.records.record import Record
from aboveline.reference.judge import judge, trails
from aboveline.report.explanation import Whose
from aboveline.report.phrases import value_in_words
from aboveline.report.reasons import because
from aboveline.report.sentences import Teller, place_words
from aboveline.scoring.overrides import Applied
from aboveline.trail import Step, Trail


@frozen
class Judged:
    """One question of the case: its outcome as it counts, the answer recorded or worked out, and in short why.

    `overridden_from` is what it was by the criteria where a person overrode it, and `reason` is why it was that.
    """

    question: str
    label: str
    outcome: str
    answer: str | None
    reason: str
    is_scored: bool
    overridden_from: str | None = None


@frozen
class Sum:
    """How many questions there are, and how many of them came to each outcome, in the order of the tally."""

    asked: int
    by_outcome: Mapping[str, int]

    @property
    def words(self) -> str:
        """The sum as it is written out, every outcome in it."""
        return f"asked {self.asked} = " + " + ".join(
            f"{n} {outcome}" for outcome, n in self.by_outcome.items()
        )

    @property
    def short_words(self) -> str:
        """The same without the outcomes that nothing came to."""
        found = " + ".join(f"{n} {outcome}" for outcome, n in self.by_outcome.items() if n)
        return f"asked {self.asked} = {found or 0}"


@frozen
class CriterionOfCase:
    """The questions of one criterion."""

    key: str
    label: str
    sum: Sum
    questions: tuple[Judged, ...]


@frozen
class SectionOfCase:
    """The criteria of one section."""

    key: str
    label: str
    sum: Sum
    criteria: tuple[CriterionOfCase, ...]


@frozen
class Noticed:
    """Something about the record that a person should look at."""

    code: str
    subject: str
    message: str
    where: str


@frozen
class CaseAccount:
    """Everything judged of one case, by section and criterion; `follow` is the command that explains one question."""

    case_id: str
    where: str
    sum: Sum
    sections: tuple[SectionOfCase, ...]
    noticed: tuple[Noticed, ...]
    follow: str
    #: None unless cases may have been assessed more than once.
    whose: Whose | None = None


def case_account(  # noqa: PLR0913 (what is judged, and all that is to be said beside it)
    framework: Framework,
    record: Record,
    inspection: Record | None,
    follow: str,
    whose: Whose | None = None,
    *,
    overridden: Sequence[Applied] = (),
) -> CaseAccount:
    """The account of one case; `follow` is the command to which the name of a question is to be added.

    `overridden` are the overrides of its judgements. They are counted as they were decided, and rest on nothing else.
    """
    result = judge(framework, record, inspection)
    judgements = {j.question: j for j in result.judgements}
    teller = Teller(framework, judgements)
    counts_as = {key: j.outcome for key, j in judgements.items()} | {
        o.question: o.outcome for o in overridden
    }
    told: dict[str, Judged] = {}
    for found in trails(framework, record, inspection):
        question = framework.questions[found.judgement.question]
        told[question.key] = _judged(teller, question, found, counts_as[question.key])
    sections = tuple(
        SectionOfCase(
            key=section.key,
            label=section.label,
            sum=_sum(
                [counts_as[q] for c in section.criteria for q in _in_criterion(framework, c, judgements)]
            ),
            criteria=tuple(
                CriterionOfCase(
                    key,
                    framework.criteria[key].label,
                    _sum([counts_as[q] for q in _in_criterion(framework, key, judgements)]),
                    tuple(told[q] for q in _in_criterion(framework, key, judgements)),
                )
                for key in section.criteria
            ),
        )
        for section in framework.sections.values()
    )
    noticed = tuple(Noticed(f.code, f.subject, f.message, place_words(f.place)) for f in result.findings)
    place = evolve(record.place, field=None, cell=None) if record.place else None
    whole = _sum(tuple(counts_as.values()))
    if sum(s.sum.asked for s in sections) != whole.asked:
        raise AssertionError("the sections of a case do not add up")
    where = place_words(place)
    return CaseAccount(record.case_id, where, whole, sections, noticed, follow, whose)


def _in_criterion(framework: Framework, criterion: str, judgements: Mapping[str, Judgement]) -> list[str]:
    return [key for key in framework.criteria[criterion].questions if key in judgements]


def _sum(outcomes: Sequence[Outcome]) -> Sum:
    counts = Counter(outcomes)
    by_outcome = {outcome.value: counts[outcome] for outcome in Outcome}
    if sum(by_outcome.values()) != len(outcomes):
        raise AssertionError("the outcomes of a case do not add up")
    return Sum(len(outcomes), by_outcome)


def _judged(teller: Teller, question: Question, trail: Trail, counts_as: Outcome) -> Judged:
    judgement = trail.judgement
    answer = None if judgement.answer is None else value_in_words(judgement.answer, question.answers)
    return Judged(
        question=question.key,
        label=question.label,
        outcome=counts_as.value,
        answer=answer,
        reason=_reason(teller, trail),
        is_scored=question.standing == "scored",
        overridden_from=None if counts_as is judgement.outcome else judgement.outcome.value,
    )


def _reason(teller: Teller, trail: Trail) -> str:
    """What decided, without where it stands in the data."""
    deciding = next((c for c in trail.clauses if c.decided), None)
    if deciding is None:
        return "marked not applicable by the assessor"
    found = "; ".join(because(teller, _without_places(deciding.step)))
    return found[:1].lower() + found[1:] if found else "so for every case"


def _without_places(step: Step) -> Step:
    return evolve(step, place=None, steps=tuple(_without_places(s) for s in step.steps))
