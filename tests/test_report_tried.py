"""What people met who made a report for the first time: what they are told, and what it gives away of their machine."""

import re
from importlib.resources import files
from pathlib import Path

import pytest

from aboveline.cli import exits
from aboveline.report.inspection.file_names import name_in_report
from aboveline.report.inspection.said import survey_sentence
from aboveline.report.survey_view import ItemRow, Told
from small import write_small
from test_cli import said


@pytest.fixture
def place(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    write_small(tmp_path)
    return tmp_path


@pytest.mark.usefixtures("place")
def test_every_file_that_was_written_is_named_and_the_command_can_be_copied(capsys):
    files_ = ("--output", "my report.html", "--pdf", "r.pdf", "--docx", "r.docx", "--workbook", "r.xlsx")
    told = said(capsys, "report", "rules", "cases.csv", *files_).err
    assert "my report.html, r.pdf, r.docx and r.xlsx are written; my report.manifest.json beside" in told
    assert "aboveline verify 'my report.html'" in told
    alone = said(capsys, "report", "rules", "cases.csv", "--output", "r.html").err
    assert alone.startswith("r.html is written; r.manifest.json beside it lists every file")


@pytest.mark.parametrize(
    ("framework", "more", "expected"),
    [
        ("esex", (), "there is no sealed run, and no framework, `esex`; did you mean `essex`?"),
        ("nothing-like-it", (), "there is no sealed run, and no framework, `nothing-like-it`\n"),
        ("empty", (), "the folder `empty` holds no sealed run"),
        ("rules", (), "missing argument 'CASES…'"),
        ("cases.csv", (), "cases come after it, as in `aboveline score cci-2012 cases.csv`"),
        ("essex", ("--materials", "cases.csv"), "expected a folder, found the file `cases.csv`"),
        ("essex", ("--pdf", "away/r.pdf"), "`away/r.pdf` cannot be written: there is no folder `away`"),
        ("essex", ("--output", "r.xlsx"), "expected a report whose name ends in .html, .pdf or .docx"),
    ],
)
def test_what_is_wrong_is_said_of_what_was_typed(place, capsys, framework, more, expected):
    (place / "empty").mkdir()
    said(capsys, "score", "rules", "cases.csv", "--run", "essex")
    told = said(
        capsys, "report", framework, *(() if "--output" in more else ("--output", "r.html")), *more,
        code=exits.WRONG_USAGE,
    )  # fmt: skip
    assert expected in told.err
    assert ".part" not in told.err


def test_a_report_does_not_say_where_its_files_lay(place, capsys):
    texts = place / "jane" / "texts" / "in"
    texts.mkdir(parents=True)
    (texts / "a.md").write_text("---\nkind: recommendation\n---\nDo better.\n", "utf-8")
    given = (str(place / "rules"), str(place / "cases.csv"), "--materials", str(texts.parent))
    for more in ((), ("--public",)):
        said(capsys, "report", *given, "--output", "r.html", *more)
        for name in ("r.html", "r.manifest.json"):
            written = (place / name).read_text("utf-8")
            assert "texts/in/a.md" in written
            assert "rules/all.criteria" in written
            assert str(place) not in written
            assert "jane" not in written


def test_what_is_told_of_a_judgement_says_nothing_of_the_machine_either(place, capsys):
    """A rule of another file of criteria, a fact of the inspection and an override stand in files of their own."""
    rules = place / "jane" / "of_sections"
    rules.mkdir(parents=True)
    (rules / "a.criteria").write_text(
        'framework f "F" version "1"\nbands\n  all "All" otherwise\ntheme t "T"\n'
        'fact size "Size" one of small, large of the inspection\nsection 1 "One"\n  excluded where size is large\n',
        "utf-8",
    )
    (rules / "b.criteria").write_text(
        'section 1\ncriterion 1.1 "One one"\nquestion q "Was it done?"\n  feeds t\n', "utf-8"
    )
    (place / "jane" / "some.csv").write_text("case_id,q\nA1,yes\nA2,no\n", "utf-8")
    (place / "jane" / "others.csv").write_text(
        "case_id,question,outcome,reason,by,date\nA2,q,sufficient,Because,Jo,2012-05-03\n", "utf-8"
    )
    beside = place / "jane" / "inspection.csv"
    given = (str(rules), str(place / "jane" / "some.csv"), "--inspection", str(beside))
    overridden = ("--overrides", str(place / "jane" / "others.csv"))
    for size, more, told in (
        ("small", overridden, "“Size” is small (jane/inspection.csv, line 2, column size)"),
        ("large", (), "“Size” is large (of_sections/a.criteria, line 7, said of section 1)"),
    ):
        beside.write_text(f"size\n{size}\n", "utf-8")
        said(capsys, "report", *given, *more, "--output", "r.html")
        written = (place / "r.html").read_text("utf-8")
        assert told in written
        assert str(place) not in written


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("/home/jane/cases.csv", "jane/cases.csv"),
        ("/cases.csv", "cases.csv"),
        ("../cases.csv", "cases.csv"),
        ("../jane/texts/a.md", "texts/a.md"),
        ("texts/in/a.md", "texts/in/a.md"),
    ],
)
def test_a_file_is_called_by_its_folder_and_its_name(name, expected):
    assert name_in_report(name) == expected


def test_a_survey_sentence_that_counts_two_things_ends_as_others_do():
    item = ItemRow.__new__(ItemRow)
    told = Told(
        "{percent} gave 70; {top_percent} gave 100 ({top})", "63% gave 70; 16% gave 100 (14)", None, 57, 90
    )
    assert survey_sentence(item, told) == "63% gave 70; 16% gave 100 (14)."


def test_short_chapters_do_not_begin_a_page_in_print_or_pdf():
    folder = files("aboveline.report") / "templates" / "inspection"
    printed = (folder / "print.css").read_text("utf-8")
    assert not re.search(r"^\s*\.chapter \{[^}]*break-before: page", printed, re.MULTILINE)
    assert ".chapter:not(.text)" in printed
    # What is said above the first chapter, as of a public edition, has no page of its own.
    for sheet in (printed, (folder / "pdf.css").read_text("utf-8")):
        assert re.search(r"main > \.chapter:first-of-type \{ break-before: auto", sheet)


@pytest.mark.usefixtures("place")
def test_a_file_of_the_report_before_that_is_not_written_anew_is_named(capsys):
    given = ("report", "rules", "cases.csv", "--output", "r.html")
    said(capsys, *given, "--pdf", "r.pdf", "--docx", "r.docx")
    told = said(capsys, *given, "--stage", "draft", "--docx", "r.docx").err
    assert "r.pdf is still of the report before, and was not written anew" in told
    assert "r.docx is still" not in told
    assert "still of the report before" not in said(capsys, *given, "--docx", "r.docx").err


def test_a_final_report_has_what_the_draft_had(place, capsys):
    (place / "texts").mkdir()
    (place / "texts" / "a.md").write_text("---\nkind: context\n---\nAn area.\n", "utf-8")
    said(capsys, "score", "rules", "cases.csv", "--run", "essex")
    given = ("report", "essex", "--output", "r.html")
    said(capsys, *given, "--materials", "texts", "--stage", "draft")
    told = said(capsys, *given, "--stage", "final", code=exits.WRONG_USAGE).err
    assert "was made with texts, and this final one would be without; give --materials FOLDER again" in told
    assert 'content="draft"' in (place / "r.html").read_text("utf-8")
    accepted = ("--accept", "text-findings")
    said(capsys, *given, "--materials", "texts", "--stage", "final", *accepted)


@pytest.mark.usefixtures("place")
def test_what_is_not_there_cannot_be_verified(capsys):
    told = said(capsys, "verify", "nothing.html", code=exits.WRONG_USAGE).err
    assert "there is no report, and no sealed run, `nothing.html`" in told


def test_a_public_table_beside_others_names_no_case(place, capsys):
    (place / "past.csv").write_text("area,year,safe,roh\nX,2011,50%,60%\n", "utf-8")
    (place / "texts").mkdir()
    (place / "texts" / "a.md").write_text("---\nkind: cover\ntitle: An inspection\n---\n", "utf-8")
    given = ("report", "rules", "cases.csv", "--materials", "texts", "--population", "past.csv", "--public")
    case = (place / "cases.csv").read_text("utf-8").splitlines()[1].split(",")[0]
    told = said(capsys, *given, "--name", f"Area {case}", "--output", "r.html", code=exits.WRONG_USAGE).err
    assert "expected a title that names no case beside --public" in told
    said(capsys, *given, "--name", "Area", "--output", "r.html")


@pytest.mark.usefixtures("place")
def test_rows_of_a_list_that_are_put_nowhere_are_told_of(capsys):
    head = "of,where,text,text of many,translation\n"
    rows = "materials,texts/a.md,Words,,Geiriau\nmaterials,texts/b.md,Words,,\ncriteria,criterion 1.1,Plans,,Cynlluniau\n"
    Path("filled.csv").write_text(head + rows, "utf-8")
    told = said(capsys, "translate", "rules", "--language", "cy", "--from", "filled.csv").err
    assert "1 text given words in Welsh" in told
    assert "1 more row is filled in for texts that are not of the criteria" in told


def test_a_text_with_numbers_is_named_to_its_end_however_long_its_path(place, capsys):
    texts = place / ("a-long-name-of-a-folder-" * 4) / "texts"
    texts.mkdir(parents=True)
    (texts / "context.md").write_text("---\nkind: context\n---\nThere are 40 schools.\n", "utf-8")
    given = ("report", "rules", "cases.csv", "--public", "--materials", str(texts), "--output", "r.html")
    assert "`texts/context.md`" in said(capsys, *given).err
