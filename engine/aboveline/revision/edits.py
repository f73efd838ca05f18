"""Turns two Catalogues into the Edits that lead from the one to the other: each one thing that a person did.

Things are matched first (`matching.py`), and the older ones given their newer names, so that a rename is told once and
nothing that only follows from it is told at all. Then everything that differs in one aspect of one thing is an edit.
"""

from collections.abc import Iterator, Sequence
from typing import Literal, cast

from attrs import evolve, field

from aboveline.frozen import frozen
from aboveline.revision.catalogue import Aspect, Catalogue, Key, Kind, Thing
from aboveline.revision.matching import names_found
from aboveline.revision.renamed import Names, renamed
from aboveline.revision.spans import spans_of
from aboveline.source import Span
from aboveline.syntax import tree

#: What a person did.
EditKind = Literal[
    "added", "removed", "renamed", "reworded", "re-ruled", "retyped", "moved", "reordered", "fed to other themes", "banded",
    "listed", "repeated", "rated", "exemplified", "headed", "placed in data",
]  # fmt: skip

_KINDS: dict[Aspect, EditKind] = {
    "label": "reworded",
    "finding": "reworded",
    "guidance": "reworded",
    "reference": "reworded",
    "type": "retyped",
    "answers": "retyped",
    "in data": "placed in data",
    "feeds": "fed to other themes",
    "in bands": "banded",
    "steps": "banded",
    "by": "banded",
    "items": "listed",
    "for each": "repeated",
    "measure": "rated",
    "caps": "rated",
    "empty parts": "rated",
    "for": "rated",
    "given": "exemplified",
    "name": "headed",
    "version": "headed",
    "calendar": "headed",
    "written in": "headed",
    "strengths from": "headed",
}


@frozen
class Edit:
    """One thing a person did. `number` counts from 1, in the order of the newer framework, what was removed last.

    `kind` and `name` say of what, by its newer name; `aspect` which of its aspects, None where it is the thing as a whole.
    `was` and `became` are the names that changed, or the places, or for a change of order what it follows. `old` and `new`
    are where the words stand on either side, none where there are none. `touches` are the names it is about.
    """

    number: int
    did: EditKind
    kind: Kind
    name: str
    label: str
    aspect: Aspect | None
    was: str | None = None
    became: str | None = None
    old: tuple[Span, ...] = field(default=(), repr=False)
    new: tuple[Span, ...] = field(default=(), repr=False)

    @property
    def key(self) -> Key:
        """The thing it is about."""
        return self.kind, self.name

    @property
    def touches(self) -> tuple[str, ...]:
        """The names it is about: the newer, and the older where that is another."""
        return (self.name, self.was) if self.did == "renamed" and self.was else (self.name,)


@frozen
class Revision:
    """Two versions of a framework told apart: `old` has its things by their newer names, `names` says which had others."""

    old: Catalogue = field(repr=False)
    new: Catalogue = field(repr=False)
    names: Names
    edits: tuple[Edit, ...]


def revision(old: Catalogue, new: Catalogue, names: Names | None = None) -> Revision:
    """The edits that lead from one catalogue to another; `names` are the renames, found where none are given."""
    names = names_found(old, new) if names is None else names
    as_now = renamed(old, names)
    was = {(kind, now): name for (kind, name), now in names.items()}
    found: list[Edit] = []
    for key, thing in new.things.items():
        before = as_now.things.get(key)
        if before is None:
            found.append(_edit("added", thing, new=(thing.span,)))
            continue
        if key in was:
            found.append(_both("renamed", before, thing, was[key], thing.name))
        found.extend(_differences(before, thing))
    found.extend(_moved(as_now, new))
    gone = (thing for key, thing in as_now.things.items() if key not in new.things)
    found.extend(_edit("removed", thing, old=(thing.span,)) for thing in gone)
    return Revision(
        as_now, new, names, tuple(evolve(one, number=at) for at, one in enumerate(_in_order(found, new), 1))
    )


def _edit(  # noqa: PLR0913 (what is known of it)
    did: EditKind,
    thing: Thing,
    aspect: Aspect | None = None,
    *,
    was: str | None = None,
    became: str | None = None,
    old: tuple[Span, ...] = (),
    new: tuple[Span, ...] = (),
) -> Edit:
    return Edit(0, did, thing.kind, thing.name, thing.label, aspect, was, became, old, new)


def _both(did: EditKind, before: Thing, after: Thing, was: str, became: str) -> Edit:
    """An edit of a thing that is there on both sides, of its name or its place."""
    return _edit(did, after, was=was, became=became, old=(before.span,), new=(after.span,))


def _in_order(found: Sequence[Edit], new: Catalogue) -> list[Edit]:
    """Edits in the order of the newer framework, those of one thing together."""
    places = {key: at for at, key in enumerate(new.things)}
    return sorted(found, key=lambda one: places.get(one.key, len(places)))


# --- One thing on both sides -----------------------------------------------------------------


def _differences(before: Thing, after: Thing) -> Iterator[Edit]:
    for aspect in dict.fromkeys((*after.aspects, *before.aspects)):
        old, new = before.aspects.get(aspect, ()), after.aspects.get(aspect, ())
        if old != new and not (after.kind == "example" and aspect in {"label", "expect", "given"}):
            done = "reworded" if _is_reworded(aspect, old, new) else did(aspect)
            yield _edit(done, after, aspect, old=spans_of(old, new), new=spans_of(new, old))
    if after.kind == "example" and any(
        before.aspects.get(a) != after.aspects.get(a) for a in ("given", "expect")
    ):
        yield _edit("exemplified", after, "given", old=(before.span,), new=(after.span,))
    if before.place != after.place:
        yield _both("moved", before, after, before.place, after.place)


#: The aspects that hold names with labels: where the labels alone change, it is words that change.
_LABELLED: frozenset[Aspect] = frozenset({"type", "answers", "steps", "items"})


def _is_reworded(aspect: Aspect, old: tuple[object, ...], new: tuple[object, ...]) -> bool:
    """Whether nothing but the words that people read differs, in whatever language."""
    return aspect in _LABELLED and _without_words(old) == _without_words(new)


def _without_words(part: object) -> object:
    """A node, or several, as a plain value without its labels."""
    if isinstance(part, tuple):
        return tuple(_without_words(each) for each in cast("tuple[object, ...]", part))
    if isinstance(part, tree.LabelledName | tree.Step):
        part = evolve(part, label=None)
    if isinstance(part, tree.TypeChoice | tree.TypeSeveral | tree.Answers | tree.ItemAnswers):
        inside = part.words if isinstance(part, tree.TypeChoice | tree.TypeSeveral) else part.type
        return type(part), _without_words(inside)
    return part


def did(aspect: Aspect) -> EditKind:
    """What a person did who edited an aspect."""
    return _KINDS.get(aspect, "re-ruled")


# --- The order of questions and themes -------------------------------------------------------


def _moved(old: Catalogue, new: Catalogue) -> Iterator[Edit]:
    """Questions, themes, ratings, surveys and their items that stand elsewhere among those that stood there before: as few of them as tell the new order."""
    ordered: frozenset[Kind] = frozenset({"question", "theme", "rating", "survey", "item"})
    places: dict[Key, None] = dict.fromkeys(
        (t.kind, t.place) for t in new.things.values() if t.kind in ordered
    )
    for kind, place in places:
        there = {t.name for t in old.things.values() if (t.kind, t.place) == (kind, place)}
        after = _ranked(new, kind, place, there)
        before = _ranked(old, kind, place, {thing.name for thing in after})
        stood = {thing.name: at for at, thing in enumerate(before)}
        stays = _longest_rising([stood[thing.name] for thing in after])
        for at, thing in enumerate(after):
            if stood[thing.name] not in stays:
                follows = after[at - 1].name if at else ""
                was = stood[thing.name]
                followed = before[was - 1].name if was else ""
                yield _both("reordered", before[was], thing, followed, follows)


def _ranked(of: Catalogue, kind: Kind, place: str, among: set[str]) -> list[Thing]:
    found = [t for t in of.things.values() if (t.kind, t.place) == (kind, place) and t.name in among]
    return sorted(found, key=lambda t: t.rank)


def _longest_rising(numbers: Sequence[int]) -> frozenset[int]:
    """The most of some different numbers that stand in rising order; the first such there is."""
    best: list[tuple[int, ...]] = []
    for number in numbers:
        fitting = [run for run in best if run[-1] < number]
        best.append((*max(fitting, key=len, default=()), number))
    return frozenset(max(best, key=len, default=()))
