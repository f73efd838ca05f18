"""The evaluators agree where columns are apt to go wrong: at the ends of calendars and of numbers, in deep chains."""

from datetime import date
from decimal import Decimal
from itertools import product

import polars as pl
import pytest

from aboveline.batches.columns import ColumnJudge
from aboveline.batches.judged import EXISTS, VALUE
from aboveline.columnar.counts import counts, grouped_counts
from aboveline.columnar.frame import CASE_ID, case_frame, case_records, frame_schema
from aboveline.columnar.judge import batch, derived, judgements
from aboveline.columnar.plan import collected
from aboveline.columnar.reasons import code_type, reasons
from aboveline.framework.record_shape import case_shape
from aboveline.judgement import Outcome
from aboveline.records.read_parts import parts_of
from aboveline.records.record import Record
from aboveline.scoring.groups import group_key, group_of
from aboveline.scoring.tally import tally_of_counts
from agreeing import disagreements
from written import NA, framework

DAYS = (
    date.min,
    date(1, 1, 31),
    date(1900, 2, 28),
    date(2011, 12, 30),
    date(2012, 1, 31),
    date(2012, 2, 28),
    date(2012, 2, 29),
    date(2012, 3, 31),
    date(2013, 2, 28),
    date(2016, 2, 29),
)
FAR = (date(9999, 12, 30), date.max)


def cases(*keys, values):
    """A case for every combination of values; None is left out."""
    return [
        Record(f"A{at}", {k: v for k, v in zip(keys, row, strict=True) if v is not None})
        for at, row in enumerate(product(values, repeat=len(keys)))
    ]


@pytest.mark.parametrize("unit", ["days", "weeks", "months"])
@pytest.mark.parametrize("count", [0, 1, 13, 40000, 10**11])
def test_limits_and_reaches_at_the_ends_of_the_calendar(unit, count):
    conditions = [
        f"d is {bound} {count} {unit} {way} e"
        for bound in ("no later than", "no earlier than")
        for way in ("after", "before")
    ]
    conditions += [f"d is within {count} {unit} {side} e" for side in ("after", "before", "either side of")]
    made = framework(
        'fact d "D" date; fact e "E" date; '
        + "; ".join(f'condition c{at} "C" where {text}' for at, text in enumerate(conditions)),
        'question q "Q?"',
    )
    assert disagreements(made, cases("d", "e", values=(*DAYS, *FAR, None))) == []


def test_working_days_to_and_from_days_off():
    days = (
        date(2011, 12, 23),
        date(2011, 12, 24),
        date(2011, 12, 25),
        date(2012, 1, 2),
        date(2012, 1, 4),
        None,
    )
    made = framework(
        'fact d "D" date; fact e "E" date; fact n "N" whole number worked out as working days from d to e; '
        'condition a "A" where d is no later than 3 working days after e; '
        'condition b "B" where d is within 3 working days either side of e; '
        'condition c "C" where d is no earlier than 2 working days before 2012-01-02; '
        'condition f "F" where working days from 2011-12-24 to d is at most 3',
        'question q "Q?"',
        head="calendar england_and_wales",
    )
    assert disagreements(made, cases("d", "e", values=days)) == []


@pytest.mark.parametrize("unit", ["days", "weeks", "months", "years"])
def test_counts_between_days(unit):
    made = framework(
        f'fact d "D" date; fact e "E" date; fact n "N" whole number worked out as {unit} from d to e; '
        f'condition a "A" where {unit} from d to 2012-02-29 is at least 1; '
        f'condition b "B" where {unit} from 2012-02-29 to e is between 1 and 48',
        'question q "Q?"',
    )
    assert disagreements(made, cases("d", "e", values=(*DAYS, *FAR, None))) == []


def test_numbers_as_large_and_as_fine_as_there_can_be():
    values = (
        Decimal("999999999999.999999"),
        Decimal("-999999999999.999999"),
        Decimal("0.000001"),
        Decimal(0),
        None,
    )
    sums = [
        "a + b",
        "a - b",
        "a + b + a + b + a + b + a + b + a + b + a + b",
        "a - b - b - b - b - b - b - b - b - b",
    ]
    facts = "; ".join(f'fact s{at} "S" number worked out as {text}' for at, text in enumerate(sums))
    tests = [
        "s2 is at least 999999999999",
        "s3 is less than s2",
        "a + b is 0",
        "s0 is one of (0, a, 0.000001)",
    ]
    tests += ["s2 is between s3 and s0", "a is at most 0.000001", "a + a is not b + b"]
    conditions = "; ".join(f'condition c{at} "C" where {text}' for at, text in enumerate(tests))
    made = framework(f'fact a "A" number; fact b "B" number; {facts}; {conditions}', 'question q "Q?"')
    assert disagreements(made, cases("a", "b", values=values)) == []


def test_a_sum_no_column_can_hold_is_refused_and_not_wrapped():
    eight = "((d{0} + d{0}) + (d{0} + d{0})) + ((d{0} + d{0}) + (d{0} + d{0}))"
    grown = [f'fact d{at} "D" number worked out as {eight.format(at - 1)}' for at in range(1, 30)]
    made = framework('fact d0 "D" number; ' + "; ".join(grown), 'question q "Q?"')
    with pytest.raises(OverflowError, match="38 digits"):
        batch(made, case_frame(made, []).lazy())


COUNTED = (
    "is 1",
    "is not 2",
    "is at least 2",
    "is less than 1",
    "is one of (1, 2)",
    "is not one of (0, 1, 1, 3)",
)
COUNTED += (
    "is between 1 and 2",
    "is n",
    "is one of (n, 2, n)",
    "is between n and n",
    "+ n is 2",
    "- n is at most 1",
)
COUNTED += ("+ 0.5 is between 1 and 2", "+ c is 2", "+ c is one of (1, 2, c)", "- c is between 0 and n")


@pytest.mark.parametrize("test", COUNTED)
def test_numbers_that_are_not_certain(test):
    counted = "number of (q1, q2, q3) that are sufficient"
    left = f"{counted} {test}"
    made = framework(
        f'fact n "N" whole number; fact c "C" number; condition held "Held" where {left}; '
        f'fact s "S" number worked out as {counted} + c; condition sum "Sum" where s is {counted} + 0.25; '
        f'condition among "Among" where {counted} is one of (n, s, {counted})',
        'question q1 "Q?"; question q2 "Q?"; question q3 "Q?"',
    )
    answers = [Record(f"{n}{c}", {}) for n in range(2) for c in range(2)]
    records = [
        Record(
            f"A{at}",
            {k: v for k, v in zip(("q1", "q2", "q3", "n", "c"), row, strict=True) if v is not None},
        )
        for at, row in enumerate(
            product(
                ("yes", "no", None),
                ("yes", None),
                ("yes", "no", None),
                (None, 0, 1, 2),
                (None, Decimal("0.25"), Decimal(1)),
            )
        )
    ]
    assert disagreements(made, [*records, *answers]) == []


def test_questions_that_rest_on_each_other_in_a_long_chain():
    length = 45
    chain = [
        f'question q{at} "Q?" only where q{at - 1} is sufficient or not applicable' for at in range(1, length)
    ]
    made = framework("", "; ".join(['question q0 "Q?" may be marked not applicable', *chain]))
    of = batch(made, case_frame(made, chained(length)).lazy())
    found = collected(judgements(of)).rows(named=True)
    assert [reasons(made.questions["q44"])[row["q44"]].outcome for row in found] == [
        Outcome.SUFFICIENT,
        Outcome.UNDETERMINED,
        Outcome.NOT_APPLICABLE_BY_RULE,
        Outcome.SUFFICIENT,
    ]
    assert sum(counts(of)["q44"].values()) == 4


def chained(length):
    """All yes; all but the first; one no half way; the first marked not applicable."""
    whole = {f"q{at}": "yes" for at in range(length)}
    half = whole | {f"q{length - 2}": "no"}
    first = {key: value for key, value in whole.items() if key != "q0"}
    return [Record("A", whole), Record("B", first), Record("C", half), Record("D", whole | {"q0": NA})]


def test_a_question_with_more_clauses_than_a_byte_can_tell_apart():
    many = " ".join(f"only where n is not {at}" for at in range(140))
    made = framework('fact n "N" whole number', f'question q "Q?" {many}')
    assert code_type(made.questions["q"]) == pl.UInt16
    assert disagreements(made, [Record(f"A{n}", {"n": n, "q": "yes"}) for n in (0, 77, 139, 140)]) == []


# --- Frames ----------------------------------------------------------------------------------

FACTS = (
    'fact flag "F" yes or no; fact hue "H" one of red, green; fact n "N" whole number only where flag; '
    'fact c "C" number only where flag; fact d "D" date only where flag; fact t "T" text only where flag'
)


def test_a_frame_loses_nothing_of_its_records():
    made = framework(FACTS, 'question q "Q?" may be marked not applicable')
    records = [
        Record(
            "A", {"flag": "yes", "n": 3, "c": Decimal("1.5"), "d": date(2012, 2, 29), "t": "seen", "q": "no"}
        ),
        Record("B", {"n": NA, "c": NA, "d": NA, "t": NA, "q": NA}),
        Record("C", {}),
    ]
    frame = case_frame(made, records)
    assert frame.schema == frame_schema(made)
    assert [r.values for r in case_records(made, frame)] == [r.values for r in records]
    assert disagreements(made, records) == []


def test_a_column_that_is_not_there_is_missing_in_every_case():
    made = framework(
        FACTS, 'question q "Q?" only where flag; question r "R?" sufficient when c is at least 1'
    )
    records = [Record("A", {"q": "yes", "r": "no"})]
    whole, without = case_frame(made, records), case_frame(made, records).select(CASE_ID, "q", "r")
    found = [collected(judgements(batch(made, frame.lazy()))) for frame in (whole, without)]
    assert found[0].equals(found[1])
    assert collected(derived(batch(made, without.lazy()))).columns == [CASE_ID]


@pytest.mark.parametrize("kind", [pl.String, pl.Enum(["no", "yes"]), pl.Enum(["yes", "no", "perhaps"])])
def test_a_column_of_another_type_is_refused(kind):
    made = framework(FACTS, 'question q "Q?"')
    frame = pl.DataFrame({CASE_ID: ["A"], "flag": ["yes"]}, schema={CASE_ID: pl.String, "flag": kind})
    with pytest.raises(TypeError, match="the column flag should be Enum"):
        batch(made, frame.lazy())


def test_groups_are_told_apart_by_what_is_there():
    made = framework(FACTS, 'question q "Q?"')
    records = [
        Record("A", {"flag": "yes", "n": 1, "q": "yes"}),
        Record("B", {"flag": "no", "n": 1, "q": "no"}),
        Record("C", {"flag": "yes", "n": 2, "q": "no"}),
        Record("D", {"n": 1, "q": "yes"}),
    ]
    groups = grouped_counts(batch(made, case_frame(made, records).lazy()), ("n",))
    shown = {group: tally_of_counts(made, found)["q"] for group, found in groups.items()}
    assert {group: (found.sufficient, found.insufficient) for group, found in shown.items()} == {
        (1,): (1, 0),
        (2,): (0, 1),
        (None,): (1, 1),
    }


def test_no_cases_have_empty_tallies():
    made = framework(FACTS, 'question q "Q?" only where flag')
    assert disagreements(made, [], by=("flag",)) == []


def test_cases_are_grouped_alike_where_it_is_not_known_whether_there_is_such_a_thing():
    made = framework(
        'fact flag "Flag" yes or no; fact n "N" whole number only where flag; fact word "W" one of v, w only where flag; '
        'fact double "D" whole number worked out as n + n',
        'question q "Q?"',
    )
    records = [
        Record(f"A{at}", {key: value for key, value in zip(("flag", "n", "word"), row, strict=True) if value})
        for at, row in enumerate(product(("yes", "no", None), (4, None), ("w", None)))
    ]
    facts = ("n", "word", "double")
    judge = ColumnJudge(made, None, facts, ("a.csv",))
    (part,) = (judge.judge(1, part) for part in parts_of(case_shape(made), records, ("a.csv",)))
    for fact in facts:
        found = [
            group_key(value, exists=exists)
            for value, exists in part.groups[fact].select(VALUE, EXISTS).rows()
        ]
        assert found == [group_of(made, made.facts[fact], record, None) for record in records]


# --- Rows and shares -------------------------------------------------------------------------


@pytest.mark.parametrize("how", ["", "exactly one of"])
@pytest.mark.parametrize("last", ["", "four otherwise"])
def test_rows_that_fit_or_not_in_every_combination(how, last):
    rows = "one when a two when b three when c"
    made = framework(
        'fact a "A" yes or no; fact b "B" yes or no; fact c "C" yes or no; '
        f'fact size "S" one of one, two, three, four worked out as {how} {rows} {last}',
        f'question q "Q?" answers one of one, two, three, four worked out as {how} {rows} {last} only where a sufficient when two',
    )
    assert disagreements(made, cases("a", "b", "c", values=("yes", "no", None)), by=("size", "q")) == []


def test_shares_of_cases_in_every_combination():
    made = framework(
        'fact a "A" yes or no; fact b "B" yes or no; rating r "R" share of cases where a out of cases where b',
        'question q "Q?"',
    )
    assert disagreements(made, cases("a", "b", values=("yes", "no", None)), by=("a",)) == []


def test_a_finding_that_every_case_has_is_one_for_each():
    made = framework(
        'fact staffed "Staffed" yes or no of the inspection\ncheck staff "Staff"\n  expect staffed',
        'question q "Q"',
    )
    inspection = Record("", {"staffed": "no"})
    for count in (0, 1, 3):
        assert disagreements(made, [Record(f"A{at}", {}) for at in range(count)], inspection) == []
