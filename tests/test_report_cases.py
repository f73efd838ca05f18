"""From a headline of a report down to a judgement: every step a link, every case told as `explain` tells it."""

import re
from pathlib import Path

import pytest

from aboveline import workspace
from aboveline.cli import exits
from aboveline.records.read import Input
from aboveline.reference.judge import trails
from aboveline.report.explanation import story
from aboveline.report.from_run import from_run
from aboveline.report.inspection.cases import MOST_NAMED, Drill, _line
from aboveline.report.marked import marked_lines
from aboveline.report.sentences import Nearby
from small import CASES, write_small
from test_cli import ESSEX, said
from test_inspection_report import Page

HEAD = CASES.splitlines()[0]


@pytest.fixture
def place(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    write_small(tmp_path)
    return tmp_path


@pytest.fixture
def reported(place, capsys):
    def write(*more):
        said(capsys, "report", "rules", "cases.csv", "--output", "r.html", *more)
        return Page((place / "r.html").read_text("utf-8"))

    return write


def many(place, count):
    rows = "".join(f"B{n},yro,2011-07-04,yes,yes,2011-07-25,3,15,yes,yes,yes,,yes\n" for n in range(count))
    (place / "cases.csv").write_text(f"{HEAD}\n{rows}", "utf-8")


def test_there_is_a_way_from_the_headline_to_the_judgement_and_back(reported):
    found = reported()
    links, ids = found.links(), found.ids()
    for step in ("#criterion-1.1", "#q-made", "#d-made", "#c3-1", "#w1-2"):
        assert step in links
        assert step[1:] in ids
    assert {link[1:] for link in links} <= set(ids)


def test_a_judgement_is_told_as_it_is_explained(reported, capsys):
    told = said(capsys, "explain", "rules", "cases.csv", "--case", "A2", "--question", "timely").out
    sentences = " ".join(told.split())
    words = reported().words
    at = words.index("Was the plan signed in time? insufficient", words.index("Case A2 "))
    shown = words[at:].split("Was the young person seen")[0].split("insufficient ", 1)[1].strip()
    assert len(shown) > 100
    for nearby in ("cases.csv, line 3, ", "rules/all.criteria, "):
        assert nearby in sentences
        assert nearby not in shown
        sentences = sentences.replace(nearby, "")
        assert nearby.rstrip(", ") in words[words.index("Case A2 ") : at]
    assert shown in sentences


def test_every_word_of_a_rule_is_marked_with_what_it_came_to(reported):
    words = reported().words
    assert re.search(r"insufficient: 1 case .* question made ?no .* only where plan_due ?yes", words)


@pytest.mark.slow
def test_cases_that_went_one_way_are_marked_alike():
    framework = workspace.load("cci-2012").framework
    with open(ESSEX, "rb") as file:  # noqa: PTH123 (the name is a text)
        given = workspace.Given((Input(ESSEX, file.read()),))
    _, run = workspace.score_batch(framework, given, workspace.HowScored(evaluator="reference"))
    following = Drill(run, from_run(run))
    pages = list(following.cases())
    ways = {(q.question, way.number): way for q in following.questions() for way in q.ways}
    counted = 0
    for page, record, result in zip(pages, run.cases.records, run.results, strict=True):
        judged = {one.question: one for criterion in page.criteria for one in criterion.judgements}
        by_question = {j.question: j for j in result.judgements}
        for trail in trails(framework, record, None):
            one = judged[trail.judgement.question]
            way = ways[one.question, one.way]
            assert way.lines == tuple(_line(line) for line in marked_lines(framework, trail))
            file = framework.criteria[framework.questions[trail.judgement.question].criterion].span.file
            assert one.story == story(framework, by_question, trail, Nearby(record.place, file))
            counted += 1
    assert counted == len(run.cases.records) * len(run.framework.questions)
    assert sum(way.count for way in ways.values()) == counted


def test_an_edition_without_cases_names_none(reported, place):
    override(place)
    found = reported("--without-cases", "--overrides", "o.csv")
    assert "left out of this edition" in found.words
    assert "answered although the question does not apply" in found.words
    assert "The court sat late." in found.words
    assert not re.search(r"\bA[1-5]\b", found.words)
    assert {link[1:] for link in found.links()} <= set(found.ids())


def test_more_cases_than_one_file_holds_go_into_pages_of_their_own(reported, place, capsys, monkeypatch):
    for module in ("aboveline.cli.reported", "aboveline.report.inspection.cases"):
        monkeypatch.setattr(f"{module}.MOST_IN_ONE", 6)
    monkeypatch.setattr("aboveline.report.inspection.cases.MOST_NAMED", 3)
    many(place, 7)
    told = said(capsys, "report", "rules", "cases.csv", "--output", "r.html").err
    assert "--case-pages FOLDER" in told
    assert "B6" not in (place / "r.html").read_text("utf-8")
    found = reported("--case-pages", "pages of cases")
    assert len(list((place / "pages of cases").iterdir())) == 7
    outside = [link for link in found.links() if not link.startswith("#")]
    assert "pages%20of%20cases/1.html#c1-1" in outside
    assert len([link for link in outside if link.endswith("-1")]) == 3
    assert "and 4 more" in found.words
    one = Page((place / "pages of cases" / "1.html").read_text("utf-8"))
    assert "Case B0" in one.words
    back = [link for link in one.links() if link.startswith("../r.html#")]
    assert {link.partition("#")[2] for link in back} <= set(found.ids())
    (place / "pages of cases" / "notes.txt").write_text("not of the report", "utf-8")
    again = said(
        capsys,
        *("report", "rules", "cases.csv", "--output", "r.html", "--case-pages", "pages of cases"),
        code=exits.WRONG_USAGE,
    )
    assert "there already" in again.err


def test_of_more_cases_than_one_file_holds_the_page_does_not_grow_with_them(reported, place):
    sizes = []
    for count in (201, 241):
        many(place, count)
        found = reported("--case-pages", f"pages-{count}")
        assert f"and {count - MOST_NAMED} more" in found.words
        assert sum(bool(re.search(r"#c\d+-1$", link)) for link in found.links()) == MOST_NAMED
        sizes.append((place / "r.html").stat().st_size)
    assert sizes[1] < sizes[0] + 1000


@pytest.mark.slow
def test_a_report_of_ten_thousand_cases_stays_under_20_megabytes(place, capsys):
    header, *rows = Path(ESSEX).read_text("utf-8").splitlines()
    sizes = []
    for times in (3, 4):
        repeated = [f"{time}-{row}" for time in range(times) for row in rows]
        (place / "many.csv").write_text("\n".join([header, *repeated]), "utf-8")
        pages = ("--case-pages", f"pages-{times}")
        said(capsys, "report", "cci-2012", "many.csv", "--output", f"{times}.html", *pages)
        sizes.append((place / f"{times}.html").stat().st_size)
    # A case that stood in the page would add some 60 kB to it, its name beneath each way alone some 9 kB.
    each = (sizes[1] - sizes[0]) / len(rows)
    assert sizes[1] + each * (10_000 - 4 * len(rows)) < 20_000_000


def test_a_page_of_a_case_stands_alone_and_has_no_styles_but_its_own(reported, place):
    reported("--case-pages", "pages", "--stage", "draft")
    page = (place / "pages" / "2.html").read_text("utf-8")
    style = page.partition("<style>")[2].partition("</style>")[0]
    assert "<link" not in page
    assert "@import" not in style
    body = Page(page)
    given = {name for _, found in body.elements for name in found.get("class", "").split()}
    assert set(re.findall(r"\.([a-z][\w-]*)", style)) <= given
    assert "--ink" in style
    assert len(style.encode()) < 5_000


def test_in_the_report_itself_every_case_is_named_beneath_its_way(reported, place):
    many(place, 200)
    found = reported()
    assert {f"#c{number}-1" for number in range(1, 201)} <= set(found.links())


def test_pages_of_cases_are_had_whichever_evaluator_is_asked_for(reported, place):
    reported("--case-pages", "pages", "--evaluator", "columnar")
    assert len(list((place / "pages").iterdir())) == 5
    assert "to have them told one by one: --evaluator reference" in reported("--evaluator", "columnar").words


def test_cases_are_either_left_out_or_put_apart(place, capsys):
    more = ("--without-cases", "--case-pages", "pages")
    told = said(capsys, "report", "rules", "cases.csv", "--output", "r.html", *more, code=exits.WRONG_USAGE)
    assert "found both" in told.err
    assert not (place / "pages").exists()


def override(place):
    (place / "o.csv").write_text(
        "case_id,question,outcome,reason,by,date\nA2,timely,sufficient,The court sat late.,R,2012-02-01\n",
        "utf-8",
    )


def test_an_overridden_judgement_says_so(reported, place):
    override(place)
    words = reported("--overrides", "o.csv").words
    assert re.search(
        r"Was the plan signed in time\? sufficient .*?Overridden: “The court sat late.” \(R, 1 February",
        words,
    )
    assert "1 judgement was overridden" in words


# --- What the figures rest on ----------------------------------------------------------------


def test_the_rules_stand_in_the_report_as_the_criteria_have_them(reported):
    words = reported("--without-cases").words
    assert "excluded where detained and age_group is younger" in words
    assert "condition detained" in words
    assert words.count('question seen "Was the young person seen in {phase}?"') == 1


def test_a_report_of_a_run_names_its_seal_and_digests(place, capsys):
    told = said(capsys, "score", "rules", "cases.csv", "--run", "sealed").err
    seal = re.search(r"[0-9a-f]{64}", told)[0]
    said(capsys, "report", "sealed", "--output", "r.html")
    words = Page((place / "r.html").read_text("utf-8")).words
    assert f"the whole run seal {seal}" in words
    import hashlib

    assert hashlib.sha256(CASES.encode()).hexdigest() in words


def test_a_report_of_files_says_that_they_were_not_sealed(reported):
    words = reported().words
    assert "They were not sealed." in words
    assert "rules/all.criteria criteria" in words


# --- What service users say ------------------------------------------------------------------


def test_what_service_users_answered_stands_in_the_report(place, capsys):
    folder = ESSEX.removesuffix("cases.csv")
    surveys = (
        "--survey",
        f"young_people={folder}young-people.csv",
        "--survey",
        f"victims={folder}victims.csv",
    )
    said(capsys, "report", "cci-2012", ESSEX, "--output", "r.html", "--without-cases", *surveys)
    found = Page((place / "r.html").read_text("utf-8"))
    assert "92 responses." in found.words
    assert "27 responses." in found.words
    for worded in (
        "All 91 knew why they had to come.",
        "Seven of those 12 said that the service had helped them with it (58%).",
        "Eighteen of 88 said that they had been helped to feel less stressed (20%).",
        "63% of 90 gave the service 70 or more out of 100 (57); 16% gave it 100 (14)",
    ):
        assert worded in found.words
    assert {link[1:] for link in found.links()} <= set(found.ids())


def test_a_survey_needs_its_name_and_file(place, capsys):
    given = ("report", "rules", "cases.csv", "--output", "r.html", "--survey", "cases.csv")
    assert "as in NAME=FILE" in said(capsys, *given, code=exits.WRONG_USAGE).err
    assert not (place / "r.html").exists()
