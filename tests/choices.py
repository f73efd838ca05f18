"""Where what is made up comes from: choices drawn one by one by Hypothesis, or at random from one seed.

Hypothesis can make a failing example smaller and draws slowly; a seed is drawn once, and costs next to nothing after that.
Whatever is made up is made of the two choices of `Choices`, so that either will do for it.
"""

import random
from collections.abc import Sequence
from typing import Protocol, TypeVar

from hypothesis import strategies as st

Item = TypeVar("Item")


class Choices(Protocol):
    """What decides between the things that something made up may be; the first, or the lowest, is the plainest."""

    def pick(self, items: Sequence[Item]) -> Item: ...
    def between(self, low: int, high: int) -> int: ...


class Drawn:
    """Choices drawn by Hypothesis."""

    def __init__(self, draw: st.DrawFn) -> None:
        self._draw = draw

    def pick(self, items: Sequence[Item]) -> Item:
        return items[self.between(0, len(items) - 1)]

    def between(self, low: int, high: int) -> int:
        return low if low == high else self._draw(st.integers(low, high))


class Seeded:
    """Choices that follow from a seed."""

    def __init__(self, seed: int) -> None:
        self._next = random.Random(seed).random  # noqa: S311 - cases, not secrets

    def pick(self, items: Sequence[Item]) -> Item:
        return items[int(self._next() * len(items))]

    def between(self, low: int, high: int) -> int:
        return low + int(self._next() * (high - low + 1))


def once_in(choices: Choices, times: int) -> bool:
    """Yes once in so many times."""
    return choices.between(1, times) == times


def some(
    choices: Choices, items: Sequence[Item], least: int = 1, most: int | None = None
) -> tuple[Item, ...]:
    """Some different items, in any order."""
    left, found = list(items), list[Item]()
    for _ in range(choices.between(least, len(left) if most is None else min(len(left), most))):
        found.append(left.pop(choices.between(0, len(left) - 1)))
    return tuple(found)
