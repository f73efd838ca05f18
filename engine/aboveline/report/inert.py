"""Makes text from files harmless to look at: characters that steer a screen or turn lines around are shown, not obeyed."""

import unicodedata
from functools import cache

#: Characters that turn the direction of the text around them, so that it reads otherwise than it stands.
_TURNING = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")

#: Control characters that are but the layout of a text.
_LAYOUT = frozenset("\n\t\r")


def inert(text: str) -> str:
    """The text with every control character, half a surrogate pair and turning mark replaced by a sign that it was there."""
    if text.isascii() and text.isprintable():
        return text
    return "".join("\N{REPLACEMENT CHARACTER}" if _steers(c) else c for c in text)


@cache
def _steers(character: str) -> bool:
    if character in _LAYOUT:
        return False
    return character in _TURNING or unicodedata.category(character) in {"Cc", "Cs"}
