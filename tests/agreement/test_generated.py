"""The columnar evaluator agrees with the reference evaluator on made-up frameworks and cases.

A pair is a framework and a batch of cases. A default run tries 20,000 of them: 2,000 frameworks, each with ten
batches (none to twelve cases each), so some 90,000 cases. The ten batches of a framework have one record of the
inspection, and go through one query; every judgement, answer, finding and worked-out value is compared case by case,
and the counts of each batch on their own. `AGREEMENT_PAIRS` tries another number of pairs.

Each framework and its batches follow from a seed that Hypothesis draws. Where the two evaluators differ, what shows
it is made as small as it goes before it is printed. A few frameworks more are drawn by Hypothesis itself, each with
one batch that goes through queries of its own.
"""

import os
from collections.abc import Sequence
from functools import cache

import pytest
from attrs import evolve
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from aboveline.framework.model import Framework
from aboveline.records.record import Record
from agreeing import disagreements
from cases import an_inspection, some_batches
from choices import Drawn, Seeded, some
from frameworks import Draft, made_up, written
from generate import batches, drafts, inspections
from smallest import smallest
from written import framework_of

PAIRS = int(os.environ.get("AGREEMENT_PAIRS", "20000"))
BATCHES = 10
UNHURRIED = settings(
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example],
)

#: What tells the batches of a framework apart, so that each is counted on its own.
BATCH = 'fact batch "Batch" whole number'


def groups(framework: Framework) -> tuple[str, ...]:
    """What cases can be grouped by."""
    return *framework.facts, *framework.questions


@settings(UNHURRIED, max_examples=40)
@given(st.data(), drafts())
def test_both_evaluators_agree_on_a_few_pairs(data: st.DataObject, draft: Draft):
    framework = framework_of(written(draft))
    records, beside = data.draw(batches(framework, most=12)), data.draw(inspections(framework))
    by = some(Drawn(data.draw), groups(framework), 0, 2)
    assert disagreements(framework, records, beside, by) == []


@pytest.mark.slow
@settings(UNHURRIED, max_examples=PAIRS // BATCHES, phases=[Phase.reuse, Phase.generate])
@given(st.integers(0, 2**32 - 1))
def test_both_evaluators_agree_on_very_many_pairs(seed: int):
    if found := differing(seed):
        raise AssertionError(found)


@cache
def differing(seed: int) -> str:
    """The least that shows where the two differ on what follows from a seed; nothing where they agree."""
    choices = Seeded(seed)
    draft = made_up(choices)
    files = written(evolve(draft, declarations=(*draft.declarations, BATCH)))
    framework = framework_of(files)
    records = [
        evolve(record, values={**record.values, "batch": at})
        for at, batch in enumerate(some_batches(choices, framework, BATCHES))
        for record in batch
    ]
    beside, by = an_inspection(choices, framework), ("batch", *some(choices, groups(framework), 0, 2))

    def look(framework: Framework, records: Sequence[Record], beside: Record) -> list[str]:
        known = groups(framework)
        return disagreements(framework, records, beside, [key for key in by if key in known])

    try:
        wrong = look(framework, records, beside)
    except Exception as error:  # noqa: BLE001 - that one of the two breaks is a disagreement as well
        wrong = [repr(error)]
    if not wrong:
        return ""
    shown, found = smallest(files, records, beside, look)
    return "\n".join((f"seed {seed}", str(shown), "", *found))
