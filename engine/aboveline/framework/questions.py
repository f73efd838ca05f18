"""Turns the questions of the trees into checked ones, an instance at a time, with all they inherit."""

from collections.abc import Mapping, Sequence
from typing import Literal

from attrs import evolve

from aboveline.diagnostics import Diagnostic
from aboveline.framework.clauses import clause_of, flag_of, words_of
from aboveline.framework.declared import Standing
from aboveline.framework.feeds import feeds
from aboveline.framework.model import Clause, Family, Question
from aboveline.framework.names import Declared, Instance, Names, Scope
from aboveline.framework.parts import Inherited, PartMade, in_report_order, where_clauses
from aboveline.framework.question_faults import faults_of_question
from aboveline.framework.repeats import column, filled, label_of_family, label_of_instance
from aboveline.framework.scored_in import bands_of
from aboveline.framework.sufficiency import sufficient_when
from aboveline.framework.worked_out import worked_out
from aboveline.frozen import frozen
from aboveline.syntax import tree
from aboveline.values import YES_OR_NO


@frozen
class Asked:
    """All questions by key in report order, and the families of the repeated ones."""

    questions: Mapping[str, Question]
    families: Mapping[str, Family]


def questions(
    names: Names,
    standings: Mapping[str, Standing],
    criteria: Mapping[str, PartMade],
    over_all: Inherited,
    found: list[Diagnostic],
) -> Asked:
    """Every question: by the number of its criterion, then as the files stand, then by item."""
    made: dict[str, Question] = {}
    families: dict[str, Family] = {}
    for name in sorted(standings, key=lambda n: in_report_order(standings[n].criterion or "")):
        thing = names.things[name]
        if not isinstance(thing.node, tree.Question):
            continue
        part = criteria.get(standings[name].criterion or "")
        over = part.hands_down if part else over_all
        bands = bands_of(thing.node.clauses, names, found, over.bands)
        found.extend(faults_of_question(thing, thing.node))
        for instance in thing.instances:
            made[instance.key] = _question(
                _Making(thing, thing.node, instance, part, over, bands, names), found
            )
        if thing.is_repeated:
            keys = tuple(i.key for i in thing.instances)
            label = label_of_family(thing.label, thing.lists, names.lists)
            criterion = part.named.number if part else ""
            families[name] = Family(name, label, criterion, keys, bands, thing.node.span)
    return Asked(made, families)


@frozen
class _Making:
    """One question in the making: its declaration, its instance, and what stands over it."""

    thing: Declared
    node: tree.Question
    instance: Instance
    part: PartMade | None
    over: Inherited
    bands: str
    names: Names


def _question(making: _Making, found: list[Diagnostic]) -> Question:
    node, instance, names = making.node, making.instance, making.names
    own = names.questions[instance.key]
    scope = Scope(names, "case", dict(instance.items), own)
    unanswered = clause_of(node.clauses, tree.Unanswered)
    derived = clause_of(node.clauses, tree.WorkedOut)
    return Question(
        key=instance.key,
        name=making.thing.name,
        label=label_of_instance(making.thing.label, instance, names.lists),
        criterion=making.part.named.number if making.part else "",
        section=making.part.section if making.part else "",
        column=column(instance, clause_of(node.clauses, tree.InData)),
        answers=own.answers or YES_OR_NO,
        clauses=_clauses(making, scope, found),
        may_be_marked=clause_of(node.clauses, tree.MayBeMarked) is not None,
        standing=standing_of(node.clauses),
        feeds=feeds(making.thing, node, instance, names, found),
        bands=making.bands,
        unanswered=unanswered.rule if unanswered else making.over.unanswered,
        worked_out=worked_out(derived, own.answers, node.name, evolve(scope, clause="worked out as"), found)
        if derived
        else None,
        finding=_words(making, "finding"),
        guidance=_words(making, "guidance"),
        reference=_words(making, "reference"),
        items=instance.items,
        span=node.span,
    )


def _words(making: _Making, kind: str) -> str | None:
    text = words_of(making.node.clauses, kind)
    return None if text is None else filled(text.text, making.instance, making.names.lists)


def standing_of(
    clauses: Sequence[tree.Clause],
) -> Literal["scored", "reported only", "not judged"]:
    """Whether a question is scored: what is worked out is only where it says so."""
    if flag_of(clauses, "not judged"):
        return "not judged"
    derived = clause_of(clauses, tree.WorkedOut) is not None
    if flag_of(clauses, "reported only") or (derived and not flag_of(clauses, "scored")):
        return "reported only"
    return "scored"


def _clauses(making: _Making, scope: Scope, found: list[Diagnostic]) -> tuple[Clause, ...]:
    """Every clause over a question, in the order they are tried; one that is not judged has no outcome to decide."""
    over = Inherited((*making.over.clauses, *where_clauses(making.node.clauses, "question", scope, found)))
    applies = (*over.of_kind("only where"), *over.of_kind("excluded where"))
    if standing_of(making.node.clauses) == "not judged":
        return applies
    return (*applies, sufficient_when(making.node, scope, found), *over.of_kind("excused where"))
