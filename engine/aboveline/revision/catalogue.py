"""Turns the trees of a framework into a Catalogue: everything declared, each taken apart into what can be edited by itself.

A thing is known by its kind and its name. Its aspects are its label, its type, and its clauses by what they begin with:
all `only where` of a question are one aspect, its `feeds` another. Layout, comments and the order of declarations are in
no aspect; a section or criterion that is reopened is one thing. An item of a survey is known by the survey's name and its
own, as in `young_people.listened`, as another survey may have one of that name. `node_of` puts a thing together again.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Literal, TypeVar, assert_never, cast

from attrs import field

from aboveline.frozen import frozen
from aboveline.source import Span
from aboveline.syntax import tree

Kind = Literal[
    "framework", "theme", "bands", "list", "fact", "condition", "check",
    "section", "criterion", "question", "rating", "survey", "item", "example",
]  # fmt: skip

#: A thing by its kind and name: that of the unnamed bands is "", that of a section or criterion its number.
Key = tuple[Kind, str]

#: What can be edited of a thing by itself.
Aspect = Literal[
    "label", "name", "version", "calendar", "unanswered questions", "by", "steps", "items", "type",
    "required", "of the inspection", "in data", "for each", "answers", "only where", "excluded where",
    "sufficient when", "excused where", "where", "when", "expect", "given", "worked out as", "standing",
    "may be marked", "not scored", "feeds", "in bands", "finding", "guidance", "reference", "for",
    "measure", "caps", "empty parts", "positive", "about", "strengths from", "written in",
]  # fmt: skip

Node = TypeVar("Node")

_ASPECTS: Mapping[type[object], Aspect] = {
    tree.Version: "version",
    tree.WrittenIn: "written in",
    tree.Calendar: "calendar",
    tree.Unanswered: "unanswered questions",
    tree.StrengthsFrom: "strengths from",
    tree.OnlyWhere: "only where",
    tree.ExcludedWhere: "excluded where",
    tree.ExcusedWhere: "excused where",
    tree.Where: "where",
    tree.When: "when",
    tree.ExpectThat: "expect",
    tree.Required: "required",
    tree.OfTheInspection: "of the inspection",
    tree.ForEach: "for each",
    tree.InData: "in data",
    tree.Answers: "answers",
    tree.SufficientWhen: "sufficient when",
    tree.Feeds: "feeds",
    tree.InBands: "in bands",
    tree.MayBeMarked: "may be marked",
    tree.WorkedOut: "worked out as",
    tree.ForPart: "for",
    tree.Measure: "measure",
    tree.Share: "measure",
    tree.JudgedByInspectors: "measure",
    tree.Cap: "caps",
    tree.EmptyParts: "empty parts",
    tree.ItemAnswers: "answers",
    tree.PositiveWhen: "positive",
    tree.PositiveFrom: "positive",
    tree.About: "about",
}


def aspect_of(clause: tree.Clause) -> Aspect:
    """The aspect a clause belongs to.

    Raises KeyError where it belongs to none: a fault of ours. What a clause begins with, as people write it, is
    `framework.clauses.phrase_of`; that some are called alike does not make the one follow from the other.
    """
    match clause:
        case tree.Flag(word="not scored"):
            return "not scored"
        case tree.Flag():
            return "standing"
        case tree.Words(kind=kind):
            return kind
        case _:
            return _ASPECTS[type(clause)]


@frozen
class Thing:
    """One thing that is declared: `place` is the criterion of a question, the section of a criterion, the survey of an item; `rank` its turn among its kind there.

    `aspects` has the nodes of each aspect that is there at all, in their order. `span` is where it is declared.
    """

    kind: Kind
    name: str
    aspects: Mapping[Aspect, tuple[object, ...]] = field(repr=False)
    place: str
    rank: int
    span: Span = field(eq=False, repr=False)

    @property
    def key(self) -> Key:
        """What it is known by."""
        return self.kind, self.name

    @property
    def label(self) -> str:
        """The words people read for it; its name where there are none."""
        quoted = first(self.aspects, "label", tree.Quoted)
        return quoted.text if quoted else self.name


def first(aspects: Mapping[Aspect, tuple[object, ...]], aspect: Aspect, kind: type[Node]) -> Node | None:
    """The first node of an aspect, where it is of that kind."""
    nodes = aspects.get(aspect, ())
    return nodes[0] if nodes and isinstance(nodes[0], kind) else None


@frozen
class Catalogue:
    """Everything a framework declares, in the order of its files: a section or criterion where it is first opened."""

    things: Mapping[Key, Thing]

    def of_kind(self, kind: Kind) -> tuple[Thing, ...]:
        """The things of a kind, in order."""
        return tuple(thing for thing in self.things.values() if thing.kind == kind)


# --- From trees ------------------------------------------------------------------------------


def catalogue(trees: Sequence[tree.Tree]) -> Catalogue:
    """What some trees declare, files taken by name; the trees are those of a framework without errors."""
    found: dict[Key, Thing] = {}
    ranks: dict[tuple[Kind, str], int] = {}
    for each in sorted(trees, key=lambda one: one.file):
        section = criterion = survey = ""
        for node in each.declarations:
            match node:
                case tree.Section():
                    section, criterion, place = node.number.text, "", ""
                case tree.Criterion():
                    criterion, place = node.number.text, section
                case tree.Question():
                    place = criterion
                case tree.Survey():
                    survey, place = node.name.text, ""
                case tree.Item():
                    place = survey
                case _:
                    place = ""
            kind, name = _named(node, found)
            name = item_name(place, name) if kind == "item" else name
            rank = ranks[kind, place] = ranks.get((kind, place), -1) + 1
            thing = Thing(kind, name, _aspects(node), place, rank, node.span)
            found[kind, name] = _reopened(found[kind, name], thing) if (kind, name) in found else thing
    return Catalogue(found)


def item_name(survey: str, name: str) -> str:
    """What an item of a survey is known by."""
    return f"{survey}.{name}"


def own_name(thing: str) -> str:
    """The name that an item has in its survey."""
    return thing.rpartition(".")[2]


def _named(node: tree.Declaration, found: Mapping[Key, Thing]) -> Key:
    match node:
        case tree.Framework():
            return "framework", ""
        case tree.Bands(name=name):
            return "bands", name.text if name else ""
        case tree.Section() | tree.Criterion():
            return ("section" if isinstance(node, tree.Section) else "criterion"), node.number.text
        case tree.Example():
            name, turn = node.label.text, 2
            while ("example", name) in found:
                name, turn = f"{node.label.text} ({turn})", turn + 1
            return "example", name
        case tree.Broken():
            raise AssertionError("what could not be read makes no framework")
        case _:
            kinds: Mapping[type[object], Kind] = {
                tree.Theme: "theme", tree.List: "list", tree.Fact: "fact", tree.Condition: "condition",
                tree.Check: "check", tree.Question: "question", tree.Rating: "rating",
                tree.Survey: "survey", tree.Item: "item",
            }  # fmt: skip
            return kinds[type(node)], node.name.text


def _aspects(node: tree.Declaration) -> Mapping[Aspect, tuple[object, ...]]:
    """The nodes of each aspect of a declaration."""
    found: dict[Aspect, tuple[object, ...]] = {}
    match node:
        case tree.Bands():
            found["by"], found["steps"] = (node.by,) if node.by else (), node.steps
        case tree.List():
            found["label"], found["items"] = (node.label,) if node.label else (), node.items
        case tree.Example():
            found["label"], found["given"], found["expect"] = (node.label,), node.given, node.expect
        case tree.Broken():
            pass
        case _:
            found["label"] = (node.label,) if node.label else ()
            if isinstance(node, tree.Framework):
                found["name"] = (node.name,)
            if isinstance(node, tree.Fact):
                found["type"] = (node.type,) if node.type else ()
            for clause in node.clauses:
                aspect = aspect_of(clause)
                found[aspect] = (*found.get(aspect, ()), clause)
    return {aspect: nodes for aspect, nodes in found.items() if nodes}


def _reopened(before: Thing, again: Thing) -> Thing:
    """A section or criterion with what another of its declarations adds; the labelled one comes first."""
    one, other = (
        (before, again) if "label" in before.aspects or "label" not in again.aspects else (again, before)
    )
    aspects: dict[Aspect, tuple[object, ...]] = {**one.aspects}
    for aspect, nodes in other.aspects.items():
        if aspect != "label" or aspect not in aspects:
            aspects[aspect] = (*aspects.get(aspect, ()), *nodes)
    return Thing(before.kind, before.name, aspects, before.place or again.place, before.rank, one.span)


# --- To trees --------------------------------------------------------------------------------


def node_of(thing: Thing) -> tree.Declaration:
    """A thing as a declaration."""
    aspects, at = thing.aspects, thing.span
    name, label = tree.Name(thing.name, at), first(aspects, "label", tree.Quoted)
    clauses = tuple(_clauses(aspects))
    match thing.kind:
        case "framework":
            return tree.Framework(first(aspects, "name", tree.Name) or name, label, clauses, at)
        case "bands":
            by = cast("Literal['rounded', 'exact'] | None", first(aspects, "by", str))
            steps = cast("tuple[tree.Step, ...]", aspects.get("steps", ()))
            return tree.Bands(name if thing.name else None, by, steps, at)
        case "list":
            items = cast("tuple[tree.LabelledName, ...]", aspects.get("items", ()))
            return tree.List(name, label, items, at)
        case "fact":
            kind = cast("tuple[tree.TypeName, ...]", aspects.get("type", ()))
            return tree.Fact(name, label, kind[0] if kind else None, clauses, at)
        case "example":
            given = cast("tuple[tree.Given, ...]", aspects.get("given", ()))
            expect = cast("tuple[tree.Expect, ...]", aspects.get("expect", ()))
            return tree.Example(label or tree.Quoted(thing.name, at), given, expect, at)
        case "item":
            return tree.Item(tree.Name(own_name(thing.name), at), label, clauses, at)
        case "theme" | "condition" | "check" | "section" | "criterion" | "question" | "rating" | "survey":
            return _PLAIN[thing.kind](name, label, clauses, at)
        case _:
            assert_never(thing.kind)


#: What is declared by a name, a label and clauses alone.
_PLAIN = {
    "theme": tree.Theme,
    "condition": tree.Condition,
    "check": tree.Check,
    "section": tree.Section,
    "criterion": tree.Criterion,
    "question": tree.Question,
    "rating": tree.Rating,
    "survey": tree.Survey,
}

#: The aspects that are no clauses.
_NO_CLAUSES = frozenset({"label", "name", "by", "steps", "items", "type", "given"})


def _clauses(aspects: Mapping[Aspect, tuple[object, ...]]) -> Iterator[tree.Clause]:
    for aspect, nodes in aspects.items():
        if aspect not in _NO_CLAUSES:
            yield from cast("tuple[tree.Clause, ...]", nodes)


def tree_of(things: Mapping[Key, Thing]) -> tree.Tree:
    """Some things as one tree: every question under its criterion, every criterion under its section, every item under its survey, each in the order of its rank."""
    placed = {"section", "criterion", "question", "survey", "item"}
    others = [thing for thing in things.values() if thing.kind not in placed]
    declarations = [node_of(thing) for thing in others]
    sections = {thing.name: thing for thing in things.values() if thing.kind == "section"}
    for criterion in (thing for thing in things.values() if thing.kind == "criterion"):
        if criterion.place in sections:
            declarations.append(_opening(sections[criterion.place]))
        declarations.append(node_of(criterion))
        declarations.extend(_under(things, "question", criterion.name))
    for survey in (thing for thing in things.values() if thing.kind == "survey"):
        declarations += [node_of(survey), *_under(things, "item", survey.name)]
    declarations.extend(node_of(thing) for thing in sections.values())
    return tree.Tree("", tuple(declarations))


def _under(things: Mapping[Key, Thing], kind: Kind, place: str) -> Iterator[tree.Declaration]:
    """What of a kind stands in a place, in the order of its rank."""
    under = [thing for thing in things.values() if thing.kind == kind and thing.place == place]
    return (node_of(thing) for thing in sorted(under, key=lambda one: one.rank))


def _opening(section: Thing) -> tree.Section:
    """A section opened once more, with nothing said of it."""
    return tree.Section(tree.Name(section.name, section.span), None, (), section.span)
