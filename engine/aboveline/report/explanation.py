"""Turns one judgement and its Trail into an Explanation: what was asked, why it applied, what decided, what it moves."""

from collections.abc import Mapping
from typing import Any

from attrs import field

from aboveline.diagnostics import Place
from aboveline.framework.expressions import Compare, Constant, FactValue, OneOf, OwnAnswer
from aboveline.framework.model import Clause, ClauseKind, Framework, Question, UnansweredRule
from aboveline.frozen import frozen
from aboveline.judgement import Judgement, Outcome
from aboveline.report.changes import WhatIf, what_if
from aboveline.report.marked import MarkedLine, MarkedRule, marked_lines, marked_rules
from aboveline.report.outline import Line, outline
from aboveline.report.phrases import in_words, part_in_words, place_in_words, value_in_words, written
from aboveline.report.reasons import because
from aboveline.report.sentences import TOLD, Nearby, Teller, Told, in_sequence, where_words
from aboveline.report.towards import Towards, towards
from aboveline.source import Span
from aboveline.trail import ClauseStep, Step, Trail
from aboveline.values import Value
from aboveline.wording.message import joined, message
from aboveline.workspace import Why


@frozen
class ClauseAccount:
    """One clause over the question: whose it is, its words, what it came to, and everything beneath it."""

    kind: str
    owner: str
    words: str
    where: str
    at: Span
    truth: Told
    decided: bool
    lines: tuple[Line, ...]


@frozen
class Met:
    """One fact or answer that was looked at, what it is, and where it stands in the data."""

    key: str
    label: str
    value: Value | None
    exists: bool | None
    place: Place | None


@frozen
class Whose:
    """Whose assessment of a case is explained, and who else assessed it; theirs are kept aside."""

    assessor: str
    others: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """The same as it is told beneath the name of the case."""
        others = f"; also assessed by {' and by '.join(self.others)}" if self.others else ""
        return f"as assessed by {self.assessor}{others}"

    def as_json(self) -> dict[str, Any]:
        """The same as plain data."""
        return {"assessor": self.assessor, "others": list(self.others)}


@frozen
class Explanation:
    """Why a case was judged as it was on one question, in sentences and as data."""

    case_id: str
    question: str
    label: str
    criterion: str
    criterion_label: str
    outcome: str
    answer: str | None
    story: tuple[str, ...]
    clauses: tuple[ClauseAccount, ...]
    rules: tuple[MarkedRule, ...]
    lines: tuple[MarkedLine, ...]
    met: tuple[Met, ...]
    missing: tuple[Met, ...]
    towards: tuple[Towards, ...]
    #: What the outcome would have been the other way; None where it has no other way, or two.
    turned: str | None
    #: What becomes of the judgement in scores; None unless it is unanswered.
    unanswered: UnansweredRule | None
    what_if: WhatIf
    guidance: str | None
    trail: Trail = field(repr=False)
    #: None unless cases may have been assessed more than once.
    whose: Whose | None = None

    def __str__(self) -> str:
        """The whole explanation as text."""
        from aboveline.report.explanation_text import explanation_text  # noqa: PLC0415 (it shows this very type)

        return explanation_text(self)


#: Which way a judgement could have gone instead.
OTHER_WAY: Mapping[Outcome, Outcome] = {
    Outcome.SUFFICIENT: Outcome.INSUFFICIENT,
    Outcome.INSUFFICIENT: Outcome.SUFFICIENT,
}


def explanation(framework: Framework, why: Why, whose: Whose | None = None) -> Explanation:
    """What lies behind one judgement, told."""
    trail = why.trail
    question = framework.questions[trail.judgement.question]
    teller = Teller(framework, why.judgements)
    met = _met(framework, [c.step for c in trail.clauses])
    other = OTHER_WAY.get(trail.judgement.outcome)
    return Explanation(
        case_id=trail.judgement.case_id,
        question=question.key,
        label=question.label,
        criterion=question.criterion,
        criterion_label=framework.criteria[question.criterion].label,
        outcome=trail.judgement.outcome.value,
        answer=trail.judgement.answer,
        story=story(framework, why.judgements, trail),
        clauses=tuple(_account(teller, question.clauses[c.clause], c) for c in trail.clauses),
        rules=marked_rules(framework, trail),
        lines=marked_lines(framework, trail),
        met=met,
        missing=tuple(m for m in met if m.value is None and m.exists is not False),
        towards=towards(framework, trail.judgement, why.scores),
        turned=other.value if other and why.turned else None,
        unanswered=question.unanswered if trail.judgement.outcome is Outcome.UNANSWERED else None,
        what_if=what_if(framework, why),
        guidance=question.guidance,
        trail=trail,
        whose=whose,
    )


# --- The story ---------------------------------------------------------------------------------


def story(
    framework: Framework, judgements: Mapping[str, Judgement], trail: Trail, nearby: Nearby | None = None
) -> tuple[str, ...]:
    """Three to five sentences: whether the question applied, what was found, and why that is the outcome.

    `judgements` are all those of the case, by question. The sentences hold the outcome, the place of the clause that
    decided and every value that did, so that no two different trails are told alike. What stands over them of places
    (`nearby`) they do not say again.
    """
    teller = Teller(framework, judgements, nearby or Nearby())
    question = framework.questions[trail.judgement.question]
    outcome = trail.judgement.outcome
    sentences = [_applicability(teller, question, trail)]
    if outcome not in {Outcome.NOT_APPLICABLE_BY_RULE, Outcome.NOT_APPLICABLE_BY_ASSESSOR}:
        sentences.append(_found(teller, question, trail))
        sentences.append(_decided(teller, question, trail))
    if outcome is Outcome.UNANSWERED:
        sentences.append(_LEFT_UNANSWERED[question.unanswered])
    return tuple(s for s in sentences if s)


#: What becomes in scores of a question left unanswered, where that is more than being left out.
_LEFT_UNANSWERED: Mapping[UnansweredRule, str] = {
    "left out": "",
    "insufficient": message(
        "In the scores it counts as insufficient, as the criteria say of a question left unanswered."
    ),
    "stop": message(
        "It stops every score it counts in, as the criteria say of a question left unanswered: none of them is given."
    ),
}


def _applicability(teller: Teller, question: Question, trail: Trail) -> str:
    deciding = _deciding(trail)
    match trail.judgement.outcome:
        case Outcome.NOT_APPLICABLE_BY_RULE if deciding is not None:
            asked = _asked_where(teller, question.clauses[deciding.clause], deciding)
            return joined((message("It does not apply to this case."), asked), " ")
        case Outcome.NOT_APPLICABLE_BY_ASSESSOR:
            where = where_words(trail.answer_place, teller.nearby)
            return message(
                "The assessor marked it not applicable{where}, which this question allows.", where=where
            )
        case Outcome.UNDETERMINED if deciding is not None and deciding.clause < question.sufficiency:
            asked = _asked_where(teller, question.clauses[deciding.clause], deciding)
            return joined((message("Whether it applies cannot be told."), asked), " ")
        case _:
            return _why_it_applies(teller, question, trail)


def _asked_where(teller: Teller, clause: Clause, deciding: ClauseStep) -> str:
    """Where a question is asked, or is not, by the clause that decided; and what that comes to for the case."""
    rule, place = in_words(teller.framework, clause.expr), _placed(teller, clause)
    reasons = in_sequence(because(teller, deciding.step)) or _always(deciding)
    if clause.kind == "only where":
        return message(
            "It is asked only where {rule} ({place}), and {reasons}.", rule=rule, place=place, reasons=reasons
        )
    return message(
        "It is not asked where {rule} ({place}), and {reasons}.", rule=rule, place=place, reasons=reasons
    )


def _why_it_applies(teller: Teller, question: Question, trail: Trail) -> str:
    met = _reasons(teller, question, trail, "only where")
    kept = _reasons(teller, question, trail, "excluded where")
    applies = message("It applies, because {reasons}.", reasons=met) if met else _OF_EVERY_CASE
    if not kept:
        return applies
    return joined((applies, message("Nothing excludes it: {reasons}.", reasons=kept)), " ")


_OF_EVERY_CASE = message("It applies: this question is asked of every case.")


def _reasons(teller: Teller, question: Question, trail: Trail, kind: ClauseKind) -> str:
    over = [c for c in trail.clauses if question.clauses[c.clause].kind == kind]
    return in_sequence(tuple(dict.fromkeys(s for c in over for s in because(teller, c.step))))


def _found(teller: Teller, question: Question, trail: Trail) -> str:
    where = where_words(trail.answer_place, teller.nearby)
    if trail.marked and question.worked_out is None:
        return message(
            "The assessor marked it not applicable{where}, which this question does not allow, so the mark counts as no answer.",
            where=where,
        )
    answer = trail.judgement.answer
    words = None if answer is None else value_in_words(answer, question.answers)
    if question.worked_out is not None:
        return (
            message("The answer worked out is {answer}.", answer=words)
            if words
            else message("No answer could be worked out.")
        )
    if words is None:
        return message("No answer is recorded{where}.", where=where) if _reads_answer(trail) else ""
    return message("The answer recorded is {answer}{where}.", answer=words, where=where)


def _decided(teller: Teller, question: Question, trail: Trail) -> str:
    deciding = _deciding(trail)
    if deciding is None:
        return ""
    clause = question.clauses[deciding.clause]
    rule = _rule(teller, clause, deciding)
    match trail.judgement.outcome:
        case Outcome.SUFFICIENT:
            return message("That is sufficient, because the work is sufficient when {rule}.", rule=rule)
        case Outcome.INSUFFICIENT:
            return message(
                "That is insufficient, because the work is sufficient only when {rule}.", rule=rule
            )
        case Outcome.EXCUSED:
            return message(
                "The work was not sufficient, but that is excused where {rule}; so it counts neither way.",
                rule=rule,
            )
        case Outcome.UNANSWERED:
            return message("It stands unanswered: the work is sufficient when {rule}.", rule=rule)
        case _ if deciding.clause > question.sufficiency:
            return message(
                "The work was not sufficient, and whether that is excused cannot be told: it is where {rule}.",
                rule=rule,
            )
        case _:
            return ""


def _rule(teller: Teller, clause: Clause, deciding: ClauseStep) -> str:
    """A rule in words, where it stands, and what made it come out as it did where that is not told already."""
    rule = message(
        "{rule} ({place})", rule=in_words(teller.framework, clause.expr), place=_where(teller, clause)
    )
    if _only_the_answer(deciding.step):
        return rule
    return message("{rule}: {reasons}", rule=rule, reasons=in_sequence(because(teller, deciding.step)))


def _deciding(trail: Trail) -> ClauseStep | None:
    return next((c for c in trail.clauses if c.decided), None)


def _placed(teller: Teller, clause: Clause) -> str:
    """Where a clause stands, and whose it is where it is not the question's own."""
    place = _where(teller, clause)
    if clause.owner == "question":
        return place
    kind, _, key = clause.owner.partition(" ")
    return message("{place}, said of {owner}", place=place, owner=part_in_words(kind, key))


def _where(teller: Teller, clause: Clause) -> str:
    return place_in_words(teller.framework, clause.span, teller.nearby.criteria, teller.nearby.called)


def _always(deciding: ClauseStep) -> str:
    """What is said of a clause that comes to the same for every case."""
    return message("that is so for every case") if deciding.truth else message("that is so for no case")


def _only_the_answer(step: Step) -> bool:
    """Whether a rule looks at nothing but the answer, which the story has told already."""
    answer, *others = step.steps or (step,)
    compared = isinstance(step.expr, Compare | OneOf) and isinstance(answer.expr, OwnAnswer)
    return compared and all(isinstance(other.expr, Constant) for other in others)


def _reads_answer(trail: Trail) -> bool:
    return any(isinstance(s.expr, OwnAnswer) for c in trail.clauses for s in _walk(c.step))


# --- The full account ----------------------------------------------------------------------------


def _account(teller: Teller, clause: Clause, step: ClauseStep) -> ClauseAccount:
    return ClauseAccount(
        kind=clause.kind,
        owner=clause.owner,
        words=_clause_words(teller.framework, clause),
        where=place_in_words(teller.framework, clause.span),
        at=clause.span,
        truth=TOLD[step.truth],
        decided=step.decided,
        lines=tuple(outline(teller, step.step)),
    )


def _clause_words(framework: Framework, clause: Clause) -> str:
    """The words of a clause as written; in words of ours where it stands by default and is written nowhere."""
    said = written(framework, clause.span)
    return written(framework, clause.expr.span) if clause.kind in said else in_words(framework, clause.expr)


def _walk(step: Step) -> list[Step]:
    found = [step]
    for beneath in step.steps:
        found.extend(_walk(beneath))
    return found


def _met(framework: Framework, steps: list[Step]) -> tuple[Met, ...]:
    """Every fact and answer that was looked at, once, in the order of the rule."""
    met: dict[str, Met] = {}
    for step in (s for top in steps for s in _walk(top)):
        match step.expr:
            case FactValue(fact=key):
                label = framework.facts[key].label
            case OwnAnswer(question=key):
                label = framework.questions[key].label
            case _:
                continue
        met.setdefault(key, Met(key, label, step.value, step.exists, step.place))
    return tuple(met.values())
