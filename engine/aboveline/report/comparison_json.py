"""Turns a comparison into plain data for other programs, as `schemas/comparison.schema.json` describes it."""

from fractions import Fraction
from typing import Any

from aboveline.judgement import MOST_LISTED
from aboveline.report.comparison import (
    HOW,
    BenchmarkRow,
    ChangeRow,
    ComparisonView,
    DifferenceBlock,
    InspectionRow,
    StoredScore,
    tenths_of,
)
from aboveline.scoring.compared import ScoreDifference
from aboveline.scoring.difference import Pair
from aboveline.scoring.model import Score


def comparison_json(view: ComparisonView) -> dict[str, Any]:
    """The document: the benchmark, every inspection, and where two runs are compared, their difference."""
    return {
        "version": 1,
        "kind": "comparison",
        "framework": view.framework,
        "this": view.this,
        "benchmark": [_benchmark(row) for row in view.benchmark],
        "inspections": [_inspection(row) for row in view.rows],
        "difference": None if view.difference is None else _difference(view.difference),
        "notes": list(view.notes),
        "caution": view.caution,
    }


def _benchmark(row: BenchmarkRow) -> dict[str, Any]:
    found = row.benchmark
    return {
        "theme": found.theme,
        "label": row.label,
        "inspections": found.inspections,
        "lowest": found.lowest,
        "highest": found.highest,
        "average": found.average_percent,
        "exact_average": None if found.average is None else str(found.average),
        "this": None if row.this is None else row.this.percent,
        "from_average": _change(row.change),
        "interval": _interval(row.low, row.high),
        "close": row.is_close,
        "cases": row.cases,
    }


def _inspection(row: InspectionRow) -> dict[str, Any]:
    return {
        "name": row.name,
        "of": row.of,
        "run": row.is_run,
        "this": row.is_this,
        "in_benchmark": row.in_benchmark,
        "cases": row.cases,
        "framework_version": row.version,
        "scores": [_stored(score) for score in row.scores.values()],
    }


def _stored(score: StoredScore) -> dict[str, Any]:
    return {
        "kind": score.kind,
        "key": score.key,
        "label": score.label,
        "state": score.state,
        "percent": score.percent,
        "points": score.points,
        "comment": score.comment,
        "sufficient": score.sufficient if score.counted else None,
        "counted": score.counted or None,
    }


def _difference(block: DifferenceBlock) -> dict[str, Any]:
    of = block.difference
    return {
        "older": block.older,
        "newer": block.newer,
        "cases": {
            "same": of.same,
            "went": len(of.went),
            "came": len(of.came),
            "went_listed": list(of.went[:MOST_LISTED]),
            "came_listed": list(of.came[:MOST_LISTED]),
        },
        "told_apart": of.told_apart,
        "questions_gone": list(of.questions_gone),
        "questions_new": list(of.questions_new),
        "scores": [_score_difference(one) for one in of.scores],
        "changed": of.changed,
        "changes": [_change_row(row) for row in block.listed],
        "how": list(HOW),
        "notes": list(block.notes),
    }


def _score_difference(one: ScoreDifference) -> dict[str, Any]:
    return {
        "kind": one.kind,
        "key": one.key,
        "label": one.label,
        "before": _score(one.before),
        "after": _score(one.after),
        "difference": _change(one.change),
        "interval": _interval(one.low, one.high),
        "close": one.is_close,
        "cases": one.cases,
        "way": [_pair(pair) for pair in one.way],
        "parts": [
            {"cause": part.cause, **_pair(part.adds), "difference": _change(part.share)} for part in one.parts
        ],
        "questions": [
            {"question": part.question, **_pair(part.adds), "difference": _change(part.share)}
            for part in one.questions
        ],
    }


def _score(score: Score | None) -> dict[str, Any] | None:
    if score is None:
        return None
    return {
        "state": score.state,
        "percent": score.percent,
        "comment": score.band.label if score.band else None,
        "sufficient": score.numerator,
        "counted": score.denominator,
    }


def _pair(pair: Pair) -> dict[str, int]:
    return {"sufficient": pair.sufficient, "counted": pair.counted}


def _change(share: Fraction | None) -> dict[str, Any] | None:
    """A difference of shares: in percentage points to a tenth, and exactly, as a fraction of 1."""
    return None if share is None else {"points": tenths_of(share) / 10, "fraction": str(share)}


def _interval(low: Fraction | None, high: Fraction | None) -> dict[str, float] | None:
    if low is None or high is None:
        return None
    return {"low": tenths_of(low) / 10, "high": tenths_of(high) / 10}


def _change_row(row: ChangeRow) -> dict[str, Any]:
    """One changed judgement as an object."""
    return {
        "case_id": row.case_id,
        "question": row.question,
        "label": row.label,
        "criterion": row.criterion,
        "causes": list(row.causes),
        "before": row.before,
        "judged_again": row.judged_again,
        "after": row.after,
        "explain_before": row.explain_before,
        "explain_after": row.explain_after,
    }
