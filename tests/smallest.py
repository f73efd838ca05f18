"""Makes what shows a disagreement as small as can be read: the texts of a framework, the cases, and their values.

Pieces are taken out, larger ones first, as long as the framework is still valid and something still differs.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TypeVar

from attrs import evolve, frozen

from aboveline.framework.from_tree import build
from aboveline.framework.model import Framework
from aboveline.framework.record_shape import case_shape, inspection_shape
from aboveline.records.record import Record, RecordField, RecordShape
from aboveline.source import Source
from aboveline.syntax.parse import parse
from aboveline.values import Choice, Mark

Item = TypeVar("Item")

#: Says what differs under a framework, if anything.
Look = Callable[[Framework, Sequence[Record], Record], Sequence[str]]


@frozen
class Shown:
    """A framework as lines of text, cases, and the facts of the inspection."""

    lines: tuple[str, ...]
    records: tuple[Record, ...]
    inspection: Record

    def __str__(self) -> str:
        values = [f"{r.case_id or 'inspection'}: {_in_words(r)}" for r in (*self.records, self.inspection)]
        return "\n".join((*self.lines, *values))


def smallest(
    files: Mapping[str, str], records: Sequence[Record], inspection: Record, look: Look
) -> tuple[Shown, Sequence[str]]:
    """The least that still shows something `look` finds, and what it finds of that."""
    shown = Shown(tuple("\n".join(files.values()).splitlines()), tuple(records), inspection)

    def still(one: Shown) -> bool:
        return bool(_found(one, look))

    before = None
    while shown != before:
        before = shown
        shown = _without_cases(shown, still)
        shown = _without_lines(shown, still)
        shown = _without_words(shown, still)
        shown = _without_values(shown, still)
    return shown, _found(shown, look)


def _found(shown: Shown, look: Look) -> Sequence[str]:
    framework = _framework("\n".join(shown.lines))
    if framework is None:
        return ()
    cases, beside = case_shape(framework), inspection_shape(framework)
    records = [_fitting(record, cases) for record in shown.records]
    try:
        return look(framework, records, _fitting(shown.inspection, beside))
    except Exception as error:  # noqa: BLE001 - that one of the two breaks is a disagreement as well
        return (f"{type(error).__name__}: {error}",)


def _framework(text: str) -> Framework | None:
    source = Source("all.criteria", text)
    tree, slips = parse(source)
    framework, wrong = build([tree], {source.name: source})
    return None if any(d.is_error for d in (*slips, *wrong)) else framework


def _fitting(record: Record, shape: RecordShape) -> Record:
    """The record with those values alone that can still stand there."""
    fields = {one.key: one for one in shape.fields}
    return evolve(
        record,
        values={
            key: value for key, value in record.values.items() if key in fields and _fits(value, fields[key])
        },
    )


def _fits(value: object, one: RecordField) -> bool:
    if isinstance(value, Mark):
        return one.markable or one.kind == "answer"
    return not isinstance(one.type, Choice) or value in one.type.names


def _in_words(record: Record) -> str:
    return ", ".join(f"{k} {v.value if isinstance(v, Mark) else v}" for k, v in record.values.items())


# --- Taking out ------------------------------------------------------------------------------


def _reduced(items: Sequence[Item], still: Callable[[tuple[Item, ...]], bool]) -> tuple[Item, ...]:
    """The items left when stretches of them, the longest first, are taken out as long as something differs."""
    left, size = tuple(items), len(items)
    while size:
        at = 0
        while at < len(left):
            tried = left[:at] + left[at + size :]
            if still(tried):
                left = tried
            else:
                at += size
        size = size // 2
    return left


def _without_cases(shown: Shown, still: Callable[[Shown], bool]) -> Shown:
    return evolve(shown, records=_reduced(shown.records, lambda left: still(evolve(shown, records=left))))


def _without_lines(shown: Shown, still: Callable[[Shown], bool]) -> Shown:
    return evolve(shown, lines=_reduced(shown.lines, lambda left: still(evolve(shown, lines=left))))


_WORDS = re.compile(r'"[^"]*"|[(),]|[^\s(),]+')


def _without_words(shown: Shown, still: Callable[[Shown], bool]) -> Shown:
    for at in range(len(shown.lines)):
        shown = _with_line(shown, at, _shortened(shown, at, still))
    return shown


def _shortened(shown: Shown, at: int, still: Callable[[Shown], bool]) -> tuple[str, ...]:
    """The words of a line that are left when those that do not matter are taken out."""
    words = tuple(_WORDS.findall(shown.lines[at]))
    for size in _STRETCHES:
        start = 0
        while start + size <= len(words):
            tried = words[:start] + words[start + size :]
            if still(_with_line(shown, at, tried)):
                words = tried
            else:
                start += 1
    return words


#: Of so many words are the stretches taken out of a line.
_STRETCHES = (12, 8, 6, 5, 4, 3, 2, 1)


def _with_line(shown: Shown, at: int, words: Sequence[str]) -> Shown:
    line = " ".join(words).replace("( ", "(").replace(" )", ")").replace(" ,", ",")
    return evolve(shown, lines=(*shown.lines[:at], line, *shown.lines[at + 1 :]))


def _without_values(shown: Shown, still: Callable[[Shown], bool]) -> Shown:
    for at in range(len(shown.records)):
        left = _reduced(_values(shown.records[at]), partial(_still_with, shown, at, still))
        shown = _with_values(shown, at, left)
    left = _reduced(_values(shown.inspection), partial(_still_with, shown, None, still))
    return _with_values(shown, None, left)


def _values(record: Record) -> tuple[tuple[str, object], ...]:
    return tuple(record.values.items())


def _still_with(
    shown: Shown, at: int | None, still: Callable[[Shown], bool], values: Sequence[tuple[str, object]]
) -> bool:
    return still(_with_values(shown, at, values))


def _with_values(shown: Shown, at: int | None, values: Sequence[tuple[str, object]]) -> Shown:
    """With other values of a case or, where it has no place, of the inspection."""
    if at is None:
        return evolve(shown, inspection=evolve(shown.inspection, values=dict(values)))
    changed = evolve(shown.records[at], values=dict(values))
    return evolve(shown, records=(*shown.records[:at], changed, *shown.records[at + 1 :]))
