"""What is shown of a survey: every item with its counts, its answers, the spread of a scale, and what is told of it.

Text, JSON and CSV are written from it alone, and the report of an inspection places its rows by what they are `about`.
"""

from typing import Literal

from attrs import field

from aboveline.frozen import frozen


@frozen
class SpokenTo:
    """A theme, section or criterion that an item speaks to."""

    kind: Literal["theme", "section", "criterion"]
    key: str
    label: str


@frozen
class AnswerRow:
    """One answer: how many gave it, and their share of all who answered, None where nobody did."""

    key: str
    label: str
    count: int
    percent: int | None
    is_positive: bool


@frozen
class ScaleRow:
    """How the figures on a scale lie. A quarter or the median may fall halfway between two figures.

    `total` is the sum of all figures, so that the mean is exact; `mean` is that mean to one decimal place. `top`
    is how many gave the highest figure of the scale.
    """

    low: int
    high: int
    positive_from: int | None
    lowest: int
    lower_quarter: float
    median: float
    upper_quarter: float
    highest: int
    total: int
    mean: float
    top: int
    top_percent: int
    figures: tuple[tuple[int, int], ...] = field(repr=False)


@frozen
class Told:
    """A sentence of the criteria about an item: as they have it, its blanks filled in, and the counts it tells.

    `answer` is the answer it is told of, where it is told of each; `count` is None where it counts nothing but answers.
    """

    finding: str
    text: str
    answer: str | None
    count: int | None
    of: int


@frozen
class ItemRow:
    """One item: how often it was asked and answered, and how.

    responses = answered + no_answer + not_asked + not_known, as is checked whenever they are counted.
    `aside` are answers that are in none of the counts of answers; `condition` says whom it was asked of.
    """

    key: str
    label: str
    kind: Literal["one answer", "several answers", "scale", "text"]
    about: tuple[SpokenTo, ...]
    condition: str | None
    responses: int
    answered: int
    no_answer: int
    not_asked: int
    not_known: int
    aside: int
    positive: int | None
    positive_percent: int | None
    answers: tuple[AnswerRow, ...] = field(repr=False)
    scale: ScaleRow | None = field(repr=False)
    told: tuple[Told, ...] = field(repr=False)

    @property
    def asked(self) -> int:
        """How many were asked, as far as is known."""
        return self.answered + self.no_answer


@frozen
class AsideRow:
    """An answer that is not counted: by response and item. `is_known`: the item was not asked; else nobody can say."""

    response: str
    item: str
    is_known: bool


@frozen
class SurveyView:
    """Everything that is shown of a survey."""

    framework: str
    label: str
    version: str
    survey: str
    survey_label: str
    files: tuple[str, ...]
    read: int
    left_out: tuple[str, ...]
    responses: int
    items: tuple[ItemRow, ...] = field(repr=False)
    aside: tuple[AsideRow, ...] = field(repr=False)

    def about(self, kind: str, key: str) -> tuple[ItemRow, ...]:
        """The items that speak to a theme, a section or a criterion, for placing them in a report."""
        return tuple(row for row in self.items if any((a.kind, a.key) == (kind, key) for a in row.about))


# --- The public edition ----------------------------------------------------------------------


@frozen
class PublicAnswer:
    """One answer: how many gave it, and their share of all who answered; None where that is withheld."""

    key: str
    label: str
    count: int | None
    percent: int | None


@frozen
class PublicItem:
    """One item: how many answered it (None where that is withheld), its answers, and what may be told of it.

    `silent` is how many of its sentences may not be told.
    """

    key: str
    label: str
    condition: str | None
    answered: int | None
    answers: tuple[PublicAnswer, ...]
    told: tuple[Told, ...]
    silent: int


@frozen
class PublicSurvey:
    """A survey as everybody may see it. `withheld` is how many of its counts are withheld."""

    survey: str
    label: str
    responses: int | None
    items: tuple[PublicItem, ...] = field(repr=False)
    withheld: int
