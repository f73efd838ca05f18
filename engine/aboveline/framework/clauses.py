"""Looks through the clauses of a declaration: which are there, given twice, or at odds with each other."""

from collections.abc import Iterator, Sequence
from typing import TypeVar

from aboveline.diagnostics import Diagnostic, Label, nearest
from aboveline.framework.faults import fault
from aboveline.syntax import tree

_Clause = TypeVar("_Clause")

#: Clauses that may be given several times: each adds to the ones before.
_ADDING = (tree.OnlyWhere, tree.ExcludedWhere, tree.ExcusedWhere, tree.Cap, tree.BrokenClause)

#: What each clause begins with, as people write it; flags and words say it themselves.
_PHRASES: dict[type[object], str] = {
    tree.Version: "version",
    tree.WrittenIn: "written in",
    tree.Calendar: "calendar",
    tree.Unanswered: "unanswered questions",
    tree.StrengthsFrom: "strengths from",
    tree.OnlyWhere: "only where",
    tree.ExcludedWhere: "excluded where",
    tree.ExcusedWhere: "excused where",
    tree.Where: "where",
    tree.When: "when",
    tree.ExpectThat: "expect",
    tree.Required: "required",
    tree.OfTheInspection: "of the inspection",
    tree.ForEach: "for each",
    tree.InData: "in data",
    tree.Answers: "answers",
    tree.SufficientWhen: "sufficient when",
    tree.Feeds: "feeds",
    tree.InBands: "in bands",
    tree.MayBeMarked: "may be marked not applicable",
    tree.WorkedOut: "worked out as",
    tree.ItemAnswers: "answers",
    tree.PositiveWhen: "positive when",
    tree.PositiveFrom: "positive from",
    tree.About: "about",
}


def phrase_of(clause: tree.Clause) -> str:
    """What a clause begins with, as people write it: `only where`, `not judged`, `finding`.

    Two clauses with one phrase are the same clause given twice. An aspect (`revision.catalogue`) is something else: clauses of
    several phrases are one aspect where an edit of the one is an edit of the other, as `not judged` and `reported only` are.
    """
    match clause:
        case tree.Flag(word=word):
            return word
        case tree.Words(kind=kind):
            return kind
        case _:
            return _PHRASES.get(type(clause), "this")


def clause_of(clauses: Sequence[tree.Clause], kind: type[_Clause]) -> _Clause | None:
    """The first clause of a kind."""
    return next((c for c in clauses if isinstance(c, kind)), None)


def flag_of(clauses: Sequence[tree.Clause], word: str) -> tree.Flag | None:
    """The clause that is just these words, such as `not judged`."""
    return next((c for c in clauses if isinstance(c, tree.Flag) and c.word == word), None)


def words_of(clauses: Sequence[tree.Clause], kind: str) -> tree.Quoted | None:
    """The text of a `finding`, `guidance` or `reference`."""
    return next((c.text for c in clauses if isinstance(c, tree.Words) and c.kind == kind), None)


def is_broken(clauses: Sequence[tree.Clause], keyword: str | None = None) -> bool:
    """Whether a clause could not be read; with a keyword, whether that one could have been it."""
    broken = [c.keyword for c in clauses if isinstance(c, tree.BrokenClause)]
    return any(keyword is None or w.startswith(keyword) or nearest(w, {keyword}) for w in broken)


def given_twice(clauses: Sequence[tree.Clause], owner: str) -> Iterator[Diagnostic]:
    """An error for each clause that can be given once and is given again."""
    first: dict[str, tree.Clause] = {}
    for clause in clauses:
        if isinstance(clause, _ADDING):
            continue
        phrase = phrase_of(clause)
        if first.setdefault(phrase, clause) is not clause:
            yield fault(
                "repeated-clause",
                f"expected `{phrase}` once for {owner}, found it twice",
                Label(clause.span, "again here"),
                Label(first[phrase].span, "first here"),
                remedy="take one of the two out",
            )


def at_odds(first: tree.Clause, second: tree.Clause, why: str, remedy: str | None = None) -> Diagnostic:
    """The error of two clauses that cannot stand together; `why` reads after "so" and a comma."""
    return fault(
        "contradictory-clauses",
        f"`{phrase_of(first)}` and `{phrase_of(second)}` cannot stand together: {why}",
        Label(second.span, ""),
        Label(first.span, "it stands here"),
        remedy=remedy,
    )
