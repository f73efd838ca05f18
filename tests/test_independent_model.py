"""The engine agrees with a second reading of the language, and takes nothing back when more becomes known."""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from attrs import evolve
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from aboveline.framework import expressions as ex
from aboveline.framework.model import Fact, Framework, Measure, Question, Rating, Share, Step
from aboveline.judgement import NOT_APPLICABLE, Judgement, Outcome
from aboveline.records.record import Record
from aboveline.reference.evaluate import truth
from aboveline.reference.judge import judge
from aboveline.reference.scope import scope_of
from aboveline.scoring.model import Score, ScoreName, Scores
from aboveline.scoring.score import scores
from aboveline.scoring.tally import tally
from aboveline.source import Span
from aboveline.values import Mark
from generate import Draft, batches, drafts, inspections, values_of, written
from second_reading import ANY, EITHER, GAP, NO, NOWHERE, YES, Reading
from written import framework_of

SLOW = settings(
    max_examples=25,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
HERE = Span("", 0, 0)


@SLOW
@given(st.data(), drafts())
def test_every_case_comes_to_what_a_second_reading_says(data: st.DataObject, draft: Draft):
    framework = framework_of(written(draft))
    inspection = data.draw(inspections(framework))
    for record in data.draw(batches(framework, 2, 4)):
        reading, result = Reading(framework, record, inspection), judge(framework, record, inspection)
        judged = [q for q in framework.questions.values() if q.is_judged]
        assert [j.question for j in result.judgements] == [q.key for q in judged]
        for found in result.judgements:
            ruled = reading.ruled(found.question)
            assert (found.outcome, found.clause, found.answer) == (
                ruled.outcome,
                ruled.clause,
                ruled.answer,
            ), found
        scope = scope_of(framework, record, inspection)
        for key in framework.conditions:
            holds = ex.ConditionHolds(key, HERE)
            may = reading.may(holds)
            assert truth(holds, scope) is (None if may == EITHER else may == YES), key
        contradicted = [
            key
            for key, check in framework.checks.items()
            if (check.when is None or reading.may(check.when) == YES) and reading.may(check.expect) == NO
        ]
        assert [f.subject for f in result.findings if f.code == "check-contradicted"] == contradicted
        derived = {
            key: reading.value(ex.FactValue(key, HERE)) for key, f in framework.facts.items() if f.worked_out
        }
        known = {k: getattr(v, "value", v) for k, (v,) in derived.items() if v not in {ANY, GAP, NOWHERE}}
        assert {k: v for k, v in result.derived.items() if k in framework.facts} == known


# --- Possible worlds -------------------------------------------------------------------------


@SLOW
@given(st.data(), drafts())
def test_nothing_decided_is_taken_back_when_what_is_missing_comes_in(data: st.DataObject, draft: Draft):
    framework = framework_of(written(draft))
    inspection = data.draw(inspections(framework))
    (record,) = data.draw(batches(framework, 1, 1))
    told = data.draw(completions(framework, record))
    beside = data.draw(completions(framework, inspection, beside=True))
    before, after = judge(framework, record, inspection), judge(framework, told, beside)
    for was, now in zip(before.judgements, after.judgements, strict=True):
        if _looks_for_gaps(framework, framework.questions[was.question]):
            continue
        if was.outcome is Outcome.UNANSWERED:
            assert now.outcome not in NOT_APPLICABLE - {Outcome.EXCUSED}, (was, now)
        elif was.outcome is Outcome.NOT_APPLICABLE_BY_ASSESSOR:
            assert now.outcome in {was.outcome, Outcome.NOT_APPLICABLE_BY_RULE}, (was, now)
        elif was.outcome is not Outcome.UNDETERMINED:
            assert now.outcome is was.outcome, (was, now)
    partly, fully = scope_of(framework, record, inspection), scope_of(framework, told, beside)
    for key, condition in framework.conditions.items():
        holds = ex.ConditionHolds(key, HERE)
        if truth(holds, partly) is not None and not _looks_for_gaps(framework, condition.expr):
            assert truth(holds, fully) is truth(holds, partly), key


@st.composite
def completions(draw: st.DrawFn, framework: Framework, record: Record, *, beside: bool = False) -> Record:
    """The same record with nothing missing; a mark that is not allowed is missing."""
    values = dict(record.values)
    for key, fact in framework.facts.items():
        if fact.of_inspection is beside and not fact.worked_out and key not in values:
            values[key] = draw(values_of(fact.type))
    for key, question in framework.questions.items() if not beside else ():
        marked = isinstance(values.get(key), Mark) and question.may_be_marked
        if not question.worked_out and not marked and not isinstance(values.get(key), str):
            values[key] = draw(values_of(question.answers))
    return evolve(record, values=values)


def _looks_for_gaps(framework: Framework, start: Question | ex.Truth) -> bool:
    """Whether `is missing` or `is known` is said anywhere that something rests on; they alone may be taken back."""
    return any(isinstance(node, ex.IsMissing | ex.IsKnown) for node in _rests_on(framework, start, set()))


def _rests_on(
    framework: Framework, start: Question | ex.Expression, seen: set[str]
) -> Iterator[ex.Expression]:
    roots = [c.expr for c in start.clauses] + _worked(start) if isinstance(start, Question) else [start]
    for root in roots:
        for node in ex.walk(root):
            yield node
            key = next(
                (
                    str(getattr(node, name))
                    for name in ("fact", "question", "condition")
                    if hasattr(node, name)
                ),
                "",
            )
            if key and key not in seen:
                seen.add(key)
                yield from _rests_on_thing(framework, key, seen)


def _rests_on_thing(framework: Framework, key: str, seen: set[str]) -> Iterator[ex.Expression]:
    if key in framework.questions:
        yield from _rests_on(framework, framework.questions[key], seen)
    elif key in framework.conditions:
        yield from _rests_on(framework, framework.conditions[key].expr, seen)
    else:
        fact = framework.facts[key]
        for each in (*([fact.only_where] if fact.only_where else []), *_worked(fact)):
            yield from _rests_on(framework, each, seen)


def _worked(thing: Question | Fact) -> list[ex.Expression]:
    if thing.worked_out is None:
        return []
    conditions = [row.condition for row in thing.worked_out.rows if row.condition is not None]
    return [*conditions, *([thing.worked_out.number] if thing.worked_out.number else [])]


# --- Figures ---------------------------------------------------------------------------------


@SLOW
@given(st.data(), drafts())
def test_every_figure_is_what_the_judgements_add_up_to(data: st.DataObject, draft: Draft):
    framework = framework_of(written(draft))
    inspection = data.draw(inspections(framework))
    results = [judge(framework, record, inspection) for record in data.draw(batches(framework, 0, 6))]
    figures = scores(framework, tally(framework, results), inspection=inspection)
    judged = [j for result in results for j in result.judgements]
    for (kind, key), score in figures.figures.items():
        if kind != "rating":
            parts = _pooled(framework, kind, key)
            _adds_up(framework, score, [j for j in judged if j.question in parts])
    for key, rating in framework.ratings.items():
        if isinstance(rating.measure, Measure):
            _follows(framework, rating, figures, inspection, key)


def _pooled(framework: Framework, kind: str, key: str) -> set[str]:
    """The questions whose judgements a score counts."""
    match kind:
        case "question":
            return {key}
        case "family":
            return {k for k, q in framework.questions.items() if q.name == key}
        case "theme":
            return {k for k, q in framework.questions.items() if key in q.feeds}
        case _:
            mine = {
                k: (q.criterion, q.section) for k, q in framework.questions.items() if q.standing == "scored"
            }
            return {
                k
                for k, (criterion, section) in mine.items()
                if key == (criterion if kind == "criterion" else section)
            }


def _adds_up(framework: Framework, score: Score, judged: Sequence[Judgement]) -> None:
    count = {outcome: sum(j.outcome is outcome for j in judged) for outcome in Outcome}
    rules = [framework.questions[j.question].unanswered for j in judged if j.outcome is Outcome.UNANSWERED]
    good = count[Outcome.SUFFICIENT]
    whole = good + count[Outcome.INSUFFICIENT] + rules.count("insufficient")
    gaps = count[Outcome.UNANSWERED] + count[Outcome.UNDETERMINED]
    of = score.tally
    assert of.asked == len(judged) == sum(count.values())
    assert (of.sufficient, of.insufficient, of.excused) == (
        good,
        count[Outcome.INSUFFICIENT],
        count[Outcome.EXCUSED],
    )
    assert (of.unanswered, of.undetermined) == (count[Outcome.UNANSWERED], count[Outcome.UNDETERMINED])
    assert (
        of.not_applicable_by_rule
        == count[Outcome.NOT_APPLICABLE_BY_RULE]
        == sum(r.count for r in of.by_clause)
    )
    assert of.not_applicable_by_assessor == count[Outcome.NOT_APPLICABLE_BY_ASSESSOR]
    if _is_unscored(framework, score):
        assert (score.state, score.fraction, score.band) == ("not scored", None, None)
    elif "stop" in rules:
        assert (score.state, score.fraction, score.band) == ("stopped by unanswered", None, None)
    elif not whole:
        assert (score.state, score.fraction, score.band) == ("no applicable cases", None, None)
    else:
        assert (score.state, score.fraction) == ("scored", Fraction(good, whole))
        assert score.percent == int(Fraction(100 * good, whole) + Fraction(1, 2))
        assert score.band == _band(framework, score, "")
    if score.state != "not scored":
        _bounded(score, good, good + count[Outcome.INSUFFICIENT] + gaps, gaps, count[Outcome.UNDETERMINED])


def _is_unscored(framework: Framework, score: Score) -> bool:
    part = {"section": framework.sections, "criterion": framework.criteria}.get(score.kind, {}).get(score.key)
    return part is not None and not part.scored


def _band(framework: Framework, score: Score, name: str) -> Step | None:
    """The first step whose threshold the figure reaches: the one people see, or the exact one."""
    bands = framework.bands[name]
    if score.points is not None:
        figure = score.points
    else:
        assert score.fraction is not None
        figure = score.fraction * 100
    if bands.by == "rounded":
        figure = Fraction(int(figure + Fraction(1, 2)))
    return next(s for s in bands.steps if s.threshold is None or figure >= Fraction(s.threshold))


def _bounded(score: Score, good: int, most: int, gaps: int, undetermined: int) -> None:
    if not most:
        assert score.bounds is None or score.bounds.gaps == 0
        return
    low, high = Fraction(good, most), Fraction(good + gaps, most)
    none = most == undetermined
    bounds = score.bounds
    assert bounds is not None
    assert (bounds.low, bounds.high, bounds.gaps, bounds.may_have_no_cases) == (low, high, gaps, none)
    assert bounds.low_percent == int(low * 100 + Fraction(1, 2))
    assert bounds.high_percent == int(high * 100 + Fraction(1, 2))


def _follows(framework: Framework, rating: Rating, figures: Scores, inspection: Record, key: str) -> None:
    """A rating follows from its parts, as their own figures stand."""
    assert isinstance(rating.measure, Measure)
    score = figures["rating", key]
    parts = [figures[ref.kind, ref.key] for ref in rating.measure.parts]
    if any(part.state not in {"scored", "no applicable cases"} for part in parts):
        assert (score.fraction, score.points, score.band) == (None, None, None)
        return
    there = [part for part in parts if part.state == "scored"]
    if not there:
        assert (score.fraction, score.band) == (None, None)
        return
    if rating.measure.kind == "total of points of":
        points = [Fraction(part.band.worth) for part in there if part.band and part.band.worth is not None]
        total: Fraction | None = sum(points, Fraction(0))
        if len(there) < len(parts):
            scaled = _scaled(framework, total, parts, there)
            total = {"not rated": None, "scale up": scaled, "zero points": total}[rating.empty_parts]
        assert score.points == total, (key, score)
    else:
        some = [part.fraction for part in there if part.fraction is not None]
        made = {
            "lowest of": min(some),
            "highest of": max(some),
            "average of": sum(some, Fraction(0)) / len(some),
        }
        assert score.fraction == made[rating.measure.kind]
    if score.points is not None or score.fraction is not None:
        assert score.band == _capped(framework, rating, score, figures, inspection)


def _scaled(
    framework: Framework, total: Fraction, parts: Sequence[Score], there: Sequence[Score]
) -> Fraction:
    """What the rest earned, raised from what they could have earned to what all could."""
    best = Fraction(max(s.worth or 0 for s in framework.bands[""].steps))
    return total * (best * len(parts)) / (best * len(there))


def _capped(framework: Framework, rating: Rating, score: Score, figures: Scores, inspection: Record) -> Step:
    """The step of the rating's own bands, raised and then held down by the caps whose condition is so."""
    steps = framework.bands[rating.bands].steps
    band = _band(framework, score, rating.bands)
    assert band is not None
    for bound in ("at least", "at most"):
        for cap in rating.caps:
            if cap.bound == bound and _is_so(framework, cap.when, figures, inspection):
                step = next(s for s in steps if s.name == cap.step)
                further = max if bound == "at most" else min
                band = further(band, step, key=steps.index)
    return band


def _is_so(framework: Framework, said: ex.Truth, figures: Scores, inspection: Record) -> bool:
    match said:
        case ex.And(items=items):
            return all(_is_so(framework, item, figures, inspection) for item in items)
        case ex.Compare(left=ex.FactValue(fact=key)):
            return inspection.values.get(key) == "yes"
        case ex.NoApplicableCases(score=ref):
            return figures[ref.kind, ref.key].state == "no applicable cases"
        case ex.ScoreCompare(operator="less than", score=ref, percent=percent):
            one = figures[ref.kind, ref.key]
            figure = (
                one.percent if framework.bands[""].by == "rounded" else one.fraction and one.fraction * 100
            )
            return one.state == "scored" and figure is not None and figure < Fraction(percent)
        case ex.InBand(score=ref, step=step, reach="or better"):
            one, names = figures[ref.kind, ref.key], [s.name for s in framework.bands[""].steps]
            return one.band is not None and names.index(one.band.name) <= names.index(step)
        case _:
            raise AssertionError(said)


@SLOW
@given(st.data(), drafts())
def test_no_figure_leaves_its_bounds_when_what_is_missing_comes_in(data: st.DataObject, draft: Draft):
    framework = framework_of(written(draft))
    inspection, cases = data.draw(inspections(framework)), data.draw(batches(framework, 1, 4))
    beside = data.draw(completions(framework, inspection, beside=True))
    told = [data.draw(completions(framework, record)) for record in cases]
    before, after = _scored(framework, cases, inspection), _scored(framework, told, beside)
    for name, score in before.figures.items():
        if score.bounds is None or _may_take_back(framework, name):
            continue
        now = after.figures[name]
        if now.fraction is not None:
            assert score.bounds.low <= now.fraction <= score.bounds.high, (score, now)
        if now.state == "no applicable cases" and score.state == "scored":
            assert score.bounds.may_have_no_cases, (score, now)


def _scored(framework: Framework, cases: Sequence[Record], inspection: Record) -> Scores:
    return scores(
        framework, tally(framework, [judge(framework, r, inspection) for r in cases]), inspection=inspection
    )


def _may_take_back(framework: Framework, name: ScoreName) -> bool:
    """Whether anything a score rests on says `is missing` or `is known`."""
    kind, key = name
    if kind != "rating":
        return any(_looks_for_gaps(framework, framework.questions[k]) for k in _pooled(framework, kind, key))
    match framework.ratings[key].measure:
        case Measure(parts=parts):
            return any(_may_take_back(framework, (part.kind, part.key)) for part in parts)
        case Share(where=where, out_of=out_of):
            return _looks_for_gaps(framework, where) or _looks_for_gaps(framework, out_of)
        case _:
            return True
