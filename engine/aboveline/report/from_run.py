"""Turns a scored batch into the View that every face shows."""

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

from attrs import evolve

from aboveline import workspace
from aboveline.framework.model import BandSet, Criterion, Framework, Question, Section
from aboveline.judgement import findings_of
from aboveline.report.assessed import assessed_block
from aboveline.report.breakdowns import breakdown_blocks
from aboveline.report.finding_groups import finding_groups
from aboveline.report.intervals import with_intervals
from aboveline.report.overrides import override_rows
from aboveline.report.percents import percent_words
from aboveline.report.phrases import in_words
from aboveline.report.view import (
    BandRow,
    Counts,
    CriterionBlock,
    Figure,
    QuestionRow,
    Range,
    Reason,
    SectionBlock,
    ThemeBlock,
    View,
    state_words,
)
from aboveline.scoring.beneath import rests_on
from aboveline.scoring.figures import percent_of
from aboveline.scoring.groups import Breakdown
from aboveline.scoring.model import Score, ScoreKind, Scores, Tally
from aboveline.wording.message import Message, message, plural
from aboveline.workspace import Run

CAUTION = message(
    "A score says how often the work in these cases was good enough. It points to where effort should go next; it is "
    "not a league table. Samples differ in size and in the cases they hold, so a difference of a few points between "
    "two places, or two years, may mean nothing at all."
)


def from_run(run: Run, by: Sequence[Breakdown] = ()) -> View:
    """The View of a scored batch, with the breakdowns asked for."""
    framework, scores = run.framework, run.scores
    replaced = {
        (r.stands_for.kind, r.stands_for.key): r.key for r in framework.ratings.values() if r.stands_for
    }
    show = _Show(framework, scores, replaced)

    def shown(score: Score) -> Figure:
        """A score of a batch or group, a rating with what it rests on."""
        found = figure(score)
        return evolve(found, rests_on=rests_on(framework, score.key)) if score.kind == "rating" else found

    return View(
        framework=framework.name,
        label=framework.label,
        version=framework.version,
        files=run.cases.files,
        cases=run.cases.valid,
        read=run.cases.read,
        left_out=tuple(i or message("one without a case id") for i in run.cases.left_out),
        themes=tuple(show.theme(key) for key in framework.themes),
        sections=tuple(show.section(s) for s in framework.sections.values()),
        ratings=tuple(
            shown(scores["rating", key])
            for key, rating in framework.ratings.items()
            if rating.stands_for is None
        ),
        findings=finding_groups(framework, run.findings),
        bands=_bands(framework.bands.get("")),
        how=_how(framework),
        caution=CAUTION,
        breakdowns=breakdown_blocks(framework, by or run.breakdowns, shown),
        notes=run.cases.notes,
        overrides=override_rows(framework, run.overridden.applied),
        left_aside=finding_groups(framework, findings_of(run.overridden.set_aside)),
        assessed=assessed_block(framework, run.cases),
    )


def with_intervals_of(run: Run, view: View) -> View:
    """The View of a batch with how sure its scores are. Raises ValueError where what each case came to was not taken down."""
    return evolve(view, intervals=with_intervals(run.scores, workspace.intervals_of(run)))


def figure(score: Score) -> Figure:
    """One score as it is shown."""
    return Figure(
        kind=score.kind,
        key=score.key,
        name=f"{score.kind.capitalize()} {score.key}" if score.kind in {"section", "criterion"} else "",
        label=score.label,
        state=score.state,
        figure=_figure_words(score),
        percent=score.percent,
        points=None if score.points is None else number_in_words(score.points),
        fraction=None if score.fraction is None else f"{score.numerator}/{score.denominator}",
        comment=score.band.label if score.band else None,
        band=score.band.name if score.band else None,
        counts=counts(score),
        range=_range(score),
        notes=score.notes,
        before=figure(score.before) if score.before else None,
    )


def counts(score: Score) -> Counts:
    """The counts that stand beside a score."""
    tally: Tally = score.tally
    return Counts(
        asked=tally.asked,
        sufficient=tally.sufficient,
        insufficient=tally.insufficient,
        by_rule=tally.not_applicable_by_rule,
        by_assessor=tally.not_applicable_by_assessor,
        excused=tally.excused,
        unanswered=tally.unanswered,
        undetermined=tally.undetermined,
        counted=score.denominator,
    )


def points_words(points: Fraction) -> str:
    """So many points."""
    number = number_in_words(points)
    return (
        message("{number} point", number=number) if points == 1 else message("{number} points", number=number)
    )


def number_in_words(number: Fraction) -> str:
    """A number as people write it: whole where it is, else with at most two decimal places."""
    return str(number) if number.denominator == 1 else f"{float(number):.2f}".rstrip("0").rstrip(".")


def band_rows(bands: BandSet) -> tuple[BandRow, ...]:
    """Each comment with the scores it stands for, the best first."""
    in_percent = bands.unit == "percent"
    rows: list[BandRow] = []
    above: str | None = None
    for step in bands.steps:
        low = None if step.threshold is None else f"{step.threshold.normalize():f}"
        match low, above:
            case None, None:
                words = message("every score")
            case None, _:
                words = (
                    message("under {percent}%", percent=above)
                    if in_percent
                    else message("under {points} points", points=above)
                )
            case _, None:
                words = (
                    message("{percent}% and over", percent=low)
                    if in_percent
                    else message("{points} points and over", points=low)
                )
            case _, _:
                words = (
                    message("{low} to under {high}%", low=low, high=above)
                    if in_percent
                    else message("{low} to under {high} points", low=low, high=above)
                )
        rows.append(BandRow(step.label, words))
        above = low
    return tuple(rows)


def _bands(bands: BandSet | None) -> tuple[BandRow, ...]:
    return band_rows(bands) if bands else ()


def _figure_words(score: Score) -> str:
    if score.state != "scored":
        return state_words(score.state, score.tally.unanswered + score.tally.undetermined)
    if score.percent is not None:
        return percent_words(score.percent)
    if score.points is not None:
        return points_words(score.points)
    return message("judged by inspectors")


def _range(score: Score) -> Range | None:
    if score.bounds is None or score.bounds.gaps == 0:
        return None
    return Range(score.bounds.low_percent, score.bounds.high_percent, score.bounds.may_have_no_cases)


class _Show:
    """Puts the scores of one framework into blocks."""

    def __init__(self, framework: Framework, scores: Scores, replaced: Mapping[tuple[str, str], str]) -> None:
        self.framework = framework
        self.scores = scores
        self.replaced = replaced
        self.family_of = {q: f.key for f in framework.families.values() for q in f.questions}

    def headed(self, kind: ScoreKind, key: str) -> tuple[Figure, Figure | None]:
        """The figure that prints for a part, and its own pooled one where a rating prints instead."""
        own = figure(self.scores[kind, key])
        rating = self.replaced.get((kind, key))
        return (
            (own, None)
            if rating is None
            else (
                evolve(figure(self.scores["rating", rating]), rests_on=rests_on(self.framework, rating)),
                own,
            )
        )

    def theme(self, key: str) -> ThemeBlock:
        """A theme and what feeds it."""
        feeding = [q for q in self.framework.questions.values() if key in q.feeds]
        head, pooled = self.headed("theme", key)
        return ThemeBlock(head, pooled, len(feeding), tuple(_unique(q.criterion for q in feeding)))

    def section(self, section: Section) -> SectionBlock:
        """A section and its criteria."""
        head, pooled = self.headed("section", section.key)
        criteria = [self.criterion(self.framework.criteria[c]) for c in section.criteria]
        return SectionBlock(head, pooled, tuple(criteria))

    def criterion(self, criterion: Criterion) -> CriterionBlock:
        """A criterion and its questions, the instances of a repeat under their family."""
        head, pooled = self.headed("criterion", criterion.key)
        questions = [self.framework.questions[q] for q in criterion.questions]
        judged = [q for q in questions if q.is_judged]
        families = _unique(self.family_of[q.key] for q in judged if q.key in self.family_of)
        within: dict[str, list[Question]] = {f: [] for f in families}
        rows: list[QuestionRow | str] = []
        for question in judged:
            family = self.family_of.get(question.key)
            if family is None:
                rows.append(self.question(question))
            else:
                if not within[family]:
                    rows.append(family)
                within[family].append(question)
        placed = tuple(self.family(r, within[r]) if isinstance(r, str) else r for r in rows)
        return CriterionBlock(head, pooled, placed)

    def family(self, key: str, instances: Sequence[Question]) -> QuestionRow:
        """A family with its instances beneath."""
        parts = tuple(self.question(q) for q in instances)
        themes = tuple(_unique(t for p in parts for t in p.themes))
        standing = parts[0].standing if len({p.standing for p in parts}) == 1 else "scored"
        return QuestionRow(figure(self.scores["family", key]), standing, themes, (), None, parts)

    def question(self, question: Question) -> QuestionRow:
        """One question with its score, why it did not apply where it did not, and what is said of it."""
        score = self.scores["question", question.key]
        return QuestionRow(
            figure=figure(score),
            standing=question.standing,
            themes=tuple(self.framework.themes[t].label for t in question.feeds),
            reasons=tuple(
                Reason(
                    words=in_words(self.framework, question.clauses[r.clause].expr),
                    kind=question.clauses[r.clause].kind,
                    at=question.clauses[r.clause].span,
                    count=r.count,
                )
                for r in score.tally.by_clause
            ),
            finding=_finding_sentence(question, score),
            feeds=tuple(question.feeds),
        )


def _finding_sentence(question: Question, score: Score) -> str | None:
    """The sentence the criteria give for the report, its blanks filled in; None where nothing was counted."""
    if question.finding is None or score.percent is None:
        return None
    failed = score.denominator - score.numerator
    filled = {
        "{n}": str(score.numerator),
        "{N}": str(score.denominator),
        "{percent}": f"{score.percent}%",
        "{failed}": str(failed),
        "{failed_percent}": f"{percent_of(failed, score.denominator)}%",
    }
    sentence = question.finding
    for blank, words in filled.items():
        sentence = sentence.replace(blank + "%", words).replace(blank, words)
    return sentence


def _how(framework: Framework) -> tuple[str, ...]:
    """How the scores come about, in sentences that are true of this framework."""
    judged = [q for q in framework.questions.values() if q.is_judged]
    reported = sum(q.standing == "reported only" for q in judged)
    bands = framework.bands.get("")
    sentences: list[str] = [
        message(
            "Every question is put to every case. Where it applies, the work is judged sufficient or insufficient."
        ),
        message(
            "A score is the share judged sufficient: sufficient ÷ (sufficient + insufficient), pooled over all the "
            "questions beneath it and all the cases. What does not apply to a case is left out of it altogether."
        ),
    ]
    if framework.themes:
        sentences.append(
            message("A headline theme pools its key questions alone, wherever they stand in the report.")
        )
    if bands is not None:
        sentences.append(
            message(
                "Percentages are rounded from exact fractions, a half upwards; the comment is read from the exact score."
            )
            if bands.by == "exact"
            else message(
                "Percentages are rounded from exact fractions, a half upwards; the comment is read from the rounded score."
            )
        )
    if reported:
        sentences.append(
            plural(
                "{n} question is reported with a figure of its own, and counted in no other score.",
                "{n} questions are each reported with a figure of its own, and counted in no other score.",
                reported,
            )
        )
    rules = {q.unanswered for q in judged}
    if len(rules) == 1:
        sentences.append(_UNANSWERED[rules.pop()])
    elif rules:
        sentences.append(
            message(
                "What happens to an unanswered question differs from question to question; the criteria say how."
            )
        )
    return tuple(sentences)


_UNANSWERED: dict[str, Message] = {
    "left out": message(
        "A question left unanswered is left out of the score, and the score says how far it could have moved."
    ),
    "insufficient": message("A question left unanswered counts as insufficient."),
    "stop": message("No score is given where a question that belongs to it was left unanswered."),
}


def _unique(items: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(items))
