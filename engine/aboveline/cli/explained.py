"""What `aboveline explain` does once everything is loaded: one judgement, or one score."""

import json
import re
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from aboveline import workspace
from aboveline.calendars import kept_holidays
from aboveline.cli.inputs import Reading, end_with, how_scored, open_run
from aboveline.cli.options import wrong
from aboveline.cli.output import ink_for, say, width_for, write, write_json
from aboveline.diagnostics import nearest
from aboveline.framework.model import Framework, Question
from aboveline.records.assessors import Assessors, assessor_of, by_name
from aboveline.records.record import Record
from aboveline.reference.judge import judge
from aboveline.scoring.model import Scores
from aboveline.workspace import Given, Run

if TYPE_CHECKING:
    from aboveline.report.explanation import Whose
    from aboveline.run.opened import SealedRun


def explain_case(framework: Framework, given: Given, case_id: str, question: str, how: Reading) -> None:
    """Explain one judgement of one case, in files of cases."""
    asked = question_named(framework, question)
    if workspace.evaluator_for(given, how_scored(framework, how)) == "reference":
        run = open_run(framework, given, how)
        record = next((r for r in run.cases.records if r.case_id == case_id), None)
        known = [r.case_id for r in run.cases.records]
    else:
        from aboveline.batches.sought import Sought  # noqa: PLC0415 (heavy: only for large batches)

        sought = Sought(case_id)
        run = open_run(framework, given, how, takers=(sought,))
        record, known = sought.record, sought.case_ids
    if record is None:
        if case_id in run.cases.left_out:
            raise wrong(f"the record of case `{case_id}` has errors, so it was not judged")
        raise no_case(case_id, ", ".join(run.cases.files), known)
    tell_case(framework, record, asked, run.cases.inspection, run.scores, how, _whose(run, record))


def _whose(run: Run, record: Record) -> "Whose | None":
    """Whose assessment of a case is explained; None where each was to be assessed once."""
    from aboveline.report.explanation import Whose  # noqa: PLC0415 (only one of the two is needed)

    if run.cases.assessors is None:
        return None
    _, *others = run.cases.assessed_again.get(record.case_id, ("",))
    return Whose(assessor_of(record, run.cases.assessors), tuple(others))


def tell_case(  # noqa: PLR0913, PLR0917 (what is asked, and of what)
    framework: Framework,
    record: Record,
    question: Question,
    inspection: Record | None,
    scores: Scores,
    how: Reading,
    whose: "Whose | None" = None,
) -> None:
    """Tell why a case was judged as it was on a question."""
    from aboveline.report.explanation import explanation  # noqa: PLC0415 (only one of the two is needed)

    why = workspace.trace(framework, record, question.key, inspection, scores)
    told = explanation(framework, why, whose)
    if how.form == "json":
        from aboveline.report.explanation_json import explanation_json  # noqa: PLC0415

        write_json(explanation_json(told, framework), how.output)
    else:
        from aboveline.report.explanation_text import explanation_text  # noqa: PLC0415

        write(explanation_text(told, ink_for(sys.stdout, how.output), width_for(sys.stdout)), how.output)


def explain_sealed_case(
    folder: str, offered: Sequence[str], case_id: str, question: str, how: Reading
) -> None:
    """Explain one judgement of a sealed run: that case alone is worked out again, and must come to what was sealed."""
    from aboveline.cli.sealed import intact, offered_files  # noqa: PLC0415 (only for a run)
    from aboveline.run import lookup  # noqa: PLC0415
    from aboveline.run.again import framework_of, given_of, holidays_of, unfit_assessors  # noqa: PLC0415
    from aboveline.run.manifest import assessors_in  # noqa: PLC0415

    given, sealed = offered_files(offered, how), intact(folder, how)
    inputs, missing = given_of(sealed, sealed.manifest or {}, given)
    if inputs is None:
        end_with(missing, {}, how.form, how.output)
    framework, sources, unreadable = framework_of(sealed)
    if framework is None:
        end_with(unreadable, sources, how.form, how.output)
    wrong_ones = unfit_assessors(sealed, framework)
    if wrong_ones:
        end_with(wrong_ones, sources, how.form, how.output)
    asked = question_named(framework, question)
    stored = lookup.stored_case(sealed, case_id)
    if stored is None:
        raise no_case(case_id, folder, lookup.stored_case_ids(sealed))
    with kept_holidays(*holidays_of(sealed)):
        inspection = workspace.inspection_record(framework, inputs.inspection)
        assessors = None if sealed.manifest is None else assessors_in(sealed.manifest["options"])
        record = lookup.record_of(framework, inputs.inputs, stored, assessors)
        if record is None:
            end_with((lookup.no_record(sealed, stored),), sources, how.form, how.output)
        judged = judge(framework, record, inspection).judgements
        whole, recounted = lookup.recounted(sealed, framework, inspection)
        differing = (*lookup.differing(sealed, framework, stored, judged), *recounted)
        if differing:
            end_with(differing, sources, how.form, how.output)
        whose = None if assessors is None else _stored_whose(sealed, record, assessors)
        tell_case(framework, record, asked, inspection, whole, how, whose)


def _stored_whose(sealed: "SealedRun", record: Record, assessors: Assessors) -> "Whose":
    """Whose assessment of a case a run holds, and who else had assessed it when it was sealed."""
    from aboveline.report.explanation import Whose  # noqa: PLC0415 (only one of the two is needed)
    from aboveline.run.manifest import SCORES  # noqa: PLC0415 (only for a run)

    assessed: dict[str, Any] = json.loads(sealed.read(SCORES))["cases"]["assessed"]
    others = [one["assessor"] for one in assessed["aside"] if one["case"] == record.case_id]
    return Whose(assessor_of(record, assessors), tuple(sorted(others, key=by_name)))


def explain_score(run: Run, name: str, how: Reading) -> None:
    """Explain one score of a batch."""
    from aboveline.report.account import account, find_score, score_names  # noqa: PLC0415
    from aboveline.report.assessed import assessed_block, assessed_words  # noqa: PLC0415

    framework = run.framework
    found, near = find_score(framework, name)
    if found is None:
        raise wrong(f"there is no score `{name}`", near, score_names(framework))
    told = account(run, found)
    words = assessed_words(assessed_block(framework, run.cases))
    if words and how.form != "json":
        say(words + "\n")
    if how.form == "json":
        from aboveline.report.account_json import account_json  # noqa: PLC0415

        write_json(account_json(told, framework), how.output)
    else:
        from aboveline.report.account_text import account_text  # noqa: PLC0415

        write(account_text(told, ink_for(sys.stdout, how.output), width_for(sys.stdout)), how.output)


def no_case(case_id: str, where: str, known: Sequence[str]) -> click.UsageError:
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
