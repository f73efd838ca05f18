"""The responses to surveys that a run was sealed with: kept as its cases are, counted, and counted again.

They have no part in any judgement or score. A run without them is to the byte what it was before runs could have them.
"""

import json
from collections.abc import Iterator
from pathlib import PurePath
from typing import cast

from attrs import field

from aboveline.diagnostics import Diagnostic
from aboveline.framework.model import Framework, Survey
from aboveline.frozen import frozen
from aboveline.records.read import Input
from aboveline.report.documents import document_bytes
from aboveline.report.from_survey import survey_view
from aboveline.report.survey_data import survey_json
from aboveline.report.survey_view import SurveyView
from aboveline.run import manifest as m
from aboveline.run.given import responses_are_kept, responses_of, surveys_of
from aboveline.run.opened import SealedRun, fault
from aboveline.surveys.responses import read_responses

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
    return document_bytes(survey_json(view))


def kept_as(survey: str, number: int, file: str) -> str:
    """The path in a run of a file of responses."""
    return f"{m.RECORDS}survey-{survey}-{number:03}-{file}"


def differences(sealed: SealedRun, framework: Framework) -> Iterator[Diagnostic]:
    """Each survey whose counts are not those that come out when its responses, where the run holds them, are counted again."""
    for name in surveys_of(sealed):
        path = m.survey_path(name)
        survey = framework.surveys.get(name)
        if survey is None:
            message = f"the run has responses to a survey `{name}` that its own criteria do not have"
            yield fault("survey-differs", message, sealed.folder, path)
        elif responses_are_kept(sealed, name):
            inputs, _ = responses_of(sealed, name)
            again = survey_view(framework, survey, read_responses(framework, survey, inputs))
            if _figures(json.loads(sealed.read(path))) != _figures(json.loads(counts_file(again))):
                message = f"the counts of the survey `{name}` are not those that come out when its responses are counted again"
                yield fault("survey-differs", message, sealed.folder, path)


def file_name(name: str) -> str:
    """The name of a file of records within a run."""
    return PurePath(name.replace("\\", "/")).name.replace(":", "_")


def _figures(document: object) -> object:
    """A document without what is only words in it."""
    if isinstance(document, dict):
        named = cast("dict[str, object]", document)
        return {key: _figures(value) for key, value in named.items() if key not in _WORDS}
    if isinstance(document, list):
        return [_figures(one) for one in cast("list[object]", document)]
    return document
