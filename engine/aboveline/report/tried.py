"""Turns what examples show of the criteria into the one table behind its figures, its list and its colours.

Every stretch of the criteria that can come to yes or no stands in the table once, with what was to be seen of it and
what was. A figure is a count of its rows, and a colour is the standing of one row; so the two cannot disagree.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Literal

from aboveline.analysis.coverage import Rule
from aboveline.analysis.edges import Aim
from aboveline.analysis.goals import Goal
from aboveline.analysis.suggesting import Tried
from aboveline.framework.model import Framework
from aboveline.frozen import frozen
from aboveline.report.titles import aim_in_words

#: Whether a way was seen in an example, was not, cannot be in any case, or whether it can is not settled.
State = Literal["shown", "not shown", "never", "open"]

#: What the examples show of a stretch: everything that can be seen of it, some of it, nothing; or nothing can be.
Standing = Literal["whole", "part", "none", "out of reach"]

STANDINGS: Mapping[Standing, str] = {
    "whole": "tried every way it can come out",
    "part": "tried some ways",
    "none": "not tried",
    "out of reach": "no case can try it",
}


@frozen
class Seen:
    """One way a stretch can come out: what it is, in words, and whether it was seen."""

    aim: Aim
    words: str
    state: State
    #: Where that is open, why.
    why: str | None = None


@frozen
class Row:
    """One stretch of the criteria, and every way it can come out."""

    rule: Rule
    seen: tuple[Seen, ...]

    @property
    def standing(self) -> Standing:
        """What the examples show of it, of what can be shown."""
        states = {one.state for one in self.seen} - {"never"}
        if not states:
            return "out of reach"
        if states == {"shown"}:
            return "whole"
        return "part" if "shown" in states else "none"

    def in_state(self, state: State) -> tuple[Seen, ...]:
        """The ways that are in one state."""
        return tuple(one for one in self.seen if one.state == state)


@frozen
class Share:
    """So many of some stretches are tried every way they can come out; those out of reach are not counted."""

    whole: int
    of: int

    @property
    def percent(self) -> int:
        """The share in whole percentages, rounded down, so that 100 % means all."""
        return 100 * self.whole // self.of if self.of else 100


def rows_of(tried: Tried) -> tuple[Row, ...]:
    """The table, in the order of the files."""
    goals = tried.goals
    return tuple(
        Row(rule, tuple(_seen(tried, Goal(span, aim)) for aim in goals.aims(span)))
        for span, rule in goals.rules.items()
    )


def _seen(tried: Tried, goal: Goal) -> Seen:
    words = aim_in_words(tried.goals, goal)
    if goal in tried.shown:
        return Seen(goal.aim, words, "shown")
    if goal in tried.never:
        return Seen(goal.aim, words, "never")
    if goal in tried.open:
        return Seen(goal.aim, words, "open", tried.open[goal])
    return Seen(goal.aim, words, "not shown")


def share(rows: Iterable[Row]) -> Share:
    """How many of some rows are whole."""
    standings = [row.standing for row in rows]
    return Share(standings.count("whole"), len(standings) - standings.count("out of reach"))


def by_file(rows: Iterable[Row]) -> Mapping[str, tuple[Row, ...]]:
    """The rows of each file."""
    return _by(rows, lambda row: row.rule.span.file)


def by_owner(framework: Framework, rows: Iterable[Row]) -> Mapping[str, tuple[Row, ...]]:
    """The rows of each question, condition, fact and check, by its name; the instances of a repeat are one."""
    return _by(rows, lambda row: owner_name(framework, row.rule.owner))


def owner_name(framework: Framework, key: str) -> str:
    """The name of what a rule belongs to, without the item of a repeat."""
    for known in (framework.questions, framework.conditions, framework.facts, framework.checks):
        if key in known:
            return known[key].name
    return key


def _by(rows: Iterable[Row], name: Callable[[Row], str]) -> Mapping[str, tuple[Row, ...]]:
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(name(row), []).append(row)
    return {key: tuple(its) for key, its in found.items()}


#: What the ways are counted as where they are summed up.
KINDS: Mapping[str, str] = {
    "yes": "yes",
    "no": "no",
    "unknown": "not known",
    "on": "on a line",
    "beside": "just beside a line",
    "word": "a word of several",
}


@frozen
class Counted:
    """How many ways of a kind were seen, of those that can be."""

    kind: str
    shown: int
    of: int


def counted(rows: Iterable[Row]) -> tuple[Counted, ...]:
    """The ways of each kind there are."""
    every = [one for row in rows for one in row.seen if one.state != "never"]
    found = (
        Counted(
            kind,
            sum(o.aim.kind == kind and o.state == "shown" for o in every),
            sum(o.aim.kind == kind for o in every),
        )
        for kind in KINDS
    )
    return tuple(one for one in found if one.of)
