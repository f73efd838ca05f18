"""The names a framework declares: which there are, what each names, and how a name is looked up.

Building goes in stages, each a value of its own kind. `declared.collect` reads the trees for what
they declare. `signatures.sign` writes repeats out into keys and finds the type of every fact and
answer; with that the `Names` are complete, and everything else is resolved against them.

Shape of every function that resolves: it returns the result and the diagnostics. A result of None
means that it cannot be had: then either the diagnostics say why, or what it rests on was
reported already (a declaration that could not be read), so that nothing more is said.

    resolve.resolve_truth(expr, scope)   -> (Truth | None, Diagnostics)
    resolve.resolve_operand(expr, scope) -> (Typed | None, Diagnostics)     Typed(operand, type)
    names.lookup(name, kinds, names)     -> (Declared | None, Diagnostics)
    names.instance_key(declared, items, scope, span) -> (key | None, Diagnostics)

The `Scope` says where an expression stands. `place` is `case` in all clauses of facts, conditions,
checks, questions, criteria and sections, and in `share of cases where`; `inspection` in those of a fact of
the inspection; `survey` in those of items, whose names are the items of their survey alone; `rating` in the conditions
of a rating. There, `and`, `or`, brackets, `not`, `all of (…)` and
facts of the inspection are resolved as everywhere; every statement that compares with a
percentage, or says `is in` or `has no applicable cases`, goes to `scope.about_scores`.
"""

from collections.abc import Callable, Mapping
from typing import Literal

from attrs import field

from aboveline.diagnostics import Diagnostics, Label
from aboveline.framework.expressions import Truth
from aboveline.framework.faults import declared_are, fault, listed, unknown
from aboveline.framework.model import BandSet, ItemList
from aboveline.frozen import frozen
from aboveline.source import Source, Span
from aboveline.syntax import tree
from aboveline.values import Choice, ValueType
from aboveline.wording.lists import in_a_list

Kind = Literal["fact", "condition", "check", "question", "theme", "rating", "list", "survey", "item"]

#: A kind with its article, as it reads in a sentence.
A_KIND: Mapping[Kind, str] = {
    "fact": "a fact",
    "condition": "a condition",
    "check": "a check",
    "question": "a question",
    "theme": "a theme",
    "rating": "a rating",
    "list": "a list",
    "survey": "a survey",
    "item": "an item",
}

#: The code of a name that is not known where only one kind of thing can stand.
_UNKNOWN_CODES: Mapping[tuple[Kind, ...], str] = {
    ("theme",): "unknown-theme",
    ("list",): "unknown-list",
}


@frozen
class Instance:
    """One written-out thing of a repeat: its key, and the item of each list. Without a repeat, `items` is ()."""

    key: str
    items: tuple[tuple[str, str], ...] = ()


@frozen
class Declared:
    """What a name names.

    `instances` has one entry where nothing is repeated, and is () where what it is repeated for could
    not be read. `lists` are the lists of the repeat, in the order of the items in a key.
    """

    kind: Kind
    name: str
    label: str
    #: The name where it is declared.
    at: Span
    node: tree.Declaration
    lists: tuple[str, ...] = ()
    instances: tuple[Instance, ...] = ()

    @property
    def is_broken(self) -> bool:
        """Whether the declaration could not be read, so that nothing more should be said of it."""
        return isinstance(self.node, tree.Broken)

    @property
    def is_repeated(self) -> bool:
        """Whether there is one for each item of some lists."""
        return bool(self.lists)


@frozen
class FactName:
    """A fact as expressions need to know it, by key. `type` is None where it could not be read."""

    key: str
    name: str
    type: ValueType | None
    of_inspection: bool
    at: Span


@frozen
class QuestionName:
    """A question as expressions need to know it, by key. `answers` is None where they could not be read."""

    key: str
    name: str
    answers: Choice | None
    is_judged: bool
    at: Span


@frozen
class PartName:
    """A section or criterion: every declaration of it, the labelled one first."""

    kind: Literal["section", "criterion"]
    number: str
    label: str
    #: The section a criterion stands in; None where it stands in none, "" where that could not be read.
    section: str | None
    nodes: tuple[tree.Section | tree.Criterion, ...]
    is_broken: bool = False

    @property
    def at(self) -> Span:
        """The number where it is first declared."""
        return self.nodes[0].number.span


@frozen
class Names:
    """Everything a name in a framework can stand for."""

    things: Mapping[str, Declared]
    sections: Mapping[str, PartName]
    criteria: Mapping[str, PartName]
    #: The sets of bands, the unnamed one under ""; and the names of those that could not be read.
    bands: Mapping[str, BandSet]
    broken_bands: frozenset[str]
    lists: Mapping[str, ItemList]
    facts: Mapping[str, FactName]
    questions: Mapping[str, QuestionName]
    sources: Mapping[str, Source] = field(repr=False)


#: How a rating reads a statement about scores: the statement and its scope to the truth.
AboutScores = Callable[[tree.Expr, "Scope"], tuple[Truth | None, Diagnostics]]


@frozen
class Scope:
    """Where an expression stands, as far as that decides what its names mean."""

    names: Names
    place: Literal["case", "inspection", "rating", "survey"] = "case"
    #: The item at hand of every list of the repeat.
    items: Mapping[str, str] = field(factory=dict[str, str])
    #: The question whose clause it is, for `the answer`; None elsewhere.
    question: QuestionName | None = None
    #: The clause, in the words of the file, such as `only where`.
    clause: str = ""
    about_scores: AboutScores | None = None
    #: What is resolved cannot matter for the items at hand, so that they need not fit it.
    is_idle: bool = False

    def words(self, node: tree.Expr) -> str:
        """An expression in the user's own words, on one line and without comments."""
        return words_at(self.names, node.span)


def words_at(names: Names, at: Span) -> str:
    """The text of a span on one line and without comments."""
    source = names.sources.get(at.file)
    return source.words(at) if source else ""


def lookup(
    name: tree.Name, kinds: tuple[Kind, ...], names: Names, code: str | None = None
) -> tuple[Declared | None, Diagnostics]:
    """What a name names, where one of some kinds of thing can stand.

    None, with nothing said, for a thing whose declaration could not be read. The code of an unknown
    name is `unknown-theme` or `unknown-list` where just that can stand, else `unknown-name`.
    """
    found = names.things.get(name.text)
    words = [A_KIND[k] for k in kinds]
    expected = f"the name of {in_a_list(words, 'or')}"
    if found is None:
        known = [n for n, d in names.things.items() if d.kind in kinds]
        code = code or _UNKNOWN_CODES.get(kinds, "unknown-name")
        return None, (unknown(code, expected, name, known, declared_are(known)),)
    if found.is_broken:
        return None, ()
    if found.kind not in kinds:
        message = f"expected {expected}, found `{name.text}`, which is {A_KIND[found.kind]}"
        return None, (fault("wrong-kind-of-name", message, name.span),)
    return found, ()


def instance_key(
    declared: Declared, items: tuple[tree.Name, ...], scope: Scope, at: Span
) -> tuple[str | None, Diagnostics]:
    """The key of the instance that some items (or lists whose items are at hand) pick of a repeat."""
    if not declared.is_repeated:
        if declared.kind == "item":
            message = (
                f"one answer is given to `{declared.name}`, so there is no `{declared.name} of` anything"
            )
            remedy = f"say what the answer is, as in `{declared.name} is …`"
            return None, (fault("not-repeated", message, at, remedy=remedy),)
        message = f"`{declared.name}` is not repeated, so there is no `{declared.name} of` anything"
        return None, (fault("not-repeated", message, at, remedy=f"write just `{declared.name}`"),)
    if len(items) != len(declared.lists):
        needed = ", ".join(declared.lists)
        shown = f"({needed})" if len(declared.lists) > 1 else needed
        message = f"expected one item of each list, as in `{declared.name} of {shown}`, found {len(items)}"
        return None, (fault("wrong-number-of-items", message, at),)
    wanted: list[str] = []
    for position, item in enumerate(items):
        known = tuple(dict.fromkeys(i.items[position][1] for i in declared.instances))
        word = scope.items.get(item.text, item.text)
        if word not in known:
            return None, _no_such_item(declared, item, word, known, scope)
        wanted.append(word)
    words = tuple(wanted)
    key = next((i.key for i in declared.instances if tuple(w for _, w in i.items) == words), None)
    return key, ()


def _no_such_item(
    declared: Declared, item: tree.Name, word: str, known: tuple[str, ...], scope: Scope
) -> Diagnostics:
    if not declared.instances:
        return ()
    if item.text in scope.names.lists and item.text not in scope.items:
        message = f"`{item.text}` is a list, and no item of it is at hand here"
        remedy = f"name an item, such as `{known[0]}`, or say `for each {item.text}`"
        return (fault("no-item-at-hand", message, item.span, remedy=remedy),)
    if word != item.text:
        if scope.is_idle:
            return ()
        message = (
            f"`{declared.name}` is asked for {listed(known, 'and')}, but `{item.text}` is also `{word}` here"
        )
        remedy = f"leave `{word}` out here, or let `{declared.name}` be asked for it too"
        labels = Label(item.span), Label(declared.at, "declared here")
        return (fault("unknown-item", message, *labels, remedy=remedy),)
    expected = (
        f"one of the answers to `{declared.name}`, {listed(known)}"
        if declared.kind == "item"
        else f"an item that `{declared.name}` is repeated for, {listed(known)}"
    )
    return (unknown("unknown-item", expected, item, known),)


def band_set(name: tree.Name | None, names: Names) -> tuple[BandSet | None, Diagnostics]:
    """The set of bands of a name, or the unnamed one for None; `unknown-bands` where there is none."""
    key = "" if name is None else name.text
    if key in names.bands or key in names.broken_bands or name is None:
        return names.bands.get(key), ()
    known = [n for n in names.bands if n]
    remedy = declared_are(known) or f"declare them with `bands {name.text}`"
    return None, (unknown("unknown-bands", "the name of a set of bands", name, known, remedy),)
