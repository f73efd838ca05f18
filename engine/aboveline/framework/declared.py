"""Reads the trees for what they declare: every name, section and criterion, and which question stands where."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Literal, cast

from attrs import evolve

from aboveline.diagnostics import Diagnostic, Diagnostics, Label
from aboveline.framework.faults import fault
from aboveline.framework.names import A_KIND, Declared, Kind, PartName
from aboveline.frozen import frozen
from aboveline.syntax import tree

_NAMED: Mapping[type[tree.Declaration], Kind] = {
    tree.Fact: "fact",
    tree.Condition: "condition",
    tree.Check: "check",
    tree.Question: "question",
    tree.Theme: "theme",
    tree.Rating: "rating",
    tree.List: "list",
    tree.Survey: "survey",
}


@frozen
class Standing:
    """Where a question stands: its criterion's number, "" where that could not be read, None outside any."""

    question: tree.Question
    criterion: str | None


@frozen
class Declarations:
    """Everything the trees declare, in the order of the files."""

    things: Mapping[str, Declared]
    sections: Mapping[str, PartName]
    criteria: Mapping[str, PartName]
    questions: Mapping[str, Standing]


def collect(trees: Sequence[tree.Tree]) -> tuple[Declarations, Diagnostics]:
    """What the trees declare; a name declared twice keeps its first meaning."""
    found: list[Diagnostic] = []
    things = _things(trees, found)
    sections: dict[str, PartName] = {}
    criteria: dict[str, PartName] = {}
    questions: dict[str, Standing] = {}
    for each in trees:
        _place(each, sections, criteria, questions, found)
    for part in (*sections.values(), *criteria.values()):
        found.extend(_faults_of_part(part))
    found.extend(_misplaced(sections, criteria))
    return Declarations(things, sections, criteria, questions), tuple(found)


# --- Names -----------------------------------------------------------------------------------


def _things(trees: Sequence[tree.Tree], found: list[Diagnostic]) -> Mapping[str, Declared]:
    things: dict[str, Declared] = {}
    for thing in (d for t in trees for d in map(_declared, t.declarations) if d is not None):
        first = things.setdefault(thing.name, thing)
        if first is not thing:
            found.extend(duplicate(first, thing))
            if first.kind != thing.kind:  # which is meant cannot be told, so nothing is said of its uses
                words = tree.Broken(first.kind, None, (), first.at)
                things[thing.name] = evolve(first, node=words)
    return things


def _declared(node: tree.Declaration) -> Declared | None:
    """The named thing a declaration declares, if it is one."""
    match node:
        case tree.Broken(name=tree.Name() as name) if node.keyword in A_KIND and node.keyword != "item":
            return Declared(cast("Kind", node.keyword), name.text, "", name.span, node)
        case tree.List():
            return Declared("list", node.name.text, "", node.name.span, node)
        case (
            tree.Fact()
            | tree.Condition()
            | tree.Check()
            | tree.Question()
            | tree.Theme()
            | tree.Rating()
            | tree.Survey()
        ):
            label = node.label.text if node.label else ""
            return Declared(_NAMED[type(node)], node.name.text, label, node.name.span, node)
        case _:
            return None


def duplicate(first: Declared, second: Declared) -> Iterator[Diagnostic]:
    """The error of a name that is declared twice; none where either declaration could not be read."""
    if first.is_broken or second.is_broken:
        return
    kinds = (
        f"{A_KIND[first.kind]} and as {A_KIND[second.kind]}"
        if first.kind != second.kind
        else f"{A_KIND[first.kind]} twice"
    )
    yield fault(
        "duplicate-name",
        f"each name stands for one thing, but `{first.name}` is declared as {kinds}",
        Label(second.at, "declared again here"),
        Label(first.at, "first declared here"),
        remedy="give one of them another name",
    )


# --- Sections and criteria -------------------------------------------------------------------


def _place(
    each: tree.Tree,
    sections: dict[str, PartName],
    criteria: dict[str, PartName],
    questions: dict[str, Standing],
    found: list[Diagnostic],
) -> None:
    """Go through one file, noting under which section and criterion everything stands."""
    section: str | None = None
    criterion: str | None = None
    for node in each.declarations:
        match node:
            case tree.Section():
                section, criterion = node.number.text, None
                _open(sections, "section", node, "", found)
            case tree.Criterion():
                criterion = node.number.text
                _open(criteria, "criterion", node, section, found)
            case tree.Broken(keyword="section"):
                section, criterion = node.name.text if node.name else "", None
                _open_broken(sections, "section", node, "")
            case tree.Broken(keyword="criterion"):
                criterion = node.name.text if node.name else ""
                _open_broken(criteria, "criterion", node, section)
            case tree.Question():
                questions.setdefault(node.name.text, Standing(node, criterion))
                if criterion is None:
                    found.append(_homeless(node))
            case _:
                pass


def _open(
    parts: dict[str, PartName],
    kind: Literal["section", "criterion"],
    node: tree.Section | tree.Criterion,
    section: str | None,
    found: list[Diagnostic],
) -> None:
    number = node.number.text
    label = node.label.text if node.label else ""
    old = parts.get(number)
    if old is None:
        parts[number] = PartName(kind, number, label, section, (node,))
        return
    if section and old.section and section != old.section:
        found.append(_in_two_sections(old, node, section))
    nodes = (*old.nodes, node) if old.label or not label else (node, *old.nodes)
    home = section if old.section is None else old.section
    parts[number] = evolve(old, label=old.label or label, section=home, nodes=nodes)


def _open_broken(
    parts: dict[str, PartName],
    kind: Literal["section", "criterion"],
    node: tree.Broken,
    section: str | None,
) -> None:
    if node.name is None:
        return
    number = node.name.text
    stand_in = (tree.Section if kind == "section" else tree.Criterion)(node.name, None, (), node.span)
    old = parts.get(number, PartName(kind, number, "", section, (stand_in,)))
    parts[number] = evolve(old, is_broken=True)


def _homeless(node: tree.Question) -> Diagnostic:
    return fault(
        "question-outside-criterion",
        f"a question stands under its criterion, but no `criterion` comes before `{node.name.text}` in this file",
        node.name.span,
        remedy="put a line such as `criterion 1.1` above it; the label need not be repeated",
    )


def _faults_of_part(part: PartName) -> Iterator[Diagnostic]:
    """Labels that differ, or are nowhere."""
    labels = [n.label for n in part.nodes if n.label is not None]
    if not labels and not part.is_broken:
        yield fault(
            "missing-label",
            f"expected the words people read for {part.kind} {part.number}, found none in any file",
            part.at,
            remedy=f'write them once in double quotes, as in `{part.kind} {part.number} "…"`',
        )
    for other in labels[1:]:
        if other.text != labels[0].text:
            yield fault(
                "different-labels",
                f"{part.kind} {part.number} has one label, but two different ones are given",
                Label(other.at, "another label here"),
                Label(labels[0].at, "first labelled here"),
                remedy=f"keep one; elsewhere write just `{part.kind} {part.number}`",
            )


def _misplaced(sections: Mapping[str, PartName], criteria: Mapping[str, PartName]) -> Iterator[Diagnostic]:
    for criterion in criteria.values():
        home = criterion.number.rpartition(".")[0]
        if criterion.section is None:
            yield fault(
                "criterion-outside-section",
                f"a criterion stands under its section, but no `section` comes before criterion {criterion.number}",
                criterion.at,
                remedy="put a line such as `section 1` above it; the label need not be repeated",
            )
        elif criterion.section and home in sections and home != criterion.section:
            yield fault(
                "criterion-in-wrong-section",
                f"criterion {criterion.number} belongs in section {home} by its number, "
                f"but stands in section {criterion.section}",
                criterion.at,
                remedy=f"put `section {home}` above it, or give it another number",
            )


def _in_two_sections(first: PartName, second: tree.Section | tree.Criterion, section: str) -> Diagnostic:
    return fault(
        "criterion-in-two-sections",
        f"a criterion stands in one section, but criterion {first.number} stands in sections "
        f"{first.section} and {section}",
        Label(second.number.span, f"in section {section} here"),
        Label(first.at, f"in section {first.section} here"),
    )


# --- Words -----------------------------------------------------------------------------------


def clashing_words(
    words: Iterable[tree.Name], owner: str, things: Mapping[str, Declared], repeated: str
) -> Iterator[Diagnostic]:
    """What is wrong with the words of one owner: one given twice, or one that is also a name.

    `owner` says whose they are, as in `an answer word of sentence`; `repeated` is the code of a repetition.
    """
    first: dict[str, tree.Name] = {}
    for word in words:
        if first.setdefault(word.text, word) is not word:
            labels = Label(word.span, "again here"), Label(first[word.text].span, "first here")
            message = f"each is named once, but `{word.text}` is {owner} twice"
            yield fault(repeated, message, *labels, remedy="take one of the two out")
        elif word.text in things:
            thing = things[word.text]
            yield fault(
                "word-is-a-name",
                f"`{word.text}` is {owner}, and also the name of {A_KIND[thing.kind]}, so it could be read two ways",
                Label(word.span, "used as a word here"),
                Label(thing.at, "declared here"),
                remedy="give one of them another name",
            )
