"""Turns the view of two versions into plain data for other programs, as `schemas/diff.schema.json` describes it."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from aboveline.report.comparison import tenths_of
from aboveline.report.revision_blocks import HOW, OVERRIDES, RATINGS
from aboveline.report.revision_view import CasesRead, EditRow, RevisionView
from aboveline.report.revision_words import Words
from aboveline.revision.changed import Changed
from aboveline.revision.impact import Impact, Part, ScoreMoved
from aboveline.revision.planned import Unit
from aboveline.revision.proved import Proved
from aboveline.scoring.model import Score


def revision_json(view: RevisionView) -> dict[str, Any]:
    """The document."""
    return {
        "version": 1,
        "kind": "diff",
        "framework": view.label,
        "old": view.old,
        "new": view.new,
        "edits": [_edit(edit) for edit in view.edits],
        "failing_examples": list(view.failing),
        "impact": None if view.impact is None or view.cases is None else _impact(view.impact, view.cases),
        "proved": None if view.proved is None else [_proved(one) for one in view.proved],
    }


def _edit(edit: EditRow) -> dict[str, Any]:
    return {
        "number": edit.number,
        "did": edit.did,
        "title": edit.title,
        "of": edit.kind,
        "name": edit.name,
        "label": edit.label,
        "touches": list(edit.touches),
        "before": _words(edit.before),
        "after": _words(edit.after),
    }


def _words(some: Sequence[Words]) -> list[dict[str, Any]]:
    return [{"words": one.words, "file": one.file, "line": one.line} for one in some]


# --- On data ---------------------------------------------------------------------------------


def _impact(of: Impact, cases: CasesRead) -> dict[str, Any]:
    return {
        "cases": of.cases,
        "read": cases.read,
        "left_out": cases.left_out,
        "scores": [_score(one) for one in of.scores],
        "changed": of.changed,
        "changes": [_change(group) for group in of.changes],
        "joint": [_unit(unit) for unit in of.joint],
        "act_together": [
            {"question": one.question, "edits": [_unit(unit) for unit in one.edits]} for one in of.interplay
        ],
        "not_told_apart": list(of.too_many),
        "notes": [*cases.notes, HOW, RATINGS, OVERRIDES],
    }


def _unit(unit: Unit) -> list[int]:
    return sorted(unit)


def _score(one: ScoreMoved) -> dict[str, Any]:
    return {
        "kind": one.kind,
        "key": one.key,
        "label": one.label,
        "before": _figure(one.before),
        "after": _figure(one.after),
        "change": _share(one.change),
        "other_band": one.other_band,
        "band_by_older": None if one.by_older_bands is None else one.by_older_bands.name,
        "parts": [_part(part) for part in one.parts],
    }


def _figure(score: Score | None) -> dict[str, Any] | None:
    if score is None:
        return None
    return {
        "state": score.state,
        "percent": score.percent,
        "fraction": None if score.fraction is None else str(score.fraction),
        "points": None if score.points is None else str(score.points),
        "sufficient": score.numerator,
        "counted": score.denominator,
        "band": None if score.band is None else score.band.name,
        "comment": None if score.band is None else score.band.label,
    }


def _part(part: Part) -> dict[str, Any]:
    return {
        "edits": _unit(part.edits),
        "sufficient": str(part.adds.sufficient),
        "counted": str(part.adds.counted),
        "share": _share(part.share),
    }


def _share(share: Fraction | None) -> dict[str, Any] | None:
    return None if share is None else {"exact": str(share), "points": tenths_of(share) / 10}


def _change(group: Changed) -> dict[str, Any]:
    return {
        "edits": _unit(group.edits),
        "question": group.question,
        "kind": group.kind,
        "before": group.before.value,
        "after": group.after.value,
        "count": len(group.cases),
        "cases": list(group.cases),
    }


# --- For all possible cases ------------------------------------------------------------------


def _proved(one: Proved) -> dict[str, Any]:
    return {
        "question": one.question,
        "label": one.label,
        "edits": list(one.edits),
        "applies": one.applies,
        "sufficient": one.sufficient,
        "rest": one.rest,
        "shown": [
            {
                "way": s.way,
                "before": s.before.value,
                "after": s.after.value,
                "example": s.example,
                "only_where_missing": s.only_in_gaps,
            }
            for s in one.shown
        ],
        "not_settled": list(one.open),
    }
