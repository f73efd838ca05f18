"""Linting the criteria with every proof: the whole process, and each rule by itself, in the order they look.

What several rules share (the made-up cases, what stands over what, the translation for the proof) is counted with
the first rule that asks for it, but for the making up of cases, which has a row of its own.
"""

import statistics
import time
from collections.abc import Iterator

from aboveline.lint.grounds import Grounds
from aboveline.lint.registry import RULES
from aboveline.workspace import load
from benchmarks.command import ABOVELINE, CRITERIA, process
from benchmarks.row import Limit, Row, measured
from benchmarks.settings import Settings
from benchmarks.timing import in_turn

PART = "lint"

#: How many seconds the whole of it may take.
SECONDS = Limit(5)

_MAKING_UP = "making up cases"


def rows(settings: Settings) -> Iterator[Row]:
    """The whole process beside `check`, then each rule, the slowest first."""
    ways = {name: process((*ABOVELINE, name, CRITERIA), settings.seconds) for name in ("check", "lint")}
    took = in_turn(ways, settings.runs)
    yield measured(PART, ("check, the whole process", None), took["check"])
    whole = took["lint"]
    met = None if whole.seconds is None else SECONDS.met_by(whole.seconds)
    ratio = whole.seconds / took["check"].seconds if whole.seconds and took["check"].seconds else None
    yield Row(
        PART,
        "lint, the whole process",
        seconds=whole.seconds,
        mebibytes=whole.mebibytes,
        ratio=ratio,
        ratio_to="check" if ratio else None,
        target=f"{SECONDS} s" if met is not None else None,
        met=met,
        note=whole.why_not,
    )
    by_rule = _by_rule(settings.runs)
    for name in sorted(by_rule, key=lambda name: -by_rule[name]):
        yield Row(PART, name, seconds=by_rule[name])


def _by_rule(runs: int) -> dict[str, float]:
    """The median time of each rule, in seconds; the first run is left out, as it fills caches."""
    loaded = load(CRITERIA)
    if loaded.framework is None:
        raise AssertionError("the criteria that are measured have no errors")
    found: dict[str, list[float]] = {}
    for _ in range(runs + 1):
        grounds = Grounds(loaded.framework, loaded.diagnostics)
        start = time.perf_counter()
        list(grounds.cases)
        found.setdefault(_MAKING_UP, []).append(time.perf_counter() - start)
        for code, rule in RULES.items():
            if code.startswith("allowance-"):  # found when the comments are read
                continue
            start = time.perf_counter()
            list(rule.find(grounds))
            found.setdefault(code, []).append(time.perf_counter() - start)
    return {name: statistics.median(times[1:] or times) for name, times in found.items()}
