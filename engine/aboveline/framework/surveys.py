"""Turns the surveys of the trees into checked ones: each item with its answers, whom it is asked of, what it speaks to.

The items of a survey have names of their own, which nothing else of the framework knows: two questionnaires may ask
the same, and a respondent's age is no fact of a case. So an item's `only where` is resolved against names that are
those of its survey alone. An item rests on items before it, as people answer one after another.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from attrs import evolve

from aboveline.diagnostics import Diagnostic, Diagnostics, Label
from aboveline.framework import expressions as ex
from aboveline.framework.clauses import clause_of, is_broken, words_of
from aboveline.framework.declared import clashing_words, duplicate
from aboveline.framework.facts import truth_or_always
from aboveline.framework.faults import fault, unknown
from aboveline.framework.model import Fact, Item, ItemAnswers, Several, Survey
from aboveline.framework.names import Declared, FactName, Instance, Names, Scope, lookup
from aboveline.framework.repeats import column
from aboveline.framework.signatures import standings_for_words, words
from aboveline.framework.survey_faults import faults_of_item, faults_of_survey
from aboveline.frozen import frozen
from aboveline.records.record import RESPONSE_ID
from aboveline.syntax import tree
from aboveline.values import YES_OR_NO, Choice, Text, ValueType, WholeNumber

if TYPE_CHECKING:
    from aboveline.source import Span

#: What the words of several answers are called where the place of one is meant, as in `in data "helped_{answer}"`.
ANSWER = "answer"


@frozen
class _Asked:
    """A survey as it is declared, with its items; `node` is None where its declaration could not be read."""

    node: tree.Survey | None
    items: tuple[tree.Item | tree.Broken, ...] = ()


def resolve_surveys(names: Names, trees: Sequence[tree.Tree]) -> tuple[Mapping[str, Survey], Diagnostics]:
    """Every survey by key, in the order declared, and what is wrong with them."""
    found: list[Diagnostic] = []
    surveys: dict[str, Survey] = {}
    for asked in (asked for each in trees for asked in _asked(each, found)):
        if asked.node is not None:
            survey = _survey(asked.node, asked.items, names, found)
            surveys.setdefault(survey.key, survey)
    return surveys, tuple(found)


def _asked(each: tree.Tree, found: list[Diagnostic]) -> Iterator[_Asked]:
    """The surveys of a file, each with the items that stand under it."""
    current: _Asked | None = None
    for node in each.declarations:
        match node:
            case tree.Survey() | tree.Broken(keyword="survey"):
                if current is not None:
                    yield current
                current = _Asked(node if isinstance(node, tree.Survey) else None)
            case tree.Item() | tree.Broken(keyword="item"):
                if current is not None:
                    current = evolve(current, items=(*current.items, node))
                elif isinstance(node, tree.Item):
                    found.append(_homeless(node))
            case _:
                pass
    if current is not None:
        yield current


def _homeless(node: tree.Item) -> Diagnostic:
    return fault(
        "item-outside-survey",
        f"an item stands under its survey, but no `survey` comes before `{node.name.text}` in this file",
        node.name.span,
        remedy='put a line such as `survey young_people "…"` above it',
    )


def _survey(
    node: tree.Survey, items: Sequence[tree.Item | tree.Broken], names: Names, found: list[Diagnostic]
) -> Survey:
    found.extend(faults_of_survey(node, items))
    own = _names(items, names, found)
    handed_down = _about(node.clauses, names, found)
    made: dict[str, Item] = {}
    for item in items:
        if isinstance(item, tree.Item) and item.name.text not in made:
            found.extend(faults_of_item(item, own.things[item.name.text]))
            made[item.name.text] = _item(item, own, names, handed_down, found)
    found.extend(_asked_too_early(made))
    found.extend(_columns(made))
    return Survey(node.name.text, node.label.text if node.label else "", made, node.span)


# --- Names -----------------------------------------------------------------------------------


def _names(items: Sequence[tree.Item | tree.Broken], names: Names, found: list[Diagnostic]) -> Names:
    """The names that an item's rule may name: the items of its survey."""
    things: dict[str, Declared] = {}
    facts: dict[str, FactName] = {}
    for node in items:
        if node.name is None:
            continue
        thing = _declared(node, node.name)
        first = things.setdefault(thing.name, thing)
        if first is not thing:
            found.extend(duplicate(first, thing))
            continue
        kinds = _kinds(node)
        facts.update(
            (one.key, FactName(one.key, thing.name, kind, False, thing.at))
            for one, kind in zip(thing.instances, kinds, strict=True)
        )
    for node in items:
        if isinstance(node, tree.Item):
            found.extend(_faults_of_words(node, things))
    return evolve(
        names, things=things, sections={}, criteria={}, bands={}, lists={}, facts=facts, questions={}
    )


def _declared(node: tree.Item | tree.Broken, name: tree.Name) -> Declared:
    if isinstance(node, tree.Broken) or is_broken(node.clauses, "answers"):
        # What can be answered is not known, so that nothing is said of what rests on it.
        unread = node if isinstance(node, tree.Broken) else tree.Broken("item", name, (), node.span)
        return Declared("item", name.text, "", name.span, unread, instances=(Instance(name.text),))
    thing = Declared("item", name.text, node.label.text if node.label else "", name.span, node)
    answers = answers_of(node)
    if isinstance(answers, Several):
        made = (Instance(f"{name.text}.{word.name}", ((ANSWER, word.name),)) for word in answers.words)
        return evolve(thing, lists=(ANSWER,), instances=tuple(made))
    return evolve(thing, instances=(Instance(name.text),))


def _kinds(node: tree.Item | tree.Broken) -> tuple[ValueType | None, ...]:
    """The type of each value an item holds; None where it could not be read."""
    if isinstance(node, tree.Broken) or is_broken(node.clauses, "answers"):
        return (None,)
    match answers_of(node):
        case Several(words=several):
            return (YES_OR_NO,) * len(several)
        case answers:
            return (answers,)


def answers_of(node: tree.Item) -> ItemAnswers:
    """What can be answered to an item; yes or no where it does not say."""
    clause = clause_of(node.clauses, tree.ItemAnswers)
    match clause.type if clause else None:
        case tree.TypeChoice(words=labelled):
            return Choice(words(labelled))
        case tree.TypeSeveral(words=labelled):
            return Several(words(labelled))
        case tree.TypeScale(low=low, high=high):
            return WholeNumber(low, high)
        case tree.TypeText():
            return Text()
        case tree.TypeYesNo() | None:
            return YES_OR_NO


def _faults_of_words(node: tree.Item, things: Mapping[str, Declared]) -> Iterator[Diagnostic]:
    clause = clause_of(node.clauses, tree.ItemAnswers)
    if clause is not None and isinstance(clause.type, tree.TypeChoice | tree.TypeSeveral):
        labelled = (word.name for word in clause.type.words)
        yield from clashing_words(labelled, f"an answer word of `{node.name.text}`", things, "word-twice")
        yield from standings_for_words(clause.type.words, node.name.text)


# --- Items -----------------------------------------------------------------------------------


def _item(
    node: tree.Item, own: Names, names: Names, handed_down: tuple[ex.ScoreRef, ...], found: list[Diagnostic]
) -> Item:
    answers, thing = answers_of(node), own.things[node.name.text]
    only_where = _only_where(node, Scope(own, "survey", clause="only where"), found)
    label = node.label.text if node.label else ""
    threshold = clause_of(node.clauses, tree.PositiveFrom)
    finding, guidance = (words_of(node.clauses, kind) for kind in ("finding", "guidance"))
    return Item(
        key=thing.name,
        label=label,
        answers=answers,
        facts=tuple(_facts(node, thing, answers, only_where)),
        only_where=only_where,
        positive=_positive(node, answers),
        positive_from=threshold.threshold if threshold and isinstance(answers, WholeNumber) else None,
        about=_about(node.clauses, names, found) or handed_down,
        finding=finding.text if finding else None,
        guidance=guidance.text if guidance else None,
        span=node.span,
    )


def _only_where(node: tree.Item, scope: Scope, found: list[Diagnostic]) -> ex.Truth | None:
    clauses = [c for c in node.clauses if isinstance(c, tree.OnlyWhere)]
    truths = [truth_or_always(c.expr, c.span, scope, found) for c in clauses]
    if len(truths) < 2:
        return truths[0] if truths else None
    return ex.And(tuple(truths), clauses[0].span.to(clauses[-1].span))


def _facts(
    node: tree.Item, thing: Declared, answers: ItemAnswers, only_where: ex.Truth | None
) -> Iterator[Fact]:
    in_data = clause_of(node.clauses, tree.InData)
    labels = {word.name: word.label for word in answers.words} if isinstance(answers, Several) else {}
    for one in thing.instances:
        word = dict(one.items).get(ANSWER)
        yield Fact(
            key=one.key,
            name=thing.name,
            label=thing.label if word is None else f"{thing.label}: {labels[word]}",
            type=YES_OR_NO if isinstance(answers, Several) else answers,
            column=column(one, in_data),
            required=False,
            of_inspection=False,
            only_where=only_where,
            worked_out=None,
            items=one.items,
            span=node.name.span,
        )


def _positive(node: tree.Item, answers: ItemAnswers) -> tuple[str, ...]:
    """The positive words, in the order of the answers: those named, else `yes`, else of several all of them."""
    if not isinstance(answers, Choice | Several):
        return ()
    clause = clause_of(node.clauses, tree.PositiveWhen)
    names = tuple(word.name for word in answers.words)
    if clause is not None:
        named = {word.text for word in clause.words}
        return tuple(name for name in names if name in named)
    if isinstance(answers, Several):
        return names
    return ("yes",) if answers.is_yes_or_no else ()


def _about(clauses: Sequence[tree.Clause], names: Names, found: list[Diagnostic]) -> tuple[ex.ScoreRef, ...]:
    """The themes, sections and criteria that an `about` names, each but once."""
    clause = clause_of(clauses, tree.About)
    first: dict[ex.ScoreRef, Span] = {}
    for part in clause.parts if clause else ():
        ref, faults = _spoken_to(part, names)
        found.extend(faults)
        if ref is not None and first.setdefault(ref, part.span) is not part.span:
            labels = Label(part.span, "again here"), Label(first[ref], "first here")
            message = "each is named once, but one stands in `about` twice"
            found.append(fault("named-twice", message, *labels, remedy="take one of the two out"))
    return tuple(first)


def _spoken_to(part: tree.Name | tree.Part, names: Names) -> tuple[ex.ScoreRef | None, Diagnostics]:
    if isinstance(part, tree.Name):
        theme, faults = lookup(part, ("theme",), names)
        return (None if theme is None else ex.ScoreRef("theme", theme.name, part.span)), faults
    parts = names.criteria if part.kind == "criterion" else names.sections
    if part.number not in parts:
        name = tree.Name(part.number, part.span)
        return None, (unknown("unknown-part", f"the number of a {part.kind}", name, parts),)
    return ex.ScoreRef(part.kind, part.number, part.span), ()


def _columns(items: Mapping[str, Item]) -> Iterator[Diagnostic]:
    """An error for each column that is another item's too, or that of the number of the answers."""
    first: dict[str, Fact] = {}
    for fact in (fact for item in items.values() for fact in item.facts):
        if fact.column == RESPONSE_ID:
            message = f"the column `{RESPONSE_ID}` holds the number of each response, so `{fact.name}` cannot stand there"
            yield fault("reserved-column", message, fact.span, remedy="give it another name in data")
        elif (other := first.setdefault(fact.column, fact)) is not fact:
            message = (
                f"each thing has its own column, but `{other.name}` and `{fact.name}` both stand in "
                f"`{fact.column}`"
            )
            labels = Label(fact.span), Label(other.span, "stands in the same column")
            yield fault("duplicate-column", message, *labels, remedy="give one of them another name in data")


def _asked_too_early(items: Mapping[str, Item]) -> Iterator[Diagnostic]:
    """An error for each rule that names an item which is asked later, or the item itself."""
    before: set[str] = set()
    owners = {fact.key: item.key for item in items.values() for fact in item.facts}
    for item in items.values():
        rule = item.only_where
        for part in ex.walk(rule) if rule is not None else ():
            if not isinstance(part, ex.FactValue) or (named := owners.get(part.fact)) in before:
                continue
            if named == item.key:
                message = (
                    f"whom an item is asked of cannot rest on its own answer, but `{item.key}` names itself"
                )
                yield fault("own-name", message, part.span, remedy="name an item that is asked before it")
            elif named is not None:
                message = f"whom `{item.key}` is asked of rests on `{named}`, which is asked after it"
                labels = Label(part.span), Label(items[named].facts[0].span, "asked here")
                yield fault("asked-too-early", message, *labels, remedy=f"put `{named}` above `{item.key}`")
        before.add(item.key)
