"""Turns what the examples of a framework do not show into the fewest examples that would: minimal, and few at a time.

Each goal that is not shown gets the smallest case that shows it, unless one found before shows it already. Cases
of one criterion that come to the same, from the same facts or a few, are then told as one example, as a person
would tell them: of these questions, all are insufficient. No given is kept that nothing in the example needs.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date

from attrs import evolve

from aboveline.analysis.coverage import Subject
from aboveline.analysis.goals import Case, Goal, Goals, shown, shown_by
from aboveline.analysis.seeking import Seeker, Seen
from aboveline.framework import expressions as ex
from aboveline.framework.dependencies import node_named
from aboveline.framework.model import Framework
from aboveline.frozen import frozen
from aboveline.judgement import NOT_APPLICABLE
from aboveline.records.record import Record
from aboveline.reference.evaluate import operand, ruling, truth
from aboveline.reference.judge import judge
from aboveline.reference.scope import Possible, scope_of
from aboveline.values import Mark, Value

#: An example expects no more things than this, and starts from no more; facts that differ are few.
MOST_EXPECTED, MOST_GIVEN, MOST_FACTS = 8, 10, 3


@frozen
class Expected:
    """What is expected of a subject, as an example says it: an outcome, a value, or how a condition or check stands."""

    subject: Subject
    #: None where it is missing.
    comes_to: Value | None


@frozen
class Suggestion:
    """An example that is missing: a case, what comes of it, and the goals it is there for."""

    case: Case
    expected: tuple[Expected, ...]
    goals: tuple[Goal, ...]


@frozen
class Tried:
    """What the examples of a framework show, and what they do not.

    Of the goals that are not shown, `never` are those that no case can show, `open` those of which that was
    not settled, with the reason; for all others there are `suggestions`, where they were asked for.
    """

    goals: Goals
    shown: frozenset[Goal]
    never: frozenset[Goal]
    open: Mapping[Goal, str]
    suggestions: tuple[Suggestion, ...]
    #: The first and the last of the dates that were looked at to say that no case shows something.
    dates: tuple[date, date] | None = None


@frozen
class _Draft:
    """A case that is to become an example, or a part of one: what it expects something of, and for which goals."""

    case: Case
    subjects: tuple[Subject, ...]
    goals: tuple[Goal, ...]
    shows: frozenset[Goal]


def tried(goals: Goals, *, suggest: bool = True) -> Tried:
    """What the examples of a framework show, and what no case can; with `suggest`, the examples that would show the rest.

    What is never shown and what is left open is the same either way, and the same again beside the suggested examples.
    """
    framework = goals.framework
    known = frozenset[Goal]().union(*(shown_by(goals, e) for e in framework.examples))
    seeker = Seeker(goals)
    drafts: list[_Draft] = []
    never: set[Goal] = set()
    unsettled: dict[Goal, str] = {}
    covered = set(known)
    for goal in _deepest_first(goals):
        if goal in covered:
            continue
        found = seeker.seek(goal)
        if isinstance(found, Seen):
            shows = shown(goals, found.case, (found.subject,))
            drafts.append(_Draft(found.case, (found.subject,), (goal,), shows))
            covered |= shows
        elif found.why is None:
            never.add(goal)
        else:
            unsettled[goal] = found.why
    # What was given up may be shown by a case that was found for something else.
    left = {goal: why for goal, why in unsettled.items() if goal not in covered}
    suggestions = _suggested(goals, drafts, known) if suggest else ()
    return Tried(goals, known, frozenset(never), left, suggestions, seeker.dates)


def _suggested(goals: Goals, drafts: Sequence[_Draft], known: frozenset[Goal]) -> tuple[Suggestion, ...]:
    """Drafts as examples: in order, those that can be told as one together, and nothing in them to spare."""
    kept = _assigned(_needed(drafts, known), known)
    ordered = sorted(kept, key=_place(goals))
    whole = (_trimmed(goals, draft) for draft in _merged(goals, ordered))
    return tuple(_suggestion(goals.framework, draft) for draft in whole)


def _deepest_first(goals: Goals) -> Iterable[Goal]:
    """The goals in an order in which a case for one likely shows others to come: what is tried last goes first."""

    def depth(goal: Goal) -> int:
        return max((len(way.claims) for way in goals.ways.get(goal.span, ())), default=0)

    return sorted(goals.every, key=lambda g: (-depth(g), g.aim.kind in {"yes", "no", "unknown"}))


def _needed(drafts: Sequence[_Draft], known: frozenset[Goal]) -> list[_Draft]:
    """The drafts without those that show nothing which the others do not show as well."""
    left = list(drafts)
    times = Counter(goal for draft in drafts for goal in draft.shows)
    for draft in drafts:
        if all(times[goal] > 1 or goal in known for goal in draft.shows):
            left.remove(draft)
            times.subtract(draft.shows)
    return left


def _assigned(drafts: Sequence[_Draft], known: frozenset[Goal]) -> list[_Draft]:
    """The drafts, each there for the goal it was made for, and for those that no draft before it is there for."""
    made_for = {draft.goals[0] for draft in drafts}
    taken = set(known | made_for)
    found: list[_Draft] = []
    for draft in drafts:
        others = sorted(
            draft.shows - taken, key=lambda g: (g.span.file, g.span.start, g.span.end, g.aim.kind)
        )
        taken.update(others)
        found.append(evolve(draft, goals=(*draft.goals, *others)))
    return found


# --- Order and grouping ----------------------------------------------------------------------


def _place(goals: Goals) -> Callable[[_Draft], tuple[int, ...]]:
    """Where an example stands among the others: by what it is about in report order, then by the words it tries."""
    framework, kinds = goals.framework, {"question": 0, "answer": 0, "check": 1, "condition": 2, "fact": 3}
    tables = (framework.questions, framework.checks, framework.conditions, framework.facts)
    keys = [{key: place for place, key in enumerate(table)} for table in tables]
    spans = {span: place for place, span in enumerate(goals.rules)}

    def place(draft: _Draft) -> tuple[int, ...]:
        [subject], goal = draft.subjects, draft.goals[0]
        kind, aims = kinds[subject.kind], goals.aims(goal.span)
        return kind, keys[kind][subject.key], spans[goal.span], aims.index(goal.aim)

    return place


def _group(framework: Framework, subject: Subject) -> str:
    """What may stand together in one example: the questions of a criterion, the checks, the conditions, the facts."""
    if subject.kind in {"question", "answer"}:
        return framework.questions[subject.key].criterion
    return subject.kind


def _merged(goals: Goals, drafts: Iterable[_Draft]) -> list[_Draft]:
    """The drafts with those told as one that come to the same from the same facts, or from a few."""
    made: list[_Draft] = []
    by_kind: dict[object, list[int]] = {}
    for draft in drafts:
        kind = _kind(goals.framework, draft)
        for place in by_kind.setdefault(kind, []):
            joined = _joined(goals, made[place], draft)
            if joined is not None:
                made[place] = joined
                break
        else:
            by_kind[kind].append(len(made))
            made.append(draft)
    return made


def _kind(framework: Framework, draft: _Draft) -> object:
    """What those have in common that may be told as one."""
    [subject] = draft.subjects
    return _group(framework, subject), subject.kind, _comes_to(framework, draft.case, subject)


#: What questions come to when they are asked: by their answers, so that it matters less which facts they are asked by.
_ASKED = frozenset({"sufficient", "insufficient", "unanswered"})


def _read_well(goals: Goals, one: _Draft, other: _Draft) -> bool:
    """Whether two drafts can be told in one breath: of one case; or by one turn of the criteria, such as the answer no."""
    values, more = _values(one.case), _values(other.case)
    if values == more:
        return True
    if one.subjects[0].kind not in {"question", "answer"} or _turn(goals, one) != _turn(goals, other):
        return False
    facts, others = ({k: v for k, v in each.items() if k in goals.framework.facts} for each in (values, more))
    asked = _comes_to(goals.framework, one.case, one.subjects[0]) in _ASKED
    return facts == others or (asked and len({**facts, **others}) <= MOST_FACTS)


def _turn(goals: Goals, draft: _Draft) -> tuple[object, ...]:
    """What a draft was made for, so that it is the same of two questions that turn on the same: on their answer, say."""
    goal = draft.goals[0]
    expr = goals.ways[goal.span][0].expr
    own = {e.question for e in ex.walk(expr) if isinstance(e, ex.OwnAnswer)}
    if not own or any(node_named(e) is not None for e in ex.walk(expr)):
        return goal.aim, expr
    words = (e.value for e in ex.walk(expr) if isinstance(e, ex.Constant))
    return goal.aim, "the answer", type(expr), *words


def _joined(goals: Goals, one: _Draft, other: _Draft) -> _Draft | None:
    """Two drafts as one, where what each is for is still shown, each subject comes to the same, and it can be read."""
    values, more = _values(one.case), _values(other.case)
    if any(values.get(key, value) != value for key, value in more.items()):
        return None
    framework, whole = goals.framework, {**values, **more}
    subjects = tuple(dict.fromkeys((*one.subjects, *other.subjects)))
    if len(subjects) > MOST_EXPECTED or len(whole) > MOST_GIVEN:
        return None
    if not _read_well(goals, one, other):
        return None
    case = Case(
        evolve(one.case.record, values={**one.case.record.values, **other.case.record.values}),
        evolve(one.case.inspection, values={**one.case.inspection.values, **other.case.inspection.values}),
    )
    shows, whose = shown(goals, case, subjects), (*one.goals, *other.goals)
    alike = all(
        _comes_to(framework, case, subject) == _comes_to(framework, part.case, subject)
        for part in (one, other)
        for subject in part.subjects
    )
    if not alike or not shows.issuperset(whose):
        return None
    return _Draft(case, subjects, whose, shows)


def _trimmed(goals: Goals, draft: _Draft) -> _Draft:
    """The draft without anything that can be taken away with every goal it is for still shown."""
    for key in reversed(_values(draft.case)):
        smaller = Case(_without(draft.case.record, key), _without(draft.case.inspection, key))
        shows = shown(goals, smaller, draft.subjects)
        if shows.issuperset(draft.goals):
            return _trimmed(goals, evolve(draft, case=smaller, shows=shows))
    return draft


def _without(record: Record, key: str) -> Record:
    return evolve(record, values={k: v for k, v in record.values.items() if k != key})


def _values(case: Case) -> dict[str, Value | Mark]:
    return {**case.inspection.values, **case.record.values}


# --- What comes of it ------------------------------------------------------------------------


def _suggestion(framework: Framework, draft: _Draft) -> Suggestion:
    expected = (Expected(s, _comes_to(framework, draft.case, s)) for s in draft.subjects)
    return Suggestion(draft.case, tuple(expected), draft.goals)


_TRUTHS = {True: "yes", False: "no", None: "unknown"}


def _comes_to(framework: Framework, case: Case, subject: Subject) -> Value | None:
    """What a subject comes to for a case, as the reference evaluator has it and as an example says it."""
    scope = scope_of(framework, case.record, case.inspection)
    match subject.kind:
        case "question" if framework.questions[subject.key].is_judged:
            outcome = ruling(subject.key, scope).outcome
            return "not applicable" if outcome in NOT_APPLICABLE and outcome != "excused" else str(outcome)
        case "question" | "answer":
            return _answer(framework, case, subject.key)
        case "condition":
            condition = framework.conditions[subject.key]
            return _TRUTHS[truth(ex.ConditionHolds(subject.key, condition.span), scope)]
        case "fact":
            value = operand(ex.FactValue(subject.key, framework.facts[subject.key].span), scope)[1]
            return None if isinstance(value, Possible) else value
        case "check":
            found = judge(framework, case.record, case.inspection).findings
            stands = any(f.code == "check-contradicted" and f.subject == subject.key for f in found)
            return "contradicted" if stands else "not contradicted"


def _answer(framework: Framework, case: Case, key: str) -> Value | None:
    """The answer to a question as an example sees it: as worked out, or as the case has it."""
    if framework.questions[key].worked_out is not None:
        return judge(framework, case.record, case.inspection).derived.get(key)
    given = case.record.values.get(key)
    return None if isinstance(given, Mark) else given
