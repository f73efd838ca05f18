"""How the figures given on a scale lie: the lowest and highest, the middle one, the quarters, the mean. All exact.

A quarter is the figure that many of those who answered do not go beyond; where it falls between two of them it is
the mean of the two, as with the median. So each is a figure somebody gave, or halfway between two of them.
"""

from collections.abc import Sequence
from fractions import Fraction

from aboveline.frozen import frozen


@frozen
class Spread:
    """How some figures lie. `top` is how many gave the highest figure of the scale."""

    lowest: int
    lower_quarter: Fraction
    median: Fraction
    upper_quarter: Fraction
    highest: int
    mean: Fraction
    top: int


def spread(figures: Sequence[tuple[int, int]], top: int) -> Spread | None:
    """The spread of some figures, each with how many gave it, from the lowest; None where nobody gave any."""
    of = sum(count for _, count in figures)
    if not of:
        return None
    return Spread(
        lowest=figures[0][0],
        lower_quarter=_quantile(figures, Fraction(of, 4)),
        median=_quantile(figures, Fraction(of, 2)),
        upper_quarter=_quantile(figures, Fraction(3 * of, 4)),
        highest=figures[-1][0],
        mean=Fraction(sum(figure * count for figure, count in figures), of),
        top=dict(figures).get(top, 0),
    )


def _quantile(figures: Sequence[tuple[int, int]], place: Fraction) -> Fraction:
    """The figure at a place counted from the lowest; halfway to the next where the place is right between two."""
    passed = 0
    for number, (figure, count) in enumerate(figures):
        passed += count
        if passed == place and number + 1 < len(figures):
            return Fraction(figure + figures[number + 1][0], 2)
        if passed >= place:
            return Fraction(figure)
    raise AssertionError("a place beyond all figures")
