"""Turns what Lark read of an expression into its node: one function for each rule, in `EXPRESSIONS`."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from lark import Token

from aboveline.diagnostics import Diagnostic, Label
from aboveline.source import Span
from aboveline.syntax import tree
from aboveline.syntax.parts import Parts, Place, Row, nodes, of_none, of_second, phrase, span_of, unit, whole


def _chain(place: Place, parts: Parts) -> tree.Chain:
    joins = tuple(tree.Name(str(t), span_of(place, [t])) for t in parts[1::2])
    return tree.Chain(tuple(parts[::2]), joins, span_of(place, parts))


def _sum(_: Place, parts: Parts) -> tree.Expr:
    left: tree.Expr = parts[0]
    for sign, right in zip(parts[1::2], parts[2::2], strict=True):
        left = tree.Arithmetic(left, "+" if sign == "+" else "-", right, left.span.to(right.span))
    return left


def _comparison(place: Place, parts: Parts) -> tree.Comparison:
    """`x is v`, `x is not v`, `x is at least v`: the operator is every word between the two."""
    left, *words, right = parts
    operator: Any = phrase(words[-1]) if words[-1].type not in {"IS", "NOT"} else " ".join(words)
    _check_wording(place, words, right)
    return tree.Comparison(left, operator, right, span_of(place, words), span_of(place, parts))


def _check_wording(place: Place, words: Parts, right: Any) -> None:  # noqa: ANN401 (any operand)
    """Complain of `is not applicable` and `is any of (…)`, which read as values but mean something else."""
    match right:
        case tree.Name(text="applicable") if len(words) == 2:
            written, meant = "is not applicable", "does not apply"
        case tree.Instance(name=tree.Name(text="any" | "either" as word)):
            written, meant = f"{' '.join(words)} {word} of", f"{' '.join(words)} one of"
        case _:
            return
    span = span_of(place, [*words, right])
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
    return tree.OneOf(parts[0], nodes(parts[1:]), negated, span_of(place, parts))


def _between(place: Place, parts: Parts) -> tree.Between:
    return tree.Between(parts[0], parts[3], parts[5], span_of(place, parts))


def _date_limit(place: Place, parts: Parts) -> tree.DateLimit:
    left, _, bound, count, of, direction, anchor = parts
    return tree.DateLimit(
        left,
        phrase(bound),
        whole(place, count),
        unit(of),
        phrase(direction),
        anchor,
        span_of(place, parts),
    )


def _within(place: Place, parts: Parts) -> tree.Within:
    left, _, _, count, of, side, anchor = parts
    return tree.Within(left, whole(place, count), unit(of), phrase(side), anchor, span_of(place, parts))


def _stands(place: Place, parts: Parts) -> tree.Standing:
    return tree.Standing(parts[0], phrase(parts[-1]), span_of(place, parts))


def _stands_not(place: Place, parts: Parts) -> tree.Not:
    return tree.Not(_stands(place, parts), span_of(place, parts))


def _in_band(place: Place, parts: Parts) -> tree.InBand:
    subject, _, _, step, reach = parts
    return tree.InBand(subject, step, phrase(reach) if reach else None, span_of(place, parts))


def _quantified(place: Place, parts: Parts) -> tree.Quantified:
    count = whole(place, parts[1]) if parts[0].type == "AT_LEAST" else None
    *items, standing = [p for p in parts if not isinstance(p, Token)]
    return tree.Quantified(
        phrase(parts[0]), count, tuple(items), standing and standing[0], span_of(place, parts)
    )


class _Are(NamedTuple):
    standing: Any
    span: Span


def _number_of(place: Place, parts: Parts) -> tree.NumberOf:
    standing: Any = "apply" if parts[-1].type == "THAT_APPLY" else phrase(parts[-1])
    return tree.NumberOf(nodes(parts), standing, span_of(place, parts))


def _elapsed(place: Place, parts: Parts) -> tree.Elapsed:
    unit: Any = phrase(parts[0]).removesuffix(" from")
    return tree.Elapsed(unit, parts[1], parts[3], span_of(place, parts))


#: The function of each rule of the grammar for expressions.
EXPRESSIONS: Mapping[str, Row] = {
    "chain": _chain,
    "not_so": lambda place, parts: tree.Not(parts[1], span_of(place, parts)),
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
    "no_cases": lambda place, parts: tree.NoApplicableCases(parts[0], span_of(place, parts)),
    "quantified": _quantified,
    "are": lambda place, parts: _Are(phrase(parts[1]), span_of(place, parts)),
    "sum": _sum,
    "the_answer": of_none(tree.TheAnswer),
    "grouped": of_second(tree.Grouped),
    "number_of": _number_of,
    "elapsed": _elapsed,
}
