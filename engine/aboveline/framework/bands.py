"""Turns `bands` into checked sets: every score falls into exactly one step, the best step first."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import pairwise
from typing import Literal

from aboveline.diagnostics import Diagnostic, Label
from aboveline.framework.declared import clashing_words
from aboveline.framework.faults import fault
from aboveline.framework.model import BandSet, Step
from aboveline.framework.names import Declared
from aboveline.source import Span
from aboveline.syntax import tree


def band_sets(
    trees: Sequence[tree.Tree], things: Mapping[str, Declared], found: list[Diagnostic]
) -> tuple[Mapping[str, BandSet], frozenset[str]]:
    """The sets of bands by name, the unnamed one under "", and the names of those that make none."""
    first: dict[str, tree.Bands] = {}
    broken: set[str] = set()
    for node in (d for t in trees for d in t.declarations):
        match node:
            case tree.Bands():
                name = node.name.text if node.name else ""
                if first.setdefault(name, node) is not node:
                    found.append(_declared_twice(first[name], node))
            case tree.Broken(keyword="bands"):
                broken.add(node.name.text if node.name else "")
            case _:
                pass
    for node in first.values():
        found.extend(_faults(node, things))
    made = {name: _band_set(name, node) for name, node in first.items() if node.steps}
    return made, frozenset((broken | first.keys()) - made.keys())


def _band_set(name: str, node: tree.Bands) -> BandSet:
    unit: Literal["percent", "points"] = (
        "points" if any(s.unit == "points" for s in node.steps) else "percent"
    )
    # Rounding to whole percentages is what people see; points are whole as a rule, and kept exact.
    by = node.by or ("rounded" if unit == "percent" else "exact")
    steps = (Step(s.name.text, _label(s), s.threshold, s.worth, s.span) for s in node.steps)
    return BandSet(name, by, unit, tuple(steps), node.span)


def _label(step: tree.Step) -> str:
    return step.label.text if step.label else step.name.text.replace("_", " ")


def _words(node: tree.Bands) -> str:
    return f"the bands `{node.name.text}`" if node.name else "the unnamed bands"


def _head(node: tree.Bands) -> Span:
    if node.name:
        return node.name.span
    return Span(node.span.file, node.span.start, node.span.start + len("bands"))


def _declared_twice(first: tree.Bands, second: tree.Bands) -> Diagnostic:
    message = (
        f"`{second.name.text}` names one set of bands, but is declared twice"
        if second.name
        else "one set of bands has no name, but there are two"
    )
    return fault(
        "duplicate-bands",
        message,
        Label(_head(second), "declared again here"),
        Label(_head(first), "first declared here"),
        remedy="give one of them another name, as in `bands four_point`",
    )


# --- Faults ----------------------------------------------------------------------------------


def _faults(node: tree.Bands, things: Mapping[str, Declared]) -> Iterator[Diagnostic]:
    if not node.steps:
        message = f"expected the steps of {_words(node)}, found none"
        yield fault(
            "bands-without-steps", message, _head(node), remedy='add lines such as `good "Good" from 65%`'
        )
        return
    yield from clashing_words((s.name for s in node.steps), f"a step of {_words(node)}", things, "step-twice")
    yield from _faults_of_otherwise(node)
    yield from _faults_of_units(node)
    yield from _faults_of_order(node)
    yield from _faults_of_range(node)
    yield from _faults_of_worth(node)


def _faults_of_otherwise(node: tree.Bands) -> Iterator[Diagnostic]:
    last = [s for s in node.steps if s.threshold is None]
    if not last:
        yield fault(
            "missing-otherwise",
            f"the last step of {_words(node)} takes every score that is left, but none says `otherwise`",
            node.steps[-1].span,
            remedy=f"end the lowest step with `otherwise`, as in `{node.steps[-1].name.text} otherwise`",
        )
    for again in last[1:]:
        message = f"one step of {_words(node)} says `otherwise`, but two do"
        yield fault(
            "two-otherwise", message, Label(again.span, "again here"), Label(last[0].span, "first here")
        )
    if len(last) == 1 and last[0] is not node.steps[-1]:
        yield fault(
            "bands-out-of-order",
            f"the best step comes first and `otherwise` last, but `{last[0].name.text}` is followed by others",
            last[0].span,
            remedy="put the `otherwise` step at the end",
        )


def _faults_of_units(node: tree.Bands) -> Iterator[Diagnostic]:
    percent = next((s for s in node.steps if s.unit == "percent"), None)
    points = next((s for s in node.steps if s.unit == "points"), None)
    if percent and points:
        yield fault(
            "mixed-thresholds",
            f"{_words(node)} are read from percentages or from points, but have steps of both kinds",
            Label(points.span, "points here"),
            Label(percent.span, "a percentage here"),
        )
    elif points and node.name is None:
        yield fault(
            "unnamed-bands-in-points",
            "the unnamed bands apply to every score, which is a percentage, but this step is read from points",
            points.span,
            remedy="give the bands a name, and say `in bands NAME` at the rating",
        )


def _faults_of_order(node: tree.Bands) -> Iterator[Diagnostic]:
    steps = [(s, s.threshold) for s in node.steps if s.threshold is not None]
    if len({s.unit for s, _ in steps}) > 1:
        return
    for (upper, high), (lower, low) in pairwise(steps):
        labels = Label(lower.span, ""), Label(upper.span, "the step before it")
        if high == low:
            message = (
                f"each step begins at its own figure, but `{upper.name.text}` and `{lower.name.text}` "
                "begin at the same one"
            )
            yield fault("overlapping-bands", message, *labels)
        elif high < low:
            message = f"the best step comes first, but `{lower.name.text}` begins higher than `{upper.name.text}` before it"
            yield fault(
                "bands-out-of-order", message, *labels, remedy="order the steps from the highest down"
            )


def _faults_of_range(node: tree.Bands) -> Iterator[Diagnostic]:
    for step in node.steps:
        if step.unit != "percent" or step.threshold is None:
            continue
        if not 0 <= step.threshold <= 100:
            message = f"expected a percentage from 0% to 100%, found {_percent(step.threshold)}"
            yield fault("threshold-out-of-range", message, step.span)
        elif step.threshold == 0:
            message = f"every score is at least 0%, so no step after `{step.name.text}` is ever reached"
            yield fault(
                "unreachable-step", message, step.span, remedy="say `otherwise` at the lowest step instead"
            )


def _percent(threshold: Decimal) -> str:
    return f"{threshold.normalize():f}%"


def _faults_of_worth(node: tree.Bands) -> Iterator[Diagnostic]:
    worth = [s for s in node.steps if s.worth is not None]
    without = [s for s in node.steps if s.worth is None]
    if worth and without:
        yield fault(
            "missing-worth",
            f"either every step of {_words(node)} is worth points or none is, "
            f"but `{without[0].name.text}` says nothing",
            Label(without[0].span, "no points here"),
            Label(worth[0].span, "worth points here"),
            remedy="add `worth 0 points`, or what it is worth",
        )
