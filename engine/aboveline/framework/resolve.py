"""Turns an expression of the tree into a checked one: names looked up, types checked.

`resolve_truth` is for everything that is yes or no, `resolve_operand` for what has a value. Both
return None where something is wrong; `names.py` says what that means.
"""

from collections.abc import Iterator, Mapping, Sequence

from attrs import evolve

from aboveline.diagnostics import Diagnostic, Diagnostics, Label
from aboveline.framework import expressions as ex
from aboveline.framework.comparisons import between, comparison, date_limit, one_of, within
from aboveline.framework.faults import fault
from aboveline.framework.names import FactName, QuestionName, Scope
from aboveline.framework.negations import negation_of_question
from aboveline.framework.operands import Typed, operand, places, score_in_case
from aboveline.framework.settled import settled
from aboveline.framework.standings import standing_of_question, statements
from aboveline.framework.subjects import ConditionName, ItemAtHand, subject
from aboveline.syntax import tree
from aboveline.values import Choice, Date, Number, Text, ValueType, WholeNumber, type_in_words


def resolve_truth(expr: tree.Expr, scope: Scope) -> tuple[ex.Truth | None, Diagnostics]:
    """What an expression that is yes or no says, and what is wrong with it."""
    found: list[Diagnostic] = []
    return _truth(expr, scope, found), tuple(found)


def resolve_operand(expr: tree.Expr, scope: Scope) -> tuple[Typed | None, Diagnostics]:
    """The value an expression stands for, with its type, and what is wrong with it."""
    found: list[Diagnostic] = []
    return operand(expr, scope, found), tuple(found)


def _truth(  # noqa: C901 (a table of every kind of expression)
    expr: tree.Expr, scope: Scope, found: list[Diagnostic]
) -> ex.Truth | None:
    if scope.about_scores is not None and _is_about_scores(expr, scope):
        truth, faults = scope.about_scores(expr, scope)
        found.extend(faults)
        return truth
    match expr:
        case tree.Name() | tree.Instance():
            return _named(expr, scope, found)
        case tree.Grouped():
            return _truth(expr.item, scope, found)
        case tree.Chain():
            return _chain(expr, scope, found)
        case tree.Not():
            return _not(expr, scope, found)
        case tree.Comparison():
            return comparison(expr, scope, found)
        case tree.OneOf():
            return one_of(expr, scope, found)
        case tree.Between():
            return between(expr, scope, found)
        case tree.DateLimit():
            return date_limit(expr, scope, found)
        case tree.Within():
            return within(expr, scope, found)
        case tree.Standing(word="missing" | "known"):
            return _is_there(expr, scope, found)
        case tree.Standing():
            return standing_of_question(expr, scope, found)
        case tree.Quantified():
            return _quantified(expr, scope, found)
        case tree.InBand() | tree.NoApplicableCases() | tree.Part() | tree.Percent():
            found.append(score_in_case(expr, scope))
            return None
        case tree.TheAnswer() | tree.Literal() | tree.NumberOf() | tree.Elapsed() | tree.Arithmetic():
            return _yes_or_no(operand(expr, scope, found), expr, scope, found)


def _is_about_scores(expr: tree.Expr, scope: Scope) -> bool:
    """Whether a statement is about a score, so that the rating reads it."""
    match expr:
        case tree.InBand() | tree.NoApplicableCases():
            return True
        case tree.Comparison(left=left, right=right):
            return any(_is_score(side, scope) for side in (left, right))
        case tree.Between(left=left, low=low, high=high):
            return any(_is_score(side, scope) for side in (left, low, high))
        case _:
            return False


def _is_score(expr: tree.Expr, scope: Scope) -> bool:
    match expr:
        case tree.Percent() | tree.Part():
            return True
        case tree.Name(text=text) | tree.Instance(name=tree.Name(text=text)):
            thing = scope.names.things.get(text)
            return thing is not None and thing.kind in {"question", "theme", "rating"}
        case _:
            return False


# --- Names -----------------------------------------------------------------------------------


def _named(expr: tree.Name | tree.Instance, scope: Scope, found: list[Diagnostic]) -> ex.Truth | None:
    """A bare name: a condition, or a fact that is yes or no."""
    one = subject(expr, scope, found)
    match one:
        case None:
            return None
        case ConditionName():
            return ex.ConditionHolds(one.key, expr.span)
        case FactName():
            typed = None if one.type is None else Typed(ex.FactValue(one.key, expr.span), one.type)
            return _yes_or_no(typed, expr, scope, found)
        case QuestionName():
            found.append(_bare_question(one, expr, scope))
            return None
        case ItemAtHand():
            first = one.choice.names[0]
            message = f"expected something that is yes or no, found the item at hand of the list `{one.list}`"
            remedy = f"compare it, as in `{one.list} is {first}`"
            found.append(fault("yes-or-no-needed", message, expr.span, remedy=remedy))
            return None


def _bare_question(one: QuestionName, expr: tree.Expr, scope: Scope) -> Diagnostic:
    words = scope.words(expr) or one.name
    word = one.answers.names[0] if one.answers else "yes"
    judged = f"`{words} is sufficient` for what the method makes of it, or " if one.is_judged else ""
    return fault(
        "bare-question",
        f"expected something that is yes or no, but `{one.name}` is a question, of which several things can be said",
        Label(expr.span),
        Label(one.at, "declared here"),
        remedy=f"write {judged}`{words} is {word}` for what was answered",
    )


def _yes_or_no(
    typed: Typed | None, expr: tree.Expr, scope: Scope, found: list[Diagnostic]
) -> ex.Truth | None:
    """A value taken for a truth, which only yes and no can be."""
    if typed is None:
        return None
    if isinstance(typed.type, Choice) and typed.type.is_yes_or_no:
        return ex.Compare("is", typed.operand, ex.Constant("yes", expr.span), expr.span)
    words = scope.words(expr)
    message = f"expected something that is yes or no, but `{words}` is {type_in_words(typed.type)}"
    found.append(
        fault("yes-or-no-needed", message, *places(typed, scope), remedy=_truth_meant(typed, words, scope))
    )
    return None


def _truth_meant(typed: Typed, words: str, scope: Scope) -> str | None:
    """What was meant by a value in the place of something that is yes or no."""
    if not isinstance(typed.operand, ex.Constant):
        return f"say what of it, as in `{words} {_something_said(typed.type)}`"
    name = typed.operand.value
    return f"write `{name}` without quotes" if name in scope.names.things else None


def _something_said(kind: ValueType) -> str:
    """An example of what can be said of a value."""
    match kind:
        case Choice():
            return f"is {kind.names[0]}"
        case WholeNumber(low=low):
            return f"is at least {1 if low is None else low}"
        case Number():
            return "is at least 1"
        case Date() | Text():
            return "is known"


def _is_there(expr: tree.Standing, scope: Scope, found: list[Diagnostic]) -> ex.Truth | None:
    """`x is missing` and `x is known`, of a fact or an answer."""
    there: FactName | QuestionName | Typed | None = None
    match expr.subject:
        case tree.Name() | tree.Instance() as name:
            one = subject(name, scope, found)
            if one is None:
                return None
            there = one if isinstance(one, FactName | QuestionName) else None
        case tree.TheAnswer():
            there = operand(expr.subject, scope, found)
            if there is None:
                return None
        case _:
            pass
    if there is None:
        message = f"only a fact or an answer can be {expr.word}, found `{scope.words(expr.subject)}`"
        found.append(fault("fact-needed", message, expr.subject.span))
        return None
    return _existence(expr, there, scope)


def _existence(expr: tree.Standing, there: FactName | QuestionName | Typed, scope: Scope) -> ex.Truth | None:
    at = expr.subject.span
    match there:
        case FactName(key=key):
            value = ex.FactValue(key, at)
        case QuestionName(key=key):
            value = ex.AnswerValue(key, at)
        case Typed():
            value = ex.OwnAnswer(scope.question.key if scope.question else "", at)
    return (ex.IsMissing if expr.word == "missing" else ex.IsKnown)(value, expr.span)


# --- And, or, not ----------------------------------------------------------------------------


def _chain(expr: tree.Chain, scope: Scope, found: list[Diagnostic]) -> ex.Truth | None:
    if len({operator.text for operator in expr.operators}) > 1:
        _truths(expr.items, None, scope, found)
        found.append(_mixed(expr, scope))
        return None
    joined_by_or = expr.operators[0].text == "or"
    items = _truths(expr.items, joined_by_or, scope, found)
    return None if items is None else (ex.Or if joined_by_or else ex.And)(items, expr.span)


def _truths(
    items: Sequence[tree.Expr], decisive: bool | None, scope: Scope, found: list[Diagnostic]
) -> tuple[ex.Truth, ...] | None:
    """What some expressions say together.

    Where one that comes to `decisive` decides for all of them, and the item at hand decides that one, it alone is left:
    the others cannot matter for this item, so that there need not even be such a thing for it.
    """
    faults: list[Diagnostic] = []
    truths = [_truth(item, scope, faults) for item in items]
    decided = (t for t in truths if t is not None and decisive is not None and settled(t) is decisive)
    deciding = next(decided, None)
    if deciding is not None:
        truths = [deciding]
        faults = []
        for item in items:
            _truth(item, evolve(scope, is_idle=True), faults)
    found.extend(faults)
    whole = tuple(truth for truth in truths if truth is not None)
    return whole if len(whole) == len(truths) else None


def _mixed(expr: tree.Chain, scope: Scope) -> Diagnostic:
    other = next(o for o in expr.operators if o.text != expr.operators[0].text)
    readings = (_reading(expr, scope, "and"), _reading(expr, scope, "or"))
    return fault(
        "mixed-and-or",
        "`and` and `or` side by side can be read two ways",
        Label(other.span, f"`{other.text}` here"),
        Label(expr.operators[0].span, f"`{expr.operators[0].text}` here"),
        remedy=f"put in brackets what you mean: `{readings[0]}` or `{readings[1]}`",
    )


def _reading(expr: tree.Chain, scope: Scope, first: str) -> str:
    """The chain in the user's words, with what one of the two words joins in brackets."""
    words = [scope.words(item) for item in expr.items]
    groups: list[list[str]] = [[words[0]]]
    for operator, word in zip(expr.operators, words[1:], strict=True):
        if operator.text == first:
            groups[-1].append(word)
        else:
            groups.append([word])
    joined = (f"({f' {first} '.join(g)})" if len(g) > 1 else g[0] for g in groups)
    return f" {'or' if first == 'and' else 'and'} ".join(joined)


def _not(expr: tree.Not, scope: Scope, found: list[Diagnostic]) -> ex.Truth | None:
    item = _truth(expr.item, scope, found)
    if item is None:
        return None
    refused = negation_of_question(expr, item, scope)
    if refused is not None:
        found.append(refused)
        return None
    return ex.Not(item, expr.span)


# --- All of, any of --------------------------------------------------------------------------

#: What one item must come to for it to decide alone.
_DECISIVE: Mapping[str, bool | None] = {"all of": False, "any of": True, "none of": True, "at least": None}


def _quantified(expr: tree.Quantified, scope: Scope, found: list[Diagnostic]) -> ex.Truth | None:
    if expr.standing is None and (bare := _bare_questions(expr, scope)):
        found.append(_standing_missing(expr, bare, scope))
        return None
    if expr.standing is not None:
        items = statements(expr.items, expr.standing, scope, found)
    else:
        items = _truths(expr.items, _DECISIVE[expr.quantifier], scope, found)
    if items is None:
        return None
    found.extend(wrong := tuple(_faults_of_count(expr, len(items))))
    return None if wrong else ex.Counted(expr.quantifier, expr.count, items, expr.span)


def _bare_questions(expr: tree.Quantified, scope: Scope) -> list[tree.Expr]:
    """The items that are bare questions, where every one is."""
    bare: list[tree.Expr] = []
    for item in expr.items:
        name = item.name if isinstance(item, tree.Instance) else item
        if isinstance(name, tree.Name) and name.text in scope.names.things:
            bare.extend([item] if scope.names.things[name.text].kind == "question" else [])
    return bare if len(bare) == len(expr.items) and scope.place == "case" else []


def _standing_missing(expr: tree.Quantified, bare: list[tree.Expr], scope: Scope) -> Diagnostic:
    words = scope.words(expr)
    return fault(
        "bare-question",
        "these are questions, of which several things can be said",
        bare[0].span.to(bare[-1].span),
        remedy=f"write `{words} are sufficient` or `{words} are insufficient`",
    )


def _faults_of_count(expr: tree.Quantified, items: int) -> Iterator[Diagnostic]:
    if expr.count is None:
        return
    if expr.count > items:
        things = f"{items} thing{'s' if items != 1 else ''}"
        message = f"`at least {expr.count} of` {things} can never be"
        yield fault("count-too-high", message, expr.span, remedy=f"say at most {items}, or name more")
    elif expr.count < 1:
        message = f"`at least {expr.count} of` some things is so for every case"
        yield fault("count-too-low", message, expr.span, remedy="say `at least 1 of`, or more")
