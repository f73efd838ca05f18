"""A small report on paper, and what a PDF, a Word file and a page say, to be held against each other."""

import io
import re
from functools import cache

import pypdf
from docx import Document
from docx.oxml.ns import qn

from aboveline.report.inspection.docx import docx
from aboveline.report.inspection.paper import text_of
from aboveline.report.inspection.pdf import pdf
from test_inspection_report import report_made

#: What stands on a line of its own, or in a cell.
LEAVES = ("p", "h1", "h2", "h3", "h4", "li", "th", "td", "caption", "figcaption", "pre")

#: What only says that something can be unfolded, which a PDF leaves out.
FOLDED = "Thefiguresofthischartasatable"
#: What a page says of itself as it is printed from a screen.
SCREEN = "Onpaperstandsonlywhatwasunfoldedonthescreen."


@cache
def small_on_paper():
    """The report of a small inspection, as a PDF and as a Word file."""
    report = report_made()
    return report, pdf(report), docx(report)


def squeezed(text):
    """Text without its spaces, which pages and lines break elsewhere."""
    return re.sub(r"\s+", "", text)


def texts(root):
    """What stands in each of the smallest parts of a page, without the screen's own."""
    for one in root.find("body").iter():
        if one.tag not in LEAVES or any(below.tag in LEAVES for below in list(one.iter())[1:]):
            continue
        words = squeezed(text_of(one))
        if words:
            yield words


def pages_of(data):
    """The text of each page of a PDF, without what stands at its head and foot."""
    found = pypdf.PdfReader(io.BytesIO(data))
    head = str(found.metadata.title).rpartition(" (")[0]
    texts = [one.extract_text() for one in found.pages]
    # The numbers of a list that began on the page before come last, after all else.
    bodies = [texts[0], *(text.rpartition(head)[0] for text in texts[1:])]
    return [re.sub(r"(?:\n\d+\.\s*)+\Z", "\n", text) for text in bodies]


def body_text(data):
    return squeezed("".join(node.text or "" for node in word(data).element.iter(qn("w:t"))))


def word(data):
    return Document(io.BytesIO(data))
