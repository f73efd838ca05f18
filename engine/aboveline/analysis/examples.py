"""Runs the examples of a framework: each is a case in miniature, and must come to what it says."""

from collections.abc import Mapping
from fractions import Fraction

from aboveline.analysis.coverage import Covered, Subject, coverage, table_of_subjects
from aboveline.framework.example_model import Example, Expect, Given
from aboveline.framework.expressions import ConditionHolds, ScoreRef
from aboveline.framework.model import Framework
from aboveline.frozen import frozen
from aboveline.judgement import NOT_APPLICABLE, Judgement
from aboveline.records.record import Record
from aboveline.reference.evaluate import truth
from aboveline.reference.judge import judge
from aboveline.reference.scope import scope_of
from aboveline.scoring.figures import band_of, bands_of, half_up, label_of
from aboveline.scoring.model import Score, ScoreName, Tally
from aboveline.scoring.ratings import given_score, rate
from aboveline.values import Mark, Truth, Value


@frozen
class Checked:
    """One thing an example expects, and what it came to instead where it did not."""

    expect: Expect
    passed: bool
    expected: str
    found: str


@frozen
class ExampleResult:
    """An example that was run, and each of its expectations."""

    example: Example
    checks: tuple[Checked, ...]

    @property
    def passed(self) -> bool:
        """Whether everything came out as expected."""
        return all(c.passed for c in self.checks)


@frozen
class _Outcome:
    """Everything one example came to."""

    record: Record
    judgements: Mapping[str, Judgement]
    derived: Mapping[str, Value]
    conditions: Mapping[str, Truth]
    contradicted: frozenset[str]
    ratings: Mapping[ScoreName, Score]


def run_examples(framework: Framework) -> tuple[ExampleResult, ...]:
    """Every example of a framework, run, in the order of the files."""
    return tuple(_run(framework, example) for example in framework.examples)


def _run(framework: Framework, example: Example) -> ExampleResult:
    came = _come_of(framework, example)
    return ExampleResult(example, tuple(_checked(framework, expect, came) for expect in example.expect))


def _come_of(framework: Framework, example: Example) -> _Outcome:
    record, inspection = case_of(framework, example)
    result = judge(framework, record, inspection)
    scope = scope_of(framework, record, inspection)
    wanted = [e.key for e in example.expect if e.kind == "condition"]
    given = [g for g in example.given if g.score is not None]
    figures: dict[ScoreName, Score] = {
        (g.score.kind, g.score.key): _score(framework, g.score, g) for g in given if g.score
    }
    rated = any(("rating", e.key) for e in example.expect if e.key in framework.ratings)
    return _Outcome(
        record=record,
        judgements={j.question: j for j in result.judgements},
        derived=result.derived,
        contradicted=frozenset(f.subject for f in result.findings if f.code == "check-contradicted"),
        conditions={k: truth(ConditionHolds(k, framework.conditions[k].span), scope) for k in wanted},
        ratings=rate(framework, figures, {}, inspection) if rated else {},
    )


def case_of(framework: Framework, example: Example) -> tuple[Record, Record]:
    """The case an example starts from, and its inspection."""
    values = {g.key: _value(g) for g in example.given if g.kind in {"fact", "answer", "mark"}}
    of_inspection = {
        k: v for k, v in values.items() if k in framework.facts and framework.facts[k].of_inspection
    }
    record = Record("example", {k: v for k, v in values.items() if k not in of_inspection})
    return record, Record("inspection", of_inspection)


def cover_examples(framework: Framework) -> tuple[Covered, ...]:
    """What each rule of a framework came to in its examples; each example counts for what it expects something of."""
    return coverage(
        framework,
        (
            table_of_subjects(framework, subjects_of(framework, example), *case_of(framework, example))
            for example in framework.examples
        ),
    )


def subjects_of(framework: Framework, example: Example) -> tuple[Subject, ...]:
    """What an example expects something of; of a rating, which rests on scores, no rule about a case comes to anything."""
    found: dict[Subject, None] = {}
    for expect in example.expect:
        key = expect.key
        if key in framework.questions:
            is_answer = expect.kind in {"answer", "missing"}
            found[Subject("answer" if is_answer else "question", key)] = None
        elif key in framework.conditions:
            found[Subject("condition", key)] = None
        elif key in framework.facts:
            found[Subject("fact", key)] = None
        elif key in framework.checks:
            found[Subject("check", key)] = None
    return tuple(found)


def _value(given: Given) -> Value | Mark:
    return Mark.NOT_APPLICABLE if given.value is None else given.value


def _score(framework: Framework, ref: ScoreRef, given: Given) -> Score:
    """A score an example starts from: a step, a number of points, or a percentage."""
    if given.kind == "step":
        return given_score(framework, ref, None, str(given.value))
    figure = Fraction(str(given.value))
    bands = bands_of(framework, ref.kind, ref.key)
    if bands is None or bands.unit == "percent":
        return given_score(framework, ref, figure, None)
    label = label_of(framework, ref.kind, ref.key)
    return Score(ref.kind, ref.key, label, "scored", Tally(), points=figure, band=band_of(figure, bands))


def _checked(framework: Framework, expect: Expect, came: _Outcome) -> Checked:
    match expect.kind:
        case "outcome":
            return _outcome(expect, came)
        case "condition":
            found = {True: "yes", False: "no", None: "unknown"}[came.conditions[expect.key]]
            return _same(expect, str(expect.value), found)
        case "check":
            found = "contradicted" if expect.key in came.contradicted else "not contradicted"
            return _same(expect, str(expect.value), found)
        case "answer" | "fact":
            return _same(
                expect, str(expect.value), _told(came.derived.get(expect.key, _recorded(expect.key, came)))
            )
        case "step":
            band = came.ratings["rating", expect.key].band
            return _same(
                expect, f"in {expect.value}", f"in {band.name}" if band else _state(expect.key, came)
            )
        case "score":
            return _figure(framework, expect, came)
        case "missing":
            return _missing(framework, expect, came)


def _outcome(expect: Expect, came: _Outcome) -> Checked:
    found = came.judgements[expect.key].outcome
    if expect.value == "not applicable":
        return Checked(expect, found in NOT_APPLICABLE, "not applicable", found.value)
    return _same(expect, str(expect.value), found.value)


def _figure(framework: Framework, expect: Expect, came: _Outcome) -> Checked:
    score = came.ratings["rating", expect.key]
    wanted = Fraction(str(expect.value))
    if score.points is not None:
        return Checked(expect, score.points == wanted, f"{wanted} points", f"{score.points} points")
    if score.fraction is None:
        return Checked(expect, False, f"{expect.value}%", _state(expect.key, came))
    bands = bands_of(framework, "rating", expect.key)
    exact = bands is not None and bands.by == "exact"
    found = 100 * score.fraction if exact else Fraction(half_up(score.fraction))
    return Checked(expect, found == wanted, f"{expect.value}%", f"{float(found):g}%")


def _missing(framework: Framework, expect: Expect, came: _Outcome) -> Checked:
    if expect.key in framework.ratings:
        score = came.ratings["rating", expect.key]
        blank = score.state != "scored" or (
            score.fraction is None and score.points is None and score.band is None
        )
        return Checked(expect, blank, "missing", score.band.name if score.band else score.state)
    found = came.derived.get(expect.key, _recorded(expect.key, came))
    return Checked(expect, found is None, "missing", _told(found))


def _recorded(key: str, came: _Outcome) -> Value | None:
    found = came.record.values.get(key)
    return None if isinstance(found, Mark) else found


def _told(value: Value | None) -> str:
    return "missing" if value is None else str(value)


def _state(key: str, came: _Outcome) -> str:
    return came.ratings["rating", key].state


def _same(expect: Expect, expected: str, found: str) -> Checked:
    return Checked(expect, expected == found, expected, found)
