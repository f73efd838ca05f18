"""Counts that would be published, what adds up to what, and what is withheld of them."""

from collections.abc import Mapping
from typing import Literal

from attrs import field

from aboveline.frozen import frozen

#: What names a count.
Key = tuple[str, ...]

#: Counts from 1 to one less than this are withheld.
THRESHOLD = 5

Why = Literal["shown", "small", "to protect others", "not told"]


@frozen
class Cell:
    """A count of something.

    `told` says whether it would be published; one that would not plays its part in what adds up. `share_of` is the count it is
    a share of, where that share says something of everyone in it: a share of none or of all of a small group is withheld as
    a small count is. `tells` says that it tells too much whatever it is, `harmless` that it tells nothing of anybody, however small:
    how many did not answer, say. What is harmless and nought is taken to stay nought where it can,
    unless it is `likely` to be anything. `weight` is how much is lost where it is withheld.
    """

    key: Key
    count: int
    told: bool = True
    share_of: Key | None = None
    tells: bool = False
    weight: int = 1
    harmless: bool = False
    likely: bool = False


@frozen
class Sum:
    """What adds up, as anyone can see: `total` is the sum of the `parts`. One part alone is the same count."""

    total: Key
    parts: tuple[Key, ...]


@frozen
class Rounded:
    """A percentage that would be published: `part` out of `part` and `rest` together, rounded, a half upwards."""

    part: Key
    rest: Key
    percent: int
    weight: int = 1


@frozen
class Pool:
    """Items that are pooled: of each group what they come to, as names of counts.

    Those are how many are so, are not, are counted at all, and are not counted.
    """

    items: tuple[int, ...]
    counts: tuple[tuple[Key, Key, Key, Key], ...]


@frozen
class Finer:
    """Counts of items by group that nobody is told, and that have to add up to those that are.

    `sizes` are how many there are in each group; groups make up the whole. `items` are what each came to in all: how many are so,
    and how many are not. `counts` gives the same of each group; `never` are the places in it (group and item) that are nought to everybody,
    `out` those of which some counts, that are withheld or are not told, cannot be among what is counted.
    """

    sizes: tuple[Key, ...]
    items: tuple[tuple[Key, Key], ...]
    counts: tuple[tuple[tuple[int, int], ...], ...] = field(repr=False)
    never: frozenset[tuple[int, int]] = field(repr=False)
    pools: tuple[Pool, ...] = field(repr=False)
    out: Mapping[tuple[int, int], tuple[Key, ...]] = field(repr=False)


@frozen
class Shown:
    """What is published of a count: the count, or nothing (None), and why.

    `why` is for whoever makes the publication. It is never published: that a count is small would tell what it may be.
    `low` and `high` are counts it could be by all that is published, each proved by a whole set of counts that agrees with
    it, so that what is left to an attacker is at least this wide.
    """

    key: Key
    count: int | None
    why: Why
    low: int
    high: int


@frozen
class Controlled:
    """What is published: of every count, and which of the percentages, in the order they were given."""

    threshold: int
    shown: tuple[Shown, ...] = field(repr=False)
    percents: tuple[bool, ...] = field(repr=False)

    @property
    def counts(self) -> Mapping[Key, int | None]:
        """What is published of each count: None where it is withheld."""
        return {one.key: one.count for one in self.shown}

    def withheld(self, *why: Why) -> int:
        """How many counts are withheld for these reasons."""
        return sum(one.why in why for one in self.shown)
