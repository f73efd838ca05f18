"""Writes repeats out: `for each` to instances, with their keys, their labels and their columns."""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import product

from aboveline.diagnostics import Diagnostic, Label
from aboveline.framework.faults import declared_are, fault, listed, unknown
from aboveline.framework.model import ItemList
from aboveline.framework.names import A_KIND, Declared, Instance
from aboveline.syntax import tree

_PLACEHOLDER = re.compile(r"\{([^{}\n]*)\}")

#: What a finding may hold besides the lists of its repeat.
FINDING_PLACES = ("n", "N", "percent", "failed", "failed_percent")


def instances(
    name: str,
    clause: tree.ForEach | None,
    things: Mapping[str, Declared],
    lists: Mapping[str, ItemList],
    found: list[Diagnostic],
) -> tuple[tuple[str, ...], tuple[Instance, ...]]:
    """The lists a thing is repeated for, and its instances in the order of the items.

    No instances at all where a list or an item is not known.
    """
    if clause is None:
        return (), (Instance(name),)
    keys = tuple(each.list.text for each in clause.lists)
    picked = [_items(each, things, lists, found) for each in clause.lists]
    for position, again in enumerate(clause.lists):
        if again.list.text in keys[:position]:
            first = clause.lists[keys.index(again.list.text)].list.span
            message = f"a thing is repeated once for each list, but `{again.list.text}` stands here twice"
            labels = Label(again.list.span, "again here"), Label(first, "first here")
            found.append(fault("list-twice", message, *labels, remedy="take one of them out"))
            return keys, ()
    rows = product(*picked)
    return keys, tuple(Instance(".".join((name, *row)), tuple(zip(keys, row, strict=True))) for row in rows)


def _items(
    each: tree.ForEachList,
    things: Mapping[str, Declared],
    lists: Mapping[str, ItemList],
    found: list[Diagnostic],
) -> tuple[str, ...]:
    """The items picked from a list, or all of them, in the order of the list."""
    known = lists.get(each.list.text)
    if known is None:
        found.extend(_unknown_list(each.list, things, lists))
        return ()
    words = tuple(item.name for item in known.items)
    found.extend(_faults_of_picks(each, words))
    wanted = {item.text for item in each.items}
    return tuple(w for w in words if w in wanted) if wanted else words


def _unknown_list(
    name: tree.Name, things: Mapping[str, Declared], lists: Mapping[str, ItemList]
) -> Iterator[Diagnostic]:
    thing = things.get(name.text)
    if thing is None:
        yield unknown("unknown-list", "the name of a list", name, lists, declared_are(lists))
    elif thing.kind != "list":
        message = f"expected the name of a list, found `{name.text}`, which is {A_KIND[thing.kind]}"
        yield fault("wrong-kind-of-name", message, name.span)


def _faults_of_picks(each: tree.ForEachList, words: tuple[str, ...]) -> Iterator[Diagnostic]:
    first: dict[str, tree.Name] = {}
    for item in each.items:
        if item.text not in words:
            yield unknown("unknown-item", f"an item of `{each.list.text}`, {listed(words)}", item, words)
        elif first.setdefault(item.text, item) is not item:
            labels = Label(item.span, "again here"), Label(first[item.text].span, "first here")
            yield fault("item-twice", f"each item is picked once, but `{item.text}` is picked twice", *labels)


# --- Words that people read ------------------------------------------------------------------


def filled(text: str, instance: Instance, lists: Mapping[str, ItemList]) -> str:
    """A text with the label of each item in the place of its list's name in braces."""
    for key, item in instance.items:
        if f"{{{key}}}" in text:
            text = text.replace(f"{{{key}}}", item_label(lists, key, item))
    return text


def label_of_instance(text: str, instance: Instance, lists: Mapping[str, ItemList]) -> str:
    """The label of an instance; items whose list the label does not name are added in brackets."""
    unsaid = [item_label(lists, key, item) for key, item in instance.items if f"{{{key}}}" not in text]
    return filled(text, instance, lists) + (f" ({', '.join(unsaid)})" if unsaid else "")


def label_of_family(text: str, keys: Sequence[str], lists: Mapping[str, ItemList]) -> str:
    """The label of a whole repeat: what each list is called in the place of its items."""
    for key in keys:
        if key in lists:
            text = text.replace(f"{{{key}}}", lists[key].label)
    return text


def item_label(lists: Mapping[str, ItemList], key: str, item: str) -> str:
    """The words people read for an item of a list."""
    return next(word.label for word in lists[key].items if word.name == item)


def places_in(text: str) -> set[str]:
    """What stands in braces in a text."""
    return {match[1] for match in _PLACEHOLDER.finditer(text)}


def faults_of_places(
    text: tree.Quoted, keys: Sequence[str], also: Sequence[str] = ()
) -> Iterator[Diagnostic]:
    """What stands in braces, in any language, and is neither a list of the repeat nor one of `also`; a brace without its other."""
    for each in (text, *(translation.words for translation in text.translations)):
        yield from _faults_of_places(each, keys, also)


def _faults_of_places(text: tree.Quoted, keys: Sequence[str], also: Sequence[str]) -> Iterator[Diagnostic]:
    known = (*also, *keys)
    rest = _PLACEHOLDER.sub("", text.text)
    if "{" in rest or "}" in rest:
        alone, other = ("{", "}") if "{" in rest else ("}", "{")
        message = f"expected braces in pairs, as in `{{{known[0] if known else 'n'}}}`, found `{alone}` without `{other}`"
        yield fault(
            "unpaired-brace",
            message,
            text.at,
            remedy="braces are for what is filled in; write `(` and `)` for others",
        )
    for match in _PLACEHOLDER.finditer(text.text):
        if match[1] not in known:
            name = tree.Name(match[1], text.at)
            if known:
                expected = f"one of {listed(f'{{{k}}}' for k in known)} in braces"
                yield unknown("unknown-placeholder", expected, name, known)
            else:
                message = f"expected no braces in words that are not repeated, found `{{{match[1]}}}`"
                remedy = "braces are filled only under a `for each`"
                yield fault("unknown-placeholder", message, text.at, remedy=remedy)


# --- Columns ---------------------------------------------------------------------------------


def column(instance: Instance, clause: tree.InData | None) -> str:
    """Where an instance stands in data: what `in data` says, or its key."""
    if clause is None or _shared_by_items(clause, instance):
        return instance.key
    text = clause.pattern.text
    for key, item in instance.items:
        text = text.replace(f"{{{key}}}", item)
        if len(instance.items) == 1:
            text = text.replace("{item}", item)
    return text


def _shared_by_items(clause: tree.InData, instance: Instance) -> bool:
    """Whether several items would stand in one column, which `faults_of_column` reports."""
    said = {m[1] for m in _PLACEHOLDER.finditer(clause.pattern.text)}
    return not all(key in said or (len(instance.items) == 1 and "item" in said) for key, _ in instance.items)


def faults_of_column(clause: tree.InData, keys: Sequence[str]) -> Iterator[Diagnostic]:
    """What is wrong with an `in data`: nothing said, braces that mean nothing, items that share a column."""
    if not clause.pattern.text.strip():
        message = "expected the name of a column in the data, found nothing between the quotes"
        yield fault("empty-column", message, clause.pattern.span)
        return
    also = ("item",) if len(keys) == 1 else ()
    unknown_places = tuple(faults_of_places(clause.pattern, keys, also))
    yield from unknown_places
    said = {m[1] for m in _PLACEHOLDER.finditer(clause.pattern.text)}
    for key in keys:
        if key not in said and not (also and "item" in said) and not unknown_places:
            place = "{item}" if also else f"{{{key}}}"
            message = f"each item of `{key}` needs a column of its own, but `in data` has no `{place}`"
            remedy = f'add it, as in `in data "{clause.pattern.text}_{place}"`'
            yield fault("column-needs-item", message, clause.pattern.span, remedy=remedy)
