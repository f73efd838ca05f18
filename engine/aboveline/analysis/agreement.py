"""Compares the assessments of cases that were assessed more than once: what agrees, how far beyond chance, and what does not.

Judgements are compared by what they come to: sufficient, insufficient, or not applicable, whether by rule, by the
assessor or excused. A question has two of these to choose from where it always applies, else three. A pair of
judgements one of which is unanswered or undetermined is not compared; such pairs are counted apart.

Answers are compared as they were recorded, "not applicable" among them where the question may be marked so. What is
worked out is nobody's answer.

Levels pool the questions their scores pool; all questions together are those that are scored.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from typing import Literal

from attrs import field

from aboveline.analysis.coefficients import Coefficients, OfQuestion, Ratings, of_question, pooled
from aboveline.framework.model import Framework, Question
from aboveline.frozen import frozen
from aboveline.judgement import NOT_APPLICABLE, Outcome
from aboveline.reasons import reasons
from aboveline.records.assessors import by_name
from aboveline.records.record import Record
from aboveline.reference.judge import CaseResult
from aboveline.scoring.model import ScoreKind
from aboveline.scoring.score import pools
from aboveline.values import Mark

#: With fewer cases than this a figure says little, and its interval less than it claims.
FEWEST_CASES = 10

_NA = "not applicable"

#: What an outcome is compared as; what is not here is not compared.
COMPARED_AS: Mapping[Outcome, str] = {
    Outcome.SUFFICIENT: "sufficient",
    Outcome.INSUFFICIENT: "insufficient",
    **dict.fromkeys(NOT_APPLICABLE, _NA),
}


@frozen
class Assessment:
    """What one assessor recorded of a case, and what came of it."""

    assessor: str
    record: Record
    result: CaseResult = field(repr=False)


@frozen
class Measured:
    """How far assessors agree on something.

    `pairs` were compared, of `cases` cases, and `agreeing` of them agree; `left_out` pairs could not be compared.
    """

    cases: int
    pairs: int
    agreeing: int
    left_out: int
    figures: Coefficients

    @property
    def is_scant(self) -> bool:
        """Whether there are too few cases for the figures to say much."""
        return self.cases < FEWEST_CASES


LevelKind = ScoreKind | Literal["overall"]


@frozen
class LevelAgreement:
    """How far assessors agree on one question, or on all that a score pools.

    `judged` are the pairs that both judged sufficient or insufficient, and how many of those agree. `outcomes` is None
    for a question that is not judged, `answers` where nothing is recorded as an answer, as everything is worked out.
    """

    kind: LevelKind
    key: str
    label: str
    outcomes: Measured | None
    judged: tuple[int, int]
    answers: Measured | None


@frozen
class Disagreement:
    """Two judgements of one question of one case that came to different things: by whom, and what."""

    question: str
    case_id: str
    assessors: tuple[str, str]
    outcomes: tuple[Outcome, Outcome]


@frozen
class Agreement:
    """How far assessors agree who assessed the same cases.

    `assessors` says how many of the cases that were assessed more than once each of them assessed, by name. Disagreements
    begin with the question there are most of.
    """

    cases: int
    assessors: Mapping[str, int]
    levels: tuple[LevelAgreement, ...]
    disagreements: tuple[Disagreement, ...] = field(repr=False)


@frozen
class _Compared:
    """One question's judgements or answers that can be compared, and what comes of them."""

    ratings: Ratings = field(repr=False)
    left_out: int
    pairs: int
    agreeing: int
    sums: OfQuestion = field(repr=False)


def agreement(framework: Framework, assessments: Mapping[str, Sequence[Assessment]]) -> Agreement:
    """How far the assessments of some cases agree, by case id; those that were assessed once are passed over."""
    twice = {case: assessments[case] for case in sorted(assessments) if len(assessments[case]) > 1}
    found = _outcomes(twice)
    outcomes = {
        key: _compared(found.get(key, {}), _categories(question))
        for key, question in framework.questions.items()
        if question.is_judged
    }
    answers = {
        key: _compared(_answers(question, twice), len(question.answers.words) + question.may_be_marked)
        for key, question in framework.questions.items()
        if question.worked_out is None
    }
    names = sorted({one.assessor for case in twice.values() for one in case}, key=by_name)
    return Agreement(
        len(twice),
        {name: sum(one.assessor == name for case in twice.values() for one in case) for name in names},
        tuple(_level(*of, outcomes, answers) for of in _levels(framework)),
        tuple(_disagreements(framework, twice)),
    )


def natural(name: str) -> tuple[tuple[str, int], ...]:
    """What puts case E2 before case E10."""
    return tuple((text, int(digits or 0)) for text, digits in re.findall(r"(\D*)(\d*)", name))


# --- What is compared ------------------------------------------------------------------------


#: By case and by assessor; None where there is nothing to compare.
_Told = Mapping[str, Mapping[str, str | None]]


def _outcomes(assessments: Mapping[str, Sequence[Assessment]]) -> Mapping[str, _Told]:
    """What each judged question came to, by question."""
    told: dict[str, dict[str, dict[str, str | None]]] = {}
    for case, some in assessments.items():
        for one in some:
            for judgement in one.result.judgements:
                by_case = told.setdefault(judgement.question, {})
                by_case.setdefault(case, {})[one.assessor] = COMPARED_AS.get(judgement.outcome)
    return told


def _answers(question: Question, assessments: Mapping[str, Sequence[Assessment]]) -> _Told:
    return {
        case: {one.assessor: _answer(question, one.record) for one in some}
        for case, some in assessments.items()
    }


def _answer(question: Question, record: Record) -> str | None:
    given = record.values.get(question.key)
    if isinstance(given, Mark):
        return given.value if question.may_be_marked else None
    return None if given is None else str(given)


def _categories(question: Question) -> int:
    """How many things a question can come to, of those that are compared."""
    return len({COMPARED_AS[one.outcome] for one in reasons(question) if one.outcome in COMPARED_AS})


def _compared(told: _Told, categories: int) -> _Compared:
    ratings: dict[str, Mapping[str, str]] = {}
    every = pairs = agreeing = 0
    for case, by_assessor in told.items():
        known = {name: what for name, what in by_assessor.items() if what is not None}
        every += _pairs(len(by_assessor))
        if len(known) > 1:
            ratings[case] = known
            pairs += _pairs(len(known))
            agreeing += sum(one == other for one, other in combinations(known.values(), 2))
    return _Compared(ratings, every - pairs, pairs, agreeing, of_question(ratings, categories))


def _pairs(count: int) -> int:
    return count * (count - 1) // 2


# --- Levels ------------------------------------------------------------------------------------


_Level = tuple[LevelKind, str, str, tuple[str, ...]]


def _levels(framework: Framework) -> Iterator[_Level]:
    """Each level with the questions beneath it: all together, what scores pool, then what is not judged."""
    scored = tuple(key for key, q in framework.questions.items() if q.standing == "scored")
    yield "overall", "", "All scored questions", scored
    for pool in pools(framework):
        yield pool.kind, pool.key, pool.label, pool.questions
    for key, question in framework.questions.items():
        if not question.is_judged and question.worked_out is None:
            yield "question", key, question.label, (key,)


def _level(  # noqa: PLR0913, PLR0917 (a level and what is beneath it)
    kind: LevelKind,
    key: str,
    label: str,
    questions: Sequence[str],
    outcomes: Mapping[str, _Compared],
    answers: Mapping[str, _Compared],
) -> LevelAgreement:
    judged = [outcomes[one] for one in questions if one in outcomes]
    answered = [answers[one] for one in questions if one in answers]
    return LevelAgreement(
        kind,
        key,
        label,
        _measured(judged) if judged or not questions else None,
        _both_judged(judged),
        _measured(answered) if answered else None,
    )


def _measured(parts: Sequence[_Compared]) -> Measured:
    cases = {case for part in parts for case in part.ratings}
    return Measured(
        len(cases),
        sum(part.pairs for part in parts),
        sum(part.agreeing for part in parts),
        sum(part.left_out for part in parts),
        pooled([part.sums for part in parts]),
    )


def _both_judged(parts: Sequence[_Compared]) -> tuple[int, int]:
    """How many pairs were judged sufficient or insufficient by both, and how many of these agree."""
    pairs = [
        one == other
        for part in parts
        for case in part.ratings.values()
        for one, other in combinations(case.values(), 2)
        if _NA not in {one, other}
    ]
    return len(pairs), sum(pairs)


# --- What does not agree -----------------------------------------------------------------------


def _disagreements(
    framework: Framework, assessments: Mapping[str, Sequence[Assessment]]
) -> list[Disagreement]:
    found: dict[str, list[Disagreement]] = {}
    for case, some in assessments.items():
        for one, other in combinations(sorted(some, key=lambda a: by_name(a.assessor)), 2):
            for here, there in zip(one.result.judgements, other.result.judgements, strict=True):
                what = COMPARED_AS.get(here.outcome), COMPARED_AS.get(there.outcome)
                if None not in what and what[0] != what[1]:
                    names, outcomes = (one.assessor, other.assessor), (here.outcome, there.outcome)
                    found.setdefault(here.question, []).append(
                        Disagreement(here.question, case, names, outcomes)
                    )
    place = {key: at for at, key in enumerate(framework.questions)}
    order = sorted(found, key=lambda key: (-len(found[key]), place[key]))
    return [one for key in order for one in sorted(found[key], key=lambda d: natural(d.case_id))]
