"""Texts in several languages: listed for a translator, put back into the criteria, and shown in a language."""

import csv
from io import StringIO
from pathlib import Path

import pytest
from attrs import evolve

import aboveline
from aboveline import workspace
from aboveline.cli import exits
from aboveline.diagnostics import Place
from aboveline.framework.texts import language_of, languages_in, texts
from aboveline.languages import code_meant, is_language, languages, name_of
from aboveline.records.raw import Input
from aboveline.revision.catalogue import catalogue
from aboveline.revision.edits import revision
from aboveline.run.again import work_out_again
from aboveline.run.opened import open_run
from aboveline.source import Source
from aboveline.syntax.layout import laid_out
from aboveline.translating import Translated, filled_in, read_translations, to_translate
from choices import Seeded
from frameworks import made_up, written
from reading.answers import words_read
from small import CRITERIA, write_small
from test_cli import said, valid
from test_overrides import OVERRIDES
from test_run import seal_anew

#: Where the row of a list stands.
HERE = Place("list.csv", 2)

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def place(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    write_small(tmp_path)
    return tmp_path


def loaded_from(*texts_of_files):
    sources = {f"{n}.criteria": Source(f"{n}.criteria", text) for n, text in enumerate(texts_of_files)}
    found = workspace.check("here", sources)
    assert found.framework is not None, [d.message for d in found.diagnostics if d.is_error]
    return found


def made_from(seed):
    """A framework made up from a seed; where rows of it overlap, from the next seed that gives none that do."""
    texts_of_files = written(made_up(Seeded(seed)))
    sources = {name: Source(name, text) for name, text in texts_of_files.items()}
    found = workspace.check("here", sources)
    return found if found.framework is not None else made_from(seed + 1000)


def spoken(loaded, language):
    return workspace.check(loaded.name, loaded.sources, language=language).framework


def in_welsh(words):
    """Some words as if translated: with what stands in braces, and told apart from what they were."""
    return f"[{words}]"


def rows_of(loaded, language="cy"):
    return tuple(
        Translated(text.what, text.words, in_welsh(text.words), HERE)
        for text in to_translate(loaded, language)
    )


def translated(loaded, language="cy"):
    done = filled_in(loaded, language, rows_of(loaded, language))
    assert done.wrong == ()
    assert done.refused is None
    return workspace.check(loaded.name, {**loaded.sources, **done.sources})


# --- Everything, translated --------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(12))
def test_a_framework_that_is_translated_is_the_same_framework_and_reads_otherwise(seed):
    before = made_from(seed)
    after = translated(before)
    assert after.framework == before.framework
    assert to_translate(after, "cy") == ()
    assert languages_in(after.trees) == ("cy",)
    welsh = spoken(after, "cy")
    assert welsh.language == "cy"
    was, now = words_read(before.framework), words_read(welsh)
    assert was.keys() == now.keys()
    unread = {what: words for what, words in now.items() if "[" not in words}
    # `yes or no` is the program's own, and what stands for all items of a list is read where a question names the list.
    assert {words for what, words in unread.items() if not what.startswith("list ")} <= {"yes", "no"}


@pytest.mark.parametrize("seed", range(6))
def test_translating_is_an_edit_of_words_for_each_thing_and_moves_no_judgement(seed):
    before = made_from(seed)
    after = translated(before)
    edits = revision(catalogue(before.trees), catalogue(after.trees)).edits
    assert edits
    assert {edit.did for edit in edits} == {"reworded"}


def test_everything_of_the_bundled_framework_can_be_translated_and_keeps_its_layout():
    before = workspace.load(ROOT / "criteria" / "cci-2012")
    after = translated(before, "fr")
    assert after.framework == before.framework
    assert to_translate(after, "fr") == ()
    assert all(laid_out(source)[0] == source.text for source in after.sources.values())
    comments = [
        [line.partition("#")[2] for s in one.sources.values() for line in s.text.splitlines() if "#" in line]
        for one in (before, after)
    ]
    assert comments[0] == comments[1]


def test_a_text_that_was_not_in_its_layout_is_not_laid_out():
    loaded = loaded_from(CRITERIA)
    assert laid_out(loaded.sources["0.criteria"])[0] != CRITERIA
    row = Translated("theme roh", "Risk & harm", "Risg a niwed", HERE)
    done = filled_in(loaded, "cy", (row,))
    before, after = CRITERIA.splitlines(), done.sources["0.criteria"].text.splitlines()
    assert [(a, b) for a, b in zip(before, after, strict=True) if a != b] == [
        ('theme roh "Risk & harm"', 'theme roh "Risk & harm" cy "Risg a niwed"')
    ]


def test_a_label_that_was_not_there_is_given_with_its_translation():
    loaded = loaded_from(CRITERIA)
    row = Translated("fact age_group answer younger", "younger", "iau", HERE)
    done = filled_in(loaded, "cy", (row,))
    assert 'one of younger "younger" cy "iau", older' in done.sources["0.criteria"].text


def test_a_translation_takes_the_place_of_an_older_one_and_others_stay():
    text = CRITERIA.replace('"Safeguarding"', '"Safeguarding" cy "Diogelwch" fr "Protection"')
    loaded = loaded_from(text)
    assert [text.what for text in to_translate(loaded, "cy", every=True)] == [
        t.what for t in texts(loaded.trees)
    ]
    row = Translated("theme safe", "Safeguarding", "Diogelu", HERE)
    done = filled_in(loaded, "cy", (row,))
    assert '"Safeguarding" cy "Diogelu" fr "Protection"' in done.sources["0.criteria"].text
    again = loaded_from(done.sources["0.criteria"].text)
    assert filled_in(again, "cy", (row,)).already == 1
    assert not filled_in(again, "cy", (row,)).sources


# --- What rows cannot do -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("where", "text", "translation", "code"),
    [
        ("theme rho", "Risk & harm", "Risg", "no-such-text"),
        ("theme roh", "Risk", "Risg", "text-has-changed"),
        ("theme roh", "Risk & harm", 'Risg "a" niwed', "quote-inside-words"),
        ("theme roh", "Risk & harm", "Risg {n}", "unknown-placeholder"),
        (
            "question seen",
            "Was the young person seen in {phase}?",
            "Welwyd yn {phase?",
            "unknown-placeholder",
        ),
        ("theme safe", "Safeguarding", "Gwarchod", "language-twice"),
    ],
)
def test_a_row_that_cannot_be_put_in_is_told_of_and_the_others_are_put_in(where, text, translation, code):
    loaded = loaded_from(CRITERIA)
    good = Translated("theme safe", "Safeguarding", "Diogelu", HERE)
    done = filled_in(loaded, "cy", (good, Translated(where, text, translation, HERE)))
    assert [one.code for one in done.wrong] == [code]
    assert done.given == 1
    assert 'cy "Diogelu"' in done.sources["0.criteria"].text
    assert done.refused is None


def test_what_the_criteria_cannot_say_is_refused_whole():
    """An item that tells of each answer cannot tell of all the positive ones, where none are."""
    survey = '\nsurvey s "S"\nitem i "I" answers one of a, b finding "{n} of {N} said {answer}"\n'
    loaded = loaded_from(CRITERIA + survey)
    row = Translated("item s.i finding", "{n} of {N} said {answer}", "{n} o {N}", HERE)
    done = filled_in(loaded, "cy", (row,))
    assert done.refused is not None
    assert "is said to be positive" in done.refused


@pytest.mark.parametrize(
    ("data", "rows"),
    [
        (
            b"of,where,text,text of many,translation\ncriteria,theme safe,Safeguarding,,Diogelu\n",
            [("theme safe", "Diogelu")],
        ),
        (
            b"\xef\xbb\xbfwhere,text,translation\ntheme safe,Safeguarding,  Diogelu \n",
            [("theme safe", "Diogelu")],
        ),
        (b'where,text,translation\ntheme safe,Safeguarding,"Dio\n gelu "\n', [("theme safe", "Dio gelu")]),
        (b"of,where,text,translation\ninterface,,All cases,Pob achos\ncriteria,theme safe,S,\n", []),
        (b"where,text,translation\ntheme safe,'=S,'=D\n", [("theme safe", "=D")]),
    ],
)
def test_a_list_is_read(data, rows):
    listed = read_translations(Input("list.csv", data))
    assert not listed.diagnostics
    assert [(row.where, row.translation) for row in listed.rows] == rows
    assert listed.others == data.count(b"interface,")


def test_a_list_without_its_columns_is_refused():
    listed = read_translations(Input("list.csv", b"what,words\na,b\n"))
    assert listed.rows == ()
    assert [one.code for one in listed.diagnostics] == ["missing-column"]


# --- Languages ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written_so", "meant"),
    [
        ("cy", "cy"),
        ("CY", "cy"),
        ("welsh", "cy"),
        ("Cymraeg", "cy"),
        ("wlesh", "cy"),
        ("wel", "cy"),
        ("cy-GB", "cy"),
        ("pt_BR", "pt"),
        ("polish", "pl"),
        ("no", "nb"),
        ("zz", None),
        ("plan_done", None),
    ],
)
def test_what_language_is_meant(written_so, meant):
    assert code_meant(written_so) == meant


def test_the_list_of_languages():
    known = languages()
    assert len(known) > 600
    assert {code for code in known if len(code) == 2} >= {
        "cy",
        "en",
        "gd",
        "ga",
        "pl",
        "ur",
        "is",
        "to",
        "or",
        "as",
    }
    assert not is_language("no")
    assert name_of("cy") == "Welsh"
    assert name_of("zz") == "zz"
    assert all(
        code.isascii() and code.islower() and len(code) in {2, 3} and one.name for code, one in known.items()
    )


# --- The commands ------------------------------------------------------------------------------


def listed(text):
    return list(csv.DictReader(StringIO(text)))


def test_a_list_goes_out_and_comes_back(place, capsys):
    told = said(capsys, "translate", "rules", "--language", "cy", "--output", "welsh.csv")
    assert told.out == ""
    assert "have no words in Welsh" in told.err
    rows = listed((place / "welsh.csv").read_text("utf-8-sig"))
    assert rows[0] == {
        "of": "criteria", "where": "framework", "text": "Small <inspection>", "text of many": "", "translation": "",
    }  # fmt: skip
    for row in rows:
        row["translation"] = {"theme safe": "Diogelu", "question made": "A wnaed cynllun?"}.get(
            row["where"], ""
        )
    with (place / "welsh.csv").open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    told = said(capsys, "translate", "rules", "--language", "cy", "--from", "welsh.csv")
    assert told.err == "2 texts given words in Welsh, in 1 file\n"
    text = (place / "rules" / "all.criteria").read_text("utf-8")
    assert 'theme safe "Safeguarding" cy "Diogelu"' in text
    assert 'question made "Was a plan made?" cy "A wnaed cynllun?"' in text
    told = said(capsys, "translate", "rules", "--language", "cy", "--from", "welsh.csv")
    assert told.err == "no text was given words; 2 had them already\n"
    left = listed(said(capsys, "translate", "rules", "--language", "cy").out)
    assert len(left) == len(rows) - 2
    everything = listed(said(capsys, "translate", "rules", "--language", "cy", "--all").out)
    assert {r["where"]: r["translation"] for r in everything if r["translation"]} == {
        "theme safe": "Diogelu", "question made": "A wnaed cynllun?",
    }  # fmt: skip


def test_rows_that_are_left_are_told_of_and_end_with_code_1(place, capsys):
    (place / "welsh.csv").write_text(
        "where,text,translation\ntheme saef,Safeguarding,Diogelu\ntheme roh,Risk & harm,Risg a niwed\n",
        "utf-8",
    )
    told = said(
        capsys, "translate", "rules", "--language", "cy", "--from", "welsh.csv", code=exits.INPUT_HAS_ERRORS
    )
    assert "welsh.csv:2: error: expected what a text of the framework is of, found `theme saef`" in told.err
    assert "did you mean `theme safe`?" in told.err
    assert told.err.endswith("1 text given words in Welsh, in 1 file; 1 row is left\n")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("rules", "--language", "en"), "are in `en` already"),
        (("rules", "--language", "welsh"), "did you mean `cy`?"),
        (("rules", "--language", "zz"), "there is no language `zz`"),
        (("rules",), "--language"),
        (("rules", "--language", "cy", "--from", "x.csv", "--all"), "expected either --from"),
        (("rules", "--language", "cy", "--output", "welsh.txt"), "ends in .csv"),
        (("rules", "--language", "cy", "--output", "rules/all.criteria"), "ends in .csv"),
        (("cci-2012", "--language", "fr", "--from", "french.csv"), "which is built in"),
    ],
)
def test_what_is_asked_wrongly(place, capsys, arguments, words):
    french = "where,text,translation\ntheme safeguarding,Safeguarding,Protection\n"
    (place / "french.csv").write_text(french, "utf-8")
    assert words in said(capsys, "translate", *arguments, code=exits.WRONG_USAGE).err


def test_check_says_how_far_a_language_is(place, capsys):
    text = CRITERIA.replace('"Safeguarding"', '"Safeguarding" cy "Diogelu"')
    (place / "rules" / "all.criteria").write_text(text, "utf-8")
    whole = len(texts(workspace.load("rules").trees))
    told = said(capsys, "check", "rules", "--language", "cy").out
    assert f"{whole - 1} of {whole} texts have no words in Welsh." in told
    assert "aboveline translate rules --language cy" in told
    found = valid(said(capsys, "check", "rules", "--language", "cy", "--format", "json").out)["translated"]
    assert (found["language"], found["texts"], len(found["untranslated"])) == ("cy", whole, whole - 1)
    assert found["untranslated"][0] == {
        "where": "framework", "text": "Small <inspection>", "file": "rules/all.criteria", "line": 2,
    }  # fmt: skip
    assert "translated" not in valid(said(capsys, "check", "rules", "--format", "json").out)


# --- Scores, runs and programs -----------------------------------------------------------------

WELSH = (
    CRITERIA.replace('"Safeguarding"', '"Safeguarding" cy "Diogelu"')
    .replace('"POOR, to improve"', '"POOR, to improve" cy "GWAEL, i wella"')
    .replace('"Was a plan made?"', '"Was a plan made?" cy "A wnaed cynllun?"')
)


def test_translations_change_nothing_of_the_scores_as_they_were_written(place, capsys):
    before = said(capsys, "score", "rules", "cases.csv", "--format", "json").out
    (place / "rules" / "all.criteria").write_text(WELSH, "utf-8")
    assert said(capsys, "score", "rules", "cases.csv", "--format", "json").out == before


def test_a_sealed_run_is_opened_in_another_language(place, capsys):
    (place / "rules" / "all.criteria").write_text(WELSH, "utf-8")
    said(capsys, "score", "rules", "cases.csv", "--run", "run", "--by", "sentence")
    (place / "rules" / "all.criteria").write_text(CRITERIA, "utf-8")
    sealed = open_run("run")
    assert sealed.criteria.framework.themes["safe"].label == "Safeguarding"
    assert workspace.in_language(sealed.criteria, "cy").framework.themes["safe"].label == "Diogelu"
    assert workspace.untranslated_texts(sealed.criteria, "cy")[0].what == "framework"
    plain, welsh = (
        work_out_again(sealed, workspace.Given(()), language=language) for language in (None, "cy")
    )
    assert plain.diagnostics == welsh.diagnostics == ()
    assert [t.figure.label for t in plain.view.themes] == ["Risk & harm", "Safeguarding"]
    assert [t.figure.label for t in welsh.view.themes] == ["Risk & harm", "Diogelu"]
    assert {s.percent for s in plain.run.scores} == {s.percent for s in welsh.run.scores}
    assert "GWAEL, i wella" in {s.band.label for s in welsh.run.scores if s.band}
    assert [b.fact for b in welsh.run.breakdowns] == ["sentence"]


@pytest.mark.parametrize("evaluator", ["reference", "columnar"])
def test_a_run_in_another_language_is_held_against_its_figures_as_they_were_written(place, capsys, evaluator):
    (place / "rules" / "all.criteria").write_text(WELSH, "utf-8")
    (place / "overrides.csv").write_text(OVERRIDES, "utf-8")
    asked = ("--overrides", "overrides.csv", "--by", "sentence", "--evaluator", evaluator)
    said(capsys, "score", "rules", "cases.csv", *asked, "--run", "run")
    sealed = open_run("run")
    written_in, welsh = (
        work_out_again(sealed, workspace.Given(()), language=language) for language in (None, "cy")
    )
    assert welsh.diagnostics == ()
    figures = workspace.figures_in(sealed.criteria.framework, welsh.run)
    assert figures.scores == written_in.run.scores != welsh.run.scores
    assert figures.breakdowns == written_in.run.breakdowns != welsh.run.breakdowns
    assert figures.tallies == written_in.run.tallies
    assert any(one.before for one in figures.scores)
    seen = (place / "run" / "scores.json").read_bytes()
    (place / "run" / "scores.json").write_bytes(seen.replace(b'"percent": 80', b'"percent": 81', 1))
    seal_anew(place / "run")
    changed = work_out_again(open_run("run"), workspace.Given(()), language="cy")
    assert [one.code for one in changed.diagnostics] == ["score-differs"]


def test_programs_load_a_framework_in_a_language(place):
    (place / "rules" / "all.criteria").write_text(WELSH, "utf-8")
    assert aboveline.load_framework("rules", "cy").questions["made"].label == "A wnaed cynllun?"
    assert aboveline.load_framework("rules").questions["made"].label == "Was a plan made?"
    assert aboveline.load_framework("rules", "fr").questions["made"].label == "Was a plan made?"
    with pytest.raises(ValueError, match="expected the code of a language"):
        aboveline.load_framework("rules", "welsh")


def test_the_language_a_framework_is_written_in():
    assert language_of(loaded_from(CRITERIA).trees) == "en"
    written_in = loaded_from(CRITERIA.replace('version "3"', 'version "3" written in cy'))
    assert written_in.framework.language == "cy"
    assert to_translate(written_in, "cy") == ()
    assert evolve(written_in.framework, language="en") == loaded_from(CRITERIA).framework
