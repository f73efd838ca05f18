"""What a Score is: exact counts, a fraction, a percentage, a comment, and how sure it is."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Literal

from aboveline.framework.model import Cap, Step
from aboveline.frozen import frozen
from aboveline.values import Truth

ScoreKind = Literal["question", "family", "criterion", "section", "theme", "rating"]


@frozen
class ReasonCount:
    """How many judgements of one question one clause decided; `clause` is its index there.

    For a rating that is a share of cases `question` is the rating, and clause 0 what it is out of.
    """

    question: str
    clause: int
    count: int


@frozen
class Tally:
    """Judgements counted by outcome. Tallies add up: those of parts make that of the whole.

    `by_clause` splits the not applicable by rule by the clause that decided, one entry a question and
    clause; `undetermined_by_clause` does so for the undetermined, which the same clause may also have
    decided. `unanswered_counted` is how many of the unanswered count as insufficient by the
    framework's rule, `unanswered_stopping` how many stop the score.
    """

    asked: int = 0
    sufficient: int = 0
    insufficient: int = 0
    not_applicable_by_rule: int = 0
    not_applicable_by_assessor: int = 0
    excused: int = 0
    unanswered: int = 0
    undetermined: int = 0
    unanswered_counted: int = 0
    unanswered_stopping: int = 0
    by_clause: tuple[ReasonCount, ...] = ()
    undetermined_by_clause: tuple[ReasonCount, ...] = ()


ScoreState = Literal["scored", "no applicable cases", "stopped by unanswered", "not scored", "not rated"]


@frozen
class Bounds:
    """The lowest and highest a score could be if every gap had gone against or in favour.

    A gap is an unanswered or undetermined judgement. `may_have_no_cases` says that every undetermined one turning
    out not applicable would leave nothing to divide by. It looks at the undetermined alone: an unanswered question
    may still come to be excused, where an `excused where` allows it, and that too could leave no cases; this does not say so.
    """

    low: Fraction
    high: Fraction
    low_percent: int
    high_percent: int
    gaps: int
    may_have_no_cases: bool


@frozen
class CapTest:
    """A cap of a rating, what its condition came to, and whether it moved the rating to its step."""

    cap: Cap
    truth: Truth
    moved: bool


@frozen
class Score:
    """One figure: a share of work judged sufficient, with everything that must stand beside it.

    `numerator` and `denominator` are what the tally holds, whatever the state. `fraction` is exact;
    `percent` is it rounded half up; both are None unless `state` is "scored".
    For a rating by points `points` holds the total and `fraction` is None; for a rating judged by
    inspectors only `band` is set. `notes` are sentences on what was left out, capped or could not be tested.
    `caps` are all the caps of a rating that has a step, as they stand in the criteria.
    `before` is what it is without the overrides, where they move it.
    """

    kind: ScoreKind
    key: str
    label: str
    state: ScoreState
    tally: Tally
    numerator: int = 0
    denominator: int = 0
    fraction: Fraction | None = None
    percent: int | None = None
    points: Fraction | None = None
    band: Step | None = None
    bounds: Bounds | None = None
    notes: tuple[str, ...] = ()
    caps: tuple[CapTest, ...] = ()
    before: "Score | None" = None


ScoreName = tuple[ScoreKind, str]


@frozen
class Scores:
    """Every score of a batch by kind and key, in report order, and how many cases there were.

    Themes come first, then each section with its criteria and their questions (a family before its
    instances), then the ratings.
    """

    cases: int
    figures: Mapping[ScoreName, Score]

    def __getitem__(self, name: ScoreName) -> Score:
        return self.figures[name]

    def __iter__(self) -> Iterator[Score]:
        return iter(self.figures.values())

    def get(self, kind: ScoreKind, key: str) -> Score | None:
        """The score of that kind and key, None where there is none."""
        return self.figures.get((kind, key))
