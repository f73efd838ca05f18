"""Finds what is wrong with a survey and with the clauses of each of its items, before any name in them is looked up."""

from collections.abc import Iterator, Sequence

from aboveline.diagnostics import Diagnostic, Label
from aboveline.framework.clauses import at_odds, clause_of, given_twice, is_broken, words_of
from aboveline.framework.facts import label_faults
from aboveline.framework.faults import fault, unknown
from aboveline.framework.names import Declared
from aboveline.framework.repeats import FINDING_PLACES, faults_of_column, faults_of_places, places_in
from aboveline.framework.subjects import words_of as words_listed
from aboveline.framework.unused import warning
from aboveline.syntax import tree
from aboveline.values import Choice, Word

#: What a finding may hold besides: the answer it is told of, once for each; of a scale, its highest figure.
ANSWER_PLACE = "answer"
TOP_PLACES = ("top", "top_percent")


def faults_of_survey(node: tree.Survey, items: Sequence[tree.Item | tree.Broken]) -> Iterator[Diagnostic]:
    """A missing label, a clause given twice, no items, and items that share a column."""
    yield from label_faults(node.label, "survey", node.name, node.clauses, ())
    yield from given_twice(node.clauses, f"`{node.name.text}`")
    if not items:
        yield warning(
            "survey-without-items",
            f"nothing is asked in the survey `{node.name.text}`",
            Label(node.name.span),
            remedy='put a line such as `item listened "…"` under it, or take it out',
        )


def faults_of_item(node: tree.Item, thing: Declared) -> Iterator[Diagnostic]:
    """A missing label, clauses given twice or at odds, braces that mean nothing."""
    yield from label_faults(node.label, "item", node.name, node.clauses, ())
    yield from given_twice(node.clauses, f"`{thing.name}`")
    in_data = clause_of(node.clauses, tree.InData)
    if in_data is not None and not thing.is_broken:
        yield from faults_of_column(in_data, thing.lists)
    guidance = words_of(node.clauses, "guidance")
    if guidance is not None:
        yield from faults_of_places(guidance, ())
    if is_broken(node.clauses, "answers"):
        return
    clause = clause_of(node.clauses, tree.ItemAnswers)
    kind = clause.type if clause else None
    if isinstance(kind, tree.TypeScale) and kind.low >= kind.high:
        message = f"expected the lower number first, found from {kind.low} to {kind.high}"
        yield fault("range-backwards", message, kind.span, remedy=f"write `from {kind.high} to {kind.low}`")
    yield from _faults_of_positive(node, kind)
    yield from _faults_of_finding(node, kind)


_Kind = tree.TypeYesNo | tree.TypeChoice | tree.TypeSeveral | tree.TypeScale | tree.TypeText | None


def _words(kind: _Kind) -> tuple[str, ...]:
    match kind:
        case tree.TypeChoice(words=words) | tree.TypeSeveral(words=words):
            return tuple(word.name.text for word in words)
        case tree.TypeYesNo() | None:
            return ("yes", "no")
        case _:
            return ()


# --- Positive answers ------------------------------------------------------------------------


def _faults_of_positive(node: tree.Item, kind: _Kind) -> Iterator[Diagnostic]:
    when, start = clause_of(node.clauses, tree.PositiveWhen), clause_of(node.clauses, tree.PositiveFrom)
    if when and start:
        yield at_odds(when, start, "one is for words, the other for a scale", "take one of the two out")
        return
    if when:
        yield from _faults_of_words(node, kind, when)
    if start and not isinstance(kind, tree.TypeScale):
        yield fault(
            "positive-does-not-fit",
            f"`positive from` is for a scale, but `{node.name.text}` has none",
            start.span,
            remedy="say `positive when` and the answer words, or `answers from 0 to 100`"
            if _words(kind)
            else "take it out",
        )
    elif start and isinstance(kind, tree.TypeScale):
        yield from _faults_of_threshold(node, kind, start)


def _faults_of_words(node: tree.Item, kind: _Kind, when: tree.PositiveWhen) -> Iterator[Diagnostic]:
    words = _words(kind)
    if not words:
        remedy = (
            "say where on the scale, as in `positive from 70`"
            if isinstance(kind, tree.TypeScale)
            else "take it out: a text is never tallied"
        )
        message = f"`positive when` is for answer words, but `{node.name.text}` has none"
        yield fault("positive-does-not-fit", message, when.span, remedy=remedy)
        return
    listed = words_listed(Choice(tuple(Word(word, word) for word in dict.fromkeys(words))))
    first: dict[str, tree.Name] = {}
    for word in when.words:
        if word.text not in words:
            yield unknown("value-outside", listed, word, words)
        elif first.setdefault(word.text, word) is not word:
            labels = Label(word.span, "again here"), Label(first[word.text].span, "first here")
            message = f"each is named once, but `{word.text}` stands here twice"
            yield fault("named-twice", message, *labels, remedy="take one of the two out")
    if first.keys() == set(words) and not isinstance(kind, tree.TypeSeveral):
        yield _always(node, when)


def _faults_of_threshold(
    node: tree.Item, kind: tree.TypeScale, start: tree.PositiveFrom
) -> Iterator[Diagnostic]:
    if not kind.low <= start.threshold <= kind.high:
        message = f"expected a figure on the scale from {kind.low} to {kind.high}, found {start.threshold}"
        yield fault("threshold-off-scale", message, start.span)
    elif start.threshold == kind.low:
        yield _always(node, start)


def _always(node: tree.Item, clause: tree.PositiveWhen | tree.PositiveFrom) -> Diagnostic:
    return warning(
        "always-positive",
        f"every answer to `{node.name.text}` counts as positive, so its share is always 100%",
        Label(clause.span),
        remedy="leave out the answers that are not positive",
    )


# --- What is told of it ----------------------------------------------------------------------


def _faults_of_finding(node: tree.Item, kind: _Kind) -> Iterator[Diagnostic]:
    finding = words_of(node.clauses, "finding")
    if finding is None:
        return
    if isinstance(kind, tree.TypeText):
        message = f"a text is never tallied, so there is no sentence to tell of `{node.name.text}`"
        yield fault("text-not-tallied", message, finding.at, remedy="take `finding` out")
        return
    yield from faults_of_places(finding, (), (*FINDING_PLACES, *_places(kind)))
    for text in (finding, *(one.words for one in finding.translations)):
        yield from _faults_of_counting(text, node, kind)


def _faults_of_counting(text: tree.Quoted, node: tree.Item, kind: _Kind) -> Iterator[Diagnostic]:
    said = places_in(text.text)
    counted = said & (set(FINDING_PLACES) - {"N"})
    if counted and ANSWER_PLACE not in said and not _tells_positive(node, kind):
        yield fault(
            "nothing-positive",
            f"`{{{min(counted)}}}` counts positive answers, but no answer to `{node.name.text}` is said to be positive",
            text.at,
            remedy="add a line such as `positive from 70`"
            if isinstance(kind, tree.TypeScale)
            else "add a line such as `positive when …`, or tell of each answer with `{answer}`",
        )


def _places(kind: _Kind) -> tuple[str, ...]:
    """What a finding of this kind of item may hold besides."""
    match kind:
        case tree.TypeChoice() | tree.TypeSeveral():
            return (ANSWER_PLACE,)
        case tree.TypeScale():
            return TOP_PLACES
        case _:
            return ()


def _tells_positive(node: tree.Item, kind: _Kind) -> bool:
    said = clause_of(node.clauses, tree.PositiveWhen) or clause_of(node.clauses, tree.PositiveFrom)
    by_itself = isinstance(kind, tree.TypeYesNo | tree.TypeSeveral | None) or _words(kind) == ("yes", "no")
    return said is not None or by_itself or is_broken(node.clauses, "positive")
