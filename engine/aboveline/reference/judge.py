"""Turns one Record into its Judgements and Findings, and any one judgement into its Trail."""

from collections.abc import Iterator, Mapping

from attrs import field

from aboveline.diagnostics import Place
from aboveline.framework.dependencies import recorded_beneath, rules_of_check
from aboveline.framework.expressions import FactValue
from aboveline.framework.model import Check, Fact, Framework, Question, Share
from aboveline.frozen import frozen
from aboveline.judgement import Finding, FindingCode, Judgement, Outcome
from aboveline.records.record import Record
from aboveline.reference.evaluate import operand, ruling, truth
from aboveline.reference.scope import Ruling, Scope, Seen, scope_of
from aboveline.reference.steps import Walk, answer_place, clause_steps
from aboveline.trail import Trail
from aboveline.values import Mark, Truth, Value


@frozen
class CaseResult:
    """What came of one case.

    `judgements` are those of the judged questions and `findings` what a person should look at, both
    in report order. `derived` holds the worked-out facts and answers that have a value, by key.
    `shares` says, for each rating that is a share of cases, how this case counts in it.
    """

    judgements: tuple[Judgement, ...]
    findings: tuple[Finding, ...]
    derived: Mapping[str, Value]
    shares: Mapping[str, Outcome] = field(factory=dict[str, Outcome])


def judge(framework: Framework, record: Record, inspection: Record | None = None) -> CaseResult:
    """What comes of one case: a judgement for every judged question, and what was noticed on the way."""
    scope = scope_of(framework, record, inspection)
    judgements: list[Judgement] = []
    findings: list[Finding] = []
    derived: dict[str, Value] = {}
    for fact in framework.facts.values():
        if fact.worked_out or fact.only_where:
            exists, value = _seen(fact, scope)
            if fact.worked_out and isinstance(value, Value):
                derived[fact.key] = value
            if not fact.of_inspection:
                findings.extend(_fact_findings(fact, exists, record, scope))
    for key, question in framework.questions.items():
        ruled = ruling(key, scope)
        if ruled.outcome is not None and question.is_judged:
            judgements.append(Judgement(record.case_id, key, ruled.outcome, ruled.clause, ruled.answer))
        if question.worked_out and ruled.answer:
            derived[key] = ruled.answer
        code = _odd_answer(question, ruled, record.values.get(key))
        if code:
            findings.append(_finding(code, record, question))
        if key in scope.unfit:
            findings.append(_finding(scope.unfit[key], record, question))
    findings.extend(
        _contradiction(framework, check, record)
        for check in framework.checks.values()
        if _is_contradicted(check, scope)
    )
    shares = {
        key: _in_share(rating.measure, scope)
        for key, rating in framework.ratings.items()
        if isinstance(rating.measure, Share)
    }
    return CaseResult(tuple(judgements), tuple(findings), derived, shares)


def _in_share(share: Share, scope: Scope) -> Outcome:
    """How a case counts in a share: as a question would that is asked only where the share is out of."""
    counts = truth(share.out_of, scope)
    if not counts:
        return Outcome.UNDETERMINED if counts is None else Outcome.NOT_APPLICABLE_BY_RULE
    holds = truth(share.where, scope)
    if holds is None:
        return Outcome.UNANSWERED
    return Outcome.SUFFICIENT if holds else Outcome.INSUFFICIENT


def trail(framework: Framework, record: Record, question: str, inspection: Record | None = None) -> Trail:
    """Everything that decided what a judged question comes to for a case."""
    scope = scope_of(framework, record, inspection)
    asked, ruled = framework.questions[question], ruling(question, scope)
    if ruled.outcome is None:
        raise ValueError(f"{question} is not judged, so nothing decided it")
    return Trail(
        Judgement(record.case_id, question, ruled.outcome, ruled.clause, ruled.answer),
        clause_steps(asked, Walk(scope, record, inspection)),
        answer_place(asked, record),
        isinstance(record.values.get(question), Mark),
    )


def trails(framework: Framework, record: Record, inspection: Record | None = None) -> Iterator[Trail]:
    """The trail of every judged question of a case, in report order; what they share is worked out once."""
    scope = scope_of(framework, record, inspection)
    walk = Walk(scope, record, inspection)
    for key, asked in framework.questions.items():
        ruled = ruling(key, scope)
        if ruled.outcome is not None and asked.is_judged:
            judgement = Judgement(record.case_id, key, ruled.outcome, ruled.clause, ruled.answer)
            marked = isinstance(record.values.get(key), Mark)
            yield Trail(judgement, clause_steps(asked, walk), answer_place(asked, record), marked)


def inspection_findings(framework: Framework, inspection: Record) -> tuple[Finding, ...]:
    """What was noticed about the facts of the inspection, which no single case can say."""
    scope = scope_of(framework, None, inspection)
    return tuple(
        finding
        for fact in framework.facts.values()
        if fact.of_inspection and (fact.worked_out or fact.only_where)
        for finding in _fact_findings(fact, _seen(fact, scope)[0], inspection, scope)
    )


def _seen(fact: Fact, scope: Scope) -> Seen:
    return operand(FactValue(fact.key, fact.span), scope)


def _fact_findings(fact: Fact, exists: Truth, record: Record, scope: Scope) -> Iterator[Finding]:
    given = record.values.get(fact.key)
    if given is not None and not isinstance(given, Mark):
        if fact.worked_out:
            yield _finding("value-for-worked-out", record, fact)
        elif exists is False:
            yield _finding("value-where-none-exists", record, fact)
    if fact.key in scope.unfit:
        yield _finding(scope.unfit[fact.key], record, fact)


def _odd_answer(question: Question, ruled: Ruling, given: Value | Mark | None) -> FindingCode | None:
    """What is odd about the answer given to a question, if anything."""
    if given is None or ruled.outcome is Outcome.NOT_APPLICABLE_BY_ASSESSOR:
        return None
    if question.worked_out:
        return "value-for-worked-out"
    if ruled.outcome is Outcome.NOT_APPLICABLE_BY_RULE:
        # A mark that says what the rule says, though it was not for the assessor to say, is no matter.
        return None if isinstance(given, Mark) else "answered-though-not-applicable"
    return "mark-not-allowed" if isinstance(given, Mark) and not question.may_be_marked else None


def _is_contradicted(check: Check, scope: Scope) -> bool:
    """Whether a case is one the check is for, and what must be so of it is not. Where either is unknown, no."""
    is_for = True if check.when is None else truth(check.when, scope)
    return is_for is True and truth(check.expect, scope) is False


def _contradiction(framework: Framework, check: Check, record: Record) -> Finding:
    """The finding of a check a case contradicts; it stands where the first thing stands that the check reads."""
    place = finding_place(framework, record, check.key)
    return Finding("check-contradicted", record.case_id, check.key, _contradicts(check), place)


def _contradicts(check: Check) -> str:
    return f"what is recorded contradicts “{check.label}”"


_MESSAGES: Mapping[FindingCode, str] = {
    "answered-though-not-applicable": "`{column}` does not apply to this case, so its answer is left aside",
    "mark-not-allowed": "`{column}` may not be marked not applicable, so it is taken as not answered",
    "value-for-worked-out": "`{column}` is worked out, so the value given for it is left aside",
    "value-where-none-exists": "there is no `{column}` for {subject}, so the value given for it is left aside",
    "no-row-fits": "`{column}` cannot be worked out, as none of its rows fits {subject}",
    "more-than-one-row-fits": "`{column}` cannot be worked out, as more than one of its rows fits {subject}",
}


def _finding(code: FindingCode, record: Record, about: Fact | Question) -> Finding:
    return Finding(
        code, record.case_id, about.key, _message(code, about), record.place_of(about.key, about.column)
    )


def finding_message(framework: Framework, code: FindingCode, subject: str) -> str:
    """The sentence of a finding about a fact, a question or a check, by its key."""
    if subject in framework.checks:
        return _contradicts(framework.checks[subject])
    return _message(code, framework.facts.get(subject) or framework.questions[subject])


def finding_place(framework: Framework, record: Record, subject: str) -> Place | None:
    """Where a finding about a fact, a question or a check stands in the record of its case."""
    if subject in framework.checks:
        read = recorded_beneath(framework, rules_of_check(framework.checks[subject]))
        return next((record.place_of(f.key, f.column) for f in read if f.key in record.values), record.place)
    about = framework.facts.get(subject) or framework.questions[subject]
    return record.place_of(about.key, about.column)


def _message(code: FindingCode, about: Fact | Question) -> str:
    subject = "the inspection" if isinstance(about, Fact) and about.of_inspection else "this case"
    return _MESSAGES[code].format(column=about.column, subject=subject)
