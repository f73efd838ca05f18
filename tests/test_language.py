"""The published specification of the language, `language/*.md`, is what the engine does."""

from difflib import unified_diff
from pathlib import Path

import pytest

from reading import beside
from reading.answers import ANSWERS, INPUTS, SNAPSHOTS, expected
from reading.engine import Ran
from reading.markdown import Block, Case, cases_in

FILES = sorted((Path(__file__).parent / "language").glob("[0-9]*.md"))
CASES = [case for file in FILES for case in cases_in(file)]


def test_every_heading_has_a_name_of_its_own():
    names = [case.name for case in CASES]
    assert sorted({name for name in names if names.count(name) > 1}) == []


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_the_engine_does_what_is_written(case: Case, snapshots: dict[Path, dict[int, str]]):
    ran = Ran(case)
    wrong: list[str] = []
    for block in case.own:
        if block.kind in INPUTS or (block.kind == "criteria" and _shown_below(case, block)):
            continue
        found = ANSWERS[block.kind](ran, block)
        if found == expected(block):
            continue
        if block.kind in SNAPSHOTS:
            snapshots.setdefault(case.file, {})[block.line] = found
        wrong.append(_difference(case, block, found))
    wrong += _untold(ran)
    if wrong:
        pytest.fail("\n\n".join(wrong), pytrace=False)


def _shown_below(case: Case, block: Block) -> bool:
    """Whether what is wrong with a criteria block without remarks is shown in full beneath it."""
    return "diagnostics" in {b.kind for b in case.own} and not beside.read(block.text).remarks


def _difference(case: Case, block: Block, found: str) -> str:
    lines = unified_diff(
        expected(block).splitlines(), found.splitlines(), "written", "the engine", lineterm="", n=2
    )
    return "\n".join([f"{case.file.name}:{block.line} {case.heading}: {block.kind}", *lines])


def _untold(ran: Ran) -> list[str]:
    """What the engine says of a test that no block of it has a place for."""
    kinds = {block.kind for block in ran.case.own}
    told: list[str] = []
    if "diagnostics" not in kinds:
        stray = [d for d in ran.diagnostics if d not in _beside_own_criteria(ran)]
        expected_above = {
            r.code
            for c in ran.criteria
            if c.block in ran.case.above
            for rs in c.annotated.remarks.values()
            for r in rs
        }
        told += [f"[{d.code}] {d.message}" for d in stray if d.code not in expected_above]
    if kinds & {"judgements", "scores", "counts"} and "findings" not in kinds:
        told += [f"[{f.code}] {f.case_id} {f.subject}" for result in ran.run.results for f in result.findings]
    return [f"{ran.case.name}: nothing here expects\n" + "\n".join(told)] if told else []


def _beside_own_criteria(ran: Ran) -> list[object]:
    from aboveline.source import Span

    own = [c.block for c in ran.criteria if c.block in ran.case.own]
    found = []
    for complaint in ran.diagnostics:
        at = complaint.labels[0].at if complaint.labels else None
        if isinstance(at, Span) and any(ran.seen_in(at)[0].block is block for block in own):
            found.append(complaint)
    return found
