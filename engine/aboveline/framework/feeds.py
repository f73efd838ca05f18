"""Finds which themes a question feeds; in a repeat, which themes each item does."""

from collections.abc import Iterator, Mapping

from aboveline.diagnostics import Diagnostic, Label
from aboveline.framework.clauses import clause_of
from aboveline.framework.faults import fault, listed, unknown
from aboveline.framework.names import Declared, Instance, Names, lookup
from aboveline.syntax import tree


def feeds(
    thing: Declared, node: tree.Question, instance: Instance, names: Names, found: list[Diagnostic]
) -> tuple[str, ...]:
    """The themes one instance feeds, each but once, in the order written."""
    clause = clause_of(node.clauses, tree.Feeds)
    if clause is None:
        return ()
    fed: dict[str, tree.Feed] = {}
    items = _items(thing)
    for feed in clause.themes:
        theme, faults = lookup(feed.theme, ("theme",), names)
        bracketed = _item_for_theme(feed, thing, names, items) if faults else None
        found.extend(faults if bracketed is None else (bracketed,))
        found.extend(_faults_of_items(thing, feed))
        if theme is None or not _is_fed(feed, instance, items):
            continue
        if fed.setdefault(theme.name, feed) is not feed:
            labels = Label(feed.span, "again here"), Label(fed[theme.name].span, "first here")
            message = f"a question feeds a theme once, but `{instance.key}` feeds `{theme.name}` twice"
            found.append(fault("theme-fed-twice", message, *labels, remedy="take one of the two out"))
    return tuple(fed)


def _item_for_theme(
    feed: tree.Feed, thing: Declared, names: Names, items: Mapping[str, frozenset[str]]
) -> Diagnostic | None:
    """The error of an item where a theme should stand, which comes of a list of items without brackets."""
    word = feed.theme.text
    if word in names.things or not any(word in words for words in items.values()):
        return None
    return fault(
        "unknown-theme",
        f"expected the name of a theme, found `{word}`, which is an item that `{thing.name}` is repeated for",
        feed.theme.span,
        remedy=f"put several items in brackets, as in `… for (…, {word})`",
    )


def _items(thing: Declared) -> Mapping[str, frozenset[str]]:
    """The items of each list of the repeat that have an instance."""
    return {key: frozenset(dict(i.items)[key] for i in thing.instances) for key in thing.lists}


def _is_fed(feed: tree.Feed, instance: Instance, items: Mapping[str, frozenset[str]]) -> bool:
    """Whether, of every list that the feed names items of, the instance's own item is among them."""
    wanted = {item.text for item in feed.items}
    picks = ((wanted & items[key], item) for key, item in instance.items)
    return not wanted or all(not picked or item in picked for picked, item in picks)


def _faults_of_items(thing: Declared, feed: tree.Feed) -> Iterator[Diagnostic]:
    if feed.items and not thing.is_repeated:
        message = f"`for` picks items of a repeat, but `{thing.name}` is not repeated"
        remedy = f"write just `feeds {feed.theme.text}`"
        yield fault("not-repeated", message, feed.span, remedy=remedy)
        return
    known = tuple(dict.fromkeys(item for i in thing.instances for _, item in i.items))
    for item in feed.items:
        if known and item.text not in known:
            yield unknown(
                "unknown-item", f"an item that `{thing.name}` is repeated for, {listed(known)}", item, known
            )
