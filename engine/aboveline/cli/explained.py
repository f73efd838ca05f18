"""What `aboveline explain` does once everything is loaded: one judgement, or one score."""

import re
import sys
from collections.abc import Sequence

import click

from aboveline import workspace
from aboveline.calendars import kept_holidays
from aboveline.cli.inputs import Reading, end_with, open_run
from aboveline.cli.options import wrong
from aboveline.cli.output import ink_for, width_for, write, write_json
from aboveline.diagnostics import nearest
from aboveline.framework.model import Framework, Question
from aboveline.frozen import frozen
from aboveline.records.record import Record
from aboveline.scoring.model import Scores
from aboveline.scoring.overrides import Applied
from aboveline.workspace import Given, Run


def explain_case(framework: Framework, given: Given, case_id: str, question: str, how: Reading) -> None:
    """Explain one judgement of one case, in files of cases."""
    asked = question_named(framework, question)
    scored = workspace.HowScored((), how.leave_out_invalid, how.evaluator)
    if workspace.evaluator_for(given, scored) == "reference":
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
    judged = Judged(framework, record, run.cases.inspection, run.scores, run.overridden.applied)
    tell_case(judged, asked, how)


@frozen
class Judged:
    """One case of a batch, with the scores of the batch and the overrides they are with."""

    framework: Framework
    record: Record
    inspection: Record | None
    scores: Scores
    overrides: tuple[Applied, ...]


def tell_case(judged: Judged, question: Question, how: Reading) -> None:
    """Tell why a case was judged as it was on a question, and where that is overridden by whom and why."""
    from aboveline.report.explanation import explanation  # noqa: PLC0415 (only one of the two is needed)
    from aboveline.report.overridden_judgement import overridden_judgement  # noqa: PLC0415

    framework, record, inspection = judged.framework, judged.record, judged.inspection
    overriding = overridden_judgement(
        framework, judged.overrides, judged.scores, (record.case_id, question.key), inspection
    )
    why = workspace.trace(framework, record, question.key, inspection, overriding.without)
    told = explanation(framework, why)
    if how.form == "json":
        from aboveline.report.explanation_json import explanation_json  # noqa: PLC0415

        write_json({**explanation_json(told, framework), **overriding.as_json()}, how.output)
    else:
        from aboveline.report.explanation_text import explanation_text  # noqa: PLC0415

        ink, width = ink_for(sys.stdout, how.output), width_for(sys.stdout)
        write(overriding.around(explanation_text(told, ink, width), ink, width), how.output)


def explain_sealed_case(folder: str, offered: Sequence[str], case_id: str, question: str, how: Reading) -> None:
    """Explain one judgement of a sealed run: that case alone is worked out again, and must come to what was sealed."""
    from aboveline.cli.sealed import intact, offered_files  # noqa: PLC0415 (only for a run)
    from aboveline.run import lookup  # noqa: PLC0415
    from aboveline.run.again import framework_of, given_of, holidays_of  # noqa: PLC0415

    given, sealed = offered_files(offered, how), intact(folder, how)
    inputs, missing = given_of(sealed, sealed.manifest or {}, given)
    if inputs is None:
        end_with(missing, {}, how.form, how.output)
    framework, sources, unreadable = framework_of(sealed)
    if framework is None:
        end_with(unreadable, sources, how.form, how.output)
    asked = question_named(framework, question)
    stored = lookup.stored_case(sealed, case_id)
    if stored is None:
        raise no_case(case_id, folder, lookup.stored_case_ids(sealed))
    with kept_holidays(*holidays_of(sealed)):
        inspection = workspace.inspection_record(framework, inputs.inspection)
        overrides, _ = workspace.overrides_in(framework, inputs.overrides)
        record = lookup.record_of(framework, inputs.inputs, stored)
        if record is None:
            end_with((lookup.no_record(sealed, stored),), sources, how.form, how.output)
        judged = workspace.judge(framework, record, inspection).judgements
        whole, overridden, recounted = lookup.recounted(sealed, framework, inspection, overrides)
        differing = (*lookup.differing(sealed, framework, stored, judged), *recounted)
        if differing:
            end_with(differing, sources, how.form, how.output)
        tell_case(Judged(framework, record, inspection, whole, overridden.applied), asked, how)


def explain_score(run: Run, name: str, how: Reading) -> None:
    """Explain one score of a batch."""
    from aboveline.report.account import account, find_score, score_names  # noqa: PLC0415
    from aboveline.report.overridden_score import overridden_in, overridden_json  # noqa: PLC0415
    from aboveline.report.overrides_text import override_lines  # noqa: PLC0415

    framework = run.framework
    found, near = find_score(framework, name)
    if found is None:
        raise wrong(f"there is no score `{name}`", near, score_names(framework))
    told, overridden = account(run, found), overridden_in(framework, found, run.overridden.applied)
    if how.form == "json":
        from aboveline.report.account_json import account_json  # noqa: PLC0415

        write_json({**account_json(told, framework), **overridden_json(overridden)}, how.output)
    else:
        from aboveline.report.account_text import account_text  # noqa: PLC0415

        ink, width = ink_for(sys.stdout, how.output), width_for(sys.stdout)
        more = override_lines(overridden, (told.figure,), ink, width)
        write(account_text(told, ink, width) + "".join(f"{line}\n" for line in more), how.output)


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
    if name in framework.facts or name in framework.conditions:
        kind = "fact" if name in framework.facts else "condition"
        raise wrong(f"expected a question, found the {kind} `{name}`; only questions are judged")
    labelled = {q.label.casefold(): key for key, q in questions.items()}
    near = labelled.get(name.casefold()) or nearest(name, set(questions))
    near = near or labelled.get(nearest(name.casefold(), set(labelled)) or "")
    if near is None:
        raise wrong(f"there is no question `{name}`; the criteria files name them all")
    raise wrong(f"there is no question `{name}`", near)
