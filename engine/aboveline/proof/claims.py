"""What can be said of one case: that a rule comes to yes, that a question is judged so, that a fact holds a value.

A claim is true or false of a case, never unknown. Where a Space has two frameworks, `of` says which of them
a claim is about: 0 for the first, 1 for the second.
"""

from aboveline.framework import expressions as ex
from aboveline.frozen import frozen
from aboveline.judgement import Outcome
from aboveline.values import Mark, Truth, Value

#: Which of the frameworks of a Space, 0 where there is one.
Which = int


@frozen
class Comes:
    """An expression comes to yes, no, or unknown (None)."""

    expr: ex.Truth
    to: Truth
    of: Which = 0


@frozen
class Judged:
    """A question comes to one of some outcomes. One that is not judged comes to none."""

    question: str
    outcomes: frozenset[Outcome]
    of: Which = 0


@frozen
class Holds:
    """A fact or the answer to a question holds a value; None: it is missing.

    What is given holds what the record says, even where the thing does not exist or the question does not
    apply. What is worked out holds what a result lists: nothing where it does not exist or apply.
    """

    key: str
    value: Value | Mark | None
    of: Which = 0


@frozen
class Exists:
    """There is such a thing as a fact for the case (True), there is not (False), or that is unknown (None)."""

    fact: str
    to: Truth
    of: Which = 0


@frozen
class AllOf:
    """Every one of some claims."""

    claims: tuple["Claim", ...]


@frozen
class AnyOf:
    """At least one of some claims."""

    claims: tuple["Claim", ...]


@frozen
class Not:
    """A claim is not so."""

    claim: "Claim"


Claim = Comes | Judged | Holds | Exists | AllOf | AnyOf | Not
