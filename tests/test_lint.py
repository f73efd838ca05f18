"""`aboveline lint` and `aboveline rule` as a person meets them: what they say, write and end with."""

import json
import re
from fractions import Fraction
from pathlib import Path

import pytest
from attrs import evolve

from aboveline import bundled, workspace
from aboveline.analysis import rows as rows_of_check
from aboveline.cli import exits
from aboveline.cli.program import run
from aboveline.framework.expressions import ScoreRef
from aboveline.framework.model import Framework
from aboveline.lint import caps
from aboveline.lint.grounds import Grounds
from aboveline.lint.look import look
from aboveline.lint.pages import page
from aboveline.lint.registry import RULES
from aboveline.proof.space import Space
from aboveline.scoring.ratings import given_score, rate
from aboveline.source import Span
from linting import linted, whole

ROOT = Path(__file__).resolve().parent.parent

FAULTY = """fact due "Due" yes or no
fact made "Made" yes or no

section 1 "Planning"
criterion 1.1 "Plans"
  only where due   # and nobody else

question asked "Asked?"
  only where due
  sufficient when the answer is yes and (made or not made) and (due or made)

# lint: allow never-sufficient because it is tried out
question never "Never?"
  sufficient when not due
"""


@pytest.fixture
def faulty(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("rules").mkdir()
    Path("rules/all.criteria").write_text(whole(FAULTY), encoding="utf-8")
    return Path("rules/all.criteria")


def said(capsys, *arguments, code=exits.FINE):
    assert run(arguments) == code
    return capsys.readouterr()


def a_document(capsys, *arguments, code=exits.INPUT_HAS_ERRORS):
    import jsonschema

    document = json.loads(said(capsys, "lint", *arguments, "--format", "json", code=code).out)
    schema = bundled.schema("lint")
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(document, schema, jsonschema.Draft202012Validator)
    return document


# --- What is said ----------------------------------------------------------------------------


@pytest.mark.usefixtures("faulty")
def test_the_text_underlines_what_is_found_and_says_how_it_stands(capsys):
    text = said(capsys, "lint", "rules", code=exits.INPUT_HAS_ERRORS).out
    assert (
        "rules/all.criteria:17:3: note: “only where due” only repeats what criterion 1.1 says already "
        "[repeats-what-it-inherits]\n"
        "   17 |   only where due\n"
        "      |   ^^^^^^^^^^^^^^\n"
        "  see rules/all.criteria:14:3: criterion 1.1 says this\n"
    ) in text
    assert "  fix: take out “only where due”" in text
    assert text.endswith(
        "rules: 2 findings (2 notes) by 30 rules; 1 finding is allowed, with a reason (to see: --allowed)\n"
        "What a finding means: aboveline rule repeats-what-it-inherits\n"
        "2 can be mended by: aboveline lint rules --fix\n"
    )
    assert "it is tried out" not in text
    assert (
        "  because it is tried out"
        in said(capsys, "lint", "rules", "--allowed", code=exits.INPUT_HAS_ERRORS).out
    )


@pytest.mark.usefixtures("faulty")
def test_json_holds_findings_fixes_and_what_is_allowed(capsys):
    document = a_document(capsys, "rules")
    assert document["counts"] == {"error": 0, "warning": 0, "note": 2}
    assert document["rules"] == list(RULES)
    repeated, redundant = document["findings"]
    assert repeated["code"] == "repeats-what-it-inherits"
    assert repeated["places"][0]["line"] == 17
    assert redundant["fix"]["does"] == "take out “(due or made)”"
    [allowed] = document["allowed"]
    assert (allowed["code"], allowed["reason"]) == ("never-sufficient", "it is tried out")
    assert document["unsettled"] == []
    assert document["fixed"] is None


def test_a_witness_is_shown_as_an_example(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    Path("rules").mkdir()
    text = whole('question made "Made?"\ncheck so "So" when made is yes expect made is no\n')
    Path("rules/all.criteria").write_text(text, encoding="utf-8")
    [found] = a_document(capsys, "rules")["findings"]
    assert found["code"] == "check-always-contradicted"
    assert found["example"].splitlines()[1:] == ["  given made is yes", "  expect so is contradicted"]
    assert "  such a case:\n    example " in said(capsys, "lint", "rules", code=exits.INPUT_HAS_ERRORS).out


@pytest.mark.usefixtures("faulty")
def test_sarif_has_what_a_reader_of_sarif_needs(capsys):
    import jsonschema

    log = json.loads(said(capsys, "lint", "rules", "--format", "sarif", code=exits.INPUT_HAS_ERRORS).out)
    essentials = json.loads((ROOT / "tests" / "lint" / "sarif-essentials.schema.json").read_text("utf-8"))
    jsonschema.Draft202012Validator.check_schema(essentials)
    jsonschema.validate(log, essentials, jsonschema.Draft202012Validator)
    [ran] = log["runs"]
    rules = ran["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == list(RULES)
    for result in ran["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
    lines = Path("rules/all.criteria").read_text("utf-8").splitlines()
    where = ran["results"][1]["fixes"][0]["artifactChanges"][0]["replacements"][0]["deletedRegion"]
    assert where["startLine"] == where["endLine"]
    assert (
        lines[where["startLine"] - 1][where["startColumn"] - 1 : where["endColumn"] - 1]
        == " and (due or made)"
    )
    assert [r["suppressions"] for r in ran["results"] if "suppressions" in r] == [
        [{"kind": "inSource", "status": "accepted", "justification": "it is tried out"}]
    ]


@pytest.mark.usefixtures("faulty")
def test_only_and_without_choose_rules(capsys):
    only = a_document(capsys, "rules", "--only", "redundant-part")
    assert [one["code"] for one in only["findings"]] == ["redundant-part"]
    without = a_document(capsys, "rules", "--without", "redundant-part")
    assert [one["code"] for one in without["findings"]] == ["repeats-what-it-inherits"]
    # What was not looked for is not missed where it is allowed.
    none = a_document(
        capsys, "rules", "--only", "cap-never-bites", "--only", "allowance-of-nothing", code=exits.FINE
    )
    assert none["findings"] == []


@pytest.mark.usefixtures("faulty")
def test_a_rule_there_is_none_of(capsys):
    for option in ("--only", "--without"):
        err = said(capsys, "lint", "rules", option, "never-aplies", code=exits.WRONG_USAGE).err
        assert "there is no rule `never-aplies`; did you mean `never-applies`?" in err
    err = said(capsys, "rule", "redundant-parts", code=exits.WRONG_USAGE).err
    assert "did you mean `redundant-part`?" in err


def test_criteria_with_errors_are_not_looked_at(capsys, faulty):
    faulty.write_text(
        faulty.read_text("utf-8").replace("only where due", "only where maed"), encoding="utf-8"
    )
    assert "did you mean `made`?" in said(capsys, "lint", "rules", code=exits.INPUT_HAS_ERRORS).err


# --- Mending ---------------------------------------------------------------------------------


def test_fix_mends_and_says_what_it_did(capsys, faulty):
    faulty.write_bytes(b"\xef\xbb\xbf" + faulty.read_bytes().replace(b"\n", b"\r\n"))
    text = said(capsys, "lint", "rules", "--fix").out
    assert (
        "Mended, in the lines as they were before:\n  rules/all.criteria:17:3: take out “only where due” [repeats-what-it-inherits]"
        in text
    )
    after = faulty.read_bytes()
    assert after.startswith(b"\xef\xbb\xbf")
    assert after.count(b"\r\n") == after.count(b"\n")
    assert (
        b'question asked "Asked?"\r\n  sufficient when the answer is yes and (made or not made)\r\n' in after
    )
    assert b"only where due   # and nobody else" in after
    assert [file.name for file in faulty.parent.iterdir()] == ["all.criteria"]
    assert "rules: nothing found by 30 rules" in said(capsys, "lint", "rules").out


def test_nothing_is_mended_where_that_would_lose_words(capsys, faulty):
    text = faulty.read_text("utf-8").replace(" and (due or made)", "\n    # a reason\n    and (due or made)")
    faulty.write_text(text.replace("  only where due\n", "  only where due  # twice\n"), encoding="utf-8")
    before = faulty.read_bytes()
    told = said(capsys, "lint", "rules", "--fix", code=exits.INPUT_HAS_ERRORS).out
    assert "There was nothing that could be mended safely." in told
    assert faulty.read_bytes() == before


def test_nothing_is_written_where_the_files_would_not_check_again(capsys, faulty, monkeypatch):
    before = faulty.read_bytes()
    monkeypatch.setattr("aboveline.lint.fixes.edited", lambda text, _: text.replace("question", "qestion"))
    document = a_document(capsys, "rules", "--fix")
    assert document["fixed"]["refused"].startswith("the criteria would then have an error: ")
    assert document["fixed"]["files"] == []
    assert faulty.read_bytes() == before
    told = said(capsys, "lint", "rules", "--fix", code=exits.INPUT_HAS_ERRORS).out
    assert "Nothing was written: the criteria would then have an error: " in told


def test_nothing_is_written_where_an_example_would_no_longer_hold(capsys, faulty, monkeypatch):
    example = 'example "it holds"\n  given due is no\n  expect asked is not applicable\n'
    faulty.write_text(faulty.read_text("utf-8") + example, encoding="utf-8")
    monkeypatch.setattr(
        "aboveline.lint.fixes.edited", lambda text, _: text.replace("only where due", "only where not due")
    )
    document = a_document(capsys, "rules", "--fix")
    assert document["fixed"]["refused"] == "the example “it holds” would then no longer hold"


@pytest.mark.usefixtures("faulty")
def test_json_says_what_was_mended(capsys):
    document = a_document(capsys, "rules", "--fix", code=exits.FINE)
    assert document["fixed"]["files"] == ["rules/all.criteria"]
    assert [one["code"] for one in document["fixed"]["made"]] == [
        "repeats-what-it-inherits",
        "redundant-part",
    ]
    assert (document["findings"], document["counts"]["note"]) == ([], 0)


def test_after_mending_only_what_is_left_is_told(capsys, faulty):
    unmeant = 'fact spare "Spare" yes or no\n'
    faulty.write_text(faulty.read_text("utf-8") + unmeant, encoding="utf-8")
    told = said(capsys, "lint", "rules", "--fix", code=exits.INPUT_HAS_ERRORS).out
    assert told.startswith("Mended, in the lines as they were before:\n")
    assert "fix: " not in told
    line = faulty.read_text("utf-8").splitlines().index(unmeant.strip()) + 1
    assert f"\n\nrules/all.criteria:{line}:6: warning: " in told
    assert "rules: 1 finding (1 warning) left by 30 rules" in told
    again = said(capsys, "lint", "rules", code=exits.INPUT_HAS_ERRORS).out
    assert told.split("\n\n")[1] == again.split("\n\n")[0]


def test_a_framework_that_is_built_in_is_not_mended(capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    err = said(capsys, "lint", "cci-2012", "--only", "unused-fact", "--fix", code=exits.WRONG_USAGE).err
    assert "expected a folder of criteria files to mend, found `cci-2012`, which is built in" in err


def test_the_criteria_of_a_sealed_run_are_not_mended(capsys, faulty):
    Path("cases.csv").write_text("case_id,due,made,asked,never\nA1,yes,no,yes,\n", encoding="utf-8")
    said(capsys, "score", "rules", "cases.csv", "--run", "sealed")
    [kept] = Path("sealed").rglob("all.criteria")
    err = said(capsys, "lint", str(kept.parent), "--fix", code=exits.WRONG_USAGE).err
    assert "belongs to a sealed run, whose files stay as they were sealed" in err
    assert kept.read_bytes() == faulty.read_bytes()


def test_a_link_to_a_criteria_file_stays_a_link(capsys, faulty):
    faulty.rename("kept.criteria")
    faulty.symlink_to("../kept.criteria")
    said(capsys, "lint", "rules", "--fix")
    assert faulty.is_symlink()
    assert "only where due\n" not in Path("kept.criteria").read_text("utf-8")


def test_of_two_fixes_that_touch_the_later_is_left_for_the_next_time(capsys, faulty):
    text = faulty.read_text("utf-8").replace(
        "only where due\n  sufficient", "only where due and (made or due is missing) and made\n  sufficient"
    )
    faulty.write_text(text, encoding="utf-8")
    document = a_document(capsys, "rules", "--fix")
    assert len(document["fixed"]["left"]) == 1
    assert len(document["fixed"]["made"]) == 2
    told = said(capsys, "lint", "rules", "--fix").out
    assert "Mended, " in told
    assert "  only where made\n" in faulty.read_text("utf-8")


# --- What is not settled ---------------------------------------------------------------------


def test_what_is_not_settled_is_said(capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(caps, "LIMIT", 3)
    Path("rules").mkdir()
    bands = 'bands steps by the rounded score\n  best "Best" from 50%\n  least "Least" otherwise\n'
    rating = 'rating overall "Overall"\n  lowest of (planned, done)\n  in bands steps\n  at most least when planned is in least\n'
    questions = 'question planned "Planned?" in bands steps\nquestion done "Done?" in bands steps\n'
    Path("rules/all.criteria").write_text(whole(bands + questions + rating), encoding="utf-8")
    document = a_document(capsys, "rules", code=exits.FINE)
    [one] = document["unsettled"]
    assert (one["code"], one["about"]) == ("cap-never-bites", "the caps of `overall`")
    assert "Not settled in the time there is" in said(capsys, "lint", "rules").out


def test_a_proof_that_takes_too_long_says_nothing():
    text = 'fact due "Due" yes or no\nquestion asked "Asked?"\n  only where due and not due\nquestion other "Other?"\n'
    framework = linted(text).framework
    came = look(framework, (), {"never-applies"}, Space(framework, limit_ms=0))
    assert came.remarks == ()
    [open_] = came.unsettled
    assert open_.about == "`asked`"


def test_what_check_settles_is_not_said_twice():
    text = (
        'fact age "Age" whole number from 10 to 18\nfact group "Group" one of young, old\n  worked out as\n'
    )
    text += '    young when age is at most 13\n    old when age is at least 15\nquestion asked "Asked?" only where group is young\n'
    came = linted(text)
    [by_check] = [one for one in came.remarks if one.code == "rows-leave-a-gap"]
    assert by_check.witness is None
    assert "none fits where `age` is 14" in by_check.diagnostic.message
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rows_of_check, "LIMIT", 0)
        [proved] = [one for one in linted(text).remarks if one.code == "rows-leave-a-gap"]
    assert "given age is 14" in str(proved.witness)


CAPS = (
    "at most fair when planned is in poor",
    "at most good when planned is in poor",
    "at least fair when planned is at least 65%",
    "at most poor when done is below 50% and planned is at least 50%",
    "at most fair when planned is between 60% and 64% and done has no applicable cases",
    "at least good when planned is at least 64% and done is below 65%",
    "at most fair when planned is in fair or worse and done is in fair or worse",
)


def test_caps_bite_as_trying_every_percentage_shows():
    text = 'bands steps by the rounded score\n  good "Good" from 65%\n  fair "Fair" from 50%\n  poor "Poor" otherwise\n'
    text += 'question planned "Planned?" in bands steps\nquestion done "Done?" in bands steps\n'
    for number, cap in enumerate(CAPS):
        for kind in ("lowest", "highest"):
            text += f'rating {kind}_{number} "R"\n  {kind} of (planned, done)\n  in bands steps\n  {cap}\n'
    came = linted(text, {"cap-never-bites"})
    framework = came.framework
    found = {r.key for r in framework.ratings.values() for one in came.remarks if _within(one.at, r.span)}
    planned, done = (ScoreRef("question", key, framework.questions[key].span) for key in ("planned", "done"))
    biting: set[str] = set()
    for percent in (*range(101), None):
        for other in (0, 49, 50, 51, 59, 60, 63, 64, 65, 66, 100, None):
            figures = {
                ("question", ref.key): _score(framework, ref, p)
                for ref, p in ((planned, percent), (done, other))
            }
            rated = rate(framework, figures, {})
            biting |= {key for (_, key), score in rated.items() if any(test.moved for test in score.caps)}
    assert found == set(framework.ratings) - biting
    assert found


def _within(at: Span, whole: Span) -> bool:
    return whole.start <= at.start < whole.end


def _score(framework: Framework, ref: ScoreRef, percent: int | None):
    given = given_score(framework, ref, None if percent is None else Fraction(percent), None)
    return evolve(given, state="no applicable cases") if percent is None else given


# --- Pages and the criteria of the house -----------------------------------------------------


def test_the_rules_are_listed_and_told_of(capsys):
    listed = said(capsys, "rule").out
    assert all(f"{code} " in listed for code in RULES)
    for code in RULES:
        assert said(capsys, "rule", code).out == page(code)
    assert said(capsys, "rule", "unknown-name").out == (
        "unknown-name is no finding of method; it says that nothing of this name is declared.\n"
    )


def test_the_document_lists_every_rule():
    text = (ROOT / "docs" / "lint.md").read_text("utf-8")
    listed = re.findall(r"^\| `(.*?)` \| (.*?) \| (.*) \|$", text, re.MULTILINE)
    assert listed == [(r.code, r.severity.value, r.title) for r in RULES.values()]


def test_a_page_is_set_for_a_terminal():
    from aboveline.report.rule_page import page_rendered

    shown = page_rendered(page("never-applies"), 80)
    assert "\x1b[" in shown
    assert "only where age is more than 18" in shown
    assert "```" not in shown


def test_the_criteria_of_the_house_are_clean_and_every_allowance_has_a_reason():
    loaded = workspace.load(ROOT / "criteria" / "cci-2012")
    assert loaded.framework is not None
    came = look(loaded.framework, loaded.diagnostics)
    assert came.remarks == ()
    assert came.unsettled == ()
    assert {one.remark.code for one in came.allowed} == {"feeds-no-theme"}
    readme = (ROOT / "criteria" / "cci-2012" / "README.md").read_text("utf-8")
    assert "aboveline lint criteria/cci-2012" in readme


def test_cases_are_made_up_alike_each_time_and_are_valid():
    framework = linted('fact due "Due" yes or no\nquestion asked "Asked?" only where due\n').framework
    first, second = (Grounds(framework).cases for _ in range(2))
    assert [scope.values for scope in first] == [scope.values for scope in second]
    assert len({tuple(sorted(scope.values.items())) for scope in first}) > 5
