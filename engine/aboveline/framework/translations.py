"""Puts the words of one language in the place of a framework's own, and finds what is wrong with translations.

Trees hold every translation. A Framework has the words of one language and knows of no other, and neither does anything made
from it.
"""

from collections.abc import Iterator, Sequence
from typing import Any, cast

import attrs

from aboveline.diagnostics import Diagnostic, Label
from aboveline.framework.faults import fault
from aboveline.framework.texts import language_of, texts
from aboveline.languages import code_meant, is_language, name_of
from aboveline.source import Span
from aboveline.syntax import tree


def in_language(trees: Sequence[tree.Tree], language: str) -> tuple[tree.Tree, ...]:
    """The same trees with every text in a language, or in the words that were translated where it is not given in it."""
    return tuple(
        attrs.evolve(each, declarations=tuple(_spoken(d, language) for d in each.declarations))
        for each in trees
    )


def _spoken(node: Any, language: str) -> Any:  # noqa: ANN401 (any node, as it was)
    if isinstance(node, tree.Quoted):
        said = next((one for one in node.translations if one.language.text == language), None)
        return node if said is None else attrs.evolve(node, text=said.words.text, translations=())
    changed: dict[str, object] = {}
    for name in (one.name for one in attrs.fields(cast("Any", type(node))) if one.name != "span"):
        value: object = getattr(node, name)
        if isinstance(value, tuple):
            parts = cast("tuple[object, ...]", value)
            found: object = tuple(_beneath(part, language) for part in parts)
        else:
            found = _beneath(value, language)
        if found != value:
            changed[name] = found
    return attrs.evolve(node, **changed) if changed else node


def _beneath(part: object, language: str) -> object:
    is_node = attrs.has(type(part)) and not isinstance(part, Span | tree.Name | tree.Chain)
    return _spoken(part, language) if is_node else part


# --- Faults ----------------------------------------------------------------------------------


def faults_of_translations(trees: Sequence[tree.Tree]) -> Iterator[Diagnostic]:
    """Codes that name no language, a language given twice, words in the language they are translated from, and no words at all."""
    own = language_of(trees)
    for each in trees:
        yield from _faults_of_own(each)
    for text in texts(trees):
        if text.quoted and text.quoted.translations:
            yield from _faults(text.quoted, own)


def _faults_of_own(each: tree.Tree) -> Iterator[Diagnostic]:
    for node in each.declarations:
        for clause in node.clauses if isinstance(node, tree.Framework) else ():
            if isinstance(clause, tree.WrittenIn) and not is_language(clause.name.text):
                yield _unknown(clause.name.text, clause.name.span)


def _faults(text: tree.Quoted, own: str) -> Iterator[Diagnostic]:
    first: dict[str, tree.Translation] = {}
    for one in text.translations:
        code = one.language.text
        if not is_language(code):
            yield _unknown(code, one.language.span)
        elif code == own:
            yield fault(
                "own-language",
                f"expected a language to translate into, found `{code}`, which the words before it are in already",
                Label(one.language.span),
                Label(text.at, "the words themselves"),
                remedy=f"keep one of the two; what is not translated is {name_of(own)} unless `framework` says `written in`",
            )
        if not one.words.text.strip():
            yield fault(
                "empty-translation",
                f"expected words in {name_of(code)}, found none between the quotes",
                one.words.span,
                remedy="take it out until there are some: what has no translation is shown as it is",
            )
        if first.setdefault(code, one) is not one:
            yield fault(
                "language-twice",
                f"each language is given once, but `{code}` is given twice",
                Label(one.span, "again here"),
                Label(first[code].span, "first here"),
                remedy="take one of the two out",
            )


def _unknown(written: str, at: Span) -> Diagnostic:
    """What to say of a code that is none."""
    meant = code_meant(written)
    message = f"expected the code of a language, such as `cy` for Welsh, found `{written}`"
    if meant is None:
        remedy = "a code is one of ISO 639: two letters where a language has two, else three"
    elif written == "no":
        remedy = "did you mean `nb`, Norwegian Bokmål, or `nn`, Norwegian Nynorsk?"
    elif "-" in written or "_" in written:
        remedy = f"did you mean `{meant}`? a language is named without a region"
    else:
        remedy = f"did you mean `{meant}`, {name_of(meant)}?"
    return Diagnostic("unknown-language", message, (Label(at),), help=remedy, suggestion=meant)
