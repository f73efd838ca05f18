"""Turns some rules into the things they depend on, each with the few values that make a difference.

A yes/no or `one of` value has every word; a number or date only what lies at, between and beyond
the constants it is compared with, which is as good as every value. A rule can be broken down all the
way (`broken_down`): to facts that are given and answers that are ticked, so that every
combination is a possible case. Or it can be taken `at_face_value`: derived facts, questions and
comparisons of unlike kinds each count as free to be anything, so that some combinations may not be
possible, but no possible case is left out.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Literal

from attrs import evolve

from aboveline.analysis.cuts import Cuts, beside, cuts_of, says_that, values_of
from aboveline.framework import expressions as ex
from aboveline.framework.dependencies import Node, in_words, node_named, rules_of_fact, rules_of_question
from aboveline.framework.model import Framework, Question
from aboveline.frozen import frozen
from aboveline.judgement import Outcome
from aboveline.reference.evaluate import truth
from aboveline.reference.scope import Ruling, Scope, Seen
from aboveline.source import Span
from aboveline.values import Mark, Value


@frozen
class Option:
    """One value a thing can have, and how a person would say that it has it."""

    value: Value | Mark | Seen | Ruling | None
    words: str


@frozen
class Variable:
    """One thing a rule depends on: a value of the record, or something taken at face value.

    `beside` are the facts it is compared with, itself among them: only together are they free.
    """

    kind: Literal["value", "fact", "question"]
    key: str
    options: tuple[Option, ...]
    beside: frozenset[str] = frozenset()


@frozen
class Domain:
    """What some rules depend on, and the rules, rewritten where they are taken at face value.

    `exact` says that every combination of options is a possible case.
    """

    variables: tuple[Variable, ...]
    rules: tuple[ex.Truth, ...]
    exact: bool

    @property
    def size(self) -> int:
        """How many combinations of options there are."""
        count = 1
        for variable in self.variables:
            count *= len(variable.options)
        return count


def scope_where(framework: Framework, chosen: Iterable[tuple[Variable, Option]]) -> Scope:
    """The scope of a case in which each thing has the value chosen."""
    values: dict[str, Value | Mark] = {}
    scope = Scope(framework, values, values)
    for variable, option in chosen:
        match option.value:
            case Ruling() as ruling:
                scope.rulings[variable.key] = ruling
            case (_, _) as seen:
                scope.facts[variable.key] = seen
            case None:
                pass
            case value:
                values[variable.key] = value
    return scope


# --- Broken down all the way -----------------------------------------------------------------


def broken_down(framework: Framework, rules: tuple[ex.Truth, ...]) -> Domain | None:
    """What the rules depend on in the end; None where that cannot be said by trying a few values."""
    whole, nodes = closure(framework, rules)
    cuts = cuts_of(framework, whole)
    if cuts.unlike or any(_is_number(framework, node) for node in nodes):
        return None
    variables: list[Variable] = []
    for node in nodes:
        if node.kind == "fact" and framework.facts[node.key].worked_out is None:
            variables.append(_fact(framework, node.key, cuts, whole))
        if node.kind == "question" and framework.questions[node.key].worked_out is None:
            variables.append(_answer(framework.questions[node.key], whole))
    return Domain(tuple(variables), rules, exact=True)


def _is_number(framework: Framework, node: Node) -> bool:
    """Whether a thing is worked out as a number."""
    worked_out = framework.facts[node.key].worked_out if node.kind == "fact" else None
    return worked_out is not None and worked_out.number is not None


def closure(
    framework: Framework, rules: Iterable[ex.Expression]
) -> tuple[tuple[ex.Expression, ...], tuple[Node, ...]]:
    """Every expression the rules rest on in the end, and the facts and questions among what they name."""
    seen: dict[Node, None] = {}
    found: list[ex.Expression] = []
    queue = list(rules)
    for rule in queue:  # grows while it is read
        for expr in ex.walk(rule):
            found.append(expr)
            node = Node("question", expr.question) if isinstance(expr, ex.OwnAnswer) else node_named(expr)
            if node is not None and node not in seen:
                seen[node] = None
                queue.extend(_rules_of(framework, node))
    return tuple(found), tuple(node for node in seen if node.kind in {"fact", "question"})


def _rules_of(framework: Framework, node: Node) -> Iterator[ex.Expression]:
    match node.kind:
        case "fact":
            return rules_of_fact(framework.facts[node.key])
        case "condition":
            return iter((framework.conditions[node.key].expr,))
        case "question":
            return rules_of_question(framework.questions[node.key])
        case "check" | "rating":
            return iter(())


def _fact(framework: Framework, key: str, cuts: Cuts, whole: Sequence[ex.Expression]) -> Variable:
    name = in_words(framework.facts[key])
    options = [Option(value, says_that(name, value)) for value in values_of(framework, key, cuts)]
    if _asked_whether_known(whole, key):
        options.append(Option(None, f"`{name}` is missing"))
    return Variable("value", key, tuple(options), beside(key, cuts))


def _answer(question: Question, whole: Sequence[ex.Expression]) -> Variable:
    name = in_words(question)
    options = [Option(word, f"`{name}` is answered `{word}`") for word in question.answers.names]
    if question.may_be_marked:
        options.append(Option(Mark.NOT_APPLICABLE, f"`{name}` is marked not applicable"))
    if _asked_whether_known(whole, question.key):
        options.append(Option(None, f"`{name}` is not answered"))
    return Variable("value", question.key, tuple(options))


def _asked_whether_known(whole: Sequence[ex.Expression], key: str) -> bool:
    """Whether some rule asks if a fact or an answer is missing or known."""
    for expr in whole:
        match expr:
            case ex.IsMissing(operand=operand) | ex.IsKnown(operand=operand):
                if key == (operand.fact if isinstance(operand, ex.FactValue) else operand.question):
                    return True
            case _:
                pass
    return False


# --- Taken at face value ---------------------------------------------------------------------


def at_face_value(framework: Framework, rules: tuple[ex.Truth, ...]) -> Domain:
    """What the rules name, each free to be anything."""
    written_out = [_without_conditions(framework, rule, frozenset()) for rule in rules]
    unlike = cuts_of(framework, [e for rule in written_out for e in ex.walk(rule)]).unlike
    stand_ins = {expr: f"stand-in {number}" for number, expr in enumerate(dict.fromkeys(unlike))}
    plain = tuple(_with_stand_ins(rule, stand_ins) for rule in written_out)
    whole = [e for rule in plain for e in ex.walk(rule)]
    cuts = cuts_of(framework, whole)
    variables: dict[str, Variable] = {}
    for expr in whole:
        match expr:
            case ex.FactValue(fact=key) if key not in variables:
                known = key in framework.facts
                variables[key] = (
                    _seen(framework, key, cuts, whole) if known else _stand_in(framework, key, expr.span)
                )
            case ex.AnswerValue() | ex.Applies() | ex.JudgedAs() if expr.question not in variables:
                variables[expr.question] = _rulings(framework, framework.questions[expr.question], whole)
            case _:
                pass
    return Domain(tuple(variables.values()), plain, exact=False)


def _without_conditions(framework: Framework, expr: ex.Truth, within: frozenset[str]) -> ex.Truth:
    """A truth with what each condition stands for in its place."""
    if isinstance(expr, ex.ConditionHolds) and expr.condition not in within:
        within |= {expr.condition}
        return _without_conditions(framework, framework.conditions[expr.condition].expr, within)
    return _rebuilt(expr, lambda part: _without_conditions(framework, part, within))


def _with_stand_ins(expr: ex.Truth, stand_ins: Mapping[ex.Truth, str]) -> ex.Truth:
    """A truth in which comparisons of unlike kinds are yes/no facts that stand in for them."""
    if expr in stand_ins:
        value = ex.FactValue(stand_ins[expr], expr.span)
        return ex.Compare("is", value, ex.Constant("yes", expr.span), expr.span)
    return _rebuilt(expr, lambda part: _with_stand_ins(part, stand_ins))


def _rebuilt(expr: ex.Truth, change: Callable[[ex.Truth], ex.Truth]) -> ex.Truth:
    """A truth with each truth directly beneath it changed."""
    match expr:
        case ex.And() | ex.Or() | ex.Counted():
            return evolve(expr, items=tuple(change(item) for item in expr.items))
        case ex.Not():
            return evolve(expr, item=change(expr.item))
        case ex.Compare():
            return evolve(expr, left=_counts(expr.left, change), right=_counts(expr.right, change))
        case ex.OneOf() | ex.Between():
            return evolve(expr, left=_counts(expr.left, change))
        case _:
            return expr


def _counts(operand: ex.Operand, change: Callable[[ex.Truth], ex.Truth]) -> ex.Operand:
    if isinstance(operand, ex.NumberOf):
        return evolve(operand, items=tuple(change(item) for item in operand.items))
    return operand


def _seen(framework: Framework, key: str, cuts: Cuts, whole: Sequence[ex.Expression]) -> Variable:
    fact = framework.facts[key]
    name = in_words(fact)
    options = [Option((True, v), says_that(name, v)) for v in values_of(framework, key, cuts)]
    if fact.only_where is not None:
        options.append(Option((False, None), f"there is no `{name}`"))
    if _asked_whether_known(whole, key):
        options.append(Option((True, None), f"`{name}` is missing"))
    return Variable("fact", key, tuple(options), beside(key, cuts))


def _stand_in(framework: Framework, key: str, at: Span) -> Variable:
    source = framework.sources.get(at.file)
    words = " ".join(source.slice(at).split()) if source else "a comparison"
    return Variable("fact", key, tuple(Option((True, v), f"`{words}` is {v}") for v in ("yes", "no")))


def _rulings(framework: Framework, question: Question, whole: Sequence[ex.Expression]) -> Variable:
    name = in_words(question)
    told_apart = _answers_told_apart(question, whole)
    options: dict[tuple[Outcome | None, str | None], Option] = {}
    for word in question.answers.names:
        for outcome in _outcomes(framework, question, word):
            ruling = Ruling(outcome, None, word if told_apart else None)
            words = f"`{name}` " + ("applies" if outcome is None else f"is {outcome}")
            words += f" and answered `{word}`" if told_apart else ""
            options.setdefault((ruling.outcome, ruling.answer), Option(ruling, words))
    ruled_out = Ruling(Outcome.NOT_APPLICABLE_BY_RULE, None, None)
    options[ruled_out[0], None] = Option(ruled_out, f"`{name}` does not apply")
    if _asked_whether_known(whole, question.key):
        blank = Ruling(Outcome.UNANSWERED if question.is_judged else None, None, None)
        options[blank[0], ""] = Option(blank, f"`{name}` is not answered")
    return Variable("question", question.key, tuple(options.values()))


def _answers_told_apart(question: Question, whole: Sequence[ex.Expression]) -> bool:
    """Whether some rule asks which answer was given, and not just whether there is one."""
    whether = {
        id(e.operand) for e in whole if isinstance(e, ex.IsMissing | ex.IsKnown) and question.is_judged
    }
    return any(
        isinstance(e, ex.AnswerValue) and e.question == question.key and id(e) not in whether for e in whole
    )


def _outcomes(framework: Framework, question: Question, word: str) -> tuple[Outcome | None, ...]:
    """What a question that applies may come to when it is answered with a word."""
    if not question.is_judged:
        return (None,)
    rule = question.clauses[question.sufficiency].expr
    if all(node_named(expr) is None for expr in ex.walk(rule)):
        scope = Scope(framework, {question.key: word}, {}, answers={question.key: word})
        return (Outcome.SUFFICIENT if truth(rule, scope) else Outcome.INSUFFICIENT,)
    return (Outcome.SUFFICIENT, Outcome.INSUFFICIENT)
