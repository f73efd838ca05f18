"""Judges a frame of cases in one query: a code for every judgement, the answers, and what is worked out."""

from collections.abc import Collection, Mapping, Sequence
from typing import assert_never

import polars as pl

from aboveline.columnar.expressions import Scope, truth
from aboveline.columnar.frame import CASE_ID, column_type, column_types
from aboveline.columnar.graph import ALWAYS, NEVER, Graph, Term
from aboveline.columnar.plan import query
from aboveline.columnar.reasons import code_type
from aboveline.columnar.rules import in_terms
from aboveline.columnar.seen import Numbers, Plain, Seen, Words, is_certain
from aboveline.framework.model import Framework, Question, Share
from aboveline.frozen import frozen
from aboveline.reasons import SHARE_OF
from aboveline.records.record import Record
from aboveline.values import Date, Number, ValueType


@frozen
class Batch:
    """A frame of cases, and a framework in terms of its columns."""

    framework: Framework
    cases: pl.LazyFrame
    columns: Mapping[str, pl.DataType]
    scope: Scope


def batch(framework: Framework, cases: pl.LazyFrame, inspection: Record | None = None) -> Batch:
    """Some cases to be judged under a framework. Raises TypeError for a column of another type than `frame_schema` says."""
    columns = column_types(framework, cases)
    return Batch(framework, cases, columns, in_terms(framework, columns, inspection))


def judgements(of: Batch, only: Collection[str] | None = None) -> pl.LazyFrame:
    """The judgements: the case id, and for each judged question a column of codes, as `reasons` numbers them.

    With `only`, those of just these questions; nothing is worked out that they do not need.
    """
    asked = [q for q in of.framework.questions.values() if q.is_judged and (only is None or q.key in only)]
    wanted = {question.key: code_term(of, question) for question in asked}
    return query(of.scope.graph, wanted, of.cases, (CASE_ID,))


def code_term(of: Batch, question: Question) -> Term:
    """The code of a judged question's reason."""
    return _coded(of.scope.graph, of.scope.rulings[question.key].reasons, code_type(question))


def share_bits(of: Batch, share: Share) -> tuple[Term, ...]:
    """A bit for each reason in `SHARE`: how a case counts, as a question would that is asked only where the share is out of."""
    graph, out_of, where = of.scope.graph, truth(share.out_of, of.scope), truth(share.where, of.scope)
    return (
        graph.every((out_of.yes, where.no)),
        graph.every((out_of.yes, where.yes)),
        graph.every((out_of.yes, graph.unknown(where))),
        graph.unknown(out_of),
        out_of.no,
    )


def codes(of: Batch) -> Mapping[str, Term]:
    """The code of every judgement, by the columns of `reasons_by_column`: judged questions, then shares of cases."""
    questions = {key: code_term(of, q) for key, q in of.framework.questions.items() if q.is_judged}
    shares = {
        SHARE_OF + key: _coded(of.scope.graph, share_bits(of, rating.measure), pl.UInt8())
        for key, rating in of.framework.ratings.items()
        if isinstance(rating.measure, Share)
    }
    return {**questions, **shares}


def _coded(graph: Graph, bits: Sequence[Term], kind: pl.DataType) -> Term:
    """The place of the one bit that is set."""
    for code, bit in enumerate(bits):
        if bit == ALWAYS:
            return graph.literal(code)
    coded = [(code, bit) for code, bit in enumerate(bits) if code and bit != NEVER]
    return graph.term("code", *(bit for _, bit in coded), told=(kind, tuple(code for code, _ in coded)))


def _chosen(
    graph: Graph, values: tuple[object, ...], bits: tuple[Term, ...], kind: pl.DataType, rest: object
) -> Term:
    """The value beside the first bit that is set, `rest` where none is."""
    possible = [(value, bit) for value, bit in zip(values, bits, strict=True) if bit != NEVER]
    for at, (value, bit) in enumerate(possible):
        if bit == ALWAYS:
            possible, rest = possible[:at], value
            break
    told = (tuple(value for value, _ in possible), kind, rest)
    return graph.term("first", *(bit for _, bit in possible), told=told)


def answers(of: Batch) -> pl.LazyFrame:
    """The case id and the answer to every question, as it stands in a Judgement.

    As recorded, or worked out where the question applies; null where there is none, or it is marked not applicable.
    """
    return query(
        of.scope.graph, {key: answer_term(of, key) for key in of.framework.questions}, of.cases, (CASE_ID,)
    )


def answer_term(of: Batch, key: str) -> Term:
    """The answer to a question, as it stands in a Judgement."""
    question, ruled = of.framework.questions[key], of.scope.rulings[key]
    answer = of.scope.answers[key]
    where = ruled.reached if question.worked_out else of.scope.graph.opposite(ruled.by_assessor)
    return _value(of.scope.graph, answer, question.answers, where)


def derived(of: Batch) -> pl.LazyFrame:
    """The case id and every worked-out fact and answer; null where it has no value."""
    wanted = {key: fact_term(of, key) for key, fact in of.framework.facts.items() if fact.worked_out}
    wanted |= {key: answer_term(of, key) for key, q in of.framework.questions.items() if q.worked_out}
    return query(of.scope.graph, wanted, of.cases, (CASE_ID,))


def fact_term(of: Batch, key: str) -> Term:
    """The value of a fact, recorded or worked out; null where it is missing or does not exist."""
    fact, seen = of.framework.facts[key], of.scope.facts[key]
    return _value(of.scope.graph, seen, fact.type, of.scope.graph.opposite(seen.exists.no))


def group_term(of: Batch, key: str) -> Term:
    """The value of a fact that a case is grouped by; null where it is missing, or where there is not surely such a thing."""
    fact, seen = of.framework.facts[key], of.scope.facts[key]
    return _value(of.scope.graph, seen, fact.type, seen.exists.yes)


def _value(graph: Graph, seen: Seen, kind: ValueType, where: Term) -> Term:
    """What an operand is, where it is certain and the bit is set, as a column of the frame would hold it."""
    there = graph.every((where, is_certain(graph, seen)))
    match seen:
        case Words():
            bits = tuple(graph.every((there, bit)) for bit in seen.at.values())
            return _chosen(graph, tuple(seen.at), bits, column_type(kind), None)
        case Numbers():
            value = seen.low
            if isinstance(kind, Number):
                value = graph.term("as decimal", value, told=(seen.places,))
        case Plain():
            value = graph.term("as date", seen.value) if isinstance(kind, Date) else seen.value
        case _:
            assert_never(seen)
    return graph.term("where", there, value)
