"""What the rows of `build.py` are made with: places in the file, and the smallest parts (names, numbers, words).

A part is a token, for a word or sign of the language; a node, which another rule built; or None,
for what was left out.
"""

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any, NamedTuple

import attrs
from lark import Token

from aboveline.diagnostics import Diagnostic, Label
from aboveline.frozen import frozen
from aboveline.languages import code_meant, is_language
from aboveline.source import Span
from aboveline.syntax import spelling, tree

Parts = list[Any]


@frozen
class Place:
    """Where the text being built from stands: its file, and how far into the file it begins.

    Complaints about single words (a date that does not exist, capitals in a name) are put into
    `complaints`.
    """

    file: str
    offset: int
    complaints: list[Diagnostic]


Row = Callable[[Place, Parts], Any]


class Items(NamedTuple):
    """Names in brackets; the span includes the brackets."""

    names: tuple[tree.Name, ...]
    span: Span


def start_of(place: Place, part: Any) -> int:  # noqa: ANN401 (any part)
    """Where in the file a part begins."""
    return place.offset + (part.start_pos or 0) if isinstance(part, Token) else part.span.start


def end_of(place: Place, part: Any) -> int:  # noqa: ANN401 (any part)
    """Where in the file a part ends; of several parts, where the last one does."""
    while type(part) is tuple:  # a plain one: the named tuples have spans of their own
        part = _last(part)
    return place.offset + (part.end_pos or 0) if isinstance(part, Token) else part.span.end


def _last(several: Any) -> Any:  # noqa: ANN401 (any part)
    return several[-1]


def span_of(place: Place, parts: Parts) -> Span:
    """The span from the first part to the last that is there."""
    last = next(part for part in reversed(parts) if part is not None)
    return Span(place.file, start_of(place, parts[0]), end_of(place, last))


def phrase(token: Token) -> Any:  # noqa: ANN401 (stands where a node wants one of a few phrases)
    """A phrase of the language with single spaces."""
    return " ".join(token.split())


def unit(token: Token) -> Any:  # noqa: ANN401 (likewise)
    """A unit of time in the plural: `days` for `day` too."""
    written = " ".join(token.split())
    return written if written.endswith("s") else written + "s"


def nodes(parts: Parts) -> tuple[Any, ...]:
    """The parts that are neither words of the language nor left out."""
    return tuple(part for part in parts if part is not None and not isinstance(part, Token))


def name(place: Place, parts: Parts) -> tree.Name:
    """A name; one with capitals or foreign letters is complained of."""
    built = tree.Name(str(parts[0]), span_of(place, parts))
    complaint = spelling.name_complaint(built.text, built.span)
    if complaint:
        place.complaints.append(complaint)
    return built


def part_number(place: Place, parts: Parts) -> tree.Name:
    """The number of a section or criterion."""
    return tree.Name(str(parts[0]), span_of(place, parts))


def quoted(place: Place, parts: Parts) -> tree.Quoted:
    """Words in double quotes, without the quotes."""
    return tree.Quoted(parts[0][1:-1], span_of(place, parts))


def label(place: Place, parts: Parts) -> tree.Quoted:
    """Words that people read, with their translations."""
    return tree.Quoted(parts[0][1:-1], span_of(place, parts), tuple(parts[1:]))


def translation(place: Place, parts: Parts) -> tree.Translation:
    """Words in another language, after its code."""
    return tree.Translation(
        tree.LanguageCode(str(parts[0]), span_of(place, parts[:1])), parts[1], span_of(place, parts)
    )


def number(place: Place, token: Token) -> Any:  # noqa: ANN401 (int or Decimal, as the node wants)
    """The number written; one with too many digits is complained of."""
    value, complaint = spelling.number(str(token).rstrip("%"), span_of(place, [token]))
    if complaint:
        place.complaints.append(complaint)
    return value


def whole(place: Place, token: Token) -> int:
    """The whole number written; one with decimal places is complained of."""
    value = number(place, token)
    if not isinstance(value, int):
        message = f"expected a whole number, found `{token}`"
        place.complaints.append(Diagnostic("whole-number-needed", message, (Label(span_of(place, [token])),)))
    return int(value)


def literal(place: Place, parts: Parts) -> tree.Literal | tree.Percent:
    """A number, a percentage, a date or a text."""
    token, span = parts[0], span_of(place, parts)
    match token.type:
        case "STRING":
            return tree.Literal(token[1:-1], span)
        case "PERCENT":
            return tree.Percent(Decimal(number(place, token)), span)
        case "DATE":
            value, complaint = spelling.day(str(token), span)
            if complaint:
                place.complaints.append(complaint)
            return tree.Literal(value, span)
        case _:
            return tree.Literal(number(place, token), span)


def names_of(some: tree.Name | Items | None) -> tuple[tree.Name, ...]:
    """One name, several in brackets, or none."""
    if some is None:
        return ()
    return some.names if isinstance(some, Items) else (some,)


def instance(place: Place, parts: Parts) -> tree.Instance:
    """`x of item` or `x of (a, b)`."""
    return tree.Instance(parts[0], names_of(parts[2]), span_of(place, parts))


def word(place: Place, parts: Parts) -> tree.LabelledName:
    """An answer word or an item, with its label."""
    return tree.LabelledName(parts[0], parts[1], span_of(place, parts))


def words(place: Place, parts: Parts) -> tuple[tree.LabelledName, ...]:
    """Answer words or items with commas between them; one whose comma was left out looks like a language, and is complained of."""
    return tuple(word for each in nodes(parts) for word in _apart(place, each))


def _apart(place: Place, word: tree.LabelledName) -> Iterator[tree.LabelledName]:
    given = word.label.translations if word.label else ()
    for at, one in enumerate(given):
        code = one.language.text
        if word.label and not is_language(code) and (code == "no" or code_meant(code) is None):
            before = given[at - 1].words if at else word.label
            place.complaints.append(_missing_comma(before.text, one))
            label = _with_translations(word.label, given[:at])
            yield attrs.evolve(word, label=label, span=word.span.to(label.span))
            after = _with_translations(one.words, given[at + 1 :])
            name = tree.Name(code, one.language.span)
            yield from _apart(place, tree.LabelledName(name, after, name.span.to(after.span)))
            return
    yield word


def _with_translations(words: tree.Quoted, translations: tuple[tree.Translation, ...]) -> tree.Quoted:
    last = translations[-1] if translations else words
    at = words.at
    return tree.Quoted(words.text, at.to(last.span) if translations else at, translations)


_LETTERS_OF_A_CODE = 2


def _missing_comma(before: str, after: tree.Translation) -> Diagnostic:
    name, quoted = after.language.text, f'"{before}"'
    # Two letters are rather a code than an answer word; `no` is one of these.
    if len(name) == _LETTERS_OF_A_CODE and name != "no":
        return Diagnostic(
            "unknown-language",
            f"expected `,` or the code of a language after {spelling.shown(quoted)}, found `{name}`, which is no code known",
            (Label(after.language.span),),
            help="a code of ISO 639 has two letters where a language has two, else three, such as `cy` for Welsh; if "
            f"`{name}` is the next word, write `{quoted}, {name}`",
        )
    return Diagnostic(
        "missing-comma",
        f"expected `,` between {spelling.shown(quoted)} and `{name}`, found nothing",
        (Label(after.language.span),),
        help=f"write `{quoted}, {name}`",
    )


def of_second(node: Callable[[Any, Span], Any]) -> Row:
    """For a rule whose node holds just its second part, such as `only where` and an expression."""
    return lambda place, parts: node(parts[1], span_of(place, parts))


def of_none(node: Callable[[Span], Any]) -> Row:
    """For a rule that is words alone."""
    return lambda place, parts: node(span_of(place, parts))
