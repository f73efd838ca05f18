"""Works out what the rules of the criteria say of groups of cases: which questions can never apply to one, which facts follow.

Anybody can read it off the rules, which are printed with the figures. So that 3 cases are in a group a question cannot apply to
is as good as known where only 4 were not counted of it.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations, product

from attrs import evolve, field

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

#: What can be so while a thing is not known, and not any more when it is; of rules with such words about it nothing is said.
_CAN_TURN = (IsMissing, IsKnown, Applies)


@frozen
class Both:
    """What follows from being in two groups at once, one of each of two facts, and from neither alone, by their labels.

    `ruled_out` says of a question where it does not apply then, `within` of a group of another fact where a case is in it then.
    """

    ruled_out: Mapping[str, frozenset[tuple[str, str]]] = field(repr=False)
    within: Mapping[Group, frozenset[tuple[str, str]]] = field(repr=False)


@frozen
class Implied:
    """What follows from being in a group, whatever else is so of a case.

    `ruled_out` are the questions that do not apply then, so that none of the group is counted; `within` the groups, of
    other facts, that a case is in then. `both` is what follows from two facts together.
    """

    ruled_out: Mapping[Group, frozenset[str]] = field(repr=False)
    within: Mapping[Group, frozenset[Group]] = field(repr=False)
    both: Mapping[tuple[str, str], Both] = field(repr=False)

    def can_be(self, one: Group, other: Group) -> bool:
        """Whether a case can be in two groups of different facts, as far as either alone settles it."""
        return not any(
            fact == second[0] and label != second[1]
            for first, second in ((one, other), (other, one))
            for fact, label in self.within.get(first, ())
        )

    def pairs(self, facts: Iterable[str]) -> Iterator[tuple[str, str]]:
        """The facts of which two together say more than each alone."""
        for one, other in combinations(facts, 2):
            follows = any(
                group[0] in {one, other} and any(fact in {one, other} for fact, _ in of)
                for group, of in self.within.items()
            )
            if follows or (one, other) in self.both:
                yield one, other

    def rests_on_both(self, question: str, facts: tuple[str, str]) -> bool:
        """Whether a question can be ruled out by either of two facts, or by both together."""
        together = self.both.get(facts)
        alone = {fact for (fact, _), those in self.ruled_out.items() if question in those}
        return alone.issuperset(facts) or (together is not None and question in together.ruled_out)

    def is_within(self, group: Group, one: Group, other: Group) -> bool:
        """Whether a case in two groups is in another."""
        together = self.both.get((one[0], other[0]))
        places = () if together is None else together.within.get(group, ())
        return (one[1], other[1]) in places or any(group in self.within.get(of, ()) for of in (one, other))

    def is_ruled_out(self, question: str, one: Group, other: Group) -> bool:
        """Whether a question does not apply to a case in two groups."""
        together = self.both.get((one[0], other[0]))
        places = () if together is None else together.ruled_out.get(question, ())
        alone = (self.ruled_out.get(group, ()) for group in (one, other))
        return (one[1], other[1]) in places or any(question in those for those in alone)


def implied(framework: Framework, facts: Iterable[str]) -> Implied:
    """What the rules say of the groups of some facts, as far as one fact or two settle it. It may leave something out."""
    groups = {(fact, label): (fact, value) for fact in facts for value, label in _values(framework, fact)}
    steady = _Steady(framework)
    ruled_out, within = dict[Group, frozenset[str]](), dict[Group, frozenset[Group]]()
    for group, (fact, value) in groups.items():
        scope = scope_of(framework, None)
        scope.facts[fact] = (True, value)
        ruled_out[group] = frozenset(_ruled_out(framework, scope, steady, (fact,)))
        others = (other for other in dict.fromkeys(fact for fact, _ in groups) if other != fact)
        within[group] = frozenset(_within(framework, scope, others, steady, (fact,)))
    alone = Implied(ruled_out, within, {})
    return evolve(alone, both=dict(_Pairs(framework, alone, groups, steady).all()))


class _Pairs:
    """Looks through two groups at a time for what follows from both of them and from neither alone."""

    def __init__(
        self,
        framework: Framework,
        alone: Implied,
        groups: Mapping[Group, tuple[str, Value]],
        steady: "_Steady",
    ) -> None:
        self._framework, self._alone, self._steady = framework, alone, steady
        self._values: defaultdict[str, list[tuple[str, Value]]] = defaultdict(list)
        for (fact, label), (_, value) in groups.items():
            self._values[fact].append((label, value))
        self._needed = _named(framework)

    def all(self) -> Iterator[tuple[tuple[str, str], Both]]:
        """What follows, by the two facts."""
        ruled_out: defaultdict[tuple[str, str], dict[str, frozenset[tuple[str, str]]]] = defaultdict(dict)
        within: defaultdict[tuple[str, str], dict[Group, frozenset[tuple[str, str]]]] = defaultdict(dict)
        for key, question in self._framework.questions.items():
            node = Node("question", key)
            for facts in self._two_of(node) if question.is_judged else ():
                if self._steady.is_so(node, facts) and (found := frozenset(self._ruled_out(key, *facts))):
                    ruled_out[facts][key] = found
        for fact in self._values:
            for facts in self._two_of(Node("fact", fact)):
                follows: defaultdict[Group, set[tuple[str, str]]] = defaultdict(set)
                for labels, group in self._within(fact, *facts):
                    follows[group].add(labels)
                within[facts] |= {group: frozenset(labels) for group, labels in follows.items()}
        for facts in combinations(self._values, 2):
            if ruled_out[facts] or within[facts]:
                yield facts, Both(ruled_out[facts], within[facts])

    def _two_of(self, node: Node) -> Iterator[tuple[str, str]]:
        """The facts that a rule rests on, two by two, in the order in which they are told of."""
        beneath, waiting = set[Node](), [node]
        while waiting:
            more = self._needed.get(waiting.pop(), set()) - beneath
            beneath |= more
            waiting += more
        yield from combinations([fact for fact in self._values if Node("fact", fact) in beneath - {node}], 2)

    def _together(self, one: str, other: str) -> Iterator[tuple[tuple[str, str], Scope]]:
        """Each two groups a case can be in at once, with all that is known of a case that is."""
        for (label, value), (label2, value2) in product(self._values[one], self._values[other]):
            if self._alone.can_be((one, label), (other, label2)):
                scope = scope_of(self._framework, None)
                scope.facts[one], scope.facts[other] = (True, value), (True, value2)
                yield (label, label2), scope

    def _ruled_out(self, question: str, one: str, other: str) -> Iterator[tuple[str, str]]:
        for (label, label2), scope in self._together(one, other):
            alone = self._alone.ruled_out
            settled = question in alone[one, label] or question in alone[other, label2]
            if not settled and ruling(question, scope).outcome is Outcome.NOT_APPLICABLE_BY_RULE:
                yield label, label2

    def _within(self, fact: str, one: str, other: str) -> Iterator[tuple[tuple[str, str], Group]]:
        alone = self._alone.within
        for (label, label2), scope in self._together(one, other):
            settled = {*alone[one, label], *alone[other, label2]}
            for group in _within(self._framework, scope, [fact], self._steady, (one, other)):
                if group not in settled:
                    yield (label, label2), group


def _values(framework: Framework, fact: str) -> Sequence[tuple[Value, str]]:
    """The values of a fact that is one of a few words, and the words for them."""
    kind = framework.facts[fact].type
    words = kind.names if isinstance(kind, Choice) else ()
    return [(word, group_label(framework, fact, word, exists=True)) for word in words]


def _ruled_out(
    framework: Framework, scope: Scope, steady: "_Steady", known: tuple[str, ...]
) -> Iterator[str]:
    for key, question in framework.questions.items():
        is_known = question.is_judged and steady.is_so(Node("question", key), known)
        if is_known and ruling(key, scope).outcome is Outcome.NOT_APPLICABLE_BY_RULE:
            yield key


def _within(
    framework: Framework, scope: Scope, facts: Iterable[str], steady: "_Steady", known: tuple[str, ...]
) -> Iterator[Group]:
    for fact in facts:
        about = framework.facts[fact]
        if not (about.worked_out or about.only_where) or not steady.is_so(Node("fact", fact), known):
            continue
        exists, value = operand(FactValue(fact, about.span), scope)
        if exists is False:
            yield fact, group_label(framework, fact, None, exists=False)
        elif exists and isinstance(value, Value):
            yield fact, group_label(framework, fact, value, exists=True)


class _Steady:
    """Says what stays so, once it is settled by what is known, whatever else becomes known."""

    def __init__(self, framework: Framework) -> None:
        self._needed = _named(framework)
        self._turned = {
            node: frozenset(about for expr in exprs for about in _can_turn(expr))
            for node, exprs in rules(framework).items()
        }

    def is_so(self, node: Node, known: tuple[str, ...]) -> bool:
        """Whether something stays so where some facts are known. Whether those are known cannot turn, nor what they rest on."""
        settled = {Node("fact", fact) for fact in known}
        seen, waiting = {node}, [node]
        while waiting:
            one = waiting.pop()
            if not self._turned.get(one, frozenset()) <= settled:
                return False
            more = self._needed.get(one, set()) - seen - settled
            seen |= more
            waiting += more
        return True


def _named(framework: Framework) -> Mapping[Node, set[Node]]:
    """What the rules of each thing name."""
    return {
        node: {named for expr in exprs for e in walk(expr) if (named := node_named(e)) is not None}
        for node, exprs in rules(framework).items()
    }


def _can_turn(expr: Expression) -> Iterator[Node | None]:
    """What it can turn on whether a thing is known: the thing, None where it is no fact."""
    for one in walk(expr):
        if isinstance(one, _CAN_TURN):
            of = one.operand if isinstance(one, (IsMissing, IsKnown)) else None
            yield Node("fact", of.fact) if isinstance(of, FactValue) else None
