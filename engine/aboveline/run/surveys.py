"""The responses to surveys that a run was sealed with: kept as its cases are, counted, and counted again.

They have no part in any judgement or score. A run without them is to the byte what it was before runs could have them.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, cast

from attrs import field

from aboveline.diagnostics import Diagnostic, Diagnostics
from aboveline.framework.model import Framework, Survey
from aboveline.frozen import frozen
from aboveline.records.read import Input
from aboveline.report.from_survey import survey_view
from aboveline.report.survey_data import survey_json
from aboveline.report.survey_view import SurveyView
from aboveline.run import manifest as m
from aboveline.run.folder import digest_of_input
from aboveline.run.opened import SealedRun, fault
from aboveline.surveys.responses import read_responses

if TYPE_CHECKING:
    from aboveline.records.raw import Form

#: What of the counts of a survey is words, which may be put better in a later version.
_WORDS = frozenset({"label", "text", "finding", "asked_only_where", "files", "framework"})


@frozen
class CountedSurvey:
    """The responses to one survey: their files, and what was counted."""

    survey: Survey
    inputs: tuple[Input, ...] = field(repr=False)
    view: SurveyView = field(repr=False)


def counts_file(view: SurveyView) -> bytes:
    """The file of a run that holds the counts of a survey."""
    return m.json_bytes(survey_json(view))


def kept_as(survey: str, number: int, file: str) -> str:
    """The path in a run of a file of responses."""
    return f"{m.RECORDS}survey-{survey}-{number:03}-{file}"


def names_in(sealed: SealedRun) -> tuple[str, ...]:
    """The surveys a run was sealed with."""
    return tuple(dict.fromkeys(one["survey"] for one in _listed(sealed)))


def are_kept(sealed: SealedRun, survey: str) -> bool:
    """Whether a run holds the responses to a survey, and not their digests alone."""
    return all(one["kept_as"] is not None for one in _listed(sealed) if one["survey"] == survey)


def responses_of(
    sealed: SealedRun, survey: str, offered: Sequence[Input] = ()
) -> tuple[tuple[Input, ...], Diagnostics]:
    """The files of responses a run was sealed with: its own, or those offered that have the very digests."""
    by_digest = {digest_of_input(one): one for one in offered}
    found, wrong = list[Input](), list[Diagnostic]()
    wanted = [one for one in _listed(sealed) if one["survey"] == survey]
    for one in wanted:
        held = sealed.files.get(one["kept_as"]) if one["kept_as"] is not None else None
        given = by_digest.get(one["sha256"])
        data = held if held is not None else None if given is None else given.held
        if data is None:
            wrong.append(_not_kept(sealed, survey, one))
        else:
            found.append(Input(one["name"], data, cast("Form | None", one["form"]), one["sheet"]))
    known = {one["sha256"] for one in wanted}
    strange = [_other(sealed, survey, one) for held, one in by_digest.items() if held not in known]
    return tuple(found), (*strange, *(() if strange else wrong))


def differences(sealed: SealedRun, framework: Framework) -> Iterator[Diagnostic]:
    """Each survey whose counts are not those that come out when its responses, where the run holds them, are counted again."""
    for name in names_in(sealed):
        path = m.survey_path(name)
        survey = framework.surveys.get(name)
        if survey is None:
            message = f"the run has responses to a survey `{name}` that its own criteria do not have"
            yield fault("survey-differs", message, sealed.folder, path)
        elif are_kept(sealed, name):
            inputs, _ = responses_of(sealed, name)
            again = survey_view(framework, survey, read_responses(framework, survey, inputs))
            if _figures(json.loads(sealed.read(path))) != _figures(json.loads(counts_file(again))):
                message = f"the counts of the survey `{name}` are not those that come out when its responses are counted again"
                yield fault("survey-differs", message, sealed.folder, path)


def file_name(name: str) -> str:
    """The name of a file of records within a run."""
    return PurePath(name.replace("\\", "/")).name.replace(":", "_")


def _listed(sealed: SealedRun) -> list[Mapping[str, Any]]:
    return [one for one in (sealed.manifest or {"inputs": ()})["inputs"] if one["of"] == "survey"]


def _figures(document: object) -> object:
    """A document without what is only words in it."""
    if isinstance(document, dict):
        named = cast("dict[str, object]", document)
        return {key: _figures(value) for key, value in named.items() if key not in _WORDS}
    if isinstance(document, list):
        return [_figures(one) for one in cast("list[object]", document)]
    return document


def _not_kept(sealed: SealedRun, survey: str, one: Mapping[str, Any]) -> Diagnostic:
    message = f"the run was sealed without its records, and the responses it calls `{one['name']}` are needed"
    remedy = f"give them with --survey {survey}=FILE; it is the file whose SHA-256 digest is {one['sha256']}"
    return fault("records-not-kept", message, sealed.folder, m.MANIFEST, remedy)


def _other(sealed: SealedRun, survey: str, one: Input) -> Diagnostic:
    message = f"expected responses to `{survey}` that the run was sealed with, found `{one.name}`, which has another digest"
    remedy = "a file that was opened and saved again is another file; give the one that was sealed"
    return fault("other-records", message, sealed.folder, m.MANIFEST, remedy)
