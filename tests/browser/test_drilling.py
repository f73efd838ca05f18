"""From a headline to a judgement and the rule behind it, by mouse and by keyboard alone."""

#: What a reader follows, in turn, and where it leads: nothing where it only unfolds.
STEPS = (
    (".headline a[href^='#criterion-']", "criterion-"),
    ("article:has(:target) .said a", "q-"),
    ("tr:target a", "d-"),
    (".drill:target .way summary", None),
    (".drill:target .way[open] .named a", "c1-"),
    (".judgements :target a", "w"),
)

IS_AT = "beginning => document.querySelector(':target')?.id.startsWith(beginning)"
IS_IN_VIEW = """() => {
  const place = document.querySelector(':target'), box = place.getBoundingClientRect();
  return place.checkVisibility() && box.height > 0 && box.top > -1 && box.top < innerHeight;
}"""
#: Whether what has the focus is in view, with an outline that can be told from what is behind it.
FOCUS_SHOWS = """() => {
  const one = document.activeElement, box = one.getBoundingClientRect(), style = getComputedStyle(one);
  return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2 && box.width > 0
    && style.outlineColor !== getComputedStyle(document.body).backgroundColor
    && box.bottom > 0 && box.top < innerHeight;
}"""


def arrived(one, beginning):
    """The id of the place a link led to, once it is there, unfolded and in view."""
    one.page.wait_for_function(IS_AT, arg=beginning)
    one.page.wait_for_function(IS_IN_VIEW)
    return one.eval("document.querySelector(':target').id")


def check_way(one, places):
    """Whether the places are those of one question, and the last two tell of the judgement and mark its rule."""
    _, question, ways, judgement, rule = places
    key = question.removeprefix("q-")
    assert ways == f"d-{key}"
    assert rule.removeprefix("w").partition("-")[0] == judgement.partition("-")[2]
    assert one.page.locator(f"[id='{ways}'] [id='{rule}']").count() == 1
    assert "because" in one.page.locator(f"[id='{judgement}']").inner_text()
    marked = one.page.locator(f"[id='{rule}'] .came").first
    assert marked.inner_text().endswith(("yes", "no"))
    style = "e => [getComputedStyle(e).color, getComputedStyle(e).textDecorationLine]"
    colour, line = marked.evaluate(style)
    assert colour != one.eval("getComputedStyle(document.body).color")
    assert line == "underline"


def test_a_reader_drills_from_a_headline_to_the_marked_rule_by_mouse(opened, essex):
    one = opened(essex)
    places = []
    for link, beginning in STEPS:
        one.page.locator(link).first.click()
        if beginning is not None:
            places.append(arrived(one, beginning))
    check_way(one, places)
    for place in reversed(places[:-1]):
        one.page.go_back()
        assert arrived(one, place) == place


def test_a_reader_drills_by_keyboard_alone_and_always_sees_where_the_focus_is(opened, essex):
    one = opened(essex)
    press = one.page.keyboard.press

    def to(link, most):
        """Go on with the Tab key until what is looked for has the focus, which shows all the way."""
        for _ in range(most):
            press("Tab")
            assert one.eval(FOCUS_SHOWS), one.eval("document.activeElement.outerHTML.slice(0, 200)")
            if one.eval("link => document.activeElement.matches(link)", link):
                return
        raise AssertionError(f"{most} times the Tab key and not at {link}")

    to(".skip", 1)
    press("Enter")
    assert arrived(one, "main") == "main"
    places = []
    for (link, beginning), most in zip(STEPS, (25, 25, 1, 2, 3, 1), strict=True):
        to(link, most)
        press("Enter" if beginning else "Space")
        if beginning is not None:
            places.append(arrived(one, beginning))
    check_way(one, places)


def test_a_reader_drills_into_the_page_of_a_case_and_back(opened, essex_in_folder):
    one = opened(essex_in_folder, "#d-rosh_screen_done")
    for link, beginning in (STEPS[3], STEPS[4], STEPS[5]):
        one.page.locator(link).first.click()
        if beginning is not None:
            arrived(one, beginning)
    assert one.page.url.endswith("/report.html#w1-1")
    one.page.go_back()
    assert arrived(one, "c1-1")
    assert one.page.url.endswith("/cases/1.html#c1-1")


def test_the_skip_link_is_out_of_sight_until_it_has_the_focus(opened, essex):
    one = opened(essex)
    box = "(() => { const b = document.querySelector('.skip').getBoundingClientRect(); return [b.left, b.right] })()"
    assert one.eval(box)[1] < 0
    one.page.keyboard.press("Tab")
    left, right = one.eval(box)
    assert left >= 0
    assert right > left
