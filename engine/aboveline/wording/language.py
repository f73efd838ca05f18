"""Says Messages in a language: in English as they stand in the code, in others by a catalogue, read when it is asked for.

A catalogue is a text in the form of GNU gettext, `locales/cy/LC_MESSAGES/aboveline.po`. What it has no words for is said in
English, and noted: `untranslated` lists it.
"""

from collections.abc import Callable
from datetime import date
from functools import cache
from gettext import GNUTranslations, NullTranslations
from importlib.resources import files
from importlib.resources.abc import Traversable
from io import BytesIO
from string import Formatter

from aboveline.frozen import frozen
from aboveline.wording.message import ALONE, Message, day_in_words

#: Where the catalogues lie, a folder for each language.
_LOCALES = "locales"


@frozen
class Untranslated:
    """A text without words in a language: in one and, where it counts, in many; and its context."""

    one: str
    many: str | None = None
    context: str | None = None


class Language:
    """A language the interface can speak; this one is English, as it stands in the code."""

    code = "en"
    #: What a page says its language is.
    tag = "en-GB"

    @property
    def untranslated(self) -> tuple[Untranslated, ...]:
        """The texts that were asked for and had to be said in English, in the order in which they were."""
        return ()

    def says(self, text: str, literal: Callable[[str], str] = str) -> str:
        """A text in this language; one that is no Message stays as it is.

        `literal` is what becomes of each stretch of text, such as to be escaped for a page.
        """
        if not isinstance(text, Message):
            return literal(text)
        said = list[str]()
        for words, name, spec in _parts(self.pattern(text)):
            if words:
                said.append(literal(words))
            if name is not None:
                said.append(self._blank(text.blanks[name], spec, literal))
        return "".join(said)

    def pattern(self, text: Message) -> str:
        """A text with its blanks, in the form its number asks for."""
        return text.one if text.many is None or text.number == 1 else text.many

    def number(self, number: float, spec: str = "") -> str:
        """A number as it is written."""
        return format(number, spec)

    def day(self, day: date) -> str:
        """A day as it is written."""
        return day_in_words(day)

    def _blank(self, of: object, spec: str, literal: Callable[[str], str]) -> str:
        match of:
            case str():
                return self.says(of, literal)
            case date():
                return self.day(of)
            case int() | float():
                return self.number(of, spec)
            case _:
                return literal(str(of))


class _Translated(Language):
    """A language with a catalogue."""

    def __init__(self, code: str) -> None:
        from babel import Locale  # noqa: PLC0415 (only for other languages)

        self.code = self.tag = code
        self._locale = Locale.parse(code)
        self._noting = _Noting()
        self._translations = GNUTranslations(BytesIO(_compiled(code)))
        self._translations.add_fallback(self._noting)

    @property
    def untranslated(self) -> tuple[Untranslated, ...]:
        return tuple(self._noting.found)

    def pattern(self, text: Message) -> str:
        say = self._translations
        match text.many, text.context:
            case None, None:
                return text.one if not text.one or text.one.startswith(ALONE) else say.gettext(text.one)
            case None, context:
                return say.pgettext(context, text.one)
            case many, _:
                return say.ngettext(text.one, many, text.number)

    def number(self, number: float, spec: str = "") -> str:
        from babel.numbers import get_decimal_symbol, get_group_symbol  # noqa: PLC0415

        signs = {",": get_group_symbol(self._locale), ".": get_decimal_symbol(self._locale)}
        return format(number, spec).translate(str.maketrans(signs))

    def day(self, day: date) -> str:
        from babel.dates import format_date  # noqa: PLC0415

        return format_date(day, "long", locale=self._locale)


class _Noting(NullTranslations):
    """What is asked where a catalogue has no words: gives the English ones, and takes them down."""

    def __init__(self) -> None:
        super().__init__()
        self.found: dict[Untranslated, None] = {}

    def gettext(self, message: str) -> str:
        self.found[Untranslated(message)] = None
        return message

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        self.found[Untranslated(msgid1, msgid2)] = None
        return msgid1 if n == 1 else msgid2

    def pgettext(self, context: str, message: str) -> str:
        self.found[Untranslated(message, context=context)] = None
        return message


ENGLISH = Language()


def language_of(code: str) -> Language:
    """A language by its code, which is one of `codes()`."""
    return ENGLISH if code == ENGLISH.code else _Translated(code)


def codes() -> tuple[str, ...]:
    """The languages there are: English, and every other that has a catalogue."""
    others = (one.name for one in files("aboveline.wording").joinpath(_LOCALES).iterdir())
    return (ENGLISH.code, *sorted(one for one in others if catalogue_of(one).is_file()))


def catalogue_of(code: str) -> Traversable:
    """Where the catalogue of a language lies."""
    return files("aboveline.wording").joinpath(_LOCALES, code, "LC_MESSAGES", "aboveline.po")


@cache
def _compiled(code: str) -> bytes:
    """A catalogue in the form in which it can be looked up; what a translator marked as uncertain is left out."""
    from babel.messages.mofile import write_mo  # noqa: PLC0415 (only for other languages)
    from babel.messages.pofile import read_po  # noqa: PLC0415

    compiled = BytesIO()
    with catalogue_of(code).open("rb") as text:
        write_mo(compiled, read_po(text, locale=code))
    return compiled.getvalue()


@cache
def _parts(pattern: str) -> tuple[tuple[str, str | None, str], ...]:
    """A pattern in stretches of words, each with the name of the blank behind it and how that is written."""
    return tuple((words, name, spec or "") for words, name, spec, _ in Formatter().parse(pattern))
