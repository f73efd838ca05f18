"""Turns the ratings of the trees into checked ones: their parts, their bands, their caps."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import partial
from typing import TypeVar

from aboveline.diagnostics import Diagnostic, Diagnostics, Label
from aboveline.framework import expressions as ex
from aboveline.framework.faults import fault, listed, unknown
from aboveline.framework.model import BandSet, Cap, Framework, JudgedByInspectors, Measure, Rating, Share
from aboveline.framework.names import Names, Scope, band_set
from aboveline.framework.resolve import resolve_truth
from aboveline.framework.scored import Ground, Scored, figure_of_rating, score_named
from aboveline.source import Span
from aboveline.syntax import tree

_Clause = TypeVar("_Clause")

#: The measures over percentages; the other one adds up points.
_OF_PERCENTAGES = frozenset({"score of", "lowest of", "highest of", "average of"})

_MEASURES = "`lowest of (…)`, `total of points of (…)`, `share of cases where …` or `judged by inspectors`"


def resolve_ratings(names: Names, framework: Framework) -> tuple[Mapping[str, Rating], Diagnostics]:
    """The ratings that could be resolved, in the order declared, and what is wrong with any of them.

    `framework` is the framework as far as it is built: its own ratings and examples are not looked at.
    """
    ground = Ground(names, framework)
    ratings: dict[str, Rating] = {}
    wrong: list[Diagnostic] = []
    for declared in names.things.values():
        if isinstance(declared.node, tree.Rating):
            rating = _rating(declared.node, declared.label or declared.name, ground, wrong)
            if rating is not None:
                ratings[rating.key] = rating
    wrong.extend(_same_place(ratings))
    return ratings, tuple(wrong)


def _rating(node: tree.Rating, label: str, ground: Ground, wrong: list[Diagnostic]) -> Rating | None:
    """One rating; None where its measure cannot be had."""
    bands_clause = _only(node, tree.InBands, wrong)
    bands, unknown_bands = band_set(bands_clause.name if bands_clause else None, ground.names)
    wrong.extend(unknown_bands)
    measure = _measure(node, ground, wrong)
    empty = _only(node, tree.EmptyParts, wrong)
    if empty is not None and figure_of_rating(node) != "points":
        message = "expected this in a `total of points of (…)` alone: other ratings leave such a part out"
        wrong.append(fault("only-for-totals", message, empty.span, remedy="take it out"))
    if not unknown_bands:
        wrong.extend(_bands_that_do_not_fit(node, bands, bands_clause, ground))
    caps = tuple(_caps(node, bands, ground, wrong))
    stands_for = _stands_for(node, ground, wrong)
    if measure is None:
        return None
    rule = "not rated" if empty is None else empty.rule
    name = bands.name if bands else ""
    return Rating(node.name.text, label, measure, name, caps, rule, stands_for, node.span)


def _only(node: tree.Rating, kind: type[_Clause], wrong: list[Diagnostic]) -> _Clause | None:
    """The one clause of a kind; a second one is an error."""
    found = [c for c in node.clauses if isinstance(c, kind)]
    if len(found) > 1:
        wrong.append(_second(found[0], found[1], node))
    return found[0] if found else None


def _second(first: object, second: object, node: tree.Rating) -> Diagnostic:
    places = [
        Label(c.span, words)
        for c, words in ((second, ""), (first, "said here"))
        if isinstance(c, tree.Clause)
    ]
    message = f"expected this once for `{node.name.text}`, found it twice"
    return fault("repeated-clause", message, *places, remedy="take one of the two out")


# --- What it is worked out from --------------------------------------------------------------


def _measure(
    node: tree.Rating, ground: Ground, wrong: list[Diagnostic]
) -> Measure | Share | JudgedByInspectors | None:
    found = [c for c in node.clauses if isinstance(c, tree.Measure | tree.Share | tree.JudgedByInspectors)]
    if len(found) > 1:
        wrong.append(_second(found[0], found[1], node))
    if not found:
        if not any(isinstance(c, tree.BrokenClause) for c in node.clauses):
            message = f"expected what `{node.name.text}` is worked out from, such as {_MEASURES}"
            wrong.append(fault("rating-of-nothing", message, node.name.span))
        return None
    match found[0]:
        case tree.JudgedByInspectors(span=span):
            return JudgedByInspectors(span)
        case tree.Share():
            return _share(found[0], ground, wrong)
        case tree.Measure():
            return _measure_of_parts(found[0], ground, wrong)


def _share(clause: tree.Share, ground: Ground, wrong: list[Diagnostic]) -> Share | None:
    where, wrong_where = resolve_truth(clause.where, Scope(ground.names, clause="share of cases where"))
    out_of, wrong_out_of = resolve_truth(clause.out_of, Scope(ground.names, clause="out of cases where"))
    wrong.extend((*wrong_where, *wrong_out_of))
    return None if where is None or out_of is None else Share(where, out_of, clause.span)


def _measure_of_parts(clause: tree.Measure, ground: Ground, wrong: list[Diagnostic]) -> Measure | None:
    parts: list[Scored] = []
    for expr in clause.parts:
        part, reported = score_named(expr, ground)
        wrong.extend(reported)
        if part is not None:
            parts.append(part)
            wrong.extend(_part_that_does_not_fit(clause, part))
    wrong.extend(_parts_named_twice(clause, parts))
    if clause.kind == "score of" and len(clause.parts) > 1:
        message = f"expected one score after `score of`, found {len(clause.parts)}"
        wrong.append(
            fault("one-score-needed", message, clause.span, remedy="say `average of` or `lowest of`")
        )
    if len(parts) < len(clause.parts):
        return None
    return Measure(clause.kind, tuple(part.ref for part in parts), clause.span)


def _part_that_does_not_fit(clause: tree.Measure, part: Scored) -> Iterator[Diagnostic]:
    at, declared = Label(part.ref.span), Label(part.at, "declared here")
    if clause.kind in _OF_PERCENTAGES:
        if part.figure != "percent":
            why = "is a total of points" if part.figure == "points" else "is judged by inspectors as a step"
            message = f"`{clause.kind}` is worked out from percentages, but `{part.words}` {why}"
            yield fault("no-percentage", message, at, declared, remedy="use `total of points of (…)`")
    elif part.bands is None:
        message = f"points come from the bands of each part, but `{part.words}` is read in no bands"
        yield fault("no-points", message, at, declared, remedy="say `in bands …` where it is declared")
    elif any(step.worth is None for step in part.bands.steps):
        step = next(step for step in part.bands.steps if step.worth is None)
        message = (
            f"points come from the bands of each part, but the step `{step.name}` in the bands "
            f"of `{part.words}` is worth none"
        )
        remedy = f"say `worth … points` at every step, or read `{part.words}` in other bands"
        yield fault("no-points", message, at, Label(step.span, "worth no points"), remedy=remedy)


def _parts_named_twice(clause: tree.Measure, parts: list[Scored]) -> Iterator[Diagnostic]:
    first: dict[ex.ScoreRef, Scored] = {}
    for part in parts:
        if first.setdefault(part.ref, part) is not part:
            message = f"expected each part of `{clause.kind}` once, found `{part.words}` twice"
            earlier = Label(first[part.ref].ref.span, "it stands here already")
            yield fault(
                "part-named-twice", message, Label(part.ref.span), earlier, remedy="take one of the two out"
            )


# --- Its bands -------------------------------------------------------------------------------


def _bands_that_do_not_fit(
    node: tree.Rating, bands: BandSet | None, clause: tree.InBands | None, ground: Ground
) -> Iterator[Diagnostic]:
    figure, name = figure_of_rating(node), node.name.text
    at = clause.span if clause else node.name.span
    if bands is None:
        if clause is None and not _bands_are_broken(ground) and _needs_bands(node):
            message = (
                f"expected bands for `{name}`, whose steps are named here or chosen by inspectors, found none"
            )
            yield fault("bands-needed", message, at, remedy="say `in bands …`")
        return
    unit = "points" if figure == "points" else "percent"
    if bands.unit != unit and figure != "step":
        step = next((s for s in bands.steps if s.threshold is not None), bands.steps[0])
        steps = "`from 7 points`" if unit == "points" else "`from 65%`"
        read = f"the bands `{bands.name}` are" if bands.name else "the unnamed bands are"
        what = "a total of points" if unit == "points" else "a percentage"
        message = (
            f"`{name}` is {what}, read in bands with steps such as {steps}, but {read} in {_unit(bands)}"
        )
        yield fault("bands-do-not-fit", message, Label(at), Label(step.span, f"in {_unit(bands)}"))


def _needs_bands(node: tree.Rating) -> bool:
    return figure_of_rating(node) != "percent" or any(isinstance(c, tree.Cap) for c in node.clauses)


def _bands_are_broken(ground: Ground) -> bool:
    return "" in ground.names.broken_bands


def _unit(bands: BandSet) -> str:
    return "points" if bands.unit == "points" else "percentages"


# --- Caps ------------------------------------------------------------------------------------


def _caps(node: tree.Rating, bands: BandSet | None, ground: Ground, wrong: list[Diagnostic]) -> Iterator[Cap]:
    about_scores = partial(_about_scores, ground=ground)
    scope = Scope(ground.names, place="rating", clause="when", about_scores=about_scores)
    for clause in node.clauses:
        if isinstance(clause, tree.Cap):
            known = bands is None or _is_step(clause.step, bands, wrong)
            when, reported = resolve_truth(clause.when, scope)
            wrong.extend(reported)
            if when is not None:
                wrong.extend(_negated(when))
                if known:
                    yield Cap(clause.bound, clause.step.text, when, clause.span)


def _is_step(step: tree.Name, bands: BandSet, wrong: list[Diagnostic]) -> bool:
    known = [s.name for s in bands.steps]
    if step.text in known:
        return True
    of = f"the bands `{bands.name}`" if bands.name else "the unnamed bands"
    wrong.append(
        unknown(
            "unknown-step", f"a step of {of}", step, known, remedy=f"the steps are {listed(known, 'and')}"
        )
    )
    return False


def _negated(when: ex.Truth) -> Iterator[Diagnostic]:
    """`not` before a statement about a score is also yes where there is no score, which nobody means."""
    for expr in ex.walk(when):
        if isinstance(expr, ex.Not) and any(
            isinstance(e, ex.ScoreCompare | ex.ScoreBetween | ex.InBand) for e in ex.walk(expr.item)
        ):
            yield fault(
                "negated-score",
                "expected what the score is, found what it is not, which would also be yes where it has no "
                "applicable cases",
                expr.span,
                remedy="turn it round, as in `is below 50%` or `is in … or better`; where no cases count as well, "
                "add `or … has no applicable cases`",
            )


def _about_scores(expr: tree.Expr, _: Scope, ground: Ground) -> tuple[ex.Truth | None, Diagnostics]:
    """What a statement about a score says, in the condition of a rating."""
    match expr:
        case tree.NoApplicableCases(subject=subject, span=span):
            part, wrong = score_named(subject, ground)
            return (ex.NoApplicableCases(part.ref, span) if part else None), wrong
        case tree.InBand():
            return _in_band(expr, ground)
        case tree.Comparison(left=left, operator=operator, right=tree.Percent(value=value), span=span):
            return _compared(left, operator, value, span, ground)
        case tree.Between(left=left, low=tree.Percent(value=low), high=tree.Percent(value=high), span=span):
            part, wrong = _percentage(left, ground)
            return (ex.ScoreBetween(part.ref, low, high, span) if part else None), wrong
        case tree.Comparison(left=left, right=tree.Name(text=word)):
            return None, _step_compared(left, word, expr.span, ground)
        case _:
            message = "expected a score and then a percentage, as in `criterion 1.1 is at least 65%`"
            return None, (fault("percentage-needed", message, expr.span),)


def _step_compared(left: tree.Expr, word: str, at: Span, ground: Ground) -> Diagnostics:
    """What to say where a score is compared with a bare word."""
    part, wrong = score_named(left, ground)
    if part is None:
        return wrong
    if part.bands is not None and word in {step.name for step in part.bands.steps}:
        message = f"a score is in a step, and is not the step, found `{word}` after `is`"
        return (fault("percentage-needed", message, at, remedy=f"write `{part.words} is in {word}`"),)
    message = f"expected a percentage to compare the score of `{part.words}` with, found `{word}`"
    return (fault("percentage-needed", message, at, remedy=f"write `{part.words} is at least 65%`"),)


def _in_band(expr: tree.InBand, ground: Ground) -> tuple[ex.Truth | None, Diagnostics]:
    part, wrong = score_named(expr.subject, ground)
    if part is None:
        return None, wrong
    if part.bands is None:
        message = f"expected something read in bands, but `{part.words}` is read in none"
        return None, (
            fault("bands-needed", message, Label(expr.subject.span), Label(part.at, "declared here")),
        )
    found: list[Diagnostic] = []
    if not _is_step(expr.step, part.bands, found):
        return None, tuple(found)
    return ex.InBand(part.ref, expr.step.text, expr.reach, expr.span), ()


def _compared(
    left: tree.Expr, operator: str, value: Decimal, span: Span, ground: Ground
) -> tuple[ex.Truth | None, Diagnostics]:
    part, wrong = _percentage(left, ground)
    if part is None:
        return None, wrong
    match operator:
        case "is" | "is not" | "at least" | "at most" | "more than" | "less than":
            return ex.ScoreCompare(operator, part.ref, value, span), ()
        case "below":
            return ex.ScoreCompare("less than", part.ref, value, span), ()
        case _:
            message = f"expected two dates beside `{operator}`, found a score and a percentage"
            return None, (fault("wrong-type", message, span, remedy="say `is at least` or `is below`"),)


def _percentage(expr: tree.Expr, ground: Ground) -> tuple[Scored | None, Diagnostics]:
    """Something whose score is a percentage."""
    part, wrong = score_named(expr, ground)
    if part is None or part.figure == "percent":
        return part, wrong
    what = "a total of points" if part.figure == "points" else "a step judged by inspectors"
    message = f"expected something whose score is a percentage, but `{part.words}` is {what}"
    places = (Label(expr.span), Label(part.at, "declared here"))
    return None, (fault("no-percentage", message, *places, remedy=f"say `{part.words} is in …`"),)


# --- Where it prints -------------------------------------------------------------------------


def _stands_for(node: tree.Rating, ground: Ground, wrong: list[Diagnostic]) -> ex.ScoreRef | None:
    clause = _only(node, tree.ForPart, wrong)
    if clause is None:
        return None
    part = clause.part
    known = ground.names.criteria if part.kind == "criterion" else ground.names.sections
    if part.number not in known:
        number = tree.Name(part.number, part.span)
        wrong.append(unknown("unknown-part", f"the number of a {part.kind}", number, known))
        return None
    return ex.ScoreRef(part.kind, part.number, part.span)


def _same_place(ratings: Mapping[str, Rating]) -> Iterator[Diagnostic]:
    first: dict[ex.ScoreRef, Rating] = {}
    for rating in ratings.values():
        part = rating.stands_for
        if part is None:
            continue
        earlier = first.setdefault(part, rating)
        if earlier is not rating and earlier.stands_for is not None:
            message = (
                f"expected one rating in the place of {part.kind} {part.key}, "
                f"found `{earlier.key}` and `{rating.key}`"
            )
            places = (
                Label(part.span),
                Label(earlier.stands_for.span, f"`{earlier.key}` stands there already"),
            )
            yield fault(
                "place-taken", message, *places, remedy=f"take `for {part.kind} {part.key}` out of one"
            )
