"""What a person should look at in a frame of cases: a row for each finding, as the reference evaluator has them."""

# pyright: reportUnknownMemberType=false
# (The types of Polars speak of NumPy, which is not here.)

from collections.abc import Iterator
from typing import get_args

import polars as pl

from aboveline.columnar.expressions import truth
from aboveline.columnar.frame import CASE_ID
from aboveline.columnar.graph import NEVER, YES, Term
from aboveline.columnar.judge import Batch
from aboveline.columnar.plan import query
from aboveline.columnar.rules import marked, recorded
from aboveline.framework.model import Check, Fact, Question
from aboveline.frozen import frozen
from aboveline.judgement import FindingCode

#: The columns of a table of findings.
SCHEMA = {CASE_ID: pl.String(), "code": pl.Enum(get_args(FindingCode)), "subject": pl.String()}

#: What stands in front of the columns that only count rows here.
_ROW = "#row"


@frozen
class PossibleFinding:
    """One finding there can be: what is found, of which fact, question or check, and where."""

    code: FindingCode
    subject: str
    where: Term


def findings(of: Batch) -> pl.LazyFrame:
    """A row for each finding: the case id, the code, and the key of the fact, question or check; by case, then in report order."""
    there_can_be = [one for one in possible_findings(of) if one.where != NEVER]
    wanted = {str(at): one.where for at, one in enumerate(there_can_be)}
    if not wanted:
        return pl.LazyFrame(schema=SCHEMA)
    named = pl.LazyFrame(
        {
            "at": [str(at) for at in range(len(there_can_be))],
            "order": range(len(there_can_be)),
            "code": [one.code for one in there_can_be],
            "subject": [one.subject for one in there_can_be],
        },
        schema_overrides=SCHEMA | {"at": pl.String(), "order": pl.Int64()},
    )
    found = query(of.scope.graph, wanted, of.cases.with_row_index(_ROW), (_ROW, CASE_ID))
    return (
        found.filter(pl.any_horizontal(list(wanted)))
        .unpivot(list(wanted), index=[_ROW, CASE_ID], variable_name="at")
        .filter("value")
        .join(named, on="at")
        .sort(_ROW, "order")
        .select(list(SCHEMA))
    )


def possible_findings(of: Batch) -> Iterator[PossibleFinding]:
    """Every finding there can be, in the order in which those of one case are given."""
    for fact in of.framework.facts.values():
        if not fact.of_inspection and (fact.worked_out or fact.only_where):
            yield from _of_fact(of, fact)
    for question in of.framework.questions.values():
        yield from _of_question(of, question)
    for check in of.framework.checks.values():
        yield PossibleFinding("check-contradicted", check.key, contradicted(of, check))


def contradicted(of: Batch, check: Check) -> Term:
    """Where a case is one the check is for, and what must be so of it is not; nowhere either is unknown."""
    applies = YES if check.when is None else truth(check.when, of.scope)
    return of.scope.graph.every((applies.yes, truth(check.expect, of.scope).no))


def _of_fact(of: Batch, fact: Fact) -> Iterator[PossibleFinding]:
    given = recorded(fact.key, fact.type, of.columns.get(fact.key), of.scope.graph).present
    if fact.worked_out:
        yield PossibleFinding("value-for-worked-out", fact.key, given)
    else:
        gone = of.scope.facts[fact.key].exists.no
        yield PossibleFinding("value-where-none-exists", fact.key, of.scope.graph.every((given, gone)))
    yield from _of_rows(of, fact.key)


def _of_question(of: Batch, question: Question) -> Iterator[PossibleFinding]:
    graph, ruled, key = of.scope.graph, of.scope.rulings[question.key], question.key
    given = recorded(key, question.answers, of.columns.get(key), graph).present
    mark = marked(key, question.answers, of.columns.get(key), graph)
    if question.worked_out:
        there = graph.every((graph.some((given, mark)), graph.opposite(ruled.by_assessor)))
        yield PossibleFinding("value-for-worked-out", key, there)
    else:
        yield PossibleFinding("answered-though-not-applicable", key, graph.every((given, ruled.by_rule)))
        if not question.may_be_marked:
            wrong = graph.every((mark, graph.opposite(ruled.by_rule)))
            yield PossibleFinding("mark-not-allowed", key, wrong)
    yield from _of_rows(of, key)


def _of_rows(of: Batch, key: str) -> Iterator[PossibleFinding]:
    yield PossibleFinding("no-row-fits", key, of.scope.no_row.get(key, NEVER))
    yield PossibleFinding("more-than-one-row-fits", key, of.scope.more_rows.get(key, NEVER))
