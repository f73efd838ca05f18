"""Turns a built Framework into warnings about what stands in it for nothing: unused, or empty."""

from collections.abc import Callable, Iterator, Mapping

from aboveline.diagnostics import Diagnostic, Label, Severity
from aboveline.framework.dependencies import Node, needs
from aboveline.framework.model import Framework
from aboveline.frozen import frozen


def warning(code: str, message: str, *labels: Label, remedy: str | None = None) -> Diagnostic:
    """A warning at some places, the first of them primary."""
    return Diagnostic(code, message, labels, remedy, Severity.WARNING)


@frozen
class Unread:
    """What of the files could not be read: the names in it, and the declarations that are lost."""

    words: frozenset[str] = frozenset()
    keywords: frozenset[str] = frozenset()


def _used(framework: Framework) -> frozenset[Node]:
    """Everything that a rule or a rating names."""
    return frozenset(need.node for its_needs in needs(framework).values() for need in its_needs)


def unused_facts_and_conditions(framework: Framework, unread: Unread) -> Iterator[Diagnostic]:
    """A warning for each fact and condition that no rule names; one for a whole repeat."""
    used = _used(framework)
    used_facts = {framework.facts[n.key].name for n in used if n.kind == "fact"} | unread.words
    used_conditions = {framework.conditions[n.key].name for n in used if n.kind == "condition"} | unread.words
    for fact in framework.facts.values():
        if fact.name not in used_facts:
            yield warning(
                "unused-fact",
                f"no rule uses the fact `{fact.name}`",
                Label(fact.span),
                remedy="take it out, or use it; a fact that is only recorded does no harm",
            )
    for condition in framework.conditions.values():
        if condition.name not in used_conditions:
            yield warning(
                "unused-condition",
                f"no rule uses the condition `{condition.name}`",
                Label(condition.span),
                remedy="take it out, or name it in an `only where`",
            )


def unused_lists(framework: Framework, unread: Unread) -> Iterator[Diagnostic]:
    """A warning for each list that nothing is repeated for."""
    repeated = (framework.facts, framework.conditions, framework.checks, framework.questions)
    used = {name for things in repeated for thing in things.values() for name, _ in thing.items}
    for items in framework.lists.values():
        if items.key not in used | unread.words:
            yield warning(
                "unused-list",
                f"nothing is repeated for the list `{items.key}`",
                Label(items.span),
                remedy=f"take it out, or say `for each {items.key}` where it belongs",
            )


def unused_bands(framework: Framework, unread: Unread) -> Iterator[Diagnostic]:
    """A warning for each named set of bands that nothing is read in."""
    parts = (framework.themes, framework.sections, framework.criteria, framework.questions)
    used = {
        thing.bands for things in (*parts, framework.families, framework.ratings) for thing in things.values()
    }
    for bands in framework.bands.values():
        if bands.name and bands.name not in used | unread.words:
            yield warning(
                "unused-bands",
                f"nothing is read in the bands `{bands.name}`",
                Label(bands.span),
                remedy=f"take them out, or say `in bands {bands.name}` where they belong",
            )


def empty_parts(framework: Framework, unread: Unread) -> Iterator[Diagnostic]:
    """A warning for each theme no question feeds, criterion without questions and section without criteria."""
    if "question" in unread.keywords:
        return
    fed = {theme for question in framework.questions.values() for theme in question.feeds}
    for theme in framework.themes.values():
        if theme.key not in fed | unread.words:
            message = f"no question feeds the theme `{theme.key}`, so it never has a score"
            yield warning("theme-without-questions", message, Label(theme.span))
    for criterion in framework.criteria.values():
        if not criterion.questions:
            message = f"criterion {criterion.key} has no questions"
            yield warning("criterion-without-questions", message, Label(criterion.span))
    for section in framework.sections.values():
        if not section.criteria and "criterion" not in unread.keywords:
            yield warning(
                "section-without-criteria", f"section {section.key} has no criteria", Label(section.span)
            )


LOOKS: Mapping[str, Callable[[Framework, Unread], Iterator[Diagnostic]]] = {
    "unused facts and conditions": unused_facts_and_conditions,
    "unused lists": unused_lists,
    "unused bands": unused_bands,
    "themes, criteria and sections with nothing in them": empty_parts,
}
