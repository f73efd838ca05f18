"""The view of two versions of a framework: every edit in words, what it does to cases, and what it could ever do.

Text, Markdown, HTML and JSON are written from it alone, so that they cannot differ.
"""

from collections.abc import Mapping, Sequence

from attrs import field

from aboveline.analysis.examples import run_examples
from aboveline.framework.model import Framework
from aboveline.frozen import frozen
from aboveline.report.revision_words import Words, before_and_after, title_of
from aboveline.revision.difference import Difference, OnData
from aboveline.revision.edits import EditKind
from aboveline.revision.impact import Impact
from aboveline.revision.planned import Unit
from aboveline.revision.proved import Proved
from aboveline.wording.lists import in_a_list


@frozen
class EditRow:
    """One edit in words: what was done, of what, and the words before and after."""

    number: int
    did: EditKind
    title: str
    kind: str
    name: str
    #: The words people read for it, "" where there are none.
    label: str
    touches: tuple[str, ...]
    before: tuple[Words, ...]
    after: tuple[Words, ...]


@frozen
class CasesRead:
    """How many records were read, how many left out, and what is worth knowing of how they were read."""

    read: int
    left_out: int
    notes: tuple[str, ...]


@frozen
class RevisionView:
    """Everything that is told of two versions; `impact` is None where no cases were given, `proved` where nothing was to be proved."""

    old: str
    new: str
    label: str
    edits: tuple[EditRow, ...]
    impact: Impact | None = field(repr=False)
    cases: CasesRead | None
    proved: tuple[Proved, ...] | None = field(repr=False)
    #: The labels of questions and scores, by key.
    labels: Mapping[str, str] = field(repr=False)
    #: The judged questions that only one of the versions asks, by its own order.
    only_older: tuple[str, ...] = field(default=(), repr=False)
    only_newer: tuple[str, ...] = field(default=(), repr=False)
    #: The examples of the newer version that do not come out as they expect, by their labels.
    failing: tuple[str, ...] = field(default=(), repr=False)

    def title(self, number: int) -> str:
        """What was done in an edit."""
        return self.edits[number - 1].title


def revision_view(of: Difference, data: OnData | None, proved: Sequence[Proved] | None) -> RevisionView:
    """The view of a difference, with what it does to cases and what is proved of it, where that was asked for."""
    edits = [
        EditRow(
            edit.number,
            edit.did,
            title_of(edit, of),
            edit.kind,
            edit.name,
            "" if edit.label == edit.name or edit.kind == "framework" else edit.label,
            edit.touches,
            *before_and_after(edit, of),
        )
        for edit in of.revision.edits
    ]
    frameworks = (of.as_now, of.new.framework)
    labels = {key: question.label for of_ in frameworks for key, question in of_.questions.items()}
    return RevisionView(
        of.old.name,
        of.new.name,
        of.new.framework.label or of.new.framework.name,
        tuple(edits),
        None if data is None else data.impact,
        None if data is None else CasesRead(data.read, data.left_out, tuple(_notes(data))),
        None if proved is None else tuple(proved),
        labels,
        _only(of.as_now, of.new.framework),
        _only(of.new.framework, of.as_now),
        tuple(one.example.label for one in run_examples(of.new.framework) if not one.passed),
    )


def _only(one: Framework, other: Framework) -> tuple[str, ...]:
    """The questions that are judged under the one and not under the other."""
    beside = {key for key, question in other.questions.items() if question.is_judged}
    return tuple(key for key, question in one.questions.items() if question.is_judged and key not in beside)


def _notes(data: OnData) -> list[str]:
    found = [
        f"`{key}` has values of one kind in one version and of another in the other; it was read as the older has it, and is missing in the newer"
        for key in data.unlike
    ]
    if data.left_out:
        were = (
            "1 record with errors was"
            if data.left_out == 1
            else f"{data.left_out:,} records with errors were"
        )
        found.append(f"{were} left out")
    return found


def unit_in_words(unit: Unit) -> str:
    """Some edits that are taken as one: `edit 3`, `edits 3 and 5 together`."""
    numbers = [str(number) for number in sorted(unit)]
    return f"edit {numbers[0]}" if len(numbers) == 1 else f"edits {in_a_list(numbers)} together"
