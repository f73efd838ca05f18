"""Texts that know how they were made: English to everybody, and to whoever asks, the same in another language.

A Message *is* its English text, so that whatever shows English needs to know nothing of it. It also holds the text as it is
written in the code, with its blanks, and what fills them; from that a `Language` says it in its own words:

    message("{sufficient} of {counted} sufficient", sufficient=62, counted=85)
    plural("{n} case", "{n} cases", 85)

What fills a blank may be a Message itself. Gluing Messages together with `+` or an f-string makes plain English of them:
sentences are to be written whole, with blanks.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

#: What the pattern of a value that stands alone begins with, which no catalogue has.
ALONE = "{value"


class Message(str):
    """An English text, and what it was made of: its pattern (in one and in many, where it counts), and its blanks.

    `context` tells apart short texts that are the same in English and may not be in other languages.
    """

    __slots__ = ("blanks", "context", "many", "number", "one")

    one: str
    many: str | None
    number: int
    context: str | None
    blanks: Mapping[str, Any]


def message(pattern: str, /, **blanks: object) -> Message:
    """A text whose blanks, such as `{name}`, are filled in: with numbers, dates, other texts."""
    return _made(pattern, None, 1, None, blanks)


def plural(one: str, many: str, count: int, /, **blanks: object) -> Message:
    """A text on a number of things, which fills the blank `{n}`."""
    return _made(one, many, count, None, {"n": count, **blanks})


def in_context(context: str, pattern: str, /, **blanks: object) -> Message:
    """A text so short that it may mean other things elsewhere; `context` tells a translator where it stands."""
    return _made(pattern, None, 1, context, blanks)


def value_alone(of: object, spec: str = "") -> Message:
    """A number or a date by itself, written as each language writes it; `spec` is how, such as `,`."""
    return _made(f"{ALONE}:{spec}}}", None, 1, None, {"value": of})


def joined(parts: Iterable[object], between: str = ", ") -> Message:
    """Texts or numbers one after another; `between` is a sign that every language has."""
    blanks = {f"value{at}": part for at, part in enumerate(parts)}
    return _made(between.join(f"{{{name}}}" for name in blanks), None, 1, None, blanks)


def listed(parts: Sequence[str]) -> str:
    """Texts one after another, with “and” between them; nothing of none."""
    first, *others = parts or ("",)
    for one in others:
        first = message("{first} and {next}", first=first, next=one)
    return first


def day_in_words(day: date) -> str:
    """A day as people write it in English, `4 July 2011`."""
    return f"{day.day} {day:%B %Y}"


def _made(
    one: str, many: str | None, count: int, context: str | None, blanks: Mapping[str, object]
) -> Message:
    filled = {name: day_in_words(of) if isinstance(of, date) else of for name, of in blanks.items()}
    made = Message((one if many is None or count == 1 else many).format_map(filled))
    made.one, made.many, made.number, made.context, made.blanks = one, many, count, context, blanks
    return made
