"""Turns what would make a judgement another into plain data, as `schemas/explanation.schema.json` describes it."""

from datetime import date
from decimal import Decimal
from typing import Any

from aboveline.analysis.fields import Held
from aboveline.report.changes import FieldChange, Option, SettlingTold, WayTold, WhatIf
from aboveline.report.view import Figure
from aboveline.values import Mark, Value


def what_if_json(told: WhatIf) -> dict[str, Any]:
    """The changes of the case, those that touch the inspection, and what would settle an open judgement."""
    return {
        "by_case": [_way(w) for w in told.ways],
        "by_inspection": [_way(w) for w in told.of_inspection],
        "settling": None if told.settling is None else _settling(told.settling),
    }


def value_json(value: Value | None) -> str | int | None:
    """A value as JSON can hold it: dates and decimal numbers as texts, so that nothing is lost."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return f"{value:f}"
    return value


def _way(way: WayTold) -> dict[str, Any]:
    return {
        "way": way.way,
        "options": [_option(o) for o in way.options],
        "more": way.more,
        "fields_searched": way.searched,
        "never": way.never,
        "sure": way.sure,
    }


def _settling(told: SettlingTold) -> dict[str, Any]:
    return {
        "missing": [key for key, _ in told.missing],
        "options": [_option(o) for o in told.options],
        "more": told.more,
        "fields_searched": told.searched,
        "sure": told.sure,
    }


def _option(option: Option) -> dict[str, Any]:
    moved = option.scores
    return {
        "words": option.words,
        "outcome": option.outcome,
        "fields": [_field(f) for f in option.fields],
        "other_judgements": [
            {"question": a.question, "was": a.was, "becomes": a.becomes} for a in option.also
        ],
        "scores": None
        if moved is None
        else [
            {"kind": m.now.kind, "key": m.now.key, "now": _figure(m.now), "would_be": _figure(m.then)}
            for m in moved
        ],
    }


def _figure(figure: Figure) -> dict[str, Any]:
    return {
        "state": figure.state,
        "percent": figure.percent,
        "fraction": figure.fraction,
        "points": figure.points,
        "comment": figure.comment,
    }


def _field(told: FieldChange) -> dict[str, Any]:
    change = told.change
    return {
        "key": told.key,
        "label": told.label,
        "of_inspection": change.of_inspection,
        "was": _held(change.was),
        "becomes": {**_held(change.becomes), "any_other_text": change.any_other},
        "from": value_json(change.low),
        "to": value_json(change.high),
    }


def _held(held: Held) -> dict[str, Any]:
    if isinstance(held, Mark):
        return {"is": "marked not applicable", "value": None}
    return {"is": "missing" if held is None else "value", "value": value_json(held)}
