"""Statements and numbers for z3, with what is settled already worked out at once.

z3 comes without types. A `Bool` is one of its statements, or plain True or False; an `Int` is one of its
whole numbers, or a plain one. What is made of plain ones alone is plain, so that z3 sees only what is open.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from aboveline.frozen import frozen

Bool = Any
Int = Any


@frozen
class Kleene:
    """A statement that is yes, no, or unknown where it is neither."""

    yes: Bool
    no: Bool


YES, NO, UNKNOWN = Kleene(True, False), Kleene(False, True), Kleene(False, False)


class Logic:
    """What makes statements and numbers, all of them in one world of z3's own."""

    def __init__(self) -> None:
        import z3  # noqa: PLC0415  # pyright: ignore[reportMissingTypeStubs] -- heavy: only where something is proved

        self._z3: Any = z3
        self.world: Any = z3.Context()
        self._whole: Any = self._z3.IntSort(self.world)

    # --- Made anew ---------------------------------------------------------------------------

    def statement(self, name: str) -> Bool:
        """A statement that is open."""
        return self._z3.Bool(name, self.world)

    def number(self, name: str) -> Int:
        """A whole number that is open."""
        return self._z3.Int(name, self.world)

    def solver(self) -> Any:  # noqa: ANN401 (z3 comes without types)
        """A solver with nothing asserted."""
        return self._z3.SimpleSolver(ctx=self.world)

    # --- Statements --------------------------------------------------------------------------

    def both(self, *items: Bool) -> Bool:
        """Whether all of some statements are so."""
        return self.all(items)

    def either(self, *items: Bool) -> Bool:
        """Whether any of some statements is so."""
        return self.any(items)

    def all(self, items: Iterable[Bool]) -> Bool:
        """Whether all of some statements are so."""
        open_ones: list[Bool] = []
        for item in items:
            if item is False:
                return False
            if item is not True:
                open_ones.append(item)
        if len(open_ones) < 2:
            return open_ones[0] if open_ones else True
        return self._joined(self._z3.Z3_mk_and, open_ones)

    def any(self, items: Iterable[Bool]) -> Bool:
        """Whether any of some statements is so."""
        open_ones: list[Bool] = []
        for item in items:
            if item is True:
                return True
            if item is not False:
                open_ones.append(item)
        if len(open_ones) < 2:
            return open_ones[0] if open_ones else False
        return self._joined(self._z3.Z3_mk_or, open_ones)

    def no(self, item: Bool) -> Bool:
        """Whether a statement is not so."""
        if isinstance(item, bool):
            return not item
        return self._z3.BoolRef(self._z3.Z3_mk_not(self.world.ref(), item.ast), self.world)

    def _joined(self, join: Callable[..., Any], items: Sequence[Bool]) -> Bool:
        """Some statements joined. z3's own `And` and `Or` look at the type of each first, which takes most of their time."""
        asts = (self._z3.Ast * len(items))(*(item.ast for item in items))
        return self._z3.BoolRef(join(self.world.ref(), len(items), asts), self.world)

    def implies(self, one: Bool, other: Bool) -> Bool:
        """Whether a statement is so where another is."""
        return self.either(self.no(one), other)

    def same(self, one: Bool, other: Bool) -> Bool:
        """Whether two statements are both so or both not so."""
        if isinstance(one, bool):
            return other if one else self.no(other)
        if isinstance(other, bool):
            return one if other else self.no(one)
        return one == other

    def at_least(self, items: Sequence[Bool], count: int) -> Bool:
        """Whether so many of some statements are so."""
        open_ones = [item for item in items if not isinstance(item, bool)]
        left = count - sum(item is True for item in items)
        if left <= 0 or left > len(open_ones):
            return left <= 0
        if left == 1:
            return self.any(open_ones)
        return self.all(open_ones) if left == len(open_ones) else self._z3.AtLeast(*open_ones, left)

    def at_most(self, items: Sequence[Bool], count: int) -> Bool:
        """Whether no more than so many of some statements are so."""
        return self.at_least([self.no(item) for item in items], len(items) - count)

    # --- Numbers -----------------------------------------------------------------------------

    def choose(self, where: Bool, one: Int, other: Int) -> Int:
        """One number where a statement is so, else another."""
        if isinstance(where, bool):
            return one if where else other
        return self._z3.If(where, one, other)

    def count(self, items: Iterable[Bool]) -> Int:
        """How many of some statements are so."""
        sure, open_ones = 0, list[Int]()
        for item in items:
            if isinstance(item, bool):
                sure += item
            else:
                open_ones.append(self._z3.If(item, 1, 0))
        return sure + self._z3.Sum(open_ones) if open_ones else sure

    def divided(self, number: Int, by: int) -> Int:
        """A number divided by a positive one, rounded down."""
        return number // by if isinstance(number, int) else number / by

    def toward_nought(self, number: Int, by: int) -> Int:
        """A number divided by a positive one, rounded toward nought."""
        return self.choose(number >= 0, self.divided(number, by), -self.divided(-number, by))

    def is_multiple(self, number: Int, of: int) -> Bool:
        """Whether a number can be divided without a rest."""
        return True if of == 1 else number % of == 0

    def reaches(self, number: Int, least: int) -> Bool:
        """Whether a number is at least a plain one; the same as `>=`, without the time z3's own takes to look at types."""
        if isinstance(number, int):
            return number >= least
        ref = self.world.ref()
        plain = self._z3.Z3_mk_int64(ref, least, self._whole.ast)
        return self._z3.BoolRef(self._z3.Z3_mk_ge(ref, number.ast, plain), self.world)

    # --- Read from a model -------------------------------------------------------------------

    def is_so_in(self, model: Any, statement: Bool) -> bool:  # noqa: ANN401 (z3 comes without types)
        """Whether a statement is so in a model."""
        if isinstance(statement, bool):
            return statement
        return bool(self._z3.is_true(model.eval(statement, model_completion=True)))

    def number_in(self, model: Any, number: Int) -> int:  # noqa: ANN401 (z3 comes without types)
        """What a number is in a model."""
        return number if isinstance(number, int) else model.eval(number, model_completion=True).as_long()

    # --- Yes, no and unknown -----------------------------------------------------------------

    def kleene_all(self, items: Sequence[Kleene]) -> Kleene:
        """Yes when all are, no when any is."""
        return Kleene(self.all(i.yes for i in items), self.any(i.no for i in items))

    def kleene_any(self, items: Sequence[Kleene]) -> Kleene:
        """Yes when any is, no when all are."""
        return Kleene(self.any(i.yes for i in items), self.all(i.no for i in items))

    def is_unknown(self, item: Kleene) -> Bool:
        """Whether something is neither yes nor no."""
        return self.both(self.no(item.yes), self.no(item.no))

    def two_valued(self, item: Bool) -> Kleene:
        """Yes where a statement is so, else no."""
        return Kleene(item, self.no(item))


def negated(item: Kleene) -> Kleene:
    """No for yes, yes for no."""
    return Kleene(item.no, item.yes)
