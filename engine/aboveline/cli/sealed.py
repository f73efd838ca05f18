"""What the commands do with sealed runs: make one, tell one from a framework, and open one that can be relied on."""

import os
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from aboveline import workspace
from aboveline.calendars import kept_holidays
from aboveline.cli.inputs import Reading, end_with, fact_named, read_given
from aboveline.cli.options import wrong
from aboveline.cli.output import refuse_closed, say
from aboveline.cli.progress import progress
from aboveline.diagnostics import has_errors, why_refused
from aboveline.files import criteria_in, framework_folder
from aboveline.run.manifest import Asked
from aboveline.run.opened import SealedRun, is_run, open_run, run_meant
from aboveline.workspace import Given, Run, Workspace

if TYPE_CHECKING:
    from aboveline.batches.batch import Taker
    from aboveline.framework.model import Framework
    from aboveline.records.raw import Input
    from aboveline.report.view import View
    from aboveline.run.seal import Sealing
    from aboveline.run.surveys import CountedSurvey
    from aboveline.source import Source

__all__ = [
    "Asked",
    "criteria_of",
    "facts_named",
    "finish",
    "intact",
    "names_a_run",
    "offered_files",
    "opened",
    "opened_batch",
    "reopened",
    "sealing_in",
    "spare",
]


def names_a_run(name: str, cases: Sequence[str], offered: Sequence[str]) -> bool:
    """Whether FRAMEWORK is a sealed run; a complaint where what stands beside it does not fit."""
    found = is_run(name)
    if found and cases:
        raise wrong(
            f"`{name}` is a sealed run, which has its own cases; for one sealed without its records: --cases FILE"
        )
    if not found and offered:
        raise wrong("--cases is for a sealed run; otherwise the cases stand after the framework")
    if not found and not cases:
        raise wrong(_why_no_run(name))
    return found


def _why_no_run(name: str) -> str:
    """What to say of the one name given, which is not that of a sealed run."""
    folder, wrong_name = framework_folder(name)
    if folder is not None and criteria_in(folder):
        return "missing argument 'CASES…'"
    if folder is not None:
        return f"the folder `{name}` holds no sealed run (`score --run` seals one), and no criteria"
    path = Path(name)
    if path.is_file() and is_run(str(path.parent)):
        return f"`{name}` is a file of the sealed run `{path.parent}`; give that folder"
    if path.exists():
        (one,) = wrong_name
        return f"{one.message}; {one.help}"
    meant = run_meant(name)
    hint = f"; did you mean `{meant}`?" if meant else ""
    both = name.split(maxsplit=1)
    if not hint and len(both) > 1 and framework_folder(both[0])[0] is not None:
        hint = f"; if `{both[0]}` and `{both[1]}` are two names, put no quotation marks around both"
    return f"there is no sealed run, and no framework, `{name}`{hint}"


def spare(folder: str | None, use: str = "to seal the run in") -> None:
    """A complaint where a folder is to be made for some use that is there already, or where none can be."""
    if folder is None:
        return
    if os.path.lexists(folder):
        raise wrong(f"expected a new folder {use}, found `{folder}`, which is there already")
    if not Path(folder).absolute().parent.is_dir():
        raise wrong(f"there is no folder to put `{folder}` into")
    refuse_closed(folder)


@contextmanager
def sealing_in(folder: str | None) -> "Generator[Sealing | None]":
    """A run to be sealed in a new folder, None where none is wanted; a complaint where the disk will not."""
    if folder is None:
        yield None
        return
    from aboveline.run.seal import InputChanged, sealing  # noqa: PLC0415 (only where a run is sealed)

    try:
        with sealing(Path(folder).absolute()) as found:
            yield found
    except OSError as error:
        raise wrong(f"the run cannot be sealed in `{folder}`: {why_refused(error)}") from None
    except InputChanged as changed:
        raise wrong(f"`{changed}` was changed while the cases were scored; score them again") from None
    say(f"Sealed in {folder}. Note its seal somewhere else: {found.seal}")


def finish(  # noqa: PLR0913, PLR0917 (everything a run is made from)
    sealing: "Sealing",
    loaded: Workspace,
    run: Run,
    view: "View",
    given: Given,
    asked: Asked,
    surveys: "Sequence[CountedSurvey]" = (),
) -> None:
    """Seal all that a batch rests on and came to."""
    criteria = workspace.criteria_files(loaded)
    if criteria is None:
        raise wrong("the criteria files were changed while the cases were scored; score them again")
    sealing.finish(run, view, criteria, given, asked=asked, created=datetime.now(UTC), surveys=surveys)


def opened(folder: str, offered: Sequence[str], how: Reading) -> tuple[SealedRun, Given]:
    """A run and the files offered for it, read once for all that is wanted of them; what is wrong with the files comes first."""
    given = offered_files(offered, how)
    return intact(folder, how), given


def offered_files(offered: Sequence[str], how: Reading) -> Given:
    """The files that are offered for a run without records; it says itself how they are to be read."""
    if how.leave_out_invalid or how.input_form or how.sheet or how.assessor or how.prefer:
        raise wrong("a run says itself how its records are read, so nothing can be said of that here")
    return read_given(offered, how)


@contextmanager
def reopened(  # noqa: PLR0913 (what was opened, and what is wanted of it)
    sealed: SealedRun,
    given: Given,
    how: Reading,
    by: Sequence[str] = (),
    takers: "Sequence[Taker]" = (),
    *,
    case_by_case: bool = False,
    language: str | None = None,
) -> Generator[tuple[Run, "View"]]:
    """A run worked out again, with the texts of a language; where anything of it is not as it was sealed that is shown and the command ends.

    It is shown broken down by the facts it was sealed with, or those in `by`. With `case_by_case` what each case came to
    is taken down too.
    """
    from aboveline.run.again import holidays_of, work_out_again  # noqa: PLC0415 (only for a run)

    with kept_holidays(*holidays_of(sealed)):
        with progress("Working the run out again") as watch:
            again = work_out_again(
                sealed, given, watch, takers, how.evaluator, by, case_by_case=case_by_case, language=language
            )
        if again.run is None or again.view is None or has_errors(again.diagnostics):
            end_with(again.diagnostics, again.sources, how.form, how.output)
        yield again.run, again.view


@contextmanager
def opened_batch(
    folder: str, offered: Sequence[str], how: Reading, *, of_one_case: bool = False
) -> "Generator[tuple[SealedRun, Run, tuple[Input, ...], Mapping[str, Source]]]":
    """A run, and its batch as the judgements it holds have it, with its files of cases where they are needed.

    For one case that is its record, and what each of the others came to is not; for a score it is the other way round.

    Where a file is not as it was sealed, or a score does not follow from the judgements, that is shown and the command ends.
    """
    from aboveline.run.again import holidays_of, unfit_assessors  # noqa: PLC0415 (only for a run)
    from aboveline.run.given import given_of, is_kept  # noqa: PLC0415
    from aboveline.run.lookup import sealed_batch  # noqa: PLC0415

    sealed, given = opened(folder, offered, how)
    listed = sealed.manifest or {}
    inputs = Given(())
    beside = any(one["of"] in {"inspection", "overrides"} for one in listed["inputs"])
    if of_one_case or is_kept(sealed) or offered or beside:
        found, missing = given_of(sealed, given)
        if found is None:
            end_with(missing, {}, how.form, how.output)
        inputs = found
    framework, sources = criteria_of(sealed, how), sealed.criteria.sources
    unfit = unfit_assessors(sealed, framework)
    if unfit:
        end_with(unfit, sources, how.form, how.output)
    with kept_holidays(*holidays_of(sealed)):
        inspection = workspace.inspection_record(framework, inputs.inspection)
        overrides, _ = workspace.overrides_in(framework, inputs.overrides)
        run, wrong_scores = sealed_batch(
            sealed, framework, inspection, overrides, case_by_case=not of_one_case
        )
        if wrong_scores:
            end_with(wrong_scores, sources, how.form, how.output)
        yield sealed, run, inputs.inputs, sources


def facts_named(sealed: SealedRun, by: Sequence[str], how: Reading) -> tuple[str, ...]:
    """The keys of the facts a run is to be broken down by; a complaint where its criteria have none of that name."""
    if not by:
        return ()
    framework = criteria_of(sealed, how)
    return tuple(fact_named(framework, name) for name in dict.fromkeys(by))


def criteria_of(sealed: SealedRun, how: Reading) -> "Framework":
    """The framework of a run, as it was written; where its criteria cannot be read now that is shown and the command ends."""
    loaded = sealed.criteria
    if loaded.framework is None:
        end_with(loaded.diagnostics, loaded.sources, how.form, how.output)
    return loaded.framework


def intact(folder: str, how: Reading) -> SealedRun:
    """The run in a folder; where a file of it is not as it was sealed that is shown and the command ends."""
    sealed = open_run(folder)
    if sealed.diagnostics:
        end_with(sealed.diagnostics, {}, how.form, how.output)
    return sealed
