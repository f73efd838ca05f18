"""Small frameworks as criteria text, made up so that method goes wrong in them often: few facts, many clauses."""

from collections.abc import Sequence

from attrs import frozen
from hypothesis import strategies as st

from choices import Choices, Drawn, once_in

HEADING = """framework t "Test" version "1" calendar england_and_wales
theme roh "Harm"
bands by the rounded score
  good "Good" from 60%
  poor "Poor" otherwise
fact here "Here" yes or no
fact late "Late" yes or no
fact visits "Visits" whole number from 0 to 2
fact told "Told" yes or no only where here
"""

#: What can be said of the facts; each can be denied.
OF_FACTS = (
    "here",
    "late",
    "visits is at least 1",
    "visits is less than 2",
    "visits is between 1 and 2",
    "here is known",
    "told is yes",
    "visits is missing",
)


@frozen
class Words:
    """What a rule can say, besides what is said of the facts: of conditions, and of questions, which cannot be denied."""

    deniable: tuple[str, ...] = OF_FACTS
    plain: tuple[str, ...] = ()


@st.composite
def small_criteria(draw: st.DrawFn) -> str:
    """The criteria of a framework with two conditions, a check, two questions, and something worked out by rows."""
    choices = Drawn(draw)
    text = HEADING
    known = Words()
    for name in ("early", "open"):
        text += f'condition {name} "{name}" where {rule(choices, known)}\n'
        known = Words((*known.deniable, name))
    text += _rows(choices, known)
    over = ['section 1 "Section"', 'criterion 1.1 "Criterion"']
    for number, heading in enumerate(over):
        text += f"{heading}\n"
        if once_in(choices, 3 - number):
            text += f"  only where {rule(choices, known)}\n"
    asked = known
    for name in ("first", "second"):
        text += _question(choices, name, asked)
        asked = Words(
            asked.deniable, (*asked.plain, f"{name} is yes", f"{name} applies", f"{name} is insufficient")
        )
    when = f"when {rule(choices, asked)} " if once_in(choices, 2) else ""
    return f'{text}check agreed "Agreed" {when}expect {rule(choices, asked)}\n'


def rule(choices: Choices, known: Words, depth: int = 2) -> str:
    """Something that is yes or no."""
    if depth and once_in(choices, 2):
        items = [_item(choices, known, depth - 1) for _ in range(choices.between(2, 3))]
        if once_in(choices, 4):
            return (
                f"{choices.pick(('all of', 'any of', 'none of'))} ({', '.join(items)})"
                if _deniable(items, known)
                else " or ".join(items)
            )
        return f" {choices.pick(('and', 'or'))} ".join(items)
    return _atom(choices, known)


def _item(choices: Choices, known: Words, depth: int) -> str:
    said = rule(choices, known, depth)
    return f"({said})" if " and " in said or " or " in said else said


def _deniable(items: Sequence[str], known: Words) -> bool:
    return not any(plain in item for item in items for plain in known.plain)


def _atom(choices: Choices, known: Words) -> str:
    if known.plain and once_in(choices, 3):
        return choices.pick(known.plain)
    said = choices.pick(known.deniable)
    return f"not {said}" if once_in(choices, 4) else said


def _rows(choices: Choices, known: Words) -> str:
    last = choices.pick(("far otherwise", f"far when {rule(choices, known, 1)}"))
    rows = f"near when {rule(choices, known, 1)}\n    mid when {rule(choices, known, 1)}\n    {last}"
    return f'fact reach "Reach" one of near, mid, far\n  worked out as\n    {rows}\n'


def _question(choices: Choices, name: str, known: Words) -> str:
    lines = [f'question {name} "{name}?"']
    lines += [f"  only where {rule(choices, known)}" for _ in range(choices.between(0, 2))]
    if once_in(choices, 4):
        lines.append(f"  excluded where {rule(choices, known)}")
    if once_in(choices, 2):
        own = choices.pick(
            ("the answer is yes and {}", "the answer is yes or {}", "{}", "the answer is known and {}")
        )
        lines.append("  sufficient when " + own.format(_item(choices, known, 1)))
    if once_in(choices, 4):
        lines.append(f"  excused where {rule(choices, known)}")
    if once_in(choices, 2):
        lines.append("  feeds roh")
    return "\n".join(lines) + "\n"
