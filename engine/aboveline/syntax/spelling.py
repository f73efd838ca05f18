"""Turns a name, number or date as written into what it stands for, or says what is wrong with its letters.

Names are written with the letters a to z, digits and `_`, because they are also the columns and
keys of the data. Letters of other alphabets that look like these are the worst of slips, since
nobody can see them; so they are named one by one.
"""

import re
import unicodedata
from calendar import monthrange
from datetime import date
from decimal import Decimal

from aboveline.diagnostics import Diagnostic, Label
from aboveline.source import Span
from aboveline.values import MAX_DECIMAL_PLACES

#: Numbers as large as this, or larger, are refused.
NUMBER_LIMIT = 10**12

MONTHS = 12

_PLAIN_NAME = re.compile(r"[a-z][a-z0-9_]*")

# Letters that no normalisation turns into the Latin ones they look like.
_LOOKALIKES = str.maketrans(
    "аԁеһіјӏкорԛѕсутхѵԝгАВЕЅІЈКМНОРСТУХαεικνορστυχγηωΑΒΕΖΗΙΚΜΝΟΡΤΥΧıɡɑ",
    "adehijlkopqscytxvwrabesijkmhopctyxaeikvopotuxynwabezhikmnoptyxiga",
)


def shown(text: str, limit: int = 40) -> str:
    """Some words of the file between backticks, with what cannot be printed spelt out, cut when long."""
    plain = " ".join(text.split())
    plain = "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in plain)
    return f"`{plain[: limit - 1]}…`" if len(plain) > limit else f"`{plain}`"


def plain_letters(text: str) -> str:
    """The word with every letter that looks like one of a to z put right, in small letters."""
    folded = unicodedata.normalize("NFKD", text.translate(_LOOKALIKES))
    return "".join(c for c in folded if not unicodedata.combining(c)).lower()


def letter_name(letter: str) -> str:
    """A character as people can look it up, such as `U+043E, cyrillic small letter o`."""
    name = unicodedata.name(letter, "").lower()
    return f"U+{ord(letter):04X}, {name}" if name else f"U+{ord(letter):04X}"


def name_complaint(text: str, span: Span) -> Diagnostic | None:
    """What is wrong with the letters of a name, or None."""
    if _PLAIN_NAME.fullmatch(text):
        return None
    foreign = foreign_letter(text, span)
    if foreign:
        return foreign
    better = _PLAIN_NAME.search(text.lower())
    if text != text.lower() and better and better.group() == text.lower():
        return Diagnostic(
            "capital-letters",
            f"expected a name in small letters, found {shown(text)}",
            (Label(span),),
            help=f"did you mean `{text.lower()}`?",
            suggestion=text.lower(),
        )
    return Diagnostic(
        "name-form",
        f"expected a name that begins with a letter from a to z, found {shown(text)}",
        (Label(span),),
        help="a name is made of the letters a to z, digits and `_`, as in `plan_done_2`",
    )


def foreign_letter(text: str, span: Span) -> Diagnostic | None:
    """What to say of a word with a letter outside a to z, or None if it has none."""
    index = next((i for i, c in enumerate(text) if not c.isascii()), None)
    if index is None:
        return None
    letter, better = text[index], plain_letters(text)
    at = Span(span.file, span.start + index, span.start + index + 1)
    twin = plain_letters(letter)
    if len(twin) == 1 and twin.isascii() and not _is_accented(letter):
        return Diagnostic(
            "confusable-letters",
            f"expected the letter `{twin}` in {shown(text)}, found one that only looks like it ({letter_name(letter)})",
            (Label(at),),
            help=f"type the word again: `{better}`",
            suggestion=better if _PLAIN_NAME.fullmatch(better) else None,
        )
    return Diagnostic(
        "name-form",
        f"expected the letters a to z, digits and `_` in a name, found {shown(letter)} in {shown(text)}",
        (Label(at),),
        help=f"write `{better}`; its label may have any letters"
        if _PLAIN_NAME.fullmatch(better)
        else "the label that follows a name may have any letters",
        suggestion=better if _PLAIN_NAME.fullmatch(better) else None,
    )


def _is_accented(letter: str) -> bool:
    parts = unicodedata.normalize("NFD", letter)
    return len(parts) > 1 and parts[0].isascii()


def number(text: str, span: Span) -> tuple[int | Decimal, Diagnostic | None]:
    """The number written, exactly; and a complaint where it has too many digits to be one."""
    whole, _, places = text.lstrip("-").partition(".")
    if len(places) > MAX_DECIMAL_PLACES:
        return 0, Diagnostic(
            "number-too-fine",
            f"expected a number with at most {MAX_DECIMAL_PLACES} decimal places, found {len(places)}",
            (Label(span),),
        )
    if len(whole.lstrip("0")) >= len(str(NUMBER_LIMIT)):
        return 0, Diagnostic(
            "number-too-large",
            f"expected a number of at most {len(str(NUMBER_LIMIT)) - 1} digits, found one of {len(whole.lstrip('0'))}",
            (Label(span),),
        )
    return (Decimal(text) if places else int(text)), None


def day(text: str, span: Span) -> tuple[date, Diagnostic | None]:
    """The day written as year-month-day; and a complaint where the calendar has no such day."""
    try:
        return date.fromisoformat(text), None
    except ValueError:
        return date.min, Diagnostic(
            "impossible-date",
            f"expected a day of the calendar, found `{text}`",
            (Label(span),),
            help=_why_impossible(text),
        )


def _why_impossible(text: str) -> str:
    year, month, _ = (int(part) for part in text.split("-"))
    if not year:
        return "years begin with 0001"
    if not 1 <= month <= MONTHS:
        return f"there is no month {month}; a date is written year, month, day"
    return f"that month has {monthrange(year, month)[1]} days"
