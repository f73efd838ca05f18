"""Turns the judgements of a batch into what each case adds to a score, one row a case."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from attrs import evolve, field

from aboveline.framework.model import Framework, UnansweredRule
from aboveline.frozen import frozen
from aboveline.judgement import Outcome
from aboveline.reference.judge import CaseResult
from aboveline.scoring.model import Tally
from aboveline.scoring.tally import unanswered_rules

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

#: What a byte of `ByCase` stands for: the outcome in that place.
OUTCOMES: tuple[Outcome, ...] = tuple(Outcome)
_BYTE = {outcome: place for place, outcome in enumerate(OUTCOMES)}


@frozen
class ByCase:
    """What every case came to in everything that is counted by case, a byte a case.

    `outcomes` has an entry for each judged question, and for each rating that is a share of cases; byte i of it is the
    place in `OUTCOMES` of what `cases[i]` came to.
    """

    cases: tuple[str, ...] = field(repr=False)
    outcomes: Mapping[str, bytes] = field(repr=False)

    def which(self, key: str, *outcomes: Outcome) -> tuple[str, ...]:
        """The cases that came to one of these outcomes in something, in order."""
        places = {_BYTE[outcome] for outcome in outcomes}
        return tuple(
            case for case, place in zip(self.cases, self.outcomes[key], strict=True) if place in places
        )


def by_case(framework: Framework, judged: Iterable[tuple[str, CaseResult]]) -> ByCase:
    """What each case came to, from what is held of it; `judged` are the cases by their id."""
    cases: list[str] = []
    outcomes = {key: bytearray() for key in unanswered_rules(framework)}
    for case_id, result in judged:
        cases.append(case_id)
        for judgement in result.judgements:
            outcomes[judgement.question].append(_BYTE[judgement.outcome])
        for rating, outcome in result.shares.items():
            outcomes[rating].append(_BYTE[outcome])
    return ByCase(tuple(cases), {key: bytes(found) for key, found in outcomes.items()})


def with_changed(found: ByCase, changes: Sequence[tuple[str, str, Outcome]]) -> ByCase:
    """The same with some outcomes changed: each the id of a case, the key of what is counted, and what it comes to."""
    if not changes:
        return found
    places = {case: at for at, case in enumerate(found.cases)}
    outcomes = {key: bytearray(found.outcomes[key]) for _, key, _ in changes}
    for case, key, outcome in changes:
        outcomes[key][places[case]] = _BYTE[outcome]
    return evolve(found, outcomes={**found.outcomes, **{key: bytes(new) for key, new in outcomes.items()}})


def by_codes(
    cases: Sequence[str],
    codes: Mapping[str, bytes | Iterable[int]],
    meaning: Mapping[str, Sequence[Outcome]],
) -> ByCase:
    """What each case came to, from tables of codes: `meaning[key][code]` is the outcome that a code of `codes[key]` stands for.

    The codes of a key are its bytes, or whole numbers where they need more than a byte.
    """
    return ByCase(tuple(cases), {key: _as_outcomes(found, meaning[key]) for key, found in codes.items()})


def _as_outcomes(codes: bytes | Iterable[int], meaning: Sequence[Outcome]) -> bytes:
    places = bytes(_BYTE[outcome] for outcome in meaning)
    if isinstance(codes, bytes):
        return codes.translate(places.ljust(256, b"\0"))
    return bytes(map(places.__getitem__, codes))


#: The outcome that each count of a tally is of, and the rule for the unanswered under which it is (None: under any).
_COUNTED: Mapping[str, tuple[Outcome, UnansweredRule | None]] = {
    "sufficient": (Outcome.SUFFICIENT, None),
    "insufficient": (Outcome.INSUFFICIENT, None),
    "unanswered": (Outcome.UNANSWERED, None),
    "undetermined": (Outcome.UNDETERMINED, None),
    "unanswered_counted": (Outcome.UNANSWERED, "insufficient"),
    "unanswered_stopping": (Outcome.UNANSWERED, "stop"),
}

#: Those counts: all that a score is worked out from.
COUNTS = tuple(_COUNTED)


def added(framework: Framework, found: ByCase, keys: Iterable[str]) -> "NDArray[np.int64]":
    """What each case adds to a score that is pooled over some keys of `found`: a row a case, a column for each of `COUNTS`."""
    import numpy as np  # noqa: PLC0415 (only what goes by case needs it)

    rows = np.zeros((len(found.cases), len(COUNTS)), np.int64)
    for key in keys:
        for column, count in enumerate(COUNTS):
            rows[:, column] += in_counts(framework, found, key, count)
    return rows


def in_counts(framework: Framework, found: ByCase, key: str, *counts: str) -> "NDArray[np.bool_]":
    """Whether each case is in any of some of `COUNTS`, in one key of `found`."""
    import numpy as np  # noqa: PLC0415 (only what goes by case needs it)

    rule = framework.questions[key].unanswered if key in framework.questions else "left out"
    meant = [_COUNTED[count] for count in counts]
    belongs = bytes(any(o is outcome and r in (None, rule) for o, r in meant) for outcome in OUTCOMES)
    return np.frombuffer(found.outcomes[key].translate(belongs.ljust(256, b"\0")), np.bool_)


def counts_in(tally: Tally) -> tuple[int, ...]:
    """The counts of a tally, in the order of `COUNTS`."""
    return tuple(getattr(tally, count) for count in COUNTS)


def tally_with(counts: Sequence[int]) -> Tally:
    """The tally that has those counts, in the order of `COUNTS`, and nothing that did not apply."""
    return evolve(Tally(), **dict(zip(COUNTS, counts, strict=True)))
