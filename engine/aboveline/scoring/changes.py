"""The judgements that changed between two batches, one by one, and why each did."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

from aboveline.frozen import frozen
from aboveline.judgement import Outcome
from aboveline.scoring.difference import Cause
from aboveline.scoring.paths import OUTCOMES, Cases, Path, record_cause

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from aboveline.scoring.paths import Places


@frozen
class CaseChange:
    """One judgement that is not what it was, and why.

    `before` and `after` are as either batch shows them; `before` is None for a case that came, `after` for one that
    went. `judged_again` is what the newer criteria say of the older record, where they say otherwise than the older
    ones and the newer record changed it further; None elsewhere.
    """

    case_id: str
    question: str
    causes: tuple[Cause, ...]
    before: Outcome | None
    judged_again: Outcome | None
    after: Outcome | None


_Group = Literal["same", "went", "came"]
_GROUPS: tuple[_Group, ...] = ("same", "went", "came")

#: What a judgement was at some point between the batches.
_Stage = Literal["shown before", "before", "judged again", "after", "shown after"]


def how_many(paths: Mapping[str, Path], cases: Cases) -> int:
    """How many judgements changed."""
    return sum(int(_changed(path, cases, group).sum()) for path in paths.values() for group in _GROUPS)


def every(
    older: Sequence[str], newer: Sequence[str], paths: Mapping[str, Path], cases: Cases
) -> Iterator[CaseChange]:
    """Each judgement that changed, by question and then by case; the first two are the ids of the cases."""
    rows = {"same": (older, cases.same_older), "went": (older, cases.went), "came": (newer, cases.came)}
    for key, path in paths.items():
        for group in _GROUPS:
            stages, (ids, places) = _stages(path, cases, group), rows[group]
            for at in _changed(path, cases, group).nonzero()[0].tolist():
                found: dict[_Stage, Outcome] = {
                    stage: OUTCOMES[int(outcomes[at])] for stage, outcomes in stages.items()
                }
                yield _change(ids[int(places[at])], key, found)


def _stages(path: Path, cases: Cases, group: _Group) -> "Mapping[_Stage, Places]":
    """What the cases of a group came to at each stage they went through, in order; none where a question is new or gone."""
    older, newer, stages = path.older, path.newer, dict[_Stage, "Places"]()
    if older is None or newer is None:
        return stages
    if group != "came":
        at = cases.same_older if group == "same" else cases.went
        stages |= {"shown before": older.shown[at], "before": older.bare[at]}
        if path.again is not None:
            stages["judged again"] = path.again[at]
    if group != "went":
        at = cases.same_newer if group == "same" else cases.came
        stages |= {"after": newer.bare[at], "shown after": newer.shown[at]}
    return stages


def _changed(path: Path, cases: Cases, group: _Group) -> "NDArray[np.bool_]":
    """Whether each case of a group has a judgement that is not the same at every stage."""
    import numpy as np  # noqa: PLC0415 (only what goes by case needs it)

    stages = tuple(_stages(path, cases, group).values())
    if not stages:
        return np.zeros(0, np.bool_)
    return np.logical_or.reduce([one != other for one, other in pairwise(stages)])


def _change(case_id: str, question: str, found: Mapping[_Stage, Outcome]) -> CaseChange:
    stages = tuple(found)
    apart = (pair for pair in pairwise(stages) if found[pair[0]] is not found[pair[1]])
    causes: dict[Cause, None] = dict.fromkeys(_cause(one, other, found) for one, other in apart)
    before, again, after = (found.get(stage) for stage in ("shown before", "judged again", "shown after"))
    between = again if "criteria" in causes and again is not after else None
    return CaseChange(case_id, question, tuple(causes), before, between, after)


def _cause(one: _Stage, other: _Stage, found: Mapping[_Stage, Outcome]) -> Cause:
    """What lies between two stages of a judgement."""
    match one, other:
        case "before", "judged again":
            return "criteria"
        case "judged again", "after":
            return record_cause(found[one], found[other])
        case "before", "after":
            return "criteria or records"
        case _:
            return "overrides"
