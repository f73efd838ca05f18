"""Coefficients of agreement: against published examples, and against their definitions written out a second time."""

from collections import Counter
from fractions import Fraction
from itertools import combinations
from math import sqrt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aboveline.analysis.coefficients import counted, of_question, pooled, sums, without_each
from aboveline.analysis.student import reach


def of_table(*rows):
    """What two assessors judged, from how often the one said what the row says and the other what the column says."""
    pairs = [(at, to) for at, row in enumerate(rows) for to, count in enumerate(row) for _ in range(count)]
    return {f"{n:04}": {"one": str(a), "other": str(b)} for n, (a, b) in enumerate(pairs)}


def of_rows(*rows):
    """What several assessors judged, a row a case; None where one of them did not."""
    return {
        f"{n:04}": {f"assessor {at}": str(what) for at, what in enumerate(row) if what is not None}
        for n, row in enumerate(rows)
    }


def figures(ratings, categories):
    found = pooled([of_question(ratings, categories)])
    return tuple(
        None if one.value is None else float(one.value) for one in (found.agreement, found.kappa, found.ac1)
    )


# --- Published examples ------------------------------------------------------------------------

#: Gwet, Handbook of Inter-Rater Reliability (4th edition, 2014): 12 subjects, four raters, not all of whom rated all.
TWELVE = of_rows(
    *((1, 1, None, 1), (2, 2, 3, 2), (3, 3, 3, 3), (3, 3, 3, 3), (2, 2, 2, 2), (1, 2, 3, 4)),
    *((4, 4, 4, 4), (1, 1, 2, 1), (2, 2, 2, 2), (None, 5, 5, 5), (None, None, 1, 1), (None, None, 3, None)),
)


@pytest.mark.parametrize(
    ("table", "agreement", "kappa", "ac1"),
    [
        # Cohen, Educational and Psychological Measurement 20 (1960), table 1: 200 cases; AC1 is not his.
        (((88, 14, 18), (10, 40, 10), (2, 6, 12)), 0.70, 0.4915, None),
        # Gwet's example of three diagnoses by two abstractors, as documented with his own program (irrCAC for R).
        (((13, 0, 0), (0, 20, 7), (0, 4, 56)), 0.89, 0.7964094, 0.8493305),
        # Feinstein and Cicchetti, Journal of Clinical Epidemiology 43 (1990): the same agreement, another kappa.
        (((40, 9), (6, 45)), 0.85, 0.70, None),
        (((80, 10), (5, 5)), 0.85, 0.32, None),
        # Gwet's example of the paradox of kappa (2002): nearly all agree, and kappa is below nought.
        (((118, 5), (2, 0)), 0.944, -0.0234, 0.9408),
    ],
)
def test_two_assessors_come_out_as_published(table, agreement, kappa, ac1):
    found = figures(of_table(*table), len(table))
    assert found[0] == pytest.approx(agreement)
    assert found[1] == pytest.approx(kappa, abs=0.005 if kappa in {0.70, 0.32} else 5e-5)
    assert ac1 is None or found[2] == pytest.approx(ac1, abs=5e-5)


def test_four_assessors_of_whom_some_are_missing_come_out_as_published():
    agreement, conger, ac1 = figures(TWELVE, 5)
    assert (round(agreement, 5), round(conger, 5), round(ac1, 5)) == (0.81818, 0.76282, 0.77544)


@pytest.mark.parametrize(
    ("freedom", "published"),
    [
        *((1, 12.706), (2, 4.303), (3, 3.182), (4, 2.776), (9, 2.262), (10, 2.228), (29, 2.045), (30, 2.042)),
        *((60, 2.000), (120, 1.980), (200, 1.972), (201, 1.972), (1000, 1.962), (10**6, 1.960)),
    ],
)
def test_students_t_is_that_of_the_tables(freedom, published):
    assert round(reach(freedom), 3) == published


def test_without_degrees_of_freedom_there_is_no_t():
    with pytest.raises(ValueError, match="no degrees"):
        reach(0)


# --- The definitions, a second time --------------------------------------------------------------

CATEGORY = st.sampled_from("abc")
#: What each of two to four assessors judged of a few cases.
COMPLETE = st.integers(2, 4).flatmap(
    lambda assessors: st.lists(st.tuples(*[CATEGORY] * assessors), min_size=1, max_size=8)
)
#: The same where some are missing, two of each case being there.
PARTIAL = st.lists(
    st.dictionaries(st.sampled_from("WXYZ"), CATEGORY, min_size=2, max_size=4), min_size=1, max_size=8
)


def named(cases):
    return {f"case {at}": case for at, case in enumerate(cases)}


@settings(deadline=None)
@given(COMPLETE)
def test_by_the_definitions(rows):
    n, assessors = len(rows), range(len(rows[0]))
    pairs = list(combinations(assessors, 2))
    agreed = Fraction(sum(row[a] == row[b] for row in rows for a, b in pairs), n * len(pairs))
    used = [Counter(row[a] for row in rows) for a in assessors]
    by_cohen = sum(Fraction(used[a][c] * used[b][c], n * n) for a, b in pairs for c in "abc") / len(pairs)
    prevalent = [Fraction(sum(row.count(c) for row in rows), n * len(rows[0])) for c in "abc"]
    by_gwet = sum(p * (1 - p) for p in prevalent) / 2
    found = pooled([of_question(of_rows(*rows), 3)])
    assert found.agreement.value == agreed
    assert found.kappa.value == (None if by_cohen == 1 else (agreed - by_cohen) / (1 - by_cohen))
    assert found.ac1.value == (agreed - by_gwet) / (1 - by_gwet)


@settings(deadline=None)
@given(PARTIAL)
def test_leaving_a_case_out_is_the_same_as_never_having_had_it(cases):
    ratings = named(cases)
    found = without_each(ratings, counted(ratings, 3))
    assert found.keys() == ratings.keys()
    for case, less in found.items():
        again = sums(counted({key: by for key, by in ratings.items() if key != case}, 3))
        for one in ("cases", "agreed", "by_cohen", "by_gwet"):
            assert float(getattr(less, one)) == pytest.approx(float(getattr(again, one)), abs=1e-9)


@settings(deadline=None)
@given(PARTIAL, st.randoms(use_true_random=False))
def test_order_and_names_of_categories_do_not_matter(cases, draw):
    ratings = named(cases)
    mixed = list(ratings.items())
    draw.shuffle(mixed)
    again = {case: dict(draw.sample(sorted(by.items()), len(by))) for case, by in mixed}
    assert pooled([of_question(again, 3)]) == pooled([of_question(ratings, 3)])
    other = dict(zip("abc", draw.sample("pqr", 3), strict=True))
    renamed = {case: {who: other[what] for who, what in by.items()} for case, by in ratings.items()}
    found, before = pooled([of_question(renamed, 3)]), pooled([of_question(ratings, 3)])
    assert (found.agreement.value, found.kappa.value) == (before.agreement.value, before.kappa.value)
    assert found.ac1.value == before.ac1.value


# --- Several questions together ------------------------------------------------------------------

FIRST, SECOND = of_table((6, 2), (1, 3)), of_table((2, 2), (3, 5))


def test_what_agrees_and_what_would_by_chance_is_added_up():
    one, other = (sums(counted(ratings, 2)) for ratings in (FIRST, SECOND))
    found = pooled([of_question(FIRST, 2), of_question(SECOND, 2)])
    by_chance = one.by_cohen + other.by_cohen
    assert found.agreement.value == Fraction(16, 24)
    assert found.kappa.value == (16 - by_chance) / (24 - by_chance)


def test_a_question_always_judged_one_way_does_not_flatter_the_others():
    always = of_question(of_table((24, 0), (0, 0)), 2)
    alone, together = pooled([of_question(FIRST, 2)]), pooled([of_question(FIRST, 2), always])
    assert together.agreement.value > alone.agreement.value
    assert together.kappa.value == alone.kappa.value


# --- Intervals -----------------------------------------------------------------------------------


def jackknifed(questions, categories):
    """The interval of each figure, worked out from what `pooled` says of the cases without each one of them."""
    whole = pooled([of_question(one, categories) for one in questions])
    cases = sorted({case for one in questions for case in one})
    again = [
        pooled([of_question({c: by for c, by in one.items() if c != case}, categories) for one in questions])
        for case in cases
    ]
    share = float(whole.agreement.value)
    for name in ("agreement", "kappa", "ac1"):
        value = float(getattr(whole, name).value)
        others = [float(getattr(one, name).value) for one in again]
        n, mean = len(others), sum(others) / len(others)
        chance = 1 - (1 - share) / (1 - value)
        variance = (n - 1) / n * sum((x - mean) ** 2 for x in others) * (1 - chance) ** 2
        number = min(share * (1 - share) / variance, sum(len(one) for one in questions))
        z = reach(n - 1)
        middle = (share + z * z / (2 * number)) / (1 + z * z / number)
        half = z / (1 + z * z / number) * sqrt(share * (1 - share) / number + z * z / (4 * number**2))
        yield name, tuple((end - chance) / (1 - chance) for end in (middle - half, middle + half))


def test_an_interval_is_wilsons_for_the_effective_number_of_the_jackknife():
    second = {case: SECOND[case] for case in list(SECOND)[:9]}
    found = pooled([of_question(FIRST, 2), of_question(second, 2)])
    for name, ends in jackknifed([FIRST, second], 2):
        one = getattr(found, name)
        assert (one.low, one.high) == pytest.approx(ends)


def test_judgements_of_one_case_are_not_taken_for_independent():
    """Where a case is the same on every question, more questions make it no surer."""
    one, ten = (pooled([of_question(FIRST, 2)] * times) for times in (1, 10))
    for name in ("agreement", "kappa", "ac1"):
        few, many = getattr(one, name), getattr(ten, name)
        assert (many.value, many.low, many.high) == (
            few.value,
            pytest.approx(few.low),
            pytest.approx(few.high),
        )
    apart = [{f"{case} {at}": by for case, by in FIRST.items()} for at in range(10)]
    surer = pooled([of_question(ratings, 2) for ratings in apart])
    assert surer.agreement.high - surer.agreement.low < (one.agreement.high - one.agreement.low) / 2


def test_where_all_agree_each_case_counts_as_one_judgement():
    found = pooled([of_question(of_table((7, 0), (0, 5)), 2)] * 4)
    low = 12 / (12 + reach(11) ** 2)
    assert (found.agreement.value, found.agreement.low, found.agreement.high) == (1, pytest.approx(low), 1)
    assert (found.kappa.value, found.kappa.high) == (1, 1)
    never = pooled([of_question(of_table((0, 7), (5, 0)), 2)])
    assert (never.agreement.value, never.agreement.low) == (0, 0)
    assert never.agreement.high == pytest.approx(1 - low)
    assert (never.ac1.value, never.ac1.low) == (-1, -1)


def test_no_end_lies_beyond_what_a_coefficient_can_be():
    assert pooled([of_question(of_table((118, 5), (2, 0)), 2)]).kappa.low == -1


def test_where_everything_falls_into_one_category_kappa_is_not_defined():
    found = pooled([of_question(of_table((12, 0), (0, 0)), 2)])
    assert (found.kappa.value, found.kappa.low, found.kappa.high) == (None, None, None)
    assert (found.agreement.value, found.ac1.value) == (1, 1)
    # With a single case of another kind kappa is defined, but is not without that case.
    found = pooled([of_question(of_table((11, 1), (0, 0)), 2)])
    assert (found.kappa.value, found.kappa.low, found.kappa.high) == (0, None, None)
    assert found.ac1.low is not None


def test_of_one_case_there_is_no_interval_and_of_none_no_figure():
    found = pooled([of_question(of_table((1, 0), (0, 0)), 2)])
    assert (found.agreement.value, found.agreement.low, found.agreement.high) == (1, None, None)
    assert pooled([]).agreement.value is None
    assert pooled([of_question({}, 3)]).ac1.value is None


def test_with_one_answer_to_choose_from_everything_agrees_by_chance():
    found = pooled([of_question(of_table((12,)), 1)])
    assert (found.agreement.value, found.kappa.value, found.ac1.value) == (1, None, None)


@settings(max_examples=50, deadline=None)
@given(st.lists(PARTIAL, min_size=1, max_size=3))
def test_an_interval_holds_its_figure(questions):
    found = pooled([of_question(named(one), 3) for one in questions])
    for one in (found.agreement, found.kappa, found.ac1):
        if one.low is not None:
            assert -1 <= one.low <= float(one.value) + 1e-9
            assert float(one.value) - 1e-9 <= one.high <= 1 + 1e-9
    assert found.agreement.low is None or found.agreement.low >= 0
