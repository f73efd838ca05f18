"""Works out what the rules of the criteria say of groups of cases: which questions can never apply to one, which facts follow.

Anybody can read it off the rules, which are printed with the figures. So that 3 cases are in a group a question cannot apply to
is as good as known where only 4 were not counted of it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from attrs import field

from aboveline.framework.dependencies import Node, node_named, rules
from aboveline.framework.expressions import Applies, Expression, FactValue, IsKnown, IsMissing, walk
from aboveline.framework.model import Framework
from aboveline.frozen import frozen
from aboveline.judgement import Outcome
from aboveline.reference.evaluate import operand, ruling
from aboveline.reference.scope import Scope, scope_of
from aboveline.report.breakdowns import group_label
from aboveline.values import Choice, Value

#: A group of cases: a fact and the words for its value.
Group = tuple[str, str]

#: What can be so while a thing is not known, and not any more when it is; of rules with such words nothing is said.
_CAN_TURN = (IsMissing, IsKnown, Applies)


@frozen
class Implied:
    """What follows from being in a group, whatever else is so of a case.

    `ruled_out` are the questions that do not apply then, so that none of the group is counted; `within` the groups, of
    other facts, that a case is in then.
    """

    ruled_out: Mapping[Group, frozenset[str]] = field(repr=False)
    within: Mapping[Group, frozenset[Group]] = field(repr=False)


def implied(framework: Framework, facts: Iterable[str]) -> Implied:
    """What the rules say of the groups of some facts, as far as one fact alone settles it. It may leave something out."""
    groups = {(fact, label): (fact, value) for fact in facts for value, label in _values(framework, fact)}
    steady = _steady(framework)
    ruled_out, within = dict[Group, frozenset[str]](), dict[Group, frozenset[Group]]()
    for group, (fact, value) in groups.items():
        scope = scope_of(framework, None)
        scope.facts[fact] = (True, value)
        ruled_out[group] = frozenset(_ruled_out(framework, scope, steady))
        others = (other for other in dict.fromkeys(fact for fact, _ in groups) if other != fact)
        within[group] = frozenset(_within(framework, scope, others, steady))
    return Implied(ruled_out, within)


def _values(framework: Framework, fact: str) -> Sequence[tuple[Value, str]]:
    """The values of a fact that is one of a few words, and the words for them."""
    kind = framework.facts[fact].type
    words = kind.names if isinstance(kind, Choice) else ()
    return [(word, group_label(framework, fact, word, exists=True)) for word in words]


def _ruled_out(framework: Framework, scope: Scope, steady: frozenset[Node]) -> Iterator[str]:
    for key, question in framework.questions.items():
        is_known = question.is_judged and Node("question", key) in steady
        if is_known and ruling(key, scope).outcome is Outcome.NOT_APPLICABLE_BY_RULE:
            yield key


def _within(
    framework: Framework, scope: Scope, facts: Iterable[str], steady: frozenset[Node]
) -> Iterator[Group]:
    for fact in facts:
        about = framework.facts[fact]
        if Node("fact", fact) not in steady or not (about.worked_out or about.only_where):
            continue
        exists, value = operand(FactValue(fact, about.span), scope)
        if exists is False:
            yield fact, group_label(framework, fact, None, exists=False)
        elif exists and isinstance(value, Value):
            yield fact, group_label(framework, fact, value, exists=True)


def _steady(framework: Framework) -> frozenset[Node]:
    """All that, once it is settled by what is known, stays so whatever else becomes known."""
    every = rules(framework)
    turning = {node for node, exprs in every.items() if any(_can_turn(one) for one in exprs)}
    needed = {
        node: {named for expr in exprs for e in walk(expr) if (named := node_named(e)) is not None}
        for node, exprs in every.items()
    }
    while True:
        more = {node for node, of in needed.items() if node not in turning and not turning.isdisjoint(of)}
        if not more:
            return frozenset(every.keys() - turning)
        turning |= more


def _can_turn(expr: Expression) -> bool:
    return any(isinstance(one, _CAN_TURN) for one in walk(expr))
