"""The styles of a report as a Word file: Word's own names, so that a person can change the look of all headings at once."""

from collections.abc import Mapping

from aboveline.frozen import frozen
from aboveline.report.templating import environment

SERIF, SANS, MONO = "Georgia", "Arial", "Consolas"
ACCENT, SOFT, INK = "11586B", "4A545B", "1C2124"

#: How much room there is between the margins, in twentieths of a point: A4 less 20 mm on each side.
TEXT_WIDTH = 9_638


@frozen
class Look:
    """How paragraphs of a style look, with sizes and spaces in points."""

    size: float
    font: str | None = None
    bold: bool = False
    italic: bool = False
    colour: str = INK
    before: float = 0
    after: float = 6
    line: float = 1.15
    left: float = 0
    hanging: float = 0
    keep_next: bool = False
    border: str | None = None
    like: str = "Normal"
    follows: str | None = None
    #: Where it stands in the outline of the document, 0 the highest.
    outline: int | None = None
    #: Whether it has a tab at the right margin, and dots up to it.
    tab: bool = False
    leader: bool = False


#: Every paragraph style a report uses, by its name in Word.
LOOKS: Mapping[str, Look] = {
    "Normal": Look(10.5, SANS),
    "Title": Look(32, SERIF, after=22, line=1.05),
    "Subtitle": Look(12, bold=True, colour=ACCENT, before=150, after=10),
    "Cover": Look(11.5, after=3),
    "Stage": Look(11, border="box", after=0, left=7),
    "TOC Heading": Look(22, SERIF, after=8, keep_next=True),
    "TOC 1": Look(9.5, before=2, after=0, line=1.1, tab=True, leader=True),
    "TOC 2": Look(9.5, left=14, after=0, line=1.1, tab=True, leader=True),
    "Heading 1": Look(22, SERIF, before=30, after=10, line=1.1, keep_next=True, border="top", outline=0),
    "Heading 2": Look(15, SERIF, before=20, after=6, line=1.1, keep_next=True, outline=1),
    "Heading 3": Look(11, bold=True, before=12, after=4, keep_next=True, outline=2),
    "Heading 4": Look(10.5, bold=True, before=10, after=3, keep_next=True, outline=3),
    "Heading 5": Look(10.5, italic=True, before=8, after=3, keep_next=True, outline=4),
    "Heading 6": Look(10.5, italic=True, before=8, after=3, keep_next=True, outline=5),
    "Score": Look(26, SERIF, colour=ACCENT, before=6, after=0, line=1, keep_next=True),
    "Score Words": Look(10, after=8, keep_next=True),
    "List Bullet": Look(10.5, after=3, left=18, hanging=18),
    "List Bullet 2": Look(10.5, after=3, left=36, hanging=18),
    "List Bullet 3": Look(10.5, after=3, left=54, hanging=18),
    "List Number": Look(10.5, after=3, left=24, hanging=24),
    "List Number 2": Look(10.5, after=3, left=48, hanging=24),
    "List Number 3": Look(10.5, after=3, left=72, hanging=24),
    "List Continue": Look(10.5, after=4, left=24),
    "Caption": Look(10, bold=True, before=10, after=4, keep_next=True),
    "Picture": Look(10.5, after=6, keep_next=True),
    "Table Text": Look(9, after=0, line=1.05),
    "Table Heading": Look(8.5, bold=True, colour=SOFT, after=0, line=1.05, like="Table Text"),
    "Note": Look(9, colour=SOFT, after=5),
    "Note in List": Look(9, colour=SOFT, after=5, left=24),
    "Lead": Look(10, bold=True, before=10, after=3, keep_next=True),
    "Quote": Look(10.5, italic=True, left=18),
    "Aside": Look(10.5, border="left", left=12),
    "Aside Heading": Look(11, bold=True, border="left", left=12, after=3, keep_next=True, outline=2),
    "Warning": Look(10.5, border="box", before=6, left=7),
    "Signature": Look(12, SERIF, italic=True, before=10),
    "Place in the Criteria": Look(8, colour=SOFT, before=4, after=0, keep_next=True),
    "Rule": Look(8, MONO, after=4, line=1.05),
    "Header": Look(8, colour=SOFT, after=0, tab=True),
    "Footer": Look(8, colour=SOFT, after=0, tab=True),
}

#: The styles that Word knows, by the names it stores them under.
_BUILT_IN: Mapping[str, str] = {
    name: name.lower()
    if name.startswith(("TOC 1", "TOC 2", "Heading", "Header", "Footer", "Caption"))
    else name
    for name in LOOKS
    if name.startswith(("TOC", "Heading", "List ", "Header", "Footer"))
    or name in {"Normal", "Title", "Subtitle", "Caption", "Quote", "Signature"}
}

#: How words of a rule are marked with what they came to: colour and underline.
MARKS: Mapping[str, tuple[str, str]] = {
    "yes": ("0B5D2E", "single"),
    "no": ("9C1C1C", "double"),
    "unknown": ("6B4A00", "wave"),
    "not-needed": (SOFT, "dotted"),
}

_BORDERS = {"box": ("top", "left", "bottom", "right"), "top": ("top",), "left": ("left",)}


def id_of(name: str) -> str:
    """The id of a style, by which paragraphs name it."""
    return name.replace(" ", "")


def styles(language: str) -> str:
    """All styles, as Word stores them."""
    return (
        environment()
        .get_template("inspection/word/styles.xml")
        .render(
            looks=LOOKS,
            built_in=_BUILT_IN,
            marks=MARKS,
            borders=_BORDERS,
            id_of=id_of,
            language=language,
            width=TEXT_WIDTH,
            sans=SANS,
            mono=MONO,
            accent=ACCENT,
            soft=SOFT,
            ink=INK,
        )
    )


def numbering(numbered: int) -> str:
    """The ways lists are numbered: bullets, then each numbered list, which begins anew, from 2 on."""
    return environment().get_template("inspection/word/numbering.xml").render(numbered=numbered)


def settings(language: str) -> str:
    """How Word is to take the file: as one of its own of today."""
    return environment().get_template("inspection/word/settings.xml").render(language=language)
