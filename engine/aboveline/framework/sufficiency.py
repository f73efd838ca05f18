"""Turns `sufficient when` into a checked clause: bare answer words, an expression, or the `yes` that goes unsaid."""

from attrs import evolve

from aboveline.diagnostics import Diagnostic
from aboveline.framework import expressions as ex
from aboveline.framework.clauses import clause_of, is_broken
from aboveline.framework.facts import truth_or_always
from aboveline.framework.faults import fault, listed, unknown
from aboveline.framework.model import Clause
from aboveline.framework.names import QuestionName, Scope
from aboveline.framework.subjects import words_of
from aboveline.syntax import tree
from aboveline.values import Choice


def sufficient_when(node: tree.Question, scope: Scope, found: list[Diagnostic]) -> Clause:
    """The clause that says when a question is sufficient; `scope` holds the question itself."""
    scope = evolve(scope, clause="sufficient when")
    clause = clause_of(node.clauses, tree.SufficientWhen)
    at = clause.span if clause else node.name.span
    own = scope.question
    if own is None or own.answers is None:
        return Clause("sufficient when", ex.Always(at), "question", at)
    expr = (
        _default(node, own, own.answers, found)
        if clause is None
        else _said(clause, own, own.answers, scope, found)
    )
    return Clause("sufficient when", ex.Always(at) if expr is None else expr, "question", at)


def _default(
    node: tree.Question, own: QuestionName, answers: Choice, found: list[Diagnostic]
) -> ex.Truth | None:
    at = node.name.span
    if "yes" in answers.names:
        return ex.Compare("is", ex.OwnAnswer(own.key, at), ex.Constant("yes", at), at)
    if not is_broken(node.clauses, "sufficient"):
        found.append(
            fault(
                "missing-sufficient-when",
                f"expected which answers to `{node.name.text}` are sufficient, as none of them is `yes`",
                at,
                remedy=f"add a line such as `sufficient when {answers.names[0]}`; the answers are {listed(answers.names, 'and')}",
            )
        )
    return None


def _said(
    clause: tree.SufficientWhen, own: QuestionName, answers: Choice, scope: Scope, found: list[Diagnostic]
) -> ex.Truth | None:
    match clause.expr:
        case None:
            return _any_of(clause.words, clause, own, answers, found)
        case tree.Name(text=text) as word if text in answers.names:
            own_answer = ex.OwnAnswer(own.key, word.span)
            return ex.Compare("is", own_answer, ex.Constant(text, word.span), word.span)
        case tree.Chain() as chain if _are_words(chain, answers):
            words = ", ".join(scope.words(item) for item in chain.items)
            message = "answer words that are each sufficient are written with commas"
            found.append(
                fault("answer-words-joined", message, chain.span, remedy=f"write `sufficient when {words}`")
            )
            return None
        case expr:
            return truth_or_always(expr, expr.span, scope, found)


def _are_words(chain: tree.Chain, answers: Choice) -> bool:
    return all(isinstance(item, tree.Name) and item.text in answers.names for item in chain.items)


def _any_of(
    words: tuple[tree.Name, ...],
    clause: tree.SufficientWhen,
    own: QuestionName,
    answers: Choice,
    found: list[Diagnostic],
) -> ex.Truth | None:
    wrong = [w for w in words if w.text not in answers.names]
    found.extend(unknown("value-outside", words_of(answers), w, answers.names) for w in wrong)
    if wrong:
        return None
    at = words[0].span.to(words[-1].span)
    values = tuple(ex.Constant(w.text, w.span) for w in words)
    return ex.OneOf(ex.OwnAnswer(own.key, clause.span), values, False, at)
