"""Which counts tell too much by themselves, and how far apart what a withheld one could be must lie."""

from collections.abc import Mapping

from aboveline.disclosure.model import Cell, Key


def small_group(threshold: int) -> int:
    """A group of fewer than this is too small for it to be told that all of it, or none, is so."""
    return 2 * threshold


def is_disclosive(cell: Cell, counts: Mapping[Key, int], threshold: int) -> bool:
    """Whether a count tells too much by itself.

    It does where it is small; where what is left of the count it is a share of is small; and where it is none, or all, of
    a small group.
    """
    if cell.harmless:
        return False
    if cell.tells or 0 < cell.count < threshold:
        return True
    if cell.share_of is None:
        return False
    of = counts[cell.share_of]
    rest = of - cell.count
    return 0 < rest < threshold or (0 < of < small_group(threshold) and (cell.count == 0 or rest == 0))
