"""What is made up has everything in it that the language can say of a case, and comes to everything that can come of one."""

from collections.abc import Iterator
from functools import cache
from typing import get_args

from aboveline.framework import expressions as ex
from aboveline.framework.dependencies import rules_of_fact, rules_of_question, rules_of_rating
from aboveline.framework.model import Clause, ClauseKind, Fact, Framework, Question, Share, UnansweredRule
from aboveline.judgement import FindingCode, Outcome
from aboveline.records.record import Record
from aboveline.reference.judge import CaseResult, judge
from aboveline.values import Choice, Mark, ValueType
from cases import an_inspection, some_batches
from choices import Seeded
from frameworks import made_up, written
from written import framework_of

SEEDS = range(300)

#: Statements about scores, which only ratings make; and what stands for a rule with an error in it.
NOT_OF_CASES = {ex.ScoreCompare, ex.ScoreBetween, ex.InBand, ex.NoApplicableCases, ex.Always}


@cache
def frameworks() -> tuple[Framework, ...]:
    return tuple(framework_of(written(made_up(Seeded(seed)))) for seed in SEEDS)


@cache
def judged() -> tuple[tuple[Framework, Record, CaseResult], ...]:
    found = []
    for seed, framework in zip(SEEDS, frameworks(), strict=True):
        choices = Seeded(seed)
        beside = an_inspection(choices, framework)
        for batch in some_batches(choices, framework, 3):
            found += [(framework, record, judge(framework, record, beside)) for record in batch]
    return tuple(found)


#: What no single case comes to: it is found beside other cases, or in a file of overrides.
OF_NO_CASE = {
    "rare-value",
    "override-of-unknown-case",
    "override-of-unknown-question",
    "override-changes-nothing",
}


def said() -> Iterator[ex.Expression]:
    """Every expression about a case, in every framework."""
    for framework in frameworks():
        rules = [condition.expr for condition in framework.conditions.values()]
        for fact in framework.facts.values():
            rules += rules_of_fact(fact)
        for question in framework.questions.values():
            rules += rules_of_question(question)
        for rating in framework.ratings.values():
            rules += rules_of_rating(rating) if isinstance(rating.measure, Share) else ()
        for rule in rules:
            yield from ex.walk(rule)


def questions() -> list[Question]:
    return [question for framework in frameworks() for question in framework.questions.values()]


def facts() -> list[Fact]:
    return [fact for framework in frameworks() for fact in framework.facts.values()]


def test_every_kind_of_expression():
    assert {type(expr) for expr in said()} == {*get_args(ex.Expression)} - NOT_OF_CASES


def test_every_word_an_expression_can_be_made_with():
    units, shifts = set(get_args(ex.Unit)), {"days", "working days", "weeks", "months"}
    found = {kind: [expr for expr in said() if isinstance(expr, kind)] for kind in get_args(ex.Expression)}
    assert {e.operator for e in found[ex.Compare]} == set(get_args(ex.ComparisonWord))
    assert {e.negated for e in found[ex.OneOf]} == {e.negated for e in found[ex.Applies]} == {True, False}
    assert {e.quantifier for e in found[ex.Counted]} == {"all of", "any of", "none of", "at least"}
    assert {(e.outcome, e.or_not_applicable) for e in found[ex.JudgedAs]} == {
        (outcome, also) for outcome in ("sufficient", "insufficient") for also in (True, False)
    }
    assert {e.unit for e in found[ex.Elapsed]} == units
    assert {(e.bound, e.direction, e.unit) for e in found[ex.DateLimit]} == {
        (bound, way, unit)
        for bound in ("no later than", "no earlier than")
        for way in ("after", "before")
        for unit in shifts
    }
    assert {(e.side, e.unit) for e in found[ex.Within]} == {
        (side, unit) for side in ("after", "before", "either side of") for unit in shifts
    }
    assert {e.operator for e in found[ex.Arithmetic]} == {"+", "-"}
    there = {ex.FactValue, ex.AnswerValue, ex.OwnAnswer}
    assert {type(e.operand) for e in found[ex.IsMissing]} == there
    assert {type(e.operand) for e in found[ex.IsKnown]} == there
    assert {type(item) for e in found[ex.NumberOf] for item in e.items} == {ex.JudgedAs, ex.Applies}


def test_values_of_every_type_compared_with_one_another():
    """A fact on either side of a comparison; words also of a question, and of the question that asks."""
    pairs = {
        (type(expr.left), type(expr.right))
        for expr in said()
        if isinstance(expr, ex.Compare) and expr.operator in ("is", "is not")
    }
    sides = (ex.FactValue, ex.AnswerValue, ex.OwnAnswer)
    assert pairs >= {(side, other) for side in sides for other in (ex.Constant, ex.FactValue)}


def test_facts_of_every_type_in_every_way():
    ways = {
        (type(f.type), way)
        for f in facts()
        for way, is_so in {
            "of the inspection": f.of_inspection,
            "only where": f.only_where is not None,
            "worked out": f.worked_out is not None,
            "worked out, of the inspection": f.worked_out is not None and f.of_inspection,
            "worked out, only where": f.worked_out is not None and f.only_where is not None,
        }.items()
        if is_so
    }
    wanted = {(kind, way) for kind in get_args(ValueType) for way in ("of the inspection", "only where")}
    number_or_word = [kind for kind in get_args(ValueType) if kind.__name__ not in ("Date", "Text")]
    wanted |= {(kind, f"worked out{more}") for kind in number_or_word for more in ("", ", only where")}
    wanted |= {(Choice, "worked out, of the inspection")}
    assert wanted <= ways
    assert {len(f.items) for f in facts()} == {0, 1, 2}
    assert {f.worked_out.exactly_one for f in facts() if f.worked_out} == {True, False}


def test_questions_of_every_standing_in_every_way():
    assert {(q.standing, q.worked_out is not None) for q in questions()} == {
        (standing, is_derived)
        for standing in ("scored", "reported only", "not judged")
        for is_derived in (True, False)
    }
    assert {q.worked_out.exactly_one for q in questions() if q.worked_out} == {True, False}
    assert {(q.may_be_marked, len(q.items)) for q in questions()} == {
        (can, lists) for can in (True, False) for lists in (0, 1, 2)
    }
    assert {q.unanswered for q in questions()} == set(get_args(UnansweredRule))
    assert {q.feeds for q in questions()} >= {(), ("north",), ("south",), ("north", "south")}
    kinds = {(clause.kind, clause.owner.split()[0]) for q in questions() for clause in q.clauses}
    inherited = {kind for kind in get_args(ClauseKind) if kind != "sufficient when"}
    owners = ("section", "criterion", "question")
    assert kinds == {(kind, owner) for kind in inherited for owner in owners} | {
        ("sufficient when", "question")
    }


def test_families_whole_in_part_and_fed_by_item():
    families = [(f, family) for f in frameworks() for family in f.families.values()]
    assert {len(family.questions) for _, family in families} == {1, 2, 4}
    fed = [{f.questions[key].feeds for key in family.questions} for f, family in families]
    assert any(len(themes) > 1 for themes in fed)


def test_everything_that_can_come_of_a_case():
    results = [result for _, _, result in judged()]
    assert {j.outcome for result in results for j in result.judgements} == set(Outcome)
    assert {finding.code for result in results for finding in result.findings} == {
        *get_args(FindingCode)
    } - OF_NO_CASE
    assert {outcome for result in results for outcome in result.shares.values()} == {
        Outcome.SUFFICIENT,
        Outcome.INSUFFICIENT,
        Outcome.NOT_APPLICABLE_BY_RULE,
        Outcome.UNDETERMINED,
        Outcome.UNANSWERED,
    }
    decided = {clause_kind(framework, j) for framework, _, result in judged() for j in result.judgements}
    wanted = {("unanswered", "sufficient when"), ("sufficient", "sufficient when")}
    wanted |= {("insufficient", "sufficient when"), ("excused", "excused where")}
    wanted |= {("undetermined", kind) for kind in ("only where", "excluded where", "excused where")}
    wanted |= {("not applicable by rule", kind) for kind in ("only where", "excluded where")}
    assert decided == wanted | {("not applicable by the assessor", None)}


def clause_kind(framework, judgement) -> tuple[str, str | None]:
    clauses: tuple[Clause, ...] = framework.questions[judgement.question].clauses
    return judgement.outcome.value, None if judgement.clause is None else clauses[judgement.clause].kind


def test_blanks_marks_and_values_where_each_can_stand():
    marked = {
        (
            key in framework.facts,
            framework.questions[key].may_be_marked if key in framework.questions else None,
        )
        for framework, record, _ in judged()
        for key, value in record.values.items()
        if isinstance(value, Mark)
    }
    assert marked == {(True, None), (False, True), (False, False)}
    derived = [
        key
        for framework, record, _ in judged()
        for key in record.values
        if (framework.facts.get(key) or framework.questions[key]).worked_out
    ]
    assert derived
    lengths = {len(record.values) for _, record, _ in judged()}
    assert min(lengths) == 0


def test_frameworks_follow_from_their_seeds_and_are_all_different():
    texts = {tuple(written(made_up(Seeded(seed))).values()) for seed in SEEDS}
    assert len(texts) == len(SEEDS)
    assert texts == {tuple(written(made_up(Seeded(seed))).values()) for seed in SEEDS}
