"""Tells a file that is plainly of another kind than what it was given for: responses given as cases, or to another survey.

It is told by the names of its columns. Without this, such a file has a fault in every column and every row, and the one
that matters stands nowhere.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import cast

from aboveline.diagnostics import Diagnostic, Place
from aboveline.records.raw import problem, shown
from aboveline.records.record import Kind

#: Fewer names than this tell nothing.
_FEWEST = 2


#: How each kind is given, where it is not what was wanted.
AFTER_FRAMEWORK = "cases are given after the framework, without an option"
WITH_POPULATION = "these are given with --population"
#: What a JSON document of past headline scores says it is.
POPULATION = "population"
#: Past headline scores, by inspection or summed up.
HEADLINES = "headline scores of inspections"


def _table(what: str, remedy: str | None, *names: str) -> Kind:
    return Kind(what, remedy, frozenset(names), is_table=True)


LONG_CASES = _table("cases, one row an answer", AFTER_FRAMEWORK, "question", "answer")
LONG_RESPONSES = _table(
    "responses to a survey, one row an answer", "these are given with --survey", "item", "answer"
)
OVERRIDES = _table(
    "overrides", "these are given with --overrides", "question", "outcome", "reason", "by", "date"
)
SUMMARIES = _table(HEADLINES, WITH_POPULATION, "theme", "lowest", "highest", "average")

#: What people may have beside their cases that Aboveline writes. Each is named here by columns that its table as CSV and
#: its sheet in a workbook share.
WRITTEN: tuple[Kind, ...] = (
    _table("scores that Aboveline wrote", None, "kind", "key", "state"),
    _table("judgements that Aboveline wrote", None, "criterion", "question", "outcome", "rule", "place"),
    _table("findings that Aboveline wrote", None, "code", "file", "place"),
    _table("the counts of a survey that Aboveline wrote", None, "item", "answered", "no_answer", "not_asked"),
    _table(
        "a list of texts for a translator",
        "this one is put into the criteria with `aboveline translate FRAMEWORK --language CODE --from FILE`",
        "of",
        "where",
        "text",
        "translation",
    ),
)


def another(names: Iterable[str], own: frozenset[str], others: Sequence[Kind]) -> Kind | None:
    """The kind of file that some names, as `fold` leaves them, fit far better than those a file was to have; None if there is none."""
    found = frozenset(names)
    ours = len(found & own)
    tables = [
        kind
        for kind in others
        if kind.is_table and kind.names <= found and len(kind.names - own) * 2 >= len(kind.names)
    ]
    if tables and ours * 2 <= len(found):
        return max(tables, key=lambda kind: len(kind.names))
    best = max(
        (kind for kind in others if not kind.is_table),
        key=lambda kind: len(found & kind.names),
        default=None,
    )
    theirs = 0 if best is None else len(found & best.names)
    # Three names of five or more are theirs; and ours are at most half as many, or theirs are all and several are not ours.
    if theirs < _FEWEST or theirs * 5 < len(found) * 3:
        return None
    is_all_theirs = theirs == len(found) and ours * 4 <= len(found) * 3 and len(found) - ours >= _FEWEST
    return best if is_all_theirs or ours * 2 <= theirs else None


def of_another_kind(wanted: str, kind: Kind, at: Place) -> Diagnostic:
    """What is wrong with a file of that kind that was given for something else."""
    remedy = _give(wanted) + ("" if kind.remedy is None else f"; {kind.remedy}")
    return problem("another-kind-of-file", f"expected {wanted}, found {kind.what}", at, remedy=remedy)


def said_kind(document: object) -> str | None:
    """What kind of document one that Aboveline wrote as JSON says it is; None where it is none."""
    if not isinstance(document, Mapping):
        return None
    held = cast("Mapping[str, object]", document)
    kind = held.get("kind")
    return kind if isinstance(kind, str) and isinstance(held.get("version"), int) else None


def of_our_own(wanted: str, kind: str, at: Place) -> Diagnostic:
    """What is wrong where a JSON document is one that Aboveline wrote, by the kind it says itself."""
    if kind == POPULATION:
        return of_another_kind(wanted, SUMMARIES, at)
    message = f"expected {wanted}, found what Aboveline wrote itself (`{shown(kind)}`)"
    remedy = "; to compare it with another run, give its folder" if kind == "run" else ""
    return problem("another-kind-of-file", message, at, remedy=_give(wanted) + remedy)


def _give(wanted: str) -> str:
    return f"give the file of {wanted}"


def foremost(found: tuple[Diagnostic, ...]) -> tuple[Diagnostic, ...]:
    """What is to be told of some files: where any is of another kind altogether, that alone, as all else may follow from it."""
    others = tuple(one for one in found if one.code == "another-kind-of-file")
    return others or found
