"""Turns what a suggested example is for into its title: what comes of it, and the turn of the criteria that it tries."""

from collections.abc import Iterator
from datetime import date

from aboveline.analysis.edges import Shape
from aboveline.analysis.goals import Case, Goal, Goals
from aboveline.analysis.reach import Way
from aboveline.analysis.suggesting import Expected, Suggestion
from aboveline.framework import expressions as ex
from aboveline.framework.model import Framework
from aboveline.report.measured import in_units
from aboveline.report.phrases import in_words, type_of, value_said, written
from aboveline.values import Mark, Value

#: A phrase longer than this is told by the words of the criteria, and cut.
_LONG = 90


def title(goals: Goals, one: Suggestion) -> str:
    """What an example tries, in words, such as `not asked where “A plan was required” is no`."""
    framework = goals.framework
    results = list(dict.fromkeys(_result(framework, one.case, e) for e in one.expected))
    if len(results) > 1:
        results = list(dict.fromkeys(_shortly(e) for e in one.expected))
    phrases = list(dict.fromkeys(_phrase(goals, one.case, goal, one) for goal in _for(goals, one)))
    tries = phrases[0] if len(phrases) == 1 else _facts(framework, one.case)
    words = f"{' or '.join(results)} {tries}"
    return words.replace('"', "'").replace("\\", "/")


def aim_in_words(goals: Goals, goal: Goal) -> str:
    """One thing to be seen of a stretch of the criteria: `yes`, `not known`, `“Visits” is just 3`."""
    its_ways = goals.ways.get(goal.span, ())
    if goal.aim.kind in _PLAIN or not its_ways:
        return _PLAIN.get(goal.aim.kind, "")
    return _turn(goals, its_ways[0], goal)


_PLAIN = {"yes": "yes", "no": "no", "unknown": "not known"}


def _for(goals: Goals, one: Suggestion) -> Iterator[Goal]:
    """Of each thing the example expects something of, the goal it was made for: the first of its rules."""
    for expected in one.expected:
        own = (g for g in one.goals if any(w.subject == expected.subject for w in goals.ways[g.span]))
        yield next(own, one.goals[0])


# --- What comes of it ------------------------------------------------------------------------

_OUTCOMES = {
    "sufficient": "good enough",
    "insufficient": "not good enough",
    "excused": "excused",
    "unanswered": "not answered",
    "undetermined": "left open",
    "not applicable": "not asked",
}


def _result(framework: Framework, case: Case, expected: Expected) -> str:
    subject, comes_to = expected.subject, expected.comes_to
    match subject.kind:
        case "question" if framework.questions[subject.key].is_judged:
            marked = isinstance(case.record.values.get(subject.key), Mark)
            is_marked = marked and comes_to == "not applicable"
            return "marked not applicable" if is_marked else _OUTCOMES[str(comes_to)]
        case "question" | "answer":
            return "without an answer" if comes_to is None else f"answered {comes_to}"
        case "condition":
            label = framework.conditions[subject.key].label
            return {"yes": label, "no": f"not so that {label},", "unknown": f"not known whether {label},"}[
                str(comes_to)
            ]
        case "fact":
            fact = framework.facts[subject.key]
            return f"{fact.label}: " + ("missing" if comes_to is None else value_said(comes_to, fact.type))
        case "check":
            return str(comes_to)


def _shortly(expected: Expected) -> str:
    """What several things come to, without their names."""
    if expected.comes_to is None:
        return "missing"
    said = {"yes": "so", "no": "not so", "unknown": "not known"}
    word = str(expected.comes_to)
    return said.get(word, word) if expected.subject.kind == "condition" else _OUTCOMES.get(word, word)


# --- What it tries ---------------------------------------------------------------------------


def _facts(framework: Framework, case: Case) -> str:
    """What is given of facts, where the turns that are tried differ."""
    held = {**case.inspection.values, **case.record.values}
    known = [
        f"“{fact.label}” is {value_said(value, fact.type)}"
        for key, fact in framework.facts.items()
        if (value := held.get(key)) is not None and not isinstance(value, Mark)
    ]
    if not known:
        return "where nothing else is known" if held else "where nothing is known"
    return "where " + " and ".join(known[:3])


def _phrase(goals: Goals, case: Case, goal: Goal, one: Suggestion) -> str:
    subjects = [e.subject for e in one.expected]
    its_ways = goals.ways[goal.span]
    way = next((w for w in its_ways if w.subject in subjects), its_ways[0])
    return f"where {_tried(goals, case, way, goal)}"


def _tried(goals: Goals, case: Case, way: Way, goal: Goal) -> str:
    if goal.aim.kind in _PLAIN:
        return _came_to(goals.framework, case, way.expr, goal.aim.kind)
    return _turn(goals, way, goal)


def _turn(goals: Goals, way: Way, goal: Goal) -> str:
    """A side of a line, or a word, that is tried."""
    shape = goals.shape(way.rule, goal.aim)
    if goal.aim.kind == "word" and isinstance(shape.shows, ex.Compare):
        return in_words(goals.framework, shape.shows)
    return _beside_a_line(goals.framework, way.expr, shape)


def _came_to(framework: Framework, case: Case, expr: ex.Truth, to: str) -> str:
    if to == "unknown":
        return _missing(framework, case, expr)
    match expr:
        case ex.Compare(left=left, right=ex.Constant()) | ex.OneOf(left=left):
            said = _value_of(framework, case, left)
            if to == "no" and said is not None:
                return f"{in_words(framework, left)} is {value_said(said, type_of(framework, left))}"
        case ex.IsMissing(operand=operand) if to == "no":
            return f"{in_words(framework, operand)} is known"
        case ex.IsKnown(operand=operand) if to == "no":
            return f"{in_words(framework, operand)} is missing"
        case ex.Applies(negated=False) if to == "no":
            return f"“{framework.questions[expr.question].label}” does not apply"
        case _:
            pass
    words = _shortened(framework, expr)
    return words if to == "yes" else f"it is not so that {words}"


def _missing(framework: Framework, case: Case, expr: ex.Truth) -> str:
    """Why a truth is not known: by the first thing it compares that the case does not have."""
    if isinstance(expr, ex.Compare | ex.OneOf | ex.Between | ex.DateLimit | ex.Within):
        for operand in ex.children(expr):
            match operand:
                case ex.OwnAnswer() if _value_of(framework, case, operand) is None:
                    return "no answer is given"
                case ex.FactValue() | ex.AnswerValue() if _value_of(framework, case, operand) is None:
                    return f"{in_words(framework, operand)} is not known"
                case _:
                    pass
    return f"it is not known whether {_shortened(framework, expr)}"


def _value_of(framework: Framework, case: Case, operand: ex.Operand) -> Value | None:
    """What a case holds of a fact or an answer, as given."""
    match operand:
        case ex.FactValue(fact=key):
            held = case.inspection if framework.facts[key].of_inspection else case.record
            found = held.values.get(key)
        case ex.OwnAnswer(question=key) | ex.AnswerValue(question=key):
            found = case.record.values.get(key)
        case _:
            return None
    return None if isinstance(found, Mark) else found


def _shortened(framework: Framework, expr: ex.Truth) -> str:
    words = in_words(framework, expr)
    if len(words) <= _LONG:
        return words
    short = written(framework, expr.span)
    return short if len(short) <= _LONG else short[: _LONG - 1].rsplit(" ", 1)[0] + " …"


def _beside_a_line(framework: Framework, expr: ex.Truth, shape: Shape) -> str:
    """Which side of a line is tried."""
    is_on, after = shape.aim.kind == "on", shape.by == 1
    match expr:
        case ex.DateLimit() | ex.Within():
            left, anchor = in_words(framework, expr.left), in_words(framework, expr.anchor)
            limit = f"{in_units(expr.count, expr.unit)} {_side(expr, shape)} {anchor}"
            if is_on:
                return f"{left} is the very {'last' if after else 'first'} day, {limit}"
            return f"{left} is a day too {'late' if after else 'early'} for {limit}"
        case ex.Compare(left=left, right=right):
            return _beside(framework, left, right, shape)
        case ex.Between(left=left, low=low, high=high):
            return _beside(framework, left, low if shape.aim.line == "low" else high, shape)
        case _:
            return _shortened(framework, expr)


def _side(expr: ex.DateLimit | ex.Within, shape: Shape) -> str:
    if isinstance(expr, ex.DateLimit):
        return expr.direction
    if expr.side == "either side of":
        return "before" if shape.aim.line == "low" else "after"
    return expr.side


def _beside(framework: Framework, left: ex.Operand, right: ex.Operand, shape: Shape) -> str:
    name, line = in_words(framework, left), in_words(framework, right)
    is_day = (
        isinstance(shape.shows, ex.Compare)
        and isinstance(shape.shows.left, ex.Elapsed)
        and not isinstance(left, ex.Elapsed)
    )
    is_day = is_day or (isinstance(right, ex.Constant) and isinstance(right.value, date))
    if shape.aim.kind == "on":
        return f"{name} is just {line}" if not is_day else f"{name} is that very day, {line}"
    way = ("after" if is_day else "above") if shape.by == 1 else ("before" if is_day else "below")
    return f"{name} is the day {way} {line}" if is_day else f"{name} is just {way} {line}"
