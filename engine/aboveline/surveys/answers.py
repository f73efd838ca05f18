"""What one response comes to, item by item: whether the item was asked, and what was answered.

Whom an item is asked of is a rule like any other, so the reference evaluator says it, with every item as a fact
of its own. Where that rests on an answer nobody gave it is unknown, and nobody can say whether the item was asked.
"""

from collections.abc import Iterator, Mapping
from typing import Literal

from attrs import evolve

from aboveline.framework.model import Framework, Item, Several, Survey
from aboveline.frozen import frozen
from aboveline.records.record import Record
from aboveline.reference.evaluate import truth
from aboveline.reference.scope import Scope
from aboveline.values import Mark, Value

#: `aside`: an answer was given, though by the rule the item was not asked, or nobody can say whether it was.
Standing = Literal["answered", "no answer", "not asked", "not known"]


@frozen
class Answered:
    """How one item stands in one response, and what was answered: a value, or of several answers the words.

    `aside` says that something was answered where the item was not asked, or it is not known whether it was;
    it is not counted, and `value` and `words` are empty then.
    """

    item: str
    standing: Standing
    value: Value | None = None
    words: frozenset[str] = frozenset()
    aside: bool = False


def as_facts(framework: Framework, survey: Survey) -> Framework:
    """The framework with the answers to the survey for its facts, as the rules of the survey are evaluated."""
    return evolve(framework, facts=survey.facts)


def answers_in(facts: Framework, survey: Survey, record: Record) -> Iterator[Answered]:
    """How each item stands in a response; `facts` is what `as_facts` gives."""
    scope = Scope(facts, _completed(survey, record.values), {})
    for item in survey.items.values():
        yield _answered(item, scope)


def _completed(survey: Survey, values: Mapping[str, Value | Mark]) -> Mapping[str, Value | Mark]:
    """The values, with "no" for each of several answers that is blank beside one that is not: it was not ticked."""
    given = dict(values)
    for item in survey.items.values():
        if isinstance(item.answers, Several) and any(_is_given(given, fact.key) for fact in item.facts):
            for fact in item.facts:
                if not _is_given(given, fact.key):
                    given[fact.key] = "no"
    return given


def _is_given(values: Mapping[str, Value | Mark], key: str) -> bool:
    return key in values and not isinstance(values[key], Mark)


def _answered(item: Item, scope: Scope) -> Answered:
    asked = True if item.only_where is None else truth(item.only_where, scope)
    given = {
        fact.key: v for fact in item.facts if not isinstance(v := scope.values.get(fact.key), Mark | None)
    }
    if asked is not True:
        return Answered(item.key, "not known" if asked is None else "not asked", aside=bool(given))
    if not given:
        return Answered(item.key, "no answer")
    if isinstance(item.answers, Several):
        ticked = (fact.items[0][1] for fact in item.facts if given[fact.key] == "yes")
        return Answered(item.key, "answered", words=frozenset(ticked))
    return Answered(item.key, "answered", value=given[item.key])
