"""What of a case can be changed, each way that the rules can tell apart, and what a judgement comes to then.

A field is a fact, or an answer with the mark that may stand in its place. Words, marks and texts are tried
as they are; of numbers and dates the ends of each stretch that no rule tells apart (`thresholds`).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations, permutations, product
from typing import Literal

from attrs import field

from aboveline.analysis.domains import closure
from aboveline.analysis.held import HowHeld, Pair, how_held
from aboveline.analysis.thresholds import (
    Comparison,
    Measured,
    Stretch,
    comparisons,
    is_measured,
    measured,
    stretches,
)
from aboveline.analysis.together import Both, Together
from aboveline.framework import expressions as ex
from aboveline.framework.dependencies import rules_of_question
from aboveline.framework.model import Fact, Framework, Question
from aboveline.frozen import frozen
from aboveline.judgement import NOT_APPLICABLE, Outcome
from aboveline.records.record import Record
from aboveline.reference.evaluate import ruling
from aboveline.reference.scope import Scope
from aboveline.values import Choice, Mark, Text, Value

#: What a field of a record can hold; None where it is missing.
Held = Value | Mark | None

#: What stands for any text that no rule and nothing in the case names.
OTHER_TEXTS = ("some other text", "yet another text", "a third text", "a fourth text")

Way = Literal["sufficient", "insufficient", "not applicable"]

WAYS: tuple[Way, ...] = ("sufficient", "insufficient", "not applicable")


def way_of(outcome: Outcome) -> Way | None:
    """Which way a judgement has gone; None where it is open."""
    if outcome in NOT_APPLICABLE:
        return "not applicable"
    if outcome is Outcome.SUFFICIENT:
        return "sufficient"
    return "insufficient" if outcome is Outcome.INSUFFICIENT else None


@frozen
class Changeable:
    """A field that can be changed: what it holds now, and what else it can; `about` for a number or date."""

    key: str
    now: Held
    options: tuple[Held, ...]
    about: Measured | None
    of_inspection: bool


Chosen = Mapping[str, Held]
Tried = tuple[Outcome, frozenset[str]]


@frozen
class Ground:
    """A case and its judgement, the fields that can be changed in report order, and what was tried so far.

    `asked_for` are the fields whose value some rule asks for: of a question no rule may want more than the mark.
    """

    framework: Framework
    record: Record
    inspection: Record | None
    question: str
    fields: Mapping[str, Changeable]
    compared: tuple[Comparison, ...]
    asked_for: frozenset[str]
    limit: int
    together: Together
    tried: dict[tuple[tuple[str, Held], ...], Tried] = field(
        factory=dict[tuple[tuple[str, Held], ...], Tried]
    )


def ground_of(
    framework: Framework, record: Record, question: str, inspection: Record | None, limit: int
) -> Ground:
    """What a question of a case rests on, in the end: every field that can be changed, and what it is compared with."""
    asked = framework.questions[question]
    whole, nodes = closure(framework, tuple(rules_of_question(asked)))
    named = {node.key for node in nodes} | {question}
    held = {**record.values, **(inspection.values if inspection else {})}
    known = [v for key, v in held.items() if key in named and not isinstance(v, Mark)]
    texts = _texts(framework, whole, named, held)
    fields: dict[str, Changeable] = {}
    for key, fact in framework.facts.items():
        if key in named and fact.worked_out is None:
            about = measured(framework, key, whole, known) if is_measured(fact.type) else None
            fields[key] = _of_fact(fact, held.get(key), about, texts)
    for key, one in framework.questions.items():
        if key in named and one.worked_out is None:
            fields[key] = _of_answer(one, held.get(key))
    over = comparisons(framework, whole)
    asked_for = frozenset(
        e.fact if isinstance(e, ex.FactValue) else e.question
        for e in whole
        if isinstance(e, ex.FactValue | ex.AnswerValue | ex.OwnAnswer)
    )
    return Ground(
        framework, record, inspection, question, fields, over, asked_for, limit, Together(framework)
    )


def _texts(
    framework: Framework,
    whole: Iterable[ex.Expression],
    named: Iterable[str],
    held: Mapping[str, Value | Mark],
) -> tuple[str, ...]:
    """Every text that the rules or the case name, then some that nothing does."""
    found: dict[str, None] = {}
    for expr in whole:
        match expr:
            case ex.Compare(left=left, right=right):
                sides = (left, right)
            case ex.OneOf(left=left, values=values):
                sides = (left, *values)
            case _:
                continue
        if any(isinstance(s, ex.FactValue) and isinstance(framework.facts[s.fact].type, Text) for s in sides):
            found |= {s.value: None for s in sides if isinstance(s, ex.Constant) and isinstance(s.value, str)}
    for key in named:
        value = held.get(key)
        if key in framework.facts and isinstance(framework.facts[key].type, Text) and isinstance(value, str):
            found[value] = None
    return (*found, *(text for text in OTHER_TEXTS if text not in found))


def _of_fact(fact: Fact, given: Held, about: Measured | None, texts: tuple[str, ...]) -> Changeable:
    now = None if isinstance(given, Mark) else given
    options: tuple[Held, ...] = ()
    match fact.type:
        case Choice():
            options = fact.type.names
        case Text():
            options = texts
        case _:
            pass
    if not fact.required:
        options = (*options, None)
    return Changeable(fact.key, now, tuple(o for o in options if o != now), about, fact.of_inspection)


def _of_answer(question: Question, now: Held) -> Changeable:
    marks = (Mark.NOT_APPLICABLE,) if question.may_be_marked else ()
    options = (*question.answers.names, *marks, None)
    return Changeable(question.key, now, tuple(o for o in options if o != now), None, of_inspection=False)


# --- Trying ----------------------------------------------------------------------------------


class _Watched(Mapping[str, Value | Mark]):
    """The values of a record with some changed, that notes which were looked at."""

    def __init__(self, held: Mapping[str, Value | Mark], chosen: Chosen, seen: set[str]) -> None:
        self.held, self.chosen, self.seen = held, chosen, seen

    def __getitem__(self, key: str) -> Value | Mark:
        self.seen.add(key)
        if key not in self.chosen:
            return self.held[key]
        value = self.chosen[key]
        if value is None:
            raise KeyError(key)
        return value

    def __iter__(self) -> Iterator[str]:
        return (key for key in {**self.held, **self.chosen} if self.chosen.get(key, "") is not None)

    def __len__(self) -> int:
        return sum(1 for _ in self)


_NOTHING: Mapping[str, Value | Mark] = {}


def come_to(ground: Ground, chosen: Chosen) -> Tried:
    """What the judgement comes to with these fields changed, and the fields that were looked at."""
    name = tuple(sorted(chosen.items(), key=lambda pair: pair[0]))
    found = ground.tried.get(name)
    if found is None:
        seen: set[str] = set()
        beside = ground.inspection.values if ground.inspection else _NOTHING
        values = _Watched(ground.record.values, chosen, seen)
        scope = Scope(ground.framework, values, _Watched(beside, chosen, seen))
        outcome = ruling(ground.question, scope).outcome
        if outcome is None:
            raise ValueError(f"{ground.question} is not judged, so nothing can turn it")
        found = ground.tried[name] = outcome, frozenset(seen & ground.fields.keys())
    return found


def held_by(ground: Ground, keys: Iterable[str]) -> HowHeld:
    """How some fields hold each other when they are changed together."""
    sized = {key: about for key in keys if (about := ground.fields[key].about) is not None}
    return how_held(ground.compared, sized)


def every_way(ground: Ground, keys: Sequence[str]) -> Iterator[Chosen]:
    """Every way of changing all of some fields that the rules can tell apart."""
    plain = [key for key in keys if ground.fields[key].about is None]
    sized = [key for key in keys if ground.fields[key].about is not None]
    orders = list(_orders(sized, held_by(ground, sized).pairs))
    for words in product(*(ground.fields[key].options for key in plain)):
        chosen = dict(zip(plain, words, strict=True))
        for order in orders:
            yield from _every_size(ground, order, chosen)


#: Numbers and dates that are changed one after another, or dates that are moved together.
Step = tuple[str] | Pair


def _orders(sized: Sequence[str], pairs: Sequence[Pair]) -> Iterator[tuple[Step, ...]]:
    """Every order of some numbers and dates, with some of the pairs moved together, or none."""
    for count in range(len(pairs) + 1):
        for together in combinations(pairs, count):
            moved = {key for pair in together for key in pair}
            yield from permutations((*together, *((key,) for key in sized if key not in moved)))


def _every_size(ground: Ground, order: Sequence[Step], chosen: Chosen) -> Iterator[Chosen]:
    """Every way of changing some numbers and dates, step after step."""
    if not order:
        yield chosen
        return
    step, *others = order
    for moved in (
        _each(ground, step[0], chosen, bool(others)) if len(step) == 1 else _both(ground, step, chosen)
    ):
        yield from _every_size(ground, others, {**chosen, **moved})


def _each(ground: Ground, key: str, chosen: Chosen, is_followed: bool) -> Iterator[Chosen]:
    """A number or date tried at the ends of its stretches.

    The last needs but one value of each stretch: the one nearest to what it holds.
    """
    one = ground.fields[key]
    about = _about(one)
    start = home(ground, one, about, chosen)
    for low, high in _stretches(ground, one, about, chosen):
        nearest = min(max(low, start), high)
        for place in dict.fromkeys((nearest, low, high) if is_followed else (nearest,)):
            value = about.value(place)
            if value != one.now:
                yield {key: value}
    for gone in one.options:
        yield {key: gone}


def _both(ground: Ground, pair: Pair, chosen: Chosen) -> Iterator[Chosen]:
    """Two dates moved together, the nearest days of each kind."""
    first, second = (ground.fields[key] for key in pair)
    about = _about(first), _about(second)
    near = home(ground, first, about[0], chosen), home(ground, second, about[1], chosen)
    both = Both(pair, about, near)
    beside = _sizes(ground, {**chosen, first.key: None, second.key: None})
    for place, other in ground.together.kinds(ground.compared, both, beside):
        moved = {first.key: about[0].value(place), second.key: about[1].value(other)}
        if moved[first.key] != first.now and moved[second.key] != second.now:
            yield moved


def _about(one: Changeable) -> Measured:
    if one.about is None:
        raise AssertionError(f"{one.key} is neither a number nor a date")
    return one.about


def _stretches(ground: Ground, one: Changeable, about: Measured, chosen: Chosen) -> tuple[Stretch, ...]:
    values = _sizes(ground, chosen)
    return stretches(ground.framework, ground.compared, one.key, about, values)


def _sizes(ground: Ground, chosen: Chosen) -> dict[str, Value]:
    """The numbers and dates of the case with some fields changed."""
    held = {key: chosen.get(key, one.now) for key, one in ground.fields.items() if one.about is not None}
    return {key: v for key, v in held.items() if v is not None and not isinstance(v, Mark)}


def home(ground: Ground, one: Changeable, about: Measured, chosen: Chosen) -> int:
    """The place that values are measured from: where the field is, else near what it is compared with."""
    if one.now is not None and not isinstance(one.now, Mark):
        return about.place(one.now)
    beside = _sizes(ground, chosen)
    kind = ground.framework.facts[one.key].type
    start = 0
    for comparison in ground.compared:
        if one.key in comparison.ways:
            others = [k for k in comparison.ways if k in beside and k != one.key]
            alike = [beside[k] for k in others if isinstance(ground.framework.facts[k].type, type(kind))]
            alike += [s.value for s in (comparison.left, comparison.right) if isinstance(s, ex.Constant)]
            start = about.place(alike[0]) if alike else start
            if alike:
                break
    return min(max(about.low, start), about.high)


def run_of(ground: Ground, key: str, chosen: Chosen, way: Way) -> Stretch:
    """The least and greatest place of one number or date between which every value goes the way, the rest being as chosen."""
    one, value = ground.fields[key], chosen[key]
    if one.about is None or value is None or isinstance(value, Mark):
        raise AssertionError(f"{key} is neither a number nor a date")
    place = one.about.place(value)
    parts = _stretches(ground, one, one.about, {**chosen, key: None})
    at = next(index for index, (low, high) in enumerate(parts) if low <= place <= high)

    def goes(index: int) -> bool:
        start = parts[index][0]
        return (
            way_of(come_to(ground, {**chosen, key: one.about.value(start) if one.about else None})[0]) == way
        )

    first = last = at
    while first > 0 and goes(first - 1):
        first -= 1
    while last < len(parts) - 1 and goes(last + 1):
        last += 1
    return parts[first][0], parts[last][1]
