"""Turns what linting found into plain data, as `schemas/lint.schema.json` describes it."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from aboveline.diagnostics import Severity
from aboveline.lint.fixes import Fixed
from aboveline.lint.model import Fix, Linted, Remark
from aboveline.report.diagnostics_json import diagnostic_list, place_json
from aboveline.source import Source


def lint_json(linted: Linted, fixed: Fixed | None = None) -> dict[str, Any]:
    """The document; with what was mended, where that was asked for, beside what is found after it."""
    framework, sources = linted.framework, linted.framework.sources
    count = Counter(one.diagnostic.severity for one in linted.remarks)
    return {
        "version": 1,
        "kind": "lint",
        "framework": {"name": framework.name, "label": framework.label, "version": framework.version},
        "rules": [rule.code for rule in linted.rules],
        "counts": {severity.value: count[severity] for severity in Severity},
        "findings": [_finding(one, sources) for one in linted.remarks],
        "allowed": [{**_finding(one.remark, sources), "reason": one.reason} for one in linted.allowed],
        "unsettled": [
            {"code": one.code, "about": one.about, "why": one.why, "place": place_json(one.at, sources)}
            for one in linted.unsettled
        ],
        "fixed": None if fixed is None else _fixed(fixed),
    }


def _finding(one: Remark, sources: Mapping[str, Source]) -> dict[str, Any]:
    (told,) = diagnostic_list([one.diagnostic], sources)
    return {
        **told,
        "fix": None if one.fix is None else _fix(one.fix, sources),
        "example": one.witness,
    }


def _fix(fix: Fix, sources: Mapping[str, Source]) -> dict[str, Any]:
    edits = [{"place": place_json(edit.at, sources), "text": edit.text} for edit in fix.edits]
    return {"does": fix.does, "edits": edits}


def _fixed(fixed: Fixed) -> dict[str, Any]:
    return {
        "files": [] if fixed.refused else sorted(fixed.sources),
        "made": [] if fixed.refused else [_done(one, fixed.before) for one in fixed.made],
        "left": [_done(one, fixed.before) for one in fixed.left],
        "refused": fixed.refused,
    }


def _done(one: Remark, sources: Mapping[str, Source]) -> dict[str, Any]:
    return {
        "code": one.code,
        "does": "" if one.fix is None else one.fix.does,
        "place": place_json(one.at, sources),
    }
