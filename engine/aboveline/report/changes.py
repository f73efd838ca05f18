"""Turns what would make a judgement another into words: which facts and answers, and what that does to every score."""

from datetime import date
from decimal import Decimal

from aboveline.analysis.fields import Held, Way
from aboveline.analysis.turning import Change, Settling, Turn, Turning
from aboveline.framework.model import Framework
from aboveline.frozen import frozen
from aboveline.report.from_run import figure
from aboveline.report.phrases import value_in_words, value_said
from aboveline.report.view import Figure
from aboveline.scoring.instead import if_case_came_to
from aboveline.scoring.overrides import results_with_overrides
from aboveline.scoring.score import counted_in
from aboveline.values import MAX_DECIMAL_PLACES, Mark, Value, ValueType
from aboveline.workspace import Why


@frozen
class FieldChange:
    """One field changed, the words that say so after `if`, and what it is now."""

    key: str
    label: str
    change: Change
    words: str
    now: str


@frozen
class AlsoChanged:
    """Another judgement of the case that a change would change with it."""

    question: str
    label: str
    was: str
    becomes: str


@frozen
class ScoreMoved:
    """A score as it is, and as it would be; `is_own` says that the judgement itself counts in it."""

    now: Figure
    then: Figure
    is_own: bool


@frozen
class Option:
    """One way of changing a case, and all that follows from it.

    `scores` are those the judgement counts in and any other that would be another; None where a fact of the
    inspection is changed, which stands over every case, or where there are no scores.
    """

    fields: tuple[FieldChange, ...]
    outcome: str
    also: tuple[AlsoChanged, ...]
    scores: tuple[ScoreMoved, ...] | None

    @property
    def words(self) -> str:
        """All its fields, as they are said after `if`, with what each is now."""
        return " and ".join(f"{f.words} (it is {f.now})" for f in self.fields)

    @property
    def bare_words(self) -> str:
        """The same of fields that are missing now, without saying so of each."""
        return " and ".join(f.words for f in self.fields)


@frozen
class WayTold:
    """One way a judgement could have gone, the smallest changes that lead there, and what is said where there are none."""

    way: Way
    options: tuple[Option, ...]
    more: int
    searched: int
    never: bool
    sure: bool
    said: str | None


@frozen
class SettlingTold:
    """What an open judgement waits for, by key and label, and what would settle it."""

    missing: tuple[tuple[str, str], ...]
    options: tuple[Option, ...]
    more: int
    searched: int
    sure: bool


@frozen
class WhatIf:
    """Everything that would make a judgement another."""

    ways: tuple[WayTold, ...]
    #: The same by changes of facts of the inspection, where no change of the case alone is as small.
    of_inspection: tuple[WayTold, ...]
    settling: SettlingTold | None


def what_if(framework: Framework, why: Why) -> WhatIf:
    """What would make a judgement another, told."""
    found = why.turnings
    return WhatIf(
        tuple(_way(framework, why, t) for t in found.by_case),
        tuple(_way(framework, why, t) for t in found.by_inspection),
        None if found.settling is None else _settling(framework, why, found.settling),
    )


def _way(framework: Framework, why: Why, found: Turning) -> WayTold:
    options = tuple(_option(framework, why, turn) for turn in found.turns)
    said = None if options else _nothing(found)
    return WayTold(found.way, options, found.more, found.searched, found.never, found.sure, said)


def _nothing(found: Turning) -> str:
    """What is said where no change was found."""
    if found.never:
        if found.sure:
            return "nothing that the facts and answers of this case could be would make it so"
        return "nothing was found that the facts and answers of this case could be to make it so"
    noun = "fact or answer" if found.searched == 1 else "facts and answers"
    return f"no change of up to {found.searched} {noun} would make it so; larger ones were not tried"


def _settling(framework: Framework, why: Why, found: Settling) -> SettlingTold:
    return SettlingTold(
        tuple((key, _label(framework, key)) for key in found.missing),
        tuple(_option(framework, why, turn) for turn in found.turns),
        found.more,
        found.searched,
        found.sure,
    )


def _option(framework: Framework, why: Why, turn: Turn) -> Option:
    own = why.trail.judgement.question
    alone = sum(isinstance(c.becomes, date | int | Decimal) for c in turn.changes) == 1
    fields = tuple(_field(framework, c, own=c.key == own, alone=alone) for c in turn.changes)
    return Option(fields, turn.outcome.value, _also(framework, why, turn), _scores(framework, why, turn))


def _also(framework: Framework, why: Why, turn: Turn) -> tuple[AlsoChanged, ...]:
    own = why.trail.judgement.question
    return tuple(
        AlsoChanged(new.question, _label(framework, new.question), old.outcome.value, new.outcome.value)
        for old, new in zip(why.result.judgements, turn.result.judgements, strict=True)
        if old.outcome is not new.outcome and new.question != own
    )


def _scores(framework: Framework, why: Why, turn: Turn) -> tuple[ScoreMoved, ...] | None:
    if why.scores is None or any(c.of_inspection for c in turn.changes):
        return None
    own = counted_in(framework, why.trail.judgement.question)
    was, instead = results_with_overrides((why.result, turn.result), why.overrides)
    moved = if_case_came_to(framework, why.scores, was, instead, why.inspection)
    shown = [m for m in moved if (m.now.kind, m.now.key) in own or _differs(figure(m.now), figure(m.then))]
    rank = {name: place for place, name in enumerate(own)}
    shown.sort(key=lambda m: rank.get((m.now.kind, m.now.key), len(rank)))
    return tuple(
        ScoreMoved(figure(m.now), figure(m.then), is_own=(m.now.kind, m.now.key) in own) for m in shown
    )


def _differs(now: Figure, then: Figure) -> bool:
    return (now.figure, now.comment, now.fraction, now.state) != (
        then.figure,
        then.comment,
        then.fraction,
        then.state,
    )


def _label(framework: Framework, key: str) -> str:
    return framework.facts[key].label if key in framework.facts else framework.questions[key].label


# --- One field in words ------------------------------------------------------------------------


def _field(framework: Framework, change: Change, *, own: bool, alone: bool) -> FieldChange:
    """A change in words.

    `own` says that it is the answer to the question judged itself, `alone` that no other number or date is changed
    with it, so that all it could be is said, and not one value.
    """
    is_answer = change.key in framework.questions
    kind = framework.questions[change.key].answers if is_answer else framework.facts[change.key].type
    label = _label(framework, change.key)
    name = "the answer" if own else f"the answer to “{label}”" if is_answer else f"“{label}”"
    match change.becomes:
        case Mark():
            words = "it were marked not applicable" if own else f"“{label}” were marked not applicable"
        case None:
            words = f"{name} were missing"
        case value if change.any_other:
            words = f"{name} were {value}"
        case value:
            said = _reach(change, kind) if alone else None
            words = f"{name} were {said or _held(value, kind)}"
    return FieldChange(change.key, label, change, words, _held(change.was, kind))


def _held(value: Held, kind: ValueType) -> str:
    match value:
        case None:
            return "missing"
        case Mark():
            return "marked not applicable"
        case _:
            return value_said(value, kind)


def _reach(change: Change, kind: ValueType) -> str | None:
    """All that a number or date could be to do as well; None for anything else."""
    if isinstance(change.becomes, str | Mark | None):
        return None
    low, high = change.low, change.high
    dated = isinstance(change.becomes, date)
    if low is None and high is None:
        return "any date" if dated else "any number"
    if low is not None and low == high:
        return value_in_words(low, kind)
    if low is not None and high is not None and not isinstance(change.becomes, Decimal):
        return f"between {value_in_words(low, kind)} and {value_in_words(high, kind)}"
    ends = (
        _end(low, "on or after" if dated else "at least", -1),
        _end(high, "on or before" if dated else "at most", 1),
    )
    return " and ".join(end for end in ends if end)


def _end(value: Value | None, within: str, step: int) -> str | None:
    """One end of a stretch: of a decimal number that a rule asks to be more or less than a rounder one, that one."""
    if value is None:
        return None
    beyond = value + step * _STEP if isinstance(value, Decimal) else None
    if beyond is None or _places(beyond) >= _places(Decimal(str(value))):
        return f"{within} {value_in_words(value)}"
    return f"{'less' if step > 0 else 'more'} than {value_in_words(beyond)}"


_STEP = Decimal(1).scaleb(-MAX_DECIMAL_PLACES)


def _places(value: Decimal) -> int:
    exponent = value.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0
