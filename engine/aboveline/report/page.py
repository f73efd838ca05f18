"""Turns a View into the summary page: one self-contained HTML file, for a screen, a phone or a printer."""

from aboveline.report.assessed import assessed_words
from aboveline.report.intervals import interval_words
from aboveline.report.overrides_text import overridden_words, signed_words
from aboveline.report.scores_json import figures
from aboveline.report.summary_text import (
    cases_words,
    group_size,
    left_out_words,
    missing_words,
    range_words,
    whose,
)
from aboveline.report.templating import environment
from aboveline.report.view import BreakdownBlock, Figure, QuestionRow, Reason, View
from aboveline.wording.message import Message, joined, message, plural

#: How many findings of one kind are listed before the rest are only counted.
LISTED = 200


def page(view: View) -> str:
    """The page as HTML; everything that came from a file is escaped."""
    return (
        environment()
        .get_template("page.html")
        .render(
            view=view,
            cases=cases_words(view),
            left_out=left_out_words(view),
            overridden=overridden_words(view.overrides),
            signed_words=signed_words,
            assessed=assessed_words(view.assessed),
            range_words=range_words,
            interval_words=interval_words,
            split_comment=split_comment,
            why_not=why_not,
            gap_words=gap_words,
            missing_words=missing_words,
            side_by_side=side_by_side,
            whose=whose,
            group_size=group_size,
            listed=LISTED,
        )
    )


def side_by_side(view: View, block: BreakdownBlock) -> list[tuple[Figure, list[Figure]]]:
    """Every score but those of questions, with what it is for each group of a breakdown."""
    parts = [{(f.kind, f.key): f for f in group.figures} for group in block.groups]
    return [
        (whole, [part[whole.kind, whole.key] for part in parts])
        for whole, _ in figures(view)
        if whole.kind not in {"question", "family"} and all((whole.kind, whole.key) in part for part in parts)
    ]


def split_comment(comment: str) -> tuple[str, str]:
    """A comment's first word, where it shouts, and the rest: `MODERATE` and `improvement required`."""
    first, _, rest = comment.partition(" ")
    return (first, rest) if first.isupper() and rest else (comment, "")


def why_not(row: QuestionRow) -> str | None:
    """Why a question did not apply to the cases it did not apply to; None where it always did."""
    if row.parts:
        return None  # each part says it of itself
    counts = row.figure.counts
    reasons = [_reason(r) for r in row.reasons]
    if counts.by_assessor:
        reasons.append(message("Marked not applicable by the assessor: {n}.", n=counts.by_assessor))
    if counts.excused:
        reasons.append(message("Excused: {n}.", n=counts.excused))
    return joined(reasons, " ") or None


def _reason(reason: Reason) -> str:
    if reason.kind == "excluded where":
        return plural(
            "Not asked where {rule}: {n} case.",
            "Not asked where {rule}: {n} cases.",
            reason.count,
            rule=reason.words,
        )
    return plural(
        "Asked only where {rule}: not so in {n} case.",
        "Asked only where {rule}: not so in {n} cases.",
        reason.count,
        rule=reason.words,
    )


def gap_words(figure: Figure) -> str | None:
    """What is missing beneath a score, such as `3 unanswered, 1 undetermined`; None where nothing is."""
    counts = figure.counts
    parts = list[Message]()
    if counts.unanswered:
        parts.append(plural("{n} unanswered", "{n} unanswered", counts.unanswered))
    if counts.undetermined:
        parts.append(plural("{n} undetermined", "{n} undetermined", counts.undetermined))
    return joined(parts) or None
