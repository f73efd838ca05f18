"""What the report of agreement shows: how far assessors agree at each level, and every pair of judgements that differ.

Text, JSON and CSV are written from it alone, so that they cannot differ.
"""

from attrs import field

from aboveline.frozen import frozen
from aboveline.report.findings_view import Examined


@frozen
class Shown:
    """A figure as it is shown, with the ends of its interval; all None where it is not defined.

    A share is in whole percentages, a coefficient in ten thousandths of 1.
    """

    value: float | None
    low: float | None
    high: float | None


@frozen
class MeasuredRow:
    """How far assessors agree on judgements, or on answers. `is_scant`: of too few cases to say much."""

    cases: int
    pairs: int
    agreeing: int
    left_out: int
    is_scant: bool
    percent: Shown
    kappa: Shown
    ac1: Shown


@frozen
class LevelRow:
    """How far assessors agree on one question, or on all that a score pools; `kind` is `overall` for all questions together.

    `standing` is that of a question, None for anything else. `judged` pairs were judged sufficient or insufficient by
    both, and `judged_agreeing` of those agree. `outcomes` is None for a question that is not judged, `answers` where
    nothing is recorded as an answer.
    """

    kind: str
    key: str
    name: str
    label: str
    standing: str | None
    outcomes: MeasuredRow | None
    judged: int
    judged_agreeing: int
    answers: MeasuredRow | None


@frozen
class Side:
    """One of two judgements that differ: by whom, what, and the command that explains it; None where there is none."""

    assessor: str
    outcome: str
    explain: str | None


@frozen
class PairRow:
    """Two judgements of one question of one case that came to different things."""

    case_id: str
    question: str
    label: str
    sides: tuple[Side, Side]


@frozen
class AgreementView:
    """Everything the report of agreement shows.

    `of` is how many cases there are, `cases` how many of them were assessed more than once, and `assessors` how many of
    these each assessor assessed, by name.
    """

    framework: str
    label: str
    version: str
    examined: Examined
    fact: str
    fact_label: str
    of: int
    cases: int
    assessors: tuple[tuple[str, int], ...]
    levels: tuple[LevelRow, ...]
    pairs: tuple[PairRow, ...] = field(repr=False)
    how: tuple[str, ...] = field(repr=False)
