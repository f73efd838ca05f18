"""Responses to surveys that commands are given as NAME=FILE, or that a sealed run has."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from attrs import evolve

from aboveline.cli.inputs import Reading, end_with, inputs_named
from aboveline.cli.options import wrong
from aboveline.cli.sealed import criteria_of, intact
from aboveline.cli.survey import stop_where_wrong, survey_named
from aboveline.diagnostics import nearest
from aboveline.report.from_survey import survey_view
from aboveline.run.given import responses_are_kept, responses_of, surveys_of
from aboveline.run.surveys import CountedSurvey
from aboveline.surveys.responses import read_responses

if TYPE_CHECKING:
    from aboveline.framework.model import Framework
    from aboveline.records.read import Input
    from aboveline.report.survey_view import SurveyView
    from aboveline.run.opened import SealedRun


def files_by_survey(given: Sequence[str], framework: "Framework") -> dict[str, list[str]]:
    """The files given for each survey as NAME=FILE; a complaint where that is not what was given."""
    found = dict[str, list[str]]()
    for one in given:
        name, equals, file = one.partition("=")
        if not equals or not file:
            raise wrong(
                f"expected the name of a survey and a file, as in NAME=FILE, found `{one}`",
                None,
                tuple(framework.surveys),
            )
        found.setdefault(survey_named(framework, name).key, []).append(file)
    return found


def surveys_in(given: Sequence[str], framework: "Framework", how: Reading) -> tuple[CountedSurvey, ...]:
    """The responses given as NAME=FILE, counted; where anything of them is wrong that is shown and the command ends."""
    return tuple(
        counted(framework, name, inputs_named(files, None, None, how.output), how)
        for name, files in files_by_survey(given, framework).items()
    )


def sealed_surveys(
    sealed: "SealedRun", framework: "Framework", given: Sequence[str], how: Reading
) -> tuple[tuple[CountedSurvey, bool], ...]:
    """The surveys of a run, and those given beside them; with each whether the run was sealed with it."""
    files, own = files_by_survey(given, framework), _as_sealed(sealed, how)
    found: list[tuple[CountedSurvey, bool]] = []
    for name in surveys_of(sealed):
        offered = _offered(sealed, name, files.pop(name, ()), how)
        found.append((counted(framework, name, _responses(sealed, name, offered, how), own), True))
    others = [f"{name}={file}" for name, named in files.items() for file in named]
    return (*found, *((one, False) for one in surveys_in(others, framework, how)))


def survey_of_run(folder: str, name: str | None, given: Sequence[str], how: Reading) -> "SurveyView":
    """A survey a run was sealed with, counted."""
    sealed = intact(folder, how)
    names = surveys_of(sealed)
    if not names:
        raise wrong(
            f"the run `{folder}` was sealed without responses to a survey; they are added when it is made: --survey NAME=FILE"
        )
    if name is None and len(names) > 1:
        raise wrong("missing option '--survey': it says which survey", None, names)
    if name is not None and name not in names:
        raise wrong(f"the run was sealed without responses to `{name}`", nearest(name, set(names)), names)
    key = next(iter(names)) if name is None else name
    framework = criteria_of(sealed, how)
    inputs = _responses(sealed, key, _offered(sealed, key, given, how), how)
    return counted(framework, survey_named(framework, key).key, inputs, _as_sealed(sealed, how)).view


def _as_sealed(sealed: "SealedRun", how: Reading) -> Reading:
    """The same, with invalid responses left out where they were when the run was sealed."""
    options = (sealed.manifest or {"options": {"leave_out_invalid": False}})["options"]
    return evolve(how, leave_out_invalid=bool(options["leave_out_invalid"]))


def counted(framework: "Framework", name: str, inputs: "Sequence[Input]", how: Reading) -> CountedSurvey:
    """Responses counted; where anything of them is wrong that is shown and the command ends."""
    survey = framework.surveys[name]
    responses = read_responses(framework, survey, inputs)
    stop_where_wrong(
        framework,
        responses,
        inputs,
        how.form,
        how.output,
        show=how.show_values,
        leave_out=how.leave_out_invalid,
    )
    return CountedSurvey(survey, tuple(inputs), survey_view(framework, survey, responses))


def _offered(sealed: "SealedRun", name: str, files: Sequence[str], how: Reading) -> "tuple[Input, ...]":
    if files and responses_are_kept(sealed, name):
        raise wrong(f"the run has its own responses to `{name}`, so no file of them is needed beside it")
    return inputs_named(files, None, None, how.output)


def _responses(
    sealed: "SealedRun", name: str, offered: "tuple[Input, ...]", how: Reading
) -> "tuple[Input, ...]":
    found, unfit = responses_of(sealed, name, offered)
    if unfit:
        end_with(unfit, {}, how.form, how.output)
    return found
