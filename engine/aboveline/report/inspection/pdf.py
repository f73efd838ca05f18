"""Makes the report of an inspection into a PDF: tagged, with bookmarks, page numbers, and its stage on every page.

Laid out by WeasyPrint, an optional extra. Nothing is fetched, and the same report gives the same bytes.
"""

import gc
from base64 import b64encode
from collections.abc import Generator
from contextlib import contextmanager
from importlib import import_module
from importlib.resources import files
from io import BytesIO
from typing import TYPE_CHECKING, Any

from aboveline.report.inspection.drawings import charts_of, drawing
from aboveline.report.inspection.paper import CHART, page_words, paper
from aboveline.report.inspection.view import InspectionReport

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

#: By these words in its metadata, which are not compressed, a PDF is known again as a report of its stage.
_STAGE = "aboveline-stage-{}"


def pdf(report: InspectionReport) -> bytes:
    """The report as a PDF."""
    # An optional extra, slow to import and without types.
    weasyprint: Any = import_module("weasyprint")
    urls: Any = import_module("weasyprint.urls")
    root = paper(report)
    _draw(root, report)
    _describe(root, report)
    fetcher = urls.URLFetcher(allowed_protocols=("data",))
    document = weasyprint.HTML(string=_written(root), base_url="about:blank", url_fetcher=fetcher)
    found = BytesIO()
    with _uncollected():
        document.write_pdf(found, finisher=_finish, pdf_variant="pdf/ua-1")
    return found.getvalue()


@contextmanager
def _uncollected() -> Generator[None]:
    """Collect no garbage meanwhile: a layout makes millions of objects and drops few, and looking through them takes a seventh."""
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collects:
            gc.enable()


def _draw(root: "Element", report: InspectionReport) -> None:
    """Put the drawing of each chart where it belongs."""
    charts = charts_of(report)
    for image in root.iter("img"):
        svg = drawing(charts[image.attrib.pop(CHART)], report.language)
        image.set("src", f"data:image/svg+xml;base64,{b64encode(svg.encode('utf-8')).decode('ascii')}")


def _describe(root: "Element", report: InspectionReport) -> None:
    """Say in the head of the page what stands in the properties of the PDF, and how it is to be laid out."""
    from xml.etree.ElementTree import SubElement  # noqa: PLC0415 (only for paper)

    head = root.find("head")
    if head is None:
        raise AssertionError("the page has no head")
    for name, content in (("keywords", _STAGE.format(report.cover.stage)), ("generator", "Aboveline")):
        SubElement(head, "meta", {"name": name, "content": content})
    SubElement(head, "style").text = _style(report)


def _written(root: "Element") -> str:
    from xml.etree.ElementTree import tostring  # noqa: PLC0415 (only for paper)

    return "<!doctype html>\n" + tostring(root, encoding="unicode", method="html")


def _style(report: InspectionReport) -> str:
    """What the PDF has beyond the style sheets of the page."""
    style = (files("aboveline.report") / "templates" / "inspection" / "pdf.css").read_text("utf-8")
    numbers = " ".join(
        f'"{words}"' + (f" counter({number})" if number else "") for words, number in page_words(report)
    )
    return f"{style}@page {{ @bottom-right {{ content: {numbers}; }} }}\n"


def _finish(_: object, made: Any) -> None:  # noqa: ANN401 (a PDF of pydyf, which has no types)
    """Leave what says of which stage the report is uncompressed, so that it can be found again; mend the tags of lists."""
    for one in made.objects:
        if getattr(one, "extra", {}).get("Type") == "/Metadata":
            one.compress = False
    _mend_lists(made)


def _mend_lists(made: Any) -> None:  # noqa: ANN401 (likewise)
    """Put all that a list item holds, but for its number, into one body, as PDF/UA asks (ISO 14289-1, 7.2).

    WeasyPrint tags so only what stands in an item without paragraphs of its own.
    """
    pydyf: Any = import_module("pydyf")
    tagged: dict[bytes, Any] = {
        one.reference: one for one in made.objects if "S" in getattr(one, "keys", tuple)()
    }
    for item in [one for one in tagged.values() if one["S"] == "/LI"]:
        inside: list[Any] = [tagged[reference] for reference in item["K"]]
        labels = [one for one in inside if one["S"] == "/Lbl"]
        others = [one for one in inside if one["S"] != "/Lbl"]
        if [one["S"] for one in others] in ([], ["/LBody"]):
            continue
        body = pydyf.Dictionary({"Type": "/StructElem", "S": "/LBody", "Pg": item["Pg"], "P": item.reference})
        made.add_object(body)
        for one in others:
            one["P"] = body.reference
            if one["S"] == "/LBody":
                one["S"] = "/P"
        body["K"] = pydyf.Array(one.reference for one in others)
        item["K"] = pydyf.Array(one.reference for one in (*labels, body))
