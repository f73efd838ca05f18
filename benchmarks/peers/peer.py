"""What another engine is here: its name, how it is used at its best, and how it is made ready to judge."""

from collections.abc import Callable, Sequence
from typing import Any

import polars as pl

from aboveline.frozen import frozen
from benchmarks.agreement import Found
from benchmarks.questions import QUESTIONS
from benchmarks.two_valued import identifier


@frozen
class Peer:
    """Another engine.

    `ready` makes the rules and the cases into whatever form it is fastest with, which is not timed,
    and gives the work that is: it comes to a sequence of codes for each case, or with `by_question`
    for each question. Raises ImportError where the engine is not installed.
    """

    name: str
    #: What it is called on PyPI.
    distribution: str
    #: How it is used here: the fastest of the ways that were tried.
    form: str
    ready: Callable[[pl.DataFrame], Callable[[], Sequence[Any]]]
    by_question: bool = False
    #: On how many cases its results are checked.
    sample: int = 200


def records(cases: pl.DataFrame) -> list[dict[str, str | None]]:
    """The cases as mappings by identifier; a missing value is None."""
    named = cases.rename({name: identifier(name) for name in cases.columns})
    return named.to_dicts()


def outcomes(peer: Peer, cases: pl.DataFrame) -> Found:
    """What a peer says of some cases."""
    found = peer.ready(cases)()
    by_question = found if peer.by_question else zip(*found, strict=True)
    return {key: [int(code) for code in codes] for key, codes in zip(QUESTIONS, by_question, strict=True)}
