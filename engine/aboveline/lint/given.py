"""Holds examples against each other: the same case with other expectations, or with the same ones again."""

from collections.abc import Iterator

from aboveline.diagnostics import Label, Severity
from aboveline.framework.dependencies import in_words
from aboveline.framework.example_model import Example, Expect
from aboveline.framework.model import Framework
from aboveline.lint.grounds import Grounds
from aboveline.lint.model import Remark, remark

CONTRADICT = ("examples-contradict", Severity.ERROR)
REPEAT = ("example-repeats-another", Severity.NOTE)

#: What is expected of something that has a value, which it cannot have if it is missing.
_VALUES = frozenset({"fact", "answer", "score", "step"})


def contradict(grounds: Grounds) -> Iterator[Remark]:
    """A remark on each two examples that are given the same and expect different things of it."""
    for first, second in _alike(grounds.framework):
        for one, other in ((a, b) for a in first.expect for b in second.expect if _contradict(a, b)):
            yield remark(
                CONTRADICT,
                f"two examples are given the same, but expect different things of `{_name(grounds.framework, other.key)}`",
                Label(other.span),
                Label(one.span, "given the same, this is expected here"),
                remedy="at most one of them can hold; change it, or what it is given",
            )


def repeat(grounds: Grounds) -> Iterator[Remark]:
    """A remark on each example that expects nothing but what an earlier one does that is given the same."""
    told: set[int] = set()
    for first, second in _alike(grounds.framework):
        if id(second) not in told and second.expect and set(second.expect) <= set(first.expect):
            told.add(id(second))
            yield remark(
                REPEAT,
                f"this example says nothing that “{first.label}” does not say: it is given the same, and expects no more",
                Label(second.span),
                Label(first.span, "given the same"),
                remedy="take it out, or give it the case that was meant",
            )


def _alike(framework: Framework) -> Iterator[tuple[Example, Example]]:
    """Each two examples that are given the same, in whatever order, the earlier first."""
    seen: dict[frozenset[object], list[Example]] = {}
    for example in framework.examples:
        earlier = seen.setdefault(frozenset(example.given), [])
        for first in earlier:
            yield first, example
        earlier.append(example)


def _contradict(one: Expect, other: Expect) -> bool:
    """Whether two expectations can never both hold of one case."""
    if one.key != other.key or one == other:
        return False
    kinds = {str(one.value), str(other.value)}
    if one.kind == other.kind == "outcome" and "not applicable" in kinds:
        return not kinds & {"excused", "not applicable by rule", "not applicable by the assessor"}
    return one.kind == other.kind or bool(
        "missing" in {one.kind, other.kind} and {one.kind, other.kind} & _VALUES
    )


def _name(framework: Framework, key: str) -> str:
    for known in (framework.facts, framework.conditions, framework.questions, framework.checks):
        if key in known:
            return in_words(known[key])
    return key
