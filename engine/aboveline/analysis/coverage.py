"""Turns trails into one table: what each condition, clause and row of the criteria came to, or that it was not needed.

The colours of an explanation are the table of one trail; coverage is the sum of many. So the two cannot disagree.

Rules are read in the order of the text, as a person reads them. What stands after the part that settled a rule is
not needed: the clause after the one that ruled a question out, the row below the one that fitted, the part of an
`or` after one that is yes. A rule that the item of a repeat settles for every case is no rule of the table.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Literal

from attrs import field

from aboveline.framework import expressions as ex
from aboveline.framework.dependencies import node_named, rules_of_check
from aboveline.framework.model import Check, Framework, Question, WorkedOut
from aboveline.frozen import frozen
from aboveline.judgement import Outcome
from aboveline.records.record import Record
from aboveline.reference.evaluate import ruling
from aboveline.reference.scope import Ruling, scope_of
from aboveline.reference.steps import Walk, clause_steps, row_steps, step
from aboveline.source import Span
from aboveline.trail import ClauseStep, Step, Trail

CameTo = Literal["yes", "no", "unknown", "not needed"]

CAME_TO: tuple[CameTo, ...] = ("yes", "no", "unknown", "not needed")

Kind = Literal["clause", "condition", "row", "part"]


@frozen
class Rule:
    """One thing in the criteria that comes to yes or no: a clause, a named condition, a row, or a part of one of them.

    `owner` is the key of the question, condition, fact or check it belongs to; `span` covers its words, without its keyword.
    """

    kind: Kind
    owner: str
    span: Span


#: What each rule that belongs to a judgement came to, in the order of the rules.
Table = Mapping[Rule, CameTo]


@frozen
class Covered:
    """A stretch of the criteria and how often it came to what, over every instance of a repeat."""

    kind: Kind
    owner: str
    span: Span
    counts: Mapping[CameTo, int]

    @property
    def never(self) -> tuple[CameTo, ...]:
        """What it never came to, being needed or not left aside."""
        return tuple(came_to for came_to in CAME_TO[:3] if not self.counts[came_to])

    @property
    def is_covered(self) -> bool:
        """Whether it came to yes at some time and to no at another."""
        return bool(self.counts["yes"] and self.counts["no"])


def table_of(framework: Framework, trail: Trail) -> Table:
    """What every rule a judgement rests on came to; those of other questions it asks about are left to their own."""
    judged = trail.judgement
    marks = _Marks(framework)
    marks.question(framework.questions[judged.question], trail.clauses, judged.outcome, judged.clause)
    return marks.found


def tables_of_case(
    framework: Framework, record: Record, inspection: Record | None = None
) -> Iterator[tuple[str, Table]]:
    """The table of every question of a case, then of every check, by its key."""
    walk = Walk(scope_of(framework, record, inspection), record, inspection)
    for key in framework.questions:
        yield key, _table_of_question(framework, key, walk).found
    for key in framework.checks:
        yield key, _table_of_check(framework, key, walk).found


SubjectKind = Literal["question", "answer", "condition", "fact", "check"]


@frozen
class Subject:
    """Something that can be expected to come to something: what a question comes to, its answer, and so on."""

    kind: SubjectKind
    key: str


def table_of_subjects(
    framework: Framework,
    subjects: Iterable[Subject],
    record: Record,
    inspection: Record | None,
    *,
    with_asked: bool = True,
) -> Table:
    """What every rule came to that some things rest on in the end; `with_asked`, also those of the questions they ask about."""
    walk = Walk(scope_of(framework, record, inspection), record, inspection)
    whole = _Marks(framework)
    asked: dict[str, None] = {}
    for subject in subjects:
        one = _TABLES_OF[subject.kind](framework, subject.key, walk)
        whole.join(one.found)
        asked |= one.asked
    queue = list(asked) if with_asked else []
    for key in queue:  # grows while it is read
        one = _table_of_question(framework, key, walk)
        whole.join(one.found)
        queue.extend(each for each in one.asked if each not in queue)
    return whole.found


def _table_of_question(framework: Framework, key: str, walk: Walk) -> "_Marks":
    question, ruled = framework.questions[key], ruling(key, walk.scope)
    marks = _Marks(framework)
    marks.question(question, clause_steps(question, walk), ruled.outcome, ruled.clause)
    if not question.is_judged and _is_answer_needed(question, ruled):
        marks.rows(question.worked_out, row_steps(question.worked_out, walk), key)
    return marks


def _table_of_answer(framework: Framework, key: str, walk: Walk) -> "_Marks":
    """The table of a question of which the answer counts, even where what it comes to does not rest on that."""
    question, marks = framework.questions[key], _table_of_question(framework, key, walk)
    if _is_answer_needed(question, ruling(key, walk.scope)):
        marks.rows(question.worked_out, row_steps(question.worked_out, walk), key)
    return marks


def _is_answer_needed(question: Question, ruled: Ruling) -> bool:
    """Whether a question came to the point where its answer counts."""
    if ruled.outcome is Outcome.UNDETERMINED:
        return question.is_judged and (ruled.clause or 0) > question.sufficiency
    return ruled.outcome not in {Outcome.NOT_APPLICABLE_BY_RULE, Outcome.NOT_APPLICABLE_BY_ASSESSOR}


def _table_of_condition(framework: Framework, key: str, walk: Walk) -> "_Marks":
    marks = _Marks(framework)
    marks.truth(step(framework.conditions[key].expr, walk), key, "condition")
    return marks


def _table_of_fact(framework: Framework, key: str, walk: Walk) -> "_Marks":
    marks = _Marks(framework)
    marks.beneath(step(ex.FactValue(key, framework.facts[key].span), walk), key)
    return marks


def _table_of_check(framework: Framework, key: str, walk: Walk) -> "_Marks":
    marks = _Marks(framework)
    marks.check(framework.checks[key], walk)
    return marks


_TABLES_OF: Mapping[SubjectKind, Callable[[Framework, str, Walk], "_Marks"]] = {
    "question": _table_of_question,
    "answer": _table_of_answer,
    "condition": _table_of_condition,
    "fact": _table_of_fact,
    "check": _table_of_check,
}


def coverage(framework: Framework, tables: Iterable[Table]) -> tuple[Covered, ...]:
    """How often each rule of a framework came to what in some tables, in the order of the files.

    The instances of a repeat are counted together, as they are the same words.
    """
    counts: dict[Span, Counter[CameTo]] = {}
    for table in tables:
        for rule, came_to in table.items():
            counts.setdefault(rule.span, Counter())[came_to] += 1
    every: dict[Span, Rule] = {}
    for rule in rules(framework):
        every.setdefault(rule.span, rule)
    files = {name: place for place, name in enumerate(framework.sources)}
    ordered = sorted(every.values(), key=lambda r: (files.get(r.span.file, 0), r.span.start, -r.span.end))
    return tuple(
        Covered(r.kind, r.owner, r.span, {c: counts.get(r.span, Counter())[c] for c in CAME_TO})
        for r in ordered
    )


def rules(framework: Framework) -> Iterator[Rule]:
    """Every rule of a framework that can come to yes or no for a case."""
    marks = _Marks(framework)
    for key, fact in framework.facts.items():
        if fact.only_where is not None:
            marks.unneeded(fact.only_where, key, "clause")
        marks.unneeded_rows(fact.worked_out, key)
    for key, condition in framework.conditions.items():
        marks.unneeded(condition.expr, key, "condition")
    for key, question in framework.questions.items():
        for clause in question.clauses:
            marks.unneeded(clause.expr, key, "clause")
        marks.unneeded_rows(question.worked_out, key)
    for key, check in framework.checks.items():
        for expr in rules_of_check(check):
            marks.unneeded(expr, key, "clause")
    return iter(marks.found)


# --- Marking ---------------------------------------------------------------------------------


@frozen
class _Marks:
    """A table as it is filled, and the other questions that were asked about."""

    framework: Framework
    found: dict[Rule, CameTo] = field(factory=dict[Rule, CameTo])
    asked: dict[str, None] = field(factory=dict[str, None])

    def add(self, rule: Rule, came_to: CameTo) -> None:
        """Note what a rule came to; that it was not needed here says nothing where it was needed elsewhere."""
        if self.found.get(rule, "not needed") == "not needed":
            self.found[rule] = came_to

    def join(self, table: Table) -> None:
        """Note everything in another table."""
        for rule, came_to in table.items():
            self.add(rule, came_to)

    def question(
        self, question: Question, clauses: Sequence[ClauseStep], outcome: Outcome | None, decided: int | None
    ) -> None:
        """Note the clauses of a question; those after the one that ruled it out, or excused it, were not needed."""
        consulted = {c.clause: c.step for c in clauses}
        ends = outcome in {Outcome.NOT_APPLICABLE_BY_RULE, Outcome.EXCUSED} and decided is not None
        for index, clause in enumerate(question.clauses):
            if index not in consulted or (ends and decided is not None and index > decided):
                self.unneeded(clause.expr, question.key, "clause")
            else:
                self.truth(consulted[index], question.key, "clause")

    def check(self, check: Check, walk: Walk) -> None:
        """Note which cases a check is for and, where it is for this one, what it expects."""
        is_for = None if check.when is None else step(check.when, walk)
        if is_for is not None:
            self.truth(is_for, check.key, "clause")
        if is_for is None or is_for.truth is True:
            self.truth(step(check.expect, walk), check.key, "clause")
        else:
            self.unneeded(check.expect, check.key, "clause")

    def truth(self, found: Step, owner: str, kind: Kind) -> None:
        """Note a truth that was needed, and everything it rests on."""
        expr = found.expr
        if is_constant(expr):
            return
        if kind != "part" or not isinstance(expr, ex.And | ex.Or | ex.Counted | ex.Not):
            self.add(Rule(kind, owner, expr.span), _TOLD[found.truth])
        self.beneath(found, owner)

    def beneath(self, found: Step, owner: str) -> None:
        """Note what a step rests on."""
        match found.expr:
            case ex.And() | ex.Or() | ex.Counted():
                self.parts(found, owner)
            case ex.Not():
                self.truth(found.steps[0], owner, "part")
            case ex.ConditionHolds(condition=key):
                self.truth(found.steps[0], key, "condition")
            case ex.Applies(question=key) | ex.JudgedAs(question=key) | ex.AnswerValue(question=key):
                self.asked[key] = None
            case ex.FactValue(fact=key):
                self.fact(key, found.steps)
            case ex.OwnAnswer(question=key):
                self.rows(self.framework.questions[key].worked_out, found.steps, key)
            case ex.NumberOf():
                for each in found.steps:
                    self.truth(each, owner, "part")
            case _:
                for each in found.steps:
                    self.beneath(each, owner)

    def parts(self, found: Step, owner: str) -> None:
        """Note the parts of a joined step, as far as the one that settled it."""
        for index, part in enumerate(found.steps):
            if _is_settled(found.expr, found.steps[:index], len(found.steps)):
                self.unneeded(part.expr, owner, "part")
            else:
                self.truth(part, owner, "part")

    def fact(self, key: str, steps: Sequence[Step]) -> None:
        """Note where a fact exists, and how it is worked out."""
        fact = self.framework.facts[key]
        if fact.only_where is not None and steps:
            first, *steps = steps
            self.truth(first, key, "clause")
        if fact.worked_out is not None:
            self.rows(fact.worked_out, steps, key)

    def rows(self, how: WorkedOut | None, steps: Sequence[Step], owner: str) -> None:
        """Note the rows of something worked out; those below the one that gave the value were not needed."""
        if how is None:
            return
        if how.number is not None:
            for each in steps:
                self.beneath(each, owner)
            return
        conditions = [row.condition for row in how.rows if row.condition is not None]
        for index, condition in enumerate(conditions):
            if index < len(steps):
                self.truth(steps[index], owner, "row")
            else:
                self.unneeded(condition, owner, "row")

    def unneeded_rows(self, how: WorkedOut | None, owner: str) -> None:
        """Note that no row was needed."""
        for row in how.rows if how is not None else ():
            if row.condition is not None:
                self.unneeded(row.condition, owner, "row")
        if how is not None and how.number is not None:
            self.unneeded_within(how.number, owner)

    def unneeded(self, expr: ex.Truth | ex.Expression, owner: str, kind: Kind) -> None:
        """Note that a truth, and each of its own parts, was not needed."""
        if is_constant(expr):
            return
        if kind != "part" or not isinstance(expr, ex.And | ex.Or | ex.Counted | ex.Not):
            self.add(Rule(kind, owner, expr.span), "not needed")
        self.unneeded_within(expr, owner)

    def unneeded_within(self, expr: ex.Expression, owner: str) -> None:
        """Note that no truth within an expression was needed."""
        for child in ex.children(expr):
            if isinstance(child, ex.Truth):
                self.unneeded(child, owner, "part")
            else:
                self.unneeded_within(child, owner)


_TOLD: Mapping[bool | None, CameTo] = {True: "yes", False: "no", None: "unknown"}


def is_constant(expr: ex.Expression) -> bool:
    """Whether an expression comes to the same for every case."""
    return all(node_named(e) is None and not isinstance(e, ex.OwnAnswer) for e in ex.walk(expr))


def _is_settled(expr: ex.Expression, before: Sequence[Step], count: int) -> bool:
    """Whether the parts of a joined expression that came first settle it."""
    truths = [s.truth for s in before]
    match expr:
        case ex.And() | ex.Counted(quantifier="all of"):
            return False in truths
        case ex.Counted(quantifier="at least", count=least):
            yes, open_ = truths.count(True), count - truths.count(False)
            return yes >= (least or 0) or open_ < (least or 0)
        case _:
            return True in truths
