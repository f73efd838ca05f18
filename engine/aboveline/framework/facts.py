"""Turns facts, conditions, checks and themes of the trees into checked ones, an instance at a time."""

from collections.abc import Iterator, Mapping, Sequence

from attrs import evolve

from aboveline.diagnostics import Diagnostic
from aboveline.framework.clauses import at_odds, clause_of, given_twice, is_broken
from aboveline.framework.expressions import Always, And, Truth
from aboveline.framework.faults import fault
from aboveline.framework.model import Check, Condition, Fact, Theme
from aboveline.framework.names import Declared, Instance, Names, Scope
from aboveline.framework.repeats import column, faults_of_column, faults_of_places, label_of_instance
from aboveline.framework.resolve import resolve_truth
from aboveline.framework.scored_in import bands_of
from aboveline.framework.worked_out import worked_out
from aboveline.source import Span
from aboveline.syntax import tree
from aboveline.values import Text


def facts(names: Names, found: list[Diagnostic]) -> Mapping[str, Fact]:
    """Every fact by key, in the order declared; one with an error in it keeps what could be read."""
    made: dict[str, Fact] = {}
    for thing in names.things.values():
        if isinstance(thing.node, tree.Fact):
            found.extend(_faults_of_fact(thing, thing.node))
            made.update((i.key, _fact(thing, thing.node, i, names, found)) for i in thing.instances)
    return made


def conditions(names: Names, found: list[Diagnostic]) -> Mapping[str, Condition]:
    """Every condition by key, in the order declared."""
    made: dict[str, Condition] = {}
    for thing in names.things.values():
        if isinstance(thing.node, tree.Condition):
            found.extend(_faults_of_condition(thing, thing.node))
            made.update((i.key, _condition(thing, thing.node, i, names, found)) for i in thing.instances)
    return made


def checks(names: Names, found: list[Diagnostic]) -> Mapping[str, Check]:
    """Every check by key, in the order declared."""
    made: dict[str, Check] = {}
    for thing in names.things.values():
        if isinstance(thing.node, tree.Check):
            found.extend(_faults_of_check(thing, thing.node))
            made.update((i.key, _check(thing, thing.node, i, names, found)) for i in thing.instances)
    return made


def themes(names: Names, found: list[Diagnostic]) -> Mapping[str, Theme]:
    """Every theme by key, in the order declared."""
    made: dict[str, Theme] = {}
    for thing in names.things.values():
        if isinstance(thing.node, tree.Theme):
            node = thing.node
            found.extend(label_faults(node.label, "theme", node.name, node.clauses, ()))
            found.extend(given_twice(node.clauses, f"`{thing.name}`"))
            bands = bands_of(node.clauses, names, found)
            made[thing.name] = Theme(thing.name, thing.label, bands, node.span)
    return made


# --- Labels ----------------------------------------------------------------------------------


def label_faults(
    label: tree.Quoted | None,
    kind: str,
    name: tree.Name,
    clauses: Sequence[tree.Clause],
    lists: Sequence[str],
) -> Iterator[Diagnostic]:
    """An error where the words people read are missing, or hold braces that mean nothing."""
    if label is not None and not is_broken(clauses, "for"):
        yield from faults_of_places(label, lists)
    if (label is None and not is_broken(clauses)) or (label is not None and not label.text.strip()):
        yield fault(
            "missing-label",
            f"expected the words people read for the {kind} `{name.text}`, found none",
            name.span,
            remedy=f'write them after the name in double quotes, as in `{kind} {name.text} "…"`',
        )


# --- Facts -----------------------------------------------------------------------------------


def _faults_of_fact(thing: Declared, node: tree.Fact) -> Iterator[Diagnostic]:
    yield from label_faults(node.label, "fact", node.name, node.clauses, thing.lists)
    yield from given_twice(node.clauses, f"`{thing.name}`")
    in_data = clause_of(node.clauses, tree.InData)
    if in_data is not None:
        yield from faults_of_column(in_data, thing.lists)
    required = clause_of(node.clauses, tree.Required)
    only_where = clause_of(node.clauses, tree.OnlyWhere)
    derived = clause_of(node.clauses, tree.WorkedOut)
    if required and only_where:
        why = "a record without it would be invalid where it does not exist"
        yield at_odds(required, only_where, why, "take `required` out")
    if required and derived:
        yield at_odds(required, derived, "what is worked out is not given", "take `required` out")


def _fact(
    thing: Declared, node: tree.Fact, instance: Instance, names: Names, found: list[Diagnostic]
) -> Fact:
    signed = names.facts[instance.key]
    place = "inspection" if signed.of_inspection else "case"
    scope = Scope(names, place, dict(instance.items), clause="only where")
    derived = clause_of(node.clauses, tree.WorkedOut)
    return Fact(
        key=instance.key,
        name=thing.name,
        label=label_of_instance(thing.label, instance, names.lists),
        type=signed.type or Text(),
        column=column(instance, clause_of(node.clauses, tree.InData)),
        required=clause_of(node.clauses, tree.Required) is not None,
        of_inspection=signed.of_inspection,
        only_where=_all_where(node, scope, found),
        worked_out=worked_out(derived, signed.type, node.name, evolve(scope, clause="worked out as"), found)
        if derived
        else None,
        items=instance.items,
        span=node.span,
    )


def _all_where(node: tree.Fact, scope: Scope, found: list[Diagnostic]) -> Truth | None:
    clauses = [c for c in node.clauses if isinstance(c, tree.OnlyWhere)]
    truths = [truth_or_always(c.expr, c.span, scope, found) for c in clauses]
    if len(truths) < 2:
        return truths[0] if truths else None
    return And(tuple(truths), clauses[0].span.to(clauses[-1].span))


def truth_or_always(expr: tree.Expr, at: Span, scope: Scope, found: list[Diagnostic]) -> Truth:
    """What an expression says; where that is not known, yes, so that the rest can still be checked."""
    truth, faults = resolve_truth(expr, scope)
    found.extend(faults)
    return Always(at) if truth is None else truth


# --- Conditions ------------------------------------------------------------------------------


def _faults_of_condition(thing: Declared, node: tree.Condition) -> Iterator[Diagnostic]:
    yield from label_faults(node.label, "condition", node.name, node.clauses, thing.lists)
    yield from given_twice(node.clauses, f"`{thing.name}`")
    if clause_of(node.clauses, tree.Where) is None and not is_broken(node.clauses):
        yield fault(
            "missing-where",
            f"expected when the condition `{thing.name}` holds, found nothing",
            node.name.span,
            remedy="add a line such as `where rmp_required`",
        )


def _condition(
    thing: Declared, node: tree.Condition, instance: Instance, names: Names, found: list[Diagnostic]
) -> Condition:
    where = clause_of(node.clauses, tree.Where)
    scope = Scope(names, items=dict(instance.items), clause="where")
    label = label_of_instance(thing.label, instance, names.lists)
    expr = truth_or_always(where.expr, where.span, scope, found) if where else Always(node.span)
    return Condition(instance.key, thing.name, label, expr, instance.items, node.span)


# --- Checks ----------------------------------------------------------------------------------


def _faults_of_check(thing: Declared, node: tree.Check) -> Iterator[Diagnostic]:
    yield from label_faults(node.label, "check", node.name, node.clauses, thing.lists)
    yield from given_twice(node.clauses, f"`{thing.name}`")
    if clause_of(node.clauses, tree.ExpectThat) is None and not is_broken(node.clauses):
        yield fault(
            "missing-expect",
            f"expected what must be so where the check `{thing.name}` is tried, found nothing",
            node.name.span,
            remedy="add a line such as `expect rmp_produced`",
        )


def _check(
    thing: Declared, node: tree.Check, instance: Instance, names: Names, found: list[Diagnostic]
) -> Check:
    when, expect = clause_of(node.clauses, tree.When), clause_of(node.clauses, tree.ExpectThat)
    scope = Scope(names, items=dict(instance.items), clause="when")
    return Check(
        key=instance.key,
        name=thing.name,
        label=label_of_instance(thing.label, instance, names.lists),
        when=truth_or_always(when.expr, when.span, scope, found) if when else None,
        expect=truth_or_always(expect.expr, expect.span, evolve(scope, clause="expect"), found)
        if expect
        else Always(node.span),
        items=instance.items,
        span=node.span,
    )
