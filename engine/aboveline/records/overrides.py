"""Reads a file of overrides: judgements that a person decided otherwise than the criteria, each with who, when and why.

Any form that cases can have will do. The outcome is one of four. The others (not applicable by rule,
excused, undetermined) say for which clause of the criteria something was decided, which a person in
place of the criteria cannot.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Literal, cast, get_args

from attrs import evolve, field

from aboveline.diagnostics import Diagnostic, Diagnostics, Label, Place
from aboveline.frozen import frozen
from aboveline.records.columns import Columns, fold
from aboveline.records.found import is_stand_in
from aboveline.records.raw import Input, RawRecord, in_words, problem
from aboveline.records.read import read_file
from aboveline.records.record import Record, RecordField, RecordShape
from aboveline.records.validate import check, checker
from aboveline.values import Choice, Date, Text, Word

#: What a judgement can be overridden to be. An override to `not applicable` counts as the assessor's.
OverrideOutcome = Literal["sufficient", "insufficient", "not applicable", "unanswered"]

_OUTCOMES = Choice(
    (
        Word("sufficient", "sufficient"),
        Word("insufficient", "insufficient"),
        Word("not applicable", "not applicable by the assessor"),
        Word("unanswered", "unanswered"),
    )
)


def _entry(name: str, kind: Choice | Date | Text, label: str) -> RecordField:
    return RecordField(name, name, "entry", kind, label, required=True)


#: What one override holds. `records/schema.py` makes of it what `schemas/override-record.schema.json` says.
OVERRIDE = RecordShape(
    "Override",
    (
        _entry("question", Text(), "the question, by its name in the criteria or its column in data"),
        _entry("outcome", _OUTCOMES, "what the judgement is to be"),
        _entry("reason", Text(), "why, in words; it is printed with the scores"),
        _entry("by", Text(), "who decided so"),
        _entry("date", Date(), "the day it was decided"),
    ),
    of="override",
)

#: What a record lacks where its whole file lacks a column, which has been said once.
_NEEDED = {one.key for one in OVERRIDE.fields}


@frozen
class Override:
    """One override as a file gives it: of which case and question, what the judgement is to be, why, by whom and when.

    `question` is the key of a question, or where there is none of that name what the file says.
    """

    case_id: str
    question: str
    outcome: OverrideOutcome
    reason: str = field(repr=False)
    by: str
    date: date
    #: Where the name of the question stands.
    place: Place = field(eq=False)


def read_overrides(
    source: Input, keys: Mapping[str, str], shape: RecordShape = OVERRIDE
) -> tuple[tuple[Override, ...], Diagnostics]:
    """The overrides in a file, in its order, and everything wrong with it; `keys` are those of questions by their columns.

    `shape` is `OVERRIDE`, which may know what else the file could hold.
    """
    raw_file, against = read_file(source, Columns(shape)), checker(shape)
    diagnostics = list(raw_file.diagnostics)
    found: list[Override] = []
    for raw in raw_file.records:
        record, _, errors = check(against, raw, raw_file.absent)
        diagnostics.extend(_explained(one, raw) for one in errors)
        if record is not None and record.values.keys() >= _NEEDED:
            diagnostics.extend(_stand_ins(record))
            found.append(_override(record, keys))
    diagnostics.extend(_twice(found))
    return tuple(found), tuple(diagnostics)


def _override(record: Record, keys: Mapping[str, str]) -> Override:
    said = record.values
    question = str(said["question"])
    return Override(
        case_id=record.case_id,
        question=keys.get(question, question),
        outcome=cast("OverrideOutcome", said["outcome"]),
        reason=str(said["reason"]),
        by=str(said["by"]),
        date=cast("date", said["date"]),
        place=_place(record, "question"),
    )


def _place(record: Record, column: str) -> Place:
    return record.place_of(column, column) or Place("")


def _explained(one: Diagnostic, raw: RawRecord) -> Diagnostic:
    """What is wrong with a record; where the outcome is one that only the criteria can give, with why it will not do."""
    given = raw.values.get("outcome")
    if one.code != "wrong-word" or not isinstance(given, str) or fold(given) not in _OF_THE_CRITERIA:
        return one
    words = ", ".join(f"`{word}`" for word in get_args(OverrideOutcome))
    remedy = f"that outcome says which clause of the criteria decided, and here a person does; write one of {words}"
    return evolve(one, help=remedy, suggestion=None)


#: The outcomes that a person cannot give, with marks and capitals put aside.
_OF_THE_CRITERIA = frozenset({"not_applicable_by_rule", "excused", "undetermined"})


def _stand_ins(record: Record) -> Iterator[Diagnostic]:
    """An error for each text that is only a dash, or the like, in place of one."""
    for column in ("question", "reason", "by"):
        if is_stand_in(cast("str", record.values[column])):
            message = f"expected a text in `{column}`, which must be given, found a sign for nothing"
            yield problem("missing-value", message, _place(record, column))


def _twice(found: Sequence[Override]) -> Iterator[Diagnostic]:
    """An error for each judgement that is overridden again."""
    first: dict[tuple[str, str], Place] = {}
    for one in found:
        before = first.setdefault((one.case_id, one.question), one.place)
        if before is not one.place:
            message = "expected each judgement to be overridden once, found a second override of this one"
            labels = (Label(one.place, "again here"), Label(before, f"first {in_words(before)}"))
            yield problem("overridden-twice", message, *labels, remedy="remove one of the two")
