"""Turns words into coloured words, where a terminal shows them, and leaves them alone elsewhere."""

from collections.abc import Callable
from typing import Literal

Style = Literal["strong", "faint", "error", "warning", "good", "place"]

#: Gives words the look of a style.
Ink = Callable[[str, Style], str]

_CODES: dict[Style, str] = {
    "strong": "1",
    "faint": "2",
    "error": "1;31",
    "warning": "1;33",
    "good": "32",
    "place": "36",
}


def plain(text: str, _style: Style) -> str:
    """The words as they are."""
    return text


def coloured(text: str, style: Style) -> str:
    """The words between the codes a terminal reads as the style."""
    return f"\x1b[{_CODES[style]}m{text}\x1b[0m" if text else text
