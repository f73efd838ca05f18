"""The columnar evaluator agrees with the reference evaluator on made-up frameworks and cases.

How many pairs the slow test tries is `AGREEMENT_PAIRS`, 200 unless it is given. Before a release, and after a change
to either evaluator, give it 20,000: that is most of an hour.
"""

import os

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agreeing import disagreements
from generate import Draft, batches, drafts, inspections, written
from written import framework_of

PAIRS = int(os.environ.get("AGREEMENT_PAIRS", "200"))
UNHURRIED = settings(
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example],
)

#: What a batch may be grouped by.
GROUPS = ((), ("asked",), ("colour", "opened"), ("shade", "length"), ("cost",))


def agree(data: st.DataObject, draft: Draft) -> None:
    framework = framework_of(written(draft))
    cases, inspection = data.draw(batches(framework, most=12)), data.draw(inspections(framework))
    by = data.draw(st.sampled_from(GROUPS))
    assert disagreements(framework, cases, inspection, by) == []


@settings(UNHURRIED, max_examples=25)
@given(st.data(), drafts())
def test_both_evaluators_agree_on_a_few_frameworks(data: st.DataObject, draft: Draft):
    agree(data, draft)


@pytest.mark.slow
@settings(UNHURRIED, max_examples=PAIRS)
@given(st.data(), drafts())
def test_both_evaluators_agree_on_very_many_frameworks(data: st.DataObject, draft: Draft):
    agree(data, draft)
