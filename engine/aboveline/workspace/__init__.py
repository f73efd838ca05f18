"""Puts the passes in order: a folder of criteria becomes a Framework, files of cases become Scores.

This is the only place that knows which pass comes after which. Nothing here prints, and nothing
here is cleverer than calling one pass with what the last one gave.
"""

from aboveline.workspace.asked import (
    agreement_of_assessors,
    break_down,
    by_case_of,
    contributions_to,
    cover_cases,
    intervals_of,
    trace,
)
from aboveline.workspace.batch import (
    MANY,
    evaluator_for,
    figures_in,
    is_large,
    override,
    overrides_in,
    score_batch,
)
from aboveline.workspace.cases import (
    counted_results,
    inspection_record,
    judge_cases,
    judged_parts,
    read_cases,
)
from aboveline.workspace.criteria import (
    check,
    criteria_files,
    in_language,
    load,
    record_schema,
    untranslated_texts,
)
from aboveline.workspace.examples import cover_examples, run_examples, try_examples
from aboveline.workspace.model import (
    Cases,
    Evaluator,
    Given,
    HowScored,
    Run,
    Watch,
    Why,
    Workspace,
    unwatched,
)

__all__ = [
    "MANY",
    "Cases",
    "Evaluator",
    "Given",
    "HowScored",
    "Run",
    "Watch",
    "Why",
    "Workspace",
    "agreement_of_assessors",
    "break_down",
    "by_case_of",
    "check",
    "contributions_to",
    "counted_results",
    "cover_cases",
    "cover_examples",
    "criteria_files",
    "evaluator_for",
    "figures_in",
    "in_language",
    "inspection_record",
    "intervals_of",
    "is_large",
    "judge_cases",
    "judged_parts",
    "load",
    "override",
    "overrides_in",
    "read_cases",
    "record_schema",
    "run_examples",
    "score_batch",
    "trace",
    "try_examples",
    "untranslated_texts",
    "unwatched",
]
