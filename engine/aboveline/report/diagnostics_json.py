"""Turns Diagnostics into plain data for other programs, as `schemas/diagnostics.schema.json` describes it."""

from collections.abc import Mapping, Sequence
from typing import Any

from aboveline.diagnostics import Diagnostic, Place
from aboveline.source import Source, Span


def diagnostics_json(diagnostics: Sequence[Diagnostic], sources: Mapping[str, Source]) -> dict[str, Any]:
    """The document that holds all of them, and nothing else."""
    return {"version": 1, "kind": "diagnostics", "diagnostics": diagnostic_list(diagnostics, sources)}


def diagnostic_list(diagnostics: Sequence[Diagnostic], sources: Mapping[str, Source]) -> list[dict[str, Any]]:
    """Every diagnostic as an object, for a document that holds other things too."""
    return [
        {
            "code": d.code,
            "severity": d.severity.value,
            "message": d.message,
            "help": d.help,
            "suggestion": d.suggestion,
            "places": [{**place_json(x.at, sources), "message": x.message} for x in d.labels],
        }
        for d in diagnostics
    ]


def place_json(at: Span | Place, sources: Mapping[str, Source]) -> dict[str, Any]:
    """A place: in a criteria file with line and column, or in a file of records with row, case and field."""
    match at:
        case Span():
            return {"in": "criteria", "file": at.file, **_ends(at, sources)}
        case Place():
            return {
                "in": "records",
                "file": at.file,
                "line": at.line,
                "row": at.row,
                "case": at.case_id,
                "field": at.field,
                "cell": at.cell,
            }


def _ends(span: Span, sources: Mapping[str, Source]) -> dict[str, Any]:
    if span.file not in sources:
        return {"line": None, "column": None, "end_line": None, "end_column": None}
    line, column = sources[span.file].position(span.start)
    end_line, end_column = sources[span.file].position(span.end)
    return {"line": line, "column": column, "end_line": end_line, "end_column": end_column}
