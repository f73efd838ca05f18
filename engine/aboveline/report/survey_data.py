"""Turns a SurveyView into data for other programs: a JSON document, and a table with a row for each item and answer."""

from collections.abc import Iterator
from typing import Any

from aboveline.report.survey_view import ItemRow, ScaleRow, SurveyView
from aboveline.report.tables import Cell, Column, Table
from aboveline.scoring.figures import percent_of


def survey_json(view: SurveyView) -> dict[str, Any]:
    """The document, as `schemas/survey.schema.json` describes it."""
    return {
        "version": 1,
        "kind": "survey",
        "framework": {"name": view.framework, "label": view.label, "version": view.version},
        "survey": {"key": view.survey, "label": view.survey_label},
        "responses": {
            "files": list(view.files),
            "read": view.read,
            "left_out": list(view.left_out),
            "counted": view.responses,
        },
        "items": [_item(row) for row in view.items],
        "set_aside": [
            {"response": one.response, "item": one.item, "why": _WHY[one.is_known]} for one in view.aside
        ],
    }


_WHY = {True: "not asked", False: "not known whether asked"}


def _item(row: ItemRow) -> dict[str, Any]:
    return {
        "key": row.key,
        "label": row.label,
        "kind": row.kind,
        "about": [{"kind": one.kind, "key": one.key, "label": one.label} for one in row.about],
        "asked_only_where": row.condition,
        "counts": {
            "responses": row.responses,
            "asked": row.asked,
            "answered": row.answered,
            "no_answer": row.no_answer,
            "not_asked": row.not_asked,
            "not_known_whether_asked": row.not_known,
            "set_aside": row.aside,
        },
        "positive": None
        if row.positive is None
        else {"count": row.positive, "of": row.answered, "percent": row.positive_percent},
        "answers": [
            {
                "key": one.key,
                "label": one.label,
                "count": one.count,
                "percent": one.percent,
                "positive": one.is_positive,
            }
            for one in row.answers
        ],
        "scale": None if row.scale is None else _scale(row.scale),
        "told": [
            {
                "text": one.text,
                "finding": one.finding,
                "answer": one.answer,
                "count": one.count,
                "of": one.of,
            }
            for one in row.told
        ],
    }


def _scale(scale: ScaleRow) -> dict[str, Any]:
    return {
        "from": scale.low,
        "to": scale.high,
        "positive_from": scale.positive_from,
        "lowest": scale.lowest,
        "lower_quarter": scale.lower_quarter,
        "median": scale.median,
        "upper_quarter": scale.upper_quarter,
        "highest": scale.highest,
        "mean": scale.mean,
        "sum": scale.total,
        "top": {"count": scale.top, "percent": scale.top_percent},
        "figures": [{"figure": figure, "count": count} for figure, count in scale.figures],
    }


# --- A table -----------------------------------------------------------------------------------


_COLUMNS = (
    Column("item", "Item", "text", "the item's name in the criteria"),
    Column("label", "Asked", "text", "what is asked, in the words of the criteria"),
    Column("kind", "Kind", "text", "`one answer`, `several answers`, `scale` or `text`"),
    Column("about", "About", "text", "the themes, sections and criteria it speaks to"),
    Column("answer", "Answer", "text", "an answer word or figure; blank in the row of the whole item"),
    Column("answer_label", "Answer, in words", "text", "the words of the criteria for the answer"),
    Column("positive", "Positive", "truth", "true for an answer that counts as positive; blank for the item"),
    Column("count", "Count", "whole", "how many gave the answer; of the item, how many gave a positive one"),
    Column("of", "Out of", "whole", "how many answered the item, which shares are of"),
    Column("percent", "Share", "percent", "their share of those who answered, rounded, a half upwards"),
    Column("responses", "Responses", "whole", "all responses: the sum of the next four"),
    Column("answered", "Answered", "whole", "how many answered the item"),
    Column("no_answer", "No answer", "whole", "how many were asked and did not"),
    Column("not_asked", "Not asked", "whole", "how many were not asked, by the criteria"),
    Column("not_known_whether_asked", "Not known", "whole", "of how many it is not known whether they were asked"),
    Column("set_aside", "Set aside", "whole", "answers of those last two, which count nowhere"),
)  # fmt: skip


def survey_table(view: SurveyView) -> Table:
    """A row for each item, and beneath it one for each answer."""
    return Table("Survey", _COLUMNS, [cells for row in view.items for cells in _rows(row)])


def _rows(row: ItemRow) -> Iterator[tuple[Cell, ...]]:
    about = ", ".join(one.key if one.kind == "theme" else f"{one.kind} {one.key}" for one in row.about)
    head: tuple[Cell, ...] = (row.key, row.label, row.kind, about or None)
    counts = (row.responses, row.answered, row.no_answer, row.not_asked, row.not_known, row.aside)
    yield (*head, None, None, None, row.positive, row.answered, row.positive_percent, *counts)
    for one in row.answers:
        yield (*head, one.key, one.label, one.is_positive, one.count, row.answered, one.percent, *counts)
    for figure, count in row.scale.figures if row.scale else ():
        start = row.scale.positive_from if row.scale else None
        percent = percent_of(count, row.answered)
        is_positive = start is not None and figure >= start
        yield (*head, str(figure), str(figure), is_positive, count, row.answered, percent, *counts)
