"""Turns the comparisons of some rules into the few values of each fact that make a difference.

A number or date makes a difference only at, between and beyond the constants it is compared with;
where facts are compared with each other, there must be room between the constants for each of them
apart. Comparisons that a few values do not settle (elapsed time, deadlines) are `unlike`.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal

from aboveline.framework import expressions as ex
from aboveline.framework.model import Framework
from aboveline.frozen import frozen
from aboveline.values import Choice, Date, Number, Text, Value, WholeNumber

#: A whole number with no more values than this has them all tried.
_FEW = 40

#: Dates compared with no constant are tried from this day on.
_SOME_DAY = date(2012, 1, 2).toordinal()

_A_TEXT = "another text"


@frozen
class Group:
    """Facts compared with each other, and the constants any of them is compared with."""

    facts: frozenset[str]
    constants: frozenset[Value]


@frozen
class Cuts:
    """The groups of facts that are compared, by fact, and the comparisons that are settled by no few values."""

    groups: Mapping[str, Group]
    unlike: tuple[ex.Truth, ...]


def cuts_of(framework: Framework, whole: Iterable[ex.Expression]) -> Cuts:
    """What the comparisons among some expressions cut each fact at."""
    groups: dict[str, Group] = {}
    unlike: list[ex.Truth] = []
    for expr in whole:
        operands = _compared(expr)
        if operands is None:
            continue
        if not isinstance(expr, ex.Compare | ex.OneOf | ex.Between) or not _settled(framework, operands):
            if isinstance(expr, ex.Truth):
                unlike.append(expr)
            continue
        facts = frozenset(o.fact for o in operands if isinstance(o, ex.FactValue))
        constants = frozenset(o.value for o in operands if isinstance(o, ex.Constant))
        _join(groups, Group(facts, constants))
    return Cuts(groups, tuple(unlike))


def _compared(expr: ex.Expression) -> Sequence[ex.Operand] | None:
    """What a comparison compares; None for anything else."""
    match expr:
        case ex.Compare():
            return (expr.left, expr.right)
        case ex.OneOf():
            return (expr.left, *expr.values)
        case ex.Between():
            return (expr.left, expr.low, expr.high)
        case ex.DateLimit() | ex.Within():
            return (expr.left, expr.anchor)
        case _:
            return None


def _settled(framework: Framework, operands: Sequence[ex.Operand]) -> bool:
    """Whether trying a few values of each fact settles every case of a comparison."""
    if not any(isinstance(o, ex.Elapsed | ex.Arithmetic | ex.NumberOf) for o in operands):
        return True
    return all(_has_few_values(framework, part) for operand in operands for part in _parts(operand))


def _parts(operand: ex.Operand) -> Iterator[ex.Operand]:
    """What an operand is calculated from, sums taken apart."""
    if isinstance(operand, ex.Arithmetic):
        yield from _parts(operand.left)
        yield from _parts(operand.right)
    else:
        yield operand


def _has_few_values(framework: Framework, operand: ex.Operand) -> bool:
    """Whether every value of an operand can be tried."""
    match operand:
        case ex.FactValue(fact=key):
            kind = framework.facts[key].type if key in framework.facts else None
            return isinstance(kind, WholeNumber) and _all_values(kind) is not None
        case ex.Elapsed():
            return False
        case _:
            return True


def _all_values(kind: WholeNumber) -> range | None:
    """Every value of a whole number that has only a few."""
    if kind.low is None or kind.high is None or kind.high - kind.low >= _FEW:
        return None
    return range(kind.low, kind.high + 1)


def _join(groups: dict[str, Group], new: Group) -> None:
    for old in {groups[fact] for fact in new.facts if fact in groups}:
        new = Group(new.facts | old.facts, new.constants | old.constants)
    groups.update(dict.fromkeys(new.facts, new))


def beside(fact: str, cuts: Cuts) -> frozenset[str]:
    """The facts a fact is compared with, itself among them."""
    return cuts.groups[fact].facts if fact in cuts.groups else frozenset((fact,))


def says_that(name: str, value: Value) -> str:
    """That a fact has a value, as a person would say it; the value is one of the criteria's, not of a case."""
    match value:
        case str() if value.startswith(_A_TEXT):
            return f"`{name}` is some other text"
        case str():
            return f"`{name}` is `{value}`"
        case date():
            return f"`{name}` is {value.isoformat()}"
        case _:
            return f"`{name}` is {value}"


def values_of(framework: Framework, key: str, cuts: Cuts) -> tuple[Value, ...]:
    """The values of a fact that are as good as all of them."""
    kind = framework.facts[key].type
    group = cuts.groups.get(key, Group(beside(key, cuts), frozenset()))
    room = len(group.facts)
    match kind:
        case Choice():
            return kind.names
        case WholeNumber():
            return tuple(_whole_numbers(kind, group, room))
        case Date():
            return tuple(_days(group, room))
        case Number():
            return tuple(
                _numbers([Decimal(c) for c in group.constants if isinstance(c, int | Decimal)], room)
            )
        case Text():
            texts = sorted(c for c in group.constants if isinstance(c, str))
            return (*texts, *(f"{_A_TEXT} {number}" for number in range(room)))


def _whole_numbers(kind: WholeNumber, group: Group, room: int) -> Sequence[int]:
    if (every := _all_values(kind)) is not None:
        return every
    bounds = [b for b in (kind.low, kind.high) if b is not None]
    near = [int(c) for c in group.constants if isinstance(c, int | Decimal)] or bounds or [0]
    tried = {c + away for c in (*near, *bounds) for away in range(-room - 1, room + 2)}
    low, high = kind.low, kind.high
    fitting = (n for n in tried if (low is None or n >= low) and (high is None or n <= high))
    # Few things people count fall below nought, so a case that does not is named first.
    return sorted(fitting, key=lambda n: (n < 0, n))


def _days(group: Group, room: int) -> Sequence[date]:
    near = [c.toordinal() for c in group.constants if isinstance(c, date)] or [_SOME_DAY]
    tried = {c + away for c in near for away in range(-room, room + 1)}
    return [date.fromordinal(n) for n in sorted(tried) if 1 <= n <= date.max.toordinal()]


def _numbers(constants: Sequence[Decimal], room: int) -> Iterator[Decimal]:
    """The constants, as many numbers between each two of them as there is need for, and beyond them."""
    cut = sorted(set(constants)) or [Decimal(0)]
    yield from (cut[0] - away for away in range(room, 0, -1))
    for at, following in zip(cut, [*cut[1:], None], strict=True):
        yield at
        if following is not None:
            step = (following - at) / (room + 1)
            yield from (at + step * number for number in range(1, room + 1))
    yield from (cut[-1] + away for away in range(1, room + 1))
