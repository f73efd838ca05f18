"""Turns the steps of a Trail into sentences: what was found, where it stands, and why that decides."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Literal, cast

from aboveline.calendars import elapsed
from aboveline.diagnostics import Place
from aboveline.framework.expressions import (
    Always,
    And,
    AnswerValue,
    Applies,
    Arithmetic,
    Between,
    Compare,
    ConditionHolds,
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
    Or,
    OwnAnswer,
    Within,
)
from aboveline.framework.model import Fact, Framework
from aboveline.frozen import frozen
from aboveline.judgement import Judgement
from aboveline.reference.operations import REACHES, day_from
from aboveline.report.measured import in_units
from aboveline.report.phrases import (
    family_in_words,
    in_words,
    place_in_words,
    said_of,
    settled,
    type_of,
    value_said,
    whole_family,
)
from aboveline.trail import Step
from aboveline.values import Truth
from aboveline.wording.message import day_in_words

Told = Literal["yes", "no", "unknown"]

TOLD: Mapping[Truth, Told] = {True: "yes", False: "no", None: "unknown"}


@frozen
class Line:
    """One sentence of an account, how deep it lies beneath its clause, and what its expression came to."""

    depth: int
    truth: Told | None
    text: str


@frozen
class Nearby:
    """What stands over what is told, so that places there need not say it again: of a record, and of a file of criteria."""

    record: Place | None = None
    criteria: str | None = None


@frozen
class Teller:
    """Tells of one case under one framework; `judgements` are what its questions came to, by key."""

    framework: Framework
    judgements: Mapping[str, Judgement]
    nearby: Nearby = Nearby()


def lines(teller: Teller, step: Step, depth: int = 0) -> Iterator[Line]:
    """Everything a step rests on, a sentence each."""
    step = _open_part(step)
    expr = step.expr
    if isinstance(expr, ConditionHolds):
        condition = teller.framework.conditions[expr.condition]
        where = place_in_words(teller.framework, condition.span, teller.nearby.criteria)
        yield Line(depth, TOLD[step.truth], f"{condition.label} (condition `{condition.key}`, {where})")
    else:
        yield Line(depth, TOLD[step.truth] if step.kind == "truth" else None, sentence(teller, step))
    for beneath in _worth_telling(teller, step):
        if isinstance(beneath, str):
            depth += 1
            yield Line(depth, None, beneath)
        else:
            yield from lines(teller, beneath, depth + 1)


def because(teller: Teller, step: Step) -> tuple[str, ...]:
    """The sentences that are enough to see why a step came to what it did, without repeating any.

    There are none where the item of a repeat settles it for every case.
    """
    return tuple(
        dict.fromkeys(
            _of_family(teller, s) or sentence(teller, s) + _namely(teller, s) for s in _decisive(teller, step)
        )
    )


def sentence(teller: Teller, step: Step) -> str:
    """One step in a sentence, with the values it met and where they stand."""
    tell = _SENTENCES.get(type(step.expr))
    return tell(teller, step) if tell else in_words(teller.framework, step.expr)


def where_words(place: Place | None, near: Place | None = None) -> str:
    """Where a value stands in the data, in brackets, as far as that is not as of `near`; empty where there is nothing to say."""
    if place is None:
        return ""
    kind = "key" if place.file.lower().endswith(("json", "jsonl")) else "column"
    parts = [place.file, place.spot or ""]
    if near is not None and near.file == place.file:
        parts = [] if (near.line, near.row, near.cell) == (place.line, place.row, place.cell) else parts[1:]
    parts.append(f"{kind} {place.field}" if place.field else "")
    words = ", ".join(p for p in parts if p)
    return f" ({words})" if words else ""


def operand_sentence(teller: Teller, step: Step) -> str:
    """What a fact, an answer or a number is for this case, or that it is missing or is not there at all."""
    framework, expr = teller.framework, step.expr
    name = in_words(framework, expr)
    name = name[:1].upper() + name[1:] if isinstance(expr, OwnAnswer) else name
    where = where_words(step.place, teller.nearby.record)
    if step.exists is False:
        return f"there is no {name.removeprefix('the ')} for this case{_why_none(teller, step)}"
    if step.value is None:
        return f"{name} is missing{where}{'' if step.exists else _UNSURE}"
    value = value_said(step.value, type_of(framework, cast("Any", expr)))
    worked = " (worked out)" if _is_worked_out(framework, expr) else where
    return f"{name} is {value}{worked}{'' if step.exists else _UNSURE}"


def _is_worked_out(framework: Framework, expr: Expression) -> bool:
    match expr:
        case FactValue(fact=key):
            return framework.facts[key].worked_out is not None
        case AnswerValue(question=key) | OwnAnswer(question=key):
            return framework.questions[key].worked_out is not None
        case _:
            return False


_UNSURE = ", and whether there should be one is not known"


def _why_none(teller: Teller, step: Step) -> str:
    match step.expr:
        case FactValue(fact=key):
            only_where = teller.framework.facts[key].only_where
            return f", as it exists only where {in_words(teller.framework, only_where)}" if only_where else ""
        case AnswerValue():
            return ", as that question does not apply to it"
        case _:
            return ""


def _worth_telling(teller: Teller, step: Step) -> Iterator[Step | str]:
    """The steps beneath that say something the step's own sentence does not, and what leads to them."""
    match step.expr:
        case And() | Or():
            yield from _open_parts(step)
        case Not() | Counted() | ConditionHolds() | NumberOf():
            yield from step.steps
        case Applies() | JudgedAs() | AnswerValue():
            return
        case FactValue(fact=key):
            yield from _of_fact(teller.framework.facts[key], step.steps)
        case OwnAnswer():
            yield from step.steps
        case _:
            for beneath in step.steps:
                yield from _worth_telling(teller, beneath)


def _of_fact(fact: Fact, steps: tuple[Step, ...]) -> Iterator[Step | str]:
    """What a fact rests on: whether it exists, and how it is worked out."""
    for index, beneath in enumerate(steps):
        if beneath.kind == "truth" or beneath.steps:
            if index == 0:
                yield (
                    f"“{fact.label}” exists only where"
                    if fact.only_where
                    else f"“{fact.label}” is worked out from"
                )
            yield beneath


def _open_parts(step: Step) -> tuple[Step, ...]:
    """The parts of a joined step that a case can decide; those the item of a repeat settles say nothing."""
    return tuple(s for s in step.steps if settled(s.expr) is None) or step.steps


def _open_part(step: Step) -> Step:
    """A joined step with one open part alone is no more than that part."""
    while isinstance(step.expr, And | Or) and len(_open_parts(step)) == 1:
        step = _open_parts(step)[0]
    return step


def _decisive(teller: Teller, step: Step) -> Iterator[Step]:
    """The steps at the bottom that decided: of an `and` that is no, the part that is; of one that is yes, all."""
    match step.expr:
        case And() | Or() | Counted():
            same = [s for s in _open_parts(step) if s.truth is _seeks(step)] or step.steps
            if len(same) > FEW and _of_family(teller, step):
                yield step
                return
            for beneath in same:
                yield from _decisive(teller, beneath)
        case Not() | ConditionHolds():
            for beneath in step.steps:
                yield from _decisive(teller, beneath)
        case _ if settled(step.expr) is None and not isinstance(step.expr, Always):
            yield step
        case _:
            return


#: So many questions of one repeat are named in a sentence; of more it is said how many came to what.
FEW = 3


def _of_family(teller: Teller, step: Step) -> str | None:
    """What the questions of a whole repeat came to, all in one; None where the step is not over one."""
    family = whole_family(teller.framework, step.expr.items) if isinstance(step.expr, Counted) else None
    judgements = [teller.judgements[q] for q in family.questions if q in teller.judgements] if family else []
    if family is None or len(judgements) != len(family.questions):
        return None
    items = cast("Counted", step.expr).items
    each, alike = _by_outcome(teller, judgements)
    match {s.truth for s in step.steps}:
        case found if found == {False}:
            said = f"none of {family_in_words(family)} {said_of(items[0], many=False)} for this case"
            return f"{said} ({each})" if alike else f"{said}: {each}"
        case found if found == {True}:
            said = f"all of {family_in_words(family)} {said_of(items[0], many=True)} for this case"
            return said if alike else f"{said}: {each}"
        case _:
            return f"{family_in_words(family)} came to {each} for this case"


def _by_outcome(teller: Teller, judgements: Sequence[Judgement]) -> tuple[str, bool]:
    """How many questions of a repeat came to what, and whether all came to the same; where they did not, which did."""
    by_outcome: dict[str, list[str]] = {}
    for judgement in judgements:
        items = " and ".join(item for _, item in teller.framework.questions[judgement.question].items)
        by_outcome.setdefault(judgement.outcome.value, []).append(items)
    alike = len(by_outcome) == 1
    told = (
        f"{len(items)} {outcome}" + ("" if alike else f" ({', '.join(items)})")
        for outcome, items in by_outcome.items()
    )
    return ", ".join(told), alike


def _seeks(step: Step) -> Truth:
    """What the parts that decided a joined step came to."""
    if isinstance(step.expr, Counted) and step.expr.quantifier == "none of" and step.truth is not None:
        return not step.truth
    return step.truth


# --- Sentences, one for each kind of expression --------------------------------------------------


def _joined(_teller: Teller, step: Step) -> str:
    count = len(_open_parts(step))
    if isinstance(step.expr, And):
        return "both of these must be so" if count == 2 else f"all {count} of these must be so"
    return "either of these is enough" if count == 2 else f"any of these {count} is enough"


def _negated(_teller: Teller, _step: Step) -> str:
    return "this must not be so"


def _compared(teller: Teller, step: Step) -> str:
    expr = cast("Compare", step.expr)
    left, right = step.steps[0], step.steps[1]
    found = sentence(teller, left)
    if left.exists is False:
        return found
    if not isinstance(right.expr, Constant):
        return f"{found}; {sentence(teller, right)}"
    if left.value is None:
        return found
    wanted = value_said(right.expr.value, type_of(teller.framework, expr.left))
    match expr.operator:
        case "is" | "is not":
            yes_or_no = {left.value, right.value} == {"yes", "no"}
            return found if left.value == right.value or yes_or_no else f"{found}, not {wanted}"
        case operator:
            return f"{found}; asked for: {operator} {wanted}"


def _one_of(teller: Teller, step: Step) -> str:
    expr = cast("OneOf", step.expr)
    found = sentence(teller, step.steps[0])
    others = [sentence(teller, s) for s in step.steps[1:] if not isinstance(s.expr, Constant)]
    if others or step.truth is None or step.steps[0].exists is False:
        return "; ".join((found, *others))
    kind = type_of(teller.framework, expr.left)
    words = ", ".join(value_said(v.value, kind) for v in expr.values if isinstance(v, Constant))
    return f"{found}, {'one' if step.truth is not expr.negated else 'none'} of ({words})"


def _between(teller: Teller, step: Step) -> str:
    expr = cast("Between", step.expr)
    found = sentence(teller, step.steps[0])
    others = [sentence(teller, s) for s in step.steps[1:] if not isinstance(s.expr, Constant)]
    low, high = (in_words(teller.framework, x) for x in (expr.low, expr.high))
    return "; ".join((found, *others, f"asked for: between {low} and {high}"))


def _date_limit(teller: Teller, step: Step) -> str:
    expr = cast("DateLimit", step.expr)
    left, anchor = step.steps[0], step.steps[1]
    found = _both(teller, left, anchor)
    if not isinstance(left.value, date) or not isinstance(anchor.value, date):
        return found
    calendar = teller.framework.calendar
    count = expr.count if expr.direction == "after" else -expr.count
    limit = day_from(calendar, anchor.value, count, expr.unit)
    which = "last" if expr.bound == "no later than" else "first"
    from_ = "that" if not isinstance(anchor.expr, Constant) else day_in_words(anchor.value)
    reckoned = f"{in_units(expr.count, expr.unit)} {expr.direction} {from_} is {day_in_words(limit)}, the {which} day allowed"
    verdict = _verdict(expr, calendar, left.value, anchor.value)
    return f"{found}; {reckoned}; {verdict}" if step.truth is not None else f"{found}; {reckoned}"


def _both(teller: Teller, left: Step, anchor: Step) -> str:
    """Two dates that are held against each other, each that is not a day the criteria name."""
    return "; ".join(operand_sentence(teller, s) for s in (left, anchor) if not isinstance(s.expr, Constant))


def _verdict(expr: DateLimit, calendar: str | None, day: date, anchor: date) -> str:
    """Which side of the limit a date lies, and by the count of the units themselves."""
    limit = day_from(calendar, anchor, expr.count if expr.direction == "after" else -expr.count, expr.unit)
    if day == limit:
        return f"{day_in_words(day)} is that very day"
    side = "earlier" if day < limit else "later"
    return f"{day_in_words(day)} is {side} ({_reckoned(calendar, day, anchor, expr.unit)})"


def _reckoned(calendar: str | None, day: date, anchor: date, unit: Any) -> str:  # noqa: ANN401 (a Unit)
    """How far a date lies from its anchor, such as `16 working days after`; `the same day` for none."""
    gone = elapsed(calendar, anchor, day, unit)
    if day == anchor:
        return "the same day"
    way = "after" if day > anchor else "before"
    return f"{in_units(abs(gone), unit)} {way}"


def _within(teller: Teller, step: Step) -> str:
    expr = cast("Within", step.expr)
    left, anchor = step.steps[0], step.steps[1]
    found = _both(teller, left, anchor)
    if not isinstance(left.value, date) or not isinstance(anchor.value, date):
        return found
    calendar = teller.framework.calendar
    first, last = (day_from(calendar, anchor.value, n, expr.unit) for n in REACHES[expr.side](expr.count))
    from_ = "that" if not isinstance(anchor.expr, Constant) else day_in_words(anchor.value)
    reach = f"within {in_units(expr.count, expr.unit)} {expr.side} {from_} is {day_in_words(first)} to {day_in_words(last)}"
    apart = _reckoned(calendar, left.value, anchor.value, expr.unit)
    lies = "among those days" if step.truth else "not among those days"
    return f"{found}; {reach}; {day_in_words(left.value)} is {lies} ({apart})"


def _missing_or_known(teller: Teller, step: Step) -> str:
    operand = step.steps[0]
    if isinstance(operand.expr, AnswerValue) and operand.expr.question in teller.judgements:
        answered = "not answered" if operand.value is None else f"answered {_answer_said(teller, operand)}"
        return f"{_came_to(teller, operand.expr.question)}, {answered}"
    return operand_sentence(teller, operand)


def _answer_said(teller: Teller, step: Step) -> str:
    return value_said(cast("str", step.value), type_of(teller.framework, cast("AnswerValue", step.expr)))


def _of_question(teller: Teller, step: Step) -> str:
    expr = cast("Applies | JudgedAs", step.expr)
    if expr.question in teller.judgements:
        return _came_to(teller, expr.question)
    name = f"“{teller.framework.questions[expr.question].label}” (`{expr.question}`)"
    if step.truth is None:
        return f"whether {name} applies to this case is not known"
    applies = step.truth is not (isinstance(expr, Applies) and expr.negated)
    return f"{name} {'applies' if applies else 'does not apply'} to this case"


def _came_to(teller: Teller, key: str) -> str:
    """What another question is judged for the case."""
    label, judgement = teller.framework.questions[key].label, teller.judgements[key]
    return f"“{label}” (`{key}`) is {judgement.outcome.value} for this case"


def _counted(_teller: Teller, step: Step) -> str:
    expr = cast("Counted", step.expr)
    wanted = f"at least {expr.count} of" if expr.quantifier == "at least" else expr.quantifier
    return f"{wanted} these {len(step.steps)} must be so: {_how_many(step)}"


def _number_of(_teller: Teller, step: Step) -> str:
    return f"how many of these {len(step.steps)} are so: {_how_many(step)}"


def _namely(teller: Teller, step: Step) -> str:
    """What each thing counted in a comparison came to, for a sentence that stands alone; empty where nothing is counted."""
    counted = [s for s in _all_beneath(step) if isinstance(s.expr, NumberOf)]
    found = [
        f"{TOLD[item.truth]}: {'; '.join(because(teller, item)) or 'always'}"
        for number in counted
        for item in number.steps
    ]
    return f" ({' / '.join(found)})" if found else ""


def _all_beneath(step: Step) -> Iterator[Step]:
    """The operands of a comparison, calculations taken apart."""
    for beneath in step.steps:
        if beneath.kind == "operand":
            yield beneath
            if isinstance(beneath.expr, Arithmetic | Elapsed):
                yield from _all_beneath(beneath)


def _how_many(step: Step) -> str:
    found = [s.truth for s in step.steps]
    unknown = found.count(None)
    return f"{found.count(True)} yes, {found.count(False)} no" + (f", {unknown} not known" if unknown else "")


def _number(teller: Teller, step: Step) -> str:
    """A calculation: what it is made from, then what it comes to."""
    return "; ".join((*dict.fromkeys(_made_from(teller, step)), operand_sentence(teller, step)))


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
