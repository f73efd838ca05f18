"""Writes a case that shows a finding as an `example` in the language."""

from collections.abc import Sequence

from aboveline.framework.model import Expect
from aboveline.lint.grounds import Grounds
from aboveline.proof.as_example import as_example
from aboveline.proof.space import Found


def witness_of(grounds: Grounds, found: Found, words: str, expect: Sequence[Expect]) -> str:
    """The case as an example, with what comes of it today."""
    return as_example(grounds.framework, found, words, expect)
