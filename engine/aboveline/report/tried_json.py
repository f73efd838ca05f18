"""Turns the table of what examples show, and the examples that are missing, into data."""

from collections.abc import Mapping, Sequence
from typing import Any

from aboveline.analysis.coverage import Covered
from aboveline.analysis.suggesting import Suggestion, Tried
from aboveline.framework.model import Framework
from aboveline.report.coverage import rules_json
from aboveline.report.phrases import written
from aboveline.report.suggested import example_text, expected_line, given_of
from aboveline.report.titles import aim_in_words, title
from aboveline.report.tried import Row, Seen, by_file, by_owner, counted, share


def tried_json(framework: Framework, covered: Sequence[Covered], rows: Sequence[Row]) -> dict[str, Any]:
    """How much of the criteria the examples try, as `schemas/test-results.schema.json` describes it."""
    plain, by_span = rules_json(framework, covered), {row.rule.span: row for row in rows}
    every = [by_span[rule.span] for rule in covered]
    return {
        "summary": {**plain["summary"], **_share(rows), **_ways(rows)},
        "files": [{"name": name, **_share(its)} for name, its in by_file(rows).items()],
        "owners": [{"name": name, **_share(its)} for name, its in by_owner(framework, rows).items()],
        "rules": [
            {**rule, "standing": row.standing, "ways": [_seen(one) for one in row.seen]}
            for rule, row in zip(plain["rules"], every, strict=True)
        ],
    }


def _share(rows: Sequence[Row]) -> dict[str, int]:
    found = share(rows)
    return {"tried_whole": found.whole, "can_be_tried": found.of, "percent_whole": found.percent}


def _ways(rows: Sequence[Row]) -> dict[str, Any]:
    return {
        "ways": [{"of": one.kind, "shown": one.shown, "can_be_shown": one.of} for one in counted(rows)],
        "never": sum(len(row.in_state("never")) for row in rows),
        "not_settled": sum(len(row.in_state("open")) for row in rows),
    }


def _seen(one: Seen) -> dict[str, Any]:
    found: dict[str, Any] = {"of": one.aim.kind, "words": one.words, "state": one.state}
    if one.aim.line:
        found["line"] = one.aim.line
    return {**found, "why": one.why} if one.why else found


def suggested_json(tried: Tried) -> Sequence[Mapping[str, Any]]:
    """The examples that are missing."""
    return [_suggestion(tried, one) for one in tried.suggestions]


def _suggestion(tried: Tried, one: Suggestion) -> dict[str, Any]:
    goals = tried.goals
    framework = goals.framework
    return {
        "label": title(goals, one),
        "given": given_of(framework, one.case),
        "expect": [expected_line(framework, e) for e in one.expected],
        "shows": [
            {"words": written(framework, goal.span), "way": aim_in_words(goals, goal)} for goal in one.goals
        ],
        "text": example_text(goals, one),
    }
