"""Finds what is wrong with the clauses of a question taken together, before any name in them is looked up."""

from collections.abc import Iterator

from aboveline.diagnostics import Diagnostic
from aboveline.framework.clauses import at_odds, clause_of, flag_of, given_twice, is_broken, phrase_of
from aboveline.framework.facts import label_faults
from aboveline.framework.faults import fault
from aboveline.framework.names import Declared
from aboveline.framework.repeats import FINDING_PLACES, faults_of_column, faults_of_places
from aboveline.syntax import tree


def faults_of_question(thing: Declared, node: tree.Question) -> Iterator[Diagnostic]:
    """Clauses given twice, at odds, or with braces that mean nothing; a missing label."""
    yield from label_faults(node.label, "question", node.name, node.clauses, thing.lists)
    yield from given_twice(node.clauses, f"`{thing.name}`")
    in_data = clause_of(node.clauses, tree.InData)
    if in_data is not None and not is_broken(node.clauses, "for"):
        yield from faults_of_column(in_data, thing.lists)
    for clause in node.clauses:
        if isinstance(clause, tree.Words) and not is_broken(node.clauses, "for"):
            also = FINDING_PLACES if clause.kind == "finding" else ()
            yield from faults_of_places(clause.text, thing.lists, also)
    yield from _not_judged(node)
    yield from _not_scored(node)
    yield from _worked_out(node)


def _not_judged(node: tree.Question) -> Iterator[Diagnostic]:
    """What has no outcome is neither sufficient nor excused, and has no score to speak of."""
    flag = flag_of(node.clauses, "not judged")
    if flag is None:
        return
    for clause in node.clauses:
        match clause:
            case (
                tree.SufficientWhen() | tree.ExcusedWhere() | tree.Feeds() | tree.InBands() | tree.Unanswered()
                | tree.Words(kind="finding") | tree.Flag(word="scored" | "reported only")
            ):  # fmt: skip
                why = "what is not judged has no outcome and no score"
                yield at_odds(
                    flag, clause, why, f"take one out: `{phrase_of(flag)}` or `{phrase_of(clause)}`"
                )
            case _:
                pass


def _not_scored(node: tree.Question) -> Iterator[Diagnostic]:
    flag = flag_of(node.clauses, "reported only")
    scored = flag_of(node.clauses, "scored")
    fed = clause_of(node.clauses, tree.Feeds)
    if flag and scored:
        yield at_odds(flag, scored, "they say opposite things", "take one of the two out")
    if flag and fed:
        yield at_odds(flag, fed, "what is reported only feeds no theme", "take one of the two out")


def _worked_out(node: tree.Question) -> Iterator[Diagnostic]:
    derived = clause_of(node.clauses, tree.WorkedOut)
    if derived is None:
        return
    marked = clause_of(node.clauses, tree.MayBeMarked)
    if marked:
        why = "what is worked out is not answered by an assessor"
        yield at_odds(
            derived, marked, why, "take `may be marked not applicable` out; say `only where …` instead"
        )
    fed = clause_of(node.clauses, tree.Feeds)
    flags = [c for c in node.clauses if isinstance(c, tree.Flag)]
    if fed and not flags:
        yield fault(
            "feeds-though-not-scored",
            f"what is worked out is `reported only` unless it says `scored`, but `{node.name.text}` feeds a theme",
            fed.span,
            remedy="add `scored`, or take `feeds` out",
        )
