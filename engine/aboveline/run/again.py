"""Works a sealed run out again, from its own criteria, records and public holidays."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from attrs import evolve, field

from aboveline import workspace
from aboveline.batches.batch import Taker
from aboveline.calendars import HolidaysByYear, kept_holidays
from aboveline.diagnostics import Diagnostic, Diagnostics, Place
from aboveline.framework.model import Framework
from aboveline.framework.record_shape import why_no_assessor
from aboveline.frozen import frozen
from aboveline.records.raw import problem
from aboveline.records.read import Input
from aboveline.report.from_run import from_run
from aboveline.report.view import View
from aboveline.run import judgements, surveys
from aboveline.run import manifest as m
from aboveline.run.compare import Comparison
from aboveline.run.folder import digest_of_input
from aboveline.run.holidays_kept import holidays_in
from aboveline.run.opened import SealedRun, fault
from aboveline.source import Source
from aboveline.syntax.decode import text_of
from aboveline.workspace import Evaluator, Given, HowScored, Run, Watch, Workspace, unwatched

if TYPE_CHECKING:
    from aboveline.records.raw import Form


@frozen
class Again:
    """A run worked out again: what came of it, or None where that cannot be done, and everything that came out otherwise."""

    run: Run | None = field(repr=False)
    view: View | None = field(repr=False)
    diagnostics: Diagnostics
    sources: Mapping[str, Source] = field(factory=dict[str, Source], repr=False)


def work_out_again(  # noqa: PLR0913, PLR0917 (what is worked out, and who is told)
    sealed: SealedRun,
    offered: Given,
    watch: Watch = unwatched,
    takers: Sequence[Taker] = (),
    evaluator: Evaluator | None = None,
    by: Sequence[str] = (),
    *,
    case_by_case: bool = False,
    language: str | None = None,
) -> Again:
    """A run that is as it was sealed, worked out again and held against what it says.

    `offered` are files for a run that was sealed without its records; each must be one it was made from.
    The evaluator need not be the one the run was made with: they come to the same. With `by` the view is
    broken down by these facts, not by those it was sealed with. With `case_by_case` what each case came to is
    taken down too. In a language the run and its view have the texts of that language: what was sealed is held against
    them as they were written, so the cases go by twice, and the takers are given the second time.
    """
    if sealed.manifest is None:
        return Again(None, None, sealed.diagnostics)
    given, wrong = given_of(sealed, sealed.manifest, offered)
    if given is None:
        return Again(None, None, wrong)
    if garbled(sealed):
        return Again(None, None, tuple(unreadable(sealed, path) for path in garbled(sealed)))
    framework, sources, wrong = framework_of(sealed)
    if framework is None:
        return Again(None, None, wrong, sources)
    wrong = unfit_assessors(sealed, framework)
    if wrong:
        return Again(None, None, wrong, sources)
    options = sealed.manifest["options"]
    stored_by = tuple(options["by"])
    facts = tuple(dict.fromkeys((*stored_by, *by)))
    assessors = m.assessors_in(options)
    how = HowScored(facts, options["leave_out_invalid"], evaluator, case_by_case, assessors)
    compared = Comparison(sealed, framework)
    as_written = language in {None, framework.language}
    shown = None if as_written else criteria_of(sealed, language).framework
    with kept_holidays(*holidays_of(sealed)):
        cases, run = workspace.score_batch(
            framework, given, how, (compared, *takers) if shown is None else (compared,), watch
        )
        if run is None:
            return Again(None, None, (unreadable(sealed, m.RECORDS), *cases.diagnostics), sources)
        as_sealed = from_run(_broken_down(run, stored_by))
        differing = (*compared.differences(as_sealed, run), *surveys.differences(sealed, framework))
        if shown is not None:
            _, spoken = workspace.score_batch(shown, given, how, takers, watch)
            run = spoken or run
    view = as_sealed if shown is None and not by else from_run(_broken_down(run, by or stored_by))
    return Again(run, view, differing, sources)


def _broken_down(run: Run, by: Sequence[str]) -> Run:
    """The run broken down by just these of its facts."""
    return evolve(run, breakdowns=tuple(one for one in run.breakdowns if one.fact in by))


def holidays_of(sealed: SealedRun) -> tuple[str | None, HolidaysByYear]:
    """The calendar and the public holidays a run rests on."""
    return holidays_in(sealed.read(m.HOLIDAYS))


def is_kept(sealed: SealedRun) -> bool:
    """Whether the run holds its records, so that it can be worked out again from itself alone."""
    return sealed.manifest is not None and bool(sealed.manifest["options"]["records_kept"])


def garbled(sealed: SealedRun) -> tuple[str, ...]:
    """The files of a run that are sealed well and still cannot be what they are called: nothing of ours wrote them."""
    read: dict[str, Callable[[bytes], object]] = {
        m.HOLIDAYS: holidays_in,
        m.SCORES: json.loads,
    }
    read |= {path: json.loads for path in sealed.files if path == m.OVERRIDES or path.startswith(m.SURVEYS)}
    read |= dict.fromkeys((*sealed.parts(m.JUDGEMENTS), *sealed.parts(m.FINDINGS)), judgements.read)
    read |= {path: bytes.decode for path in sealed.files if path.startswith(m.CRITERIA)}
    return tuple(path for path, reader in read.items() if not _readable(reader, sealed.read(path)))


def _readable(reader: Callable[[bytes], object], data: bytes) -> bool:
    try:
        reader(data)
    except Exception:  # noqa: BLE001 (whatever a reader makes of a file made by hand)
        return False
    return True


def framework_of(
    sealed: SealedRun, language: str | None = None
) -> tuple[Framework | None, Mapping[str, Source], Diagnostics]:
    """The framework of a run, from its own criteria, in a language, with their texts; or what is wrong with them."""
    loaded = criteria_of(sealed, language)
    if loaded.framework is None:
        return None, loaded.sources, (unreadable(sealed, m.CRITERIA), *loaded.diagnostics)
    return loaded.framework, loaded.sources, ()


def criteria_of(sealed: SealedRun, language: str | None = None) -> Workspace:
    """The criteria a run holds as they are loaded, in a language."""
    folder = sealed.folder.rstrip("/")
    criteria = {path: sealed.read(path) for path in sealed.files if path.startswith(m.CRITERIA)}
    texts = {f"{folder}/{path}": text_of(data) for path, data in sorted(criteria.items())}
    sources = {name: Source(name, text) for name, text in texts.items()}
    return workspace.check(folder, sources, language=language)


def unfit_assessors(sealed: SealedRun, framework: Framework) -> Diagnostics:
    """What is wrong where the manifest names a fact of assessors that its criteria do not have: nothing of ours wrote that."""
    assessors = None if sealed.manifest is None else m.assessors_in(sealed.manifest["options"])
    fact = None if assessors is None else framework.facts.get(assessors.fact)
    if assessors is None or (fact is not None and why_no_assessor(fact) is None):
        return ()
    return (unreadable(sealed, m.MANIFEST),)


def unreadable(sealed: SealedRun, path: str) -> Diagnostic:
    """What is wrong where something in a run could be read when it was made, and cannot be now."""
    made = sealed.manifest["versions"]["aboveline"] if sealed.manifest else "another version"
    message = f"what stands in `{path}` could be read when the run was made, and cannot be read now"
    remedy = f"the run was made with Aboveline {made}; work it out again with that version"
    return fault("not-worked-out-again", message, sealed.folder, path, remedy)


def given_of(
    sealed: SealedRun, listed: Mapping[str, Any], offered: Given
) -> tuple[Given | None, Diagnostics]:
    """The files the run was made from: its own, or those offered that have the very digests."""
    beside = tuple(one for one in (offered.inspection, offered.overrides) if one is not None)
    by_digest = {digest_of_input(one): one for one in (*offered.inputs, *beside)}
    misplaced = tuple(_misplaced(sealed, listed, offered))
    if misplaced:
        return None, misplaced
    found: dict[str, list[Input]] = {"cases": [], "inspection": [], "overrides": []}
    wanted: set[str] = set()
    missing: list[Diagnostic] = []
    for one in (one for one in listed["inputs"] if one["of"] in found):
        wanted.add(one["sha256"])
        data = _data(sealed, one, by_digest)
        if data is None:
            missing.append(_not_kept(sealed, one))
        else:
            form: Form | None = one["form"]
            found[one["of"]].append(Input(one["name"], data, form, one["sheet"]))
    strange = [_other(sealed, one, offered) for d, one in by_digest.items() if d not in wanted]
    if missing or strange:
        return None, (*strange, *missing)
    inspection, overrides = (next(iter(found[of]), None) for of in ("inspection", "overrides"))
    return Given(tuple(found["cases"]), inspection, overrides), ()


def files_needed(sealed: SealedRun, offered: Given) -> tuple[str, ...]:
    """The options with which a command can read what a run does not hold itself, as words; offered files by their own names."""
    names = {digest_of_input(one): one.name for one in offered.inputs}
    listed = (sealed.manifest or {"inputs": ()})["inputs"]
    needed = [one for one in listed if one["kept_as"] is None and one["of"] != "survey"]
    return tuple(
        w for one in needed for w in (f"--{one['of']}", str(names.get(one["sha256"]) or one["name"]))
    )


def _data(sealed: SealedRun, one: Mapping[str, Any], by_digest: Mapping[str, Input]) -> bytes | Path | None:
    if one["kept_as"] is not None:
        return sealed.files.get(one["kept_as"])
    return by_digest[one["sha256"]].held if one["sha256"] in by_digest else None


def _not_kept(sealed: SealedRun, one: Mapping[str, Any]) -> Diagnostic:
    option = f"--{one['of']}"
    message = f"the run was sealed without its records, and the file it calls `{one['name']}` is needed"
    remedy = f"give it with {option} FILE; it is the one whose SHA-256 digest is {one['sha256']}"
    return fault("records-not-kept", message, sealed.folder, m.MANIFEST, remedy)


def _misplaced(sealed: SealedRun, listed: Mapping[str, Any], offered: Given) -> Iterator[Diagnostic]:
    """Each file offered that the run was made from, but as something else."""
    given = (
        *(("cases", one) for one in offered.inputs),
        *(("inspection", one) for one in (offered.inspection,) if one is not None),
        *(("overrides", one) for one in (offered.overrides,) if one is not None),
    )
    for of, one in given:
        held = digest_of_input(one)
        known = {str(each["of"]) for each in listed["inputs"] if each["sha256"] == held}
        if known and of not in known:
            is_what = " and ".join(sorted(_IN_WORDS[each] for each in known))
            message = f"expected {_IN_WORDS[of]} (--{of}), found what the run was made from as {is_what}"
            remedy = _NOTHING_NEEDED if is_kept(sealed) else None
            yield problem("other-records", message, Place(one.name), remedy=remedy)


_NOTHING_NEEDED = "leave the option out: the run has all it was made from"

#: What a run was made from, by what its manifest calls each.
_IN_WORDS = {
    "cases": "cases",
    "inspection": "the facts of the inspection",
    "overrides": "overrides",
    "survey": "responses to a survey",
}


def _other(sealed: SealedRun, one: Input, offered: Given) -> Diagnostic:
    message = f"expected a file that the run `{sealed.folder}` was made from, found another: no digest in its manifest fits"
    remedy = (
        _NOTHING_NEEDED
        if is_kept(sealed)
        else "a file that was opened and saved again is another file; give the one that was scored"
    )
    if one is offered.overrides:
        remedy += "; to override more of its judgements, score the cases again, with --overrides and without the run"
    return problem("other-records", message, Place(one.name), remedy=remedy)
