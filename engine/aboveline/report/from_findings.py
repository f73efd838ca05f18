"""Turns what was noticed of a batch into the FindingsView that text, JSON and CSV show."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from attrs import field

from aboveline.analysis.rare_values import RULES
from aboveline.framework.model import Framework, label_of
from aboveline.frozen import frozen
from aboveline.judgement import Finding
from aboveline.records.record import Record
from aboveline.report.finding_groups import FINDING_WORDS
from aboveline.report.findings_view import (
    RARE_VALUE,
    About,
    ByFact,
    Examined,
    FindingKind,
    FindingsView,
    GroupCounts,
    Noticed,
    OfCase,
)
from aboveline.report.phrases import value_in_words
from aboveline.scoring.groups import NONE, GroupKey, group_of, in_order
from aboveline.values import Mark

#: What is said at the end of every report.
HOW = (
    "A finding is for a person to look at, and is not scored. What became of the value is said with its kind.",
    "The findings are those that `aboveline score` counts. Rare values are counted apart, and are told here alone.",
    *RULES,
)


@frozen
class _Seen:
    """What is kept of the records as they go by: the place of each case among them, and its group by each fact."""

    places: dict[str, int] = field(factory=dict[str, int])
    groups: dict[str, tuple[GroupKey, ...]] = field(factory=dict[str, tuple[GroupKey, ...]])
    noticed: dict[str, Record] = field(factory=dict[str, Record])


def from_findings(  # noqa: PLR0913 (what was noticed of what, and how it is asked for)
    framework: Framework,
    records: Iterable[Record],
    findings: Iterable[Finding],
    examined: Examined,
    *,
    inspection: Record | None = None,
    by: Sequence[str] = (),
    show_values: bool = False,
) -> FindingsView:
    """The report on some findings and the records they are of; `by` are keys of facts to group the cases by."""
    by_case: dict[str, list[Finding]] = {}
    for finding in findings:
        by_case.setdefault(finding.case_id, []).append(finding)
    seen = _seen(framework, records, by_case, inspection, by)
    order = sorted(by_case, key=lambda case: seen.places.get(case, len(seen.places)))
    rows = {
        case: tuple(
            _noticed(framework, f, seen, inspection, by, show_values=show_values) for f in by_case[case]
        )
        for case in order
    }
    noticed = tuple(row for case in order for row in rows[case])
    of_cases = [OfCase(case, rows[case]) for case in order if case]
    return FindingsView(
        framework=framework.name,
        label=framework.label,
        version=framework.version,
        examined=examined,
        cases=len(seen.places),
        noticed=noticed,
        kinds=tuple(_kinds(framework, noticed)),
        by_case=tuple(sorted(of_cases, key=lambda one: (-one.findings, -one.rare_values))),
        by=tuple(_by(framework, fact, at, seen, rows) for at, fact in enumerate(by)),
        values_shown=show_values,
        how=HOW,
    )


def _seen(
    framework: Framework,
    records: Iterable[Record],
    by_case: Mapping[str, Sequence[Finding]],
    inspection: Record | None,
    by: Sequence[str],
) -> _Seen:
    seen = _Seen()
    facts = [framework.facts[key] for key in by]
    for record in records:
        seen.places[record.case_id] = len(seen.places)
        if facts:
            groups = tuple(group_of(framework, fact, record, inspection) for fact in facts)
            seen.groups[record.case_id] = groups
        if record.case_id in by_case:
            seen.noticed[record.case_id] = record
    return seen


def _noticed(  # noqa: PLR0913 (a finding, and all that is told with it)
    framework: Framework,
    finding: Finding,
    seen: _Seen,
    inspection: Record | None,
    by: Sequence[str],
    *,
    show_values: bool,
) -> Noticed:
    groups = seen.groups.get(finding.case_id, ())
    record = seen.noticed.get(finding.case_id, inspection)
    return Noticed(
        code=finding.code,
        case_id=finding.case_id,
        subject=finding.subject,
        label=label_of(framework, finding.subject),
        message=finding.message,
        place=finding.place,
        value=_value(framework, record, finding.subject) if show_values and record is not None else None,
        groups=tuple(_group_in_words(framework, f, g) for f, g in zip(by, groups, strict=False)),
    )


def _value(framework: Framework, record: Record, subject: str) -> str | None:
    """What a record holds for a fact or an answer, in words; None for a check, which holds nothing."""
    value = record.values.get(subject)
    if value is None or isinstance(value, Mark):
        return None if value is None else value.value
    if subject in framework.facts:
        return value_in_words(value, framework.facts[subject].type)
    return value_in_words(value, framework.questions[subject].answers)


def _group_in_words(framework: Framework, fact: str, group: GroupKey) -> str:
    why, value = group
    if value is not None:
        return value_in_words(value, framework.facts[fact].type)
    return "does not arise" if why == NONE else "not known"


# --- Counted ---------------------------------------------------------------------------------


def _kinds(framework: Framework, noticed: Sequence[Noticed]) -> Iterator[FindingKind]:
    """The kinds in the order they are always told; in each, what most findings are about first."""
    rank = {key: at for at, key in enumerate((*framework.facts, *framework.questions, *framework.checks))}
    found: dict[str, dict[str, list[Noticed]]] = {}
    for row in noticed:
        found.setdefault(row.code, {}).setdefault(row.subject, []).append(row)
    for code in (c for c in FINDING_WORDS if c in found):
        about = [
            About(subject, rows[0].label, len(rows), tuple(row.case_id for row in rows))
            for subject, rows in found[code].items()
        ]
        about.sort(key=lambda one: (-one.count, rank.get(one.subject, len(rank))))
        cases = {case for one in about for case in one.cases}
        yield FindingKind(code, FINDING_WORDS[code], sum(a.count for a in about), len(cases), tuple(about))


def _by(
    framework: Framework, fact: str, at: int, seen: _Seen, rows: Mapping[str, Sequence[Noticed]]
) -> ByFact:
    parts: dict[GroupKey, list[str]] = {}
    for case, groups in seen.groups.items():
        parts.setdefault(groups[at], []).append(case)
    about = framework.facts[fact]
    return ByFact(
        fact,
        about.label,
        tuple(_group(framework, fact, key, cases, rows) for key, cases in in_order(about, parts)),
    )


def _group(
    framework: Framework,
    fact: str,
    key: GroupKey,
    cases: Sequence[str],
    rows: Mapping[str, Sequence[Noticed]],
) -> GroupCounts:
    codes = Counter(row.code for case in cases for row in rows.get(case, ()))
    return GroupCounts(
        value=None if key[1] is None else str(key[1]),
        label=_group_in_words(framework, fact, key),
        cases=len(cases),
        with_findings=sum(any(not row.is_rare for row in rows.get(case, ())) for case in cases),
        findings=codes.total() - codes[RARE_VALUE],
        rare_values=codes[RARE_VALUE],
        kinds=tuple((code, codes[code]) for code in FINDING_WORDS if codes[code]),
    )
