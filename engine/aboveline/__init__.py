"""Scores inspection cases against practice criteria written in plain words, with a trail for every figure.

>>> import aboveline
>>> framework = aboveline.load_framework("cci-2012")
>>> cases = aboveline.read_cases(framework, "examples/essex-2012/cases.csv")
>>> scores = aboveline.score(framework, cases)
>>> scores["section", "1"].percent
72
>>> print(aboveline.explain(framework, cases, "E001", "rosh_screen_done").outcome)
sufficient

What is listed in `__all__` is the public interface; everything else may change. Each name is loaded when it is first
used, so that importing the package costs next to nothing.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from aboveline.analysis.agreement import Agreement
    from aboveline.api import (
        InputError,
        agreement,
        count_survey,
        diff_frameworks,
        explain,
        judge,
        lint_framework,
        load_framework,
        read_cases,
        record_schema,
        score,
        score_files,
    )
    from aboveline.diagnostics import Diagnostic
    from aboveline.framework.model import Framework
    from aboveline.judgement import Finding, Judgement, Outcome
    from aboveline.lint.model import Linted, Remark
    from aboveline.records.record import Record
    from aboveline.reference.judge import CaseResult
    from aboveline.report.explanation import Explanation
    from aboveline.report.revision_view import RevisionView
    from aboveline.report.survey_view import SurveyView
    from aboveline.scoring.model import Score, Scores
    from aboveline.trail import Trail
    from aboveline.workspace import Cases, Run

#: Every public name, and the module it stands in.
_HOMES = {
    "Agreement": "analysis.agreement",
    "CaseResult": "reference.judge",
    "Cases": "workspace",
    "Diagnostic": "diagnostics",
    "Explanation": "report.explanation",
    "Finding": "judgement",
    "Framework": "framework.model",
    "InputError": "api",
    "Judgement": "judgement",
    "Linted": "lint.model",
    "Outcome": "judgement",
    "Record": "records.record",
    "Remark": "lint.model",
    "RevisionView": "report.revision_view",
    "Run": "workspace",
    "Score": "scoring.model",
    "Scores": "scoring.model",
    "SurveyView": "report.survey_view",
    "Trail": "trail",
    "agreement": "api",
    "count_survey": "api",
    "diff_frameworks": "api",
    "explain": "api",
    "judge": "api",
    "lint_framework": "api",
    "load_framework": "api",
    "read_cases": "api",
    "record_schema": "api",
    "score": "api",
    "score_files": "api",
}

__all__ = [
    "Agreement",
    "CaseResult",
    "Cases",
    "Diagnostic",
    "Explanation",
    "Finding",
    "Framework",
    "InputError",
    "Judgement",
    "Linted",
    "Outcome",
    "Record",
    "Remark",
    "RevisionView",
    "Run",
    "Score",
    "Scores",
    "SurveyView",
    "Trail",
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


def __getattr__(name: str) -> Any:  # noqa: ANN401 (whatever the name stands for)
    if name not in _HOMES:
        raise AttributeError(f"module 'aboveline' has no attribute {name!r}")
    from importlib import import_module  # noqa: PLC0415 (only for a name that is used)

    return getattr(import_module(f"aboveline.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return [*__all__, "__all__", "__doc__"]
