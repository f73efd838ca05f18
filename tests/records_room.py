"""The record shape that the case files in `records/` are read against, and how those files are written."""

import re
from pathlib import Path

from aboveline.diagnostics import Diagnostic, Place
from aboveline.records.read import Input
from aboveline.records.record import RecordField, RecordShape
from aboveline.values import YES_OR_NO, Choice, Date, Number, Text, WholeNumber, Word
from workbooks import open_document, workbook

FOLDER = Path(__file__).parent / "records"

SENTENCE = Choice(
    (
        Word("yro", "Youth rehabilitation order"),
        Word("dto", "Detention and training order"),
        Word("other_custodial", "other custodial"),
    )
)
QUALITY = Choice((Word("sound", "sound"), Word("partly", "partly"), Word("unsound", "unsound")))

SHAPE = RecordShape(
    "A case of the tests",
    (
        RecordField("sentence", "sentence", "fact", SENTENCE, "Type of sentence", required=True),
        RecordField("sentenced_on", "sentenced_on", "fact", Date(), "Date of sentence"),
        RecordField("signed_on", "signed_on", "fact", Date(), "Date the plan was signed", markable=True),
        RecordField("age", "age", "fact", WholeNumber(10, 18), "Age at start of sentence"),
        RecordField("visits", "visits", "fact", WholeNumber(), "Number of visits"),
        RecordField("hours", "hours", "fact", Number(), "Hours of work"),
        RecordField("office", "office", "fact", Text(), "Office"),
        RecordField("rmp_required", "rmp_required", "fact", YES_OR_NO, "RMP required"),
        RecordField(
            "plan_done",
            "plan_done",
            "answer",
            YES_OR_NO,
            "Was there a plan?",
            markable=True,
            mark_allowed=True,
        ),
        RecordField(
            "quality",
            "quality",
            "answer",
            QUALITY,
            "How good was the plan?",
            markable=True,
            mark_allowed=True,
            note="asked only where plan_done",
        ),
        RecordField("seen.custody", "seen.custody", "answer", YES_OR_NO, "Seen in custody?", markable=True),
        RecordField("seen.community", "seen.community", "answer", YES_OR_NO, "Seen outside?", markable=True),
        RecordField("need.ete", "f_need_ete", "fact", YES_OR_NO, "Need: education"),
        RecordField("planning", "planning", "answer", QUALITY, "Was planning sound?", worked_out=True),
    ),
    elsewhere=frozenset({"visited_on", "caseload", "leadership"}),
)

INSPECTION = RecordShape(
    "The inspection",
    (
        RecordField(
            "visited_on",
            "visited_on",
            "fact",
            Date(),
            "First day of the visit",
            required=True,
            note="Ask the lead inspector.",
        ),
        RecordField("caseload", "caseload", "fact", WholeNumber(0), "Cases open"),
        RecordField(
            "leadership",
            "leadership",
            "fact",
            Choice((Word("good", "Good"), Word("poor", "Poor"))),
            "Leadership",
        ),
    ),
    of="inspection",
    elsewhere=frozenset({"case_id", *(name for f in SHAPE.fields for name in (f.key, f.column))}),
)

_SECTION = re.compile(r"^## ", re.MULTILINE)
_BLOCK = re.compile(r"^```(\w+) ?(.*?)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def sections(path: Path) -> list[tuple[str, dict[str, list[Input]], str]]:
    """Each section of a file: its heading, files by what they are of (case files are `file`), and the messages expected."""
    result = []
    for part in _SECTION.split(path.read_text(encoding="utf-8"))[1:]:
        inputs: dict[str, list[Input]] = {"file": [], "inspection": [], "overrides": [], "population": []}
        messages = ""
        for kind, about, text in _BLOCK.findall(part):
            if kind == "messages":
                messages = text
            else:
                inputs[kind].append(_input(about, text))
        result.append((part.split("\n", 1)[0], inputs, messages))
    return result


def rewrite(path: Path, heading: str, messages: str) -> None:
    """Write the messages of one section again, after its files."""
    parts = re.split("(?=^## )", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    for i, part in enumerate(parts):
        if part.startswith(f"## {heading}\n"):
            files = re.sub(r"^```messages\n.*?^```\n", "", part, flags=re.MULTILINE | re.DOTALL)
            parts[i] = f"{files.rstrip()}\n```messages\n{messages}```\n\n"
    path.write_text("".join(parts).rstrip("\n") + "\n", encoding="utf-8")


def _input(about: str, text: str) -> Input:
    """`cases.csv`, and after a comma how its bytes come of the text; `as long-csv` for a stated form."""
    name, _, how = about.partition(", ")
    form = how.removeprefix("as ") if how.startswith("as ") else None
    how, _, sheet = how.partition(", sheet ")
    sheet = sheet or None
    match how:
        case "escaped":
            data = text.removesuffix("\n").encode("latin-1").decode("unicode_escape").encode("latin-1")
        case "utf-16" | "utf-32" | "windows-1252" | "utf-8-sig":
            data = text.encode(how)
        case "long":
            data = text.encode().replace(b"LONG", b"x" * 200_000)
        case "workbook":
            data = workbook(text)
        case "open document":
            data = open_document(text)
        case "nested":
            data = b'{"case_id": ' + b"[" * 100_000
        case _:
            data = text.encode()
    return Input(name, data, form, sheet)


def written(diagnostic: Diagnostic) -> str:
    """A diagnostic as the files write it."""
    lines = [f"{diagnostic.severity}[{diagnostic.code}] {diagnostic.message}"]
    lines += [f"  at {_place(d.at)}" + (f": {d.message}" if d.message else "") for d in diagnostic.labels]
    if diagnostic.help:
        lines.append(f"  help: {diagnostic.help}")
    return "\n".join(lines) + "\n"


def _place(place: Place) -> str:
    parts = [place.file]
    parts += [place.cell] if place.cell else [f"line {place.line}"] if place.line else []
    parts += [f"record {place.row}"] if place.row else []
    parts += [f"case {place.case_id}"] if place.case_id else []
    parts += [f"`{place.field}`"] if place.field else []
    return ", ".join(parts)
