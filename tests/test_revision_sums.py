"""What edits add to scores: held against every order of making them, judged anew by the reference evaluator each time."""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from itertools import permutations

import pytest
from attrs import evolve
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from aboveline.framework.model import Framework
from aboveline.framework.record_shape import case_shape
from aboveline.judgement import Outcome
from aboveline.records.read import Input
from aboveline.records.record import Record
from aboveline.reference.judge import judge
from aboveline.revision.acting import acting
from aboveline.revision.changed import kind_of
from aboveline.revision.compose import Composed
from aboveline.revision.difference import Difference, difference, on_data
from aboveline.revision.planned import Unit, planned
from aboveline.revision.shapley import Adds, values, worth
from aboveline.scoring.difference import Pair
from aboveline.scoring.model import ScoreName
from aboveline.scoring.score import scores
from aboveline.scoring.tally import tally
from aboveline.values import Choice, Mark, Value, WholeNumber
from aboveline.workspace import Given, HowScored
from cases import CASELOADS, a_case, edges
from choices import Choices, Seeded
from edited import as_csv, draft_and_edited, renamed, version
from frameworks import USUAL, made_up

_CASES = 10


def some_cases(choices: Choices, framework: Framework) -> list[Record]:
    """Valid cases of a framework."""
    fields = case_shape(framework).fields
    needed: dict[str, Value] = {one.key: date(2011, 7, 4) for one in fields if one.required}
    caseload = choices.pick(CASELOADS)
    made = [a_case(choices, fields, f"A{at}", edges(framework), caseload) for at in range(_CASES)]
    return [evolve(one, values={**needed, **one.values}) for one in made]


def told(of: Difference, records: list[Record], evaluator="columnar"):
    given_ = Given((Input("cases.csv", as_csv(of.old, records)),))
    found = on_data(of, given_, HowScored(evaluator=evaluator), lambda *_: None)
    assert found.impact is not None, found.diagnostics
    return found.impact


def seeded(seed: int):
    """Two versions told apart, and some cases of the older."""
    choices = Seeded(seed)
    draft, edited = draft_and_edited(choices)
    old, new = version("old", draft), version("new", edited)
    assume(old is not None and new is not None)
    of = difference(old, new)
    return of, some_cases(choices, of.old.framework)


# --- The reference ---------------------------------------------------------------------------


def under(framework: Framework, of: Difference, record: Record) -> Record:
    """A case of the older version as a framework takes it: things by their newer names, what it does not allow missing."""
    names = {old: new for (_, old), new in of.revision.names.items()}
    fields = {one.key: one for one in case_shape(framework).fields}
    values: dict[str, Value | Mark] = {}
    for key, value in record.values.items():
        name, dot, items = key.partition(".")
        one = fields.get(names.get(name, name) + dot + items)
        if one is not None and (isinstance(value, Mark) or allowed(one.type, value)):
            values[one.key] = value
    return Record(record.case_id, values)


def allowed(kind: object, value: Value) -> bool:
    match kind:
        case Choice():
            return value in kind.names
        case WholeNumber():
            return isinstance(value, int) and (kind.low or value) <= value <= (kind.high or value)
        case _:
            return True


def counts(framework: Framework, of: Difference, records: list[Record]) -> Mapping[ScoreName, Pair]:
    """The counts of every score but ratings, judged one by one."""
    results = [judge(framework, under(framework, of, record)) for record in records]
    batch = scores(framework, tally(framework, results))
    return {(s.kind, s.key): Pair(s.numerator, s.denominator) for s in batch if s.kind != "rating"}


def by_every_order(units: tuple[Unit, ...], comes_to) -> Mapping[ScoreName, Mapping[Unit, Adds]]:
    """What each unit adds on average over all orders of making them, one after the other."""
    found: dict[ScoreName, dict[Unit, Adds]] = {}
    orders = list(permutations(units))
    for order in orders:
        made, before = Unit(), comes_to(Unit())
        for unit in order:
            made |= unit
            after = comes_to(made)
            for name in {**before, **after}:
                one, other = before.get(name, Pair()), after.get(name, Pair())
                adds = Adds(
                    Fraction(other.sufficient - one.sufficient, len(orders)),
                    Fraction(other.counted - one.counted, len(orders)),
                )
                of_score = found.setdefault(name, {})
                of_score[unit] = of_score.get(unit, Adds()) + adds
            before = after
    return found


@pytest.mark.slow
@settings(max_examples=8)
@given(st.integers(0, 10**9))
def test_what_each_edit_adds_is_its_mean_over_every_order_of_making_them(seed):
    of, records = seeded(seed)
    composed = Composed(of.revision, of.sources)
    plan = planned(acting(of.revision, of.as_now, of.new.framework), composed)
    assume(1 < len(plan.units) <= 3)

    def comes_to(made: Unit) -> Mapping[ScoreName, Pair]:
        framework = composed(made)
        assume(framework is not None)
        return counts(framework, of, records)

    expected = by_every_order(plan.units, comes_to)
    for one in told(of, records).scores:
        if one.kind == "rating":
            continue
        found = {part.edits: part.adds for part in one.parts}
        wanted = {unit: adds for unit, adds in expected[one.kind, one.key].items() if adds != Adds()}
        assert found == wanted, (one.kind, one.key)


@settings(max_examples=8)
@given(st.integers(0, 10**9))
def test_the_parts_add_up_and_lead_from_what_the_older_comes_to_to_what_the_newer_does(seed):
    of, records = seeded(seed)
    was, now = counts(of.as_now, of, records), counts(of.new.framework, of, records)
    for one in told(of, records).scores:
        if one.kind == "rating":
            if one.parts:
                assert sum((part.share for part in one.parts), Fraction()) == one.change
            continue
        before, after = was.get((one.kind, one.key), Pair()), now.get((one.kind, one.key), Pair())
        assert (
            (one.before.numerator, one.before.denominator) == (before.sufficient, before.counted)
            if one.before
            else before == Pair()
        )
        assert (
            (one.after.numerator, one.after.denominator) == (after.sufficient, after.counted)
            if one.after
            else after == Pair()
        )
        adds = sum((part.adds for part in one.parts), Adds())
        assert adds == Adds(
            Fraction(after.sufficient - before.sufficient), Fraction(after.counted - before.counted)
        )
        if one.change is not None:
            assert one.change == one.after.fraction - one.before.fraction
            assert sum((part.share for part in one.parts), Fraction()) == one.change


@settings(max_examples=8)
@given(st.integers(0, 10**9))
def test_every_judgement_that_changed_is_told_once_and_both_evaluators_say_the_same(seed):
    of, records = seeded(seed)
    impact = told(of, records)
    assert impact == told(of, records, "reference")
    outcomes: dict[tuple[str, str], list[Outcome]] = {}
    for framework in (of.as_now, of.new.framework):
        for record in records:
            for found in judge(framework, under(framework, of, record)).judgements:
                outcomes.setdefault((found.question, record.case_id), []).append(found.outcome)
    expected = {key: (two[0], two[1]) for key, two in outcomes.items() if len(two) == 2 and two[0] != two[1]}
    said = [((g.question, case), (g.before, g.after)) for g in impact.changes for case in g.cases]
    assert dict(said) == expected
    assert len(said) == len(expected) == impact.changed
    acts = acting(of.revision, of.as_now, of.new.framework)
    for group in impact.changes:
        assert group.edits
        assert group.kind == kind_of(group.before, group.after)
        assert group.edits & acts.judging[group.question]


@settings(max_examples=8)
@given(st.integers(0, 10**9))
def test_a_rename_alone_is_told_as_one_and_changes_nothing(seed):
    choices = Seeded(seed)
    draft = made_up(choices, USUAL)
    old, new = version("old", draft), version("new", renamed(choices, draft))
    assume(old is not None and new is not None)
    of = difference(old, new)
    assert [edit.did for edit in of.revision.edits] == ["renamed"]
    for things in ("facts", "conditions", "questions", "families", "ratings", "checks", "themes", "lists"):
        assert getattr(of.as_now, things) == getattr(of.new.framework, things)
    impact = told(of, some_cases(choices, of.old.framework))
    assert not impact.changes
    assert all(one.before == one.after and not one.parts for one in impact.scores)


def test_three_that_act_together_get_their_mean_over_all_six_orders():
    # Two of the three are enough for the first figure; the third counts twice.
    def comes_to(some: frozenset[str]) -> Fraction:
        return Fraction(10 * (len(some) >= 2) + 3 * ("c" in some) + 5 * ({"a", "b"} <= some))

    expected = dict.fromkeys("abc", Fraction())
    for order in permutations("abc"):
        for at, one in enumerate(order):
            before = frozenset(order[:at])
            expected[one] += Fraction(comes_to(before | {one}) - comes_to(before), 6)
    assert values("abc", comes_to) == expected
    assert expected["a"] != expected["c"]


def test_what_is_added_is_worth_what_the_formula_of_differences_says():
    # Both formulas say the same of whole numbers; this one takes parts of them too.
    from aboveline.scoring.difference import share_of

    before, after = Pair(30, 40), Pair(33, 48)
    whole = Adds(Fraction(3), Fraction(8))
    assert (
        worth(whole, before, after)
        == share_of((before, after), (Pair(3, 8),))
        == Fraction(33, 48) - Fraction(3, 4)
    )
    half = Adds(Fraction(3, 2), Fraction(4))
    assert worth(half, before, after) * 2 == worth(whole, before, after)
    assert worth(whole, Pair(), after) is None


@pytest.mark.parametrize(
    ("before", "after", "kind"),
    [
        (Outcome.NOT_APPLICABLE_BY_RULE, Outcome.INSUFFICIENT, "became applicable"),
        (Outcome.NOT_APPLICABLE_BY_RULE, Outcome.UNANSWERED, "became applicable"),
        (Outcome.NOT_APPLICABLE_BY_RULE, Outcome.UNDETERMINED, "became undetermined"),
        (Outcome.SUFFICIENT, Outcome.NOT_APPLICABLE_BY_RULE, "no longer applies"),
        (Outcome.INSUFFICIENT, Outcome.EXCUSED, "no longer applies"),
        (Outcome.EXCUSED, Outcome.NOT_APPLICABLE_BY_RULE, "not applicable for another reason"),
        (Outcome.INSUFFICIENT, Outcome.SUFFICIENT, "turned to sufficient"),
        (Outcome.SUFFICIENT, Outcome.INSUFFICIENT, "turned to insufficient"),
        (Outcome.SUFFICIENT, Outcome.UNANSWERED, "became unanswered"),
        (Outcome.UNANSWERED, Outcome.SUFFICIENT, "ceased to be unanswered"),
        (Outcome.UNDETERMINED, Outcome.INSUFFICIENT, "ceased to be undetermined"),
    ],
)
def test_how_a_judgement_changed_is_said_by_what_it_was_and_what_it_is(before, after, kind):
    assert kind_of(before, after) == kind
