"""Turns each Step of a Trail into a sentence: what was found, where it stands, and what it is held against.

`reasons` chooses the sentences that decided a judgement, `outline` gives all of them, one beneath another.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Literal, cast

from aboveline.calendars import elapsed
from aboveline.diagnostics import Place
from aboveline.framework.expressions import (
    And,
    AnswerValue,
    Applies,
    Arithmetic,
    Between,
    Compare,
    Constant,
    Counted,
    DateLimit,
    Elapsed,
    Expression,
    FactValue,
    IsKnown,
    IsMissing,
    JudgedAs,
    Not,
    NumberOf,
    OneOf,
    Operand,
    Or,
    OwnAnswer,
    Unit,
    Within,
)
from aboveline.framework.model import Framework
from aboveline.frozen import frozen
from aboveline.judgement import Judgement
from aboveline.reference.operations import REACHES, day_from
from aboveline.report.measured import apart_in_words, asked_in_words, in_units
from aboveline.report.outcomes import outcome_words
from aboveline.report.phrases import how_many_in_words, in_words, settled, type_of, value_said
from aboveline.trail import Step
from aboveline.values import Truth
from aboveline.wording.message import in_context, joined, message, value_alone

Told = Literal["yes", "no", "unknown"]

TOLD: Mapping[Truth, Told] = {True: "yes", False: "no", None: "unknown"}


@frozen
class Nearby:
    """What stands over what is told, so that places there need not say it again: of a record, and of a file of criteria.

    `called` is what a file is called there.
    """

    record: Place | None = None
    criteria: str | None = None
    called: Callable[[str], str] = str


#: What stands over what is told by itself.
NOWHERE = Nearby()


@frozen
class Teller:
    """Tells of one case under one framework; `judgements` are what its questions came to, by key."""

    framework: Framework
    judgements: Mapping[str, Judgement]
    nearby: Nearby = NOWHERE


def sentence(teller: Teller, step: Step) -> str:
    """One step in a sentence, with the values it met and where they stand."""
    tell = _SENTENCES.get(type(step.expr))
    return tell(teller, step) if tell else in_words(teller.framework, step.expr)


def in_sequence(sentences: Sequence[str]) -> str:
    """Sentences one after another, within one."""
    return sentences[0] if len(sentences) == 1 else joined(sentences, "; ")


def open_parts(step: Step) -> tuple[Step, ...]:
    """The parts of a joined step that a case can decide; those the item of a repeat settles say nothing."""
    return tuple(s for s in step.steps if settled(s.expr) is None) or step.steps


# --- Places ------------------------------------------------------------------------------------


def where_words(place: Place | None, nearby: Nearby = NOWHERE) -> str:
    """Where a value stands in the data, in brackets, as far as that does not stand over it; empty where there is nothing to say."""
    return "" if place is None else _where(*_parts_of_place(place, nearby), bracketed=True)


def place_words(place: Place | None) -> str:
    """The same without brackets."""
    return "" if place is None else _where(*_parts_of_place(place, NOWHERE), bracketed=False)


def _parts_of_place(place: Place, nearby: Nearby) -> tuple[str | None, str | None, str, str | None]:
    """The file and the spot in it, unless they stand over it; the noun of a field there; and the field."""
    near = nearby.record
    noun = "key" if place.file.lower().endswith(("json", "jsonl")) else "column"
    if near is None or near.file != place.file:
        return nearby.called(place.file), place.spot, noun, place.field
    same_spot = (near.line, near.row, near.cell) == (place.line, place.row, place.cell)
    return None, None if same_spot else place.spot, noun, place.field


@lru_cache(maxsize=1_000)
def _where(file: str | None, spot: str | None, noun: str, field: str | None, *, bracketed: bool) -> str:
    of_field = {"key": message("key {name}", name=field), "column": message("column {name}", name=field)}
    words = joined(p for p in (file, spot, of_field[noun] if field else None) if p)
    return _in_brackets(words) if bracketed and words else words


def _in_brackets(words: str) -> str:
    return joined((" (", words, ")"), "")


# --- Things found --------------------------------------------------------------------------------


def operand_sentence(teller: Teller, step: Step) -> str:
    """What a fact, an answer or a number is for this case, or that it is missing or is not there at all."""
    framework, expr = teller.framework, step.expr
    if step.exists is False:
        return _there_is_none(framework, expr)
    name = message("The answer") if isinstance(expr, OwnAnswer) else in_words(framework, expr)
    where = where_words(step.place, teller.nearby)
    if step.value is None:
        found = message("{name} is missing{where}", name=name, where=where)
    else:
        worked = _WORKED_OUT if _is_worked_out(framework, expr) else where
        value = value_said(step.value, type_of(framework, cast("Operand", expr)))
        found = message("{name} is {value}{where}", name=name, value=value, where=worked)
    return (
        found
        if step.exists
        else message("{found}, and whether there should be one is not known", found=found)
    )


_WORKED_OUT = _in_brackets(message("worked out"))


def _there_is_none(framework: Framework, expr: Expression) -> str:
    name = in_words(framework, expr)
    match expr:
        case FactValue(fact=key) if (only_where := framework.facts[key].only_where) is not None:
            rule = in_words(framework, only_where)
            return message(
                "there is no {name} for this case, as it exists only where {rule}", name=name, rule=rule
            )
        case AnswerValue(question=key):
            return message(
                "there is no answer to “{label}” for this case, as that question does not apply to it",
                label=framework.questions[key].label,
            )
        case FactValue() | Elapsed():
            return message("there is no {name} for this case", name=name)
        case _:
            return message("there is no such number as {name} for this case", name=name)


def _is_worked_out(framework: Framework, expr: Expression) -> bool:
    match expr:
        case FactValue(fact=key):
            return framework.facts[key].worked_out is not None
        case AnswerValue(question=key) | OwnAnswer(question=key):
            return framework.questions[key].worked_out is not None
        case _:
            return False


def came_to(teller: Teller, key: str) -> str:
    """What another question is judged for the case."""
    outcome = outcome_words(teller.judgements[key].outcome.value)
    label = teller.framework.questions[key].label
    return message("“{label}” (`{key}`) is {outcome} for this case", label=label, key=key, outcome=outcome)


# --- Sentences, one for each kind of expression --------------------------------------------------


def _joined(_teller: Teller, step: Step) -> str:
    count = len(open_parts(step))
    if isinstance(step.expr, And):
        return (
            message("both of these must be so")
            if count == 2
            else message("all {count} of these must be so", count=count)
        )
    return (
        message("either of these is enough")
        if count == 2
        else message("any of these {count} is enough", count=count)
    )


def _negated(_teller: Teller, _step: Step) -> str:
    return message("this must not be so")


def _compared(teller: Teller, step: Step) -> str:
    expr = cast("Compare", step.expr)
    left, right = step.steps[0], step.steps[1]
    found = sentence(teller, left)
    if left.exists is False:
        return found
    if not isinstance(right.expr, Constant):
        return in_sequence((found, sentence(teller, right)))
    if left.value is None:
        return found
    wanted = value_said(right.expr.value, type_of(teller.framework, expr.left))
    if expr.operator not in {"is", "is not"}:
        asked = asked_in_words(expr.operator, wanted)
        return message("{found}; asked for: {asked}", found=found, asked=asked)
    yes_or_no = {left.value, right.value} == {"yes", "no"}
    if left.value == right.value or yes_or_no:
        return found
    return message("{found}, not {wanted}", found=found, wanted=wanted)


def _one_of(teller: Teller, step: Step) -> str:
    expr = cast("OneOf", step.expr)
    found = sentence(teller, step.steps[0])
    others = [sentence(teller, s) for s in step.steps[1:] if not isinstance(s.expr, Constant)]
    if others or step.truth is None or step.steps[0].exists is False:
        return in_sequence((found, *others))
    kind = type_of(teller.framework, expr.left)
    words = joined(value_said(v.value, kind) for v in expr.values if isinstance(v, Constant))
    if step.truth is expr.negated:
        return message("{found}, none of ({words})", found=found, words=words)
    return message("{found}, one of ({words})", found=found, words=words)


def _between(teller: Teller, step: Step) -> str:
    expr = cast("Between", step.expr)
    operands = [s for s in step.steps[1:] if not isinstance(s.expr, Constant)]
    found = in_sequence(tuple(sentence(teller, s) for s in (step.steps[0], *operands)))
    low, high = (in_words(teller.framework, x) for x in (expr.low, expr.high))
    return message("{found}; asked for: between {low} and {high}", found=found, low=low, high=high)


def _date_limit(teller: Teller, step: Step) -> str:
    expr = cast("DateLimit", step.expr)
    left, anchor = step.steps[0], step.steps[1]
    found = _both(teller, left, anchor)
    if not isinstance(left.value, date) or not isinstance(anchor.value, date):
        return found
    calendar = teller.framework.calendar
    count = expr.count if expr.direction == "after" else -expr.count
    day = day_from(calendar, anchor.value, count, expr.unit)
    limit = apart_in_words(expr.count, expr.unit, expr.direction, _anchor_said(anchor))
    reckoned = (
        message("{limit} is {day}, the last day allowed", limit=limit, day=day)
        if expr.bound == "no later than"
        else message("{limit} is {day}, the first day allowed", limit=limit, day=day)
    )
    if step.truth is None:
        return in_sequence((found, reckoned))
    apart = _reckoned(calendar, left.value, anchor.value, expr.unit)
    return in_sequence((found, reckoned, _side(left.value, day, apart)))


def _both(teller: Teller, left: Step, anchor: Step) -> str:
    """Two dates that are held against each other, each that is not a day the criteria name."""
    return in_sequence(
        tuple(operand_sentence(teller, s) for s in (left, anchor) if not isinstance(s.expr, Constant))
    )


def _anchor_said(anchor: Step) -> str:
    """A day that is reckoned from, where it has been told just before."""
    if isinstance(anchor.expr, Constant):
        return value_alone(anchor.value)
    return in_context("a day told just before", "that")


def _side(day: date, limit: date, apart: str) -> str:
    """Which side of the limit a date lies, and by the count of the units themselves."""
    if day == limit:
        return message("{day} is that very day", day=day)
    if day < limit:
        return message("{day} is earlier ({apart})", day=day, apart=apart)
    return message("{day} is later ({apart})", day=day, apart=apart)


def _reckoned(calendar: str | None, day: date, anchor: date, unit: Unit) -> str:
    """How far a date lies from its anchor, such as `16 working days after`; `the same day` for none."""
    if day == anchor:
        return message("the same day")
    time = in_units(abs(elapsed(calendar, anchor, day, unit)), unit)
    return message("{time} after", time=time) if day > anchor else message("{time} before", time=time)


def _within(teller: Teller, step: Step) -> str:
    expr = cast("Within", step.expr)
    left, anchor = step.steps[0], step.steps[1]
    found = _both(teller, left, anchor)
    if not isinstance(left.value, date) or not isinstance(anchor.value, date):
        return found
    calendar = teller.framework.calendar
    first, last = (day_from(calendar, anchor.value, n, expr.unit) for n in REACHES[expr.side](expr.count))
    days = apart_in_words(expr.count, expr.unit, expr.side, _anchor_said(anchor))
    reach = message("within {days} is {first} to {last}", days=days, first=first, last=last)
    apart = _reckoned(calendar, left.value, anchor.value, expr.unit)
    lies = (
        message("{day} is among those days ({apart})", day=left.value, apart=apart)
        if step.truth
        else message("{day} is not among those days ({apart})", day=left.value, apart=apart)
    )
    return in_sequence((found, reach, lies))


def _missing_or_known(teller: Teller, step: Step) -> str:
    operand = step.steps[0]
    if not isinstance(operand.expr, AnswerValue) or operand.expr.question not in teller.judgements:
        return operand_sentence(teller, operand)
    found = came_to(teller, operand.expr.question)
    if operand.value is None:
        return message("{found}, not answered", found=found)
    answer = value_said(operand.value, type_of(teller.framework, operand.expr))
    return message("{found}, answered {answer}", found=found, answer=answer)


def _of_question(teller: Teller, step: Step) -> str:
    expr = cast("Applies | JudgedAs", step.expr)
    key = expr.question
    if key in teller.judgements:
        return came_to(teller, key)
    label = teller.framework.questions[key].label
    if step.truth is None:
        return message("whether “{label}” (`{key}`) applies to this case is not known", label=label, key=key)
    if step.truth is not (isinstance(expr, Applies) and expr.negated):
        return message("“{label}” (`{key}`) applies to this case", label=label, key=key)
    return message("“{label}” (`{key}`) does not apply to this case", label=label, key=key)


def _counted(_teller: Teller, step: Step) -> str:
    return message(
        "{how_many} these {count} must be so: {found}",
        how_many=how_many_in_words(cast("Counted", step.expr)),
        count=len(step.steps),
        found=_how_many(step),
    )


def _number_of(_teller: Teller, step: Step) -> str:
    return message("how many of these {count} are so: {found}", count=len(step.steps), found=_how_many(step))


def _how_many(step: Step) -> str:
    found = [s.truth for s in step.steps]
    yes, no, unknown = (found.count(truth) for truth in (True, False, None))
    if unknown:
        return message("{yes} yes, {no} no, {unknown} not known", yes=yes, no=no, unknown=unknown)
    return message("{yes} yes, {no} no", yes=yes, no=no)


def _number(teller: Teller, step: Step) -> str:
    """A calculation: what it is made from, then what it comes to."""
    return in_sequence((*dict.fromkeys(_made_from(teller, step)), operand_sentence(teller, step)))


def _made_from(teller: Teller, step: Step) -> Iterator[str]:
    for beneath in step.steps:
        match beneath.expr:
            case Arithmetic() | Elapsed():
                yield from _made_from(teller, beneath)
            case FactValue() | AnswerValue() | OwnAnswer():
                yield operand_sentence(teller, beneath)
            case _:
                pass


_SENTENCES: Mapping[type, Callable[[Teller, Step], str]] = {
    And: _joined,
    Or: _joined,
    Not: _negated,
    Compare: _compared,
    OneOf: _one_of,
    Between: _between,
    DateLimit: _date_limit,
    Within: _within,
    IsMissing: _missing_or_known,
    IsKnown: _missing_or_known,
    Applies: _of_question,
    JudgedAs: _of_question,
    Counted: _counted,
    NumberOf: _number_of,
    FactValue: operand_sentence,
    AnswerValue: operand_sentence,
    OwnAnswer: operand_sentence,
    Elapsed: _number,
    Arithmetic: _number,
}
