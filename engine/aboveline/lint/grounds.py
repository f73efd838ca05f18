"""What the rules share: the framework, cases made up of it, and proofs about all its cases.

Most of what a rule asks is settled by a case that was made up. What no such case shows is put to
the proof; a case found there joins the others, so that nothing like it is asked again.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, TypeVar, cast

from aboveline.diagnostics import Diagnostic
from aboveline.framework import expressions as ex
from aboveline.framework.dependencies import in_words
from aboveline.framework.model import Check, Condition, Fact, Framework, Question
from aboveline.lint.cases import made_up
from aboveline.lint.layout import Layout
from aboveline.lint.model import Unsettled
from aboveline.proof.claims import Claim
from aboveline.proof.shown import shows
from aboveline.proof.space import Found, Never, Space
from aboveline.reference.evaluate import truth
from aboveline.reference.scope import Scope
from aboveline.source import Span
from aboveline.syntax.parse import parse
from aboveline.syntax.tree import Tree
from aboveline.values import Truth

#: What a text and the beginning of its translation look like.
_TRANSLATED = re.compile(r'"\s*[a-z]{2,3}\s*"')

Made = TypeVar("Made")
Repeated = TypeVar("Repeated", bound=Fact | Condition | Check | Question)


class Grounds:
    """One framework while it is linted. It only ever grows: cases that were found, and what rules worked out once."""

    def __init__(
        self, framework: Framework, checked: Sequence[Diagnostic] = (), space: Space | None = None
    ) -> None:
        """`checked` is what checking the framework said of it."""
        self.framework = framework
        self.checked = tuple(checked)
        self.unsettled: list[Unsettled] = []
        self._given_space = space
        self._kept: dict[object, Any] = {}
        self._settled: dict[Claim, bool | None] = {}

    @cached_property
    def space(self) -> Space:
        """All possible cases."""
        return self._given_space or Space(self.framework)

    @cached_property
    def cases(self) -> list[Scope]:
        """The cases that were made up, and those that were found since."""
        return [Scope(self.framework, case.values, case.of_inspection) for case in made_up(self.framework)]

    @cached_property
    def trees(self) -> tuple[Tree, ...]:
        """What the files say, in every language; none where nothing in them looks like a translation."""
        sources = self.framework.sources.values()
        if not any(_TRANSLATED.search(source.text) for source in sources):
            return ()
        return tuple(parse(source)[0] for source in sources)

    @cached_property
    def layout(self) -> Layout:
        """The files as they are written, for edits."""
        return Layout(self.framework.sources)

    def once(self, key: object, work: Callable[[], Made]) -> Made:
        """What some work comes to, done once."""
        if key not in self._kept:
            self._kept[key] = work()
        return cast("Made", self._kept[key])

    def vector(self, expr: ex.Truth) -> tuple[Truth, ...]:
        """What an expression comes to in each of the first made-up cases."""
        return tuple(truth(expr, scope) for scope in self.cases[:_COMPARED])

    def never(self, claim: Claim, code: str, at: Span, about: str) -> bool:
        """Whether no case at all shows a claim. Where that cannot be settled it is noted down, and nothing is said."""
        if claim not in self._settled:
            self._settled[claim] = self._look(claim, code, at, about)
        return self._settled[claim] is True

    def _look(self, claim: Claim, code: str, at: Span, about: str) -> bool | None:
        """Whether no case shows a claim; None where that was not settled."""
        if any(shows(claim, (scope,)) for scope in self.cases):
            return False
        found = self.space.find(claim)
        match found:
            case Never():
                return True
            case Found():
                self.cases.append(Scope(self.framework, found.record.values, found.inspection.values))
                return False
            case _:
                self.unsettled.append(Unsettled(code, about, at, found.why))
                return None

    def smallest(self, claim: Claim) -> Found | None:
        """The smallest case that shows a claim; None where there is none, or it was not found in time."""
        found = self.space.smallest(claim)
        return found if isinstance(found, Found) else None


#: Of so many cases the results are compared to find what may be equal; every equality is then proved.
_COMPARED = 240


def declared(things: Mapping[str, Repeated]) -> Iterator[tuple[Repeated, ...]]:
    """The instances of each declaration together; of what is not repeated, itself alone."""
    found: dict[str, list[Repeated]] = {}
    for thing in things.values():
        found.setdefault(thing.name, []).append(thing)
    yield from (tuple(instances) for instances in found.values())


def items_of(thing: Fact | Condition | Check | Question) -> tuple[str, ...]:
    """The items of an instance, whatever the lists are called."""
    return tuple(item for _, item in thing.items)


def by_declaration(
    hit: Iterable[Repeated], all_of_them: Mapping[str, Repeated]
) -> Iterator[tuple[str, Repeated]]:
    """What was found, once for each declaration: the words that name the thing, or the instances of a repeat, and the first of them."""
    for things in declared({thing.key: thing for thing in hit}):
        name = things[0].name
        if len(things) == sum(other.name == name for other in all_of_them.values()):
            yield f"`{name}`", things[0]
        else:
            yield ", ".join(f"`{in_words(thing)}`" for thing in things), things[0]
