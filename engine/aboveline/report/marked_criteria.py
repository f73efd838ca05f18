"""Turns the table of what examples show into the criteria files themselves, every stretch marked by its standing.

As text, with a sign beneath every character of a stretch, and colours besides where there are any; or as one
self-contained page, where each standing has a line of its own beneath the words as well as a colour.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Literal

from aboveline.framework.model import Framework
from aboveline.frozen import frozen
from aboveline.report.ink import Ink, Style, plain
from aboveline.report.layout import width_of
from aboveline.report.templating import environment
from aboveline.report.tried import STANDINGS, Row, Share, Standing, by_file, share

SIGNS: Mapping[Standing, str] = {"whole": "+", "part": "~", "none": "!", "out of reach": "-"}

_STYLES: Mapping[Standing, Style] = {
    "whole": "good",
    "part": "warning",
    "none": "error",
    "out of reach": "faint",
}


def innermost(framework: Framework, file: str, rows: Sequence[Row]) -> tuple[Row | None, ...]:
    """For each character of a file, the innermost stretch that it stands in."""
    found: list[Row | None] = [None] * len(framework.sources[file].text)
    for row in sorted(rows, key=lambda row: row.rule.span.start - row.rule.span.end):
        for place in range(row.rule.span.start, row.rule.span.end):
            found[place] = row
    return tuple(found)


# --- As text ---------------------------------------------------------------------------------


def marked_criteria_text(framework: Framework, rows: Sequence[Row], ink: Ink = plain) -> str:
    """The files that have rules, each line of a rule with signs beneath it, and what is not shown of it yet."""
    lines = [ink("What the examples try of the criteria", "strong")]
    lines += [f"  {ink(sign, _STYLES[s])} {ink(STANDINGS[s], _STYLES[s])}" for s, sign in SIGNS.items()]
    for file, its in by_file(rows).items():
        lines += ["", ink(f"{file}: {share_in_words(share(its))}", "strong"), ""]
        lines += _file(framework, file, its, ink)
    return "\n".join(lines) + "\n"


def share_in_words(part: Share) -> str:
    """How much of some criteria is tried every way."""
    if not part.of:
        return "nothing that a case can try"
    return f"{part.whole} of {part.of} tried every way they can come out ({part.percent}%)"


def _file(framework: Framework, file: str, rows: Sequence[Row], ink: Ink) -> Iterator[str]:
    source, marked = framework.sources[file], innermost(framework, file, rows)
    texts = source.text.splitlines(keepends=True)
    number_width = len(str(len(texts)))
    place = 0
    for number, text in enumerate(texts, 1):
        line = text.rstrip("\r\n")
        own = marked[place : place + len(line)]
        yield f"{number:>{number_width}}  {_inked(line, own, ink)}".rstrip()
        if any(own):
            yield f"{'':{number_width}}  {_signs(line, own, ink)}".rstrip()
            for row in dict.fromkeys(row for row in own if row is not None):
                if row.standing == "part" and place <= row.rule.span.start:
                    yield from _lacking(framework, row, number_width, ink)
        place += len(text)


def _lacking(framework: Framework, row: Row, indent: int, ink: Ink) -> Iterator[str]:
    lacking = "; ".join(one.words for one in (*row.in_state("not shown"), *row.in_state("open")))
    words = " ".join(framework.sources[row.rule.span.file].slice(row.rule.span).split())
    yield ink(
        f"{'':{indent}}    {words if len(words) <= 60 else words[:59] + '…'}: not yet {lacking}", "faint"
    )


def _inked(line: str, own: Sequence[Row | None], ink: Ink) -> str:
    """The line, each run of characters of one stretch in its colour."""
    return "".join(ink(run, _STYLES[row.standing]) if row else run for row, run in _runs(line, own))


def _signs(line: str, own: Sequence[Row | None], ink: Ink) -> str:
    """A sign beneath each character of a stretch, as wide as the character."""
    found = ""
    for row, run in _runs(line, own):
        width = width_of(run)
        found += ink(SIGNS[row.standing] * width, _STYLES[row.standing]) if row else " " * width
    return found


def _runs(line: str, own: Sequence[Row | None]) -> Iterator[tuple[Row | None, str]]:
    start = 0
    for place in range(1, len(line) + 1):
        if place == len(line) or own[place] is not own[start]:
            yield own[start], line[start:place]
            start = place


# --- As a page -------------------------------------------------------------------------------


@frozen
class Piece:
    """A piece of a file: where a stretch begins, some text, or where the last stretch that began ends."""

    kind: Literal["begin", "text", "end"]
    text: str = ""
    row: Row | None = None


def pieces(framework: Framework, file: str, rows: Sequence[Row]) -> tuple[Piece, ...]:
    """A file in pieces; every stretch begins and ends once, those within another between its ends."""
    text = framework.sources[file].text
    begins = sorted(rows, key=lambda row: (row.rule.span.start, -row.rule.span.end))
    found: list[Piece] = []
    open_rows: list[Row] = []
    place = 0

    def tell(to: int) -> None:
        nonlocal place
        if to > place:
            found.append(Piece("text", text[place:to]))
            place = to

    def end_before(start: int) -> None:
        while open_rows and open_rows[-1].rule.span.end <= start:
            tell(open_rows.pop().rule.span.end)
            found.append(Piece("end"))

    for row in begins:
        end_before(row.rule.span.start)
        tell(row.rule.span.start)
        found.append(Piece("begin", row=row))
        open_rows.append(row)
    end_before(len(text))
    tell(len(text))
    return tuple(found)


def marked_criteria_page(framework: Framework, rows: Sequence[Row]) -> str:
    """The files as one self-contained page; everything that came from a file is escaped."""
    return (
        environment()
        .get_template("criteria.html")
        .render(
            framework=framework,
            whole=share_in_words(share(rows)),
            files=[
                (file, share_in_words(share(its)), pieces(framework, file, its))
                for file, its in by_file(rows).items()
            ],
            standings=STANDINGS,
            signs=SIGNS,
            class_of=class_of,
            told=told,
        )
    )


def class_of(standing: Standing) -> str:
    """The name that the style of a standing goes by in the page."""
    return standing.replace(" ", "-")


def told(row: Row) -> str:
    """What was seen of a stretch, and what was not, in a sentence."""
    parts = [
        (row.in_state("shown"), "shown"),
        (row.in_state("not shown"), "not shown yet"),
        (row.in_state("open"), "not settled"),
        (row.in_state("never"), "no case can show"),
    ]
    return ". ".join(
        f"{words.capitalize()}: {'; '.join(o.words for o in found)}" for found, words in parts if found
    )
