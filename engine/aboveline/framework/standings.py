"""Resolves what an expression hears of other questions: `q applies`, `any of (q1, q2) are insufficient`."""

from collections.abc import Sequence
from typing import Literal

from aboveline.diagnostics import Diagnostic, Label
from aboveline.framework import expressions as ex
from aboveline.framework.faults import fault
from aboveline.framework.names import QuestionName, Scope
from aboveline.framework.subjects import question, questions
from aboveline.source import Span
from aboveline.syntax import tree

Standing = Literal["sufficient", "insufficient", "apply"]


def standing_of_question(expr: tree.Standing, scope: Scope, found: list[Diagnostic]) -> ex.Truth | None:
    """`q applies`, `q is insufficient or not applicable` and their like."""
    if isinstance(expr.subject, tree.TheAnswer):
        message = "the answer is a word; only a question is sufficient or applies"
        remedy = "say which word, as in `the answer is yes`"
        found.append(fault("question-needed", message, expr.span, remedy=remedy))
        return None
    one = question(expr.subject, scope, found)
    if one is None:
        return None
    match expr.word:
        case "applies" | "does not apply":
            return ex.Applies(one.key, expr.word == "does not apply", expr.span)
        case "sufficient" | "sufficient or not applicable":
            said = ex.JudgedAs(one.key, "sufficient", expr.word != "sufficient", expr.span)
            return _if_judged(one, said, expr.subject.span, found)
        case "insufficient" | "insufficient or not applicable":
            said = ex.JudgedAs(one.key, "insufficient", expr.word != "insufficient", expr.span)
            return _if_judged(one, said, expr.subject.span, found)
        case "missing" | "known":
            return None


def statements(
    items: Sequence[tree.Expr], standing: Standing, scope: Scope, found: list[Diagnostic]
) -> tuple[ex.Truth, ...] | None:
    """What a list of questions, repeats among them, says of each; None where one of them is not known."""
    made: list[ex.Truth | None] = []
    for item in items:
        for one in questions(item, scope, found) or (None,):
            if one is None:
                made.append(None)
            elif standing == "apply":
                made.append(ex.Applies(one.key, False, item.span))
            else:
                said = ex.JudgedAs(one.key, standing, False, item.span)
                made.append(_if_judged(one, said, item.span, found))
    whole = tuple(t for t in made if t is not None)
    return whole if len(whole) == len(made) else None


def _if_judged(
    one: QuestionName, truth: ex.JudgedAs, at: Span, found: list[Diagnostic]
) -> ex.JudgedAs | None:
    """What is said of a question's outcome, if it has one."""
    if one.is_judged:
        return truth
    word = one.answers.names[0] if one.answers else "yes"
    found.append(
        fault(
            "not-judged",
            f"only a judged question is sufficient or insufficient, but `{one.name}` is `not judged`",
            Label(at),
            Label(one.at, "declared here"),
            remedy=f"say what was answered, as in `{one.name} is {word}`",
        )
    )
    return None
