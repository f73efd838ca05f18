"""The files a run was made from: those it holds itself, or those offered that have the very digests."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from attrs import field

from aboveline.diagnostics import Diagnostic, Diagnostics, Place
from aboveline.frozen import frozen
from aboveline.records.raw import problem
from aboveline.records.read import Input
from aboveline.run import manifest as m
from aboveline.run.folder import digest_of_input
from aboveline.run.opened import SealedRun, fault
from aboveline.workspace import Given

if TYPE_CHECKING:
    from aboveline.records.raw import Form

#: What a manifest says of one file a run was made from.
Listed = Mapping[str, Any]


def is_kept(sealed: SealedRun) -> bool:
    """Whether the run holds its records, so that it can be worked out again from itself alone."""
    return sealed.manifest is not None and bool(sealed.manifest["options"]["records_kept"])


def given_of(sealed: SealedRun, offered: Given) -> tuple[Given | None, Diagnostics]:
    """The files of the batch a run was made from; None where one is not to be had, or another file was offered."""
    beside = (("inspection", offered.inspection), ("overrides", offered.overrides))
    named = (
        *(("cases", one) for one in offered.inputs),
        *((of, one) for of, one in beside if one is not None),
    )
    digests = [(of, digest_of_input(one), one) for of, one in named]
    misplaced = tuple(_misplaced(sealed, digests))
    if misplaced:
        return None, misplaced
    listed = [one for one in _inputs(sealed) if one["of"] in _OF_A_BATCH]
    found = _matched(sealed, listed, {held: one for _, held, one in digests})
    if found.missing or found.others:
        others = (_other(sealed, one, offered) for one in found.others)
        return None, (*others, *(_not_kept(sealed, one) for one in found.missing))
    of = {kind: tuple(one for kept, one in found.files if kept["of"] == kind) for kind in _OF_A_BATCH}
    inspection, overrides = (next(iter(of[kind]), None) for kind in ("inspection", "overrides"))
    return Given(of["cases"], inspection, overrides), ()


def files_needed(sealed: SealedRun, offered: Given) -> tuple[str, ...]:
    """The options with which a command can read what a run does not hold itself, as words; offered files by their own names."""
    names = {digest_of_input(one): one.name for one in offered.inputs}
    needed = [one for one in _inputs(sealed) if one["kept_as"] is None and one["of"] != "survey"]
    return tuple(
        w for one in needed for w in (f"--{one['of']}", str(names.get(one["sha256"]) or one["name"]))
    )


def surveys_of(sealed: SealedRun) -> tuple[str, ...]:
    """The surveys a run was sealed with responses to."""
    return tuple(dict.fromkeys(one["survey"] for one in _inputs(sealed) if one["of"] == "survey"))


def responses_are_kept(sealed: SealedRun, survey: str) -> bool:
    """Whether a run holds the responses to a survey, and not their digests alone."""
    return all(one["kept_as"] is not None for one in _responses(sealed, survey))


def responses_of(
    sealed: SealedRun, survey: str, offered: Sequence[Input] = ()
) -> tuple[tuple[Input, ...], Diagnostics]:
    """The files of responses a run was sealed with, and what is wrong where they are not to be had."""
    found = _matched(sealed, _responses(sealed, survey), {digest_of_input(one): one for one in offered})
    wrong = (
        [_other_responses(sealed, survey, one) for one in found.others]
        if found.others
        else [_no_responses(sealed, survey, one) for one in found.missing]
    )
    return tuple(one for _, one in found.files), tuple(wrong)


# --- Matching --------------------------------------------------------------------------------

#: What the files of a batch are, as a manifest calls them.
_OF_A_BATCH = ("cases", "inspection", "overrides")


@frozen
class _Matched:
    """The files that a manifest lists, with what it says of each; those not to be had; and what was offered and is none of them."""

    files: tuple[tuple[Listed, Input], ...] = field(repr=False)
    missing: tuple[Listed, ...]
    others: tuple[Input, ...] = field(repr=False)


def _matched(sealed: SealedRun, listed: Sequence[Listed], by_digest: Mapping[str, Input]) -> _Matched:
    held = [(one, _held(sealed, one, by_digest)) for one in listed]
    wanted = {one["sha256"] for one in listed}
    return _Matched(
        tuple(
            (one, Input(one["name"], data, cast("Form | None", one["form"]), one["sheet"]))
            for one, data in held
            if data is not None
        ),
        tuple(one for one, data in held if data is None),
        tuple(one for digest, one in by_digest.items() if digest not in wanted),
    )


def _held(sealed: SealedRun, one: Listed, by_digest: Mapping[str, Input]) -> bytes | Path | None:
    if one["kept_as"] is not None:
        return sealed.files.get(one["kept_as"])
    return by_digest[one["sha256"]].held if one["sha256"] in by_digest else None


def _inputs(sealed: SealedRun) -> Sequence[Listed]:
    return (sealed.manifest or {"inputs": ()})["inputs"]


def _responses(sealed: SealedRun, survey: str) -> Sequence[Listed]:
    return [one for one in _inputs(sealed) if one["of"] == "survey" and one["survey"] == survey]


# --- What is said of them --------------------------------------------------------------------


def _not_kept(sealed: SealedRun, one: Listed) -> Diagnostic:
    message = f"the run was sealed without its records, and the file it calls `{one['name']}` is needed"
    remedy = f"give it with --{one['of']} FILE; it is the one whose SHA-256 digest is {one['sha256']}"
    return fault("records-not-kept", message, sealed.folder, m.MANIFEST, remedy)


_NOTHING_NEEDED = "leave the option out: the run has all it was made from"

#: What a run was made from, by what its manifest calls each.
_IN_WORDS = {
    "cases": "cases",
    "inspection": "the facts of the inspection",
    "overrides": "overrides",
    "survey": "responses to a survey",
}


def _misplaced(sealed: SealedRun, offered: Iterable[tuple[str, str, Input]]) -> Iterator[Diagnostic]:
    """Each file offered that the run was made from, but as something else; each with what it was offered as, and its digest."""
    for of, held, one in offered:
        known = {str(each["of"]) for each in _inputs(sealed) if each["sha256"] == held}
        if known and of not in known:
            is_what = " and ".join(sorted(_IN_WORDS[each] for each in known))
            message = f"expected {_IN_WORDS[of]} (--{of}), found what the run was made from as {is_what}"
            remedy = _NOTHING_NEEDED if is_kept(sealed) else None
            yield problem("other-records", message, Place(one.name), remedy=remedy)


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


def _no_responses(sealed: SealedRun, survey: str, one: Listed) -> Diagnostic:
    message = f"the run was sealed without its records, and the responses it calls `{one['name']}` are needed"
    remedy = f"give them with --survey {survey}=FILE; it is the file whose SHA-256 digest is {one['sha256']}"
    return fault("records-not-kept", message, sealed.folder, m.MANIFEST, remedy)


def _other_responses(sealed: SealedRun, survey: str, one: Input) -> Diagnostic:
    message = f"expected responses to `{survey}` that the run was sealed with, found `{one.name}`, which has another digest"
    remedy = "a file that was opened and saved again is another file; give the one that was sealed"
    return fault("other-records", message, sealed.folder, m.MANIFEST, remedy)
