"""Turns sections and criteria into what they are, and into what their questions inherit from them."""

from collections.abc import Mapping
from typing import Literal

from attrs import evolve

from aboveline.diagnostics import Diagnostic
from aboveline.framework.clauses import clause_of, flag_of, given_twice
from aboveline.framework.facts import truth_or_always
from aboveline.framework.model import Clause, ClauseKind, UnansweredRule
from aboveline.framework.names import Names, PartName, Scope
from aboveline.framework.repeats import faults_of_places
from aboveline.framework.scored_in import bands_of, strengths_from
from aboveline.frozen import frozen
from aboveline.source import Span
from aboveline.syntax import tree


@frozen
class Inherited:
    """What stands over a question, or over a criterion: clauses in the order they are tried, bands, the rule for unanswered questions, where strengths begin."""

    clauses: tuple[Clause, ...] = ()
    bands: str = ""
    unanswered: UnansweredRule = "left out"
    strengths_from: int | None = None

    def of_kind(self, kind: ClauseKind) -> tuple[Clause, ...]:
        """The clauses of one kind."""
        return tuple(c for c in self.clauses if c.kind == kind)


@frozen
class PartMade:
    """A section or criterion: whether it has a pooled figure, and what it hands down."""

    named: PartName
    scored: bool
    #: The section of a criterion; "" for one that has none, which is an error.
    section: str
    hands_down: Inherited
    span: Span


def parts(
    names: Names, over_all: Inherited, found: list[Diagnostic]
) -> tuple[Mapping[str, PartMade], Mapping[str, PartMade]]:
    """The sections and the criteria by number, in report order."""
    sections = {
        number: _part(names.sections[number], over_all, names, found) for number in _sorted(names.sections)
    }
    criteria: dict[str, PartMade] = {}
    for number in _sorted(names.criteria):
        section = sections.get(names.criteria[number].section or "")
        over = section.hands_down if section else over_all
        made = _part(names.criteria[number], over, names, found)
        criteria[number] = evolve(made, section=section.named.number if section else "")
    return sections, criteria


def stand_in(kind: Literal["section", "criterion"], at: Span) -> PartMade:
    """A part for what stands in none, which is an error: without a number, and with no score."""
    return PartMade(
        PartName(kind, "", "", None, ()), scored=False, section="", hands_down=Inherited(), span=at
    )


def _sorted(numbers: Mapping[str, PartName]) -> list[str]:
    """By number as people count: 1.2 before 1.10."""
    return sorted(numbers, key=in_report_order)


def in_report_order(number: str) -> tuple[int, ...]:
    """What puts the numbers of sections and criteria in order."""
    return tuple(int(step) for step in number.split(".") if step.isdigit())


def _part(named: PartName, over: Inherited, names: Names, found: list[Diagnostic]) -> PartMade:
    clauses = [c for node in named.nodes for c in node.clauses]
    owner = f"{named.kind} {named.number}"
    found.extend(given_twice(clauses, owner))
    for node in named.nodes:
        found.extend(faults_of_places(node.label, ()) if node.label else ())
    scope = Scope(names)
    unanswered = clause_of(clauses, tree.Unanswered)
    hands_down = Inherited(
        (*over.clauses, *where_clauses(clauses, owner, scope, found)),
        bands_of(clauses, names, found, over.bands),
        unanswered.rule if unanswered else over.unanswered,
        strengths_from(clauses, over.strengths_from, found),
    )
    scored = flag_of(clauses, "not scored") is None
    return PartMade(named, scored, "", hands_down, named.nodes[0].span)


def where_clauses(
    clauses: "list[tree.Clause] | tuple[tree.Clause, ...]", owner: str, scope: Scope, found: list[Diagnostic]
) -> tuple[Clause, ...]:
    """The `only where`, `excluded where` and `excused where` among some clauses, in the order written."""
    made: list[Clause] = []
    for clause in clauses:
        match clause:
            case tree.OnlyWhere():
                kind: ClauseKind = "only where"
            case tree.ExcludedWhere():
                kind = "excluded where"
            case tree.ExcusedWhere():
                kind = "excused where"
            case _:
                continue
        expr = truth_or_always(clause.expr, clause.span, evolve(scope, clause=kind), found)
        made.append(Clause(kind, expr, owner, clause.span))
    return tuple(made)
