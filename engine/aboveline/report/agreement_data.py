"""Turns an AgreementView into data for other programs: a JSON document, and a table with a row for each level."""

from collections.abc import Iterator
from typing import Any, Literal

from aboveline.report.agreement_view import AgreementView, LevelRow, MeasuredRow, PairRow, Shown
from aboveline.report.tables import Cell, Column, Table


def agreement_json(view: AgreementView) -> dict[str, Any]:
    """The document, as `schemas/agreement.schema.json` describes it."""
    return {
        "version": 1,
        "kind": "agreement",
        "framework": {"name": view.framework, "label": view.label, "version": view.version},
        "cases": {
            "files": list(view.examined.files),
            "read": view.examined.read,
            "left_out": list(view.examined.left_out),
            "valid": view.of,
            "more_than_once": view.cases,
        },
        "assessors": {
            "by": view.fact,
            "label": view.fact_label,
            "cases": [{"assessor": name, "cases": count} for name, count in view.assessors],
        },
        "levels": [_level(row) for row in view.levels],
        "differing": [_pair(one) for one in view.pairs],
        "how": list(view.how),
    }


def _level(row: LevelRow) -> dict[str, Any]:
    return {
        "kind": row.kind,
        "key": row.key,
        "label": row.label,
        "standing": row.standing,
        "judgements": None if row.outcomes is None else _measured(row.outcomes),
        "both_judged": {"pairs": row.judged, "agreeing": row.judged_agreeing},
        "answers": None if row.answers is None else _measured(row.answers),
    }


def _measured(row: MeasuredRow) -> dict[str, Any]:
    return {
        "cases": row.cases,
        "pairs": row.pairs,
        "agreeing": row.agreeing,
        "not_compared": row.left_out,
        "few_cases": row.is_scant,
        "percent": _shown(row.percent),
        "kappa": _shown(row.kappa),
        "ac1": _shown(row.ac1),
    }


def _shown(shown: Shown) -> dict[str, float | None]:
    return {"value": shown.value, "low": shown.low, "high": shown.high}


def _pair(one: PairRow) -> dict[str, Any]:
    return {
        "case": one.case_id,
        "question": one.question,
        "label": one.label,
        "judgements": [
            {"assessor": side.assessor, "outcome": side.outcome, "explain": side.explain}
            for side in one.sides
        ],
    }


# --- A table -----------------------------------------------------------------------------------


_LEVEL = (
    Column("kind", "Kind", "text", "`overall`, or what the score is of that pools the same questions"),
    Column("key", "Key", "text", "with the kind, names it"),
    Column("label", "Name", "text", "the words of the criteria"),
    Column("standing", "Standing", "text", "of a question: `scored`, `reported only` or `not judged`"),
)

_BOTH_JUDGED = (
    Column("both_judged_pairs", "Both judged", "whole", "pairs that both judged sufficient or insufficient"),
    Column("both_judged_agreeing", "Both judged, agreeing", "whole", "how many of those agree"),
)


def _columns(start: str, of: str) -> Iterator[Column]:
    """The columns of what is measured, for judgements and for answers alike."""
    yield Column(f"{start}cases", f"Cases ({of})", "whole", "cases that pairs were compared of")
    yield Column(f"{start}pairs", f"Pairs ({of})", "whole", "pairs that were compared")
    yield Column(f"{start}agreeing", f"Agreeing ({of})", "whole", "how many of them agree")
    yield Column(f"{start}not_compared", f"Not compared ({of})", "whole", "pairs of which one is missing")
    yield Column(
        f"{start}few_cases", f"Few cases ({of})", "truth", "true where there are too few to say much"
    )
    figures: tuple[tuple[str, str, Literal["percent", "number"]], ...] = (
        ("percent", "Agreement", "percent"),
        ("kappa", "Cohen's kappa", "number"),
        ("ac1", "Gwet's AC1", "number"),
    )
    for name, heading, kind in figures:
        yield Column(f"{start}{name}", f"{heading} ({of})", kind, "blank where it is not defined")
        yield Column(
            f"{start}{name}_low", f"{heading}, low ({of})", kind, "the lower end of the 95% interval"
        )
        yield Column(f"{start}{name}_high", f"{heading}, high ({of})", kind, "the upper end")


def agreement_table(view: AgreementView) -> Table:
    """A row for each level: judgements first, then answers."""
    columns = (*_LEVEL, *_columns("", "judgements"), *_BOTH_JUDGED, *_columns("answers_", "answers"))
    return Table("Agreement", columns, [_cells_of(row) for row in view.levels])


def _cells_of(row: LevelRow) -> tuple[Cell, ...]:
    return (
        *(row.kind, row.key or None, row.label, row.standing),
        *_cells(row.outcomes),
        *(row.judged, row.judged_agreeing),
        *_cells(row.answers),
    )


def _cells(row: MeasuredRow | None) -> tuple[Cell, ...]:
    if row is None:
        return (None,) * 14
    figures = (
        cell for shown in (row.percent, row.kappa, row.ac1) for cell in (shown.value, shown.low, shown.high)
    )
    return (row.cases, row.pairs, row.agreeing, row.left_out, row.is_scant, *figures)
