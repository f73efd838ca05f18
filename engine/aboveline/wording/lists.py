"""Lists in a sentence. For texts that are only ever in English; `message.listed` is for those said in other languages."""

from collections.abc import Sequence


def in_a_list(words: Sequence[str], joint: str = "and") -> str:
    """Words as they are listed in a sentence: `a`, `a and b`, `a, b and c`; nothing of none."""
    return f" {joint} ".join((", ".join(words[:-1]), words[-1])) if len(words) > 1 else "".join(words)
