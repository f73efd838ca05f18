"""What the report of findings shows: everything noticed in the data, by kind, by case, and by what a fact says.

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


@frozen
class Noticed:
    """One finding, its case ("" for the inspection as a whole), and the words for what it is about.

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


@frozen
class About:
    """The findings of one kind about one fact, question or check; `cases` are their case ids, in order."""

    subject: str
    label: str
    findings: int
    cases: tuple[str, ...] = field(repr=False)


@frozen
class FindingKind:
    """The findings of one kind, what the kind means, and what they are about, the most first."""

    code: str
    words: str
    findings: int
    cases: int
    about: tuple[About, ...]


@frozen
class OfCase:
    """One case and what was noticed of it."""

    case_id: str
    noticed: tuple[Noticed, ...]


@frozen
class GroupCounts:
    """The cases for which a fact is one value: how many, how many have findings, and how many of each kind, by code."""

    value: str | None
    label: str
    cases: int
    with_findings: int
    findings: int
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
