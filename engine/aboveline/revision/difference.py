"""Tells two versions of a framework apart, and works out what their edits do to the scores of cases."""

from collections.abc import Callable, Mapping

from attrs import field

from aboveline.batches.batch import Listener
from aboveline.batches.versions import CaseFiles, JudgedVersions, judge_versions
from aboveline.batches.versions import Version as JudgedUnder
from aboveline.diagnostics import Diagnostics, has_errors
from aboveline.framework.from_tree import build
from aboveline.framework.model import Framework
from aboveline.framework.record_shape import case_shape, inspection_shape
from aboveline.frozen import frozen
from aboveline.reasons import reasons_by_column
from aboveline.records.read import read_inspection
from aboveline.records.record import Record
from aboveline.revision.acting import Acting, acting
from aboveline.revision.catalogue import Key, tree_of
from aboveline.revision.changed import Held
from aboveline.revision.compose import Composed
from aboveline.revision.counts import Judged
from aboveline.revision.edits import Revision, revision
from aboveline.revision.impact import Impact, impact
from aboveline.revision.matching import names_found
from aboveline.revision.planned import Plan, planned
from aboveline.revision.renamed import Names
from aboveline.revision.shape import EitherShape, either
from aboveline.revision.version import Version
from aboveline.source import Source
from aboveline.workspace import Given, HowScored


@frozen
class Difference:
    """Two versions told apart. `as_now` is the older framework with its things by their newer names."""

    old: Version
    new: Version
    revision: Revision
    as_now: Framework = field(repr=False)

    @property
    def sources(self) -> Mapping[str, Source]:
        """The texts of both versions."""
        return {**self.old.sources, **self.new.sources}


def difference(old: Version, new: Version) -> Difference:
    """What was edited between two versions."""
    names = names_found(old.catalogue, new.catalogue)
    sources = {**old.sources, **new.sources}
    while True:
        found = revision(old.catalogue, new.catalogue, names)
        as_now, _ = build([tree_of(found.old.things)], sources)
        if as_now is not None:
            return Difference(old, new, found, as_now)
        names = _fewer(names, old, sources)


def _fewer(names: Names, old: Version, sources: Mapping[str, Source]) -> Names:
    """The renames without one that the older version cannot take, as another thing has the name there."""
    for left_out in names:
        rest = {key: name for key, name in names.items() if key != left_out}
        found = revision(old.catalogue, old.catalogue, rest)
        if build([tree_of(found.old.things)], sources)[0] is not None:
            return rest
    return {}


# --- On data ---------------------------------------------------------------------------------


@frozen
class OnData:
    """What the edits do to some cases: None where the cases cannot be judged; and what is wrong with the files, and worth a look."""

    impact: Impact | None
    diagnostics: Diagnostics
    notes: Diagnostics = ()
    read: int = 0
    left_out: int = 0
    #: The keys of things whose values are of one kind in one version and of another in the other.
    unlike: tuple[str, ...] = ()
    #: Nothing that is wrong would be mended by leaving records out.
    fatal: bool = False
    untold: int = 0


def on_data(
    of: Difference,
    given: Given,
    how: HowScored,
    watch: Callable[[int, int], None],
    listener: Listener | None = None,
) -> OnData:
    """What the edits do to every score of some cases, and which judgements they change; the listener hears of all that is wrong."""
    columns = _older_columns(of)
    shape = either(case_shape(of.as_now), case_shape(of.new.framework), columns)
    inspection, wrong = _inspection(of, given, columns)
    if has_errors(wrong):
        return OnData(None, wrong, fatal=True)
    acts = acting(of.revision, of.as_now, of.new.framework)
    composed = Composed(of.revision, of.sources)
    plan = planned(acts, composed)
    judged = judge_versions(
        _files(given, how, shape, inspection), _versions(of, plan, acts, composed), watch, listener
    )
    found = _told(judged, shape)
    if found.fatal or (has_errors(found.diagnostics) and not how.leave_out_invalid) or not judged.case_ids:
        return found
    came_to = _judged(of, plan, acts, judged, inspection)
    return OnData(
        impact(came_to, plan, of.revision.edits, composed),
        found.diagnostics,
        found.notes,
        found.read,
        found.left_out,
        found.unlike,
        untold=found.untold,
    )


def _told(judged: JudgedVersions, shape: EitherShape) -> OnData:
    reading = judged.reading
    return OnData(
        None,
        reading.diagnostics,
        reading.notes,
        reading.read,
        len(reading.invalid),
        shape.unlike,
        fatal=reading.fatal,
        untold=reading.untold,
    )


def _older_columns(of: Difference) -> Mapping[str, str]:
    """What the older version calls the column of each thing, by its newer key."""
    old = of.old.framework
    shapes = (case_shape(old), inspection_shape(old))
    kinds = {**dict.fromkeys(old.facts, "fact"), **dict.fromkeys(old.questions, "question")}
    kinds |= dict.fromkeys(old.ratings, "rating")
    found: dict[str, str] = {}
    for one in (held for shape in shapes for held in shape.fields):
        name, dot, items = one.key.partition(".")
        key: Key = (kinds[one.key], name)  # pyright: ignore[reportAssignmentType]
        found[of.revision.names.get(key, name) + dot + items] = one.column
    return found


def _inspection(
    of: Difference, given: Given, columns: Mapping[str, str]
) -> tuple[Record | None, Diagnostics]:
    """The facts of the inspection, as either version has them."""
    if given.inspection is None:
        return None, ()
    shape = either(inspection_shape(of.as_now), inspection_shape(of.new.framework), columns)
    record, wrong = read_inspection(given.inspection, shape.shape)
    if record is None:
        return None, wrong
    values = {shape.twins.get(key, key): value for key, value in record.values.items()}
    return Record(record.case_id, values, record.place), wrong


def _files(given: Given, how: HowScored, shape: EitherShape, inspection: Record | None) -> CaseFiles:
    return CaseFiles(
        given.inputs,
        shape.shape,
        shape.twins,
        inspection,
        how.assessors,
        how.leave_out_invalid,
        one_by_one=how.evaluator == "reference",
    )


def _versions(of: Difference, plan: Plan, acts: Acting, composed: Composed) -> tuple[JudgedUnder, ...]:
    """The older framework, the newer, and those in between, each with the columns it is to be judged for."""
    acted_on = frozenset(plan.players)
    every = frozenset(reasons_by_column(of.as_now))
    found = [
        JudgedUnder(of.as_now, every, acted_on),
        # What no edit acts on is the same in both.
        JudgedUnder(of.new.framework, acted_on | (frozenset(acts.judging) - every), acted_on),
    ]
    for made, columns in plan.mixed.items():
        framework = composed(made)
        if framework is None:
            raise AssertionError(f"the edits {sorted(made)} were to make a framework")
        found.append(JudgedUnder(framework, columns, columns))
    return tuple(found)


def _judged(
    of: Difference, plan: Plan, acts: Acting, judged: JudgedVersions, inspection: Record | None
) -> Judged:
    old, new, *mixed = judged.verdicts
    older, newer = old.counts(), dict(new.counts())
    for column in reasons_by_column(of.new.framework):
        if column not in newer:
            newer[column] = older[column]
    held = Held(
        old.outcomes(),
        new.outcomes(),
        {made: one.outcomes() for made, one in zip(plan.mixed, mixed, strict=True)},
        acts.judging,
    )
    return Judged(judged.case_ids, of.as_now, of.new.framework, older, newer, held, inspection)
