"""Turns judgements into Tallies, one a question; tallies add up, in any order and any grouping."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

import attrs

from aboveline.framework.model import Framework, Share, UnansweredRule
from aboveline.judgement import Outcome
from aboveline.reasons import OUT_OF
from aboveline.reference.judge import CaseResult
from aboveline.scoring.model import ReasonCount, Tally

#: How often something was judged for each reason: the outcome, and the index of the clause that decided.
Counts = Mapping[tuple[Outcome, int | None], int]


def add(left: Tally, right: Tally) -> Tally:
    """The tally of both together."""
    return total((left, right))


def total(tallies: Iterable[Tally]) -> Tally:
    """The tally of all of them together."""
    parts = tuple(tallies)
    return Tally(
        asked=sum(part.asked for part in parts),
        sufficient=sum(part.sufficient for part in parts),
        insufficient=sum(part.insufficient for part in parts),
        not_applicable_by_rule=sum(part.not_applicable_by_rule for part in parts),
        not_applicable_by_assessor=sum(part.not_applicable_by_assessor for part in parts),
        excused=sum(part.excused for part in parts),
        unanswered=sum(part.unanswered for part in parts),
        undetermined=sum(part.undetermined for part in parts),
        unanswered_counted=sum(part.unanswered_counted for part in parts),
        unanswered_stopping=sum(part.unanswered_stopping for part in parts),
        by_clause=_added_reasons(part.by_clause for part in parts),
        undetermined_by_clause=_added_reasons(part.undetermined_by_clause for part in parts),
    )


def _added_reasons(parts: Iterable[tuple[ReasonCount, ...]]) -> tuple[ReasonCount, ...]:
    counts: Counter[tuple[str, int]] = Counter()
    for part in parts:
        for reason in part:
            counts[reason.question, reason.clause] += reason.count
    return tuple(ReasonCount(*at, count) for at, count in sorted(counts.items()))


def take_away(whole: Tally, part: Tally) -> Tally:
    """The tally of what is left when a part of it is taken away."""
    counts = {
        name: getattr(whole, name) - getattr(part, name)
        for name in (a.name for a in attrs.fields(Tally))
        if name not in _BY_CLAUSE
    }
    by_clause = {name: _left(getattr(whole, name), getattr(part, name)) for name in _BY_CLAUSE}
    return attrs.evolve(whole, **counts, **by_clause)


#: The counts of a tally that are split by clause.
_BY_CLAUSE = ("by_clause", "undetermined_by_clause")


def _left(whole: tuple[ReasonCount, ...], part: tuple[ReasonCount, ...]) -> tuple[ReasonCount, ...]:
    taken = tuple(ReasonCount(reason.question, reason.clause, -reason.count) for reason in part)
    return tuple(reason for reason in _added_reasons((whole, taken)) if reason.count)


def merge(left: Mapping[str, Tally], right: Mapping[str, Tally]) -> Mapping[str, Tally]:
    """The tallies of two parts of a batch together, by key; the key of either may be missing in the other."""
    return {key: add(left.get(key, Tally()), right.get(key, Tally())) for key in {**left, **right}}


def tally(framework: Framework, results: Iterable[CaseResult]) -> Mapping[str, Tally]:
    """The judgements of some cases counted by question; every judged question has a tally.

    So has every rating that is a share of cases: there a case is counted sufficient where the share
    holds, insufficient where it does not, and does not apply where it is none of those it is out of.
    """
    counts: defaultdict[str, Counter[tuple[Outcome, int | None]]] = defaultdict(Counter)
    for result in results:
        for judgement in result.judgements:
            counts[judgement.question][judgement.outcome, judgement.clause] += 1
        for rating, outcome in result.shares.items():
            counts[rating][outcome, OUT_OF] += 1
    return tally_of_counts(framework, counts)


def tally_of_counts(framework: Framework, counts: Mapping[str, Counts]) -> Mapping[str, Tally]:
    """The tallies of some cases whose judgements are counted already, by question or rating and by reason.

    What has no counts was never judged; it has an empty tally.
    """
    rules: dict[str, UnansweredRule] = {
        q.key: q.unanswered for q in framework.questions.values() if q.is_judged
    }
    rules |= {r.key: "left out" for r in framework.ratings.values() if isinstance(r.measure, Share)}
    return {key: _tally_of(key, counts.get(key, {}), rule) for key, rule in rules.items()}


def _tally_of(question: str, counts: Counts, rule: UnansweredRule) -> Tally:
    of: Counter[Outcome] = Counter()
    for (outcome, _), count in counts.items():
        of[outcome] += count
    return Tally(
        of.total(),
        of[Outcome.SUFFICIENT],
        of[Outcome.INSUFFICIENT],
        of[Outcome.NOT_APPLICABLE_BY_RULE],
        of[Outcome.NOT_APPLICABLE_BY_ASSESSOR],
        of[Outcome.EXCUSED],
        of[Outcome.UNANSWERED],
        of[Outcome.UNDETERMINED],
        of[Outcome.UNANSWERED] if rule == "insufficient" else 0,
        of[Outcome.UNANSWERED] if rule == "stop" else 0,
        _reasons(question, counts, Outcome.NOT_APPLICABLE_BY_RULE),
        _reasons(question, counts, Outcome.UNDETERMINED),
    )


def _reasons(question: str, counts: Counts, outcome: Outcome) -> tuple[ReasonCount, ...]:
    """How many of one outcome each clause decided, in the order of the clauses."""
    found = sorted(
        (clause, count) for (of, clause), count in counts.items() if of is outcome and clause is not None
    )
    return tuple(ReasonCount(question, clause, count) for clause, count in found)


def reconcile(found: Tally, asked: int) -> None:
    """Check that every judgement asked for is in exactly one count, and has its reason in exactly one.

    Raises AssertionError if not: a fault of ours.
    """
    outcomes = (
        found.sufficient
        + found.insufficient
        + found.not_applicable_by_rule
        + found.not_applicable_by_assessor
        + found.excused
        + found.unanswered
        + found.undetermined
    )
    by_rule = sum(reason.count for reason in found.by_clause)
    undetermined = sum(reason.count for reason in found.undetermined_by_clause)
    adds_up = found.asked == asked == outcomes
    if not adds_up or by_rule != found.not_applicable_by_rule or undetermined != found.undetermined:
        raise AssertionError(f"{asked} judgements do not add up: {found}")
