"""Finds how a score is read: in the bands named nearest, else the unnamed ones; and from where a finding is a strength."""

from collections.abc import Sequence

from aboveline.diagnostics import Diagnostic, Label
from aboveline.framework.clauses import clause_of
from aboveline.framework.faults import fault
from aboveline.framework.names import Names, band_set
from aboveline.syntax import tree


def bands_of(
    clauses: Sequence[tree.Clause], names: Names, found: list[Diagnostic], inherited: str = ""
) -> str:
    """The name of the bands that a question's, part's or theme's score is read in.

    Such a score is a percentage, so bands in points are an error there.
    """
    clause = clause_of(clauses, tree.InBands)
    if clause is None:
        return inherited
    bands, faults = band_set(clause.name, names)
    found.extend(faults)
    if bands is None:
        return inherited
    if bands.unit == "points":
        found.append(
            fault(
                "bands-do-not-fit",
                f"this score is a percentage, but the steps of `{bands.name}` are read from points",
                Label(clause.span),
                Label(bands.span, "declared here"),
                remedy="only a rating that is a `total of points of (…)` is read from points",
            )
        )
        return inherited
    return bands.name


def strengths_from(
    clauses: Sequence[tree.Clause], inherited: int | None, found: list[Diagnostic]
) -> int | None:
    """From which percentage on, as printed, a finding is a strength: what a clause says, else what is said above it; None where nothing is."""
    clause = clause_of(clauses, tree.StrengthsFrom)
    if clause is None:
        return inherited
    if clause.percent != int(clause.percent) or not 1 <= clause.percent <= 100:
        found.append(
            fault(
                "strengths-out-of-range",
                f"expected a whole percentage from 1% to 100%, found `{clause.percent}%`",
                clause.span,
                remedy="a finding is a strength by its percentage as printed, which has no decimal places",
            )
        )
        return inherited
    return int(clause.percent)
