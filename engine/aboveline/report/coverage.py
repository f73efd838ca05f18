"""Turns what cases show of the criteria into text and data: rules that never came to yes, to no, or up at all."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal

from aboveline.analysis.caseload import CaseCoverage
from aboveline.analysis.coverage import Covered, Rule
from aboveline.framework.model import Framework
from aboveline.report.diagnostics_json import place_json
from aboveline.report.ink import Ink, plain
from aboveline.report.layout import WIDTH, column_widths, pad, wrap
from aboveline.report.phrases import place_in_words, written

Lack = Literal["never yes", "never no", "never known", "never needed"]

#: What each lack is called where it is listed.
_HEADS: Mapping[Lack, str] = {
    "never yes": "Never yes",
    "never no": "Never no",
    "never known": "Never known: a fact or an answer was missing each time",
    "never needed": "Never needed: nothing came to the point where they matter",
}


def lack_of(rule: Covered) -> Lack | None:
    """What a rule never came to; None where it came to yes at some time and to no at another."""
    counts = rule.counts
    if not (counts["yes"] or counts["no"]):
        return "never known" if counts["unknown"] else "never needed"
    if not counts["yes"]:
        return "never yes"
    return None if counts["no"] else "never no"


# --- Text ------------------------------------------------------------------------------------


def case_coverage_text(
    framework: Framework, found: CaseCoverage, fewer: int, ink: Ink = plain, width: int = WIDTH
) -> str:
    """What the cases never show: rules, facts nobody filled in, and questions that applied to few of them."""
    cases = "1 case" if found.cases == 1 else f"{found.cases} cases"
    lines = [
        ink(f"What {cases} show of the criteria", "strong"),
        "",
        *wrap(f"They try {_share(found.rules)}.", width),
        *wrap(_summed_up(found.rules), width),
        *_lacks(framework, found.rules, ink, width),
    ]
    empty = [(f.key, f.label) for f in found.fields if not f.filled and not f.is_answer]
    lines += _table("Facts nobody filled in", empty, ink, width)
    blank = [(f.key, f.label) for f in found.fields if not f.filled and f.is_answer]
    lines += _table("Questions nobody answered", blank, ink, width)
    few = [(q.key, str(q.applied), q.label) for q in found.questions if q.applied < fewer]
    noun = "case" if fewer == 1 else "cases"
    lines += _table(f"Questions that applied to fewer than {fewer} {noun}", few, ink, width)
    return "\n".join(lines) + "\n"


def _share(rules: Sequence[Covered]) -> str:
    both = sum(r.is_covered for r in rules)
    return f"{both} of {len(rules)} clauses, conditions, rows and parts of them both ways, yes and no ({_percent(both, len(rules))}%)"


def _percent(part: int, whole: int) -> int:
    """A share in whole percentages, rounded down, so that 100 % means all."""
    return 100 * part // whole if whole else 100


def _summed_up(rules: Sequence[Covered]) -> str:
    of = {c: sum(bool(r.counts[c]) for r in rules) for c in ("yes", "no", "unknown")}
    never = sum(lack_of(r) == "never needed" for r in rules)
    return f"{of['yes']} came to yes, {of['no']} to no, {of['unknown']} were unknown at some time; {never} were never needed."


def _lacks(framework: Framework, rules: Sequence[Covered], ink: Ink, width: int) -> Iterator[str]:
    for lack, head in _HEADS.items():
        lacking = [r for r in rules if lack_of(r) == lack]
        if not lacking:
            continue
        yield ""
        yield ink(f"{head} ({len(lacking)})", "strong")
        for rule in lacking:
            words = f"{rule_in_words(framework, rule)} ({place_in_words(framework, rule.span)})"
            yield from wrap(words, width, "  ", "    ")


def rule_in_words(framework: Framework, rule: Covered | Rule) -> str:
    """The words of a rule; of a clause that stands by default, the name of its question."""
    words = written(framework, rule.span)
    name = framework.questions[rule.owner].name if rule.owner in framework.questions else rule.owner
    return f"{words}: sufficient when yes" if rule.kind == "clause" and words == name else words


def _table(head: str, rows: Sequence[tuple[str, ...]], ink: Ink, width: int) -> Iterator[str]:
    if not rows:
        return
    yield ""
    yield ink(f"{head} ({len(rows)})", "strong")
    widths = column_widths([row[:-1] for row in rows])
    for row in rows:
        start = "  " + "  ".join(pad(cell, widths[i]) for i, cell in enumerate(row[:-1])) + "  "
        first, *more = wrap(row[-1], width, " " * len(start), " " * (len(start) + 2))
        yield start + first.strip()
        yield from more


# --- Data ------------------------------------------------------------------------------------


def rules_json(framework: Framework, rules: Sequence[Covered]) -> dict[str, Any]:
    """How often each rule came to what, and the sums."""
    both = sum(r.is_covered for r in rules)
    return {
        "summary": {
            "rules": len(rules),
            "yes_and_no": both,
            "percent": _percent(both, len(rules)),
            "ever_yes": sum(bool(r.counts["yes"]) for r in rules),
            "ever_no": sum(bool(r.counts["no"]) for r in rules),
            "ever_unknown": sum(bool(r.counts["unknown"]) for r in rules),
            "never_needed": sum(lack_of(r) == "never needed" for r in rules),
        },
        "rules": [
            {
                "of": r.kind,
                "owner": r.owner,
                "words": written(framework, r.span),
                "place": place_json(r.span, framework.sources),
                "yes": r.counts["yes"],
                "no": r.counts["no"],
                "unknown": r.counts["unknown"],
                "not_needed": r.counts["not needed"],
                "lack": lack_of(r),
            }
            for r in rules
        ],
    }


def case_coverage_json(framework: Framework, found: CaseCoverage, fewer: int) -> dict[str, Any]:
    """What the cases show of the criteria, as `schemas/coverage.schema.json` describes it."""
    return {
        "version": 1,
        "kind": "coverage",
        "framework": {"name": framework.name, "label": framework.label, "version": framework.version},
        "cases": found.cases,
        "fewer_than": fewer,
        **rules_json(framework, found.rules),
        "fields": [
            {
                "key": f.key,
                "label": f.label,
                "of": "question" if f.is_answer else "fact",
                "filled": f.filled,
                "out_of": f.cases,
            }
            for f in found.fields
        ],
        "questions": [
            {"key": q.key, "label": q.label, "applied": q.applied, "few": q.applied < fewer}
            for q in found.questions
        ],
    }
