"""Holds each clause about where questions apply against those beside and above it: repeated, idle, or without effect."""

from collections.abc import Iterable, Iterator, Mapping
from functools import partial

from aboveline.diagnostics import Label, Severity
from aboveline.framework import expressions as ex
from aboveline.framework.model import Clause, Question
from aboveline.frozen import frozen
from aboveline.lint.claims import applicability, as_applicability, differ, joined, over
from aboveline.lint.grounds import Grounds
from aboveline.lint.model import Fix, Remark, remark
from aboveline.lint.questions import applies_ever
from aboveline.proof.claims import AllOf, Claim, Comes, Not
from aboveline.source import Span

REPEATS = ("repeats-what-it-inherits", Severity.NOTE)
NEVER_BITES = ("clause-never-bites", Severity.WARNING)


@frozen
class Standing:
    """One instance of a clause over a question, with the clauses over it: those of the same owner, and those it inherits."""

    question: Question
    clause: Clause
    beside: tuple[Clause, ...]
    inherited: tuple[Clause, ...]


@frozen
class Repetition:
    """A clause of which everything, or some parts, only repeat what is inherited."""

    standing: Standing
    #: Where the parts stand; the clause itself where all of it repeats.
    parts: tuple[Span, ...]

    @property
    def is_whole(self) -> bool:
        """Whether all of the clause repeats."""
        return self.parts == (self.standing.clause.span,)


def repeats(grounds: Grounds) -> Iterator[Remark]:
    """A remark on each clause that only repeats what stands over it already, as a whole or in part."""
    for found in repetitions(grounds):
        clause, above = found.standing.clause, found.standing.inherited
        words = " and ".join(f"“{grounds.layout.text(at)}”" for at in found.parts)
        yield remark(
            REPEATS,
            f"{words} only repeats what {_owners(above)} says already",
            *(Label(at) for at in found.parts),
            *(Label(c.span, f"{c.owner} says this") for c in above),
            remedy="take it out: what stands over a question holds for it in any case",
            fix=_fix(grounds, clause, found),
        )


def _owners(above: Iterable[Clause]) -> str:
    return " and ".join(dict.fromkeys(clause.owner for clause in above))


def _fix(grounds: Grounds, clause: Clause, found: Repetition) -> Fix | None:
    if found.is_whole:
        return grounds.layout.without_clause(clause.span)
    return grounds.layout.without_items(clause.expr.span, found.parts)


def repetitions(grounds: Grounds) -> tuple[Repetition, ...]:
    """The clauses that repeat something they inherit."""
    return grounds.once("repetitions", lambda: tuple(_repetitions(grounds)))


def _repetitions(grounds: Grounds) -> Iterator[Repetition]:
    for at, instances in _standings(grounds).items():
        if not all(one.inherited for one in instances):
            continue
        if all(_repeats(grounds, one, as_applicability(one.clause)) for one in instances):
            yield Repetition(instances[0], (at,))
            continue
        parts = [_conjuncts(one.clause) for one in instances]
        if len({len(each) for each in parts}) > 1:
            continue
        numbers = tuple(
            number
            for number in range(len(parts[0]))
            if all(_repeats(grounds, one, own[number]) for one, own in zip(instances, parts, strict=True))
        )
        if numbers:
            yield Repetition(instances[0], tuple(parts[0][number].span for number in numbers))


def _repeats(grounds: Grounds, one: Standing, part: ex.Truth) -> bool:
    """Whether something said of where a question applies makes no difference beside what it inherits."""
    above = tuple(as_applicability(clause) for clause in one.inherited)
    claim = differ(joined(above, part), joined((*above, part), part))
    return grounds.never(claim, REPEATS[0], one.clause.span, f"a clause of `{one.question.key}`")


def _conjuncts(clause: Clause) -> tuple[ex.Truth, ...]:
    """What an `only where` asks for, thing by thing; nothing for a clause that excludes."""
    if clause.kind == "only where":
        match clause.expr:
            case ex.And(items=items) | ex.Counted(quantifier="all of", items=items):
                return items
            case _:
                pass
    return ()


# --- Idle beside the others ------------------------------------------------------------------


def idle_clauses(grounds: Grounds) -> tuple[Standing, ...]:
    """The clauses, one of each declaration, without which every case comes to the same, and that repeat nothing inherited.

    Where two say the same, the later is the idle one.
    """
    return grounds.once("idle clauses", lambda: tuple(_idle(grounds)))


def _idle(grounds: Grounds) -> Iterator[Standing]:
    told = {found.parts[0] for found in repetitions(grounds) if found.is_whole}
    gone = set(told)
    for at, instances in reversed(tuple(_standings(grounds).items())):
        if at in told or not all(one.beside for one in instances):
            continue
        if all(_is_idle(grounds, one, gone) for one in instances):
            gone.add(at)
            yield instances[0]


def _is_idle(grounds: Grounds, one: Standing, gone: set[Span]) -> bool:
    others = tuple(
        as_applicability(clause) for clause in (*one.inherited, *one.beside) if clause.span not in gone
    )
    part = as_applicability(one.clause)
    claim = differ(joined(others, part), joined((*others, part), part))
    return bool(others) and grounds.never(
        claim, REPEATS[0], one.clause.span, f"a clause of `{one.question.key}`"
    )


# --- Clauses without effect ------------------------------------------------------------------


def never_bites(grounds: Grounds) -> Iterator[Remark]:
    """A remark on each clause that rules no case out, excludes none, or excuses none."""
    told = {found.parts[0] for found in repetitions(grounds) if found.is_whole}
    told |= {one.clause.span for one in idle_clauses(grounds)}
    for at, (clause, each) in _bites(grounds).items():
        if at in told or _is_said_of_condition(grounds, clause):
            continue
        if not all(grounds.never(claim, NEVER_BITES[0], at, f"a clause of `{key}`") for key, claim in each):
            continue
        yield remark(
            NEVER_BITES,
            f"this `{clause.kind}` makes no difference: {_WITHOUT_EFFECT[clause.kind]}",
            Label(clause.span),
            remedy="look at it again, or take it out",
        )


_WITHOUT_EFFECT: Mapping[str, str] = {
    "only where": "it is never no for a case that is not ruled out otherwise",
    "excluded where": "it is never yes for a case that is not ruled out otherwise",
    "excused where": "it is never yes for a case that falls short",
}


def _is_said_of_condition(grounds: Grounds, clause: Clause) -> bool:
    """Whether a clause names a condition alone, which itself is never no, or never yes."""
    if not isinstance(clause.expr, ex.ConditionHolds):
        return False
    rule = grounds.framework.conditions[clause.expr.condition].expr
    claim = Comes(rule, clause.kind != "only where")
    return grounds.never(claim, NEVER_BITES[0], clause.span, f"`{clause.expr.condition}`")


def _bites(grounds: Grounds) -> dict[Span, tuple[Clause, list[tuple[str, Claim]]]]:
    """Each clause by where it stands, with what would have to be so of a case for it to matter, for each question."""
    found: dict[Span, tuple[Clause, list[tuple[str, Claim]]]] = {}
    standings = _standings(grounds)
    for question in grounds.framework.questions.values():
        for clause in (c for c in over(question) if c.span in standings):
            claim = _rules_out(question, clause)
            found.setdefault(clause.span, (clause, []))[1].append((question.key, claim))
        if question.is_judged and applies_ever(grounds, question):
            rule, *excuses = question.clauses[question.sufficiency :]
            short = (Comes(applicability(question), True), Comes(rule.expr, False))
            for at, excuse in enumerate(excuses):
                before = tuple(Not(Comes(other.expr, True)) for other in excuses[:at])
                claim = AllOf((*short, *before, Comes(excuse.expr, True)))
                found.setdefault(excuse.span, (excuse, []))[1].append((question.key, claim))
    return found


def _rules_out(question: Question, clause: Clause) -> Claim:
    """That a clause rules out a case which those beside and above it do not."""
    rank = _rank(clause)
    others = (as_applicability(c) for c in over(question) if c is not clause and _rank(c) <= rank)
    part = as_applicability(clause)
    return AllOf((Not(Comes(joined(others, part), False)), Comes(part, False)))


# --- What stands over what -------------------------------------------------------------------


def _standings(grounds: Grounds) -> Mapping[Span, list[Standing]]:
    """Every clause about where questions apply, by where it is written, that stands over some question that can apply."""
    return grounds.once("standings", partial(_standings_of, grounds))


def _standings_of(grounds: Grounds) -> dict[Span, list[Standing]]:
    found: dict[Span, list[Standing]] = {}
    for question in grounds.framework.questions.values():
        for clause in over(question):
            beside = tuple(c for c in over(question) if c.owner == clause.owner and c is not clause)
            above = tuple(c for c in over(question) if _rank(c) < _rank(clause))
            instances = found.setdefault(clause.span, [])
            if not any(
                (one.clause, one.beside, one.inherited) == (clause, beside, above) for one in instances
            ):
                instances.append(Standing(question, clause, beside, above))
    # Where a clause stands over nothing that ever applies, that is said already.
    return {
        at: ones for at, ones in found.items() if any(applies_ever(grounds, one.question) for one in ones)
    }


def _rank(clause: Clause) -> int:
    """How near to the question a clause stands: that of a section, of a criterion, its own."""
    return ("section", "criterion", "question").index(clause.owner.split()[0])
