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
        (material(kind="remark", question="mad"), 3, "did you mean `made`?", "unknown-name"),
        (material(kind="introduction", section="9"), 3, "there is no section `9`", "unknown-part"),
        (material(kind="quotation"), 1, "needs `by`, found none", "entry-missing"),
        (
            material(kind="quotation", by="a person", item="x"),
            4,
            "with `item` needs `survey`",
            "entry-missing",
        ),
        (material(kind="quotation", by="a person", survey="y"), 4, "there is no survey `y`", "unknown-part"),
        (material(kind="quotation", by="Sam"), 3, "expected general words", "quotation-names"),
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


@pytest.mark.parametrize("kind", ["remark", "introduction"])
def test_of_some_kinds_there_is_one_for_each_part(written, kind):
    about = {"question": "made"} if kind == "remark" else {"section": "1"}
    one = material(kind=kind, **about)
    _, told = written(1, a=one, b=one)
    assert "is given here and in `texts/a.md`" in told


# --- Remarks, introductions and quotations ---------------------------------------------------


def test_a_remark_stands_beneath_the_sentence_it_is_on(written):
    found, told = written(a=material("In *most*, nobody asked.", kind="remark", question="made"))
    assert "one were not (33%). In most, nobody asked." in found.words
    assert "remark" not in told


def test_a_remark_on_what_is_not_said_is_found_and_not_printed(written):
    found, told = written(a=material("Nobody came.", kind="remark", question="enough"))
    assert "the report says nothing of `enough`" in " ".join(told.split())
    assert "[remark-without-finding]" in told
    assert "Nobody came." not in found.words
    assert "the remark on it is not printed" in found.words


def test_an_introduction_stands_at_the_head_of_its_section(written):
    found, _ = written(
        a=material("It begins so.", kind="introduction", section="1"),
        b=material("It ends so.", kind="commentary", section="1"),
    )
    words = found.words
    assert words.index("It begins so.") < words.index("1.1 Plans", words.index("Overall score"))
    assert words.index("It begins so.") < words.index("It ends so.")


SURVEY = """
survey young "Young people"

item helped "Did it help?"
  finding "{n} of {N} were helped ({percent})"

item rest "Anything else?"
  answers text

survey victims "Victims"

item safe "Safe?"
"""


@pytest.fixture
def quoted(place, capsys):
    """The page with responses to the survey of young people, and some quotations."""
    (place / "rules" / "all.criteria").write_text(CRITERIA + SURVEY, "utf-8")
    (place / "young.csv").write_text("response_id,helped,rest\nY1,yes,\nY2,no,\n", "utf-8")

    def write(**texts):
        for name, text in texts.items():
            (place / "texts" / f"{name}.md").write_text(text, "utf-8")
        given = ("--materials", "texts", "--survey", "young=young.csv", "--output", "r.html")
        told = said(capsys, "report", "rules", "cases.csv", *given)
        return Page((place / "r.html").read_text("utf-8")), " ".join(told.err.split())

    return write


def test_quotations_stand_with_what_they_speak_to(quoted):
    young = {"kind": "quotation", "by": "a young person", "survey": "young"}
    found, told = quoted(
        a=material("They rang me.", **young, item="helped"),
        b=material("Nothing more.", **young, item="rest"),
        c=material("It was fine.", **young, criteria='"1.2"'),
        d=material("I was heard.", kind="quotation", by="one victim", survey="victims", item="safe"),
        e=material("My plan is mine.", kind="quotation", by="a parent", criteria='"1.1"'),
    )
    words = found.words
    order = [
        "were helped (50%).", "They rang me. a young person", "Nothing more. a young person",
        "It was fine. a young person Criterion 1.2", "Every answer to every item", "In their own words",
        "I was heard. one victim", "My plan is mine. a parent Criterion 1.1",
    ]  # fmt: skip
    places = [words.index(one, words.index("Young people 2 responses.")) for one in order]
    assert places == sorted(places)
    assert "In their own words: a parent." in words
    assert {"#quotation-3", "#quotation-5"} <= set(found.links())
    assert {f"quotation-{at}" for at in range(1, 6)} <= set(found.ids())
    assert len(found.ids()) == len(set(found.ids()))
    assert "quotation-without-place" not in told


def test_a_quotation_that_speaks_to_nothing_is_found(quoted):
    found, told = quoted(a=material("Hm.", kind="quotation", by="a young person", survey="young"))
    assert "[quotation-without-place]" in told
    assert "the quotation names no item of a survey and no general criterion" in found.words


def test_an_item_of_another_survey_is_none_of_this(place, capsys):
    (place / "rules" / "all.criteria").write_text(CRITERIA + SURVEY, "utf-8")
    text = material("Hm.", kind="quotation", by="a victim", survey="victims", item="helped")
    (place / "texts" / "a.md").write_text(text, "utf-8")
    told = said(capsys, "report", "rules", "cases.csv", "--materials", "texts", "--output", "r.html", code=1)
    assert "there is no item of that survey `helped`" in told.err
    assert "there are safe" in told.err.replace("`", "")


@pytest.mark.parametrize(
    ("by", "general"),
    [
        ("a young person", True),
        ("A young person", True),
        ("one victim, who was satisfied", True),
        ("a YOT worker", True),
        ("person ifanc", True),
        ("a mother & a father", True),
        ("Sam", False),
        ("a young person called Sam", False),
        ("a young person from Harlow", False),
        ("A.S.", False),
        ("AS", False),
        ("young person 17", False),
        ("A Smith", False),
        ("YP-E001", False),
    ],
)
def test_nobody_is_named(written, by, general):
    _, told = written(
        exits.FINE if general else 1, a=material(kind="quotation", by=f'"{by}"', criteria='"1.1"')
    )
    assert ("[quotation-names]" in told) is not general


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
    values["by"] = "a young person"
    header = {key: values[key] for key in KINDS[kind].needs}
    found, _ = written(a=material("Some quite special text.", kind=kind, **header))
    assert ("Some quite special text." in found.words) is KINDS[kind].text


def test_remarks_and_quotations_are_said_in_the_language_of_the_report(place, capsys):
    (place / "texts").mkdir(exist_ok=True)
    header = {"kind": "quotation", "by": "a parent", "criteria": '"1.1"'}
    for name, text in {
        "q.md": material("They rang.", **header),
        "q.cy.md": material("Fe ffonion nhw.", by="rhiant"),
        "r.md": material("Nobody asked.", kind="remark", question="made"),
        "r.cy.md": material("Ofynnodd neb."),
        "s.md": material("English alone.", kind="remark", question="seen.custody"),
        "wrong.cy.md": material("x", kind="introduction", section="1"),
        "wrong.md": material("x", kind="introduction", section="1"),
    }.items():
        (place / "texts" / name).write_text(text, "utf-8")
    given = ("rules", "cases.csv", "--materials", "texts", "--output", "r.html", "--language", "cy")
    said(capsys, "report", *given)
    text = (place / "r.html").read_text("utf-8")
    assert "Ofynnodd neb." in text
    assert "Fe ffonion nhw." in text
    assert "rhiant" in text
    assert "They rang." not in text
    assert '"language": "cy"' in (place / "r.manifest.json").read_text("utf-8")
    (place / "texts" / "q.cy.md").write_text(material("Fe ffonion nhw.", by="Sam"), "utf-8")
    assert "[quotation-names]" in said(capsys, "report", *given, code=1).err


def test_a_text_that_names_a_case_stops_a_public_edition(place, capsys):
    header = {"kind": "remark", "question": "made"}
    (place / "texts" / "a.md").write_text(material("As in A2.", **header), "utf-8")
    given = ("rules", "cases.csv", "--materials", "texts", "--output", "r.html", "--public")
    assert "[case-named]" in said(capsys, "report", *given, code=1).err
    assert not (place / "r.html").exists()
    (place / "texts" / "a.md").write_text(material("As in many.", **header), "utf-8")
    said(capsys, "report", *given)
