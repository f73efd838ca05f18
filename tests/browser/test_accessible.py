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


@pytest.mark.parametrize("page", ["report", "case", "summary", "welsh", "public"])
@pytest.mark.parametrize("look", LOOKS)
def test_nothing_stands_in_the_way_of_any_reader(opened, small, page, look):
    size, media = LOOKS[look]
    one = opened(getattr(small, page), size=size)
    one.page.emulate_media(media=media)
    assert violations(one, NOT_IN_PRINT if media == "print" else ()) == []


#: Leaves of what repeats two of each shape: the same elements within, with the same attributes but for what tells one
#: from the next (`id`, places that links lead to, lengths in drawings), each with some text or with none. Nothing that axe
#: looks at can differ between two of a shape but the words themselves, and no rule of it reads words. What it would find in
#: one it finds in the other, and it takes minutes to look at each of the 12,835 judgements of Essex, which are one shape.
THIN = """selectors => {
  const varies = new Set(['id', 'href', 'x', 'y', 'x1', 'x2', 'y1', 'y2', 'width', 'height', 'aria-labelledby',
    'aria-describedby', 'aria-label']);
  const shape = one => {
    const within = [...one.childNodes].map(node => node.nodeType === Node.ELEMENT_NODE ? shape(node)
      : node.data && node.data.trim() ? 'text' : '');
    const attributes = [...one.attributes].map(({name, value}) => `${name}=${varies.has(name) ? value !== '' : value}`);
    return `<${one.localName} ${attributes.sort().join(' ')}>${[...new Set(within)].sort().join('')}</>`;
  };
  const thinned = {};
  for (const selector of selectors) {
    const met = new Map(), all = [...document.querySelectorAll(selector)];
    for (const one of all) {
      const found = shape(one), times = (met.get(found) || 0) + 1;
      met.set(found, times);
      if (times > 2) one.remove();
    }
    thinned[selector] = [all.length, met.size];
  }
  return thinned;
}"""
#: What repeats in a report, the smallest first, so that what holds them is thinned by what is left in it.
REPEATS = (".judgements > p", "details.case", ".named > a", ".came", ".way", ".drill", "tbody > tr")


@pytest.mark.slow
@pytest.mark.parametrize("look", ["desktop", "phone"])
def test_nothing_of_the_whole_essex_report_stands_in_the_way_of_any_reader(opened, essex, look):
    one = opened(essex, size=LOOKS[look][0])
    assert (
        one.eval("""() => {
      const ids = [...document.querySelectorAll('[id]')].map(one => one.id);
      return ids.length - new Set(ids).size;
    }""")
        == 0
    )
    thinned = one.eval(THIN, REPEATS)
    assert thinned[".judgements > p"] == [85 * 151, 1]
    assert violations(one) == []


def test_it_is_found_where_something_does(opened, small):
    one = opened(small.case)
    one.eval("document.body.append(Object.assign(document.createElement('img'), {width: 10, height: 10}))")
    assert [found[0] for found in violations(one)] == ["image-alt", "region"]


def test_nothing_is_lost_where_what_repeats_is_left_out(opened, small):
    one = opened(small.report)
    one.eval(
        "[...document.querySelectorAll('.judgements > p')].at(-1).append(document.createElement('button'))"
    )
    thinned = one.eval(THIN, REPEATS)
    assert thinned[".judgements > p"][0] > thinned[".judgements > p"][1] == 2 + 1
    assert [found[0] for found in violations(one)] == ["button-name"]
