"""What a browser prints: whole, in black on white, and saying that what is folded is not on paper."""

from io import BytesIO
from unicodedata import normalize

from pypdf import PdfReader
from test_accessible import UNFOLD

#: What of the report a person who prints it must find on paper.
MUST_STAND = (
    "Provisional",
    "A small inspection",
    "We looked at five cases.",
    "Scoring and summary table",
    "Make plans, as in 1.1.",
    "A good plan",
    "Two of three knew why they came (67%).",
    "1.1 Plans",
    "Areas for improvement",
    "How the scores are worked out",
    "an order.",
)
ANNOUNCED = "On paper stands only what was unfolded on the screen."
#: Texts and lines that are neither black nor grey on paper.
COLOURED = """() => [...document.querySelectorAll('body, body *')].filter(one => one.checkVisibility()).flatMap(one => {
  const style = getComputedStyle(one);
  return [style.color, style.backgroundColor].filter(colour => {
    const [red, green, blue] = colour.match(/[0-9.]+/g).map(Number);
    return !/, 0\\)$/.test(colour) && Math.max(red, green, blue) - Math.min(red, green, blue) > 12
      && !one.closest('.came');
  }).map(colour => one.tagName + ' ' + one.className + ' ' + colour);
})"""


def printed(one):
    """The words of each page that is printed, ligatures as letters."""
    pdf = PdfReader(BytesIO(one.page.pdf(prefer_css_page_size=True)))
    return [" ".join(normalize("NFKC", page.extract_text()).split()) for page in pdf.pages]


def test_what_is_printed_is_whole_and_no_page_is_empty(opened, small):
    pages = printed(opened(small.report))
    words = " ".join(pages)
    assert all(pages)
    assert [text for text in MUST_STAND if text not in words] == []
    assert ANNOUNCED in words
    assert "because" not in words.partition("The rules")[0]


def test_what_was_unfolded_is_printed(opened, small):
    one = opened(small.report)
    one.eval(UNFOLD)
    words = " ".join(printed(one))
    assert ANNOUNCED not in words
    for text in (
        "Every question of criterion 1.1",
        "The figures of this chart as a table",
        "Case A2",
        "The record: ",
    ):
        assert text in words
    shown = one.page.locator("#c2-2").inner_text()
    assert "".join(shown.split()) in "".join(words.split())


def test_paper_is_black_and_white(opened, small):
    for page in (small.report, small.case, small.summary):
        one = opened(page)
        one.page.emulate_media(media="print")
        one.eval(UNFOLD)
        assert one.eval(COLOURED) == []
        assert one.eval("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
