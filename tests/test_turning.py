"""What would make a judgement another: each change verified, and none smaller, against trying everything."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from functools import partial
from itertools import product
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from aboveline import workspace
from aboveline.analysis.fields import WAYS, way_of
from aboveline.analysis.turning import Change, Turning, changed, turnings
from aboveline.framework.model import Framework
from aboveline.records.read import Input
from aboveline.records.record import Record
from aboveline.reference.evaluate import ruling
from aboveline.reference.judge import judge
from aboveline.reference.scope import scope_of
from aboveline.scoring.instead import if_case_came_to
from aboveline.scoring.score import scores
from aboveline.scoring.tally import tally
from aboveline.values import Choice, Date, Mark, Number, Text, WholeNumber
from checked import read
from generate import Known, batches, drafts, inspections, records, truths, written
from written import framework_of

ESSEX = Path(__file__).parent.parent / "examples" / "essex-2012" / "cases.csv"

UNHURRIED = settings(
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example],
)

HEAD = """
framework t "Test" version "1" calendar england_and_wales
bands by the rounded score
  good "Good" from 60%
  poor "Poor" otherwise
"""


def framework(text: str) -> Framework:
    found, wrong, _ = read(HEAD + text)
    assert found is not None, wrong
    return found


# --- In words --------------------------------------------------------------------------------

DATED = """
fact signed "Signed" date only where made
fact sentenced "Sentenced" date required
fact made "Made" yes or no
fact visits "Visits" whole number from 0 to 20
fact cost "Cost" number
fact note "Note" text
fact unusual "Unusual" yes or no of the inspection
fact urgent "Urgent" yes or no
section 1 "One"
criterion 1.1 "Only"
question timely "In time?"
  only where made
  sufficient when signed is no later than 15 working days after sentenced
question seen "Seen?" sufficient when visits is between 3 and 5 and cost is less than 2.5
question noted "Noted?" sufficient when note is "seen" or note is "heard"
question usual "Usual?" only where not unusual sufficient when urgent
question either "Either?" sufficient when made or urgent
question own "Own?" may be marked not applicable
question later "Later?" sufficient when signed is after sentenced and sentenced is after 2011-07-31
question between "Between?"
  sufficient when signed is after 2011-07-05 and signed is before 2011-07-10
    and sentenced is before 2011-07-09 and sentenced is after signed
"""


def found(question: str, inspection: Mapping | None = None, **values) -> dict[str, list[tuple]]:
    """Each way the judgement could go, with the changes that lead there: key, value, and how far it reaches."""
    beside = Record("", dict(inspection)) if inspection else None
    told = turnings(framework(DATED), Record("A", values), question, beside)
    return {
        t.way: [tuple((c.key, c.becomes, c.low, c.high) for c in turn.changes) for turn in t.turns]
        for t in told.by_case
    }


JULY_4, JULY_25, JULY_29 = date(2011, 7, 4), date(2011, 7, 25), date(2011, 7, 29)


def test_a_date_moves_to_its_limit_or_the_date_it_is_counted_from_does():
    assert found("timely", made="yes", signed=JULY_29, sentenced=JULY_4) == {
        "sufficient": [
            (("signed", JULY_25, None, JULY_25),),
            (("sentenced", date(2011, 7, 8), date(2011, 7, 8), None),),
        ],
        "not applicable": [(("made", "no", None, None),)],
    }


def test_numbers_move_no_further_than_they_must():
    assert found("seen", visits=8, cost=Decimal("1.5"))["sufficient"] == [(("visits", 5, 3, 5),)]
    assert found("seen", visits=8, cost=Decimal("3.5"))["sufficient"] == [
        (("visits", 5, 3, 5), ("cost", Decimal("2.499999"), None, Decimal("2.499999")))
    ]
    assert found("seen", visits=4, cost=Decimal(2))["insufficient"] == [
        (("visits", 2, None, 2),),
        (("cost", Decimal("2.5"), Decimal("2.5"), None),),
    ]


def test_texts_are_those_that_are_named_and_any_other():
    assert found("noted", note="no")["sufficient"] == [
        (("note", "seen", None, None),),
        (("note", "heard", None, None),),
    ]
    told = turnings(framework(DATED), Record("A", {"note": "seen"}), "noted")
    [turning] = [t for t in told.by_case if t.way == "insufficient"]
    assert turning.turns[0].changes == (Change("note", "seen", "some other text", any_other=True),)


def test_what_nothing_can_change_is_said():
    told = turnings(framework(DATED), Record("A", {"visits": 4, "cost": 1}), "seen")
    [turning] = [t for t in told.by_case if t.way == "not applicable"]
    assert (turning.turns, turning.never, turning.sure) == ((), True, True)


def test_marks_and_ties_stand_in_report_order():
    assert found("own", own="yes")["not applicable"] == [(("own", Mark.NOT_APPLICABLE, None, None),)]
    assert found("either", made="no", urgent="no")["sufficient"] == [
        (("made", "yes", None, None),),
        (("urgent", "yes", None, None),),
    ]


def test_a_fact_of_the_inspection_is_told_apart():
    told = turnings(framework(DATED), Record("A", {"urgent": "yes"}), "usual", Record("", {"unusual": "no"}))
    ways = {t.way: t for t in told.by_case}
    assert ways["not applicable"].turns == ()
    assert ways["not applicable"].never
    [beside] = told.by_inspection
    assert [(c.key, c.becomes, c.of_inspection) for c in beside.turns[0].changes] == [
        ("unusual", "yes", True)
    ]
    assert beside.turns[0].outcome == "not applicable by rule"


def test_a_date_must_leave_room_for_another():
    assert found("later", made="yes", signed=date(2011, 7, 1), sentenced=date(2011, 7, 2))["sufficient"] == [
        (
            ("signed", date(2011, 8, 2), date(2011, 8, 2), None),
            ("sentenced", date(2011, 8, 1), date(2011, 8, 1), date(2011, 8, 1)),
        )
    ]
    [[signed, sentenced]] = found(
        "between", made="yes", signed=date(2011, 7, 20), sentenced=date(2011, 7, 1)
    )["sufficient"]
    assert signed == ("signed", date(2011, 7, 6), date(2011, 7, 6), date(2011, 7, 6))
    assert sentenced == ("sentenced", date(2011, 7, 7), date(2011, 7, 7), date(2011, 7, 8))


def test_required_facts_are_never_taken_away():
    text = DATED.replace("signed is no later than 15 working days after sentenced", "sentenced is missing")
    told = turnings(framework(text), Record("A", {"made": "yes", "sentenced": JULY_4}), "timely")
    [turning] = [t for t in told.by_case if t.way == "sufficient"]
    assert turning.never


def test_the_search_ends_where_it_is_told_to():
    flags = "\n".join(f'fact f{n} "F{n}" yes or no' for n in range(6))
    rule = " and ".join(f"f{n}" for n in range(6))
    text = f'{flags}\nsection 1 "One"\ncriterion 1.1 "C"\nquestion q "Q?" sufficient when {rule}\n'
    record = Record("A", {f"f{n}": "no" for n in range(6)})
    told = turnings(framework(text), record, "q")
    [turning] = [t for t in told.by_case if t.way == "sufficient"]
    assert (turning.turns, turning.never, turning.searched) == ((), False, 4)
    told = turnings(framework(text), record, "q", most=6)
    assert len(told.by_case[0].turns[0].changes) == 6
    told = turnings(framework(text), record, "q", limit=30)
    assert (told.by_case[0].turns, told.by_case[0].searched) == ((), 1)


def settled(question: str, **values) -> tuple[tuple[str, ...], list[tuple]]:
    told = turnings(framework(DATED), Record("A", values), question).settling
    assert told is not None
    return told.missing, [
        (turn.outcome.value, *((c.key, c.becomes, c.low, c.high) for c in turn.changes))
        for turn in told.turns
    ]


def test_what_settles_an_open_judgement():
    missing, ways = settled("timely", made="yes", sentenced=JULY_4)
    assert missing == ("signed",)
    assert sorted(ways) == [
        ("insufficient", ("signed", date(2011, 7, 26), date(2011, 7, 26), None)),
        ("sufficient", ("signed", JULY_4, None, JULY_25)),
    ]
    missing, ways = settled("seen", cost=1)
    assert missing == ("visits",)
    assert sorted(ways, key=str) == [
        ("insufficient", ("visits", 2, None, 2)),
        ("insufficient", ("visits", 6, 6, None)),
        ("sufficient", ("visits", 3, 3, 5)),
    ]


def test_what_one_fact_does_not_settle_two_may():
    missing, ways = settled("either")
    assert missing == ("made", "urgent")
    assert ways == [
        ("sufficient", ("made", "yes", None, None)),
        ("sufficient", ("urgent", "yes", None, None)),
    ]
    missing, ways = settled("timely", sentenced=JULY_4)
    assert missing == ("made",)
    assert ways == [("not applicable by rule", ("made", "no", None, None))]


def test_what_is_settled_waits_for_nothing():
    assert turnings(framework(DATED), Record("A", {"made": "yes"}), "either").settling is None


def test_a_question_not_judged_cannot_be_turned():
    text = 'section 1 "One"\ncriterion 1.1 "C"\nquestion q "Q?" not judged\nquestion r "R?" only where q is yes\n'
    with pytest.raises(ValueError, match="not judged"):
        turnings(framework(text), Record("A", {}), "q")


# --- Against trying everything ---------------------------------------------------------------

FEW = Known(flags=("f", "g"), colours=("k",), counts=("n",))


@st.composite
def few(draw: st.DrawFn) -> Framework:
    """A framework over so few values that every case there can be is soon tried."""
    known = FEW
    made = ['fact f "F" yes or no', 'fact g "G" yes or no required']
    made += ['fact k "K" one of red, green, blue', 'fact n "N" whole number from 0 to 5']
    where = draw(truths(known, 1))
    made += ['section 1 "One"', 'criterion 1.1 "Only"', f'question b "B?" only where {where}']
    made.append(f"  excused where {draw(truths(known, 1))}\n  may be marked not applicable")
    known = Known(known.flags, known.colours, known.counts, judged=(("b", ("yes", "no")),))
    made.append(f'question q "Q?" only where {draw(truths(known))}')
    own = Known(known.flags, known.colours, known.counts, judged=known.judged, own=("yes", "no"))
    made.append(f"  sufficient when {draw(truths(own))}\n  excused where {draw(truths(own, 1))}")
    return framework("\n".join(made))


def every_case(keys: Mapping[str, tuple]) -> Iterator[dict]:
    for values in product(*keys.values()):
        yield {key: value for key, value in zip(keys, values, strict=True) if value is not None}


def differing(left: Mapping, right: Mapping) -> frozenset[str]:
    return frozenset(key for key in {*left, *right} if left.get(key) != right.get(key))


ALL = {
    "f": ("yes", "no", None),
    "g": ("yes", "no"),
    "k": ("red", "green", "blue", None),
    "n": (0, 1, 2, 3, 4, 5, None),
    "b": ("yes", "no", Mark.NOT_APPLICABLE, None),
    "q": ("yes", "no", None),
}


@settings(UNHURRIED, max_examples=40)
@given(st.data(), few())
def test_no_smaller_change_does_it(data: st.DataObject, of: Framework):
    now = data.draw(st.sampled_from(list(every_case(ALL))))
    told = turnings(of, Record("A", now), "q", most=6, limit=1_000_000)
    least: dict[str, dict[frozenset[str], set]] = {}
    settling: dict[frozenset[str], set] = {}
    for case in every_case(ALL):
        outcome = ruling("q", scope_of(of, Record("A", case))).outcome
        way, touched = way_of(outcome), differing(now, case)
        if way is not None:
            least.setdefault(way, {}).setdefault(touched, set()).add(tuple(case.get(k) for k in ALL))
            if all(key not in now for key in touched):
                settling.setdefault(touched, set()).add((way, tuple(case.get(k) for k in ALL)))
    assert [t.way for t in told.by_case] == [w for w in WAYS if w != way_of(told.judgement.outcome)]
    for turning in told.by_case:
        size = min(map(len, least.get(turning.way, {})), default=None)
        assert turning.never == (size is None)
        assert turning.sure
        if size is None:
            continue
        assert {len(turn.changes) for turn in turning.turns} == {size}
        fewest = {touched for touched in least[turning.way] if len(touched) == size}
        given_ = {frozenset(c.key for c in turn.changes) for turn in turning.turns}
        assert given_ <= fewest
        assert turning.more or given_ == fewest
    if told.settling is not None and settling:
        size = min(map(len, settling))
        assert {len(turn.changes) for turn in told.settling.turns} == {size}
        fewest = {touched for touched in settling if len(touched) == size}
        given_ = {frozenset(c.key for c in turn.changes) for turn in told.settling.turns}
        assert given_ <= fewest
        assert told.settling.more or given_ == fewest


# --- Dates and numbers, against all values near at hand ----------------------------------------


def near(of: Framework, record: Record, key: str) -> tuple:
    """Many values of a field, around what any rule or case here names, and none."""
    if key in of.questions:
        marks = (Mark.NOT_APPLICABLE,) if of.questions[key].may_be_marked else ()
        return (*of.questions[key].answers.names, *marks, None)
    missing = () if of.facts[key].required else (None,)
    match of.facts[key].type:
        case Choice() as kind:
            return (*kind.names, *missing)
        case Date():
            days = [v for v in record.values.values() if isinstance(v, date)] or [date(2011, 7, 1)]
            first, last = min(days) - timedelta(days=50), max(days) + timedelta(days=50)
            return (*(first + timedelta(days=n) for n in range((last - first).days)), *missing)
        case WholeNumber(low=low, high=high):
            return (*range(low or 0, (high or 40) + 1), *missing)
        case Number():
            return (*(Decimal(n) / 4 for n in range(-40, 60)), *missing)
        case Text():
            return ("seen", "not seen", "other", *missing)


def fields(of: Framework) -> list[str]:
    given_ = [k for k, f in of.facts.items() if f.worked_out is None and not f.of_inspection]
    return [*given_, *(k for k, q in of.questions.items() if q.worked_out is None)]


def way_where(of: Framework, record: Record, inspection: Record, question: str, **new) -> str | None:
    values = {k: v for k, v in {**record.values, **new}.items() if v is not None}
    outcome = ruling(question, scope_of(of, Record("A", values), inspection)).outcome
    return way_of(outcome)


@settings(UNHURRIED, max_examples=25)
@given(st.data(), drafts())
def test_no_single_change_is_overlooked_and_each_reaches_as_far_as_said(data: st.DataObject, draft):
    of = framework_of(written(draft))
    record, inspection = data.draw(records(of)), data.draw(inspections(of))
    judged = [key for key, q in of.questions.items() if q.is_judged]
    assume(judged)
    question = data.draw(st.sampled_from(judged))
    told = turnings(of, record, question, inspection, most=2, limit=30_000)
    where = partial(way_where, of, record, inspection, question)
    single = {(where(**{key: value}), key) for key in fields(of) for value in near(of, record, key)}
    for turning in told.by_case:
        by_one = {key for way, key in single if way == turning.way}
        if by_one:
            assert {len(turn.changes) for turn in turning.turns} == {1}
            found_ = {turn.changes[0].key for turn in turning.turns}
            assert turning.more or by_one <= found_
        for turn in turning.turns:
            if len(turn.changes) > 1:
                assert not by_one
                continue
            [change] = turn.changes
            reaches(of, where, record, turning.way, change)


def reaches(
    of: Framework, where: Callable[..., str | None], record: Record, way: str, change: Change
) -> None:
    """Every value between the ends of a change does as well, and the one past either end does not."""
    for value in near(of, record, change.key):
        if isinstance(change.becomes, date | int | Decimal) and value is not None:
            above, below = (
                change.low is None or change.low <= value,
                change.high is None or value <= change.high,
            )
            assert not (above and below) or where(**{change.key: value}) == way
    kind = of.facts[change.key].type if change.key in of.facts else None
    step = Decimal("0.000001") if isinstance(kind, Number) else 1
    step = timedelta(days=1) if isinstance(kind, Date) else step
    if change.low is not None:
        assert where(**{change.key: change.low - step}) != way
    if change.high is not None:
        assert where(**{change.key: change.high + step}) != way


PAIRED = """
fact a "A" date
fact b "B" date
fact n "N" whole number from 0 to 30
section 1 "One"
criterion 1.1 "Only"
question q "Q?" sufficient when {rule}
"""
DAYS = [date(2011, 7, 1) + timedelta(days=n) for n in range(-24, 25)]


@settings(UNHURRIED, max_examples=30)
@given(st.data())
def test_two_dates_that_must_both_move_are_found(data: st.DataObject):
    """Every pair of days near at hand is tried for rules that hold two dates and constants to each other."""
    unit = st.sampled_from(("days", "working days", "weeks", "months"))
    forms = st.sampled_from(
        (
            "a is no later than {n} {u} after b",
            "a is no earlier than {n} {u} before b",
            "a is within {n} {u} either side of b",
            "b is before a",
            "a is after 2011-07-{d}",
            "a is on or after 2011-07-{d}",
            "b is on or before 2011-07-{d}",
            "a is between 2011-07-{d} and 2011-07-24",
            "days from b to a is at least {n}",
            "{u} from a to b is at most {n}",
        )
    )
    rules = [
        data.draw(forms).format(
            n=data.draw(st.integers(0, 9)), u=data.draw(unit), d=f"{data.draw(st.integers(1, 20)):02}"
        )
        for _ in range(data.draw(st.integers(2, 5)))
    ]
    of = framework(PAIRED.format(rule="(" + " and ".join(rules) + ")"))
    day = st.sampled_from(DAYS)
    record = Record("A", {"a": data.draw(day), "b": data.draw(day)})
    told = turnings(of, record, "q")
    assume(way_of(told.judgement.outcome) == "insufficient")
    [turning] = [t for t in told.by_case if t.way == "sufficient"]
    pairs = [
        differing(record.values, {"a": a, "b": b})
        for a in DAYS
        for b in DAYS
        if way_where(of, record, Record("", {}), "q", a=a, b=b) == "sufficient"
    ]
    assert turning.sure
    if pairs:
        assert turning.turns
        assert len(turning.turns[0].changes) <= min(map(len, pairs))


def turned(rule: str, **values: date) -> Turning:
    """What would make a question sufficient that goes by a rule of two dates."""
    told = turnings(framework(PAIRED.format(rule=f"({rule})")), Record("A", values), "q")
    return next(t for t in told.by_case if t.way == "sufficient")


@pytest.mark.parametrize(
    "beside",
    [
        "working days from b to a is weeks from b to 2011-12-24",
        "n is at most days from b to a",
        "days from b to a - weeks from b to 2011-12-24 is at least 2 - n",
    ],
)
def test_dates_are_moved_together_too_where_something_else_holds_them(beside: str):
    """Nothing is sure then, but what is found is."""
    rule = "days from b to a is at least 5 and a is no later than 3 working days after b"
    of = framework(PAIRED.format(rule=f"({rule} and (n is at least 2 or {beside}))"))
    told = turnings(of, Record("A", {"a": JULY_4, "b": JULY_4, "n": 0}), "q")
    [turning] = [t for t in told.by_case if t.way == "sufficient"]
    assert [turn.outcome for turn in turning.turns]


@pytest.mark.parametrize(
    ("rule", "now", "then"),
    [
        # Only from a Wednesday on, with a weekend between.
        (
            "a is on or after 2011-07-15 and days from b to a is at least 5 and a is no later than 3 working days after b",
            ("2011-06-07", "2011-06-07"),
            ("2011-07-18", "2011-07-13"),
        ),
        # Only over a weekend and Easter Monday, or over Christmas and the New Year.
        (
            "days from b to a is at least 9 and working days from b to a is at most 3",
            ("2012-07-02", "2012-07-02"),
            ("2012-06-10", "2012-06-01"),
        ),
        # Only over a February without a 29th.
        (
            "a is no earlier than 1 month after b and days from b to a is at most 28",
            ("2012-06-20", "2012-06-20"),
            ("2013-02-28", "2013-01-31"),
        ),
    ],
)
def test_one_date_follows_the_other_over_a_weekend(rule, now, then):
    was, becomes = (dict(zip("ab", map(date.fromisoformat, days), strict=True)) for days in (now, then))
    found_ = turned(rule, **was)
    assert {c.key: c.becomes for c in found_.turns[0].changes} == becomes
    assert (found_.searched, found_.sure, len(found_.turns)) == (2, True, 1)


def test_dates_that_are_missing_settle_it_together():
    rule = "(days from b to a is at least 5 and a is no later than 3 working days after b)"
    told = turnings(framework(PAIRED.format(rule=rule)), Record("A", {}), "q").settling
    assert told is not None
    [turn] = [turn for turn in told.turns if turn.outcome == "sufficient"]
    assert [(c.key, (c.becomes - turn.changes[1].becomes).days) for c in turn.changes] == [("a", 5), ("b", 0)]
    assert told.sure


def test_it_is_said_never_where_no_weekend_is_long_enough():
    never = turned(
        "days from b to a is at least 6 and working days from b to a is at most 0", a=JULY_4, b=JULY_4
    )
    assert (never.turns, never.never, never.sure) == ((), True, True)


def test_it_is_not_said_never_of_dates_over_which_no_search_goes():
    """Three dates in a circle, and two of which one may be in a far age."""
    three = PAIRED.replace("fact n", 'fact c "C" date\nfact n').format(
        rule="(a is no earlier than 5 days after b and b is on or after c and a is no later than 1 working day after c)"
    )
    rule = "days from b to a is at least 32 and months from b to a is at most 0 and a is after 9999-12-01"
    far = PAIRED.format(rule=f"({rule})")
    for text in (three, far):
        told = turnings(framework(text), Record("A", {"a": JULY_4, "b": JULY_4, "c": JULY_4}), "q")
        [turning] = [t for t in told.by_case if t.way == "sufficient"]
        assert (turning.turns, turning.sure) == ((), False)


# --- What it does to the scores ----------------------------------------------------------------


@settings(UNHURRIED, max_examples=15)
@given(st.data(), drafts())
def test_the_scores_are_those_of_the_batch_with_the_case_changed(data: st.DataObject, draft):
    of = framework_of(written(draft))
    cases = data.draw(batches(of, least=1, most=4))
    inspection = data.draw(inspections(of))
    results = [judge(of, record, inspection) for record in cases]
    batch = scores(of, tally(of, results), inspection=inspection)
    question = data.draw(st.sampled_from([key for key, q in of.questions.items() if q.is_judged] or [""]))
    assume(question)
    told = turnings(of, cases[0], question, inspection, most=2, limit=20_000)
    for turn in (turn for turning in told.by_case for turn in turning.turns[:1]):
        moved = if_case_came_to(of, batch, results[0], turn.result, inspection)
        record, beside = changed(cases[0], inspection, turn.changes)
        assert beside == inspection
        again = [judge(of, record, inspection), *results[1:]]
        then = scores(of, tally(of, again), inspection=inspection)
        assert {(m.now.kind, m.now.key): m.then for m in moved} == dict(then.figures)
        assert tuple(m.now for m in moved) == tuple(batch)


# --- Essex -----------------------------------------------------------------------------------


@pytest.mark.slow
def test_every_judgement_of_essex_can_be_turned_or_never():
    of = workspace.load("cci-2012").framework
    assert of is not None
    cases = workspace.read_cases(of, [Input("cases.csv", ESSEX.read_bytes())])
    for record in cases.records:
        for question in of.questions.values():
            if question.is_judged:
                for turning in turnings(of, record, question.key).by_case:
                    assert turning.sure
                    assert turning.turns or turning.never
