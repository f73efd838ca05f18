"""Turns the headline scores of many inspections into the benchmark one of them stands beside: lowest, highest, average.

The average is the mean of the whole percentages the inspections' scores were published as, each inspection counting
once, however many cases it had; it is shown rounded, a half upwards, as scores are.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from aboveline.frozen import frozen
from aboveline.scoring.figures import half_up


@frozen
class Benchmark:
    """The lowest, highest and average score of a theme, in percentages, and of how many inspections.

    `inspections` is None where a summary that was published did not say it. The other three are None where there is
    no inspection with a score.
    """

    theme: str
    inspections: int | None
    lowest: int | None = None
    highest: int | None = None
    average: Fraction | None = None

    @property
    def average_percent(self) -> int | None:
        """The average as a whole percentage, a half rounded up."""
        return None if self.average is None else half_up(self.average / 100)


def benchmark(theme: str, inspections: Sequence[Mapping[str, int]]) -> Benchmark:
    """The benchmark of a theme from the scores of some inspections, each by theme; one without that score is left aside."""
    found = [scores[theme] for scores in inspections if theme in scores]
    if not found:
        return Benchmark(theme, 0)
    return Benchmark(theme, len(found), min(found), max(found), Fraction(sum(found), len(found)))
