"""Where a reader can go from a question of a report: the ways its judgements went, and what was judged of each case. Plain data."""

from collections.abc import Mapping

from attrs import field

from aboveline.analysis.coverage import CameTo
from aboveline.frozen import frozen


@frozen
class MarkedRuleLine:
    """A line of the criteria in stretches of letters: each with what the rule there came to, None where there is none."""

    owner: str
    file: str
    number: int
    stretches: tuple[tuple[str, CameTo | None], ...]


@frozen
class WayCase:
    """A case that went a way: the number of its page, and its id."""

    number: int
    case_id: str


@frozen
class Way:
    """One way the judgements of a question went: what they came to by the criteria, by which rules, in how many cases.

    `cases` are the first of very many.
    """

    number: int
    outcome: str
    lines: tuple[MarkedRuleLine, ...]
    count: int
    cases: tuple[WayCase, ...]


@frozen
class QuestionDrill:
    """A question, and every way its judgements went. By its number places in the page are called, which are very many."""

    question: str
    number: int
    ways: tuple[Way, ...]


@frozen
class CaseJudgement:
    """One judgement of a case: the number of its question, its outcome as it counts, why in sentences, the number of its way, and an override of it."""

    question: str
    number: int
    label: str
    outcome: str
    story: tuple[str, ...]
    way: int
    overridden: str | None


@frozen
class CaseCriterion:
    """What was judged of a case under one criterion, by the rules of a file."""

    key: str
    label: str
    file: str
    judgements: tuple[CaseJudgement, ...]


@frozen
class CasePage:
    """Everything that was judged of one case, and where its record stands.

    The sentences name places in that record, and in the file of a criterion, by what tells them apart from the rest of it.
    """

    number: int
    case_id: str
    place: str
    criteria: tuple[CaseCriterion, ...]


@frozen
class DrillDown:
    """Where a reader can go from a question: its ways, and the cases, in the report or (`folder`) in pages of their own."""

    questions: Mapping[str, QuestionDrill] = field(repr=False)
    cases: tuple[CasePage, ...] = field(repr=False)
    folder: str | None = None

    def page_of(self, number: int) -> str:
        """Where the page of a case is."""
        return f"#case-{number}" if self.folder is None else f"{self.folder}/{number}.html"

    def place_of(self, number: int, question: str) -> str:
        """Where the judgement of a case on a question is."""
        page = "" if self.folder is None else f"{self.folder}/{number}.html"
        return f"{page}#c{number}-{self.questions[question].number}"
