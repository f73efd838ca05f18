"""Turns one score of a scored batch into an Account: what it is made of, and the cases that fell below the line."""

from attrs import field

from aboveline import workspace
from aboveline.diagnostics import nearest
from aboveline.framework.expressions import (
    ConditionHolds,
    Expression,
    FactValue,
    ScoreRef,
    walk,
)
from aboveline.framework.model import Cap, Framework, JudgedByInspectors, Measure, Rating, Share
from aboveline.frozen import frozen
from aboveline.judgement import Outcome
from aboveline.report.contributions import Cases, GapRow, Without, adds, cases, gap_rows, without
from aboveline.report.from_run import figure
from aboveline.report.intervals import IntervalFigure, ShownIntervals, with_intervals
from aboveline.report.overridden_score import overridden_in
from aboveline.report.phrases import in_words, place_in_words, score_in_words, value_in_words, written
from aboveline.report.sentences import TOLD, Told
from aboveline.report.view import Counts, Figure
from aboveline.scoring import contributions as scoring
from aboveline.scoring.beneath import named_in
from aboveline.scoring.figures import label_of, percent_of
from aboveline.scoring.model import Score, ScoreKind, ScoreName
from aboveline.scoring.score import pools
from aboveline.values import Mark
from aboveline.workspace import Run


@frozen
class Contribution:
    """What one question adds to a score: its own figure, its share of all that is counted, and which cases.

    `share` is in whole percentages, None where nothing is counted at all. `adds` is what it adds to the score, a fraction
    that is not reduced: those of all questions add up to the score. None for a rating. `without` is the score without it.
    `below` are the cases judged insufficient, `gaps` those where the judgement is missing.
    """

    figure: Figure
    criterion: str
    share: int | None
    adds: str | None
    without: Without
    below: tuple[str, ...]
    gaps: tuple[str, ...]


@frozen
class RuledOut:
    """How many judgements of one question one clause made not applicable, and where the clause stands."""

    question: str
    words: str
    where: str
    count: int


@frozen
class CameTo:
    """The cases in which a question came to one outcome, in their order, as they count."""

    outcome: str
    cases: tuple[str, ...] = field(repr=False)


@frozen
class CapAccount:
    """A cap of a rating: its words, where it stands, what its condition came to, and from what.

    `truth` is None where it was not tried, as the rating has no step it could hold. `moved` says that it
    held the rating down, or raised it. `reads` are the scores its condition names, `given` the facts of
    the inspection, each with its value in words.
    """

    words: str
    where: str
    truth: Told | None
    moved: bool
    reads: tuple[Figure, ...]
    given: tuple[str, ...]


@frozen
class Account:
    """What one score is made of, and how sure it is.

    `parts` are the scores a rating is worked out from, `caps` all that could hold it; its `questions` are those of all
    that it reads. The gaps that could move the score most come first. `came_to` is there for a single question: each of
    its cases. `overridden` is how many of its judgements a person overrode. `follow` begins the commands that lead further
    down.
    """

    figure: Figure
    reconciliation: str
    ruled_out: tuple[RuledOut, ...]
    measure: str | None
    parts: tuple[Figure, ...]
    caps: tuple[CapAccount, ...]
    questions: tuple[Contribution, ...]
    cases: Cases
    gaps_by_question: tuple[GapRow, ...]
    gaps_by_case: tuple[GapRow, ...]
    interval: IntervalFigure
    intervals: ShownIntervals
    came_to: tuple[CameTo, ...]
    overridden: int
    follow: str | None = None


def account(run: Run, name: ScoreName, follow: str | None = None) -> Account:
    """The account of a score of a batch; `follow` is the command to which what is asked further is to be added."""
    framework, score = run.framework, run.scores[name]
    rating = framework.ratings[name[1]] if name[0] == "rating" else None
    pooled = next((p.questions for p in pools(framework) if (p.kind, p.key) == name), ())
    found = workspace.contributions_to(run, name)
    shown = with_intervals(run.scores, workspace.intervals_of(run, [name]))
    labels = {key: question.label for key, question in framework.questions.items()}
    return Account(
        figure=figure(score),
        reconciliation=reconciliation(figure(score).counts),
        ruled_out=_ruled_out(framework, score),
        measure=_measure(framework, rating) if rating else None,
        parts=tuple(figure(run.scores[ref.kind, ref.key]) for ref in _parts(rating)),
        caps=_caps(run, rating, score) if rating else (),
        questions=_contributions(run, found, pooled),
        cases=cases(found),
        gaps_by_question=gap_rows(found.gaps_by_question, labels),
        gaps_by_case=gap_rows(found.gaps_by_case, {}),
        interval=shown.figures[name],
        intervals=shown,
        came_to=_came_to(run, name[1]) if name[0] == "question" else (),
        overridden=len(overridden_in(framework, name, run.overridden.applied)),
        follow=follow,
    )


def reconciliation(counts: Counts) -> str:
    """The line that shows that every judgement asked for is counted once."""
    return (
        f"asked {counts.asked} = {counts.sufficient} sufficient + {counts.insufficient} insufficient + "
        f"{counts.by_rule} not applicable by rule + {counts.by_assessor} not applicable by the assessor + "
        f"{counts.excused} excused + {counts.unanswered} unanswered + {counts.undetermined} undetermined"
    )


def find_score(framework: Framework, asked: str) -> tuple[ScoreName | None, str | None]:
    """The score a person means by some words, or else the name of the one that is nearest to what they wrote."""
    known = _names(framework)
    wanted = " ".join(asked.casefold().split())
    if wanted in known:
        return known[wanted], None
    near = nearest(wanted, {name for name in known if not name[-1].isdigit()})
    if near is None:
        return None, None
    kind, key = known[near]
    return None, f"{kind} {key}" if kind in {"section", "criterion"} else key


def score_names(framework: Framework) -> tuple[str, ...]:
    """What can be asked for, but for single questions: themes, sections, criteria and ratings."""
    return (
        *framework.themes,
        *(f"section {key}" for key in framework.sections),
        *(f"criterion {key}" for key in framework.criteria),
        *framework.ratings,
    )


def _names(framework: Framework) -> dict[str, ScoreName]:
    """Every way of naming a score, in small letters; names go before labels."""
    kinds: tuple[tuple[ScoreKind, tuple[str, ...]], ...] = (
        ("theme", tuple(framework.themes)),
        ("rating", tuple(framework.ratings)),
        ("family", tuple(framework.families)),
        ("question", tuple(k for k, q in framework.questions.items() if q.is_judged)),
    )
    names: dict[str, ScoreName] = {}
    for kind, keys in kinds:
        for key in keys:
            names.setdefault(label_of(framework, kind, key).casefold(), (kind, key))
    numbered: tuple[tuple[ScoreKind, tuple[str, ...]], ...] = (
        ("section", tuple(framework.sections)),
        ("criterion", tuple(framework.criteria)),
    )
    for kind, keys in (*kinds, *numbered):
        for key in keys:
            # As an account is headed.
            number = f" {key}" if (kind, keys) in numbered else ""
            label = " ".join(label_of(framework, kind, key).casefold().split())
            names.setdefault(f"{kind}{number}: {label}", (kind, key))
            names.setdefault(f"{kind} {key.casefold()}", (kind, key))
    for kind, keys in kinds:
        names.update({key.casefold(): (kind, key) for key in keys})
    for kind, keys in numbered:
        for key in keys:
            names[key] = names[f"{kind} {key}"] = (kind, key)
    return names


def _contributions(
    run: Run, found: scoring.Contributions, pooled: tuple[str, ...]
) -> tuple[Contribution, ...]:
    """Each question of a score in the order it is pooled in; of a rating, those of all it reads in report order."""
    parts = {one.of: one for one in found.questions}
    questions = pooled or tuple(parts)
    counted = found.score.denominator if pooled else 0
    by_case = workspace.by_case_of(run)
    return tuple(
        Contribution(
            figure=figure(run.scores["question", key]),
            criterion=run.framework.questions[key].criterion,
            share=_share(run.scores["question", key].denominator, counted),
            adds=adds(parts[key], found.score) if pooled else None,
            without=without(parts[key]),
            below=by_case.which(key, Outcome.INSUFFICIENT),
            gaps=by_case.which(key, Outcome.UNANSWERED, Outcome.UNDETERMINED),
        )
        for key in questions
    )


def _came_to(run: Run, question: str) -> tuple[CameTo, ...]:
    """The cases of a question by what they came to, outcomes that none came to left out."""
    by_case = workspace.by_case_of(run)
    found = (CameTo(outcome.value, by_case.which(question, outcome)) for outcome in Outcome)
    return tuple(one for one in found if one.cases)


def _share(part: int, whole: int) -> int | None:
    return percent_of(part, whole) if whole else None


def _ruled_out(framework: Framework, score: Score) -> tuple[RuledOut, ...]:
    """What made judgements not applicable, in report order."""
    found: list[RuledOut] = []
    place = {key: index for index, key in enumerate(framework.questions)}
    for reason in sorted(score.tally.by_clause, key=lambda r: (place.get(r.question, -1), r.clause)):
        question = framework.questions.get(reason.question)
        if question is not None:
            clause = question.clauses[reason.clause]
            words = f"{clause.kind} {in_words(framework, clause.expr)}"
            found.append(RuledOut(question.key, words, place_in_words(framework, clause.span), reason.count))
    return tuple(found)


def _parts(rating: Rating | None) -> tuple[ScoreRef, ...]:
    return rating.measure.parts if rating and isinstance(rating.measure, Measure) else ()


def _caps(run: Run, rating: Rating, score: Score) -> tuple[CapAccount, ...]:
    tests = {id(test.cap): test for test in score.caps}
    return tuple(
        CapAccount(
            words=written(run.framework, cap.span),
            where=place_in_words(run.framework, cap.span),
            truth=TOLD[test.truth] if test else None,
            moved=test.moved if test else False,
            reads=tuple(figure(run.scores[ref.kind, ref.key]) for ref in named_in(cap)),
            given=tuple(_given(run, key) for key in _facts_named(run.framework, cap)),
        )
        for cap in rating.caps
        for test in (tests.get(id(cap)),)
    )


def _facts_named(framework: Framework, cap: Cap) -> tuple[str, ...]:
    """The facts of the inspection a condition names, itself or by the conditions in it."""
    found: dict[str, None] = {}
    queue: list[Expression] = [cap.when]
    for expr in queue:  # grows while it is read
        for each in walk(expr):
            match each:
                case FactValue(fact=key):
                    found[key] = None
                case ConditionHolds(condition=key) if framework.conditions[key].expr not in queue:
                    queue.append(framework.conditions[key].expr)
                case _:
                    pass
    return tuple(found)


def _given(run: Run, key: str) -> str:
    fact, inspection = run.framework.facts[key], run.cases.inspection
    value = inspection.values.get(key) if inspection else None
    if fact.worked_out:
        return f"“{fact.label}” is worked out"
    if value is None or isinstance(value, Mark):
        return f"“{fact.label}” is missing"
    return f"“{fact.label}” is {value_in_words(value, fact.type)}"


def _measure(framework: Framework, rating: Rating) -> str:
    """How a rating is worked out, in words."""
    match rating.measure:
        case Measure(kind=kind, parts=parts):
            return f"worked out as {kind} ({', '.join(score_in_words(framework, p) for p in parts)})"
        case Share(where=where, out_of=out_of):
            return f"worked out as share of cases where {in_words(framework, where)}, out of cases where {in_words(framework, out_of)}"
        case JudgedByInspectors():
            return "judged by inspectors"
