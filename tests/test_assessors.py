"""Cases that were assessed more than once: which assessment is taken, what agrees, and that nothing depends on order."""

import csv
import io
import json
import re
import shlex
from collections import Counter
from fractions import Fraction
from itertools import combinations
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

import aboveline
from aboveline import workspace
from aboveline.analysis.agreement import natural
from aboveline.analysis.coefficients import of_question, pooled
from aboveline.cli import exits
from aboveline.cli.program import run
from aboveline.framework.record_shape import why_no_assessor
from aboveline.records.assessors import Assessors
from aboveline.records.read import Input
from aboveline.report.agreement_data import agreement_json
from aboveline.report.findings_view import Examined
from aboveline.report.from_agreement import from_agreement
from aboveline.report.from_run import from_run
from aboveline.report.scores_json import scores_json
from small import CRITERIA, write_small
from test_cli import said, valid
from test_run import seal_anew
from written import framework

EXAMPLE = Path(__file__).resolve().parent.parent / "examples" / "assessed-twice"
TWICE = ("review", "cases.csv", "--assessor", "assessor")


@pytest.fixture
def review(tmp_path, monkeypatch):
    """The example, in a folder of its own."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "review").mkdir()
    for file in ("criteria/review.criteria", "cases.csv"):
        (tmp_path / file.replace("criteria/", "review/")).write_bytes((EXAMPLE / file).read_bytes())
    return list(csv.DictReader((tmp_path / "cases.csv").open(encoding="utf-8")))


# --- Which assessment is taken -------------------------------------------------------------------

RULES = framework(
    'fact who "Assessor" text; fact grade "Grade" one of junior, senior; fact flag "F" yes or no; fact day "D" date; '
    'fact site "S" text of the inspection; fact note "N" text only where flag; '
    'fact kind "K" one of low, high; worked out as; low when flag; high otherwise',
    'question q "Q?"; question r "R?"; only where q is sufficient; may be marked not applicable',
)


def records(*rows):
    """Cases of `who` and `q`, as a file of CSV."""
    return Input("cases.csv", "\n".join(["case_id,who,q", *(",".join(row) for row in rows)]).encode())


def taken(*rows, prefer=()):
    cases = workspace.read_cases(RULES, [records(*rows)], None, Assessors("who", prefer))
    assert not cases.diagnostics
    named = [[(r.case_id, r.values["who"]) for r in some] for some in (cases.records, cases.aside)]
    assert cases.read == len(rows) == len(named[0]) + len(named[1])
    assert cases.valid == len(named[0])
    return tuple(named)


ANN, BEN, CAI = ("A1", "Ann", "yes"), ("A1", "ben", "no"), ("A1", "Cai", "no")


@pytest.mark.parametrize(
    ("prefer", "name"),
    [
        ((), "Ann"),
        (("Cai",), "Cai"),
        (("ben", "Cai"), "ben"),
        (("Cai", "ben"), "Cai"),
        (("Dot",), "Ann"),
        (("Dot", "ben"), "ben"),
        (("Ben",), "Ann"),
    ],
)
@pytest.mark.parametrize("rows", [(ANN, BEN, CAI), (CAI, BEN, ANN), (BEN, CAI, ANN)])
def test_the_assessor_preferred_or_else_the_first_by_name_is_taken(rows, prefer, name):
    one, aside = taken(*rows, prefer=prefer)
    assert one == [("A1", name)]
    assert aside == [("A1", row[1]) for row in rows if row[1] != name]


def test_capitals_do_not_put_a_name_first():
    assert taken(("A1", "Cai", "no"), BEN)[0] == [("A1", "ben")]


def test_who_is_preferred_counts_only_where_there_is_an_assessment():
    one, _ = taken(ANN, CAI, ("A2", "Ann", "yes"), ("A2", "ben", "yes"), prefer=("Cai",))
    assert one == [("A1", "Cai"), ("A2", "Ann")]


def test_an_invalid_assessment_makes_room_for_another():
    cases = workspace.read_cases(
        RULES, [records(("A1", "Ann", "perhaps"), BEN, CAI, CAI)], None, Assessors("who")
    )
    assert [d.code for d in cases.diagnostics] == ["wrong-word", "duplicate-case"]
    assert [r.values["who"] for r in cases.records] == ["ben"]
    assert (cases.left_out, cases.aside, cases.valid) == (("A1", "A1", "A1"), (), 1)


def test_without_assessors_a_case_stands_once():
    cases = workspace.read_cases(RULES, [records(ANN, BEN)])
    assert [d.code for d in cases.diagnostics] == ["duplicate-case"]
    assert (cases.records, cases.aside, cases.assessed_again) == ((), (), {})


@pytest.mark.parametrize(
    ("fact", "why"),
    [
        ("who", None),
        ("grade", None),
        ("flag", "which is yes or no"),
        ("day", "which is a date"),
        ("site", "which is of the inspection as a whole"),
        ("note", "which not every case has"),
        ("kind", "which is worked out"),
    ],
)
def test_only_what_every_case_has_can_name_its_assessor(fact, why):
    assert why_no_assessor(RULES.facts[fact]) == why


# --- Order -----------------------------------------------------------------------------------------

REVIEW = aboveline.load_framework(EXAMPLE / "criteria")
LINES = (EXAMPLE / "cases.csv").read_text("utf-8").splitlines()


def records_of_example():
    return Input("cases.csv", "\n".join(LINES).encode())


def without_places(document):
    """A document without the things that say where something stood."""
    document["cases"].pop("files", None)
    aside = document["cases"].get("assessed", {}).get("aside", [])
    for one in aside:
        del one["file"], one["place"]
    aside.sort(key=lambda one: (natural(one["case"]), one["assessor"]))
    return document


def told(files, prefer):
    """The scores and the agreement that come of some files."""
    inputs = [Input(f"{at}.csv", "\n".join([LINES[0], *lines]).encode()) for at, lines in enumerate(files)]
    found = workspace.judge_cases(
        REVIEW, workspace.read_cases(REVIEW, inputs, None, Assessors("assessor", prefer))
    )
    agreement = workspace.agreement_of_assessors(found)
    view = from_agreement(found, agreement, Examined((), found.cases.read), None)
    return without_places(scores_json(from_run(found))), agreement_json(view)


@settings(max_examples=15, deadline=None)
@given(
    st.permutations(LINES[1:]),
    st.integers(1, len(LINES) - 2),
    st.sampled_from([(), ("Ben Carr",), ("Cai Dunn", "Ben Carr")]),
)
def test_the_order_of_records_and_files_does_not_matter(lines, cut, prefer):
    assert told([lines[cut:], lines[:cut]], prefer) == told([LINES[1:]], prefer)


def test_whose_assessment_is_scored_matters():
    """What the test above would not see: that the assessors are not all the same."""
    assert told([LINES[1:]], ())[0]["scores"] != told([LINES[1:]], ("Cai Dunn",))[0]["scores"]
    assert told([LINES[1:]], ())[1] == told([LINES[1:]], ("Cai Dunn",))[1]


# --- score, explain, findings --------------------------------------------------------------------


def of_review(rows, prefer):
    """The assessments taken, and how many are kept aside, by the rule written a second time."""
    by_case = {}
    for row in rows:
        by_case.setdefault(row["case_id"], {})[row["assessor"]] = row
    order = (*prefer, *sorted({row["assessor"] for row in rows}, key=str.casefold))
    one = {case: next(by[name] for name in order if name in by) for case, by in by_case.items()}
    return one, len(rows) - len(one)


@pytest.mark.parametrize("prefer", [(), ("Cai Dunn", "Ben Carr")])
def test_scores_use_one_assessment_of_each_case(capsys, review, prefer):
    options = [word for name in prefer for word in ("--prefer", name)]
    document = valid(said(capsys, "score", *TWICE, *options, "--format", "json").out)
    one, aside = of_review(review, prefer)
    seen = next(s for s in document["scores"] if s["key"] == "seen")
    assert seen["counts"]["sufficient"] == sum(row["seen"] == "yes" for row in one.values())
    cases = document["cases"]
    assert (cases["read"], cases["scored"], cases["assessed"]["more_than_once"]) == (56, 30, 24)
    assert {(a["case"], a["assessor"]) for a in cases["assessed"]["aside"]} == {
        (row["case_id"], row["assessor"]) for row in review if row is not one[row["case_id"]]
    }
    assert len(cases["assessed"]["aside"]) == aside == 26
    assert cases["assessed"]["prefer"] == list(prefer)


def test_what_was_not_scored_is_said_wherever_scores_are_shown(capsys, review):
    assert review
    words = (
        "24 cases were assessed more than once by the assessors “Assessor” names. One assessment of each is scored: that "
        "of Cai Dunn, or else that of the assessor whose name sorts first; 26 assessments are kept aside."
    )
    asked = ["score", *TWICE, "--prefer", "Cai Dunn"]
    assert words in " ".join(said(capsys, *asked).out.split())
    assert words in said(capsys, *asked, "--format", "html").out
    assert words in said(capsys, "explain", *TWICE, "--prefer", "Cai Dunn", "--score", "1.1").err
    found = " ".join(said(capsys, "findings", *TWICE, "--prefer", "Cai Dunn").out.split())
    assert words.replace("is scored", "is looked through") in found
    data = valid(said(capsys, "findings", *TWICE, "--format", "json").out)
    assert len(data["cases"]["assessed"]["aside"]) == 26


def test_the_workbook_says_so_too(capsys, review):
    assert review
    said(capsys, "score", *TWICE, "--workbook", "all.xlsx")
    about = CalamineWorkbook.from_path("all.xlsx").get_sheet_by_name("About").to_python()
    assert any(row[0] == "Assessed more than once" and "26 assessments" in str(row[1]) for row in about)


def test_a_batch_in_which_each_case_was_assessed_once_says_so(capsys, review):
    ann = [line for line in LINES if not line.split(",")[1].startswith(("Ben", "Cai"))]
    Path("cases.csv").write_text("\n".join(ann), encoding="utf-8")
    assert review
    assert "No case was assessed more than once" in said(capsys, "score", *TWICE).out
    document = valid(said(capsys, "score", *TWICE, "--format", "json").out)
    assert document["cases"]["assessed"]["more_than_once"] == 0


def test_a_judgement_is_explained_as_the_assessor_made_it(capsys, review):
    assert review
    asked = ["explain", *TWICE, "--case", "R08", "--question", "assessed"]
    assert "as assessed by Ann Brook; also assessed by Ben Carr and by Cai Dunn\n" in said(capsys, *asked).out
    document = valid(said(capsys, *asked, "--prefer", "Cai Dunn", "--format", "json").out)
    assert document["assessment"] == {"assessor": "Cai Dunn", "others": ["Ann Brook", "Ben Carr"]}
    once = next(case for case, times in Counter(r["case_id"] for r in review).items() if times == 1)
    alone = valid(
        said(capsys, "explain", *TWICE, "--case", once, "--question", "seen", "--format", "json").out
    )
    assert alone["assessment"]["others"] == []


def test_all_that_was_judged_of_a_case_says_whose_it_is_and_offers_the_same_assessment(capsys, review):
    assert review
    asked = ["explain", *TWICE, "--prefer", "Cai Dunn", "--case", "R21"]
    words = "as assessed by Cai Dunn; also assessed by Ann Brook and by Ben Carr"
    assert f"\n{words}\n" in said(capsys, *asked).out
    assert f"\n{words}\n" in said(capsys, *asked, "--format", "markdown").out
    document = valid(said(capsys, *asked, "--format", "json").out)
    assert document["assessment"] == {"assessor": "Cai Dunn", "others": ["Ann Brook", "Ben Carr"]}
    listed = [q for s in document["sections"] for c in s["criteria"] for q in c["questions"]]
    depth = next(q for q in listed if q["question"] == "depth")
    shown = said(capsys, *shlex.split(depth["follow"])[1:]).out
    assert words in shown
    assert f"Outcome: {depth['outcome']}\n" in shown
    assert words in said(capsys, *asked, "--question", "depth", "--format", "markdown").out


def test_coverage_tries_the_assessments_that_are_taken(capsys, review):
    taken = {row["case_id"]: row for row in review}
    taken |= {row["case_id"]: row for row in review if row["assessor"] == "Cai Dunn"}
    assert f"What {len(taken)} cases show" in said(capsys, "coverage", *TWICE, "--prefer", "Cai Dunn").out


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--prefer", "Ann"], "expected --assessor beside --prefer"),
        (["--assessor", "assesor"], "there is no fact `assesor`; did you mean `assessor`?"),
        (
            ["--assessor", "plan_needed"],
            "names the assessor of a case, found `plan_needed`, which is yes or no",
        ),
    ],
)
def test_what_makes_no_sense_is_refused(capsys, review, options, words):
    assert review
    assert words in said(capsys, "score", "review", "cases.csv", *options, code=exits.WRONG_USAGE).err


def test_an_assessor_who_can_never_be_is_refused(capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    names = write_small(tmp_path, CRITERIA)
    asked = ["score", *names, "--assessor", "sentence", "--prefer", "yroo"]
    assert "`sentence` can never be `yroo`; did you mean `yro`?" in said(capsys, *asked, code=2).err


def test_where_cases_stand_twice_the_option_is_offered(capsys, review):
    assert review
    err = said(capsys, "score", "review", "cases.csv", code=exits.INPUT_HAS_ERRORS).err
    assert "If cases were assessed more than once, say by whom with --assessor assessor" in err
    Path("cases.csv").write_text("\n".join([*LINES, LINES[1]]), encoding="utf-8")
    err = said(capsys, "score", *TWICE, code=exits.INPUT_HAS_ERRORS).err
    assert "found `R03` again for the same one" in err
    assert "say by whom" not in err
    assert "Ann" not in err
    assert "found `Ann Brook`" in said(capsys, "score", *TWICE, "--show-values", code=1).err


def test_whoever_asks_for_columns_is_told_that_cases_go_one_by_one(capsys, review):
    assert review
    shown = said(capsys, "score", *TWICE, "--evaluator", "columnar")
    assert "judged one by one, by the reference evaluator" in shown.err
    assert shown.out == said(capsys, "score", *TWICE).out


# --- Sealed runs -----------------------------------------------------------------------------------


@pytest.fixture
def sealed(review, capsys):
    assert review
    said(capsys, "score", *TWICE, "--prefer", "Cai Dunn", "--run", "run")
    return Path("run")


def test_a_run_keeps_by_whom_and_is_worked_out_again_so(capsys, sealed):
    manifest = valid((sealed / "manifest.json").read_bytes())
    assert (manifest["options"]["assessor"], manifest["options"]["prefer"]) == ("assessor", ["Cai Dunn"])
    assert (manifest["counts"]["read"], manifest["counts"]["scored"]) == (56, 30)
    assert manifest["counts"]["kept_aside"] == 26
    assert valid(said(capsys, "verify", "run", "--format", "json").out)["holds"]
    assert said(capsys, "verify", "run", "--evaluator", "columnar").out == said(capsys, "verify", "run").out
    as_scored = said(capsys, "score", *TWICE, "--prefer", "Cai Dunn").out
    shown = said(capsys, "score", "run").out
    assert shown.split("\n\n")[1:] == as_scored.split("\n\n")[1:]


def test_a_score_of_a_run_is_explained_with_the_rule_that_took_its_assessments(capsys, sealed):
    of_run = said(capsys, "explain", str(sealed), "--score", "depth")
    of_cases = said(capsys, "explain", *TWICE, "--prefer", "Cai Dunn", "--score", "depth")
    assert "One assessment of each is scored: that of Cai Dunn, or else" in of_run.err
    assert of_run.err.strip() in of_cases.err
    assert "as assessed by Cai Dunn" in said(capsys, "explain", str(sealed), "--case", "R21").out


def test_a_judgement_of_the_assessor_who_is_taken_can_be_overridden(capsys, review):
    assert review
    Path("other.csv").write_text(
        "case_id,question,outcome,reason,by,date\nR21,depth,sufficient,It is in the annex,J. Smith,2012-05-03\n",
        encoding="utf-8",
    )
    asked = [*TWICE, "--prefer", "Cai Dunn"]
    document = valid(
        said(capsys, "score", *asked, "--overrides", "other.csv", "--run", "over", "--format", "json").out
    )
    assert [one["case"] for one in document["overrides"]] == ["R21"]
    assert document["cases"]["assessed"]["more_than_once"] == 24
    assert valid(said(capsys, "verify", "over", "--format", "json").out)["holds"]
    shown = said(capsys, "explain", "over", "--case", "R21", "--question", "depth").out
    assert "Overridden: this counts as sufficient." in shown
    assert "as assessed by Cai Dunn" in shown
    plain = valid(said(capsys, "agreement", *asked[:4], "--format", "json").out)
    assert valid(said(capsys, "agreement", "over", "--format", "json").out)["levels"] == plain["levels"]


def test_another_rule_is_found_out(capsys, sealed):
    manifest = json.loads((sealed / "manifest.json").read_bytes())
    manifest["options"]["prefer"] = []
    (sealed / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    seal_anew(sealed)
    found = valid(said(capsys, "verify", "run", "--format", "json", code=1).out)
    assert {"judgement-differs", "score-differs"} <= {d["code"] for d in found["diagnostics"]}
    assert any("which cases were read, scored or left out" in d["message"] for d in found["diagnostics"])


@pytest.mark.parametrize("fact", ["nobody", "plan_needed"])
def test_a_fact_that_cannot_have_been_meant_is_found_out(capsys, sealed, fact):
    manifest = json.loads((sealed / "manifest.json").read_bytes())
    manifest["options"]["assessor"] = fact
    (sealed / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    seal_anew(sealed)
    for asked in (["verify", "run"], ["explain", "run", "--case", "R08", "--question", "seen"]):
        shown = said(capsys, *asked, "--format", "json", code=exits.INPUT_HAS_ERRORS).out
        assert {d["code"] for d in json.loads(shown)["diagnostics"]} == {"not-worked-out-again"}


def test_a_run_without_assessors_says_nothing_of_them(capsys, review):
    assert review
    Path("once.csv").write_text(
        "\n".join(line for line in LINES if ",Ben" not in line and ",Cai" not in line)
    )
    said(capsys, "score", "review", "once.csv", "--run", "once")
    assert "assessor" not in json.loads(Path("once/manifest.json").read_text())["options"]
    assert "assessed" not in json.loads(Path("once/scores.json").read_text())["cases"]
    words = said(capsys, "agreement", "once", code=exits.WRONG_USAGE).err
    assert "`once` was sealed without --assessor" in words


@pytest.mark.parametrize("form", ["csv", "parquet", "ndjson"])
def test_a_run_explains_the_assessment_it_scored(capsys, review, form):
    frame = pl.DataFrame(review).with_columns(pl.all().replace("", None))
    file = f"all.{form}"
    {"csv": frame.write_csv, "parquet": frame.write_parquet, "ndjson": frame.write_ndjson}[form](file)
    said(capsys, "score", "review", file, "--assessor", "assessor", "--prefer", "Ben Carr", "--run", "run")
    asked = ["explain", "run", "--case", "R21", "--question", "assessed", "--format", "json"]
    document = valid(said(capsys, *asked).out)
    assert document["assessment"] == {"assessor": "Ben Carr", "others": ["Ann Brook", "Cai Dunn"]}
    row = next(r for r in review if (r["case_id"], r["assessor"]) == ("R21", "Ben Carr"))
    assert document["answer"] == row["assessed"]


def test_a_run_says_itself_by_whom_its_cases_were_assessed(capsys, sealed):
    for command in ("score", "agreement"):
        err = said(capsys, command, str(sealed), "--assessor", "assessor", code=exits.WRONG_USAGE).err
        assert "a run says itself how its records are read" in err


def test_scores_kept_without_records_still_say_by_whom(capsys, review):
    assert review
    said(capsys, "score", *TWICE, "--run", "bare", "--without-records")
    shown = said(capsys, "score", "bare").out
    assert (
        "24 assessed more than once; of each, one assessment is scored: that of the assessor whose" in shown
    )


def test_the_agreement_of_a_run_is_that_of_its_cases(capsys, sealed):
    of_run = valid(said(capsys, "agreement", str(sealed), "--format", "json").out)
    of_cases = valid(said(capsys, "agreement", *TWICE, "--format", "json").out)
    assert of_run["levels"] == of_cases["levels"]
    explained = [side["explain"] for one in of_run["differing"] for side in one["judgements"]]
    assert any(explained)
    assert not all(explained)
    side = next(s for one in of_run["differing"] for s in one["judgements"] if s["explain"])
    assert f"as assessed by {side['assessor']}" in said(capsys, *shlex.split(side["explain"])[1:]).out
    assert f"  # {side['assessor']}\n" in said(capsys, "agreement", str(sealed)).out


# --- agreement -------------------------------------------------------------------------------------


@pytest.fixture
def report(review, capsys):
    return valid(said(capsys, "agreement", *TWICE, "--format", "json").out), review


def level(document, key):
    return next(one for one in document["levels"] if one["key"] == key)


def test_a_question_asked_of_every_case_comes_out_as_its_column_says(report):
    document, rows = report
    by_case = {}
    for row in rows:
        by_case.setdefault(row["case_id"], {})[row["assessor"]] = row["seen"]
    twice = {case: by for case, by in by_case.items() if len(by) > 1}
    pairs = [(a, b) for by in twice.values() for a, b in combinations(by.values(), 2)]
    found = level(document, "seen")["judgements"]
    assert (found["cases"], found["pairs"], found["not_compared"]) == (24, len(pairs), 0)
    assert found["agreeing"] == sum(a == b for a, b in pairs)
    shares = [
        Fraction(sum(a == b for a, b in combinations(by.values(), 2)), len(by) * (len(by) - 1) // 2)
        for by in twice.values()
    ]
    agreed = sum(shares) / 24
    assert found["percent"]["value"] == int(100 * agreed + Fraction(1, 2))
    yes = sum(Fraction(list(by.values()).count("yes"), len(by)) for by in twice.values()) / 24
    by_gwet = 2 * yes * (1 - yes)
    assert found["ac1"]["value"] == pytest.approx(float((agreed - by_gwet) / (1 - by_gwet)), abs=5e-5)
    used = {
        name: Fraction(
            sum(by.get(name) == "yes" for by in twice.values()), sum(name in by for by in twice.values())
        )
        for name in ("Ann Brook", "Ben Carr", "Cai Dunn")
    }
    by_cohen = sum(a * b + (1 - a) * (1 - b) for a, b in combinations(used.values(), 2)) / 3
    assert found["kappa"]["value"] == pytest.approx(float((agreed - by_cohen) / (1 - by_cohen)), abs=5e-5)
    assert level(document, "seen")["answers"] == found


def test_levels_add_up_to_their_questions(report):
    document, _ = report
    questions = [one for one in document["levels"] if one["kind"] == "question"]
    scored = [one for one in questions if one["standing"] == "scored"]
    for count in ("pairs", "agreeing", "not_compared"):
        assert document["levels"][0]["judgements"][count] == sum(q["judgements"][count] for q in scored)
        planning = [level(document, key) for key in ("planned", "in_time", "shared")]
        assert level(document, "1.2")["judgements"][count] == sum(q["judgements"][count] for q in planning)
    listed = Counter(one["question"] for one in document["differing"])
    assert listed == {
        q["key"]: missing
        for q in questions
        if (missing := q["judgements"]["pairs"] - q["judgements"]["agreeing"])
    }
    assert [c["cases"] for c in document["assessors"]["cases"]] == [17, 16, 17]


def test_the_commands_listed_explain_the_judgements_that_differ(capsys, report):
    document, _ = report
    assert len(document["differing"]) == 44
    for one in document["differing"][::12]:
        for side in one["judgements"]:
            words = shlex.split(side["explain"])
            shown = said(capsys, *words[1:]).out
            assert f"Case {one['case']}: " in shown
            assert f"Outcome: {side['outcome']}\n" in shown
            assert f"as assessed by {side['assessor']}" in shown


def test_the_report_is_a_table_and_what_differs(capsys, review):
    assert review
    out = said(capsys, "agreement", *TWICE, "--questions").out
    assert "review, version 1; 24 of 30 cases assessed more than once, from cases.csv\n" in out
    assert (
        "All scored questions              193   78% (69, 85)   0.60 (0.43, 0.73)  0.67 (0.53, 0.78)      75%\n"
        in out
    )
    assert "    (in no score above) Was the" in out
    assert (
        "148 of all the pairs are of work that both judged sufficient or insufficient; 114 of those agree"
        in out
    )
    assert (
        "  depth: How sound was the assessment? (10 pairs)\n    case R03: Ann Brook: sufficient; Ben Carr:"
        in out
    )
    assert "    and 8 more of this question\n" in out
    assert "  (all 44 of them: --format json)\n" in out
    long = [line for line in out.splitlines() if len(line) > 100 and "aboveline explain" not in line]
    assert long == []
    assert "How sound was" not in said(capsys, "agreement", *TWICE).out.split("Judgements that differ")[0]


def test_a_table_has_a_row_for_each_level_and_its_numbers_are_numbers(capsys, report):
    document, _ = report
    rows = list(csv.DictReader(io.StringIO(said(capsys, "agreement", *TWICE, "--format", "csv").out)))
    assert [(row["kind"], row["key"]) for row in rows] == [(o["kind"], o["key"]) for o in document["levels"]]
    for row, one in zip(rows, document["levels"], strict=True):
        for start, found in (("", one["judgements"]), ("answers_", one["answers"])):
            for name in ("percent", "kappa", "ac1"):
                ends = (row[f"{start}{name}"], row[f"{start}{name}_low"], row[f"{start}{name}_high"])
                assert tuple(map(float, ends)) == tuple(found[name][end] for end in ("value", "low", "high"))
    assert any(row["kappa_low"].startswith("-") for row in rows)


def test_the_programs_that_read_find_the_same(report):
    document, _ = report
    cases = aboveline.read_cases(REVIEW, EXAMPLE / "cases.csv", assessor="assessor")
    found = aboveline.agreement(REVIEW, cases)
    assert [one.key for one in found.levels] == [one["key"] for one in document["levels"]]
    assert len(found.disagreements) == len(document["differing"])
    with pytest.raises(ValueError, match="nothing says who"):
        aboveline.agreement(REVIEW, aboveline.read_cases(REVIEW, [{"case_id": "A"}]))
    with pytest.raises(ValueError, match="which is yes or no"):
        aboveline.read_cases(REVIEW, EXAMPLE / "cases.csv", assessor="plan_needed")
    with pytest.raises(KeyError):
        aboveline.score_files(REVIEW, EXAMPLE / "cases.csv", assessor="nobody")
    files = aboveline.score_files(REVIEW, EXAMPLE / "cases.csv", assessor="assessor", prefer=["Cai Dunn"])
    assert (files.cases.valid, len(files.cases.aside)) == (30, 26)


def test_the_documentation_shows_what_the_command_prints(capsys, monkeypatch):
    monkeypatch.chdir(EXAMPLE.parent.parent)
    page = Path("docs/agreement.md").read_text(encoding="utf-8")
    [line] = re.findall(r"^aboveline (agreement .*)$", page, re.MULTILINE)
    shown = re.findall(r"^```text\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)[0]
    assert said(capsys, *line.split()).out.startswith(shown)
    commands = re.findall(
        r"^aboveline (.*)$", (EXAMPLE / "README.md").read_text(encoding="utf-8"), re.MULTILINE
    )
    for command in commands:
        assert said(capsys, *shlex.split(command)).out
    for page in (Path("docs/agreement.md"), EXAMPLE / "README.md"):
        for link in re.findall(r"\]\(([^)#:]+)\)", page.read_text(encoding="utf-8")):
            assert (page.parent / link).exists(), link


# --- What can be compared --------------------------------------------------------------------------

MIXED = framework(
    'fact who "Assessor" text; fact due "Due" yes or no',
    'question made "Made?"; only where due; excused where due is yes and who is "Cai"; '
    'question seen "Seen?"; may be marked not applicable; '
    'question how "How?"; answers one of well, so_so, badly; sufficient when well, so_so; '
    'question aside "Aside?"; not judged; '
    'question both "Both?"; worked out as; yes when made is sufficient and seen is sufficient; no otherwise',
)


def compared(*rows):
    """What comes of comparing cases of `MIXED`, by question; a row is a case, an assessor, and its columns."""
    given = [
        {"case_id": case, "who": who, **dict(pair.split("=") for pair in told.split())}
        for case, who, told in rows
    ]
    cases = workspace.read_cases(
        MIXED, [Input("cases.json", json.dumps(given).encode())], None, Assessors("who")
    )
    assert not cases.diagnostics
    found = workspace.agreement_of_assessors(workspace.judge_cases(MIXED, cases))
    return found, {one.key: one for one in found.levels if one.kind == "question"}


def counts(measured):
    return measured.cases, measured.pairs, measured.agreeing, measured.left_out


def test_what_is_open_is_left_out_and_counted():
    found, by = compared(
        ("A1", "Ann", "due=yes made=yes"),
        ("A1", "Ben", "made=yes"),
        ("A2", "Ann", "due=yes"),
        ("A2", "Ben", "due=yes made=no"),
        ("A2", "Dot", "due=yes made=no"),
        ("A3", "Ann", "due=no"),
        ("A3", "Ben", "due=yes made=yes"),
        ("A4", "Ann", "due=yes made=yes"),
    )
    assert found.cases == 3
    assert counts(by["made"].outcomes) == (2, 2, 1, 3)
    assert by["made"].judged == (1, 1)
    assert counts(by["made"].answers) == (2, 2, 2, 3)
    assert counts(by["seen"].outcomes) == (0, 0, 0, 5)
    assert by["seen"].outcomes.figures.agreement.value is None
    [one] = found.disagreements
    assert (one.case_id, one.question, one.assessors) == ("A3", "made", ("Ann", "Ben"))
    assert [outcome.value for outcome in one.outcomes] == ["not applicable by rule", "sufficient"]


def test_whatever_does_not_apply_is_alike_and_answers_are_compared_apart():
    _, by = compared(
        ("A1", "Ann", "due=no seen=n/a how=well aside=yes"),
        ("A1", "Cai", "due=yes made=no seen=n/a how=so_so"),
        ("A2", "Ann", "due=no seen=n/a how=badly aside=yes"),
        ("A2", "Cai", "due=no seen=yes how=badly aside=no"),
        ("A3", "Ann", "due=no how=n/a"),
        ("A3", "Cai", "due=no how=n/a"),
    )
    assert counts(by["made"].outcomes) == (3, 3, 3, 0)  # not applicable by rule, and excused
    assert by["made"].judged == (0, 0)
    assert counts(by["seen"].outcomes) == (2, 2, 1, 1)
    assert counts(by["seen"].answers) == (2, 2, 1, 1)
    # `how` may not be marked, so a mark is no answer.
    assert counts(by["how"].outcomes) == (2, 2, 2, 1)
    assert counts(by["how"].answers) == (2, 2, 1, 1)
    assert by["aside"].outcomes is None
    assert counts(by["aside"].answers) == (1, 1, 0, 2)
    assert by["both"].answers is None


def test_there_are_as_many_categories_as_a_question_can_come_to():
    """`how` always applies, so chance is that of two; `seen` may be marked, so it is that of three."""
    same = {"A1": ("yes", "no"), "A2": ("yes", "yes"), "A3": ("no", "no")}
    words = {"yes": "well", "no": "badly"}
    rows = [
        (case, who, f"seen={one} how={words[one]}")
        for case, pair in same.items()
        for who, one in zip(("Ann", "Ben"), pair, strict=True)
    ]
    _, by = compared(*rows)
    ratings = {case: dict(zip(("Ann", "Ben"), pair, strict=True)) for case, pair in same.items()}
    for key, categories in (("how", 2), ("seen", 3)):
        expected = pooled([of_question(ratings, categories)])
        assert by[key].outcomes.figures == expected
    assert by["how"].outcomes.figures.ac1 != by["seen"].outcomes.figures.ac1
    assert by["how"].answers.figures.ac1 != by["how"].outcomes.figures.ac1


# --- Where there is little to say ------------------------------------------------------------------


def cut_to(rows, wanted):
    text = io.StringIO()
    writer = csv.DictWriter(text, rows[0].keys())
    writer.writeheader()
    writer.writerows(row for row in rows if wanted(row))
    Path("cases.csv").write_text(text.getvalue(), encoding="utf-8")


def test_where_no_case_was_assessed_twice_that_is_said(capsys, review):
    cut_to(review, lambda row: row["assessor"] == "Ann Brook")
    out = said(capsys, "agreement", *TWICE).out
    assert (
        "Each of the 18 cases was assessed once, as “Assessor” (assessor) says, so that there is nothing to"
        in out
    )
    assert "kappa" not in out
    document = valid(said(capsys, "agreement", *TWICE, "--format", "json").out)
    assert (document["cases"]["more_than_once"], document["differing"]) == (0, [])
    assert document["levels"][0]["judgements"]["kappa"] == {"value": None, "low": None, "high": None}
    cut_to(review, lambda row: (row["assessor"], row["case_id"]) == ("Ann Brook", "R03"))
    assert "The case was assessed once" in said(capsys, "agreement", *TWICE).out


def test_where_all_agree_kappa_is_not_defined_and_ac1_is(capsys, review):
    ann = [row for row in review if row["assessor"] == "Ann Brook"]
    same = [row | {"assessor": name, "seen": "yes"} for row in ann for name in ("Ann Brook", "Ben Carr")]
    cut_to(same, lambda _: True)
    out = said(capsys, "agreement", *TWICE, "--questions").out
    line = next(row for row in out.splitlines() if "Was the child seen?" in row)
    assert "not defined  1.00 (" in line
    assert "No two judgements differ\n" in out
    found = level(valid(said(capsys, "agreement", *TWICE, "--format", "json").out), "seen")["judgements"]
    assert found["kappa"]["value"] is None
    assert found["ac1"]["value"] == 1
    assert 0 < found["ac1"]["low"] < 1


def test_too_few_cases_are_marked(capsys, review):
    cut_to(review, lambda row: row["case_id"] in {"R01", "R02", "R03", "R04"})
    out = said(capsys, "agreement", *TWICE).out
    assert "* of fewer than 10 cases: too few for the figures to say much\n" in out
    assert "All scored questions" in out
    assert "*" in next(row for row in out.splitlines() if "All scored questions" in row)
    cut_to(review, lambda row: row["case_id"] == "R03")
    document = valid(said(capsys, "agreement", *TWICE, "--format", "json").out)
    found = document["levels"][0]["judgements"]
    assert found["few_cases"]
    assert found["percent"]["value"] is not None
    assert found["percent"]["low"] is None


def test_a_narrow_terminal_leaves_the_ends_out_of_the_table(review):
    from aboveline.report.agreement_text import agreement_text

    assert review
    found = workspace.judge_cases(
        REVIEW, workspace.read_cases(REVIEW, [records_of_example()], None, Assessors("assessor"))
    )
    view = from_agreement(found, workspace.agreement_of_assessors(found), Examined(("c.csv",), 56), None)
    lines = agreement_text(view, width=80).splitlines()
    assert max(map(len, lines)) <= 80
    assert any("0.60" in line for line in lines)


def test_the_option_is_asked_for_and_standard_input_has_no_commands(capsys, review, monkeypatch):
    assert review
    err = said(capsys, "agreement", "review", "cases.csv", code=exits.WRONG_USAGE).err
    assert "missing option '--assessor'" in err
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO("\n".join(LINES).encode())))
    document = valid(
        said(capsys, "agreement", "review", "-", "--assessor", "assessor", "--format", "json").out
    )
    assert {side["explain"] for one in document["differing"] for side in one["judgements"]} == {None}


def test_records_left_out_are_not_compared(capsys, review):
    Path("cases.csv").write_text(
        Path("cases.csv").read_text().replace("R03,Ann Brook,yes", "R03,Ann Brook,maybe"), encoding="utf-8"
    )
    assert review
    assert run(["agreement", *TWICE]) == exits.INPUT_HAS_ERRORS
    capsys.readouterr()
    out = said(capsys, "agreement", *TWICE, "--leave-out-invalid").out
    assert "23 of 30 cases assessed more than once" in out
    assert "1 of 56 records has errors and was NOT compared: R03\n" in out
    assert " --leave-out-invalid --assessor assessor " in out
