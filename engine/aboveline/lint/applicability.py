"""Compares where questions apply: the same for two of them in other words, or just where another does not."""

from collections.abc import Collection, Iterator, Sequence
from functools import partial

from aboveline.diagnostics import Label, Severity
from aboveline.framework import expressions as ex
from aboveline.framework.model import Clause, Question
from aboveline.frozen import frozen
from aboveline.lint.claims import applicability, as_applicability, differ, differ_from_opposite, over
from aboveline.lint.grounds import Grounds
from aboveline.lint.inherited import idle_clauses, repetitions
from aboveline.lint.model import Remark, remark
from aboveline.lint.questions import applies_ever
from aboveline.proof.claims import Comes
from aboveline.source import Span
from aboveline.values import Truth, negate

IDENTICAL = ("identical-applicability", Severity.NOTE)
COMPLEMENTARY = ("complementary-applicability", Severity.NOTE)


@frozen
class _Wording:
    """One way of saying where questions apply, and the questions that say it so."""

    said: frozenset[ex.Truth]
    questions: tuple[Question, ...]

    @property
    def first(self) -> Question:
        """The first question that says it so."""
        return self.questions[0]

    @property
    def at(self) -> Label:
        """Where it is said first."""
        return Label(_clause(self.first).span)


def _clause(question: Question) -> Clause:
    """The clause nearest to a question that says where it applies."""
    return over(question)[-1]


def identical(grounds: Grounds) -> Iterator[Remark]:
    """A remark on each wording that comes to the same as an earlier one in every case."""
    for group in _groups(grounds):
        first, *others = group
        for other in others:
            yield remark(
                IDENTICAL,
                f"{_listed(other)} applies where {_listed(first)} does, in every case, and says so in other words",
                other.at,
                Label(_clause(first.first).span, "this comes to the same"),
                remedy=_shared(grounds, first, other),
            )


def complementary(grounds: Grounds) -> Iterator[Remark]:
    """A remark on each wording that applies just where an earlier one does not, and does not say so."""
    groups = _groups(grounds)
    for at, group in enumerate(groups):
        for earlier in groups[:at]:
            if _is_opposite(grounds, earlier[0], group[0]) and not _says_so(earlier, group):
                yield remark(
                    COMPLEMENTARY,
                    f"{_listed(group[0])} applies just where {_listed(earlier[0])} does not, in every case",
                    group[0].at,
                    Label(_clause(earlier[0].first).span, "this is the other half"),
                    remedy="give one of the two a condition with a name, and say `not` that name for the other",
                )


def _groups(grounds: Grounds) -> Sequence[Sequence[_Wording]]:
    """The wordings that are proved to come to the same, together; a question that always applies says nothing."""
    return grounds.once("applicability", partial(_grouped, grounds))


def _grouped(grounds: Grounds) -> list[list[_Wording]]:
    groups: list[list[_Wording]] = []
    by_vector: dict[tuple[Truth, ...], list[list[_Wording]]] = {}
    for wording in _wordings(grounds):
        near = by_vector.setdefault(grounds.vector(applicability(wording.first)), [])
        known = next((group for group in near if _is_same(grounds, group[0], wording)), None)
        if known is None:
            groups.append([wording])
            near.append(groups[-1])
        else:
            known.append(wording)
    return groups


def _wordings(grounds: Grounds) -> Iterator[_Wording]:
    """Every way in which it is said where questions apply, those aside that rule nothing out, or everything."""
    found: dict[frozenset[ex.Truth], list[Question]] = {}
    gone = {at for repeated in repetitions(grounds) for at in repeated.parts}
    gone |= {one.clause.span for one in idle_clauses(grounds)}
    for question in grounds.framework.questions.values():
        if over(question) and applies_ever(grounds, question):
            found.setdefault(_said(question, gone), []).append(question)
    for said, questions in found.items():
        rules_out = Comes(applicability(questions[0]), False)
        if not grounds.never(rules_out, IDENTICAL[0], questions[0].span, f"`{questions[0].key}`"):
            yield _Wording(said, tuple(questions))


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


def _is_same(grounds: Grounds, first: _Wording, second: _Wording) -> bool:
    one, other = first.first, second.first
    claim = differ(applicability(one), applicability(other))
    return grounds.never(claim, IDENTICAL[0], other.span, f"`{one.key}` and `{other.key}`")


def _is_opposite(grounds: Grounds, first: _Wording, second: _Wording) -> bool:
    one, other = first.first, second.first
    vector = tuple(negate(t) for t in grounds.vector(applicability(other)))
    if vector != grounds.vector(applicability(one)):
        return False
    claim = differ_from_opposite(applicability(one), applicability(other))
    return grounds.never(claim, COMPLEMENTARY[0], other.span, f"`{one.key}` and `{other.key}`")


def _says_so(first: Sequence[_Wording], second: Sequence[_Wording]) -> bool:
    """Whether a reader sees at once that two are halves: one is `not` the other, or both look at one thing that is yes or no."""
    return any(_are_halves(a.said, b.said) for a in first for b in second)


def _are_halves(one: frozenset[ex.Truth], other: frozenset[ex.Truth]) -> bool:
    if len(one) != 1 or len(other) != 1:
        return False
    (a,), (b,) = one, other
    if (isinstance(a, ex.Not) and a.item == b) or (isinstance(b, ex.Not) and b.item == a):
        return True
    same_thing = isinstance(a, ex.Compare) and isinstance(b, ex.Compare) and a.left == b.left
    about_one = isinstance(a, ex.Applies) and isinstance(b, ex.Applies)
    return same_thing or about_one


def _listed(wording: _Wording) -> str:
    names = list(dict.fromkeys(question.name for question in wording.questions))
    more = f" (and {len(names) - 1} more)" if len(names) > 1 else ""
    return f"`{names[0]}`{more}"


def _shared(grounds: Grounds, first: _Wording, other: _Wording) -> str:
    """What to write so that both say the same."""
    for wording in (first, other):
        (part, *more) = wording.said
        if not more and isinstance(part, ex.ConditionHolds):
            name = grounds.framework.conditions[part.condition].name
            return f"name the condition `{name}` in both, so that a change of the one changes both"
    return "give it a name, as in `condition … where …`, and name that in both"
