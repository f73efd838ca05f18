"""Proves over all possible cases what edits do to each question they act on: whether it applies, and whether it is sufficient."""

from typing import Literal

from attrs import field

from aboveline.frozen import frozen
from aboveline.judgement import Outcome

#: How a set of cases compares with what it was before.
Verdict = Literal["the same", "narrower", "wider", "different", "not settled"]


@frozen
class Shown:
    """The smallest case that shows a difference: what it comes to in either version, and the case as an example of the newer.

    `only_in_gaps`: it is proved that no case shows it in which nothing is missing that the question needs.
    """

    way: str
    before: Outcome
    after: Outcome
    example: str = field(repr=False)
    only_in_gaps: bool = False


@frozen
class Proved:
    """What is proved of one question.

    `applies` compares the cases it is asked of, `sufficient` those in which it is sufficient, among cases it is asked of in
    both; `rest` says whether anything else it comes to can differ. `edits` are the numbers of those that act on it. `open` says what could not be settled, and why.
    """

    question: str
    label: str
    edits: tuple[int, ...]
    applies: Verdict
    sufficient: Verdict
    rest: Verdict
    shown: tuple[Shown, ...]
    open: tuple[str, ...] = ()

    @property
    def is_same(self) -> bool:
        """Whether it comes to the same in every possible case."""
        return {self.applies, self.sufficient, self.rest} == {"the same"}
