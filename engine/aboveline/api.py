"""What other programs and notebooks may call: a few functions over the workspace, and one exception.

Inside the engine everything wrong with a file is data. Here, at its edge, it is raised as one
`InputError` that carries that data, so that a program cannot go on with half of what it asked for.
"""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from aboveline import files, workspace
from aboveline.analysis.agreement import Agreement
from aboveline.diagnostics import Diagnostics, has_errors
from aboveline.framework.model import Framework
from aboveline.framework.record_shape import why_no_assessor
from aboveline.judgement import Judgement
from aboveline.languages import is_language
from aboveline.records.assessors import Assessors
from aboveline.records.raw import Form
from aboveline.records.read import Input
from aboveline.records.record import Record
from aboveline.reference.judge import CaseResult
from aboveline.reference.judge import judge as judge_case
from aboveline.report.diagnostics_text import diagnostics_text
from aboveline.report.explanation import Explanation, explanation
from aboveline.report.from_survey import survey_view
from aboveline.report.survey_view import SurveyView
from aboveline.scoring.model import Scores
from aboveline.source import Source
from aboveline.surveys.responses import read_responses
from aboveline.workspace import Cases, Evaluator, Given, HowScored, Run

if TYPE_CHECKING:
    from aboveline.lint.model import Linted
    from aboveline.report.revision_view import RevisionView
    from aboveline.revision.version import Version

#: A file, or records a program already holds: mappings with `case_id` and the framework's columns as keys.
CaseSource = str | Path | Sequence[Mapping[str, object]]


class InputError(ValueError):
    """Criteria or cases with errors; `diagnostics` holds every one of them, and the text shows them all."""

    def __init__(self, diagnostics: Diagnostics, sources: Mapping[str, Source]) -> None:
        self.diagnostics = diagnostics
        super().__init__("\n" + diagnostics_text(diagnostics, sources, shown=None))


def load_framework(where: str | Path, language: str | None = None) -> Framework:
    """The framework in a folder of criteria files, or the bundled one of that name.

    With a language (`cy`, a code of ISO 639) its texts are the translations into it; what is not translated stays as it
    is. Raises `InputError` where the criteria have errors, or there are none; `ValueError` where there is no such language.

    >>> framework = load_framework("cci-2012")
    >>> framework.version
    '2012.1'
    >>> framework.criteria["1.1"].label
    'Risk of Harm to others'
    >>> load_framework("cci-2021")  # doctest: +IGNORE_EXCEPTION_DETAIL
    Traceback (most recent call last):
    aboveline.InputError: error: there is no folder `cci-2021`, and no framework of that name is built in
    """
    if language is not None and not is_language(language):
        raise ValueError(f"expected the code of a language, such as `cy`, found `{language}`")
    loaded = workspace.load(where, language)
    if loaded.framework is None:
        raise InputError(loaded.diagnostics, loaded.sources)
    return loaded.framework


def read_cases(  # noqa: PLR0913 (how the records are to be read)
    framework: Framework,
    *sources: CaseSource,
    inspection: str | Path | None = None,
    leave_out_invalid: bool = False,
    form: Form | None = None,
    sheet: str | None = None,
    assessor: str | None = None,
    prefer: Sequence[str] = (),
) -> Cases:
    """The case records of files, or of records a program holds, all checked against the framework.

    A file may be named by a pattern such as `cases/*.csv`. `sheet` says which sheet of a workbook, where several could be meant;
    `inspection` is the file of facts of the inspection as a whole. Raises `InputError` where any record is invalid,
    unless `leave_out_invalid` asks for the others: then `left_out` says which are missing.

    With `assessor`, the fact that names the assessor, a case may stand once for each of them. One assessment of each case
    is taken: that of the first of `prefer` who made one, else that of the assessor whose name sorts first; `aside` holds
    the others. Raises KeyError for a fact there is none of, and ValueError for one that cannot name every assessor.

    >>> framework = load_framework("cci-2012")
    >>> cases = read_cases(framework, "examples/essex-2012/cases.csv")
    >>> len(cases.records), cases.left_out
    (85, ())
    >>> read_cases(framework, [{"case_id": "A1", "rmp_required": "maybe"}])  # doctest: +IGNORE_EXCEPTION_DETAIL
    Traceback (most recent call last):
    aboveline.InputError: given records: error: expected `yes` or `no` in `rmp_required`, found a text of 5 letters
    """
    inputs = [i for source in sources for i in _inputs(source, form, sheet)]
    beside = None if inspection is None else _input(str(inspection))
    cases = workspace.read_cases(framework, inputs, beside, _assessors(framework, assessor, prefer))
    if has_errors(cases.diagnostics) and (cases.fatal or not leave_out_invalid):
        raise InputError(cases.diagnostics, framework.sources)
    return cases


def judge(framework: Framework, record: Record, inspection: Record | None = None) -> CaseResult:
    """What comes of one case: a judgement for every judged question, findings, and what was worked out.

    >>> framework = load_framework("cci-2012")
    >>> cases = read_cases(framework, "examples/essex-2012/cases.csv")
    >>> result = judge(framework, cases.records[0])
    >>> result.judgements[0].question, result.judgements[0].outcome.value
    ('rosh_screen_done', 'sufficient')
    """
    return judge_case(framework, record, inspection)


def score(framework: Framework, cases: Cases) -> Scores:
    """Every score of a batch of cases, by kind and key.

    >>> framework = load_framework("cci-2012")
    >>> scores = score(framework, read_cases(framework, "examples/essex-2012/cases.csv"))
    >>> safeguarding = scores["theme", "safeguarding"]
    >>> safeguarding.percent, safeguarding.numerator, safeguarding.denominator
    (73, 980, 1337)
    >>> safeguarding.band.label
    'MODERATE improvement required'
    >>> [s.percent for s in scores if s.kind == "section"]
    [72, 76, 75]
    """
    return workspace.judge_cases(framework, cases).scores


def score_files(  # noqa: PLR0913 (how the records are to be read and scored)
    framework: Framework,
    *sources: CaseSource,
    inspection: str | Path | None = None,
    by: Sequence[str] = (),
    leave_out_invalid: bool = False,
    evaluator: Evaluator | None = None,
    assessor: str | None = None,
    prefer: Sequence[str] = (),
) -> Run:
    """A batch of any size read, judged and scored part by part: its scores, breakdowns by facts, and findings.

    From 1,000 cases on they are judged by columns, in memory that does not grow with them; `evaluator` forces "reference" or
    "columnar", which come to the same. Raises `InputError` where records are invalid, unless `leave_out_invalid`
    asks for the others, and KeyError for a fact there is none of. `assessor` and `prefer` are those of `read_cases`.

    >>> framework = load_framework("cci-2012")
    >>> run = score_files(framework, "examples/essex-2012/cases.csv", by=["sentence"])
    >>> run.scores["theme", "safeguarding"].percent, run.cases.valid, run.findings.total
    (73, 85, 0)
    >>> [(group.value, group.cases) for group in run.breakdowns[0].groups][:2]
    [('referral_order', 29), ('reparation_order', 5)]
    """
    for fact in by:
        if fact not in framework.facts:
            raise KeyError(fact)
    given = _given(sources, inspection)
    how = HowScored(
        tuple(by), leave_out_invalid, evaluator, assessors=_assessors(framework, assessor, prefer)
    )
    cases, run = workspace.score_batch(framework, given, how)
    if run is None:
        raise InputError(cases.diagnostics, framework.sources)
    return run


def agreement(framework: Framework, cases: Cases) -> Agreement:
    """How far assessors agree who assessed the same cases, which were read with `assessor`.

    Raises ValueError where they were not.

    >>> framework = load_framework("examples/assessed-twice/criteria")
    >>> cases = read_cases(framework, "examples/assessed-twice/cases.csv", assessor="assessor")
    >>> found = agreement(framework, cases)
    >>> found.cases, found.levels[0].outcomes.agreeing, found.levels[0].outcomes.pairs
    (24, 155, 193)
    >>> round(float(found.levels[0].outcomes.figures.ac1.value), 2)
    0.67
    """
    return workspace.agreement_of_assessors(workspace.judge_cases(framework, cases))


def explain(framework: Framework, cases: Cases, case_id: str, question: str) -> Explanation:
    """Why a case was judged as it was on a question, and what the scores of the batch would be otherwise.

    Printed, it is the text `aboveline explain` shows; its `trail` is the rule itself with what each part came to.
    Raises `KeyError` where there is no such case or judged question.

    >>> framework = load_framework("cci-2012")
    >>> cases = read_cases(framework, "examples/essex-2012/cases.csv")
    >>> why = explain(framework, cases, "E001", "rosh_screen_done")
    >>> why.outcome
    'sufficient'
    >>> print(why.story[0])
    It applies: this question is asked of every case.
    """
    record = next((r for r in cases.records if r.case_id == case_id), None)
    if record is None:
        raise KeyError(case_id)
    if question not in framework.questions or not framework.questions[question].is_judged:
        raise KeyError(question)
    batch = score(framework, cases)
    return explanation(framework, workspace.trace(framework, record, question, cases.inspection, batch))


def count_survey(
    framework: Framework, survey: str, *sources: CaseSource, leave_out_invalid: bool = False
) -> SurveyView:
    """The answers to a survey of the framework, counted item by item, from files or from responses a program holds.

    Raises `InputError` where any response is invalid, unless `leave_out_invalid` asks for the others, and KeyError for a
    survey there is none of.

    >>> framework = load_framework("cci-2012")
    >>> counted = count_survey(framework, "victims", "examples/essex-2012/victims.csv")
    >>> needs_met = counted.items[2]
    >>> needs_met.responses, needs_met.answered, needs_met.positive, needs_met.positive_percent
    (27, 26, 24, 92)
    >>> counted.about("theme", "roh")[0].told[0].text
    '17 of 26 felt that attention was paid to their safety (65%)'
    """
    asked = framework.surveys[survey]
    inputs = [i for source in sources for i in _inputs(source, None, None)]
    given = read_responses(framework, asked, inputs)
    if has_errors(given.diagnostics) and (given.fatal or not leave_out_invalid):
        raise InputError(given.diagnostics, framework.sources)
    return survey_view(framework, asked, given)


def lint_framework(
    framework: Framework, *, only: Sequence[str] = (), without: Sequence[str] = ()
) -> "Linted":
    """What nobody can have meant in the criteria of a framework, proved over every case there could be.

    `remarks` are the findings that stand, `allowed` those that the criteria allow, with their reasons. `only` and `without`
    name rules by their codes; raises KeyError for one there is none of. Nothing is mended.

    >>> found = lint_framework(load_framework("examples/assessed-twice/criteria"))
    >>> [(one.code, one.diagnostic.message) for one in found.remarks]
    [('unused-fact', 'no rule uses the fact `assessor`')]
    >>> lint_framework(load_framework("cci-2012"), only=["never-applies", "redundant-part"]).remarks
    ()
    """
    from aboveline.lint.look import look  # noqa: PLC0415 (twice as slow to import as all else here)
    from aboveline.lint.registry import RULES  # noqa: PLC0415

    for code in (*only, *without):
        if code not in RULES:
            raise KeyError(code)
    # It is the criteria as they are written that are looked at, whatever the language of the framework.
    written = workspace.check(framework.name, framework.sources)
    return look(written.framework or framework, written.diagnostics, (set(only) or set(RULES)) - set(without))


def diff_frameworks(  # noqa: PLR0913 (what is told apart, on what, and how that is read)
    old: str | Path,
    new: str | Path,
    *sources: CaseSource,
    inspection: str | Path | None = None,
    leave_out_invalid: bool = False,
    assessor: str | None = None,
    prefer: Sequence[str] = (),
    proof: bool = False,
) -> "RevisionView":
    """Two versions of a framework told apart: what was edited, and with cases what each edit does to every score.

    Each version is a folder of criteria, a built-in framework, or a folder as it was in a git revision (`HEAD~1:criteria`).
    With cases `impact` has every score before and after, and what each edit adds to it, which adds up exactly; overrides are
    left aside. With `proof` it says of each question an edit acts on what could ever change, over all possible cases. Raises
    `InputError` where either version or, unless `leave_out_invalid`, any record has errors. `assessor` and `prefer` are those
    of `read_cases`.

    >>> told = diff_frameworks("cci-2012", "criteria/cci-2012", "examples/essex-2012/cases.csv")
    >>> told.edits, told.cases.read, [score for score in told.impact.scores if score.is_moved]
    ((), 85, [])
    """
    from aboveline.report.revision_view import revision_view  # noqa: PLC0415 (as above)
    from aboveline.revision.difference import difference, on_data  # noqa: PLC0415

    of = difference(_version(old), _version(new))
    data = None
    if sources:
        given = _given(sources, inspection)
        assessed = _assessors(of.new.framework, assessor, prefer)
        data = on_data(of, given, HowScored((), leave_out_invalid, assessors=assessed), workspace.unwatched)
        if data.impact is None:
            raise InputError(data.diagnostics, of.sources)
    proved = None
    if proof:
        from aboveline.revision.proving import prove  # noqa: PLC0415 (as above)

        proved = prove(of, workspace.unwatched)
    return revision_view(of, data, proved)


def record_schema(framework: Framework) -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of one case record, described in the words of the criteria.

    >>> record_schema(load_framework("cci-2012"))["$schema"]
    'https://json-schema.org/draft/2020-12/schema'
    """
    return workspace.record_schema(framework)


def _assessors(framework: Framework, fact: str | None, prefer: Sequence[str]) -> Assessors | None:
    """By whom cases may have been assessed. Raises KeyError, and ValueError for a fact that cannot say so."""
    if fact is None:
        return None
    why_not = why_no_assessor(framework.facts[fact])
    if why_not is not None:
        raise ValueError(f"expected a fact that names the assessor of a case, found `{fact}`, {why_not}")
    return Assessors(fact, tuple(prefer))


def _version(where: str | Path) -> "Version":
    """A version of a framework. Raises `InputError` where it has errors, or is not there."""
    from aboveline.revision.version import open_version  # noqa: PLC0415 (as above)

    opened = open_version(str(where))
    if opened.version is None:
        raise InputError(opened.diagnostics, opened.sources)
    return opened.version


def _given(sources: Sequence[CaseSource], inspection: str | Path | None) -> Given:
    """The files of a batch. Raises `InputError` where there is no such file."""
    return Given(
        tuple(one for source in sources for one in _inputs(source, None, None)),
        None if inspection is None else _input(str(inspection)),
    )


def _inputs(source: CaseSource, form: Form | None, sheet: str | None) -> list[Input]:
    """What a source holds, a file each. Raises `InputError` where there is no such file."""
    if not isinstance(source, str | Path):
        return [Input("given records", json.dumps(list(source), default=str).encode(), "json")]
    names, unknown = files.named([str(source)])
    if unknown:
        raise InputError(unknown, {})
    return [_input(name, form, sheet) for name in names]


def _input(name: str, form: Form | None = None, sheet: str | None = None) -> Input:
    """The bytes of a file under the name it is shown by. Raises `InputError` where there is no such file."""
    read, diagnostics = files.read(name, form, sheet)
    if read is None:
        raise InputError(diagnostics, {})
    return read


__all__ = [
    "Agreement",
    "CaseResult",
    "Cases",
    "Explanation",
    "Framework",
    "InputError",
    "Judgement",
    "Record",
    "Run",
    "Scores",
    "SurveyView",
    "agreement",
    "count_survey",
    "diff_frameworks",
    "explain",
    "judge",
    "lint_framework",
    "load_framework",
    "read_cases",
    "record_schema",
    "score",
    "score_files",
]
