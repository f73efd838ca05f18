"""`aboveline diff`: two versions of a framework, as a person meets them."""

import json
import re
import shutil
import subprocess
from fractions import Fraction
from pathlib import Path

import pytest

from aboveline.cli import exits
from small import CASES, CRITERIA, write_small
from test_cli import ESSEX, ROOT, said, valid

#: A limit relaxed, a narrower `only where`, and a question fed to another theme.
EDITED = (
    CRITERIA.replace("15 working days", "16 working days")
    .replace("any of (made, timely) are insufficient", "made is insufficient")
    .replace("only where plan_due\n  feeds roh", "only where plan_due\n  feeds roh, safe")
)


@pytest.fixture
def place(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    write_small(tmp_path)
    write("new", EDITED)
    return tmp_path


def write(folder: str, text: str) -> str:
    Path(folder).mkdir(exist_ok=True)
    (Path(folder) / "all.criteria").write_text(text, encoding="utf-8")
    return folder


def told(capsys, *arguments, proof=False):
    how = ("--format", "json", *(() if proof else ("--without-proof",)))
    return valid(said(capsys, "diff", *arguments, *how).out)


def score(document, kind, key):
    return next(one for one in document["impact"]["scores"] if (one["kind"], one["key"]) == (kind, key))


def text(capsys, *arguments):
    return " ".join(said(capsys, "diff", *arguments).out.split())


# --- What is told ----------------------------------------------------------------------------


@pytest.mark.usefixtures("place")
def test_every_edit_is_told_with_its_words_before_and_after(capsys):
    document = told(capsys, "rules", "new")
    assert [one["title"] for one in document["edits"]] == [
        "Question `made` now also feeds `safe`",
        "The `sufficient when` of question `timely` was changed",
        "The `only where` of question `acted` was changed",
    ]
    assert document["impact"] is None
    relaxed = document["edits"][1]
    assert relaxed["before"][0]["words"].endswith("15 working days after sentenced_on")
    assert relaxed["after"][0]["file"] == "new/all.criteria"
    assert relaxed["before"][0]["line"] == relaxed["after"][0]["line"]


@pytest.mark.usefixtures("place")
def test_examples_that_the_newer_version_fails_are_named(capsys):
    write("new", CRITERIA.replace("15 working days", "30 working days"))
    assert told(capsys, "rules", "new")["failing_examples"] == ["a day late"]
    says = text(capsys, "rules", "new", "--without-proof")
    assert "1 example of the newer version does not come out as expected" in says
    assert "“a day late”" in says
    assert told(capsys, "new", "rules")["failing_examples"] == []
    assert "come out as expected" not in text(capsys, "new", "rules", "--without-proof")


@pytest.mark.usefixtures("place")
def test_the_place_of_words_that_fill_a_line_stands_below_them(capsys):
    label = "Was the file as tidy as a file can be that so many people have had in their hands?"
    write("new", CRITERIA.replace("Was the file tidy?", label))
    lines = said(capsys, "diff", "rules", "new", "--without-proof").out.splitlines()
    (before,) = (line for line in lines if line.startswith("    was: "))
    assert "  # rules/all.criteria, line " in before
    at = next(at for at, line in enumerate(lines) if line.startswith("    now: "))
    assert lines[at].endswith(f'{label}"')
    assert lines[at + 1].startswith("         # new/all.criteria, line ")


@pytest.mark.usefixtures("place")
def test_each_edit_adds_its_own_part_and_the_parts_add_up_to_the_difference(capsys):
    document = told(capsys, "rules", "new", "--cases", "cases.csv")
    roh, safe = (score(document, "theme", key) for key in ("roh", "safe"))
    # Of `made` 2 of 3 are sufficient; of `timely` 1 of 2, and by the newer limit both.
    assert (roh["before"]["sufficient"], roh["before"]["counted"]) == (3, 5)
    assert (roh["after"]["sufficient"], roh["after"]["counted"]) == (4, 5)
    assert [(part["edits"], part["share"]["exact"]) for part in roh["parts"]] == [([2], "1/5")]
    # `safe` gains the 2 of 3 of `made`, and loses the one case of `acted`: half by either edit, as each alone would do it.
    assert {tuple(one["edits"]): (one["sufficient"], one["counted"]) for one in safe["parts"]} == {
        (1,): ("2", "3"),
        (2,): ("0", "-1/2"),
        (3,): ("0", "-1/2"),
    }
    for one in document["impact"]["scores"]:
        shares = [part["share"]["exact"] for part in one["parts"] if part["share"]]
        if one["change"] and one["kind"] != "rating":
            assert sum(map(Fraction, shares), Fraction()) == Fraction(one["change"]["exact"])


def with_ratings(text):
    """Three ratings: the lowest of two themes, points of them, and a step of bands that an edit may move."""
    return (
        text
        + """
bands by_points
  high  "HIGH"  from 3 points
  low   "LOW"   otherwise

bands worth_points by the rounded score
  good  "GOOD"  from 75%  worth 2 points
  fair  "FAIR"  otherwise worth 1 point

rating lowest_of "Lowest" lowest of (roh, safe)
  in bands worth_points

rating safely "Safely" score of safe
  in bands worth_points

rating points_of "Points" total of points of (lowest_of, safely)
  in bands by_points
"""
    )


@pytest.mark.usefixtures("place")
def test_the_difference_of_a_rating_is_divided_by_working_it_out_with_every_choice_of_the_edits(capsys):
    write("rules", with_ratings(CRITERIA))
    write("new", with_ratings(EDITED))
    document = told(capsys, "rules", "new", "--cases", "cases.csv")
    lowest, points = (score(document, "rating", key) for key in ("lowest_of", "points_of"))
    # The lowest was that of `roh`, 3 of 5, and only edit 2 moves it: to 4 of 5, which stays below `safe` then.
    assert lowest["change"]["exact"] == "1/5"
    assert [(part["edits"], part["share"]["exact"]) for part in lowest["parts"]] == [([2], "1/5")]
    # `safe` stays in its step, so the point gained is that of the lowest.
    assert (points["before"]["points"], points["after"]["points"]) == ("3", "4")
    assert [(part["edits"], part["share"]["exact"]) for part in points["parts"]] == [([2], "1")]
    assert "+1 points on Points" in text(capsys, "rules", "new", "--cases", "cases.csv", "--without-proof")


@pytest.mark.usefixtures("place")
def test_an_edit_of_the_bands_has_its_part_in_points(capsys):
    write("rules", with_ratings(CRITERIA))
    write("new", with_ratings(CRITERIA).replace("from 75%  worth", "from 55%  worth"))
    points = score(told(capsys, "rules", "new", "--cases", "cases.csv"), "rating", "points_of")
    assert [(part["edits"], part["share"]["exact"]) for part in points["parts"]] == [([1], "1")]


@pytest.mark.usefixtures("place")
def test_every_judgement_that_changed_stands_under_the_edit_that_changed_it(capsys):
    changes = told(capsys, "rules", "new", "--cases", "cases.csv")["impact"]["changes"]
    assert [(one["edits"], one["question"], one["kind"], one["cases"]) for one in changes] == [
        ([2], "timely", "turned to sufficient", ["A2"]),
        ([2, 3], "acted", "no longer applies", ["A2"]),
    ]


@pytest.mark.usefixtures("place")
def test_the_text_says_first_what_each_edit_does(capsys):
    found = text(capsys, "rules", "new", "--cases", "cases.csv", "--without-proof")
    assert "2 judgements changed, in 1 case." in found
    assert (
        "Edit 2 (The `sufficient when` of question `timely` was changed): +20.0 on Risk & harm, +4.0 on Safeguarding; 1 judgement changed"
        in found
    )
    assert (
        "1 turned to sufficient in `timely`, “Was the plan signed in time?”, from insufficient to sufficient: A2"
        in found
    )
    assert "each rounded by itself, they may seem to miss it by a tenth" in found


def test_no_value_of_a_case_is_in_any_output(place, capsys):
    (place / "cases.csv").write_text(CASES.replace("2011-07-26", "2011-07-29"), encoding="utf-8")
    for form in ("text", "json", "markdown", "html"):
        out = said(
            capsys, "diff", "rules", "new", "--cases", "cases.csv", "--without-proof", "--format", form
        ).out
        assert "A2" in out
        assert "2011-07-29" not in out


@pytest.mark.usefixtures("place")
def test_what_says_the_same_is_told_to_say_the_same(capsys):
    write("new", CRITERIA.replace("\n\n", "\n\n# a remark\n\n"))
    assert "Nothing was edited" in text(capsys, "rules", "new")
    assert told(capsys, "rules", "new", "--cases", "cases.csv")["impact"]["changed"] == 0


# --- Proof -----------------------------------------------------------------------------------


@pytest.mark.usefixtures("place")
def test_what_an_edit_could_ever_change_is_proved_with_the_smallest_case(capsys):
    proved = {one["question"]: one for one in told(capsys, "rules", "new", proof=True)["proved"]}
    assert proved["acted"]["applies"] == "narrower"
    assert proved["timely"]["applies"] == "the same"
    assert proved["timely"]["sufficient"] == "wider"
    # Feeding a theme changes nothing that a question comes to.
    assert "made" not in proved


@pytest.mark.usefixtures("place")
def test_every_example_holds_in_the_newer_version_and_not_in_the_older(capsys):
    examples = [
        shown["example"]
        for one in told(capsys, "rules", "new", proof=True)["proved"]
        for shown in one["shown"]
    ]
    assert len(examples) >= 2
    for at, example in enumerate(examples):
        for folder, criteria in (("rules", CRITERIA), ("new", EDITED)):
            before, _, check = criteria.partition('example "a day late"')
            write(f"{folder}{at}", f"{before}{example}\ncheck{check.partition('check')[2]}")
        said(capsys, "test", f"new{at}")
        failed = said(capsys, "test", f"rules{at}", code=exits.INPUT_HAS_ERRORS)
        assert "expected `" in failed.out


@pytest.mark.usefixtures("place")
def test_where_no_judgement_changes_it_is_said_what_can_change_a_score_all_the_same(capsys):
    more = 'question kept "Was it kept?"\n  feeds safe\n\n'
    write("new", CRITERIA.replace("criterion 1.2", f"{more}criterion 1.2").replace("from 60%", "from 65%"))
    says = text(capsys, "rules", "new")
    assert "so every judgement of those is the same in every possible case." in says
    assert (
        "1 question is asked only in the newer version, and can change every score that counts it: `kept`."
        in says
    )
    assert "Scores, and how they are read, can change besides by edit 1." in says
    fed = CRITERIA.replace("from 60%", "from 65%").replace(
        "plan_due\n  feeds roh", "plan_due\n  feeds roh, safe"
    )
    write("fed", fed)
    assert "can change besides by edits 1 and 2." in text(capsys, "rules", "fed")
    assert "1 question is asked only in the older version" in text(capsys, "new", "rules")
    write("new", CRITERIA.replace("Was a plan made?", "Was a plan written?"))
    says = text(capsys, "rules", "new")
    assert "asked only in" not in says
    assert "can change besides" not in says


@pytest.mark.usefixtures("place")
def test_what_differs_only_where_something_is_missing_is_said_to(capsys):
    write(
        "new",
        CRITERIA.replace("where plan_due or plan_made", "where plan_due or (plan_made and not plan_due)"),
    )
    one = told(capsys, "rules", "new", proof=True)["proved"][0]
    assert (one["question"], one["applies"]) == ("timely", "narrower")
    assert {shown["only_where_missing"] for shown in one["shown"]} == {True}
    says = text(capsys, "rules", "new")
    assert "Only where something is missing that it needs, it is asked of fewer cases" in says
    write("new", CRITERIA.replace("where plan_due or plan_made", "where plan_due"))
    one = told(capsys, "rules", "new", proof=True)["proved"][0]
    assert False in [shown["only_where_missing"] for shown in one["shown"]]
    says = text(capsys, "rules", "new")
    assert "Only where something is missing that it needs" not in says


@pytest.mark.usefixtures("place")
def test_without_proof_nothing_is_proved(capsys):
    assert told(capsys, "rules", "new", "--without-proof")["proved"] is None


# --- Renames ---------------------------------------------------------------------------------


@pytest.mark.usefixtures("place")
def test_a_rename_alone_changes_nothing_though_the_cases_have_the_older_name(capsys):
    write("new", CRITERIA.replace("plan_due", "plan_expected").replace("question aside", "question tidy"))
    document = told(capsys, "rules", "new", "--cases", "cases.csv", proof=True)
    assert [(one["did"], one["touches"]) for one in document["edits"]] == [
        ("renamed", ["plan_expected", "plan_due"]),
        ("renamed", ["tidy", "aside"]),
    ]
    assert document["impact"]["changed"] == 0
    assert all(one["before"] == one["after"] for one in document["impact"]["scores"])
    assert score(document, "theme", "roh")["after"]["fraction"] == "3/5"
    assert document["proved"] == []


def test_cases_may_have_the_newer_name_too(place, capsys):
    write("new", CRITERIA.replace("plan_due", "plan_expected"))
    older = told(capsys, "rules", "new", "--cases", "cases.csv")["impact"]["scores"]
    (place / "cases.csv").write_text(CASES.replace("plan_due", "plan_expected"), encoding="utf-8")
    assert told(capsys, "rules", "new", "--cases", "cases.csv")["impact"]["scores"] == older


@pytest.mark.usefixtures("place")
def test_an_edit_that_matters_only_beside_another_has_a_part_in_what_changed_too(capsys):
    # What `detained` says is no matter for `enough` until an edit has it asked.
    old = CRITERIA.replace("is at least 3\n  excused where detained", "is at least 3\n  only where plan_due")
    anew = old.replace("only where plan_due\n\nquestion acted", "only where detained\n\nquestion acted")
    write("rules", old)
    write("new", anew.replace("sentence is dto", "age is at least 16"))
    found = told(capsys, "rules", "new", "--cases", "cases.csv")["impact"]["changes"]
    edits = {case: len(one["edits"]) for one in found if one["question"] == "enough" for case in one["cases"]}
    # A1 and A2 are neither detained nor 16. A3 would be asked by the older condition, A4 is by the newer alone.
    assert edits == {"A1": 1, "A2": 1, "A3": 2, "A4": 2}


@pytest.mark.usefixtures("place")
def test_facts_of_the_inspection_are_read_under_either_name(capsys):
    old = (
        CRITERIA.replace(
            "condition detained",
            'fact busy "The team was busy" yes or no  of the inspection\n\ncondition detained',
        )
        .replace("question aside", "question aside_of")
        .replace("  reported only", "  reported only\n  only where busy")
    )
    write("rules", old)
    write("new", re.sub(r"(fact|where) busy", r"\1 stretched", old).replace("aside_of", "aside"))
    Path("cases.csv").write_text(CASES.replace("acted,aside", "acted,aside_of"), encoding="utf-8")
    Path("inspection.json").write_text('{"busy": "yes"}', encoding="utf-8")
    document = told(capsys, "rules", "new", "--cases", "cases.csv", "--inspection", "inspection.json")
    assert {tuple(one["touches"]) for one in document["edits"]} >= {
        ("stretched", "busy"),
        ("aside", "aside_of"),
    }
    assert document["impact"]["changed"] == 0
    assert score(document, "question", "aside")["after"]["counted"] == 4


# --- Values that only one version allows ------------------------------------------------------


def changes(document):
    found = {}
    for one in document["impact"]["changes"]:
        found.setdefault((one["question"], one["kind"]), []).extend(one["cases"])
    return {about: sorted(cases) for about, cases in found.items()}


@pytest.mark.usefixtures("place")
def test_a_value_that_only_one_version_allows_is_missing_under_the_other(capsys):
    # A3 and A5 say `dto`, which the newer has not; A3 alone has no excuse then.
    write(
        "new",
        CRITERIA.replace(
            'one of yro "Youth order", dto "Detention order"', 'one of yro "Youth order", other'
        ).replace("sentence is dto", "sentence is other"),
    )
    found = changes(told(capsys, "rules", "new", "--cases", "cases.csv"))
    assert found["enough", "became undetermined"] == ["A3"]


@pytest.mark.usefixtures("place")
def test_a_number_out_of_the_bounds_of_one_version_is_missing_under_it(capsys):
    write("new", CRITERIA.replace("from 0 to 99", "from 0 to 3"))
    assert changes(told(capsys, "rules", "new", "--cases", "cases.csv"))["enough", "became unanswered"] == [
        "A5"
    ]


@pytest.mark.usefixtures("place")
def test_a_whole_number_that_may_be_any_number_now_is_the_same_number(capsys):
    write("new", CRITERIA.replace("whole number from 0 to 99", "number"))
    document = told(capsys, "rules", "new", "--cases", "cases.csv")
    assert [one["did"] for one in document["edits"]] == ["retyped"]
    assert document["impact"]["changed"] == 0
    back = told(capsys, "new", "rules", "--cases", "cases.csv")
    assert back["impact"]["changed"] == 0


@pytest.mark.usefixtures("place")
def test_what_has_values_of_another_kind_now_is_read_as_the_older_has_it_and_that_is_said(capsys):
    write(
        "new",
        CRITERIA.replace("whole number from 0 to 99", "yes or no")
        .replace("visits is at least 3", "visits")
        .replace("visits is at least 1", "visits"),
    )
    document = told(capsys, "rules", "new", "--cases", "cases.csv")
    assert "`visits` has values of one kind" in document["impact"]["notes"][0]
    assert changes(document)["enough", "became unanswered"] == ["A1", "A2", "A5"]


# --- Edits that do not come apart ------------------------------------------------------------


@pytest.mark.usefixtures("place")
def test_an_edit_that_uses_what_another_adds_can_be_told_apart_from_it(capsys):
    # The condition alone judges nothing, so what it does is the edit that names it.
    added = 'condition visited "somebody came"\n  where visits is at least 1\n\ncondition planning'
    write(
        "new",
        CRITERIA.replace("condition planning", added).replace("excused where detained", "only where visited"),
    )
    impact = told(capsys, "rules", "new", "--cases", "cases.csv")["impact"]
    assert impact["joint"] == []


def test_edits_that_make_no_sense_without_each_other_are_one(place, capsys):
    # `sufficient when` names a word that only the newer answers have.
    old = CRITERIA.replace(
        'question aside "Was the file tidy?"',
        'question aside "Was the file tidy?"\n  answers one of neat, messy\n  sufficient when neat',
    )
    new = old.replace("neat, messy", "good, messy").replace(
        "sufficient when neat", "sufficient when good\n  only where plan_due"
    )
    cases = CASES.replace("no\n", "messy\n").replace("yes\n", "neat\n")
    write("rules", old)
    write("new", new)
    (place / "cases.csv").write_text(cases, encoding="utf-8")
    document = told(capsys, "rules", "new", "--cases", "cases.csv")
    aspects = {one["number"]: one["title"] for one in document["edits"]}
    (joint,) = document["impact"]["joint"]
    assert {aspects[number] for number in joint} == {
        "The answers of question `aside` were changed",
        "The `sufficient when` of question `aside` was changed",
    }


def with_conditions(count, least):
    """A question that so many conditions decide."""
    conditions = [
        f'condition old_{at} "old {at}"\n  where visits is at most {least + at}' for at in range(count)
    ]
    asked = " and ".join(f"old_{at}" for at in range(count))
    return CRITERIA.replace(
        "question aside", 'question last "Was it last?"\n  only where ' + asked + "\n\nquestion aside"
    ) + "\n".join(conditions)


@pytest.mark.usefixtures("place")
@pytest.mark.parametrize(("count", "apart"), [(3, True), (7, False)])
def test_more_edits_of_one_question_than_can_be_told_apart_are_one_there(capsys, count, apart):
    write("rules", with_conditions(count, 20))
    write("new", with_conditions(count, 2))
    Path("cases.csv").write_text(CASES.replace("acted,aside", "acted,last"), encoding="utf-8")
    document = told(capsys, "rules", "new", "--cases", "cases.csv")
    assert len(document["edits"]) == count
    assert document["impact"]["not_told_apart"] == ([] if apart else ["last"])
    one = score(document, "question", "last")
    # Of 2 of 3 there is 0 of 1 left: the first limit leaves out two cases, the second one of those; the others none.
    assert one["change"]["exact"] == "-2/3"
    assert [len(part["edits"]) for part in one["parts"]] == ([1, 1] if apart else [count])
    assert sum(Fraction(part["share"]["exact"]) for part in one["parts"]) == Fraction(one["change"]["exact"])
    assert (
        "More than 6 edits act on `last`"
        in text(capsys, "rules", "new", "--cases", "cases.csv", "--without-proof")
    ) is not apart


@pytest.mark.usefixtures("place")
def test_where_telling_apart_takes_too_many_frameworks_fewer_edits_are(capsys, monkeypatch):
    monkeypatch.setattr("aboveline.revision.planned.MOST_FRAMEWORKS", 5)  # three that act together need six
    write("rules", with_conditions(3, 20))
    write("new", with_conditions(3, 2))
    Path("cases.csv").write_text(CASES.replace("acted,aside", "acted,last"), encoding="utf-8")
    found = text(capsys, "rules", "new", "--cases", "cases.csv", "--without-proof")
    assert "More than 2 edits act on `last`: there they are not told apart" in found


# --- Where versions and cases come from ------------------------------------------------------


@pytest.fixture
def repository(place):
    if shutil.which("git") is None:
        pytest.skip("there is no git")

    def git(*arguments):
        identity = ("-c", "user.name=A", "-c", "user.email=a@example.org")
        subprocess.run(["git", *identity, *arguments], cwd=place, check=True, capture_output=True)

    git("init", "-q")
    git("add", "rules")
    git("commit", "-qm", "First")
    git("tag", "v1")
    write("rules", EDITED)
    git("commit", "-qam", "Second")
    return place


@pytest.mark.usefixtures("repository")
def test_a_version_may_be_a_folder_as_it_was_in_a_revision(capsys):
    document = told(capsys, "v1:rules", "rules")
    assert (document["old"], len(document["edits"])) == ("v1:rules", 3)
    assert document["edits"][0]["before"][0]["file"] == "v1:rules/all.criteria"
    assert told(capsys, "HEAD~1:rules", "HEAD:rules")["edits"][0]["title"] == document["edits"][0]["title"]


def test_a_revision_is_read_from_within_its_folder_too(repository, capsys, monkeypatch):
    monkeypatch.chdir(repository / "rules")
    assert len(told(capsys, "v1:.", ".")["edits"]) == 3


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("v9:rules", "there is no revision `v9`"),
        ("--all:rules", "there is no option `--all:rules`"),
        ("v1:gone", "there is no folder `gone` in the revision `v1`"),
        ("v1:/", "is not in a git repository"),
    ],
)
@pytest.mark.usefixtures("repository")
def test_a_revision_that_cannot_be_had_is_said_in_a_sentence(capsys, name, words):
    assert words in said(capsys, "diff", name, "rules", code=exits.WRONG_USAGE).err.lower()


@pytest.mark.usefixtures("repository")
def test_where_git_is_missing_that_is_said(capsys, monkeypatch):
    monkeypatch.setenv("PATH", "/nowhere")
    assert (
        "the program `git` was not found"
        in said(capsys, "diff", "v1:rules", "rules", code=exits.WRONG_USAGE).err
    )


@pytest.mark.usefixtures("place")
def test_a_version_with_errors_is_shown_and_nothing_is_told(capsys):
    write("new", CRITERIA.replace("only where planning", "only where planing"))
    found = said(capsys, "diff", "rules", "new", code=exits.INPUT_HAS_ERRORS)
    assert "planing" in found.err
    assert not found.out


def test_cases_with_errors_are_shown_and_left_out_where_asked(place, capsys):
    (place / "cases.csv").write_text(CASES.replace("A3,dto", "A3,never"), encoding="utf-8")
    arguments = ("rules", "new", "--cases", "cases.csv")
    assert "A3" in said(capsys, "diff", *arguments, code=exits.INPUT_HAS_ERRORS).err
    impact = told(capsys, *arguments, "--leave-out-invalid")["impact"]
    assert (impact["read"], impact["cases"], impact["left_out"]) == (5, 4, 1)


@pytest.mark.usefixtures("place")
def test_the_cases_of_a_sealed_run_come_to_the_same_as_its_file(capsys):
    said(capsys, "score", "rules", "cases.csv", "--run", "spring")
    by_file = told(capsys, "rules", "new", "--cases", "cases.csv")["impact"]
    assert told(capsys, "rules", "new", "--run", "spring")["impact"] == by_file
    assert (
        told(capsys, "rules", "new", "--cases", "cases.csv", "--evaluator", "reference")["impact"] == by_file
    )


@pytest.mark.usefixtures("place")
def test_an_option_about_cases_wants_cases(capsys):
    assert (
        "--cases" in said(capsys, "diff", "rules", "new", "--leave-out-invalid", code=exits.WRONG_USAGE).err
    )
    assert "no manifest" in said(capsys, "diff", "rules", "new", "--run", "rules", code=exits.WRONG_USAGE).err


# --- The page --------------------------------------------------------------------------------


def test_the_page_stands_alone_and_escapes_what_came_from_files(place, capsys):
    write("new", EDITED.replace('"Was the file tidy?"', '"Was the <b>file</b> tidy?"'))
    said(capsys, "diff", "rules", "new", "--cases", "cases.csv", "--output", "change.html")
    page = (place / "change.html").read_text(encoding="utf-8")
    assert "<script" not in page
    assert "<b>file</b>" not in page
    assert "&lt;b&gt;file&lt;/b&gt;" in page
    assert not re.search(r"""(src|href)=["'](?!#)""", page)
    assert '<html lang="en-GB">' in page
    assert page.count("<h1>") == 1
    assert page.count("<table>") == page.count("<caption>") == 2


def test_the_ending_of_the_file_says_the_form(place, capsys):
    said(capsys, "diff", "rules", "new", "--output", "change.md")
    assert (place / "change.md").read_text(encoding="utf-8").startswith("# Small")
    said(capsys, "diff", "rules", "new", "--output", "change.json")
    assert json.loads((place / "change.json").read_text(encoding="utf-8"))["kind"] == "diff"


# --- The framework that is built in ----------------------------------------------------------


def test_a_theme_that_is_fed_more_moves_and_the_criterion_does_not(tmp_path, capsys):
    new = tmp_path / "new"
    shutil.copytree(ROOT / "criteria" / "cci-2012", new)
    file = next(new.glob("1.3*.criteria"))
    kept = file.read_text(encoding="utf-8")
    question = kept.index("question vmp_quality")
    at = kept.index("feeds safeguarding", question)
    file.write_text(
        f"{kept[:at]}feeds safeguarding, roh{kept[at + len('feeds safeguarding') :]}", encoding="utf-8"
    )
    document = told(capsys, "cci-2012", str(new), "--cases", ESSEX, proof=True)
    (part,) = score(document, "theme", "roh")["parts"]
    assert part["edits"] == [1]
    fed = score(document, "question", "vmp_quality")["before"]
    assert (part["sufficient"], part["counted"]) == (str(fed["sufficient"]), str(fed["counted"]))
    assert score(document, "criterion", "1.3")["parts"] == []
    assert document["proved"] == []
