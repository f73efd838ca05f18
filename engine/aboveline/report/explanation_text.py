"""Turns an Explanation into what a person reads: the story first, then every clause, then what it counts towards."""

from collections.abc import Iterator

from aboveline.report.explanation import ClauseAccount, Explanation, Towards
from aboveline.report.ink import Ink, plain
from aboveline.report.layout import WIDTH, column_widths, pad, wrap
from aboveline.report.sentences import where_words


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
    lines += _towards(told, ink)
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


def _towards(told: Explanation, ink: Ink) -> Iterator[str]:
    if not told.towards:
        return
    yield ""
    yield ink("What it counts towards", "strong")
    heads = ("", "is", "", f"had it been {told.turned}", "") if told.turned else ("", "is", "")
    rows = [heads, *(_row(t) for t in told.towards)]
    widths = column_widths(rows)
    for row in rows:
        cells = [
            pad(c, widths[i], ">" if i in {1, 3} and row is not heads else "<") for i, c in enumerate(row)
        ]
        yield ("  " + "  ".join(cells)).rstrip()


def _row(towards: Towards) -> tuple[str, ...]:
    now = towards.now
    name = f"{now.name}: {now.label}" if now.name else f"{now.kind.capitalize()}: {now.label}"
    cells = (name, now.figure, f"{now.counts.sufficient} of {now.counts.counted}")
    if towards.would_be is None:
        return cells
    return (*cells, towards.would_be, _moved(towards))


def _moved(towards: Towards) -> str:
    """Where the comment would change with the score, to what."""
    comment = towards.would_be_comment
    shown = towards.now.kind not in {"question", "family"}
    return comment if shown and comment and comment != towards.now.comment else ""
