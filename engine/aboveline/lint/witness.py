"""Writes a case that shows a finding as an `example` in the language."""

from aboveline.lint.grounds import Grounds
from aboveline.proof.as_example import CannotBeWrittenError, as_example
from aboveline.proof.space import Found


def witness_of(grounds: Grounds, found: Found, words: str, about: str) -> str | None:
    """The case as an example, with what comes of a thing today; None where it cannot be written."""
    try:
        return as_example(grounds.framework, found, words, [about])
    except CannotBeWrittenError:
        return None
