"""Compares where questions apply: the same for two of them in other words, or just where another does not."""

from collections.abc import Callable, Collection, Iterator, Sequence
from functools import partial

from aboveline.diagnostics import Label, Severity
from aboveline.framework import expressions as ex
from aboveline.framework.model import Question
from aboveline.frozen import frozen
from aboveline.lint.claims import applicability, as_applicability, differ, differ_from_opposite, over
from aboveline.lint.grounds import Grounds, declared, items_of
from aboveline.lint.inherited import idle_clauses, repetitions
from aboveline.lint.model import Remark, remark
from aboveline.lint.questions import applies_ever
from aboveline.proof.claims import Claim, Comes
from aboveline.source import Span
from aboveline.values import Truth, negate

IDENTICAL = ("identical-applicability", Severity.NOTE)
COMPLEMENTARY = ("complementary-applicability", Severity.NOTE)


@frozen
class _Wording:
    """One way of saying where questions apply, and the questions that say it so.

    What is said is by item, for questions that are repeated; `instances` are those of the first question.
    """

    said: frozenset[tuple[tuple[str, ...], frozenset[ex.Truth]]]
    names: tuple[str, ...]
    instances: tuple[Question, ...]

    @property
    def at(self) -> Span:
        """Where it is said first: the clause nearest to the question."""
        return max(over(self.instances[0]), key=lambda clause: clause.owner == "question").span

    @property
    def in_words(self) -> str:
        """The questions, by name, as far as they can be told in a sentence."""
        first, *others = self.names
        return f"`{first}` (and {len(others)} more)" if others else f"`{first}`"


def identical(grounds: Grounds) -> Iterator[Remark]:
    """A remark on each wording that comes to the same as an earlier one in every case."""
    for group in _groups(grounds):
        first, *others = group
        for other in others:
            yield remark(
                IDENTICAL,
                f"{other.in_words} applies where {first.in_words} does, in every case, and says so in other words",
                Label(other.at),
                Label(first.at, "this comes to the same"),
                remedy=_shared(grounds, first, other),
            )


def complementary(grounds: Grounds) -> Iterator[Remark]:
    """A remark on each wording that applies just where an earlier one does not, and does not say so."""
    seen: dict[object, list[Sequence[_Wording]]] = {}
    for group in _groups(grounds):
        for earlier in seen.get(_vectors(grounds, group[0], opposite=True), ()):
            first, second = earlier[0], group[0]
            if _are_opposite(grounds, first, second) and not _says_so(earlier, group):
                yield remark(
                    COMPLEMENTARY,
                    f"{second.in_words} applies just where {first.in_words} does not, in every case",
                    Label(second.at),
                    Label(first.at, "this is the other half"),
                    remedy="give one of the two a condition with a name, and say `not` that name for the other",
                )
        seen.setdefault(_vectors(grounds, group[0]), []).append(group)


def _groups(grounds: Grounds) -> Sequence[Sequence[_Wording]]:
    """The wordings that are proved to come to the same, together; a question that always applies says nothing."""
    return grounds.once("applicability", partial(_grouped, grounds))


def _grouped(grounds: Grounds) -> list[list[_Wording]]:
    groups: list[list[_Wording]] = []
    by_vector: dict[object, list[list[_Wording]]] = {}
    for wording in _wordings(grounds):
        near = by_vector.setdefault(_vectors(grounds, wording), [])
        known = next((group for group in near if _are_same(grounds, group[0], wording)), None)
        if known is None:
            groups.append([wording])
            near.append(groups[-1])
        else:
            known.append(wording)
    return groups


def _vectors(
    grounds: Grounds, wording: _Wording, *, opposite: bool = False
) -> frozenset[tuple[tuple[str, ...], tuple[Truth, ...]]]:
    """Where the questions apply (or do not) among the made-up cases, by item."""
    found: list[tuple[tuple[str, ...], tuple[Truth, ...]]] = []
    for question in wording.instances:
        vector = grounds.once(("applies", question.key), partial(grounds.vector, applicability(question)))
        found.append((items_of(question), tuple(negate(t) for t in vector) if opposite else vector))
    return frozenset(found)


def _wordings(grounds: Grounds) -> Iterator[_Wording]:
    """Every way in which it is said where questions apply, those aside that rule nothing out, or everything."""
    gone = {at for repeated in repetitions(grounds) for at in repeated.parts}
    gone |= {one.clause.span for one in idle_clauses(grounds)}
    found: dict[frozenset[tuple[tuple[str, ...], frozenset[ex.Truth]]], list[tuple[Question, ...]]] = {}
    for instances in declared(grounds.framework.questions):
        if all(over(one) and applies_ever(grounds, one) for one in instances):
            said = frozenset((items_of(one), _said(one, gone)) for one in instances)
            found.setdefault(said, []).append(instances)
    for said, together in found.items():
        if not all(_rules_nothing_out(grounds, one) for one in together[0]):
            yield _Wording(said, tuple(each[0].name for each in together), together[0])


def _rules_nothing_out(grounds: Grounds, one: Question) -> bool:
    return grounds.never(Comes(applicability(one), False), IDENTICAL[0], one.span, f"`{one.key}`")


def _said(question: Question, gone: Collection[Span]) -> frozenset[ex.Truth]:
    """What is said of where a question applies, in whatever order, without what only repeats something."""
    return frozenset(
        part
        for clause in over(question)
        if clause.span not in gone
        for part in _conjuncts(as_applicability(clause))
        if part.span not in gone
    )


def _conjuncts(expr: ex.Truth) -> tuple[ex.Truth, ...]:
    match expr:
        case ex.And(items=items) | ex.Counted(quantifier="all of", items=items):
            return tuple(part for item in items for part in _conjuncts(item))
        case _:
            return (expr,)


def _are_same(grounds: Grounds, first: _Wording, second: _Wording) -> bool:
    return _never(differ, grounds, first, second, IDENTICAL[0])


def _are_opposite(grounds: Grounds, first: _Wording, second: _Wording) -> bool:
    return _never(differ_from_opposite, grounds, first, second, COMPLEMENTARY[0])


def _never(
    told_apart: Callable[[ex.Truth, ex.Truth], Claim],
    grounds: Grounds,
    first: _Wording,
    second: _Wording,
    code: str,
) -> bool:
    """Whether no case tells the applicability of any pair of instances apart."""
    return all(
        grounds.never(
            told_apart(applicability(one), applicability(other)),
            code,
            second.at,
            f"`{one.key}` and `{other.key}`",
        )
        for one, other in _paired(first, second)
    )


def _paired(first: _Wording, second: _Wording) -> Iterator[tuple[Question, Question]]:
    """The instances of two wordings, by item; they are for the same items."""
    by_items = {items_of(one): one for one in first.instances}
    for other in second.instances:
        yield by_items[items_of(other)], other


def _says_so(first: Sequence[_Wording], second: Sequence[_Wording]) -> bool:
    """Whether a reader sees at once that two are halves: one is `not` the other, or both look at one thing that is yes or no."""
    return any(
        all(_are_halves(dict(a.said)[items], said) for items, said in b.said) for a in first for b in second
    )


def _are_halves(one: frozenset[ex.Truth], other: frozenset[ex.Truth]) -> bool:
    if len(one) != 1 or len(other) != 1:
        return False
    (a,), (b,) = one, other
    if (isinstance(a, ex.Not) and a.item == b) or (isinstance(b, ex.Not) and b.item == a):
        return True
    same_thing = (
        isinstance(a, ex.Compare)
        and isinstance(b, ex.Compare)
        and a.left == b.left
        and {a.operator, b.operator} <= {"is", "is not"}
    )
    about_one = isinstance(a, ex.Applies) and isinstance(b, ex.Applies)
    return same_thing or about_one


def _shared(grounds: Grounds, first: _Wording, other: _Wording) -> str:
    """What to write so that both say the same."""
    for wording in (first, other):
        parts = [part for _, said in wording.said for part in said]
        if len(parts) == len(wording.instances) and isinstance(parts[0], ex.ConditionHolds):
            name = grounds.framework.conditions[parts[0].condition].name
            return f"name the condition `{name}` in both, so that a change of the one changes both"
    return "give it a name, as in `condition … where …`, and name that in both"
