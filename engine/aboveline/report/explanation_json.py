"""Turns an Explanation into plain data for other programs, as `schemas/explanation.schema.json` describes it."""

from typing import Any

from aboveline.diagnostics import Place
from aboveline.framework.model import Framework
from aboveline.report.changes_json import value_json, what_if_json
from aboveline.report.diagnostics_json import place_json
from aboveline.report.explanation import ClauseAccount, Explanation, Met
from aboveline.report.scores_json import score_json
from aboveline.report.towards import Towards


def explanation_json(told: Explanation, framework: Framework) -> dict[str, Any]:
    """The document of one judgement explained."""
    return {
        "version": 1,
        "kind": "explanation",
        "of": "judgement",
        "framework": {"name": framework.name, "label": framework.label, "version": framework.version},
        "case": told.case_id,
        "question": told.question,
        "label": told.label,
        "criterion": told.criterion,
        "outcome": told.outcome,
        "answer": told.answer,
        "sentences": list(told.story),
        "clauses": [_clause(c, framework) for c in told.clauses],
        "rules": [
            {
                "of": r.kind,
                "owner": r.owner,
                "place": place_json(r.at, framework.sources),
                "came_to": r.came_to,
            }
            for r in told.rules
        ],
        "values": [_met(m) for m in told.met],
        "missing": [m.key for m in told.missing],
        "counts_towards": [_towards(t) for t in told.towards],
        "other_way": told.turned,
        "unanswered": told.unanswered,
        "what_if": what_if_json(told.what_if),
        **({} if told.whose is None else {"assessment": told.whose.as_json()}),
    }


def _towards(towards: Towards) -> dict[str, Any]:
    """A score; where there is but one other way, what it would be stands beside it by itself too."""
    only = towards.would_be[0].figure if len(towards.would_be) == 1 else None
    return {
        "score": score_json(towards.now),
        "would_be": only.figure if only and only.state == "scored" else None,
        "would_be_comment": only.comment if only else None,
        "other_ways": [{"outcome": w.outcome, "score": score_json(w.figure)} for w in towards.would_be],
    }


def _clause(clause: ClauseAccount, framework: Framework) -> dict[str, Any]:
    return {
        "clause": clause.kind,
        "owner": clause.owner,
        "words": clause.words,
        "place": place_json(clause.at, framework.sources),
        "truth": clause.truth,
        "decided": clause.decided,
        "steps": [{"depth": x.depth, "truth": x.truth, "text": x.text} for x in clause.lines],
    }


def _met(met: Met) -> dict[str, Any]:
    return {
        "key": met.key,
        "label": met.label,
        "value": value_json(met.value),
        "exists": met.exists,
        "place": place_json(met.place, {}) if isinstance(met.place, Place) else None,
    }
