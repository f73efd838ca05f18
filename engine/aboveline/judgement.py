"""What was decided about one question of one case, and what was noticed on the way."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from itertools import islice
from typing import Literal

from attrs import field

from aboveline.diagnostics import Place
from aboveline.frozen import frozen


class Outcome(StrEnum):
    """The one thing a judged question comes to for a case, in the order of the tally."""

    SUFFICIENT = "sufficient"
    INSUFFICIENT = "insufficient"
    NOT_APPLICABLE_BY_RULE = "not applicable by rule"
    NOT_APPLICABLE_BY_ASSESSOR = "not applicable by the assessor"
    EXCUSED = "excused"
    UNANSWERED = "unanswered"
    UNDETERMINED = "undetermined"


NOT_APPLICABLE = frozenset(
    {Outcome.NOT_APPLICABLE_BY_RULE, Outcome.NOT_APPLICABLE_BY_ASSESSOR, Outcome.EXCUSED}
)


@frozen
class Judgement:
    """What was decided about one question of one case.

    `clause` is the index into the question's clauses of the one that decided: the `only where` that
    is no or unknown, the `excluded where` that is yes or unknown, the `excused where`, or the
    `sufficient when`; it is None where the assessor's mark decided. `answer` is the answer as
    recorded or worked out, None where there is none.
    """

    case_id: str
    question: str
    outcome: Outcome
    clause: int | None
    answer: str | None


FindingCode = Literal[
    "answered-though-not-applicable",
    "mark-not-allowed",
    "value-for-worked-out",
    "value-where-none-exists",
    "no-row-fits",
    "more-than-one-row-fits",
    "check-contradicted",
    "rare-value",
    "override-of-unknown-case",
    "override-of-unknown-question",
    "override-changes-nothing",
]


@frozen
class Finding:
    """Something in a record that is no error, but that a person should look at. Never scored.

    `subject` is the key of the fact, question or check; the message holds no case data.
    """

    code: FindingCode
    case_id: str
    subject: str
    message: str
    place: Place | None = None


#: So many findings of a batch are listed one by one; all of them are counted.
MOST_LISTED = 10_000


@frozen
class Findings:
    """What was noticed in the data of a batch: how often each kind was of each subject, and the first of them one by one."""

    counts: Mapping[tuple[FindingCode, str], int]
    listed: tuple[Finding, ...] = field(repr=False)

    @property
    def total(self) -> int:
        """How many there are in all."""
        return sum(self.counts.values())


def findings_of(found: Iterable[Finding]) -> Findings:
    """Findings counted, the first of them listed."""
    counts: dict[tuple[FindingCode, str], int] = {}
    every = tuple(found)
    for one in every:
        counts[one.code, one.subject] = counts.get((one.code, one.subject), 0) + 1
    return Findings(counts, tuple(islice(every, MOST_LISTED)))
