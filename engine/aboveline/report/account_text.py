"""Turns an Account into what a person reads: the score, how it adds up, and each question with its cases below the line."""

from collections.abc import Iterator
from fractions import Fraction

from aboveline.report.account import Account, CapAccount, Contribution, RuledOut
from aboveline.report.contributions import tenths
from aboveline.report.contributions_text import gaps_text, interval_text, leaving_out_text
from aboveline.report.ink import Ink, plain
from aboveline.report.intervals import interval_words
from aboveline.report.layout import WIDTH, column_widths, pad, wrap
from aboveline.report.summary_text import range_words
from aboveline.report.view import Figure

#: How many cases are named for one question before the rest are only counted: of a score of several, and of that question's.
NAMED, NAMED_ALONE = 40, 200


def account_text(told: Account, ink: Ink = plain, width: int = WIDTH) -> str:
    """The whole account as text."""
    lines = [*_headline(told, ink)]
    if told.figure.counts.asked:
        lines += ["", *wrap(told.reconciliation, width, "  ", "    ")]
    counts = told.figure.counts
    against = (counts.counted or 0) - (counts.sufficient or 0) - (counts.insufficient or 0)
    if against > 0:
        words = (
            f"{against} unanswered, which count as insufficient here"
            if against > 1
            else "1 unanswered, which counts as insufficient here"
        )
        lines += wrap(
            f"counted {counts.counted} = {counts.sufficient} sufficient + {counts.insufficient} insufficient + {words}",
            width,
            "  ",
            "    ",
        )
    for words in _ruled_out(told):
        lines += wrap(words, width, "    ", "      ")
    if told.measure:
        lines += ["", *wrap(told.measure, width, "  ", "    ")]
    for part in told.parts:
        lines.append(f"    {_in_short(part)}")
    for cap in told.caps:
        lines += _cap(cap, width)
    for note in told.figure.notes:
        lines += wrap(note, width, "  ", "    ")
    if told.came_to:
        lines += ["", *_came_to(told, ink, width)]
    elif told.questions and told.figure.kind != "rating":
        lines += ["", *_questions(told, ink, width)]
    lines += leaving_out_text(told, ink, width)
    lines += gaps_text(told, ink, width)
    lines += interval_text(told, ink, width)
    lines += _further_down(told)
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _in_short(figure: Figure) -> str:
    return f"{figure.figure}  {figure.name or figure.label}{_comment(figure)}"


def _cap(cap: CapAccount, width: int) -> Iterator[str]:
    """A cap, what its condition came to and did, and beneath it what it was tested on."""
    done = "  <- this moved it" if cap.moved else ", which made no difference" if cap.truth == "yes" else ""
    came_to = f"{cap.truth}: " if cap.truth else "not tried, as there is no step to hold: "
    yield from wrap(f"{came_to}{cap.words} ({cap.where}){done}", width, "  ", "    ")
    for read in cap.reads:
        yield from wrap(_in_short(read), width, "      ", "        ")
    for given in cap.given:
        yield from wrap(given, width, "      ", "        ")


def _ruled_out(told: Account) -> Iterator[str]:
    """Each rule that made anything not applicable, the most frequent first, whichever questions it stands over."""
    by_words: dict[str, list[RuledOut]] = {}
    for ruled in told.ruled_out:
        by_words.setdefault(ruled.words, []).append(ruled)
    for words, alike in sorted(by_words.items(), key=lambda item: -sum(r.count for r in item[1])):
        over = alike[0].where if len(alike) == 1 else f"{len(alike)} questions"
        yield f"{sum(r.count for r in alike)} by rule: {words} ({over})"


def _headline(told: Account, ink: Ink) -> Iterator[str]:
    figure = told.figure
    yield ink(
        f"{figure.name}: {figure.label}" if figure.name else f"{figure.kind.capitalize()}: {figure.label}",
        "strong",
    )
    yield ink(f"{figure.figure}{_comment(figure)}", "strong")
    if figure.fraction and figure.counts.counted:
        what = "cases" if figure.kind == "rating" else "judgements sufficient"
        yield f"{figure.counts.sufficient} of {figure.counts.counted} {what}"
    could_be = range_words(figure)
    if could_be:
        gaps = sum(row.unanswered + row.undetermined for row in told.gaps_by_case)
        yield f"could be {could_be}, as {gaps} {'judgement is' if gaps == 1 else 'judgements are'} missing"
    if told.overridden:
        yield ink(_overridden(told), "warning")
    if words := interval_words(told.interval):
        few = ", from too few cases to mean much" if told.interval.few_cases else ""
        yield f"95% interval {words}{few}"


def _overridden(told: Account) -> str:
    """How many judgements of a score were overridden, and what it is without that."""
    count, before = told.overridden, told.figure.before
    words = f"{count:,} {'judgement was' if count == 1 else 'judgements were'} overridden by a person (see the end)"
    if before is None:
        return f"{words}, which does not move it"
    counted = f" ({before.counts.sufficient} of {before.counts.counted})" if before.fraction else ""
    return f"{words}; without that it is {before.figure}{counted}"


def _came_to(told: Account, ink: Ink, width: int) -> Iterator[str]:
    """Each case of a question, by what it came to."""
    yield ink("Its cases, by what the question came to", "strong")
    for one in told.came_to:
        words = f"{len(one.cases):,} {one.outcome}: {_named(one.cases, NAMED_ALONE)}"
        yield from wrap(words, width, "  ", "    ")


def _further_down(told: Account) -> Iterator[str]:
    """The commands that explain what a score is made of."""
    if told.follow is None:
        return
    yield ""
    if told.came_to:
        yield "Why a case came to what it did:"
        yield f"  {told.follow} --case CASE --question {told.figure.key}"
        return
    yield "More of one of its questions, of all that was judged of a case, or of one judgement:"
    yield f"  {told.follow} --score QUESTION"
    yield f"  {told.follow} --case CASE"
    yield f"  {told.follow} --case CASE --question QUESTION"


def _comment(figure: Figure) -> str:
    return f"  {figure.comment}" if figure.comment else ""


def _questions(told: Account, ink: Ink, width: int) -> Iterator[str]:
    yield ink("Its questions, and the cases below the line", "strong")
    yield from wrap(
        "Share: of all that is counted. Adds: to the score, in percentage points. Without: the score had it not been asked.",
        width,
        "  ",
    )
    heads = ("sufficient", "score", "share", "adds", "without")
    cells = [_cells(c) for c in told.questions]
    widths = column_widths([heads, *cells])
    yield ink("  " + "  ".join(pad(h, widths[i], ">") for i, h in enumerate(heads)), "faint")
    hang = " " * (sum(widths) + 2 * len(widths) + 2)
    for contribution, row in zip(told.questions, cells, strict=True):
        start = "  " + "  ".join(pad(c, widths[i], ">") for i, c in enumerate(row)) + "  "
        figure = contribution.figure
        first, *more = wrap(f"{figure.label} ({figure.key}, {contribution.criterion})", width, hang, hang)
        yield start + first.strip()
        yield from more
        for words in _cases(contribution):
            yield from (ink(line, "faint") for line in wrap(words, width, hang, hang + "  "))


def _cells(contribution: Contribution) -> tuple[str, str, str, str, str]:
    figure, without = contribution.figure, contribution.without
    share = "" if contribution.share is None else f"{contribution.share}%"
    percent = "-" if figure.percent is None else f"{figure.percent}%"
    adds = "" if contribution.adds is None else tenths(100 * Fraction(contribution.adds))
    sufficient = f"{figure.counts.sufficient} of {figure.counts.counted}"
    return sufficient, percent, share, adds, without.words if without.figure.fraction else "-"


def _cases(contribution: Contribution) -> Iterator[str]:
    if contribution.figure.state != "scored":
        yield contribution.figure.state_words
    if contribution.below:
        yield f"below the line: {_named(contribution.below)}"
    if contribution.gaps:
        yield f"missing: {_named(contribution.gaps)}"


def _named(cases: tuple[str, ...], most: int = NAMED) -> str:
    more = f" and {len(cases) - most:,} more (all of them with --format json)" if len(cases) > most else ""
    return ", ".join(cases[:most]) + more
