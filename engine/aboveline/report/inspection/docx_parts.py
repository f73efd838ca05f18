"""The pieces a Word file is made of: paragraphs, runs, links, fields, bookmarks, tables, pictures."""

import re
from collections.abc import Iterator, Sequence
from xml.etree.ElementTree import Element, tostring

from aboveline.report.inspection.docx_styles import TEXT_WIDTH, id_of

#: The namespaces of the elements below, by their prefixes.
NAMESPACES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
}

#: So many of the units that pictures are measured in are a twentieth of a point.
_TWENTIETH = 635


def element(name: str, /, *children: Element, **attributes: str | int) -> Element:
    """An element of Word's with its attributes and what stands in it."""
    made = Element(f"w:{name}", {f"w:{key}": str(value) for key, value in attributes.items()})
    made.extend(children)
    return made


def paragraph(
    style: str, *, numbered: tuple[int, int] | None = None, align: str | None = None, left: int = 0
) -> Element:
    """An empty paragraph of a style; `numbered` is the number of its list and its level, `left` in twentieths of a point."""
    about = element("pPr", element("pStyle", val=id_of(style)))
    if numbered is not None:
        number, level = numbered
        about.append(element("numPr", element("ilvl", val=level), element("numId", val=number)))
    if left:
        about.append(element("ind", left=left))
    if align is not None:
        about.append(element("jc", val=align))
    return element("p", about)


def run(
    text: str, styles: Sequence[str] = (), *, raised: bool = False, language: str | None = None
) -> Element:
    """Text with the character styles it has; Word knows one at a time, so what they do is said beside the first."""
    made = element("r")
    about = element("rPr")
    if styles:
        about.append(element("rStyle", val=styles[0]))
        if "Strong" in styles[1:]:
            about.append(element("b"))
        if "Emphasis" in styles[1:]:
            about.append(element("i"))
    if raised:
        about.append(element("vertAlign", val="superscript"))
    if language is not None:
        about.append(element("lang", val=language))
    if len(about):
        made.append(about)
    made.extend(_letters(text))
    return made


def _letters(text: str) -> Iterator[Element]:
    for piece in re.split(r"([\n\t])", text):
        if piece == "\n":
            yield element("br")
        elif piece == "\t":
            yield element("tab")
        elif piece:
            one = element("t")
            one.set("xml:space", "preserve")
            one.text = piece
            yield one


def line_break() -> Element:
    """The end of a line within a paragraph."""
    return element("r", element("br"))


def field(code: str, shown: str, *, dirty: bool = False) -> tuple[Element, ...]:
    """A field with what it shows until it is worked out."""
    return (*field_begins(code, dirty=dirty), run(shown), field_ends())


def field_begins(code: str, *, dirty: bool = False) -> tuple[Element, ...]:
    """The beginning of a field; a dirty one is worked out when the file is opened."""
    begin = element("fldChar", fldCharType="begin")
    if dirty:
        begin.set("w:dirty", "true")
    words = element("instrText")
    words.set("xml:space", "preserve")
    words.text = f" {code} "
    return element("r", begin), element("r", words), element("r", element("fldChar", fldCharType="separate"))


def field_ends() -> Element:
    """The end of a field."""
    return element("r", element("fldChar", fldCharType="end"))


def link_within(bookmark: str, *runs: Element) -> Element:
    """A link to a bookmark."""
    return element("hyperlink", *runs, anchor=bookmark, history=1)


def link_out(relation: str, *runs: Element) -> Element:
    """A link to a page elsewhere, by the number of its relation."""
    made = element("hyperlink", *runs, history=1)
    made.set("r:id", relation)
    return made


def bookmark(number: int, name: str) -> tuple[Element, Element]:
    """The two ends of a bookmark."""
    return element("bookmarkStart", id=number, name=name), element("bookmarkEnd", id=number)


def table(widths: Sequence[float], title: str) -> Element:
    """A table without rows, with columns of some shares of the width, in percent."""
    about = element(
        "tblPr",
        element("tblStyle", val="ReportTable"),
        element("tblW", w=TEXT_WIDTH, type="dxa"),
        element("tblLayout", type="fixed"),
        element(
            "tblLook", val="04A0", firstRow=1, lastRow=0, firstColumn=1, lastColumn=0, noHBand=1, noVBand=1
        ),
    )
    if title:
        about.append(element("tblCaption", val=title))
    grid = element("tblGrid", *(element("gridCol", w=twentieths(share)) for share in widths))
    return element("tbl", about, grid)


def twentieths(share: float) -> int:
    """A share of the width in percent, in twentieths of a point."""
    return round(TEXT_WIDTH * share / 100)


def row(*, heads: bool) -> Element:
    """A row without cells, which no page divides; one that heads the columns stands at the top of every page."""
    about = element("trPr", element("cantSplit"))
    if heads:
        about.append(element("tblHeader"))
    return element("tr", about)


def cell(width: float, *, bottom: bool = False) -> Element:
    """A cell without its paragraph."""
    about = element("tcPr", element("tcW", w=twentieths(width), type="dxa"))
    if bottom:
        about.append(element("vAlign", val="bottom"))
    return element("tc", about)


def picture(relation: str, number: int, words: str, size: tuple[float, float]) -> Element:
    """A picture as wide as the text, described in words; `size` is its width and height in any unit."""
    wide = TEXT_WIDTH * _TWENTIETH
    extent = {"cx": str(wide), "cy": str(round(wide * size[1] / size[0]))}
    name = f"Chart {number}"
    blip = Element("a:blip", {"r:embed": relation})
    shape = _within(
        "pic:spPr",
        _within("a:xfrm", Element("a:off", {"x": "0", "y": "0"}), Element("a:ext", extent)),
        _within("a:prstGeom", Element("a:avLst"), prst="rect"),
    )
    held = _within(
        "pic:pic",
        _within(
            "pic:nvPicPr", Element("pic:cNvPr", {"id": str(number), "name": name}), Element("pic:cNvPicPr")
        ),
        _within("pic:blipFill", blip, _within("a:stretch", Element("a:fillRect"))),
        shape,
    )
    inline = _within(
        "wp:inline",
        Element("wp:extent", extent),
        Element("wp:docPr", {"id": str(number), "name": name, "descr": words}),
        _within("a:graphic", _within("a:graphicData", held, uri=NAMESPACES["pic"])),
        distT="0",
        distB="0",
        distL="0",
        distR="0",
    )
    return element("r", element("drawing", inline))


def _within(name: str, /, *children: Element, **attributes: str) -> Element:
    made = Element(name, attributes)
    made.extend(children)
    return made


def written(root: Element) -> str:
    """An element with all within it, as XML that names its namespaces."""
    for prefix, name in NAMESPACES.items():
        root.set(f"xmlns:{prefix}", name)
    return tostring(root, encoding="unicode")
