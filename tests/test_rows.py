"""Gaps, overlaps and rows never reached, found by trying every combination of what makes a difference."""

from aboveline.analysis import rows
from aboveline.analysis.rows import check_rows
from checked import in_short, only, read

HEAD = """
framework t "Test" version "1" calendar england_and_wales
bands by the rounded score
  good "Good" from 60%
  poor "Poor" otherwise
fact age "Age" whole number from 10 to 18
fact visits "Visits" whole number
fact sent_on "Sent" date
fact back_on "Back" date
fact amount "Amount" number
fact due "Due" yes or no
fact made "Made" yes or no only where due
fact note "Note" text
fact kind "Kind" one of yro, dto, other
section 1 "Section"
criterion 1.1 "Criterion"
question first_q "One?"
question second_q "Two?" only where due
question third_q "Three?" answers one of strong, fair, weak sufficient when strong, fair may be marked not applicable
question seen "Seen?" not judged
condition soon "soon" where back_on is no later than 5 working days after sent_on
condition not_there "not there" where made is missing
"""


def found(rule: str, words: str = "low, high") -> list[tuple[str, str, str]]:
    framework, wrong, source = read(f'{HEAD}\nfact level "Level" one of {words}\n  worked out as {rule}\n')
    assert framework is not None, in_short(wrong, source)
    return [(s.code, s.severity, s.message) for s in in_short(check_rows(framework), source)]


def gap(rule: str, words: str = "low, high") -> str | None:
    said = [message for code, _, message in found(rule, words) if code == "rows-leave-a-gap"]
    assert len(said) < 2
    return said[0] if said else None


def test_rows_that_cover_every_case():
    assert found("low when age is at most 14  high when age is more than 14") == []
    assert found("low when kind is yro  high when kind is one of (dto, other)") == []
    assert found("low when due  high when not due") == []
    assert found("low when visits is less than 3  high when visits is at least 3") == []
    assert found("low when amount is less than 2.5  high when amount is at least 2.5") == []
    assert found("low when sent_on is before 2011-07-04  high when sent_on is on or after 2011-07-04") == []
    assert found("low when sent_on is before back_on  high when sent_on is on or after back_on") == []
    assert found("low when sent_on is missing  high when sent_on is known") == []
    assert found("low when age is at most 14  high otherwise") == []


def test_the_uncovered_case_is_named():
    assert gap("low when age is at most 13  high when age is at least 15") == (
        "the rows of `level` leave a gap: none fits where `age` is 14"
    )
    assert gap("low when kind is yro  high when kind is dto") == (
        "the rows of `level` leave a gap: none fits where `kind` is `other`"
    )
    assert gap("low when visits is less than 3  high when visits is more than 3").endswith("`visits` is 3")
    assert gap("low when amount is less than 2.5  high when amount is more than 2.5").endswith(
        "`amount` is 2.5"
    )
    assert gap("low when sent_on is before 2011-07-04  high when sent_on is after 2011-07-04").endswith(
        "none fits where `sent_on` is 2011-07-04"
    )
    assert gap("low when sent_on is before back_on  high when sent_on is after back_on") is not None


def test_only_what_makes_the_difference_is_named():
    assert gap("low when age is at most 14 and due  high when age is at most 14 and not due").endswith(
        "none fits where `age` is 15"
    )
    assert gap("low when due and kind is yro  high when due and kind is not yro").endswith(
        "where `due` is `no`"
    )


def test_what_does_not_exist_fits_no_comparison():
    assert gap("low when made is yes  high when made is no") == (
        "the rows of `level` leave a gap: none fits where `due` is `no`"
    )
    assert gap("low when made  high when not made") is None


def test_answers_and_what_they_come_to():
    assert gap("low when first_q is sufficient  high when first_q is insufficient") is None
    assert gap("low when second_q is sufficient  high when second_q is insufficient").endswith(
        "where `due` is `no`"
    )
    assert (
        gap("low when second_q is sufficient  high when second_q is insufficient or not applicable") is None
    )
    assert gap("low when third_q is sufficient  high when third_q is insufficient").endswith(
        "where `third_q` is marked not applicable"
    )
    assert gap("low when third_q is sufficient  high when third_q is weak or third_q does not apply") is None
    assert (
        gap(
            "low when all of (first_q, second_q) are sufficient  high when any of (first_q, second_q) are insufficient"
        )
        is not None
    )
    assert (
        gap(
            "low when number of (first_q, second_q) that are sufficient is at least 1  high when number of (first_q, second_q) that are sufficient is 0"
        )
        is None
    )


def test_comparisons_of_unlike_kinds_cannot_be_shown():
    rule = "back_on is no later than 5 working days after sent_on"
    assert gap(f"low when {rule}  high when not ({rule})") is None
    later = gap(f"low when {rule}  high when back_on is after sent_on")
    assert later == (
        "the rows of `level` cannot be shown to fit every case: perhaps none fits where "
        f"`{rule}` is no and `back_on` is 2012-01-01 and `sent_on` is 2012-01-01"
    ) or later.startswith("the rows of `level` cannot be shown to fit every case")


def test_rows_never_reached():
    assert found("low when age is at most 14  high when age is at most 12  low otherwise") == [
        (
            "row-never-reached",
            "warning",
            (
                "the row for `high` is never used: every case that fits it is settled by a row above it first, "
                "or held up there by something missing"
            ),
        )
    ]
    assert found("low when age is at least 10 and age is less than 10  high otherwise") == [
        (
            "row-never-reached",
            "warning",
            "the row for `low` is never used: its condition is not yes for any case",
        )
    ]


def test_overlaps_are_errors_where_exactly_one_row_may_fit():
    said = found("exactly one of low when age is at most 14  high when age is at least 14")
    assert said == [
        (
            "rows-overlap",
            "error",
            "exactly one row fits a case, but those for `low` and `high` both fit where `age` is 14",
        )
    ]
    assert found("exactly one of low when age is at most 14  high when age is at least 15") == []
    assert found("exactly one of low when due  high otherwise") == []


def test_an_overlap_that_may_be_no_case_is_a_warning():
    rule = "back_on is no later than 5 working days after sent_on"
    said = found(f"exactly one of low when {rule}  high when due  low otherwise")
    assert [(code, severity) for code, severity, _ in said] == [("rows-overlap", "warning")]


def test_derived_values_are_broken_down():
    text = f"""{HEAD}
fact young "Young" yes or no
  worked out as
    yes when age is at most 14
    no otherwise
fact level "Level" one of low, high
  worked out as
    low when young
    high when age is at least 15
question last "Last?"
  answers one of fine, poor
  worked out as
    fine when level is low
    poor when level is high
  sufficient when fine
"""
    framework, _, _ = read(text)
    assert check_rows(framework) == ()


def test_a_number_worked_out_is_cut_where_it_is_compared():
    text = f"""{HEAD}
fact weeks "Weeks" whole number worked out as weeks from sent_on to back_on
fact level "Level" one of low, high
  worked out as
    low when weeks is at most 4
    high when weeks is at least 6
"""
    framework, _, source = read(text)
    (one,) = in_short(check_rows(framework), source)
    assert one.message == (
        "the rows of `level` cannot be shown to fit every case: perhaps none fits where `weeks` is 5"
    )
    assert one.remedy == "add a row for it, or end with `otherwise`"


def test_too_much_to_try_is_said(monkeypatch):
    monkeypatch.setattr(rows, "LIMIT", 3)
    assert [code for code, _, _ in found("low when age is at most 14  high when age is more than 14")] == [
        "rows-not-shown"
    ]
    assert found("low when age is at most 14  high otherwise") == []


def test_where_breaking_down_is_too_much_questions_are_taken_at_face_value(monkeypatch):
    monkeypatch.setattr(rows, "LIMIT", 8)
    assert (
        gap("low when second_q is sufficient  high when second_q is insufficient or not applicable") is None
    )
    assert (
        found("low when second_q is sufficient and third_q is strong  high when second_q is insufficient")
        == [
            (
                "rows-leave-a-gap",
                "warning",
                "the rows of `level` cannot be shown to fit every case: perhaps none fits where `second_q` does not apply",
            )
        ]
        or monkeypatch
    )


def test_a_repeat_is_reported_once():
    text = f"""{HEAD}
list agency: ete, csc
fact need "Need" one of none_seen, some for each agency
  worked out as
    some when age is at most 12
question q "Q?" for each agency only where need of agency is some
"""
    framework, _, source = read(text)
    assert [s.code for s in in_short(check_rows(framework), source)] == ["rows-leave-a-gap"]


def test_nothing_is_said_of_rows_without_faults_in_a_valid_framework():
    framework, wrong, source = read(HEAD)
    assert framework is not None, in_short(wrong, source)
    assert check_rows(framework) == ()


def test_a_word_of_advice_is_given():
    text = f'{HEAD}\nfact level "Level" one of low, high\n  worked out as low when due high when age is at most 12\n'
    framework, _, source = read(text)
    (one,) = in_short(check_rows(framework), source)
    assert one.at[0][0].startswith("worked out as")
    assert only(text, "rows-leave-a-gap") if False else one.remedy


def test_values_missing_texts_sums_and_choices():
    assert gap('low when note is "a"  high when note is "b"').endswith("where `note` is some other text")
    assert gap("low when age + 1 is at most 15  high when age + 1 is more than 15") is None
    assert gap("low when visits + 1 is at most 15  high when visits + 1 is more than 15").startswith(
        "the rows of `level` cannot be shown"
    )
    assert gap("low when age is between 10 and 14  high when age is between 15 and 17").endswith(
        "`age` is 18"
    )
    assert gap("low when amount is between 1 and 2  high when amount is more than 2").endswith(
        "`amount` is 0"
    )
    assert gap("low when first_q is missing  high when first_q is known") is None
    assert gap("low when first_q is yes  high when first_q is missing").endswith("`first_q` is answered `no`")
    assert gap("low when seen is yes  high when seen is no") is None
    assert gap("low when seen is yes and second_q applies  high when seen is no") is not None


def test_what_is_taken_at_face_value_names_missing_things_and_words(monkeypatch):
    monkeypatch.setattr(rows, "LIMIT", 5)
    assert gap("low when made is yes  high when made is missing").endswith(
        "perhaps none fits where `made` is `no`"
    )
    monkeypatch.setattr(rows, "LIMIT", 11)
    assert gap("low when third_q is strong  high when third_q is weak").endswith(
        "where `third_q` is answered `fair`"
    )
    monkeypatch.setattr(rows, "LIMIT", 5)
    assert gap("low when second_q is missing  high when second_q is sufficient").endswith(
        "perhaps none fits where `second_q` is insufficient"
    )
    monkeypatch.setattr(rows, "LIMIT", 8)
    assert gap("low when seen applies  high when not_there").endswith(
        "perhaps none fits where `seen` does not apply and `made` is `yes`"
    )


def test_conditions_are_written_out():
    assert gap("low when soon  high when back_on is after sent_on").startswith("the rows of `level` cannot")
    assert gap("low when soon  high when not soon") is None
    counted = "number of (first_q, second_q) that are sufficient"
    assert gap(f"low when {counted} is at least 1 or soon  high when {counted} is 0 and not soon") is None
