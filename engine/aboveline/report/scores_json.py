"""Turns a View into plain data for other programs, as `schemas/scores.schema.json` describes it."""

from collections.abc import Iterator
from typing import Any

from aboveline.report.diagnostics_json import diagnostic_list
from aboveline.report.intervals import interval_json, method_json
from aboveline.report.overrides import override_json
from aboveline.report.view import (
    AssessedBlock,
    BreakdownBlock,
    CriterionBlock,
    Figure,
    FindingGroup,
    PublicEdition,
    QuestionRow,
    View,
)

#: What of a score is a figure.
FIGURES = ("state", "percent", "fraction", "points", "band", "comment", "counts", "bounds")


def scores_json(view: View) -> dict[str, Any]:
    """The document: what was scored, every score, and every finding."""
    return {
        "version": 1,
        "kind": "scores",
        "framework": {"name": view.framework, "label": view.label, "version": view.version},
        "cases": {
            "files": list(view.files),
            "read": view.read,
            "scored": view.cases,
            "left_out": list(view.left_out),
            **({} if view.assessed is None else {"assessed": assessed_json(view.assessed)}),
        },
        "notes": diagnostic_list(view.notes, {}),
        "scores": [score_json(f, **more, **_interval(view, f)) for f, more in figures(view)],
        "bands": [{"label": b.label, "scores": b.words} for b in view.bands],
        "finding_counts": [
            {"code": g.code, "subject": subject, "count": count}
            for g in view.findings
            for subject, count in g.subjects
        ],
        "findings": [f for g in view.findings for f in _findings(g)],
        "how": list(view.how),
        "caution": view.caution,
        **({"intervals": method_json(view.intervals)} if view.intervals else {}),
        **({"overrides": [override_json(row) for row in view.overrides]} if view.overrides else {}),
        **_left_aside(view),
        **({"breakdowns": [_breakdown(b) for b in view.breakdowns]} if view.breakdowns else {}),
        **({"public": _public(view.public)} if view.public else {}),
    }


def _left_aside(view: View) -> dict[str, Any]:
    """The overrides that were left aside, where any were."""
    found = [one for group in view.left_aside for one in _findings(group)]
    return {"overrides_left_aside": found} if found else {}


def _public(edition: PublicEdition) -> dict[str, Any]:
    """What a public edition withholds, and why."""
    return {
        "threshold": edition.threshold,
        "withheld": {"counts": edition.counts, "percentages": edition.percents},
        "words": list(edition.words),
    }


def _interval(view: View, figure: Figure) -> dict[str, Any]:
    """How sure a score is, where that was asked."""
    found = view.interval(figure)
    return {} if found is None else {"interval": interval_json(found)}


def assessed_json(block: AssessedBlock) -> dict[str, Any]:
    """By whom the cases were assessed, and which assessments are kept aside."""
    return {
        "by": block.fact,
        "label": block.label,
        "prefer": list(block.prefer),
        "rule": block.rule,
        "more_than_once": block.cases,
        "aside": [
            {
                "case": one.case_id,
                "assessor": one.assessor,
                "file": one.place.file if one.place else None,
                "place": one.place.spot if one.place else None,
            }
            for one in block.aside
        ],
    }


def score_json(figure: Figure, **more: Any) -> dict[str, Any]:  # noqa: ANN401 (whatever JSON can hold)
    """One score as an object."""
    counts = figure.counts
    return {
        "kind": figure.kind,
        "key": figure.key,
        "label": figure.label,
        **result_json(figure),
        "counts": {
            "asked": counts.asked,
            "sufficient": counts.sufficient,
            "insufficient": counts.insufficient,
            "not_applicable_by_rule": counts.by_rule,
            "not_applicable_by_assessor": counts.by_assessor,
            "excused": counts.excused,
            "unanswered": counts.unanswered,
            "undetermined": counts.undetermined,
            "counted": counts.counted,
        },
        "bounds": None
        if figure.range is None
        else {
            "low": figure.range.low,
            "high": figure.range.high,
            "may_have_no_cases": figure.range.may_have_no_cases,
        },
        "notes": list(figure.notes),
        **({"before": _figures_of(figure.before)} if figure.before else {}),
        **more,
    }


def result_json(figure: Figure) -> dict[str, Any]:
    """What a score comes to, without what it was counted from."""
    return {
        "state": figure.state,
        "percent": figure.percent,
        "fraction": figure.fraction,
        "points": figure.points,
        "band": figure.band,
        "comment": figure.comment,
    }


def _figures_of(figure: Figure) -> dict[str, Any]:
    """What a score is without the overrides: its figures alone, as all else stands beside it."""
    whole = score_json(figure)
    return {name: whole[name] for name in FIGURES}


def _breakdown(block: BreakdownBlock) -> dict[str, Any]:
    return {
        "fact": block.fact,
        "label": block.label,
        "groups": [
            {
                "value": group.value,
                "label": group.label,
                "cases": group.cases,
                "scores": [score_json(f) for f in group.figures],
            }
            for group in block.groups
        ],
    }


def figures(view: View) -> Iterator[tuple[Figure, dict[str, Any]]]:
    """Every score of the batch in report order, with what is said of it beside its figures."""
    for theme in view.themes:
        more = {"key_questions": theme.key_questions, "criteria": list(theme.criteria)}
        yield from _with_pooled(theme.figure, theme.pooled, more)
    for section in view.sections:
        yield from _with_pooled(section.figure, section.pooled, {})
        for criterion in section.criteria:
            yield from _of_criterion(criterion)
    for rating in view.ratings:
        yield rating, {}


def _with_pooled(
    head: Figure, pooled: Figure | None, more: dict[str, Any]
) -> Iterator[tuple[Figure, dict[str, Any]]]:
    """The figure that prints, and the pooled one it stands for where it is a rating."""
    if pooled is None:
        yield head, more
    else:
        yield head, {"stands_for": {"kind": pooled.kind, "key": pooled.key}}
        yield pooled, more


def _of_criterion(block: CriterionBlock) -> Iterator[tuple[Figure, dict[str, Any]]]:
    yield from _with_pooled(block.figure, block.pooled, {})
    criterion = (block.pooled or block.figure).key
    for row in block.questions:
        yield from _of_question(row, criterion)


def _of_question(row: QuestionRow, criterion: str) -> Iterator[tuple[Figure, dict[str, Any]]]:
    more: dict[str, Any] = {
        "criterion": criterion,
        "standing": row.standing,
        "themes": list(row.themes),
        "finding": row.finding,
        "not_applicable_because": [
            {"clause": r.kind, "words": r.words, "count": r.count} for r in row.reasons
        ],
    }
    if row.parts:
        more["questions"] = [p.figure.key for p in row.parts]
    yield row.figure, more
    for part in row.parts:
        yield from _of_question(part, criterion)


def _findings(group: FindingGroup) -> Iterator[dict[str, Any]]:
    for row in group.rows:
        place = row.place
        yield {
            "code": group.code,
            "case": row.case_id,
            "subject": row.subject,
            "label": row.label,
            "message": row.message,
            "file": place.file if place else None,
            "line": place.line if place else None,
            "cell": place.cell if place else None,
        }
