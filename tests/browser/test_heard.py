"""How the pages are heard: the tree that a browser hands to a screen reader, and nothing else."""

from itertools import pairwise

import attrs
import pytest
from test_accessible import UNFOLD

#: What the tree has of its own, which nobody hears.
UNHEARD = {"InlineTextBox", "LineBreak", "ListMarker"}
LANDMARKS = ("banner", "navigation", "main", "complementary", "region", "contentinfo")
#: Links to places that nothing but where they stand tells apart: the cases under each way of each question.
NAMES_OF_CASES = ".named a"


@attrs.frozen
class Heard:
    """Something a screen reader comes to: its role, its name, what describes it, and what is within."""

    role: str
    name: str
    description: str
    properties: dict
    within: list

    def all(self, *roles):
        """Everything of these roles, in the order it is heard."""
        for one in self.within:
            if one.role in roles:
                yield one
            yield from one.all(*roles)

    @property
    def text(self):
        """Everything that is read out within."""
        return " ".join(one.name.strip() for one in self.all("StaticText"))


def heard(one, unfold=""):
    """The page as it is heard; what is ignored hands on what is within it."""
    if unfold:
        one.eval(unfold)
    session = one.page.context.new_cdp_session(one.page)
    nodes = session.send("Accessibility.getFullAXTree")["nodes"]
    by_id = {node["nodeId"]: node for node in nodes}

    def built(node):
        inside = [
            found for child in node.get("childIds", ()) if child in by_id for found in built(by_id[child])
        ]
        role = node.get("role", {}).get("value", "")
        if node.get("ignored") or role in UNHEARD:
            return inside
        said = [node.get(key, {}).get("value", "") for key in ("name", "description")]
        properties = {found["name"]: found["value"].get("value") for found in node.get("properties", ())}
        return [Heard(role, *said, properties, inside)]

    (root,) = built(nodes[0])
    return root


PAGES = ("report", "welsh", "public", "case", "summary")


@pytest.mark.parametrize("page", PAGES)
def test_headings_go_down_one_step_at_a_time_and_are_all_of_something(opened, small, page):
    headings = [*heard(opened(getattr(small, page)), UNFOLD).all("heading")]
    levels = [int(one.properties["level"]) for one in headings]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert all(one.name.strip() for one in headings)


@pytest.mark.parametrize("page", PAGES)
def test_landmarks_are_few_of_a_kind_or_named_apart(opened, small, page):
    tree = heard(opened(getattr(small, page)))
    assert len([*tree.all("banner")]) == len([*tree.all("main")]) == 1
    named = [
        (one.role, one.name)
        for one in tree.all(*LANDMARKS)
        if one.role not in {"banner", "main", "contentinfo"}
    ]
    assert all(name for _, name in named)
    assert len(set(named)) == len(named)


@pytest.mark.parametrize("page", PAGES)
def test_links_of_one_name_lead_to_one_place(opened, small, page):
    """As somebody hears them who has all links listed."""
    one = opened(getattr(small, page))
    one.eval(UNFOLD)
    one.eval(f"document.querySelectorAll('{NAMES_OF_CASES}').forEach(one => one.removeAttribute('href'))")
    places = {}
    for link in heard(one).all("link"):
        assert link.name.strip()
        assert not link.name.strip().isdigit()
        places.setdefault(link.name, set()).add(link.properties.get("url"))
    # A question leads to what was judged of it, from there to its score, and from a case to its rule.
    assert {name for name, where in places.items() if len(where) > 1 and not _is_question(name)} == set()
    if page == "case":
        assert all(len(where) == 1 for where in places.values())


def _is_question(name):
    return name.endswith("?")


@pytest.mark.parametrize("page", ["report", "welsh", "public"])
def test_a_chart_is_heard_once_with_its_title_and_what_it_shows_and_has_its_table_behind(opened, small, page):
    tree = heard(opened(getattr(small, page)), UNFOLD)
    figures = [one for one in tree.all("figure") if [*one.all("image")]]
    assert len(figures) >= 3
    for figure in figures:
        image, table = [*figure.all("image", "table")]
        assert (image.role, table.role) == ("image", "table")
        assert image.name
        assert image.description
        assert image.name not in image.description
        assert image.within == []
        assert table.name == image.name
        # The title, what is drawn and its legend are there to be seen, not to be heard a second time.
        assert image.name not in figure.text
        words = [cell.name for cell in figure.all("cell", "rowheader")]
        assert words
        assert figure.text.count(words[0]) == 1


@pytest.mark.parametrize("page", ["report", "welsh", "public"])
def test_tables_are_named_apart_and_every_row_and_column_has_its_header(opened, small, page):
    one = opened(getattr(small, page))
    # What people wrote has the tables they wrote.
    one.eval("document.querySelectorAll('.text table, .example table').forEach(one => one.remove())")
    tables = [*heard(one, UNFOLD).all("table")]
    names = [table.name for table in tables]
    assert len(names) >= 6
    assert all(names)
    assert len(set(names)) == len(names)
    for table in tables:
        first, *rows = table.all("row")
        assert {cell.role for cell in first.within} == {"columnheader"}
        assert [row.within[0].role for row in rows] == ["rowheader"] * len(rows), table.name


@pytest.mark.parametrize("page", ["report", "welsh", "public", "summary"])
def test_what_is_folded_says_so_and_what_is_in_it(opened, small, page):
    one = opened(getattr(small, page))
    folded = [*heard(one).all("DisclosureTriangle")]
    assert folded
    assert all(found.name.strip() and found.properties["expanded"] is False for found in folded)
    # A sign that only shows which way it opens is not read out.
    assert not any(sign in found.name for found in folded for sign in "▾▴")
    unfolded = [*heard(one, UNFOLD).all("DisclosureTriangle")]
    assert all(found.properties["expanded"] is True for found in unfolded)


def test_in_a_welsh_report_rules_are_said_in_english_and_what_is_told_of_cases_in_welsh(opened, small):
    one = opened(small.welsh)
    languages = "found => [...document.querySelectorAll(found)].map(one => one.closest('[lang]').lang)"
    assert set(one.eval(languages, ".rules pre, .way pre")) == {"en"}
    assert set(one.eval(languages, ".judgements > p")) == {"cy"}
