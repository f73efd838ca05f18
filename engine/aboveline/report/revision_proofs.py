"""Turns what is proved of two versions into blocks of headings, sentences and examples."""

from collections.abc import Iterator, Sequence

from aboveline.judgement import Outcome
from aboveline.report.comparison_blocks import Block, Heading, Lines, Paragraph
from aboveline.report.revision_view import RevisionView
from aboveline.revision.edits import EditKind
from aboveline.revision.proved import Proved

HOW = (
    "This is proved over every case that both versions take, whatever its facts and answers and whichever of them are missing, "
    "not read off the cases above. Questions that no edit acts on, through any fact, condition or other question, are the same and "
    "not listed. Each example is the smallest case that shows a difference, where there is one with nothing missing that the question "
    "needs; it holds in the newer version and not in the older, and can be kept with the criteria."
)

#: Edits that leave judgements as they are and can move a score all the same.
_OF_SCORES: frozenset[EditKind] = frozenset({"moved", "fed to other themes", "banded", "rated"})


def proof_blocks(view: RevisionView, proved: Sequence[Proved]) -> Iterator[Block]:
    """What is proved, question by question; then what it does not speak of."""
    yield Heading("For all possible cases")
    if proved:
        yield from _of_questions(proved)
    else:
        yield Paragraph(
            "No edit acts on what any question comes to that both versions ask, so every judgement of those is the same in every possible case."
        )
    yield from _beyond(view)
    if proved:
        yield Paragraph(HOW)


def _beyond(view: RevisionView) -> Iterator[Block]:
    """What can change a score though no judgement changes that both versions make."""
    for questions, which in ((view.only_newer, "newer"), (view.only_older, "older")):
        if questions:
            named = ", ".join(f"`{one}`" for one in questions)
            asked = "1 question is" if len(questions) == 1 else f"{len(questions)} questions are"
            yield Paragraph(
                f"{asked} asked only in the {which} version, and can change every score that counts "
                f"{'it' if len(questions) == 1 else 'them'}: {named}."
            )
    edits = [str(edit.number) for edit in view.edits if edit.did in _OF_SCORES]
    if edits:
        number = f"{'edit' if len(edits) == 1 else 'edits'} {' and '.join(', '.join(edits).rsplit(', ', 1))}"
        yield Paragraph(
            f"What is proved is about judgements. Scores, and how they are read, can change besides by {number}."
        )


def _of_questions(proved: Sequence[Proved]) -> Iterator[Block]:
    same = [one for one in proved if one.is_same]
    for one in proved:
        if not one.is_same:
            yield from _of_question(one)
    if same:
        named = ", ".join(f"`{one.question}`" for one in same)
        yield Paragraph(
            f"Proved the same in every possible case, though an edit acts on {'it' if len(same) == 1 else 'them'}: {named}."
        )


def _of_question(one: Proved) -> Iterator[Block]:
    numbers = ", ".join(str(number) for number in one.edits)
    edits = f"edit{'' if len(one.edits) == 1 else 's'} {numbers}"
    yield Heading(f"`{one.question}`, “{one.label}” ({edits})", 3)
    yield Paragraph(_verdicts(one))
    for why in one.open:
        yield Paragraph(f"Not settled: {why}.")
    for shown in one.shown:
        yield Paragraph(f"{shown.way}: {shown.before} in the older version, {shown.after} in the newer.")
        yield Lines(tuple(shown.example.strip("\n").split("\n")))


_APPLIES = {
    "the same": "It is asked of the same cases",
    "narrower": "It is asked of fewer cases, and of none it was not asked of",
    "wider": "It is asked of more cases, and of all it was asked of",
    "different": "It is no longer asked of some cases, and is now asked of others",
    "not settled": "Whether it is asked of the same cases is not settled",
}
_SUFFICIENT = {
    "the same": "where both versions ask it, it is sufficient in the same cases",
    "narrower": "where both versions ask it, it is sufficient in fewer cases, and in none it was not",
    "wider": "where both versions ask it, it is sufficient in more cases, and in all it was",
    "different": "where both versions ask it, it is no longer sufficient in some cases, and now is in others",
    "not settled": "where both versions ask it, whether it is sufficient in the same cases is not settled",
}


def _besides(one: Proved) -> str:
    """What else can differ: mostly what is said of a case of which something is missing."""
    gaps = {Outcome.UNANSWERED, Outcome.UNDETERMINED}
    of_gaps = all(gaps & {shown.before, shown.after} for shown in one.shown if shown.way == "Another outcome")
    if of_gaps:
        return "Where something is missing it comes to another outcome in some cases besides."
    return "It comes to another outcome in some cases besides."


def _verdicts(one: Proved) -> str:
    rest = {
        "the same": "",
        "not settled": " Whether anything else it comes to can differ is not settled.",
    }.get(one.rest, f" {_besides(one)}")
    applies, sufficient = _APPLIES[one.applies], _SUFFICIENT[one.sufficient]
    if _only_in_gaps(one, "No longer asked", "Now asked"):
        applies = f"Only where something is missing that it needs, {applies[0].lower()}{applies[1:]}"
    if _only_in_gaps(one, "No longer sufficient", "Now sufficient"):
        sufficient = f"only where something is missing that it needs, {sufficient}"
    return f"{applies}; {sufficient}.{rest}"


def _only_in_gaps(one: Proved, *ways: str) -> bool:
    """Whether a question differs in these ways, and in none of them where nothing is missing."""
    shown = [each.only_in_gaps for each in one.shown if each.way in ways]
    return bool(shown) and all(shown)
