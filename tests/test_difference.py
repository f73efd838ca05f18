"""The difference of two batches is split with nothing left over, and each part is what scoring batch after batch gives."""

import math
from collections import Counter
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aboveline.columnar.frame import case_frame, case_records
from aboveline.framework.record_shape import case_shape, inspection_shape
from aboveline.judgement import NOT_APPLICABLE, Outcome
from aboveline.records.recast import recast_frame, recast_record
from aboveline.reference.judge import judge
from aboveline.scoring.compared import compare
from aboveline.scoring.difference import CAUSES, Pair, split, total
from aboveline.scoring.difference_intervals import PairSums, difference_intervals, units_within
from aboveline.scoring.paths import OUTCOMES, ByCase, Override, Side
from aboveline.scoring.resampling import FEW_CASES
from aboveline.scoring.score import scores
from aboveline.scoring.tally import tally
from aboveline.values import Mark
from generate import batches, drafts, inspections, written
from written import case, framework, framework_of

SLOW = settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
NA = Mark.NOT_APPLICABLE


def found(of, records, inspection=None):
    """What the cases came to, by case."""
    results = [judge(of, record, inspection) for record in records]
    keys = [key for key, question in of.questions.items() if question.is_judged]
    places = {key: bytearray() for key in keys}
    for result in results:
        for judgement in result.judgements:
            places[judgement.question].append(OUTCOMES.index(judgement.outcome))
    return ByCase(tuple(r.case_id for r in records), {key: bytes(p) for key, p in places.items()})


def scored(of, *batches_):
    """Every score but ratings, as some records with their facts of the inspection, scored by themselves, give it."""
    results = [judge(of, record, facts) for records, facts in batches_ for record in records]
    return {(one.kind, one.key): one for one in scores(of, tally(of, results)) if one.kind != "rating"}


def recast(records, was, now):
    frame, _ = recast_frame(case_frame(was, records), case_shape(was), case_shape(now))
    return list(case_records(now, frame))


def counts(score):
    return Pair(score.numerator, score.denominator) if score is not None else Pair()


def part(one, cause):
    return next(p for p in one.parts if p.cause == cause)


def causes_of(one):
    return {p.cause for p in one.parts if p.adds != Pair()}


# --- Generated pairs -------------------------------------------------------------------------


@SLOW
@given(st.data(), drafts(), drafts())
def test_the_difference_of_any_two_batches_is_split_with_nothing_left_over(data, one, other):
    """Two frameworks, two batches some cases of which are in both: every step is held against batches scored whole."""
    older, newer = framework_of(written(one)), framework_of(written(other))
    before, after = data.draw(batches(older, most=8)), data.draw(batches(newer, most=8))
    facts, later = data.draw(inspections(older)), data.draw(inspections(newer))
    again, facts_again = (
        recast(before, older, newer),
        recast_record(facts, inspection_shape(older), inspection_shape(newer)),
    )
    of = compare(
        Side(older, found(older, before, facts)),
        Side(newer, found(newer, after, later)),
        found(newer, again, facts_again),
    )
    ids, ids_later = {r.case_id for r in before}, {r.case_id for r in after}
    assert (of.same, set(of.went), set(of.came)) == (len(ids & ids_later), ids - ids_later, ids_later - ids)
    stages = [
        scored(older, (before, facts)),
        scored(newer, (again, facts_again)),
        scored(
            newer,
            ([r for r in again if r.case_id in ids_later], facts_again),
            ([r for r in after if r.case_id not in ids], later),
        ),
        scored(newer, (after, later)),
    ]
    for each in of.scores:
        name = each.kind, each.key
        reached = [counts(stage.get(name)) for stage in stages]
        assert each.way == (reached[0], *reached, reached[-1])
        for causes, start, end in zip(STEPS, reached, reached[1:], strict=False):
            parts = [part(each, cause) for cause in causes]
            assert total((start, *(p.adds for p in parts))) == end
            if each.change is not None and all(pair.counted for pair in reached):
                assert sum(p.share for p in parts) == share(end) - share(start)
        for told, alone in ((each.before, stages[0].get(name)), (each.after, stages[-1].get(name))):
            assert shown(told) == shown(alone)
        holds_together(each)


STEPS = (("criteria",), ("cases that went", "cases that came"), ("judgements", "applicability", "gaps"))


def share(pair):
    return Fraction(pair.sufficient, pair.counted)


def shown(score):
    return score and (score.state, score.fraction, score.percent, score.band, counts(score))


def holds_together(each):
    """The parts, and what the questions add, come to the difference, exactly."""
    if each.change is None:
        assert all(p.share is None for p in (*each.parts, *each.questions))
        return
    assert each.change == each.after.fraction - each.before.fraction
    assert sum(p.share for p in each.parts) == each.change
    assert sum((q.share for q in each.questions), Fraction()) == each.change
    assert total((counts(each.before), *(q.adds for q in each.questions))) == counts(each.after)


@SLOW
@given(st.data(), drafts())
def test_what_did_not_happen_has_no_part(data, draft):
    of = framework_of(written(draft))
    records, facts = data.draw(batches(of, least=2, most=6)), data.draw(inspections(of))
    side = Side(of, found(of, records, facts))
    same = compare(side, side, side.found)
    assert same.changed == 0
    assert list(same.every()) == []
    assert all(causes_of(each) == set() and each.change in {None, 0} for each in same.scores)
    fewer = Side(of, found(of, records[1:], facts))
    gone, come = compare(side, fewer, side.found), compare(fewer, side, fewer.found)
    assert all(causes_of(each) <= {"cases that went"} for each in gone.scores)
    assert all(causes_of(each) <= {"cases that came"} for each in come.scores)
    others = compare(side, side, side.found, matched=False)
    assert (others.same, len(others.went), len(others.came)) == (0, len(records), len(records))
    assert all(causes_of(each) <= {"cases that went", "cases that came"} for each in others.scores)
    assert all(each.change in {None, 0} for each in others.scores)


@SLOW
@given(st.data(), drafts(), drafts())
def test_without_records_the_parts_still_add_up_and_say_what_they_leave_open(data, one, other):
    older, newer = framework_of(written(one)), framework_of(written(other))
    before, after = data.draw(batches(older, most=6)), data.draw(batches(newer, most=6))
    of = compare(Side(older, found(older, before)), Side(newer, found(newer, after)), None)
    assert not of.told_apart
    for each in of.scores:
        holds_together(each)
        assert not causes_of(each) & {"judgements", "applicability", "gaps"}
    assert all(change.judged_again is None for change in of.every())


@SLOW
@given(st.data(), drafts())
def test_changes_are_listed_one_by_one(data, draft):
    of = framework_of(written(draft))
    before, after = data.draw(batches(of, most=6)), data.draw(batches(of, most=6))
    older, newer = found(of, before), found(of, after)
    listed = {(c.case_id, c.question): c for c in compare(Side(of, older), Side(of, newer), older).every()}
    expected = {}
    for case_id in set(older.cases) & set(newer.cases):
        one, two = older.cases.index(case_id), newer.cases.index(case_id)
        for key in older.outcomes:
            was, is_ = OUTCOMES[older.outcomes[key][one]], OUTCOMES[newer.outcomes[key][two]]
            if was is not is_:
                expected[case_id, key] = was, is_
    assert {at: (c.before, c.after) for at, c in listed.items()} == expected
    for change in listed.values():
        either = {change.before, change.after}
        (cause,) = change.causes
        assert (cause == "applicability") == bool(either & NOT_APPLICABLE)
        assert (cause == "judgements") == (either == {Outcome.SUFFICIENT, Outcome.INSUFFICIENT})


@SLOW
@given(st.data(), drafts())
def test_overrides_are_a_part_of_their_own(data, draft):
    of = framework_of(written(draft))
    records = data.draw(batches(of, least=1, most=5))
    bare = found(of, records)
    keys = st.sampled_from(sorted(bare.outcomes)) if bare.outcomes else st.nothing()
    drawn = st.lists(
        st.tuples(st.sampled_from(bare.cases), keys, st.sampled_from(OUTCOMES)),
        max_size=4,
        unique_by=lambda o: o[:2],
    )
    overrides = {}
    for side in ("older", "newer"):
        overrides[side] = tuple(
            Override(case_id, key, OUTCOMES[bare.outcomes[key][bare.cases.index(case_id)]], after)
            for case_id, key, after in (data.draw(drawn) if bare.outcomes else ())
        )
    stored = {
        key: bytes(
            next(
                (
                    OUTCOMES.index(o.after)
                    for o in overrides["newer"]
                    if (o.case_id, o.question) == (case_id, key)
                ),
                places[at],
            )
            for at, case_id in enumerate(bare.cases)
        )
        for key, places in bare.outcomes.items()
    }
    older = Side(of, bare, overrides["older"])
    for newer in (
        Side(of, bare, overrides["newer"]),
        Side(of, ByCase(bare.cases, stored), overrides["newer"]),
    ):
        compared = compare(older, newer, bare)
        for each in compared.scores:
            assert causes_of(each) <= {"overrides"}
            holds_together(each)
        after = compare(Side(of, bare), newer, bare)
        assert {(c.case_id, c.question, c.after) for c in after.every()} == {
            (o.case_id, o.question, o.after) for o in overrides["newer"] if o.after is not o.before
        }


# --- What each cause means -------------------------------------------------------------------

ONE = framework(
    "", 'question a "A" may be marked not applicable; question b "B" may be marked not applicable'
)


def answers(**of_cases):
    """Cases that answer `a` and `b`: `A1="yn"`; `-` marks not applicable, `.` is no answer."""
    words = {"y": "yes", "n": "no", "-": NA}
    return [
        case(case_id, **{key: words[c] for key, c in zip("ab", text, strict=True) if c != "."})
        for case_id, text in of_cases.items()
    ]


def apart(before, after, name=("criterion", "1.1"), older=ONE, newer=ONE):
    again = found(newer, recast(before, older, newer))
    return compare(Side(older, found(older, before)), Side(newer, found(newer, after)), again)[name]


@pytest.mark.parametrize(
    ("before", "after", "cause", "adds"),
    [
        ({"A1": "yn", "A2": "yy"}, {"A1": "yy", "A2": "yy"}, "judgements", Pair(1, 0)),
        ({"A1": "yn", "A2": "yy"}, {"A1": "-n", "A2": "yy"}, "applicability", Pair(-1, -1)),
        ({"A1": "nn", "A2": "yy"}, {"A1": "-n", "A2": "yy"}, "applicability", Pair(0, -1)),
        ({"A1": ".n", "A2": "yy"}, {"A1": "yn", "A2": "yy"}, "gaps", Pair(1, 1)),
        ({"A1": "yn", "A2": "yy"}, {"A2": "yy"}, "cases that went", Pair(-1, -2)),
        ({"A1": "yn"}, {"A1": "yn", "A2": "yy"}, "cases that came", Pair(2, 2)),
    ],
)
def test_each_cause_is_told_by_what_it_does(before, after, cause, adds):
    one = apart(answers(**before), answers(**after))
    assert causes_of(one) == {cause}
    assert part(one, cause).adds == adds
    assert part(one, cause).share == one.change


def test_criteria_come_first_and_are_told_of_cases_that_went_too():
    """The older case that went was insufficient by the older criteria and is sufficient by the newer."""
    newer = framework("", 'question a "A" sufficient when yes, no; question b "B"')
    one = apart(answers(A1="ny", A2="ny"), answers(A2="ny"), older=ONE, newer=newer)
    assert [(p.cause, p.adds, p.share) for p in one.parts if p.adds != Pair()] == [
        ("criteria", Pair(2, 0), Fraction(1, 2)),
        ("cases that went", Pair(-2, -2), 0),
    ]
    assert [share(pair) for pair in one.way] == [Fraction(1, 2), Fraction(1, 2), 1, 1, 1, 1]


def test_where_a_batch_on_the_way_has_nothing_to_divide_by_two_steps_are_one():
    """Between the two, only A1 is left, whose older record did not apply."""
    before, after = answers(A1="--", A2="ny"), answers(A1="yy")
    one = apart(before, after)
    assert one.way[3] == Pair()
    assert {p.cause: p.share for p in one.parts if p.share} == {
        "cases that went": Fraction(1, 4),
        "applicability": Fraction(1, 4),
    }
    holds_together(one)


def test_a_question_that_is_new_or_gone_is_criteria():
    newer = framework("", 'question a "A"; question c "C"')
    before, after = answers(A1="yn", A2="yn"), [case("A1", a="yes", c="no"), case("A2", a="yes", c="yes")]
    of = compare(
        Side(ONE, found(ONE, before)),
        Side(newer, found(newer, after)),
        found(newer, recast(before, ONE, newer)),
    )
    assert (of.questions_gone, of.questions_new) == (("b",), ("c",))
    one = of["criterion", "1.1"]
    assert part(one, "criteria").adds == Pair(0, -2)
    assert part(one, "gaps").adds == Pair(1, 2)
    assert of["question", "b"].after is None
    assert of["question", "b"].change is None
    assert {q.question: q.adds for q in one.questions} == {"b": Pair(0, -2), "c": Pair(1, 2)}


def test_a_case_as_good_as_both_batches_together_moves_nothing():
    one = apart(answers(A1="yn", A2="yn"), answers(A1="yn", A2="yn", A3="yn"))
    assert part(one, "cases that came").adds == Pair(1, 2)
    assert part(one, "cases that came").share == 0


def test_counts_that_do_not_lead_from_one_to_the_other_are_a_fault_of_ours():
    parts = split(Pair(1, 2), Pair(2, 3), ({"criteria": Pair(1, 1)},))
    assert [p.cause for p in parts] == list(CAUSES)
    assert sum(p.share for p in parts) == Fraction(1, 6)
    assert {p.share for p in split(Pair(), Pair(), ())} == {None}
    with pytest.raises(AssertionError, match="do not lead"):
        split(Pair(1, 2), Pair(2, 3), ({"criteria": Pair(1, 0)},))


# --- Values under other criteria -------------------------------------------------------------

OLD = framework(
    'fact n "N" whole number from 0 to 9; fact w "W" one of red, green; fact d "D" date; fact m "M" number; '
    'fact t "T" text; fact gone "G" yes or no; fact k "K" number',
    'question a "A" answers one of good, bad sufficient when good may be marked not applicable; '
    'question e "E" answers one of good, bad sufficient when good may be marked not applicable',
)
NEW = framework(
    'fact n "N" number; fact w "W" one of green, blue; fact d "D" text; fact m "M" whole number from 0 to 5; '
    'fact t "T" text; fact k "K" date',
    'question a "A" answers one of bad, good, best sufficient when best, good; question e "E"',
)


def test_what_other_criteria_cannot_hold_is_missing_and_counted():
    from datetime import date
    from decimal import Decimal

    records = [
        case(
            "A1",
            n=3,
            w="red",
            d=date(2011, 7, 4),
            m=Decimal(4),
            t="x",
            gone="yes",
            k=Decimal(1),
            a="good",
            e=NA,
        ),
        case("A2", n=4, w="green", m=Decimal("4.5"), a=NA, e="good"),
        case("A3", m=Decimal(9)),
    ]
    frame, lost = recast_frame(case_frame(OLD, records), case_shape(OLD), case_shape(NEW))
    held = case_records(NEW, frame)
    assert [dict(r.values) for r in held] == [
        {"n": Decimal(3), "m": 4, "t": "x", "a": "good", "e": NA},
        {"n": Decimal(4), "w": "green", "a": NA},
        {},
    ]
    assert lost == {"w": 1, "d": 1, "m": 2, "k": 1, "e": 1}
    back, none = recast_frame(case_frame(OLD, records), case_shape(OLD), case_shape(OLD))
    assert list(case_records(OLD, back)) == records
    assert none == {}


# --- How sure a difference is ----------------------------------------------------------------


def difference_interval(before, after):
    """The interval of the difference of one score, from what each case adds: how many sufficient, out of how many."""
    came = [case_id for case_id in after if case_id not in before]
    units, strata = units_within([*before, *came], len(before), len(after))
    sums = np.zeros((4, sum(strata), 1))
    for case_id, unit in zip([*before, *came], units, strict=True):
        sums[:, unit, 0] += (*before.get(case_id, (0, 0)), *after.get(case_id, (0, 0)))
    return difference_intervals(PairSums(strata, *sums))[0]


def test_an_interval_repeats_whatever_the_order_of_cases():
    before = {f"A{i}": (i % 5, 5) for i in range(40)}
    after = {f"B{i}": (1 + i % 4, 5) for i in range(50)}
    low, high = difference_interval(before, after)
    turned = difference_interval(dict(reversed(before.items())), dict(reversed(after.items())))
    assert (low, high) == pytest.approx(turned)
    share = sum(s for s, _ in after.values()) / 250 - sum(s for s, _ in before.values()) / 200
    assert low < share < high


def test_what_both_batches_share_is_no_chance():
    """The same cases with one judgement more sufficient in each: the difference is sure, though cases differ much."""
    before = {f"A{i}": (4 * (i % 2), 5) for i in range(30)}
    after = {case_id: (sufficient + 1, counted) for case_id, (sufficient, counted) in before.items()}
    others = {f"B{case_id}": pair for case_id, pair in after.items()}
    assert difference_interval(before, after) == pytest.approx((0.2, 0.2))
    low, high = difference_interval(before, others)
    assert low < 0 < high


def test_there_is_no_interval_of_one_case_or_of_none():
    assert difference_interval({"A1": (1, 2)}, {"B1": (2, 2), "B2": (1, 2)}) is None
    assert difference_interval({}, {}) is None
    assert difference_interval({"A1": (0, 0), "A2": (0, 0)}, {"A1": (1, 2), "A2": (2, 2)}) is None


def test_very_many_cases_are_drawn_in_groups():
    before = {f"A{i}": (i % 2, 1) for i in range(3000)}
    after = {f"B{i}": (i % 2, 1) for i in range(3000)}
    low, high = difference_interval(before, after)
    exact = 1.96 * math.sqrt(2 * 0.25 / 3000)
    assert (low, high) == pytest.approx((-exact, exact), rel=0.15)


def test_a_difference_that_may_mean_nothing_is_close():
    def one(count, before, after):
        return apart(
            answers(**{f"A{i}": before if i % 3 else "nn" for i in range(count)}),
            answers(**{f"B{i}": after if i % 3 else "nn" for i in range(count - 1)}),
        )

    far, close, few = one(60, "ny", "yy"), one(60, "ny", "yn"), one(FEW_CASES, "ny", "yy")
    assert (far.is_close, far.few_cases) == (False, False)
    assert far.low > 0
    assert close.is_close
    assert close.low < 0 < close.high
    assert (few.is_close, few.few_cases) == (True, True)
    assert few.cases == FEW_CASES - 1
    assert Counter(type(end) for end in (far.low, far.high)) == {Fraction: 2}
