"""Applies overrides to what was judged: which judgements they change, and the scores after and before.

An override comes after everything is judged. It changes that one judgement alone: nothing that rests
on it, be it another judgement or a share of cases, is worked out again. As tallies are sums, the
judgement as it was is taken away and the one it becomes is added; no other case is looked at.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from attrs import evolve, field

from aboveline.diagnostics import Place, nearest
from aboveline.framework.model import Framework
from aboveline.frozen import frozen
from aboveline.judgement import Finding, FindingCode, Judgement, Outcome
from aboveline.reasons import Reason
from aboveline.records.overrides import Override, OverrideOutcome
from aboveline.records.raw import shown
from aboveline.records.record import Record
from aboveline.reference.judge import CaseResult
from aboveline.scoring.groups import Breakdown, GroupKey, broken_down, group_key, group_of
from aboveline.scoring.model import Scores, Tally
from aboveline.scoring.score import scores, tallies_of
from aboveline.scoring.tally import add, take_away, tally_of_counts

#: What each outcome of an override is to a tally.
_COUNTED_AS: Mapping[OverrideOutcome, Outcome] = {
    "sufficient": Outcome.SUFFICIENT,
    "insufficient": Outcome.INSUFFICIENT,
    "not applicable": Outcome.NOT_APPLICABLE_BY_ASSESSOR,
    "unanswered": Outcome.UNANSWERED,
}

#: The outcomes that an override to `not applicable` only repeats. An excused judgement is none: there the work fell short.
_NOT_APPLICABLE = frozenset({Outcome.NOT_APPLICABLE_BY_RULE, Outcome.NOT_APPLICABLE_BY_ASSESSOR})


@frozen
class AsJudged:
    """What was decided of a case by the criteria: the reason of each judgement by question, and its group by fact."""

    reasons: Mapping[str, Reason] = field(repr=False)
    groups: Mapping[str, GroupKey] = field(factory=dict[str, GroupKey], repr=False)


def as_judged(
    framework: Framework,
    overrides: Iterable[Override],
    judged: Iterable[tuple[Record, CaseResult]],
    by: Sequence[str] = (),
    inspection: Record | None = None,
) -> Mapping[str, AsJudged]:
    """What was decided of the cases that overrides name, by id; `judged` are all with what came of each, `by` facts to group by."""
    named = {one.case_id for one in overrides}
    facts = [framework.facts[fact] for fact in by]
    return {
        record.case_id: AsJudged(
            {
                judgement.question: Reason(judgement.outcome, judgement.clause)
                for judgement in result.judgements
            },
            {fact.key: group_of(framework, fact, record, inspection) for fact in facts},
        )
        for record, result in judged
        if record.case_id in named
    }


@frozen
class Applied:
    """An override that changed a judgement: what it was by the criteria, and what it is.

    `groups` says in which group the case is, for each fact the batch is broken down by.
    """

    case_id: str
    question: str
    was: Reason
    outcome: Outcome
    override: Override
    groups: Mapping[str, GroupKey] = field(factory=dict[str, GroupKey], repr=False, eq=False)


@frozen
class Overridden:
    """What came of some overrides: those that were applied, and a finding for each that was set aside, in their order."""

    applied: tuple[Applied, ...] = ()
    set_aside: tuple[Finding, ...] = ()


def overridden(
    framework: Framework, overrides: Iterable[Override], judged: Mapping[str, AsJudged]
) -> Overridden:
    """What comes of overrides; `judged` are the cases they name, by id, as far as there are any."""
    applied: list[Applied] = []
    set_aside: list[Finding] = []
    for one in overrides:
        case, question = judged.get(one.case_id), framework.questions.get(one.question)
        if question is None or not question.is_judged:
            set_aside.append(_set_aside("override-of-unknown-question", one, _no_question(framework, one)))
        if case is None:
            set_aside.append(_set_aside("override-of-unknown-case", one, _NO_CASE))
        elif question is not None and question.is_judged:
            was, outcome = case.reasons[question.key], _COUNTED_AS[one.outcome]
            if was.outcome is outcome or {was.outcome, outcome} <= _NOT_APPLICABLE:
                set_aside.append(_set_aside("override-changes-nothing", one, _NO_CHANGE))
            else:
                applied.append(Applied(one.case_id, question.key, was, outcome, one, case.groups))
    return Overridden(tuple(applied), tuple(set_aside))


def with_overrides(
    framework: Framework, figures: Scores, applied: Sequence[Applied], inspection: Record | None = None
) -> Scores:
    """The scores with some judgements overridden; each that moves has beside it what it was."""
    tallies = _moved(framework, tallies_of(framework, figures), applied)
    return _beside(scores(framework, tallies, inspection=inspection), figures)


def without_overrides(figures: Scores) -> Scores:
    """The scores as they were before any judgement was overridden."""
    return evolve(figures, figures={name: one.before or one for name, one in figures.figures.items()})


def breakdown_with_overrides(
    framework: Framework,
    found: Breakdown,
    applied: Sequence[Applied],
    whole: Scores,
    inspection: Record | None = None,
) -> Breakdown:
    """A breakdown with some judgements overridden; `whole` are the scores of all cases with them.

    Raises AssertionError where the groups do not add up to the whole: a fault of ours.
    """
    by_group: defaultdict[GroupKey, list[Applied]] = defaultdict(list)
    for one in applied:
        by_group[one.groups[found.fact]].append(one)
    before = {group_key(group.value, exists=group.exists): group for group in found.groups}
    counted = {
        key: (group.cases, _moved(framework, tallies_of(framework, group.scores), by_group[key]))
        for key, group in before.items()
    }
    after = broken_down(framework, found.fact, counted, whole, inspection)
    return evolve(
        after,
        groups=tuple(
            evolve(group, scores=_beside(group.scores, was.scores))
            for group in after.groups
            for was in (before[group_key(group.value, exists=group.exists)],)
        ),
    )


def results_with_overrides(results: Iterable[CaseResult], applied: Iterable[Applied]) -> Iterator[CaseResult]:
    """What came of each case, its overridden judgements as they count; no clause decided those."""
    instead = {(one.case_id, one.question): one.outcome for one in applied}
    for result in results:
        judgements = tuple(_counted(judgement, instead) for judgement in result.judgements)
        yield result if judgements == result.judgements else evolve(result, judgements=judgements)


def _counted(judgement: Judgement, instead: Mapping[tuple[str, str], Outcome]) -> Judgement:
    outcome = instead.get((judgement.case_id, judgement.question))
    return judgement if outcome is None else evolve(judgement, outcome=outcome, clause=None)


def _moved(
    framework: Framework, tallies: Mapping[str, Tally], applied: Sequence[Applied]
) -> Mapping[str, Tally]:
    """Tallies with each overridden judgement counted as what it becomes.

    Raises AssertionError where a judgement is taken from a count that does not hold it: a fault of ours.
    """
    were: defaultdict[str, Counter[tuple[Outcome, int | None]]] = defaultdict(Counter)
    are: defaultdict[str, Counter[tuple[Outcome, int | None]]] = defaultdict(Counter)
    for one in applied:
        were[one.question][one.was.outcome, one.was.clause] += 1
        are[one.question][one.outcome, None] += 1
    taken, given = tally_of_counts(framework, were), tally_of_counts(framework, are)
    left = {key: take_away(found, taken[key]) for key, found in tallies.items() if key in were}
    for key, found in left.items():
        if any(count < 0 for count in _counts_of(found)):
            raise AssertionError(f"a judgement of {key} is taken from a count that does not hold it: {found}")
    return {key: add(left[key], given[key]) if key in left else found for key, found in tallies.items()}


def _counts_of(found: Tally) -> Iterator[int]:
    """Every single count of a tally that another can be taken from."""
    yield from (found.sufficient, found.insufficient, found.excused, found.unanswered, found.undetermined)
    yield from (found.not_applicable_by_rule, found.not_applicable_by_assessor)
    yield from (reason.count for reason in (*found.by_clause, *found.undetermined_by_clause))


def _beside(after: Scores, before: Scores) -> Scores:
    """Scores, each that is not what it was with that beside it."""
    figures = {
        name: one if one == before[name] else evolve(one, before=before[name])
        for name, one in after.figures.items()
    }
    return evolve(after, figures=figures)


# --- What is said of an override that is set aside ------------------------------------------------


_NO_CASE = "no case of this id was scored, so the override is left aside"
_NO_CHANGE = "the judgement is already what the override says, so the override is left aside"


def _set_aside(code: FindingCode, one: Override, message: str) -> Finding:
    place: Place = one.place
    return Finding(code, one.case_id, shown(one.question), message, place)


def _no_question(framework: Framework, one: Override) -> str:
    name = shown(one.question)
    aside = "so the override is left aside"
    if one.question in framework.questions:
        return f"`{name}` is not judged, {aside}"
    if one.question in framework.families:
        instances = ", ".join(f"`{key}`" for key in framework.families[one.question].questions)
        return f"`{name}` is asked several times, {aside}; say which: {instances}"
    near = nearest(one.question, {key for key, q in framework.questions.items() if q.is_judged})
    return f"there is no question `{name}`, {aside}" + (f"; did you mean `{near}`?" if near else "")
