"""Turns the tallies of questions into Scores: of questions, families, criteria, sections and themes."""

from collections.abc import Iterator, Mapping

from attrs import evolve

from aboveline.framework.model import Family, Framework, Share, UnansweredRule
from aboveline.frozen import frozen
from aboveline.judgement import Judgement, Outcome
from aboveline.records.record import Record
from aboveline.scoring.figures import bands_of, pooled_score
from aboveline.scoring.model import Score, ScoreKind, ScoreName, Scores, Tally
from aboveline.scoring.ratings import rate
from aboveline.scoring.tally import reconcile, total


@frozen
class Pool:
    """The questions one score is pooled over, in report order."""

    kind: ScoreKind
    key: str
    label: str
    questions: tuple[str, ...]
    is_scored: bool = True


def scores(framework: Framework, tallies: Mapping[str, Tally], *, inspection: Record | None = None) -> Scores:
    """Every score of a batch, in report order.

    `tallies` are what `tally` gives for the batch, or `merge` for its parts; `inspection` holds the
    facts of the inspection and the steps judged by the inspectors.
    """
    cases = max((found.asked for found in tallies.values()), default=0)
    figures: dict[ScoreName, Score] = {}
    for pool in pools(framework):
        found = total(tallies[key] for key in pool.questions)
        reconcile(found, cases * len(pool.questions))
        bare = Score(pool.kind, pool.key, pool.label, "no applicable cases", Tally())
        bands = bands_of(framework, pool.kind, pool.key)
        figures[pool.kind, pool.key] = pooled_score(bare, found, bands, is_scored=pool.is_scored)
    for rating in framework.ratings.values():
        if isinstance(rating.measure, Share):
            reconcile(tallies[rating.key], cases)
    return Scores(cases, {**figures, **rate(framework, figures, tallies, inspection)})


def pools(framework: Framework) -> Iterator[Pool]:
    """What every score is pooled over, in report order; ratings are no pools.

    What is reported only is in its own score alone; where a whole repeat is, its family is still shown.
    """
    for theme in framework.themes.values():
        feeding = tuple(key for key, question in framework.questions.items() if theme.key in question.feeds)
        yield Pool("theme", theme.key, theme.label, _scored(framework, feeding))
    for section in framework.sections.values():
        criteria = [framework.criteria[key] for key in section.criteria]
        beneath = tuple(key for criterion in criteria for key in criterion.questions)
        yield Pool("section", section.key, section.label, _scored(framework, beneath), section.scored)
        for criterion in criteria:
            within = _scored(framework, criterion.questions)
            yield Pool("criterion", criterion.key, criterion.label, within, criterion.scored)
            yield from _single(framework, criterion.questions)


def _single(framework: Framework, keys: tuple[str, ...]) -> Iterator[Pool]:
    """Each judged question of a criterion by itself; where its family begins, that comes first."""
    families = {key: family for family in framework.families.values() for key in family.questions}
    begun: set[str] = set()
    for key in keys:
        question, family = framework.questions[key], families.get(key)
        if question.is_judged:
            if family is not None and family.key not in begun:
                begun.add(family.key)
                yield Pool("family", family.key, family.label, _of_family(framework, family))
            yield Pool("question", key, question.label, (key,))


def _scored(framework: Framework, keys: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(key for key in keys if framework.questions[key].standing == "scored")


def _of_family(framework: Framework, family: Family) -> tuple[str, ...]:
    judged = tuple(key for key in family.questions if framework.questions[key].is_judged)
    return _scored(framework, family.questions) or judged


#: The kinds of score, each pooling no less than the one before it.
_WIDER: tuple[ScoreKind, ...] = ("question", "family", "criterion", "section", "theme")


def tallies_of(framework: Framework, figures: Scores) -> Mapping[str, Tally]:
    """The tallies that scores were worked out from: of each judged question, and of each rating that is a share of cases."""
    found = {q.key: figures["question", q.key].tally for q in framework.questions.values() if q.is_judged}
    shares = (r.key for r in framework.ratings.values() if isinstance(r.measure, Share))
    return found | {key: figures["rating", key].tally for key in shares}


@frozen
class Turned:
    """What one score is, and what it would be had one judgement gone the other way, in whole percentages."""

    kind: ScoreKind
    key: str
    before: int
    after: int


def counted_in(framework: Framework, question: str) -> tuple[ScoreName, ...]:
    """The scores the judgements of a question count in, ratings left aside, its own first."""
    found: list[ScoreName] = [
        (pool.kind, pool.key) for pool in pools(framework) if pool.is_scored and question in pool.questions
    ]
    return tuple(sorted(found, key=lambda name: _WIDER.index(name[0])))


def if_turned(framework: Framework, figures: Scores, judgement: Judgement) -> tuple[Turned, ...]:
    """What each score that a judgement counts in would be had it gone the other way, ratings left aside.

    Only what is sufficient or insufficient has another way to go; for anything else there is nothing.
    """
    if judgement.outcome is Outcome.UNANSWERED:
        return ()
    return tuple(
        Turned(now.kind, now.key, now.percent, then.percent)
        for instead in other_ways(judgement.outcome)
        for now, then in if_judged(framework, figures, judgement, instead)
        if now.percent is not None and then.percent is not None
    )


def other_ways(outcome: Outcome) -> tuple[Outcome, ...]:
    """What a judgement could have come to instead, both ways where it is unanswered; none where it is not asked."""
    if outcome not in _COUNTS:
        return ()
    return tuple(other for other in (Outcome.SUFFICIENT, Outcome.INSUFFICIENT) if other is not outcome)


def if_judged(
    framework: Framework, figures: Scores, judgement: Judgement, instead: Outcome
) -> tuple[tuple[Score, Score], ...]:
    """Each score a judgement counts in, ratings left aside, its own first: as it is, and had the judgement come to `instead`.

    Everything else stays as it is, even what is worked out from this judgement.
    """
    rule = framework.questions[judgement.question].unanswered
    return tuple(
        (
            now,
            pooled_score(
                _bare(now), _moved(now.tally, judgement.outcome, instead, rule), bands_of(framework, *name)
            ),
        )
        for name in counted_in(framework, judgement.question)
        for now in (figures[name],)
    )


#: The count of each outcome that has another way to go.
_COUNTS: Mapping[Outcome, str] = {
    Outcome.SUFFICIENT: "sufficient",
    Outcome.INSUFFICIENT: "insufficient",
    Outcome.UNANSWERED: "unanswered",
}


def _bare(score: Score) -> Score:
    return Score(score.kind, score.key, score.label, "no applicable cases", Tally())


def _moved(found: Tally, was: Outcome, becomes: Outcome, rule: UnansweredRule) -> Tally:
    """A tally with one judgement counted as something else."""
    changes = {_COUNTS[was]: -1, _COUNTS[becomes]: 1}
    if was is Outcome.UNANSWERED and rule != "left out":
        changes["unanswered_counted" if rule == "insufficient" else "unanswered_stopping"] = -1
    return evolve(found, **{count: getattr(found, count) + by for count, by in changes.items()})
