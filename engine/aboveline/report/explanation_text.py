"""Turns an Explanation into what a person reads: the story first, then every clause, then what it counts towards."""

from collections.abc import Iterator

from aboveline.judgement import NOT_APPLICABLE, Outcome
from aboveline.report.explanation import ClauseAccount, Explanation, Towards
from aboveline.report.ink import Ink, plain
from aboveline.report.layout import WIDTH, column_widths, pad, wrap
from aboveline.report.sentences import where_words
from aboveline.report.view import Figure


def explanation_text(told: Explanation, ink: Ink = plain, width: int = WIDTH) -> str:
    """The whole explanation as text."""
    lines = [
        *wrap(f"Case {told.case_id}: {told.label}", width),
        ink(f"question {told.question}, criterion {told.criterion} ({told.criterion_label})", "faint"),
        "",
        ink(f"Outcome: {told.outcome}", "strong"),
        "",
    ]
    for sentence in told.story:
        lines += wrap(sentence, width)
    lines += _clauses(told, ink, width)
    lines += _missing(told, width)
    lines += _towards(told, ink, width)
    if told.guidance:
        lines += ["", *wrap(f"Guidance: {told.guidance}", width)]
    return "\n".join(lines) + "\n"


def _clauses(told: Explanation, ink: Ink, width: int) -> Iterator[str]:
    if told.clauses:
        yield ""
        yield ink("The rules, and what each came to for this case", "strong")
    for clause in told.clauses:
        yield from _clause(clause, ink, width)


def _clause(clause: ClauseAccount, ink: Ink, width: int) -> Iterator[str]:
    decided = "  <- this decided" if clause.decided else ""
    owner = "" if clause.owner == "question" else f" of {clause.owner}"
    yield from wrap(f"{clause.truth}: {clause.kind} {clause.words}{decided}", width, "  ", "       ")
    yield ink(f"       ({clause.where}{owner and ', ' + owner.strip()})", "faint")
    for line in clause.lines:
        indent = "       " + "  " * line.depth
        told = f"{line.truth}: " if line.truth else ""
        yield from wrap(f"{told}{line.text}", width, indent, indent + "  ")


def _missing(told: Explanation, width: int) -> Iterator[str]:
    if told.missing:
        yield ""
        yield "Missing"
        for met in told.missing:
            yield from wrap(f"{met.label} (`{met.key}`){where_words(met.place)}", width, "  ", "    ")


def _towards(told: Explanation, ink: Ink, width: int) -> Iterator[str]:
    if not told.towards:
        return
    yield ""
    yield ink(_HEADS.get(Outcome(told.outcome), "What it counts towards"), "strong")
    heads = ("is", "sufficient", f"would be, if {told.turned}" if told.turned else "")
    rows = [_cells(t) for t in told.towards]
    widths = column_widths([heads, *rows])
    yield ink(("  " + "  ".join(pad(h, widths[i]) for i, h in enumerate(heads))).rstrip(), "faint")
    hang = " " * (sum(widths) + 2 * len(widths) + 2)
    for towards, row in zip(told.towards, rows, strict=True):
        start = "  " + "  ".join(pad(c, widths[i]) for i, c in enumerate(row)) + "  "
        first, *more = wrap(_name(towards.now), width, hang, hang + "  ")
        yield start + first.strip()
        yield from more


_HEADS = {
    **dict.fromkeys(NOT_APPLICABLE, "What it would count towards if it were judged"),
    Outcome.UNANSWERED: "What it is missing from",
    Outcome.UNDETERMINED: "What it is missing from",
}


def _cells(towards: Towards) -> tuple[str, str, str]:
    now = towards.now
    return now.figure, f"{now.counts.sufficient} of {now.counts.counted}", _would_be(towards)


def _would_be(towards: Towards) -> str:
    """What a score would be; with its comment, where that would change too."""
    comment = towards.would_be_comment
    shown = towards.now.kind not in {"question", "family"} and comment != towards.now.comment
    return f"{towards.would_be or ''}{f', {comment}' if shown and comment else ''}"


def _name(figure: Figure) -> str:
    return f"{figure.name}: {figure.label}" if figure.name else f"{figure.kind.capitalize()}: {figure.label}"
