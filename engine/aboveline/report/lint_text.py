"""Turns what linting found into what a person reads: each finding where it stands, then how it all is."""

from collections import Counter
from collections.abc import Iterator, Mapping

from aboveline.diagnostics import Severity
from aboveline.lint.fixes import Fixed
from aboveline.lint.model import Allowed, Linted, Remark
from aboveline.report.diagnostics_text import diagnostics_text
from aboveline.report.ink import Ink, plain
from aboveline.source import Source, Span


def lint_text(
    name: str, linted: Linted, ink: Ink = plain, *, show_allowed: bool = False, fixed: Fixed | None = None
) -> str:
    """What was mended, every finding that stands, what could not be settled, and a last line that says how it stands."""
    sources = linted.framework.sources
    blocks = [] if fixed is None else ["\n".join(_fixed(fixed, ink))]
    blocks += [_block(one, sources, ink) for one in linted.remarks]
    if show_allowed:
        blocks += [_allowed(one, sources, ink) for one in linted.allowed]
    if linted.unsettled:
        blocks.append("\n".join(_unsettled(linted, ink)))
    made = fixed is not None and fixed.refused is None and bool(fixed.made)
    blocks.append("\n".join(_summary(name, linted, ink, left=made, offer=fixed is None or made)))
    return "\n\n".join(blocks)


def _block(one: Remark, sources: Mapping[str, Source], ink: Ink) -> str:
    lines = [diagnostics_text([one.diagnostic], sources, ink, shown=None)]
    if one.witness:
        lines.append(f"  {ink('such a case', 'faint')}:")
        lines += [f"    {line}".rstrip() for line in one.witness.strip().splitlines()]
    if one.fix:
        lines.append(f"  {ink('fix', 'good')}: {one.fix.does}")
    return "\n".join(lines)


def _where(at: Span, sources: Mapping[str, Source]) -> str:
    line, column = sources[at.file].position(at.start)
    return f"{at.file}:{line}:{column}"


def _allowed(one: Allowed, sources: Mapping[str, Source], ink: Ink) -> str:
    found = one.remark
    place = ink(_where(found.at, sources), "place")
    said = f"{place}: {ink('allowed', 'good')}: {found.diagnostic.message} {ink(f'[{found.code}]', 'faint')}"
    return f"{said}\n  {ink('because', 'faint')} {one.reason}"


def _unsettled(linted: Linted, ink: Ink) -> Iterator[str]:
    yield ink("Not settled in the time there is, so that nothing is said of it:", "strong")
    for one in linted.unsettled:
        place = ink(_where(one.at, linted.framework.sources), "place")
        yield f"  {place}: {one.about} ({one.why}) {ink(f'[{one.code}]', 'faint')}"


def _fixed(fixed: Fixed, ink: Ink) -> Iterator[str]:
    if fixed.refused:
        yield f"{ink('Nothing was written', 'error')}: {fixed.refused}"
        return
    if not fixed.made:
        yield ink("There was nothing that could be mended safely.", "strong")
        return
    yield f"{ink('Mended', 'strong')}, in the lines as they were before:"
    for one in fixed.made:
        if one.fix:
            place = ink(_where(one.at, fixed.before), "place")
            yield f"  {place}: {one.fix.does} {ink(f'[{one.code}]', 'faint')}"
    if fixed.left:
        them = "1 more touches" if len(fixed.left) == 1 else f"{len(fixed.left)} more touch"
        yield f"  {them} the same words; run it again for those"


def _summary(name: str, linted: Linted, ink: Ink, *, left: bool, offer: bool) -> Iterator[str]:
    count = Counter(one.diagnostic.severity for one in linted.remarks)
    parts = [_counted(count[severity], severity.value) for severity in Severity if count[severity]]
    rules = _counted(len(linted.rules), "rule")
    found = f"{_counted(len(linted.remarks), 'finding')} ({', '.join(parts)})" if parts else "nothing found"
    if left:
        found = f"{found} left" if parts else "no finding left"
    also = ""
    if linted.allowed:
        some = len(linted.allowed)
        also = f"; {_counted(some, 'finding')} {'is' if some == 1 else 'are'} allowed, with a reason (to see: --allowed)"
    yield f"{ink(name, 'strong')}: {found} by {rules}{also}"
    if linted.remarks:
        yield f"What a finding means: aboveline rule {linted.remarks[0].code}"
    mendable = sum(one.fix is not None for one in linted.remarks)
    if mendable and offer:
        can = "1 can be mended" if mendable == 1 else f"{mendable} can be mended"
        yield f"{can} by: aboveline lint {name} --fix"


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"
