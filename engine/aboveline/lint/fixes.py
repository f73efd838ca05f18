"""Applies the fixes of remarks to the text of the criteria, all of them together, and checks what comes of it.

Nothing here writes a file. What is given back is only ever a framework that checks without errors and
whose examples come out as they did; else the reason why not.
"""

from collections.abc import Mapping, Sequence

from aboveline.analysis.examples import run_examples
from aboveline.framework.model import Framework
from aboveline.frozen import frozen
from aboveline.lint.model import Edit, Linted, Remark
from aboveline.source import Source
from aboveline.workspace import Workspace, check


@frozen
class Fixed:
    """What applying fixes came to: the new text of each file that changes, the fixes that were made, and those left for another time.

    `before` is the text in which the remarks stand, and `mended` the criteria with the new text, checked;
    None where nothing changes. With `refused` nothing is to be written: it says why.
    """

    sources: Mapping[str, Source]
    made: tuple[Remark, ...]
    left: tuple[Remark, ...]
    before: Mapping[str, Source]
    mended: Workspace | None = None
    refused: str | None = None


def fixed(name: str, linted: Linted) -> Fixed:
    """The criteria with the fixes of the remarks that stand; of two that touch the same words the later is left for another time."""
    made, left = _apart([one for one in linted.remarks if one.fix is not None])
    edits = [edit for one in made if one.fix is not None for edit in one.fix.edits]
    sources = linted.framework.sources
    changed = {
        file: Source(file, edited(source.text, [e for e in edits if e.at.file == file]))
        for file, source in sources.items()
        if any(e.at.file == file for e in edits)
    }
    mended = check(name, {**sources, **changed}) if changed else None
    refused = None if mended is None else refusal(linted.framework, mended)
    return Fixed(changed, tuple(made), tuple(left), sources, None if refused else mended, refused)


def _apart(remarks: Sequence[Remark]) -> tuple[list[Remark], list[Remark]]:
    """The remarks whose edits can be made together, and those that touch what another does."""
    taken: list[Edit] = []
    made: list[Remark] = []
    left: list[Remark] = []
    for one in remarks:
        edits = one.fix.edits if one.fix else ()
        if any(_touch(edit, other) for edit in edits for other in taken):
            left.append(one)
        else:
            taken.extend(edits)
            made.append(one)
    return made, left


def _touch(one: Edit, other: Edit) -> bool:
    return one.at.file == other.at.file and one.at.start < other.at.end and other.at.start < one.at.end


def edited(text: str, edits: Sequence[Edit]) -> str:
    """A text with edits made that do not touch each other."""
    for edit in sorted(edits, key=lambda e: e.at.start, reverse=True):
        text = text[: edit.at.start] + edit.text + text[edit.at.end :]
    return text


def refusal(before: Framework, after: Workspace) -> str | None:
    """Why criteria should not be written: they would be in error, or an example would come out otherwise."""
    if after.framework is None:
        first = next(d for d in after.diagnostics if d.is_error)
        return f"the criteria would then have an error: {first.message}"
    held = {result.example.label for result in run_examples(before) if result.passed}
    holds = {result.example.label for result in run_examples(after.framework) if result.passed}
    lost = sorted(held - holds)
    return f"the example “{lost[0]}” would then no longer hold" if lost else None
