"""The columnar evaluator agrees with the reference evaluator on every case of the Essex inspection."""

from pathlib import Path

import pytest

import aboveline
from agreeing import disagreements

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.mark.parametrize("by", [(), ("sentence",), ("sentence", "roh_active", "rmp_timely")])
def test_both_evaluators_agree_on_essex(by):
    framework = aboveline.load_framework(ROOT / "criteria" / "cci-2012")
    cases = aboveline.read_cases(framework, ROOT / "examples" / "essex-2012" / "cases.csv")
    assert disagreements(framework, cases.records, by=by) == []
