"""Turns a FindingsView into data for other programs: a JSON document, and a table with a row for each finding."""

from typing import Any

from aboveline.report.findings_view import ByFact, FindingKind, FindingsView, Noticed
from aboveline.report.scores_json import assessed_json
from aboveline.report.tables import FINDING, Column, Table


def findings_json(view: FindingsView) -> dict[str, Any]:
    """The document, as `schemas/data-findings.schema.json` describes it."""
    assessed = view.examined.assessed
    return {
        "version": 1,
        "kind": "data-findings",
        "framework": {"name": view.framework, "label": view.label, "version": view.version},
        "cases": {
            "files": list(view.examined.files),
            "read": view.examined.read,
            "looked_through": view.cases,
            "left_out": list(view.examined.left_out),
            "with_findings": view.with_findings,
            "with_rare_values": view.with_rare_values,
            **({} if assessed is None else {"assessed": assessed_json(assessed)}),
        },
        "kinds": [_kind(kind) for kind in view.kinds],
        "by_case": [
            {"case_id": one.case_id, "findings": one.findings, "rare_values": one.rare_values}
            for one in view.by_case
        ],
        "by": [_by(block) for block in view.by],
        "findings": [_noticed(row, view) for row in view.findings],
        "rare_values": [_noticed(row, view) for row in view.rare_values],
        "how": list(view.how),
    }


def _kind(kind: FindingKind) -> dict[str, Any]:
    return {
        "code": kind.code,
        "words": kind.words,
        "count": kind.count,
        "cases": kind.cases,
        "about": [
            {
                "subject": one.subject,
                "label": one.label,
                "count": one.count,
                "case_ids": [case or None for case in one.cases],
            }
            for one in kind.about
        ],
    }


def _by(block: ByFact) -> dict[str, Any]:
    return {
        "fact": block.fact,
        "label": block.label,
        "groups": [
            {
                "value": group.value,
                "label": group.label,
                "cases": group.cases,
                "with_findings": group.with_findings,
                "findings": group.findings,
                "rare_values": group.rare_values,
                "kinds": dict(group.kinds),
            }
            for group in block.groups
        ],
    }


def _noticed(row: Noticed, view: FindingsView) -> dict[str, Any]:
    return {
        "code": row.code,
        "case_id": row.case_id or None,
        "subject": row.subject,
        "label": row.label,
        "message": row.message,
        "file": row.place.file if row.place else None,
        "place": row.place.spot if row.place else None,
        "value": row.value,
        "groups": {block.fact: label for block, label in zip(view.by, row.groups, strict=False)},
    }


def findings_rows(view: FindingsView) -> Table:
    """A row for each finding and each rare value, told apart by their codes; then the value, where values are shown, and what each fact asked for is for the case."""
    columns = [*FINDING]
    if view.values_shown:
        columns.append(Column("value", "Value", "text", "the value recorded, where there is one"))
    columns += [
        Column(f"by_{block.fact}", block.label, "text", "what this fact is for the case") for block in view.by
    ]
    return Table("Findings", tuple(columns), [_cells(row, view) for row in view.noticed])


def _cells(row: Noticed, view: FindingsView) -> tuple[str | None, ...]:
    groups = row.groups or (None,) * len(view.by)
    return (
        *(row.code, row.case_id or None, row.subject, row.label, row.message),
        *((row.place.file, row.place.spot) if row.place else (None, None)),
        *((row.value,) if view.values_shown else ()),
        *groups,
    )
