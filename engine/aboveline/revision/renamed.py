"""Gives things of a Catalogue other names, everywhere they are named."""

from collections.abc import Mapping
from typing import Any, cast

import attrs

from aboveline.revision.catalogue import Aspect, Catalogue, Key, Kind, Thing, item_name, own_name
from aboveline.source import Span
from aboveline.syntax import tree

#: The new name of each thing that is renamed.
Names = Mapping[Key, str]

#: The kinds whose names are in one space: a word of any other kind with the same text is no name of one.
NAMED: frozenset[Kind] = frozenset(
    {"theme", "list", "fact", "condition", "check", "question", "rating", "survey"}
)


def renamed(of: Catalogue, names: Names) -> Catalogue:
    """The catalogue with some of its things renamed, wherever they are named."""
    if not names:
        return of
    words = {old: new for (kind, old), new in names.items() if kind in NAMED}
    bands = {old: new for (kind, old), new in names.items() if kind == "bands"}
    numbers = {(kind, old): new for (kind, old), new in names.items() if kind in {"section", "criterion"}}
    lists = {f"{{{old}}}": f"{{{new}}}" for (kind, old), new in names.items() if kind == "list"}
    to = _Renaming(words, bands, cast("Mapping[tuple[str, str], str]", numbers), lists)
    things = (
        _item(thing, names, to) if thing.kind == "item" else _thing(thing, names, to)
        for thing in of.things.values()
    )
    return Catalogue({thing.key: thing for thing in things})


def _thing(thing: Thing, names: Names, to: "_Renaming") -> Thing:
    of_place: Kind = "criterion" if thing.kind == "question" else "section"
    return Thing(
        thing.kind,
        names.get(thing.key, thing.name),
        {
            aspect: nodes
            if aspect in {"version", "written in", "calendar", "name"}
            else tuple(to.node(node) for node in nodes)
            for aspect, nodes in thing.aspects.items()
        },
        names.get((of_place, thing.place), thing.place),
        thing.rank,
        thing.span,
    )


def _item(thing: Thing, names: Names, to: "_Renaming") -> Thing:
    """An item of a survey: its rules name items of the same survey, and only `about` anything else."""
    survey = names.get(("survey", thing.place), thing.place)
    # Where the survey is renamed too, its items may be known by its newer name already.
    surveys = {thing.place, survey}
    items = {
        own_name(old): own_name(new)
        for (kind, old), new in names.items()
        if kind == "item" and old.rpartition(".")[0] in surveys
    }
    name = own_name(thing.name)
    own = _Renaming(items, {}, {}, {})
    within: dict[Aspect, _Renaming] = {"about": to, "only where": own}
    return Thing(
        "item",
        item_name(survey, items.get(name, name)),
        {
            aspect: tuple(within[aspect].node(node) for node in nodes) if aspect in within else nodes
            for aspect, nodes in thing.aspects.items()
        },
        survey,
        thing.rank,
        thing.span,
    )


@attrs.frozen
class _Renaming:
    """What words become: names, names of bands, numbers of parts, and the names of lists in braces."""

    words: Mapping[str, str]
    bands: Mapping[str, str]
    numbers: Mapping[tuple[str, str], str]
    lists: Mapping[str, str]

    def node(self, node: object) -> object:
        """A node of a tree with everything beneath it renamed."""
        match node:
            case tree.Name(text=text):
                return attrs.evolve(node, text=self.words[text]) if text in self.words else node
            case tree.Quoted(text=text):
                if not self.lists:
                    return node
                said = tuple(attrs.evolve(t, words=self.node(t.words)) for t in node.translations)
                return attrs.evolve(node, text=self._told(text), translations=said)
            case tree.Part(kind=kind, number=number):
                return attrs.evolve(node, number=self.numbers.get((kind, number), number))
            case tree.InBands(name=name):
                return attrs.evolve(node, name=attrs.evolve(name, text=self.bands.get(name.text, name.text)))
            case _:
                return self._beneath(node)

    def _told(self, text: str) -> str:
        for old, new in self.lists.items():
            text = text.replace(old, new)
        return text

    def _beneath(self, node: object) -> object:
        if not attrs.has(type(node)) or isinstance(node, Span):
            return node
        changed: dict[str, object] = {}
        for name in (one.name for one in attrs.fields(cast("Any", type(node))) if one.name != "span"):
            value: object = getattr(node, name)
            if isinstance(value, tuple):
                several = cast("tuple[object, ...]", value)
                found: object = tuple(self.node(one) for one in several)
            else:
                found = self.node(value)
            if found != value:
                changed[name] = found
        return attrs.evolve(cast("Any", node), **changed) if changed else node
