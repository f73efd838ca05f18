"""Turns expressions into the words of the criteria: labels for names, phrases for conditions."""

import json
from collections.abc import Iterable, Sequence
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
from aboveline.source import Span
from aboveline.values import Choice, Text, Value, ValueType, all_of, any_of, negate
from aboveline.wording.message import value_alone


def value_in_words(value: Value, kind: ValueType | None = None) -> str:
    """A value as people write it; an answer word by its label, where its choice is known."""
    if isinstance(value, date):
        return value_alone(value)
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    if isinstance(value, str) and isinstance(kind, Choice):
        return next((w.label for w in kind.words if w.name == value), value)
    return str(value)


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


def place_in_words(framework: Framework, span: Span, near: str | None = None) -> str:
    """Where a span stands in the criteria, such as `1.1.criteria, line 40`; in the file `near`, `line 40`."""
    source = framework.sources.get(span.file)
    if source is None:
        return span.file
    line = f"line {source.position(span.start)[0]}"
    return line if span.file == near else f"{span.file}, {line}"


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
            return f"{ref.kind} {ref.key}"
        case "theme":
            return framework.themes[ref.key].label
        case "rating":
            return framework.ratings[ref.key].label
        case "family":
            return framework.families[ref.key].label
        case "question":
            return framework.questions[ref.key].label


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
    return f"the {len(family.questions)} questions “{family.label}”"


def said_of(expr: Expression, *, many: bool) -> str:
    """What is said of a question, such as `is insufficient`; of several of them, `are insufficient`."""
    match expr:
        case Applies(negated=False):
            return "apply" if many else "applies"
        case Applies():
            return "do not apply" if many else "does not apply"
        case JudgedAs(outcome=outcome, or_not_applicable=too):
            return f"{'are' if many else 'is'} {outcome}{' or not applicable' if too else ''}"
        case _:
            return "are so" if many else "is so"


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
                return "always"
            case ConditionHolds(condition=key):
                return self.framework.conditions[key].label
            case And() | Or():
                return self._joined(expr)
            case Not(item=item):
                return f"not {self._inside(item)}"
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
                return f"“{self.framework.facts[key].label}”"
            case AnswerValue(question=key):
                return f"the answer to “{self.framework.questions[key].label}”"
            case OwnAnswer():
                return "the answer"
            case Elapsed(unit=unit, start=start, end=end):
                return f"{unit} from {self.operand(start)} to {self.operand(end)}"
            case Arithmetic(left=left, operator=operator, right=right):
                sign = "+" if operator == "+" else "−"  # noqa: RUF001 (a minus sign, for people)
                return f"{self.operand(left)} {sign} {self.operand(right)}"
            case NumberOf(items=items):
                family = whole_family(self.framework, items)
                if family:
                    return f"the number of {family_in_words(family)} that {said_of(items[0], many=True)}"
                return f"the number of ({self._listed(items, ', ')}) that are so"
            case _ as unreachable:
                assert_never(unreachable)

    def _counted(self, expr: Counted) -> str:
        """A count over a list; over a whole repeat, without naming each of its questions."""
        how_many = f"at least {expr.count} of" if expr.quantifier == "at least" else expr.quantifier
        family = whole_family(self.framework, expr.items)
        if family is None:
            return f"{how_many} ({self._listed(expr.items, ', ')})"
        said = said_of(expr.items[0], many=expr.quantifier in {"all of", "at least"})
        return f"{how_many} {family_in_words(family)} {said}"

    def _joined(self, expr: And | Or) -> str:
        """The parts that are open; those that are settled by the item of a repeat alone say nothing."""
        word = " and " if isinstance(expr, And) else " or "
        parts = [x for x in expr.items if settled(x) is None] or list(expr.items)
        return self.phrase(parts[0]) if len(parts) == 1 else word.join(self._inside(x) for x in parts)

    def _inside(self, expr: Expression) -> str:
        return f"({self.phrase(expr)})" if isinstance(expr, And | Or) else self.phrase(expr)

    def _listed(self, items: Iterable[Expression], comma: str) -> str:
        return comma.join(self.phrase(x) for x in items)

    def _constant(self, operand: Operand, beside: Operand) -> str:
        """An operand, an answer word among them by the label it has in the type it is compared with."""
        if isinstance(operand, Constant):
            return value_said(operand.value, type_of(self.framework, beside))
        return self.operand(operand)

    def _comparison(self, expr: Compare | OneOf | Between | DateLimit | Within | IsMissing | IsKnown) -> str:
        match expr:
            case Compare(operator=operator, left=left, right=right):
                verb = operator if operator.startswith("is") else f"is {operator}"
                return f"{self.operand(left)} {verb} {self._constant(right, left)}"
            case OneOf(left=left, values=values, negated=negated):
                words = ", ".join(self._constant(v, left) for v in values)
                return f"{self.operand(left)} is {'not ' if negated else ''}one of ({words})"
            case Between(left=left, low=low, high=high):
                return f"{self.operand(left)} is between {self.operand(low)} and {self.operand(high)}"
            case DateLimit(left=left, bound=bound, count=count, unit=unit, direction=way, anchor=anchor):
                limit = f"{in_units(count, unit)} {way} {self.operand(anchor)}"
                return f"{self.operand(left)} is {bound} {limit}"
            case Within(left=left, count=count, unit=unit, side=side, anchor=anchor):
                return f"{self.operand(left)} is within {in_units(count, unit)} {side} {self.operand(anchor)}"
            case IsMissing(operand=operand):
                return f"{self.operand(operand)} is missing"
            case IsKnown(operand=operand):
                return f"{self.operand(operand)} is known"

    def _of_question(self, expr: Applies | JudgedAs) -> str:
        return f"“{self.framework.questions[expr.question].label}” {said_of(expr, many=False)}"

    def _of_score(self, expr: ScoreCompare | ScoreBetween | InBand | NoApplicableCases) -> str:
        name = score_in_words(self.framework, expr.score)
        match expr:
            case ScoreCompare(operator=operator, percent=percent):
                verb = operator if operator.startswith("is") else f"is {operator}"
                return f"{name} {verb} {value_in_words(percent)}%"
            case ScoreBetween(low=low, high=high):
                return f"{name} is between {value_in_words(low)}% and {value_in_words(high)}%"
            case InBand(step=step, reach=reach):
                return f"{name} is in {step}{' ' + reach if reach else ''}"
            case NoApplicableCases():
                return f"{name} has no applicable cases"


def in_units(count: int, unit: str) -> str:
    """So many days, the unit in the singular for one."""
    return f"{count} {unit.removesuffix('s') if count == 1 else unit}"
