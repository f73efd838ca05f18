"""Measures ways to do the same thing in turn, so that a noisy moment touches all alike."""

import statistics
import time
from collections.abc import Callable, Mapping

from aboveline.frozen import frozen


class CannotRunError(Exception):
    """Something cannot be measured here; the text says why."""


@frozen
class Took:
    """What one way took; where it could not run there are no seconds, and `why_not` says why."""

    seconds: float | None = None
    #: The most memory it held, where it was a process of its own.
    mebibytes: float | None = None
    why_not: str | None = None


#: A way to do something; it says what it took, or raises CannotRunError.
Way = Callable[[], Took]


def timed(work: Callable[[], object]) -> Way:
    """Some work in this process, timed."""

    def way() -> Took:
        start = time.perf_counter()
        work()
        return Took(time.perf_counter() - start)

    return way


def in_turn(ways: Mapping[str, Way], runs: int, budget: float = 60) -> dict[str, Took]:
    """The median of each way's times, and the most memory it ever held.

    Each is run once more than `runs`, and the first of its times left out, as it fills caches. One
    that has taken `budget` seconds in all is not run again.
    """
    found: dict[str, list[Took]] = {name: [] for name in ways}
    failed: dict[str, Took] = {}
    for _ in range(runs + 1):
        for name, way in ways.items():
            if name not in failed and sum(took.seconds or 0 for took in found[name]) < budget:
                try:
                    found[name].append(way())
                except CannotRunError as error:
                    failed[name] = Took(why_not=str(error))
    return {name: failed.get(name) or _median(found[name]) for name in ways}


def _median(runs: list[Took]) -> Took:
    counted = runs[1:] or runs
    held = [took.mebibytes for took in runs if took.mebibytes is not None]
    return Took(statistics.median(took.seconds or 0 for took in counted), max(held, default=None))


def ratio(one: Took | None, other: Took | None) -> float | None:
    """How many times as long one took as another; None where either has no time."""
    if one is None or other is None or not one.seconds or not other.seconds:
        return None
    return one.seconds / other.seconds
