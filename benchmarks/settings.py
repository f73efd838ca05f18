"""How much is measured: what the person who runs the benchmarks chose."""

from pathlib import Path

from aboveline.framework.model import Framework
from aboveline.frozen import frozen

#: The limits are for a million cases and more; with fewer, what is done once for each batch counts too much.
MILLION = 1_000_000


@frozen
class Settings:
    """The sizes and limits of one run of the benchmarks.

    `sizes` are numbers of cases, in rising order. `most` is the most cases for which files are made
    that take long to write or read. `runs` is how often each thing is measured.
    """

    framework: Framework
    #: For files of cases; gone when all is done.
    folder: Path
    sizes: tuple[int, ...]
    #: The most cases in a workbook, and the most in a form of text.
    most_in_workbook: int
    most_in_text: int
    runs: int
    #: A process that takes longer is stopped.
    seconds: float
    #: Whether ten million cases are measured too.
    large: bool
