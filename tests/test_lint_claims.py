"""What linting says of all cases, held against every case of small frameworks, one by one."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence

import pytest
from hypothesis import HealthCheck, given, settings

from aboveline.analysis import rows as rows_of_check
from aboveline.framework import expressions as ex
from aboveline.framework.model import Framework, Question
from aboveline.judgement import Outcome
from aboveline.lint.applicability import _groups
from aboveline.lint.claims import applicability, as_applicability, over
from aboveline.lint.fixes import fixed
from aboveline.lint.grounds import Grounds
from aboveline.lint.look import look
from aboveline.reference.evaluate import answer, ruling, truth
from aboveline.reference.judge import judge
from aboveline.reference.scope import Scope
from aboveline.source import Source, Span
from aboveline.values import all_of, negate
from aboveline.workspace import check
from exhaustive import every_case, how_many
from small_criteria import small_criteria

pytestmark = pytest.mark.slow

#: The outcomes of a question that applies.
APPLIES = frozenset({Outcome.SUFFICIENT, Outcome.INSUFFICIENT, Outcome.EXCUSED, Outcome.UNANSWERED})

#: What can be mended, and in how many rounds all of it is.
MENDED = frozenset({"redundant-part", "repeats-what-it-inherits"})
MOST_ROUNDS = 8

some = settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])


class Tried:
    """A framework, what linting says of it, and all its cases."""

    def __init__(self, text: str) -> None:
        self.sources = {"t.criteria": Source("t.criteria", text)}
        loaded = check("t", self.sources)
        assert loaded.framework is not None, loaded.diagnostics
        self.framework: Framework = loaded.framework
        assert how_many(self.framework) < 5_000
        self.linted = look(self.framework, loaded.diagnostics)
        assert self.linted.unsettled == ()
        self.scopes = list(every_case(self.framework))

    def names(self, *codes: str) -> set[str]:
        """The declarations findings of some codes stand in, by name."""
        found = [one.at for one in self.linted.remarks if one.code in codes]
        return {self.owner(at) for at in found}

    def owner(self, at: Span) -> str:
        things = {
            **self.framework.facts,
            **self.framework.conditions,
            **self.framework.checks,
            **self.framework.questions,
            **self.framework.criteria,
            **self.framework.sections,
            **self.framework.themes,
        }
        return next(key for key, thing in things.items() if thing.span.start <= at.start < thing.span.end)

    def outcomes(self, question: Question) -> list[tuple[Outcome | None, int | None]]:
        return [ruling(question.key, scope)[:2] for scope in self.scopes]


def applies_where(tried: Tried, question: Question) -> list[Scope]:
    """The cases a question applies to, by what it comes to."""
    found = []
    for scope, (outcome, clause) in zip(tried.scopes, tried.outcomes(question), strict=True):
        late = outcome is Outcome.UNDETERMINED and clause is not None and clause > question.sufficiency
        if outcome in APPLIES or late:
            found.append(scope)
    return found


@some
@given(small_criteria())
def test_questions(text: str):
    tried = Tried(text)
    applied = {key: applies_where(tried, q) for key, q in tried.framework.questions.items()}
    idle = tried.names("never-applies", "contradicts-what-it-inherits")
    assert {key for key, scopes in applied.items() if not scopes} == {
        key for key in applied if idle & {key, "1", "1.1"}
    }
    good = {key: {_good(tried, key, scope) for scope in scopes} for key, scopes in applied.items() if scopes}
    assert tried.names("never-sufficient") == {key for key, seen in good.items() if True not in seen}
    assert tried.names("never-insufficient") == {key for key, seen in good.items() if False not in seen}
    assert tried.names("answer-cannot-matter") == {
        key for key in good if _names_its_answer(tried, key) and not _answer_decides(tried, key)
    }
    counted = {
        key: any(o in {Outcome.SUFFICIENT, Outcome.INSUFFICIENT} for o, _ in tried.outcomes(q))
        for key, q in tried.framework.questions.items()
    }
    pools = {"1.1": list(counted), "1": list(counted)}
    pools["roh"] = [key for key, q in tried.framework.questions.items() if q.feeds]
    assert tried.names("denominator-always-empty") == {
        pool for pool, keys in pools.items() if keys and not any(counted[key] for key in keys)
    }


def _good(tried: Tried, key: str, scope: Scope) -> bool | None:
    question = tried.framework.questions[key]
    return truth(question.clauses[question.sufficiency].expr, scope)


def _names_its_answer(tried: Tried, key: str) -> bool:
    question = tried.framework.questions[key]
    deciding = question.clauses[question.sufficiency :]
    return any(isinstance(e, ex.OwnAnswer) for clause in deciding for e in ex.walk(clause.expr))


def _answer_decides(tried: Tried, key: str) -> bool:
    """Whether two cases that differ in nothing but the answer (yes or no) come to different outcomes."""
    question = tried.framework.questions[key]
    came: Mapping[object, set[Outcome | None]] = defaultdict(set)
    for scope in applies_where(tried, question):
        if answer(question, scope) is not None:
            rest = frozenset((k, v) for k, v in scope.values.items() if k != key)
            came[rest].add(ruling(key, scope).outcome)
    return any(len(outcomes) > 1 for outcomes in came.values())


@some
@given(small_criteria())
def test_conditions(text: str):
    tried = Tried(text)
    vectors = {
        key: [truth(condition.expr, scope) for scope in tried.scopes]
        for key, condition in tried.framework.conditions.items()
    }
    assert tried.names("condition-never-yes") == {key for key, v in vectors.items() if True not in v}
    assert tried.names("condition-never-no") == {key for key, v in vectors.items() if False not in v}
    telling = {key: v for key, v in vectors.items() if True in v and False in v}
    same = len(telling) == 2 and telling["early"] == telling["open"]
    assert tried.names("equivalent-conditions") == ({"open"} if same else set())
    names_it = re.search(r"condition open .* where .*\bearly\b", text) is not None
    other = len(telling) == 2 and telling["early"] == [negate(t) for t in telling["open"]]
    assert tried.names("opposite-conditions") == ({"open"} if other and not names_it else set())
    for key, condition in tried.framework.conditions.items():
        assert bool(_removable(tried, condition.expr)) == (key in tried.names("redundant-part"))


def _removable(tried: Tried, rule: ex.Truth) -> Sequence[ex.Truth]:
    """The parts of a rule that could be left out of it, found by leaving each out."""
    from aboveline.lint.parts import _at, _can_lose, _items, _without

    whole = [truth(rule, scope) for scope in tried.scopes]
    found = []
    queue: list[tuple[int, ...]] = [()]
    for path in queue:
        node = _at(rule, path)
        for item, part in enumerate(_items(node)):
            queue.append((*path, item))
            if _can_lose(node) and len(_items(node)) > 1:
                left = _without(rule, path, [item])
                if [truth(left, scope) for scope in tried.scopes] == whole:
                    found.append(part)
    return found


@some
@given(small_criteria())
def test_where_questions_apply(text: str):
    tried = Tried(text)
    grounds = Grounds(tried.framework)
    by_group = []
    for group in _groups(grounds):
        asked = [tried.framework.questions[name] for wording in group for name in wording.names]
        vectors = {tuple(truth(applicability(q), scope) for scope in tried.scopes) for q in asked}
        assert len(vectors) == 1
        by_group.extend(vectors)
    assert len(set(by_group)) == len(by_group)
    identical = sum(one.code == "identical-applicability" for one in tried.linted.remarks)
    assert identical == sum(len(group) - 1 for group in _groups(grounds))
    bites = {
        (key, clause.span.start)
        for key, q in tried.framework.questions.items()
        if applies_where(tried, q)
        for clause in over(q)
        if any(_rules_out(q, clause, scope) for scope in tried.scopes)
    }
    for one in tried.linted.remarks:
        if one.code == "clause-never-bites" and _is_over_a_question(tried, one.at):
            assert one.at.start not in {start for _, start in bites}


def _is_over_a_question(tried: Tried, at: Span) -> bool:
    return any(clause.span == at for q in tried.framework.questions.values() for clause in over(q))


def _rules_out(question: Question, clause: object, scope: Scope) -> bool:
    others = all_of(truth(as_applicability(c), scope) for c in over(question) if c is not clause)
    own = next(truth(as_applicability(c), scope) for c in over(question) if c is clause)
    return others is not False and own is False


@some
@given(small_criteria())
def test_checks(text: str):
    tried = Tried(text)
    agreed = tried.framework.checks["agreed"]
    came = [
        truth(agreed.expect, scope)
        for scope in tried.scopes
        if agreed.when is None or truth(agreed.when, scope)
    ]
    assert ("agreed" in tried.names("check-never-contradicted")) == (False not in came)
    always = False in came and True not in came
    assert ("agreed" in tried.names("check-always-contradicted")) == always
    for one in tried.linted.remarks:
        if one.code == "check-always-contradicted":
            assert one.witness is not None
            assert _holds(text, one.witness)


def _holds(text: str, example: str) -> bool:
    """Whether an example added to criteria holds."""
    from aboveline.analysis.examples import run_examples

    loaded = check("t", {"t.criteria": Source("t.criteria", f"{text}\n{example}")})
    assert loaded.framework is not None, loaded.diagnostics
    return all(result.passed for result in run_examples(loaded.framework))


@some
@given(small_criteria())
def test_rows_are_proved_to_be_as_trying_them_shows(text: str):
    settled = {(d.code, d.labels[0].at) for d in Tried(text).framework and _said_of_rows(text)}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rows_of_check, "LIMIT", 0)
        proved = Tried(text)
    found = {(one.code, one.at) for one in proved.linted.remarks if one.code.startswith("row")}
    assert found == settled
    for one in proved.linted.remarks:
        if one.code == "rows-leave-a-gap":
            assert one.witness is not None
            assert _holds(text, one.witness)


def _said_of_rows(text: str):
    loaded = check("t", {"t.criteria": Source("t.criteria", text)})
    return [d for d in loaded.diagnostics if d.code in {"rows-leave-a-gap", "row-never-reached"}]


@some
@given(small_criteria())
def test_mending_changes_no_judgement_and_comes_to_an_end(text: str):
    tried = Tried(text)
    after, sources = tried.framework, tried.sources
    for _ in range(MOST_ROUNDS):
        mended = fixed("t", look(after, (), MENDED))
        assert mended.refused is None
        if not mended.made:
            break
        sources = {**sources, **mended.sources}
        loaded = check("t", sources)
        assert loaded.framework is not None
        after = loaded.framework
    else:
        pytest.fail("there is always more to mend")
    for before in tried.scopes if after is not tried.framework else ():
        record = _record(before)
        came, comes = judge(tried.framework, record), judge(after, record)
        assert [(j.question, j.outcome) for j in came.judgements] == [
            (j.question, j.outcome) for j in comes.judgements
        ]
        assert came.derived == comes.derived


def _record(scope: Scope):
    from aboveline.records.record import Record

    return Record("A1", scope.values)
