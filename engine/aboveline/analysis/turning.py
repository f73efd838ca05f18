"""Turns one judgement into the smallest changes of a case that would make it another, and what would settle an open one.

A change is smaller the fewer facts, answers and marks it touches. It is found by trying, with the
evaluator that judges: first every one field alone, then every two, and so on. Fields the evaluator does not
look at make no difference, so only those it did look at, in what was tried before, are tried next.
A field takes every value that some rule tells apart from the others (`thresholds` for numbers and dates, `together` for
dates that hold each other).
Nothing worked out is ever changed. Every change that is given was judged again as a whole.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from attrs import evolve, field

from aboveline.analysis.fields import (
    OTHER_TEXTS,
    WAYS,
    Changeable,
    Chosen,
    Ground,
    Held,
    Way,
    come_to,
    every_way,
    ground_of,
    held_by,
    home,
    run_of,
    way_of,
)
from aboveline.framework.model import Framework
from aboveline.frozen import frozen
from aboveline.judgement import Judgement, Outcome
from aboveline.records.record import Record
from aboveline.reference.evaluate import ruling
from aboveline.reference.judge import CaseResult, judge
from aboveline.reference.scope import scope_of
from aboveline.values import Mark, Text, Value

#: No change of more fields than this is looked for.
MOST = 4

#: The search is given up when fields were looked at so often, over all cases tried: about a second.
LIMIT = 60_000

#: So many of the changes that are equally small are given; the others are only counted.
SHOWN = 6


@frozen
class Change:
    """One field changed: what it holds, and what it would.

    For a number or date `low` and `high` are the least and greatest value that would do just as well,
    None where there is no end to them in sight. `any_other` says of a text that any will do that nothing names.
    """

    key: str
    was: Held
    becomes: Held
    low: Value | None = None
    high: Value | None = None
    any_other: bool = False
    of_inspection: bool = False


@frozen
class Turn:
    """A change of a case, field by field in report order, and what comes of the case then."""

    changes: tuple[Change, ...]
    outcome: Outcome
    result: CaseResult = field(repr=False)


@frozen
class Turning:
    """The smallest changes by which a judgement would go some way, and how far they were looked for.

    `turns` are equally small; `more` is how many others there are. Where there are none, every change of up
    to `searched` fields was tried, and `never` says that no change of any size does it. `sure` says that
    nothing smaller can have been overlooked.
    """

    way: Way
    turns: tuple[Turn, ...]
    more: int
    searched: int
    never: bool
    sure: bool


@frozen
class Settling:
    """What would settle a judgement that is open: the missing fields it waits for, and the fewest values that do.

    `turns` are all settlings by as few fields as can be, each stretch of values by itself.
    """

    missing: tuple[str, ...]
    turns: tuple[Turn, ...]
    more: int
    searched: int
    sure: bool


@frozen
class Turnings:
    """What would make a judgement another.

    `by_case` are changes of the case alone. `by_inspection` are changes that touch a fact of the inspection, which
    would be changed for every case, where no change of the case alone is as small.
    """

    judgement: Judgement
    by_case: tuple[Turning, ...]
    by_inspection: tuple[Turning, ...]
    settling: Settling | None


def turnings(  # noqa: PLR0913 (a case and a question, and how far to look)
    framework: Framework,
    record: Record,
    question: str,
    inspection: Record | None = None,
    *,
    most: int = MOST,
    limit: int = LIMIT,
) -> Turnings:
    """The smallest changes that would make the judgement of a question another, and what would settle it if it is open."""
    ground = ground_of(framework, record, question, inspection, limit)
    now, seen = come_to(ground, {})
    ways: tuple[Way, ...] = tuple(way for way in WAYS if way != way_of(now))
    own = frozenset(key for key, one in ground.fields.items() if not one.of_inspection)
    by_case = _search(ground, own, ways, most)
    by_inspection: tuple[Turning, ...] = ()
    if any(one.of_inspection for one in ground.fields.values()):
        fewest: dict[Way, int] = {t.way: len(t.turns[0].changes) - 1 if t.turns else most for t in by_case}
        by_inspection = _touching_inspection(ground, ways, fewest)
    ruled = ruling(question, scope_of(framework, record, inspection))
    judgement = Judgement(record.case_id, question, now, ruled.clause, ruled.answer)
    settling = _settling(ground, seen, most) if way_of(now) is None else None
    return Turnings(judgement, by_case, by_inspection, settling)


# --- Searching -------------------------------------------------------------------------------


@frozen
class _Found:
    """The changes that went some way, by the fields they touch, their size and whether none smaller can be overlooked.

    `searched` is how far the search came, `ended` whether there was nothing left to try, and `sure` whether
    in all that was tried nothing can have been overlooked.
    """

    hits: Mapping[Way, Mapping[tuple[str, ...], tuple[Chosen, ...]]]
    size: Mapping[Way, int]
    sure_of: Mapping[Way, bool]
    searched: int
    ended: bool
    sure: bool


def _search(ground: Ground, keys: frozenset[str], ways: tuple[Way, ...], most: int) -> tuple[Turning, ...]:
    """The smallest changes of some fields, for each way a judgement could go instead."""
    found = _widen(ground, keys, ways, most)
    return tuple(_turning(ground, way, found) for way in ways)


def _widen(
    ground: Ground, keys: frozenset[str], ways: tuple[Way, ...], most: int, *, together: bool = False
) -> _Found:
    """Tries ever larger sets of fields until each way is found (the first of them, for `together`).

    A set is worth trying where something tried of one field fewer looked at the field it adds.
    """
    hits: dict[Way, dict[tuple[str, ...], tuple[Chosen, ...]]] = {}
    size: dict[Way, int] = {}
    sure_of: dict[Way, bool] = {}
    searched, sure = 0, True
    report = {key: place for place, key in enumerate(ground.fields)}
    waiting = _sets((), come_to(ground, {})[1] & keys, report)
    left = ground.limit + ground.together.work
    while waiting and searched < most and len(hits) < len(ways) and not (together and hits):
        level: dict[Way, dict[tuple[str, ...], list[Chosen]]] = {}
        wider: dict[tuple[str, ...], None] = {}
        for touched in sorted(waiting, key=lambda names: [report[name] for name in names]):
            sure = sure and held_by(ground, touched).is_plain
            looked_at: set[str] = set()
            for chosen in every_way(ground, touched):
                tried = len(ground.tried)
                outcome, seen = come_to(ground, chosen)
                left -= 1 if len(ground.tried) == tried else 1 + len(seen)
                looked_at |= seen
                way = way_of(outcome)
                if way in ways and way not in hits:
                    level.setdefault(way, {}).setdefault(touched, []).append(chosen)
                if left < ground.together.work:
                    return _Found(hits, size, sure_of, searched, ended=False, sure=sure)
            wider |= _sets(touched, looked_at & keys, report)
        searched += 1
        for way, by_fields in level.items():
            hits[way] = {touched: tuple(several) for touched, several in by_fields.items()}
            size[way], sure_of[way] = searched, sure
        waiting = wider
    return _Found(hits, size, sure_of, searched, ended=not waiting, sure=sure)


def _sets(
    touched: tuple[str, ...], beside: Iterable[str], report: Mapping[str, int]
) -> dict[tuple[str, ...], None]:
    """Some fields with one more, each set once, in report order."""
    wider = (tuple(sorted((*touched, key), key=report.__getitem__)) for key in beside if key not in touched)
    return dict.fromkeys(wider)


def _turning(ground: Ground, way: Way, found: _Found) -> Turning:
    ties = [
        tie
        for touched, several in found.hits.get(way, {}).items()
        for tie in _ties(ground, touched, several, way)
    ]
    turns = tuple(_turn(ground, tie, way) for tie in ties[:SHOWN])
    return Turning(
        way=way,
        turns=turns,
        more=len(ties) - len(turns),
        searched=found.size.get(way, found.searched),
        never=not ties and found.ended,
        sure=found.sure_of.get(way, found.sure),
    )


def _touching_inspection(
    ground: Ground, ways: tuple[Way, ...], fewest: Mapping[Way, int]
) -> tuple[Turning, ...]:
    """Changes that touch a fact of the inspection, for each way that no change of the case alone goes by as few fields."""
    wanted: tuple[Way, ...] = tuple(way for way in ways if fewest[way] > 0)
    found = _widen(ground, frozenset(ground.fields), wanted, max(fewest.values(), default=0))
    kept: list[Turning] = []
    for way in wanted:
        touching = {
            touched: several
            for touched, several in found.hits.get(way, {}).items()
            if any(ground.fields[key].of_inspection for key in touched)
        }
        if touching and found.size[way] <= fewest[way]:
            kept.append(_turning(ground, way, evolve(found, hits={way: touching})))
    return tuple(kept)


def _settling(ground: Ground, seen: Iterable[str], most: int) -> Settling:
    """What would settle an open judgement: values for what is missing, of as few fields as can be."""
    missing = frozenset(key for key, one in ground.fields.items() if _is_open(ground, one))
    found = _widen(ground, missing, WAYS, most, together=True)
    ties: list[tuple[Chosen, Way]] = []
    for way, by_fields in found.hits.items():
        for touched, several in by_fields.items():
            for tie in _ties(ground, touched, several, way, each_stretch=True):
                ties.append((tie, way))  # noqa: PERF401 (in a list made at once the ways are any words to pyright)
    report = {key: place for place, key in enumerate(ground.fields)}
    ties.sort(key=lambda tie: ([report[key] for key in tie[0]], WAYS.index(tie[1])))
    turns = tuple(_turn(ground, tie, way) for tie, way in ties[: 2 * SHOWN])
    waits = tuple(key for key in ground.fields if key in missing & ground.asked_for and key in seen)
    return Settling(waits, turns, len(ties) - len(turns), found.searched, found.sure)


def _is_open(ground: Ground, one: Changeable) -> bool:
    """Whether a field is missing, or holds a mark that counts as no answer."""
    if one.now is None:
        return True
    question = ground.framework.questions.get(one.key)
    return isinstance(one.now, Mark) and question is not None and not question.may_be_marked


# --- The best of what was found --------------------------------------------------------------


def _ties(
    ground: Ground,
    touched: tuple[str, ...],
    several: Iterable[Chosen],
    way: Way,
    *,
    each_stretch: bool = False,
) -> Iterator[Chosen]:
    """The changes of some fields that go a way: all words and marks, of numbers and dates the nearest.

    With `each_stretch`, and one number or date alone, the nearest of each stretch that goes the way.
    """
    sized = [key for key in touched if ground.fields[key].about is not None]
    alike: dict[tuple[Held, ...], list[Chosen]] = {}
    for chosen in several:
        words = tuple(chosen[key] for key in touched if key not in sized or chosen[key] is None)
        alike.setdefault(words, []).append(chosen)
    for group in alike.values():
        still = [key for key in sized if group[0][key] is not None]
        if len(still) == 1:
            yield from _nearest(ground, still[0], group, way, each_stretch=each_stretch)
        elif still:
            yield _nearer(ground, still, min(group, key=lambda c: _away(ground, still, c)), way)
        else:
            yield group[0]


def _away(ground: Ground, sized: Iterable[str], chosen: Chosen) -> int:
    """How far some numbers and dates are changed, in places, all together."""
    total = 0
    for key in sized:
        one, value = ground.fields[key], chosen[key]
        if one.about is not None and value is not None and not isinstance(value, Mark):
            total += abs(one.about.place(value) - home(ground, one, one.about, chosen))
    return total


def _nearest(
    ground: Ground, key: str, group: Iterable[Chosen], way: Way, *, each_stretch: bool
) -> Iterator[Chosen]:
    """The nearest of some values of one number or date, or the nearest of each run of values that does as well."""
    nearest: dict[tuple[int, int], Chosen] = {}
    for chosen in sorted(group, key=lambda c: _away(ground, (key,), c)):
        nearest.setdefault(run_of(ground, key, chosen, way), chosen)
    for found in nearest.values():
        yield found
        if not each_stretch:
            return


def _nearer(ground: Ground, sized: Sequence[str], chosen: Chosen, way: Way) -> Chosen:
    """Numbers and dates moved, one after another, as near to what they are as still goes the way."""
    for key in sized:
        one = ground.fields[key]
        if one.about is not None:
            low, high = run_of(ground, key, chosen, way)
            value = one.about.value(min(max(low, home(ground, one, one.about, chosen)), high))
            chosen = chosen if value == one.now else {**chosen, key: value}
    return chosen


def _turn(ground: Ground, chosen: Chosen, way: Way) -> Turn:
    """A change with what comes of the case then, judged again as a whole.

    Raises AssertionError where that is not what was found: a fault of ours.
    """
    changes = tuple(_change(ground, one, chosen, way) for one in ground.fields.values() if one.key in chosen)
    record, inspection = changed(ground.record, ground.inspection, changes)
    result = judge(ground.framework, record, inspection)
    outcome = next(j.outcome for j in result.judgements if j.question == ground.question)
    if way_of(outcome) != way:
        raise AssertionError(
            f"a change of {len(changes)} fields does not turn {ground.question} as was found"
        )
    return Turn(changes, outcome, result)


def _change(ground: Ground, one: Changeable, chosen: Chosen, way: Way) -> Change:
    becomes = chosen[one.key]
    low = high = None
    if one.about is not None and becomes is not None:
        first, last = run_of(ground, one.key, chosen, way)
        low = one.about.value(first) if first > one.about.low else None
        high = one.about.value(last) if last < one.about.high else None
    other = _is_text(ground.framework, one.key) and becomes in OTHER_TEXTS
    return Change(one.key, one.now, becomes, low, high, any_other=other, of_inspection=one.of_inspection)


def _is_text(framework: Framework, key: str) -> bool:
    return key in framework.facts and isinstance(framework.facts[key].type, Text)


def changed(
    record: Record, inspection: Record | None, changes: Iterable[Change]
) -> tuple[Record, Record | None]:
    """A case and its inspection with some fields changed."""
    of_case, of_inspection = dict(record.values), dict(inspection.values if inspection else {})
    touched = False
    for change in changes:
        values = of_inspection if change.of_inspection else of_case
        touched = touched or change.of_inspection
        if change.becomes is None:
            values.pop(change.key, None)
        else:
            values[change.key] = change.becomes
    beside = evolve(inspection or Record("", {}), values=of_inspection) if touched else inspection
    return evolve(record, values=of_case), beside
