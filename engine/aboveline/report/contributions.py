"""Turns the contributions to a score into what is shown of them: by case, and by gap."""

from collections.abc import Sequence
from fractions import Fraction

from aboveline.frozen import frozen
from aboveline.report.from_run import figure
from aboveline.report.view import Figure
from aboveline.scoring.contributions import Contribution, Contributions, Gaps, extremes
from aboveline.scoring.model import Score

#: How many of the cases that pull a score furthest one way are told apart.
FURTHEST = 10


@frozen
class Without:
    """What a score is with something left out; `words` has it to a tenth of a per cent.

    `moved` is how far the score is above that in percentage points; None where either has no percentage.
    """

    figure: Figure
    words: str
    moved: Fraction | None


@frozen
class CaseContribution:
    """What one case adds to a score. `adds` is a fraction, not reduced; those of all cases add up to the score."""

    case_id: str
    sufficient: int
    counted: int
    adds: str | None
    without: Without


@frozen
class GapRow:
    """The gaps of one question, or one case, in a score; `of` is its key or id, `label` the words people read.

    `raises_low` and `lowers_high` are in percentage points: how far the ends of the range would move in were all of the
    gaps sufficient, or all insufficient. None where there is no range.
    """

    of: str
    label: str
    unanswered: int
    undetermined: int
    stopping: int
    raises_low: Fraction | None
    lowers_high: Fraction | None


@frozen
class Cases:
    """What the cases of a batch add to a score, in their order, and what is worth knowing of leaving one out.

    `pull_up` are those without which it is lowest, `pull_down` those without which it is highest, the furthest first
    and no more than `FURTHEST`. `other_comment` are those without which its comment is another.
    """

    all: tuple[CaseContribution, ...]
    pull_up: tuple[CaseContribution, ...]
    pull_down: tuple[CaseContribution, ...]
    other_comment: tuple[CaseContribution, ...]


def cases(found: Contributions) -> Cases:
    """The cases of a batch as they are shown."""
    score = found.score
    alike: dict[int, Without] = {}  # very many cases leave the same score behind, and it is the same object
    rows = {one.of: _case(one, score, alike) for one in found.cases}
    ends = extremes(found.cases, FURTHEST)
    return Cases(
        tuple(rows.values()),
        tuple(rows[one.of] for one in ends.lowest),
        tuple(rows[one.of] for one in ends.highest),
        tuple(rows[one.of] for one in found.cases if one.without.band != score.band),
    )


def without(one: Contribution) -> Without:
    """A score without a part, as it is shown."""
    moved = None if one.moved is None else 100 * one.moved
    return Without(figure(one.without), _words(one.without), moved)


def adds(one: Contribution, score: Score) -> str | None:
    """What a part adds to a score, as a fraction that is not reduced."""
    return None if one.share is None else f"{one.numerator}/{score.denominator}"


def gap_rows(found: Sequence[Gaps], labels: dict[str, str]) -> tuple[GapRow, ...]:
    """Gaps as they are shown; `labels` are the words for what they are gaps of, its key where there are none."""
    return tuple(
        GapRow(
            one.of,
            labels.get(one.of, one.of),
            one.unanswered,
            one.undetermined,
            one.stopping,
            None if one.raises_low is None else 100 * one.raises_low,
            None if one.lowers_high is None else 100 * one.lowers_high,
        )
        for one in found
    )


def tenths(points: Fraction) -> str:
    """Percentage points to one decimal place, a half rounded away from nought."""
    tenth = (20 * abs(points.numerator) + points.denominator) // (2 * points.denominator)
    return f"{'-' if points < 0 and tenth else ''}{tenth // 10}.{tenth % 10}"


def signed(points: Fraction) -> str:
    """Percentage points to one decimal place, with a sign."""
    words = tenths(points)
    return words if words.startswith("-") or words == "0.0" else f"+{words}"


def _case(one: Contribution, score: Score, alike: dict[int, Without]) -> CaseContribution:
    left = alike.get(id(one.without)) or alike.setdefault(id(one.without), without(one))
    return CaseContribution(one.of, one.numerator, one.denominator, adds(one, score), left)


def _words(score: Score) -> str:
    return figure(score).figure if score.fraction is None else f"{tenths(100 * score.fraction)}%"
