"""Turns a Framework into what each of its rules needs of the others, and the order that follows."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Literal

from attrs import field

from aboveline.framework.expressions import (
    AnswerValue,
    Applies,
    ConditionHolds,
    Expression,
    FactValue,
    InBand,
    JudgedAs,
    NoApplicableCases,
    ScoreBetween,
    ScoreCompare,
    ScoreRef,
    children,
    walk,
)
from aboveline.framework.model import (
    Check,
    Condition,
    Fact,
    Framework,
    Measure,
    Question,
    Rating,
    Share,
    WorkedOut,
)
from aboveline.frozen import frozen
from aboveline.source import Span


@frozen
class Node:
    """A fact, a condition, a question (its answer and its outcome together), a check or a rating, by key."""

    kind: Literal["fact", "condition", "question", "check", "rating"]
    key: str


@frozen
class Need:
    """One thing another rests on, and the words that say so."""

    node: Node
    span: Span = field(eq=False)


Needs = Mapping[Node, tuple[Need, ...]]


def needs(framework: Framework) -> Needs:
    """What each fact, condition, question, check and rating needs, in the order of the text.

    A question needs what its clauses and its rows name; its own answer is not among it. Whatever an
    expression asks of a question, it needs the whole question judged. A rating needs the ratings it
    is worked out from or capped by, and what its expressions over cases and the inspection name.
    What could not be built, of a framework with faults, is needed by nothing.
    """
    found = {
        node: _needs_of(
            deciding, scores_of_rating(framework.ratings[node.key]) if node.kind == "rating" else ()
        )
        for node, deciding in rules(framework).items()
    }
    return {node: tuple(n for n in its_needs if n.node in found) for node, its_needs in found.items()}


def rules(framework: Framework) -> Mapping[Node, tuple[Expression, ...]]:
    """The expressions that decide each fact, condition, question, check and rating, a kind at a time."""
    found: dict[Node, tuple[Expression, ...]] = {}
    found |= {Node("fact", key): tuple(rules_of_fact(fact)) for key, fact in framework.facts.items()}
    found |= {Node("condition", key): (condition.expr,) for key, condition in framework.conditions.items()}
    found |= {Node("question", key): tuple(rules_of_question(q)) for key, q in framework.questions.items()}
    found |= {Node("check", key): tuple(rules_of_check(check)) for key, check in framework.checks.items()}
    found |= {
        Node("rating", key): tuple(rules_of_rating(rating)) for key, rating in framework.ratings.items()
    }
    return found


def rules_of_fact(fact: Fact) -> Iterator[Expression]:
    """The expressions that decide a fact: where it exists, and how it is worked out."""
    if fact.only_where is not None:
        yield fact.only_where
    yield from rules_of_rows(fact.worked_out)


def rules_of_question(question: Question) -> Iterator[Expression]:
    """The expressions that decide a question: its clauses, and how its answer is worked out."""
    yield from (clause.expr for clause in question.clauses)
    yield from rules_of_rows(question.worked_out)


def rules_of_rows(worked_out: WorkedOut | None) -> Iterator[Expression]:
    """The expressions a derived value is worked out by."""
    if worked_out is None:
        return
    yield from (row.condition for row in worked_out.rows if row.condition is not None)
    if worked_out.number is not None:
        yield worked_out.number


def rules_of_check(check: Check) -> Iterator[Expression]:
    """The expressions of a check: which cases it is for, and what must be so of them."""
    if check.when is not None:
        yield check.when
    yield check.expect


def rules_of_rating(rating: Rating) -> Iterator[Expression]:
    """The expressions of a rating: when its caps bite, and the cases it is a share of."""
    yield from (cap.when for cap in rating.caps)
    if isinstance(rating.measure, Share):
        yield from (rating.measure.where, rating.measure.out_of)


def node_named(expr: Expression) -> Node | None:
    """What an expression names itself, leaving aside the expressions beneath it."""
    match expr:
        case FactValue(fact=key):
            return Node("fact", key)
        case ConditionHolds(condition=key):
            return Node("condition", key)
        case AnswerValue(question=key) | Applies(question=key) | JudgedAs(question=key):
            return Node("question", key)
        case _:
            return None


def recorded_beneath(framework: Framework, named_in: Iterable[Expression]) -> Iterator[Fact | Question]:
    """The facts of cases and the answers some expressions rest on that a record holds.

    First what they name themselves, in the order of the text; then what that rests on in its turn.
    """
    seen: set[Node] = set()
    queue = list(named_in)
    for rule in queue:  # grows while it is read
        for node in (n for e in walk(rule) if (n := node_named(e)) is not None and n not in seen):
            seen.add(node)
            match node.kind:
                case "fact":
                    fact = framework.facts[node.key]
                    queue.extend(rules_of_fact(fact))
                    if not fact.worked_out and not fact.of_inspection:
                        yield fact
                case "question":
                    question = framework.questions[node.key]
                    queue.extend(rules_of_question(question))
                    if not question.worked_out:
                        yield question
                case "condition":
                    queue.append(framework.conditions[node.key].expr)
                case "check" | "rating":  # no expression of a case names one
                    pass


def scores_of_rating(rating: Rating) -> Iterator[ScoreRef]:
    """The scores a rating is worked out from, then those its caps look at."""
    if isinstance(rating.measure, Measure):
        yield from rating.measure.parts
    for cap in rating.caps:
        for expr in walk(cap.when):
            if isinstance(expr, ScoreCompare | ScoreBetween | InBand | NoApplicableCases):
                yield expr.score


def _needs_of(deciding: Iterable[Expression], scores: Iterable[ScoreRef]) -> tuple[Need, ...]:
    found: dict[Node, Need] = {}
    for score in scores:
        if score.kind == "rating":
            found.setdefault(Node("rating", score.key), Need(Node("rating", score.key), score.span))
    for rule in deciding:
        for expr in walk(rule):
            node = node_named(expr)
            if node is not None and node not in found:
                found[node] = Need(node, expr.span)
    return tuple(found.values())


def order(framework: Framework) -> tuple[Node, ...]:
    """Facts, conditions, questions, checks and ratings so that each comes after everything it needs.

    Otherwise they stand in report order, a kind at a time. A framework with a circle
    has no such order; those in the circle, and what needs them, are left out.
    """
    return _in_order(needs(framework))


def _in_order(graph: Needs) -> tuple[Node, ...]:
    """The nodes of a graph, each after all it needs (Kahn's way, so that deep chains do no harm)."""
    needed_by: dict[Node, list[Node]] = {}
    waiting: dict[Node, int] = {}
    for node, its_needs in graph.items():
        waiting[node] = len(its_needs)
        for need in its_needs:
            needed_by.setdefault(need.node, []).append(node)
    ready = [node for node, count in waiting.items() if count == 0]
    for node in ready:  # grows while it is read
        for user in needed_by.get(node, ()):
            waiting[user] -= 1
            if waiting[user] == 0:
                ready.append(user)
    return tuple(ready)


def circles(framework: Framework) -> tuple[tuple[Need, ...], ...]:
    """The circular definitions: each a chain of needs that ends where it began.

    The last need of a circle is the one for the node that the first belongs to; of circles that
    share a node only one, a shortest, is given.
    """
    graph = needs(framework)
    rest = _without(graph, frozenset(_in_order(graph)))
    # What only hangs on a circle is in none: take away what nothing left needs.
    rest = _without(rest, frozenset(_in_order(_reversed(rest))))
    found: list[tuple[Need, ...]] = []
    seen: set[Node] = set()
    for node in rest:
        if node not in seen:
            circle = _shortest_circle(rest, node)
            seen.update(need.node for need in circle)
            if circle:
                found.append(circle)
    return tuple(found)


def _without(graph: Needs, gone: frozenset[Node]) -> Needs:
    return {
        node: tuple(n for n in its_needs if n.node not in gone)
        for node, its_needs in graph.items()
        if node not in gone
    }


def _reversed(graph: Needs) -> Needs:
    turned: dict[Node, list[Need]] = {node: [] for node in graph}
    for node, its_needs in graph.items():
        for need in its_needs:
            turned[need.node].append(Need(node, need.span))
    return {node: tuple(users) for node, users in turned.items()}


def _shortest_circle(graph: Needs, start: Node) -> tuple[Need, ...]:
    """The shortest chain of needs from a node back to itself, or () if there is none."""
    came_by: dict[Node, tuple[Node, Need]] = {}
    queue = [start]
    for node in queue:  # grows while it is read
        for need in graph[node]:
            if need.node == start:
                return _chain(came_by, start, node, need)
            if need.node not in came_by:
                came_by[need.node] = (node, need)
                queue.append(need.node)
    return ()


def _chain(
    came_by: Mapping[Node, tuple[Node, Need]], start: Node, last: Node, closing: Need
) -> tuple[Need, ...]:
    chain: list[Need] = []
    node = last
    while node != start:
        node, need = came_by[node]
        chain.append(need)
    return (*reversed(chain), closing)


def depths(framework: Framework) -> Mapping[Node, int]:
    """How many steps deep each rule goes, through everything it rests on; those in a circle are left out.

    A step is a definition, or an expression within another.
    """
    deciding = rules(framework)
    graph = needs(framework)
    found: dict[Node, int] = {}
    for node in _in_order(graph):
        own = max((_depth(rule) for rule in deciding[node]), default=0)
        found[node] = 1 + own + max((found[need.node] for need in graph[node]), default=0)
    return found


def _depth(expr: Expression) -> int:
    return 1 + max((_depth(child) for child in children(expr)), default=0)


def in_words(thing: Fact | Condition | Question | Check) -> str:
    """What people write to name a fact, condition, question or check: `age`, `needs of ete`, `visits of (ete, custody)`."""
    items = [item for _, item in thing.items]
    if not items:
        return thing.name
    return f"{thing.name} of {items[0]}" if len(items) == 1 else f"{thing.name} of ({', '.join(items)})"
