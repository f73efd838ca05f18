"""Turns the table of what examples show into text: how much of the criteria they try, and what they do not."""

from collections.abc import Iterator, Sequence

from aboveline.analysis.suggesting import Tried
from aboveline.framework.model import Framework
from aboveline.report.coverage import rule_in_words
from aboveline.report.ink import Ink, plain
from aboveline.report.layout import WIDTH, column_widths, pad, wrap
from aboveline.report.phrases import place_in_words
from aboveline.report.tried import KINDS, Row, State, by_file, by_owner, counted, share

_RULES = "clauses, conditions, rows and parts of them"


def tried_text(
    tried: Tried, rows: Sequence[Row], ink: Ink = plain, width: int = WIDTH, *, listed: bool
) -> str:
    """How much of the criteria the examples try; with `listed`, by file and by question, and all they do not show."""
    framework, whole = tried.goals.framework, share(rows)
    words = f"The examples try {whole.whole} of {whole.of} {_RULES} every way they can come out ({whole.percent}%)."
    lines = wrap(words, width)
    lines += wrap(_summed_up(rows), width)
    lines += wrap(_left_aside(tried, rows), width)
    if listed:
        lines += _figures(framework, rows, ink)
        lines += _listed(framework, rows, ink, width)
    elif whole.whole < whole.of:
        lines.append("To list what they do not show: --uncovered; to see it in the criteria: --marked")
        lines.append("To have the missing examples written: --suggest")
    elif any(row.in_state("never") for row in rows):
        lines.append("To list what no case can show: --uncovered")
    return "\n".join(lines) + "\n"


def _summed_up(rows: Sequence[Row]) -> str:
    ways = ", ".join(f"{KINDS[one.kind]} {one.shown} of {one.of}" for one in counted(rows))
    return f"Seen of the ways there are: {ways}."


def _left_aside(tried: Tried, rows: Sequence[Row]) -> str:
    """How many ways are not counted, and how many are though nobody knows whether a case can show them."""
    never, unsettled = (sum(len(row.in_state(state)) for row in rows) for state in ("never", "open"))
    words = ""
    if never:
        more, them = ("1 way more is", "it") if never == 1 else (f"{never} ways more are", "them")
        dates = f" (with dates from {tried.dates[0]} to {tried.dates[1]})" if tried.dates else ""
        words = f"{more} not counted, as no case{dates} can show {them}. "
    if unsettled:
        more, they = ("1 way that is", "it") if unsettled == 1 else (f"{unsettled} ways that are", "they")
        words += f"Of {more} counted as not seen it was not settled whether {they} can be."
    return words


def _figures(framework: Framework, rows: Sequence[Row], ink: Ink) -> Iterator[str]:
    """The share of each file, then that of each question, condition, fact and check that is not tried every way."""
    shares = [(name, share(its)) for name, its in by_file(rows).items()]
    yield from _table(
        "By file", [(n, f"{s.whole} of {s.of}", f"{s.percent}%") for n, s in shares if s.of], ink
    )
    shares = [(name, share(its)) for name, its in by_owner(framework, rows).items()]
    lacking = [(n, f"{s.whole} of {s.of}", f"{s.percent}%") for n, s in shares if s.whole < s.of]
    yield from _table("By question, condition, fact and check, where something is not shown", lacking, ink)


def _table(head: str, rows: Sequence[tuple[str, str, str]], ink: Ink) -> Iterator[str]:
    if not rows:
        return
    yield ""
    yield ink(head, "strong")
    widths = column_widths(rows)
    for name, count, percent in rows:
        yield f"  {pad(name, widths[0])}  {pad(count, widths[1], '>')}  {pad(percent, widths[2], '>')}"


_HEADS: Sequence[tuple[State, str]] = (
    ("not shown", "Not shown by any example"),
    ("never", "Not counted, as no case can show it"),
    ("open", "Not settled whether a case can show it"),
)


def _listed(framework: Framework, rows: Sequence[Row], ink: Ink, width: int) -> Iterator[str]:
    for state, head in _HEADS:
        lacking = [(row, found) for row in rows if (found := row.in_state(state))]
        if not lacking:
            continue
        yield ""
        yield ink(f"{head} ({sum(len(found) for _, found in lacking)})", "strong")
        for row, found in lacking:
            place = place_in_words(framework, row.rule.span)
            ways = "; ".join(f"{one.words} ({one.why})" if one.why else one.words for one in found)
            yield from wrap(f"{rule_in_words(framework, row.rule)} ({place}): {ways}", width, "  ", "    ")
