"""One case while it is judged: what is known of it, and what has been worked out so far."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from attrs import field

from aboveline.framework.model import Framework
from aboveline.frozen import frozen
from aboveline.judgement import FindingCode, Outcome
from aboveline.records.record import Record
from aboveline.values import Mark, Truth, Value


@frozen
class Possible:
    """A number that is not certain: every value it may have, two or more."""

    values: frozenset[Any]


#: An operand for one case: whether there is such a thing at all, and what it is (None: missing).
Seen = tuple[Truth, Value | Possible | None]


class Ruling(NamedTuple):
    """What a question comes to for one case.

    `outcome` is None for a question that applies and is not judged. `clause` is the index of the
    clause that decided, `answer` the answer as recorded or worked out, as in a Judgement.
    """

    outcome: Outcome | None
    clause: int | None
    answer: str | None


@frozen
class Scope:
    """What expressions of one case are evaluated in.

    Facts, conditions, questions and worked-out answers are worked out once and kept here by key;
    `unfit` holds those that no row fits, or more rows than one. `meanings` adds to the evaluator's
    own table: ratings give conditions over scores their meaning there.
    """

    framework: Framework
    values: Mapping[str, Value | Mark]
    of_inspection: Mapping[str, Value | Mark]
    meanings: Mapping[type, Callable[[Any], Truth]] = field(factory=dict[type, Callable[[Any], Truth]])
    facts: dict[str, Seen] = field(factory=dict[str, Seen])
    conditions: dict[str, Truth] = field(factory=dict[str, Truth])
    answers: dict[str, str | None] = field(factory=dict[str, str | None])
    rulings: dict[str, Ruling] = field(factory=dict[str, Ruling])
    unfit: dict[str, FindingCode] = field(factory=dict[str, FindingCode])


_NOTHING: Mapping[str, Value | Mark] = {}


def scope_of(framework: Framework, record: Record | None, inspection: Record | None = None) -> Scope:
    """A fresh scope for one case, or, without a record, for the inspection alone."""
    return Scope(
        framework,
        record.values if record else _NOTHING,
        inspection.values if inspection else _NOTHING,
    )
