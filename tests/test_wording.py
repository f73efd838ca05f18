"""Texts in more than one language: messages, languages, and that the Welsh catalogue is whole and in step with the code."""

import re
from datetime import date
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po

from aboveline.wording.language import ENGLISH, Untranslated, catalogue_of, codes, language_of
from aboveline.wording.lists import in_a_list
from aboveline.wording.message import in_context, joined, listed, message, plural, value_alone

TOP = Path(__file__).parent.parent
KEYWORDS = {"message": None, "plural": (1, 2), "in_context": ((1, "c"), 2)}
OTHERS = [code for code in codes() if code != ENGLISH.code]


def bracketed(text):
    return f"[{text}]"


# --- Messages ----------------------------------------------------------------------------------


def test_a_message_is_its_english_text():
    made = message("{n:,} of {who} on {day}", n=1234, who="<us>", day=date(2012, 8, 1))
    assert made == "1,234 of <us> on 1 August 2012"
    assert ENGLISH.says(made) == made
    assert plural("{n} case", "{n} cases", 1) == "1 case"
    assert plural("{n} case", "{n} cases", 0) == "0 cases"
    assert joined(["a", message("b")], "; ") == "a; b"
    assert joined([]) == ""
    assert listed(["a", "b", "c"]) == "a and b and c"
    assert listed([]) == ""
    assert [in_a_list(("a", "b", "c")[:n], "or") for n in range(4)] == ["", "a", "a or b", "a, b or c"]


def test_what_fills_a_blank_is_never_taken_for_a_pattern():
    made = message("{a} and {b}", a="{b} {0} {x.y}", b="%(a)s {{")
    assert made == "{b} {0} {x.y} and %(a)s {{"
    for code in codes():
        assert language_of(code).says(message("{low} to {high}", low="{high}", high="{low}")).count("{") == 2


def test_each_stretch_of_text_can_be_treated_and_numbers_stay():
    made = message("{a} is {b}", a="x", b=message("like {c}", c=3))
    assert ENGLISH.says(made, bracketed) == "[x][ is ][like ]3"
    assert ENGLISH.says("x", bracketed) == "[x]"


def test_welsh_says_numbers_days_and_each_of_its_six_plurals():
    welsh = language_of("cy")
    questions = [
        welsh.says(
            plural(
                "What the score rests on: {n} question of criterion {criterion}",
                "What the score rests on: {n} questions of criterion {criterion}",
                n,
                criterion="1.1",
            )
        )
        for n in (0, 1, 2, 3, 6, 11)
    ]
    nouns = [re.search(r"\d+ (\w+)", one)[1] for one in questions]
    assert nouns == ["cwestiwn", "cwestiwn", "gwestiwn", "chwestiwn", "chwestiwn", "cwestiwn"]
    assert welsh.says(value_alone(date(2012, 8, 1))) == "1 Awst 2012"
    assert welsh.says(value_alone(12345.5, ",.1f")) == "12,345.5"
    assert welsh.says(in_context("what a rule came to", "not known")) == "anhysbys"
    assert welsh.untranslated == ()


def test_what_has_no_words_is_said_in_english_and_noted_once():
    welsh = language_of("cy")
    assert welsh.says(message("Nobody says {this}", this=1)) == "Nobody says 1"
    assert welsh.says(message("Nobody says {this}", this=2)) == "Nobody says 2"
    assert welsh.says(plural("{n} yak", "{n} yaks", 2)) == "2 yaks"
    assert welsh.says(in_context("here", "yak")) == "yak"
    assert welsh.untranslated == (
        Untranslated("Nobody says {this}"),
        Untranslated("{n} yak", "{n} yaks"),
        Untranslated("yak", context="here"),
    )
    assert language_of("cy").untranslated == ()


def test_english_needs_no_catalogue(monkeypatch):
    monkeypatch.setattr("aboveline.wording.language._compiled", None)
    assert language_of("en").says(message("Foreword")) == "Foreword"


# --- Catalogues --------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def extracted():
    """Every text of the interface in the code: its context and its one or two forms."""
    with (TOP / "babel.cfg").open(encoding="utf-8") as file:
        methods, options = parse_mapping_cfg(file)
    found = extract_from_dir(TOP / "engine", methods, options, keywords=KEYWORDS)
    return {(context, texts) for _, _, texts, _, context in found}


def catalogue(code):
    with catalogue_of(code).open("rb") as file:
        return read_po(file, locale=code)


def forms(of):
    return (of,) if isinstance(of, str) else of


def blanks(pattern, but=()):
    return {(name, spec) for _, name, spec, _ in Formatter().parse(pattern) if name is not None} - set(but)


@pytest.mark.parametrize("code", OTHERS)
def test_a_catalogue_has_every_text_and_no_other(code, extracted):
    known = {(one.context, one.id) for one in catalogue(code) if one.id}
    assert {text for _, text in extracted - known} == set()
    assert {text for _, text in known - extracted} == set()
    assert not catalogue(code).obsolete


@pytest.mark.parametrize("code", OTHERS)
def test_every_text_of_a_catalogue_has_all_its_forms_and_blanks(code):
    found = catalogue(code)
    for one in (each for each in found if each.id):
        said = forms(one.string)
        assert "fuzzy" not in one.flags
        assert all(text.strip() for text in said), one.id
        assert len(said) == (1 if isinstance(one.id, str) else found.num_plurals), one.id
        # A form of its own for one or two things need not give their number.
        of_many = blanks(forms(one.id)[-1])
        but = {(name, spec) for name, spec in of_many if name == "n" and len(said) > 1}
        assert all(blanks(text, but) == of_many - but and blanks(text) <= of_many for text in said), one.id


def test_welsh_counts_as_cldr_says():
    from babel import Locale

    tags = ["zero", "one", "two", "few", "many", "other"]
    rule = language_of("cy")._translations.plural
    assert all(tags[rule(n)] == Locale.parse("cy").plural_form(n) for n in range(200))
