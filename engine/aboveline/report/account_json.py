"""Turns an Account into plain data for other programs, as `schemas/explanation.schema.json` describes it."""

from typing import Any

from aboveline.framework.model import Framework
from aboveline.report.account import Account
from aboveline.report.contributions import CaseContribution, GapRow, Without
from aboveline.report.intervals import interval_json, method_json
from aboveline.report.scores_json import result_json, score_json


def account_json(told: Account, framework: Framework) -> dict[str, Any]:
    """The document of one score explained."""
    return {
        "version": 1,
        "kind": "explanation",
        "of": "score",
        "framework": {"name": framework.name, "label": framework.label, "version": framework.version},
        "score": score_json(told.figure),
        "reconciliation": told.reconciliation,
        "ruled_out": [
            {"question": r.question, "words": r.words, "where": r.where, "count": r.count}
            for r in told.ruled_out
        ],
        "measure": told.measure,
        "parts": [score_json(p) for p in told.parts],
        "caps": [
            {
                "words": c.words,
                "where": c.where,
                "truth": c.truth,
                "moved": c.moved,
                "reads": [score_json(f) for f in c.reads],
                "given": list(c.given),
            }
            for c in told.caps
        ],
        "questions": [
            {
                "score": score_json(c.figure),
                "criterion": c.criterion,
                "share_percent": c.share,
                "adds": c.adds,
                "without": _without(c.without),
                "below_the_line": list(c.below),
                "gaps": list(c.gaps),
            }
            for c in told.questions
        ],
        "cases": [_case(c) for c in told.cases.all],
        "came_to": [{"outcome": one.outcome, "cases": list(one.cases)} for one in told.came_to],
        "extremes": {
            "pull_up": [c.case_id for c in told.cases.pull_up],
            "pull_down": [c.case_id for c in told.cases.pull_down],
            "other_comment": [c.case_id for c in told.cases.other_comment],
        },
        "gaps": {
            "by_question": [{"question": g.of, **_gap(g)} for g in told.gaps_by_question],
            "by_case": [{"case": g.of, **_gap(g)} for g in told.gaps_by_case],
        },
        "interval": {**interval_json(told.interval), "method": method_json(told.intervals)},
    }


def _case(one: CaseContribution) -> dict[str, Any]:
    return {
        "case": one.case_id,
        "sufficient": one.sufficient,
        "counted": one.counted,
        "adds": one.adds,
        "without": _without(one.without),
    }


def _without(one: Without) -> dict[str, Any]:
    """A score with something left out; how far it moves is in percentage points, the score less this one."""
    return {
        **result_json(one.figure),
        "moved": None if one.moved is None else round(float(one.moved), 4),
    }


def _gap(one: GapRow) -> dict[str, Any]:
    """The gaps of a question or a case; how far they could move the ends of the range is in percentage points."""
    return {
        "unanswered": one.unanswered,
        "undetermined": one.undetermined,
        "stopping": one.stopping,
        "raises_low": None if one.raises_low is None else round(float(one.raises_low), 4),
        "lowers_high": None if one.lowers_high is None else round(float(one.lowers_high), 4),
    }
