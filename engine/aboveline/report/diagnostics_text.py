"""Turns Diagnostics into what a person reads: the place, what is wrong, the line underlined, the remedy."""

from collections.abc import Iterator, Mapping, Sequence

from aboveline.diagnostics import Diagnostic, Label, Place, Severity
from aboveline.report.ink import Ink, plain
from aboveline.report.layout import width_of
from aboveline.report.repeated import gathered
from aboveline.source import Source, Span

#: How many are shown before the rest are only counted.
SHOWN = 50


def diagnostics_text(
    diagnostics: Sequence[Diagnostic],
    sources: Mapping[str, Source],
    ink: Ink = plain,
    shown: int | None = SHOWN,
) -> str:
    """All diagnostics as text, errors first; after `shown` of them only how many more there are.

    Those about records that say the same of a column or of a row are told as one, with how many there are.
    """
    ordered = gathered(sorted(diagnostics, key=lambda d: d.severity is not Severity.ERROR))
    head = ordered if shown is None else ordered[:shown]
    blocks = ["\n".join(_block(told.as_one, sources, ink)) for told in head]
    if len(ordered) > len(head):
        left = sum(told.count for told in ordered[len(head) :])
        blocks.append(f"… and {left:,} more (all of them with --format json)")
    return "\n\n".join(blocks)


def count_line(diagnostics: Sequence[Diagnostic]) -> str:
    """How many errors and warnings there are, such as `2 errors, 1 warning`."""
    errors = sum(d.is_error for d in diagnostics)
    warnings = len(diagnostics) - errors
    parts = [
        f"{n} {word}{'' if n == 1 else 's'}" for n, word in ((errors, "error"), (warnings, "warning")) if n
    ]
    return ", ".join(parts) or "no errors"


def _block(diagnostic: Diagnostic, sources: Mapping[str, Source], ink: Ink) -> Iterator[str]:
    severity = diagnostic.severity.value
    at = _where(diagnostic.labels[0].at, sources) if diagnostic.labels else ""
    place = ink(at, "place") + ": " if at else ""
    kind = ink(severity, "error" if diagnostic.is_error else "warning")
    yield f"{place}{kind}: {ink(diagnostic.message, 'strong')} {ink(f'[{diagnostic.code}]', 'faint')}"
    for number, label in enumerate(diagnostic.labels):
        yield from _label_lines(label, sources, ink, first=number == 0)
    if diagnostic.help:
        yield f"  {ink('help', 'good')}: {diagnostic.help}"
    elif diagnostic.suggestion and diagnostic.suggestion not in diagnostic.message:
        yield f"  {ink('help', 'good')}: did you mean `{diagnostic.suggestion}`?"


def _where(at: Span | Place, sources: Mapping[str, Source]) -> str:
    """The place as editors and terminals understand it: file, line and (in criteria) column."""
    match at:
        case Span():
            if at.file not in sources:
                return at.file
            line, column = sources[at.file].position(at.start)
            return f"{at.file}:{line}:{column}"
        case Place():
            if at.cell is not None:
                return f"{at.file}, {at.cell}"
            return at.file if at.line is None else f"{at.file}:{at.line}"


def _label_lines(label: Label, sources: Mapping[str, Source], ink: Ink, *, first: bool) -> Iterator[str]:
    match label.at:
        case Span():
            if not first:
                words = f": {label.message}" if label.message else ""
                yield f"  {ink('see', 'faint')} {ink(_where(label.at, sources), 'place')}{words}"
            if label.at.file in sources:
                yield from _underlined(label.at, sources[label.at.file], label.message if first else "", ink)
        case Place():
            said = [_record_words(label.at)] if _record_words(label.at) else []
            said += [label.message] if label.message else []
            see = "" if first else f"see {_where(label.at, sources)}: "
            if said or see:
                yield f"  {ink(see + ': '.join(said), 'faint')}"


def _record_words(place: Place) -> str:
    """The rest of a place in a file of records: the row, the case and the field."""
    parts = [
        f"row {place.row}" if place.row is not None and place.cell is None else "",
        f"{place.noun} {place.case_id}" if place.case_id is not None else "",
        f"field {place.field}" if place.field is not None else "",
    ]
    return ", ".join(p for p in parts if p)


def _underlined(span: Span, source: Source, message: str, ink: Ink) -> Iterator[str]:
    """The source line with the words in question marked beneath."""
    number, column = source.position(span.start)
    text = source.line(number)
    margin = f"{number:>5} | "
    before = "".join("\t" if c == "\t" else " " * width_of(c) for c in text[: column - 1])
    marked = text[column - 1 : column - 1 + max(1, span.end - span.start)]
    carets = "^" * max(1, width_of(marked))
    yield f"{ink(margin, 'faint')}{text}"
    yield f"{ink('      | ', 'faint')}{before}{ink(f'{carets} {message}'.rstrip(), 'error')}"
