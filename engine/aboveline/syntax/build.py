"""Turns what Lark read, one grammar rule at a time, into the nodes of `tree.py`.

Every rule of `grammar.lark` has one row in `RULES` (those of clauses and expressions come from files
of their own), a function of its parts in the order written:
tokens for words and signs, nodes for what other rules built, None for what was left out. A rule
without a row is a fault in this file and raises KeyError.
"""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, NamedTuple

import attrs
from lark import Token
from lark import Tree as Read

from aboveline.diagnostics import Diagnostic, Label
from aboveline.source import Span
from aboveline.syntax import tree
from aboveline.syntax.build_clauses import CLAUSES
from aboveline.syntax.build_expressions import EXPRESSIONS
from aboveline.syntax.parts import (
    Items,
    Parts,
    Place,
    Row,
    end_of,
    instance,
    label,
    literal,
    name,
    nodes,
    number,
    part_number,
    phrase,
    quoted,
    span_of,
    translation,
    word,
    words,
)


class _Threshold(NamedTuple):
    value: Decimal | None
    unit: Any
    span: Span


def build(read: "Read[Token]", place: Place) -> Any:  # noqa: ANN401 (a declaration, or the clauses of one)
    """The node for what Lark read: a declaration, or a tuple of its clauses."""
    parts = [build(part, place) if isinstance(part, Read) else part for part in read.children]
    return RULES[read.data](place, parts)


def _declared(node: Callable[..., Any]) -> Row:
    """For a declaration of a name, a label and clauses."""

    def declaration(place: Place, parts: Parts) -> tree.Declaration:
        bare = node(parts[1], parts[2], clauses=(), span=span_of(place, parts[:3]))
        return with_clauses(bare, parts[3] or (), place)

    return declaration


def _fact(name: tree.Name, words: tree.Quoted | None, clauses: tuple[()], span: Span) -> tree.Fact:
    return tree.Fact(name, words, None, clauses, span)


def _example(place: Place, parts: Parts) -> tree.Declaration:
    bare = tree.Example(parts[1], (), (), span_of(place, parts[:2]))
    return with_clauses(bare, parts[2] or (), place)


def with_clauses(node: Any, clauses: tuple[Any, ...], place: Place) -> Any:  # noqa: ANN401 (any declaration that has clauses)
    """The declaration with these clauses added to it, and its span drawn out over them."""
    if not clauses:
        return node
    span = node.span.to(Span(place.file, 0, end_of(place, clauses)))
    if isinstance(node, tree.Example):
        said: list[Any] = [part for group in clauses for part in group]
        given = tuple(part for part in said if isinstance(part, tree.Given))
        expect = tuple(part for part in said if isinstance(part, tree.Expect))
        return attrs.evolve(node, given=node.given + given, expect=node.expect + expect, span=span)
    if isinstance(node, tree.Fact):
        types = [c for c in clauses if isinstance(c, tree.TypeName)]
        _one_type(types if node.type is None else [node.type, *types], place)
        clauses = tuple(c for c in clauses if not isinstance(c, tree.TypeName))
        node = attrs.evolve(node, type=node.type or (types[0] if types else None))
    return attrs.evolve(node, clauses=node.clauses + clauses, span=span)


def _one_type(types: list[tree.TypeName], place: Place) -> None:
    if len(types) > 1:
        place.complaints.append(
            Diagnostic(
                "two-types",
                "expected one type of value for the fact, found two",
                (Label(types[1].span, "the second"), Label(types[0].span, "the first")),
            )
        )


def _step(place: Place, parts: Parts) -> tree.Step:
    name, words, threshold, worth = parts
    return tree.Step(
        name, words, threshold.value, threshold.unit, worth and worth.value, span_of(place, parts)
    )


def _threshold(place: Place, parts: Parts) -> _Threshold:
    span = span_of(place, parts)
    if len(parts) == 1:
        return _Threshold(None, None, span)
    unit = "percent" if parts[1].type == "PERCENT" else "points"
    return _Threshold(Decimal(number(place, parts[1])), unit, span)


def _bands(place: Place, parts: Parts) -> tree.Bands:
    _, name, by, *steps = parts
    by_word: Any = by and ("rounded" if by.type == "BY_THE_ROUNDED_SCORE" else "exact")
    return tree.Bands(name, by_word, tuple(steps), span_of(place, parts))


def _list(place: Place, parts: Parts) -> tree.List:
    return tree.List(parts[1], parts[2], words(place, parts[3:]), span_of(place, parts))


def _first(_: Place, parts: Parts) -> Any:  # noqa: ANN401 (a token)
    return parts[0]


def _all(_: Place, parts: Parts) -> tuple[Any, ...]:
    return tuple(parts)


#: The function of each rule of the grammar.
RULES: Mapping[str, Row] = {
    **CLAUSES,
    **EXPRESSIONS,
    "framework": _declared(tree.Framework),
    "framework_clauses": _all,
    "theme": _declared(tree.Theme),
    "theme_clauses": _all,
    "bands": _bands,
    "by": _first,
    "step": _step,
    "threshold": _threshold,
    "worth": lambda place, parts: _Threshold(
        Decimal(number(place, parts[1])), "points", span_of(place, parts)
    ),
    "list": _list,
    "fact": _declared(_fact),
    "fact_clauses": _all,
    "condition": _declared(tree.Condition),
    "condition_clauses": _all,
    "check": _declared(tree.Check),
    "check_clauses": _all,
    "section": _declared(tree.Section),
    "section_clauses": _all,
    "criterion": _declared(tree.Criterion),
    "criterion_clauses": _all,
    "question": _declared(tree.Question),
    "question_clauses": _all,
    "rating": _declared(tree.Rating),
    "rating_clauses": _all,
    "survey": _declared(tree.Survey),
    "survey_clauses": _all,
    "item": _declared(tree.Item),
    "item_clauses": _all,
    "example": _example,
    "example_clauses": _all,
    "literal": literal,
    "name": name,
    "instance": instance,
    "part": lambda place, parts: tree.Part(phrase(parts[0]), parts[1].text, span_of(place, parts)),
    "number": part_number,
    "label": label,
    "translation": translation,
    "quoted": quoted,
    "items": lambda place, parts: Items(nodes(parts), span_of(place, parts)),
    "word": word,
}
