"""What can be said of a single question over all cases: whether it ever applies, and what it can come to."""

from collections.abc import Iterator, Sequence
from itertools import combinations

from attrs import evolve

from aboveline.diagnostics import Label, Severity
from aboveline.framework import expressions as ex
from aboveline.framework.dependencies import needs
from aboveline.framework.model import Clause, Question
from aboveline.frozen import frozen
from aboveline.lint.claims import applicability, as_applicability, differ, joined, over
from aboveline.lint.grounds import Grounds, by_declaration
from aboveline.lint.model import Remark, remark
from aboveline.proof.claims import AllOf, AnyOf, Claim, Comes
from aboveline.reference.operations import COMPARISONS

NEVER_APPLIES = ("never-applies", Severity.WARNING)
CONTRADICTS = ("contradicts-what-it-inherits", Severity.ERROR)
NEVER_SUFFICIENT = ("never-sufficient", Severity.WARNING)
NEVER_INSUFFICIENT = ("never-insufficient", Severity.WARNING)
CANNOT_MATTER = ("answer-cannot-matter", Severity.WARNING)


# --- Whether it applies ----------------------------------------------------------------------


@frozen
class _Idle:
    """A question that applies to no case, and whose clauses are to blame.

    `own` are those of the first owner, from the section down, with which no case is left; `above` those over them.
    """

    question: Question
    owner: str
    own: tuple[Clause, ...]
    above: tuple[Clause, ...]


def never_applies(grounds: Grounds) -> Iterator[Remark]:
    """A remark on each question that applies to no case, or on the criterion or section of which none does."""
    hit = [one for one in _idle(grounds) if not _contradicts(grounds, one)]
    for words, one in _by_owner(grounds, hit):
        yield remark(
            NEVER_APPLIES,
            f"{words} can never apply: no case there could be meets what is said of where it does",
            Label(one.own[-1].span),
            *([Label(one.question.span, "the question")] if one.owner == "question" else []),
            remedy="look at the clause again, or take out what it stands over",
        )


def contradicts_what_it_inherits(grounds: Grounds) -> Iterator[Remark]:
    """A remark on each question (or criterion) whose own clauses and those it inherits can be met, but never together."""
    hit = [one for one in _idle(grounds) if _contradicts(grounds, one)]
    for words, one in _by_owner(grounds, hit):
        yield remark(
            CONTRADICTS,
            f"{words} can never apply: what it says itself contradicts what {one.above[-1].owner} says",
            Label(one.own[-1].span),
            *(Label(clause.span, f"{clause.owner} says this") for clause in one.above),
            remedy="change one of the two, or move the question where it applies",
        )


def applies_ever(grounds: Grounds, question: Question) -> bool:
    """Whether a question applies to any case, as far as that is settled."""
    return question.key not in {one.question.key for one in _idle(grounds)}


def _by_owner(grounds: Grounds, hit: Sequence[_Idle]) -> Iterator[tuple[str, _Idle]]:
    """What was found, once for each question that is declared, and once for a criterion or section that is itself to blame."""
    by_question = {one.question.key: one for one in hit if one.owner == "question"}
    asked = (one.question for one in by_question.values())
    for words, question in by_declaration(asked, grounds.framework.questions):
        yield words, by_question[question.key]
    parts = {one.owner: one for one in hit if one.owner != "question"}
    for owner, one in parts.items():
        yield f"everything under {owner}", one


def _idle(grounds: Grounds) -> tuple[_Idle, ...]:
    """The questions that apply to no case."""
    return grounds.once("idle", lambda: tuple(_idle_of(grounds)))


def _idle_of(grounds: Grounds) -> Iterator[_Idle]:
    for question in grounds.framework.questions.values():
        if not over(question) or _can_be_met(grounds, question, over(question)):
            continue
        above: tuple[Clause, ...] = ()
        for owner in (f"section {question.section}", f"criterion {question.criterion}", "question"):
            own = tuple(clause for clause in over(question) if clause.owner == owner)
            if own and not _can_be_met(grounds, question, (*above, *own)):
                yield _Idle(question, owner, own, above)
                break
            above = (*above, *own)


def _contradicts(grounds: Grounds, one: _Idle) -> bool:
    """Whether nothing is wrong with the clauses of the owner but that they stand beneath the others."""
    return bool(one.above) and _can_be_met(grounds, one.question, one.own)


def _can_be_met(grounds: Grounds, question: Question, clauses: tuple[Clause, ...]) -> bool:
    """Whether some case meets all of some clauses, or that is not settled."""
    met = joined((as_applicability(clause) for clause in clauses), ex.Always(question.span))
    return not grounds.never(Comes(met, True), NEVER_APPLIES[0], question.span, f"`{question.key}`")


# --- What it can come to ---------------------------------------------------------------------


def never_sufficient(grounds: Grounds) -> Iterator[Remark]:
    """A remark on each question that is sufficient in no case, though it can apply."""
    for words, question in by_declaration(
        _never_comes_to(grounds, NEVER_SUFFICIENT[0], to=True), grounds.framework.questions
    ):
        yield remark(
            NEVER_SUFFICIENT,
            f"{words} can never be sufficient: where it applies, this is never yes",
            Label(question.clauses[question.sufficiency].span),
            Label(question.span, "the question"),
            remedy="look at what is good enough again: as it stands every case counts against, or not at all",
        )


def never_insufficient(grounds: Grounds) -> Iterator[Remark]:
    """A remark on each question that falls short in no case, though it can apply."""
    for words, question in by_declaration(
        _never_comes_to(grounds, NEVER_INSUFFICIENT[0], to=False), grounds.framework.questions
    ):
        yield remark(
            NEVER_INSUFFICIENT,
            f"{words} can never fall short: where it applies, this is never no",
            Label(question.clauses[question.sufficiency].span),
            Label(question.span, "the question"),
            remedy="look at what is good enough again: as it stands every case counts in favour, or not at all",
        )


def _never_comes_to(grounds: Grounds, code: str, *, to: bool) -> Iterator[Question]:
    for question in grounds.framework.questions.values():
        if question.is_judged and applies_ever(grounds, question):
            claim = AllOf(
                (Comes(applicability(question), True), Comes(question.clauses[question.sufficiency].expr, to))
            )
            if grounds.never(claim, code, question.span, f"`{question.key}`"):
                yield question


def answer_cannot_matter(grounds: Grounds) -> Iterator[Remark]:
    """A remark on each question whose rule names the answer, and comes to the same whatever it is; and on answers nobody reads."""
    hit = [q for q in grounds.framework.questions.values() if _is_deaf(grounds, q)]
    for words, question in by_declaration(hit, grounds.framework.questions):
        yield remark(
            CANNOT_MATTER,
            f"what is answered to {words} cannot matter: every case comes to the same whatever the answer is",
            Label(question.clauses[question.sufficiency].span),
            Label(question.span, "the question"),
            remedy="leave the answer out of the rule, or see to it that it decides something",
        )
    unread = [q for q in grounds.framework.questions.values() if _is_unread(grounds, q)]
    for words, question in by_declaration(unread, grounds.framework.questions):
        yield remark(
            CANNOT_MATTER,
            f"what is answered to {words} cannot matter: it is not judged, and no rule asks what the answer is",
            Label(question.span),
            remedy="take it out, use its answer, or leave out `not judged`",
        )


def _is_unread(grounds: Grounds, question: Question) -> bool:
    if question.is_judged or question.worked_out is not None:
        return False
    named = grounds.once(
        "named questions",
        lambda: {
            need.node.key
            for its_needs in needs(grounds.framework).values()
            for need in its_needs
            if need.node.kind == "question"
        },
    )
    return not any(
        other.key in named for other in grounds.framework.questions.values() if other.name == question.name
    )


def _is_deaf(grounds: Grounds, question: Question) -> bool:
    if not question.is_judged or question.worked_out is not None or not applies_ever(grounds, question):
        return False
    deciding = question.clauses[question.sufficiency :]
    if not any(isinstance(e, ex.OwnAnswer) for clause in deciding for e in ex.walk(clause.expr)):
        return False
    return all(
        grounds.never(_decides(question, first, second), CANNOT_MATTER[0], question.span, f"`{question.key}`")
        for first, second in combinations(question.answers.names, 2)
    )


def _decides(question: Question, first: str, second: str) -> Claim:
    """That a case to which the question applies comes to something else with one answer than with another."""
    rule, *excuses = (clause.expr for clause in question.clauses[question.sufficiency :])
    good, other_good = (with_answer(rule, word) for word in (first, second))
    differently: list[Claim] = [differ(good, other_good)]
    if excuses:
        excuse = excuses[0] if len(excuses) == 1 else ex.Or(tuple(excuses), rule.span)
        differently.append(
            AllOf((Comes(good, False), differ(with_answer(excuse, first), with_answer(excuse, second))))
        )
    return AllOf((Comes(applicability(question), True), AnyOf(tuple(differently))))


def with_answer(rule: ex.Truth, word: str) -> ex.Truth:
    """A rule as it stands where the question's own answer is a word."""
    match rule:
        case ex.And() | ex.Or() | ex.Counted():
            return evolve(rule, items=tuple(with_answer(item, word) for item in rule.items))
        case ex.Not():
            return evolve(rule, item=with_answer(rule.item, word))
        case ex.IsMissing(operand=ex.OwnAnswer()):
            return _said(False, rule)
        case ex.IsKnown(operand=ex.OwnAnswer()):
            return _said(True, rule)
        case ex.Compare():
            left, right = _answered(rule.left, word), _answered(rule.right, word)
            if isinstance(left, ex.Constant) and isinstance(right, ex.Constant):
                return _said(COMPARISONS[rule.operator](left.value, right.value), rule)
            return evolve(rule, left=left, right=right)
        case ex.OneOf():
            left, values = _answered(rule.left, word), tuple(_answered(v, word) for v in rule.values)
            known = [v.value for v in values if isinstance(v, ex.Constant)]
            if isinstance(left, ex.Constant) and len(known) == len(values):
                return _said((left.value in known) is not rule.negated, rule)
            return evolve(rule, left=left, values=values)
        case _:
            return rule


def _answered(operand: ex.Operand, word: str) -> ex.Operand:
    match operand:
        case ex.OwnAnswer():
            return ex.Constant(word, operand.span)
        case ex.NumberOf():
            return evolve(operand, items=tuple(with_answer(item, word) for item in operand.items))
        case ex.Arithmetic():
            return evolve(operand, left=_answered(operand.left, word), right=_answered(operand.right, word))
        case _:
            return operand


def _said(holds: bool, rule: ex.Truth) -> ex.Truth:
    always = ex.Always(rule.span)
    return always if holds else ex.Not(always, rule.span)
