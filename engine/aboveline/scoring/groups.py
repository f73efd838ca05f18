"""Breaks the scores of a batch down by a fact of its cases; the parts add up to the whole, which is checked."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import TypeVar

from attrs import field

from aboveline.framework.expressions import FactValue
from aboveline.framework.model import Fact, Framework
from aboveline.frozen import frozen
from aboveline.records.record import Record
from aboveline.reference.evaluate import operand
from aboveline.reference.judge import CaseResult
from aboveline.reference.scope import scope_of
from aboveline.scoring.model import Scores, Tally
from aboveline.scoring.score import scores
from aboveline.scoring.tally import tally, total, unanswered_rules
from aboveline.values import Choice, Value

Part = TypeVar("Part")

#: What a fact is for a case, or why it is nothing: there is no such thing for the case, or it is not known.
GroupKey = tuple[str, Value | None]
_KNOWN, NONE, _UNKNOWN = "known", "none", "not known"


@frozen
class Group:
    """The cases for which a fact is one value, and their scores.

    `value` is None where the fact is not known, or where (`exists` being False) these cases have no such thing.
    """

    value: Value | None
    exists: bool
    cases: int
    scores: Scores = field(repr=False)


@frozen
class Breakdown:
    """The scores of a batch by one fact: values in the order of their words or size, then none, then not known."""

    fact: str
    groups: tuple[Group, ...]


def break_down(
    framework: Framework,
    fact: str,
    judged: Iterable[tuple[Record, CaseResult]],
    whole: Scores,
    inspection: Record | None = None,
) -> Breakdown:
    """The scores of the cases for each value of a fact; `judged` are all of them with what came of each, `whole` their scores.

    Raises AssertionError where the groups do not add up to the whole: a fault of ours.
    """
    about = framework.facts[fact]
    parts: defaultdict[GroupKey, list[CaseResult]] = defaultdict(list)
    for record, result in judged:
        parts[group_of(framework, about, record, inspection)].append(result)
    counted = {key: (len(part), tally(framework, part)) for key, part in parts.items()}
    return broken_down(framework, fact, counted, whole, inspection)


def broken_down(
    framework: Framework,
    fact: str,
    counted: Mapping[GroupKey, tuple[int, Mapping[str, Tally]]],
    whole: Scores,
    inspection: Record | None = None,
) -> Breakdown:
    """The same where the cases of each group are counted already: how many they are, and their tallies."""
    groups = tuple(
        Group(value, why != NONE, cases, scores(framework, tallies, inspection=inspection))
        for (why, value), (cases, tallies) in in_order(framework.facts[fact], counted)
    )
    # Where nothing is judged nothing has counted the cases of the whole.
    if unanswered_rules(framework) and sum(group.cases for group in groups) != whole.cases:
        raise AssertionError("the groups do not hold every case once")
    _reconcile(groups, whole)
    return Breakdown(fact, groups)


def group_key(value: Value | None, *, exists: bool) -> GroupKey:
    """The group of a case, by what a fact is for it (None: missing), and whether there is such a thing at all."""
    if not exists:
        return NONE, None
    return (_UNKNOWN, None) if value is None else (_KNOWN, value)


def group_of(framework: Framework, fact: Fact, record: Record, inspection: Record | None) -> GroupKey:
    """The group of a case."""
    exists, value = operand(FactValue(fact.key, fact.span), scope_of(framework, record, inspection))
    known = value if exists and isinstance(value, Value) else None
    return group_key(known, exists=exists is not False)


def in_order(fact: Fact, parts: Mapping[GroupKey, Part]) -> Iterable[tuple[GroupKey, Part]]:
    """The parts that cases fall into: values in the order of their words or size, then none, then not known."""
    words = fact.type.names if isinstance(fact.type, Choice) else ()

    def rank(key: GroupKey) -> tuple[int, int, str]:
        why, value = key
        number = value if isinstance(value, int) else words.index(value) if value in words else 0
        return (_KNOWN, NONE, _UNKNOWN).index(why), number, str(value)

    return ((key, parts[key]) for key in sorted(parts, key=rank))


def _reconcile(groups: Sequence[Group], whole: Scores) -> None:
    for score in whole:
        if score.kind != "rating":
            parts = total(group.scores[score.kind, score.key].tally for group in groups)
            if parts != score.tally:
                raise AssertionError(f"the groups do not add up to the {score.kind} {score.key}")
