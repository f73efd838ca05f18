"""Turns the results of a framework's examples into text and data."""

from collections.abc import Iterator, Sequence
from typing import Any

from aboveline.analysis.examples import Checked, ExampleResult
from aboveline.framework.model import Framework
from aboveline.report.diagnostics_json import place_json
from aboveline.report.ink import Ink, plain
from aboveline.report.layout import WIDTH, wrap
from aboveline.report.phrases import place_in_words


def examples_text(
    framework: Framework, results: Sequence[ExampleResult], ink: Ink = plain, width: int = WIDTH
) -> str:
    """Every example that did not come out as it should, with what was expected and found, then how many did."""
    lines: list[str] = []
    for result in results:
        if not result.passed:
            lines += [*_failed(framework, result, ink, width), ""]
    if not results:
        return "no examples: an example shows what a rule is meant to do, and guards it when the rule is changed\n"
    failed = sum(not r.passed for r in results)
    noun = "example" if len(results) == 1 else "examples"
    if failed:
        lines.append(ink(f"{failed} of {len(results)} {noun} did not come out as expected", "error"))
    else:
        lines.append(ink(f"{len(results)} {noun}: all came out as expected", "good"))
    return "\n".join(lines) + "\n"


def examples_json(framework: Framework, results: Sequence[ExampleResult]) -> dict[str, Any]:
    """The same as data, as `schemas/test-results.schema.json` describes it."""
    return {
        "version": 1,
        "kind": "test-results",
        "framework": {"name": framework.name, "label": framework.label, "version": framework.version},
        "passed": all(r.passed for r in results),
        "examples": [
            {
                "label": r.example.label,
                "place": place_json(r.example.span, framework.sources),
                "passed": r.passed,
                "expectations": [_expectation(framework, c) for c in r.checks],
            }
            for r in results
        ],
    }


def _failed(framework: Framework, result: ExampleResult, ink: Ink, width: int) -> Iterator[str]:
    yield from (ink(line, "strong") for line in wrap(f"example “{result.example.label}”", width))
    yield ink(f"  {place_in_words(framework, result.example.span)}", "place")
    for check in result.checks:
        if not check.passed:
            where = place_in_words(framework, check.expect.span).rpartition(", ")[2]
            words = f"expected `{check.expect.key}` to be {check.expected}, found {check.found} ({where})"
            yield from wrap(words, width, "  ", "    ")


def _expectation(framework: Framework, check: Checked) -> dict[str, Any]:
    return {
        "subject": check.expect.key,
        "place": place_json(check.expect.span, framework.sources),
        "passed": check.passed,
        "expected": check.expected,
        "found": check.found,
    }
