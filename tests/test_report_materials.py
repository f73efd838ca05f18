"""The materials of a report: texts that people write, checked, placed where they belong, and unable to do anything."""

import re

import pytest

from aboveline.cli import exits
from aboveline.report.inspection.materials import KINDS
from aboveline.report.markup import markup
from hostile import MARKDOWN, STEERS, TEXTS
from small import CRITERIA, write_small
from test_cli import ESSEX, said
from test_inspection_report import Page

EXAMPLE = ESSEX.replace("cases.csv", "materials")


@pytest.fixture
def place(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    write_small(tmp_path)
    (tmp_path / "texts").mkdir()
    return tmp_path


@pytest.fixture
def written(place, capsys):
    """The page and what was said, with some materials."""

    def write(code=exits.FINE, **texts):
        for name, text in texts.items():
            (place / "texts" / f"{name}.md").write_text(text, encoding="utf-8")
        told = said(
            capsys, "report", "rules", "cases.csv", "--materials", "texts", "--output", "r.html", code=code
        )
        return (Page((place / "r.html").read_text("utf-8")) if code == exits.FINE else None), told.err

    return write


def material(body="Some text.", **header):
    return "---\n" + "".join(f"{key}: {value}\n" for key, value in header.items()) + f"---\n{body}\n"


def test_the_materials_of_essex_stand_in_its_report(place, capsys):
    given = ("cci-2012", ESSEX, "--materials", EXAMPLE, "--output", "r.html", "--without-cases")
    told = said(capsys, "report", *given)
    found = Page((place / "r.html").read_text("utf-8"))
    assert "warning" not in told.err
    assert {link[1:] for link in found.links()} <= set(found.ids())
    assert "Youth offending work in Essex, reconstructed" in found.words
    assert (
        "The Asset score fell in 46 of 80 cases (58%). Listed here by decision: It tells what happened"
        in found.words
    )
    assert re.search(r"Recommendations 1, 2, 5 \. An example|Recommendations 1, 2, 5\.", found.words)
    assert "Every recommendation names a general criterion" in found.words


def test_a_recommendation_is_linked_with_the_criteria_it_names(written):
    found, _ = written(a=material("Make plans.", kind="recommendation", criteria='"1.1"', responsible="Head"))
    assert "#recommendation-1" in found.links()
    assert "Responsible: Head." in found.words
    assert found.links().count("#criterion-1.1") >= 3


def test_what_is_found_of_recommendations_is_printed_and_stands_in_the_report(written, place):
    (place / "rules" / "all.criteria").write_text(CRITERIA.replace("from 60%", "from 99%"), "utf-8")
    found, told = written(
        a=material("Do better.", kind="recommendation"),
        b=material("Make plans.", kind="recommendation", criteria="1.1"),
    )
    for words in (" ".join(told.split()), found.words):
        assert "the recommendation names no general criterion" in words
        assert "criterion 1.2, Contact, scored" in words
        assert "criterion 1.1, Plans, scored" not in words
    assert "[recommendation-without-criterion]" in told
    assert "[criterion-without-recommendation]" in told


def test_the_best_comment_needs_no_recommendation(written):
    found, told = written(a=material("Make plans.", kind="recommendation", criteria="1.1"))
    assert "warning" not in told
    assert "Every recommendation names a general criterion" in found.words


def test_a_finding_can_be_placed_with_a_reason(written):
    found, _ = written(a=material("It was close.", kind="placement", question="made", list="strength"))
    assert (
        "Strengths Two of three plans were made (67%); one were not (33%). Listed here by decision: It was close."
        in found.words
    )


def test_a_number_of_a_criterion_stays_a_text(written):
    _, told = written(
        exits.WRONG_INPUT if hasattr(exits, "WRONG_INPUT") else 1,
        a=material(kind="practice", criteria="1.10"),
    )
    assert "there is no general criterion `1.10`" in told


@pytest.mark.parametrize(
    ("text", "line", "expected", "code"),
    [
        ("No header.", 1, "expected a header between two lines of three dashes", "header-form"),
        ("---\nkind: context\n", 1, "expected a header between two lines of three dashes", "header-form"),
        ("---\n---\nx", 1, "found none", "unknown-kind"),
        (material(kind="recomendation"), 2, "did you mean `recommendation`?", "unknown-kind"),
        (material(kind="context", criteria="1.1"), 3, "found `criteria`", "unknown-entry"),
        (material("", kind="context"), 4, "expected the text of contextual information", "text-missing"),
        (material(kind="practice"), 1, "needs `criteria`, found none", "entry-missing"),
        (material(kind="commentary", section="9"), 3, "there is no section `9`", "unknown-part"),
        (
            material(kind="placement", question="mad", list="strength"),
            3,
            "did you mean `made`?",
            "unknown-name",
        ),
        (
            material(kind="placement", question="made", list="good"),
            4,
            "there is no list `good`",
            "wrong-word",
        ),
        ("---\nkind: context\nkind: context\n---\nx", 3, "`kind` stands twice", "entry-twice"),
        ("---\nkind: a: b\n---\nx", 2, "the header cannot be read", "header-form"),
        ("---\nkind: {a: b}\n---\nx", 2, "expected a name, a colon and a text", "header-form"),
        ("---\n- context\n---\nx", 2, "expected a name, a colon and a text", "header-form"),
        ("---\n[" + "\n---\nx", None, "the header cannot be read", "header-form"),
    ],
)
def test_a_fault_is_shown_where_it_stands(written, text, line, expected, code):
    _, told = written(1, a=text)
    assert expected in " ".join(told.split())
    assert "texts/a.md" in told
    assert f"[{code}]" in told
    assert line is None or f"line {line}" in told or f"texts/a.md:{line}" in told


def test_what_can_be_given_once_is_given_once(written):
    one = material(kind="context")
    _, told = written(1, a=one, b=one)
    assert "contextual information is given here and in `texts/a.md`" in told
    assert "[material-twice]" in told


def test_other_encodings_and_folders_are_refused(written, place, capsys):
    (place / "texts" / "b.md").write_bytes("---\nkind: context\n---\ncaf\xe9".encode("latin-1"))
    assert "[text-encoding]" in written(1)[1]
    told = said(
        capsys,
        "report",
        "rules",
        "cases.csv",
        "--materials",
        "text",
        "--output",
        "x.html",
        code=exits.WRONG_USAGE,
    )
    assert "did you mean `texts`?" in told.err


# --- Markdown that would do something --------------------------------------------------------


#: The elements that Markdown makes, and what may stand in their tags.
ELEMENTS = {
    *("p", "a", "code", "pre", "em", "strong", "h3", "h4", "hr"),
    *("table", "thead", "tbody", "tr", "th", "td"),
}
ATTRIBUTES = {"href", "title", "class", "style"}


@pytest.mark.parametrize("text", [*MARKDOWN, *TEXTS])
def test_hostile_markdown_stays_text(text):
    found = Page(str(markup(text)))
    assert {tag for tag, _ in found.elements} <= ELEMENTS
    assert {name for _, given in found.elements for name in given} <= ATTRIBUTES
    assert {given["style"] for _, given in found.elements if "style" in given} <= {"text-align:center"}
    assert [link for link in found.links() if not link.startswith(("#", "https://example.org/x"))] == []
    assert not STEERS.search(str(markup(text)))


@pytest.mark.parametrize(
    ("address", "works"),
    [
        ("#criterion-1.1", True),
        ("https://example.org/a?b=c#d", True),
        ("http://example.org", True),
        ("mailto:a@example.org", True),
        ("HTTPS://EXAMPLE.ORG", True),
        ("//example.org", False),
        ("\\\\example.org\\x", False),
        ("other.html", False),
        ("file:///etc/passwd", False),
        ("data:image/png;base64,xxxx", False),
        ("java&#115;cript:alert(1)", False),
    ],
)
def test_a_link_leads_into_the_report_or_to_an_address_of_the_web_or_of_mail(address, works):
    found = Page(str(markup(f"[text]({address})")))
    assert bool(found.links()) is works
    assert "text" in found.text


def test_headings_of_a_text_stand_below_those_of_the_page():
    assert markup("# A\n\n###### B") == "<h3>A</h3>\n<h6>B</h6>\n"


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_its_place_on_the_page(written, kind):
    values = {"criteria": "1.1", "section": "1", "question": "made", "list": "strength", "title": "Title"}
    header = {key: values[key] for key in KINDS[kind].needs}
    found, _ = written(a=material("Some quite special text.", kind=kind, **header))
    assert ("Some quite special text." in found.words) is KINDS[kind].text
