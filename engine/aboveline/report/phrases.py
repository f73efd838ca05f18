"""Turns expressions into the words of the criteria: labels for names, phrases for conditions."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import assert_never

from aboveline.framework.expressions import (
    Always,
    And,
    AnswerValue,
    Applies,
    Arithmetic,
    Between,
    Compare,
    ConditionHolds,
    Constant,
    Counted,
    DateLimit,
    Elapsed,
    Expression,
    FactValue,
    InBand,
    IsKnown,
    IsMissing,
    JudgedAs,
    NoApplicableCases,
    Not,
    NumberOf,
    OneOf,
    Operand,
    Or,
    OwnAnswer,
    ScoreBetween,
    ScoreCompare,
    ScoreRef,
    Within,
)
from aboveline.framework.model import Family, Framework
from aboveline.report.measured import UNITS, apart_in_words, between_in_words, compared_in_words
from aboveline.report.outcomes import outcome_words
from aboveline.source import Span
from aboveline.values import Choice, Text, Value, ValueType, Word, all_of, any_of, negate
from aboveline.wording.message import in_context, joined, message, plural, value_alone


def value_in_words(value: Value, kind: ValueType | None = None) -> str:
    """A value as people write it; an answer word by its label, where its choice is known."""
    if isinstance(value, date):
        return value_alone(value)
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    if isinstance(value, str) and isinstance(kind, Choice):
        word = next((w for w in kind.words if w.name == value), None)
        return value if word is None else answer_in_words(word)
    return str(value)


def answer_in_words(word: Word) -> str:
    """An answer word by its label; “yes” and “no”, where nobody labelled them, are words of ours."""
    return _UNLABELLED.get(word, word.label)


_UNLABELLED: Mapping[Word, str] = {
    Word("yes", "yes"): in_context("an answer", "yes"),
    Word("no", "no"): in_context("an answer", "no"),
}


def value_said(value: Value, kind: ValueType | None = None) -> str:
    """A value within a sentence: a text stands in straight quotation marks, so that it is seen where it ends."""
    if isinstance(value, str) and isinstance(kind, Text):
        return json.dumps(value, ensure_ascii=False)
    return value_in_words(value, kind)


def written(framework: Framework, span: Span) -> str:
    """The very words of the criteria a span covers, on one line, without comments."""
    source = framework.sources.get(span.file)
    if source is None:
        return ""
    return " ".join(" ".join(map(_without_comment, source.slice(span).splitlines())).split())


def place_in_words(
    framework: Framework, span: Span, near: str | None = None, called: Callable[[str], str] = str
) -> str:
    """Where a span stands in the criteria, such as `1.1.criteria, line 40`; in the file `near`, `line 40`.

    `called` is what a file is called.
    """
    source = framework.sources.get(span.file)
    if source is None:
        return called(span.file)
    number = source.position(span.start)[0]
    if span.file == near:
        return message("line {number}", number=number)
    return message("{file}, line {number}", file=called(span.file), number=number)


def type_of(framework: Framework, operand: Operand) -> ValueType | None:
    """The type of the fact or answer an operand names, None for anything else."""
    match operand:
        case FactValue(fact=key):
            return framework.facts[key].type
        case AnswerValue(question=key) | OwnAnswer(question=key):
            return framework.questions[key].answers
        case _:
            return None


def in_words(framework: Framework, expr: Expression) -> str:
    """An expression as a phrase that can follow `where`."""
    say = _Speaker(framework)
    return say.phrase(expr)


def score_in_words(framework: Framework, ref: ScoreRef) -> str:
    """The name of a score, such as `criterion 1.1` or a theme's label."""
    match ref.kind:
        case "criterion" | "section":
            return part_in_words(ref.kind, ref.key)
        case "theme":
            return framework.themes[ref.key].label
        case "rating":
            return framework.ratings[ref.key].label
        case "family":
            return framework.families[ref.key].label
        case "question":
            return framework.questions[ref.key].label


def part_in_words(kind: str, key: str) -> str:
    """A section or criterion by its number, within a sentence."""
    return message("section {key}", key=key) if kind == "section" else message("criterion {key}", key=key)


def settled(expr: Expression) -> bool | None:
    """Yes or no where an expression is the same for every case, as in a repeat that asks for its item; else None."""
    match expr:
        case Compare(operator="is", left=Constant(value=left), right=Constant(value=right)):
            return left == right
        case Compare(operator="is not", left=Constant(value=left), right=Constant(value=right)):
            return left != right
        case OneOf(left=Constant(value=left), values=values, negated=negated):
            return (left in [v.value for v in values if isinstance(v, Constant)]) is not negated
        case And(items=items):
            return all_of(settled(x) for x in items)
        case Or(items=items):
            return any_of(settled(x) for x in items)
        case Not(item=item):
            return negate(settled(item))
        case _:
            return None


def whole_family(framework: Framework, items: Sequence[Expression]) -> Family | None:
    """The family whose instances a list names, all of them and nothing else, saying the same of each; else None."""
    over = [x for x in items if isinstance(x, JudgedAs | Applies)]
    keys = tuple(x.question for x in over)
    if len(over) != len(items) or len({said_of(x, many=False) for x in over}) != 1:
        return None
    return next((f for f in framework.families.values() if sorted(f.questions) == sorted(keys)), None)


def family_in_words(family: Family) -> str:
    """The questions of a repeat, by their number and the label they share."""
    return plural(
        "the {n} questions “{label}”",
        "the {n} questions “{label}”",
        len(family.questions),
        label=family.label,
    )


def said_of(expr: Expression, *, many: bool) -> str:
    """What is said of a question, such as `is insufficient`; of several of them, `are insufficient`."""
    match expr:
        case Applies(negated=False):
            return message("apply") if many else message("applies")
        case Applies():
            return message("do not apply") if many else message("does not apply")
        case JudgedAs(outcome=outcome, or_not_applicable=too):
            words = outcome_words(outcome)
            if too:
                words = message("{outcome} or not applicable", outcome=words)
            return message("are {outcome}", outcome=words) if many else message("is {outcome}", outcome=words)
        case _:
            return message("are so") if many else message("is so")


def _without_comment(line: str) -> str:
    quoted = False
    for i, character in enumerate(line):
        if character == '"':
            quoted = not quoted
        elif character == "#" and not quoted:
            return line[:i]
    return line


class _Speaker:
    """Says expressions in the words of one framework."""

    def __init__(self, framework: Framework) -> None:
        self.framework = framework

    def phrase(self, expr: Expression) -> str:
        """An expression, truth or operand, as a phrase."""
        match expr:
            case (
                Constant() | FactValue() | AnswerValue() | OwnAnswer() | Elapsed() | Arithmetic() | NumberOf()
            ):
                return self.operand(expr)
            case Always():
                return message("always")
            case ConditionHolds(condition=key):
                return self.framework.conditions[key].label
            case And() | Or():
                return self._joined(expr)
            case Not(item=item):
                return message("not {rule}", rule=self._inside(item))
            case Compare() | OneOf() | Between() | DateLimit() | Within() | IsMissing() | IsKnown():
                return self._comparison(expr)
            case Applies() | JudgedAs():
                return self._of_question(expr)
            case Counted():
                return self._counted(expr)
            case ScoreCompare() | ScoreBetween() | InBand() | NoApplicableCases():
                return self._of_score(expr)
            case _ as unreachable:
                assert_never(unreachable)

    def operand(self, operand: Operand) -> str:
        """An operand by its label."""
        match operand:
            case Constant(value=value):
                return value_in_words(value)
            case FactValue(fact=key):
                return message("“{label}”", label=self.framework.facts[key].label)
            case AnswerValue(question=key):
                return message("the answer to “{label}”", label=self.framework.questions[key].label)
            case OwnAnswer():
                return message("the answer")
            case Elapsed(unit=unit, start=start, end=end):
                first, last = self.operand(start), self.operand(end)
                return message("{units} from {first} to {last}", units=UNITS[unit], first=first, last=last)
            case Arithmetic(left=left, operator=operator, right=right):
                sign = "+" if operator == "+" else "−"  # noqa: RUF001 (a minus sign, for people)
                return joined((self.operand(left), sign, self.operand(right)), " ")
            case NumberOf(items=items):
                family = whole_family(self.framework, items)
                if family:
                    return message(
                        "the number of {questions} that {said}",
                        questions=family_in_words(family),
                        said=said_of(items[0], many=True),
                    )
                return message("the number of ({rules}) that are so", rules=self._listed(items, ", "))
            case _ as unreachable:
                assert_never(unreachable)

    def _counted(self, expr: Counted) -> str:
        """A count over a list; over a whole repeat, without naming each of its questions."""
        how_many = how_many_in_words(expr)
        family = whole_family(self.framework, expr.items)
        if family is None:
            return message("{how_many} ({rules})", how_many=how_many, rules=self._listed(expr.items, ", "))
        said = said_of(expr.items[0], many=expr.quantifier in {"all of", "at least"})
        return message(
            "{how_many} {questions} {said}", how_many=how_many, questions=family_in_words(family), said=said
        )

    def _joined(self, expr: And | Or) -> str:
        """The parts that are open; those that are settled by the item of a repeat alone say nothing."""
        parts = [x for x in expr.items if settled(x) is None] or list(expr.items)
        if len(parts) == 1:
            return self.phrase(parts[0])
        first, *others = (self._inside(x) for x in parts)
        for other in others:
            first = (
                in_context("rules", "{first} and {next}", first=first, next=other)
                if isinstance(expr, And)
                else in_context("rules", "{first} or {next}", first=first, next=other)
            )
        return first

    def _inside(self, expr: Expression) -> str:
        return joined(("(", self.phrase(expr), ")"), "") if isinstance(expr, And | Or) else self.phrase(expr)

    def _listed(self, items: Iterable[Expression], comma: str) -> str:
        return joined((self.phrase(x) for x in items), comma)

    def _constant(self, operand: Operand, beside: Operand) -> str:
        """An operand, an answer word among them by the label it has in the type it is compared with."""
        if isinstance(operand, Constant):
            return value_said(operand.value, type_of(self.framework, beside))
        return self.operand(operand)

    def _comparison(self, expr: Compare | OneOf | Between | DateLimit | Within | IsMissing | IsKnown) -> str:
        match expr:
            case Compare(operator=operator, left=left, right=right):
                return compared_in_words(operator, self.operand(left), self._constant(right, left))
            case OneOf(left=left, values=values, negated=negated):
                words = joined(self._constant(v, left) for v in values)
                value = self.operand(left)
                return (
                    message("{value} is not one of ({words})", value=value, words=words)
                    if negated
                    else message("{value} is one of ({words})", value=value, words=words)
                )
            case Between(left=left, low=low, high=high):
                return between_in_words(self.operand(left), self.operand(low), self.operand(high))
            case DateLimit(left=left, bound=bound, count=count, unit=unit, direction=way, anchor=anchor):
                limit = apart_in_words(count, unit, way, self.operand(anchor))
                day = self.operand(left)
                return (
                    message("{day} is no later than {limit}", day=day, limit=limit)
                    if bound == "no later than"
                    else message("{day} is no earlier than {limit}", day=day, limit=limit)
                )
            case Within(left=left, count=count, unit=unit, side=side, anchor=anchor):
                days = apart_in_words(count, unit, side, self.operand(anchor))
                return message("{day} is within {days}", day=self.operand(left), days=days)
            case IsMissing(operand=operand):
                return message("{value} is missing", value=self.operand(operand))
            case IsKnown(operand=operand):
                return message("{value} is known", value=self.operand(operand))

    def _of_question(self, expr: Applies | JudgedAs) -> str:
        label, said = self.framework.questions[expr.question].label, said_of(expr, many=False)
        return message("“{question}” {said}", question=label, said=said)

    def _of_score(self, expr: ScoreCompare | ScoreBetween | InBand | NoApplicableCases) -> str:
        name = score_in_words(self.framework, expr.score)
        match expr:
            case ScoreCompare(operator=operator, percent=percent):
                return compared_in_words(operator, name, _percent(percent))
            case ScoreBetween(low=low, high=high):
                return between_in_words(name, _percent(low), _percent(high))
            case InBand(step=step, reach="or worse"):
                return message("{score} is in {step} or worse", score=name, step=step)
            case InBand(step=step, reach="or better"):
                return message("{score} is in {step} or better", score=name, step=step)
            case InBand(step=step):
                return message("{score} is in {step}", score=name, step=step)
            case NoApplicableCases():
                return message("{score} has no applicable cases", score=name)


def _percent(percent: Value) -> str:
    return message("{percent}%", percent=value_in_words(percent))


def how_many_in_words(expr: Counted) -> str:
    """How many of some things must be so: `all of`, `at least 2 of`."""
    match expr.quantifier:
        case "all of":
            return message("all of")
        case "any of":
            return message("any of")
        case "none of":
            return message("none of")
        case "at least":
            return message("at least {n} of", n=expr.count)
