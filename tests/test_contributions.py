"""What each question and case adds to a score adds up to it, and leaving one out is what it says."""

from fractions import Fraction

import pytest
from attrs import evolve
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aboveline.columnar.frame import case_frame
from aboveline.columnar.judge import batch as columnar_batch
from aboveline.columnar.judge import judgements
from aboveline.columnar.plan import collected
from aboveline.columnar.reasons import reasons
from aboveline.framework.model import Measure, Share
from aboveline.scoring.by_case import by_codes
from aboveline.scoring.contributions import contributions, extremes
from aboveline.scoring.model import Score, Tally
from aboveline.scoring.score import scores
from aboveline.scoring.tally import tally
from batches import Batch, essex, judged
from generate import Draft, batches, drafts, inspections, written
from written import NA, case, framework_of

SLOW = settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


def of(batch: Batch, *name: str):
    return contributions(batch.framework, batch.scores, batch.by_case, name, batch.inspection)


def drawn(data: st.DataObject, draft: Draft) -> Batch:
    made = framework_of(written(draft))
    return judged(made, data.draw(batches(made)), data.draw(inspections(made)))


def shown(score: Score) -> object:
    """All that leaving something out says of a score; reasons for what did not apply are not kept by case."""
    return (
        score.state,
        score.numerator,
        score.denominator,
        score.fraction,
        score.points,
        score.band,
        score.bounds,
    )


def has_own_counts(batch: Batch, score: Score) -> bool:
    if score.kind != "rating":
        return True
    measure = batch.framework.ratings[score.key].measure
    return isinstance(measure, Share) or (isinstance(measure, Measure) and measure.kind == "score of")


# --- Adding up -------------------------------------------------------------------------------


def test_the_contributions_to_every_score_of_essex_add_up_to_it():
    found = [score for score in essex().scores if score.kind not in ("question", "family")]
    for score in found:
        told = of(essex(), score.kind, score.key)
        for parts in (told.questions, told.cases):
            assert sum(part.numerator for part in parts) == score.numerator
            assert sum(part.denominator for part in parts) == score.denominator
            assert sum(part.share for part in parts) == score.fraction
    assert len(found) == 14


@SLOW
@given(st.data(), drafts())
def test_contributions_add_up_to_the_score(data: st.DataObject, draft: Draft):
    batch = drawn(data, draft)
    for score in batch.scores:
        told = of(batch, score.kind, score.key)
        for parts in (told.questions, told.cases):
            if not has_own_counts(batch, score) or score.fraction is None:
                assert {part.share for part in parts} <= {None}
            elif parts is told.cases or score.kind != "rating":
                assert sum(part.share for part in parts) == score.fraction


# --- Leaving one out -------------------------------------------------------------------------


@SLOW
@given(st.data(), drafts())
def test_a_score_without_a_case_is_that_of_the_other_cases(data: st.DataObject, draft: Draft):
    batch = drawn(data, draft)
    others = {r.case_id: batch.of([o for o in batch.records if o is not r]).scores for r in batch.records}
    for score in batch.scores:
        for part in of(batch, score.kind, score.key).cases:
            assert shown(part.without) == shown(others[part.of][score.kind, score.key])


@SLOW
@given(st.data(), drafts())
def test_a_score_without_a_question_is_as_if_that_never_applied(data: st.DataObject, draft: Draft):
    batch = drawn(data, draft)
    counted = tally(batch.framework, batch.results)
    never = Tally(asked=len(batch.records), not_applicable_by_assessor=len(batch.records))
    without = {
        key: scores(batch.framework, {**counted, key: never}, inspection=batch.inspection) for key in counted
    }
    for score in batch.scores:
        for part in of(batch, score.kind, score.key).questions:
            assert shown(part.without) == shown(without[part.of][score.kind, score.key])


@SLOW
@given(st.data(), drafts())
def test_the_order_of_the_cases_changes_nothing_but_the_order_of_the_list(data: st.DataObject, draft: Draft):
    batch = drawn(data, draft)
    other = batch.of(batch.records[::-1])
    for score in batch.scores:
        told, again = of(batch, score.kind, score.key), of(other, score.kind, score.key)
        assert told.questions == again.questions
        assert told.cases == again.cases[::-1]


RULES = """
    framework made "Made" version "1" {head}
    bands by the rounded score
      good "Good" from 75% worth 2 points
      fair "Fair" from 50% worth 1 point
      poor "Poor" otherwise worth 0 points
    bands in_points by the exact score
      many "Many" from 1 points
      few "Few" otherwise
    theme t "Theme"
    rating taken "Taken together" lowest of (t, q)
    rating summed "Sum" total of points of (t, q) in bands in_points
    rating same "Same" score of t
      at most poor when r is below 40%
    rating portion "Portion" share of cases where q is sufficient out of cases where q applies
    rating led "Led" judged by inspectors
    section 1 "Section"
    criterion 1.1 "Criterion"
    question q "Q" feeds t
    question r "R" may be marked not applicable feeds t
"""


def made(*answers: tuple[object, object], head: str = "") -> Batch:
    """A batch with these answers to `q` and `r`; None for no answer."""
    rules = framework_of({"rules.criteria": RULES.replace("{head}", head)})
    given_of = ({k: v for k, v in zip("qr", each, strict=True) if v is not None} for each in answers)
    return judged(rules, [case(f"C{i}", **values) for i, values in enumerate(given_of, 1)])


def test_leaving_a_case_out_says_how_far_it_pulls():
    batch = made(("yes", "yes"), ("yes", "no"), ("no", "no"), ("yes", NA))
    told = of(batch, "theme", "t")
    assert [(c.of, c.numerator, c.denominator, str(c.share)) for c in told.cases] == [
        ("C1", 2, 2, "2/7"),
        ("C2", 1, 2, "1/7"),
        ("C3", 0, 2, "0"),
        ("C4", 1, 1, "1/7"),
    ]
    assert [str(c.without.fraction) for c in told.cases] == ["2/5", "3/5", "4/5", "1/2"]
    assert [str(c.moved) for c in told.cases] == ["6/35", "-1/35", "-8/35", "1/14"]
    both = extremes(told.cases)
    assert ([c.of for c in both.lowest], [c.of for c in both.highest]) == (["C1", "C4"], ["C3", "C2"])
    assert [c.of for c in extremes(told.cases, 1).highest] == ["C3"]
    questions = [(q.of, q.numerator, q.denominator, q.without.percent) for q in told.questions]
    assert questions == [("q", 3, 4, 33), ("r", 1, 3, 75)]


def test_a_rating_is_worked_out_again_without_each_part():
    batch = made(("yes", "yes"), ("yes", "no"), ("no", "no"), ("yes", NA))
    lowest = of(batch, "rating", "taken")
    assert (lowest.score.percent, {c.share for c in lowest.cases}) == (57, {None})
    assert [(c.of, c.numerator, c.denominator, c.without.percent) for c in lowest.cases] == [
        ("C1", 2, 2, 40),
        ("C2", 1, 2, 60),
        ("C3", 0, 2, 80),
        ("C4", 1, 1, 50),
    ]
    same = of(batch, "rating", "same")
    assert sum(c.share for c in same.cases) == same.score.fraction == Fraction(4, 7)
    assert [c.without.band.name for c in same.cases] == ["poor", "fair", "good", "poor"]
    share = of(batch, "rating", "portion")
    assert share.questions == ()
    assert [(c.numerator, c.denominator, c.without.percent) for c in share.cases] == [
        (1, 1, 67),
        (1, 1, 67),
        (0, 1, 100),
        (1, 1, 67),
    ]
    led = of(batch, "rating", "led")
    assert (led.questions, [c.denominator for c in led.cases]) == ((), [0, 0, 0, 0])


# --- Gaps ------------------------------------------------------------------------------------


def test_the_gaps_that_could_move_a_score_most_come_first():
    batch = made(("yes", None), ("yes", None), (None, None), ("yes", "no"))
    told = of(batch, "theme", "t")
    seen = [(g.of, g.unanswered, str(g.raises_low), str(g.lowers_high)) for g in told.gaps_by_question]
    assert seen == [("r", 3, "3/8", "3/8"), ("q", 1, "1/8", "1/8")]
    assert [(g.of, g.count) for g in told.gaps_by_case] == [("C3", 2), ("C1", 1), ("C2", 1)]
    lowest = of(batch, "rating", "taken")
    assert [(g.of, str(g.raises_low)) for g in lowest.gaps_by_question] == [("r", "3/8"), ("q", "1/8")]
    points = of(batch, "rating", "summed")
    assert [(g.of, g.count, g.raises_low) for g in points.gaps_by_question] == [
        ("r", 3, None),
        ("q", 1, None),
    ]


def test_what_stops_a_score_comes_before_all_other_gaps():
    stops = "unanswered questions stop the score"
    batch = made(("yes", "yes"), (None, "yes"), head=stops)
    told = of(batch, "theme", "t")
    assert told.score.state == "stopped by unanswered"
    assert [(g.of, g.stopping) for g in told.gaps_by_case] == [("C2", 1)]
    assert [c.without.percent for c in told.cases] == [None, 100]
    assert {c.share for c in told.cases} == {None}


@SLOW
@given(st.data(), drafts())
def test_what_the_gaps_could_do_adds_up_to_the_range_between_the_bounds(data: st.DataObject, draft: Draft):
    batch = drawn(data, draft)
    for score in batch.scores:
        if score.kind != "rating" and score.bounds is not None:
            told = of(batch, score.kind, score.key)
            for gaps in (told.gaps_by_question, told.gaps_by_case):
                assert sum(g.count for g in gaps) == score.bounds.gaps
                assert sum(g.raises_low for g in gaps) == score.bounds.high - score.bounds.low
                assert sum(g.lowers_high for g in gaps) == score.bounds.high - score.bounds.low


# --- Tables of codes -------------------------------------------------------------------------


@pytest.mark.parametrize("as_bytes", [True, False])
def test_tables_of_codes_say_the_same_as_the_judgements(as_bytes):
    batch = essex()
    frame = case_frame(batch.framework, batch.records)
    table = collected(judgements(columnar_batch(batch.framework, frame.lazy())))
    asked = [key for key, question in batch.framework.questions.items() if question.is_judged]
    codes = {key: bytes(table[key]) if as_bytes else table[key].to_list() for key in asked}
    meaning = {key: [r.outcome for r in reasons(batch.framework.questions[key])] for key in asked}
    ids = [record.case_id for record in batch.records]
    assert by_codes(ids, codes, meaning) == batch.by_case
    assert evolve(batch.by_case, cases=()) != batch.by_case
