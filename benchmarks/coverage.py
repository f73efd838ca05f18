"""Measures how often 95 % intervals of scores hold the true score, for several methods, and prints the tables of `docs/intervals.md`.

Cases are drawn from a population whose true scores are known, again and again; each time every method gives its
interval of every score. A method is good where the share of intervals that hold the truth lies between 93 and 97 %.

    OMP_NUM_THREADS=1 python benchmarks/coverage.py    the tables of the page, in about half an hour on one core
    python benchmarks/coverage.py --samples 200        a first impression
"""

import argparse
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from statistics import NormalDist

import numpy as np
from attrs import frozen
from numpy.typing import NDArray

from aboveline import workspace
from aboveline.records.read import Input
from aboveline.scoring.by_case import added
from aboveline.scoring.resampling import NORMAL, Sums, drawn, limits, upper
from aboveline.scoring.score import pools

ROOT = Path(__file__).resolve().parent.parent
SIZES = (38, 85, 99)
FEW = (5, 6, 8, 10, 12, 15, 20, 30)
LIKENESS = (0.0, 0.05, 0.1, 0.2)

#: Made-up questions that apply to 32 cases of 85 on average, by their true share.
SMALL = (0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95)
APPLIES = 32 / 85

#: One question of Essex in so many is measured by itself.
EVERY = 4

#: The kinds of score that pool many questions.
_POOLED = ("theme", "section", "criterion")

_NORMAL = NormalDist()
Floats = NDArray[np.float64]
#: The lower and upper ends of an interval, one of each score.
Ends = tuple[Floats, Floats]


@frozen
class Scores:
    """The scores that are measured: which questions each pools, and the kind it is shown under."""

    kinds: tuple[str, ...]
    pools: Floats

    def places(self, kind: str) -> list[int]:
        """Where the scores of a kind stand."""
        return [place for place, one in enumerate(self.kinds) if one == kind]


@frozen
class Population:
    """Cases without end: what draws some of them, as whether each question is sufficient and counted, and the true scores."""

    label: str
    draw: Callable[[int, np.random.Generator], tuple[Floats, Floats]]
    truth: Floats


# --- Essex, and populations like it ----------------------------------------------------------


def essex() -> tuple[Floats, Floats, Scores]:
    """The judgements of the Essex example, a row a case and a column a question, and the scores they make."""
    framework = workspace.load(ROOT / "criteria" / "cci-2012").framework
    if framework is None:
        raise AssertionError("the criteria have errors")
    data = (ROOT / "examples" / "essex-2012" / "cases.csv").read_bytes()
    run = workspace.judge_cases(framework, workspace.read_cases(framework, [Input("cases.csv", data)]))
    by_case = workspace.by_case_of(run)
    asked = [key for key, question in framework.questions.items() if question.is_judged]
    rows = np.stack([added(framework, by_case, [key])[:, :2] for key in asked], axis=2)
    width = len(asked) + len(SMALL)
    kinds, columns = list[str](), list[Floats]()
    for pool in pools(framework):
        if pool.kind in _POOLED:
            kinds.append(pool.kind)
            columns.append(np.isin(np.arange(width), [asked.index(key) for key in pool.questions]))
    for place, share in enumerate(SMALL):
        kinds.append(small_question(share))
        columns.append(np.arange(width) == len(asked) + place)
    for place in range(0, len(asked), EVERY):
        done, judged = rows[:, 0, place].sum(), rows[:, :, place].sum()
        if judged >= 40 and 0.05 < done / judged < 0.95:
            kinds.append("question")
            columns.append(np.arange(width) == place)
    pooled = np.array(columns, np.float64).T
    return rows[:, 0].astype(float), rows.sum(axis=1).astype(float), Scores(tuple(kinds), pooled)


def small_question(share: float) -> str:
    """The kind a made-up question of a true share is shown under."""
    return f"{100 * share:.0f}%"


def _with_small(
    sufficient: Floats, counted: Floats, cases: int, draw: np.random.Generator
) -> tuple[Floats, Floats]:
    """Some cases with the small questions beside their own, which apply to each and are sufficient by chance alone."""
    apply = draw.random((cases, len(SMALL))) < APPLIES
    done = apply & (draw.random((cases, len(SMALL))) < np.array(SMALL))
    return np.hstack([sufficient, done]), np.hstack([counted, apply])


def the_cases_of_essex(sufficient: Floats, counted: Floats, scores: Scores) -> Population:
    """Cases each of which is one of Essex, so that they are as alike within and as different between as those are."""

    def draw(cases: int, by: np.random.Generator) -> tuple[Floats, Floats]:
        some = by.integers(0, len(counted), cases)
        return _with_small(sufficient[some], counted[some], cases, by)

    rate = np.concatenate([counted.mean(axis=0), np.full(len(SMALL), APPLIES)])
    done = np.concatenate([sufficient.mean(axis=0), APPLIES * np.array(SMALL)])
    return Population("cases of Essex", draw, done @ scores.pools / (rate @ scores.pools))


def alike(likeness: float, sufficient: Floats, counted: Floats, scores: Scores) -> Population:
    """Cases with the questions and shares of Essex, whose judgements have that correlation within a case.

    Each case has a quality of its own, normally distributed; a judgement is sufficient where that and a chance of its own
    together are good enough (a latent threshold, which keeps the share of each question).
    """
    share = np.clip(sufficient.sum(axis=0) / counted.sum(axis=0), 0.01, 0.99)
    bar = np.array([_NORMAL.inv_cdf(s) for s in (*share, *SMALL)])
    weight = _weight_of_quality(likeness, bar[: len(share)], share, counted)
    apart = np.concatenate([np.full(len(share), weight), np.zeros(len(SMALL))])

    def draw(cases: int, by: np.random.Generator) -> tuple[Floats, Floats]:
        some = counted[by.integers(0, len(counted), cases)]
        apply = np.hstack([some, by.random((cases, len(SMALL))) < APPLIES])
        quality, chance = by.standard_normal((cases, 1)), by.standard_normal(apply.shape)
        good = np.sqrt(apart) * quality + np.sqrt(1 - apart) * chance < bar
        return good * apply, apply

    rate = np.concatenate([counted.mean(axis=0), np.full(len(SMALL), APPLIES)])
    truth = (rate * np.concatenate([share, SMALL])) @ scores.pools / (rate @ scores.pools)
    return Population(f"likeness {likeness:g}", draw, truth)


def _weight_of_quality(likeness: float, bar: Floats, share: Floats, counted: Floats) -> float:
    """How much the quality of a case must weigh for its judgements to have that correlation."""
    nodes, weights = np.polynomial.hermite_e.hermegauss(31)
    cdf, most = np.vectorize(_NORMAL.cdf), pairs(np.sqrt(share * (1 - share))[np.newaxis], counted).sum()

    def correlation(weight: float) -> float:
        given = cdf((bar - np.sqrt(weight) * nodes[:, np.newaxis]) / np.sqrt(1 - weight)) - share
        return float(weights @ pairs(given, counted).sum(axis=1) / weights.sum() / most)

    low, high = 0.0, 0.9
    for _ in range(30):
        middle = (low + high) / 2
        low, high = (middle, high) if correlation(middle) < likeness else (low, middle)
    return low


def pairs(values: Floats, counted: Floats) -> Floats:
    """For each row of values and each case, the products of the values of any two of its judgements, added up."""
    return (values @ counted.T) ** 2 - values**2 @ counted.T


def likeness_of(sufficient: Floats, counted: Floats) -> float:
    """The correlation of two judgements of one case, what they are about left aside."""
    share = sufficient.sum(axis=0) / counted.sum(axis=0)
    rest = np.where(counted > 0, sufficient - share, 0)
    together = (rest.sum(axis=1) ** 2 - (rest**2).sum(axis=1)).sum()
    return float(together / pairs(np.sqrt(share * (1 - share))[np.newaxis], counted).sum())


# --- Methods ---------------------------------------------------------------------------------


@frozen
class Sample:
    """Some cases and their resamples: counts by case and score, and in each resample."""

    sums: Sums
    weights: Floats
    sufficient: Floats
    counted: Floats

    @property
    def share(self) -> Floats:
        """The scores of the sample."""
        return self.sums.sufficient.sum(axis=0) / self.sums.counted.sum(axis=0)

    @property
    def shares(self) -> Floats:
        """The scores in each resample; that of the sample where nothing is counted."""
        there = self.counted > 0
        return np.where(there, self.sufficient / np.where(there, self.counted, 1), self.share)


def percentile(sample: Sample) -> Ends:
    """The middle 95 % of the resamples (Efron & Tibshirani 1993, chapter 13)."""
    return _between(sample.shares, np.full(sample.share.shape, -NORMAL), np.full(sample.share.shape, NORMAL))


def bca(sample: Sample) -> Ends:
    """Percentiles corrected for bias and acceleration (Efron & Tibshirani 1993, chapter 14)."""
    share, shares, sums = sample.share, sample.shares, sample.sums
    below = (shares < share).mean(axis=0) + (shares == share).mean(axis=0) / 2
    bias = _quantiles(np.clip(below, 1 / len(shares), 1 - 1 / len(shares)))
    rest = sums.counted.sum(axis=0) - sums.counted
    without = np.where(rest > 0, (sums.sufficient.sum(axis=0) - sums.sufficient) / rest, share)
    pull = without.mean(axis=0) - without
    skew = np.nan_to_num((pull**3).sum(axis=0) / (6 * (pull**2).sum(axis=0) ** 1.5))
    low, high = (bias + (bias + z) / (1 - skew * (bias + z)) for z in (-NORMAL, NORMAL))
    return _between(shares, low, high)


def studentised(sample: Sample) -> Ends:
    """The score less what 2.5 and 97.5 % of the resamples are off by, in standard errors (the same, chapter 12)."""
    error, errors = _errors(sample)
    off = (sample.shares - sample.share) / errors
    off = np.sort(np.nan_to_num(off, posinf=1e6, neginf=-1e6), axis=0)
    low, high = (off[round(at * (len(off) + 1)) - 1] for at in (0.025, 0.975))
    return np.maximum(sample.share - high * error, 0), np.minimum(sample.share - low * error, 1)


def linearised(sample: Sample) -> Ends:
    """The score and its linearised standard error to either side, by Student's t; nothing is resampled (Cochran 1977)."""
    error, _ = _errors(sample)
    reach = _t(sample.sums.cases.sum(axis=0)) * error
    return sample.share - reach, sample.share + reach


def wilson_t(sample: Sample) -> Ends:
    """Wilson's for the effective number of judgements, by Student's t; nothing is resampled."""
    error, _ = _errors(sample)
    share, cases = sample.share, sample.sums.cases.sum(axis=0)
    number = np.where(error > 0, share * (1 - share) / np.where(error > 0, error, 1) ** 2, cases)
    more = _t(cases) ** 2 / number
    half = np.sqrt(more * share * (1 - share) + more**2 / 4) / (1 + more)
    middle = (share + more / 2) / (1 + more)
    return middle - half, middle + half


def chosen(sample: Sample) -> Ends:
    """What Aboveline gives."""
    found = limits(sample.sums, sample.weights)
    return found.low, found.high


METHODS: Mapping[str, Callable[[Sample], Ends]] = {
    "percentile": percentile,
    "BCa": bca,
    "studentised": studentised,
    "linearised, t": linearised,
    "Wilson, t": wilson_t,
    "**chosen**": chosen,
}


def _errors(sample: Sample) -> tuple[Floats, Floats]:
    """The linearised standard errors of the scores, and those in each resample."""
    sums, units = sample.sums, len(sample.sums.counted)

    def error(weights: Floats, share: Floats, counted: Floats) -> Floats:
        squares = weights @ sums.sufficient**2 - 2 * share * (weights @ (sums.sufficient * sums.counted))
        residual = np.maximum(squares + share**2 * (weights @ sums.counted**2), 0)
        return np.where(residual > 1e-12, np.sqrt(residual * units / (units - 1)) / counted, 0)

    once = error(np.ones((1, units)), sample.share, sums.counted.sum(axis=0))
    return once[0], error(sample.weights, sample.shares, sample.counted)


def _between(shares: Floats, low: Floats, high: Floats) -> Ends:
    """The resamples that normal distances from the middle stand for, one of each score."""
    ordered, scores = np.sort(shares, axis=0), np.arange(shares.shape[1])
    places = (np.vectorize(_NORMAL.cdf)(z) * (len(shares) + 1) - 1 for z in (low, high))
    low_at, high_at = (np.clip(np.rint(place).astype(int), 0, len(shares) - 1) for place in places)
    return ordered[low_at, scores], ordered[high_at, scores]


def _quantiles(shares: Floats) -> Floats:
    return np.vectorize(_NORMAL.inv_cdf)(shares)


def _t(cases: Floats) -> Floats:
    """What Student's t stays within 95 % of the time (Abramowitz & Stegun 1972, 26.7.5)."""
    z, free = NORMAL, np.maximum(cases - 1, 1)
    return (
        z
        + (z**3 + z) / (4 * free)
        + (5 * z**5 + 16 * z**3 + 3 * z) / (96 * free**2)
        + (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / (384 * free**3)
    )


# --- Measuring -------------------------------------------------------------------------------


def samples(population: Population, scores: Scores, size: int, count: int) -> Iterator[Sample]:
    """So many samples of a population; the resamples are those of the seed Aboveline uses."""
    by = np.random.Generator(np.random.PCG64([size, *population.label.encode()]))
    weights = drawn(size)
    for _ in range(count):
        sufficient, counted = (one @ scores.pools for one in population.draw(size, by))
        sums = Sums(sufficient, counted, (counted > 0).astype(float))
        yield Sample(sums, weights, weights @ sufficient, weights @ counted)


def coverage(
    population: Population,
    scores: Scores,
    size: int,
    count: int,
    methods: Mapping[str, Callable[[Sample], Ends]],
) -> Mapping[str, tuple[Floats, Floats]]:
    """For each method the share of its intervals that hold the true score, and their mean width, one of each score.

    Samples in which fewer than two cases count in a score are left aside, as it has no interval there.
    """
    held = {name: np.zeros(len(scores.kinds)) for name in methods}
    width = {name: np.zeros(len(scores.kinds)) for name in methods}
    among = np.zeros(len(scores.kinds))
    with np.errstate(divide="ignore", invalid="ignore"):
        for sample in samples(population, scores, size, count):
            there = sample.sums.cases.sum(axis=0) > 1
            among += there
            for name, method in methods.items():
                low, high = method(sample)
                inside = (low <= population.truth + 1e-9) & (population.truth - 1e-9 <= high)
                held[name] += inside & there
                width[name] += np.where(there, high - low, 0)
    return {name: (held[name] / among, width[name] / among) for name in methods}


def rated(population: Population, scores: Scores, size: int, count: int) -> Mapping[str, float]:
    """The share of the intervals of ratings that hold the true rating."""
    of = {"lowest of": np.min, "highest of": np.max, "average of": np.mean}
    some = {f"{name} {kind}": (work, kind) for kind in _POOLED for name, work in of.items()}
    held = dict.fromkeys(some, 0)
    for sample in samples(population, scores, size, count):
        for name, (work, kind) in some.items():
            places = scores.places(kind)
            rating, truth = work(sample.share[places]), work(population.truth[places])
            again = abs(work(sample.shares[:, places], axis=1) - rating)
            half = upper(again[:, np.newaxis])[0] * (size / (size - 1)) ** 0.5
            held[name] += bool(rating - half <= truth + 1e-9 and truth - 1e-9 <= rating + half)
    return {name: hits / count for name, hits in held.items()}


# --- Tables ----------------------------------------------------------------------------------


def _table(title: str, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    print(f"### {title}\n")
    print("| " + " | ".join(heads) + " |")
    print("|" + "---|" * len(heads))
    for row in rows:
        print("| " + " | ".join(row) + " |")
    print(flush=True)


def _spread(shares: Floats) -> str:
    """The mean of some shares, and between what they lie, in per cent."""
    return f"{100 * shares.mean():.1f} ({100 * shares.min():.1f} to {100 * shares.max():.1f})"


def by_method(populations: Sequence[Population], scores: Scores, count: int) -> None:
    """Print how often each method covers: pooled scores by population, and single questions."""
    pooled: list[list[str]] = []
    single: list[list[str]] = []
    for size in SIZES:
        found = [coverage(population, scores, size, count, METHODS) for population in populations]
        for name in METHODS:
            held = [one[name][0] for one in found]
            places = [place for kind in _POOLED for place in scores.places(kind)]
            pooled.append([str(size), name, *(_spread(one[places]) for one in held)])
            small = [np.mean([one[scores.places(small_question(share))] for one in held]) for share in SMALL]
            questions = np.mean([one[scores.places("question")] for one in held], axis=0)
            single.append([str(size), name, *(f"{100 * one:.1f}" for one in small), _spread(questions)])
    labels = [population.label for population in populations]
    _table("Themes, sections and criteria", ("cases", "method", *labels), pooled)
    heads = ("cases", "method", *map(small_question, SMALL), "questions of Essex with 40 cases or more")
    _table("Single questions", heads, single)


def by_size(populations: Sequence[Population], scores: Scores, count: int) -> None:
    """Print how often the chosen method covers with few cases, and how wide its intervals are there."""
    rows: list[list[str]] = []
    places = [place for kind in _POOLED for place in scores.places(kind)]
    for size in FEW:
        found = [coverage(one, scores, size, count, {"chosen": chosen})["chosen"] for one in populations]
        widths = " / ".join(f"{100 * width[places].mean():.0f}" for _, width in found)
        rows.append([str(size), *(_spread(held[places]) for held, _ in found), widths])
    heads = ("cases", *(one.label for one in populations), "mean width in points")
    _table("Few cases: themes, sections and criteria by the chosen method", heads, rows)


def by_rating(populations: Sequence[Population], scores: Scores, count: int) -> None:
    """Print how often the intervals of ratings cover."""
    rows: list[list[str]] = []
    for size in SIZES:
        for population in populations:
            found = rated(population, scores, size, count)
            rows.append([str(size), population.label, *(f"{100 * share:.1f}" for share in found.values())])
    _table("Ratings over other scores", ("cases", "population", *found), rows)


def main() -> None:
    """Print the tables."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--samples", type=int, default=2000, help="how many samples of each kind")
    count = asked.parse_args().samples
    sufficient, counted, scores = essex()
    print(
        f"{count} samples of each kind. The likeness of Essex's cases: {likeness_of(sufficient, counted):.3f}\n"
    )
    like_essex = the_cases_of_essex(sufficient, counted, scores)
    made = {likeness: alike(likeness, sufficient, counted, scores) for likeness in LIKENESS}
    by_method((like_essex, *made.values()), scores, count)
    by_size((like_essex, made[0.05], made[0.2]), scores, count)
    by_rating((like_essex, made[0.05], made[0.2]), scores, count)


if __name__ == "__main__":
    main()
