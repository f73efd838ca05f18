"""What axe-core finds wrong with the pages, which is to be nothing: on a screen, on a phone, in print."""

from importlib.resources import files

import pytest

TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
#: Nobody points at what is printed.
NOT_IN_PRINT = ("target-size",)
RUN = """async ([tags, without]) => {
  const rules = Object.fromEntries(without.map(rule => [rule, {enabled: false}]));
  const found = await axe.run(document, {resultTypes: ['violations'], runOnly: tags, rules});
  return found.violations.map(one => [one.id, one.help, ...one.nodes.map(node => node.html)]);
}"""
UNFOLD = "document.querySelectorAll('details').forEach(one => { one.open = true })"

#: How a page is looked at: the size of the window, and what for.
LOOKS = {
    "desktop": ((1280, 900), "screen"),
    "phone": ((320, 640), "screen"),
    "print": ((1280, 900), "print"),
}


def violations(one, without=()):
    """What axe-core finds on a page with everything unfolded, some rules left out."""
    one.eval(UNFOLD)
    one.eval((files("axe_playwright_python") / "axe.min.js").read_text("utf-8"))
    return one.eval(RUN, [TAGS, without])


@pytest.mark.parametrize("page", ["report", "case", "summary"])
@pytest.mark.parametrize("look", LOOKS)
def test_nothing_stands_in_the_way_of_any_reader(opened, small, page, look):
    size, media = LOOKS[look]
    one = opened(getattr(small, page), size=size)
    one.page.emulate_media(media=media)
    assert violations(one, NOT_IN_PRINT if media == "print" else ()) == []


def test_it_is_found_where_something_does(opened, small):
    one = opened(small.case)
    one.eval("document.body.append(Object.assign(document.createElement('img'), {width: 10, height: 10}))")
    assert [found[0] for found in violations(one)] == ["image-alt", "region"]
