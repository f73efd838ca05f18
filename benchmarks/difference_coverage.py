"""Measures how often the 95 % interval of a difference holds the true difference, and prints the table of `docs/intervals.md`.

Two samples are drawn from one population again and again, so that the true difference of every score is nought.

    OMP_NUM_THREADS=1 python benchmarks/difference_coverage.py    the table of the page, in some minutes on one core
"""

import argparse

import numpy as np
from coverage import (
    FEW,
    SIZES,
    SMALL,
    Floats,
    Population,
    Scores,
    alike,
    essex,
    small_question,
    the_cases_of_essex,
)

from aboveline.scoring.difference_intervals import PairSums, difference_intervals

LIKENESS = (0.05, 0.2)

#: Scores that pool many questions, and made-up questions that apply to few cases.
KINDS = ("theme", "section", "criterion", *map(small_question, SMALL))


def held(population: Population, scores: Scores, size: int, count: int) -> Floats:
    """The percentage of intervals that hold nought, one of each score: those that pool many questions, then small ones."""
    by = np.random.Generator(np.random.PCG64([size, *population.label.encode()]))
    places = [place for kind in KINDS for place in scores.places(kind)]
    hits, among = np.zeros(len(places)), np.zeros(len(places))
    for _ in range(count):
        before, after = (
            [one @ scores.pools[:, places] for one in population.draw(size, by)] for _ in range(2)
        )
        none = np.zeros_like(before[0])
        sums = (*(np.vstack((one, none)) for one in before), *(np.vstack((none, one)) for one in after))
        for at, ends in enumerate(difference_intervals(PairSums((size, size), *sums))):
            among[at] += ends is not None
            hits[at] += ends is not None and ends[0] <= 0 <= ends[1]
    return 100 * hits / among


def main() -> None:
    """Print the table."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--samples", type=int, default=1000, help="how many pairs of samples of each kind")
    count = asked.parse_args().samples
    sufficient, counted, scores = essex()
    populations = [
        the_cases_of_essex(sufficient, counted, scores),
        *(alike(one, sufficient, counted, scores) for one in LIKENESS),
    ]
    heads = (*(one.label for one in populations), *map(small_question, SMALL))
    print("| cases in each | " + " | ".join(heads) + " |")
    print("|" + "---|" * (1 + len(heads)))
    for size in (*FEW, *SIZES):
        found = [held(one, scores, size, count) for one in populations]
        many = [one[: -len(SMALL)] for one in found]
        small = np.mean([one[-len(SMALL) :] for one in found], axis=0)
        cells = (f"{one.mean():.1f} ({one.min():.1f} to {one.max():.1f})" for one in many)
        print(f"| {size} | " + " | ".join((*cells, *(f"{one:.1f}" for one in small))) + " |", flush=True)


if __name__ == "__main__":
    main()
