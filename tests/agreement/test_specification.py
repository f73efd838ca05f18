"""The columnar evaluator agrees with the reference evaluator on every case of the published specification."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from aboveline.framework.example_model import Example
from aboveline.framework.model import Framework
from aboveline.records.record import Record
from aboveline.values import Mark
from agreeing import disagreements
from reading.engine import Ran, keys
from reading.markdown import Block, Case, cases_in

FILES = sorted((Path(__file__).parent.parent / "language").glob("[0-9]*.md"))
CASES = [case for file in FILES for case in cases_in(file)]


def test_most_of_the_specification_can_be_judged():
    judged = [case for case in CASES if Ran(case).checked.framework is not None]
    with_records = [case for case in judged if Ran(case).cases(Ran(case).framework).records]
    assert (len(judged) > 200, len(with_records) > 100) == (True, True), (len(judged), len(with_records))


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_both_evaluators_agree_on_what_is_written(case: Case):
    ran = Ran(case)
    if ran.checked.framework is None:
        return
    cases = ran.cases(ran.framework)
    for framework in (ran.framework, *_asked_more(ran)):
        assert disagreements(framework, cases.records, cases.inspection) == []
    for example in ran.framework.examples:
        record, inspection = _given(example, ran.framework)
        assert disagreements(ran.framework, (record,), inspection) == []


def _asked_more(ran: Ran) -> Iterator[Framework]:
    """The framework with what the tables of the test ask about, as conditions and worked-out facts of their own."""
    asking = {
        "truths": 'condition asked_{} "?" where {}',
        "values": 'fact asked_{} "?" number worked out as {}',
    }
    for block in ran.case.own:
        if block.kind in asking:
            texts = [text for text in _first_column(block) if text not in keys(ran.framework)]
            more = "".join(f"\n{asking[block.kind].format(n, text)}\n" for n, text in enumerate(texts))
            found = ran.check(more).framework
            assert found is not None
            yield found


def _first_column(block: Block) -> list[str]:
    return [line.split("|")[0].strip() for line in block.text.splitlines()[1:]]


def _given(example: Example, framework: Framework) -> tuple[Record, Record]:
    """The case of an example, and the facts of the inspection beside it."""
    values = {
        given.key: Mark.NOT_APPLICABLE if given.value is None else given.value
        for given in example.given
        if given.kind in {"fact", "answer", "mark"}
    }
    once = {key for key, fact in framework.facts.items() if fact.of_inspection}
    record = Record("example", {key: value for key, value in values.items() if key not in once})
    return record, Record("", {key: value for key, value in values.items() if key in once})
