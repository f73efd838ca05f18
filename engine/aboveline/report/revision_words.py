"""Says in words what a person did in one edit, and shows the words it changed."""

from collections.abc import Iterator, Mapping

from aboveline.framework.faults import listed
from aboveline.frozen import frozen
from aboveline.revision.catalogue import Aspect, Kind, Thing
from aboveline.revision.difference import Difference
from aboveline.revision.edits import Edit
from aboveline.source import Source, Span
from aboveline.syntax import tree

#: What each kind of thing is called.
NOUNS: Mapping[Kind, str] = {
    "framework": "the framework",
    "theme": "theme",
    "bands": "bands",
    "list": "list",
    "fact": "fact",
    "condition": "condition",
    "check": "check",
    "section": "section",
    "criterion": "criterion",
    "question": "question",
    "rating": "rating",
    "survey": "survey",
    "item": "item",
    "example": "example",
}

#: What each aspect is called where it is no clause that begins with its own words.
_ASPECTS: Mapping[Aspect, str] = {
    "label": "label",
    "name": "name",
    "version": "version",
    "calendar": "calendar",
    "written in": "language of the untranslated texts",
    "unanswered questions": "rule for unanswered questions",
    "strengths from": "percentage from which findings are strengths",
    "by": "way its score is read",
    "steps": "steps",
    "items": "items",
    "type": "values",
    "in data": "column in data",
    "for each": "repeat",
    "answers": "answers",
    "standing": "standing",
    "finding": "finding",
    "guidance": "guidance",
    "reference": "reference",
    "for": "place in the report",
    "measure": "measure",
    "caps": "limits",
    "empty parts": "rule for parts without cases",
    "worked out as": "rows",
    "positive": "positive answers",
    "about": "place in the report",
}


@frozen
class Words:
    """Some words of a file, on one line, and where they stand."""

    words: str
    file: str
    line: int


def words_at(spans: tuple[Span, ...], sources: Mapping[str, Source]) -> tuple[Words, ...]:
    """The words that stand at some places."""
    found: list[Words] = []
    for span in spans:
        source = sources.get(span.file)
        if source is not None:
            found.append(Words(source.words(span), span.file, source.position(span.start)[0]))
    return tuple(found)


def thing_in_words(kind: Kind, name: str) -> str:
    """A thing as a sentence names it: ``question `rmp_done` ``, `criterion 1.1`, `the framework`."""
    match kind:
        case "framework":
            return "the framework"
        case "bands" if not name:
            return "the bands"
        case "section" | "criterion":
            return f"{kind} {name}"
        case "example":
            return f"example “{name}”"
        case _:
            return f"{NOUNS[kind]} `{name}`"


def title_of(edit: Edit, of: Difference) -> str:
    """What was done, as a sentence without its full stop."""
    said = _said(edit, of)
    return said[0].upper() + said[1:]


def _said(edit: Edit, of: Difference) -> str:
    thing = thing_in_words(edit.kind, edit.name)
    match edit.did:
        case "added" | "removed":
            return f"{thing} was {edit.did}{_where(edit, of)}"
        case "renamed":
            was = thing_in_words(edit.kind, edit.was or "")
            return f"{was} is now called {_name(edit)}"
        case "moved":
            over = "criterion" if edit.kind == "question" else "section"
            return f"{thing} was moved from {over} {edit.was} to {over} {edit.became}"
        case "reordered":
            return f"{thing} now {_stands(edit.became)}; it {_stood(edit.was)}"
        case "fed to other themes":
            return f"{thing} {_fed(edit, of)}"
        case "exemplified":
            return f"{thing} was changed"
        case _:
            return _of_aspect(edit, thing, of)


def _name(edit: Edit) -> str:
    return f"{edit.name}" if edit.kind in {"section", "criterion"} else f"`{edit.name}`"


def _where(edit: Edit, of: Difference) -> str:
    thing = (of.revision.new if edit.did == "added" else of.revision.old).things[edit.key]
    label = f": “{thing.label}”" if thing.label != thing.name else ""
    stood = "stands" if edit.did == "added" else "stood"
    return f" (it {stood} in criterion {thing.place}){label}" if edit.kind == "question" else label


def _stands(follows: str | None) -> str:
    return f"follows `{follows}`" if follows else "stands first"


def _stood(followed: str | None) -> str:
    return f"followed `{followed}`" if followed else "stood first"


def _fed(edit: Edit, of: Difference) -> str:
    old, new = (_themes(catalogue.things[edit.key]) for catalogue in (of.revision.old, of.revision.new))
    more, less = [t for t in new if t not in old], [t for t in old if t not in new]
    parts = [
        *([f"now {'also ' if old else ''}feeds {listed(more, 'and')}"] if more else []),
        *([f"no longer feeds {listed(less, 'and')}"] if less else []),
    ]
    return " and ".join(parts) or "feeds its themes for other items"


def _themes(thing: Thing) -> list[str]:
    clauses = (node for node in thing.aspects.get("feeds", ()) if isinstance(node, tree.Feeds))
    return [feed.theme.text for clause in clauses for feed in clause.themes]


def _of_aspect(edit: Edit, thing: str, of: Difference) -> str:
    aspect = edit.aspect or "label"
    called = _ASPECTS.get(aspect, f"`{aspect}`")
    old, new = (
        aspect in catalogue.things[edit.key].aspects for catalogue in (of.revision.old, of.revision.new)
    )
    if old and new:
        done = "reworded" if edit.did == "reworded" else "changed"
        return f"the {called} of {thing} {'were' if called.endswith('s') and called != 'guidance' else 'was'} {done}"
    article = "an" if called.strip("`")[0] in "aeiou" else "a"
    given = called if called.endswith(("s", "guidance")) else f"{article} {called}"
    return f"{thing} {'was given' if new else 'lost'} {given if new else f'its {called}'}"


def before_and_after(edit: Edit, of: Difference) -> tuple[tuple[Words, ...], tuple[Words, ...]]:
    """The words of an edit on either side; of a thing that has another name or place its first line."""
    sources = of.sources
    old, new = words_at(edit.old, sources), words_at(edit.new, sources)
    if edit.aspect is not None or edit.did in {"added", "removed"}:
        return old, new
    return tuple(_first_lines(edit.old, sources)), tuple(_first_lines(edit.new, sources))


def _first_lines(spans: tuple[Span, ...], sources: Mapping[str, Source]) -> Iterator[Words]:
    for span in spans:
        source = sources[span.file]
        line, _ = source.position(span.start)
        yield Words(" ".join(source.line(line).split()), span.file, line)
