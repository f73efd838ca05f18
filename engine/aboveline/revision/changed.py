"""Turns what cases came to under both versions, and in between, into the judgements that changed, by the edits that did it.

An edit has a part in what changed for a case where with some choice of the others made it alone makes a difference to what the
case comes to.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Literal, cast, get_args

from attrs import field

from aboveline.frozen import frozen
from aboveline.judgement import NOT_APPLICABLE, Outcome
from aboveline.reasons import SHARE_OF
from aboveline.revision.planned import Plan, Unit, judged_with
from aboveline.revision.shapley import subsets
from aboveline.scoring.by_case import OUTCOMES

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Places = NDArray[np.uint8]

#: How a judgement changed.
ChangeKind = Literal[
    "became applicable", "no longer applies", "turned to sufficient", "turned to insufficient",
    "became unanswered", "ceased to be unanswered", "became undetermined", "ceased to be undetermined",
    "not applicable for another reason",
]  # fmt: skip

KINDS: tuple[ChangeKind, ...] = get_args(ChangeKind)


@frozen
class Changed:
    """The judgements of one question that changed from one outcome to another, by the same edits: the ids of the cases."""

    edits: Unit
    question: str
    kind: ChangeKind
    before: Outcome
    after: Outcome
    cases: tuple[str, ...] = field(repr=False)


def kind_of(before: Outcome, after: Outcome) -> ChangeKind:
    """How a judgement changed that was one thing and is another."""
    none_before, none_after = before in NOT_APPLICABLE, after in NOT_APPLICABLE
    if none_before and none_after:
        return "not applicable for another reason"
    if none_after:
        return "no longer applies"
    match after:
        case Outcome.UNDETERMINED:
            return "became undetermined"
        case Outcome.UNANSWERED if not none_before:
            return "became unanswered"
        case _ if none_before:
            return "became applicable"
        case _ if before is Outcome.UNANSWERED:
            return "ceased to be unanswered"
        case _ if before is Outcome.UNDETERMINED:
            return "ceased to be undetermined"
        case Outcome.SUFFICIENT:
            return "turned to sufficient"
        case _:
            return "turned to insufficient"


@frozen
class Held:
    """What each case came to in the columns that edits act on: under either version, and under the frameworks in between."""

    old: Mapping[str, bytes] = field(repr=False)
    new: Mapping[str, bytes] = field(repr=False)
    mixed: Mapping[Unit, Mapping[str, bytes]] = field(repr=False)
    judging: Mapping[str, Unit] = field(repr=False)

    def outcomes(self, column: str, some: frozenset[Unit]) -> bytes | None:
        """What each case comes to in a column with just some edits made; None where there is no such judgement then."""
        made = judged_with(some, self.judging[column])
        if not made:
            return self.old.get(column)
        if made >= self.judging[column]:
            return self.new.get(column)
        return self.mixed[made].get(column)

    def counts(self, column: str, some: frozenset[Unit]) -> tuple[int, ...] | None:
        """How many cases come to each of `OUTCOMES` then."""
        found = self.outcomes(column, some)
        return None if found is None else tuple(found.count(place) for place in range(len(OUTCOMES)))


def changes_of(cases: Sequence[str], held: Held, plan: Plan) -> tuple[Changed, ...]:
    """The judgements that changed, by edits, question and kind; of a question that only one version has, none."""
    found = [
        one
        for column, players in plan.players.items()
        if column in held.old and column in held.new and not column.startswith(SHARE_OF)
        for one in _of_column(cases, column, held, players)
    ]
    return tuple(sorted(found, key=lambda one: (sorted(one.edits), KINDS.index(one.kind))))


def _of_column(cases: Sequence[str], column: str, held: Held, players: Sequence[Unit]) -> Iterator[Changed]:
    import numpy as np  # noqa: PLC0415 (only what goes by case needs it)

    old, new = (np.frombuffer(of[column], np.uint8) for of in (held.old, held.new))
    at = np.flatnonzero(old != new)
    if not len(at):
        return
    parts = _parts(column, held, players, at)
    rows = np.stack([old[at], new[at], *parts], axis=1)
    alike, which = np.unique(rows, axis=0, return_inverse=True)
    found = cast("list[list[int]]", alike.tolist())
    for number, (before, after, *has_part) in enumerate(found):
        edits = Unit().union(*(unit for unit, part in zip(players, has_part, strict=True) if part))
        one, other = OUTCOMES[before], OUTCOMES[after]
        those = cast("list[int]", at[which.reshape(-1) == number].tolist())
        yield Changed(edits, column, kind_of(one, other), one, other, tuple(cases[place] for place in those))


def _parts(column: str, held: Held, players: Sequence[Unit], at: "NDArray[np.intp]") -> "list[Places]":
    """Whether each unit has a part in what changed for each of some cases."""
    import numpy as np  # noqa: PLC0415 (only what goes by case needs it)

    if len(players) == 1:
        return [np.ones(len(at), np.uint8)]
    none = np.full(len(at), len(OUTCOMES), np.uint8)

    def came_to(some: frozenset[Unit]) -> "Places":
        found = held.outcomes(column, some)
        return none if found is None else np.frombuffer(found, np.uint8)[at]

    every = {some: came_to(some) for some in subsets(players)}
    return [
        np.logical_or.reduce(
            [every[some] != every[some | {unit}] for some in every if unit not in some]
        ).astype(np.uint8)
        for unit in players
    ]
