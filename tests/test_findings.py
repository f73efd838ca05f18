"""The report of findings: what values are called rare, what is counted, and what is kept from view."""

import csv
import io
import json
import re
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from aboveline.analysis.rare_values import hinges, rare_values
from aboveline.cli import exits
from aboveline.framework.model import Framework
from aboveline.records.record import Record
from aboveline.values import Value
from small import CRITERIA, write_small
from test_cli import said, valid
from written import NA, framework

# --- What is called rare -----------------------------------------------------------------------

FACTS = framework(
    'fact n "N" whole number; fact c "C" number; fact d "D" date; fact flag "F" yes or no; fact t "T" text; '
    'fact hue "H" one of red, green, blue; fact strict "S" whole number of the inspection; '
    'fact m "M" whole number worked out as n + 1',
    'question q "Q?"',
)


def rare(key: str, *values: Value | None, made: Framework = FACTS) -> list[int]:
    """Which of some values of a fact are called rare."""
    records = [Record(str(at), {} if value is None else {key: value}) for at, value in enumerate(values)]
    found = rare_values(made, records)
    assert all(finding.code == "rare-value" and finding.subject == key for finding in found)
    return [int(finding.case_id) for finding in found]


def test_hinges_are_the_medians_of_both_halves_with_the_middle_in_each():
    assert hinges(range(1, 12)) == (Fraction(7, 2), Fraction(17, 2))
    assert hinges(range(1, 13)) == (Fraction(7, 2), Fraction(19, 2))
    assert hinges([1, 1, 2, 3, 5, 8, 13]) == (Fraction(3, 2), Fraction(13, 2))
    assert hinges([7]) == (7, 7)


#: With one number far above them, the hinges are 6 and 16, so that 46 is not yet far out.
TWENTY = tuple(range(1, 21))


@pytest.mark.parametrize(("value", "found"), [(Decimal(46), []), (Decimal("46.000001"), [20])])
def test_a_number_is_far_out_beyond_three_times_the_distance_of_the_hinges(value, found):
    assert hinges([*TWENTY, value]) == (6, 16)
    assert rare("c", *TWENTY, value) == found


def test_a_number_can_be_far_below():
    assert rare("n", -60, *TWENTY) == [0]
    assert (
        "far below those of" in rare_values(FACTS, [Record("A", {"n": v}) for v in (-60, *TWENTY)])[0].message
    )


def test_a_date_can_be_far_out():
    days = [date(2011, 7, 4) + timedelta(days=n) for n in range(30)]
    assert rare("d", *days, date(2111, 7, 4)) == [30]
    assert rare("d", *days, days[-1] + timedelta(days=30)) == []


def test_too_few_values_say_nothing():
    assert rare("n", *range(18), 1000) == []
    assert rare("n", *range(19), 1000) == [19]
    assert rare("n", *range(18), *([None] * 50), 1000) == []


def test_what_lies_out_often_is_no_slip():
    assert rare("n", *range(30), 1000, 1000) == []
    assert rare("n", *range(98), 1000, 1001) == [98, 99]
    assert rare("n", *range(97), 1000, 1001, 1002) == []


def test_where_half_of_all_cases_agree_nothing_is_far_out():
    assert rare("n", *([3] * 40), *range(10), 1000) == []


RED_AND_GREEN = ("red",) * 29 + ("green",) * 20


def test_a_word_is_rare_that_only_one_case_has():
    assert rare("hue", *RED_AND_GREEN, "blue") == [49]
    assert rare("hue", *RED_AND_GREEN, "blue", "blue") == []
    assert rare("hue", *RED_AND_GREEN[1:], "blue") == []  # 49 values
    assert rare("hue", *RED_AND_GREEN[:-1], "red", "blue") == []  # green is given 19 times
    assert rare("hue", *(("red",) * 49), "blue") == [49]


def test_what_is_no_slip_by_its_nature_is_not_looked_at():
    assert rare("flag", *(("yes",) * 60), "no") == []
    assert rare("t", *(("seen",) * 60), "not seen") == []
    assert rare("strict", *range(40), 1000) == []
    assert rare("m", *range(40), 1000) == []
    assert rare("hue", *RED_AND_GREEN, NA) == []


@given(st.permutations([*range(24), 500]), st.integers(-1000, 1000))
def test_what_is_rare_does_not_depend_on_the_order_or_the_zero(values, moved):
    assert [values[at] for at in rare("n", *values)] == [500]
    assert rare("n", *(value + moved for value in values)) == rare("n", *values)


# --- The report --------------------------------------------------------------------------------

RULES = (
    re.sub(r'fact age +"Age".*', 'fact age "Age" whole number\nfact assessor "Assessor" text', CRITERIA)
    + """
check seen_so_visited_often "Whoever is seen in custody has three visits"
  when seen of custody is yes
  expect visits is at least 3
"""
)

HEAD = "case_id,assessor,sentence,sentenced_on,plan_due,plan_made,signed_on,visits,age,age_group,made,seen.custody,aside\n"


def line(number: int, assessor: str, age: int = 15, **other: object) -> str:
    cells = {"due": "yes", "visits": 3, "group": "", **other}
    given = (
        f"yro,2011-07-04,{cells['due']},yes,2011-07-25,{cells['visits']},{age},{cells['group']},yes,yes,yes"
    )
    return f"A{number:02},{assessor},{given}\n"


#: A04 answers what does not apply, A07 contradicts a check, A11 gives what is worked out, A21 is 150 years old.
CASES = HEAD + "".join(
    line(
        number,
        ("Ann", "Ben", "")[number % 3],
        150 if number == 21 else 12 + number % 6,
        due="no" if number == 4 else "yes",
        visits=1 if number in {7, 21} else 3,
        group="older" if number == 11 else "",
    )
    for number in range(1, 25)
)


@pytest.fixture
def given_cases(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return write_small(tmp_path, RULES, CASES)


def test_the_report_counts_by_kind_and_lists_case_by_case(capsys, given_cases):
    out = said(capsys, "findings", *given_cases).out
    assert "5 findings in 4 of 24 cases; 1 rare value in 1 of 24 cases\n" in out
    assert (
        "  2 contradicting a check of the criteria; what is recorded was counted as it stands\n"
        "    [check-contradicted]\n"
        "    2 seen_so_visited_often: Whoever is seen in custody has three visits (cases A07, A21)\n"
    ) in out
    assert "    1 made: Was a plan made? (case A04)\n" in out
    first = out.split("By case, those with most findings first\n")[1].split("\n  A07")[0]
    assert [row for row in first.splitlines() if row.startswith("  A")] == [
        *("  A04: 2 findings", "  A21: 1 finding, 1 rare value"),
    ]
    assert "    `age` holds a number far above those of the other cases (cases.csv, line 22)" in first
    assert "(the “far out” values of Tukey's boxplot)" in " ".join(out.split())


def test_no_value_is_shown_unless_it_is_asked_for(capsys, given_cases):
    for form in ("text", "json", "csv"):
        assert "150" not in said(capsys, "findings", *given_cases, "--format", form).out
        assert "150" in said(capsys, "findings", *given_cases, "--format", form, "--show-values").out
    shown = said(capsys, "findings", *given_cases, "--show-values").out
    assert "`age_group` is worked out, so the value given for it is left aside; recorded: older" in " ".join(
        shown.split()
    )


def test_the_findings_of_each_assessor_add_up_to_all(capsys, given_cases):
    data = valid(
        said(capsys, "findings", *given_cases, "--by", "assessor", "--by", "sentence", "--format", "json").out
    )
    assert [block["fact"] for block in data["by"]] == ["assessor", "sentence"]
    for block in data["by"]:
        groups = block["groups"]
        assert sum(group["cases"] for group in groups) == data["cases"]["looked_through"] == 24
        assert sum(group["with_findings"] for group in groups) == data["cases"]["with_findings"] == 4
        assert sum(group["findings"] for group in groups) == len(data["findings"]) == 5
        assert sum(group["rare_values"] for group in groups) == len(data["rare_values"]) == 1
        for kind in data["kinds"]:
            assert sum(group["kinds"].get(kind["code"], 0) for group in groups) == kind["count"]
    assert [(g["label"], g["cases"], g["findings"], g["rare_values"]) for g in data["by"][0]["groups"]] == [
        ("Ann", 8, 1, 1),
        ("Ben", 8, 3, 0),
        ("not known", 8, 1, 0),
    ]
    assert [(one["case_id"], one["findings"], one["rare_values"]) for one in data["by_case"]] == [
        ("A04", 2, 0),
        ("A21", 1, 1),
        ("A07", 1, 0),
        ("A11", 1, 0),
    ]
    assert {row["code"] for row in data["rare_values"]} == {"rare-value"}
    text = said(capsys, "findings", *given_cases, "--by", "assessor").out
    assert (
        "  Ann            8              1  13%         1            1\n      1 check-contradicted, 1 rare-value\n"
        in text
    )


def test_the_table_has_a_row_for_each_finding_and_no_formula(capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    names = write_small(tmp_path, RULES, CASES.replace("A04,Ben", "A04,=1+1"))
    said(capsys, "findings", *names, "--by", "assessor", "--format", "csv", "--output", "found.csv")
    rows = list(csv.DictReader(io.StringIO((tmp_path / "found.csv").read_text("utf-8"))))
    assert [(row["case_id"], row["code"], row["subject"], row["place"]) for row in rows] == [
        ("A04", "answered-though-not-applicable", "made", "line 5"),
        ("A04", "answered-though-not-applicable", "seen.custody", "line 5"),
        ("A07", "check-contradicted", "seen_so_visited_often", "line 8"),
        ("A11", "value-for-worked-out", "age_group", "line 12"),
        ("A21", "check-contradicted", "seen_so_visited_often", "line 22"),
        ("A21", "rare-value", "age", "line 22"),
    ]
    assert [row["by_assessor"] for row in rows] == ["'=1+1", "'=1+1", "Ben", "not known", "Ann", "Ann"]


def test_rare_values_stand_in_no_scores_and_no_sealed_run(capsys, given_cases, tmp_path):
    scored = said(
        capsys, "score", *given_cases, "--format", "json", "--run", "run", "--findings", "f.csv"
    ).out
    found = [f["code"] for f in valid(scored)["findings"]]
    assert found.count("check-contradicted") == 2
    assert "rare-value" not in found
    assert "rare-value" not in (tmp_path / "f.csv").read_text()
    kept = pl.read_parquet(tmp_path / "run" / "findings" / "0001.parquet")
    assert {name: list(kept.filter(pl.col(name))["case id"]) for name in kept.columns[1:]} == {
        "answered-though-not-applicable made": ["A04"],
        "answered-though-not-applicable seen.custody": ["A04"],
        "check-contradicted seen_so_visited_often": ["A07", "A21"],
        "value-for-worked-out age_group": ["A11"],
    }
    of_cases = valid(said(capsys, "findings", *given_cases, "--by", "assessor", "--format", "json").out)
    of_run = valid(said(capsys, "findings", "run", "--by", "assessor", "--format", "json").out)
    assert of_run == of_cases


@pytest.mark.parametrize("evaluator", ["reference", "columnar"])
def test_there_is_one_number_of_findings_wherever_they_are_counted(capsys, given_cases, tmp_path, evaluator):
    rules = 'fact strict "S" yes or no of the inspection\nfact told "T" text of the inspection only where strict\n'
    (tmp_path / "rules" / "all.criteria").write_text(RULES + rules, "utf-8")
    (tmp_path / "beside.json").write_text('{"strict": "no", "told": "Yes, them"}')
    (tmp_path / "overrides.csv").write_text(
        "case_id,question,outcome,reason,by,date\nA99,made,sufficient,R,N,2012-05-04\n"
    )
    beside = ("--inspection", "beside.json", "--evaluator", evaluator)
    asked = ("score", *given_cases, *beside, "--overrides", "overrides.csv")
    told = said(capsys, *asked, "--run", "run", "--findings", "f.json", "--workbook", "w.xlsx").out
    assert "\nFindings in the data: 6\n" in told
    assert "\nOverrides left aside: 1\n" in told
    document = valid(said(capsys, *asked, "--format", "json").out)
    assert sum(one["count"] for one in document["finding_counts"]) == len(document["findings"]) == 6
    assert len(document["overrides_left_aside"]) == 1
    assert json.loads((tmp_path / "run" / "manifest.json").read_bytes())["counts"]["findings"] == 6
    assert len(json.loads((tmp_path / "f.json").read_bytes())["findings"]) == 6
    book = CalamineWorkbook.from_path("w.xlsx")
    assert len(book.get_sheet_by_name("Findings").to_python()) == 1 + 6
    for place in ((*given_cases, *beside), ("run",)):
        found = valid(said(capsys, "findings", *place, "--format", "json").out)
        assert len(found["findings"]) == 6
        assert (found["cases"]["with_findings"], found["cases"]["with_rare_values"]) == (4, 1)
        assert len(found["rare_values"]) == 1


def test_what_was_noticed_of_the_inspection_stands_last(capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    rules = (
        RULES
        + 'fact strict "S" yes or no of the inspection\nfact told "T" text of the inspection only where strict\n'
    )
    names = write_small(tmp_path, rules, CASES)
    (tmp_path / "beside.json").write_text('{"strict": "no", "told": "Yes, them"}')
    asked = ["findings", *names, "--inspection", "beside.json", "--by", "assessor"]
    data = valid(said(capsys, *asked, "--format", "json", "--show-values").out)
    last = data["findings"][-1]
    assert (last["case_id"], last["code"], last["value"], last["groups"]) == (
        None,
        "value-where-none-exists",
        "Yes, them",
        {},
    )
    out = said(capsys, *asked).out
    assert (
        "6 findings in 4 of 24 cases, 1 of them about the inspection as a whole; 1 rare value in 1 of 24 cases "
        in " ".join(out.split())
    )
    assert "    1 told: T (the inspection)\n" in out
    assert said(capsys, *asked, "--format", "csv").out.splitlines()[-1].endswith(",")


def test_records_with_errors_can_be_left_out(capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    names = write_small(tmp_path, RULES, CASES.replace("A02,,yro", "A02,,yrox"))
    assert said(capsys, "findings", *names, code=exits.INPUT_HAS_ERRORS).out == ""
    out = said(capsys, "findings", *names, "--leave-out-invalid").out
    assert "1 of 24 records has errors and was NOT looked through: A02\n" in out
    assert "5 findings in 4 of 23 cases; 1 rare value in 1 of 23 cases\n" in out


def test_long_lists_are_cut_and_counted(capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    names = write_small(tmp_path, RULES, HEAD + "".join(line(n, f"P{n}", visits=0) for n in range(1, 61)))
    out = said(capsys, "findings", *names, "--by", "assessor").out
    assert "(cases A01, A02, A03, A04, A05, A06 and 54 more)" in " ".join(out.split())
    assert "  and 40 more cases; all that was noticed: --format csv\n" in out
    assert "  and 20 more groups; all of them: --format json\n" in out
    assert len(said(capsys, "findings", *names, "--format", "csv").out.splitlines()) == 121


def test_where_nothing_was_noticed_the_rules_are_told(capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    names = write_small(tmp_path, RULES, HEAD + line(1, "Ann"))
    out = said(capsys, "findings", *names).out
    assert "Nothing in the 1 case calls for a second look.\n" in out
    assert "By kind" not in out
    assert "A word is called rare where it is given once" in out
    assert (
        said(capsys, "findings", *names, "--format", "csv").out
        == "code,case_id,subject,label,message,file,place\n"
    )


def test_a_fact_that_makes_no_groups_is_refused_before_anything_is_read(capsys, given_cases):
    words = said(
        capsys, "findings", given_cases[0], "nowhere.csv", "--by", "assesor", code=exits.WRONG_USAGE
    ).err
    assert "there is no fact `assesor`; did you mean `assessor`?" in words
    words = said(capsys, "findings", *given_cases, "--by", "signed_on", code=exits.WRONG_USAGE).err
    assert "expected a fact that puts cases into groups, found `signed_on`, which is a date" in words
