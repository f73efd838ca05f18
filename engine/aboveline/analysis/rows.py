"""Turns the rows of `worked out as` into what is wrong with them: gaps, overlaps, rows never reached.

It tries every combination of the few values that make a difference. Rows are first broken down all
the way to facts and answers; where that gives too much to try, they are taken at face value, and
then a gap or an overlap may turn out to be no possible case: it is reported as not shown.
"""

from collections.abc import Iterator, Sequence
from itertools import product
from math import prod

from attrs import field

from aboveline.analysis.domains import Domain, Option, Variable, at_face_value, broken_down, scope_where
from aboveline.diagnostics import Diagnostic, Diagnostics, Label, Severity
from aboveline.framework.dependencies import in_words
from aboveline.framework.model import Fact, Framework, Question, Row, WorkedOut
from aboveline.frozen import frozen
from aboveline.reference.evaluate import truth
from aboveline.values import Truth
from aboveline.wording.lists import in_a_list

#: More combinations than this are not tried.
LIMIT = 20_000

#: A case names no more things than this.
_NAMED = 6

#: So many combinations are tried to see whether some things make no difference to a case.
_FREED = 1_000

Chosen = tuple[tuple[Variable, Option], ...]


@frozen
class Tried:
    """What trying every combination showed of some rows that have conditions.

    `gap` is a case that no row fits; `overlaps` has a case for each two rows, by index, that both fit;
    `reached` are the rows that give the value in some case.
    """

    gap: Chosen | None
    overlaps: dict[tuple[int, int], Chosen] = field(factory=dict[tuple[int, int], Chosen])
    reached: frozenset[int] = frozenset()


def check_rows(framework: Framework) -> Diagnostics:
    """What is wrong with the rows of everything that is worked out; a repeat is reported once."""
    found: dict[object, Diagnostic] = {}
    for thing in (*framework.facts.values(), *framework.questions.values()):
        if thing.worked_out is not None and thing.worked_out.rows:
            for diagnostic in _check(framework, thing, thing.worked_out):
                places = tuple(label.at for label in diagnostic.labels)
                found.setdefault((diagnostic.code, places), diagnostic)
    return tuple(found.values())


def _check(framework: Framework, thing: Fact | Question, worked_out: WorkedOut) -> Iterator[Diagnostic]:
    rows = [row for row in worked_out.rows if row.condition is not None]
    has_otherwise = len(rows) < len(worked_out.rows)
    domain = _domain(framework, rows)
    if domain is None:
        if worked_out.exactly_one or not has_otherwise:
            yield _too_much(thing, worked_out)
        return
    tried = _try(framework, domain, stop_early=has_otherwise and not worked_out.exactly_one)
    if tried.gap is not None and not has_otherwise:
        yield _gap(thing, worked_out, _in_words(framework, domain, tried.gap), exact=domain.exact)
    if worked_out.exactly_one:
        for (first, second), chosen in tried.overlaps.items():
            yield _overlap(rows[first], rows[second], _named(chosen), exact=domain.exact)
    for index, row in enumerate(rows):
        if index not in tried.reached:
            yield _never_reached(row, first=index == 0 or worked_out.exactly_one)


def are_settled(framework: Framework, worked_out: WorkedOut) -> bool:
    """Whether trying every combination settles all that can be wrong with some rows."""
    rows = [row for row in worked_out.rows if row.condition is not None]
    domain = _domain(framework, rows)
    return domain is not None and domain.exact


def _domain(framework: Framework, rows: Sequence[Row]) -> Domain | None:
    """What to try for some rows; None where it is too much."""
    rules = tuple(row.condition for row in rows if row.condition is not None)
    exact = broken_down(framework, rules)
    if exact is not None and exact.size <= LIMIT:
        return exact
    at_face = at_face_value(framework, rules)
    return at_face if at_face.size <= LIMIT else None


# --- Trying ----------------------------------------------------------------------------------


def _combinations(domain: Domain) -> Iterator[Chosen]:
    for options in product(*(variable.options for variable in domain.variables)):
        yield tuple(zip(domain.variables, options, strict=True))


def _truths(framework: Framework, domain: Domain, chosen: Chosen) -> list[Truth]:
    scope = scope_where(framework, chosen)
    return [truth(rule, scope) for rule in domain.rules]


def _try(framework: Framework, domain: Domain, *, stop_early: bool) -> Tried:
    """Every combination tried; with `stop_early` no further than until every row was reached."""
    gap: Chosen | None = None
    overlaps: dict[tuple[int, int], Chosen] = {}
    reached: set[int] = set()
    for chosen in _combinations(domain):
        truths = _truths(framework, domain, chosen)
        fitting = [index for index, holds in enumerate(truths) if holds]
        first = next((index for index, holds in enumerate(truths) if holds is not False), None)
        if first is None:
            gap = gap or chosen
        elif truths[first]:
            reached.add(first)
        for second in fitting[1:]:
            overlaps.setdefault((fitting[0], second), chosen)
        if stop_early and len(reached) == len(domain.rules):
            break
    return Tried(gap, overlaps, frozenset(reached))


def _in_words(framework: Framework, domain: Domain, gap: Chosen) -> str:
    """A case that no row fits, without the things that make no difference to that."""
    free: tuple[int, ...] = ()
    for position in reversed(range(len(gap))):
        together = [at for at, (other, _) in enumerate(gap) if other.key in gap[position][0].beside]
        trial = tuple(dict.fromkeys((*free, position, *together)))
        if prod(len(gap[at][0].options) for at in trial) <= _FREED and all(
            _is_gap(framework, domain, chosen) for chosen in _with_any(gap, trial)
        ):
            free = trial
    return _named(tuple(pair for position, pair in enumerate(gap) if position not in free))


def _with_any(gap: Chosen, free: tuple[int, ...]) -> Iterator[Chosen]:
    """A case with some of its things free to be anything."""
    for options in product(*(gap[at][0].options for at in free)):
        changed = dict(zip(free, options, strict=True))
        yield tuple((variable, changed.get(at, option)) for at, (variable, option) in enumerate(gap))


def _is_gap(framework: Framework, domain: Domain, chosen: Chosen) -> bool:
    return all(holds is False for holds in _truths(framework, domain, chosen))


def _named(chosen: Chosen) -> str:
    words = [option.words for _, option in chosen]
    if len(words) > _NAMED:
        words = [*words[:_NAMED], "so on"]
    return in_a_list(words)


# --- What is said ----------------------------------------------------------------------------


def _too_much(thing: Fact | Question, worked_out: WorkedOut) -> Diagnostic:
    return Diagnostic(
        "rows-not-shown",
        f"the rows of `{in_words(thing)}` rest on too many things to show that they fit every case, and each but once",
        (Label(worked_out.span),),
        "end with `otherwise`, or work it out in steps",
        Severity.WARNING,
    )


def _gap(thing: Fact | Question, worked_out: WorkedOut, case: str, *, exact: bool) -> Diagnostic:
    name = in_words(thing)
    where = f" where {case}" if case else " at all"
    message = (
        f"the rows of `{name}` leave a gap: none fits{where}"
        if exact
        else f"the rows of `{name}` cannot be shown to fit every case: perhaps none fits{where}"
    )
    remedy = "add a row for it, or end with `otherwise`"
    return Diagnostic("rows-leave-a-gap", message, (Label(worked_out.span),), remedy, Severity.WARNING)


def _overlap(first: Row, second: Row, case: str, *, exact: bool) -> Diagnostic:
    does = "both fit" if exact else "perhaps both fit"
    return Diagnostic(
        "rows-overlap",
        f"exactly one row fits a case, but those for `{first.word}` and `{second.word}` {does} where {case}",
        (Label(second.span), Label(first.span, "this row fits there too")),
        "make one of them narrower, or leave out `exactly one of` so that the first row that fits counts",
        Severity.ERROR if exact else Severity.WARNING,
    )


def _never_reached(row: Row, *, first: bool) -> Diagnostic:
    why = (
        "its condition is not yes for any case"
        if first
        else "every case that fits it is settled by a row above it first, or held up there by something missing"
    )
    return Diagnostic(
        "row-never-reached",
        f"the row for `{row.word}` is never used: {why}",
        (Label(row.span),),
        "take it out, or put it higher up" if not first else "take it out, or look at its condition again",
        Severity.WARNING,
    )
