"""Turns what Lark read of a clause into its node: one function for each rule, in `CLAUSES`."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, NamedTuple

from lark import Token

from aboveline.source import Span
from aboveline.syntax import tree
from aboveline.syntax.parts import (
    Parts,
    Place,
    Row,
    names_of,
    nodes,
    number,
    of_none,
    of_second,
    phrase,
    span_of,
    whole,
    words,
)


class _Rows(NamedTuple):
    rows: tuple[tree.Row, ...]
    span: Span


def _unanswered(place: Place, parts: Parts) -> tree.Unanswered:
    rules: Mapping[str, Any] = {
        "ARE_LEFT_OUT": "left out",
        "COUNT_AS_INSUFFICIENT": "insufficient",
        "STOP_THE_SCORE": "stop",
    }
    return tree.Unanswered(rules[parts[1].type], span_of(place, parts))


def _whole_number(place: Place, parts: Parts) -> tree.TypeWhole:
    _, _, low, _, high = parts
    return tree.TypeWhole(
        None if low is None else whole(place, low),
        None if high is None else whole(place, high),
        span_of(place, parts),
    )


def _each_list(place: Place, parts: Parts) -> tree.ForEachList:
    return tree.ForEachList(parts[0], names_of(parts[-1]), span_of(place, parts))


def _sufficient_when(place: Place, parts: Parts) -> tree.SufficientWhen:
    first, *more = nodes(parts)
    if more:
        return tree.SufficientWhen(None, (first, *more), span_of(place, parts))
    return tree.SufficientWhen(first, (), span_of(place, parts))


def _worked_out(place: Place, parts: Parts) -> tree.WorkedOut:
    span, built = span_of(place, parts), nodes(parts)
    match built[0]:
        case _Rows(rows=rows):
            return tree.WorkedOut(rows, True, None, span)
        case tree.Row():
            return tree.WorkedOut(built, False, None, span)
        case expr:
            return tree.WorkedOut((), False, expr, span)


def _row(place: Place, parts: Parts) -> tree.Row:
    return tree.Row(parts[0], parts[2] if len(parts) > 2 else None, span_of(place, parts))


def _measure(place: Place, parts: Parts) -> tree.Measure:
    return tree.Measure(phrase(parts[0]), nodes(parts), span_of(place, parts))


def _cap(place: Place, parts: Parts) -> tree.Cap:
    return tree.Cap(phrase(parts[0]), parts[1], parts[3], span_of(place, parts))


def _given_value(place: Place, parts: Parts) -> tree.Given:
    value = None if isinstance(parts[2], Token) else parts[2]
    return tree.Given(parts[0], value.step if isinstance(value, _InStep) else value, span_of(place, parts))


class _InStep(NamedTuple):
    step: tree.Name
    span: Span


class _Outcome(NamedTuple):
    word: Any
    span: Span


def _expect_value(place: Place, parts: Parts) -> tree.Expect:
    subject, span = parts[0], span_of(place, parts)
    match parts[-1]:
        case _Outcome(word="unknown"):
            return tree.Expect(subject, None, None, None, True, span)
        case _Outcome(word=word):
            return tree.Expect(subject, word, None, None, False, span)
        case _InStep(step=step):
            return tree.Expect(subject, None, None, step, False, span)
        case value:
            return tree.Expect(subject, None, value, None, False, span)


def _scale(place: Place, parts: Parts) -> tree.TypeScale:
    return tree.TypeScale(whole(place, parts[1]), whole(place, parts[3]), span_of(place, parts))


def _positive(place: Place, parts: Parts) -> tree.PositiveWhen | tree.PositiveFrom:
    if parts[0].type == "POSITIVE_FROM":
        return tree.PositiveFrom(whole(place, parts[1]), span_of(place, parts))
    return tree.PositiveWhen(nodes(parts), span_of(place, parts))


def _empty_parts(place: Place, parts: Parts) -> tree.EmptyParts:
    scaled = parts[0].type == "SCALE_UP_THE_REST"
    return tree.EmptyParts("scale up" if scaled else "zero points", span_of(place, parts))


#: The function of each rule of the grammar for clauses.
CLAUSES: Mapping[str, Row] = {
    "version": of_second(tree.Version),
    "written_in": of_second(tree.WrittenIn),
    "calendar": of_second(tree.Calendar),
    "unanswered": _unanswered,
    "strengths_from": lambda place, parts: tree.StrengthsFrom(
        Decimal(number(place, parts[1])), span_of(place, parts)
    ),
    "where": of_second(tree.Where),
    "only_where": of_second(tree.OnlyWhere),
    "excluded_where": of_second(tree.ExcludedWhere),
    "excused_where": of_second(tree.ExcusedWhere),
    "yes_or_no": of_none(tree.TypeYesNo),
    "choice": lambda place, parts: tree.TypeChoice(words(place, parts), span_of(place, parts)),
    "whole_number": _whole_number,
    "decimal_number": of_none(tree.TypeNumber),
    "date_type": of_none(tree.TypeDate),
    "text_type": of_none(tree.TypeText),
    "required": of_none(tree.Required),
    "of_the_inspection": of_none(tree.OfTheInspection),
    "in_data": of_second(tree.InData),
    "for_each": lambda place, parts: tree.ForEach(nodes(parts), span_of(place, parts)),
    "each_list": _each_list,
    "answers": of_second(tree.Answers),
    "sufficient_when": _sufficient_when,
    "may_be_marked": of_none(tree.MayBeMarked),
    "standing": lambda place, parts: tree.Flag(phrase(parts[0]), span_of(place, parts)),
    "not_scored": lambda place, parts: tree.Flag(phrase(parts[0]), span_of(place, parts)),
    "words": lambda place, parts: tree.Words(phrase(parts[0]), parts[1], span_of(place, parts)),
    "feeds": lambda place, parts: tree.Feeds(nodes(parts), span_of(place, parts)),
    "feed": lambda place, parts: tree.Feed(
        parts[0], names_of(parts[-1]) if len(parts) > 1 else (), span_of(place, parts)
    ),
    "in_bands": of_second(tree.InBands),
    "worked_out": _worked_out,
    "exactly_one": lambda place, parts: _Rows(nodes(parts), span_of(place, parts)),
    "row": _row,
    "when": of_second(tree.When),
    "expect_that": of_second(tree.ExpectThat),
    "for_part": of_second(tree.ForPart),
    "measure": _measure,
    "share": lambda place, parts: tree.Share(parts[1], parts[3], span_of(place, parts)),
    "judged_by_inspectors": of_none(tree.JudgedByInspectors),
    "cap": _cap,
    "empty_parts": _empty_parts,
    "item_answers": of_second(tree.ItemAnswers),
    "several": lambda place, parts: tree.TypeSeveral(words(place, parts), span_of(place, parts)),
    "scale": _scale,
    "positive": _positive,
    "about": lambda place, parts: tree.About(nodes(parts), span_of(place, parts)),
    "told": lambda place, parts: tree.Words(phrase(parts[0]), parts[1], span_of(place, parts)),
    "given": lambda _, parts: nodes(parts),
    "given_value": _given_value,
    "expect": lambda _, parts: nodes(parts),
    "expect_value": _expect_value,
    "outcome": lambda place, parts: _Outcome(phrase(parts[0]), span_of(place, parts)),
    "in_step": lambda place, parts: _InStep(parts[1], span_of(place, parts)),
}
