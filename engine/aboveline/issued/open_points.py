"""What speaks against calling a report final: each in plain words, with what to do about it.

A final report is what was inspected, for good. So it is refused where somebody could ask a question of it later that it
could not answer, or where it says of itself that something is not in order; unless a person says that they know.
"""

from collections.abc import Iterator
from typing import Literal

from aboveline.frozen import frozen
from aboveline.report.inspection.view import InspectionReport

What = Literal["unsealed", "left-out", "text-findings"]
WHATS: tuple[What, ...] = ("unsealed", "left-out", "text-findings")


@frozen
class OpenPoint:
    """One thing that speaks against a final report, by the word it is accepted with, and what would mend it."""

    what: What
    code: str
    words: str
    remedy: str


def open_points(report: InspectionReport) -> Iterator[OpenPoint]:
    """Everything that speaks against calling a report final."""
    if report.provenance is None or report.provenance.seal is None:
        yield OpenPoint(
            "unsealed",
            "open-unsealed",
            "the figures are of files that were not sealed, so nobody can show later that they are what was scored",
            "seal them with `aboveline score FRAMEWORK CASES --run FOLDER`, and report on that folder",
        )
    count = len(report.view.left_out)
    if count:
        yield OpenPoint(
            "left-out",
            "open-left-out",
            f"{count:,} record{' was' if count == 1 else 's were'} left out of the scores, as {'it has' if count == 1 else 'they have'} errors",
            "correct the records and score them again",
        )
    found = len(report.text_findings)
    if found:
        yield OpenPoint(
            "text-findings",
            "open-text-findings",
            f"{found} finding{' on the texts is' if found == 1 else 's on the texts are'} open, and would be printed in it",
            "mend the texts it speaks of; it is listed above"
            if found == 1
            else "mend the texts they speak of; they are listed above",
        )
