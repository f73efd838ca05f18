"""Turns what is declared into the complete Names: repeats written out, facts and answers with their types."""

from collections.abc import Iterator, Mapping, Sequence

from attrs import evolve

from aboveline.diagnostics import Diagnostic, Diagnostics
from aboveline.framework.bands import band_sets
from aboveline.framework.clauses import clause_of, is_broken
from aboveline.framework.declared import Declarations, clashing_words
from aboveline.framework.faults import fault
from aboveline.framework.model import ItemList
from aboveline.framework.names import Declared, FactName, Names, QuestionName
from aboveline.framework.repeats import instances
from aboveline.framework.texts import usual_label
from aboveline.source import Source
from aboveline.syntax import tree
from aboveline.values import YES_OR_NO, Choice, Date, Number, Text, ValueType, WholeNumber, Word

#: Words that say how something stands, so that an answer word could not be told from them.
_STANDINGS = frozenset({"sufficient", "insufficient", "missing", "known"})


def sign(
    declared: Declarations, trees: Sequence[tree.Tree], sources: Mapping[str, Source]
) -> tuple[Names, Diagnostics]:
    """The complete names, and what is wrong with lists, repeats, types and bands."""
    found: list[Diagnostic] = []
    lists = _lists(declared.things, found)
    things = {
        name: _written_out(thing, declared.things, lists, found) for name, thing in declared.things.items()
    }
    bands, broken_bands = band_sets(trees, things, found)
    facts: dict[str, FactName] = {}
    questions: dict[str, QuestionName] = {}
    for thing in things.values():
        match thing.node:
            case tree.Fact():
                facts.update((f.key, f) for f in _fact_names(thing, thing.node, things, found))
            case tree.Question():
                questions.update((q.key, q) for q in _question_names(thing, thing.node, things, found))
            case _:
                pass
    names = Names(
        things, declared.sections, declared.criteria, bands, broken_bands, lists, facts, questions, sources
    )
    return names, tuple(found)


def _lists(things: Mapping[str, Declared], found: list[Diagnostic]) -> Mapping[str, ItemList]:
    lists: dict[str, ItemList] = {}
    for thing in things.values():
        if isinstance(thing.node, tree.List):
            items = thing.node.items
            found.extend(
                clashing_words((i.name for i in items), f"an item of `{thing.name}`", things, "item-twice")
            )
            label = thing.node.label.text if thing.node.label else usual_label(thing.name)
            lists[thing.name] = ItemList(thing.name, label, words(items), thing.node.span)
    return lists


def words(labelled: Sequence[tree.LabelledName]) -> tuple[Word, ...]:
    """Answer words, items or steps with the words people read; each but once."""
    found: dict[str, Word] = {}
    for each in labelled:
        name = each.name.text
        found.setdefault(name, Word(name, each.label.text if each.label else name.replace("_", " ")))
    return tuple(found.values())


def _written_out(
    thing: Declared, things: Mapping[str, Declared], lists: Mapping[str, ItemList], found: list[Diagnostic]
) -> Declared:
    match thing.node:
        case tree.Fact() | tree.Condition() | tree.Check() | tree.Question():
            clause = clause_of(thing.node.clauses, tree.ForEach)
            if clause is None and is_broken(thing.node.clauses, "for"):
                # Repeated for something, but for which items cannot be told: no instances.
                said = (c.words for c in thing.node.clauses if isinstance(c, tree.BrokenClause))
                return evolve(thing, lists=tuple(w for words_ in said for w in words_ if w in lists))
            keys, made = instances(thing.name, clause, things, lists, found)
            return evolve(thing, lists=keys, instances=made)
        case _:
            return thing


def _fact_names(
    thing: Declared, node: tree.Fact, things: Mapping[str, Declared], found: list[Diagnostic]
) -> Iterator[FactName]:
    kind = _type_of(node, things, found)
    of_inspection = clause_of(node.clauses, tree.OfTheInspection) is not None
    for instance in thing.instances:
        yield FactName(instance.key, thing.name, kind, of_inspection, thing.at)


def _type_of(node: tree.Fact, things: Mapping[str, Declared], found: list[Diagnostic]) -> ValueType | None:
    match node.type:
        case None:
            if not is_broken(node.clauses):
                found.append(_no_type(node))
            return None
        case tree.TypeYesNo():
            return YES_OR_NO
        case tree.TypeChoice():
            return _choice(node.type, node.name.text, things, found)
        case tree.TypeWhole(low=low, high=high):
            if low is not None and high is not None and low > high:
                message = f"expected the lower number first, found from {low} to {high}"
                found.append(
                    fault("range-backwards", message, node.type.span, remedy=f"write `from {high} to {low}`")
                )
            return WholeNumber(low, high)
        case tree.TypeNumber():
            return Number()
        case tree.TypeDate():
            return Date()
        case tree.TypeText():
            return Text()


def _no_type(node: tree.Fact) -> Diagnostic:
    return fault(
        "missing-type",
        f"expected what `{node.name.text}` can be, found nothing",
        node.name.span,
        remedy="say `yes or no`, `one of …`, `whole number`, `number`, `date` or `text`",
    )


def _choice(
    node: tree.TypeChoice, owner: str, things: Mapping[str, Declared], found: list[Diagnostic]
) -> Choice:
    found.extend(
        clashing_words((w.name for w in node.words), f"an answer word of `{owner}`", things, "word-twice")
    )
    found.extend(standings_for_words(node.words, owner))
    return Choice(words(node.words))


def standings_for_words(words: Sequence[tree.LabelledName], owner: str) -> Iterator[Diagnostic]:
    """An error for each answer word that says how something stands."""
    for word in words:
        if word.name.text in _STANDINGS:
            message = (
                f"`{word.name.text}` says how something stands, so it cannot be an answer word of `{owner}`"
            )
            yield fault("reserved-word", message, word.name.span, remedy="use another word")


def _question_names(
    thing: Declared, node: tree.Question, things: Mapping[str, Declared], found: list[Diagnostic]
) -> Iterator[QuestionName]:
    answers = _answers(node, things, found)
    judged = not any(isinstance(c, tree.Flag) and c.word == "not judged" for c in node.clauses)
    for instance in thing.instances:
        yield QuestionName(instance.key, thing.name, answers, judged, thing.at)


def _answers(node: tree.Question, things: Mapping[str, Declared], found: list[Diagnostic]) -> Choice | None:
    clause = clause_of(node.clauses, tree.Answers)
    if clause is None:
        return None if is_broken(node.clauses, "answers") else YES_OR_NO
    if isinstance(clause.type, tree.TypeYesNo):
        return YES_OR_NO
    return _choice(clause.type, node.name.text, things, found)
