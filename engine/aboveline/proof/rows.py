"""The word that rows of `worked out as` give: of each, whether it is the one, as a statement over all cases."""

from collections.abc import Sequence

from aboveline.proof.logic import Bool, Kleene, Logic
from aboveline.proof.seen import Words


def first_row(logic: Logic, rows: Sequence[tuple[str, Kleene]]) -> Words:
    """The word of the first row that is yes; none, if a row is unknown before any is yes."""
    ways: dict[str, list[Bool]] = {}
    for place, (word, holds) in enumerate(rows):
        ways.setdefault(word, []).append(logic.both(*(before.no for _, before in rows[:place]), holds.yes))
    return Words({word: logic.any(its) for word, its in ways.items()})


def single_row(logic: Logic, rows: Sequence[tuple[str, Kleene]], otherwise: Sequence[str]) -> Words:
    """The word of the only row that is yes, `otherwise` if all are no; none, if any is unknown."""
    ways: dict[str, list[Bool]] = {}
    for place, (word, holds) in enumerate(rows):
        others = [other.no for index, (_, other) in enumerate(rows) if index != place]
        ways.setdefault(word, []).append(logic.both(holds.yes, *others))
    for word in otherwise[:1]:
        ways.setdefault(word, []).append(logic.all(holds.no for _, holds in rows))
    return Words({word: logic.any(its) for word, its in ways.items()})
