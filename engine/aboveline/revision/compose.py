"""Makes the framework that is the older version with just some of the edits made.

Definitions that only one version has (facts, conditions, lists, themes, bands, sections and criteria) stand in every
such framework: where nothing names them they judge nothing, and so an edit that names a new one can be made without the
edit that adds it. Where that cannot be, as two things would have one name, they come and go with their edits.
Checks, examples, ratings and surveys judge nothing and are left out.
"""

from collections.abc import Collection, Iterable, Mapping

from attrs import evolve

from aboveline.framework.from_tree import build
from aboveline.framework.model import Framework
from aboveline.revision.catalogue import Aspect, Key, Kind, Thing, tree_of
from aboveline.revision.edits import Edit, Revision
from aboveline.source import Source

#: What judges nothing where nothing names it.
CARRIED: frozenset[Kind] = frozenset({"fact", "condition", "list", "theme", "bands", "section", "criterion"})

_LEFT_OUT: frozenset[Kind] = frozenset({"check", "example", "rating", "survey", "item"})


class Composed:
    """Frameworks with some of the edits of a revision made, each built once."""

    def __init__(self, of: Revision, sources: Mapping[str, Source], *, ratings: bool = False) -> None:
        self._of, self._sources = of, sources
        self._left_out = _LEFT_OUT - {"rating"} if ratings else _LEFT_OUT
        self._known: dict[frozenset[int], Framework | None] = {}

    def with_ratings(self) -> "Composed":
        """The same frameworks with their ratings."""
        return Composed(self._of, self._sources, ratings=True)

    def __call__(self, numbers: Iterable[int]) -> Framework | None:
        """The framework with the edits of these numbers made; None where it has errors."""
        made = frozenset(numbers)
        if made not in self._known:
            found = self._built(made, carried=True)
            self._known[made] = found or self._built(made, carried=False)
        return self._known[made]

    def _built(self, made: frozenset[int], *, carried: bool) -> Framework | None:
        edits = [edit for edit in self._of.edits if edit.number in made]
        things = {
            key: thing
            for key, thing in composed(self._of, edits, carried=carried).items()
            if thing.kind not in self._left_out
        }
        framework, _ = build([tree_of(things)], self._sources)
        return framework


def composed(of: Revision, edits: Collection[Edit], *, carried: bool) -> Mapping[Key, Thing]:
    """The older things with some edits made."""
    whole = {edit.key: edit for edit in edits if edit.did in {"added", "removed"}}
    aspects: set[tuple[Key, Aspect | None]] = {
        (edit.key, edit.aspect) for edit in edits if edit.aspect is not None
    }
    moved = {edit.key for edit in edits if edit.did == "moved"}
    found: dict[Key, Thing] = {}
    for key in dict.fromkeys((*of.new.things, *of.old.things)):
        old, new = of.old.things.get(key), of.new.things.get(key)
        if old is not None and new is not None:
            found[key] = _mixed(old, new, aspects, moved=key in moved)
            continue
        stays = carried and key[0] in CARRIED
        if new is not None and (stays or key in whole):
            found[key] = new
        if old is not None and (stays or key not in whole):
            found[key] = old
    return found


def _mixed(old: Thing, new: Thing, edited: Collection[tuple[Key, Aspect | None]], *, moved: bool) -> Thing:
    """A thing with the newer of what is edited, and the older of everything else."""
    aspects: dict[Aspect, tuple[object, ...]] = {}
    for aspect in dict.fromkeys((*new.aspects, *old.aspects)):
        nodes = (new if (new.key, aspect) in edited else old).aspects.get(aspect, ())
        if nodes:
            aspects[aspect] = nodes
    return evolve(new, aspects=aspects, place=new.place if moved else old.place)
