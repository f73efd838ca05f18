"""Turns a framework into everything its examples should show of it, and an example into what it shows.

A goal is a stretch of the criteria and one thing to be seen of it: that it comes to yes, to no or is unknown; a side
of a line that a comparison draws; a word that it names. The instances of a repeat are the same words, so that
one of them is enough.
"""

from collections.abc import Iterable, Mapping
from functools import cached_property

from attrs import field

from aboveline.analysis.coverage import CameTo, Rule, Subject, rules, table_of_subjects
from aboveline.analysis.edges import NO, UNKNOWN, YES, Aim, Shape, is_shown, shapes
from aboveline.analysis.examples import case_of, subjects_of
from aboveline.analysis.reach import Way, ways
from aboveline.framework.example_model import Example
from aboveline.framework.model import Framework
from aboveline.frozen import frozen
from aboveline.records.record import Record
from aboveline.reference.scope import scope_of
from aboveline.source import Span

_CAME_TO: Mapping[CameTo, Aim] = {"yes": YES, "no": NO, "unknown": UNKNOWN}


@frozen
class Goal:
    """One thing that examples should show of a stretch of the criteria."""

    span: Span
    aim: Aim


@frozen
class Case:
    """A case and its inspection."""

    record: Record
    inspection: Record


@frozen(slots=False)
class Goals:
    """Everything there is to show of a framework, in the order of the files.

    `rules` has the rule of each stretch, of a repeat the first; `ways` those of all instances. `shapes` says
    of each rule that compares something what is tried of it beyond yes, no and unknown.
    """

    framework: Framework
    rules: Mapping[Span, Rule]
    ways: Mapping[Span, tuple[Way, ...]] = field(repr=False)
    shapes: Mapping[Rule, tuple[Shape, ...]] = field(repr=False)

    @cached_property
    def every(self) -> tuple[Goal, ...]:
        """All the goals."""
        return tuple(Goal(span, aim) for span in self.rules for aim in self.aims(span))

    def aims(self, span: Span) -> tuple[Aim, ...]:
        """What is to be seen of one stretch."""
        return (YES, NO, UNKNOWN, *(shape.aim for shape in self.shapes.get(self.rules[span], ())))

    def shape(self, rule: Rule, aim: Aim) -> Shape:
        """What shows an aim of a comparison."""
        return next(shape for shape in self.shapes[rule] if shape.aim == aim)


def goals_of(framework: Framework) -> Goals:
    """Everything that examples should show of a framework."""
    files = {name: place for place, name in enumerate(framework.sources)}
    first: dict[Span, Rule] = {}
    for rule in rules(framework):
        first.setdefault(rule.span, rule)
    ordered = sorted(first, key=lambda s: (files.get(s.file, 0), s.start, -s.end))
    by_span: dict[Span, tuple[Way, ...]] = {}
    compared: dict[Rule, tuple[Shape, ...]] = {}
    for rule, its_ways in ways(framework).items():
        by_span[rule.span] = (*by_span.get(rule.span, ()), *its_ways)
        compared[rule] = shapes(framework, its_ways[0].expr)
    return Goals(framework, {span: first[span] for span in ordered}, by_span, compared)


def shown(
    goals: Goals, case: Case, subjects: Iterable[Subject], *, with_asked: bool = False
) -> frozenset[Goal]:
    """What a case shows where something is expected of some subjects; `with_asked`, also of questions they ask about."""
    framework, record, inspection = goals.framework, case.record, case.inspection
    table = table_of_subjects(framework, subjects, record, inspection, with_asked=with_asked)
    scope = scope_of(framework, record, inspection)
    found: set[Goal] = set()
    for rule, came_to in table.items():
        if came_to in _CAME_TO:
            found.add(Goal(rule.span, _CAME_TO[came_to]))
            if came_to != "unknown":
                touched = (s.aim for s in goals.shapes.get(rule, ()) if is_shown(s, scope))
                found.update(Goal(rule.span, aim) for aim in touched)
    return frozenset(found)


def shown_by(goals: Goals, example: Example) -> frozenset[Goal]:
    """What an example of the framework shows."""
    subjects = subjects_of(goals.framework, example)
    return shown(goals, Case(*case_of(goals.framework, example)), subjects, with_asked=True)
