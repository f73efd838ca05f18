"""Turns a goal into the smallest case that shows it, or says that no case does.

Where all that matters are words, as in most criteria, the cases are gone through one by one, the fewest facts and
answers first: only what an evaluation looked at can change it, so nothing else need be added. Where numbers, dates or
texts matter, or there are too many cases, it is proved.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from attrs import evolve

from aboveline.analysis.coverage import Subject
from aboveline.analysis.edges import MonthLimit, day_beside
from aboveline.analysis.goals import Case, Goal, Goals, shown
from aboveline.analysis.reach import Way
from aboveline.framework import expressions as ex
from aboveline.framework.model import Framework
from aboveline.frozen import frozen
from aboveline.proof.claims import AllOf, AnyOf, Claim, Comes, Exists, Holds, Not
from aboveline.proof.shown import shows
from aboveline.proof.space import Found, Never, Open_, Space
from aboveline.records.record import Record
from aboveline.reference.scope import Scope
from aboveline.values import Choice, Mark, Value

#: So many cases are gone through for one way to a rule before it is left to proof.
_MOST_TRIED = 3_000


@frozen
class Seen:
    """A case that shows a goal where something is expected of the subject."""

    case: Case
    subject: Subject


@frozen
class Unseen:
    """No case shows a goal; or, where `why` says so, it was not settled whether one does."""

    why: str | None = None


@frozen
class _LeftToProof:
    """There is more than words to go through, or too much of them."""


class Seeker:
    """Seeks cases under one framework."""

    def __init__(self, goals: Goals) -> None:
        self.goals = goals
        self._space: Space | None = None
        #: The first and the last of the dates that were looked at to say that no case shows something.
        self.dates: tuple[date, date] | None = None

    def seek(self, goal: Goal) -> Seen | Unseen:
        """The smallest case that shows a goal, and of what something is to be expected then."""
        its_ways = self.goals.ways.get(goal.span, ())
        found = self._tried(goal, its_ways)
        if isinstance(found, _LeftToProof):
            found = self._proved(goal, its_ways)
        if isinstance(found, Unseen):
            return found
        subjects = dict.fromkeys(way.subject for way in its_ways)
        subject = next((s for s in subjects if goal in shown(self.goals, found, (s,))), None)
        if subject is None:
            raise AssertionError(f"a case for {goal} does not show it")
        return Seen(found, subject)

    # --- By trying ---------------------------------------------------------------------------

    def _tried(self, goal: Goal, its_ways: Sequence[Way]) -> Case | Unseen | _LeftToProof:
        best: dict[str, Value | Mark] | None = None
        for way in its_ways:
            claim = self._claim(goal, way)
            if claim is None:
                return _LeftToProof()
            most = None if best is None else len(best) - 1
            found = _smallest(self.goals.framework, claim, most)
            if isinstance(found, _LeftToProof):
                return found
            best = best if found is None else found
        return Unseen() if best is None else _case(self.goals.framework, best)

    def _claim(self, goal: Goal, way: Way) -> Claim | None:
        """What has to be so of a case for a way to show a goal; None where no claim says it."""
        match goal.aim.kind:
            case "yes" | "no":
                return AllOf((*way.claims, Comes(way.expr, goal.aim.kind == "yes")))
            case "unknown":
                return AllOf((*way.claims, Comes(way.expr, None)))
            case _:
                shape = self.goals.shape(way.rule, goal.aim)
                if isinstance(shape.shows, MonthLimit):
                    return None
                return AllOf((*way.claims, Not(Comes(way.expr, None)), Comes(shape.shows, True)))

    # --- By proof ----------------------------------------------------------------------------

    @property
    def space(self) -> Space:
        """All cases of the framework; as in examples, also those without a fact that is required."""
        if self._space is None:
            facts = {key: evolve(fact, required=False) for key, fact in self.goals.framework.facts.items()}
            self._space = Space(evolve(self.goals.framework, facts=facts))
        return self._space

    def _proved(self, goal: Goal, its_ways: Sequence[Way]) -> Case | Unseen:
        claims = [claim for way in its_ways if (claim := self._claim(goal, way)) is not None]
        if not claims:
            return self._beside_months(goal, its_ways)
        match self.space.smallest(AnyOf(tuple(claims))):
            case Found(record=record, inspection=inspection):
                return Case(record, inspection)
            case Never(first=first, last=last):
                self.dates = first, last
                return Unseen()
            case unsettled:
                return Unseen(unsettled.why)

    def _beside_months(self, goal: Goal, its_ways: Sequence[Way]) -> Case | Unseen:
        """A day beside a limit counted in months: beside that of a case on the line, or of one that misses it."""
        on_the_line = evolve(goal, aim=evolve(goal.aim, kind="on"))
        why: str | None = None
        for way in its_ways:
            limit = self.goals.shape(way.rule, goal.aim).shows
            if not isinstance(limit, MonthLimit):
                continue
            missed = AllOf((*way.claims, *_exist(limit), Comes(way.expr, False)))
            for near in (self._claim(on_the_line, way), missed):
                found = self.space.smallest(near) if near is not None else Unseen()
                if isinstance(found, Found):
                    held = _held_beside(self.goals.framework, limit, found)
                    beside = self.space.smallest(AllOf((*way.claims, *_exist(limit), *held)))
                    if held and isinstance(beside, Found):
                        return Case(beside.record, beside.inspection)
                    why = "a day beside a limit of months was sought from a few other dates alone"
                elif isinstance(found, Open_):
                    why = found.why
        # Where no case misses the limit, none is beside it.
        return Unseen(why)


def _exist(limit: MonthLimit) -> tuple[Claim, ...]:
    """That there are the dates of a limit."""
    return tuple(
        Exists(each.fact, True) for each in (limit.left, limit.anchor) if isinstance(each, ex.FactValue)
    )


def _held_beside(framework: Framework, limit: MonthLimit, near: Found) -> tuple[Claim, ...]:
    """That a date is the day beside the limit, counted from the day that a case near the line counts from."""
    anchor, held = limit.anchor, {**near.record.values, **near.inspection.values}
    match anchor:
        case ex.FactValue(fact=key):
            value, counted_from = held.get(key), (Holds(key, held.get(key)),)
        case ex.Constant(value=value):
            counted_from = ()
        case _:
            return ()
    if not isinstance(value, date) or not isinstance(limit.left, ex.FactValue):
        return ()
    return (*counted_from, Holds(limit.left.fact, day_beside(framework.calendar, limit, value)))


# --- Cases one by one ------------------------------------------------------------------------

_Values = dict[str, Value | Mark]


class _Watched(Mapping[str, Value | Mark]):
    """Values that note which of them were looked at."""

    def __init__(self, held: Mapping[str, Value | Mark], seen: dict[str, None]) -> None:
        self.held, self.seen = held, seen

    def __getitem__(self, key: str) -> Value | Mark:
        self.seen[key] = None
        return self.held[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self.held)

    def __len__(self) -> int:
        return len(self.held)


def _smallest(framework: Framework, claim: Claim, most: int | None) -> _Values | _LeftToProof | None:
    """The values of the smallest case of which a claim is so, if there is one of no more than so many."""
    level: list[_Values] = [{}]
    tried = 0
    while level:
        following: dict[frozenset[tuple[str, Value | Mark]], _Values] = {}
        fitting: list[_Values] = []
        for values in level:
            tried += 1
            seen: dict[str, None] = {}
            watched = _Watched(values, seen)
            if shows(claim, [Scope(framework, watched, watched)]):
                fitting.append(values)
            elif not fitting and (most is None or len(values) < most):
                for key in seen:
                    if key in values:
                        continue
                    options = _options(framework, key)
                    if options is None or tried > _MOST_TRIED:
                        return _LeftToProof()
                    for option in options:
                        more = {**values, key: option}
                        following.setdefault(frozenset(more.items()), more)
        if fitting:
            return min(fitting, key=lambda values: _order(framework, values))
        level = list(following.values())
    return None


def _options(framework: Framework, key: str) -> Sequence[Value | Mark] | None:
    """What can be given of a fact or a question; None where that is more than words."""
    if key in framework.facts:
        kind = framework.facts[key].type
        return kind.names if isinstance(kind, Choice) else None
    question = framework.questions[key]
    if question.worked_out is not None:
        return ()
    return (
        (*question.answers.names, Mark.NOT_APPLICABLE) if question.may_be_marked else question.answers.names
    )


def _order(framework: Framework, values: _Values) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """What puts cases of one size in order: which things are given, in report order, then which words."""
    keys = [key for key in (*framework.facts, *framework.questions) if key in values]
    places = {key: place for place, key in enumerate((*framework.facts, *framework.questions))}
    words = (list(_options(framework, key) or ()).index(values[key]) for key in keys)
    return tuple(places[key] for key in keys), tuple(words)


def _case(framework: Framework, values: _Values) -> Case:
    of_inspection = {
        k: v for k, v in values.items() if k in framework.facts and framework.facts[k].of_inspection
    }
    of_case = {k: v for k, v in values.items() if k not in of_inspection}
    return Case(Record("example", of_case), Record("inspection", of_inspection))
