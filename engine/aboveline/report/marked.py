"""Turns the table of a trail into the lines of the criteria a judgement rests on, each word marked by what it came to."""

from collections.abc import Iterator, Mapping

from aboveline.analysis.coverage import CameTo, Kind, Rule, Table, table_of
from aboveline.framework.model import Framework
from aboveline.frozen import frozen
from aboveline.report.ink import Ink, Style, plain
from aboveline.report.layout import width_of
from aboveline.source import Span
from aboveline.trail import Trail


@frozen
class MarkedRule:
    """One rule of the table: what it is, whose, where it stands, and what it came to."""

    kind: Kind
    owner: str
    at: Span
    came_to: CameTo


@frozen
class MarkedLine:
    """One line of a criteria file, and for each of its characters what the innermost rule there came to.

    `came_to` is None where no rule stands; `innermost` says whether no part of the rule stands there by itself.
    """

    owner: str
    file: str
    number: int
    text: str
    came_to: tuple[CameTo | None, ...]
    innermost: tuple[bool, ...]


def marked_rules(framework: Framework, trail: Trail) -> tuple[MarkedRule, ...]:
    """Every rule a judgement rests on, its own clauses first."""
    return tuple(MarkedRule(r.kind, r.owner, r.span, c) for r, c in table_of(framework, trail).items())


def marked_lines(framework: Framework, trail: Trail) -> tuple[MarkedLine, ...]:
    """The lines those rules stand in; of a repeat the same line may stand twice, once for each of its things."""
    table = table_of(framework, trail)
    owners = dict.fromkeys(rule.owner for rule in table)
    return tuple(line for owner in owners for line in _of_owner(framework, owner, table))


def _of_owner(framework: Framework, owner: str, table: Table) -> Iterator[MarkedLine]:
    own: dict[Rule, CameTo] = {rule: came_to for rule, came_to in table.items() if rule.owner == owner}
    for file in dict.fromkeys(rule.span.file for rule in own):
        source = framework.sources.get(file)
        if source is None:
            continue
        spans = [rule.span for rule in own if rule.span.file == file]
        numbers = {
            number
            for span in spans
            for number in range(source.position(span.start)[0], source.position(span.end)[0] + 1)
        }
        for number in sorted(numbers):
            yield _line(framework, owner, file, number, own)


def _line(framework: Framework, owner: str, file: str, number: int, own: Mapping[Rule, CameTo]) -> MarkedLine:
    source = framework.sources[file]
    text, start = source.line(number), source.offset(number)
    came: list[CameTo | None] = [None] * len(text)
    innermost = [False] * len(text)
    within = [rule for rule in own if rule.span.file == file]
    for rule in sorted(within, key=lambda r: r.span.start - r.span.end):
        is_whole = not any(_holds(rule.span, other.span) for other in within)
        for column in range(max(0, rule.span.start - start), min(len(text), rule.span.end - start)):
            came[column], innermost[column] = own[rule], is_whole
    return MarkedLine(owner, file, number, text, tuple(came), tuple(innermost))


def _holds(outer: Span, inner: Span) -> bool:
    return outer != inner and outer.start <= inner.start and inner.end <= outer.end


# --- As text ---------------------------------------------------------------------------------

_STYLES: Mapping[CameTo, Style] = {"yes": "good", "no": "error", "unknown": "warning", "not needed": "faint"}

#: What stands beneath a word where there are no colours.
_SIGNS: Mapping[CameTo, str] = {"yes": "y", "no": "n", "unknown": "?", "not needed": "-"}

_LEGEND = "y yes, n no, ? not known, - not needed"


def marked_text(lines: tuple[MarkedLine, ...], ink: Ink) -> Iterator[str]:
    """The lines with their words in colours, or, where there are none, with signs beneath them."""
    if not lines:
        return
    yield ""
    yield ink("The lines of the criteria it rests on", "strong")
    if ink is plain:
        yield f"  ({_LEGEND})"
    else:
        yield "  (" + ", ".join(ink(c if c != "unknown" else "not known", _STYLES[c]) for c in _STYLES) + ")"
    owner = ""
    for line in lines:
        if line.owner != owner:
            owner = line.owner
            yield f"  {owner}"
        indent = len(line.text) - len(line.text.lstrip())
        yield f"    {f'{line.file}:{line.number}'}"
        if ink is plain:
            yield f"      {line.text[indent:].replace(_TAB, ' ')}"
            yield f"      {_signs(line)[indent:]}".rstrip()
        else:
            yield f"      {_coloured(line, ink)}"


_TAB = "\t"


def _signs(line: MarkedLine) -> str:
    """A sign beneath each character of an innermost rule, as wide as the character."""
    signs = (
        (_SIGNS[came_to] if came_to and innermost else " ") * width_of(character)
        for character, came_to, innermost in zip(line.text, line.came_to, line.innermost, strict=True)
    )
    return "".join(signs)


def _coloured(line: MarkedLine, ink: Ink) -> str:
    """The line, each run of characters that came to the same in one colour."""
    found = ""
    run, last = "", line.came_to[0] if line.came_to else None
    for character, came_to in zip(line.text, line.came_to, strict=True):
        if came_to != last:
            found, run = found + (ink(run, _STYLES[last]) if last else run), ""
        run, last = run + character, came_to
    return (found + (ink(run, _STYLES[last]) if last else run)).strip()
