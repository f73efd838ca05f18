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
from aboveline.report.sentences import Teller, because, where_words
from aboveline.trail import Step, Trail


@frozen
class Judged:
    """One question of the case: its outcome, the answer recorded or worked out, and in short why."""

    question: str
    label: str
    outcome: str
    answer: str | None
    reason: str
    is_scored: bool


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


def case_account(
    framework: Framework, record: Record, inspection: Record | None, follow: str, whose: Whose | None = None
) -> CaseAccount:
    """The account of one case; `follow` is the command to which the name of a question is to be added."""
    result = judge(framework, record, inspection)
    judgements = {j.question: j for j in result.judgements}
    teller = Teller(framework, judgements)
    told = {
        found.judgement.question: _judged(teller, framework.questions[found.judgement.question], found)
        for found in trails(framework, record, inspection)
    }
    sections = tuple(
        SectionOfCase(
            key=section.key,
            label=section.label,
            sum=_sum([j for c in section.criteria for j in _in_criterion(framework, c, judgements)]),
            criteria=tuple(
                CriterionOfCase(
                    key,
                    framework.criteria[key].label,
                    _sum(_in_criterion(framework, key, judgements)),
                    tuple(told[j.question] for j in _in_criterion(framework, key, judgements)),
                )
                for key in section.criteria
            ),
        )
        for section in framework.sections.values()
    )
    noticed = tuple(
        Noticed(f.code, f.subject, f.message, where_words(f.place).strip(" ()")) for f in result.findings
    )
    place = evolve(record.place, field=None, cell=None) if record.place else None
    whole = _sum(result.judgements)
    if sum(s.sum.asked for s in sections) != whole.asked:
        raise AssertionError("the sections of a case do not add up")
    where = where_words(place).strip(" ()")
    return CaseAccount(record.case_id, where, whole, sections, noticed, follow, whose)


def _in_criterion(
    framework: Framework, criterion: str, judgements: Mapping[str, Judgement]
) -> list[Judgement]:
    return [judgements[key] for key in framework.criteria[criterion].questions if key in judgements]


def _sum(judgements: Sequence[Judgement]) -> Sum:
    counts = Counter(j.outcome for j in judgements)
    by_outcome = {outcome.value: counts[outcome] for outcome in Outcome}
    if sum(by_outcome.values()) != len(judgements):
        raise AssertionError("the outcomes of a case do not add up")
    return Sum(len(judgements), by_outcome)


def _judged(teller: Teller, question: Question, trail: Trail) -> Judged:
    judgement = trail.judgement
    answer = None if judgement.answer is None else value_in_words(judgement.answer, question.answers)
    return Judged(
        question=question.key,
        label=question.label,
        outcome=judgement.outcome.value,
        answer=answer,
        reason=_reason(teller, trail),
        is_scored=question.standing == "scored",
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
