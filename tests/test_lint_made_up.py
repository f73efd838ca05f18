"""Linting frameworks that are made up with everything the language has: it comes to an end, and mending them changes no judgement.

How the frameworks are made is in `frameworks.py`; there are repeats, dates, ratings and facts of the inspection among them.
"""

from collections.abc import Mapping

import pytest

from aboveline.analysis.examples import run_examples
from aboveline.framework.model import Framework
from aboveline.lint.fixes import fixed
from aboveline.lint.grounds import Grounds
from aboveline.lint.look import look
from aboveline.records.record import Record
from aboveline.reference.judge import CaseResult, judge
from aboveline.source import Source
from aboveline.workspace import Workspace, check
from choices import Seeded
from frameworks import USUAL, made_up, written

#: The first two once went wrong: a whole repeat named in a list, and a clause that some items alone need.
SEEDS = (10, 58, 301, 302, 303, 304, 306, 307, 308)


def sources_of(files: Mapping[str, str]) -> dict[str, Source]:
    return {name: Source(name, text) for name, text in files.items()}


def loaded_from(seed: int) -> Workspace:
    return check("t", sources_of(written(made_up(Seeded(seed), USUAL))))


@pytest.mark.slow
@pytest.mark.parametrize("seed", SEEDS)
def test_mending_a_made_up_framework_changes_no_judgement(seed: int):
    loaded = loaded_from(seed)
    assert loaded.framework is not None
    linted = look(loaded.framework, loaded.diagnostics)
    for one in linted.remarks:
        assert one.at.end <= len(loaded.sources[one.at.file].text)
        assert one.witness is None or _holds(loaded, one.witness)
    mended = fixed("t", linted)
    if mended.refused or not mended.made:
        return
    after = check("t", {**loaded.sources, **mended.sources}).framework
    assert after is not None
    for scope in Grounds(loaded.framework).cases:
        case, beside = Record("A1", scope.values), Record("", scope.of_inspection)
        assert _came(loaded.framework, case, beside) == _came(after, case, beside)


def _came(framework: Framework, case: Record, beside: Record) -> object:
    result: CaseResult = judge(framework, case, beside)
    return [(j.question, j.outcome) for j in result.judgements], result.derived


def _holds(loaded: Workspace, example: str) -> bool:
    """Whether a case that shows a finding comes to what it says, added to the criteria as an example."""
    with_it = check("t", {**loaded.sources, "z.criteria": Source("z.criteria", example)}).framework
    assert with_it is not None
    *_, result = run_examples(with_it)
    return result.passed
