"""Reads the scores of a sealed run, and what it holds of every case, so that it can be compared with other runs."""

# pyright: reportUnknownMemberType=false
# (The types of Polars speak of NumPy arrays of any kind.)

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, cast

import polars as pl
from attrs import field

from aboveline.diagnostics import Diagnostic, Diagnostics, has_errors
from aboveline.framework.model import Framework
from aboveline.frozen import frozen
from aboveline.judgement import Outcome
from aboveline.reasons import Reason, reasons_by_column
from aboveline.report.comparison import StoredScore
from aboveline.run import judgements
from aboveline.run import manifest as m
from aboveline.run.again import garbled
from aboveline.run.opened import SealedRun, fault, unreadable
from aboveline.scoring.compared import shown_scores
from aboveline.scoring.paths import OUTCOMES, ByCase, Override, Side
from aboveline.source import Source


@frozen
class StoredScores:
    """The document of scores of a sealed run, as far as runs are compared by it."""

    framework: str
    version: str
    cases: int
    themes: Mapping[str, str]
    scores: tuple[StoredScore, ...] = field(repr=False)
    #: How many judgements a person overrode, and how many records had errors and were not scored.
    overrides: int = 0
    left_out: int = 0


@frozen
class StoredRun:
    """A sealed run that is as it was sealed: its framework, and what every case came to."""

    sealed: SealedRun = field(repr=False)
    side: Side = field(repr=False)

    @property
    def framework(self) -> Framework:
        """The framework, from the run's own criteria."""
        return self.side.framework


def stored_run(sealed: SealedRun) -> tuple[StoredRun | None, Diagnostics, Mapping[str, Source]]:
    """What a run holds of every case, None where anything of it is not what it should be; with its criteria's texts.

    Its scores must follow from its judgements.
    """
    if sealed.manifest is None or sealed.diagnostics:
        return None, sealed.diagnostics, {}
    odd = garbled(sealed)
    if odd:
        return None, tuple(unreadable(sealed, path) for path in odd), {}
    framework, sources = sealed.criteria.framework, sealed.criteria.sources
    if framework is None:
        return None, sealed.criteria.diagnostics, sources
    found, wrong = _by_case(sealed, framework)
    if found is None:
        return None, wrong, sources
    overrides, wrong = overrides_of(sealed)
    stored, more = stored_scores(sealed)
    side = Side(framework, found, overrides)
    differing = () if stored is None else _differing(sealed, side, stored)
    wrong = (*wrong, *more, *differing)
    return (None if has_errors(wrong) else StoredRun(sealed, side)), wrong, sources


def stored_scores(sealed: SealedRun) -> tuple[StoredScores | None, Diagnostics]:
    """The scores a run was sealed with, None where they are not in the form they should be in."""
    try:
        document: dict[str, Any] = json.loads(sealed.read(m.SCORES))
        found = tuple(_plain(one) for one in document["scores"])
        framework, cases = document["framework"], document["cases"]
        themes = {one.key: one.label for one in found if one.kind == "theme"}
        return StoredScores(
            str(framework["name"]),
            str(framework["version"]),
            int(cases["scored"]),
            themes,
            found,
            len(document.get("overrides", ())),
            len(cases["left_out"]),
        ), ()
    except (ValueError, KeyError, TypeError, AttributeError):
        return None, (unreadable(sealed, m.SCORES),)


def _plain(one: Mapping[str, Any]) -> StoredScore:
    counts, percent, points = one["counts"], one["percent"], one["points"]
    return StoredScore(
        one["kind"],
        str(one["key"]),
        str(one["label"]),
        one["state"],
        None if percent is None else int(percent),
        None if points is None else str(points),
        None if one["comment"] is None else str(one["comment"]),
        int(counts["sufficient"]),
        int(counts["counted"]),
        _without(one.get("before")),
        _could_be(one["bounds"]),
    )


def _without(before: Mapping[str, Any] | None) -> str | None:
    """What a score is without overrides, such as `72% of 616`; None where they do not move it."""
    if before is None:
        return None
    percent, points, counted = before["percent"], before["points"], int(before["counts"]["counted"])
    if percent is None:
        return str(points) if points is not None else str(before["state"])
    return f"{int(percent)}% of {counted}" if counted else f"{int(percent)}%"


def _could_be(bounds: Mapping[str, Any] | None) -> str | None:
    """What a score could be if its gaps were filled, such as `72 to 74%`; None where it has none."""
    if bounds is None:
        return None
    low, high = int(bounds["low"]), int(bounds["high"])
    return f"{low}%" if low == high else f"{low} to {high}%"


def _by_case(sealed: SealedRun, framework: Framework) -> tuple[ByCase | None, Diagnostics]:
    """What every case came to in every judged question, from the codes of the judgements."""
    known = {key: found for key, found in reasons_by_column(framework).items() if key in framework.questions}
    cases: list[str] = []
    outcomes = {key: bytearray() for key in known}
    for path in sealed.parts(m.JUDGEMENTS):
        frame = judgements.read(sealed.read(path))
        if not {judgements.CASE_ID, *known} <= set(frame.columns):
            return None, (_other_judgements(sealed, path),)
        cases.extend(frame[judgements.CASE_ID])
        for key, reasons in known.items():
            codes = frame[key]
            if codes.null_count() or (len(codes) and int(cast("int", codes.max())) >= len(reasons)):
                return None, (_other_judgements(sealed, path),)
            outcomes[key].extend(outcome_places(codes, reasons))
    return ByCase(tuple(cases), {key: bytes(places) for key, places in outcomes.items()}), ()


def outcome_places(codes: pl.Series, reasons: Sequence[Reason]) -> bytes:
    """The places in `OUTCOMES` of what some codes stand for."""
    import numpy as np  # noqa: PLC0415 (only what goes by case needs it)

    places = np.array([OUTCOMES.index(reason.outcome) for reason in reasons], np.uint8)
    return places[codes.to_numpy()].tobytes()


def _other_judgements(sealed: SealedRun, path: str) -> Diagnostic:
    message = "the run holds judgements that are not those of its own criteria"
    return fault("judgement-differs", message, sealed.folder, path)


def overrides_of(sealed: SealedRun) -> tuple[tuple[Override, ...], Diagnostics]:
    """The overrides that changed a judgement of a run; none where it has no file of them."""
    if m.OVERRIDES not in sealed.files:
        return (), ()
    try:
        document: dict[str, Any] = json.loads(sealed.read(m.OVERRIDES))
        return tuple(_override(one) for one in document["overrides"]), ()
    except (ValueError, KeyError, TypeError):
        return (), (unreadable(sealed, m.OVERRIDES),)


def _override(one: Mapping[str, str]) -> Override:
    return Override(one["case"], one["question"], Outcome(one["overridden_from"]), Outcome(one["outcome"]))


def _differing(sealed: SealedRun, side: Side, stored: StoredScores) -> Iterator[Diagnostic]:
    """Each stored score that is not the one that follows from the judgements; ratings are left aside."""
    told = {(one.kind, one.key): one for one in stored.scores}
    for score in shown_scores(side):
        one = told.get((score.kind, score.key))
        counted = None if one is None else (one.sufficient, one.counted, one.percent)
        if counted != (score.numerator, score.denominator, score.percent):
            message = f"the score of {score.kind} {score.key} is not the one that follows from the judgements of the run"
            yield fault("score-differs", message, sealed.folder, m.SCORES)
