"""`aboveline compare`: a benchmark, a table, and the difference of two sealed runs, as a person meets them."""

import csv
import io
import json
import re
from fractions import Fraction
from pathlib import Path

import polars as pl
import pytest

from aboveline.cli import exits
from aboveline.diagnostics import Place
from aboveline.records.headlines import Headline, Headlines
from aboveline.report.comparison import points_in_words
from aboveline.run import manifest as m
from aboveline.run.inspections import NamedRun, inspections
from aboveline.run.stored import StoredScores
from small import CASES, CRITERIA, write_small
from test_cli import ESSEX, said, valid
from test_run import seal_anew

EXAMPLE = Path(ESSEX).parent
#: A later batch: A1 went, A6 came, A2's plan was in time, A3 is no longer due one, nobody knows of A5's visits.
LATER = (
    CASES.replace("A1,yro", "A6,yro")
    .replace("A2,yro,2011-07-04,yes,yes,2011-07-26", "A2,yro,2011-07-04,yes,yes,2011-07-20")
    .replace("A3,dto,2011-07-04,yes,no", "A3,dto,2011-07-04,no,no")
    .replace("2011-07-26,4,16", "2011-07-26,,16")
)
#: Two visits are enough, and there is one question more.
STRICTER = CRITERIA.replace("visits is at least 3", "visits is at least 2").replace(
    'question aside "Was', 'question told "Was it told?"\n\nquestion aside "Was'
)


@pytest.fixture
def place(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    write_small(tmp_path)
    return tmp_path


@pytest.fixture
def sealed(place, capsys):
    """Seals cases, perhaps under other criteria."""

    def seal(name, cases=CASES, criteria=CRITERIA, *more):
        (place / "rules" / "all.criteria").write_text(criteria, encoding="utf-8")
        (place / "cases.csv").write_text(cases, encoding="utf-8")
        said(capsys, "score", "rules", "cases.csv", "--run", name, *more)
        return place / name

    return seal


@pytest.fixture
def two(sealed):
    return sealed("spring"), sealed("autumn", LATER)


def compared(capsys, *arguments, code=exits.FINE):
    return valid(said(capsys, "compare", *arguments, "--format", "json", code=code).out)


def score(document, kind, key):
    return next(one for one in document["difference"]["scores"] if (one["kind"], one["key"]) == (kind, key))


def parts(one):
    return {
        p["cause"]: (p["sufficient"], p["counted"]) for p in one["parts"] if p["sufficient"] or p["counted"]
    }


def adds_up(document):
    """Every difference is the sum of its parts, and every count what its parts lead to."""
    for one in document["difference"]["scores"]:
        before, after = one["way"][0], one["way"][-1]
        for some in (one["parts"], one["questions"]):
            for count in ("sufficient", "counted"):
                assert before[count] + sum(p[count] for p in some) == after[count]
            if one["difference"] is not None:
                exact = Fraction(one["difference"]["fraction"])
                assert sum(Fraction(p["difference"]["fraction"]) for p in some) == exact
    levels = [("section", "1", ("1.1", "1.2"))]
    for kind, key, beneath in levels:
        whole = score(document, kind, key)
        for at, pair in enumerate(whole["way"]):
            for count in ("sufficient", "counted"):
                assert pair[count] == sum(score(document, "criterion", c)["way"][at][count] for c in beneath)


# --- The benchmark ---------------------------------------------------------------------------


def test_the_foreword_table_of_the_report_is_reproduced(tmp_path, monkeypatch, capsys):
    """As the foreword of the report has it: lowest, highest, average, and Essex; its list of inspections is lost."""
    monkeypatch.chdir(tmp_path)
    said(capsys, "score", "cci-2012", ESSEX, "--run", "essex-2012")
    text = said(capsys, "compare", "essex-2012", "--population", str(EXAMPLE / "foreword.csv")).out
    for label, *figures in (
        ("Safeguarding", 37, 91, 67, 73),
        ("Public Protection: Risk of Harm", 36, 86, 62, 68),
        ("Public Protection: Likelihood", 43, 87, 70, 77),
    ):
        assert re.search(rf"^{label} +" + r" +".join(f"{one}%" for one in figures) + r" ", text, re.MULTILINE)
    readme = (EXAMPLE / "README.md").read_text(encoding="utf-8")
    assert text.startswith(re.findall(r"^```text\n(.*?)^```$", readme, re.DOTALL | re.MULTILINE)[0])
    headlines = str(EXAMPLE / "headlines.csv")
    of_list = compared(capsys, "essex-2012", "--population", headlines)
    assert [
        (b["inspections"], b["lowest"], b["highest"], b["average"], b["this"]) for b in of_list["benchmark"]
    ] == [
        *((22, 28, 83, 60, 73), (24, 29, 77, 56, 68), (21, 45, 86, 68, 77)),
    ]
    assert len(of_list["inspections"]) == 27
    assert [one["name"] for one in of_list["inspections"] if one["this"]] == ["essex-2012"]
    assert any("“Essex, 2012”" in note and "counts once" in note for note in of_list["notes"])
    other = compared(capsys, "autumn=essex-2012", "--population", headlines, "--this", "Essex")
    assert (other["this"], other["benchmark"][0]["inspections"]) == ("Essex, 2012", 23)
    assert other["benchmark"][0]["interval"] is None


def test_the_average_is_the_mean_of_whole_percentages_rounded_half_up(sealed, place, capsys):
    sealed("spring")
    (place / "past.csv").write_text("area,roh,safe\nHull,60,\nYork,65,80\n")
    found = compared(capsys, "spring", "--population", "past.csv")
    roh, safe = found["benchmark"]
    assert (roh["inspections"], roh["lowest"], roh["highest"], roh["average"]) == (2, 60, 65, 63)
    assert roh["exact_average"] == "125/2"
    assert roh["from_average"] == {"points": -2.5, "fraction": "-1/40"}
    assert (roh["close"], roh["cases"]) == (True, 3)
    assert (safe["inspections"], safe["lowest"], safe["average"]) == (1, 80, 80)


def test_a_theme_a_file_says_nothing_of_is_told(sealed, place, capsys):
    sealed("spring")
    (place / "past.csv").write_text("area,roh\nHull,60\nYork,65\n")
    found = compared(capsys, "spring", "--population", "past.csv")
    assert [b["average"] for b in found["benchmark"]] == [63, None]
    assert "past.csv says nothing of `safe`." in found["notes"]
    text = said(capsys, "compare", "spring", "--population", "past.csv").out
    assert re.search(r"^Safeguarding +0 +- +- +- ", text, re.MULTILINE)


def test_many_inspections_make_a_table(sealed, place, capsys):
    sealed("spring")
    sealed(
        "summer", CASES.replace("A5,yro,,yes,yes,2011-07-26,4,16,,yes", "A5,yro,,yes,yes,2011-07-26,4,16,,no")
    )
    sealed("autumn", LATER)
    found = compared(capsys, "spring", "summer", "autumn")
    assert [(one["name"], one["run"], one["this"], one["cases"]) for one in found["inspections"]] == [
        *(("spring", True, False, 5), ("summer", True, False, 5), ("autumn", True, True, 5)),
    ]
    assert found["difference"] is None
    assert found["benchmark"][0]["inspections"] == 2
    assert found["benchmark"][0]["interval"] is not None
    said(capsys, "compare", "spring", "summer", "autumn", "--output", "all.csv")
    rows = list(csv.DictReader((place / "all.csv").open()))
    assert [
        (row["name"], row["theme roh"], row["theme roh sufficient"], row["theme roh counted"]) for row in rows
    ] == [
        *(("spring", "60", "3", "5"), ("summer", "60", "3", "5"), ("autumn", "100", "4", "4")),
    ]
    text = said(capsys, "compare", "spring", "summer", "autumn", "--this", "spring").out
    assert re.search(r"^spring +60% of 5 ", text, re.MULTILINE)
    assert "Scores of 2 other inspections, and of spring" in text
    markdown = said(capsys, "compare", "spring", "summer", "autumn", "--format", "markdown").out
    assert "| spring | 60% of 5 |" in markdown


# --- The difference of two -------------------------------------------------------------------


@pytest.mark.usefixtures("two")
def test_the_difference_of_two_runs_is_split_by_what_caused_it(capsys):
    found = compared(capsys, "spring", "autumn")
    adds_up(found)
    of = found["difference"]
    assert of["cases"] == {"same": 4, "went": 1, "came": 1, "went_listed": ["A1"], "came_listed": ["A6"]}
    assert of["told_apart"]
    assert found["benchmark"] == []
    made, timely = score(found, "question", "made"), score(found, "question", "timely")
    assert parts(made) == {"cases that went": (-1, -1), "cases that came": (1, 1), "applicability": (0, -1)}
    assert parts(timely) == {"cases that went": (-1, -1), "cases that came": (1, 1), "judgements": (1, 0)}
    assert parts(score(found, "question", "enough")) == {
        "cases that went": (-1, -1),
        "cases that came": (1, 1),
        "gaps": (-1, -1),
    }
    assert (timely["close"], timely["cases"]) == (True, 2)
    assert of["changed"] == len(of["changes"])
    [change] = [c for c in of["changes"] if c["question"] == "timely"]
    assert (change["case_id"], change["causes"]) == ("A2", ["judgements"])
    assert (change["before"], change["judged_again"], change["after"]) == ("insufficient", None, "sufficient")
    for command in (change["explain_before"], change["explain_after"]):
        assert change["label"] in said(capsys, *command.split()[1:]).out


@pytest.mark.usefixtures("two")
def test_text_and_markdown_show_the_same_figures(capsys, place):
    text = said(capsys, "compare", "spring", "autumn", "--questions").out
    assert "4 cases stand in both runs, 1 went, 1 came." in text
    assert re.search(r"^Risk & harm +60% of 5 +100% of 4 +\+40\.0 .* close \(\d cases\)$", text, re.MULTILINE)
    assert re.search(r"^      Was the plan signed in +50% of 2 +100% of 2 ", text, re.MULTILINE)
    assert "What the differences are made of, in points" in text
    assert "aboveline explain spring --case A2 --question timely" in text
    assert "may mean nothing at all" in re.sub(r"\s+", " ", text)
    said(capsys, "compare", "spring", "autumn", "--output", "letter.md")
    letter = (place / "letter.md").read_text()
    assert re.search(r"^\| Risk & harm \| 60% of 5 \| 100% of 4 \| \+40\.0 \|", letter, re.MULTILINE)
    assert "  - `aboveline explain autumn --case A2 --question timely`" in letter


@pytest.mark.usefixtures("two")
def test_one_score_is_followed_down(capsys):
    text = said(capsys, "compare", "spring", "autumn", "--score", "roh").out
    lines = [" ".join(line.split()) for line in text.splitlines()]
    steps = lines[lines.index("spring 3 5 60%") :]
    assert steps[:6] == [
        "spring 3 5 60%",
        "cases that went -2 -2 -16.0",
        "cases that came +2 +2 60% +16.0",
        "judgements that changed +1 +0 +22.5",
        "applicability that changed +0 -1 100% +17.5",
        "autumn 4 4 100% +40.0",
    ]
    assert "Was the plan signed in time? (timely)" in text
    assert (
        "there is no score `rho`"
        in said(capsys, "compare", "spring", "autumn", "--score", "rho", code=exits.WRONG_USAGE).err
    )


def test_nothing_is_said_to_change_between_a_run_and_itself(sealed, capsys):
    sealed("spring")
    sealed("again")
    found = compared(capsys, "spring", "again")
    adds_up(found)
    assert found["difference"]["changed"] == 0
    assert all(parts(one) == {} for one in found["difference"]["scores"])
    text = said(capsys, "compare", "spring", "again").out
    assert "Nothing changed that any of these scores counts." in text
    other = compared(capsys, "spring", "again", "--different-cases")
    assert other["difference"]["cases"]["same"] == 0
    assert {c for one in other["difference"]["scores"] for c in parts(one)} == {
        "cases that went",
        "cases that came",
    }
    adds_up(other)


def test_criteria_that_changed_are_told_apart_from_records_that_did(sealed, capsys):
    sealed("spring")
    later = "\n".join(f"{line},{'told' if not at else 'yes'}" for at, line in enumerate(LATER.splitlines()))
    sealed("autumn", later, STRICTER)
    found = compared(capsys, "spring", "autumn")
    adds_up(found)
    enough = score(found, "question", "enough")
    assert parts(enough)["criteria"] == (1, 0)
    assert enough["way"][0] == {"sufficient": 2, "counted": 3}
    assert enough["way"][2] == {"sufficient": 3, "counted": 3}
    assert found["difference"]["questions_new"] == ["told"]
    told = score(found, "question", "told")
    assert (told["before"], told["difference"]) == (None, None)
    assert parts(score(found, "criterion", "1.2"))["gaps"] == (3, 3)
    changes = {(c["case_id"], c["question"]): c for c in found["difference"]["changes"]}
    assert changes["A2", "enough"]["causes"] == ["criteria"]


def test_the_older_criteria_are_judged_again_with_the_same_figures_as_scored_afresh(sealed, capsys):
    """What criteria change is what scoring the older cases under the newer criteria gives."""
    sealed("spring")
    sealed("afresh", CASES, STRICTER)
    sealed("autumn", LATER, STRICTER)
    found, afresh = compared(capsys, "spring", "autumn"), json.loads(Path("afresh/scores.json").read_text())
    adds_up(found)
    for one in afresh["scores"]:
        if one["kind"] != "rating":
            way = score(found, one["kind"], one["key"])["way"]
            assert way[2] == {"sufficient": one["counts"]["sufficient"], "counted": one["counts"]["counted"]}


def test_values_the_newer_criteria_have_no_place_for_are_told(sealed, capsys):
    sealed("spring")
    criteria = CRITERIA.replace("age is at most 14", "age is at most 15").replace(
        "whole number from 10 to 18", "whole number from 14 to 18"
    )
    sealed("autumn", CASES.replace(",1,13,", ",1,14,"), criteria)
    found = compared(capsys, "spring", "autumn")
    adds_up(found)
    assert any("taken as missing: 1 of `age`" in note for note in found["difference"]["notes"])


def test_without_records_it_is_said_what_cannot_be_told_apart(sealed, place, capsys):
    sealed("spring", CASES, CRITERIA, "--without-records")
    sealed("autumn", LATER)
    assert compared(capsys, "spring", "autumn")["difference"]["told_apart"]
    (place / "older.csv").write_text(CASES)
    sealed("stricter", LATER, STRICTER)
    found = compared(capsys, "spring", "stricter")
    adds_up(found)
    assert not found["difference"]["told_apart"]
    assert any("to have it told: --cases FILE" in note for note in found["difference"]["notes"])
    assert parts(score(found, "question", "enough")) == {
        "cases that went": (-1, -1),
        "cases that came": (1, 1),
        "criteria or records": (0, -1),
    }
    told = compared(capsys, "spring", "stricter", "--cases", "older.csv")
    assert told["difference"]["told_apart"]
    adds_up(told)
    (place / "older.csv").write_text(LATER)
    other = said(
        capsys, "compare", "spring", "stricter", "--cases", "older.csv", code=exits.INPUT_HAS_ERRORS
    ).err
    assert "other-records" in other


@pytest.mark.usefixtures("two")
def test_overrides_of_a_run_are_a_part_of_their_own(place, capsys):
    """A run holds them in a file; its scores are those with the overrides."""
    (place / "overrides.csv").write_text(
        "case_id,question,outcome,reason,by,date\nA2,aside,sufficient,seen,J. Smith,2012-05-03\n"
    )
    said(*(capsys, "score", "rules", "cases.csv", "--overrides", "overrides.csv", "--run", "overridden"))
    found = compared(capsys, "spring", "overridden")
    adds_up(found)
    assert parts(score(found, "question", "aside"))["overrides"] == (1, 0)
    [change] = [c for c in found["difference"]["changes"] if c["question"] == "aside"]
    assert (change["causes"], change["after"]) == (["overrides"], "sufficient")
    assert "overrides put on" in said(capsys, "compare", "spring", "overridden", "--score", "aside").out
    newer = place / "overridden"
    (newer / m.OVERRIDES).write_text('[{"case": "A2"}]')
    seal_anew(newer)
    odd = said(capsys, "compare", "spring", "overridden", code=exits.INPUT_HAS_ERRORS).err
    assert "what stands in `overrides.json`" in odd


@pytest.mark.usefixtures("two")
def test_tables_for_spreadsheets(place, capsys):
    said(capsys, "compare", "spring", "autumn", "--changes", "c.csv", "--differences", "d.csv")
    changes = list(csv.DictReader((place / "c.csv").open()))
    found = compared(capsys, "spring", "autumn", "--changes", "c.json", "--differences", "d.json")
    assert len(changes) == found["difference"]["changed"]
    assert ("A2", "timely", "judgements that changed") in {
        (row["case_id"], row["question"], row["causes"]) for row in changes
    }
    differences = {(row["kind"], row["key"]): row for row in csv.DictReader((place / "d.csv").open())}
    roh = differences["theme", "roh"]
    assert (roh["before_counted"], roh["difference"], roh["close"]) == ("5", "40.0", "true")
    assert float(differences["question", "enough"]["gaps"]) < 0
    assert len(valid((place / "c.json").read_text())["changes"]) == len(changes)
    assert len(valid((place / "d.json").read_text())["differences"]) == len(differences)
    said(capsys, "compare", "spring", "autumn", "--changes", "c.parquet", "--differences", "d.parquet")
    assert pl.read_parquet("d.parquet")["difference"].dtype == pl.Float64
    assert pl.read_parquet("c.parquet").height == len(changes)


# --- What is refused -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((), "Missing argument 'RUN…'"),
        (("spring",), "expected something to compare `spring` with: another run, or --population FILE"),
        (("rules",), "expected the folder of a sealed run, found no manifest in the folder `rules`"),
        (("spring", "nowhere"), "there is no sealed run `nowhere`"),
        (("spring", "spring"), "two runs are called `spring`; give one another name"),
        (("spring", "autumn", "--this", "autmn"), "no one inspection `autmn` among the runs and the past inspections; did you mean `autumn`?"),
        (("spring", "--population", "past.csv", "--score", "roh"), "--score is for the difference of two runs, found 1"),
        (("spring", "--population", "nowhere.csv"), "there is no file `nowhere.csv`"),
        (("spring", "--population", "past.csv", "--output", "past.csv"), "which is to be read"),
        (("spring", "autumn", "--changes", "c.txt"), "whose name ends in .csv, .json or .parquet"),
        (("spring", "autumn", "--changes", "c.csv", "--differences", "c.csv"), "found one named twice"),
        (("hull=spring", "--population", "past.csv"), "the run `hull` could be `Hull, 2009` or `Hull, 2011`"),
        (("spring", "--population", "past.csv", "--population", "all.csv"), "a summary of inspections cannot be put together"),
        (("=spring", "autumn"), "expected a name before `=`"),
    ],
)  # fmt: skip
@pytest.mark.usefixtures("two")
def test_what_cannot_be_compared_is_said(place, capsys, arguments, words):
    (place / "past.csv").write_text("area,year,roh,safe\nHull,2009,60,\nHull,2011,60,\n")
    (place / "all.csv").write_text("theme,lowest,highest,average\nroh,1,3,2\n")
    found = said(capsys, "compare", *arguments, code=exits.WRONG_USAGE).err
    assert words.casefold() in found.casefold()


def test_a_name_must_be_that_of_one_inspection():
    scores = StoredScores("small", "3", 5, {"roh": "Risk & harm"}, ())
    past = Headlines(
        "past.csv", ("roh",), (headline("Hull", 2009), headline("Hull", 2011), headline("York", 2011))
    )
    runs = (NamedRun("spring", "spring", scores),)

    def asked(this, of=runs):
        found, wrong = inspections(of, (past,), this)
        return found.this.name if found is not None else wrong[0].code

    assert [asked(name) for name in (None, "spring", "hull-2011", "York")] == [
        *("spring", "spring", "Hull, 2011", "York, 2011"),
    ]
    assert [asked(name) for name in ("Hull", "Leeds")] == ["no-such-inspection"] * 2
    assert asked(None, (NamedRun("hull", "runs/a", scores),)) == "unclear-inspection"
    assert asked(None, (NamedRun("Hull 2009", "runs/a", scores),)) == "Hull 2009"


def headline(area, year):
    return Headline(area, year, {"roh": 60}, Place("past.csv", 2))


def test_a_run_of_another_framework_is_refused(two, sealed, capsys):
    del two
    sealed("other", CASES, CRITERIA.replace("framework small", "framework large"))
    found = said(capsys, "compare", "spring", "other", code=exits.WRONG_USAGE).err
    assert "expected runs of one framework, found `spring` of `small` and `other` of `large`" in found


def test_without_headline_themes_there_are_no_headline_scores(sealed, place, capsys):
    lines = [line for line in CRITERIA.splitlines() if not line.lstrip().startswith(("theme ", "feeds "))]
    sealed("spring", CASES, "\n".join(lines))
    (place / "past.csv").write_text("area,roh\nHull,60\n")
    found = said(capsys, "compare", "spring", "--population", "past.csv", code=exits.WRONG_USAGE).err
    assert "the framework has no headline themes" in found
    sealed("autumn", LATER, "\n".join(lines))
    assert compared(capsys, "spring", "autumn")["benchmark"] == []


def test_a_population_with_wrong_columns_is_refused_where_it_is_wrong(sealed, place, capsys):
    sealed("spring")
    (place / "past.csv").write_text("area,rohh\nHull,60\n")
    found = said(capsys, "compare", "spring", "--population", "past.csv", code=exits.INPUT_HAS_ERRORS)
    assert "past.csv:1: error: expected a column of past headline scores" in found.err
    assert "did you mean `roh`?" in found.err
    listed = valid(
        said(
            capsys,
            "compare",
            "spring",
            "--population",
            "past.csv",
            "--format",
            "json",
            code=exits.INPUT_HAS_ERRORS,
        ).out
    )
    assert [d["code"] for d in listed["diagnostics"]] == ["unknown-column"]


@pytest.mark.parametrize(
    ("path", "change", "code"),
    [
        ("scores.json", lambda data: data.replace(b'"sufficient": 3', b'"sufficient": 4', 1), "score-differs"),
        ("scores.json", lambda _: b"{}", "not-worked-out-again"),
        ("judgements/0001.parquet", lambda data: data[:-9], "not-worked-out-again"),
        ("judgements/0001.parquet", lambda data: with_columns(data, made=pl.lit(77, pl.UInt8)), "judgement-differs"),
        ("judgements/0001.parquet", lambda data: without(data, "made"), "judgement-differs"),
        ("criteria/all.criteria", lambda data: data.replace(b"sufficient when", b"sufficient wen"), "not-worked-out-again"),
    ],
)  # fmt: skip
def test_a_run_that_does_not_hold_is_not_compared(two, capsys, path, change, code):
    for run in two:
        data = (run / path).read_bytes()
        (run / path).write_bytes(change(data))
        changed = said(capsys, "compare", "spring", "autumn", code=exits.INPUT_HAS_ERRORS).err
        assert "changed-file" in changed
        seal_anew(run)
        assert code in said(capsys, "compare", "spring", "autumn", code=exits.INPUT_HAS_ERRORS).err
        (run / path).write_bytes(data)
        seal_anew(run)
    assert said(capsys, "compare", "spring", "autumn").out


def with_columns(data, **columns):
    return written(pl.read_parquet(data).with_columns(**columns))


def without(data, name):
    return written(pl.read_parquet(data).drop(name))


def written(frame):
    data = io.BytesIO()
    frame.write_parquet(data)
    return data.getvalue()


def test_an_older_run_whose_records_give_other_judgements_is_not_judged_again(sealed, capsys):
    older = sealed("spring")
    sealed("autumn", LATER, STRICTER)
    records = older / "records" / "001-cases.csv"
    records.write_bytes(records.read_bytes().replace(b"2011-07-26", b"2011-07-25", 1))
    seal_anew(older)
    found = said(capsys, "compare", "spring", "autumn", code=exits.INPUT_HAS_ERRORS).err
    assert "judgement-differs" in found


# --- Figures in words ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("share", "words"),
    [
        ("0", "0.0"),
        ("1/2000", "+0.1"),
        ("-1/2000", "-0.1"),
        ("1/2001", "0.0"),
        ("-3/40", "-7.5"),
        ("1", "+100.0"),
    ],
)
def test_points_are_rounded_to_a_tenth_a_half_away_from_none(share, words):
    assert points_in_words(Fraction(share)) == words
