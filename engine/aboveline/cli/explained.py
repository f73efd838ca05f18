"""What `aboveline explain` does once it knows what is asked: one judgement, one case, or one score."""

import json
import re
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from aboveline import workspace
from aboveline.cli.inputs import Reading, end_with, how_scored, open_run
from aboveline.cli.options import wrong
from aboveline.cli.output import ink_for, say, width_for, write, write_json
from aboveline.diagnostics import nearest
from aboveline.framework.model import Framework, Question
from aboveline.frozen import frozen
from aboveline.records.assessors import Assessors, assessor_of, by_name
from aboveline.records.record import Record
from aboveline.reference.judge import judge
from aboveline.report.ink import plain
from aboveline.workspace import Given, Run

if TYPE_CHECKING:
    from aboveline.report.explanation import Whose
    from aboveline.report.view import AssessedBlock
    from aboveline.run.opened import SealedRun


@frozen
class AskedOfCase:
    """What is to be explained of a case: one question, or (None) all that was judged of it; `follow` begins the command for one."""

    case_id: str
    question: str | None
    follow: str

    def question_in(self, framework: Framework) -> Question | None:
        """The question that is asked about, or a complaint where there is none of that name."""
        return None if self.question is None else question_named(framework, self.question)


@frozen
class AskedOfScore:
    """Which score is to be explained, as a person named it; `follow` begins the commands that lead further down."""

    name: str
    follow: str


def explain_case(framework: Framework, given: Given, asked: AskedOfCase, how: Reading) -> None:
    """Explain one case, or one judgement of it, in files of cases."""
    asked.question_in(framework)
    if workspace.evaluator_for(given, how_scored(framework, how)) == "reference":
        run = open_run(framework, given, how)
        record = next((r for r in run.cases.records if r.case_id == asked.case_id), None)
        known = [r.case_id for r in run.cases.records]
    else:
        from aboveline.batches.sought import Sought  # noqa: PLC0415 (heavy: only for large batches)

        sought = Sought(asked.case_id)
        run = open_run(framework, given, how, takers=(sought,))
        record, known = sought.record, sought.case_ids
    if record is None:
        if asked.case_id in run.cases.left_out:
            raise wrong(f"the record of case `{asked.case_id}` has errors, so it was not judged")
        raise _no_case(asked.case_id, ", ".join(run.cases.files), known)
    _tell(run, record, _whose(run, record), asked, how)


def _whose(run: Run, record: Record) -> "Whose | None":
    """Whose assessment of a case is explained; None where each was to be assessed once."""
    from aboveline.report.explanation import Whose  # noqa: PLC0415 (only one of the two is needed)

    if run.cases.assessors is None:
        return None
    _, *others = run.cases.assessed_again.get(record.case_id, ("",))
    return Whose(assessor_of(record, run.cases.assessors), tuple(others))


def explain_sealed_case(folder: str, offered: Sequence[str], asked: AskedOfCase, how: Reading) -> None:
    """Explain one case of a sealed run, or one judgement of it: the case alone is worked out again, and must come to what was sealed."""
    from aboveline.cli.sealed import opened_batch  # noqa: PLC0415 (only for a run)
    from aboveline.run import lookup  # noqa: PLC0415
    from aboveline.run.manifest import assessors_in  # noqa: PLC0415

    with opened_batch(folder, offered, how, of_one_case=True) as (sealed, run, inputs, sources):
        framework = run.framework
        asked.question_in(framework)
        stored = lookup.stored_case(sealed, asked.case_id)
        if stored is None:
            raise _no_case(asked.case_id, folder, lookup.stored_case_ids(sealed))
        assessors = None if sealed.manifest is None else assessors_in(sealed.manifest["options"])
        record = lookup.record_of(framework, inputs, stored, assessors)
        if record is None:
            end_with((lookup.no_record(sealed, stored),), sources, how.form, how.output)
        judged = judge(framework, record, run.cases.inspection).judgements
        differing = lookup.differing(sealed, framework, stored, judged)
        if differing:
            end_with(differing, sources, how.form, how.output)
        whose = None if assessors is None else _stored_whose(sealed, record, assessors)
        _tell(run, record, whose, asked, how)


def _stored_whose(sealed: "SealedRun", record: Record, assessors: Assessors) -> "Whose":
    """Whose assessment of a case a run holds, and who else had assessed it when it was sealed."""
    from aboveline.report.explanation import Whose  # noqa: PLC0415 (only one of the two is needed)

    assessed = _stored_cases(sealed)["assessed"]
    others = [one["assessor"] for one in assessed["aside"] if one["case"] == record.case_id]
    return Whose(assessor_of(record, assessors), tuple(sorted(others, key=by_name)))


def _stored_cases(sealed: "SealedRun") -> dict[str, Any]:
    """What a run says of its cases beside their scores."""
    from aboveline.run.manifest import SCORES  # noqa: PLC0415 (only for a run)

    return json.loads(sealed.read(SCORES))["cases"]


def _tell(run: Run, record: Record, whose: "Whose | None", asked: AskedOfCase, how: Reading) -> None:
    question = asked.question_in(run.framework)
    if question is None:
        _tell_case(run, record, whose, asked.follow, how)
    else:
        _tell_judgement(run, record, question, whose, how)


def _tell_judgement(
    run: Run, record: Record, question: Question, whose: "Whose | None", how: Reading
) -> None:
    """Why a case was judged as it was on a question."""
    from aboveline.report.explanation import explanation  # noqa: PLC0415 (only one of the two is needed)
    from aboveline.report.overridden_judgement import overridden_judgement  # noqa: PLC0415

    framework, inspection = run.framework, run.cases.inspection
    overriding = overridden_judgement(
        framework, run.overridden.applied, run.scores, (record.case_id, question.key), inspection
    )
    applied = run.overridden.applied
    why = workspace.trace(framework, record, question.key, inspection, overriding.without, applied)
    told = explanation(framework, why, whose)
    if how.form == "json":
        from aboveline.report.explanation_json import explanation_json  # noqa: PLC0415

        write_json({**explanation_json(told, framework), **overriding.as_json()}, how.output)
    elif how.form == "markdown":
        from aboveline.report.markdown import explanation_markdown  # noqa: PLC0415

        write(overriding.around(explanation_markdown(told), plain, width_for(sys.stdout)), how.output)
    else:
        from aboveline.report.explanation_text import explanation_text  # noqa: PLC0415

        ink, width = ink_for(sys.stdout, how.output), width_for(sys.stdout)
        write(overriding.around(explanation_text(told, ink, width), ink, width), how.output)


def _tell_case(run: Run, record: Record, whose: "Whose | None", follow: str, how: Reading) -> None:
    """Everything judged of a case; `follow` is the command that explains one question of it."""
    from aboveline.report.case_account import case_account  # noqa: PLC0415
    from aboveline.report.case_account_text import case_account_json, case_account_text  # noqa: PLC0415
    from aboveline.report.overridden_score import overridden_json  # noqa: PLC0415
    from aboveline.report.overrides import override_rows  # noqa: PLC0415
    from aboveline.report.overrides_text import override_lines  # noqa: PLC0415

    of_case = [one for one in run.overridden.applied if one.case_id == record.case_id]
    told = case_account(run.framework, record, run.cases.inspection, follow, whose, overridden=of_case)
    overridden = override_rows(run.framework, of_case)
    ink, width = ink_for(sys.stdout, how.output), width_for(sys.stdout)
    if how.form == "json":
        write_json({**case_account_json(told, run.framework), **overridden_json(overridden)}, how.output)
    elif how.form == "markdown":
        from aboveline.report.markdown import case_markdown  # noqa: PLC0415

        more = override_lines(overridden, None, plain, width)
        write(case_markdown(told) + "".join(f"{line}\n" for line in more), how.output)
    else:
        more = override_lines(overridden, None, ink, width)
        write(case_account_text(told, ink, width) + "".join(f"{line}\n" for line in more), how.output)


def explain_sealed_score(folder: str, offered: Sequence[str], asked: AskedOfScore, how: Reading) -> None:
    """Explain one score of a sealed run, from the judgements it holds; every score must follow from them."""
    from aboveline.cli.sealed import opened_batch  # noqa: PLC0415 (only for a run)
    from aboveline.report.assessed import stored_block  # noqa: PLC0415

    with opened_batch(folder, offered, how) as (sealed, run, _, _):
        explain_score(run, asked, how, stored_block(_stored_cases(sealed)))


def explain_score(
    run: Run, asked: AskedOfScore, how: Reading, assessed: "AssessedBlock | None" = None
) -> None:
    """Explain one score of a batch; `assessed` says of a sealed one which assessments it was scored from."""
    from aboveline.report.account import account, find_score, score_names  # noqa: PLC0415
    from aboveline.report.assessed import assessed_block, assessed_words  # noqa: PLC0415
    from aboveline.report.overridden_score import overridden_in, overridden_json  # noqa: PLC0415
    from aboveline.report.overrides_text import override_lines  # noqa: PLC0415

    framework = run.framework
    found, near = find_score(framework, asked.name)
    if found is None:
        raise wrong(f"there is no score `{asked.name}`", near, score_names(framework))
    told = account(run, found, asked.follow)
    overridden = overridden_in(framework, found, run.overridden.applied)
    words = assessed_words(assessed or assessed_block(framework, run.cases))
    if words and how.form != "json":
        say(words + "\n")
    if how.form == "json":
        from aboveline.report.account_json import account_json  # noqa: PLC0415

        write_json({**account_json(told, framework), **overridden_json(overridden)}, how.output)
    elif how.form == "markdown":
        from aboveline.report.markdown import account_markdown  # noqa: PLC0415

        more = override_lines(overridden, (told.figure,))
        write(account_markdown(told, tuple(more)), how.output)
    else:
        from aboveline.report.account_text import account_text  # noqa: PLC0415

        ink, width = ink_for(sys.stdout, how.output), width_for(sys.stdout)
        more = override_lines(overridden, (told.figure,), ink, width)
        write(account_text(told, ink, width) + "".join(f"{line}\n" for line in more), how.output)


def _no_case(case_id: str, where: str, known: Sequence[str]) -> click.UsageError:
    """A complaint that there is no such case, with which was probably meant."""
    alike = {_folded(i): i for i in known}
    near = alike.get(_folded(case_id)) or alike.get(nearest(_folded(case_id), set(alike)) or "")
    return wrong(f"there is no case `{case_id}` in {where}", near, known)


def _folded(case_id: str) -> str:
    """A case id as people confuse it with others: without capitals, and without the noughts before a number."""
    return re.sub(r"0+(?=[0-9])", "", case_id.casefold())


def question_named(framework: Framework, name: str) -> Question:
    """The judged question of that name, or a complaint that says which was probably meant."""
    questions = framework.questions
    if name in questions and questions[name].is_judged:
        return questions[name]
    if name in questions:
        raise wrong(f"`{name}` is not judged, so there is no outcome to explain")
    if name in framework.families:
        instances = ", ".join(f"`{key}`" for key in framework.families[name].questions)
        raise wrong(f"`{name}` is asked several times; say which: {instances}")
    others = {"fact": framework.facts, "condition": framework.conditions, "check": framework.checks}
    kind = next((kind for kind, known in others.items() if name in known), None)
    if kind is not None:
        raise wrong(f"expected a question, found the {kind} `{name}`; only questions are judged")
    labelled = {q.label.casefold(): key for key, q in questions.items()}
    near = labelled.get(name.casefold()) or nearest(name, set(questions))
    near = near or labelled.get(nearest(name.casefold(), set(labelled)) or "")
    if near is None:
        raise wrong(f"there is no question `{name}`; the criteria files name them all")
    raise wrong(f"there is no question `{name}`", near)
