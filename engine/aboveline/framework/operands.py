"""Resolves an expression that has a value: a fact, an answer, a number, a date, a count."""

from collections.abc import Mapping

from aboveline.diagnostics import Diagnostic, Label
from aboveline.framework import expressions as ex
from aboveline.framework.faults import fault, unknown
from aboveline.framework.names import FactName, QuestionName, Scope, words_at
from aboveline.framework.standings import statements
from aboveline.framework.subjects import ConditionName, ItemAtHand, Subject, subject, words_of
from aboveline.frozen import frozen
from aboveline.syntax import tree
from aboveline.values import Choice, Date, Number, Text, ValueType, WholeNumber, type_in_words


@frozen
class Typed:
    """An operand and the type of its value."""

    operand: ex.Operand
    type: ValueType


def operand(expr: tree.Expr, scope: Scope, found: list[Diagnostic]) -> Typed | None:
    """The value an expression stands for; a statement that is yes or no is an error."""
    match expr:
        case tree.Name() | tree.Instance():
            return _named(subject(expr, scope, found), expr, scope, found)
        case tree.Literal():
            return Typed(ex.Constant(expr.value, expr.span), _type_of(expr))
        case tree.TheAnswer():
            return _own_answer(expr, scope, found)
        case tree.Grouped():
            return operand(expr.item, scope, found)
        case tree.NumberOf():
            counted = statements(expr.items, expr.standing, scope, found)
            return None if counted is None else Typed(ex.NumberOf(counted, expr.span), WholeNumber())
        case tree.Elapsed():
            return _elapsed(expr, scope, found)
        case tree.Arithmetic():
            return _arithmetic(expr, scope, found)
        case tree.Part() | tree.Percent():
            found.append(score_in_case(expr, scope))
            return None
        case _:
            message = (
                f"expected something with a value to compare, found `{scope.words(expr)}`, which is yes or no"
            )
            found.append(fault("value-needed", message, expr.span))
            return None


def score_in_case(expr: tree.Expr, scope: Scope) -> Diagnostic:
    """The error of a score in a clause that is about one case."""
    return fault(
        "score-in-case-expression",
        f"`{scope.words(expr)}` is about a score, which is known only when all cases are judged, "
        f"so it cannot stand in {f'`{scope.clause}`' if scope.clause else 'a clause'} about one case",
        expr.span,
        remedy="scores can be spoken of in a `rating`",
    )


def _type_of(literal: tree.Literal) -> ValueType:
    match literal.value:
        case int():
            return WholeNumber()
        case str():
            return Text()
        case _:
            return Number() if not hasattr(literal.value, "isoformat") else Date()


def _named(
    one: Subject | None, expr: tree.Name | tree.Instance, scope: Scope, found: list[Diagnostic]
) -> Typed | None:
    match one:
        case None:
            return None
        case FactName(type=kind):
            return None if kind is None else Typed(ex.FactValue(one.key, expr.span), kind)
        case QuestionName(answers=answers):
            return None if answers is None else Typed(ex.AnswerValue(one.key, expr.span), answers)
        case ItemAtHand():
            return Typed(ex.Constant(one.item, expr.span), one.choice)
        case ConditionName():
            words = scope.words(expr) or one.name
            message = (
                f"a condition is yes or no by itself and cannot be compared, but `{one.name}` is a condition"
            )
            labels = Label(expr.span), Label(one.at, "declared here")
            found.append(
                fault("condition-compared", message, *labels, remedy=f"write `{words}` or `not {words}`")
            )
            return None


def _own_answer(expr: tree.TheAnswer, scope: Scope, found: list[Diagnostic]) -> Typed | None:
    own = scope.question
    if own is None:
        message = "`the answer` is that of the question whose clause it stands in, but this is no clause of a question"
        found.append(
            fault("no-answer-here", message, expr.span, remedy="name the question, as in `q is yes`")
        )
        return None
    if scope.clause not in {"sufficient when", "excused where"}:
        what = "what is worked out" if scope.clause == "worked out as" else "whether a question applies"
        message = f"{what} cannot rest on the answer itself, but `{scope.clause}` names `the answer`"
        found.append(fault("no-answer-here", message, expr.span, remedy="move it to `sufficient when`"))
        return None
    return None if own.answers is None else Typed(ex.OwnAnswer(own.key, expr.span), own.answers)


# --- Numbers and dates -----------------------------------------------------------------------


def date_operand(expr: tree.Expr, scope: Scope, found: list[Diagnostic], what: str) -> ex.Operand | None:
    """An operand that must be a date; `what` says who wants it, as in `days from … to …`."""
    typed = operand(expr, scope, found)
    if typed is None:
        return None
    if not isinstance(typed.type, Date):
        message = f"{what} needs dates, but `{scope.words(expr)}` is {kind_in_words(typed)}"
        found.append(fault("wrong-type", message, *places(typed, scope)))
        return None
    return typed.operand


def number_operand(expr: tree.Expr, scope: Scope, found: list[Diagnostic], what: str) -> Typed | None:
    """An operand that must be a number."""
    typed = operand(expr, scope, found)
    if typed is None:
        return None
    if not isinstance(typed.type, WholeNumber | Number):
        remedy = (
            "to count from a date, say `is no later than 15 days after …`"
            if isinstance(typed.type, Date)
            else None
        )
        message = f"{what} needs numbers, but `{scope.words(expr)}` is {kind_in_words(typed)}"
        found.append(fault("wrong-type", message, *places(typed, scope), remedy=remedy))
        return None
    return typed


def _elapsed(expr: tree.Elapsed, scope: Scope, found: list[Diagnostic]) -> Typed | None:
    what = f"`{expr.unit} from … to …`"
    start = date_operand(expr.start, scope, found, what)
    end = date_operand(expr.end, scope, found, what)
    if start is None or end is None:
        return None
    return Typed(ex.Elapsed(expr.unit, start, end, expr.span), WholeNumber())


def _arithmetic(expr: tree.Arithmetic, scope: Scope, found: list[Diagnostic]) -> Typed | None:
    what = f"`{expr.operator}`"
    left = number_operand(expr.left, scope, found, what)
    right = number_operand(expr.right, scope, found, what)
    if left is None or right is None:
        return None
    whole = isinstance(left.type, WholeNumber) and isinstance(right.type, WholeNumber)
    combined = ex.Arithmetic(left.operand, expr.operator, right.operand, expr.span)
    return Typed(combined, WholeNumber() if whole else Number())


def kind_in_words(typed: Typed) -> str:
    """The type of an operand as a person would say it; of a number in the file just that."""
    return type_in_words(typed.type)


def said(typed: Typed, scope: Scope) -> str:
    """An operand in the user's own words."""
    return words_at(scope.names, typed.operand.span)


def places(typed: Typed, scope: Scope) -> tuple[Label, ...]:
    """Where an operand stands, and where the fact or question it reads is declared."""
    match typed.operand:
        case ex.FactValue(fact=key):
            return Label(typed.operand.span), Label(scope.names.facts[key].at, "declared here")
        case ex.AnswerValue(question=key):
            return Label(typed.operand.span), Label(scope.names.questions[key].at, "declared here")
        case _:
            return (Label(typed.operand.span),)


# --- The other side of a comparison ----------------------------------------------------------


def compared_with(left: Typed, expr: tree.Expr, scope: Scope, found: list[Diagnostic]) -> Typed | None:
    """The value something is compared with; a bare word there is first of all one of its answer words."""
    match expr, left.type:
        case tree.Name(text=text), Choice() if text in left.type.names:
            return Typed(ex.Constant(text, expr.span), left.type)
        case tree.Name(text=text), Choice() if text not in scope.names.things:
            found.append(_no_such_word(expr, left, left.type, scope))
            return None
        case tree.Literal(value=str() as text), Choice():
            found.append(_quoted_word(expr, text, left.type))
            return None
        case tree.Name(text=text), Text() if text not in scope.names.things and text not in scope.items:
            message = f"expected words in double quotes, found `{text}`"
            remedy = f'write `"{text}"`'
            found.append(fault("unquoted-text", message, expr.span, *places(left, scope)[1:], remedy=remedy))
            return None
        case tree.Name(text=text), _ if text not in scope.names.things and text not in scope.items:
            found.append(_no_such_value(expr, left, scope))
            return None
        case tree.Name() | tree.Instance(), _:
            return _other(expr, left, scope, found)
        case _:
            return operand(expr, scope, found)


#: Everyday words for what is or is not there, and what to write.
_BLANK: Mapping[str, str] = {
    **dict.fromkeys(
        ("blank", "empty", "null", "unknown", "absent", "unanswered", "nothing"), "write `is missing`"
    ),
    **dict.fromkeys(("there", "present", "given", "recorded", "filled", "answered"), "write `is known`"),
}


def _no_such_word(word: tree.Name, left: Typed, choice: Choice, scope: Scope) -> Diagnostic:
    labels = places(left, scope)[1:]
    found = unknown("value-outside", words_of(choice), word, choice.names, _BLANK.get(word.text))
    return fault(
        found.code, found.message, word.span, *labels, remedy=found.help, suggestion=found.suggestion
    )


def _no_such_value(word: tree.Name, left: Typed, scope: Scope) -> Diagnostic:
    """The error of a word that names nothing, where a date or a number should stand."""
    is_date = isinstance(left.type, Date)
    kinds = Date if is_date else WholeNumber | Number
    known = {f.name for f in scope.names.facts.values() if isinstance(f.type, kinds) and f.key == f.name}
    a_date = "a date such as 2011-07-04, or the name of a fact that is a date"
    expected = a_date if is_date else "a number, or the name of a fact that is a number"
    return unknown("unknown-name", expected, word, known, _BLANK.get(word.text))


def _quoted_word(literal: tree.Literal, text: str, choice: Choice) -> Diagnostic:
    meant = next((w.name for w in choice.words if text in (w.name, w.label)), None)
    return fault(
        "quoted-word",
        f"expected {words_of(choice)} without quotes, found words in quotes",
        literal.span,
        remedy=f"write `{meant}`" if meant else None,
        suggestion=meant,
    )


def _other(
    expr: tree.Name | tree.Instance, left: Typed, scope: Scope, found: list[Diagnostic]
) -> Typed | None:
    before = len(found)
    one = subject(expr, scope, found)
    if isinstance(one, QuestionName):
        message = f"a whole question cannot be compared, but `{one.name}` is a question"
        labels = Label(expr.span), Label(one.at, "declared here")
        remedy = f"ask about each apart, as in `{one.name} is {_a_word(one)}`"
        found.append(fault("question-compared", message, *labels, remedy=remedy))
        return None
    if isinstance(one, ItemAtHand) and isinstance(left.type, Choice) and one.item not in left.type.names:
        message = f"for the item `{one.item}` of `{one.list}`, expected {words_of(left.type)}"
        remedy = "say `in (…)` after `for each`, so that only items that can be meant are left"
        found.append(fault("value-outside", message, expr.span, *places(left, scope)[1:], remedy=remedy))
        return None
    if len(found) > before:
        return None
    typed = _named(one, expr, scope, found)
    # The item at hand is one of the words it is compared with, and is no choice of its own.
    return Typed(typed.operand, left.type) if isinstance(one, ItemAtHand) and typed else typed


def _a_word(question: QuestionName) -> str:
    return question.answers.names[0] if question.answers else "yes"
