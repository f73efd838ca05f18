"""What can be said of themes, criteria, sections and ratings: scores without cases, questions that feed nothing."""

from collections.abc import Iterator, Sequence

from aboveline.diagnostics import Label, Severity
from aboveline.framework.model import Framework, Question, Share
from aboveline.judgement import Outcome
from aboveline.lint.grounds import Grounds
from aboveline.lint.model import Remark, remark
from aboveline.proof.claims import Comes, Judged
from aboveline.source import Span

EMPTY = ("denominator-always-empty", Severity.ERROR)
FEEDS_NOTHING = ("feeds-no-theme", Severity.NOTE)

_COUNTED = frozenset({Outcome.SUFFICIENT, Outcome.INSUFFICIENT})


def always_empty(grounds: Grounds) -> Iterator[Remark]:
    """A remark on each theme, criterion and section all of whose questions count for no case, and each share of no cases."""
    for what, at, questions in _pools(grounds.framework):
        if questions and all(_never_counts(grounds, question) for question in questions):
            yield remark(
                EMPTY,
                f"{what} can never have a score: none of its {len(questions)} questions counts for any case"
                if len(questions) > 1
                else f"{what} can never have a score: its one question counts for no case",
                Label(at),
                *(Label(question.span, "counts for no case") for question in questions[:3]),
                remedy="look at where its questions apply, and at what is good enough",
            )
    for rating in grounds.framework.ratings.values():
        if isinstance(rating.measure, Share):
            counted = Comes(rating.measure.out_of, True)
            if grounds.never(counted, EMPTY[0], rating.span, f"`{rating.key}`"):
                yield remark(
                    EMPTY,
                    f"`{rating.key}` can never have a figure: it is a share of cases of which there can be none",
                    Label(rating.measure.out_of.span),
                    Label(rating.span, "the rating"),
                    remedy="look at what stands after `out of cases where`",
                )


def _never_counts(grounds: Grounds, question: Question) -> bool:
    return grounds.never(Judged(question.key, _COUNTED), EMPTY[0], question.span, f"`{question.key}`")


def _pools(framework: Framework) -> Iterator[tuple[str, Span, Sequence[Question]]]:
    """What has a pooled score: in words, where it stands, and the questions it is made of."""
    scored = [q for q in framework.questions.values() if q.standing == "scored"]
    for theme in framework.themes.values():
        yield f"the theme `{theme.key}`", theme.span, [q for q in scored if theme.key in q.feeds]
    for criterion in framework.criteria.values():
        if criterion.scored:
            under = [q for q in scored if q.criterion == criterion.key]
            yield f"criterion {criterion.key}", criterion.span, under
    for section in framework.sections.values():
        if section.scored:
            yield f"section {section.key}", section.span, [q for q in scored if q.section == section.key]


def feeds_no_theme(grounds: Grounds) -> Iterator[Remark]:
    """A remark on each scored question that feeds no theme, where most of its criterion do."""
    framework = grounds.framework
    for criterion in framework.criteria.values():
        scored: dict[str, list[Question]] = {}
        for key in criterion.questions:
            question = framework.questions[key]
            if question.standing == "scored":
                scored.setdefault(question.name, []).append(question)
        feeding = [name for name, asked in scored.items() if any(q.feeds for q in asked)]
        if 2 * len(feeding) <= len(scored):
            continue
        for name, asked in scored.items():
            if name not in feeding:
                yield remark(
                    FEEDS_NOTHING,
                    f"`{name}` feeds no theme, as {_of(len(feeding), len(scored))} in criterion {criterion.key} do: "
                    "it counts in the criterion and in no headline",
                    Label(asked[0].span),
                    remedy="say `feeds …`, or say why not with an allowance",
                )


def _of(some: int, every: int) -> str:
    return f"{some} of the {every} questions"
