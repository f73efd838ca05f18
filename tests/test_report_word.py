"""The report as a Word file: real headings, lists, tables and links, and text that does nothing there, nor in a PDF."""

import io
import re
import zipfile

import attrs
import pypdf
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import qn

from aboveline.report.inspection.docx import docx
from aboveline.report.inspection.pdf import pdf
from aboveline.report.inspection.view import Material
from hostile import ALL, MARKDOWN, MARKUP, STEERING, STEERS, hostile
from papers_made import body_text, small_on_paper, squeezed, word
from test_inspection_report import report_made

pytestmark = pytest.mark.paper


@pytest.fixture(scope="session")
def small():
    return small_on_paper()


# --- The Word file ---------------------------------------------------------------------------


def test_a_word_file_has_the_styles_of_word(small):
    report, _, data = small
    found = word(data)
    of_style = {}
    for one in found.paragraphs:
        of_style.setdefault(one.style.name, []).append(one.text)
    assert of_style["Title"] == [report.cover.title]
    sections = [f"{one.key} {one.block.figure.label}" for one in report.sections]
    assert [one for one in of_style["Heading 1"] if one in sections] == sections
    criteria = [
        f"{one.key} {one.block.figure.label}" for section in report.sections for one in section.criteria
    ]
    assert [one for one in of_style["Heading 2"] if one in criteria][: len(criteria)] == criteria
    assert "Strengths" in of_style["Heading 3"] or "Areas for improvement" in of_style["Heading 3"]
    for name in ("List Number", "List Bullet", "Caption", "Rule", "TOC Heading"):
        assert of_style[name], name
    lang = found.styles.element.find(f".//{qn('w:docDefaults')}//{qn('w:lang')}")
    assert lang.get(qn("w:val")) == "en-GB"


def test_text_in_another_language_is_marked_so(small):
    materials = (Material("context", "c.md", {}, "Mae hyn *yn* Gymraeg.", language="cy"),)
    found = word(docx(attrs.evolve(small[0], materials=materials, drill=None, rules=()))).element
    marked = [
        "".join(text.text for text in one.iter(qn("w:t")))
        for one in found.iter(qn("w:r"))
        if one.rPr is not None and [lang.get(qn("w:val")) for lang in one.rPr.iter(qn("w:lang"))] == ["cy"]
    ]
    assert "".join(marked) == "Mae hyn yn Gymraeg."


def test_each_numbered_list_begins_anew(small):
    numbers, text = {}, "1. One\n2. Two\n\n   - within\n\n     1. deep\n"
    materials = tuple(Material(kind, "a.md", {}, text) for kind in ("next", "context"))
    made = word(docx(attrs.evolve(small[0], materials=materials, drill=None)))
    for one in made.paragraphs:
        if one.style.name == "List Number":
            number = one._p.pPr.numPr.numId.val
            numbers.setdefault(number, []).append(one.text)
    assert list(numbers.values()).count(["One", "Two"]) == 2
    assert [one.text for one in made.paragraphs if one.style.name == "List Bullet 2"] == ["within"] * 2
    assert [one.text for one in made.paragraphs if one.style.name == "List Number 3"] == ["deep"] * 2
    found = made.part.numbering_part.element
    starts = {one.numId: one.findall(qn("w:lvlOverride")) for one in found.num_lst}
    assert all(starts[number] for number in numbers)


def test_tables_repeat_their_heads_and_fill_the_width(small):
    tables = word(small[2]).tables
    assert len(tables) > 5
    for one in tables:
        head = one.rows[0]._tr
        assert head.trPr.find(qn("w:tblHeader")) is not None
        assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in one.rows)
        widths = [int(col.get(qn("w:w"))) for col in one._tbl.tblGrid]
        assert abs(sum(widths) - 9638) < 10
        assert min(widths) > 300
        assert {len(row.cells) for row in one.rows} == {len(widths)}


def test_no_page_ends_within_a_short_table_nor_before_the_last_row_of_a_long_one(small):
    lengths = set()
    long = "\n".join(("| a | b |", "|---|---|", *("| 1 | 2 |",) * 10))
    report = attrs.evolve(small[0], materials=(Material("context", "a.md", {}, long),), drill=None, rules=())
    for one in word(docx(report)).tables:
        kept = [
            all(text.paragraph_format.keep_with_next for cell in row.cells for text in cell.paragraphs)
            for row in one.rows
        ]
        rows = len(kept)
        expected = [rows <= 8 or at in {0, 1, rows - 2} for at in range(rows - 1)]
        assert kept == [*expected, False]
        lengths.add(rows <= 8)
    assert lengths == {True, False}


def test_a_note_on_an_item_of_a_list_stands_beneath_its_words(small):
    materials = (
        Material("recommendation", "a.md", {"responsible": "Head"}, "Make plans.", ("1.1",)),
        Material("quotation", "b.md", {"by": "a victim"}, "They were kind.", ("1.1",)),
    )
    found = word(docx(attrs.evolve(small[0], materials=materials, drill=None, rules=())))
    styles = {" ".join(one.text.split()): one.style for one in found.paragraphs}
    note = styles["Responsible: Head. Criterion 1.1."]
    assert note.name == "Note in List"
    assert note.paragraph_format.left_indent.pt == 24
    assert styles["a victim Criterion 1.1."].name == "Note"


def test_a_chapter_that_only_says_why_no_case_is_told_begins_no_page(small):
    def begins(report):
        (head,) = (
            one
            for one in word(docx(report)).paragraphs
            if one.text == "Case by case" and "Heading" in one.style.name
        )
        return bool(head.paragraph_format.page_break_before)

    assert begins(small[0])
    assert not begins(attrs.evolve(small[0], drill=None, cases_words="They are left out."))


def test_pictures_are_described_and_links_within_lead_somewhere(small):
    body = word(small[2]).element
    pictures = list(
        body.iter("{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr")
    )
    assert len(pictures) == len(small[0].characteristics) + sum(len(t.charts) for t in small[0].themes) + 1
    assert all(one.get("descr", "").endswith(("below.", "drawn.")) for one in pictures)
    places = [one.get(qn("w:name")) for one in body.iter(qn("w:bookmarkStart"))]
    assert len(set(places)) == len(places)
    assert all(re.fullmatch(r"[A-Za-z_]\w{0,39}", one) for one in places)
    links = {one.get(qn("w:anchor")) for one in body.iter(qn("w:hyperlink"))}
    assert len(links) > 10
    assert links <= set(places)


def test_a_word_file_has_its_stage_and_page_numbers_and_names_nobody(small):
    found = word(small[2])
    section = found.sections[0]
    assert section.different_first_page_header_footer
    assert "DRAFT" in section.header.paragraphs[0].text
    assert found.paragraphs[0].style.name == "Stage"
    foot = [one.text for one in section.footer.part.element.iter(qn("w:instrText"))]
    assert foot == [" PAGE ", " NUMPAGES "]
    assert "Page 1 of 1" in section.footer.paragraphs[0].text
    core = found.core_properties
    assert (core.title, core.content_status, core.language) == (small[0].cover.title, "Draft", "en-GB")
    assert core.author == core.last_modified_by == core.comments == ""
    with zipfile.ZipFile(io.BytesIO(small[2])) as files:
        assert b"created" not in files.read("docProps/core.xml")
        assert not [name for name in files.namelist() if "thumbnail" in name or "customXml" in name]


def test_the_contents_of_a_word_file_are_a_field_that_shows_its_headings(small):
    found = word(small[2])
    entries = [one.text.strip() for one in found.paragraphs if one.style.name.lower().startswith("toc ")]
    listed = [one for one in found.paragraphs if one.style.name in {"Heading 1", "Heading 2"}]
    assert entries[1:] == [one.text for one in listed] or entries == [one.text for one in listed]
    codes = [one.text.split()[0] for one in found.element.iter(qn("w:instrText"))]
    assert codes[0] == "TOC"
    assert set(codes) == {"TOC", "PAGEREF"}
    kinds = [one.get(qn("w:fldCharType")) for one in found.element.iter(qn("w:fldChar"))]
    assert kinds.count("begin") == kinds.count("end") == kinds.count("separate")


# --- Text that would do something ------------------------------------------------------------


def test_hostile_text_does_nothing_in_a_word_file():
    report = attrs.evolve(report_made(), drill=None, themes=())
    data = docx(hostile(report, f"{ALL} \ufffe\uffff"))
    with zipfile.ZipFile(io.BytesIO(data)) as files:
        for name in files.namelist():
            if name.endswith((".xml", ".rels")):
                assert not STEERS.search("".join(parse_xml(files.read(name)).itertext())), name
            if name.endswith(".rels"):
                assert b"External" not in files.read(name)
    assert {one.text.split()[0] for one in word(data).element.iter(qn("w:instrText"))} == {"TOC", "PAGEREF"}
    assert body_text(data).count(squeezed(MARKUP[0])) > 20
    assert squeezed(word(data).sections[0].header.paragraphs[0].text).count(squeezed(MARKUP[0])) == 1


def test_hostile_text_does_nothing_in_a_pdf():
    report = attrs.evolve(report_made(), drill=None, rules=(), themes=())
    found = pypdf.PdfReader(
        io.BytesIO(pdf(hostile(report, " ".join((MARKUP[0], *MARKDOWN[:2], *STEERING[:-1])))))
    )
    root = found.trailer["/Root"]
    assert not {"/OpenAction", "/AA", "/AcroForm"} & set(root)
    assert set(root["/Names"]) == {"/Dests"}
    for one in found.pages:
        notes = [note.get_object() for note in one.get("/Annots", [])]
        assert {note["/Subtype"] for note in notes} <= {"/Link"}
        assert all("/Dest" in note and "/A" not in note for note in notes)
    words = "".join(one.extract_text() for one in found.pages)
    assert not STEERS.search(words)
    assert squeezed(words).count(squeezed(MARKUP[0])) > 10


def test_links_to_other_places_are_kept_where_they_are_web_pages(small):
    text = "See [ours](https://example.org/a?b=1&c=2), [mail](mailto:a@example.org), [no](ftp://example.org), [file](x.html)."
    report = attrs.evolve(small[0], materials=(Material("context", "c.md", {}, text),), drill=None)
    rels = word(docx(report)).part.rels.values()
    assert {one.target_ref for one in rels if one.is_external} == {
        "https://example.org/a?b=1&c=2",
        "mailto:a@example.org",
    }
