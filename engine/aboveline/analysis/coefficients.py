"""How far assessors agree beyond chance, and how sure that is.

Of one question, each assessor puts each case into one of q categories. *Agreement* is the share of pairs of assessments
that agree; a case that was assessed more than twice counts once, as the share of its pairs. What would agree by chance
is estimated in two ways, and a coefficient is (agreement - chance) / (1 - chance):

- *Cohen's kappa* (1960): each assessor uses the categories as often as that assessor did. With more than two assessors
  it is Conger's (1980), the mean over all pairs of assessors.
- *Gwet's AC1* (2008): chance is the sum of p(1 - p) over the categories, divided by q - 1, p being the mean share of a
  category in a case. It stays of use where nearly all falls into one category, where kappa does not.

Not every assessor need have assessed every case: both are taken in the form for missing judgements (Gwet, Handbook of
Inter-Rater Reliability, 4th edition, 2014, chapter 2).

Several questions are put together as De Vries, Elliott, Kanouse and Teleki do (Field Methods 20, 2008, “pooled kappa”):
what agrees and what would agree by chance are added up over the questions, so that a question nearly always judged one
way does not make the others look better.

*Intervals.* Judgements of one case are alike, so it is cases that are left out again, one at a time, with all their
judgements: the jackknife, which Fleiss and Davies (1982) found right for kappa. From the variance it gives comes the
effective number of judgements, as many independent ones as would vary as much; the interval is Wilson's (1927) for that
number, with Student's t for the number of cases, what agrees by chance being held. Where all pairs agree, or none do,
the jackknife says nothing, and the effective number is that of the cases. `docs/agreement.md` says how often such an
interval holds the truth.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from math import fsum, sqrt

from attrs import evolve, field

from aboveline.analysis.student import reach
from aboveline.frozen import frozen

#: What was judged by whom: the category, by case and by assessor.
Ratings = Mapping[str, Mapping[str, str]]

#: Exact for what is shown; a float where cases are left out again, as that only says how sure it is.
Number = Fraction | float

#: Less than this is nothing: what is left of a float that should be none.
_NOTHING = 1e-12


@frozen
class Sums:
    """What coefficients are worked out from. The sums of several questions add up.

    `cases` is how often a case was judged by two or more, `agreed` how many of those agree, `by_cohen` and `by_gwet` how
    many would by chance.
    """

    cases: Number = Fraction(0)
    agreed: Number = Fraction(0)
    by_cohen: Number = Fraction(0)
    by_gwet: Number = Fraction(0)


@frozen
class Estimate:
    """A figure with the ends of its 95 % interval; None where it is not defined, or has no interval."""

    value: Fraction | None
    low: float | None = None
    high: float | None = None


@frozen
class Coefficients:
    """Agreement as a share, Cohen's kappa and Gwet's AC1."""

    agreement: Estimate
    kappa: Estimate
    ac1: Estimate


@frozen
class OfQuestion:
    """The sums of one question, and those without each of its cases."""

    whole: Sums
    without: Mapping[str, Sums] = field(repr=False)


@frozen
class Counted:
    """The judgements of one question counted.

    `once` is how many cases were judged at all. `shares` holds for each category the sum over cases of its share there,
    `used` the sum over assessors of its share with them, `squares` the sum of the squares of those.
    """

    categories: int
    once: int
    cases: int
    agreed: Number
    shares: Mapping[str, Number] = field(repr=False)
    assessors: int
    used: Mapping[str, Number] = field(repr=False)
    squares: Number


def of_question(ratings: Ratings, categories: int) -> OfQuestion:
    """The sums of one question; `categories` is how many there are to choose from."""
    found = counted(ratings, categories)
    return OfQuestion(sums(found), without_each(ratings, found))


def pooled(questions: Sequence[OfQuestion]) -> Coefficients:
    """Agreement and its coefficients over some questions.

    A coefficient is not defined where all would agree by chance. There is no interval with fewer than two cases, or
    where the coefficient is not defined without one of them.
    """
    whole = _added(question.whole for question in questions)
    found = _without_each_of(questions, whole)
    again = [found[case] for case in sorted(found)]
    return Coefficients(
        _estimate(whole, [(one, 0.0) for one in again], Fraction(0)),
        _estimate(whole, [(one, one.by_cohen) for one in again], whole.by_cohen),
        _estimate(whole, [(one, one.by_gwet) for one in again], whole.by_gwet),
    )


# --- Counting ----------------------------------------------------------------------------------


def counted(ratings: Ratings, categories: int) -> Counted:
    """The judgements of one question counted exactly; `categories` is how many there are to choose from."""
    names = sorted({category for case in ratings.values() for category in case.values()})
    shares = {name: Fraction(0) for name in names}
    agreed = Fraction(0)
    for case in ratings.values():
        agreed += _agreed(case)
        for name, count in Counter(case.values()).items():
            shares[name] += Fraction(count, len(case))
    each = [_shares(used) for used in _by_assessor(ratings).values()]
    return Counted(
        categories,
        sum(bool(case) for case in ratings.values()),
        sum(len(case) > 1 for case in ratings.values()),
        agreed,
        shares,
        len(each),
        {name: sum((one.get(name, Fraction(0)) for one in each), Fraction(0)) for name in names},
        sum((share * share for one in each for share in one.values()), Fraction(0)),
    )


def without_each(ratings: Ratings, found: Counted) -> Mapping[str, Sums]:
    """The sums with each case left out, by case."""
    by_assessor = _by_assessor(ratings)
    start = evolve(
        found,
        agreed=float(found.agreed),
        shares={name: float(share) for name, share in found.shares.items()},
        used={name: float(share) for name, share in found.used.items()},
        squares=float(found.squares),
    )
    return {case: sums(_without(start, judged, by_assessor)) for case, judged in ratings.items()}


def _without(start: Counted, judged: Mapping[str, str], by_assessor: Mapping[str, Counter[str]]) -> Counted:
    shares, used, squares = dict(start.shares), dict(start.used), start.squares
    assessors = start.assessors
    for assessor, category in sorted(judged.items()):
        shares[category] -= 1 / len(judged)
        before = by_assessor[assessor]
        after = before - Counter({category: 1})
        assessors -= not after
        for name in sorted(before):
            was, becomes = before[name] / before.total(), after[name] / max(after.total(), 1)
            used[name] += becomes - was
            squares += becomes * becomes - was * was
    return evolve(
        start,
        once=start.once - bool(judged),
        cases=start.cases - (len(judged) > 1),
        agreed=start.agreed - float(_agreed(judged)),
        shares=shares,
        assessors=assessors,
        used=used,
        squares=squares,
    )


def _agreed(case: Mapping[str, str]) -> Fraction:
    """The share of the pairs of a case that agree; none where there are no pairs."""
    size = len(case)
    same = sum(count * (count - 1) for count in Counter(case.values()).values())
    return Fraction(same, size * (size - 1)) if size > 1 else Fraction(0)


def _by_assessor(ratings: Ratings) -> Mapping[str, Counter[str]]:
    """How often each assessor used each category."""
    found: dict[str, Counter[str]] = {}
    for case in ratings.values():
        for assessor, category in case.items():
            found.setdefault(assessor, Counter())[category] += 1
    return found


def _shares(used: Counter[str]) -> Mapping[str, Fraction]:
    return {name: Fraction(count, used.total()) for name, count in used.items()}


def sums(found: Counted) -> Sums:
    """The sums of one question. With one category to choose from everything agrees by chance."""
    if not found.cases:
        return Sums()
    by_cohen: Number = Fraction(1)
    by_gwet: Number = Fraction(1)
    if found.categories > 1:
        pairs = found.assessors * (found.assessors - 1)
        by_cohen = (_total(share * share for share in found.used.values()) - found.squares) / pairs
        prevalent = [share / found.once for share in found.shares.values()]
        by_gwet = _total(share * (1 - share) for share in prevalent) / (found.categories - 1)
    return Sums(Fraction(found.cases), found.agreed, found.cases * by_cohen, found.cases * by_gwet)


def _total(numbers: Iterable[Number]) -> Number:
    return sum(numbers, Fraction(0))


# --- Coefficients ------------------------------------------------------------------------------


def _added(parts: Iterable[Sums]) -> Sums:
    some = tuple(parts)
    return Sums(
        _total(one.cases for one in some),
        _total(one.agreed for one in some),
        _total(one.by_cohen for one in some),
        _total(one.by_gwet for one in some),
    )


def _without_each_of(questions: Sequence[OfQuestion], whole: Sums) -> Mapping[str, Sums]:
    """The sums of several questions without each case, with all its judgements."""
    found: dict[str, list[float]] = {}
    for question in questions:
        with_all = _numbers(question.whole)
        for case, without in question.without.items():
            now, less = found.setdefault(case, _numbers(whole)), _numbers(without)
            found[case] = [a + b - c for a, b, c in zip(now, less, with_all, strict=True)]
    return {case: Sums(*numbers) for case, numbers in found.items()}


def _numbers(of: Sums) -> list[float]:
    return [float(of.cases), float(of.agreed), float(of.by_cohen), float(of.by_gwet)]


def _estimate(whole: Sums, again: list[tuple[Sums, Number]], by_chance: Number) -> Estimate:
    value = _coefficient(whole, by_chance)
    if value is None:
        return Estimate(None)
    ends = _interval(whole, by_chance, [_coefficient(one, chance) for one, chance in again])
    return Estimate(Fraction(value), *ends)


def _coefficient(of: Sums, by_chance: Number) -> Number | None:
    most = of.cases - by_chance
    return None if abs(most) < _NOTHING else (of.agreed - by_chance) / most


def _interval(
    whole: Sums, by_chance: Number, again: list[Number | None]
) -> tuple[float | None, float | None]:
    values = [float(value) for value in again if value is not None]
    if len(values) < max(len(again), 2):
        return None, None
    count = len(values)
    middle = fsum(values) / count
    chance = float(by_chance / whole.cases)
    spread = (count - 1) / count * fsum((value - middle) ** 2 for value in values)
    share, variance = float(whole.agreed / whole.cases), spread * (1 - chance) ** 2
    alike = share * (1 - share)
    # Where nothing varies, each case is taken for one judgement.
    number = min(alike / variance if alike > _NOTHING and variance > _NOTHING else count, float(whole.cases))
    low, high = _wilson(share, number, reach(count - 1))
    # No coefficient is ever below -1.
    return max((low - chance) / (1 - chance), -1.0), (high - chance) / (1 - chance)


def _wilson(share: float, number: float, far: float) -> tuple[float, float]:
    """The ends of Wilson's interval for a share of some number of judgements."""
    more = far * far / number
    middle = (share + more / 2) / (1 + more)
    half = far / (1 + more) * sqrt(share * (1 - share) / number + more / (4 * number))
    return max(0.0, min(middle - half, share)), min(1.0, max(middle + half, share))
