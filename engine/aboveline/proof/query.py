"""Puts one statement to z3, with no more beside it than it rests on, and reads the case it finds.

z3 may guess how many holidays there were up to a date. A case with a wrong guess is no case: what is so about
that date is added, and z3 asked again, until no guess is wrong or no case is left.
"""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from itertools import count
from typing import Any

from aboveline.proof.fields import FieldName
from aboveline.proof.ground import Cell, Ground, NamedText, Part
from aboveline.proof.logic import Bool, Int
from aboveline.proof.seen import Amount, Day, Phrase, Words
from aboveline.records.normalise import exact
from aboveline.values import Mark, Value

#: How much z3 can do in a millisecond or so, as it counts its work; so that what is given up does not depend on the machine.
_WORK_IN_A_MS = 2_000

#: It takes a while to read how much work was done, so that is looked at after so many questions.
_LOOKED_AFTER = 8

#: What is about a day, in days before and after.
_NEAR = 190

#: Guesses are put right so often, at most.
_MOST_CORRECTIONS = 2_000


class UnsettledError(Exception):
    """Whether there is a case was not settled within the limit."""


class Query:
    """A statement z3 is asked about, the fields it rests on in report order, and the last case found."""

    def __init__(self, ground: Ground, statement: Bool, parts: Iterable[Part], limit_ms: int) -> None:
        self.ground = ground
        self.parts = frozenset(parts)
        self.cells = [ground.cells[name] for name in ground.fields if ("field", name) in self.parts]
        self._left = limit_ms * _WORK_IN_A_MS
        self._solver: Any = ground.logic.solver()
        self._model: Any = None
        self._asked = self._checks = 0
        self._work_before: int | None = None
        for part, rules in ground.constraints.items():
            if part in self.parts:
                self._solver.add([rule for rule in rules if rule is not True])
        self.hold(statement)

    def hold(self, statement: Bool) -> None:
        """Looks for cases of which this is so as well, from here on."""
        if statement is not True:
            self._solver.add(statement)

    def reach(self, statement: Bool = True) -> bool:
        """Whether there is a case, of which this is so as well; it is the one read from then on.

        Raises UnsettledError where that was not settled within the limit.
        """
        if statement is False:
            return False
        wanted: list[Bool] = []
        if statement is not True:
            self._asked += 1
            wanted = [self.ground.logic.statement(f"asked {self._asked}")]
            self._solver.add(self.ground.logic.implies(wanted[0], statement))
        for _ in range(_MOST_CORRECTIONS):
            model = self._checked(wanted)
            if model is None:
                return False
            if not self._put_right(model):
                self._model = model
                return True
        raise UnsettledError("the public holidays of too many dates had to be looked up")

    def reach_near(self, home: int) -> bool:
        """Whether there is a case with all its dates about a day; a holiday of another year need not be looked up for it."""
        days = [cell.value.ordinal for cell in self.cells if isinstance(cell.value, Day)]
        if not days:
            return False
        for part, guess in self.ground.guesses.items():
            if part in self.parts:
                self._solver.add(guess.about(home))
        near = [(day >= home - _NEAR, day <= home + _NEAR) for day in days]
        return self.reach(self.ground.logic.all(so for both in near for so in both))

    def _checked(self, wanted: list[Bool]) -> Any:  # noqa: ANN401 (z3 comes without types)
        if self._left <= 0:
            raise UnsettledError("it takes more work than the limit allows")
        self._solver.set("rlimit", self._left)
        found = str(self._solver.check(*wanted))
        self._checks += 1
        if self._checks % _LOOKED_AFTER == 0:
            work = self._work()
            self._left -= work - (self._work_before or work)
            self._work_before = work
        if found == "unknown":
            raise UnsettledError("it takes more work than the limit allows")
        return self._solver.model() if found == "sat" else None

    def _work(self) -> int:
        """The work z3 has done so far, as it counts it."""
        statistics = self._solver.statistics()
        return int(statistics.get_key_value("rlimit count")) if "rlimit count" in statistics.keys() else 0  # noqa: SIM118 (no mapping)

    def _put_right(self, model: Any) -> bool:  # noqa: ANN401 (z3 comes without types)
        """Says what is so where the model guessed wrong; whether it did."""
        number, wrong = self.ground.logic.number_in, False
        for part, guess in self.ground.guesses.items():
            if part in self.parts:
                day = number(model, guess.ordinal)
                if guess.so_at(day) != number(model, guess.number):
                    wrong = True
                    self._solver.add(guess.about(day))
        return wrong

    # --- Reading the case --------------------------------------------------------------------

    def is_so(self, statement: Bool) -> bool:
        """Whether a statement is so of the case found."""
        return self.ground.logic.is_so_in(self._model, statement)

    def number(self, number: Int) -> int:
        """What a number is in the case found."""
        return self.ground.logic.number_in(self._model, number)

    def values(self) -> dict[FieldName, Value | Mark]:
        """What the case found is given."""
        texts = {self.ground.texts[p.text]: p.text for p in self.parts if isinstance(p, NamedText)}
        read = ((cell.field.name, self._value(cell, texts)) for cell in self.cells)
        return {name: value for name, value in read if value is not None}

    def _value(self, cell: Cell, texts: dict[int, str]) -> Value | Mark | None:
        """What the case found holds in a field; None where it is missing. A text that is not named gets a name."""
        if self.is_so(cell.mark):
            return Mark.NOT_APPLICABLE
        held = cell.value
        if isinstance(held, Words):
            return next((word for word, so in held.by_word.items() if self.is_so(so)), None)
        if not self.is_so(held.known):
            return None
        match held:
            case Day():
                return date.fromordinal(self.number(held.ordinal))
            case Amount():
                return plain_number(self.number(held.low), held.places)
            case Phrase():
                code = self.number(held.code)
                return texts.setdefault(code, other_text(texts.values()))


def other_text(taken: Iterable[str]) -> str:
    """A text that is none of some others."""
    known = set(taken)
    names = (OTHER_TEXT if number == 1 else f"{OTHER_TEXT} {number}" for number in count(1))
    return next(name for name in names if name not in known)


#: What stands for a text that no rule names.
OTHER_TEXT = "some other text"


def plain_number(units: int, places: int) -> int | Decimal:
    """A number as records hold it, from units of 10 to the minus `places`."""
    match exact(Decimal(units).scaleb(-places)):
        case int() | Decimal() as found:
            return found
        case _:
            raise AssertionError(f"no record holds {units} with {places} places")
