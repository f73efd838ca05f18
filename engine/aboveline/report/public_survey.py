"""Turns what is shown of a survey into its public edition: no answer of a few can be made out in it, nor worked out from it.

Those who answered are a population of their own. Of an item it tells how many answered, how many gave each answer, and of a
scale how many gave a figure that counts as positive, and the highest.
"""

from collections.abc import Iterator, Mapping

from attrs import field

from aboveline.disclosure.control import control
from aboveline.disclosure.model import THRESHOLD, Cell, Controlled, Key, Sum
from aboveline.framework.expressions import FactValue, walk
from aboveline.framework.model import Framework, Item, Several, Survey
from aboveline.frozen import frozen
from aboveline.reference.evaluate import truth
from aboveline.reference.scope import Scope, Seen
from aboveline.report.survey_view import ItemRow, PublicAnswer, PublicItem, PublicSurvey, SurveyView, Told
from aboveline.scoring.figures import percent_of
from aboveline.surveys.answers import as_facts
from aboveline.values import Choice
from aboveline.wording.message import message

_RESPONSES: Key = ("responses",)


@frozen
class SurveyTables:
    """The counts of a survey, and what adds up to what among them."""

    cells: tuple[Cell, ...] = field(repr=False)
    sums: tuple[Sum, ...] = field(repr=False)


def public_survey(framework: Framework, view: SurveyView, threshold: int = THRESHOLD) -> PublicSurvey:
    """The public edition of a survey."""
    found = survey_tables(framework, view)
    decided = control(found.cells, found.sums, (), threshold)
    survey = framework.surveys[view.survey]
    return PublicSurvey(
        view.survey,
        view.survey_label,
        decided.counts[_RESPONSES],
        tuple(_item(survey.items[row.key], row, decided) for row in view.items if row.kind != "text"),
        decided.withheld("small", "to protect others"),
    )


# --- What is told ----------------------------------------------------------------------------


def _item(item: Item, row: ItemRow, decided: Controlled) -> PublicItem:
    counts = decided.counts
    answered = counts[row.key, "answered"]
    told = tuple(one for one in row.told if _may_be_told(row, one, counts))
    return PublicItem(
        row.key,
        row.label,
        row.condition,
        answered,
        tuple(_answers(item, row, answered, counts)),
        told,
        len(row.told) - len(told),
    )


def _may_be_told(row: ItemRow, told: Told, counts: Mapping[Key, int | None]) -> bool:
    """Whether every count of a sentence is told."""
    needed: list[Key] = [(row.key, "answered")]
    if told.answer is not None:
        needed.append((row.key, "answer", told.answer))
    elif told.count is not None:
        needed.append((row.key, "positive"))
    if "{top" in told.finding and row.scale is not None:
        needed.append((row.key, "top"))
    return all(counts[key] is not None for key in needed)


def _answers(
    item: Item, row: ItemRow, answered: int | None, counts: Mapping[Key, int | None]
) -> Iterator[PublicAnswer]:
    for answer in row.answers:
        yield _answer(answer.key, answer.label, counts[row.key, "answer", answer.key], answered)
    if row.scale is not None:
        if item.positive_from is not None:
            label = message("{n} or more", n=item.positive_from)
            yield _answer("positive", label, counts[row.key, "positive"], answered)
        yield _answer("top", f"{row.scale.high}", counts[row.key, "top"], answered)


def _answer(key: str, label: str, count: int | None, answered: int | None) -> PublicAnswer:
    percent = None if count is None or not answered else percent_of(count, answered)
    return PublicAnswer(key, label, count, percent)


# --- What adds up ----------------------------------------------------------------------------


def survey_tables(framework: Framework, view: SurveyView) -> SurveyTables:
    """Every count a public edition of a survey would show, and every relation that anyone can see."""
    made = _Make(view.responses)
    survey = framework.surveys[view.survey]
    rows = {row.key: row for row in view.items}
    for key, row in rows.items():
        made.item(row, survey.items[key])
    rules = _Rules(framework, survey)
    for item in survey.items.values():
        for statuses in rules.precluding(item):
            made.rest((item.key, "not answered"), statuses)
    return SurveyTables(tuple(made.cells), tuple(made.sums))


class _Make:
    """Puts together what a survey comes to."""

    def __init__(self, responses: int) -> None:
        self.counts: dict[Key, int] = {}
        self.cells: list[Cell] = []
        self.sums: list[Sum] = []
        self._add(_RESPONSES, responses, weight=1000)

    def _add(
        self, key: Key, count: int, *, told: bool = True, share_of: Key | None = None, weight: int = 1
    ) -> None:
        """A count; what is neither told nor a share of anything says nothing of anybody, however small it is."""
        self.counts[key] = count
        harmless = share_of is None and key != _RESPONSES
        self.cells.append(Cell(key, count, told=told, share_of=share_of, harmless=harmless, weight=weight))

    def item(self, row: ItemRow, item: Item) -> None:
        """An item: who answered, and each answer."""
        answered = (row.key, "answered")
        self._add(answered, row.answered, weight=10)
        self._add((row.key, "not answered"), row.responses - row.answered, told=False)
        self.sums.append(Sum(_RESPONSES, (answered, (row.key, "not answered"))))
        words = tuple((row.key, "answer", one.key) for one in row.answers)
        for key, one in zip(words, row.answers, strict=True):
            self._share(key, one.count, row, apart=row.kind == "several answers", weight=3)
        if row.kind == "one answer":
            self.sums.append(Sum(answered, words))
        if row.positive is not None:
            self._positive(row, item, words)
        if row.scale is not None:
            self._share((row.key, "top"), row.scale.top, row, apart=True, weight=2)
            if item.positive_from is not None:
                self.rest((row.key, "positive"), ((row.key, "top"),))

    def _share(self, key: Key, count: int, row: ItemRow, *, apart: bool, weight: int) -> None:
        """A share of those who answered; `apart` where what is left of them is not made of other answers."""
        answered = (row.key, "answered")
        self._add(key, count, share_of=answered, weight=weight)
        if apart:
            other = (*key, "not")
            self._add(other, row.answered - count, share_of=answered)
            self.sums.append(Sum(answered, (key, other)))

    def _positive(self, row: ItemRow, item: Item, words: tuple[Key, ...]) -> None:
        key, answered = (row.key, "positive"), (row.key, "answered")
        good = tuple(word for word in words if word[-1] in item.positive)
        low = None if row.scale is None else row.scale.low
        if (row.kind == "one answer" and good == words) or (low is not None and item.positive_from == low):
            self._add(key, row.answered, weight=5)
            self.sums.append(Sum(key, (answered,)))
            return
        self._share(key, row.positive or 0, row, apart=True, weight=5)
        if row.kind == "one answer":
            self.sums.append(Sum(key, good))
        elif row.kind == "several answers":
            for word in good:
                self.rest(key, (word,))

    def rest(self, whole: Key, parts: tuple[Key, ...]) -> None:
        """That a count is made of parts and a rest, which nobody is told."""
        count = self.counts[whole] - sum(self.counts[part] for part in parts)
        if count >= 0:
            key = (*whole, "besides", *(word for part in parts for word in part))
            self._add(key, count, told=False)
            self.sums.append(Sum(whole, (*parts, key)))


class _Rules:
    """What the rules of a survey say: after which answers to one item another is not answered."""

    def __init__(self, framework: Framework, survey: Survey) -> None:
        self.facts, self.survey = as_facts(framework, survey), survey

    def precluding(self, item: Item) -> Iterator[tuple[Key, ...]]:
        """For each other item, the answers after which this one is not answered; with those who gave none, where that is so."""
        if item.only_where is None:
            return
        rests_on = {one.fact for one in walk(item.only_where) if isinstance(one, FactValue)}
        for other in self.survey.items.values():
            if other is item:
                continue
            for fact in other.facts:
                kind = fact.type
                if fact.key not in rests_on or not isinstance(kind, Choice):
                    continue
                alone = rests_on == {fact.key}
                found = [
                    self._status(other, fact.key, word)
                    for word in kind.names
                    if self._never(item, fact.key, (True, word), alone=alone)
                ]
                nothing: tuple[Seen, ...] = ((True, None), (False, None), (None, None))
                if alone and all(self._never(item, fact.key, seen, alone=True) for seen in nothing):
                    found.append((other.key, "not answered"))
                if found:
                    yield tuple(found)

    @staticmethod
    def _status(item: Item, fact: str, word: str) -> Key:
        if not isinstance(item.answers, Several):
            return (item.key, "answer", word)
        ticked = next(one.items[0][1] for one in item.facts if one.key == fact)
        return (item.key, "answer", ticked) if word == "yes" else (item.key, "answer", ticked, "not")

    def _never(self, item: Item, fact: str, seen: Seen, *, alone: bool) -> bool:
        """Whether an item is not asked where a fact is seen so, whatever else is answered, or nobody can say that it is."""
        scope = Scope(self.facts, {}, {})
        scope.facts[fact] = seen
        holds = item.only_where is not None and truth(item.only_where, scope)
        return holds is False or (alone and holds is None)
