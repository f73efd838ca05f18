"""Frameworks that somebody edited: drafts made up, and what a few edits make of them."""

import csv
import io
import re
from collections.abc import Callable, Sequence

from attrs import evolve

from aboveline.framework.record_shape import case_shape
from aboveline.records.record import Record
from aboveline.revision.version import Version, version_of
from aboveline.source import Source
from aboveline.values import Mark
from choices import Choices
from frameworks import USUAL, Draft, Part, made_up, written

_NUMBER = re.compile(r"(?<![\w.-])\d{1,2}(?![\w.%-])")

#: Clauses that somebody might add to a question.
_MORE = (
    "only where asked",
    "only where shade is red",
    "excluded where asked",
    "excused where shade is red",
    "feeds north",
    "feeds south",
    "may be marked not applicable",
    "unanswered questions count as insufficient",
    'guidance "Look twice."',
)


def version(name: str, draft: Draft) -> Version | None:
    """The version a draft makes; None where it is not valid."""
    sources = {f"{name}/{file}": Source(f"{name}/{file}", text) for file, text in written(draft).items()}
    return version_of(name, sources).version


def draft_and_edited(choices: Choices, most: int = 5) -> tuple[Draft, Draft]:
    """A framework, and what some edits make of it; each leaves it valid."""
    draft = made_up(choices, USUAL)
    edited, wanted = draft, choices.between(1, most)
    for _ in range(wanted * 3):
        if not wanted:
            break
        tried = choices.pick(_EDITS)(choices, edited)
        if tried != edited and version("tried", tried) is not None:
            edited, wanted = tried, wanted - 1
    return draft, edited


# --- Edits -----------------------------------------------------------------------------------


def _of_question(choices: Choices, draft: Draft, change: Callable[[str], Sequence[str]]) -> Draft:
    """One question made into what a change makes of it: another, several, or none."""
    at = choices.between(0, len(draft.parts) - 1)
    part = draft.parts[at]
    if not part.questions:
        return draft
    which = choices.between(0, len(part.questions) - 1)
    questions = (*part.questions[:which], *change(part.questions[which]), *part.questions[which + 1 :])
    return evolve(draft, parts=(*draft.parts[:at], evolve(part, questions=questions), *draft.parts[at + 1 :]))


def _another_number(choices: Choices, text: str) -> str:
    found = list(_NUMBER.finditer(text))
    if not found:
        return text
    one = choices.pick(found)
    return text[: one.start()] + str(int(one[0]) + 1) + text[one.end() :]


def _number(choices: Choices, draft: Draft) -> Draft:
    return _of_question(choices, draft, lambda text: (_another_number(choices, text),))


def _number_of_rule(choices: Choices, draft: Draft) -> Draft:
    """A number in a fact, a condition or a rating."""
    at = choices.between(0, len(draft.declarations) - 1)
    changed = _another_number(choices, draft.declarations[at])
    return evolve(draft, declarations=(*draft.declarations[:at], changed, *draft.declarations[at + 1 :]))


def _clause_less(choices: Choices, draft: Draft) -> Draft:
    def less(text: str) -> tuple[str]:
        lines = text.split("\n")
        if len(lines) < 2:
            return (text,)
        at = choices.between(1, len(lines) - 1)
        return ("\n".join((*lines[:at], *lines[at + 1 :])),)

    return _of_question(choices, draft, less)


def _clause_more(choices: Choices, draft: Draft) -> Draft:
    return _of_question(choices, draft, lambda text: (f"{text}\n  {choices.pick(_MORE)}",))


def _heading(choices: Choices, draft: Draft) -> Draft:
    """A clause that all questions of a criterion inherit."""
    at = choices.between(0, len(draft.parts) - 1)
    more = choices.pick(
        ("only where asked", "excluded where shade is red", "unanswered questions count as insufficient")
    )
    changed = evolve(draft.parts[at], heading=f"{draft.parts[at].heading}\n  {more}")
    return evolve(draft, parts=(*draft.parts[:at], changed, *draft.parts[at + 1 :]))


def _gone(choices: Choices, draft: Draft) -> Draft:
    return _of_question(choices, draft, lambda _: ())


def _twice(choices: Choices, draft: Draft) -> Draft:
    """A question added that says what another does."""
    again = f"again_{choices.between(0, 9)}"
    return _of_question(
        choices, draft, lambda text: (text, text.replace(f" {text.split()[1]} ", f" {again} ", 1))
    )


def _moved(choices: Choices, draft: Draft) -> Draft:
    one, other = (choices.between(0, len(draft.parts) - 1) for _ in range(2))
    if one == other or not draft.parts[one].questions:
        return draft
    first, *rest = draft.parts[one].questions
    parts: dict[int, Part] = dict(enumerate(draft.parts))
    parts[one] = evolve(parts[one], questions=tuple(rest))
    parts[other] = evolve(parts[other], questions=(*parts[other].questions, first))
    return evolve(draft, parts=tuple(parts.values()))


def renamed(choices: Choices, draft: Draft) -> Draft:
    """One thing under another name, wherever it is named."""
    names = [t.split()[1] for t in (*draft.declarations, *(q for p in draft.parts for q in p.questions))]
    name = choices.pick([n.rstrip(":") for n in names])
    return with_name(draft, name, f"{name}_anew")


def with_name(draft: Draft, old: str, new: str) -> Draft:
    """A draft in which a name is another."""

    def said(text: str) -> str:
        # What stands between quotation marks is read, not named, but for the lists in braces.
        parts = text.split('"')
        for at, part in enumerate(parts):
            pattern = rf"(?<=\{{){old}(?=\}})" if at % 2 else rf"(?<![\w.]){old}(?!\w)"
            parts[at] = re.sub(pattern, new, part)
        return '"'.join(parts)

    parts = tuple(
        evolve(p, heading=said(p.heading), questions=tuple(map(said, p.questions))) for p in draft.parts
    )
    sections = {number: said(text) for number, text in draft.sections.items()}
    return evolve(draft, declarations=tuple(map(said, draft.declarations)), sections=sections, parts=parts)


_EDITS: Sequence[Callable[[Choices, Draft], Draft]] = (
    _number, _number, _number_of_rule, _clause_less, _clause_less, _clause_more, _clause_more, _heading, _gone,
    _twice, _moved, renamed,
)  # fmt: skip


# --- Cases -----------------------------------------------------------------------------------


def as_csv(of: Version, records: Sequence[Record]) -> bytes:
    """Some cases of a framework as CSV."""
    fields = [one for one in case_shape(of.framework).fields if not one.worked_out]
    out = io.StringIO()
    lines = csv.writer(out)
    lines.writerow(["case_id", *(one.column for one in fields)])
    for record in records:
        values = (record.values.get(one.key) for one in fields)
        lines.writerow([record.case_id, *(_written(value) for value in values)])
    return out.getvalue().encode()


def _written(value: object) -> str:
    if isinstance(value, Mark):
        return value.value
    return "" if value is None else str(value)
