"""Turns a CaseAccount into what a person reads, and into plain data."""

from collections.abc import Iterator
from typing import Any

from aboveline.framework.model import Framework
from aboveline.report.case_account import CaseAccount, CriterionOfCase, Judged, Sum
from aboveline.report.ink import Ink, plain
from aboveline.report.layout import WIDTH, column_widths, pad, wrap


def case_account_text(told: CaseAccount, ink: Ink = plain, width: int = WIDTH) -> str:
    """The whole account as text."""
    lines = [ink(f"Case {told.case_id}", "strong"), *wrap(told.where, width)]
    if told.whose is not None:
        lines += wrap(told.whose.words, width)
    lines.append("")
    lines += wrap(told.sum.words, width, "  ", "    ")
    for section in told.sections:
        lines += ["", *(ink(line, "strong") for line in wrap(f"{section.key}  {section.label}", width))]
        lines += wrap(section.sum.short_words, width, "  ", "    ")
        for criterion in section.criteria:
            lines += _criterion(criterion, ink, width)
    if told.noticed:
        lines += ["", ink("Worth a look", "strong")]
        for found in told.noticed:
            lines += wrap(
                f"{found.message} ({found.where})" if found.where else found.message, width, "  ", "    "
            )
    lines += ["", "Why one question came to what it did:", f"  {told.follow} NAME"]
    return "\n".join(lines) + "\n"


def _criterion(criterion: CriterionOfCase, ink: Ink, width: int) -> Iterator[str]:
    if not criterion.questions:
        return
    yield ""
    yield from (ink(line, "strong") for line in wrap(f"  {criterion.key}  {criterion.label}", width, "  "))
    yield from wrap(criterion.sum.short_words, width, "    ", "      ")
    widths = column_widths([(q.outcome, q.question) for q in criterion.questions])
    for question in criterion.questions:
        start = f"    {pad(question.outcome, widths[0])}  {pad(question.question, widths[1])}"
        yield start.rstrip()
        yield from wrap(question.label, width, "        ", "          ")
        yield from wrap(reason_words(question), width, "        ", "          ")


def reason_words(question: Judged) -> str:
    """Why, in a few words; of what was overridden, or counts in no pooled score, that is said too."""
    words = question.reason if question.is_scored else f"{question.reason} (reported only)"
    was = question.overridden_from
    return words if was is None else f"overridden by a person; by the criteria it was {was}: {words}"


def case_account_json(told: CaseAccount, framework: Framework) -> dict[str, Any]:
    """The document of one case explained, as `schemas/explanation.schema.json` describes it."""
    return {
        "version": 1,
        "kind": "explanation",
        "of": "case",
        "framework": {"name": framework.name, "label": framework.label, "version": framework.version},
        "case": told.case_id,
        **({} if told.whose is None else {"assessment": told.whose.as_json()}),
        "counts": _sum(told.sum),
        "sections": [
            {
                "section": s.key,
                "label": s.label,
                "counts": _sum(s.sum),
                "criteria": [
                    {
                        "criterion": c.key,
                        "label": c.label,
                        "counts": _sum(c.sum),
                        "questions": [
                            {
                                "question": q.question,
                                "label": q.label,
                                "outcome": q.outcome,
                                **(
                                    {}
                                    if q.overridden_from is None
                                    else {"overridden_from": q.overridden_from}
                                ),
                                "answer": q.answer,
                                "reason": q.reason,
                                "scored": q.is_scored,
                                "follow": f"{told.follow} {q.question}",
                            }
                            for q in c.questions
                        ],
                    }
                    for c in s.criteria
                ],
            }
            for s in told.sections
        ],
        "findings": [{"code": n.code, "subject": n.subject, "message": n.message} for n in told.noticed],
    }


def _sum(counted: Sum) -> dict[str, Any]:
    return {
        "asked": counted.asked,
        **{outcome.replace(" ", "_"): n for outcome, n in counted.by_outcome.items()},
    }
