"""Makes text from files harmless to look at: characters that steer a screen or turn lines around are shown, not obeyed."""

import re

#: Control characters but the layout of a text, characters that turn the direction of the text around them, so that it reads
#: otherwise than it stands, and halves of a surrogate pair.
_STEERING = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)


def inert(text: str) -> str:
    """The text with every control character, half a surrogate pair and turning mark replaced by a sign that it was there."""
    return _STEERING.sub("\N{REPLACEMENT CHARACTER}", text)
