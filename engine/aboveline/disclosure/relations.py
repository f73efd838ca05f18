"""Counts, sums and percentages as numbers: each different count once, in an order of its own."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from attrs import field
from numpy.typing import NDArray

from aboveline.disclosure.model import Cell, Key, Rounded, Sum
from aboveline.disclosure.primary import is_disclosive, small_group
from aboveline.frozen import frozen

Whole = NDArray[np.int64]
Truths = NDArray[np.bool_]

#: Further than any count moves.
MOST = 1_000_000


@frozen
class Relations:
    """Every different count once, sorted by name, whatever order they were given in.

    `at` says which one a key is. `unlikely` are those that nobody is told and that are nought by their nature but for odd
    cases: they are taken to be so wherever that will do. `can_move` is no where a count is known to be nought to everybody; `least` is what a
    count is at least, as everybody knows, if it is withheld. `starts`, `members` and `signs` are the sums, row by row: in
    each the members, with their signs, come to nought. `parts`, `rests` and `percents` are the different percentages.
    """

    at: Mapping[Key, int] = field(repr=False)
    rounded_at: Mapping[tuple[int, int, int], int] = field(repr=False)
    count: Whole
    weight: Whole
    told: Truths
    disclosive: Truths
    can_move: Truths
    unlikely: Truths
    least: Whole
    starts: Whole
    members: Whole
    signs: Whole
    parts: Whole
    rests: Whole
    percents: Whole
    percent_weight: Whole

    def __len__(self) -> int:
        return len(self.count)

    def adds_up(self, counts: Whole) -> bool:
        """Whether counts agree with every sum, exactly."""
        if not len(self.starts):
            return True
        return not np.add.reduceat(self.signs * counts[self.members], self.starts).any()

    def rounds_alike(self, counts: Whole) -> Truths:
        """Of each percentage whether these counts come to it."""
        below, above = self._slack(counts)
        return (below >= 0) & (above > 0)

    def room(self, published: Truths) -> tuple[Whole, Whole]:
        """How far each count may fall and rise so that published percentages hold, whatever else moves as far."""
        fall, rise = np.full(len(self), MOST), np.full(len(self), MOST)
        below, above = self._slack(self.count)
        # The part falls by one and the rest rises by one: that takes 200 from `below`; the other way round from `above`.
        down, up = (below // 200)[published], ((above - 1) // 200)[published]
        parts, rests = self.parts[published], self.rests[published]
        np.minimum.at(fall, parts, down)
        np.minimum.at(rise, rests, down)
        np.minimum.at(rise, parts, up)
        np.minimum.at(fall, rests, up)
        return fall, rise

    def _slack(self, counts: Whole) -> tuple[Whole, Whole]:
        """How far the percentages are above the least that is rounded to them, and below what is not any more."""
        part, whole = 200 * counts[self.parts], counts[self.parts] + counts[self.rests]
        return part - (2 * self.percents - 1) * whole, (2 * self.percents + 1) * whole - part

    def rows_of(self) -> list[list[int]]:
        """The sums each count stands in."""
        rows: list[list[int]] = [[] for _ in range(len(self))]
        ends = [*self.starts[1:].tolist(), len(self.members)]
        members: list[int] = self.members.tolist()
        for row, (start, end) in enumerate(zip(self.starts.tolist(), ends, strict=False)):
            for one in members[start:end]:
                rows[one].append(row)
        return rows


def relations(
    cells: Sequence[Cell], sums: Sequence[Sum], rounded: Sequence[Rounded], threshold: int
) -> Relations:
    """Counts and what ties them as numbers. Raises ValueError where a key stands twice or something is not so."""
    counts = _checked(cells, sums, rounded)
    same = _Same(counts)
    for one in sums:
        if len(one.parts) == 1:
            same.join(one.total, one.parts[0])
    order = sorted({same.first(key) for key in counts})
    place = {key: at for at, key in enumerate(order)}
    at = {key: place[same.first(key)] for key in counts}
    count = np.array([counts[key] for key in order], np.int64)
    weight = np.zeros(len(order), np.int64)
    told, disclosive, is_share, tiny, matters = (np.zeros(len(order), np.bool_) for _ in range(5))
    for cell in cells:
        which = at[cell.key]
        weight[which] += cell.weight if cell.told else 0
        told[which] |= cell.told
        matters[which] |= cell.told or cell.likely or not cell.harmless
        disclosive[which] |= is_disclosive(cell, counts, threshold)
        if cell.share_of is not None:
            is_share[which] = True
            tiny[which] |= counts[cell.share_of] < small_group(threshold)
    rows = _rows(sums, at)
    heavy: defaultdict[tuple[int, int, int], int] = defaultdict(int)
    for one in rounded:
        heavy[at[one.part], at[one.rest], one.percent] += one.weight
    ties = np.array(sorted(heavy), np.int64).reshape(-1, 3)
    return Relations(
        at=at,
        rounded_at={name: which for which, name in enumerate(sorted(heavy))},
        count=count,
        weight=np.maximum(weight, 1),
        told=told,
        disclosive=disclosive,
        unlikely=~matters & (count == 0),
        can_move=(count > 0) | is_share | ~told,
        least=np.where(told & ~(is_share & (tiny | (count == 0))), np.minimum(count, 1), 0),
        starts=np.cumsum([0, *(len(row) for row in rows[:-1])], dtype=np.int64)[: len(rows)],
        members=np.array([which for row in rows for which, _ in row], np.int64),
        signs=np.array([sign for row in rows for _, sign in row], np.int64),
        parts=ties[:, 0],
        rests=ties[:, 1],
        percents=ties[:, 2],
        percent_weight=np.array([heavy[name] for name in sorted(heavy)], np.int64),
    )


def _checked(cells: Sequence[Cell], sums: Iterable[Sum], rounded: Iterable[Rounded]) -> Mapping[Key, int]:
    counts = {cell.key: cell.count for cell in cells}
    if len(counts) != len(cells):
        raise ValueError("a count is given twice")
    for one in sums:
        if counts[one.total] != sum(counts[part] for part in one.parts):
            raise ValueError(f"the parts do not add up to {one.total}")
    for one in rounded:
        part, whole = counts[one.part], counts[one.part] + counts[one.rest]
        if whole == 0 or (200 * part + whole) // (2 * whole) != one.percent:
            raise ValueError(f"{one.part} is not {one.percent}% of itself and {one.rest}")
    return counts


def _rows(sums: Iterable[Sum], at: Mapping[Key, int]) -> list[tuple[tuple[int, int], ...]]:
    """Each different sum that says anything, as counts with signs that come to nought."""
    found: set[tuple[tuple[int, int], ...]] = set()
    for one in sums:
        row: defaultdict[int, int] = defaultdict(int)
        row[at[one.total]] += 1
        for part in one.parts:
            row[at[part]] -= 1
        found.add(tuple(sorted((which, sign) for which, sign in row.items() if sign)))
    return sorted(found - {()})


class _Same:
    """Which keys are names of the same count; the first by name stands for all."""

    def __init__(self, keys: Iterable[Key]) -> None:
        self._to = {key: key for key in keys}

    def first(self, key: Key) -> Key:
        while self._to[key] != key:
            self._to[key] = key = self._to[self._to[key]]
        return key

    def join(self, one: Key, other: Key) -> None:
        first, second = sorted((self.first(one), self.first(other)))
        self._to[second] = first
