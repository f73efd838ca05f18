"""Turns the overrides of a run into rows that every face shows, and into the document a sealed run keeps of them."""

from collections.abc import Iterable, Mapping
from typing import Any

import attrs

from aboveline.diagnostics import Place
from aboveline.framework.model import Framework
from aboveline.report.phrases import in_words
from aboveline.report.view import OverrideRow
from aboveline.scoring.overrides import Applied, Overridden


def override_rows(framework: Framework, applied: Iterable[Applied]) -> tuple[OverrideRow, ...]:
    """The judgements that were overridden, each with what the criteria had made of it."""
    return tuple(override_row(framework, one) for one in applied)


def override_row(framework: Framework, one: Applied) -> OverrideRow:
    """One judgement that was overridden."""
    question, override = framework.questions[one.question], one.override
    clause = None if one.was.clause is None else question.clauses[one.was.clause]
    return OverrideRow(
        case_id=one.case_id,
        question=question.key,
        label=question.label,
        criterion=question.criterion,
        overridden_from=one.was.outcome.value,
        because=clause.kind if clause else None,
        rule=in_words(framework, clause.expr) if clause else None,
        outcome=one.outcome.value,
        reason=override.reason,
        by=override.by,
        date=override.date.isoformat(),
        place=override.place,
    )


def override_json(row: OverrideRow) -> dict[str, Any]:
    """One judgement that was overridden, as an object."""
    return {
        "case": row.case_id,
        "question": row.question,
        "label": row.label,
        "criterion": row.criterion,
        "outcome": row.outcome,
        "overridden_from": row.overridden_from,
        "because": row.because,
        "rule": row.rule,
        "reason": row.reason,
        "by": row.by,
        "date": row.date,
        "file": row.place.file,
        "line": row.place.line,
        "row": row.place.row,
        "cell": row.place.cell,
    }


def override_row_of(document: Mapping[str, Any]) -> OverrideRow:
    """The row that an object of `override_json` was made from."""
    row: dict[str, Any] = {a.name: document[a.name] for a in attrs.fields(OverrideRow) if a.name in document}
    place = Place(
        document["file"], document["line"], document["row"], document["case"], cell=document["cell"]
    )
    return OverrideRow(case_id=document["case"], place=place, **row)


def overrides_json(framework: Framework, found: Overridden) -> dict[str, Any]:
    """The document `schemas/overrides.schema.json` describes: what became of every override that was given."""
    return {
        "version": 1,
        "kind": "overrides",
        "overrides": [override_json(row) for row in override_rows(framework, found.applied)],
        "set_aside": [
            {
                "code": one.code,
                "case": one.case_id,
                "question": one.subject,
                "message": one.message,
                "file": one.place.file if one.place else None,
                "line": one.place.line if one.place else None,
                "row": one.place.row if one.place else None,
                "cell": one.place.cell if one.place else None,
            }
            for one in found.set_aside
        ],
    }
