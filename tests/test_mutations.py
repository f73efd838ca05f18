"""Ten thousand damaged files: whatever the bytes, the engine answers with diagnostics or a result, never a traceback.

Every damage is made from its own number, so that a failure names the one file that shows it.
"""

from datetime import date
from decimal import Decimal
from pathlib import Path
from random import Random

import pytest

from aboveline import workspace
from aboveline.framework.model import Framework
from aboveline.framework.record_shape import case_shape, inspection_shape
from aboveline.records.read import Input
from aboveline.records.record import Record, RecordField, RecordShape
from aboveline.reference.judge import judge
from aboveline.report.diagnostics_text import diagnostics_text
from aboveline.scoring.score import scores
from aboveline.scoring.tally import tally
from aboveline.values import Choice, Date, Mark, Number, Text, Value, WholeNumber
from reading.engine import Ran
from reading.markdown import cases_in

LANGUAGE = Path(__file__).parent / "language"

CRITERIA_DAMAGES = 6_000
RECORD_DAMAGES = 1_000  # of each of four forms
IN_ONE_TEST = 500


def _pages() -> list[bytes]:
    """The criteria of every test of the specification, one text each; together they have every construct.

    Those without an error come three times: what is nearly right reaches furthest.
    """
    pages: dict[bytes, int] = {}
    for file in sorted(LANGUAGE.glob("[0-9]*.md")):
        for case in cases_in(file):
            ran = Ran(case)
            if ran.criteria:
                text = "".join(each.annotated.text for each in ran.criteria)
                pages[text.encode()] = 3 if ran.checked.framework else 1
    return [page for page, times in pages.items() for _ in range(times)]


PAGES = _pages()

#: Words that damage goes through most often, so that it reaches the rules behind the grammar.
WORDS = sorted({word for page in PAGES for word in page.split() if len(word) < 30})
RECORD_WORDS = [
    b",",
    b"\n",
    b'"',
    b";",
    b"\t",
    b"n/a",
    b"yes",
    b"{",
    b"}",
    b"[",
    b"]",
    b"null",
    b"1e999999",
    b"-0.0",
    b"NaN",
    b"2011-02-30",
    b"case_id",
    b"\\ud800",
    b"\xef\xbb\xbf",
    b"\xff\xfe",
    b"\r",
    b"\x00",
    b"9" * 400,
    b"[" * 60,
    b"true",
    b":",
]


def damaged(text: bytes, words: list[bytes], random: Random) -> bytes:
    """A text with between one and four damages: bytes changed, added, lost, doubled, moved or swapped for words."""
    for _ in range(1 + min(3, int(random.expovariate(1)))):
        byte = bytes([random.randrange(256) if random.random() < 0.2 else random.randrange(32, 127)])
        at, end = sorted((random.randrange(len(text) + 1), random.randrange(len(text) + 1)))
        end = min(end, at + random.choice((1, 1, 1, 4, 20, 200)))
        piece = text[at:end]
        match random.randrange(8):
            case 0:
                text = text[:at] + byte + text[at + 1 :]
            case 1:
                text = text[:at] + byte + text[at:]
            case 2:
                text = text[:at] + text[end:]
            case 3:
                text = text[:end] + piece + text[end:]
            case 4:
                other = random.randrange(len(text) + 1)
                text = text[:other] + piece + text[other:]
            case 5:
                text = text[:at] + b" " + random.choice(words) + b" " + text[at:]
            case 6:
                text = _word_swapped(text, at, random.choice(words))
            case _:
                text = (
                    text[:at]
                    if random.random() < 0.2
                    else text[:at] + text[at:].swapcase()[:1] + text[at + 1 :]
                )
        text = text or b" "
    return text


def _word_swapped(text: bytes, at: int, word: bytes) -> bytes:
    start = text.rfind(b" ", 0, at) + 1
    end = text.find(b" ", at)
    return text[:start] + word + (text[end:] if end >= 0 else b"")


def _firsts(count: int) -> list[object]:
    """Where each test begins to count; all but the first are slow."""
    return [
        pytest.param(first, marks=[pytest.mark.slow] if first else [])
        for first in range(0, count, IN_ONE_TEST)
    ]


# --- Criteria --------------------------------------------------------------------------------


@pytest.mark.parametrize("first", _firsts(CRITERIA_DAMAGES))
def test_damaged_criteria_never_raise(first: int, tmp_path: Path):
    file = tmp_path / "page.criteria"
    for number in range(first, first + IN_ONE_TEST):
        random = Random(f"criteria {number}")  # noqa: S311 (damage, no secret)
        text = damaged(PAGES[number % len(PAGES)], WORDS, random)
        file.write_bytes(text)
        try:
            _use(workspace.load(tmp_path), random)
        except Exception as error:
            error.add_note(f"damage {number}: {text!r}")
            raise


def _use(loaded: workspace.Workspace, random: Random) -> None:
    """Show what is wrong with a framework, and judge and score some cases by it if there is one."""
    diagnostics_text(loaded.diagnostics, loaded.sources)
    framework = loaded.framework
    assert (framework is None) == any(d.is_error for d in loaded.diagnostics)
    if framework is None:
        return
    shape, inspection = case_shape(framework), _record("inspection", inspection_shape(framework), random)
    results = [judge(framework, _record(f"case {n}", shape, random), inspection) for n in range(3)]
    scores(framework, tally(framework, results), inspection=inspection)
    workspace.run_examples(framework)


def _record(case_id: str, shape: RecordShape, random: Random) -> Record:
    values = {field.key: _value(field, random) for field in shape.fields}
    return Record(case_id, {key: value for key, value in values.items() if value is not None})


def _value(field: RecordField, random: Random) -> Value | Mark | None:
    if random.random() < 0.3:
        return Mark.NOT_APPLICABLE if field.kind == "answer" and random.random() < 0.3 else None
    match field.type:
        case Choice():
            return random.choice(field.type.names) if field.type.names else None
        case WholeNumber(low=low, high=high):
            return random.choice([n for n in (low, high, 0, 14) if n is not None])
        case Number():
            return Decimal(random.choice(("0.5", "-3", "999999999999")))
        case Date():
            return date(
                random.choice((1, 1899, 2011, 2012, 9999)), random.randrange(1, 13), random.randrange(1, 29)
            )
        case Text():
            return random.choice(("York", "Leeds"))


# --- Records ---------------------------------------------------------------------------------

FRAMEWORK = b"""
framework r "Records" version "1" calendar england_and_wales
bands by the rounded score good "Good" from 50% poor "Poor" otherwise
list side: harm, safety
fact due "Due" yes or no required
fact order "Order" one of yro "Youth order", dto
fact age "Age" whole number from 10 to 18
fact hours "Hours" number
fact made_on "Made on" date only where due
fact office "Office" text
fact need "{side} is a need" yes or no for each side in data "f_{item}"
section 1 "One"
criterion 1.1 "One point one"
question plan "Plan?" only where due may be marked not applicable
question timely "Timely?" sufficient when made_on is no later than 5 working days after 2011-07-04
question quality "Quality?" answers one of sound, partly, unsound sufficient when sound
question seen "Seen?" for each side only where need of side or hours is more than 2.5
question whole_thing "All in all?" worked out as yes when plan is sufficient and age is at least 14 no otherwise
"""

FILES = {
    "cases.csv": b"""case_id,due,order,age,hours,made_on,office,f_harm,f_safety,plan,quality,seen.harm,whole_thing
A,yes,yro,14,2.5,2011-07-11,"York, north",yes,no,n/a,sound,yes,
B,no,DTO,,,,,,,,partly,,yes
""",
    "long.csv": b"""case_id,question,answer
A,due,yes
A,order,yro
A,made_on,2011-07-11
A,plan,not applicable
B,due,no
B,quality,"sound"
""",
    "cases.json": b"""[
  {"case_id": "A", "due": true, "age": 14, "hours": 2.50, "seen": {"harm": "yes", "safety": null}, "plan": "n/a"},
  {"case_id": "B", "due": "no", "made_on": "2011-07-11", "seen.harm": "no", "office": "York \\u00e9"}
]
""",
    "cases.ndjson": b"""{"case_id": "A", "due": "yes", "f_harm": true, "quality": "unsound"}
{"case_id": "B", "due": "no", "hours": 1e2}
""",
}


@pytest.fixture(scope="module")
def framework(tmp_path_factory: pytest.TempPathFactory) -> Framework:
    folder = tmp_path_factory.mktemp("framework")
    (folder / "page.criteria").write_bytes(FRAMEWORK)
    loaded = workspace.load(folder)
    assert loaded.framework is not None, diagnostics_text(loaded.diagnostics, loaded.sources)
    return loaded.framework


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("first", _firsts(RECORD_DAMAGES))
def test_damaged_records_never_raise(name: str, first: int, framework: Framework):
    for number in range(first, first + IN_ONE_TEST):
        random = Random(f"{name} {number}")  # noqa: S311 (damage, no secret)
        text = damaged(FILES[name], RECORD_WORDS, random)
        try:
            cases = workspace.read_cases(framework, [Input(name, text)])
            diagnostics_text(cases.diagnostics, {})
            workspace.judge_cases(framework, cases)
        except Exception as error:
            error.add_note(f"damage {number} of {name}: {text!r}")
            raise


def test_undamaged_records_are_read(framework: Framework):
    for name, text in FILES.items():
        cases = workspace.read_cases(framework, [Input(name, text)])
        assert (len(cases.records), cases.diagnostics) == (2, ())


def test_every_block_of_criteria_is_damaged():
    assert len(PAGES) > 200
