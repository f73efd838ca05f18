"""Says which mixed frameworks have to be judged to tell the edits of a revision apart, and which edits cannot be told apart.

Edits that act on one question are told apart by judging it under the older framework with every choice of them made. Where a
choice makes a framework with errors (as one of the edits uses what another changes), those edits are taken as one. Of a
question on which more than `MOST` act, all that act on it are taken as one there.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from attrs import field

from aboveline.frozen import frozen
from aboveline.reasons import SHARE_OF
from aboveline.revision.acting import Acting
from aboveline.revision.compose import Composed
from aboveline.revision.shapley import subsets

#: So many edits that act on one question are told apart: of one more there would be twice as many ways to choose some.
MOST = 6

#: So many frameworks with some of the edits made are built and no more; where it would take more, fewer edits are told apart.
MOST_FRAMEWORKS = 250

#: Some edits that are taken as one, by their numbers.
Unit = frozenset[int]


@frozen
class Plan:
    """Which edits are told apart, for each column they act on; `units` are all of them, one edit each where that can be.

    `too_many` are the columns on which more than `most` units act, so that there they are not told apart. `mixed` are the columns that are to be judged under
    the framework with just some edits made.
    """

    units: tuple[Unit, ...]
    most: int
    players: Mapping[str, tuple[Unit, ...]] = field(repr=False)
    too_many: tuple[str, ...]
    mixed: Mapping[Unit, frozenset[str]] = field(repr=False)


def planned(acts: Acting, composed: Composed) -> Plan:
    """The plan for everything that is counted by case."""
    columns = {column: acts.on(column) for column in acts.judging if acts.on(column)}
    units: list[Unit] = [Unit({n}) for n in sorted(Unit().union(*columns.values()))]
    while True:
        most, of = _told_apart(columns, units)
        failing = _failing(of.values(), composed)
        if failing is None:
            break
        joint = _grown(failing, units, composed)
        units = sorted([joint, *(unit for unit in units if not unit <= joint)], key=min)
    several = (c for c, on in columns.items() if len(_on(on, units)) > most and not c.startswith(SHARE_OF))
    mixed: dict[Unit, set[str]] = {}
    for column, players in of.items():
        for some in _between(players):
            made = judged_with(some, acts.judging[column])
            if made and not made >= acts.judging[column]:
                mixed.setdefault(made, set()).add(column)
    wanted = {made: frozenset(found) for made, found in mixed.items()}
    return Plan(tuple(units), most, of, tuple(several), wanted)


def _told_apart(
    columns: Mapping[str, Unit], units: Sequence[Unit]
) -> tuple[int, Mapping[str, tuple[Unit, ...]]]:
    """How many units are told apart on one column at most, and which are on each, so that not too many frameworks are needed."""
    for most in range(MOST, 1, -1):
        of = {column: _players(column, on, units, most) for column, on in columns.items()}
        # Columns on which the same act need the same.
        needed = {Unit().union(*some) for players in {*of.values()} for some in _between(players)}
        if len(needed) <= MOST_FRAMEWORKS:
            return most, of
    return 1, {column: _players(column, on, units, 1) for column, on in columns.items()}


def judged_with(some: Iterable[Unit], judging: Unit) -> Unit:
    """Of some edits those that matter to what a column is judged by."""
    return Unit().union(*(unit for unit in some if unit & judging))


def _on(edits: Unit, units: Sequence[Unit]) -> tuple[Unit, ...]:
    return tuple(unit for unit in units if unit & edits)


def _players(column: str, edits: Unit, units: Sequence[Unit], most: int) -> tuple[Unit, ...]:
    """What is told apart of the edits that act on a column; shares of cases are in no pooled score, so there nothing is."""
    found = _on(edits, units)
    if len(found) > most or (column.startswith(SHARE_OF) and len(found) > 1):
        return (Unit().union(*found),)
    return found


def _between(players: Sequence[Unit]) -> Iterator[frozenset[Unit]]:
    """Every choice of some that is neither none nor all."""
    return (some for some in subsets(players) if 0 < len(some) < len(players))


def _failing(of: Iterable[Sequence[Unit]], composed: Composed) -> Unit | None:
    """A choice of edits that makes a framework with errors, the smallest of a column."""
    for players in dict.fromkeys(map(tuple, of)):
        for some in _between(players):
            if composed(Unit().union(*some)) is None:
                return Unit().union(*some)
    return None


def _grown(failing: Unit, units: Sequence[Unit], composed: Composed) -> Unit:
    """The edits with others without which they make no framework, as few as can be left."""
    found = Unit().union(*units)
    for unit in units:
        if not unit <= failing and composed(found - unit) is not None:
            found -= unit
    return found
