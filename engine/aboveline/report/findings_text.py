"""Turns a FindingsView into text: what was noticed by kind, then case by case, then by what a fact says."""

from collections.abc import Iterator, Sequence

from aboveline.records.raw import counted
from aboveline.report.assessed import assessed_words
from aboveline.report.findings_view import About, ByFact, FindingKind, FindingsView, Noticed, OfCase
from aboveline.report.ink import Ink, plain
from aboveline.report.layout import WIDTH, column_widths, pad, wrap
from aboveline.scoring.figures import percent_of

#: How many of each are listed before the rest are only counted.
_ABOUT, _CASES, _IDS, _OF_CASE, _GROUPS, _FILES = 15, 20, 6, 10, 40, 10


def findings_text(view: FindingsView, ink: Ink = plain, width: int = WIDTH) -> str:
    """The whole report."""
    lines = [*_heading(view, ink, width), "", *wrap(_in_all(view), width)]
    if view.kinds:
        lines += ["", ink("By kind", "strong")]
        for kind in view.kinds:
            lines += _kind(kind, width)
    if view.by_case:
        lines += ["", ink("By case, those with most findings first", "strong")]
        for one in view.by_case[:_CASES]:
            lines += _case(one, width)
        lines += _more(len(view.by_case) - _CASES, "case", "  ", "; all that was noticed: --format csv")
    for block in view.by:
        lines += ["", ink(f"By “{block.label}” ({block.fact})", "strong"), *_by(block, width)]
    if view.by:
        caution = "Cases differ, so a difference of a few between two groups may mean nothing at all."
        lines += ["", *wrap(caution, width)]
    lines += ["", *(line for sentence in view.how for line in wrap(sentence, width))]
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _heading(view: FindingsView, ink: Ink, width: int) -> Iterator[str]:
    yield ink(view.label, "strong")
    version = f", version {view.version}" if view.version else ""
    files = view.examined.files
    more = f" and {len(files) - _FILES} more files" if len(files) > _FILES else ""
    named = ", ".join(files[:_FILES]) + more
    yield ink(f"{view.framework}{version}; {counted(view.cases, 'case')} from {named}", "faint")
    if view.examined.left_out:
        left_out = view.examined.left_out
        verb = "has errors and was" if len(left_out) == 1 else "have errors and were"
        words = f"{len(left_out)} of {view.examined.read} records {verb} NOT looked through: {_ids(left_out)}"
        yield from wrap(words, width)
    assessed = assessed_words(view.examined.assessed, "looked through")
    if assessed:
        yield from wrap(assessed, width)


def _in_all(view: FindingsView) -> str:
    if not view.noticed:
        return f"Nothing in the {counted(view.cases, 'case')} calls for a second look."
    beside = sum(not row.case_id for row in view.noticed)
    about = f", {beside} of them about the inspection as a whole" if beside else ""
    of_cases = f"of {counted(view.cases, 'case')}"
    cases = f" in {view.with_findings:,} {of_cases}" if view.with_findings else ""
    found = f"{counted(len(view.findings), 'finding')}{cases}{about}" if view.findings else "No findings"
    rare = counted(len(view.rare_values), "rare value")
    return f"{found}; {rare} in {view.with_rare_values:,} {of_cases}" if view.rare_values else found


def _kind(kind: FindingKind, width: int) -> Iterator[str]:
    yield from wrap(f"{kind.count:,} {kind.words} [{kind.code}]", width, "  ", "    ")
    for one in kind.about[:_ABOUT]:
        yield from wrap(_about(one), width, "    ", "      ")
    yield from _more(len(kind.about) - _ABOUT, "thing", "    ", " this was noticed of")


def _about(one: About) -> str:
    cases = tuple(case for case in one.cases if case)
    which = f" (case{'' if len(cases) == 1 else 's'} {_ids(cases)})" if cases else " (the inspection)"
    return f"{one.count:,} {one.subject}: {one.label}{which}"


def _case(one: OfCase, width: int) -> Iterator[str]:
    counts = ((one.findings, "finding"), (one.rare_values, "rare value"))
    yield f"  {one.case_id}: {', '.join(counted(count, noun) for count, noun in counts if count)}"
    for row in one.noticed[:_OF_CASE]:
        yield from wrap(_noticed(row), width, "    ", "      ")
    yield from _more(len(one.noticed) - _OF_CASE, "thing", "    ", " noticed")


def _noticed(row: Noticed) -> str:
    value = "" if row.value is None else f"; recorded: {row.value}"
    where = f" ({row.place.file}, {row.place.spot})" if row.place and row.place.spot else ""
    return f"{row.message}{value}{where}"


def _by(block: ByFact, width: int) -> Iterator[str]:
    rows = [("", "cases", "with findings", "", "findings", "rare values")]
    for group in block.groups[:_GROUPS]:
        share = f"{_percent(group.with_findings, group.cases)}%"
        counts = (f"{group.findings:,}", f"{group.rare_values:,}")
        rows.append((group.label, f"{group.cases:,}", f"{group.with_findings:,}", share, *counts))
    widths = column_widths(rows)
    for row, kinds in zip(rows, ((), *(group.kinds for group in block.groups)), strict=False):
        cells = (pad(cell, widths[at], "<" if at == 0 else ">") for at, cell in enumerate(row))
        yield "  " + "  ".join(cells)
        yield from wrap(", ".join(f"{count:,} {code}" for code, count in kinds), width, "      ")
    yield from _more(len(block.groups) - _GROUPS, "group", "  ", "; all of them: --format json")


def _more(count: int, noun: str, indent: str, rest: str) -> Iterator[str]:
    if count > 0:
        yield f"{indent}and {count:,} more {noun}{'' if count == 1 else 's'}{rest}"


def _ids(cases: Sequence[str]) -> str:
    more = f" and {len(cases) - _IDS:,} more" if len(cases) > _IDS else ""
    return ", ".join(cases[:_IDS]) + more


def _percent(part: int, whole: int) -> int:
    return percent_of(part, whole) if whole else 0
