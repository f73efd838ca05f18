"""Counts the answers to a survey, item by item. Tallies of parts add up to that of the whole, in any order.

The identity of each item, checked every time one is made:

    responses = answered + no answer + not asked + not known whether asked
    answered  = the sum over all answers, where one is given       (of several answers each is at most that many)

A share is of those who answered. Counts are whole numbers, shares exact fractions; nothing else decides anything.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from fractions import Fraction

from attrs import field

from aboveline.framework.model import Framework, Item, Several, Survey
from aboveline.frozen import frozen
from aboveline.records.record import Record
from aboveline.surveys.answers import Answered, answers_in, as_facts
from aboveline.values import Choice, WholeNumber


@frozen
class ItemTally:
    """The counts of one item.

    `words` has every answer word in the order declared, with how many gave it; `figures` every figure that was given on
    a scale, from the lowest, with how many gave it. Of a text only how many wrote one is counted. `positive` is None
    where no answer counts as positive. `aside` are answers that do not count, as the item was not asked, or nobody
    can say whether it was; those responses are among `not_asked` and `not_known`.
    """

    item: str
    responses: int
    answered: int
    no_answer: int
    not_asked: int
    not_known: int
    aside: int
    positive: int | None
    words: tuple[tuple[str, int], ...] = ()
    figures: tuple[tuple[int, int], ...] = ()

    @property
    def asked(self) -> int:
        """How many were asked, as far as is known."""
        return self.answered + self.no_answer

    @property
    def share(self) -> Fraction | None:
        """The share of positive answers among all answers; None where there is none to speak of."""
        return None if self.positive is None else share(self.positive, self.answered)


@frozen
class Aside:
    """An answer that does not count, by response and item; `is_known` says that the item was not asked."""

    response: str
    item: str
    is_known: bool


@frozen
class SurveyTally:
    """The counts of every item of a survey, in its order."""

    survey: str
    responses: int
    items: Mapping[str, ItemTally] = field(repr=False)


def share(count: int, of: int) -> Fraction | None:
    """A share, exactly; None of nothing."""
    return Fraction(count, of) if of else None


def tally(framework: Framework, survey: Survey, records: Iterable[Record]) -> SurveyTally:
    """The counts of some responses."""
    facts = as_facts(framework, survey)
    counters = {key: _Counter() for key in survey.items}
    responses = 0
    for record in records:
        responses += 1
        for one in answers_in(facts, survey, record):
            _count(counters[one.item], survey.items[one.item], one)
    counted = {key: _tallied(item, responses, counters[key]) for key, item in survey.items.items()}
    return SurveyTally(survey.key, responses, counted)


def asides(framework: Framework, survey: Survey, records: Iterable[Record]) -> tuple[Aside, ...]:
    """The answers that do not count, in the order of the responses and of the items."""
    facts = as_facts(framework, survey)
    return tuple(
        Aside(record.case_id, one.item, one.standing == "not asked")
        for record in records
        for one in answers_in(facts, survey, record)
        if one.aside
    )


class _Counter:
    """Counts while the responses go by."""

    def __init__(self) -> None:
        self.standings: Counter[str] = Counter()
        self.aside = 0
        self.positive = 0
        self.values: Counter[object] = Counter()


def _count(counter: _Counter, item: Item, one: Answered) -> None:
    counter.standings[one.standing] += 1
    counter.aside += one.aside
    if one.standing != "answered":
        return
    if isinstance(item.answers, Several):
        counter.values.update(one.words)
        counter.positive += not one.words.isdisjoint(item.positive)
    elif isinstance(item.answers, Choice | WholeNumber):
        counter.values[one.value] += 1
        counter.positive += is_positive(item, one.value)


def is_positive(item: Item, value: object) -> bool:
    """Whether one answer counts as positive."""
    if item.positive_from is not None:
        return isinstance(value, int) and value >= item.positive_from
    return value in item.positive


def _tallied(item: Item, responses: int, counter: _Counter) -> ItemTally:
    words: tuple[tuple[str, int], ...] = ()
    figures: tuple[tuple[int, int], ...] = ()
    match item.answers:
        case Choice(words=each) | Several(words=each):
            words = tuple((word.name, counter.values[word.name]) for word in each)
        case WholeNumber():
            figures = tuple(sorted((f, n) for f, n in counter.values.items() if isinstance(f, int)))
        case _:
            pass
    return _checked(
        ItemTally(
            item=item.key,
            responses=responses,
            answered=counter.standings["answered"],
            no_answer=counter.standings["no answer"],
            not_asked=counter.standings["not asked"],
            not_known=counter.standings["not known"],
            aside=counter.aside,
            positive=counter.positive if item.tells_positive else None,
            words=words,
            figures=figures,
        ),
        item,
    )


def added(survey: Survey, parts: Iterable[SurveyTally]) -> SurveyTally:
    """The counts of some parts as those of the whole."""
    each = tuple(parts)
    items = {
        key: _checked(_added(item, [part.items[key] for part in each]), item)
        for key, item in survey.items.items()
    }
    return SurveyTally(survey.key, sum(part.responses for part in each), items)


def _added(item: Item, parts: list[ItemTally]) -> ItemTally:
    words: Counter[str] = Counter()
    figures: Counter[int] = Counter()
    for part in parts:
        words.update(dict(part.words))
        figures.update(dict(part.figures))
    names = tuple(w.name for w in item.answers.words) if isinstance(item.answers, Choice | Several) else ()
    return ItemTally(
        item=item.key,
        responses=sum(part.responses for part in parts),
        answered=sum(part.answered for part in parts),
        no_answer=sum(part.no_answer for part in parts),
        not_asked=sum(part.not_asked for part in parts),
        not_known=sum(part.not_known for part in parts),
        aside=sum(part.aside for part in parts),
        positive=sum(part.positive or 0 for part in parts) if item.tells_positive else None,
        words=tuple((name, words[name]) for name in names),
        figures=tuple(sorted(figures.items())),
    )


def _checked(one: ItemTally, item: Item) -> ItemTally:
    """The tally, once it has shown that it adds up."""
    kinds = one.answered + one.no_answer + one.not_asked + one.not_known
    fits = kinds == one.responses and one.aside <= one.not_asked + one.not_known
    fits &= one.positive is None or 0 <= one.positive <= one.answered
    match item.answers:
        case Several():
            fits &= all(0 <= count <= one.answered for _, count in one.words)
        case Choice():
            fits &= sum(count for _, count in one.words) == one.answered
        case WholeNumber():
            fits &= sum(count for _, count in one.figures) == one.answered
        case _:
            fits &= not one.words and not one.figures
    if not fits:
        raise AssertionError(f"the counts of `{one.item}` do not add up")
    return one
