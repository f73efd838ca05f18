"""Surveys: counted as a second, plain way of counting counts them, read from every form, and shown without what people wrote."""

import csv
import io
import json
from fractions import Fraction
from pathlib import Path

import polars as pl
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from aboveline import workspace
from aboveline.cli import exits
from aboveline.framework.model import Framework, Survey
from aboveline.framework.record_shape import survey_shape
from aboveline.records.raw import Input
from aboveline.records.record import Record
from aboveline.report.from_survey import survey_view
from aboveline.report.survey_data import survey_json, survey_table
from aboveline.report.survey_text import survey_text
from aboveline.report.table_files import csv_bytes
from aboveline.source import Source
from aboveline.surveys.responses import Responses, read_responses
from aboveline.surveys.spread import spread
from aboveline.surveys.tally import ItemTally, added, asides, tally
from aboveline.syntax.layout import laid_out
from aboveline.syntax.parse import parse
from choices import Drawn
from hostile import LONG, TEXTS
from layouts import comments_in, relaid
from questionnaires import a_survey, in_the_language, plain_counts, plain_spread, some_responses
from test_cli import said, valid
from written import framework

ROOT = Path(__file__).parent.parent
ESSEX = ROOT / "examples" / "essex-2012"


def surveyed(text: str, name: str = "made") -> tuple[Framework, Survey]:
    made = framework(text, 'question q "Q?"')
    return made, made.surveys[name]


def records_of(responses: list[dict[str, object]]) -> list[Record]:
    return [Record(str(number), response) for number, response in enumerate(responses)]


@st.composite
def made_up(draw: st.DrawFn):
    choices = Drawn(draw)
    items = a_survey(choices)
    return items, some_responses(choices, items)


def as_plain(one: ItemTally) -> dict[str, object]:
    return {
        "answered": one.answered,
        "no answer": one.no_answer,
        "not asked": one.not_asked,
        "not known": one.not_known,
        "aside": one.aside,
        "answers": {answer: count for answer, count in (*one.words, *one.figures) if count},
        "positive": one.positive,
    }


# --- Counting ----------------------------------------------------------------------------------


@settings(max_examples=60)
@given(made_up())
def test_counts_are_those_of_a_second_way_of_counting(made):
    items, responses = made
    found, survey = surveyed(in_the_language(items))
    counted = tally(found, survey, records_of(responses))
    assert {key: as_plain(one) for key, one in counted.items.items()} == plain_counts(items, responses)
    told = asides(found, survey, records_of(responses))
    assert {key: one.aside for key, one in counted.items.items()} == {
        key: sum(one.item == key for one in told) for key in survey.items
    }


@settings(max_examples=30)
@given(made_up(), st.randoms(use_true_random=False), st.integers(0, 8))
def test_parts_add_up_to_the_whole_in_any_order(made, shuffled, cut):
    items, responses = made
    found, survey = surveyed(in_the_language(items))
    records = records_of(responses)
    whole = tally(found, survey, records)
    parts = [tally(found, survey, records[:cut]), tally(found, survey, records[cut:])]
    assert added(survey, parts) == added(survey, parts[::-1]) == whole
    shuffled.shuffle(records)
    assert tally(found, survey, records) == whole


def test_counts_that_do_not_add_up_are_never_shown(monkeypatch: pytest.MonkeyPatch):
    from aboveline.surveys import tally as counting

    found, survey = surveyed('survey made "Made"; item a "A?"; item b "B?" only where a')
    count = counting._count
    monkeypatch.setattr(
        counting, "_count", lambda counter, item, one: item.key == "a" or count(counter, item, one)
    )
    with pytest.raises(AssertionError, match="`a` do not add up"):
        tally(found, survey, records_of([{"a": "yes"}]))


@given(st.lists(st.integers(0, 100), min_size=1, max_size=30))
def test_quarters_are_those_of_the_figures_written_out(figures):
    lies = spread([(figure, figures.count(figure)) for figure in sorted(set(figures))], 100)
    assert lies is not None
    assert (lies.lower_quarter, lies.median, lies.upper_quarter) == plain_spread(figures)
    assert (lies.lowest, lies.highest, lies.top) == (min(figures), max(figures), figures.count(100))
    assert lies.mean == Fraction(sum(figures), len(figures))


def test_shares_are_rounded_a_half_upwards():
    found, survey = surveyed('survey made "Made"; item a "A?"')
    view = _view(found, survey, [{"a": "yes"}] + [{"a": "no"}] * 199)
    assert [row.percent for row in view.items[0].answers] == [1, 100]


def _view(found: Framework, survey: Survey, responses: list[dict[str, object]]):
    records = tuple(records_of(responses))
    return survey_view(found, survey, Responses(records, (), (), (), len(records), ("made.csv",), False))


# --- In every form -----------------------------------------------------------------------------

FORMS = """
survey made "Made"
item a "A?"
item many "Many" answers several of x, y only where a
item mark "Mark" answers from 0 to 10
item words "Words" answers text
"""

ROWS: list[dict[str, object]] = [
    {"response_id": "1", "a": "yes", "many.x": "yes", "many.y": "no", "mark": 7, "words": "=1+1"},
    {"response_id": "2", "a": "no", "mark": 10},
    {"response_id": "3", "a": "yes", "many.y": "yes", "words": "é <b>"},
    {"response_id": "4", "mark": 0},
]
COLUMNS = ("response_id", "a", "many.x", "many.y", "mark", "words")


def _csv() -> bytes:
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, COLUMNS)
    writer.writeheader()
    writer.writerows(ROWS)
    return text.getvalue().encode()


def _long() -> bytes:
    rows = [(row["response_id"], key, row[key]) for row in ROWS for key in COLUMNS[1:] if key in row]
    text = io.StringIO(newline="")
    csv.writer(text).writerows([("response_id", "item", "answer"), *rows])
    return text.getvalue().encode()


def _xlsx() -> bytes:
    data = io.BytesIO()
    with xlsxwriter.Workbook(data, {"in_memory": True, "strings_to_formulas": False}) as book:
        sheet = book.add_worksheet("Responses")
        sheet.write_row(0, 0, COLUMNS)
        for number, row in enumerate(ROWS, 1):
            for at, column in enumerate(COLUMNS):
                if column in row:
                    sheet.write(number, at, row[column])
    return data.getvalue()


def _parquet() -> bytes:
    data = io.BytesIO()
    pl.DataFrame({column: [row.get(column) for row in ROWS] for column in COLUMNS}).write_parquet(data)
    return data.getvalue()


def _nested(row: dict[str, object]) -> dict[str, object]:
    many = {column.partition(".")[2]: value for column, value in row.items() if column.startswith("many.")}
    return {c: v for c, v in row.items() if "." not in c} | ({"many": many} if many else {})


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("made.csv", _csv()),
        ("made.xlsx", _xlsx()),
        ("made.json", json.dumps([_nested(row) for row in ROWS]).encode()),
        ("made.ndjson", "\n".join(json.dumps(row) for row in ROWS).encode()),
        ("made.parquet", _parquet()),
        ("long.csv", _long()),
    ],
)
def test_every_form_of_responses_comes_to_the_same(name, data):
    found, survey = surveyed(FORMS)
    given_ = read_responses(found, survey, [Input(name, data)])
    assert not given_.diagnostics
    assert [record.case_id for record in given_.records] == ["1", "2", "3", "4"]
    counted = tally(found, survey, given_.records).items
    assert as_plain(counted["a"])["answers"] == {"yes": 2, "no": 1}
    assert counted["many"].words == (("x", 1), ("y", 1))
    assert (counted["many"].answered, counted["many"].not_asked, counted["many"].not_known) == (2, 1, 1)
    assert counted["mark"].figures == ((0, 1), (7, 1), (10, 1))
    assert counted["words"].answered == 2


def test_the_schema_takes_what_the_reader_takes(capsys, tmp_path):
    import jsonschema

    folder = _folder(tmp_path, FORMS)
    schema = json.loads(said(capsys, "schema", folder).out)
    of_survey = json.loads(said(capsys, "schema", folder, "--survey", "made").out)
    assert [*of_survey["properties"]] == list(COLUMNS)
    for row in ROWS:
        jsonschema.validate(row, of_survey)
        assert not jsonschema.Draft202012Validator(schema).is_valid(row)
    wrong = jsonschema.Draft202012Validator(of_survey)
    assert not wrong.is_valid({"response_id": "1", "mark": 11})
    assert not wrong.is_valid({"a": "yes"})
    assert survey_shape(*surveyed(FORMS)).title == "Made (Test)"
    assert (
        "--of-inspection or --survey"
        in said(capsys, "schema", folder, "--survey", "made", "--of-inspection", code=exits.WRONG_USAGE).err
    )


# --- The command -------------------------------------------------------------------------------

HEAD = """
framework small "Small"
  version "1"
bands
  good "Good" from 50%
  poor "Poor" otherwise
section 1 "Section"
criterion 1.1 "Criterion"
question q "Q?"
"""


def _folder(where: Path, text: str) -> str:
    (where / "criteria").mkdir(exist_ok=True)
    (where / "criteria" / "all.criteria").write_text(HEAD + text, encoding="utf-8")
    return str(where / "criteria")


def _file(where: Path, text: str, name: str = "made.csv") -> str:
    (where / name).write_text(text, encoding="utf-8")
    return str(where / name)


def test_the_command_says_the_same_in_every_form(capsys, tmp_path):
    folder = _folder(tmp_path, FORMS + '  guidance "Leave out names."\n')
    (tmp_path / "made.csv").write_bytes(_csv())
    file = str(tmp_path / "made.csv")
    text = said(capsys, "survey", folder, file).out
    assert "    x *             1 of 2   50%\n" in text
    assert "answered by 2 of the 2 asked; 1 not asked; of 1 it is not known whether they were asked" in text
    document = valid(said(capsys, "survey", folder, file, "--survey", "made", "--format", "json").out)
    rows = list(csv.DictReader(io.StringIO(said(capsys, "survey", folder, file, "--format", "csv").out)))
    for item in document["items"]:
        counts = item["counts"]
        assert counts["responses"] == (
            counts["asked"] + counts["not_asked"] + counts["not_known_whether_asked"]
        )
        row = next(r for r in rows if r["item"] == item["key"] and not r["answer"])
        assert [row["responses"], row["of"]] == [str(counts["responses"]), str(counts["answered"])]
        answers = [r for r in rows if r["item"] == item["key"] and r["answer"]]
        found = [
            *item["answers"],
            *({"key": str(f["figure"]), **f} for f in (item["scale"] or {}).get("figures", ())),
        ]
        assert [(r["answer"], r["count"]) for r in answers] == [(a["key"], str(a["count"])) for a in found]


def test_which_survey_is_asked_for(capsys, tmp_path):
    file = _file(tmp_path, "response_id,a\n1,yes\n")
    one = 'survey made "Made"\nitem a "A?"\n'
    folder = _folder(tmp_path, "")
    assert "declares no survey" in said(capsys, "survey", folder, file, code=exits.WRONG_USAGE).err
    folder = _folder(tmp_path, one + one.replace("made", "other"))
    assert "missing option '--survey'" in said(capsys, "survey", folder, file, code=exits.WRONG_USAGE).err
    wrong = said(capsys, "survey", folder, file, "--survey", "mdae", code=exits.WRONG_USAGE).err
    assert "there is no survey `mdae`; did you mean `made`?" in wrong
    assert said(capsys, "survey", folder, file, "--survey", "other").out.startswith("Made\n")


def test_what_is_wrong_is_told_and_nothing_is_counted(capsys, tmp_path):
    folder = _folder(tmp_path, FORMS)
    file = _file(tmp_path, "response_id,a,mark\n1,yes,3\n2,perhaps-Ann,4\n,no,5\n1,no,6\n3,no,7\n")
    told = said(capsys, "survey", folder, file, code=exits.INPUT_HAS_ERRORS)
    assert not told.out
    assert "expected `yes` or `no` in `a`" in told.err
    assert "expected a response id in `response_id`, found nothing" in told.err
    assert "expected each response once, found `1` again" in told.err
    assert (
        "4 of 5 responses are invalid: correct them, or count the others with --leave-out-invalid" in told.err
    )
    assert "Ann" not in told.err
    shown = said(capsys, "survey", folder, file, "--show-values", code=exits.INPUT_HAS_ERRORS)
    assert "perhaps-Ann" in shown.err
    left = said(capsys, "survey", folder, file, "--leave-out-invalid")
    assert "4 of 5 responses have errors and were NOT counted: 1, 2, one without an id, 1" in left.out
    assert "answered by 1 of the 1 asked" in left.out
    assert "expected a column for all that the survey asks, found none for" in left.err
    document = valid(
        said(capsys, "survey", folder, file, "--format", "json", code=exits.INPUT_HAS_ERRORS).out
    )
    assert document["kind"] == "diagnostics"


def test_a_file_of_cases_is_no_file_of_responses(capsys, tmp_path):
    folder = _folder(tmp_path, FORMS)
    told = said(capsys, "survey", folder, _file(tmp_path, "case_id,a\n1,yes\n"), code=exits.INPUT_HAS_ERRORS)
    assert "expected a column `response_id`, found none" in told.err
    assert "did you mean column A, `case_id`? rename it `response_id`" in told.err
    told = said(capsys, "survey", folder, _file(tmp_path, "x,z\n1,yes\n"), code=exits.INPUT_HAS_ERRORS)
    assert "(`response_id` and the columns of the survey)" in told.err
    told = said(
        capsys, "survey", folder, _file(tmp_path, "response_id,zz\n1,yes\n"), code=exits.INPUT_HAS_ERRORS
    )
    assert "expected a column the survey knows, found `zz`" in told.err
    assert "declare an item of that name in the criteria" in told.err


# --- What people wrote -------------------------------------------------------------------------


@pytest.mark.parametrize("text", [*TEXTS, LONG, "line\nbreak", "{n} {percent} {answer}"])
def test_what_people_wrote_is_shown_nowhere(text):
    found, survey = surveyed(FORMS)
    data = json.dumps([{"response_id": "1", "a": "yes", "words": text}]).encode()
    given_ = read_responses(found, survey, [Input("made.json", data)])
    view = survey_view(found, survey, given_)
    shown = survey_text(view) + json.dumps(survey_json(view)) + csv_bytes(survey_table(view)).decode()
    assert text not in shown
    assert text not in str(given_.diagnostics)


@settings(max_examples=60)
@given(st.text(), st.sampled_from(["words", "a", "mark", "many.x"]))
def test_whatever_stands_in_a_field_none_of_it_is_shown(text, column):
    found, survey = surveyed(FORMS)
    sign = "\N{SNOWMAN}" + text
    data = json.dumps([{"response_id": "1", "a": "yes"}, {"response_id": "2", column: sign}]).encode()
    given_ = read_responses(found, survey, [Input("made.json", data)])
    view = survey_view(found, survey, given_)
    shown = survey_text(view) + json.dumps(survey_json(view), ensure_ascii=False)
    shown += csv_bytes(survey_table(view)).decode() + repr(view) + repr(given_.diagnostics)
    assert "\N{SNOWMAN}" not in shown
    assert bool(given_.diagnostics) is (column != "words")


def test_words_of_the_criteria_are_inert():
    text = 'survey made "=1+1 <b>"; item a "=cmd()"; item b "B" answers one of x "=x", y "<script>" finding "{answer}: {n}"'
    found, survey = surveyed(text)
    view = _view(found, survey, [{"a": "yes", "b": "x"}])
    cells = [cell for row in csv.reader(io.StringIO(csv_bytes(survey_table(view)).decode())) for cell in row]
    assert not [cell for cell in cells if cell.startswith(("=", "@", "+"))]
    assert "'=cmd()" in cells
    assert [one.text for one in view.items[1].told] == ["=x: 1", "<script>: 0"]


@pytest.mark.parametrize("bad", ["a\u202eb", "a\tb", "a\x1bb", ""])
def test_an_id_that_cannot_be_seen_is_refused(bad):
    found, survey = surveyed(FORMS)
    data = json.dumps([{"response_id": bad, "a": "yes"}]).encode()
    assert read_responses(found, survey, [Input("made.json", data)]).diagnostics


# --- In the language ---------------------------------------------------------------------------


@st.composite
def rewritten(draw: st.DrawFn):
    """A survey as it may stand in a file: other spaces and line ends, comments put in anywhere."""
    choices = Drawn(draw)
    text = in_the_language(a_survey(choices))
    return text, relaid(choices, text, choices.pick((0, 6)))


@settings(max_examples=60)
@given(rewritten())
def test_a_survey_says_the_same_in_its_layout(made):
    text, written = made
    once, complaints = laid_out(Source("a", written))
    assert not complaints
    assert parse(Source("a", once))[0] == parse(Source("a", text))[0]
    assert comments_in(once) == comments_in(written)
    assert laid_out(Source("a", once))[0] == once


def test_slips_of_surveys_are_told_with_what_to_write():
    slips = {
        "answers a scale of 0 to 100": "write `from 0 to 100`",
        "answers between 1 and 5": "write `from 1 to 5`",
        "answers any of a, b": "write `several of`",
        "answers free text": "write `text`",
        "positive if yes": "write `positive when`",
        "positive when at least 70": "write `positive from 70`",
        "positive at least 70": "write `positive from 70`",
        "about theme roh": "write `roh`",
        "about 2.2": "write `criterion 2.2`",
        "positive wehn yes": "did you mean `positive when`?",
        "answers severl of a, b": "did you mean `several of`?",
    }
    for slip, remedy in slips.items():
        found = parse(Source("a", f'item x "X"\n  {slip}\n'))[1]
        assert [one.help for one in found] == [remedy], slip
        assert "`" in found[0].message


def test_what_could_come_is_said_in_words():
    after_answers = parse(Source("a", 'item x "X"\n  answers\n'))[1][0].message
    assert "`several of …`" in after_answers
    after_about = parse(Source("a", 'item x "X"\n  about\n'))[1][0].message
    assert "the name of a theme, or a part such as `criterion 2.2`" in after_about
    after_only_where = parse(Source("a", 'item x "X"\n  only where\n'))[1][0].message
    assert "theme" not in after_only_where


def test_an_item_of_a_survey_that_cannot_be_read_is_not_told_of_again():
    texts = HEAD + 'survey made "Made"\nitem a "A?" answers one off x\nitem b "B?" only where a is x\n'
    assert [d.code for d in workspace.check("x", {"x": Source("x", texts)}).diagnostics] == ["misspelt-word"]
    texts = (
        HEAD
        + 'survey made "Made"\nitem a "A?"\n  answers several x, y\n  in data "q{item}"\nitem b "B?" only where a of x\n'
    )
    assert [d.code for d in workspace.check("x", {"x": Source("x", texts)}).diagnostics] == ["misspelt-word"]
    texts = HEAD + 'survey "Made"\nitem a "A?"\n'
    assert [d.code for d in workspace.check("x", {"x": Source("x", texts)}).diagnostics] == ["syntax"]


# --- Essex -------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def essex():
    loaded = workspace.load(ROOT / "criteria" / "cci-2012").framework
    assert loaded is not None
    files = {"young_people": "young-people.csv", "victims": "victims.csv"}
    views = {}
    for name, file in files.items():
        survey = loaded.surveys[name]
        given_ = read_responses(loaded, survey, [Input(file, (ESSEX / file).read_bytes())])
        assert not given_.diagnostics
        assert not given_.notes
        views[name] = survey_view(loaded, survey, given_)
    return views


def published() -> list[dict[str, str]]:
    return list(csv.DictReader((ESSEX / "published-surveys.csv").open(encoding="utf-8")))


def _found(view, row: dict[str, str]) -> tuple[int | None, int, int | None]:
    item = next(one for one in view.items if one.key == row["item"])
    if not row["answer"]:
        return item.positive, item.answered, item.positive_percent
    if item.scale is not None:
        assert int(row["answer"]) == item.scale.high
        return item.scale.top, item.answered, item.scale.top_percent
    answer = next(one for one in item.answers if one.key == row["answer"])
    return answer.count, item.answered, answer.percent


@pytest.mark.parametrize("row", published(), ids=lambda row: f"{row['survey']}-{row['item']}-{row['answer']}")
def test_every_figure_of_the_report_is_reproduced(essex, row):
    n, of, percent = _found(essex[row["survey"]], row)
    assert [str(n), str(of), str(percent)] == [row["n"], row["N"], row["percent"]]
    for printed, ours in (("printed_n", n), ("printed_N", of), ("printed_percent", percent)):
        assert row[printed] in {"", str(ours)}


#: What the report says in words, as the least and the most that it can mean.
IN_WORDS = {
    "all": (1, 1),
    "nearly all": (Fraction(9, 10), Fraction(99, 100)),
    "three-quarters": (Fraction(74, 100), Fraction(76, 100)),
    "nearly three-quarters": (Fraction(70, 100), Fraction(749, 1000)),
    "more than half": (Fraction(501, 1000), Fraction(66, 100)),
    "more than one-third": (Fraction(334, 1000), Fraction(1, 2)),
    "more than one-quarter": (Fraction(251, 1000), Fraction(333, 1000)),
    "nearly 90%": (Fraction(87, 100), Fraction(899, 1000)),
    "": (0, 1),
}


@pytest.mark.parametrize("row", published(), ids=lambda row: f"{row['survey']}-{row['item']}-{row['answer']}")
def test_what_the_report_says_in_words_is_so(row):
    least, most = IN_WORDS[row["printed_words"]]
    assert least <= Fraction(int(row["n"]), int(row["N"])) <= most


def test_as_many_answered_as_the_report_says(essex):
    assert {name: view.responses for name, view in essex.items()} == {"young_people": 92, "victims": 27}
    assert all(not view.aside for view in essex.values())


def test_items_are_found_by_what_they_speak_to(essex):
    assert [row.key for row in essex["young_people"].about("theme", "safeguarding")] == [
        "took_action",
        "afraid",
        "afraid_helped",
    ]
    assert [row.key for row in essex["victims"].about("criterion", "3.1")] == ["benefited"]
    assert "needs_met" in [row.key for row in essex["victims"].about("criterion", "2.1")]


def test_what_the_example_shows_is_what_comes_out(capsys, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(ROOT)
    readme = (ESSEX / "README.md").read_text(encoding="utf-8")
    shown = readme.split("## What young people and victims said")[1].split("```text\n")[1].split("```")[0]
    file = "examples/essex-2012/young-people.csv"
    assert shown in said(capsys, "survey", "cci-2012", file, "--survey", "young_people").out


def test_the_edit_that_the_criteria_suggest_moves_the_share_as_they_say(capsys, tmp_path):
    for file in (ROOT / "criteria" / "cci-2012").glob("*.criteria"):
        text = file.read_text(encoding="utf-8").replace("positive from 70", "positive from 80")
        (tmp_path / file.name).write_text(text, encoding="utf-8")
    responses = str(ESSEX / "young-people.csv")
    told = said(capsys, "survey", str(tmp_path), responses, "--survey", "young_people").out
    readme = (ROOT / "criteria" / "cci-2012" / "README.md").read_text(encoding="utf-8")
    figures = "45 of 90 (50%)"
    assert figures in readme
    assert "80 or more, of 0 to 100 *  45 of 90  50%" in told


def test_a_program_can_count_a_survey():
    import aboveline

    found = aboveline.load_framework("cci-2012")
    counted = aboveline.count_survey(
        found, "victims", [{"response_id": 1, "explained": "yes"}, {"response_id": 2}]
    )
    assert (counted.items[0].answered, counted.items[0].no_answer) == (1, 1)
    wrong = [{"response_id": 1, "explained": "perhaps"}, {"response_id": 2}]
    with pytest.raises(aboveline.InputError, match="expected `yes` or `no` in `explained`"):
        aboveline.count_survey(found, "victims", wrong)
    assert aboveline.count_survey(found, "victims", wrong, leave_out_invalid=True).left_out == ("1",)
    with pytest.raises(KeyError):
        aboveline.count_survey(found, "victms", [])


def test_the_tally_keeps_nothing_of_a_text():
    found, survey = surveyed(FORMS)
    counted = tally(found, survey, records_of([{"words": "secret-1"}, {"words": "secret-2"}]))
    assert "secret" not in repr(counted.items)
    assert counted.items["words"].answered == 2


# --- Two versions ------------------------------------------------------------------------------

OLDER = """
survey made "Made"
item age "How old are you?" answers from 10 to 18
item heard "Did staff listen to you?" only where age is at least 14
item many "What helped?" answers several of work, family
survey gone "Gone"
item asked "Asked?"
"""

NEWER = """
survey made "Made"
item many "What helped?" answers several of work, family, friends
item old "How old are you?" answers from 10 to 18
item heard "Did staff listen to you?" only where old is at least 15
  about criterion 1.1
survey come "Something else altogether"
item what "Whatever?"
"""


def test_edits_of_a_survey_are_told_and_change_no_judgement(capsys, tmp_path):
    folders = []
    for name, text in (("older", OLDER), ("newer", NEWER)):
        (tmp_path / name).mkdir()
        folders.append(_folder(tmp_path / name, text))
    cases = _file(tmp_path, "case_id,q\n1,yes\n")
    document = valid(said(capsys, "diff", *folders, "--cases", cases, "--format", "json").out)
    titles = [edit["title"] for edit in document["edits"]]
    assert titles == [
        "The answers of item `made.many` were changed",
        "Item `made.many` now stands first; it followed `made.heard`",
        "Item `made.age` is now called `made.old`",
        "The `only where` of item `made.heard` was changed",
        "Item `made.heard` was given a place in the report",
        "Survey `come` was added: “Something else altogether”",
        "Item `come.what` was added: “Whatever?”",
        "Survey `gone` was removed: “Gone”",
        "Item `gone.asked` was removed: “Asked?”",
    ]


@settings(max_examples=40)
@given(made_up())
def test_a_survey_made_of_its_things_is_the_same_survey(made):
    from aboveline.framework.from_tree import build
    from aboveline.revision.catalogue import catalogue, tree_of

    source = Source("a", HEAD + in_the_language(made[0]))
    read, _ = parse(source)
    whole, _ = build([read], {"a": source})
    again, _ = build([tree_of(catalogue([read]).things)], {"a": source})
    assert whole is not None
    assert again == whole


def test_renaming_elsewhere_leaves_the_items_of_surveys_alone():
    from aboveline.framework.from_tree import build
    from aboveline.revision.catalogue import catalogue, tree_of
    from aboveline.revision.renamed import renamed

    text = 'theme roh "R"\nfact a "A" yes or no\nsurvey made "Made" about roh\nitem a "A?"\nitem b "B?" only where a\n'
    things = catalogue([parse(Source("a", HEAD + text))[0]])
    names = {
        ("fact", "a"): "z",
        ("theme", "roh"): "harm",
        ("survey", "made"): "asked",
        ("item", "made.a"): "made.c",
    }
    after, wrong = build([tree_of(renamed(things, names).things)], {})
    assert not [one for one in wrong if one.is_error]
    assert after is not None
    assert [*after.facts] == ["z"]
    (survey,) = after.surveys.values()
    assert (survey.key, [*survey.items]) == ("asked", ["c", "b"])
    assert survey.items["b"].about[0].key == "harm"
