"""Makes the report of an inspection into a Word file, for people to edit: real headings, lists, tables and links.

Written with python-docx, an optional extra, of the page of the report, so that both say the same.
"""

from io import BytesIO
from typing import TYPE_CHECKING, Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from aboveline.report.inspection.docx_body import Body
from aboveline.report.inspection.docx_parts import element, field, paragraph, picture, run, written
from aboveline.report.inspection.docx_styles import numbering, settings, styles
from aboveline.report.inspection.drawings import charts_of, drawing, layout_of
from aboveline.report.inspection.paper import classes, page_words, paper, plain, stage_of
from aboveline.report.inspection.view import InspectionReport

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from docx.document import Document
    from docx.opc.package import OpcPackage
    from docx.oxml.xmlchemy import BaseOxmlElement

#: The moment every file within bears, so that the same report is the same bytes: the first a ZIP can tell.
_MOMENT = (1980, 1, 1, 0, 0, 0)

#: Pictures are drawn so many times as large as they are shown, to be sharp in print.
_SHARP = 2.0

#: The fields that tell the number of a page, and how many there are.
_FIELDS = {"page": "PAGE", "pages": "NUMPAGES"}

#: What python-docx's own template has and a report has not.
_NOT_OURS = ("/thumbnail", "/customXml", "/stylesWithEffects")


def docx(report: InspectionReport) -> bytes:
    """The report as a Word file."""
    from docx import Document  # noqa: PLC0415 (an optional extra, slow to import)

    root = paper(report)
    _begin_pages(root)
    document = Document()
    _forget_template(document)
    language = root.get("lang", "en-GB")
    pictures = _Pictures(document, report)
    body = Body(_body_of(root), pictures.picture, pictures.relation)
    _replace(document.styles.element, styles(language))
    _replace(document.part.numbering_part.element, numbering(body.numbered))
    _replace(document.settings.element, settings(language))
    _fill(document, body.found)
    _lay_out(document, report, root)
    _describe(document, report, language)
    return _packed(document)


class _Pictures:
    """Gives a document its pictures, and the pages elsewhere that it links to."""

    def __init__(self, document: "Document", report: InspectionReport) -> None:
        self._document, self._charts, self._language = document, charts_of(report), report.language
        self._count = 0

    def picture(self, key: str, words: str) -> "Element":
        """The picture of a chart, described in words."""
        from resvg_py import svg_to_bytes  # noqa: PLC0415 (an optional extra)

        chart = self._charts[key]
        layout = layout_of(chart, self._language)
        png = svg_to_bytes(svg_string=drawing(chart, self._language), zoom=_SHARP, background="#ffffff")
        relation, _ = self._document.part.get_or_add_image(BytesIO(png))
        self._count += 1
        return picture(relation, self._count, words, (layout.width, layout.height))

    def relation(self, href: str) -> str:
        """The number of a link to a page elsewhere."""
        from docx.opc.constants import RELATIONSHIP_TYPE  # noqa: PLC0415

        return self._document.part.relate_to(href, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)


def _body_of(root: "Element") -> "Element":
    found = root.find("body")
    if found is None:
        raise AssertionError("the page has no body")
    return found


def _begin_pages(root: "Element") -> None:
    """Say which chapters begin a page: those that are more than a text, and two that are long."""
    for one in root.iter("section"):
        long = one.get("aria-labelledby") in {"recommendations", "perspective"}
        head = one.find("h2")
        cases = one.get("aria-labelledby") == "cases" and any("case" in classes(part) for part in one)
        short = "text" in classes(one) or (one.get("aria-labelledby") == "cases" and not cases)
        if head is not None and "chapter" in classes(one) and (long or not short):
            head.set("page", "")


def _forget_template(document: "Document") -> None:
    """Leave out what the template of python-docx brings along and no report needs."""
    for relations in (_package(document).rels, document.part.rels):
        for key in [key for key, one in relations.items() if one.reltype.endswith(_NOT_OURS)]:
            del relations[key]


def _replace(there: "BaseOxmlElement", xml: str) -> None:
    """Put what stands in some XML in the place of what stands in an element."""
    from docx.oxml import parse_xml  # noqa: PLC0415

    there[:] = list(parse_xml(xml))


def _fill(document: "Document", found: "list[Element]") -> None:
    """Put the paragraphs and tables into the document, before what says how its pages are."""
    from docx.oxml import parse_xml  # noqa: PLC0415

    body: Any = document.element.body  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType] (declared without a type)
    body[:-1] = list(parse_xml(written(element("body", *found))))


def _lay_out(document: "Document", report: InspectionReport, root: "Element") -> None:
    """A4 pages with the title and stage at their head and their number at their foot, but for the cover."""
    from docx.shared import Mm  # noqa: PLC0415

    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(20)
    section.top_margin, section.bottom_margin = Mm(24), Mm(22)
    section.header_distance = section.footer_distance = Mm(11)
    section.different_first_page_header_footer = True
    section.header.is_linked_to_previous = section.footer.is_linked_to_previous = False
    head, foot = paragraph("Header"), paragraph("Footer")
    # The head of a page is text like any other: what stands there is made harmless as everywhere else.
    head.append(run(plain(report.cover.title)))
    stage = stage_of(root)
    if stage:
        head.append(run(f"\t{stage.upper()}", ("Strong",)))
    foot.append(run("\t"))
    for words, number in page_words(report):
        foot.extend((run(words), *field(_FIELDS[number], "1")) if number else (run(words),))
    for part, made in ((section.header.part, head), (section.footer.part, foot)):
        _replace(part.element, written(element("hdr", made)))


def _describe(document: "Document", report: InspectionReport, language: str) -> None:
    """Say in the properties what the file is, and nothing of who made it or on which machine."""
    from docx.opc.constants import RELATIONSHIP_TYPE  # noqa: PLC0415

    core = document.core_properties
    core.title, core.subject = plain(report.cover.title)[:255], plain(report.view.label)[:255]
    core.author = core.last_modified_by = core.comments = core.keywords = ""
    core.category, core.content_status, core.language = "", report.cover.stage.capitalize(), language
    core.revision = 1
    properties: Any = _package(document).part_related_by(RELATIONSHIP_TYPE.CORE_PROPERTIES)
    for one in list(properties.element):
        if one.tag.endswith(("}created", "}modified", "}lastPrinted")):
            properties.element.remove(one)


def _package(document: "Document") -> "OpcPackage":
    package = document.part.package
    if package is None:
        raise AssertionError("the document is in no package")
    return package


def _packed(document: "Document") -> bytes:
    """The document as a file, whose bytes depend on nothing but what is in it."""
    made, packed = BytesIO(), BytesIO()
    document.save(made)
    with ZipFile(made) as source, ZipFile(packed, "w", ZIP_DEFLATED) as target:
        for one in source.infolist():
            target.writestr(ZipInfo(one.filename, _MOMENT), source.read(one), ZIP_DEFLATED)
    return packed.getvalue()
