"""Finds the things of one Catalogue in another: by kind and name, then by what they say, one to one.

Of what is left after names, pairs of a kind are taken by how alike they are: in the words of their label, in the
words of the rest, and in where they are used. The most alike pair goes first; where two are as alike, the one that stands
first. A pair that is less than `ALIKE` is none: then one thing was removed and another added.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain

import attrs

from aboveline.revision.catalogue import Catalogue, Key, Kind, Thing
from aboveline.revision.renamed import NAMED, Names, renamed
from aboveline.source import Span
from aboveline.syntax import tree

#: From how alike two things are taken for one under two names; 1 is alike in everything.
ALIKE = 0.6

#: The kinds in an order in which each mostly speaks of those before it, so that it is compared with those already found.
_IN_TURN: tuple[Kind, ...] = (
    "list", "bands", "theme", "fact", "condition", "section", "criterion", "question", "check", "rating", "survey", "item", "example",
)  # fmt: skip


def names_found(old: Catalogue, new: Catalogue) -> Names:
    """The new name of each thing that is in both catalogues under another name."""
    found: dict[Key, str] = {}
    for kind in _IN_TURN:
        names = dict(found)
        for one, other in _pairs(kind, renamed(old, names), new, _taken(old)):
            found[kind, one] = other
    return found


def _taken(old: Catalogue) -> frozenset[str]:
    """Names that something has in the old catalogue: nothing else can be given one there."""
    return frozenset(name for kind, name in old.things if kind in NAMED)


def _pairs(kind: Kind, old: Catalogue, new: Catalogue, taken: frozenset[str]) -> Iterator[tuple[str, str]]:
    gone = [thing for thing in old.of_kind(kind) if thing.key not in new.things]
    come = [
        thing
        for thing in new.of_kind(kind)
        if thing.key not in old.things and (kind not in NAMED or thing.name not in taken)
    ]
    if not gone or not come:
        return
    before, after = _Uses(old, gone), _Uses(new, come)
    ranked = sorted(
        (-_alike(one, other, before, after), at, place)
        for at, one in enumerate(gone)
        for place, other in enumerate(come)
    )
    used: set[tuple[str, int]] = set()
    for distance, at, place in ranked:
        if -distance < ALIKE:
            return
        if used.isdisjoint({("old", at), ("new", place)}):
            used |= {("old", at), ("new", place)}
            yield gone[at].name, come[place].name


# --- How alike two things are ----------------------------------------------------------------


class _Uses:
    """Where some things are named: by each, the things and aspects that name it."""

    def __init__(self, of: Catalogue, things: Sequence[Thing]) -> None:
        wanted = {thing.name for thing in things}
        self.of: dict[str, Counter[object]] = {name: Counter() for name in wanted}
        for thing in of.things.values():
            for aspect, nodes in thing.aspects.items():
                for name in wanted & _named(nodes):
                    self.of[name][thing.key, aspect] += 1


def _alike(one: Thing, other: Thing, before: _Uses, after: _Uses) -> float:
    """How alike two things are, from 0 to 1: label twice, the rest once, and uses twice where either has any."""
    own = {one.name: "", other.name: ""}
    said = [
        (2, _shared(_label(one), _label(other))),
        (1, _shared(_rest(one, own), _rest(other, own))),
    ]
    uses = before.of[one.name], after.of[other.name]
    if any(uses):
        said.append((2, _shared(*uses)))
    return sum(weight * share for weight, share in said) / sum(weight for weight, _ in said)


def _label(thing: Thing) -> Counter[object]:
    return Counter(thing.label.casefold().split())


def _rest(thing: Thing, own: Mapping[str, str]) -> Counter[object]:
    """The words of everything but the label; its own name counts for the other's."""
    found: Counter[object] = Counter({("stands under", thing.place): 1})
    for aspect, nodes in thing.aspects.items():
        if aspect != "label":
            found[aspect] += 1
            found.update(own.get(word, word) for word in chain.from_iterable(map(_words, nodes)))
    return found


def _words(node: object) -> Iterator[str]:
    """The words of a node: names, texts, values, and the words of comparisons."""
    for one in tree.walk(node) if attrs.has(type(node)) else (node,):
        if not attrs.has(type(one)):
            yield str(one)
            continue
        for name in (a.name for a in attrs.fields(type(one)) if a.name != "span"):  # pyright: ignore[reportArgumentType, reportUnknownVariableType, reportUnknownMemberType, reportUnknownArgumentType]
            value: object = getattr(one, name)  # pyright: ignore[reportUnknownArgumentType]
            if value is not None and not isinstance(value, tuple | Span) and not attrs.has(type(value)):
                yield from str(value).casefold().split()


def _named(nodes: Sequence[object]) -> set[str]:
    """The names that stand among some nodes, as bare words or as numbers of parts."""
    every = (one for node in nodes if attrs.has(type(node)) for one in tree.walk(node))
    return {
        one.text if isinstance(one, tree.Name) else one.number
        for one in every
        if isinstance(one, tree.Name | tree.Part)
    }


def _shared(one: Counter[object], other: Counter[object]) -> float:
    """What two collections have in common, of all that either has; nothing on both sides is alike."""
    both, either = (one & other).total(), (one | other).total()
    return both / either if either else 1.0
