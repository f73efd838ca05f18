"""The Trail: everything that decided a judgement, as a tree that mirrors the rule it came from."""

from typing import Literal

from aboveline.diagnostics import Place
from aboveline.framework.expressions import Expression
from aboveline.frozen import frozen
from aboveline.judgement import Judgement
from aboveline.values import Truth, Value


@frozen
class Step:
    """One expression of a rule and what it came to for the case.

    For a truth, `truth` is yes, no or unknown. For an operand, `exists` says whether there is such a
    thing for this case at all, `value` what it is (None: missing), and `place` where it stands in the
    input. `steps` are the steps of the expressions beneath, in the order of the text; a named
    condition has the steps of its own rule beneath it, a worked-out fact those of its rows.
    """

    expr: Expression
    kind: Literal["truth", "operand"]
    truth: Truth = None
    exists: Truth = True
    value: Value | None = None
    place: Place | None = None
    steps: tuple["Step", ...] = ()


@frozen
class ClauseStep:
    """One clause over the question, by its index, and what it came to; `decided` marks the deciding one."""

    clause: int
    truth: Truth
    decided: bool
    step: Step


@frozen
class Trail:
    """A judgement and everything it rests on, complete even where something is missing."""

    judgement: Judgement
    clauses: tuple[ClauseStep, ...]
    #: Where the answer itself stands in the input, if there is a place for it.
    answer_place: Place | None
    #: Whether the assessor marked the question not applicable.
    marked: bool
