"""The report on paper: a PDF that says what the page says, for everybody, and fetches nothing; and the command that writes it."""

import io
import re
import sys
import urllib.request
import zipfile

import attrs
import pypdf
import pytest
from docx.oxml import parse_xml

from aboveline.cli import exits, papers
from aboveline.cli.program import run
from aboveline.report.inspection import paper as on_paper_room
from aboveline.report.inspection import pdf as pdf_room
from aboveline.report.inspection.columns import shares
from aboveline.report.inspection.docx import docx
from aboveline.report.inspection.drawings import WIDTH, drawing, layout_of
from aboveline.report.inspection.paper import on_paper, paper, parsed, text_of
from aboveline.report.inspection.pdf import pdf
from aboveline.report.inspection.view import Bar, Chart
from aboveline.wording.language import ENGLISH
from papers_made import FOLDED, SCREEN, body_text, pages_of, small_on_paper, squeezed, texts
from small import write_small
from test_cli import ESSEX, said

pytestmark = pytest.mark.paper


@pytest.fixture
def place(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    write_small(tmp_path)
    return tmp_path


@pytest.fixture(scope="session")
def small():
    return small_on_paper()


@pytest.fixture(scope="session")
def essex(tmp_path_factory):
    """The three faces of the report on Essex, which names no case."""
    folder = tmp_path_factory.mktemp("essex")
    materials = ESSEX.replace("cases.csv", "materials")
    faces = {kind: str(folder / f"essex.{kind}") for kind in ("html", "pdf", "docx")}
    asked = ("report", "cci-2012", ESSEX, "--materials", materials, "--by", "sentence", "--without-cases")
    code = run([*asked, "--output", faces["html"], "--pdf", faces["pdf"], "--docx", faces["docx"]])
    assert code == exits.FINE
    return {kind: (folder / f"essex.{kind}").read_bytes() for kind in faces}


# --- One text --------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["pdf", "docx"])
def test_all_that_the_page_of_essex_says_stands_on_paper(essex, kind):
    said_there = squeezed("".join(pages_of(essex["pdf"]))) if kind == "pdf" else body_text(essex["docx"])
    root = parsed(essex["html"].decode("utf-8"))
    for nav in list(root.iter("nav")):
        nav.clear()
    root.find("body").remove(root.find("body/footer"))
    wanted = [one for one in texts(root) if one not in {"Tothereport", FOLDED, SCREEN}]
    assert len(wanted) > 1_500
    assert [one for one in wanted if one not in said_there] == []


@pytest.mark.parametrize("kind", ["pdf", "docx"])
def test_all_that_a_page_with_its_cases_says_stands_on_paper(small, kind):
    report, made, word = small
    said_there = squeezed("".join(pages_of(made))) if kind == "pdf" else body_text(word)
    root = paper(report)
    for nav in list(root.iter("nav")):
        nav.clear()
    root.find("body").remove(root.find("body/footer"))
    wanted = [one for one in texts(root) if kind == "docx" or one != FOLDED]
    assert any("A1" in one for one in wanted)
    assert [one for one in wanted if one not in said_there] == []


def test_cases_that_would_fill_hundreds_of_pages_are_left_out_and_it_is_said(small, monkeypatch):
    report, _, _ = small
    assert on_paper(report) is report
    monkeypatch.setattr(on_paper_room, "MOST_TOLD", 3)
    left = on_paper(report)
    assert left.drill is None
    words = text_of(paper(report))
    assert "would fill hundreds of pages and is left out of this file" in words
    assert f"each of the {report.view.cases} cases" in words
    monkeypatch.undo()
    folder = attrs.evolve(report, drill=attrs.evolve(report.drill, folder="pages", cases=()))
    assert on_paper(folder).drill is None


def test_a_paper_has_nothing_folded_and_no_link_that_leads_nowhere(small):
    root = paper(attrs.evolve(small[0], drill=None))
    assert not [one for one in root.iter() if one.tag in {"details", "summary", "svg", "script"}]
    there = {one.get("id") for one in root.iter()}
    links = [one.get("href") for one in root.iter("a")]
    assert links
    assert {link[1:] for link in links if link.startswith("#")} <= there


def test_a_page_that_is_not_closed_is_a_fault_of_ours():
    with pytest.raises(AssertionError, match="closes a <p> that is not open"):
        parsed("<html><body><b>one</p></body></html>")


# --- The PDF ---------------------------------------------------------------------------------


def test_a_pdf_is_tagged_and_says_what_it_is(small):
    report, made, _ = small
    found = pypdf.PdfReader(io.BytesIO(made))
    root = found.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert root["/Lang"] == "en-GB"
    assert found.metadata.title == f"{report.cover.title} (draft)"
    assert b'pdfuaid:part="1"' in root["/Metadata"].get_data()
    kinds = list(structure(root["/StructTreeRoot"]["/K"]))
    assert {"/H1", "/H2", "/Table", "/TH", "/TD", "/L", "/Figure", "/Link"} <= {kind for kind, _ in kinds}
    figures = [words for kind, words in kinds if kind == "/Figure"]
    assert figures
    assert all(
        words and words.endswith(("in the table below.", "No bar could be drawn.")) for words in figures
    )


def structure(one):
    one = one.get_object() if hasattr(one, "get_object") else one
    if isinstance(one, list):
        for below in one:
            yield from structure(below)
    elif isinstance(one, dict) and "/S" in one:
        yield one["/S"], one.get("/Alt")
        yield from structure(one.get("/K", []))


def test_every_page_of_a_pdf_has_its_stage_and_number(small):
    report, made, _ = small
    pages = [one.extract_text() for one in pypdf.PdfReader(io.BytesIO(made)).pages]
    assert len(pages) > 5
    for number, words in enumerate(pages, 1):
        assert "DRAFT" in words
        assert f"Page {number} of {len(pages)}" in words
    cover = attrs.evolve(report.cover, stage="final")
    final = pypdf.PdfReader(io.BytesIO(pdf(attrs.evolve(report, cover=cover, drill=None, rules=()))))
    assert not any("DRAFT" in one.extract_text() for one in final.pages)


def test_the_contents_and_bookmarks_of_a_pdf_lead_to_the_pages_they_name(small):
    report, made, _ = small
    found = pypdf.PdfReader(io.BytesIO(made))
    contents = found.pages[1].extract_text()
    marks = {
        one.title: found.get_destination_page_number(one)
        for one in found.outline
        if not isinstance(one, list)
    }
    for section in report.sections:
        title = f"{section.key} {section.block.figure.label}"
        listed = int(re.search(rf"^{re.escape(title)}[ .]+(\d+)$", contents, re.MULTILINE)[1])
        assert title in found.pages[listed - 1].extract_text()
        assert marks[title] == listed - 1
    names = set(found.named_destinations)
    links = [note.get_object() for one in found.pages for note in one.get("/Annots", [])]
    assert len(links) > 20
    assert all(link["/Dest"] in names for link in links)


def test_the_same_report_is_the_same_bytes(small):
    report, _, word = small
    short = attrs.evolve(report, drill=None, rules=())
    assert pdf(short) == pdf(short)
    assert docx(report) == word
    with zipfile.ZipFile(io.BytesIO(word)) as found:
        assert {one.date_time for one in found.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_a_pdf_fetches_nothing(small, monkeypatch):
    def opened(_self, request, *_more, **_how):
        asked.append(request.full_url if hasattr(request, "full_url") else request)
        return real(_self, request, *_more, **_how)

    asked = []
    real = urllib.request.OpenerDirector.open
    monkeypatch.setattr(urllib.request.OpenerDirector, "open", opened)
    style = (
        "<style>@import url(http://127.0.0.1:9/a.css); h1 { background: url(file:///etc/hostname) }</style>"
    )
    link = '<link rel="stylesheet" href="http://127.0.0.1:9/b.css">'
    tree = paper(attrs.evolve(small[0], drill=None, rules=()))
    tree.find("head").extend(parsed(f"<head>{style}{link}</head>"))
    monkeypatch.setattr(pdf_room, "paper", lambda _: tree)
    made = pdf(small[0])
    assert asked
    assert all(url.startswith("data:") for url in asked)
    assert len(pypdf.PdfReader(io.BytesIO(made)).pages) > 3


# --- The command -----------------------------------------------------------------------------


def report_small(capsys, *more, code=exits.FINE):
    told = said(capsys, "report", "rules", "cases.csv", *more, code=code)
    return " ".join(told.err.split())


def test_output_alone_may_be_a_pdf_or_a_word_file(place, capsys):
    report_small(capsys, "--output", "r.PDF", "--docx", "r.docx", "--without-cases")
    assert (place / "r.PDF").read_bytes().startswith(b"%PDF-1.7")
    words = body_text((place / "r.docx").read_bytes())
    assert "Whatwasjudgedofsinglecasesisleftoutofthisedition." in words
    assert "CaseA1" not in words
    for name in ("r.odt", "r.doc"):
        told = report_small(capsys, "--output", name, code=exits.WRONG_USAGE)
        assert f"expected a report whose name ends in .html, .pdf or .docx, found `{name}`" in told
    told = report_small(capsys, "--output", "r.pdf", "--case-pages", "pages", code=exits.WRONG_USAGE)
    assert "expected a page to write to with --case-pages" in told
    told = report_small(capsys, "--output", "r.html", "--pdf", "r.html", code=exits.WRONG_USAGE)
    assert "expected a PDF whose name ends in .pdf" in told


def test_a_final_pdf_or_word_file_is_never_written_over(place, capsys):
    final = ("--stage", "final", "--accept", "unsealed", "--without-cases")
    report_small(capsys, "--output", "r.pdf", "--docx", "r.docx", *final)
    kept = {}
    for name in ("r.pdf", "r.docx"):
        (place / f"copy-{name}").write_bytes((place / name).read_bytes())
        kept[name] = (place / name).read_bytes()
    for manifest in place.glob("*.manifest.json"):
        manifest.unlink()
    for name in ("r.pdf", "copy-r.pdf", "copy-r.docx"):
        option = "--pdf" if name.endswith("pdf") else "--docx"
        told = report_small(capsys, "--output", "other.html", option, name, code=exits.WRONG_USAGE)
        assert f"`{name}` is marked as final, and is never written over" in told
    assert all((place / name).read_bytes() == data for name, data in kept.items())
    assert not (place / "other.html").exists()


@pytest.mark.parametrize(
    ("kind", "missing"),
    [
        ("pdf", (ModuleNotFoundError("No module named 'weasyprint'"), "pip install 'aboveline[pdf]'")),
        ("pdf", (OSError("cannot load library 'libpango-1.0-0'"), "apt install libpango-1.0-0")),
        ("docx", (ModuleNotFoundError("No module named 'docx'"), "pip install 'aboveline[docx]'")),
    ],
)
def test_where_an_extra_is_missing_the_remedy_is_said_and_nothing_written(
    place, capsys, monkeypatch, kind, missing
):
    error, expected = missing

    def import_module(_):
        sys.stdout.write("WeasyPrint could not import some external libraries")
        raise error

    monkeypatch.setattr(papers, "import_module", import_module)
    told = report_small(capsys, "--output", "r.html", f"--{kind}", f"r.{kind}", code=exits.WRONG_USAGE)
    assert expected in told
    assert "Traceback" not in told
    assert "external libraries" not in told
    assert not list(place.glob("r.*"))
    report_small(capsys, "--output", "r.html")


# --- Columns and drawings --------------------------------------------------------------------


def test_columns_are_as_wide_as_what_stands_in_them():
    rows = [
        ["Question", "score", "of"],
        ["A long question about what was done, and when, and by whom?", "72%", "9"],
    ]
    found = shares(rows)
    assert abs(sum(found) - 100) < 0.1
    assert found[0] > 60 > found[1] > found[2]
    assert shares([]) == ()
    assert len(shares([["a"], ["b", "c"]])) == 2
    assert all(share > 0 for share in shares([["x" * 900, "y" * 900, ""]]))


def test_a_drawing_stands_by_itself_and_keeps_within_its_bounds():
    bars = (
        Bar(
            "A question whose label is far too long to stand on a single line beside its bar",
            100,
            "100%",
            "9 of 9",
            0,
            90,
            100,
        ),
        Bar("None & <nothing>", None, "not scored", ""),
        Bar("Third", 0, "0%", "0 of 3", 1, 0, 40),
    )
    chart = Chart("c", "T", "D", ("70% and over", "under 70%"), bars, mark=70)
    root = parse_xml(drawing(chart, ENGLISH))
    layout = layout_of(chart, ENGLISH)
    svg = "{http://www.w3.org/2000/svg}"
    for one in root.iter(f"{svg}rect"):
        if one.get("x") is not None:
            assert float(one.get("x")) + float(one.get("width")) <= WIDTH
            assert float(one.get("y")) + float(one.get("height")) <= layout.height
    words = [one.text for one in root.iter(f"{svg}text")]
    assert {"100%", "not scored", "None & <nothing>", "70% and over", "under 70%"} <= set(words)
    assert "http" not in drawing(chart, ENGLISH).replace("http://www.w3.org/2000/svg", "")
