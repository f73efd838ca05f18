"""Makes the body of a Word file of a report's page for paper: every element as what it is, not as how it looks.

It knows the elements that the templates and Markdown make. Of one it does not know the text still comes through.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from attrs import evolve

from aboveline.frozen import frozen
from aboveline.report.inspection.docx_line import Line, Link, Look
from aboveline.report.inspection.docx_parts import (
    bookmark,
    cell,
    element,
    field,
    field_begins,
    field_ends,
    link_within,
    paragraph,
    row,
    run,
    table,
)
from aboveline.report.inspection.paper import CHART, cells_of, classes, text_of

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "dd",
        "details",
        "div",
        "dl",
        "dt",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "img",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "ul",
    ]
)

#: Which style a paragraph has, by a class of its own, the first that is found.
_BY_CLASS = {
    "stage": "Stage",
    "eyebrow": "Subtitle",
    "big": "Score",
    "verdict": "Score Words",
    "summary": "Lead",
    "warning": "Warning",
    "signed": "Signature",
    "at": "Place in the Criteria",
    "why": "Note",
    "counts": "Note",
    "range": "Note",
    "named": "Note",
}

#: Pieces of a line that stand on a line of their own.
_OWN_LINES = frozenset(("what", "counts", "range", "why", "tag"))

_INLINE = {"b": "Strong", "strong": "Strong", "i": "Emphasis", "em": "Emphasis", "code": "Code"}

#: Lists go no deeper in Word's styles.
_DEEPEST = 2

#: A table of no more rows stands on one page; of a longer one the first rows and the last two stay together.
_SHORT = 8


@frozen
class Where:
    """What a paragraph stands in: the style of plain ones, and the list, if any, with its number and level."""

    style: str = "Normal"
    number: int | None = None
    level: int = -1
    aside: bool = False
    cell: bool = False
    caption: str = "Caption"
    language: str | None = None

    @property
    def look(self) -> Look:
        """How plain text looks here."""
        return Look(language=self.language)


class Body:
    """Gathers the paragraphs and tables of a page.

    `picture` makes a picture of a chart, by its key and its words; `relation` gives a page elsewhere a number.
    """

    def __init__(
        self, root: "Element", picture: Callable[[str, str], "Element"], relation: Callable[[str], str]
    ) -> None:
        self.found: list[Element] = []
        self.numbered = 0
        self._picture, self._relation = picture, relation
        wanted = {link.get("href", "")[1:] for link in root.iter("a") if link.get("href", "").startswith("#")}
        there = [one.get("id", "") for one in root.iter() if one.get("id", "") in wanted]
        self._bookmarks = {name: f"a{at}" for at, name in enumerate(dict.fromkeys(there), 1)}
        self._headings = dict(_headings(root))
        self._ends = 0
        self._waiting: list[str] = []
        self._inside(root, Where(), self.found)

    # --- Blocks ----------------------------------------------------------------------------------

    def _inside(self, parent: "Element", where: Where, into: "list[Element]") -> None:
        """What stands in an element: its blocks, and a paragraph for text between them."""
        line = self._line(where)
        line.add(parent.text, where.look)
        for child in parent:
            if child.tag in _BLOCKS:
                line = self._finished(line, where, into)
                self._block(child, where, into)
            else:
                self._inline(child, where.look, line, where)
            line.add(child.tail, where.look)
        self._finished(line, where, into)

    def _finished(self, line: Line, where: Where, into: "list[Element]") -> Line:
        if line.finish():
            self._mark(line.paragraph)
            into.append(line.paragraph)
        return self._line(where)

    def _line(self, where: Where) -> Line:
        return Line(paragraph(where.style))

    def _block(self, one: "Element", where: Where, into: "list[Element]") -> None:
        self._wait_for(one)
        found = classes(one)
        where = evolve(where, language=one.get("lang", where.language))
        if one.tag in {"h1", "h2", "h3", "h4", "h5", "h6"}:
            self._heading(one, where, into)
        elif one.tag in {"ul", "ol"}:
            self._list(one, where, into)
        elif one.tag == "table":
            self._table(one, into)
        elif one.tag == "img":
            self._image(one, into)
        elif one.tag in {"p", "figcaption", "pre", "dt"} and "meta" not in found:
            self._paragraph(one, evolve(where, style=_style_of(one, where)), into)
        else:
            self._part(one, found, where, into)

    def _part(self, one: "Element", found: frozenset[str], where: Where, into: "list[Element]") -> None:
        """A part of the page that holds others."""
        if one.tag == "nav" and "contents" in found:
            self._contents(one, into)
        elif one.tag == "p":
            for span in one:
                self._paragraph(span, evolve(where, style="Cover"), into)
        elif one.tag == "header" and "cover" in found:
            self._inside(one, where, into)
            into.append(element("p", element("r", element("br", type="page"))))
        elif one.tag not in {"footer", "hr"}:
            aside = where.aside or bool(found & {"compare", "example"})
            style = "Quote" if one.tag == "blockquote" else "Aside" if aside else where.style
            caption = _in_list("Note", where) if "quotation" in found else where.caption
            self._inside(one, evolve(where, style=style, aside=aside, caption=caption), into)

    def _paragraph(self, one: "Element", where: Where, into: "list[Element]") -> None:
        line = self._line(where)
        self._text(one, evolve(where.look, kept=one.tag == "pre"), line, where)
        self._finished(line, where, into)

    def _heading(self, one: "Element", where: Where, into: "list[Element]") -> None:
        style = "Title" if one.tag == "h1" else f"Heading {int(one.tag[1:]) - 1}"
        line = self._line(evolve(where, style="Aside Heading" if where.aside else style))
        name = self._headings.get(one)
        if name is not None:
            line.paragraph.extend(self._bookmark(name))
        if "page" in one.attrib:
            line.paragraph[0].insert(1, element("pageBreakBefore"))
            line.paragraph[0].append(element("spacing", before=0))
        self._text(one, where.look, line, evolve(where, cell=True))
        self._finished(line, where, into)

    def _list(self, one: "Element", where: Where, into: "list[Element]") -> None:
        number = 1
        if one.tag == "ol":
            self.numbered += 1
            number = self.numbered + 1
        level = min(where.level + 1, _DEEPEST)
        name = "List Number" if one.tag == "ol" else "List Bullet"
        style = name if level == 0 else f"{name} {level + 1}"
        for item in one:
            self._wait_for(item)
            language = item.get("lang", where.language)
            inside = Where(style="List Continue", number=number, level=level, language=language)
            found: list[Element] = []
            self._inside(item, inside, found)
            if found:
                head = paragraph(style, numbered=(number, level))
                found[0][0:1] = [head[0]]
            into.extend(found)

    def _image(self, one: "Element", into: "list[Element]") -> None:
        made = paragraph("Picture")
        self._mark(made)
        made.append(self._picture(one.get(CHART, ""), one.get("alt", "")))
        into.append(made)

    # --- Tables ----------------------------------------------------------------------------------

    def _table(self, one: "Element", into: "list[Element]") -> None:
        caption = one.find("caption")
        if caption is not None:
            self._paragraph(caption, Where("Caption"), into)
        widths = [float(col.get("style", "").removeprefix("width: ").rstrip("%")) for col in one.iter("col")]
        if not widths:
            return
        made = table(widths, "" if caption is None else text_of(caption))
        heads = {id(line) for head in one.iter("thead") for line in head.iter("tr")}
        for line, cells in zip(one.iter("tr"), cells_of(one), strict=True):
            self._wait_for(line)
            made.append(self._row(line, cells, widths, heads=id(line) in heads))
        _keep_together(made)
        into.append(made)
        into.append(paragraph("Table Text"))

    def _row(
        self, line: "Element", cells: "Sequence[Element]", widths: Sequence[float], *, heads: bool
    ) -> "Element":
        made = row(heads=heads)
        deep = next((int(name[5:]) for name in classes(line) if name.startswith("depth")), 0)
        strong = ("Strong",) if "of-section" in classes(line) else ()
        for at, width in enumerate(widths):
            held = cell(width, bottom=heads)
            one = cells[at] if at < len(cells) else None
            align = "right" if one is not None and "n" in classes(one) else None
            text = paragraph(
                "Table Heading" if heads else "Table Text", align=align, left=0 if at else 240 * deep
            )
            if one is not None:
                strong_here = (*strong, *(("Strong",) if "own" in classes(one) else ()))
                words = Line(text)
                self._text(one, Look(strong_here[:1], language=one.get("lang")), words, Where(cell=True))
                words.finish()
            self._mark(text)
            held.append(text)
            made.append(held)
        return made

    # --- Text ------------------------------------------------------------------------------------

    def _text(self, one: "Element", look: Look, line: Line, where: Where) -> None:
        line.add(one.text, look)
        for child in one:
            self._inline(child, look, line, where)
            line.add(child.tail, look)

    def _inline(self, one: "Element", look: Look, line: Line, where: Where) -> None:
        """A piece within a line; what is a block elsewhere begins a new line here."""
        self._wait_for(one)
        found = classes(one)
        look = evolve(look, language=one.get("lang", look.language))
        if one.tag == "br" or one.tag in _BLOCKS or found & _OWN_LINES:
            line.end_line()
        style = _INLINE.get(one.tag) or _style_within(found)
        if style is not None:
            look = evolve(look, styles=_with(look.styles, style))
        if one.tag == "sup":
            look = evolve(look, raised=True)
        if one.tag == "a" and "href" in one.attrib:
            look = self._linked(one, look, where)
        self._text(one, look, line, where)

    def _linked(self, one: "Element", look: Look, where: Where) -> Look:
        href = one.get("href", "")
        if href.startswith("#"):
            link = Link(bookmark=self._bookmarks[href[1:]])
        elif href.lower().startswith(("http://", "https://", "mailto:")):
            link = Link(relation=self._relation(href))
        else:
            return look
        plain = where.cell or "what-it-rests-on" in classes(one)
        return evolve(look, link=link, styles=look.styles if plain else _with(look.styles, "Hyperlink"))

    # --- Bookmarks and contents ------------------------------------------------------------------

    def _wait_for(self, one: "Element") -> None:
        """Remember that links lead to an element, until a paragraph can hold the place."""
        name = self._bookmarks.get(one.get("id", ""))
        if name is not None:
            self._waiting.append(name)

    def _mark(self, made: "Element") -> None:
        for name in self._waiting:
            made[1:1] = self._bookmark(name)
        self._waiting = []

    def _bookmark(self, name: str) -> "tuple[Element, Element]":
        self._ends += 1
        return bookmark(self._ends, name)

    def _contents(self, one: "Element", into: "list[Element]") -> None:
        """The contents as a field, showing the headings until Word has found their pages."""
        heading = one.find("h2")
        if heading is not None:
            self._paragraph(heading, Where("TOC Heading"), into)
        entries = [(head, name) for head, name in self._headings.items()]
        for at, (head, name) in enumerate(entries):
            made = paragraph("TOC 1" if head.tag == "h2" else "TOC 2")
            if at == 0:
                made.extend(field_begins(r'TOC \o "1-2" \h \z \u', dirty=True))
            page = field(rf"PAGEREF {name} \h", "", dirty=True)
            made.append(link_within(name, run(f"{text_of(head)}\t"), *page))
            into.append(made)
        if entries:
            into[-1].append(field_ends())


def _keep_together(made: "Element") -> None:
    """Keep each row that must not be parted from the next on its page."""
    rows = [one for one in made if one.tag == "w:tr"]
    last = len(rows) - 1
    for at, one in enumerate(rows[:-1]):
        if len(rows) <= _SHORT or at < 2 or at == last - 1:
            for text in one.iter("w:p"):
                text[0].insert(1, element("keepNext"))


def _headings(root: "Element") -> "Iterator[tuple[Element, str]]":
    """The headings that the contents list, each with a bookmark."""
    aside = {
        id(head)
        for one in root.iter()
        if one.tag == "nav" or classes(one) & {"compare", "example"}
        for head in one.iter()
    }
    heads = (one for one in root.iter() if one.tag in {"h2", "h3"} and id(one) not in aside)
    for at, one in enumerate(heads, 1):
        yield one, f"_Toc{at:08d}"


def _style_of(one: "Element", where: Where) -> str:
    if one.tag == "pre":
        return "Rule"
    if one.tag == "figcaption":
        return where.caption
    found = classes(one)
    if where.aside:
        return where.style
    style = next((style for name, style in _BY_CLASS.items() if name in found), where.style)
    return _in_list(style, where)


def _in_list(style: str, where: Where) -> str:
    """A note on an item of a list stands beneath its words."""
    return "Note in List" if style == "Note" and where.level >= 0 else style


def _style_within(found: frozenset[str]) -> str | None:
    if "came" in found:
        return next((f"Came{name}" for name in ("yes", "no", "unknown", "not-needed") if name in found), None)
    if "number" in found:
        return "Number"
    return "Quiet" if found & _OWN_LINES else None


def _with(styles: tuple[str, ...], style: str) -> tuple[str, ...]:
    """One more style: Word takes one at a time, so what only makes text bold or slanted comes after the others."""
    together = (style, *(one for one in styles if one != style))
    return tuple(sorted(together, key=lambda one: one in {"Strong", "Emphasis"}))
