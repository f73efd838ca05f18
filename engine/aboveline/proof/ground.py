"""What a proof stands on: every field as z3 sees it, and for each thing worked out what it rests on.

What is translated once is kept. Beside it stands which Parts it rests on: the fields and calendars whose
constraints have to be asserted with it, so that a question is put to z3 with no more than it needs.
"""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import TypeVar, assert_never

from attrs import field

from aboveline.frozen import frozen
from aboveline.proof.dates import Dates
from aboveline.proof.fields import Field, FieldName
from aboveline.proof.logic import Bool, Int, Logic
from aboveline.proof.seen import Amount, Day, Held, Phrase, Words
from aboveline.records.normalise import MOST_DIGITS, normal
from aboveline.records.record import RecordField
from aboveline.values import MAX_DECIMAL_PLACES, Choice, Date, Number, Text, WholeNumber

T = TypeVar("T")


@frozen
class NamedDay:
    """A date that a rule names; nothing has to be asserted for it."""

    day: date


@frozen
class NamedText:
    """A text that a rule compares another with; nothing has to be asserted for it."""

    text: str


#: A Part by name: a kind of constraints and what they are about, or something that is named.
Part = tuple[object, ...] | NamedDay | NamedText

_BEYOND = 10**MOST_DIGITS - 1


@frozen
class Cell:
    """A field as z3 sees it: its value, the mark in its place, and whether either is given."""

    field: Field
    value: Held
    mark: Bool
    given: Bool


@frozen
class Guess:
    """A number that z3 may guess at first: how many holidays there were up to a day.

    `so_at` says for a day how many there were, and `about` what is so of the days about it.
    """

    ordinal: Int
    number: Int
    so_at: Callable[[int], int] = field(eq=False)
    about: Callable[[int], list[Bool]] = field(eq=False)


@frozen
class Ground:
    """The fields of a case as z3 sees them, and the constraints that hold of every valid case.

    `constraints` are by Part, and so are the guesses that have to be looked at once there is a case. `texts` gives
    each text that is named its number; every other number from nought on stands for some other text. All grow as things
    are translated. `settled` is what is so whatever z3 is asked, by name; it is kept from one ground to the next.
    """

    logic: Logic
    dates: Dates
    fields: Mapping[FieldName, Field]
    settled: dict[object, object]
    cells: dict[FieldName, Cell] = field(factory=dict[FieldName, Cell])
    constraints: dict[Part, list[Bool]] = field(factory=dict[Part, list[Bool]])
    guesses: dict[Part, Guess] = field(factory=dict[Part, Guess])
    texts: dict[str, int] = field(factory=dict[str, int])
    _known: dict[object, tuple[object, frozenset[Part]]] = field(
        factory=dict[object, tuple[object, frozenset[Part]]]
    )
    _resting: list[set[Part]] = field(factory=lambda: [set[Part]()])

    def once(self, key: object, make: Callable[[], T]) -> T:
        """What is made under a key, made the first time alone; what it rests on is remembered with it."""
        found = self._known.get(key)
        if found is None:
            self._resting.append(set())
            try:
                made = make()
            finally:
                parts = frozenset(self._resting.pop())
            found = self._known[key] = (made, parts)
        self._resting[-1] |= found[1]
        return found[0]  # pyright: ignore[reportReturnType] (what is made under a key is of one type)

    def settled_once(self, key: object, make: Callable[[], T]) -> T:
        """What is made under a key without z3, made the first time alone, for this ground and those after it."""
        if key not in self.settled:
            self.settled[key] = make()
        return self.settled[key]  # pyright: ignore[reportReturnType] (what is made under a key is of one type)

    def resting(self, make: Callable[[], T]) -> tuple[T, frozenset[Part]]:
        """Something made, and all that it rests on."""
        self._resting.append(set())
        try:
            made = make()
        finally:
            parts = frozenset(self._resting.pop())
        return made, parts

    def rests_on(self, part: Part) -> None:
        """Notes that what is being made rests on a part."""
        self._resting[-1].add(part)

    def cell(self, name: FieldName) -> Cell | None:
        """A field as z3 sees it; None for one that no valid case can be given."""
        if name not in self.fields:
            return None
        if name not in self.cells:
            self.cells[name], self.constraints["field", name] = _cell(
                self.logic, self.dates, self.fields[name]
            )
        self.rests_on(("field", name))
        return self.cells[name]

    def is_near(self, name: FieldName, ordinal: Int) -> None:
        """Says of a date that it is none of those far away, as of these no more is known than which comes first."""
        part: Part = ("near", name)
        if self.dates.beyond:
            self.constraints[part] = [_is_near(self.logic, self.dates, ordinal)]
            self.rests_on(part)

    def text(self, text: str) -> int:
        """The number that stands for a text; below nought for one that no record can hold."""
        if normal(_TEXT, text) != text:
            return -1
        self.rests_on(NamedText(text))
        return self.texts.setdefault(text, len(self.texts))


#: What a text of a record is read as: without the space around it, and not at all where it is a mark.
_TEXT = RecordField("", "", "fact", Text(), "")


def _cell(logic: Logic, dates: Dates, one: Field) -> tuple[Cell, list[Bool]]:
    name = f"{'inspection ' if one.name.of_inspection else ''}{one.name.key}"
    mark = logic.statement(f"{name} is marked") if one.takes_mark else False
    if one.type is None or isinstance(one.type, Choice):
        names = () if one.type is None else one.type.names
        words = {word: logic.statement(f"{name} is {word}") for word in names}
        said = [*words.values(), mark]
        rules = [logic.at_most(said, 1)] + ([logic.any(words.values())] if one.required else [])
        return Cell(one, Words(words), mark, logic.any(said)), rules
    known = True if one.required else logic.statement(f"{name} is known")
    value = logic.number(name)
    rules = [logic.no(logic.both(known, mark)), *_bounds(logic, dates, one, value)]
    return Cell(one, _held(one, value, known), mark, logic.either(known, mark)), rules


def _held(one: Field, value: Int, known: Bool) -> Held:
    match one.type:
        case Date():
            return Day(value, one.name, known)
        case Text():
            return Phrase(value, known)
        case Number():
            return Amount(value, value, MAX_DECIMAL_PLACES, 0, known)
        case WholeNumber():
            return Amount(value, value, 0, 0, known)
        case Choice() | None:
            raise AssertionError("words are no number")
        case _:
            assert_never(one.type)


def _bounds(logic: Logic, dates: Dates, one: Field, value: Int) -> list[Bool]:
    match one.type:
        case Date():
            far = [value == day.toordinal() for day in sorted(dates.beyond)]
            return [logic.either(_is_near(logic, dates, value), *far)]
        case WholeNumber():
            low = -_BEYOND if one.type.low is None else one.type.low
            high = _BEYOND if one.type.high is None else one.type.high
        case Number():
            high = (_BEYOND + 1) * 10**MAX_DECIMAL_PLACES - 1
            low = -high
        case Text():
            return [value >= 0]
        case _:
            return []
    return [low <= value, value <= high]


def _is_near(logic: Logic, dates: Dates, ordinal: Int) -> Bool:
    return logic.both(dates.first.toordinal() <= ordinal, ordinal <= dates.last.toordinal())


def amount(value: int | Decimal) -> Amount:
    """A number that is always the same."""
    if isinstance(value, int):
        return Amount(value, value, 0, 0, True)
    _, _, exponent = value.as_tuple()
    places = max(0, -exponent) if isinstance(exponent, int) else 0
    whole = int(value.scaleb(places))
    return Amount(whole, whole, places, 0, True)
