"""The tags of a PDF, as somebody hears it: what can be checked by machine of PDF/UA (ISO 14289-1, the Matterhorn Protocol)."""

import io
import re
from itertools import pairwise

import attrs
import pypdf
import pytest

from aboveline.report.inspection.pdf import pdf
from aboveline.report.inspection.view import Material
from test_inspection_report import report_made

pytestmark = pytest.mark.paper


#: Lists of every make: items with a paragraph after their text, with several paragraphs, with lists of their own.
LISTS = """
- one

  and more of it

- two
  - three
  - four

1. five
2. six
"""


@pytest.fixture(scope="module")
def tagged():
    """A PDF with every kind of thing, read."""
    materials = (
        Material("recommendation", "a.md", {"responsible": "Head"}, "Make plans.", ("1.1",)),
        Material("next", "b.md", {}, LISTS),
        Material("quotation", "c.md", {"by": "a victim"}, "They were kind.", ("1.1",)),
    )
    made = pdf(attrs.evolve(report_made(), materials=materials, drill=None))
    return pypdf.PdfReader(io.BytesIO(made))


#: What may stand within what, of what PDF/UA has rules on (ISO 14289-1, 7.2).
WITHIN = {
    "/L": {"/LI", "/Caption", "/L"},
    "/LI": {"/Lbl", "/LBody"},
    "/Table": {"/TR", "/THead", "/TBody", "/TFoot", "/Caption"},
    "/THead": {"/TR"},
    "/TBody": {"/TR"},
    "/TR": {"/TH", "/TD"},
}


def test_the_tags_of_a_pdf_stand_within_each_other_as_they_must(tagged):
    root = tagged.trailer["/Root"]
    found = list(elements(root["/StructTreeRoot"]["/K"]))
    met = {str(one["/S"]) for one in found}
    assert WITHIN.keys() - {"/TFoot"} <= met
    for one in found:
        inside = {str(child["/S"]) for child in below(one)}
        assert inside <= WITHIN.get(one["/S"], inside), (one["/S"], inside)
        if one["/S"] in WITHIN:
            assert inside
    # A list item holds one body, whatever stands in it: text, paragraphs, a list of its own.
    items = [[str(child["/S"]) for child in below(one)] for one in found if one["/S"] == "/LI"]
    assert all(kinds.count("/LBody") == 1 for kinds in items)
    for one in found:
        assert all(child["/P"].get_object() == one for child in below(one))


def test_the_headings_of_a_pdf_go_down_one_step_at_a_time(tagged):
    root = tagged.trailer["/Root"]
    kinds = [str(one["/S"]) for one in elements(root["/StructTreeRoot"]["/K"])]
    levels = [int(kind[2:]) for kind in kinds if re.fullmatch(r"/H\d", kind)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert len(levels) > 10
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_every_cell_of_a_pdf_names_its_headers(tagged):
    root = tagged.trailer["/Root"]
    tables = [one for one in elements(root["/StructTreeRoot"]["/K"]) if one["/S"] == "/Table"]
    assert len(tables) > 5
    for table in tables:
        cells = [one for one in elements(table) if one["/S"] in {"/TH", "/TD"}]
        names = {one["/ID"] for one in cells if one["/S"] == "/TH"}
        assert len(names) == sum(one["/S"] == "/TH" for one in cells)
        for cell in cells:
            if cell["/S"] == "/TD":
                named = list(cell["/A"]["/Headers"])
                assert named
                assert set(named) <= names


def test_whoever_tabs_through_a_pdf_hears_where_each_link_leads(tagged):
    links = 0
    for page in tagged.pages:
        assert page["/Tabs"] == "/S"
        for annotation in page.get("/Annots", ()):
            one = annotation.get_object()
            assert one["/Contents"].strip()
            assert "/StructParent" in one
            links += 1
    assert links > 20


def below(one):
    """The elements right below one, of a tree of tags."""
    inside = one.get("/K", [])
    for child in inside if isinstance(inside, list) else [inside]:
        found = child.get_object()
        if isinstance(found, dict) and "/S" in found:
            yield found


def elements(one):
    """An element and all below it."""
    one = one.get_object()
    if isinstance(one, list):
        for child in one:
            yield from elements(child)
    elif isinstance(one, dict) and "/S" in one:
        yield one
        for child in below(one):
            yield from elements(child)
