"""Student's t: how far from the middle such a variable stays in 95 of 100 draws."""

from functools import cache
from itertools import count
from math import cos, pi, sin, sqrt, tan
from statistics import NormalDist

#: The share of the draws.
LEVEL = 0.95

#: With more degrees of freedom than this a series about the normal distribution is exact to nine decimal places.
_MANY = 200


@cache
def reach(freedom: int) -> float:
    """The distance that is kept with some degrees of freedom. Raises ValueError where there are none.

    Found by halving from the exact sums for whole degrees of freedom (Abramowitz & Stegun, Handbook of Mathematical
    Functions, 26.7.3 and 26.7.4), with many of them from the series 26.7.5.
    """
    if freedom < 1:
        raise ValueError("no degrees of freedom")
    if freedom > _MANY:
        return _about_normal(freedom)
    low, high = 0.0, pi / 2
    while True:
        middle = (low + high) / 2
        if middle in {low, high}:
            return sqrt(freedom) * tan(middle)
        if _within(middle, freedom) < LEVEL:
            low = middle
        else:
            high = middle


def _within(angle: float, freedom: int) -> float:
    """How often such a variable stays within sqrt(freedom) times the tangent of an angle."""
    square = cos(angle) ** 2
    odd = freedom % 2 == 1
    term = cos(angle) if odd else 1.0
    total = 0.0
    for step in count(1):
        if 2 * step > freedom - (1 if odd else 0):
            break
        total += term
        term *= square * (2 * step / (2 * step + 1) if odd else (2 * step - 1) / (2 * step))
    return 2 / pi * (angle + sin(angle) * total) if odd else sin(angle) * total


def _about_normal(freedom: int) -> float:
    x = NormalDist().inv_cdf((1 + LEVEL) / 2)
    terms = (
        (x**3 + x) / 4,
        (5 * x**5 + 16 * x**3 + 3 * x) / 96,
        (3 * x**7 + 19 * x**5 + 17 * x**3 - 15 * x) / 384,
        (79 * x**9 + 776 * x**7 + 1482 * x**5 - 1920 * x**3 - 945 * x) / 92160,
    )
    return x + sum(term / freedom**power for power, term in enumerate(terms, 1))
