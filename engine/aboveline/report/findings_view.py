"""What the report of findings shows: everything noticed in the data, by kind, by case, and by what a fact says.

What is noticed is findings, which follow from the criteria and which scores and sealed runs count too; and rare values, which
follow from what the other cases hold and are told here alone. The two are counted apart.

Text, JSON and CSV are written from it alone, so that they cannot differ.
"""

from attrs import field

from aboveline.diagnostics import Place
from aboveline.frozen import frozen
from aboveline.report.view import AssessedBlock


@frozen
class Examined:
    """Which records were looked through: their files, how many were read, and those left out as invalid."""

    files: tuple[str, ...]
    read: int
    left_out: tuple[str, ...] = ()
    #: None unless cases may have been assessed more than once; what is kept aside was not looked through.
    assessed: AssessedBlock | None = None


#: What rare values are called where each has a code.
RARE_VALUE = "rare-value"


@frozen
class Noticed:
    """One finding or rare value, its case ("" for the inspection as a whole), and the words for what it is about.

    `value` is the value recorded, in words; None unless somebody asked to see it. `groups` says for each fact
    the findings are grouped by what it is for the case.
    """

    code: str
    case_id: str
    subject: str
    label: str
    message: str
    place: Place | None
    value: str | None
    groups: tuple[str, ...]

    @property
    def is_rare(self) -> bool:
        """Whether it is a rare value, and no finding."""
        return self.code == RARE_VALUE


@frozen
class About:
    """What was noticed of one kind about one fact, question or check, how often; `cases` are the case ids, in order."""

    subject: str
    label: str
    count: int
    cases: tuple[str, ...] = field(repr=False)


@frozen
class FindingKind:
    """What was noticed of one kind, what the kind means, how often, and what about, the most first."""

    code: str
    words: str
    count: int
    cases: int
    about: tuple[About, ...]


@frozen
class OfCase:
    """One case and what was noticed of it."""

    case_id: str
    noticed: tuple[Noticed, ...]

    @property
    def findings(self) -> int:
        """How many of it are findings."""
        return sum(not one.is_rare for one in self.noticed)

    @property
    def rare_values(self) -> int:
        """How many of it are rare values."""
        return len(self.noticed) - self.findings


@frozen
class GroupCounts:
    """The cases for which a fact is one value: how many, how many have findings, how many these are, and of each kind, by code."""

    value: str | None
    label: str
    cases: int
    with_findings: int
    findings: int
    rare_values: int
    kinds: tuple[tuple[str, int], ...]


@frozen
class ByFact:
    """The findings by one fact: a group for each of its values."""

    fact: str
    label: str
    groups: tuple[GroupCounts, ...]


@frozen
class FindingsView:
    """Everything the report of findings shows. `cases` is how many were looked through, `by_case` has the most first."""

    framework: str
    label: str
    version: str
    examined: Examined
    cases: int
    noticed: tuple[Noticed, ...] = field(repr=False)
    kinds: tuple[FindingKind, ...] = field(repr=False)
    by_case: tuple[OfCase, ...] = field(repr=False)
    by: tuple[ByFact, ...]
    values_shown: bool
    how: tuple[str, ...]

    @property
    def findings(self) -> tuple[Noticed, ...]:
        """The findings, in the order of the records; those about the inspection as a whole last."""
        return tuple(one for one in self.noticed if not one.is_rare)

    @property
    def rare_values(self) -> tuple[Noticed, ...]:
        """The rare values, in the order of the records."""
        return tuple(one for one in self.noticed if one.is_rare)

    @property
    def with_findings(self) -> int:
        """How many cases have a finding."""
        return sum(bool(one.findings) for one in self.by_case)

    @property
    def with_rare_values(self) -> int:
        """How many cases have a rare value."""
        return sum(bool(one.rare_values) for one in self.by_case)
