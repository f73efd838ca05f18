"""Compares two sealed runs: every difference of their scores by its cause, and what could not be told apart."""

from collections.abc import Mapping, Sequence

from attrs import field

from aboveline.diagnostics import Diagnostics
from aboveline.frozen import frozen
from aboveline.run.again import holidays_of
from aboveline.run.given import is_kept
from aboveline.run.rejudged import Rejudged, rejudge
from aboveline.run.stored import StoredRun
from aboveline.scoring.compared import BatchDifference, compare
from aboveline.source import Source
from aboveline.workspace import Given, Watch


@frozen
class RunDifference:
    """Everything in which two runs differ, and in sentences what a reader of it must know."""

    difference: BatchDifference = field(repr=False)
    notes: tuple[str, ...]


def difference_of(
    older: StoredRun,
    newer: StoredRun,
    offered: Given,
    watch: Watch,
    *,
    matched: bool = True,
) -> tuple[RunDifference | None, Diagnostics, Mapping[str, Source]]:
    """Everything in which two runs of one framework differ; None with what is wrong where a run does not hold.

    Where their criteria or public holidays are not the same, the records of the older run are judged again under those of the
    newer. `offered` are files for an older run that was sealed without its records; without them it is left open what
    the criteria changed and what the records. Unless `matched`, no case of the one is a case of the other.
    """
    notes = list(_of_versions(older, newer))
    again, told = Rejudged(older.side.found), _same_rules(older, newer)
    if told:
        return _told(older, newer, again, notes, matched=matched), (), {}
    if not (is_kept(older.sealed) or offered.inputs):
        notes.append(
            "The criteria of the two runs are not the same, and the older was sealed without its records. So it cannot be "
            "told apart what the criteria changed and what the records; to have it told: --cases FILE, with the file "
            "the older run was made from."
        )
        return _told(older, newer, None, notes, matched=matched), (), {}
    rejudged, wrong, sources = rejudge(older, newer, offered, watch)
    if rejudged is None:
        return None, wrong, sources
    notes.extend(_of_lost(rejudged))
    return _told(older, newer, rejudged, notes, matched=matched), (), {}


def _told(
    older: StoredRun, newer: StoredRun, again: Rejudged | None, notes: Sequence[str], *, matched: bool
) -> RunDifference:
    found = None if again is None else again.found
    return RunDifference(compare(older.side, newer.side, found, matched=matched), tuple(notes))


def _same_rules(older: StoredRun, newer: StoredRun) -> bool:
    """Whether both were judged by the same rules: criteria that mean the same, and the same public holidays."""
    if older.framework != newer.framework:
        return False
    (_, before), (_, after) = holidays_of(older.sealed), holidays_of(newer.sealed)
    return all(before[year] == after[year] for year in before.keys() & after.keys())


def _of_versions(older: StoredRun, newer: StoredRun) -> Sequence[str]:
    made = [(run.sealed.manifest or {})["versions"]["aboveline"] for run in (older, newer)]
    if made[0] == made[1]:
        return ()
    told = (
        f"The older run was made with Aboveline {made[0]}, the newer with {made[1]}; `aboveline verify` says whether a run "
        "comes out the same with the version at hand."
    )
    return (told,)


def _of_lost(again: Rejudged) -> Sequence[str]:
    if not again.lost:
        return ()
    named = ", ".join(f"{count:,} of `{key}`" for key, count in list(again.lost.items())[:10])
    more = f", and some of {len(again.lost) - 10} more" if len(again.lost) > 10 else ""
    return (
        f"Values of the older records that the newer criteria have no place for were taken as missing: {named}{more}.",
    )
