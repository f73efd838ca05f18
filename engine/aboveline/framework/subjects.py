"""Resolves a name in an expression: to a fact, a condition, a question, or the item at hand of a list."""

from collections.abc import Iterator

from aboveline.diagnostics import Diagnostic, Label
from aboveline.framework.faults import fault, listed, unknown
from aboveline.framework.names import A_KIND, Declared, FactName, QuestionName, Scope, instance_key
from aboveline.frozen import frozen
from aboveline.source import Span
from aboveline.syntax import tree
from aboveline.values import Choice


@frozen
class ConditionName:
    """A condition, by key."""

    key: str
    name: str
    at: Span


@frozen
class ItemAtHand:
    """The item at hand of a list, inside a repeat; `choice` holds all items of the list."""

    list: str
    item: str
    choice: Choice


#: Owners of an answer word are named up to this many.
_FEW = 4

Subject = FactName | QuestionName | ConditionName | ItemAtHand


def subject(expr: tree.Name | tree.Instance, scope: Scope, found: list[Diagnostic]) -> Subject | None:
    """What a name stands for, where one thing is meant; a whole repeat there is an error."""
    if isinstance(expr, tree.Name) and expr.text in scope.items and expr.text in scope.names.lists:
        choice = Choice(scope.names.lists[expr.text].items)
        return ItemAtHand(expr.text, scope.items[expr.text], choice)
    thing = _thing(expr.name if isinstance(expr, tree.Instance) else expr, scope, found)
    if thing is None:
        return None
    key = key_of(thing, expr, scope, found)
    return None if key is None else _by_key(thing, key, expr, scope, found)


def key_of(
    thing: Declared, expr: tree.Name | tree.Instance, scope: Scope, found: list[Diagnostic]
) -> str | None:
    """The key of the one thing that is meant; a whole repeat is an error."""
    if isinstance(expr, tree.Instance):
        key, faults = instance_key(thing, expr.items, scope, expr.span)
        found.extend(faults)
        return key
    if thing.is_repeated:
        found.extend(_whole_repeat(thing, expr))
        return None
    return thing.name if thing.instances else None


def questions(expr: tree.Expr, scope: Scope, found: list[Diagnostic]) -> tuple[QuestionName, ...] | None:
    """The questions an entry of a list of questions names; the bare name of a repeat stands for all of it."""
    if isinstance(expr, tree.Name) and expr.text in scope.names.things:
        thing = scope.names.things[expr.text]
        if thing.kind == "question" and thing.is_repeated and scope.place == "case":
            return tuple(scope.names.questions[i.key] for i in thing.instances) or None
    one = question(expr, scope, found)
    return None if one is None else (one,)


def question(expr: tree.Expr, scope: Scope, found: list[Diagnostic]) -> QuestionName | None:
    """The one question an expression names; anything else is an error."""
    if not isinstance(expr, tree.Name | tree.Instance):
        found.append(_no_question(expr.span, f"found `{scope.words(expr)}`"))
        return None
    one = subject(expr, scope, found)
    match one:
        case QuestionName() | None:
            return one
        case FactName():
            found.append(
                _no_question(
                    expr.span,
                    f"found the {'item' if scope.place == 'survey' else 'fact'} `{one.name}`",
                    one.at,
                    _instead_of_fact(one),
                )
            )
        case ConditionName():
            remedy = f"a condition is yes or no by itself: write just `{one.name}`"
            found.append(_no_question(expr.span, f"found the condition `{one.name}`", one.at, remedy))
        case ItemAtHand():
            found.append(_no_question(expr.span, f"found the item at hand of the list `{one.list}`"))
    return None


def _no_question(at: Span, found: str, declared: Span | None = None, remedy: str | None = None) -> Diagnostic:
    also = () if declared is None else (Label(declared, "declared here"),)
    return fault("question-needed", f"expected the name of a question, {found}", at, *also, remedy=remedy)


def _instead_of_fact(fact: FactName) -> str:
    if isinstance(fact.type, Choice):
        return f"say what it is, as in `{fact.name} is {fact.type.names[0]}`, or `{fact.name} is known`"
    return f"say `{fact.name} is known`, or compare it"


# --- From name to thing ----------------------------------------------------------------------


def _thing(name: tree.Name, scope: Scope, found: list[Diagnostic]) -> Declared | None:
    """The fact, condition or question of a name; None where there is none or it could not be read."""
    thing = scope.names.things.get(name.text)
    if thing is None:
        found.append(_unknown(name, scope))
        return None
    if thing.is_broken:
        return None
    if thing.kind in {"fact", "condition", "question", "item"}:
        return thing
    if thing.kind == "list":
        found.append(
            fault(
                "no-item-at-hand",
                f"`{name.text}` is a list, and no item of it is at hand here",
                name.span,
                remedy=f"say `for each {name.text}` in this declaration, or name an item",
            )
        )
        return None
    if thing.kind == "check":
        found.append(
            fault(
                "wrong-kind-of-name",
                f"expected the name of a fact, a condition or a question, found `{name.text}`, which is a check: "
                "no rule can rest on one",
                Label(name.span),
                Label(thing.at, "declared here"),
                remedy="give what it says a name with `condition`, and use that in both places",
            )
        )
        return None
    found.append(
        fault(
            "score-in-case-expression",
            f"expected the name of a fact, a condition or a question, found `{name.text}`, which is {A_KIND[thing.kind]}: "
            "its score is known only when all cases are judged",
            Label(name.span),
            Label(thing.at, "declared here"),
            remedy="scores can be spoken of in a `rating`",
        )
    )
    return None


def _unknown(name: tree.Name, scope: Scope) -> Diagnostic:
    if scope.place == "survey":
        owner = _whose_word(name.text, scope)
        if owner is None:
            remedy = (
                "whom an item is asked of rests on what was answered to items before it, and on nothing else"
            )
            return unknown(
                "unknown-name", "the name of an item of the survey", name, scope.names.things, remedy
            )
        message = f"expected the name of an item of the survey, found `{name.text}`"
        return fault("unknown-name", message, name.span, remedy=owner)
    known = {n for n, t in scope.names.things.items() if t.kind in {"fact", "condition", "question"}}
    own = scope.question.answers.names if scope.question and scope.question.answers else ()
    if name.text in own:
        return fault(
            "bare-answer-word",
            f"inside an expression an answer is `the answer is …`, found the answer word `{name.text}` alone",
            name.span,
            remedy=f"write `the answer is {name.text}`",
            suggestion=f"the answer is {name.text}",
        )
    meant = f"write `the {name.text}`" if name.text == "answer" and own else _whose_word(name.text, scope)
    if meant:
        return fault(
            "unknown-name",
            f"expected the name of a fact, a condition or a question, found `{name.text}`",
            name.span,
            remedy=meant,
        )
    if scope.clause == "sufficient when" and own:
        expected = f"one of the answer words {listed(own)}, or the name of a fact, a condition or a question"
        return unknown("unknown-name", expected, name, known | {*own})
    remedy = f'nothing is called that; declare it, as in `fact {name.text} "…" yes or no`, or write the name that is meant'
    return unknown("unknown-name", "the name of a fact, a condition or a question", name, known, remedy)


def _whose_word(word: str, scope: Scope) -> str | None:
    """What to say of an answer word that stands alone, as in `sentence is yro or dto`."""
    facts = (
        f.name for f in scope.names.facts.values() if isinstance(f.type, Choice) and word in f.type.names
    )
    asked = (q.name for q in scope.names.questions.values() if q.answers and word in q.answers.names)
    owners = tuple(dict.fromkeys((*facts, *asked)))
    if not owners or len(owners) > _FEW:
        return None
    first = f"{owners[0]} is {word}"
    if owners[1:]:
        return f"`{word}` is a word of {listed(owners, 'and')}: say of which, as in `{first}`"
    return f"`{word}` is a word of `{owners[0]}`: write `{first}`, or for several words `{owners[0]} is one of (…, {word})`"


def _whole_repeat(thing: Declared, expr: tree.Name) -> Iterator[Diagnostic]:
    if not thing.instances:
        return
    if thing.kind == "item":
        message = f"several answers can be given to `{thing.name}`, so the bare name is not yes or no"
        remedy = f"say which answer, as in `{thing.name} of {thing.instances[0].items[0][1]}`"
        yield fault(
            "whole-repeat", message, Label(expr.span), Label(thing.at, "declared here"), remedy=remedy
        )
        return
    items = " and ".join(f"`{each}`" for each in thing.lists)
    first = ", ".join(item for _, item in thing.instances[0].items)
    one = f"`{thing.name} of {first if len(thing.lists) == 1 else f'({first})'}`"
    remedy = f"name one, as in {one}"
    if thing.kind == "question":
        remedy += f", or count them, as in `any of ({thing.name}) are insufficient`"
    message = f"`{thing.name}` is repeated for each {items}, so the bare name is not one {thing.kind}"
    yield fault("whole-repeat", message, Label(expr.span), Label(thing.at, "repeated here"), remedy=remedy)


def _by_key(
    thing: Declared, key: str, expr: tree.Name | tree.Instance, scope: Scope, found: list[Diagnostic]
) -> Subject | None:
    match thing.kind:
        case "item":
            return scope.names.facts[key]
        case "fact":
            fact = scope.names.facts[key]
            if scope.place != "case" and not fact.of_inspection:
                found.append(_of_a_case("fact", expr, thing, scope))
                return None
            return fact
        case "condition" if scope.place == "case":
            return ConditionName(key, thing.name, thing.at)
        case "question" if scope.question is not None and scope.question.key == key:
            if not scope.is_idle:
                found.append(_own_name(expr, scope))
            return None
        case "question" if scope.place == "case":
            return scope.names.questions[key]
        case _:
            found.append(_of_a_case(thing.kind, expr, thing, scope))
            return None


def _own_name(expr: tree.Name | tree.Instance, scope: Scope) -> Diagnostic:
    message = f"a question cannot rest on itself, but its own clause names `{scope.words(expr)}`"
    speaks_of_answer = scope.clause in {"sufficient when", "excused where"}
    remedy = "its own answer is `the answer`, as in `the answer is yes`" if speaks_of_answer else None
    return fault("own-name", message, expr.span, remedy=remedy)


def _of_a_case(kind: str, expr: tree.Name | tree.Instance, thing: Declared, scope: Scope) -> Diagnostic:
    ground = (
        "scores and facts of the inspection" if scope.place == "rating" else "other facts of the inspection"
    )
    owner = "a rating" if scope.place == "rating" else "a fact of the inspection"
    remedy = (
        "say something of its score, as in `is below 50%`"
        if kind == "question" and scope.place == "rating"
        else "say `of the inspection` at the fact, if it is known once for all cases"
        if kind == "fact"
        else None
    )
    return fault(
        "of-a-case",
        f"{owner} rests on {ground}, but the {kind} `{thing.name}` is of each case",
        Label(expr.span),
        Label(thing.at, "declared here"),
        remedy=remedy,
    )


def words_of(choice: Choice) -> str:
    """The words of a choice as a person lists them."""
    return listed(choice.names)
