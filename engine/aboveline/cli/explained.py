"""What `aboveline explain` does once everything is loaded: one judgement, one case, or one score."""

import re
import sys

from aboveline import workspace
from aboveline.cli.inputs import Reading
from aboveline.cli.options import wrong
from aboveline.cli.output import ink_for, width_for, write, write_json
from aboveline.cli.progress import progress
from aboveline.diagnostics import nearest
from aboveline.framework.model import Framework, Question
from aboveline.records.record import Record
from aboveline.workspace import Cases, Run


def explain_judgement(  # noqa: PLR0913 (what is asked, and of what)
    framework: Framework, cases: Cases, case_id: str, question: str, how: Reading, *, run: Run | None = None
) -> None:
    """Explain one judgement of one case; `run` is the batch, where it has been judged already."""
    from aboveline.report.explanation import explanation  # noqa: PLC0415 (only one of the two is needed)

    asked, record = _question(framework, question), _record(cases, case_id)
    run = run or _judged(framework, cases)
    told = explanation(framework, workspace.trace(framework, record, asked.key, cases.inspection, run.scores))
    if how.form == "json":
        from aboveline.report.explanation_json import explanation_json  # noqa: PLC0415

        write_json(explanation_json(told, framework), how.output)
    elif how.form == "markdown":
        from aboveline.report.markdown import explanation_markdown  # noqa: PLC0415

        write(explanation_markdown(told), how.output)
    else:
        from aboveline.report.explanation_text import explanation_text  # noqa: PLC0415

        write(explanation_text(told, ink_for(sys.stdout, how.output), width_for(sys.stdout)), how.output)


def explain_case(framework: Framework, cases: Cases, case_id: str, how: Reading, follow: str) -> None:
    """Explain everything judged of one case; `follow` is the command that explains one question of it."""
    from aboveline.report.case_account import case_account  # noqa: PLC0415
    from aboveline.report.case_account_text import case_account_json, case_account_text  # noqa: PLC0415

    told = case_account(framework, _record(cases, case_id), cases.inspection, follow)
    if how.form == "json":
        write_json(case_account_json(told, framework), how.output)
    elif how.form == "markdown":
        from aboveline.report.markdown import case_markdown  # noqa: PLC0415

        write(case_markdown(told), how.output)
    else:
        write(case_account_text(told, ink_for(sys.stdout, how.output), width_for(sys.stdout)), how.output)


def explain_score(
    framework: Framework, cases: Cases, name: str, how: Reading, run: Run | None = None
) -> None:
    """Explain one score; `run` is the batch, where it has been judged already."""
    from aboveline.report.account import account, find_score, score_names  # noqa: PLC0415

    found, near = find_score(framework, name)
    if found is None:
        raise wrong(f"there is no score `{name}`", near, score_names(framework))
    told = account(run or _judged(framework, cases), found)
    if how.form == "json":
        from aboveline.report.account_json import account_json  # noqa: PLC0415

        write_json(account_json(told, framework), how.output)
    elif how.form == "markdown":
        from aboveline.report.markdown import account_markdown  # noqa: PLC0415

        write(account_markdown(told), how.output)
    else:
        from aboveline.report.account_text import account_text  # noqa: PLC0415

        write(account_text(told, ink_for(sys.stdout, how.output), width_for(sys.stdout)), how.output)


def _judged(framework: Framework, cases: Cases) -> Run:
    with progress("Judging the cases") as through:
        return workspace.judge_cases(framework, cases, through)


def _record(cases: Cases, case_id: str) -> Record:
    """The case of that id, or a complaint that says which was probably meant."""
    by_id = {r.case_id: r for r in cases.records}
    if case_id in by_id:
        return by_id[case_id]
    if case_id in cases.left_out:
        raise wrong(f"the record of case `{case_id}` has errors, so it was not judged")
    alike = {_folded(i): i for i in by_id}
    near = alike.get(_folded(case_id)) or alike.get(nearest(_folded(case_id), set(alike)) or "")
    raise wrong(f"there is no case `{case_id}` in {', '.join(cases.files)}", near, tuple(by_id))


def _folded(case_id: str) -> str:
    """A case id as people confuse it with others: without capitals, and without the noughts before a number."""
    return re.sub(r"0+(?=[0-9])", "", case_id.casefold())


def _question(framework: Framework, name: str) -> Question:
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
