"""The manifest of a report, its stages, what is never written over, and `aboveline verify` of a report."""

import hashlib
import shutil

import pytest

from aboveline.cli import exits
from aboveline.cli.program import run as run_command
from aboveline.issued.stages import marked
from small import CASES, CRITERIA, write_small
from test_cli import said, valid

FINAL = ("--stage", "final")
UNSEALED = (*FINAL, "--accept", "unsealed")


@pytest.fixture
def place(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    write_small(tmp_path)
    return tmp_path


@pytest.fixture
def reported(place, capsys):  # noqa: ARG001 (the folder it is in)
    """Writes a report of the small cases, and gives what was said."""

    def write(*more, name="r.html", code=exits.FINE, batch=("rules", "cases.csv")):
        return " ".join(said(capsys, "report", *batch, "--output", name, *more, code=code).err.split())

    return write


@pytest.fixture
def sealed(place, capsys):
    """A sealed run of the small cases, and what was said."""
    said(capsys, "score", "rules", "cases.csv", "--run", "spring")
    return place / "spring"


def manifest_of(place, name="r"):
    return valid((place / f"{name}.manifest.json").read_text("utf-8"))


def contents(folder):
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def material(body, **header):
    return "---\n" + "".join(f"{key}: {value}\n" for key, value in header.items()) + f"---\n{body}\n"


# --- What stands in it -----------------------------------------------------------------------


def test_a_manifest_names_everything_the_report_is_made_from_and_of(place, reported, sealed):
    (place / "texts").mkdir()
    (place / "texts" / "a.md").write_text(material("Make plans.", kind="recommendation", criteria='"1.1"'))
    (place / "past.csv").write_text("area,year,roh,safe\nA,2010,50%,60%\nB,2011,70%,40%\n")
    reported(
        "--materials", "texts", "--population", "past.csv", "--workbook", "r.xlsx", "--case-pages", "pages",
        batch=("spring",),
    )  # fmt: skip
    found = manifest_of(place)
    assert (found["stage"], found["edition"]) == ("provisional", {"public": False, "language": "en"})
    assert found["run"]["seal"] == (sealed / "manifest.sha256").read_text()[:64]
    assert {one["of"] for one in found["inputs"]} == {"cases", "criteria", "material", "population"}
    assert [(one["of"], one["path"]) for one in found["files"]][:3] == [
        ("page", "r.html"),
        ("workbook", "r.xlsx"),
        ("case", "pages/1.html"),
    ]
    written = {"r.html", "r.xlsx", *(f"pages/{path.name}" for path in (place / "pages").iterdir())}
    assert {one["path"] for one in found["files"]} == written
    assert {"aboveline", "python", "jinja2", "xlsxwriter"} <= found["versions"].keys()


SURVEYS = """
survey young "Children and young people"
item helped "Did the plan help?"
item heard "Were you listened to?"

survey victims "Victims"
item safe "Did you feel safe?"
"""


def test_a_manifest_says_to_which_survey_responses_are(place, reported, capsys):
    (place / "rules" / "surveys.criteria").write_text(SURVEYS)
    (place / "young.csv").write_text("response_id,helped,heard\nY1,yes,no\n")
    (place / "more.csv").write_text("response_id,helped,heard\nY2,yes,no\n")
    (place / "victims.csv").write_text("response_id,safe\nV1,yes\n")
    young = ("--survey", "young=young.csv", "--survey", "young=more.csv")
    victims = ("--survey", "victims=victims.csv")
    said(capsys, "score", "rules", "cases.csv", "--run", "spring", *young)
    reported(*victims, batch=("spring",))
    sealed = manifest_of(place)
    reported(*young, *victims, name="files.html")
    every = {("young.csv", "young"), ("more.csv", "young"), ("victims.csv", "victims")}
    for found in (sealed, manifest_of(place, "files")):
        listed = [one for one in found["inputs"] if "survey" in one]
        assert {(one["name"].rpartition("/")[2], one["survey"]) for one in listed} == every
        assert {one["of"] for one in listed} == {"survey"}
    told = said(capsys, "verify", "files.html").out
    assert "Its responses to the survey young are those of more.csv." in told
    assert "Its responses to the survey victims are those of victims.csv." in told


def test_a_manifest_that_does_not_say_which_survey_is_verified_as_ever(place, reported, capsys):
    import json

    (place / "rules" / "surveys.criteria").write_text(SURVEYS)
    (place / "victims.csv").write_text("response_id,safe\nV1,yes\n")
    reported("--survey", "victims=victims.csv")
    found = manifest_of(place)
    for one in found["inputs"]:
        one.pop("survey", None)
    (place / "r.manifest.json").write_text(json.dumps(found), "utf-8")
    manifest_of(place)
    assert "Its responses to a survey are those of victims.csv." in said(capsys, "verify", "r.html").out
    found["inputs"][0] = {**found["inputs"][0], "of": "cases", "survey": "victims"}
    (place / "r.manifest.json").write_text(json.dumps(found), "utf-8")
    assert "not-a-report" in said(capsys, "verify", "r.html", code=exits.INPUT_HAS_ERRORS).out


def test_only_the_time_differs_when_a_report_is_made_again(place, reported):
    for name in ("one", "two"):
        (place / name).mkdir()
        reported("--workbook", f"{name}/r.xlsx", "--case-pages", f"{name}/pages", name=f"{name}/r.html")
    one, two = (
        {path.relative_to(place / name): data for path, data in contents(place / name).items()}
        for name in ("one", "two")
    )
    assert {path for path in one if one[path] != two[path]} <= {next(p for p in one if p.suffix == ".json")}
    first, second = (manifest_of(place / name) for name in ("one", "two"))
    assert {key for key in first if first[key] != second[key]} <= {"created"}


def test_a_manifest_has_no_word_of_a_case(place, reported):
    reported("--case-pages", "pages")
    text = (place / "r.manifest.json").read_text("utf-8")
    ids = [line.split(",")[0] for line in CASES.splitlines()[1:]]
    assert ids
    assert not [one for one in ids if f'"{one}' in text or f"{one}." in text]


@pytest.mark.parametrize(
    ("page", "manifest"),
    [
        ("essex.html", "essex.manifest.json"),
        ("essex.2012.HTM", "essex.2012.manifest.json"),
        ("essex", "essex.manifest.json"),
        ("essex.v2", "essex.v2.manifest.json"),
    ],
)
def test_a_manifest_is_called_after_its_page(place, reported, page, manifest):
    told = reported(name=page)
    assert (place / manifest).is_file()
    assert manifest in told


def test_a_report_says_what_it_took_the_place_of(place, reported):
    reported()
    assert manifest_of(place)["replaces"] is None
    first = (place / "r.manifest.json").read_bytes()
    reported("--stage", "draft")

    replaced = manifest_of(place)["replaces"]
    assert (replaced["stage"], replaced["seal"]) == ("provisional", hashlib.sha256(first).hexdigest())


# --- What a final report asks ----------------------------------------------------------------


def test_a_final_report_of_a_sealed_run_with_nothing_open_is_made(place, reported, sealed):
    told = reported(*FINAL, batch=(sealed.name,))
    assert "It is final, and is never written over. Note its seal somewhere else:" in told
    assert manifest_of(place)["accepted"] == []


def test_what_speaks_against_a_final_report_is_listed_and_can_be_accepted(place, reported):
    (place / "cases.csv").write_text(
        CASES + "A9,yro,2011-07-04,yes,yes,2011-07-25,999,15,yes,yes,n/a,,yes\n", "utf-8"
    )
    (place / "texts").mkdir()
    (place / "texts" / "a.md").write_text(material("Do better.", kind="recommendation"))
    given = ("--leave-out-invalid", "--materials", "texts")
    before = contents(place)
    told = reported(*FINAL, *given, code=exits.INPUT_HAS_ERRORS)
    for word in ("unsealed", "left-out", "text-findings"):
        assert f"--accept {word}" in told
    assert {"[open-unsealed]", "[open-left-out]", "[open-text-findings]"} <= set(told.split())
    assert "3 things speak against a final report; nothing was written" in told
    assert contents(place) == before
    told = reported(
        *FINAL, *given, "--accept", "unsealed", "--accept", "left-out", code=exits.INPUT_HAS_ERRORS
    )
    assert "1 finding on the texts is open" in told
    assert "One thing speaks against" in told
    assert "--accept left-out" not in told
    accepted = [word for one in ("unsealed", "left-out", "text-findings") for word in ("--accept", one)]
    reported(*FINAL, *given, *accepted)
    found = manifest_of(place)
    assert [one["what"] for one in found["accepted"]] == ["unsealed", "left-out", "text-findings"]
    assert found["counts"]["left_out"] == 1


def test_other_stages_ask_nothing(reported):
    reported("--stage", "draft")
    told = reported("--stage", "draft", "--accept", "unsealed", code=exits.WRONG_USAGE)
    assert "expected --stage final beside --accept" in told


# --- What is never written over --------------------------------------------------------------


@pytest.fixture
def final(place, reported):
    """A final report with a workbook and pages of its cases."""
    reported(*UNSEALED, "--workbook", "r.xlsx", "--case-pages", "pages")
    return place


COMMANDS = {
    "report": ("report", "rules", "cases.csv", "--output"),
    "report with a workbook": ("report", "rules", "cases.csv", "--output", "n.html", "--workbook"),
    "score": ("score", "rules", "cases.csv", "--output"),
    "table": ("score", "rules", "cases.csv", "--scores"),
    "schema": ("schema", "rules", "--output"),
    "problems": ("score", "rules", "cases.csv", "--problems"),
}


@pytest.mark.parametrize(
    ("command", "target"),
    [
        ("report", "r.html"),
        ("report", "pages/2.html"),
        ("report", "pages/new.html"),
        ("report with a workbook", "r.xlsx"),
        ("report with a workbook", "pages/new.xlsx"),
        ("score", "r.html"),
        ("score", "r.manifest.json"),
        ("table", "r.manifest.json"),
        ("table", "pages/new.csv"),
        ("problems", "pages/new.csv"),
        ("schema", "./pages/../r.html"),
        ("schema", "r.xlsx"),
    ],
)
def test_nothing_of_a_final_report_is_written_over_or_into(final, capsys, command, target):
    before = contents(final)
    told = said(capsys, *COMMANDS[command], target, code=exits.WRONG_USAGE)
    assert "final" in told.err
    assert contents(final) == before


@pytest.mark.usefixtures("final")
def test_no_folder_is_made_among_the_pages_of_a_final_report(capsys):
    for more in (("report", "--output", "n.html", "--case-pages"), ("score", "--run")):
        command, *options = more
        told = said(capsys, command, "rules", "cases.csv", *options, "pages/new", code=exits.WRONG_USAGE)
        assert "where nothing is added" in " ".join(told.err.split())


def test_a_final_page_is_known_by_itself(final, reported):
    (final / "r.manifest.json").unlink()
    (final / "r.html").rename(final / "other.html")
    assert "is a final report, which is never written over" in reported(
        name="other.html", code=exits.WRONG_USAGE
    )
    (final / "other.html").rename(final / "r.html")
    assert "is a final report" in reported(code=exits.WRONG_USAGE)


def test_a_final_workbook_is_known_by_itself(final, reported):
    (final / "r.manifest.json").unlink()
    (final / "r.xlsx").rename(final / "b.xlsx")
    told = reported("--workbook", "b.xlsx", name="n.html", code=exits.WRONG_USAGE)
    assert "`b.xlsx` is marked as final" in told


def test_the_manifest_of_a_final_report_that_is_gone_stays(final, reported):
    (final / "r.html").unlink()
    told = reported(code=exits.WRONG_USAGE)
    assert "`r.html` belongs to the final report that `r.manifest.json` lists" in told


def test_a_page_that_a_browser_saved_again_is_still_final(final):
    page = (final / "r.html").read_text("utf-8")
    saved = page.replace(
        '<meta name="aboveline-stage" content="final">', "<META content=final name='aboveline-stage'>"
    )
    assert saved != page
    (final / "s.html").write_text("<!-- saved from url=(0022)about:internet -->\n" + saved, "utf-8")
    found = marked(final / "s.html")
    assert (found.stage, found.of) == ("final", "page")


def test_what_only_speaks_of_final_reports_is_not_one(place, reported):
    criteria = CRITERIA.replace("Small <inspection>", "<meta name='aboveline-stage' content='final'>")
    (place / "rules" / "all.criteria").write_text(criteria, "utf-8")
    reported()
    reported()
    for name, data in {
        "a.manifest.json": b"[1]",
        "b.manifest.json": b'{"kind": "report", "stage": "final", "files": [3]}',
        "c.manifest.json": b'{"stage": "final"}',
        "d.manifest.json": b"\xff",
        "e.xlsx": b"PK\x03\x04 no archive",
        "f.html": b"%PDF-1.7 nothing",
        "1.html": (place / "r.html").read_bytes(),
    }.items():
        (place / name).write_bytes(data)
    reported("--workbook", "e.xlsx", name="f.html")


def test_nothing_is_written_into_a_sealed_run(sealed, reported):
    before = contents(sealed)
    told = reported(name=f"{sealed.name}/r.html", batch=(sealed.name,), code=exits.WRONG_USAGE)
    assert "stands in the sealed run `spring`, whose files stay as they were sealed" in told
    assert contents(sealed) == before


def test_a_report_that_is_not_final_is_written_over(place, reported):
    reported("--workbook", "r.xlsx")
    for stage in ("draft", "provisional"):
        reported("--stage", stage, "--workbook", "r.xlsx")
        assert manifest_of(place)["stage"] == stage
        assert marked(place / "r.xlsx").stage == stage


# --- Verifying -------------------------------------------------------------------------------


@pytest.fixture
def checked(capsys):
    """What `verify` says of a report, as data."""

    def verify(*given, code=exits.FINE):
        return valid(said(capsys, "verify", *given, "--format", "json", code=code).out)

    return verify


def test_a_report_verifies_by_any_of_its_files(final, checked, capsys):
    seals = {checked(name)["seal"] for name in ("r.html", "r.xlsx", "r.manifest.json", str(final / "r.html"))}
    assert len(seals) == 1
    (seal,) = seals
    assert checked("r.html", "--seal", seal)["holds"]
    told = said(capsys, "verify", "r.html").out
    assert "is as it was written: every one of its" in told
    assert "Stage: final." in told
    assert "made final although the figures are of files that were not sealed" in told
    assert seal in told


def test_a_change_of_any_file_of_a_report_is_caught_and_named(final, checked):
    names = [one["path"] for one in manifest_of(final)["files"]]
    for name in names:
        held = (final / name).read_bytes()
        for changed, code in (
            (held[:-9] + b"x" + held[-8:], "changed-file"),
            (held + b" ", "changed-file"),
            (None, "file-gone"),
        ):
            (final / name).unlink()
            if changed is not None:
                (final / name).write_bytes(changed)
            (one,) = checked("r.manifest.json", code=exits.INPUT_HAS_ERRORS)["diagnostics"]
            assert (one["code"], name in one["message"]) == (code, True)
            (final / name).write_bytes(held)
    assert checked("r.manifest.json")["files"] == len(names)


def test_what_was_added_to_the_pages_of_cases_is_named(final, checked):
    (final / "pages" / "99.html").write_text("x")
    (one,) = checked("r.html", code=exits.INPUT_HAS_ERRORS)["diagnostics"]
    assert (one["code"], "99.html" in one["message"]) == ("file-added", True)


def test_a_changed_manifest_has_another_seal_or_is_none(final, checked):
    seal = checked("r.html")["seal"]
    manifest = final / "r.manifest.json"
    held = manifest.read_text("utf-8")
    manifest.write_text(held.replace('"stage": "final"', '"stage": "draft"'), "utf-8")
    found = checked("r.html", "--seal", seal, code=exits.INPUT_HAS_ERRORS)
    assert [one["code"] for one in found["diagnostics"]] == ["another-seal"]
    for broken in (held.replace('"kind": "report"', '"kind": "run"'), "{", held.replace('"of"', '"off"')):
        manifest.write_text(broken, "utf-8")
        found = checked("r.manifest.json", code=exits.INPUT_HAS_ERRORS)
        assert [one["code"] for one in found["diagnostics"]] == ["not-a-report"]
        assert found["stage"] is None


def test_a_renamed_page_is_found_by_its_digest(final, checked, capsys):
    (final / "r.html").rename(final / "sent.html")
    assert checked("sent.html")["renamed"] == {"from": "r.html", "to": "sent.html"}
    assert "`sent.html` is what was written as `r.html`" in said(capsys, "verify", "sent.html").out
    shutil.copytree(final, final.parent / "moved")
    assert (
        checked(str(final.parent / "moved" / "r.manifest.json"), code=exits.INPUT_HAS_ERRORS)["renamed"]
        is None
    )


def test_what_cannot_be_verified_is_said(final, capsys):
    (final / "stranger.html").write_text("x")
    told = said(capsys, "verify", "stranger.html", code=exits.WRONG_USAGE)
    assert "found `stranger.html`, which no manifest beside it lists" in " ".join(told.err.split())
    told = said(capsys, "verify", "r.html", "--cases", "cases.csv", code=exits.WRONG_USAGE)
    assert "expected only --seal beside a report" in told.err
    assert run_command(["verify", "nothing"]) == exits.WRONG_USAGE


# --- On paper --------------------------------------------------------------------------------


@pytest.mark.paper
def test_a_final_report_on_paper_is_known_by_itself(place, reported, checked):
    reported(*UNSEALED, "--pdf", "r.pdf", "--docx", "r.docx")
    found = manifest_of(place)
    assert [one["of"] for one in found["files"]] == ["page", "pdf", "docx"]
    assert {"weasyprint", "python-docx"} <= found["versions"].keys()
    assert checked("r.pdf")["holds"]
    (place / "r.manifest.json").unlink()
    for name in ("r.pdf", "r.docx"):
        (place / name).rename(place / f"s{name}")
        assert marked(place / f"s{name}").stage == "final"
        told = reported(f"--{name[2:]}", f"s{name}", name="n.html", code=exits.WRONG_USAGE)
        assert f"`s{name}` is marked as final, and is never written over" in told
    reported("--stage", "draft", "--pdf", "d.pdf", "--docx", "d.docx", name="d.html")
    assert {marked(place / name).stage for name in ("d.html", "d.pdf", "d.docx")} == {"draft"}
