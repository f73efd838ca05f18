"""How the pages read: on a phone, enlarged, without scripts, with colours or movement as a reader wants them."""

import pytest
from test_accessible import UNFOLD

#: What stands further right than the window is wide, but for what scrolls by itself and can have the focus.
SPILLS = """() => {
  const far = document.documentElement.clientWidth + 1;
  const spilt = [...document.body.querySelectorAll('*')].filter(one =>
    one.checkVisibility() && one.getBoundingClientRect().right > far && !one.closest('[tabindex="0"]'));
  return [document.documentElement.scrollWidth < far, spilt.map(one => one.outerHTML.slice(0, 120)).slice(0, 5)];
}"""
#: Cells of tables whose words stand over their edge, are too small to read, or are broken into letters.
CRAMPED = """() => [...document.querySelectorAll('td, th')].filter(one => one.checkVisibility()
  && (one.scrollWidth > one.clientWidth + 1 || parseFloat(getComputedStyle(one).fontSize) < 12
    || (one.scope === 'row' && one.clientWidth < 80)))
  .map(one => one.outerHTML.slice(0, 120)).slice(0, 5)"""
#: Cells of tables in which a number is broken over two lines.
BROKEN = r"""() => [...document.querySelectorAll('td, th')].filter(one => {
  if (!one.checkVisibility() || !/^[\d,.]+%?$/.test(one.innerText.trim())) return false;
  const range = document.createRange();
  range.selectNodeContents(one);
  return new Set([...range.getClientRects()].map(line => Math.round(line.top))).size > 1;
}).map(one => one.outerHTML.slice(0, 120)).slice(0, 5)"""
#: The spacing of text that every reader may ask for (WCAG 2.2, 1.4.12).
SPACED = "* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }"

WIDTHS = {"phone": 360, "smallest phone, or a window of 1280 at 400%": 320}
PAGES = ("report", "case", "summary")


@pytest.mark.parametrize("width", WIDTHS.values(), ids=WIDTHS)
@pytest.mark.parametrize("page", PAGES)
def test_nothing_has_to_be_scrolled_sideways(opened, small, page, width):
    one = opened(getattr(small, page), size=(width, 640))
    one.eval(UNFOLD)
    assert one.eval(SPILLS) == [True, []]
    assert one.eval(CRAMPED) == []


@pytest.mark.parametrize("page", PAGES)
def test_a_reader_may_space_the_text_out(opened, small, page):
    one = opened(getattr(small, page), size=(480, 640), bypass_csp=True)
    one.page.add_style_tag(content=SPACED)
    one.eval(UNFOLD)
    assert one.eval(SPILLS) == [True, []]


def test_the_essex_report_needs_no_scrolling_sideways(opened, essex):
    one = opened(essex, size=(320, 640))
    one.eval("document.querySelectorAll('details:not(.case ~ .case)').forEach(one => { one.open = true })")
    assert one.eval(SPILLS) == [True, []]
    assert one.eval(CRAMPED) == []
    assert one.eval(BROKEN) == []


def test_no_number_of_the_essex_report_is_broken_in_a_wide_window(opened, essex):
    one = opened(essex, size=(1100, 900))
    one.eval("document.querySelectorAll('details:not(.case)').forEach(one => { one.open = true })")
    assert one.eval(BROKEN) == []


def test_with_scripts_off_all_text_is_there(opened, small):
    for page in PAGES:
        with_scripts = opened(getattr(small, page)).page.locator("body")
        without = opened(getattr(small, page), java_script_enabled=False).page.locator("body")
        assert without.inner_text() == with_scripts.inner_text()
        assert without.text_content() == with_scripts.text_content()


def test_without_scripts_a_link_still_unfolds_what_it_leads_into(opened, small):
    one = opened(small.report, "#c2-2", java_script_enabled=False)
    judgement = one.page.locator("#c2-2")
    judgement.wait_for(state="visible")
    assert "because" in judgement.inner_text()


def test_nothing_moves(opened, small):
    moving = """() => document.getAnimations().length + [...document.querySelectorAll('*')].filter(one =>
      getComputedStyle(one).transitionDuration !== '0s' || getComputedStyle(one).scrollBehavior !== 'auto').length"""
    for page in PAGES:
        assert opened(getattr(small, page)).eval(moving) == 0


#: The colours of a place of its own: those of a chart, and what they stand on.
COLOURS = """() => [document.querySelector('.inked'), document.querySelector('.whisker:not(.under)'), document.querySelector('.drawing text')]
  .map(one => getComputedStyle(one)).map((style, at) => at === 1 ? style.stroke : style.fill)
  .concat(getComputedStyle(document.body).backgroundColor, getComputedStyle(document.body).color)"""


@pytest.mark.parametrize("scheme", ["dark", "light"])
def test_charts_keep_to_the_colours_a_reader_forces(opened, small, scheme):
    one = opened(small.report, forced_colors="active", color_scheme=scheme)
    *drawn, ground, ink = one.eval(COLOURS)
    assert ground == ("rgb(0, 0, 0)" if scheme == "dark" else "rgb(255, 255, 255)")
    assert drawn[1:] == [ink, ink]
    assert contrast(drawn[0], ground) >= 3


def contrast(one, other):
    """How far two colours are apart in light, as WCAG has it."""
    lights = sorted((_light(colour) + 0.05 for colour in (one, other)), reverse=True)
    return lights[0] / lights[1]


def _light(colour):
    parts = [int(part) / 255 for part in colour.removeprefix("rgb(").removesuffix(")").split(",")]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_kinds_of_bars_are_told_apart_without_colour(opened, small):
    one = opened(small.report)
    fills = one.eval(
        "[...new Set([...document.querySelectorAll('.drawing .bar-of')].map(one => one.getAttribute('fill')))]"
    )
    assert len(fills) >= 2
    drawn = one.eval("[...document.querySelectorAll('.patterns pattern')].map(one => one.innerHTML)")
    assert len(set(drawn)) == len(drawn) >= len(fills)
    lines = one.eval("""Object.fromEntries([...document.querySelectorAll('.came')]
      .map(one => [one.className, getComputedStyle(one).textDecorationStyle]))""")
    assert len(set(lines.values())) == len(lines) >= 3
