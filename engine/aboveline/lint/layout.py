"""Turns parts of rules that are to go into edits of the text they stand in, where no words are lost by it.

An edit is only offered where what goes holds no comment, so that nothing a person wrote for a reader
is taken out with it.
"""

from collections.abc import Collection, Mapping, Sequence
from functools import cached_property

from aboveline.lint.model import Edit, Fix
from aboveline.source import Source, Span
from aboveline.syntax import tree
from aboveline.syntax.parse import parse


class Layout:
    """Some criteria files as they are written: their trees, by where each node stands."""

    def __init__(self, sources: Mapping[str, Source]) -> None:
        self.sources = sources

    @cached_property
    def trees(self) -> tuple[tree.Tree, ...]:
        """The tree of every file."""
        return tuple(parse(source)[0] for source in self.sources.values())

    @cached_property
    def _lists(self) -> Mapping[Span, Sequence[tree.Expr]]:
        """The things joined by `and` and `or`, and those listed in brackets, by where all of it stands."""
        found: dict[Span, Sequence[tree.Expr]] = {}
        for node in (n for t in self.trees for d in t.declarations for n in tree.walk(d)):
            if isinstance(node, tree.Chain | tree.Quantified):
                found[node.span] = node.items
        return found

    @cached_property
    def declarations(self) -> tuple[tree.Declaration, ...]:
        """Every declaration of every file."""
        return tuple(d for t in self.trees for d in t.declarations)

    def text(self, at: Span) -> str:
        """The words of a stretch, on one line and without comments."""
        return self.sources[at.file].words(at)

    def without_items(self, whole: Span, gone: Collection[Span]) -> Fix | None:
        """The fix that takes some things out of a chain or a list; None where it is not safe.

        A thing is known by where it stands, in its brackets or not.
        """
        items = self._lists.get(whole, ())
        numbers = [at for at, item in enumerate(items) if any(_holds(item.span, one) for one in gone)]
        if len(numbers) != len(gone) or len(numbers) >= len(items):
            return None
        stretches = [_stretch(items, at, set(numbers)) for at in numbers]
        return self._fix(stretches, [items[at].span for at in numbers])

    def without_clause(self, at: Span) -> Fix | None:
        """The fix that takes a whole clause out, and its lines where nothing else stands there; None where it is not safe."""
        text = self.sources[at.file].text
        start = text.rfind("\n", 0, at.start) + 1
        end = text.find("\n", at.end)
        end = len(text) if end < 0 else end + 1
        before, after = text[start : at.start], text[at.end : end]
        if not before.strip() and not after.strip():
            return self._fix([Span(at.file, start, end)], [at])
        if "#" in after or not before.strip():
            return None
        return self._fix([Span(at.file, start + len(before.rstrip()), at.end)], [at])

    def _fix(self, stretches: Sequence[Span], told: Sequence[Span]) -> Fix | None:
        if any("#" in self._bare(at) for at in stretches):
            return None
        words = " and ".join(f"“{self.text(at)}”" for at in told)
        return Fix(f"take out {words}", tuple(Edit(at) for at in stretches))

    def _bare(self, at: Span) -> str:
        """The text of a stretch with what stands in quotes left out."""
        quoted = self.sources[at.file].slice(at).split('"')
        return "".join(quoted[::2])


def _stretch(items: Sequence[tree.Expr], at: int, gone: set[int]) -> Span:
    """What goes with one item of a list: also the word or comma that joins it to the one before, or to the next."""
    if all(before in gone for before in range(at)):
        return Span(items[at].span.file, items[at].span.start, items[at + 1].span.start)
    return Span(items[at].span.file, items[at - 1].span.end, items[at].span.end)


def _holds(outer: Span, inner: Span) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end
