"""Turns suggested examples into criteria text: what each tries as its title, what is given, what is to be expected.

What it prints is read back by the very reader of criteria, so it can be pasted, or be a file of its own.
"""

import json
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

from aboveline.analysis.coverage import Subject
from aboveline.analysis.goals import Case, Goals
from aboveline.analysis.suggesting import Expected, Suggestion, Tried
from aboveline.framework.dependencies import in_words
from aboveline.framework.model import Check, Condition, Fact, Framework, Question
from aboveline.report.layout import wrap
from aboveline.report.titles import title
from aboveline.values import Mark, Text, Value

#: What stands above each of them: it is not an example of the method until a person has said so.
AWAITS = "# Suggested: awaits a person's judgement."


def suggestions_text(found: Tried) -> str:
    """The missing examples as criteria text, grouped by what they are about."""
    framework = found.goals.framework
    count = len(found.suggestions)
    if not count:
        return "# No example is missing: what can be shown of these criteria is shown.\n"
    examples = "1 example" if count == 1 else f"{count} examples"
    lines = [
        *wrap(f"{examples} suggested for {framework.name} {framework.version}.", 100, "# "),
        "#",
        *wrap(
            "Each shows something of the criteria that no example shows yet. What it expects is what the criteria say now, "
            "be it meant or not. Read it; where the method means something else, correct it, and see `aboveline test` "
            "fail until the criteria are mended. Then take away the comment above it.",
            100,
            "# ",
        ),
    ]
    about = ""
    for one in found.suggestions:
        head = _head(framework, one.expected[0].subject)
        if head != about:
            lines += ["", *wrap(f"--- {head} ---", 110, "# ")]
            about = head
        lines += ["", AWAITS, *example_lines(found.goals, one)]
    return "\n".join(lines) + "\n"


def _head(framework: Framework, subject: Subject) -> str:
    thing = _thing(framework, subject)
    return f"{in_words(thing)}: {thing.label}"


def example_lines(goals: Goals, one: Suggestion) -> Iterator[str]:
    """One suggested example, as it is written."""
    framework = goals.framework
    yield f'example "{title(goals, one)}"'
    yield from _chained("given", given_lines(framework, one.case))
    yield from _chained("expect", [expected_line(framework, e) for e in one.expected])


def example_text(goals: Goals, one: Suggestion) -> str:
    """One suggested example, ready to be pasted."""
    return "\n".join(example_lines(goals, one)) + "\n"


def _chained(keyword: str, lines: Sequence[str]) -> Iterator[str]:
    for place, line in enumerate(lines):
        yield f"  {keyword} {line}" if not place else f"    and {line}"


def given_lines(framework: Framework, case: Case) -> list[str]:
    """What a case holds, a line each, the facts first, in report order."""
    values = {**case.inspection.values, **case.record.values}
    things: dict[str, Fact | Question] = {**framework.facts, **framework.questions}
    return [
        f"{in_words(things[key])} is {_given(values[key], things[key])}" for key in things if key in values
    ]


def _given(value: Value | Mark, thing: Fact | Question) -> str:
    if isinstance(value, Mark):
        return "marked not applicable"
    return written_value(value, is_text=isinstance(thing, Fact) and isinstance(thing.type, Text))


def written_value(value: Value, *, is_text: bool = False) -> str:
    """A value as criteria have it."""
    match value:
        case date():
            return value.isoformat()
        case Decimal():
            return f"{value.normalize():f}"
        case str() if is_text:
            return json.dumps(value, ensure_ascii=False)
        case _:
            return str(value)


def expected_line(framework: Framework, expected: Expected) -> str:
    """What is expected of one thing, as an example says it."""
    name = in_words(_thing(framework, expected.subject))
    return f"{name} is {'missing' if expected.comes_to is None else written_value(expected.comes_to)}"


def _thing(framework: Framework, subject: Subject) -> Question | Condition | Fact | Check:
    match subject.kind:
        case "question" | "answer":
            return framework.questions[subject.key]
        case "condition":
            return framework.conditions[subject.key]
        case "fact":
            return framework.facts[subject.key]
        case "check":
            return framework.checks[subject.key]
