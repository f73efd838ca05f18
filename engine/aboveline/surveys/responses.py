"""Reads the responses to a survey, by the same readers, checks and messages as cases."""

from collections.abc import Sequence
from typing import Any

from attrs import evolve, field

from aboveline.diagnostics import Diagnostics, Place
from aboveline.framework.model import Framework, Survey
from aboveline.framework.record_shape import survey_shape
from aboveline.frozen import frozen
from aboveline.records.kinds import foremost
from aboveline.records.raw import Input
from aboveline.records.read import read_cases
from aboveline.records.record import Record
from aboveline.records.schema import json_schema


@frozen
class Responses:
    """Responses as they were read: those that are valid, and what is wrong with the others.

    `left_out` has one entry for each that is refused: its id, where it has one. `fatal`: something is wrong with a
    file as a whole, which leaving responses out does not mend.
    """

    records: tuple[Record, ...] = field(repr=False)
    diagnostics: Diagnostics
    notes: Diagnostics
    left_out: tuple[str | None, ...]
    read: int
    files: tuple[str, ...]
    fatal: bool


def read_responses(framework: Framework, survey: Survey, inputs: Sequence[Input]) -> Responses:
    """The responses in some files, in any form that cases can have."""
    reading = read_cases(inputs, survey_shape(framework, survey))
    return Responses(
        records=reading.records,
        diagnostics=_of_responses(foremost(reading.diagnostics)),
        notes=_of_responses(reading.notes),
        left_out=reading.invalid,
        read=reading.read,
        files=tuple(one.name for one in inputs),
        fatal=reading.fatal,
    )


def _of_responses(found: Diagnostics) -> Diagnostics:
    """The diagnostics, their places being those of responses."""
    return tuple(
        evolve(
            one,
            labels=tuple(
                evolve(label, at=evolve(label.at, noun="response")) if isinstance(label.at, Place) else label
                for label in one.labels
            ),
        )
        for one in found
    )


def response_schema(framework: Framework, survey: Survey) -> dict[str, Any]:
    """The JSON Schema of one response."""
    return json_schema(survey_shape(framework, survey))
