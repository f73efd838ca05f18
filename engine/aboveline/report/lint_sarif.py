"""Turns what linting found into SARIF 2.1.0, the form in which code hosts and editors take findings.

Findings that the criteria allow are there too, suppressed, with the reason.
"""

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from aboveline.diagnostics import Severity
from aboveline.lint.model import Fix, Linted, Remark
from aboveline.lint.pages import page
from aboveline.source import Source, Span

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"

_LEVELS: Mapping[Severity, str] = {
    Severity.ERROR: "error",
    Severity.WARNING: "warning",
    Severity.NOTE: "note",
}


def lint_sarif(linted: Linted, version: str) -> dict[str, Any]:
    """The log of one run; `version` is that of this program."""
    sources = linted.framework.sources
    at = {rule.code: number for number, rule in enumerate(linted.rules)}
    results = [_result(one, at, sources) for one in linted.remarks]
    for allowed in linted.allowed:
        suppressed = {"kind": "inSource", "status": "accepted", "justification": allowed.reason}
        results.append({**_result(allowed.remark, at, sources), "suppressions": [suppressed]})
    driver = {"name": "Aboveline", "version": version, "rules": [_rule(linted, n) for n in range(len(at))]}
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    return {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}


def _rule(linted: Linted, number: int) -> dict[str, Any]:
    rule = linted.rules[number]
    told = page(rule.code)
    return {
        "id": rule.code,
        "shortDescription": {"text": rule.title},
        "help": {"text": told, "markdown": told},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
    }


def _result(one: Remark, at: Mapping[str, int], sources: Mapping[str, Source]) -> dict[str, Any]:
    told = one.diagnostic
    help_ = f"\n{told.help}" if told.help else ""
    shown = f"\n\n{one.witness}" if one.witness else ""
    first, *others = [label for label in told.labels if isinstance(label.at, Span)]
    result: dict[str, Any] = {
        "ruleId": one.code,
        "ruleIndex": at[one.code],
        "level": _LEVELS[told.severity],
        "message": {"text": f"{told.message}{help_}{shown}"},
        "locations": [_location(first.at, sources)],
    }
    if others:
        result["relatedLocations"] = [
            {**_location(label.at, sources), "id": number, "message": {"text": label.message or "also here"}}
            for number, label in enumerate(others)
        ]
    if one.fix is not None:
        result["fixes"] = [_fix(one.fix, sources)]
    return result


def _location(at: object, sources: Mapping[str, Source]) -> dict[str, Any]:
    if not isinstance(at, Span):
        raise TypeError("a finding of method stands in the criteria")
    return {
        "physicalLocation": {
            "artifactLocation": {"uri": quote(at.file)},
            "region": _region(at, sources[at.file]),
        }
    }


def _region(at: Span, source: Source) -> dict[str, int]:
    (line, column), (end_line, end_column) = source.position(at.start), source.position(at.end)
    return {"startLine": line, "startColumn": column, "endLine": end_line, "endColumn": end_column}


def _fix(fix: Fix, sources: Mapping[str, Source]) -> dict[str, Any]:
    files = dict.fromkeys(edit.at.file for edit in fix.edits)
    changes = [
        {
            "artifactLocation": {"uri": quote(file)},
            "replacements": [
                {"deletedRegion": _region(e.at, sources[file]), "insertedContent": {"text": e.text}}
                for e in fix.edits
                if e.at.file == file
            ],
        }
        for file in files
    ]
    return {"description": {"text": fix.does}, "artifactChanges": changes}
