"""Reads the materials of a report: a folder of Markdown files that people write beside the figures.

A file is a header of `name: value` lines between two lines of three dashes, in YAML, and below it the text:

    ---
    kind: recommendation
    criteria: 1.1, 1.3
    responsible: Head of Service
    ---
    A timely and good quality assessment is completed when the case starts.

Every value is a text, so that criterion 2.10 is not 2.1. Files go by the order of their names.

A text may be there in several languages: `foreword.cy.md` is `foreword.md` in Welsh. What its header leaves out is as in
`foreword.md`, and what both say of the text's place must be the same. A header may say `language: cy` for a file that has
no such name; one that says nothing is taken to be in English. Of the texts with one name a report takes that in its own
language, or else the one without a language in its name.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, cast

from aboveline.diagnostics import Diagnostic, Diagnostics, Label, Place, nearest
from aboveline.framework.model import Framework
from aboveline.frozen import frozen
from aboveline.records.raw import listed, shown
from aboveline.report.inspection.view import Material, Side


@frozen
class Kind:
    """A kind of material: what it is called, what its header must say and may say, and whether it must have text."""

    words: str
    needs: tuple[str, ...] = ()
    may: tuple[str, ...] = ()
    once: bool = False
    text: bool = True


KINDS: Mapping[str, Kind] = {
    "cover": Kind("what the cover says", ("title",), ("date", "identifier"), once=True, text=False),
    "foreword": Kind("the foreword", (), ("signed",), once=True),
    "acknowledgements": Kind("acknowledgements", once=True),
    "summary": Kind("what the scores of the summary mean", once=True),
    "recommendation": Kind("a recommendation", (), ("criteria", "responsible")),
    "next": Kind("the next steps", once=True),
    "practice": Kind("an example of practice that made a difference", ("criteria",), ("title",)),
    "perspective": Kind("what service users say", (), ("title",)),
    "quotation": Kind("a quotation of a service user", ("by",), ("survey", "item", "criteria")),
    "introduction": Kind("the introduction of a section", ("section",)),
    "commentary": Kind("a commentary on a section", ("section",)),
    "remark": Kind("a remark on a finding", ("question",)),
    "context": Kind("contextual information", once=True),
    "arrangements": Kind("the inspection arrangements", once=True),
    "glossary": Kind("the glossary", once=True),
    "about": Kind("the role of the inspectorate", once=True),
    "placement": Kind("the list a finding stands in by decision", ("question", "list")),
}

#: Kinds of which there can be one for each question or section.
_ONE_EACH = frozenset({"placement", "remark", "commentary", "introduction"})

_SIDES: Mapping[str, Side] = {"strength": "strength", "improvement": "improvement"}

#: The language of a file that says nothing of it.
USUAL_LANGUAGE = "en"

#: The name of a file, in which a language may stand before the ending.
_NAMED = re.compile(r"(?P<base>.*?)(?:\.(?P<language>[a-z]{2}))?\.md", re.DOTALL)

_LANGUAGE = re.compile("[a-z]{2}")

#: What says where a text belongs, in which translations of it cannot differ.
_PLACE = ("kind", "criteria", "section", "question", "list", "survey", "item")

#: What stands above and below a header.
_FENCE = "---"


def read_materials(
    framework: Framework, texts: Mapping[str, bytes], language: str = USUAL_LANGUAGE
) -> tuple[tuple[Material, ...], Diagnostics]:
    """Every material in some files, by their names, each in a language if there is one in it; and everything wrong with them."""
    found, wrong = dict[str, list[Material]](), list[Diagnostic]()
    values = dict[str, Mapping[str, str]]()
    for name in sorted(texts, key=_by_name):
        base, _ = named(name)
        material, faults = _read(framework, name, texts[name], values.get(base, {}))
        wrong.extend(faults)
        if material is not None:
            values.setdefault(base, material.fields)
            found.setdefault(base, []).append(material)
    chosen = [_in_language(several, language) for several in found.values()]
    wrong.extend(_twice(chosen))
    return tuple(chosen), tuple(wrong)


def named(file: str) -> tuple[str, str | None]:
    """The name of a file without its language and ending, and its language: `foreword`, `cy` of `foreword.cy.md`."""
    found = _NAMED.fullmatch(file)
    return (found["base"], found["language"]) if found else (file, None)


def _by_name(file: str) -> tuple[str, str]:
    base, language = named(file)
    return f"{base}.md", language or ""


def _in_language(several: Sequence[Material], language: str) -> Material:
    """Of the texts with one name that in a language, or else the first."""
    return next((one for one in several if one.language == language), several[0])


def moved_in(materials: Sequence[Material]) -> dict[str, tuple[Side, str]]:
    """The findings that stand in a list by decision, by question, with the reason."""
    return {
        one.fields["question"]: (_SIDES[one.fields["list"]], " ".join(one.text.split()))
        for one in materials
        if one.kind == "placement"
    }


def remarks_in(materials: Sequence[Material]) -> dict[str, Material]:
    """What inspectors remark on single findings, by question."""
    return {one.fields["question"]: one for one in materials if one.kind == "remark"}


def _read(
    framework: Framework, name: str, data: bytes, other: Mapping[str, str]
) -> tuple[Material | None, tuple[Diagnostic, ...]]:
    """A material; `other` is the header of the same in another language."""
    try:
        text = data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError:
        return None, (_fault("text-encoding", "expected UTF-8 text, found another encoding", name),)
    header, body, from_line = _parted(text)
    if header is None:
        message = "expected a header between two lines of three dashes at the head of the file, found none"
        return None, (
            _fault(
                "header-form", message, name, 1, "the first three lines may be `---`, `kind: context`, `---`"
            ),
        )
    own, lines, wrong = _values(header, name)
    if wrong:
        return None, wrong
    values = {**{key: text for key, text in other.items() if key != "language"}, **own}
    faults = (
        *_faults(framework, name, values, lines, body, from_line),
        *_faults_of_language(name, own, lines, other),
    )
    kind = values.get("kind", "")
    if faults or kind not in KINDS:
        return None, faults
    language = named(name)[1] or values.get("language") or USUAL_LANGUAGE
    criteria = tuple(part for part in (p.strip() for p in values.get("criteria", "").split(",")) if part)
    return Material(kind, name, values, body.strip(), criteria, language), ()


def _parted(text: str) -> tuple[str | None, str, int]:
    """The header, the text below it, and the line the text begins on."""
    lines = text.split("\n")
    if lines[0].rstrip() != _FENCE:
        return None, text, 1
    end = next((at for at, line in enumerate(lines) if at and line.rstrip() == _FENCE), None)
    if end is None:
        return None, text, 1
    return "\n".join(lines[1:end]), "\n".join(lines[end + 1 :]), end + 2


def _values(header: str, name: str) -> tuple[dict[str, str], dict[str, int], tuple[Diagnostic, ...]]:
    """The names and texts of a header, and the line each stands on."""
    import yaml  # noqa: PLC0415 (only where there are materials)

    try:
        library: Any = yaml  # its types know nothing of nodes
        node = library.compose(header, Loader=yaml.SafeLoader)
    except (yaml.YAMLError, ValueError) as error:
        mark = getattr(error, "problem_mark", None)
        line = None if mark is None else int(mark.line) + 2
        message = "the header cannot be read: each line is a name, a colon, a space and a text"
        return (
            {},
            {},
            (_fault("header-form", message, name, line, "a text with a colon in it needs quotation marks"),),
        )
    if node is None:
        return {}, {}, ()
    pairs = cast(
        "list[tuple[Any, Any]]", node.value if isinstance(node, yaml.MappingNode) else [(node, node)]
    )
    values, lines = dict[str, str](), dict[str, int]()
    for key, value in pairs:
        line = int(key.start_mark.line) + 2
        simple = _text_of(value)
        if not isinstance(key, yaml.ScalarNode) or key is value or simple is None:
            message = "expected a name, a colon and a text, found something else"
            return {}, {}, (_fault("header-form", message, name, line),)
        if key.value in values:
            return {}, {}, (_fault("entry-twice", f"`{shown(key.value)}` stands twice", name, line),)
        values[key.value], lines[key.value] = simple, line
    return values, lines, ()


def _text_of(value: Any) -> str | None:  # noqa: ANN401 (a node of the library)
    """The text of a value; a list of texts is the texts with commas between them."""
    import yaml  # noqa: PLC0415

    if isinstance(value, yaml.ScalarNode):
        return str(value.value).strip()
    parts = cast("list[Any]", getattr(value, "value", None) or [None])
    if isinstance(value, yaml.SequenceNode) and all(isinstance(one, yaml.ScalarNode) for one in parts):
        return ", ".join(str(one.value).strip() for one in parts)
    return None


def _faults(  # noqa: PLR0913, PLR0917 (everything of one file)
    framework: Framework,
    name: str,
    values: Mapping[str, str],
    lines: Mapping[str, int],
    body: str,
    from_line: int,
) -> Iterator[Diagnostic]:
    kind = KINDS.get(values.get("kind", ""))
    if kind is None:
        known = tuple(KINDS)
        given = values.get("kind")
        near = nearest(given, known) if given else None
        what = f"`{shown(given)}`" if given else "none"
        message = f"expected one of the kinds {listed(known, 'or', len(known))}, found {what}"
        yield _fault("unknown-kind", message, name, lines.get("kind", 1), near and f"did you mean `{near}`?")
        return
    for key in kind.needs:
        if not values.get(key):
            yield _fault("entry-missing", f"{kind.words} needs `{key}`, found none", name, lines.get(key, 1))
    allowed = ("kind", "language", *kind.needs, *kind.may)
    for key in values:
        if key not in allowed:
            near = nearest(key, allowed)
            message = f"expected one of {listed(allowed, 'or')}, found `{shown(key)}`"
            yield _fault(
                "unknown-entry", message, name, lines.get(key, 1), near and f"did you mean `{near}`?"
            )
    if kind.text and not body.strip():
        yield _fault(
            "text-missing", f"expected the text of {kind.words} below the header, found none", name, from_line
        )
    yield from _unknown_parts(framework, name, values, lines)
    if values["kind"] == "quotation":
        yield from _quotation_faults(framework, name, values, lines)


def _unknown_parts(
    framework: Framework, name: str, values: Mapping[str, str], lines: Mapping[str, int]
) -> Iterator[Diagnostic]:
    """Names that the criteria do not have."""
    known: tuple[tuple[str, str, Mapping[str, object], str], ...] = (
        ("criteria", "general criterion", framework.criteria, "unknown-part"),
        ("section", "section", framework.sections, "unknown-part"),
        ("question", "question", framework.questions, "unknown-name"),
        ("list", "list", _SIDES, "wrong-word"),
    )
    for key, noun, names, code in known:
        for part in (p.strip() for p in values.get(key, "").split(",")):
            if part and part not in names:
                near = nearest(part, tuple(names))
                message = f"there is no {noun} `{shown(part)}`"
                known_ones = near and f"did you mean `{near}`?"
                yield _fault(
                    code, message, name, lines.get(key, 1), known_ones or f"there are {listed(tuple(names))}"
                )


def _quotation_faults(
    framework: Framework, name: str, values: Mapping[str, str], lines: Mapping[str, int]
) -> Iterator[Diagnostic]:
    """What is wrong with what a quotation says it belongs to, and with whom it is by: nobody is to be named."""
    survey, item, by = values.get("survey"), values.get("item"), values.get("by", "")
    if by and not _is_general(by):
        message = "expected general words for whom a quotation is by, found a name or a number in `by`"
        yield _fault("quotation-names", message, name, lines.get("by"), "write it as in `by: a young person`")
    if item and not survey:
        message = "a quotation with `item` needs `survey`, found none"
        yield _fault("entry-missing", message, name, lines.get("item"), "it says of which survey the item is")
    if not survey:
        return
    known = framework.surveys.get(survey)
    names = tuple(framework.surveys) if known is None else tuple(known.items)
    part, key, noun = (survey, "survey", "survey") if known is None else (item, "item", "item of that survey")
    if part and part not in names:
        near = nearest(part, names)
        remedy = f"did you mean `{near}`?" if near else f"there are {listed(names)}" if names else None
        yield _fault("unknown-part", f"there is no {noun} `{shown(part)}`", name, lines.get(key), remedy)


def _is_general(by: str) -> bool:
    """Whether words name nobody: none begins with a capital letter but the first, where that is no name, and none has a digit.

    Abbreviations of three capital letters or more, such as YOT, are no names.
    """
    first, *others = by.split() or [""]
    plain = [*others, *([] if first in _ARTICLES else [first])]
    return all(
        one.islower() or not any(letter.isalnum() for letter in one) or _ABBREVIATION.fullmatch(one)
        for one in plain
    ) and not any(letter.isdigit() for letter in by)


#: Words that begin what somebody is called in general, with a capital letter.
_ARTICLES = frozenset({"A", "An", "One", "Another", "The"})
_ABBREVIATION = re.compile(r"[A-Z]{3,}[,.;]?")


def _faults_of_language(
    name: str, own: Mapping[str, str], lines: Mapping[str, int], other: Mapping[str, str]
) -> Iterator[Diagnostic]:
    """A language that is none, or two of them; a translation that says another place than what it translates."""
    said, by_name = own.get("language"), named(name)[1]
    if said is not None and not _LANGUAGE.fullmatch(said):
        message = f"expected the code of a language such as `cy`, found `{shown(said)}`"
        yield _fault("material-language", message, name, lines["language"])
    elif said is not None and by_name not in {None, said}:
        message = f"the name of the file says that it is in `{by_name}`, its header that it is in `{said}`"
        yield _fault(
            "material-language", message, name, lines["language"], "take `language` out of the header"
        )
    for key in _PLACE:
        if key in own and key in other and own[key] != other[key]:
            message = f"`{key}` is `{shown(own[key])}` here, and `{shown(other[key])}` in the same text in another language"
            yield _fault("translation-differs", message, name, lines[key], "leave it out in the translation")


def _twice(found: Sequence[Material]) -> Iterator[Diagnostic]:
    """Materials of which there can be but one."""
    first = dict[tuple[str, str], Material]()
    for one in found:
        of = one.fields.get("question") or one.fields.get("section", "")
        if not (KINDS[one.kind].once or one.kind in _ONE_EACH):
            continue
        other = first.setdefault((one.kind, of), one)
        if other is not one:
            message = f"{KINDS[one.kind].words} is given here and in `{other.file}`"
            yield _fault("material-twice", message, one.file, 1, "put the two into one file")


def _fault(
    code: str, message: str, name: str, line: int | None = None, remedy: str | None = None
) -> Diagnostic:
    return Diagnostic(code, message, (Label(Place(name, line)),), remedy or None)
