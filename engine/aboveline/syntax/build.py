"""Turns what Lark read, one grammar rule at a time, into the nodes of `tree.py`.

Every rule of `grammar.lark` has one row in `RULES`, a function of its parts in the order written:
tokens for words and signs, nodes for what other rules built, None for what was left out. A rule
without a row is a fault in this file and raises KeyError.
"""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, NamedTuple

import attrs
from attrs import field, frozen
from lark import Token
from lark import Tree as Read

from aboveline.diagnostics import Diagnostic, Label
from aboveline.source import Span
from aboveline.syntax import spelling, tree

Parts = list[Any]


@frozen
class Place:
    """Where the text being built from stands: its file, and how far into the file it begins.

    Complaints about single words (a date that does not exist, capitals in a name) are put into
    `complaints`.
    """

    file: str
    offset: int
    complaints: list[Diagnostic] = field(factory=list)


class _Items(NamedTuple):
    names: tuple[tree.Name, ...]
    span: Span


class _Threshold(NamedTuple):
    value: Decimal | None
    unit: Any
    span: Span


class _Rows(NamedTuple):
    rows: tuple[tree.Row, ...]
    span: Span


def build(read: "Read[Token]", place: Place) -> Any:  # noqa: ANN401 (a declaration, or the clauses of one)
    """The node for what Lark read: a declaration, or a tuple of its clauses."""
    parts = [build(part, place) if isinstance(part, Read) else part for part in read.children]
    return RULES[read.data](place, parts)


# --- Spans and words ---------------------------------------------------------------------------


def _start(place: Place, part: Any) -> int:  # noqa: ANN401 (any part)
    return place.offset + part.start_pos if isinstance(part, Token) else part.span.start


def _end(place: Place, part: Any) -> int:  # noqa: ANN401 (any part)
    while type(part) is tuple:
        part = part[-1]
    return place.offset + part.end_pos if isinstance(part, Token) else part.span.end


def _span(place: Place, parts: Parts) -> Span:
    last = next(part for part in reversed(parts) if part is not None)
    return Span(place.file, _start(place, parts[0]), _end(place, last))


def _phrase(token: Token) -> Any:  # noqa: ANN401 (stands where a node wants one of a few phrases)
    """A phrase of the language with single spaces."""
    return " ".join(token.split())


def _unit(token: Token) -> Any:  # noqa: ANN401 (likewise)
    phrase: str = _phrase(token)
    return phrase if phrase.endswith("s") else phrase + "s"


def _nodes(parts: Parts) -> tuple[Any, ...]:
    """The parts that are neither words of the language nor left out."""
    return tuple(part for part in parts if part is not None and not isinstance(part, Token))


def _name(place: Place, parts: Parts) -> tree.Name:
    name = tree.Name(str(parts[0]), _span(place, parts))
    complaint = spelling.name_complaint(name.text, name.span)
    if complaint:
        place.complaints.append(complaint)
    return name


def _number_node(place: Place, parts: Parts) -> tree.Name:
    return tree.Name(str(parts[0]), _span(place, parts))


def _quoted(place: Place, parts: Parts) -> tree.Quoted:
    return tree.Quoted(parts[0][1:-1], _span(place, parts))


def _number(place: Place, token: Token) -> Any:  # noqa: ANN401 (int or Decimal, as the node wants)
    value, complaint = spelling.number(str(token).rstrip("%"), _span(place, [token]))
    if complaint:
        place.complaints.append(complaint)
    return value


def _whole(place: Place, token: Token) -> int:
    value = _number(place, token)
    if isinstance(value, int):
        return value
    place.complaints.append(
        Diagnostic(
            "whole-number-needed",
            f"expected a whole number, found `{token}`",
            (Label(_span(place, [token])),),
        )
    )
    return int(value)


def _literal(place: Place, parts: Parts) -> tree.Literal | tree.Percent:
    token, span = parts[0], _span(place, parts)
    match token.type:
        case "STRING":
            return tree.Literal(token[1:-1], span)
        case "PERCENT":
            return tree.Percent(Decimal(_number(place, token)), span)
        case "DATE":
            value, complaint = spelling.day(str(token), span)
            if complaint:
                place.complaints.append(complaint)
            return tree.Literal(value, span)
        case _:
            return tree.Literal(_number(place, token), span)


def _instance(place: Place, parts: Parts) -> tree.Instance:
    return tree.Instance(parts[0], _names_of(parts[2]), _span(place, parts))


def _names_of(some: "tree.Name | _Items | None") -> tuple[tree.Name, ...]:
    if some is None:
        return ()
    return some.names if isinstance(some, _Items) else (some,)


# --- Expressions -------------------------------------------------------------------------------


def _chain(place: Place, parts: Parts) -> tree.Chain:
    joins = tuple(tree.Name(str(t), _span(place, [t])) for t in parts[1::2])
    return tree.Chain(tuple(parts[::2]), joins, _span(place, parts))


def _sum(place: Place, parts: Parts) -> tree.Expr:
    left: tree.Expr = parts[0]
    for sign, right in zip(parts[1::2], parts[2::2], strict=True):
        left = tree.Arithmetic(left, "+" if sign == "+" else "-", right, left.span.to(right.span))
    return left


def _comparison(place: Place, parts: Parts) -> tree.Comparison:
    """`x is v`, `x is not v`, `x is at least v`: the operator is every word between the two."""
    left, *words, right = parts
    operator: Any = _phrase(words[-1]) if words[-1].type not in {"IS", "NOT"} else " ".join(words)
    _check_wording(place, words, right)
    return tree.Comparison(left, operator, right, _span(place, words), _span(place, parts))


def _check_wording(place: Place, words: Parts, right: Any) -> None:  # noqa: ANN401 (any operand)
    """Complain of `is not applicable` and `is any of (…)`, which read as values but mean something else."""
    match right:
        case tree.Name(text="applicable") if len(words) == 2:  # noqa: PLR2004 (`is not`)
            written, meant = "is not applicable", "does not apply"
        case tree.Instance(name=tree.Name(text="any" | "either" as word)):
            written, meant = f"{' '.join(words)} {word} of", f"{' '.join(words)} one of"
        case _:
            return
    span = _span(place, [*words, right])
    place.complaints.append(
        Diagnostic(
            "wrong-word",
            f"expected words of the language, found `{written}`",
            (Label(span),),
            help=f"did you mean `{meant}`?",
            suggestion=meant,
        )
    )


def _one_of(place: Place, parts: Parts) -> tree.OneOf:
    negated = parts[2].type == "NOT"
    return tree.OneOf(parts[0], _nodes(parts[1:]), negated, _span(place, parts))


def _between(place: Place, parts: Parts) -> tree.Between:
    return tree.Between(parts[0], parts[3], parts[5], _span(place, parts))


def _date_limit(place: Place, parts: Parts) -> tree.DateLimit:
    left, _, bound, count, unit, direction, anchor = parts
    return tree.DateLimit(
        left,
        _phrase(bound),
        _whole(place, count),
        _unit(unit),
        _phrase(direction),
        anchor,
        _span(place, parts),
    )


def _within(place: Place, parts: Parts) -> tree.Within:
    left, _, _, count, unit, side, anchor = parts
    return tree.Within(left, _whole(place, count), _unit(unit), _phrase(side), anchor, _span(place, parts))


def _stands(place: Place, parts: Parts) -> tree.Standing:
    return tree.Standing(parts[0], _phrase(parts[-1]), _span(place, parts))


def _stands_not(place: Place, parts: Parts) -> tree.Not:
    return tree.Not(_stands(place, parts), _span(place, parts))


def _in_band(place: Place, parts: Parts) -> tree.InBand:
    subject, _, _, step, reach = parts
    return tree.InBand(subject, step, _phrase(reach) if reach else None, _span(place, parts))


def _quantified(place: Place, parts: Parts) -> tree.Quantified:
    count = _whole(place, parts[1]) if parts[0].type == "AT_LEAST" else None
    *items, standing = [p for p in parts if not isinstance(p, Token)]
    return tree.Quantified(
        _phrase(parts[0]), count, tuple(items), standing and standing[0], _span(place, parts)
    )


class _Are(NamedTuple):
    standing: Any
    span: Span


def _number_of(place: Place, parts: Parts) -> tree.NumberOf:
    standing: Any = "apply" if parts[-1].type == "THAT_APPLY" else _phrase(parts[-1])
    return tree.NumberOf(_nodes(parts), standing, _span(place, parts))


def _elapsed(place: Place, parts: Parts) -> tree.Elapsed:
    unit: Any = _phrase(parts[0]).removesuffix(" from")
    return tree.Elapsed(unit, parts[1], parts[3], _span(place, parts))


# --- Clauses -----------------------------------------------------------------------------------


def _of_second(node: Callable[[Any, Span], Any]) -> Callable[[Place, Parts], Any]:
    """For a rule whose node holds just its second part, such as `only where` and an expression."""
    return lambda place, parts: node(parts[1], _span(place, parts))


def _of_none(node: Callable[[Span], Any]) -> Callable[[Place, Parts], Any]:
    """For a rule that is words alone."""
    return lambda place, parts: node(_span(place, parts))


def _of_phrase(
    node: Callable[[Any, Span], Any], meanings: Mapping[str, str]
) -> Callable[[Place, Parts], Any]:
    """For a rule whose last word says which of a few things is meant."""
    return lambda place, parts: node(meanings.get(parts[-1].type, _phrase(parts[-1])), _span(place, parts))


def _unanswered(place: Place, parts: Parts) -> tree.Unanswered:
    rules: Mapping[str, Any] = {
        "ARE_LEFT_OUT": "left out",
        "COUNT_AS_INSUFFICIENT": "insufficient",
        "STOP_THE_SCORE": "stop",
    }
    return tree.Unanswered(rules[parts[1].type], _span(place, parts))


def _whole_number(place: Place, parts: Parts) -> tree.TypeWhole:
    _, _, low, _, high = parts
    return tree.TypeWhole(
        None if low is None else _whole(place, low),
        None if high is None else _whole(place, high),
        _span(place, parts),
    )


def _word(place: Place, parts: Parts) -> tree.LabelledName:
    return tree.LabelledName(parts[0], parts[1], _span(place, parts))


def _each_list(place: Place, parts: Parts) -> tree.ForEachList:
    return tree.ForEachList(parts[0], _names_of(parts[-1]), _span(place, parts))


def _sufficient_when(place: Place, parts: Parts) -> tree.SufficientWhen:
    nodes = _nodes(parts)
    if len(nodes) > 1:
        return tree.SufficientWhen(None, nodes, _span(place, parts))
    return tree.SufficientWhen(nodes[0], (), _span(place, parts))


def _worked_out(place: Place, parts: Parts) -> tree.WorkedOut:
    span, nodes = _span(place, parts), _nodes(parts)
    match nodes:
        case (_Rows(rows=rows),):
            return tree.WorkedOut(rows, True, None, span)
        case (tree.Row(), *_):
            return tree.WorkedOut(nodes, False, None, span)
        case _:
            return tree.WorkedOut((), False, nodes[0], span)


def _row(place: Place, parts: Parts) -> tree.Row:
    return tree.Row(parts[0], parts[2] if len(parts) > 2 else None, _span(place, parts))


def _measure(place: Place, parts: Parts) -> tree.Measure:
    return tree.Measure(_phrase(parts[0]), _nodes(parts), _span(place, parts))


def _cap(place: Place, parts: Parts) -> tree.Cap:
    return tree.Cap(_phrase(parts[0]), parts[1], parts[3], _span(place, parts))


def _given_value(place: Place, parts: Parts) -> tree.Given:
    value = None if isinstance(parts[2], Token) else parts[2]
    return tree.Given(parts[0], value.step if isinstance(value, _InStep) else value, _span(place, parts))


class _InStep(NamedTuple):
    step: tree.Name
    span: Span


class _Outcome(NamedTuple):
    word: Any
    span: Span


def _expect_value(place: Place, parts: Parts) -> tree.Expect:
    subject, span = parts[0], _span(place, parts)
    match parts[-1]:
        case _Outcome(word="unknown"):
            return tree.Expect(subject, None, None, None, True, span)
        case _Outcome(word=word):
            return tree.Expect(subject, word, None, None, False, span)
        case _InStep(step=step):
            return tree.Expect(subject, None, None, step, False, span)
        case value:
            return tree.Expect(subject, None, value, None, False, span)


# --- Declarations ------------------------------------------------------------------------------


def _declared(node: Callable[..., Any]) -> Callable[[Place, Parts], Any]:
    """For a declaration of a name, a label and clauses."""

    def declaration(place: Place, parts: Parts) -> tree.Declaration:
        bare = node(parts[1], parts[2], clauses=(), span=_span(place, parts[:3]))
        return with_clauses(bare, parts[3] or (), place)

    return declaration


def _fact(name: tree.Name, label: tree.Quoted | None, clauses: tuple[()], span: Span) -> tree.Fact:
    return tree.Fact(name, label, None, clauses, span)


def _example(place: Place, parts: Parts) -> tree.Declaration:
    bare = tree.Example(parts[1], (), (), _span(place, parts[:2]))
    return with_clauses(bare, parts[2] or (), place)


def with_clauses(node: Any, clauses: tuple[Any, ...], place: Place) -> Any:  # noqa: ANN401 (any declaration that has clauses)
    """The declaration with these clauses added to it, and its span drawn out over them."""
    if not clauses:
        return node
    span = node.span.to(Span(place.file, 0, _end(place, clauses)))
    if isinstance(node, tree.Example):
        given = tuple(
            c for group in clauses if type(group) is tuple for c in group if isinstance(c, tree.Given)
        )
        expect = tuple(
            c for group in clauses if type(group) is tuple for c in group if isinstance(c, tree.Expect)
        )
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
    name, label, threshold, worth = parts
    return tree.Step(name, label, threshold.value, threshold.unit, worth and worth.value, _span(place, parts))


def _threshold(place: Place, parts: Parts) -> _Threshold:
    span = _span(place, parts)
    if len(parts) == 1:
        return _Threshold(None, None, span)
    unit = "percent" if parts[1].type == "PERCENT" else "points"
    return _Threshold(Decimal(_number(place, parts[1])), unit, span)


def _bands(place: Place, parts: Parts) -> tree.Bands:
    _, name, by, *steps = parts
    by_word: Any = by and ("rounded" if by.type == "BY_THE_ROUNDED_SCORE" else "exact")
    return tree.Bands(name, by_word, tuple(steps), _span(place, parts))


def _list(place: Place, parts: Parts) -> tree.List:
    return tree.List(parts[1], _nodes(parts[2:]), _span(place, parts))


def _first(_: Place, parts: Parts) -> Any:  # noqa: ANN401 (a token)
    return parts[0]


def _all(_: Place, parts: Parts) -> tuple[Any, ...]:
    return tuple(parts)


def _each_node(_: Place, parts: Parts) -> tuple[Any, ...]:
    return _nodes(parts)


RULES: Mapping[str, Callable[[Place, Parts], Any]] = {
    # declarations
    "framework": _declared(tree.Framework),
    "framework_clauses": _all,
    "theme": _declared(tree.Theme),
    "theme_clauses": _all,
    "bands": _bands,
    "by": _first,
    "step": _step,
    "threshold": _threshold,
    "worth": lambda place, parts: _Threshold(
        Decimal(_number(place, parts[1])), "points", _span(place, parts)
    ),
    "list": _list,
    "fact": _declared(_fact),
    "fact_clauses": _all,
    "condition": _declared(tree.Condition),
    "condition_clauses": _all,
    "section": _declared(tree.Section),
    "section_clauses": _all,
    "criterion": _declared(tree.Criterion),
    "criterion_clauses": _all,
    "question": _declared(tree.Question),
    "question_clauses": _all,
    "rating": _declared(tree.Rating),
    "rating_clauses": _all,
    "example": _example,
    "example_clauses": _all,
    # clauses
    "version": _of_second(tree.Version),
    "calendar": _of_second(tree.Calendar),
    "unanswered": _unanswered,
    "where": _of_second(tree.Where),
    "only_where": _of_second(tree.OnlyWhere),
    "excluded_where": _of_second(tree.ExcludedWhere),
    "excused_where": _of_second(tree.ExcusedWhere),
    "yes_or_no": _of_none(tree.TypeYesNo),
    "choice": lambda place, parts: tree.TypeChoice(_nodes(parts), _span(place, parts)),
    "whole_number": _whole_number,
    "decimal_number": _of_none(tree.TypeNumber),
    "date_type": _of_none(tree.TypeDate),
    "text_type": _of_none(tree.TypeText),
    "required": _of_none(tree.Required),
    "of_the_inspection": _of_none(tree.OfTheInspection),
    "in_data": _of_second(tree.InData),
    "for_each": lambda place, parts: tree.ForEach(_nodes(parts), _span(place, parts)),
    "each_list": _each_list,
    "answers": _of_second(tree.Answers),
    "sufficient_when": _sufficient_when,
    "may_be_marked": _of_none(tree.MayBeMarked),
    "standing": _of_phrase(tree.Flag, {}),
    "not_scored": _of_phrase(tree.Flag, {}),
    "words": lambda place, parts: tree.Words(_phrase(parts[0]), parts[1], _span(place, parts)),
    "feeds": lambda place, parts: tree.Feeds(_nodes(parts), _span(place, parts)),
    "feed": lambda place, parts: tree.Feed(
        parts[0], _names_of(parts[-1]) if len(parts) > 1 else (), _span(place, parts)
    ),
    "in_bands": _of_second(tree.InBands),
    "worked_out": _worked_out,
    "exactly_one": lambda place, parts: _Rows(_nodes(parts), _span(place, parts)),
    "row": _row,
    "for_part": _of_second(tree.ForPart),
    "measure": _measure,
    "share": lambda place, parts: tree.Share(parts[1], parts[3], _span(place, parts)),
    "judged_by_inspectors": _of_none(tree.JudgedByInspectors),
    "cap": _cap,
    "empty_parts": _of_phrase(
        tree.EmptyParts, {"SCALE_UP_THE_REST": "scale up", "IT_COUNTS_0_POINTS": "zero points"}
    ),
    "given": _each_node,
    "given_value": _given_value,
    "expect": _each_node,
    "expect_value": _expect_value,
    "outcome": lambda place, parts: _Outcome(_phrase(parts[0]), _span(place, parts)),
    "in_step": lambda place, parts: _InStep(parts[1], _span(place, parts)),
    # expressions
    "chain": _chain,
    "not_so": lambda place, parts: tree.Not(parts[1], _span(place, parts)),
    "is_value": _comparison,
    "is_not_value": _comparison,
    "compares": _comparison,
    "is_one_of": _one_of,
    "is_not_one_of": _one_of,
    "is_between": _between,
    "date_limit": _date_limit,
    "within": _within,
    "stands": _stands,
    "stands_not": _stands_not,
    "applies": _stands,
    "in_band": _in_band,
    "no_cases": lambda place, parts: tree.NoApplicableCases(parts[0], _span(place, parts)),
    "quantified": _quantified,
    "are": lambda place, parts: _Are(_phrase(parts[1]), _span(place, parts)),
    "sum": _sum,
    "the_answer": _of_none(tree.TheAnswer),
    "grouped": _of_second(tree.Grouped),
    "number_of": _number_of,
    "elapsed": _elapsed,
    "literal": _literal,
    # names
    "name": _name,
    "instance": _instance,
    "part": lambda place, parts: tree.Part(_phrase(parts[0]), parts[1].text, _span(place, parts)),
    "number": _number_node,
    "label": _quoted,
    "quoted": _quoted,
    "items": lambda place, parts: _Items(_nodes(parts), _span(place, parts)),
    "word": _word,
}
