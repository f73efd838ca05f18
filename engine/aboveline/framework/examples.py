"""Turns the examples of the trees into checked ones: what each starts from, and what must come of it."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from attrs import evolve

from aboveline.diagnostics import Diagnostic, Diagnostics, Label, nearest
from aboveline.framework import expressions as ex
from aboveline.framework.example_model import Example, Expect, Given
from aboveline.framework.faults import fault, listed, unknown
from aboveline.framework.model import Framework
from aboveline.framework.names import Declared, FactName, Kind, Names, QuestionName, Scope, lookup
from aboveline.framework.resolve import resolve_truth
from aboveline.framework.scored import Ground, Scored, score_named
from aboveline.framework.subjects import ConditionName, key_of, subject
from aboveline.source import Span
from aboveline.syntax import tree
from aboveline.values import Choice, Value

_GIVEN: tuple[Kind, ...] = ("fact", "question", "theme", "rating")
_EXPECTED: tuple[Kind, ...] = ("question", "fact", "condition", "check", "rating")

_OUTCOMES = "`is sufficient`, `is insufficient`, `is not applicable`, `is excused`, `is unanswered` or `is undetermined`"


_OUTCOME_WORDS = ("sufficient", "insufficient", "excused", "unanswered", "undetermined")

_CHECK_WORDS = ("contradicted", "not contradicted")


def resolve_examples(
    names: Names, framework: Framework, trees: Sequence[tree.Tree]
) -> tuple[tuple[Example, ...], Diagnostics]:
    """The examples in the order of the files, without what could not be resolved, and what is wrong with them.

    `framework` is the framework as far as it is built, ratings included.
    """
    ground = Ground(names, framework)
    wrong: list[Diagnostic] = []
    examples = [
        _example(node, ground, wrong)
        for t in trees
        for node in t.declarations
        if isinstance(node, tree.Example)
    ]
    return tuple(examples), tuple(wrong)


def _example(node: tree.Example, ground: Ground, wrong: list[Diagnostic]) -> Example:
    given: list[Given] = []
    for line in node.given:
        known, reported = _given(line, ground)
        wrong.extend(reported)
        if known is not None:
            wrong.extend(_given_twice(known, given))
            given.append(known)
    expected: list[Expect] = []
    for line in node.expect:
        outcome, reported = _expect(line, ground)
        wrong.extend(reported)
        expected.extend([] if outcome is None else [outcome])
    return Example(node.label.text, tuple(given), tuple(expected), node.span)


def _given_twice(known: Given, given: Sequence[Given]) -> Diagnostics:
    kind = known.score.kind if known.score else None
    for earlier in given:
        if earlier.key == known.key and (earlier.score.kind if earlier.score else None) == kind:
            places = (Label(known.span), Label(earlier.span, "it is given here already"))
            return (fault("given-twice", "expected each thing to be given once, found it twice", *places),)
    return ()


# --- What is named ---------------------------------------------------------------------------


def _thing(
    named: tree.Name | tree.Instance, kinds: tuple[Kind, ...], ground: Ground
) -> tuple[Declared | None, str, Diagnostics]:
    """What the subject of a line names, and its key. Facts, conditions, checks and questions are named one by one."""
    name = named.name if isinstance(named, tree.Instance) else named
    declared, wrong = lookup(name, kinds, ground.names)
    if declared is None and wrong and name.text in ground.names.things and "condition" not in kinds:
        remedy = "give the facts and answers it rests on; what comes of it is said after `expect`"
        wrong = tuple(evolve(d, help=remedy) if d.code == "wrong-kind-of-name" else d for d in wrong)
    if declared is None or declared.kind in {"theme", "rating"}:
        return declared, name.text, wrong
    found: list[Diagnostic] = []
    if declared.kind == "check":
        key = key_of(declared, named, Scope(ground.names), found)
        return (None if key is None else declared), key or "", tuple(found)
    one = subject(named, Scope(ground.names), found)
    match one:
        case FactName() | QuestionName() | ConditionName():
            return declared, one.key, ()
        case _:
            return None, "", tuple(found)


def _value(
    named: tree.Expr, written: tree.Name | tree.Literal | tree.Percent, at: Span, ground: Ground
) -> tuple[Value | None, Diagnostics]:
    """A value as written, if the fact or question named can have it: if it can be compared with it."""
    said = tree.Comparison(named, "is", written, written.span, at)
    truth, wrong = resolve_truth(said, Scope(ground.names, clause="example"))
    match truth:
        case ex.Compare(right=ex.Constant(value=value)):
            return value, ()
        case None:
            return None, wrong
        case _:
            message = "expected a value such as an answer word, a number or a date, found the name of something else"
            return None, (fault("value-needed", message, written.span),)


# --- Given -----------------------------------------------------------------------------------


def _given(line: tree.Given, ground: Ground) -> tuple[Given | None, Diagnostics]:
    if isinstance(line.value, tree.Percent) or isinstance(line.subject, tree.Part):
        return _given_score(line, ground)
    declared, key, wrong = _thing(line.subject, _GIVEN, ground)
    if declared is None:
        return None, wrong
    match declared.kind:
        case "fact":
            return _given_fact(line, declared, key, ground)
        case "question":
            return _given_answer(line, declared, key, ground)
        case "rating":
            return _given_rating(line, ground)
        case _:
            return _given_score(line, ground)


def _given_fact(
    line: tree.Given, declared: Declared, key: str, ground: Ground
) -> tuple[Given | None, Diagnostics]:
    fact = ground.framework.facts.get(key)
    if fact is None:
        return None, ()
    if fact.worked_out is not None:
        return None, _worked_out(line, declared)
    if line.value is None:
        message = f"only a question can be marked not applicable, but `{declared.name}` is a fact"
        remedy = "leave the line out, as what is not given is missing"
        return None, (fault("mark-on-a-fact", message, line.span, remedy=remedy),)
    value, wrong = _value(line.subject, line.value, line.span, ground)
    return (None if value is None else Given("fact", key, value, None, line.span)), wrong


def _worked_out(line: tree.Given, declared: Declared) -> Diagnostics:
    message = f"expected something an assessor or the data says, but `{declared.name}` is worked out"
    places = (Label(line.span), Label(declared.at, "declared here"))
    remedy = "give what it is worked out from, and say what comes of it after `expect`"
    return (fault("given-though-worked-out", message, *places, remedy=remedy),)


def _given_answer(
    line: tree.Given, declared: Declared, key: str, ground: Ground
) -> tuple[Given | None, Diagnostics]:
    question = ground.framework.questions.get(key)
    if question is None:
        return None, ()
    if question.worked_out is not None:
        return None, _worked_out(line, declared)
    if line.value is None:
        return Given("mark", key, None, None, line.span), ()
    value, wrong = _value(line.subject, line.value, line.span, ground)
    return (None if value is None else Given("answer", key, value, None, line.span)), wrong


def _given_score(line: tree.Given, ground: Ground) -> tuple[Given | None, Diagnostics]:
    part, wrong = score_named(line.subject, ground)
    if part is None:
        return None, wrong
    if part.figure != "percent" or not isinstance(line.value, tree.Percent):
        return None, (_score_expected(part, line.value, line.span),)
    value = line.value.value
    if not 0 <= value <= 100:
        message = "expected a percentage from 0% to 100%, found one outside them"
        return None, (fault("value-outside", message, line.value.span),)
    return Given("score", part.ref.key, value, part.ref, line.span), ()


def _given_rating(line: tree.Given, ground: Ground) -> tuple[Given | None, Diagnostics]:
    value = line.value
    part, wrong = score_named(line.subject, ground)
    if part is None:
        return None, wrong
    match part.figure, value:
        case "step", tree.Name():
            step, wrong = _step(value, part)
            return (Given("step", part.ref.key, step, part.ref, line.span) if step else None), wrong
        case "points", tree.Literal(value=int() | Decimal() as points):
            return Given("score", part.ref.key, points, part.ref, line.span), ()
        case _:
            return None, (_score_expected(part, value, line.span),)


_FIGURES = {
    "percent": "a percentage, as in `is 49%`",
    "points": "a number of points, as in `is 7`",
    "step": "a step of its bands, as inspectors judged it",
}


def _score_expected(
    part: Scored, value: tree.Name | tree.Literal | tree.Percent | None, at: Span
) -> Diagnostic:
    message = f"expected {_FIGURES[part.figure]} for `{part.words}`, found {_shape(value)}"
    return fault("wrong-type", message, at)


def _step(name: tree.Name, part: Scored) -> tuple[str | None, Diagnostics]:
    if part.bands is None:
        return None, ()
    known = [step.name for step in part.bands.steps]
    if name.text in known:
        return name.text, ()
    remedy = f"the steps are {listed(known, 'and')}"
    return None, (
        unknown("unknown-step", f"a step of the bands of `{part.words}`", name, known, remedy=remedy),
    )


def _shape(written: tree.Name | tree.Literal | tree.Percent | None) -> str:
    match written:
        case None:
            return "a mark"
        case tree.Name(text=word):
            return f"the word `{word}`"
        case tree.Percent():
            return "a percentage"
        case tree.Literal(value=date()):
            return "a date"
        case tree.Literal(value=str()):
            return "a text"
        case tree.Literal():
            return "a number"


# --- Expected --------------------------------------------------------------------------------


def _expect(line: tree.Expect, ground: Ground) -> tuple[Expect | None, Diagnostics]:
    if isinstance(line.subject, tree.Part):
        message = "expected a question, a fact, a condition, a check or a rating, found a part of the report"
        return None, (fault("not-to-be-expected", message, line.subject.span),)
    declared, key, wrong = _thing(line.subject, _EXPECTED, ground)
    if declared is None:
        return None, wrong
    match declared.kind:
        case "question":
            return _expect_of_question(line, declared, key, ground)
        case "fact":
            return _expect_of_fact(line, declared, key, ground)
        case "condition":
            return _expect_of_condition(line, declared, key)
        case "check":
            return _expect_of_check(line, declared, key)
        case _:
            return _expect_of_rating(line, ground)


def _expect_of_question(
    line: tree.Expect, declared: Declared, key: str, ground: Ground
) -> tuple[Expect | None, Diagnostics]:
    question = ground.framework.questions.get(key)
    if question is None:
        return None, ()
    if line.outcome == "missing":
        return Expect("missing", key, None, line.span), ()
    if line.outcome is not None and line.outcome not in _CHECK_WORDS:
        if not question.is_judged:
            message = f"expected a question with an outcome, but `{declared.name}` is `not judged`"
            return None, (
                fault("not-judged", message, Label(line.span), Label(declared.at, "declared here")),
            )
        return Expect("outcome", key, line.outcome, line.span), ()
    if line.value is not None:
        value, wrong = _value(line.subject, line.value, line.span, ground)
        wrong = tuple(_or_outcome(d, line.value) for d in wrong)
        return (None if value is None else Expect("answer", key, value, line.span)), wrong
    return None, _cannot_expect(line, f"an outcome of the question `{declared.name}`", _OUTCOMES)


def _or_outcome(wrong: Diagnostic, written: tree.Name | tree.Literal | tree.Percent) -> Diagnostic:
    """The error of a word that is none of the answers, where it may have been meant for an outcome."""
    if wrong.code != "value-outside" or not isinstance(written, tree.Name) or wrong.suggestion:
        return wrong
    near = nearest(written.text, _OUTCOME_WORDS)
    return evolve(wrong, help=f"did you mean `{near}`?" if near else f"or say {_OUTCOMES}", suggestion=near)


def _expect_of_fact(
    line: tree.Expect, declared: Declared, key: str, ground: Ground
) -> tuple[Expect | None, Diagnostics]:
    fact = ground.framework.facts.get(key)
    if fact is None:
        return None, ()
    if fact.worked_out is None:
        message = f"expected something that is worked out or judged, but the fact `{declared.name}` is given"
        places = (Label(line.span), Label(declared.at, "declared here"))
        return None, (fault("not-to-be-expected", message, *places, remedy="say it after `given`"),)
    if line.outcome == "missing":
        return Expect("missing", key, None, line.span), ()
    if line.value is not None:
        value, wrong = _value(line.subject, line.value, line.span, ground)
        return (None if value is None else Expect("fact", key, value, line.span)), wrong
    if _is_bare(line) and isinstance(fact.type, Choice) and fact.type.is_yes_or_no:
        return Expect("fact", key, "yes", line.span), ()
    return None, _cannot_expect(
        line, f"a value of the fact `{declared.name}`", "`is` and the value, or `is missing`"
    )


def _is_bare(line: tree.Expect) -> bool:
    return line.outcome is None and line.value is None and line.step is None and not line.unknown


def _expect_of_condition(
    line: tree.Expect, declared: Declared, key: str
) -> tuple[Expect | None, Diagnostics]:
    match line.value:
        case None if _is_bare(line):
            return Expect("condition", key, "yes", line.span), ()
        case None if line.unknown:
            return Expect("condition", key, "unknown", line.span), ()
        case tree.Name(text="yes" | "no" as word):
            return Expect("condition", key, word, line.span), ()
        case _:
            needed = f"whether the condition `{declared.name}` holds"
            return None, _cannot_expect(line, needed, "`is yes`, `is no` or `is unknown`")


def _expect_of_check(line: tree.Expect, declared: Declared, key: str) -> tuple[Expect | None, Diagnostics]:
    if line.outcome in _CHECK_WORDS:
        return Expect("check", key, line.outcome, line.span), ()
    needed = f"whether the check `{declared.name}` is contradicted"
    return None, _cannot_expect(line, needed, "`is contradicted` or `is not contradicted`")


def _expect_of_rating(line: tree.Expect, ground: Ground) -> tuple[Expect | None, Diagnostics]:
    part, wrong = score_named(line.subject, ground)
    if part is None:
        return None, wrong
    key = part.ref.key
    match part.figure, line.step or line.value:
        case _, tree.Name() as name:
            step, wrong = _step(name, part)
            return (Expect("step", key, step, line.span) if step else None), wrong
        case "percent", tree.Percent(value=percent):
            return Expect("score", key, percent, line.span), ()
        case "points", tree.Literal(value=int() | Decimal() as points):
            return Expect("score", key, points, line.span), ()
        case _, None if line.outcome == "missing":
            return Expect("missing", key, None, line.span), ()
        case _:
            return None, _cannot_expect(
                line, f"what the rating `{part.words}` comes to", "`is in` and a step of its bands"
            )


def _cannot_expect(line: tree.Expect, needed: str, ways: str) -> Diagnostics:
    found = f"`is {line.outcome}`" if line.outcome else "`is unknown`" if line.unknown else "something else"
    found = "just its name" if _is_bare(line) else found
    return (
        fault("not-to-be-expected", f"expected {needed}, found {found}", line.span, remedy=f"say {ways}"),
    )
