"""Turns an Account into plain data for other programs, as `schemas/explanation.schema.json` describes it."""

from typing import Any

from aboveline.framework.model import Framework
from aboveline.report.account import Account
from aboveline.report.scores_json import score_json


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
                "below_the_line": list(c.below),
                "gaps": list(c.gaps),
            }
            for c in told.questions
        ],
    }
