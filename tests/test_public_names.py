"""Whom the public edition of a report names: nobody, in none of its files, whatever it is made from."""

import csv
import hashlib
import json
import re
from pathlib import Path

import pytest
from attrs import evolve
from python_calamine import CalamineWorkbook

from aboveline import workspace
from aboveline.cli.program import run as command
from aboveline.report.inspection.page import page
from aboveline.report.inspection.public import public_report
from aboveline.report.inspection.public_texts import names_in
from aboveline.report.inspection.view import Material
from batches import ROOT, essex
from published import Published, attack_on
from test_disclosure import narrowed, run_of
from test_public_report import ESSEX, essex_report, published_essex, report_on
from written import case, framework

REASON = "the manager swore that it was done"


@pytest.fixture
def place(tmp_path, monkeypatch):
    """Essex in a folder of its own, with a record that has an error, and judgements that a person overrode."""
    monkeypatch.chdir(tmp_path)
    lines = (ESSEX / "cases.csv").read_text("utf-8").splitlines()
    broken = lines[1].replace("E001", "LEFT-7").replace("yes", "perhaps", 1)
    Path("people.csv").write_text("\n".join([*lines, broken]) + "\n", "utf-8")
    judged = [row for row in csv.DictReader(lines) if row["rmp_timely"] in {"yes", "no"}][:6]
    turned = {"yes": "insufficient", "no": "sufficient"}
    overrides = "\n".join(
        f"{row['case_id']},rmp_timely,{turned[row['rmp_timely']]},{REASON},Ann Brook,2012-03-01"
        for row in judged
    )
    Path("decided.csv").write_text(f"case_id,question,outcome,reason,by,date\n{overrides}\n", "utf-8")
    return tmp_path


GIVEN = ("--leave-out-invalid", "--overrides", "decided.csv")


def reported(capsys, *asked, of=("cci-2012", "people.csv", *GIVEN), output="public.html"):
    """The page a command writes."""
    code = command(["report", *of, "--public", "--output", output, *asked])
    said = capsys.readouterr()
    assert code == 0, said.err
    return Path(output).read_text("utf-8")


def told_words(text):
    """A page as it is read, without what draws it."""
    return re.sub(r"<style>.*?</style>", "", text, flags=re.DOTALL)


@pytest.mark.usefixtures("place")
def test_no_file_of_a_public_edition_names_a_case_or_tells_of_one(capsys):
    text = told_words(
        reported(capsys, "--workbook", "public.xlsx", "--survey", f"victims={ESSEX / 'victims.csv'}")
    )
    manifest = json.loads(Path("public.manifest.json").read_text("utf-8"))
    book = CalamineWorkbook.from_path("public.xlsx")
    sheets = str([book.get_sheet_by_name(name).to_python() for name in book.sheet_names])
    digests = [hashlib.sha256(Path(name).read_bytes()).hexdigest() for name in ("people.csv", "decided.csv")]
    for said in (text, json.dumps(manifest), sheets):
        assert not re.search(r"\bE0\d\d\b|LEFT-7", said)
        for secret in (REASON, "Ann Brook", "people.csv", "decided.csv", "victims.csv", *digests):
            assert secret not in said
    assert "A person decided some judgements otherwise than the criteria." in text
    assert "Records with errors are not in these scores." in text
    assert "without overrides" not in text.lower()
    assert manifest["edition"]["public"] is True
    assert manifest["counts"]["left_out"] is manifest["counts"]["overrides"] is None
    assert {one["of"] for one in manifest["inputs"]} == {"criteria"}
    assert not {"Judgements", "Findings", "Overrides"} & set(book.sheet_names)


@pytest.mark.usefixtures("place")
def test_overridden_judgements_and_left_out_records_are_withstood(capsys):
    made = workspace.load("cci-2012").framework
    published = Published(reported(capsys), made)
    attack, withheld = attack_on(published, bold=False)
    assert published.cases == 85
    assert len(withheld) > 100
    assert not narrowed(attack, withheld[::3], whole=False)


@pytest.mark.usefixtures("place")
def test_it_is_the_same_from_a_sealed_run_which_it_names_by_its_seal(capsys):
    assert command(["score", "cci-2012", "people.csv", *GIVEN, "--run", "sealed"]) == 0
    capsys.readouterr()
    text = reported(capsys, "--name", "Essex", "--by", "sentence", of=("sealed",))
    bare = reported(capsys, "--name", "Essex", "--by", "sentence", output="bare.html")
    seal = hashlib.sha256(Path("sealed/manifest.json").read_bytes()).hexdigest()
    assert seal in text
    assert text.split('id="rules"')[0] == bare.split('id="rules"')[0]
    assert "people.csv" not in text


@pytest.mark.slow
@pytest.mark.usefixtures("place")
def test_it_is_the_same_where_cases_go_by(capsys):
    pages = [
        told_words(reported(capsys, "--by", "sentence", "--evaluator", name)).split('id="rules"')[0]
        for name in ("reference", "columnar")
    ]
    assert pages[0] == pages[1]
    assert 'id="characteristics"' in pages[0]


def test_who_assessed_what_is_not_told(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    twice = ROOT / "examples" / "assessed-twice"
    of = (str(twice / "criteria"), str(twice / "cases.csv"), "--assessor", "assessor")
    text = told_words(reported(capsys, of=of))
    rows = list(csv.DictReader((twice / "cases.csv").open(encoding="utf-8")))
    for name in {row["assessor"] for row in rows} | {row["case_id"] for row in rows}:
        assert not re.search(rf"\b{re.escape(name)}\b", text)
    assert "one assessment of each is counted" in text
    made = workspace.load(str(twice / "criteria")).framework
    attack, withheld = attack_on(Published(text, made), bold=False)
    assert withheld
    assert not narrowed(attack, withheld, whole=True)


@pytest.mark.usefixtures("place")
def test_a_finding_placed_by_decision_stands_nowhere_where_it_is_withheld(capsys):
    placed = next(
        key
        for key, one in published_essex().questions.items()
        if one["state"] == "withheld" and essex().framework.questions[key].finding
    )
    Path("texts").mkdir()
    Path("texts/placed.md").write_text(
        f"---\nkind: placement\nquestion: {placed}\nlist: strength\n---\nIt was nearly always so.\n", "utf-8"
    )
    text = reported(capsys, "--materials", "texts")
    assert "nearly always" not in text
    assert placed not in Published(text, essex().framework).listed


@pytest.mark.usefixtures("place")
@pytest.mark.parametrize(
    ("asked", "complaint"),
    [
        (("--case-pages", "pages"), "found both: a public edition says nothing of single cases"),
        (("--name", "Essex and case e017"), "expected a title that names no case"),
        (("--materials", "texts"), "found 2 case ids in it"),
    ],
)
def test_what_would_name_a_case_is_refused(capsys, asked, complaint):
    Path("texts").mkdir()
    Path("texts/context.md").write_text("---\nkind: context\n---\nAs in E017, and (E018).\n", "utf-8")
    assert command(
        ["report", "cci-2012", "people.csv", *GIVEN, "--public", "--output", "p.html", *asked]
    ) in {1, 2}
    said = capsys.readouterr().err
    assert complaint in said
    assert not Path("p.html").exists()


@pytest.mark.parametrize("asked", [("report", "--output", "p.html"), ("score",)])
def test_groups_are_not_called_by_words_of_the_data(tmp_path, monkeypatch, capsys, asked):
    monkeypatch.chdir(tmp_path)
    twice = ROOT / "examples" / "assessed-twice"
    given_ = (str(twice / "criteria"), str(twice / "cases.csv"), "--assessor", "assessor")
    assert command([asked[0], *given_, "--public", "--by", "assessor", *asked[1:]]) == 2
    assert "its groups would be called by words of the data" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("text", "ids", "found"),
    [
        ("As in e017.", ["E017"], ["E017"]),
        ("As in E0171 or XE017.", ["E017"], []),
        ("2012 saw 85 cases.", ["2012", "85"], []),
        ("Case 20120385.", ["20120385"], ["20120385"]),
        ("Ana Lee-Brown said so.", ["Lee-Brown"], ["Lee-Brown"]),
    ],
)
def test_a_case_is_named_by_its_id_as_a_word(text, ids, found):
    assert list(names_in(text, ids)) == found


def test_of_fewer_than_ten_cases_it_is_not_told_what_they_are_like():
    made = framework('theme t "T"; fact f "F" yes or no', 'question q "Q"')
    report = report_on(run_of(made, [case(f"A{at}", f="yes", q="yes") for at in range(9)]), ("f",))
    shown = public_report(made, report)
    assert shown.described == shown.characteristics == shown.breakdowns == ()
    assert "There are fewer than 10 cases, so it is not told what they are like." in shown.public_words
    more = report_on(run_of(made, [case(f"A{at}", f="yes", q="yes") for at in range(10)]), ("f",))
    assert public_report(made, more).described


def said_in(report):
    """The questions of which something is said."""
    criteria = [criterion for section in report.sections for criterion in section.criteria]
    return {said.question for one in criteria for said in (*one.strengths, *one.improvements)}


def test_a_remark_goes_with_its_finding():
    whole = essex_report()
    remarks = tuple(
        Material("remark", f"{key}.md", {"question": key}, f"Remark on {key}.")
        for key in sorted(said_in(whole))
    )
    shown = public_report(essex().framework, evolve(whole, materials=remarks))
    assert said_in(shown) < said_in(whole)
    assert set(re.findall(r"Remark on ([\w.]+)\.<", page(shown))) == said_in(shown)


def test_texts_with_numbers_are_to_be_read_once_more(place, capsys):
    (place / "texts").mkdir()
    for name, text in {
        "context": "In 2011, see [criterion 1.2](#criterion-1.2) and 1.3.",
        "glossary": "Some 14 of them.",
        "next": "About 63%, it was.",
        "about": "None.",
    }.items():
        (place / "texts" / f"{name}.md").write_text(f"---\nkind: {name}\n---\n{text}\n", "utf-8")
    assert (
        command(
            [
                "report",
                "cci-2012",
                "people.csv",
                *GIVEN,
                "--public",
                "--output",
                "p.html",
                "--materials",
                "texts",
            ]
        )
        == 0
    )
    said = capsys.readouterr().err
    assert "(`texts/glossary.md` and `texts/next.md`)" in said
