"""Turns what would make a judgement another into what a person reads."""

from collections.abc import Collection, Iterator

from aboveline.report.changes import Option, ScoreMoved, SettlingTold, WayTold, WhatIf
from aboveline.report.ink import Ink
from aboveline.report.layout import column_widths, pad, wrap
from aboveline.report.view import Figure

#: What is said in place of the scores where they would be those that stand above.
AS_BEFORE = "the scores would be those of the change before it"

#: So many other judgements that a change would change are named.
NAMED = 3


def what_if_lines(told: WhatIf, shown: Collection[str], ink: Ink, width: int) -> Iterator[str]:
    """What would settle the judgement, then what would change it.

    `shown` are the outcomes for which the scores it counts in are shown already; scores are shown again
    where more than this judgement would change.
    """
    settled = {o.outcome for o in told.settling.options} if told.settling else set[str]()
    if told.settling:
        yield from _settling(told.settling, ink, width)
    ways = [
        w
        for w in told.ways
        if not any(o.outcome in settled for o in w.options) and not is_settled(w, settled)
    ]
    if ways or told.of_inspection:
        yield ""
        yield ink("What would change it", "strong")
    for way in ways:
        yield from _way(way, shown, width)
    for way in told.of_inspection:
        yield from _way(way, shown, width)
        yield from wrap("that is a fact of the inspection, which stands over every case", width, "    ")


def is_settled(way: WayTold, settled: Collection[str]) -> bool:
    """Whether what would settle the judgement leads to what no change of the case alone was found for."""
    return bool(way.said) and any(outcome.startswith(way.way) for outcome in settled)


def _settling(told: SettlingTold, ink: Ink, width: int) -> Iterator[str]:
    yield ""
    yield ink("What would settle it", "strong")
    for option in told.options:
        yield from wrap(f"{option.outcome}, if {option.bare_words}", width, "  ", "    ")
    if not told.options:
        tried = (
            "one missing fact or answer"
            if told.searched == 1
            else f"up to {told.searched} of what is missing"
        )
        yield from wrap(f"nothing: no value of {tried} settles it", width, "  ", "    ")
    yield from _more(told.more, told.sure and bool(told.options), width, found=bool(told.options))


def _way(way: WayTold, shown: Collection[str], width: int) -> Iterator[str]:
    if way.said:
        yield from wrap(f"to be {way.way}: {way.said}", width, "  ", "    ")
    before: Option | None = None
    for option in way.options:
        yield from wrap(f"{_outcome(way, option)}, if {option.words}", width, "  ", "    ")
        yield from _also(option, width)
        if not option.also and way.way in shown:
            continue
        if before is not None and option.scores and option.scores == before.scores:
            yield f"    {AS_BEFORE}"
        else:
            yield from _scores(option, width)
        before = option
    yield from _more(way.more, way.sure, width, found=bool(way.options))


def _outcome(way: WayTold, option: Option) -> str:
    return option.outcome if way.way == "not applicable" else way.way


def _more(more: int, sure: bool, width: int, *, found: bool) -> Iterator[str]:
    if more:
        noun = "one other change" if more == 1 else f"{more} other changes"
        yield from wrap(f"or by {noun} as small", width, "  ", "    ")
    if found and not sure:
        yield from wrap("that nothing smaller does it could not be shown", width, "  ", "    ")


def _also(option: Option, width: int) -> Iterator[str]:
    if not option.also:
        return
    named = [f"“{a.label}” ({a.was}, would be {a.becomes})" for a in option.also[:NAMED]]
    left = len(option.also) - len(named)
    also = "; ".join(named) + (f"; and {left} more" if left else "")
    yield from wrap(f"that would also change {also}", width, "    ", "      ")


def _scores(option: Option, width: int) -> Iterator[str]:
    """The scores that would be others; of single questions only the one the change is for, as the others are named above."""
    if option.scores is None:
        return
    moved = [m for m in option.scores if m.is_own or m.now.kind not in {"question", "family"}]
    moved = [m for m in moved if _figure(m.now) != _figure(m.then) or m.now.comment != m.then.comment]
    if not moved:
        yield "    no score it counts in would be another"
        return
    rows = [(_figure(m.now), _figure(m.then) + _comment(m)) for m in moved]
    heads = ("is", "would be")
    widths = column_widths([heads, *rows])
    yield ("    " + "  ".join(pad(h, widths[i]) for i, h in enumerate(heads))).rstrip()
    for each, row in zip(moved, rows, strict=True):
        start = "    " + "  ".join(pad(c, widths[i]) for i, c in enumerate(row)) + "  "
        first, *rest = wrap(_name(each.now), width, " " * len(start), " " * (len(start) + 2))
        yield start + first.strip()
        yield from rest


def _figure(figure: Figure) -> str:
    counted = f" ({figure.counts.sufficient} of {figure.counts.counted})" if figure.fraction else ""
    return figure.figure + counted


def _comment(moved: ScoreMoved) -> str:
    """The comment a score would have, where that is another."""
    said = moved.now.kind not in {"question", "family"} and moved.then.comment != moved.now.comment
    return f", {moved.then.comment}" if said and moved.then.comment else ""


def _name(figure: Figure) -> str:
    return f"{figure.name}: {figure.label}" if figure.name else f"{figure.kind.capitalize()}: {figure.label}"
