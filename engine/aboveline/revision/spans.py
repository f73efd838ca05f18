"""Says where the nodes of an aspect stand in their files, those aside that stand the same on the other side."""

from typing import cast

from aboveline.source import Source, Span


def spans_of(nodes: tuple[object, ...], other: tuple[object, ...]) -> tuple[Span, ...]:
    """Where the nodes stand that are not also among the others."""
    rest = list(other)
    found: list[Span] = []
    for node in nodes:
        if node in rest:
            rest.remove(node)
            continue
        span = getattr(node, "span", None)
        if isinstance(span, Span):
            found.append(span)
    # Where only the order differs, or a word stands twice, all of them are shown.
    return tuple(found) or tuple(cast("Span", getattr(n, "span", None)) for n in nodes if hasattr(n, "span"))


def words_at(sources: "dict[str, Source]", spans: tuple[Span, ...]) -> tuple[str, ...]:
    """The words that stand there, each on one line."""
    return tuple(sources[span.file].words(span) for span in spans if span.file in sources)
