"""Every text of a framework that people read, what it is of, and in which languages it is given.

What is read and has no words of its own (an answer word without a label) is read by its name, and counts as a text too: it
cannot be translated before it is given words.
"""

from collections.abc import Iterator, Mapping, Sequence

from attrs import field

from aboveline.framework.repeats import places_in
from aboveline.frozen import frozen
from aboveline.source import Span
from aboveline.syntax import tree

#: The language of the untranslated texts of a framework that does not say `written in`.
USUAL_LANGUAGE = "en"


@frozen
class ReadText:
    """A text that people read: of which `kind` of declaration and what `name` it has, and which `own` text, "" for its label.

    `words` are the untranslated ones; `quoted` the node that has them, None where the name is read for want of a label.
    `at` is where they stand, without their translations.
    """

    kind: str
    name: str
    own: str
    words: str
    quoted: tree.Quoted | None = field(repr=False)
    at: Span

    @property
    def of(self) -> str:
        """The declaration it is of."""
        return f"{self.kind} {self.name}".rstrip()

    @property
    def what(self) -> str:
        """What it is of: that of no other text of the framework."""
        return f"{self.of} {self.own}".rstrip()

    @property
    def translations(self) -> Mapping[str, str]:
        """The words in other languages, by their codes."""
        given = self.quoted.translations if self.quoted else ()
        return {one.language.text: one.words.text for one in given}


def language_of(trees: Sequence[tree.Tree]) -> str:
    """The language that a framework's untranslated texts are in."""
    nodes = (d for t in trees for d in t.declarations if isinstance(d, tree.Framework))
    said = (c.name.text for node in nodes for c in node.clauses if isinstance(c, tree.WrittenIn))
    return next(said, USUAL_LANGUAGE)


def languages_in(trees: Sequence[tree.Tree]) -> tuple[str, ...]:
    """The languages that any text is translated into, by their codes."""
    return tuple(sorted({code for text in texts(trees) for code in text.translations}))


def untranslated(trees: Sequence[tree.Tree], language: str) -> tuple[ReadText, ...]:
    """The texts that have no words in a language, in the order of the files; none where it is the framework's own."""
    if language == language_of(trees):
        return ()
    return tuple(text for text in texts(trees) if language not in text.translations)


def texts(trees: Sequence[tree.Tree]) -> tuple[ReadText, ...]:
    """Everything that people read of a framework, in the order of its files."""
    ordered = sorted(trees, key=lambda one: one.file)
    spoken = _lists_spoken_of(ordered)
    return tuple(text for each in ordered for text in _of_file(each, spoken))


def _lists_spoken_of(trees: Sequence[tree.Tree]) -> frozenset[str]:
    """The lists that the label of a question names, so that something stands for all their items together."""
    asked = (d for t in trees for d in t.declarations if isinstance(d, tree.Question) and d.label)
    return frozenset(place for node in asked if node.label for place in places_in(node.label.text))


def _of_file(each: tree.Tree, spoken: frozenset[str]) -> Iterator[ReadText]:
    survey = ""
    for node in each.declarations:
        match node:
            case tree.Bands(name=name, steps=steps):
                for step in steps:
                    yield _labelled(("bands", name.text if name else ""), "", step)
            case tree.List(name=name, label=label, items=items):
                if label:
                    yield _of_words(("list", name.text), "", label)
                elif name.text in spoken:
                    yield ReadText("list", name.text, "", usual_label(name.text), None, name.span)
                for item in items:
                    yield _labelled(("list", name.text), "", item)
            case tree.Example() | tree.Broken():
                pass
            case _:
                survey = node.name.text if isinstance(node, tree.Survey) else survey
                yield from _declared(node, survey)


def usual_label(name: str) -> str:
    """What stands for all items of a list together where the list has no label: `each phase`."""
    return f"each {name.replace('_', ' ')}"


_Declared = (
    tree.Framework | tree.Theme | tree.Fact | tree.Condition | tree.Check | tree.Section | tree.Criterion
    | tree.Question | tree.Rating | tree.Survey | tree.Item
)  # fmt: skip


def _declared(node: _Declared, survey: str) -> Iterator[ReadText]:
    """The label of a declaration, the answer words it has, and the sentences in its clauses."""
    what = _what(node, survey)
    if node.label:
        yield _of_words(what, "", node.label)
    kind = node.type if isinstance(node, tree.Fact) else None
    yield from _answers(what, kind)
    for clause in node.clauses:
        match clause:
            case tree.Answers(type=kind) | tree.ItemAnswers(type=kind):
                yield from _answers(what, kind)
            case tree.Words(kind=kind, text=text):
                yield _of_words(what, kind, text)
            case _:
                pass


def _what(node: _Declared, survey: str) -> tuple[str, str]:
    """The kind of a declaration, and the name that tells it from all others of that kind."""
    match node:
        case tree.Framework():
            return "framework", ""
        case tree.Section(number=number):
            return "section", number.text
        case tree.Criterion(number=number):
            return "criterion", number.text
        case tree.Item(name=name):
            return "item", f"{survey}.{name.text}"
        case _:
            return type(node).__name__.lower(), node.name.text


def _answers(what: tuple[str, str], kind: object) -> Iterator[ReadText]:
    if isinstance(kind, tree.TypeChoice | tree.TypeSeveral):
        for word in kind.words:
            yield _labelled(what, "answer ", word)


def _labelled(of: tuple[str, str], kind: str, word: tree.LabelledName | tree.Step) -> ReadText:
    """The words of an answer, an item or a step; its name where it has none."""
    own = f"{kind}{word.name.text}"
    if word.label:
        return _of_words(of, own, word.label)
    return ReadText(*of, own, word.name.text.replace("_", " "), None, word.name.span)


def _of_words(of: tuple[str, str], own: str, quoted: tree.Quoted) -> ReadText:
    return ReadText(*of, own, quoted.text, quoted, quoted.at)
