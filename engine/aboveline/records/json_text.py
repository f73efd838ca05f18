"""Turns JSON text into values, one record at a time, each with the line it begins on.

Numbers become `int` or `Decimal`, never a float. What is no value of JSON (NaN), or a number too
long to read, becomes an `Odd`, so that it is a fault of its record and not of the whole file.
"""

import json
import re
from collections.abc import Iterable, Iterator
from decimal import Decimal, InvalidOperation

from attrs import evolve, field

from aboveline.diagnostics import Diagnostic, Place
from aboveline.frozen import frozen
from aboveline.records.raw import Odd, problem

#: A value of JSON; objects are `dict`, arrays `list`.
Json = object

#: A whole number of more digits is not read.
_MOST_DIGITS = 30
_SPACE = re.compile(r"[ \t\r\n]*")


@frozen
class Element:
    """One value in a text: the line it begins on, and the names that stand twice in an object within it."""

    value: Json
    line: int
    repeated: tuple[str, ...] = ()


@frozen
class JsonText:
    """A JSON text being read. The names that stand twice in an object gather in `repeated` as it is decoded."""

    text: str = field(repr=False)
    repeated: list[str]
    decoder: json.JSONDecoder = field(repr=False)

    def on(self, text: str) -> "JsonText":
        """Another text, to be read by the same decoder."""
        return JsonText(text, self.repeated, self.decoder)


def open_json(text: str) -> JsonText:
    """A JSON text ready to be read."""
    repeated: list[str] = []

    def pairs(found: list[tuple[str, Json]]) -> dict[str, Json]:
        result = dict(found)
        if len(result) < len(found):
            repeated.extend(_repeated(name for name, _ in found))
        return result

    decoder = json.JSONDecoder(
        object_pairs_hook=pairs, parse_int=_whole, parse_float=_decimal, parse_constant=_constant
    )
    return JsonText(text, repeated, decoder)


def _repeated(names: Iterable[str]) -> Iterator[str]:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            yield name
        seen.add(name)


def skip_space(json_text: JsonText, at: int) -> int:
    """The first place from `at` on that is not space."""
    found = _SPACE.match(json_text.text, at)
    return found.end() if found else at


def value_at(json_text: JsonText, at: int) -> tuple[Element, int]:
    """The value that begins at a place, and where it ends. Raises `JSONDecodeError` or `RecursionError`."""
    json_text.repeated.clear()
    value, end = json_text.decoder.raw_decode(json_text.text, at)
    return Element(value, 0, tuple(json_text.repeated)), end


def whole_value(json_text: JsonText) -> Element:
    """The one value of a text. Raises `JSONDecodeError` or `RecursionError`."""
    start = skip_space(json_text, 0)
    element, end = value_at(json_text, start)
    nothing_after(json_text, end)
    return evolve(element, line=json_text.text.count("\n", 0, start) + 1)


def nothing_after(json_text: JsonText, end: int) -> None:
    """Raise `JSONDecodeError` where more than space follows."""
    rest = skip_space(json_text, end)
    if rest < len(json_text.text):
        raise json.JSONDecodeError("Extra data", json_text.text, rest)


def array_at(json_text: JsonText, at: int) -> tuple[tuple[Element, ...], int]:
    """The elements of the array that begins at a place, and where it ends. Raises as `value_at` does."""
    text = json_text.text
    elements: list[Element] = []
    line, counted_to = 1, 0
    at = skip_space(json_text, at + 1)
    if text[at : at + 1] == "]":
        return (), at + 1
    while True:
        line += text.count("\n", counted_to, at)
        counted_to = at
        element, end = value_at(json_text, at)
        elements.append(evolve(element, line=line))
        at = skip_space(json_text, end)
        if text[at : at + 1] == "]":
            return tuple(elements), at + 1
        at = skip_space(json_text, _after(json_text, at, ","))


def object_at(
    json_text: JsonText, at: int, array: str
) -> tuple[tuple[tuple[str, Element | tuple[Element, ...]], ...], int]:
    """The members of the object that begins at a place, and where it ends; the array of that name by element.

    Raises as `value_at` does.
    """
    text = json_text.text
    members: list[tuple[str, Element | tuple[Element, ...]]] = []
    at = skip_space(json_text, at + 1)
    while text[at : at + 1] != "}":
        if members:
            at = skip_space(json_text, _after(json_text, at, ","))
        if text[at : at + 1] != '"':
            raise json.JSONDecodeError("Expecting property name enclosed in double quotes", text, at)
        name, end = value_at(json_text, at)
        at = skip_space(json_text, _after(json_text, skip_space(json_text, end), ":"))
        is_array = name.value == array and text[at : at + 1] == "["
        value, end = array_at(json_text, at) if is_array else value_at(json_text, at)
        members.append((str(name.value), value))
        at = skip_space(json_text, end)
    return tuple(members), at + 1


def _after(json_text: JsonText, at: int, mark: str) -> int:
    if json_text.text[at : at + 1] != mark:
        raise json.JSONDecodeError(f"Expecting '{mark}' delimiter", json_text.text, at)
    return at + 1


def _whole(text: str) -> int | Odd:
    digits = len(text.removeprefix("-"))
    return int(text) if digits <= _MOST_DIGITS else Odd(f"a whole number of {digits:,} digits")


def _decimal(text: str) -> Decimal | Odd:
    try:
        return Decimal(text)
    except InvalidOperation:
        return Odd("a number too large or too small to be kept")


def _constant(text: str) -> Odd:
    return Odd("NaN, which is not a number" if text == "NaN" else "infinity, which is not a number")


#: What was expected where the decoder stopped, in plain words, and the remedy.
_EXPECTED: dict[str, tuple[str, str | None]] = {
    "Expecting value": ("a value", None),
    "Expecting ',' delimiter": ("a comma or a closing bracket", None),
    "Expecting ':' delimiter": ("a colon between a name and its value", None),
    "Expecting property name enclosed in double quotes": ("a name in double quotation marks", None),
    "Unterminated string starting at": (
        "a closing quotation mark for the text that begins here, found the end of the text",
        "the file may have been cut short",
    ),
    "Invalid control character at": (
        "a text to close on the line it opens on, found a line break or a tab in it",
        "close the quotation mark; within a text a line break is written \\n, a tab \\t",
    ),
    "Invalid \\escape": (
        'one of " \\ / b f n r t u after a backslash, found something else',
        "a backslash that belongs to a text is written twice",
    ),
    "Invalid \\uXXXX escape": (
        "four hexadecimal digits after \\u, found something else",
        "a backslash that belongs to a text is written twice",
    ),
    "Extra data": (
        "nothing more, found text after the end",
        "put all records into one array, parted by commas",
    ),
}

#: How a character that should not be there is named; letters and digits are not shown.
_FOUND = {
    "}": "a closing brace", "]": "a closing bracket", "{": "an opening brace", "[": "an opening bracket",
    ",": "a comma", ":": "a colon", '"': "a quotation mark", "'": "an apostrophe", ".": "a point",
    "“": "a curly quotation mark", "”": "a curly quotation mark", "#": "a `#`", "/": "a slash", ";": "a semicolon",
}  # fmt: skip


def syntax_error(file: str, error: json.JSONDecodeError, first_line: int = 1) -> Diagnostic:
    """A slip in the writing of JSON, in plain words, where the text begins on `first_line` of the file."""
    text, at, reason = error.doc, error.pos, error.msg.removesuffix(": ")
    comma = _trailing_comma(text, at)
    if comma is not None:
        at, message, remedy = (
            comma,
            "expected no comma before a closing bracket, found one",
            "remove the comma",
        )
    else:
        # editions of Python say "control character" and "escape" with and without "at"
        expected, remedy = (
            _EXPECTED.get(reason)
            or _EXPECTED.get(reason + " at")
            or _EXPECTED.get(reason.removesuffix(" at"), ("JSON", None))
        )
        message = f"expected {expected}"
        if reason.startswith("Expecting"):
            message += f", found {_found(text, at)}"
            remedy = _remedy(reason, text, at)
    line = first_line + text.count("\n", 0, at)
    where = f"(line {line}, column {at - text.rfind(chr(10), 0, at)})"
    return problem("json-syntax", f"{message} {where}", Place(file, line), remedy=remedy)


def _trailing_comma(text: str, at: int) -> int | None:
    """Where a comma stands just before the closing bracket at which reading stopped."""
    closing = (
        len(text[: at + 1]) + len(text[at + 1 :]) - len(text[at + 1 :].lstrip())
        if text[at : at + 1] == ","
        else at
    )
    before = text[:closing].rstrip()
    return len(before) - 1 if text[closing : closing + 1] in {"]", "}"} and before.endswith(",") else None


def _found(text: str, at: int) -> str:
    if at >= len(text.rstrip()):
        return "the end of the text"
    character = text[at]
    if character in _FOUND:
        return _FOUND[character]
    if character.isalpha():
        return "a letter"
    return "a digit" if character.isdigit() else "another character"


def _remedy(reason: str, text: str, at: int) -> str | None:
    """What to do, by what stands where reading stopped."""
    for word, right in (("True", "true"), ("False", "false"), ("None", "null")):
        if text.startswith(word, at):
            return f"write `{right}`"
    found = _found(text, at)
    if found in {"an apostrophe", "a curly quotation mark"}:
        return 'texts and names stand between straight double quotation marks, as in "yes"'
    if found == "the end of the text":
        return "the file may have been cut short"
    if reason == "Expecting ',' delimiter":
        letter = found in {"a letter", "a digit"}
        return (
            "a quotation mark before this may be missing or one too many"
            if letter
            else "put a comma before it"
        )
    if reason == "Expecting value":
        return 'a text stands between quotation marks, as in "yes"; what is not known is null'
    return None
