"""What every case came to in one question on its way from an older batch to a newer one, and what each step adds to the counts.

The steps, each beginning where the last one ended:

1. overrides of the older batch are taken off;
2. criteria: all its records are judged again under the newer criteria. This comes before anything else, so that
   everything after it is told in one language, and so that it answers what people ask: what would the older score
   have been under the newer criteria? It is answered for all older cases, whether they are still there or not;
3. cases that went leave, and cases that came join;
4. the records of the cases in both change, under the newer criteria. A judgement that does not apply on one side
   changed in *applicability*; otherwise one that is missing on one side (unanswered or undetermined) closed or
   opened a *gap*; otherwise, sufficient on one side and insufficient on the other, it is a *judgement* that changed;
5. overrides of the newer batch are put on. Those taken off and those put on are one cause.

Cases come and go before records change, so that a step that changes the work in cases has the cases of the newer
batch around it: it is the newer score that is to be explained.

Without the older judgements under the newer criteria the second step is left out, and the fourth is of criteria and
records together; cases that went then leave as the older criteria judged them.
"""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from attrs import field

from aboveline.framework.model import Framework, UnansweredRule
from aboveline.frozen import frozen
from aboveline.judgement import NOT_APPLICABLE, Outcome
from aboveline.scoring.difference import Cause, Pair, Step, less, total
from aboveline.scoring.model import Tally

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Places = NDArray[np.uint8]
    Rows = NDArray[np.intp]

#: What a byte of `ByCase` stands for: the outcome in that place.
OUTCOMES: tuple[Outcome, ...] = tuple(Outcome)

_SUFFICIENT = OUTCOMES.index(Outcome.SUFFICIENT)
_UNANSWERED = OUTCOMES.index(Outcome.UNANSWERED)


# --- Two batches -----------------------------------------------------------------------------


@frozen
class ByCase:
    """What every case came to in every judged question, a byte a case.

    Byte i of an entry of `outcomes` is the place in `OUTCOMES` of what `cases[i]` came to.
    """

    cases: tuple[str, ...] = field(repr=False)
    outcomes: Mapping[str, bytes] = field(repr=False)


@frozen
class Override:
    """A judgement that a person put in the place of the one that was worked out."""

    case_id: str
    question: str
    before: Outcome
    after: Outcome


@frozen
class Side:
    """One of two batches: its framework, what its cases came to without overrides, and the overrides."""

    framework: Framework = field(repr=False)
    found: ByCase = field(repr=False)
    overrides: tuple[Override, ...] = ()


@frozen
class Cases:
    """How many cases either batch has, and the places of those in both on either side, of those that went, of those that came."""

    older: int
    newer: int
    same_older: "Rows" = field(repr=False, eq=False)
    same_newer: "Rows" = field(repr=False, eq=False)
    went: "Rows" = field(repr=False, eq=False)
    came: "Rows" = field(repr=False, eq=False)


def cases_of(older: Sequence[str], newer: Sequence[str], *, matched: bool = True) -> Cases:
    """Which cases are in both batches, by their ids; unless `matched` none is, whatever their ids."""
    import numpy as np  # noqa: PLC0415 (only what goes by case needs it)

    at = {case: place for place, case in enumerate(newer)} if matched else {}
    both = np.array([(place, at[case]) for place, case in enumerate(older) if case in at], np.intp).reshape(
        -1, 2
    )
    went, came = np.ones(len(older), np.bool_), np.ones(len(newer), np.bool_)
    went[both[:, 0]] = came[both[:, 1]] = False
    return Cases(len(older), len(newer), both[:, 0], both[:, 1], np.flatnonzero(went), np.flatnonzero(came))


# --- One question ----------------------------------------------------------------------------


@frozen
class Standing:
    """What the cases of one batch came to in a question, as it is shown and without overrides, and its rule for the unanswered."""

    rule: UnansweredRule
    shown: "Places" = field(repr=False, eq=False)
    bare: "Places" = field(repr=False, eq=False)


@frozen
class Path:
    """What the cases of either batch came to in a question, None where only the other has it, and the older under the newer criteria."""

    older: Standing | None
    again: "Places | None" = field(repr=False, eq=False)
    newer: Standing | None


def path_of(key: str, older: Side, newer: Side, again: ByCase | None) -> Path:
    """The path of a question; `again` is what the older cases come to under the newer criteria, None where that is not known."""
    import numpy as np  # noqa: PLC0415 (only what goes by case needs it)

    known = again is not None and key in newer.found.outcomes
    places = np.frombuffer(again.outcomes[key], np.uint8) if again is not None and known else None
    return Path(_standing(key, older), places, _standing(key, newer))


def _standing(key: str, side: Side) -> Standing | None:
    import numpy as np  # noqa: PLC0415 (only what goes by case needs it)

    if key not in side.found.outcomes:
        return None
    rule, bare = side.framework.questions[key].unanswered, np.frombuffer(side.found.outcomes[key], np.uint8)
    overrides = {one.case_id: one for one in side.overrides if one.question == key}
    if not overrides:
        return Standing(rule, bare, bare)
    bare, shown = bare.copy(), bare.copy()
    for at, case in enumerate(side.found.cases):
        if case in overrides:
            bare[at] = OUTCOMES.index(overrides[case].before)
            shown[at] = OUTCOMES.index(overrides[case].after)
    return Standing(rule, shown, bare)


def is_counted(outcome: Outcome, rule: UnansweredRule) -> bool:
    """Whether a judgement is among those a score divides by."""
    if outcome is Outcome.UNANSWERED:
        return rule == "insufficient"
    return outcome in {Outcome.SUFFICIENT, Outcome.INSUFFICIENT}


def counted_places(rule: UnansweredRule) -> "NDArray[np.bool_]":
    """Whether each of `OUTCOMES` is counted."""
    import numpy as np  # noqa: PLC0415 (only what goes by case needs it)

    return np.array([is_counted(outcome, rule) for outcome in OUTCOMES])


def _numbers(places: "Places") -> list[int]:
    """How many of some judgements came to each of `OUTCOMES`."""
    import numpy as np  # noqa: PLC0415 (only what goes by case needs it)

    return np.bincount(places, minlength=len(OUTCOMES)).tolist()


def _pair(places: "Places", rule: UnansweredRule) -> Pair:
    of = _numbers(places)
    counted = sum(count for outcome, count in zip(OUTCOMES, of, strict=True) if is_counted(outcome, rule))
    return Pair(of[_SUFFICIENT], counted)


def tally_of(standing: Standing | None) -> Tally:
    """The judgements as they are shown, counted; which clauses decided is left aside."""
    if standing is None:
        return Tally()
    of, rule = _numbers(standing.shown), standing.rule
    return Tally(
        len(standing.shown),
        *of,  # a Tally has a count for each outcome, in their order
        unanswered_counted=of[_UNANSWERED] if rule == "insufficient" else 0,
        unanswered_stopping=of[_UNANSWERED] if rule == "stop" else 0,
    )


# --- What each step adds ---------------------------------------------------------------------


@frozen
class Moves:
    """The counts of a question on either side, and what each step adds to them, by cause.

    `in_older` holds what is added to a score whose pool has the question in the older framework, `in_newer` in the newer.
    """

    before: Pair
    after: Pair
    in_older: tuple[Step, ...]
    in_newer: tuple[Step, ...]


_NONE = Pair()
#: The steps where none adds anything.
STILL: tuple[Step, ...] = ({}, {}, {}, {}, {})


def moves_of(path: Path, cases: Cases) -> Moves:
    """The steps of one question, as the head of this file lists them."""
    older, newer = path.older, path.newer
    return Moves(
        _pair(older.shown, older.rule) if older else _NONE,
        _pair(newer.shown, newer.rule) if newer else _NONE,
        STILL if older is None else _in_older(path, older, cases),
        STILL if newer is None else _in_newer(path, newer, cases),
    )


def _in_older(path: Path, older: Standing, cases: Cases) -> tuple[Step, ...]:
    bare = _pair(older.bare, older.rule)
    taken_off: Step = {"overrides": less(bare, _pair(older.shown, older.rule))}
    if path.again is not None or path.newer is None:
        return (taken_off, {"criteria": less(_NONE, bare)}, {}, {}, {})
    went, same = (_pair(older.bare[at], older.rule) for at in (cases.went, cases.same_older))
    return (
        taken_off,
        {},
        {"cases that went": less(_NONE, went)},
        {"criteria or records": less(_NONE, same)},
        {},
    )


def _in_newer(path: Path, newer: Standing, cases: Cases) -> tuple[Step, ...]:
    again, bare, rule = path.again, newer.bare, newer.rule
    came = _pair(bare[cases.came], rule)
    put_on: Step = {"overrides": less(_pair(newer.shown, rule), _pair(bare, rule))}
    if again is None:
        same = _pair(bare[cases.same_newer], rule)
        return ({}, {}, {"cases that came": came}, {"criteria or records": same}, put_on)
    return (
        {},
        {"criteria": _pair(again, rule)},
        {"cases that went": less(_NONE, _pair(again[cases.went], rule)), "cases that came": came},
        _of_records(again[cases.same_older], bare[cases.same_newer], rule),
        put_on,
    )


def _of_records(before: "Places", after: "Places", rule: UnansweredRule) -> Step:
    """What the changed records of the cases in both add, by how the judgement changed."""
    import numpy as np  # noqa: PLC0415 (only what goes by case needs it)

    several = len(OUTCOMES)
    counts = np.bincount(before.astype(np.intp) * several + after, minlength=several * several).tolist()
    found: dict[Cause, list[Pair]] = {"judgements": [], "applicability": [], "gaps": []}
    for at, count in enumerate(counts):
        one, other = OUTCOMES[at // several], OUTCOMES[at % several]
        if count and one is not other:
            sufficient = (other is Outcome.SUFFICIENT) - (one is Outcome.SUFFICIENT)
            counted = is_counted(other, rule) - is_counted(one, rule)
            found[record_cause(one, other)].append(Pair(count * sufficient, count * counted))
    return {cause: total(pairs) for cause, pairs in found.items()}


def record_cause(before: Outcome, after: Outcome) -> Cause:
    """How a judgement changed, where it is the record that did."""
    either = {before, after}
    if either & NOT_APPLICABLE:
        return "applicability"
    return "gaps" if either & {Outcome.UNANSWERED, Outcome.UNDETERMINED} else "judgements"
