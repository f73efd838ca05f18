"""The questions for languages that know only yes and no: what an unknown comes to is written out.

A condition has two sides there, "it is yes" and "it is no", each a test that is never unknown;
where neither holds, the condition is unknown. So every peer is given the whole meaning, missing
values included, and none has to be given complete cases.
"""

from typing import TypeAlias, assert_never

from aboveline.frozen import frozen
from aboveline.judgement import Outcome
from benchmarks.questions import (
    CODES,
    MARK,
    QUESTIONS,
    WORDS,
    YES_OR_NO,
    Answered,
    Asked,
    Both,
    Condition,
    Either,
    Is,
    Not,
)


@frozen
class Same:
    """Whether a column holds this word; not so where it is missing."""

    column: str
    word: str


@frozen
class Every:
    """Whether all of some tests hold."""

    parts: tuple["Test", ...]


@frozen
class Some:
    """Whether one of some tests holds, or several."""

    parts: tuple["Test", ...]


Test: TypeAlias = Same | Every | Some


@frozen
class If:
    """One thing where a test holds, another where it does not."""

    test: Test
    then: "Rule"
    otherwise: "Rule"


#: The code of an outcome, or a choice between such.
Rule: TypeAlias = If | int


def rule(asked: Asked) -> Rule:
    """How the outcome of a question is found."""
    where, answered = asked.only_where, asked.key
    found: Rule = If(Same(answered, "no"), CODES[Outcome.INSUFFICIENT], CODES[Outcome.UNANSWERED])
    found = If(Same(answered, "yes"), CODES[Outcome.SUFFICIENT], found)
    if where is not None:
        found = If(yes(where), found, CODES[Outcome.UNDETERMINED])
    if asked.markable:
        found = If(Same(answered, MARK), CODES[Outcome.NOT_APPLICABLE_BY_ASSESSOR], found)
    if where is not None:
        found = If(no(where), CODES[Outcome.NOT_APPLICABLE_BY_RULE], found)
    return found


def yes(condition: Condition) -> Test:
    """Where a condition is yes."""
    match condition:
        case Is(fact, word):
            return Same(fact, word)
        case Answered(question, word):
            return _answered_where_asked(QUESTIONS[question], word)
        case Both(parts):
            return Every(tuple(map(yes, parts)))
        case Either(parts):
            return Some(tuple(map(yes, parts)))
        case Not(part):
            return no(part)
        case _:
            assert_never(condition)


def no(condition: Condition) -> Test:
    """Where a condition is no."""
    match condition:
        case Is(fact, word):
            others = [other for other in WORDS.get(fact, YES_OR_NO) if other != word]
            return _some(*(Same(fact, other) for other in others))
        case Answered(question, word):
            return _not_so_answered(QUESTIONS[question], word)
        case Both(parts):
            return Some(tuple(map(no, parts)))
        case Either(parts):
            return Every(tuple(map(no, parts)))
        case Not(part):
            return yes(part)
        case _:
            assert_never(condition)


def _some(*parts: Test) -> Test:
    return parts[0] if len(parts) == 1 else Some(parts)


def _answered_where_asked(asked: Asked, word: str) -> Test:
    so = Same(asked.key, word)
    return so if asked.only_where is None else Every((yes(asked.only_where), so))


def _not_so_answered(asked: Asked, word: str) -> Test:
    """Where a question does not apply, or was answered otherwise."""
    parts = [_answered_where_asked(asked, other) for other in YES_OR_NO if other != word]
    if asked.markable:
        parts.append(Same(asked.key, MARK))
    if asked.only_where is not None:
        parts.append(no(asked.only_where))
    return _some(*parts)


def identifier(name: str) -> str:
    """A column's name where a name can hold no point."""
    return name.replace(".", "__")


def in_words(found: Rule | Test, every: str, some: str) -> str:
    """A rule in a language with `==`, `? :`, and these two words for "and" and "or"."""
    match found:
        case int():
            return str(found)
        case If(test, then, otherwise):
            parts = (in_words(part, every, some) for part in (test, then, otherwise))
            return "({} ? {} : {})".format(*parts)
        case Same(column, word):
            return f'{identifier(column)} == "{word}"'
        case Every(parts):
            return "(" + f" {every} ".join(in_words(part, every, some) for part in parts) + ")"
        case Some(parts):
            return "(" + f" {some} ".join(in_words(part, every, some) for part in parts) + ")"
        case _:
            assert_never(found)


#: How the outcome of every question is found, by key.
RULES = {key: rule(asked) for key, asked in QUESTIONS.items()}
