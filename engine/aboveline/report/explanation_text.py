"""Turns an Explanation into what a person reads: the story first, then every clause, then what it counts towards."""

from collections.abc import Iterator, Mapping

from aboveline.judgement import NOT_APPLICABLE, Outcome
from aboveline.report.changes_text import what_if_lines
from aboveline.report.explanation import ClauseAccount, Explanation
from aboveline.report.ink import Ink, plain
from aboveline.report.layout import WIDTH, column_widths, pad, wrap
from aboveline.report.marked import marked_text
from aboveline.report.sentences import where_words
from aboveline.report.towards import Towards
from aboveline.report.view import Figure


def explanation_text(told: Explanation, ink: Ink = plain, width: int = WIDTH) -> str:
    """The whole explanation as text."""
    lines = [
        *wrap(f"Case {told.case_id}: {told.label}", width),
        ink(f"question {told.question}, criterion {told.criterion} ({told.criterion_label})", "faint"),
        *(ink(line, "faint") for line in _whose(told, width)),
        "",
        ink(f"Outcome: {told.outcome}", "strong"),
        "",
    ]
    for sentence in told.story:
        lines += wrap(sentence, width)
    lines += _clauses(told, ink, width)
    lines += marked_text(told.lines, ink)
    lines += _missing(told, width)
    lines += _towards(told, ink, width)
    shown = {w.outcome for t in told.towards[:1] for w in t.would_be}
    lines += what_if_lines(told.what_if, shown, ink, width)
    if told.guidance:
        lines += ["", *wrap(f"Guidance: {told.guidance}", width)]
    return "\n".join(lines) + "\n"


def _whose(told: Explanation, width: int) -> Iterator[str]:
    if told.whose is not None:
        yield from wrap(told.whose.words, width)


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
    yield ink(_head(told), "strong")
    ways = [f"if {w.outcome}" for w in told.towards[0].would_be]
    heads = ("is", "sufficient", *(f"would be, {way}" if not i else way for i, way in enumerate(ways)))
    rows = [_cells(t) for t in told.towards]
    widths = column_widths([heads, *rows])
    yield ink(("  " + "  ".join(pad(h, widths[i]) for i, h in enumerate(heads))).rstrip(), "faint")
    hang = sum(widths) + 2 * len(widths) + 2
    for towards, row in zip(told.towards, rows, strict=True):
        start = "  " + "  ".join(pad(c, widths[i]) for i, c in enumerate(row)) + "  "
        if hang > width - _NAME:
            yield start.rstrip()
            yield from wrap(_name(towards.now), width, "      ")
            continue
        first, *more = wrap(_name(towards.now), width, " " * hang, " " * hang + "  ")
        yield start + first.strip()
        yield from more


#: With less room than this beside the figures, a name stands beneath them.
_NAME = 20

_HEADS: Mapping[Outcome, str] = {
    **dict.fromkeys(NOT_APPLICABLE, "What it would count towards if it were judged"),
    Outcome.UNANSWERED: "What it is missing from",
    Outcome.UNDETERMINED: "What it is missing from",
}


def _head(told: Explanation) -> str:
    match told.unanswered:
        case "insufficient":
            return "What it counts towards, as insufficient"
        case "stop":
            return "What it stops"
        case _:
            return _HEADS.get(Outcome(told.outcome), "What it counts towards")


def _cells(towards: Towards) -> tuple[str, ...]:
    now = towards.now
    return now.figure, _counted(now), *(_would_be(now, w.figure) for w in towards.would_be)


def _would_be(now: Figure, then: Figure) -> str:
    """What a score would be, with its counts, in which even the least change shows; with its comment, where that would change too."""
    if then.state != "scored":
        return f"still {then.state_words}" if now.state_words == then.state_words else then.state_words
    shown = now.kind not in {"question", "family"} and then.comment != now.comment
    return f"{then.figure} ({_counted(then)}){f', {then.comment}' if shown and then.comment else ''}"


def _counted(figure: Figure) -> str:
    return f"{figure.counts.sufficient} of {figure.counts.counted}"


def _name(figure: Figure) -> str:
    return f"{figure.name}: {figure.label}" if figure.name else f"{figure.kind.capitalize()}: {figure.label}"
