"""A public edition withholds enough: what was withheld cannot be worked out from all that is printed, and no case is named."""

import itertools
import json
import re
from functools import cache, partial
from pathlib import Path

import numpy as np
import pytest
from attrs import evolve
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from aboveline import workspace
from aboveline.cli.program import run as command
from aboveline.disclosure.audit import Audit
from aboveline.disclosure.control import control
from aboveline.disclosure.finer import Asked, End, Table
from aboveline.disclosure.model import Cell, Rounded, Sum
from aboveline.disclosure.relations import relations
from aboveline.records.read import Input
from aboveline.report import public as edition
from aboveline.report.from_run import from_run
from aboveline.report.page import page
from aboveline.report.public_cells import tables
from aboveline.report.public_joint import AtMost, agreeing
from aboveline.report.public_rules import implied
from aboveline.report.scores_json import figures, scores_json
from aboveline.report.summary_text import summary_text
from attack import Attack, on_document
from batches import ROOT, essex
from generate import drafts, records, written
from test_cli import valid
from written import case, framework, framework_of

ESSEX = str(ROOT / "examples" / "essex-2012" / "cases.csv")
THRESHOLD, WIDTH = 5, 4
FEW = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))


def run_of(made, cases):
    found = workspace.Cases(tuple(cases), None, (), (), len(cases), ("cases.csv",), False, valid=len(cases))
    return workspace.judge_cases(made, found)


@cache
def view_of_essex(*by):
    data = Path(ESSEX).read_bytes()
    run = run_of(
        essex().framework, workspace.read_cases(essex().framework, [Input("cases.csv", data)]).records
    )
    return from_run(run, [workspace.break_down(run, fact) for fact in by])


@cache
def public_essex(*by):
    return edition.public(view_of_essex(*by))


def attacked(document, view):
    """The bold attacker, or where that takes for known what is not so, and so is misled, one who does not."""
    truth = truth_of(view)
    attack, withheld = on_document(document)
    if not attack.holds(truth):
        attack, withheld = on_document(document, bold=False)
    assert attack.holds(truth)
    return attack, withheld


def narrowed(attack, names, *, whole):
    """The withheld counts that an attacker can tell too narrowly."""
    found = {name: attack.interval(name, whole=whole) for name in names}
    return {name: at for name, at in found.items() if at[1] - at[0] < WIDTH or at[1] < THRESHOLD}


def no_secret(truth, name):
    """Whether a count is none of a group that is large enough, which by the rule could be told; it is withheld for others' sake."""
    of = (*name[:-1], "counted") if name[-1] in {"sufficient", "not sufficient"} else ("", "", "cases")
    return truth[name] == 0 and truth[of] >= 2 * THRESHOLD


def truth_of(view):
    return {cell.key: cell.count for cell in tables(view).cells}


def not_told_of_groups(view):
    """Counts of groups, which nobody is told, that would tell too much if they were; by the names an attacker gives them."""
    whole = {(f.kind, f.key): f.counts for f, _ in figures(view)}
    for breakdown in view.breakdowns:
        for group in breakdown.groups:
            kinds = {"criterion", "section", "theme"} | ({"question"} if group.cases >= THRESHOLD else set())
            for figure in (figure for figure in group.figures if figure.kind in kinds):
                all_ = whole[figure.kind, figure.key]
                good, of = figure.counts.sufficient, figure.counts.counted
                for which, count, anywhere in (
                    ("sufficient", good, all_.sufficient),
                    ("not sufficient", of - good, all_.counted - all_.sufficient),
                ):
                    small = 0 < count < THRESHOLD or (count == 0 and 0 < of < 2 * THRESHOLD)
                    if small and anywhere:
                        yield breakdown.fact, group.label, figure.kind, figure.key, which


def told_by_percentages(document, view, *, whole=False):
    """The counts of groups that an attacker narrows by what is told of groups, and not by what is told of all alone."""
    attack, _ = on_document(document, bold=False)
    bare = json.loads(json.dumps(document))
    for breakdown in bare["breakdowns"]:
        for group in breakdown["groups"]:
            group["scores"] = [
                evolved | {"percent": None, "state": "withheld"} for evolved in group["scores"]
            ]
    without, _ = on_document(bare, bold=False)
    names = [name for name in not_told_of_groups(view) if name in attack.names]
    found = narrowed(attack, names, whole=whole)
    return {name: at for name, at in found.items() if not narrowed(without, [name], whole=whole)}


def without_protection(monkeypatch):
    monkeypatch.setattr(edition, "control", partial(control, protect=False))


# --- On plain tables ---------------------------------------------------------------------------


@st.composite
def plain_tables(draw):
    """A table of counts with totals both ways, some rows pooled across, and percentages of some totals."""
    rows, columns = draw(st.integers(1, 4)), draw(st.integers(2, 4))
    counts = draw(st.lists(st.integers(0, 14), min_size=rows * columns, max_size=rows * columns))
    inner = {(str(r), str(c)): counts[r * columns + c] for r in range(rows) for c in range(columns)}
    found, sums = dict(inner), []
    for total, parts in (
        *((("row", str(r)), [(str(r), str(c)) for c in range(columns)]) for r in range(rows)),
        *((("column", str(c)), [(str(r), str(c)) for r in range(rows)]) for c in range(columns)),
        (("all",), [("row", str(r)) for r in range(rows)]),
        (("all",), [("column", str(c)) for c in range(columns)]),
        (("corner",), [key for key in inner if draw(st.booleans())]),
    ):
        found[total] = sum(found[part] for part in parts)
        sums.append(Sum(total, tuple(parts)))
    rounded = []
    of = found["column", "0"] + found["column", "1"]
    if of and draw(st.booleans()):
        percent = (200 * found["column", "0"] + of) // (2 * of)
        rounded.append(Rounded(("column", "0"), ("column", "1"), percent))
    told = draw(st.booleans())
    cells = [Cell(key, count, told=told or key[0] != "column") for key, count in found.items()]
    return cells, sums, rounded


def attack_on_tables(cells, sums, rounded, done):
    attack, counts = Attack(), done.counts
    for cell in cells:
        known = counts[cell.key]
        if known is not None:
            attack.unknown(cell.key, known, known)
        else:
            attack.unknown(cell.key, 1 if cell.told else 0)
    for one in sums:
        attack.add_up({attack.unknown(one.total): 1}, [attack.unknown(part) for part in one.parts])
    for one, told in zip(rounded, done.percents, strict=True):
        if told:
            attack.rounds_to(one.percent, attack.unknown(one.part), attack.unknown(one.rest))
    return attack


@FEW
@given(plain_tables())
def test_what_is_withheld_of_a_table_cannot_be_worked_out(table):
    done = control(*table)
    attack = attack_on_tables(*table, done)
    assert attack.holds({cell.key: cell.count for cell in table[0]})
    small = [one.key for one in done.shown if one.why in {"small", "to protect others"}]
    assert not narrowed(attack, small, whole=True)
    for one in (one for one in done.shown if one.key in small):
        low, high = attack.interval(one.key, whole=True)
        assert low <= one.low <= one.high <= high


@FEW
@given(plain_tables(), st.randoms(use_true_random=False))
def test_the_order_of_counts_and_sums_changes_nothing(table, chance):
    cells, sums, rounded = table
    mixed = [chance.sample(part, len(part)) for part in (cells, sums)]
    again = control(*mixed, rounded)
    done = control(cells, sums, rounded)
    assert {one.key: one for one in done.shown} == {one.key: one for one in again.shown}
    assert done.percents == again.percents


def test_an_unprotected_table_gives_its_small_counts_away():
    cells = [Cell(("a",), 3), Cell(("b",), 20), Cell(("c",), 30), Cell(("t",), 53, weight=9)]
    sums = [Sum(("t",), (("a",), ("b",), ("c",)))]
    bare = control(cells, sums, protect=False)
    attack = attack_on_tables(cells, sums, [], bare)
    assert attack.interval(("a",), whole=True) == (3, 3)
    done = control(cells, sums)
    assert [one.why for one in done.shown] == ["small", "shown", "to protect others", "shown"]
    assert (done.shown[0].low, done.shown[0].high) == (3, 7)


@pytest.mark.parametrize(
    ("count", "of", "why"),
    [
        (0, 9, "small"),  # none of a small group
        (9, 9, "small"),  # all of a small group
        (0, 10, "shown"),
        (6, 12, "shown"),
        (18, 20, "small"),  # all but two
        (4, 40, "small"),
        (5, 40, "shown"),
    ],
)
def test_which_counts_tell_too_much_by_themselves(count, of, why):
    cells = [Cell(("n",), count, share_of=("of",)), Cell(("of",), of)]
    assert control(cells, [], protect=False).shown[0].why == why


def test_what_does_not_add_up_is_refused():
    cells = [Cell(("a",), 3), Cell(("t",), 4)]
    with pytest.raises(ValueError, match="do not add up"):
        control(cells, [Sum(("t",), (("a",), ("a",)))])
    with pytest.raises(ValueError, match="is not 50%"):
        control(cells, [], [Rounded(("a",), ("t",), 50)])
    with pytest.raises(ValueError, match="given twice"):
        control([*cells, cells[0]], [])


# --- On made-up frameworks ---------------------------------------------------------------------


@settings(FEW, max_examples=4, phases=[Phase.generate])
@given(st.data(), drafts())
def test_what_is_withheld_of_a_made_up_framework_cannot_be_worked_out(data, draft):
    made = framework_of(written(draft))
    kinds = [data.draw(records(made)) for _ in range(3)]
    times = data.draw(st.lists(st.integers(1, 12), min_size=3, max_size=3))
    cases = [record for record, often in zip(kinds, times, strict=True) for _ in range(often)]
    run = run_of(made, [evolve(record, case_id=f"A{at}") for at, record in enumerate(cases)])
    view = from_run(run, [workspace.break_down(run, "asked")])
    document = scores_json(edition.public(view))
    attack, withheld = attacked(valid(json.dumps(document)), view)
    truth = truth_of(view)
    secret = [name for name in withheld if not no_secret(truth, name)]
    assert not narrowed(attack, secret, whole=False)
    assert not narrowed(attack, secret[:: 1 + len(secret) // 5], whole=True)
    assert not told_by_percentages(document, view)


def where_a_percentage_tells_of_a_question():
    """Of q nobody was let down, as is told; so a group's percentage of q and r together tells what r came to in it."""
    made = framework('theme t "T"; fact kind "Kind" one of a "A", b "B"', 'question q "Q"; question r "R"')
    kinds = [("a", "yes", 18), ("a", "no", 14), ("b", "yes", 2), ("b", "no", 6)]
    cases = [
        case(f"{kind}{r}{at}", kind=kind, q="yes", r=r) for kind, r, often in kinds for at in range(often)
    ]
    run = run_of(made, cases)
    return from_run(run, [workspace.break_down(run, "kind")])


def test_what_questions_came_to_in_a_group_is_not_told_by_its_percentages(monkeypatch):
    view = where_a_percentage_tells_of_a_question()
    assert not told_by_percentages(scores_json(edition.public(view)), view, whole=True)
    monkeypatch.setattr(edition, "control", partial(control, audit=False))
    secret = ("kind", "B", "question", "r", "sufficient")
    assert told_by_percentages(scores_json(edition.public(view)), view, whole=True)[secret] == (2, 2)


def test_what_cannot_be_shown_to_be_safe_is_not_printed(monkeypatch):
    view = where_a_percentage_tells_of_a_question()
    monkeypatch.setattr(Audit, "_alone", lambda *_: False)
    shown = edition.public(view)
    assert not told_by_percentages(scores_json(shown), view, whole=True)
    assert [figure.percent for group in shown.breakdowns[0].groups for figure in group.figures] == [None] * 6
    assert shown.sections[0].figure.percent == 75


def test_what_two_facts_leave_of_a_question_in_a_group_is_reckoned_with():
    """Of the 30 of B at least 20 are not V, and q cannot apply to those."""
    made = framework(
        'theme t "T"; fact kind "Kind" one of a "A", b "B"; fact v "V" yes or no',
        'question q "Q"; only where not (kind is b) or v',
    )
    kinds = [("a", "no", "no", 30), ("b", "yes", "yes", 10), ("b", "no", "yes", 20)]
    run = run_of(
        made, [case(f"{k}{v}{at}", kind=k, v=v, q=q) for k, v, q, often in kinds for at in range(often)]
    )
    found = tables(
        from_run(run, [workspace.break_down(run, "kind")]),
        groups={"v": {"yes": 10, "no": 50}},
        rules=implied(made, ["kind", "v"]),
    )

    def can_be_counted(finer, often):
        of = relations(found.cells, found.sums, found.rounded, THRESHOLD)
        table = Table(of, finer)
        none = np.zeros(table.percent.shape, np.bool_)
        end = End(group=1, which=1, item=0, pool=None, least=often, most=often)
        return table.behind(Asked(of.count, none, none, end), np.zeros(table.truth.shape)) is not None

    (finer,) = found.finer
    assert [can_be_counted(finer, often) for often in (10, 11)] == [True, False]
    assert can_be_counted(evolve(finer, out={}), 11)


def test_a_rule_that_a_person_decided_against_is_not_taken_for_known():
    one, other = {("f", "a"): 5, ("f", "b"): 5}, {("g", "c"): 6, ("g", "d"): 4}
    places = list(itertools.product(one, other))
    found, kept = agreeing([one, other], places, [AtMost(places[:1], 1), AtMost(places, 3)])
    assert kept == [True, False]
    assert found[places[0]] == 1
    assert sum(found.values()) == 10


def test_a_rating_is_told_only_where_all_it_rests_on_is():
    made = framework(
        'bands four; top "Top" from 50%; low "Low" otherwise; rating led "Led" lowest of (criterion 1.1) in bands four',
        'question q "Q"; question r "R"',
    )
    cases = [case(f"A{at}", q="yes", r="yes") for at in range(20)]
    cases += [case(f"B{at}", q="no", r="no") for at in range(15)]
    run = run_of(made, cases)
    assert edition.public(from_run(run)).ratings[0].percent == 57
    few = run_of(made, cases[:21])
    shown = edition.public(from_run(few)).ratings[0]
    assert (shown.state, shown.percent, shown.comment, shown.notes) == ("withheld", None, None, ())


# --- On Essex ----------------------------------------------------------------------------------


def test_what_is_withheld_of_essex_cannot_be_worked_out():
    attack, withheld = attacked(scores_json(public_essex()), view_of_essex())
    assert len(withheld) > 100
    assert not narrowed(attack, withheld, whole=False)
    by_width = sorted(withheld, key=lambda name: attack.interval(name)[1] - attack.interval(name)[0])
    assert not narrowed(attack, by_width[:12], whole=True)


def test_without_protection_small_counts_of_essex_are_worked_out(monkeypatch):
    without_protection(monkeypatch)
    attack, withheld = attacked(scores_json(edition.public(view_of_essex())), view_of_essex())
    truth = truth_of(view_of_essex())
    found = {name: attack.interval(name) for name in withheld}
    exact = [
        name for name, (low, high) in found.items() if low == high == truth[name] and truth[name] < THRESHOLD
    ]
    assert len(exact) > 10


@pytest.mark.slow
def test_what_is_withheld_of_essex_by_several_facts_cannot_be_worked_out():
    by = ("sentence", "sg_issue")
    attack, withheld = attacked(scores_json(public_essex(*by)), view_of_essex(*by))
    sizes = [name for name in withheld if name[-1] == "cases"]
    assert len(sizes) >= 2
    assert not narrowed(attack, [*sizes, *withheld[:: 1 + len(withheld) // 40]], whole=False)


def test_the_headline_scores_of_essex_are_all_told():
    for view in (public_essex(), public_essex("sentence", "sg_issue")):
        heads = [theme.figure for theme in view.themes] + [
            c.figure for s in view.sections for c in s.criteria
        ]
        assert [f.percent for f in heads] == [73, 68, 77, 72, 72, 72, 67, 81, 77, 72, 83]


def test_the_order_of_cases_changes_nothing():
    data = workspace.read_cases(essex().framework, [Input("cases.csv", Path(ESSEX).read_bytes())]).records
    turned = from_run(run_of(essex().framework, tuple(reversed(data))))
    assert scores_json(edition.public(turned)) == scores_json(public_essex())


def test_the_page_tells_what_the_data_tell_and_no_more():
    view = public_essex()
    text = page(view)
    rows = re.findall(r'<tr class="depth\d[^"]*">(.*?)</tr>', text, re.DOTALL)
    told = [score for score in scores_json(view)["scores"] if score["kind"] in {"question", "family"}]
    for row, score in zip(rows, told, strict=True):
        cells = dict(re.findall(r'<td class="n[^"]*" data-is="(.*?)">(.*?)</td>', row, re.DOTALL))
        shown = {name: re.sub(r"<.*?>", "", cell).strip() for name, cell in cells.items()}
        wanted = [score["counts"]["sufficient"], score["counts"]["counted"]]
        none = "withheld" if score["kind"] == "question" else ""
        assert [shown["sufficient"], shown["of"]] == [none if n is None else str(n) for n in wanted]
        percent = score["percent"]
        assert shown["score"] == (score["state"] if percent is None else f"{percent}%")
        if percent is None:
            assert 'class="fill"' not in row
            assert 'class="finding"' not in row
    figures = re.findall(r'<p class="counts">(.*?)</p>|<span class="counts">(.*?)</span>', text, re.DOTALL)
    assert not any(re.search(r"\d", part) for part in itertools.chain(*figures))


def test_no_face_names_a_case_or_a_file(tmp_path, capsys):
    names = [tmp_path / name for name in ("s.csv", "s.json", "s.parquet", "w.xlsx")]
    outputs = [summary_text(public_essex("sentence"), questions=True), page(public_essex("sentence"))]
    for one in names:
        option = "--workbook" if one.suffix == ".xlsx" else "--scores"
        assert command(["score", "cci-2012", ESSEX, "--public", option, str(one)]) == 0
        outputs.append(capsys.readouterr().out)
    outputs += [names[0].read_text(encoding="utf-8"), names[1].read_text(encoding="utf-8")]
    book = CalamineWorkbook.from_path(str(names[3]))
    assert not {"Judgements", "Findings", "Overrides"} & set(book.sheet_names)
    outputs.append(str([book.get_sheet_by_name(name).to_python() for name in book.sheet_names]))
    for said in outputs:
        assert not re.search(r"\bE0\d\d\b", said)
        assert "cases.csv" not in said
        assert "withheld" in said


def test_it_is_the_same_from_a_sealed_run_and_valid(tmp_path, capsys):
    folder = str(tmp_path / "run")
    asked = ["--public", "--format", "json"]
    assert command(["score", "cci-2012", ESSEX, "--run", folder, *asked]) == 0
    first = capsys.readouterr().out
    assert command(["verify", folder]) == 0
    capsys.readouterr()
    assert command(["score", folder, *asked]) == 0
    assert capsys.readouterr().out == first
    document = valid(first)
    assert document["public"]["threshold"] == THRESHOLD
    assert document["findings"] == document["finding_counts"] == document["notes"] == []


@pytest.mark.parametrize("option", [["--judgements", "j.csv"], ["--findings", "f.csv"], ["--intervals"]])
def test_what_tells_of_single_cases_is_refused_beside_it(option, capsys):
    assert command(["score", "cci-2012", ESSEX, "--public", *option]) == 2
    assert "beside --public" in capsys.readouterr().err
