"""Turns suggested examples into criteria text: what each tries as its title, what is given, what is to be expected.

What it prints is read back by the very reader of criteria, so it can be pasted, or be a file of its own.
"""

from collections.abc import Iterator

from aboveline.analysis.coverage import Subject
from aboveline.analysis.goals import Case, Goals
from aboveline.analysis.suggesting import Expected, Suggestion, Tried
from aboveline.framework.dependencies import in_words
from aboveline.framework.model import Check, Condition, Fact, Framework, Question
from aboveline.proof.as_example import clause_lines, given_lines, value_written
from aboveline.reference.scope import scope_of
from aboveline.report.layout import wrap
from aboveline.report.titles import title

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
            lines += ["", f"# --- {head} ---"]
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
    yield from clause_lines("given", given_of(framework, one.case))
    yield from clause_lines("expect", [expected_line(framework, e) for e in one.expected])


def example_text(goals: Goals, one: Suggestion) -> str:
    """One suggested example, ready to be pasted."""
    return "\n".join(example_lines(goals, one)) + "\n"


def given_of(framework: Framework, case: Case) -> list[str]:
    """What a case gives, each as an example says it."""
    return given_lines(scope_of(framework, case.record, case.inspection))


def expected_line(framework: Framework, expected: Expected) -> str:
    """What is expected of one thing, as an example says it."""
    thing, value = _thing(framework, expected.subject), expected.comes_to
    if value is None:
        return f"{in_words(thing)} is missing"
    return (
        f"{in_words(thing)} is {value_written(thing, value) if isinstance(thing, Fact | Question) else value}"
    )


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
