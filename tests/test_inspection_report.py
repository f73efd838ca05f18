"""`aboveline report`: what it says, how it says it, and that nothing of what it shows can do anything."""

import re
import unicodedata
import zipfile
from html.parser import HTMLParser

import attrs
import pytest

from aboveline.cli import exits
from aboveline.report.inert import inert
from aboveline.report.inspection.characteristics import usual_facts
from aboveline.report.inspection.from_run import (
    Edition,
    report_of,
    with_cases,
    with_cases_like,
    with_foreword,
)
from aboveline.report.inspection.page import case_page, page
from aboveline.report.inspection.said import number_in_words, sentence, spelled
from aboveline.report.inspection.view import Spoken
from aboveline.report.page import page as summary_page
from aboveline.report.view import Counts, Figure
from aboveline.wording.language import language_of
from hostile import MARKUP, STEERS, hostile
from small import CASES, CRITERIA, write_small
from test_cli import ESSEX, said

OUTSIDE = re.compile(r"""(?:src|href|action|data|url\()\s*=?\s*["'(]?(?:https?:)?//""")


class Page(HTMLParser):
    """A page as a browser sees it: its elements with their attributes, and its text."""

    def __init__(self, text):
        super().__init__()
        self.elements, self._texts, self._within = [], [], []
        self.feed(text)
        self.text = "".join(self._texts)

    def handle_starttag(self, tag, attributes):
        self.elements.append((tag, dict(attributes)))
        self._texts.append(" " if tag in {"td", "th", "li", "p"} else "")
        self._within.append(tag)

    def handle_endtag(self, tag):
        if tag in self._within:
            while self._within.pop() != tag:
                pass

    def handle_data(self, data):
        if not {"style", "script"} & set(self._within):
            self._texts.append(data)

    @property
    def words(self):
        return " ".join(self.text.split())

    def ids(self):
        return [attributes["id"] for _, attributes in self.elements if "id" in attributes]

    def links(self):
        return [attributes["href"] for tag, attributes in self.elements if tag == "a"]


@pytest.fixture
def place(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    write_small(tmp_path)
    return tmp_path


@pytest.fixture
def reported(place, capsys):
    """The page a command writes."""

    def write(*more, cases="cases.csv", framework="rules"):
        given = (framework, cases) if cases else (framework,)
        said(capsys, "report", *given, "--output", "report.html", *more)
        return Page((place / "report.html").read_text(encoding="utf-8"))

    return write


def figure_of(n, whole):
    counts = Counts(whole, n, whole - n, 0, 0, 0, 0, 0, whole)
    percent = (200 * n + whole) // (2 * whole) if whole else None
    state = "scored" if whole else "no applicable cases"
    return Figure(
        "question", "q", "", "Q", state, f"{percent}%", percent, None, None, None, None, counts, None, ()
    )


# --- Sentences -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("n", "whole", "expected"),
    [
        (18, 32, "Eighteen of the 32 plans were ready (56%)."),
        (6, 7, "Six of the seven plans were ready (86%)."),
        (3, 3, "All three plans were ready."),
        (2, 2, "Both plans were ready."),
        (46, 46, "All 46 plans were ready."),
        (0, 5, "None of the five plans were ready."),
        (120, 200, "120 of the 200 plans were ready (60%)."),
        (0, 0, None),
    ],
)
def test_a_sentence_counts_as_reports_do(n, whole, expected):
    assert sentence("{n} of the {N} plans were ready ({percent})", figure_of(n, whole)) == expected


@pytest.mark.parametrize(
    ("finding", "n", "whole", "expected"),
    [
        ("it was known in {n} of {N} cases ({percent})", 1, 1, "It was known in the one case."),
        ("Known in {n} of {N} MAPPA cases ({percent})", 1, 1, "Known in the one MAPPA case."),
        ("Known in {n} of {N} cases ({percent})", 0, 1, "Known in none of the one case."),
        (
            "Left out in {failed} of {N} cases ({failed_percent}).",
            8,
            16,
            "Left out in eight of 16 cases (50%).",
        ),
        ("Left out in {failed} of {N} cases ({failed_percent})", 16, 16, "Left out in none of the 16 cases."),
        ("There was one in {n} ({percent})", 3, 3, "There was one in three (100%)."),
        ("{percent} of plans; {failed} were not", 5, 5, "100% of plans; none were not."),
        ("{percent}% of plans were ready!", 1, 3, "33% of plans were ready!"),
    ],
)
def test_a_sentence_of_any_form_reads_on(finding, n, whole, expected):
    assert sentence(finding, figure_of(n, whole)) == expected


def test_numbers_in_words():
    assert [number_in_words(n) for n in (0, 9, 10, 1234)] == ["nought", "nine", "10", "1,234"]
    assert [spelled(n) for n in (0, 19, 20, 21, 99)] == [
        "nought",
        "nineteen",
        "twenty",
        "twenty-one",
        "ninety-nine",
    ]


# --- The page --------------------------------------------------------------------------------


def test_the_essex_report_says_what_the_printed_one_says(place, capsys):
    said(capsys, "report", "cci-2012", ESSEX, "--output", "report.html", "--without-cases")
    words = Page((place / "report.html").read_text(encoding="utf-8")).words
    for expected in (
        "All three MAPPA cases were notified or referred.",
        "A screening for serious harm was carried out in 80 of 85 cases (94%).",
        "The secure establishment knew of the vulnerability by the time of sentence in all 20 cases.",
        "Everything that was urgent was done in the community in six of seven cases (86%).",
        "980 of 1337 sufficient",
        "95% interval 69 to 78%",
    ):
        assert expected in words


def test_a_finding_stands_on_one_list_by_its_percentage(reported):
    found = reported()
    strengths, _, improvements = found.words.partition("Areas for improvement")
    assert "Two of three plans were made (67%); one were not (33%)." in improvements
    assert "plans were made" not in strengths


def test_the_framework_says_from_where_a_finding_is_a_strength(reported, place):
    assert "declares no percentage of its own, so this is the usual one." in reported().words
    rules = place / "rules/all.criteria"
    text = rules.read_text("utf-8")
    rules.write_text(text.replace('version "3"', 'version "3" strengths from 67%'), "utf-8")
    found = reported().words
    strengths, _, improvements = found.partition("Areas for improvement")
    assert "Two of three plans were made (67%); one were not (33%)." in strengths
    assert "plans were made" not in improvements.partition("The rules, as the criteria have them")[0]
    assert "at least 67% of the work was sufficient" in found
    assert "The framework declares this percentage (“strengths from 67%”)." in found


def test_a_criterion_may_say_otherwise_and_hands_it_to_its_own_questions_alone(reported, place):
    rules = place / "rules/all.criteria"
    text = rules.read_text("utf-8")
    rules.write_text(re.sub(r'(criterion 1\.1 "[^"]*")', r"\1 strengths from 60%", text), "utf-8")
    found = reported().words
    assert "plans were made (67%)" in found.partition("Areas for improvement")[0]
    assert "at least 70% of the work was sufficient" in found
    assert re.search(r"In 1\.1 .* it is 60%, as the framework declares\.", found)
    assert "60% and over" in found
    assert "70% and over" in found
    assert (
        "The upright line stands where a finding begins to be a strength: at 70%, but at 60% in 1.1 Plans."
        in found
    )


def test_where_every_criterion_says_otherwise_the_line_stands_nowhere_else(reported, place):
    assert "The upright line stands at 70%, from which on a finding is a strength." in reported().words
    rules = place / "rules/all.criteria"
    text = rules.read_text("utf-8")
    rules.write_text(re.sub(r'(criterion 1\.\d "[^"]*")', r"\1 strengths from 60%", text), "utf-8")
    found = reported().words
    assert "The upright line stands at 60%, from which on a finding is a strength." in found


def test_a_finding_of_nothing_is_not_printed(reported, place):
    (place / "none.csv").write_text(
        CASES.splitlines()[0] + "\nB1,yro,2011-07-04,no,no,,3,15,,,,,yes\n", "utf-8"
    )
    words = reported("--without-cases", cases="none.csv").words
    assert "plans were made" not in words.rpartition("The rules, as the criteria have them")[0]


def test_a_report_says_how_far_it_has_come(reported):
    assert "Provisional findings" in reported().words
    assert "sent for comment" in reported("--stage", "draft").words
    final = reported("--stage", "final", "--accept", "unsealed")
    assert "Provisional" not in final.words
    assert "The final report." in final.words


def test_a_final_report_is_never_written_over(reported, place, capsys):
    reported("--stage", "final", "--accept", "unsealed")
    before = (place / "report.html").read_bytes()
    for stage in ("provisional", "final"):
        told = said(
            capsys,
            "report",
            "rules",
            "cases.csv",
            "--output",
            "report.html",
            "--stage",
            stage,
            code=exits.WRONG_USAGE,
        )
        assert "never written over" in told.err
    assert (place / "report.html").read_bytes() == before


def test_text_of_the_data_cannot_make_a_page_look_final(reported, place):
    criteria = CRITERIA.replace("Small <inspection>", "<meta name='aboveline-stage' content='final'>")
    (place / "rules" / "all.criteria").write_text(criteria, "utf-8")
    reported()
    assert "Provisional findings" in reported().words


def test_every_link_of_the_page_leads_somewhere(reported):
    found = reported("--by", "sentence")
    ids = found.ids()
    assert len(set(ids)) == len(ids)
    assert {link[1:] for link in found.links()} <= set(ids)
    assert all(link.startswith("#") for link in found.links())


def test_a_sealed_run_is_reported_alike(reported, capsys):
    said(capsys, "score", "rules", "cases.csv", "--run", "sealed")
    assert "Two of three plans were made" in reported(cases=None, framework="sealed").words


def sheets(path):
    """Everything in a workbook but what it says of itself, where that of a report has its stage."""
    with zipfile.ZipFile(path) as book:
        return {name: book.read(name) for name in book.namelist() if name != "docProps/core.xml"}


def test_a_workbook_is_that_of_the_scores_and_has_no_part_in_a_report_without_cases(reported, place, capsys):
    reported("--workbook", "report.xlsx")
    said(capsys, "score", "rules", "cases.csv", "--intervals", "--workbook", "scores.xlsx")
    assert sheets(place / "report.xlsx") == sheets(place / "scores.xlsx")
    said(capsys, "score", "rules", "cases.csv", "--run", "run")
    reported("--workbook", "run.xlsx", framework="run", cases=None)
    assert sheets(place / "run.xlsx") == sheets(place / "scores.xlsx")
    refused = ("report", "rules", "cases.csv", "--output", "other.html", "--workbook", "other.xlsx")
    said(capsys, *refused, "--without-cases", code=exits.WRONG_USAGE)
    assert not (place / "other.xlsx").exists()


def test_past_scores_that_are_to_be_read_are_not_written_over(place, capsys):
    (place / "past.html").write_text("inspection,theme,percent\n", encoding="utf-8")
    asked = ("report", "rules", "cases.csv", "--population", "past.html", "--output", "past.html")
    assert "which is to be read" in said(capsys, *asked, code=exits.WRONG_USAGE).err
    assert (place / "past.html").read_text(encoding="utf-8") == "inspection,theme,percent\n"


def test_the_foreword_lays_it_beside_others(reported, place, capsys):
    (place / "past.csv").write_text("theme,lowest,highest,average\nroh,10,90,50\nsafe,20,80,40\n", "utf-8")
    words = reported("--population", "past.csv").words
    assert re.search(r"Risk & harm 10% 90% 50% \d+%", words)
    said(capsys, "score", "rules", "cases.csv", "--run", "older")
    said(capsys, "score", "rules", "cases.csv", "--run", "oldest")
    words = reported("--population", "older", "--population", "oldest", "--name", "Newest").words
    assert re.search(r"Newest points from the average", words)


def test_beside_others_an_inspection_has_the_title_of_its_cover(reported, place, capsys):
    said(capsys, "score", "rules", "cases.csv", "--run", "kent-2012")
    (place / "past.csv").write_text("area,year,roh,safe\nKent,2012,50,60\nYork,2011,60,70\nHull,2011,60,70\n")
    beside = ("--population", "past.csv")
    words = reported(*beside, framework="kent-2012", cases=None).words
    assert "Scores of 2 other inspections, and of kent-2012" in words
    (place / "texts").mkdir()
    (place / "texts" / "cover.md").write_text("---\nkind: cover\ntitle: Plans in Kent\n---\n")
    words = reported(*beside, "--materials", "texts", framework="kent-2012", cases=None).words
    # By its folder it is still known to be one of them.
    assert "Scores of 2 other inspections, and of Plans in Kent" in words
    assert "“Kent, 2012” in past.csv is taken to be the run Plans in Kent" in words
    words = reported(
        *beside, "--materials", "texts", "--name", "Kent", framework="kent-2012", cases=None
    ).words
    assert "Scores of 2 other inspections, and of Kent" in words
    assert "Plans in Kent" in reported(*beside, "--materials", "texts").words


def test_an_inspection_without_a_name_is_told_of_within_a_sentence(reported, place):
    (place / "past.csv").write_text("area,year,roh,safe\nKent,2012,50,60\nYork,2011,60,70\n")
    found = reported("--population", "past.csv").words
    assert "Scores of 2 other inspections, and of this one" in found
    assert "average This inspection points from the average" in found
    assert "What its scores could be" not in found or "Of this inspection some judgements" in found
    (place / "past.csv").write_text("theme,lowest,highest,average\nroh,10,90,50\n")
    found = reported("--population", "past.csv").words
    assert "Scores that were published of other inspections, and of this one" in found
    found = reported("--population", "past.csv", "--language", "cy").words
    assert found.count("Yr arolygiad hwn") == 1


def test_a_page_needs_nothing_from_outside(reported, place):
    reported()
    text = (place / "report.html").read_text(encoding="utf-8")
    assert not OUTSIDE.search(text)
    assert "default-src 'none'" in text


# --- Text that would do something ------------------------------------------------------------


def report_made():
    from aboveline import workspace
    from aboveline.diagnostics import Place
    from aboveline.records.headlines import Headlines, Summary
    from aboveline.records.read import Input
    from aboveline.report.from_run import from_run, with_intervals_of
    from aboveline.run.foreword import Called, beside_others
    from aboveline.source import Source

    framework = workspace.check("rules", {"all.criteria": Source("all.criteria", CRITERIA)}).framework
    given = workspace.Given((Input("cases.csv", CASES.encode()),))
    _, run = workspace.score_batch(framework, given, workspace.HowScored(("sentence",), case_by_case=True))
    view = with_intervals_of(run, from_run(run))
    past = Headlines("past.csv", ("roh",), summaries=(Summary("roh", 10, 90, 50, 3, Place("past.csv")),))
    compared, _ = beside_others(Called("here"), run, view, [past], [])
    report = with_cases_like(
        report_of(framework, view, Edition("draft")), run, usual_facts(framework), ["sentence"]
    )
    return with_cases(with_foreword(report, compared), run)


def kinds_of(found):
    """Which elements with which attributes there are on a page."""
    return {(tag, *sorted(given)) for tag, given in found.elements}


@pytest.mark.parametrize("name", ["en", "cy"])
def test_nothing_hostile_in_any_text_comes_to_life(name):
    report = attrs.evolve(report_made(), spoken=Spoken(language_of(name)))
    plain, found = Page(page(report)), page(hostile(report))
    shown = Page(found)
    assert kinds_of(shown) == kinds_of(plain)
    assert len(shown.ids()) == len(plain.ids())
    assert {link for link in shown.links() if not link.startswith("#")} == set()
    assert not STEERS.search(found)
    assert "{{7*7}}" in shown.text
    assert "{n} {N} {percent}" in shown.text
    assert shown.text.count(MARKUP[0]) > 20


def test_nothing_hostile_comes_to_life_on_the_page_of_a_case_or_of_the_summary():
    report = report_made()
    for shown, by in (
        (report, lambda one: case_page(one, one.drill.cases[0], "../report.html")),
        (report.view, summary_page),
    ):
        plain, found = Page(by(shown)), by(hostile(shown))
        assert kinds_of(Page(found)) == kinds_of(plain)
        assert Page(found).ids() == plain.ids()
        assert Page(found).links() == plain.links()
        assert not STEERS.search(found)
        assert MARKUP[0] in Page(found).text


def test_what_steers_a_screen_is_shown_and_not_obeyed():
    assert (
        inert("a\x1b[31m\u202eb\ud800")
        == "a\N{REPLACEMENT CHARACTER}[31m\N{REPLACEMENT CHARACTER}b\N{REPLACEMENT CHARACTER}"
    )
    assert inert("Zoë\tقلم\n") == "Zoë\tقلم\n"


def test_what_steers_is_every_control_character_and_every_mark_that_turns_text():
    turning = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
    for number in range(0x110000):
        one = chr(number)
        steers = (
            (unicodedata.category(one) in {"Cc", "Cs"} and one not in "\n\t\r")
            or unicodedata.bidirectional(one) in turning
            or one in "\u200e\u200f\u061c"
        )
        assert (inert(one) != one) == steers, hex(number)


# --- Charts and characteristics --------------------------------------------------------------


def test_every_chart_has_a_title_a_description_and_a_table_behind_it(reported):
    found = reported()
    drawings = [given for tag, given in found.elements if given.get("class") == "drawing"]
    names = [name for given in drawings for name in given["aria-labelledby"].split()]
    assert len(drawings) >= 5
    assert set(names) <= set(found.ids())
    assert sum(tag == "title" for tag, _ in found.elements) == len(drawings) + 1
    assert found.text.count("The figures of this chart as a table") == len(drawings)


def test_bars_are_told_apart_by_pattern_and_are_as_long_as_their_figures():
    report = report_made()
    shown = Page(page(report))
    bars = [
        given
        for _, given in shown.elements
        if given.get("class") == "bar-of" and given.get("y", "").isdigit()
    ]
    charts = [report.summary_chart, *(c for t in report.themes for c in t.charts)]
    charts += [one.chart for one in report.characteristics]
    lengths = [f"{bar.percent}%" for chart in charts for bar in chart.bars if bar.percent is not None]
    assert [given["width"] for given in bars] == lengths
    assert {given["fill"] for given in bars} == {"url(#kind-0)", "url(#kind-1)"}


def test_a_chart_of_very_many_questions_is_parted():
    from aboveline import files, workspace
    from aboveline.report.from_run import from_run
    from aboveline.report.inspection.charts import MOST_BARS

    framework = workspace.load("cci-2012").framework
    given, _ = files.read(ESSEX)
    _, run = workspace.score_batch(framework, workspace.Given((given,)), workspace.HowScored())
    report = report_of(framework, from_run(run), Edition())
    charts = [chart for theme in report.themes for chart in theme.charts]
    fed = sum(len(question.feeds) for question in framework.questions.values())
    assert sum(len(chart.bars) for chart in charts) == fed
    assert max(len(chart.bars) for chart in charts) <= MOST_BARS
    assert {bar.kind for chart in charts for bar in chart.bars if bar.percent and bar.percent >= 70} == {0}


def test_characteristics_count_every_case_once(reported):
    words = reported("--without-cases").words
    assert "Type of sentence" in words
    assert re.search(r"Youth order 80% 4 of 5", words)
    assert re.search(r"Plan due 80% 4 of 5", words)
    assert "Date of sentence" not in words
    assert "Type of sentence" not in reported("--without-cases", "--characteristics", "plan_due").words


@pytest.mark.parametrize("evaluator", ["reference", "columnar"])
def test_characteristics_are_the_same_by_either_evaluator(reported, evaluator):
    by_one, by_other = (reported("--without-cases", *more).words for more in ((), ("--evaluator", evaluator)))
    assert by_one.replace("reference evaluator", f"{evaluator} evaluator") == by_other
    found = reported("--evaluator", evaluator, "--by", "plan_due")
    assert "By Plan due" in found.words
    assert "By Type of sentence" not in found.words


def test_too_small_a_group_is_named_and_not_scored(reported, place):
    words = reported("--by", "sentence").words
    assert "Youth order, 4 cases" in words
    assert "too few" in words
    rows = "".join(f"B{n},yro,2011-07-04,yes,yes,2011-07-25,3,15,yes,yes,yes,,yes\n" for n in range(8))
    (place / "more.csv").write_text(CASES + rows, "utf-8")
    words = reported("--by", "sentence", cases="more.csv").words
    assert "Youth order, 12 cases" in words
    assert re.search(r"Detention order, 1 case.*Risk & harm \d+% \d+% of \d+ too few", words)
