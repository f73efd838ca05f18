"""Verifies a sealed run: every digest, every file, and every judgement and score worked out again."""

from collections.abc import Iterator
from typing import Any

from attrs import evolve, field

from aboveline.diagnostics import Diagnostics, has_errors
from aboveline.frozen import frozen
from aboveline.report.diagnostics_json import diagnostic_list
from aboveline.run import manifest as m
from aboveline.run.again import work_out_again
from aboveline.run.given import is_kept, responses_are_kept
from aboveline.run.opened import SealedRun, fault, open_run
from aboveline.workspace import Evaluator, Given, Watch, unwatched

PROVES = (
    "This shows that the files are those sealed together, if the seal is the one noted when the run was made. "
    "It does not show who made the run, or that the records were true."
)


@frozen
class Verification:
    """What came of verifying a run: everything that is wrong, and whether it could be worked out again."""

    sealed: SealedRun = field(repr=False)
    diagnostics: Diagnostics
    worked_out_again: bool

    @property
    def holds(self) -> bool:
        """Whether nothing is wrong."""
        return not has_errors(self.diagnostics)


def verify(
    where: str,
    offered: Given,
    seal: str | None = None,
    watch: Watch = unwatched,
    evaluator: Evaluator | None = None,
) -> Verification:
    """The run in a folder verified; where `seal` is given it must have that one.

    Where a file was changed nothing is worked out again: what came out would say nothing of the run.
    """
    sealed = opened(where, seal)
    needed = is_kept(sealed) or offered.inputs or offered.inspection or offered.overrides
    if sealed.diagnostics or not needed:
        return Verification(sealed, sealed.diagnostics, worked_out_again=False)
    again = work_out_again(sealed, offered, watch, evaluator=evaluator)
    return Verification(sealed, again.diagnostics, again.run is not None)


def opened(where: str, seal: str | None = None) -> SealedRun:
    """The run in a folder, held against its digests and, where it is given, the seal noted elsewhere."""
    sealed = open_run(where)
    if seal is None or sealed.seal is None or sealed.seal == seal.strip().lower():
        return sealed
    message = "the run has another seal than the one given, so it is not the run that was sealed with it"
    wrong = fault("another-seal", message, where, m.SEAL)
    return evolve(sealed, diagnostics=(*sealed.diagnostics, wrong))


def verification_json(found: Verification) -> dict[str, Any]:
    """The document `schemas/verification.schema.json` describes."""
    return {
        "version": 1,
        "kind": "verification",
        "run": found.sealed.folder,
        "seal": found.sealed.seal,
        "holds": found.holds,
        "worked_out_again": found.worked_out_again,
        "counts": None if found.sealed.manifest is None else found.sealed.manifest["counts"],
        "diagnostics": diagnostic_list(found.diagnostics, {}),
    }


def verification_lines(found: Verification) -> Iterator[str]:
    """What a person reads of a run in which nothing is wrong."""
    listed = found.sealed.manifest or {}
    counts, framework = listed["counts"], listed["framework"]
    yield f"The run {found.sealed.folder} is as it was sealed: every one of its {len(found.sealed.files)} files."
    yield f"Made {listed['created']} with Aboveline {listed['versions']['aboveline']}: {framework['name']}, version {framework['version']}; {counts['scored']:,} cases."
    if found.worked_out_again:
        yield f"Worked out again, all {counts['judgements']:,} judgements and {counts['scores']:,} scores come out the same."
    else:
        beside = "and --inspection FILE, --overrides FILE, where there were such"
        yield f"It holds no records, so nothing was worked out again; to do so: --cases FILE ({beside})."
    for name, count in counts.get("responses", {}).items():
        kept = responses_are_kept(found.sealed, name)
        again = "counted again, they come out the same" if kept else "they are not in it"
        if found.worked_out_again or not kept:
            yield f"The survey {name} has {count:,} responses; {again}."
    if counts.get("overrides"):
        yield f"Of the judgements {counts['overrides']:,} are overridden: who decided so, and why, is in {m.OVERRIDES}."
    yield f"Seal: {found.sealed.seal}"
    yield PROVES
