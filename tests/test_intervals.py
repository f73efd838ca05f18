"""Intervals of scores: what they hold, what they do not depend on, and that they cover as often as they say."""

from fractions import Fraction
from math import ceil, isclose, sqrt
from random import Random

import numpy as np
import pytest
from attrs import evolve
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aboveline.framework.model import JudgedByInspectors
from aboveline.scoring import resampling
from aboveline.scoring.by_case import COUNTS, added
from aboveline.scoring.figures import as_read, band_of, bands_of
from aboveline.scoring.intervals import FEW_CASES, Interval, intervals
from aboveline.scoring.resampling import NORMAL, Sums, drawn, limits, units_of
from batches import Batch, essex, judged
from generate import Draft, batches, drafts, inspections, written
from test_contributions import made
from written import framework_of

SLOW = settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
SAFEGUARDING = ("theme", "safeguarding")


def of(batch: Batch, names=None, **how):
    return intervals(batch.framework, batch.scores, batch.by_case, names, batch.inspection, **how)


def one(batch: Batch, *name: str) -> Interval:
    return of(batch, [name])[name]


# --- What they are ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "ends", "effective", "cases", "steps"),
    [
        (SAFEGUARDING, ("0.6862", "0.7751"), 378, 85, [302, 698, 0, 0]),
        (("criterion", "1.1"), ("0.6528", "0.7717"), 231, 85, [174, 826, 0, 0]),
        (("question", "rmp_timely"), ("0.3923", "0.7192"), 32, 32, [13, 332, 571, 84]),
    ],
)
def test_the_intervals_of_essex(name, ends, effective, cases, steps):
    """Pinned: another version of Python, NumPy or of the machine must give the very same."""
    found = one(essex(), *name)
    assert (found.low, found.high) == tuple(map(Fraction, ends))
    assert (found.effective, found.cases, found.state) == (effective, cases, "given")
    assert [s.resamples for s in found.steps] == steps
    assert found.in_step(essex().scores[name].band.name) == max(steps)
    assert found.without == 0


def test_the_draws_are_those_of_python():
    draw = Random(7).random  # noqa: S311 (to be repeated)
    rows = [[int(draw() * 3) for _ in range(3)] for _ in range(4)]
    expected = [[row.count(unit) for unit in range(3)] for row in rows]
    assert drawn(3, seed=7, resamples=4).tolist() == expected
    assert drawn(4, resamples=2).tolist() == [[2, 2, 0, 0], [0, 1, 1, 2]]


def read_from_the_page(sufficient, counted, cases, weights):
    """The interval as `docs/intervals.md` tells it, one step after another, in plain arithmetic."""

    def share_and_number(times):
        units = len(counted)
        total = sum(t * d for t, d in zip(times, counted, strict=True))
        share = sum(t * n for t, n in zip(times, sufficient, strict=True)) / total
        squares = sum(t * (n - share * d) ** 2 for t, n, d in zip(times, sufficient, counted, strict=True))
        variance = squares * units / (units - 1) / total**2
        if share in (0, 1) or variance < 1e-15:
            return share, min(total, sum(t * c for t, c in zip(times, cases, strict=True)))
        return share, min(total, share * (1 - share) / variance)

    share, number = share_and_number([1] * len(counted))
    again = [share_and_number(times) for times in weights]
    spread = sqrt(share * (1 - share))
    distances = sorted(abs(s - share) * sqrt(n) / spread for s, n in again if spread)
    reach = max(distances[ceil(0.95 * (len(distances) + 1)) - 1], NORMAL) if spread else NORMAL
    middle = (share + reach**2 / (2 * number)) / (1 + reach**2 / number)
    half = sqrt(share * (1 - share) / number + reach**2 / (4 * number**2)) * reach / (1 + reach**2 / number)
    return middle - half, middle + half


@pytest.mark.parametrize(
    "name", [SAFEGUARDING, ("criterion", "3.2"), ("question", "rmp_done"), ("question", "secure_told")]
)
def test_the_arithmetic_is_as_the_page_says(name):
    batch = essex()
    own = [q for q, asked in batch.framework.questions.items() if _feeds(batch, name, q)]
    rows = added(batch.framework, batch.by_case, own)
    order = np.argsort(units_of(batch.by_case.cases))
    sufficient, counted = rows[order, 0].tolist(), (rows[order, 0] + rows[order, 1]).tolist()
    weights = drawn(85, resamples=99).astype(int).tolist()
    low, high = read_from_the_page(sufficient, counted, [int(c > 0) for c in counted], weights)
    found = of(batch, [name], resamples=99)[name]
    assert isclose(found.low, low, abs_tol=1e-4)
    assert isclose(found.high, high, abs_tol=1e-4)


def _feeds(batch, name, question):
    kind, key = name
    asked = batch.framework.questions[question]
    if kind == "question":
        return question == key
    return asked.standing == "scored" and key in (asked.feeds if kind == "theme" else (asked.criterion,))


# --- What must hold --------------------------------------------------------------------------


@SLOW
@given(st.data(), drafts(), st.integers(0, 10**6))
def test_an_interval_holds_its_score_whatever_the_order_and_whatever_else_is_asked_for(
    data: st.DataObject, draft: Draft, seed: int
):
    framework = framework_of(written(draft))
    records = data.draw(batches(framework, most=8))
    batch = judged(framework, records, data.draw(inspections(framework)))
    found = of(batch, seed=seed, resamples=20)
    shuffled = batch.of(records[::-1])
    assert of(shuffled, seed=seed, resamples=20) == found
    for score in batch.scores:
        name = score.kind, score.key
        interval = found[name]
        assert of(batch, [name], seed=seed, resamples=20)[name] == interval
        assert (interval.low is None) == (interval.high is None) == (interval.state != "given")
        if interval.low is not None:
            assert 0 <= interval.low <= score.fraction <= interval.high <= 1
        if interval.steps:
            assert sum(s.resamples for s in interval.steps) + interval.without == 20
        assert interval.state != "no score" or score.state != "scored"


def test_another_seed_draws_other_resamples():
    first, again, other = (of(essex(), [SAFEGUARDING], seed=seed)[SAFEGUARDING] for seed in (1, 1, 2))
    assert first == again != other
    assert abs(first.low - other.low) < Fraction(1, 100)


def test_no_cases_no_score_and_no_interval():
    batch = judged(essex().framework, [])
    assert {i.state for i in of(batch).found.values()} == {"no score"}


def test_one_case_cannot_be_compared():
    batch = made(("yes", None), (None, "yes"))
    assert [one(batch, "question", q).state for q in "qr"] == ["one case", "one case"]
    assert (one(batch, "theme", "t").state, one(batch, "theme", "t").cases) == ("given", 2)


@pytest.mark.parametrize("answer", ["yes", "no"])
def test_where_all_cases_agree_the_interval_is_wilsons_for_so_many_cases(answer):
    batch = made(*[(answer, answer)] * 20, (None, None))
    width = NORMAL**2 / (20 + NORMAL**2)
    ends = (1 - width, 1.0) if answer == "yes" else (0.0, width)
    for name in (("question", "q"), ("theme", "t")):
        found = one(batch, *name)
        assert (found.cases, found.effective) == (20, 20)
        assert [float(found.low), float(found.high)] == pytest.approx(ends, abs=1e-4)


def test_judgements_that_all_agree_within_each_case_count_as_one_a_case():
    alike = made(*[("yes", "yes"), ("no", "no")] * 20)
    single = made(*[("yes", None), ("no", None)] * 20)
    assert one(alike, "theme", "t").effective == one(single, "theme", "t").effective == 39


def test_there_are_few_cases_where_fewer_than_ten_count():
    nine = made(*[("yes", "no")] * 5, *[("no", "no")] * 4, (None, "yes"))
    found = of(nine)
    assert FEW_CASES == 10
    assert (found["question", "q"].cases, found["question", "q"].few_cases) == (9, True)
    assert (found["question", "r"].cases, found["question", "r"].few_cases) == (10, False)


def test_the_steps_are_those_the_resamples_come_to():
    batch, name = essex(), ("criterion", "1.2")
    bands = bands_of(batch.framework, *name)
    own = [q for q in batch.framework.questions if _feeds(batch, name, q)]
    rows = added(batch.framework, batch.by_case, own)[np.argsort(units_of(batch.by_case.cases))]
    again = (drawn(85, resamples=200) @ rows).astype(int).tolist()
    for by in ("rounded", "exact"):
        read = evolve(bands, by=by)
        steps = [band_of(as_read(Fraction(r[0], r[0] + r[1]), read), read).name for r in again]
        rules = evolve(batch.framework, bands={**batch.framework.bands, "": read})
        found = of(evolve(batch, framework=rules), [name], resamples=200)[name]
        assert {s.step.name: s.resamples for s in found.steps} == {
            step.name: steps.count(step.name) for step in read.steps
        }


# --- Ratings ---------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def rated():
    some = (
        ("yes", "yes"),
        ("yes", "no"),
        ("no", None),
        (None, "no"),
        ("yes", None),
        ("yes", "yes"),
        (None, None),
    )
    return made(*some * 4, ("no", "no"), ("yes", "no"))


def test_a_rating_that_is_the_score_of_something_has_its_interval(rated):
    same, theme = one(rated, "rating", "same"), one(rated, "theme", "t")
    assert (same.low, same.high, same.effective) == (theme.low, theme.high, theme.effective)
    assert same.steps != theme.steps  # its cap holds it down in some resamples
    portion, question = one(rated, "rating", "portion"), one(rated, "question", "q")
    assert evolve(portion, kind="question", key="q") == question


def test_other_ratings_are_worked_out_again_in_every_resample(rated):
    taken, summed = one(rated, "rating", "taken"), one(rated, "rating", "summed")
    rows = {
        key: added(rated.framework, rated.by_case, keys)[np.argsort(units_of(rated.by_case.cases))]
        for key, keys in {"t": ("q", "r"), "q": ("q",)}.items()
    }
    weights = drawn(30)
    shares = {}
    for key, found in rows.items():
        again = (weights @ found).astype(int).tolist()
        shares[key] = [Fraction(r[COUNTS.index("sufficient")], r[0] + r[1]) for r in again]
    bands = rated.framework.bands[""]
    lowest = [min(pair) for pair in zip(shares["t"], shares["q"], strict=True)]
    steps = [band_of(as_read(share, bands), bands).name for share in lowest]
    assert {s.step.name: s.resamples for s in taken.steps} == {
        s.name: steps.count(s.name) for s in bands.steps
    }
    distances = sorted(abs(share - rated.scores["rating", "taken"].fraction) for share in lowest)
    half = float(distances[ceil(0.95 * 1001) - 1]) * sqrt(30 / 29)
    middle = float(rated.scores["rating", "taken"].fraction)
    assert [float(taken.low), float(taken.high)] == pytest.approx(
        [max(middle - half, 0), min(middle + half, 1)], abs=1e-4
    )
    assert (taken.effective, taken.cases) == (None, 26)
    worth = {"good": 2, "fair": 1, "poor": 0}
    both = zip(shares["t"], shares["q"], strict=True)
    points = [sum(worth[band_of(as_read(s, bands), bands).name] for s in pair) for pair in both]
    assert (summed.state, summed.low) == ("no percentage", None)
    assert summed.in_step("many") == sum(p >= 1 for p in points)


def test_a_rating_judged_by_inspectors_has_no_interval(rated):
    assert isinstance(rated.framework.ratings["led"].measure, JudgedByInspectors)
    given_step = judged(rated.framework, rated.records, evolve(rated.records[0], values={"led": "good"}))
    assert given_step.scores["rating", "led"].band.name == "good"
    found = one(given_step, "rating", "led")
    assert (found.state, found.steps, found.cases) == ("no percentage", (), 0)


# --- Very many cases -------------------------------------------------------------------------


def test_very_many_cases_are_drawn_in_groups_made_at_random(monkeypatch):
    monkeypatch.setattr(resampling, "MOST_UNITS", 40)
    units = units_of([f"A{i}" for i in range(100)])
    assert sorted(np.bincount(units)) == [2] * 20 + [3] * 20
    assert units.tolist() != sorted(units.tolist())
    grouped = of(essex(), [SAFEGUARDING])
    assert (grouped.cases, grouped.units, grouped[SAFEGUARDING].cases) == (85, 40, 85)
    assert grouped[SAFEGUARDING].percents in {(69, 78), (68, 78), (69, 77)}


# --- Coverage --------------------------------------------------------------------------------


def test_intervals_cover_as_often_as_they_say():
    """`benchmarks/coverage.py` measures this for many kinds of cases; here one, to see that it still holds."""
    batch, draw = essex(), np.random.Generator(np.random.PCG64(1))
    themes = [
        [q for q in batch.framework.questions if _feeds(batch, ("theme", t), q)]
        for t in batch.framework.themes
    ]
    rows = np.stack([added(batch.framework, batch.by_case, own)[:, :2] for own in themes], axis=2)
    truth = rows[:, 0].sum(axis=0) / rows.sum(axis=(0, 1))
    weights, held = drawn(38, resamples=400), 0
    for _ in range(400):
        cases = rows[draw.integers(0, 85, 38)].astype(float)
        counted = cases.sum(axis=1)
        found = limits(Sums(cases[:, 0], counted, (counted > 0).astype(float)), weights)
        held += ((found.low <= truth) & (truth <= found.high)).sum()
    assert 0.93 <= held / 1200 <= 0.97
