"""Turns overrides into lines a person reads: which scores they move and how, and who decided what, and why."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date

from aboveline.report.ink import Ink, plain
from aboveline.report.layout import WIDTH, column_widths, pad, wrap
from aboveline.report.view import Figure, OverrideRow
from aboveline.wording.message import joined, message, plural

#: How many overrides are told before the rest are only counted.
LISTED = 10

#: With less room than this beside the figures, a name stands beneath them.
_NAME = 20


def overridden_words(overrides: Sequence[OverrideRow]) -> str | None:
    """What must be said above scores where judgements were overridden; None where none were."""
    if not overrides:
        return None
    count = len(overrides)
    return plural(
        "{n:,} judgement was overridden by a person, and the scores are with that",
        "{n:,} judgements were overridden by a person, and the scores are with that",
        count,
    )


def override_lines(
    overrides: Sequence[OverrideRow], figures: Iterable[Figure] | None, ink: Ink = plain, width: int = WIDTH
) -> Iterator[str]:
    """The scores that the overrides move, without and with them, then the overrides themselves; nothing where there are none.

    Without `figures` the scores are left out.
    """
    if not overrides:
        return
    yield ""
    count = len(overrides)
    yield ink(
        "1 judgement was overridden" if count == 1 else f"{count:,} judgements were overridden", "strong"
    )
    if figures is not None:
        moved = [(f.before, f) for f in figures if f.before is not None]
        none = "That moves none of the scores above."
        yield from moved_lines(moved, ink, width) if moved else wrap(none, width, "  ")
        yield ""
    for row in overrides[:LISTED]:
        yield from wrap(f"case {row.case_id}, {row.question}: {decided_words(row)}", width, "  ", "    ")
        yield from wrap(f"“{as_shown(row.reason)}” {signed_words(row)}", width, "    ", "      ")
    if count > LISTED:
        yield f"  and {count - LISTED:,} more (all of them with --format json)"


def moved_lines(
    moved: Sequence[tuple[Figure, Figure]], ink: Ink = plain, width: int = WIDTH
) -> Iterator[str]:
    """Scores without and with overrides, with their counts, in which even the least change shows."""
    heads = ("without", "", "with", "")
    rows = [(before.figure, _counted(before), after.figure, _counted(after)) for before, after in moved]
    widths = column_widths([heads, *rows])
    yield ink(("  " + "  ".join(pad(h, widths[i]) for i, h in enumerate(heads))).rstrip(), "faint")
    hang = sum(widths) + 2 * len(widths) + 2
    for (before, after), row in zip(moved, rows, strict=True):
        start = "  " + "  ".join(pad(cell, widths[i]) for i, cell in enumerate(row)) + "  "
        name = _name(after) + _comments(before, after)
        if hang > width - _NAME:
            yield start.rstrip()
            yield from wrap(name, width, "      ")
            continue
        first, *more = wrap(name, width, " " * hang, " " * hang + "  ")
        yield start + first.strip()
        yield from more


def decided_words(row: OverrideRow) -> str:
    """What a judgement is, and what it was by the criteria."""
    return f"{row.outcome}; by the criteria it was {row.overridden_from}"


def signed_words(row: OverrideRow, called: Callable[[str], str] = str) -> str:
    """By whom and when a judgement was overridden, and where that stands, by what its file is `called`."""
    by, day = as_shown(row.by), date.fromisoformat(row.date)
    where = joined(part for part in (called(row.place.file), row.place.spot) if part)
    if not where:
        return message("({by}, {day})", by=by, day=day)
    return message("({by}, {day}; {where})", by=by, day=day, where=where)


def as_shown(text: str) -> str:
    """A text of a user's on one line, with nothing in it that a terminal would take for a command."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def _counted(figure: Figure) -> str:
    return f"{figure.counts.sufficient} of {figure.counts.counted}" if figure.counts.asked else ""


def _name(figure: Figure) -> str:
    return f"{figure.name}: {figure.label}" if figure.name else f"{figure.kind.capitalize()}: {figure.label}"


def _comments(before: Figure, after: Figure) -> str:
    """The comment a score had and has, where that changes too."""
    if before.comment == after.comment or after.kind in {"question", "family"}:
        return ""
    return f" (“{before.comment or before.state_words}” becomes “{after.comment or after.state_words}”)"
