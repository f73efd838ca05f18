"""Turns a framework into the ways to each of its rules: what is to be expected something of, and what must be so before.

`coverage` says of one case which rules were needed and which were not. Here the same is said of all cases at
once: a rule is needed exactly where the claims of one of its ways are so. A test holds the two together.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from attrs import evolve

from aboveline.analysis.coverage import Kind, Rule, Subject, is_constant
from aboveline.framework import expressions as ex
from aboveline.framework.model import Check, Fact, Framework, Question, WorkedOut
from aboveline.frozen import frozen
from aboveline.proof.claims import AllOf, Claim, Comes, Holds, Not
from aboveline.values import Mark


@frozen
class Way:
    """A way to a rule: where something is expected of the subject and the claims are so, it matters what the rule comes to."""

    rule: Rule
    expr: ex.Truth
    subject: Subject
    claims: tuple[Claim, ...]


@frozen
class _Site:
    """A place where a rule reads a fact that exists only somewhere."""

    fact: str
    subject: Subject
    claims: tuple[Claim, ...]


_Reached = Way | _Site


def ways(framework: Framework) -> Mapping[Rule, tuple[Way, ...]]:
    """Every way to each rule of a framework, the nearest first; a rule that no way leads to is not among them."""
    found: dict[Rule, list[Way]] = {}
    queue = list(_from_subjects(framework))
    for reached in queue:  # grows while it is read
        if isinstance(reached, Way):
            found.setdefault(reached.rule, []).append(reached)
            continue
        fact = framework.facts[reached.fact]
        if fact.only_where is not None:
            steps = _Steps(framework, reached.subject, fact.key)
            queue.extend(steps.truth(fact.only_where, "clause", reached.claims))
    return {rule: tuple(_each_after_the_others(its_ways)) for rule, its_ways in found.items()}


def _each_after_the_others(its_ways: Sequence[Way]) -> Iterator[Way]:
    """The ways to a rule; where a repeat is written out within it, the table tells of the first part that was needed."""
    for place, way in enumerate(its_ways):
        earlier = [w for w in its_ways[:place] if w.subject == way.subject and w.expr != way.expr]
        if all(one.claims for one in earlier):
            not_these: tuple[Claim, ...] = tuple(Not(AllOf(one.claims)) for one in earlier)
            yield evolve(way, claims=(*way.claims, *not_these))


def _from_subjects(framework: Framework) -> Iterator[_Reached]:
    """What is reached from everything that can be expected to come to something."""
    for key, fact in framework.facts.items():
        if fact.worked_out is not None:
            yield from _of_fact(fact, fact.worked_out, _Steps(framework, Subject("fact", key), key))
    for key, condition in framework.conditions.items():
        steps = _Steps(framework, Subject("condition", key), key)
        yield from steps.truth(condition.expr, "condition", ())
    for key, question in framework.questions.items():
        yield from _of_question(question, _Steps(framework, Subject("question", key), key))
        if question.worked_out is not None:
            steps = _Steps(framework, Subject("answer", key), key)
            yield from steps.rows(question.worked_out, _applies(question))
    for key, check in framework.checks.items():
        yield from _of_check(check, _Steps(framework, Subject("check", key), key))


def _of_fact(fact: Fact, how: WorkedOut, steps: "_Steps") -> Iterator[_Reached]:
    claims: tuple[Claim, ...] = ()
    if fact.only_where is not None:
        yield from steps.truth(fact.only_where, "clause", claims)
        claims = (_not(fact.only_where, False),)
    yield from steps.rows(how, claims)


def _of_check(check: Check, steps: "_Steps") -> Iterator[_Reached]:
    claims: tuple[Claim, ...] = ()
    if check.when is not None:
        yield from steps.truth(check.when, "clause", claims)
        claims = (Comes(check.when, True),)
    yield from steps.truth(check.expect, "clause", claims)


#: What a clause is where the question applies for all that it says.
_APPLIES = {"only where": True, "excluded where": False}


def _of_question(question: Question, steps: "_Steps") -> Iterator[_Reached]:
    """The clauses as they are tried: one that rules the question out, or excuses it, is the last that is needed."""
    claims: tuple[Claim, ...] = ()
    for clause in question.clauses:
        if clause.kind == "sufficient when":
            claims = _applies(question)
        yield from steps.truth(clause.expr, "clause", claims)
        match clause.kind:
            case "only where" | "excluded where":
                claims = (*claims, _not(clause.expr, not _APPLIES[clause.kind]))
            case "sufficient when":
                claims = (*claims, Comes(clause.expr, False))
            case "excused where":
                claims = (*claims, _not(clause.expr, True))


def _applies(question: Question) -> tuple[Claim, ...]:
    """What must be so for the answer to count: the question applies, and the assessor has not marked it."""
    clauses = (c for c in question.clauses if c.kind in _APPLIES)
    claims: tuple[Claim, ...] = tuple(Comes(c.expr, _APPLIES[c.kind]) for c in clauses)
    return (*claims, Not(Holds(question.key, Mark.NOT_APPLICABLE))) if question.may_be_marked else claims


def _not(expr: ex.Truth, truth: bool) -> Claim:
    return Not(Comes(expr, truth))


@frozen
class _Steps:
    """Goes down into the rules of one owner, expecting something of one subject."""

    framework: Framework
    subject: Subject
    owner: str

    def truth(self, expr: ex.Truth, kind: Kind, claims: tuple[Claim, ...]) -> Iterator[_Reached]:
        """A truth that is needed where the claims are so, and everything it rests on."""
        if is_constant(expr):
            return
        if kind != "part" or not isinstance(expr, ex.And | ex.Or | ex.Counted | ex.Not):
            yield Way(Rule(kind, self.owner, expr.span), expr, self.subject, claims)
        yield from self.beneath(expr, claims)

    def beneath(self, expr: ex.Expression, claims: tuple[Claim, ...]) -> Iterator[_Reached]:
        """What an expression rests on, as far as it has no subject of its own."""
        match expr:
            case ex.And(items=items) | ex.Or(items=items) | ex.Counted(items=items):
                for index, item in enumerate(items):
                    yield from self.truth(item, "part", (*claims, *_open_after(expr, items[:index])))
            case ex.Not(item=item):
                yield from self.truth(item, "part", claims)
            case ex.FactValue(fact=key):
                fact = self.framework.facts[key]
                if fact.only_where is not None and fact.worked_out is None:
                    yield _Site(key, self.subject, claims)
            case ex.NumberOf(items=items):
                for item in items:
                    yield from self.truth(item, "part", claims)
            case ex.ConditionHolds() | ex.Applies() | ex.JudgedAs() | ex.AnswerValue() | ex.OwnAnswer():
                return
            case _:
                for child in ex.children(expr):
                    yield from self.beneath(child, claims)

    def rows(self, how: WorkedOut, claims: tuple[Claim, ...]) -> Iterator[_Reached]:
        """The rows of something worked out: each where those above it are no or, of exactly one, all of them."""
        if how.number is not None:
            yield from self.beneath(how.number, claims)
        for row in how.rows:
            if row.condition is not None:
                yield from self.truth(row.condition, "row", claims)
                if not how.exactly_one:
                    claims = (*claims, Comes(row.condition, False))


def _open_after(expr: ex.And | ex.Or | ex.Counted, before: Sequence[ex.Truth]) -> Iterable[Claim]:
    """What must be so of the parts of a joined expression that come first, so that they do not settle it."""
    match expr:
        case ex.And() | ex.Counted(quantifier="all of"):
            return [_not(item, False) for item in before]
        case ex.Counted(quantifier="at least", count=count, items=items):
            least = count or 0
            are_no = tuple(ex.Not(item, item.span) for item in before)
            enough = ex.Counted("at least", least, tuple(before), expr.span)
            too_few = ex.Counted("at least", len(items) - least + 1, are_no, expr.span)
            return [_not(enough, True), _not(too_few, True)]
        case _:
            return [_not(item, True) for item in before]
