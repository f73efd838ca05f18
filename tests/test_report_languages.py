# ruff: noqa: RUF001 (Welsh has the right apostrophes)
"""`aboveline report --language`: everything of ours in the language, what is not marked as such, and listed."""

import csv
import html
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from aboveline import load_framework
from aboveline.cli import exits
from aboveline.report.inspection.materials import named, read_materials
from aboveline.report.inspection.said import speller_of
from aboveline.report.inspection.spoken import Spoken
from aboveline.run.manifest import versions
from aboveline.wording.language import language_of
from aboveline.workspace import load, untranslated_texts
from silent import Silent
from small import CASES, CRITERIA, write_small
from test_cli import ESSEX, ROOT, said
from test_inspection_report import Page

WELSH = (
    CRITERIA.replace('theme safe "Safeguarding"', 'theme safe "Safeguarding" cy "Diogelu"')
    .replace(
        '"{n} of {N} plans were made ({percent}); {failed} were not ({failed_percent})"',
        '"{n} of {N} plans were made ({percent})" cy "gwnaed {n} o {N} cynllun ({percent})"',
    )
    .replace(
        'question enough "Were there enough visits?"',
        'question enough "Were there enough visits?"\n  finding "there were enough visits in {n} of {N} cases"',
    )
)
NOTE = "---\nkind: recommendation\ncriteria: 1.1\nresponsible: The head\n---\nPlan *sooner*.\n"


@pytest.fixture
def place(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    write_small(tmp_path, WELSH)
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "a.md").write_text(NOTE, encoding="utf-8")
    (tmp_path / "texts" / "a.cy.md").write_text("---\n---\nCynlluniwch yn *gynt*.\n", encoding="utf-8")
    (tmp_path / "texts" / "b.md").write_text("---\nkind: foreword\n---\nOnly English.\n", encoding="utf-8")
    return tmp_path


def reported(place, capsys, *more):
    """The page a command writes, and what it says."""
    given = ("rules", "cases.csv", "--materials", "texts", "--output", "report.html", *more)
    told = said(capsys, "report", *given)[1]
    return Page((place / "report.html").read_text(encoding="utf-8")), told


# --- Everything of ours goes through the language ----------------------------------------------


#: What a page makes of labels: those of a repeat, and one with the file of a finding behind it.
LABELS = (
    *(f"Was the young person seen in {phase}?" for phase in ("each phase", "custody", "community")),
    "Was a plan made? (cases.csv)",
)


def words_of(text):
    """The words of a text, one after another."""
    words = re.findall(r"[^\W\d_]{2,}", text.lower())
    return f" {' '.join(words)} "


def test_every_text_of_the_page_that_is_ours_is_said_in_its_language(place, capsys, monkeypatch):
    overrides = "case_id,question,outcome,reason,by,date\nA2,timely,sufficient,Because,Jo,2012-05-03\n"
    (place / "overrides.csv").write_text(overrides, encoding="utf-8")
    (place / "past.csv").write_text("area,year,roh,safe\nA,2011,50,60\nB,2012,70,40\n", encoding="utf-8")
    monkeypatch.setattr("aboveline.cli.reported.language_of", lambda _: Silent())
    more = ("--overrides", "overrides.csv", "--population", "past.csv", "--by", "sentence")
    found, _ = reported(place, capsys, *more)
    assert found.elements[0] == ("html", {"lang": "xx"})
    text = f"<main{(place / 'report.html').read_text(encoding='utf-8').partition('<main')[2]}"
    # The criteria as they are written are not of the interface.
    text = re.sub(r"<pre.*?</pre>|<code>.*?</code>", "", text, flags=re.DOTALL)
    texts = "\n".join((*re.findall(r'(?:aria-label|alt)="([^"]*)"', text), re.sub("<[^>]*>", "\n", text)))
    left = [" ".join(one.split()) for one in re.split(f"[\n{Silent.BLANK}]", html.unescape(texts))]
    given = [*place.rglob("*.criteria"), *place.rglob("*.csv"), *place.rglob("*.md")]
    written = " ".join(one.read_text(encoding="utf-8") for one in given)
    names = " ".join(
        (*(str(one.relative_to(place)) for one in given), *versions(), "rules/all.criteria", *LABELS)
    )
    known = words_of(f"{written} {names}")
    assert [line for line in left if words_of(line).strip() and words_of(line) not in known] == []


# --- The report in Welsh -----------------------------------------------------------------------


def test_a_report_in_welsh_says_what_is_given_in_welsh_and_marks_what_is_not(place, capsys):
    found, told = reported(place, capsys, "--language", "cy", "--untranslated", "left.csv")
    text = (place / "report.html").read_text(encoding="utf-8")
    assert found.elements[0] == ("html", {"lang": "cy"})
    assert "Meysydd i’w gwella" in found.words
    assert "Areas for improvement" not in found.words
    assert "Diogelu" in found.words
    # A finding that is translated is worded as Welsh words counts, one that is not as English does.
    assert "Gwnaed 2 o 3 cynllun (67%)." in found.words
    assert re.search(r'lang="en">There were enough visits in two of (the )?three cases\.<', text)
    assert "Cynlluniwch yn <em>gynt</em>" in text
    assert "Plan <em>sooner" not in text
    assert "Cyfrifol: The head." in found.words
    assert '<div lang="en"><p>Only English.</p>' in text
    assert re.search('<pre lang="en">question made', text)
    with (place / "left.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["of"] for row in rows} == {"criteria", "materials"}
    assert {
        "of": "materials",
        "where": "texts/b.md",
        "text": "Only English.",
        "text of many": "",
        "translation": "",
    } in rows
    assert "theme roh" in {row["where"] for row in rows}
    assert "theme safe" not in {row["where"] for row in rows}
    criteria = sum(row["of"] == "criteria" for row in rows)
    assert (
        f"{len(rows)} texts have no words in the language of the report ({criteria} of the criteria, 1 of the materials)"
        in told
    )
    assert "left.csv" in told
    assert "Y cofnod: cases.csv, llinell 2" in found.words
    assert "Yr ateb a gofnodwyd: ie (colofn " in found.words
    assert "The answer recorded" not in found.words
    assert "is in English" not in told


def test_a_report_in_english_is_what_it_was_and_tells_nothing_of_languages(place, capsys):
    found, told = reported(place, capsys)
    assert found.elements[0] == ("html", {"lang": "en-GB"})
    assert "lang=" not in (place / "report.html").read_text(encoding="utf-8").partition("<body")[2]
    assert "no words" not in told
    assert "Cynlluniwch" not in found.words
    assert "Diogelu" not in found.words
    assert "texts/a.md" in found.words
    assert "a.cy.md" not in found.words
    said(capsys, "report", "rules", "cases.csv", "--output", "more.html", "--language", "en")
    assert (place / "more.html").exists()


def test_a_sealed_run_is_reported_in_welsh_too(place, capsys):
    said(capsys, "score", "rules", "cases.csv", "--run", "sealed")
    said(capsys, "report", "sealed", "--output", "r.html", "--language", "cy", "--case-pages", "pages")
    text = (place / "r.html").read_text(encoding="utf-8")
    assert "Diogelu" in text
    assert "Gwnaed 2 o 3 cynllun (67%)." in text
    one = (place / "pages" / "1.html").read_text(encoding="utf-8")
    assert '<html lang="cy">' in one
    assert "Achos A1" in one
    assert "Yr ateb a gofnodwyd: " in one
    assert json.loads((place / "r.manifest.json").read_text(encoding="utf-8"))["edition"]["language"] == "cy"


def test_a_language_without_words_is_refused_with_those_there_are(place, capsys):
    told = said(
        capsys,
        "report",
        "rules",
        "cases.csv",
        "--output",
        "r.html",
        "--language",
        "fr",
        code=exits.WRONG_USAGE,
    )
    assert "(en, cy), found `fr`" in told.err
    assert not (place / "r.html").exists()


@pytest.mark.parametrize("name", ["-", "left.txt", "cases.csv"])
def test_the_list_goes_into_a_file_of_its_own(place, capsys, name):
    given = ("report", "rules", "cases.csv", "--output", "r.html", "--language", "cy", "--untranslated", name)
    said(capsys, *given, code=exits.WRONG_USAGE)
    assert (place / "cases.csv").read_text(encoding="utf-8") == CASES
    assert not (place / "r.html").exists()


def test_english_loads_nothing_for_other_languages(place):
    code = (
        "import sys; from aboveline.cli import main\n"
        "try: main(['report', 'rules', 'cases.csv', '--output', 'r.html'])\n"
        "except SystemExit: pass\n"
        "print('babel' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
    assert (place / "r.html").exists()


# --- Findings ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("count", "words"),
    [
        (3, "Roedd yn ddigonol yn 3 o 7 achos (43%)."),
        (7, "Roedd yn ddigonol ym mhob un o’r 7 achos."),
        (0, "Roedd yn ddigonol yn 0 o 7 achos (0%)."),
    ],
)
def test_welsh_findings_have_figures_and_say_of_all_that_it_is_every_one(count, words):
    finding = "roedd yn ddigonol yn {n} o {N} achos ({percent}%)"
    assert speller_of("cy").worded(finding, count, 7) == words


@pytest.mark.parametrize(
    ("before", "words"),
    [
        ("i ", "I bob un o’r 4 achos."),
        ("", "Pob un o’r 4 achos."),
        ("mewn ", "Ym mhob un o’r 4 achos."),
        ("Yn ", "Ym mhob un o’r 4 achos."),
    ],
)
def test_every_one_is_mutated_behind_what_mutates_it(before, words):
    for of in ("o {N}", "o'r {N}", "o’r {N}", "allan o {N}"):
        assert speller_of("cy").worded(f"{before}{{n}} {of} achos ({{percent}})", 4, 4) == words


def test_one_of_one_stays_in_figures_and_failures_are_counted_too():
    assert speller_of("cy").worded("{n} o {N} ({percent})", 1, 1) == "1 o 1 (100%)."
    words = speller_of("cy").worded("methodd {failed} o {N} ({failed_percent}%), nid {n}", 0, 5)
    assert words == "Methodd pob un o’r 5, nid 0."


def test_a_language_nobody_taught_to_spell_has_figures():
    assert speller_of("de").worded("gut in {n} von {N} ({percent})", 2, 2) == "Gut in 2 von 2 (100%)."


def test_a_finding_of_a_question_or_an_item_is_in_the_language_it_has_words_in():
    loaded = load(str(ROOT / "criteria" / "cci-2012"))
    for language, code in (("cy", "cy"), ("fr", "en")):
        spoken = Spoken(language_of("cy"), "en", untranslated_texts(loaded, language))
        assert spoken.of_finding("int_diversity") == code
        assert spoken.of_finding("sg_joint_community.asb") == code
        assert spoken.of_item_finding("young_people", "listened") == code
    assert {(one.kind, one.name) for one in spoken.untranslated} >= {("framework", ""), ("criterion", "1.1")}
    only = tuple(one for one in spoken.untranslated if one.own != "finding")
    assert Spoken(language_of("cy"), "en", only).of_finding("int_diversity") == "cy"


# --- Materials in several languages ------------------------------------------------------------


def materials(language, **texts):
    framework = load(ESSEX.replace("examples/essex-2012/cases.csv", "criteria/cci-2012")).framework
    given = {f"{name.replace('_', '.')}.md": text.encode() for name, text in texts.items()}
    return read_materials(framework, given, language)


@pytest.mark.parametrize(
    ("language", "texts"),
    [("en", ["One", "Two", "Tri"]), ("cy", ["Un", "Two", "Tri"]), ("fr", ["One", "Two", "Tri"])],
)
def test_each_text_is_taken_in_the_language_of_the_report_or_else_as_it_is_there(language, texts):
    note = "---\nkind: recommendation\ncriteria: '1.1'\n---\n"
    found, wrong = materials(
        language,
        a=f"{note}One",
        a_cy="---\nresponsible: Pennaeth\n---\nUn",
        b=f"{note}Two",
        c_cy=f"{note}Tri",
    )
    assert wrong == ()
    assert [one.text for one in found] == texts
    assert [one.criteria for one in found] == [("1.1",)] * 3
    assert found[2].language == "cy"
    assert found[0].language == ("cy" if language == "cy" else "en")


def test_the_order_of_texts_is_that_of_their_names_in_every_language():
    note = "---\nkind: recommendation\n---\n"
    given = {"a": f"{note}A", "a-b": f"{note}AB", "a_cy": f"{note}Acy", "b": f"{note}B"}
    assert [one.text for one in materials("en", **given)[0]] == ["AB", "A", "B"]
    assert [one.text for one in materials("cy", **given)[0]] == ["AB", "Acy", "B"]


@pytest.mark.parametrize(
    ("text", "code", "words"),
    [
        ("---\nlanguage: welsh\n---\nUn", "material-language", "`welsh`"),
        ("---\nlanguage: en\n---\nUn", "material-language", "its header that it is in `en`"),
        ("---\ncriteria: '1.2'\n---\nUn", "translation-differs", "`1.2` here, and `1.1`"),
        ("---\nkind: practice\n---\nUn", "translation-differs", "`kind`"),
    ],
)
def test_what_a_translation_cannot_say(text, code, words):
    _, wrong = materials("en", a="---\nkind: recommendation\ncriteria: '1.1'\n---\nOne", a_cy=text)
    assert [one.code for one in wrong] == [code]
    assert words in wrong[0].message


def test_a_text_says_in_its_header_that_it_is_in_another_language():
    found, wrong = materials("en", rhagair="---\nkind: foreword\nlanguage: cy\n---\nUn")
    assert wrong == ()
    assert found[0].language == "cy"


# --- The Essex example -------------------------------------------------------------------------

ESSEX_TEXTS = Path(ESSEX).parent / "materials"


def test_every_text_of_the_essex_report_is_there_in_welsh():
    framework = load_framework(ROOT / "criteria" / "cci-2012", "cy")
    texts = {str(one.relative_to(ESSEX_TEXTS)): one.read_bytes() for one in ESSEX_TEXTS.rglob("*.md")}
    found, wrong = read_materials(framework, texts, "cy")
    assert wrong == ()
    assert len(found) == len(texts) / 2
    assert {one.file: one.language for one in found} == {one.file: "cy" for one in found}
    # No header leaves words that are read to the English one.
    for one in found:
        said = texts[one.file].decode().split("---")[1]
        read = {"title", "date", "identifier", "responsible", "signed", "by"} & set(one.fields)
        assert {key for key in read if f"\n{key}: " not in said} == set(), one.file


def test_the_welsh_of_the_essex_texts_has_their_figures_links_and_paragraphs():
    told = re.compile(r"\(#[^)]*\)|\d[\d,.]*\d%?|\d%?")
    for english in ESSEX_TEXTS.rglob("*.md"):
        if named(english.name)[1]:
            continue
        welsh = english.with_suffix(".cy.md").read_text(encoding="utf-8").split("---\n", 2)[2]
        words = english.read_text(encoding="utf-8").split("---\n", 2)[2].replace("Ninety-two", "92")
        assert sorted(told.findall(welsh)) == sorted(told.findall(words)), english.name
        assert [one[:1] == "|" for one in welsh.split("\n\n")] == [
            one[:1] == "|" for one in words.split("\n\n")
        ], english.name
        assert words.count("\n|") == welsh.count("\n|"), english.name
