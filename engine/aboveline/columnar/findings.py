"""What a person should look at in a frame of cases: a row for each finding, as the reference evaluator has them."""

# pyright: reportUnknownMemberType=false
# (The types of Polars speak of NumPy, which is not here.)

from collections.abc import Iterator, Mapping
from typing import get_args

import polars as pl
from attrs import field

from aboveline.columnar.expressions import truth
from aboveline.columnar.frame import CASE_ID
from aboveline.columnar.graph import NEVER, YES, Term
from aboveline.columnar.judge import Batch
from aboveline.columnar.plan import Plan, beneath, collected, plan
from aboveline.columnar.rules import marked, recorded
from aboveline.framework.model import Check, Fact, Question
from aboveline.frozen import frozen
from aboveline.judgement import FindingCode

#: The columns that say where a finding is: the place of its case, its code, and the key of the fact or question.
AT, CODE, SUBJECT = "at", "code", "subject"
#: The columns of a table of findings.
SCHEMA = {CASE_ID: pl.String(), CODE: pl.Enum(get_args(FindingCode)), SUBJECT: pl.String()}

_ORDER = "#order"


@frozen
class PossibleFinding:
    """One finding there can be: what is found, of which fact, question or check, and where."""

    code: FindingCode
    subject: str
    where: Term


def findings(of: Batch) -> pl.LazyFrame:
    """A row for each finding: the case id, the code, and the key of the fact, question or check; by case, then in report order."""
    found = found_in(finding_plan(of), of.cases).rows()
    ids = of.cases.select(CASE_ID).collect().to_series()
    return found.select(ids.gather(found[AT]), CODE, SUBJECT).lazy()


@frozen
class FindingPlan:
    """Every finding there can be in cases of the same columns, and how to tell where each is."""

    there_can_be: tuple[PossibleFinding, ...]
    plan: Plan


def finding_plan(of: Batch) -> FindingPlan:
    """How to tell the findings of cases of these columns."""
    there_can_be = tuple(one for one in possible_findings(of) if one.where != NEVER)
    wanted = {str(at): one.where for at, one in enumerate(there_can_be)}
    return FindingPlan(there_can_be, plan(of.scope.graph, wanted, (CASE_ID,)))


@frozen
class Found:
    """Where findings are in some cases: a column of bits for each finding there can be."""

    there_can_be: tuple[PossibleFinding, ...]
    bits: pl.DataFrame = field(repr=False)

    def counts(self) -> Mapping[tuple[FindingCode, str], int]:
        """How often each kind of finding is of each subject, where it is at all."""
        if not self.there_can_be:
            return {}
        sums = self.bits.select(pl.all().sum()).row(0)
        return {(one.code, one.subject): n for one, n in zip(self.there_can_be, sums, strict=True) if n}

    def named_bits(self) -> pl.DataFrame:
        """A column of bits, named `CODE SUBJECT`, for each kind of finding that is there at all; in the order of their names."""
        counts = self.counts()
        names = {
            f"{one.code} {one.subject}": str(at)
            for at, one in enumerate(self.there_can_be)
            if (one.code, one.subject) in counts
        }
        return self.bits.select(**{name: names[name] for name in sorted(names)})

    def rows(self, most: int | None = None) -> pl.DataFrame:
        """A row for each finding, or for the first of them: `AT`, the place of its case from 0, its code and subject."""
        bits, at = self.bits, None
        if most is not None and self.there_can_be:
            at = bits.select(pl.any_horizontal(pl.all())).to_series().arg_true().head(most)
            bits = bits[at]
        where = [bits[str(number)].arg_true() for number in range(len(self.there_can_be))]
        parts = [
            pl.DataFrame({AT: rows}).with_columns(pl.lit(number, pl.UInt32).alias(_ORDER))
            for number, rows in enumerate(where)
            if len(rows)
        ]
        if not parts:
            return pl.DataFrame(schema={AT: pl.UInt32(), CODE: SCHEMA[CODE], SUBJECT: pl.String()})
        found = pl.concat(parts).sort(AT, _ORDER)
        found = found if most is None else found.head(most)
        codes = pl.Series([one.code for one in self.there_can_be], dtype=SCHEMA[CODE])
        subjects = pl.Series([one.subject for one in self.there_can_be], dtype=pl.String)
        order, place = found[_ORDER], found[AT]
        return pl.DataFrame(
            {
                AT: place if at is None else at.gather(place),
                CODE: codes.gather(order),
                SUBJECT: subjects.gather(order),
            }
        )


def found_in(how: FindingPlan, cases: pl.LazyFrame) -> Found:
    """The findings in some cases."""
    if not how.there_can_be:
        return Found((), pl.DataFrame())
    # The case ids are there for their number: what is the same for every case is one bit to Polars.
    bits = collected(beneath(how.plan, cases).select(CASE_ID, **how.plan.wanted))
    return Found(how.there_can_be, bits.drop(CASE_ID))


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
