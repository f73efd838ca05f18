"""Turns the view of two versions into blocks of headings, sentences and tables, which text, Markdown and the page are written from."""

from collections import Counter
from collections.abc import Iterator, Sequence
from fractions import Fraction

from aboveline.records.raw import counted
from aboveline.report.comparison import points_in_words
from aboveline.report.comparison_blocks import Block, Grid, Heading, Items, Lines, Paragraph, set_in
from aboveline.report.revision_proofs import proof_blocks
from aboveline.report.revision_view import EditRow, RevisionView, unit_in_words
from aboveline.report.revision_words import Words
from aboveline.revision.changed import Changed
from aboveline.revision.impact import Impact, ScoreMoved
from aboveline.revision.planned import Unit
from aboveline.revision.rated import MOST_RATED
from aboveline.scoring.model import Score
from aboveline.wording.lists import in_a_list

#: So many cases of a change are named, and so many edits stand beside each other in a table.
LISTED, BESIDE = 8, 6

#: So long are words of criteria and their place together, where they stand on one line.
_ONE_LINE = 88

HOW = (
    "What an edit adds to a score is the mean, over every order in which the edits that act on a question could be made, "
    "of what it adds to the counts of that question when its turn comes (the Shapley value); the counts are carried over "
    "to the score so that no order is preferred there either. The parts add up to the difference exactly; shown to a tenth of a "
    "point, each rounded by itself, they may seem to miss it by a tenth. The fractions are in the JSON."
)
RATINGS = (
    f"A rating is worked out from other scores, so its difference is divided by working it out anew with every choice of the edits "
    f"made: not where they are more than {MOST_RATED}, or where it has no figure with some of them."
)
OVERRIDES = "Scores are as the criteria have it in both versions: overrides are left aside."


def blocks(view: RevisionView) -> Iterator[Block]:
    """Everything that is told of two versions."""
    yield Heading(f"{view.label}: from {view.old} to {view.new}", 1)
    if not view.edits:
        yield Paragraph(
            "Nothing was edited: the two say the same, whatever their layout, their comments and the order of their files."
        )
        return
    yield Paragraph(_in_all(view.edits))
    if view.failing:
        yield Paragraph(_failing(view))
    yield Heading("What was edited")
    for edit in view.edits:
        yield from _edit(edit)
    if view.impact is not None and view.cases is not None:
        yield from _impact(view, view.impact)
    if view.proved is not None:
        yield from proof_blocks(view, view.proved)


# --- The edits -------------------------------------------------------------------------------


def _in_all(edits: Sequence[EditRow]) -> str:
    counts = Counter(edit.did for edit in edits)
    kinds = ", ".join(f"{count} {_DID.get(did, did)}" for did, count in counts.items())
    return f"{counted(len(edits), 'edit', 'edits')}: {kinds}. Layout and comments are left aside."


def _failing(view: RevisionView) -> str:
    named = ", ".join(f"“{label}”" for label in view.failing[:LISTED])
    more = f" and {len(view.failing) - LISTED} more" if len(view.failing) > LISTED else ""
    do = "example of the newer version does" if len(view.failing) == 1 else "examples of the newer version do"
    return f"{len(view.failing)} {do} not come out as expected (`aboveline test` says why): {named}{more}."


#: What was done, in words that follow a number.
_DID = {
    "retyped": "of values",
    "banded": "of bands",
    "listed": "of lists",
    "repeated": "of repeats",
    "rated": "of ratings",
    "exemplified": "of examples",
    "headed": "of the heading",
    "placed in data": "of columns",
    "reordered": "of order",
}


def _edit(edit: EditRow) -> Iterator[Block]:
    label = f" “{edit.label}”" if edit.label and f"“{edit.label}”" not in edit.title else ""
    yield Paragraph(f"{edit.number}. {edit.title}.{label}")
    lines = (*_told("was", edit.before), *_told("now", edit.after))
    if lines:
        yield Lines(lines)


def _told(when: str, words: Sequence[Words]) -> Iterator[str]:
    for one in words:
        where = f"# {one.file}, line {one.line}"
        if len(when) + len(one.words) + len(where) <= _ONE_LINE:
            yield f"{when}: {one.words}  {where}"
        else:
            yield from (f"{when}: {one.words}", f"     {where}")


# --- On data ---------------------------------------------------------------------------------


def _impact(view: RevisionView, of: Impact) -> Iterator[Block]:
    yield Heading(f"What that does to {counted(of.cases, 'case', 'cases')}")
    moved = [one for one in of.scores if _is_shown(one)]
    yield Paragraph(_moved_in_all(of, moved))
    yield from (Paragraph(note) for note in (view.cases.notes if view.cases else ()))
    yield Items(tuple((words, ()) for words in effects(view, of)))
    if moved:
        yield Heading("Scores that are not as they were")
        yield Grid(("", "before", "after", "change", ""), tuple(_row(one) for one in moved))
        if any(one.kind == "rating" and one.change and not one.parts for one in moved):
            yield Paragraph(RATINGS)
        yield from _parts(view, moved)
    yield from _changes(view, of)
    yield from _news(of)
    yield Paragraph(OVERRIDES)


def _is_shown(one: ScoreMoved) -> bool:
    """Whether a score stands in the table: of a question, the band alone is no matter."""
    if one.kind not in {"question", "family"} or one.before is None or one.after is None:
        return one.is_moved
    before, after = ((s.state, s.fraction, s.denominator) for s in (one.before, one.after))
    return before != after or any(part.share for part in one.parts)


def _moved_in_all(of: Impact, moved: Sequence[ScoreMoved]) -> str:
    if of.changed:
        changed = f"{counted(of.changed, 'judgement', 'judgements')} changed, in {counted(len(_cases(of.changes)), 'case', 'cases')}."
    else:
        changed = "No judgement changed."
    if not moved:
        return f"{changed} Every score is as it was."
    same = len(of.scores) - len(moved)
    bands = sum(one.other_band and one.kind not in {"question", "family"} for one in moved)
    other = f", {bands} of them in another band now" if bands else ""
    are = "score is not as it was" if len(moved) == 1 else "scores are not as they were"
    return f"{changed} {len(moved)} {are}{other}; the other {same} are."


def effects(view: RevisionView, of: Impact) -> Iterator[str]:
    """What each edit does, in a sentence; last those that do nothing to these cases."""
    acting: set[int] = set()
    units = {part.edits for one in of.scores for part in one.parts} | {group.edits for group in of.changes}
    for unit in sorted(units, key=sorted):
        acting |= unit
        yield f"{unit_in_words(unit).capitalize()} ({_titles(view, unit)}): {_effect(of, unit)}"
    bands = Unit(edit.number for edit in view.edits if edit.did == "banded")
    several = sum(one.is_rebanded and one.kind not in {"question", "family"} for one in of.scores)
    if bands and several:
        acting |= bands
        were = "1 score stands" if several == 1 else f"{several} scores stand"
        yield f"{unit_in_words(bands).capitalize()} ({_titles(view, bands)}): {were} in another band than by the older bands"
    rest = Unit(edit.number for edit in view.edits) - acting
    if rest:
        yield f"{unit_in_words(rest).removesuffix(' together').capitalize()}: nothing, for these cases"


def _effect(of: Impact, unit: Unit) -> str:
    """What some edits do to the headline scores, or where they reach none, to the criteria; and to how many judgements."""
    for kinds in (("theme", "rating"), ("criterion",), ("question", "family")):
        moved = [
            (one, p.share)
            for one in of.scores
            if one.kind in kinds
            for p in one.parts
            if p.edits == unit and p.share
        ]
        if moved:
            break
    told = [f"{_told_change(one, share)} on {_short(one)}" for one, share in moved[:LISTED] if share]
    if len(moved) > LISTED:
        told.append(f"{len(moved) - LISTED} more scores")
    count = sum(len(group.cases) for group in of.changes if group.edits == unit)
    changed = f"{counted(count, 'judgement', 'judgements')} changed" if count else "no judgement changed"
    if not told and all(part.edits != unit for one in of.scores for part in one.parts):
        return f"each has a part in {counted(count, 'judgement that changed', 'judgements that changed')}"
    return f"{', '.join(told) or 'no score moved'}; {changed}"


def _short(one: ScoreMoved) -> str:
    match one.kind:
        case "theme" | "rating":
            return one.label
        case "criterion" | "section":
            return f"{one.kind} {one.key}"
        case _:
            return f"`{one.key}`"


def _cases(changes: Sequence[Changed]) -> set[str]:
    return {case for group in changes for case in group.cases}


def _row(one: ScoreMoved) -> tuple[str, ...]:
    change = "" if one.change is None else _told_change(one, one.change)
    return (set_in(one), _figure(one.before), _figure(one.after), change, _remark(one))


def _told_change(one: ScoreMoved, change: Fraction | None) -> str:
    """A difference of a score, or a part of it: in percentage points, or for a rating by points in those."""
    if one.after is not None and one.after.points is not None:
        return f"{float(change or 0):+.3g} points"
    return _points(change)


def _points(share: Fraction | None) -> str:
    """A difference in percentage points; of one that is less than a tenth its sign still says which way."""
    said = points_in_words(share or Fraction())
    return f"{'+' if share > 0 else '-'}0.0" if share and said == "0.0" else said


def _figure(score: Score | None) -> str:
    if score is None:
        return ""
    if score.percent is None:
        return "-" if score.points is None else f"{float(score.points):g} points"
    return f"{score.percent}% of {score.denominator}" if score.denominator else f"{score.percent}%"


def _remark(one: ScoreMoved) -> str:
    if one.before is None:
        return "new"
    if one.after is None:
        return "gone"
    if one.other_band and one.kind not in {"question", "family"}:
        return f"{_band(one.before)}, now {_band(one.after)}"
    return "" if one.before.state == one.after.state else f"{one.before.state}, now {one.after.state}"


def _band(score: Score) -> str:
    return score.state if score.band is None else score.band.label


def _parts(view: RevisionView, moved: Sequence[ScoreMoved]) -> Iterator[Block]:
    """Which edits do how much, in points, a column for each."""
    shown = [
        one for one in moved if one.kind not in {"question", "family"} and any(p.share for p in one.parts)
    ]
    units = sorted({part.edits for one in shown for part in one.parts if part.share}, key=sorted)
    yield from (Paragraph(words) for words in _together(view))
    if len(units) < 2:
        return
    yield Heading("Which edit does how much, in points")
    for at in range(0, len(units), BESIDE):
        some = units[at : at + BESIDE]
        rows: list[tuple[str, ...]] = []
        for one in shown:
            shares = {part.edits: part.share for part in one.parts}
            cells = (_told_change(one, shares[u]) if u in shares else "" for u in some)
            rows.append((set_in(one), *cells, _told_change(one, one.change)))
        yield Grid(("", *(unit_in_words(unit) for unit in some), "in all"), tuple(rows))
    yield Paragraph(HOW)


def _titles(view: RevisionView, unit: Unit) -> str:
    return "; ".join(view.title(number) for number in sorted(unit))


def _together(view: RevisionView) -> Iterator[str]:
    of = view.impact
    if of is None:
        return
    for unit in of.joint:
        joined = unit_in_words(unit).capitalize()
        yield f"{joined} count as one, as some of them make no sense without the others."
    by_units: dict[tuple[Unit, ...], list[str]] = {}
    for one in of.interplay:
        by_units.setdefault(one.edits, []).append(one.question)
    for units, questions in by_units.items():
        named = ", ".join(f"`{key}`" for key in questions[:LISTED])
        more = f" and {len(questions) - LISTED} more" if len(questions) > LISTED else ""
        said = in_a_list([unit_in_words(unit) for unit in units])
        yield f"{said.capitalize()} act on the same questions, where what one does may depend on the others: {named}{more}."
    if of.too_many:
        named = ", ".join(f"`{key}`" for key in of.too_many[:LISTED])
        more = f" and {len(of.too_many) - LISTED} more questions" if len(of.too_many) > LISTED else ""
        than = "edit acts" if of.most == 1 else "edits act"
        yield (
            f"More than {of.most} {than} on {named}{more}: "
            "there they are not told apart, and what they do together is shown as one."
        )


def _changes(view: RevisionView, of: Impact) -> Iterator[Block]:
    if not of.changes:
        return
    yield Heading(f"Judgements that changed: {of.changed:,}")
    for unit in sorted({group.edits for group in of.changes}, key=sorted):
        groups = [group for group in of.changes if group.edits == unit]
        count = sum(len(group.cases) for group in groups)
        numbers = unit_in_words(unit).capitalize()
        yield Heading(f"{numbers}: {_titles(view, unit)} ({count:,})", 3)
        yield Items(tuple((_group(view, group), ()) for group in groups))


def _group(view: RevisionView, group: Changed) -> str:
    named = ", ".join(group.cases[:LISTED])
    rest = len(group.cases) - LISTED
    more = f" and {rest:,} more (all of them with --format json)" if rest > 0 else ""
    label = view.labels.get(group.question, group.question)
    kind = f"{len(group.cases):,} {group.kind}"
    return f"{kind} in `{group.question}`, “{label}”, from {group.before} to {group.after}: {named}{more}"


def _news(of: Impact) -> Iterator[Block]:
    """Questions that are judged in one version only."""
    for words, missing in (
        ("asked only in the newer version", "before"),
        ("asked only in the older version", "after"),
    ):
        found = [one for one in of.scores if one.kind == "question" and getattr(one, missing) is None]
        if found:
            yield Heading(f"Questions {words}: {len(found)}")
            entries = (
                (f"`{one.key}`, “{one.label}”: {_counts(one.after or one.before)}", ()) for one in found
            )
            yield Items(tuple(entries))


def _counts(score: Score | None) -> str:
    if score is None:
        return ""
    tally = score.tally
    told = {
        "sufficient": tally.sufficient,
        "insufficient": tally.insufficient,
        "not applicable": tally.not_applicable_by_rule + tally.not_applicable_by_assessor + tally.excused,
        "unanswered": tally.unanswered,
        "undetermined": tally.undetermined,
    }
    return ", ".join(f"{count:,} {word}" for word, count in told.items() if count)
