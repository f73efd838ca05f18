"""The public edition of a report: what an attacker can work out of its page, read back figure by figure."""

import re
from functools import cache, partial

import pytest
from attrs import evolve
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from aboveline import workspace
from aboveline.disclosure.control import control
from aboveline.framework.expressions import IsKnown, walk
from aboveline.records.read import Input
from aboveline.report import public as edition
from aboveline.report import public_rules
from aboveline.report import public_survey as survey_edition
from aboveline.report.from_run import from_run
from aboveline.report.from_survey import survey_view
from aboveline.report.inspection.characteristics import usual_facts
from aboveline.report.inspection.from_run import Edition, report_of, with_cases_like
from aboveline.report.inspection.page import page
from aboveline.report.inspection.public import public_report
from aboveline.report.public_cells import tables
from aboveline.report.public_rules import implied
from aboveline.report.public_survey import public_survey, survey_tables
from aboveline.surveys.responses import Responses, read_responses
from batches import ROOT, essex
from choices import Drawn
from generate import drafts, records, written
from published import Published, attack_on, attack_on_survey
from questionnaires import a_survey, in_the_language, some_responses
from test_disclosure import THRESHOLD, narrowed, no_secret, run_of
from test_surveys import records_of, surveyed
from written import case, framework, framework_of

ESSEX = ROOT / "examples" / "essex-2012"
BY = ("sentence", "sg_issue")
SURVEYS = {"young_people": "young-people.csv", "victims": "victims.csv"}
FEW = settings(deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.generate])


@cache
def run_of_essex():
    data = (ESSEX / "cases.csv").read_bytes()
    return run_of(
        essex().framework, workspace.read_cases(essex().framework, [Input("cases.csv", data)]).records
    )


def report_on(run, by=(), facts=None, surveys=()):
    """The report for the inspectorate's own eyes."""
    made = run.framework
    view = from_run(run, [workspace.break_down(run, fact) for fact in by])
    found = report_of(made, view, Edition())
    facts = usual_facts(made) if facts is None else facts
    return evolve(with_cases_like(found, run, facts, by), surveys=tuple(surveys))


def surveys_of_essex():
    made = essex().framework
    for name, file in SURVEYS.items():
        survey = made.surveys[name]
        given = read_responses(made, survey, [Input(file, (ESSEX / file).read_bytes())])
        yield survey_view(made, survey, given)


@cache
def essex_report(*by):
    return report_on(run_of_essex(), by, surveys=surveys_of_essex())


@cache
def published_essex(*by):
    made = essex().framework
    return Published(page(public_report(made, essex_report(*by))), made)


def truth_of(report, by):
    """Every count of a report, by the names an attacker gives them."""
    groups = {one.fact: {group.label: group.cases for group in one.groups} for one in report.described}
    view = evolve(report.view, breakdowns=tuple(b for b in report.view.breakdowns if b.fact in by))
    return {cell.key: cell.count for cell in tables(view, THRESHOLD, groups).cells}


def attacked(published, truth):
    """The bold attacker, or where that takes for known what is not so, and so is misled, one who does not."""
    attack, withheld = attack_on(published, bold=True)
    if not attack.holds(truth):
        attack, withheld = attack_on(published, bold=False)
    assert attack.holds(truth)
    return attack, withheld


def narrowed_sizes(made, report):
    """The sizes of groups that the page of a public edition withholds, and those that an attacker narrows too far."""
    attack, withheld = attack_on(Published(page(public_report(made, report)), made), bold=False)
    assert attack.holds(truth_of(report, ()))
    secret = [name for name in withheld if name[-1] == "cases"]
    return secret, narrowed(attack, secret, whole=True)


def told_exactly(attack, names, truth):
    """The small counts that an attacker works out."""
    ends = {name: attack.interval(name) for name in names}
    return [
        name for name, (low, high) in ends.items() if low == high == truth.get(name) and 0 < low < THRESHOLD
    ]


def without_protection(monkeypatch):
    for room in (edition, survey_edition):
        monkeypatch.setattr(room, "control", partial(control, protect=False))


# --- On Essex ----------------------------------------------------------------------------------


def test_what_the_page_of_essex_withholds_cannot_be_worked_out():
    published, truth = published_essex(), truth_of(essex_report(), ())
    assert not [count for count in published.counts() if 0 < count < THRESHOLD]
    attack, withheld = attacked(published, truth)
    assert len([name for name in withheld if name[-1] == "cases"]) >= 6
    assert len(withheld) > 150
    assert not narrowed(attack, withheld, whole=False)
    ends = {name: attack.interval(name) for name in withheld}
    narrow = sorted(withheld, key=lambda name: ends[name][1] - ends[name][0])[:12]
    assert not narrowed(attack, narrow, whole=True)


@pytest.mark.slow
def test_what_the_page_of_essex_by_two_facts_withholds_cannot_be_worked_out():
    published, truth = published_essex(*BY), truth_of(essex_report(*BY), BY)
    attack, withheld = attacked(published, truth)
    sizes = [name for name in withheld if name[-1] == "cases"]
    assert len(published.breakdowns) == len(BY)
    some = withheld[:: 1 + len(withheld) // 50]
    assert not narrowed(attack, [*sizes, *some], whole=False)


def test_what_the_page_of_essex_withholds_of_surveys_cannot_be_worked_out():
    for view in surveys_of_essex():
        survey = published_essex().surveys[view.survey]
        attack, withheld = attack_on_survey(survey, essex().framework, view.survey)
        truth = {cell.key: cell.count for cell in survey_tables(essex().framework, view).cells}
        assert attack.holds(truth)
        assert len(withheld) > 5
        assert not narrowed(attack, withheld, whole=True)


def test_without_protection_small_counts_are_worked_out_from_the_page(monkeypatch):
    without_protection(monkeypatch)
    made = essex().framework
    published = Published(page(public_report(made, essex_report())), made)
    truth = truth_of(essex_report(), ())
    attack, withheld = attacked(published, truth)
    found = told_exactly(attack, withheld, truth)
    assert len(found) > 10
    assert any(name[-1] == "cases" for name in found)
    view = next(surveys_of_essex())
    attack, withheld = attack_on_survey(published.surveys[view.survey], made, view.survey)
    truth = {cell.key: cell.count for cell in survey_tables(made, view).cells}
    assert attack.holds(truth)
    assert narrowed(attack, withheld, whole=True)


def test_what_the_rules_say_of_groups_is_reckoned_with(monkeypatch):
    """That a question cannot apply to a group limits its size by what was not counted of the question."""
    made = framework(
        'theme t "T"; fact kind "Kind" one of a "A", b "B", c "C"', 'question q "Q"; only where kind is c'
    )
    kinds = [("a", 1), ("b", 4), ("c", 15)]
    report = report_on(
        run_of(
            made, [case(f"{kind}{at}", kind=kind, q="yes") for kind, often in kinds for at in range(often)]
        )
    )

    withheld, found = narrowed_sizes(made, report)
    assert withheld
    assert not found
    monkeypatch.setattr("aboveline.report.inspection.public.implied", lambda *_: None)
    assert narrowed_sizes(made, report)[1]


def test_what_the_rules_say_of_two_facts_together_is_reckoned_with(monkeypatch):
    """Two questions that apply to everybody, each of them but where two facts are so, limit a group from above and from below."""
    made = framework(
        'theme t "T"; fact kind "Kind" one of x "X", y "Y", z "Z"; fact b "B" yes or no; fact c "C" yes or no',
        'question q "Q"; only where not (kind is x) or b; question r "R"; only where not (kind is z) or c',
    )
    kinds = [("x", "yes", "no", 3), ("z", "no", "yes", 7), ("y", "yes", "no", 2), ("y", "no", "no", 28)]
    cases = [
        case(f"{kind}{b}{at}", kind=kind, b=b, c=c, q="yes", r="yes")
        for kind, b, c, often in kinds
        for at in range(often)
    ]
    report = report_on(run_of(made, cases))

    assert not narrowed_sizes(made, report)[1]
    monkeypatch.setattr(
        "aboveline.report.inspection.public.implied", lambda *given: evolve(implied(*given), both={})
    )
    assert narrowed_sizes(made, report)[1]["kind", "X", "cases"] == (3, 5)


def test_what_follows_from_a_known_fact_is_reckoned_with_where_a_rule_asks_whether_it_is_known(monkeypatch):
    """Everybody of two colours has the shade that is given where the colour is known, which limits how many they are."""
    made = framework(
        'theme t "T"; fact colour "Colour" one of red "Red", green "Green", blue "Blue"; fact note "Note" text; '
        'fact shade "Shade" one of dark "Dark", light "Light"'
        ' worked out as dark when all of (colour is red, note is "seen") light when colour is known',
        'question q "Q"',
    )
    colours = [("green", 7), ("blue", 1), ("red", 8), (None, 9)]
    cases = [
        case(f"{colour}{at}", **({} if colour is None else {"colour": colour}), q="yes")
        for colour, often in colours
        for at in range(often)
    ]
    report = report_on(run_of(made, cases))

    assert ("shade", "Light", "cases") in truth_of(report, ())
    assert not narrowed_sizes(made, report)[1]
    monkeypatch.setattr(
        public_rules, "_can_turn", lambda expr: [None for one in walk(expr) if isinstance(one, IsKnown)]
    )
    assert narrowed_sizes(made, report)[1]["colour", "Blue", "cases"] == (1, 1)


def test_what_one_table_withholds_and_another_tells_is_told():
    """Of a yes or no the chart gives yes out of all that is known, and so withholds it all; how many are no stands over a breakdown."""
    made = framework('theme t "T"; fact b "B" yes or no', 'question q "Q"')
    answers = [("yes", 2), ("no", 8), (None, 9)]
    cases = [
        case(f"{answer}{at}", **({} if answer is None else {"b": answer}), q="yes")
        for answer, often in answers
        for at in range(often)
    ]
    report = report_on(run_of(made, cases), ("b",))
    published, truth = Published(page(public_report(made, report)), made), truth_of(report, ("b",))
    assert published.groups["b"] == {"yes": None, "no": None}
    assert {group["label"]: group["cases"] for group in published.breakdowns[0]["groups"]} == {
        "yes": None,
        "no": 8,
        "not known": None,
    }
    attack, withheld = attacked(published, truth)
    sizes = [name for name in withheld if name[-1] == "cases"]
    assert sizes == [("b", "yes", "cases"), ("b", "not known", "cases")]
    assert not narrowed(attack, sizes, whole=True)


@pytest.mark.slow
def test_no_figure_of_the_page_is_left_that_an_attacker_has_not_read():
    """What is left has nothing to do with the cases: it stays where half of them are turned round."""
    run = run_of_essex()
    other = run_of(run.framework, [*run.cases.records[:60], *run.cases.records[:25]])
    other = report_on(
        run_of(other.framework, [evolve(r, case_id=f"F{at}") for at, r in enumerate(other.cases.records)]),
        BY[:1],
    )
    other = evolve(other, surveys=tuple(reversed(tuple(surveys_of_essex()))))
    pages = (
        published_essex(*BY[:1]),
        Published(page(public_report(run.framework, other)), run.framework),
    )
    left = [
        sorted(
            text for text in one.left_over() if not text.startswith(("Withheld in this", "The responses to"))
        )
        for one in pages
    ]
    assert left[0] == left[1]
    assert pages[0].figures != pages[1].figures


def test_a_report_gives_the_headline_scores_and_most_sentences_of_essex():
    published = published_essex(*BY[:1])
    heads = [percent for (kind, _), percent in published.figures.items() if kind in {"theme", "criterion"}]
    assert heads[:3] == [73, 68, 77]
    assert None not in heads
    assert len(published.listed) >= 40


# --- On made-up batches ------------------------------------------------------------------------


@pytest.mark.slow
@settings(FEW, max_examples=4)
@given(st.data(), drafts())
def test_what_the_page_of_a_made_up_batch_withholds_cannot_be_worked_out(data, draft):
    made = framework_of(written(draft))
    kinds = [data.draw(records(made)) for _ in range(3)]
    times = data.draw(st.lists(st.integers(1, 12), min_size=3, max_size=3))
    cases = [record for record, often in zip(kinds, times, strict=True) for _ in range(often)]
    run = run_of(made, [evolve(record, case_id=f"A{at}") for at, record in enumerate(cases)])
    by = data.draw(st.sampled_from([(), ("asked",)]))
    report = report_on(run, by)
    published = Published(page(public_report(made, report)), made)
    truth = truth_of(report, by)
    assert not [count for count in published.counts() if 0 < count < THRESHOLD]
    attack, withheld = attacked(published, truth)
    secret = [name for name in withheld if name in truth and not no_secret(truth, name)]
    assert not narrowed(attack, secret, whole=False)
    assert not narrowed(attack, secret[:: 1 + len(secret) // 5], whole=True)


@settings(FEW, max_examples=12)
@given(st.data())
def test_what_is_withheld_of_a_made_up_survey_cannot_be_worked_out(data):
    choices = Drawn(data.draw)
    items = a_survey(choices)
    made, survey = surveyed(in_the_language(items))
    few = some_responses(choices, items)
    answers = records_of([row for row in few for _ in range(data.draw(st.integers(1, 9)))])
    view = survey_view(
        made, survey, Responses(tuple(answers), (), (), (), len(answers), ("made.csv",), False)
    )
    truth = {cell.key: cell.count for cell in survey_tables(made, view).cells}
    attack, withheld = attack_on_survey(as_read(public_survey(made, view)), made, survey.key)
    assert attack.holds(truth)
    secret = [name for name in withheld if truth.get(name) or truth[name[0], "answered"] < 2 * THRESHOLD]
    assert not narrowed(attack, secret, whole=True)


def as_read(shown):
    """A survey as it is read from a page, with the keys of answers in place of their words."""
    items = {}
    for item in shown.items:
        where = re.fullmatch(r"“(.*)” is (yes|no)", item.condition or "")
        items[item.key] = {
            "label": item.label,
            "where": where and (where[1], where[2]),
            "answered": item.answered,
            "answers": {answer.key: answer.count for answer in item.answers},
        }
    return {"responses": shown.responses, "items": items}
