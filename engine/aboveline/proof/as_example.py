"""Writes a case as an `example` of the language: what is given, and what comes of it by the reference evaluator."""

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

from aboveline.framework.dependencies import in_words
from aboveline.framework.expressions import ConditionHolds
from aboveline.framework.model import Check, Condition, Fact, Framework, Question
from aboveline.judgement import NOT_APPLICABLE, Outcome
from aboveline.proof.shown import held
from aboveline.proof.space import Found
from aboveline.reference.evaluate import ruling, truth
from aboveline.reference.judge import judge
from aboveline.reference.scope import Scope, scope_of
from aboveline.values import Mark, Text, Value

Thing = Fact | Condition | Check | Question


class CannotBeWrittenError(ValueError):
    """A case holds a text that cannot stand in quotation marks."""


def as_example(framework: Framework, found: Found, words: str, expect: Sequence[str]) -> str:
    """A case as an example, ready to paste: `words` say what it shows, `expect` names by key what must come of it.

    What is expected of a thing is what comes of the case: the outcome of a judged question, what a condition or a
    check comes to, the value of a fact or an answer that is worked out. What the framework does not ask is not given.
    Raises CannotBeWrittenError for a text with a double quotation mark or the end of a line in it.
    """
    scope = scope_of(framework, found.record, found.inspection)
    things: dict[str, Thing] = {
        **framework.facts, **framework.conditions, **framework.checks, **framework.questions,
    }  # fmt: skip
    given = given_lines(scope)
    comes = [f"{in_words(things[key])} is {_comes(things[key], found, scope)}" for key in expect]
    label = " ".join(words.replace('"', "'").split())
    lines = (f'example "{label}"', *clause_lines("given", given), *clause_lines("expect", comes))
    return "\n".join(lines) + "\n"


def given_lines(scope: Scope) -> list[str]:
    """What a case is given that an example can give, each as an example says it, in report order."""
    return [f"{in_words(thing)} is {value_written(thing, value)}" for thing, value in _given(scope)]


def clause_lines(word: str, lines: Sequence[str]) -> Iterator[str]:
    """The lines of what is given, or expected."""
    for place, line in enumerate(lines):
        yield f"    and {line}" if place else f"  {word} {line}"


def _given(scope: Scope) -> Iterator[tuple[Fact | Question, Value | Mark]]:
    """What a case is given that an example can give, in report order."""
    framework = scope.framework
    for thing in (*framework.facts.values(), *framework.questions.values()):
        value = None if thing.worked_out else held(thing.key, scope)
        if value is not None:
            yield thing, value


def value_written(thing: Fact | Question, value: Value | Mark) -> str:
    """A value as the language writes it."""
    match value:
        case Mark():
            return "marked not applicable"
        case date():
            return value.isoformat()
        case Decimal():
            return f"{value:f}"
        case str() if isinstance(thing, Fact) and isinstance(thing.type, Text):
            if '"' in value or len(value.splitlines()) != 1:
                raise CannotBeWrittenError(f"`{thing.name}` holds a text that cannot stand in an example")
            return f'"{value}"'
        case _:
            return str(value)


_TRUTHS = {True: "yes", False: "no", None: "unknown"}


def _comes(thing: Thing, found: Found, scope: Scope) -> str:
    """What comes of a thing for a case, as an example expects it."""
    match thing:
        case Condition(key=key, span=span):
            return _TRUTHS[truth(ConditionHolds(key, span), scope)]
        case Check(key=key):
            noticed = judge(scope.framework, found.record, found.inspection).findings
            contradicted = any(f.code == "check-contradicted" and f.subject == key for f in noticed)
            return "contradicted" if contradicted else "not contradicted"
        case Question(key=key) if thing.is_judged:
            outcome = ruling(key, scope).outcome
            is_na = outcome in NOT_APPLICABLE and outcome is not Outcome.EXCUSED
            return "not applicable" if is_na else str(outcome)
        case Fact() | Question():
            value = held(thing.key, scope)
            return "missing" if value is None else value_written(thing, value)
