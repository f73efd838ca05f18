"""Turns a goal into a case that shows it, or says that no case does: what `proof` is asked, and what it answers."""

from collections.abc import Sequence
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
from aboveline.proof.space import Found, Never, Open_, Space
from aboveline.values import Date


@frozen
class Seen:
    """A case that shows a goal where something is expected of the subject."""

    case: Case
    subject: Subject


@frozen
class Unseen:
    """No case shows a goal; or, where `why` says so, it was not settled whether one does."""

    why: str | None = None


class Seeker:
    """Seeks cases under one framework, the smallest each time."""

    def __init__(self, goals: Goals) -> None:
        self.goals = goals
        self._space: Space | None = None
        #: The first and the last of the dates that were looked at to say that no case shows something.
        self.dates: tuple[date, date] | None = None

    @property
    def space(self) -> Space:
        """All cases of the framework; as in examples, also those without a fact that is required."""
        if self._space is None:
            facts = {key: evolve(fact, required=False) for key, fact in self.goals.framework.facts.items()}
            self._space = Space(evolve(self.goals.framework, facts=facts))
        return self._space

    def seek(self, goal: Goal) -> Seen | Unseen:
        """A case that shows a goal, and of what something is to be expected then."""
        its_ways = self.goals.ways.get(goal.span, ())
        found = self._found(goal, its_ways) if its_ways else Unseen()
        if isinstance(found, Unseen):
            return found
        subjects = dict.fromkeys(way.subject for way in its_ways)
        subject = next((s for s in subjects if goal in shown(self.goals, found, (s,))), None)
        if subject is None:
            raise AssertionError(f"a case for {goal} does not show it")
        return Seen(found, subject)

    def _found(self, goal: Goal, its_ways: Sequence[Way]) -> Case | Unseen:
        claims = [claim for way in its_ways if (claim := self._claim(goal, way)) is not None]
        if not claims:
            return self._beside_months(goal, its_ways)
        claim = AnyOf(tuple(claims))
        match self.space.smallest(claim):
            case Found(record=record, inspection=inspection):
                return Case(record, inspection)
            case Never(first=first, last=last):
                if any(isinstance(fact.type, Date) for fact in self.goals.framework.facts.values()):
                    self.dates = first, last
                return Unseen()
            case unsettled:
                return Unseen(unsettled.why)

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
