"""Says which assessment of each case stands where some were assessed more than once, and which are kept aside."""

from collections.abc import Mapping, Sequence
from typing import Any

from aboveline.framework.model import Framework
from aboveline.records.assessors import assessor_of
from aboveline.report.view import AssessedBlock, KeptAside
from aboveline.workspace import Cases


def assessed_block(framework: Framework, cases: Cases) -> AssessedBlock | None:
    """By whom the cases were assessed; None where each was to be assessed once."""
    if cases.assessors is None:
        return None
    fact = framework.facts[cases.assessors.fact]
    return AssessedBlock(
        fact=fact.key,
        label=fact.label,
        prefer=cases.assessors.prefer,
        rule=_rule(cases.assessors.prefer),
        cases=len(cases.assessed_again),
        aside=tuple(
            KeptAside(
                record.case_id,
                assessor_of(record, cases.assessors),
                record.place_of(fact.key, fact.column),
            )
            for record in cases.aside
        ),
    )


def stored_block(cases: Mapping[str, Any]) -> AssessedBlock | None:
    """The same of a sealed run, from what its document of scores says of the cases."""
    told = cases.get("assessed")
    if told is None:
        return None
    return AssessedBlock(
        fact=told["by"],
        label=told["label"],
        prefer=tuple(told["prefer"]),
        rule=told["rule"],
        cases=told["more_than_once"],
        aside=tuple(KeptAside(one["case"], one["assessor"], None) for one in told["aside"]),
    )


def assessed_words(block: AssessedBlock | None, done: str = "scored") -> str | None:
    """What must be said where cases were assessed more than once; None where they were not to be."""
    if block is None:
        return None
    by = f"by the assessors “{block.label}” names"
    if not block.cases:
        return f"No case was assessed more than once {by}."
    cases = "1 case was" if block.cases == 1 else f"{block.cases:,} cases were"
    aside = len(block.aside)
    others = "1 assessment is kept aside" if aside == 1 else f"{aside:,} assessments are kept aside"
    return f"{cases} assessed more than once {by}. One assessment of each is {done}: {block.rule}; {others}."


def _rule(prefer: Sequence[str]) -> str:
    named = "".join(f"that of {name}, or else " for name in prefer)
    return f"{named}that of the assessor whose name sorts first"
