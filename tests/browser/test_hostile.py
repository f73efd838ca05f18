"""Texts that would do something do nothing: no script runs, nothing is asked for, no element is there that is not ours."""

import pytest
from test_accessible import UNFOLD
from test_reading import SPILLS

from hostile import ALL, LONG, MARKDOWN, MARKUP, OTHER_LANGUAGES, STEERS, hostile
from small import CASES, CRITERIA
from test_inspection_report import report_made

#: Every kind of element that is there with the names of its attributes, in a page as the browser understood it.
KINDS = "() => [...new Set([...document.querySelectorAll('*')].map(one => [one.tagName, ...one.getAttributeNames().sort()].join(' ')))]"
#: Every address that the page names, and every style that stands in an element.
NAMED = """() => [...document.querySelectorAll('*')].flatMap(one => ['href', 'src', 'style', 'action', 'srcdoc', 'fill']
  .filter(name => one.hasAttribute(name)).map(name => one.getAttribute(name)))"""
WRITTEN = "document.documentElement.outerHTML"


def made():
    """Each page of the small report: plain, and with every hostile text in every text of its data."""
    from aboveline.report.inspection.page import case_page, page
    from aboveline.report.page import page as summary_page

    report = report_made()
    return {
        "report": (page, report),
        "case": (lambda one: case_page(one, one.drill.cases[0], "report.html"), report),
        "summary": (summary_page, report.view),
    }


@pytest.mark.parametrize("bypass_csp", [False, True], ids=["as it is", "were there no policy"])
@pytest.mark.parametrize("page", ["report", "case", "summary"])
def test_hostile_texts_in_every_field_do_nothing(opened, tmp_path, page, bypass_csp):
    render, data = made()[page]
    (tmp_path / "plain.html").write_text(render(data), "utf-8")
    (tmp_path / "hostile.html").write_text(render(hostile(data)), "utf-8")
    plain = opened(tmp_path / "plain.html", bypass_csp=bypass_csp)
    one = opened(tmp_path / "hostile.html", bypass_csp=bypass_csp)
    for shown in (plain, one):
        shown.eval(UNFOLD)
    assert set(one.eval(KINDS)) == set(plain.eval(KINDS))
    assert all(named.startswith("#") for named in set(one.eval(NAMED)) - set(plain.eval(NAMED)))
    assert one.eval("window.hacked === undefined")
    assert not STEERS.search(one.eval(WRITTEN))
    assert MARKUP[0] in one.page.locator("body").inner_text()
    assert "Contents" in one.page.locator("body").inner_text() or page != "report"


#: What a name in the criteria can be: a text between quotation marks, on one line.
LABEL = " ".join((*MARKUP, *OTHER_LANGUAGES)).replace('"', "'").replace("{", "(").replace("}", ")")


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    """A folder of files with hostile texts wherever people write any, and the report of them."""
    from conftest import OVERRIDES, written

    folder = tmp_path_factory.mktemp("hostile")
    odd = folder / "<img src=x onerror=alert(1)>"
    odd.mkdir()
    rules, texts = odd / "rules", odd / "texts"
    rules.mkdir()
    texts.mkdir()
    criteria = CRITERIA
    for label in (
        "Small <inspection>",
        "Risk & harm",
        "Plans",
        "Was a plan made?",
        "GOOD enough",
        "Planning",
        "Youth order",
    ):
        assert f'"{label}"' in criteria
        criteria = criteria.replace(f'"{label}"', f'"{label} {LABEL} {LONG}"')
    survey = f'\nsurvey voices "V {LABEL}"\nitem liked "L {LABEL}" answers one of a_lot "A {LABEL}", little "{LONG}"\nitem words "W" answers text\n'
    (rules / "all.criteria").write_text(criteria + survey, "utf-8")
    cases = CASES.replace("A1", f'"<svg onload=alert(1)> {LONG[:70]}"').replace("A3", '"=cmd|x"')
    (odd / "cases.csv").write_text(cases, "utf-8")
    quoted = '"' + ALL.replace('"', '""').replace("\ud800", "").replace("\x00", "") + '"'
    (odd / "overrides.csv").write_text(
        OVERRIDES.replace("The court sat late.,R", f"{quoted},{quoted}"), "utf-8"
    )
    (odd / "voices.csv").write_text(
        f"response_id,liked,words\n<b>1</b>,a_lot,{quoted}\n2,little,{quoted}\n", "utf-8"
    )
    past = f"area,roh,safe\n{quoted},50,60\nB,70,80\n"
    (odd / "past.csv").write_text(past, "utf-8")
    header = "'" + " ".join(MARKUP).replace("'", "''") + "'"
    given = {
        "cover": f"title: {header}\ndate: {header}\nidentifier: {header}",
        "foreword": f"signed: {header}",
        "recommendation": f"criteria: 1.1\nresponsible: {header}",
        "practice": f"criteria: 1.1\ntitle: {header}",
        "perspective": f"title: {header}",
        "commentary": "section: 1",
        "context": "",
        "glossary": "",
        "placement": "question: made\nlist: strength",
    }
    body = "\n\n".join((*MARKDOWN, *MARKUP, LONG))
    for kind, fields in given.items():
        (texts / f"{kind}.md").write_text(f"---\nkind: {kind}\n{fields}\n---\n{body}\n", "utf-8")
    written(
        *("report", rules, odd / "cases.csv", "--by", "sentence", "--overrides", odd / "overrides.csv"),
        *("--materials", texts, "--population", odd / "past.csv", "--survey", f"voices={odd / 'voices.csv'}"),
        *("--name", MARKUP[0] + LONG, "--output", folder / "report.html"),
    )
    return folder


def test_hostile_texts_in_files_do_nothing(opened, files):
    one = opened(files / "report.html", size=(360, 640), bypass_csp=True)
    one.eval(UNFOLD)
    assert one.eval("window.hacked === undefined")
    tags = {kind.split()[0].lower() for kind in one.eval(KINDS)}
    assert not tags & {
        "script",
        "img",
        "iframe",
        "form",
        "input",
        "button",
        "base",
        "link",
        "math",
        "use",
        "animate",
        "dialog",
        "object",
        "embed",
    }
    attributes = {name for kind in one.eval(KINDS) for name in kind.split()[1:]}
    assert not {
        name
        for name in attributes
        if name.startswith("on") or name in {"src", "srcdoc", "action", "autofocus"}
    }
    links = set(one.eval("[...document.querySelectorAll('a')].map(one => one.getAttribute('href'))"))
    assert {link for link in links if not link.startswith("#")} <= {
        "https://example.org/x.png",
        "https://example.org/x",
    }
    assert not STEERS.search(one.eval(WRITTEN))
    assert one.eval(SPILLS) == [True, []]
