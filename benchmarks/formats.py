"""Reading each form of cases and scoring them, whole processes."""

import json
import subprocess
from collections.abc import Iterator
from typing import Any

from benchmarks.agreement import DisagreementError
from benchmarks.case_files import FORMS, WORDY, WORKBOOKS, case_file
from benchmarks.command import columnar_if_offered, process, score
from benchmarks.evaluators import REFERENCE, one_by_one
from benchmarks.row import Limit, Row, measured
from benchmarks.settings import MILLION, Settings
from benchmarks.timing import in_turn

PART = "formats"

#: How the reference evaluator, judging alone, is to compare with the command going from Parquet to scores.
TO_PARQUET = Limit(50, at_least=True)

_PARQUET = "Parquet to scores"
_FEW = 85


def rows(settings: Settings) -> Iterator[Row]:
    """Every form at the sizes it is fit for. Raises DisagreementError where two forms come to other scores."""
    _check(settings)
    for size in settings.sizes:
        fit = [form for form in FORMS if size <= _most(settings, form)]
        commands = {
            f"{form} to scores": score(case_file(settings, form, size), evaluator=columnar_if_offered())
            for form in fit
        }
        took = in_turn({n: process(c, settings.seconds) for n, c in commands.items()}, settings.runs)
        parquet = (_PARQUET, took[_PARQUET])
        limit = TO_PARQUET if size >= MILLION else None
        alone = one_by_one(settings.framework, size)
        yield measured(PART, (f"{REFERENCE}, in memory", size), alone, parquet, limit)
        for name, its_time in took.items():
            yield measured(PART, (name, size), its_time, parquet)
        for form in (form for form in FORMS if form not in fit):
            yield Row(PART, f"{form} to scores", size, note="too many cases for this form")


def _most(settings: Settings, form: str) -> float:
    if form in WORKBOOKS:
        return settings.most_in_workbook
    return settings.most_in_text if form in WORDY else float("inf")


def _check(settings: Settings) -> None:
    found = {form: _scores(case_file(settings, form, _FEW)) for form in FORMS}
    known = {form: its_scores for form, its_scores in found.items() if its_scores is not None}
    wanted = next(iter(known.values()), None)
    differ = [form for form, its_scores in known.items() if its_scores != wanted]
    if differ:
        raise DisagreementError(f"the same cases come to other scores from {', '.join(differ)}")


def _scores(file: str) -> Any:  # noqa: ANN401 (JSON)
    """The scores of some cases; None where the command cannot read them, of which the row will tell."""
    done = subprocess.run([*score(file), "--format", "json"], check=False, capture_output=True, text=True)
    return None if done.returncode else json.loads(done.stdout)["scores"]
