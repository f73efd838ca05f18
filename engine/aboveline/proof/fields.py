"""What a case can hold under one or two frameworks: every given fact and every answer, with the values valid under all of them."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from attrs import evolve

from aboveline.framework.model import Fact, Framework, Question
from aboveline.frozen import frozen
from aboveline.values import Choice, Number, Text, ValueType, WholeNumber


class FieldName(NamedTuple):
    """A field: its key, and whether it stands in the record of the inspection instead of that of the case."""

    key: str
    of_inspection: bool = False


@frozen
class Field:
    """One thing a record can hold.

    `type` is None where no value is valid under both frameworks. `takes_mark` says that an assessor's mark can
    stand there as an answer, allowed or not; `required` that it may not be missing.
    """

    name: FieldName
    type: ValueType | None
    takes_mark: bool
    required: bool


def fields(frameworks: Sequence[Framework]) -> dict[FieldName, Field]:
    """Everything a case and its inspection can be given, in report order: the facts, then the answers."""
    found: dict[FieldName, Field] = {}
    given: set[FieldName] = set()
    for one, is_given in _each(frameworks):
        before = found.get(one.name)
        found[one.name] = one if before is None else _shared(before, one)
        given |= {one.name} if is_given else set()
    asked = {FieldName(key) for framework in frameworks for key in framework.questions}
    # A mark on a fact alone is read as missing, and so is none here.
    return {
        name: evolve(one, takes_mark=one.takes_mark and name in asked)
        for name, one in found.items()
        if name in given
    }


def _each(frameworks: Sequence[Framework]) -> Iterator[tuple[Field, bool]]:
    """The fields of each framework, and whether they are given there and not worked out."""
    for framework in frameworks:
        for fact in framework.facts.values():
            yield _of_fact(fact), fact.worked_out is None
    for framework in frameworks:
        for question in framework.questions.values():
            yield _of_answer(question), question.worked_out is None


def _of_fact(fact: Fact) -> Field:
    # What exists only somewhere may be marked in a record; evaluated, that is missing.
    return Field(
        FieldName(fact.key, fact.of_inspection), fact.type, fact.only_where is not None, fact.required
    )


def _of_answer(question: Question) -> Field:
    return Field(FieldName(question.key), question.answers, takes_mark=True, required=False)


def _shared(one: Field, other: Field) -> Field:
    kind = None if one.type is None or other.type is None else _both(one.type, other.type)
    return Field(one.name, kind, one.takes_mark and other.takes_mark, one.required or other.required)


def _both(one: ValueType, other: ValueType) -> ValueType | None:
    """The type of the values that are valid under both of two types; None where there are none."""
    match one, other:
        case Choice(), Choice():
            words = tuple(word for word in one.words if word.name in other.names)
            return Choice(words) if words else None
        case (Choice() as choice, Text()) | (Text(), Choice() as choice):
            return choice
        case WholeNumber(), WholeNumber():
            lows = [low for low in (one.low, other.low) if low is not None]
            highs = [high for high in (one.high, other.high) if high is not None]
            low, high = max(lows, default=None), min(highs, default=None)
            return None if low is not None and high is not None and low > high else WholeNumber(low, high)
        case (WholeNumber() as whole, Number()) | (Number(), WholeNumber() as whole):
            return whole
        case _:
            return one if type(one) is type(other) else None
