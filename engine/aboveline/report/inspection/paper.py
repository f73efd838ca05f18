"""Makes of a report's page what can stand on paper: everything unfolded, charts as pictures, nothing for a screen alone.

A PDF and a Word file are both made of it, so that they say what the page says, word for word.
"""

from collections.abc import Iterator
from html.parser import HTMLParser
from string import Formatter
from typing import TYPE_CHECKING

from attrs import evolve

from aboveline.report.inert import inert
from aboveline.report.inspection.columns import shares
from aboveline.report.inspection.drill import DrillDown
from aboveline.report.inspection.page import page
from aboveline.report.inspection.view import InspectionReport
from aboveline.wording.message import message

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element, TreeBuilder

#: So many judgements of single cases can be told on paper: at about twenty a page, a hundred pages.
MOST_TOLD = 2_000

#: What an image of a chart is known by: the key of the chart.
CHART = "data-chart"

#: Two code points that are no characters, and that XML cannot hold.
_NO_CHARACTERS = {0xFFFE: "\ufffd", 0xFFFF: "\ufffd"}

_VOID = frozenset(
    ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr")
)
_FOR_SCREENS = frozenset(("script", "button", "input", "template", "noscript"))


def on_paper(report: InspectionReport) -> InspectionReport:
    """The report without what would make hundreds of pages: it says so in its place."""
    drill = report.drill
    if drill is None or (drill.folder is None and _told(drill) <= MOST_TOLD):
        return report
    return evolve(report, drill=None, cases_words=left_out_of_paper(report))


def left_out_of_paper(report: InspectionReport) -> str:
    """What is said in place of the cases where they are left out."""
    return message(
        "What was judged of each of the {cases:,} cases, and the ways the judgements of each question went, would fill hundreds "
        "of pages and is left out of this file. It stands in the report as a web page.",
        cases=report.view.cases,
    )


def paper(report: InspectionReport) -> "Element":
    """The page of a report for paper, as a tree of HTML elements."""
    root = parsed(page(on_paper(report)))
    _settle(root)
    there = {one.get("id") for one in root.iter()}
    for link in root.iter("a"):
        if link.get("href", "").startswith("#") and link.get("href", "")[1:] not in there:
            link.tag = "span"
            del link.attrib["href"]
    for table in root.iter("table"):
        _set_widths(table)
    return root


def plain(words: str) -> str:
    """Words from a file that steer nothing and that XML can hold."""
    return inert(words).translate(_NO_CHARACTERS)


def page_words(report: InspectionReport) -> tuple[tuple[str, str | None], ...]:
    """How pages are numbered, in pieces: some words, and the number after them, `page` or `pages`."""
    pattern = report.language.pattern(message("Page {page} of {pages}", page="", pages=""))
    return tuple((words, number) for words, number, _, _ in Formatter().parse(pattern))


def stage_of(root: "Element") -> str:
    """The stage of a report, as its page has it; nothing where it is final."""
    found = next((one for one in root.iter("p") if "stage" in classes(one)), None)
    word = None if found is None else found.find("b")
    return "" if word is None else text_of(word)


def parsed(html: str) -> "Element":
    """A page of ours as a tree. Every element in it is closed, which is checked."""
    from xml.etree.ElementTree import TreeBuilder  # noqa: PLC0415 (only for paper)

    reader = _Reader(TreeBuilder())
    reader.feed(html.translate(_NO_CHARACTERS))
    reader.close()
    return reader.builder.close()


class _Reader(HTMLParser):
    """Hands the elements of a page to a builder of trees."""

    def __init__(self, builder: "TreeBuilder") -> None:
        super().__init__()
        self.builder = builder
        self._within: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element begins."""
        self.builder.start(tag, {name: value or "" for name, value in attrs})
        if tag in _VOID:
            self.builder.end(tag)
        else:
            self._within.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element that holds nothing."""
        self.builder.start(tag, {name: value or "" for name, value in attrs})
        self.builder.end(tag)

    def handle_endtag(self, tag: str) -> None:
        """An element ends."""
        if not self._within or self._within.pop() != tag:
            raise AssertionError(f"the page closes a <{tag}> that is not open")
        self.builder.end(tag)

    def handle_data(self, data: str) -> None:
        """Text."""
        self.builder.data(data)


def _told(drill: DrillDown) -> int:
    return sum(len(criterion.judgements) for case in drill.cases for criterion in case.criteria)


def classes(element: "Element") -> frozenset[str]:
    """The classes of an element."""
    return frozenset(element.get("class", "").split())


def text_of(element: "Element") -> str:
    """The text of an element and of all within it, with single spaces."""
    return " ".join("".join(element.itertext()).split())


def _settle(element: "Element") -> None:
    """Unfold what is folded, make images of charts, and take away what is for screens, in and below an element."""
    kept: list[Element] = []
    for child in element:
        if _is_for_screens(child):
            _leave_tail(element, kept, child.tail)
            continue
        if child.tag == "svg":
            _make_image(child, element)
        else:
            _settle(child)
        if child.tag == "details":
            child.tag = "div"
            child.attrib.pop("open", None)
        elif child.tag == "summary":
            child.tag = "p"
            child.set("class", f"{child.get('class', '')} summary".strip())
        kept.append(child)
    element[:] = kept


def cells_of(table: "Element") -> "list[list[Element]]":
    """The cells of a table, row by row."""
    return [[cell for cell in row if cell.tag in {"td", "th"}] for row in table.iter("tr")]


def _set_widths(table: "Element") -> None:
    """Say how wide each column is to be, after the caption where there is one."""
    from xml.etree.ElementTree import Element, SubElement  # noqa: PLC0415 (only for paper)

    columns = Element("colgroup")
    for share in shares([[text_of(cell) for cell in row] for row in cells_of(table)]):
        SubElement(columns, "col", {"style": f"width: {share}%"})
    table.insert(1 if len(table) and table[0].tag == "caption" else 0, columns)


def _is_for_screens(element: "Element") -> bool:
    if element.tag in _FOR_SCREENS or "hidden" in element.attrib:
        return True
    return bool(classes(element) & {"skip", "legend", "patterns", "on-paper"})


def _leave_tail(parent: "Element", before: "list[Element]", tail: str | None) -> None:
    """Keep the text that follows an element that is taken away."""
    if before:
        before[-1].tail = (before[-1].tail or "") + (tail or "")
    else:
        parent.text = (parent.text or "") + (tail or "")


def _make_image(svg: "Element", figure: "Element") -> None:
    """Make an image of the drawing of a chart, told in words by its title and description."""
    words = " ".join(_words(svg))
    tail = svg.tail
    svg.clear()
    svg.tag, svg.tail = "img", tail
    svg.attrib.update({"class": "drawing", CHART: figure.get("id", "").removeprefix("chart-"), "alt": words})


def _words(svg: "Element") -> Iterator[str]:
    for child in svg:
        if child.tag in {"title", "desc"}:
            words = text_of(child)
            yield words if words.endswith(".") else f"{words}."
