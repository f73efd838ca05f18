"""Reads in the criteria themselves which findings are to stand, and why: comments above a declaration.

    # lint: allow identical-applicability because the report keeps them apart

It covers what is found in the declaration that follows. A reason is needed, and one that allows
nothing is itself a finding, so that none outlives what it was written for.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence

from attrs import field

from aboveline.diagnostics import Label, Severity, nearest
from aboveline.frozen import frozen
from aboveline.lint.layout import Layout
from aboveline.lint.model import Allowed, Remark, remark
from aboveline.source import Source, Span

WITHOUT_REASON = ("allowance-without-reason", Severity.ERROR)
NOT_UNDERSTOOD = ("allowance-not-understood", Severity.ERROR)
ALLOWS_NOTHING = ("allowance-of-nothing", Severity.WARNING)

_COMMENT = re.compile(r"^[ \t]*#[ \t]*lint:[ \t]*(.*)$", re.MULTILINE)
_ALLOWANCE = re.compile(r"allow[ \t]+([a-z0-9,\- \t]+?)(?:[ \t]+because\b[ \t]*(.*?))?[ \t]*$")


@frozen
class Allowance:
    """What one comment allows: the code, the reason, and the declaration it stands above."""

    code: str
    reason: str
    at: Span
    #: The declaration; None where the comment stands above none.
    over: Span | None = field(eq=False)


def allowances(layout: Layout, known: Collection[str]) -> tuple[tuple[Allowance, ...], tuple[Remark, ...]]:
    """Every allowance of some files, and what is wrong with the comments that should be some."""
    found: list[Allowance] = []
    wrong: list[Remark] = []
    for source in layout.sources.values():
        spans = sorted(
            (d.span for d in layout.declarations if d.span.file == source.name), key=lambda s: s.start
        )
        for match in _COMMENT.finditer(source.text):
            at = Span(source.name, match.start() + match[0].index("#"), match.end())
            over = _declaration_below(source, spans, match.end())
            made, faults = _read(match[1], at, over, known)
            found.extend(made)
            wrong.extend(faults)
    return tuple(found), tuple(wrong)


def _declaration_below(source: Source, spans: Sequence[Span], end: int) -> Span | None:
    """The declaration that follows a comment with nothing but comments between."""
    following = next((span for span in spans if span.start >= end), None)
    if following is None:
        return None
    between = source.text[end : following.start].split("\n")
    bare = all(not line.strip() or line.strip().startswith("#") for line in between[:-1])
    return following if bare and not between[-1].strip() else None


def _read(
    words: str, at: Span, over: Span | None, known: Collection[str]
) -> tuple[list[Allowance], Iterable[Remark]]:
    said = _ALLOWANCE.fullmatch(words)
    codes = [code for code in re.split(r"[,\s]+", said[1]) if code] if said else []
    if said is None or not codes:
        return [], [_not_understood(at)]
    unknown = [code for code in codes if code not in known]
    if unknown:
        return [], (_unknown(code, at, known) for code in unknown)
    reason = (said[2] or "").strip()
    if not reason:
        return [], [_without_reason(at)]
    return [Allowance(code, reason, at, over) for code in codes], []


def _not_understood(at: Span) -> Remark:
    return remark(
        NOT_UNDERSTOOD,
        "expected `lint: allow`, the code of a finding, `because` and a reason",
        Label(at),
        remedy="write it as in `# lint: allow never-applies because the programme ended in 2011`",
    )


def _unknown(code: str, at: Span, known: Collection[str]) -> Remark:
    near = nearest(code, set(known))
    return remark(
        NOT_UNDERSTOOD,
        f"there is no finding with the code `{code}`",
        Label(at),
        remedy=f"did you mean `{near}`?" if near else "all of them: aboveline rule",
    )


def _without_reason(at: Span) -> Remark:
    return remark(
        WITHOUT_REASON,
        "an allowance says why the finding may stand, and this one gives no reason",
        Label(at),
        remedy="end it with `because` and the reason",
    )


def sorted_out(
    remarks: Iterable[Remark], allowed: Sequence[Allowance], asked: Collection[str]
) -> tuple[tuple[Remark, ...], tuple[Allowed, ...]]:
    """The remarks that stand, and those that are allowed. An allowance of a code that was asked for and allows nothing is a remark."""
    standing: list[Remark] = []
    let_stand: list[Allowed] = []
    used: set[int] = set()
    for one in remarks:
        number = next((n for n, a in enumerate(allowed) if _covers(a, one)), None)
        if number is None:
            standing.append(one)
        else:
            used.add(number)
            let_stand.append(Allowed(one, allowed[number].reason))
    idle = (a for n, a in enumerate(allowed) if n not in used and a.code in asked)
    standing.extend(_of_nothing(idle))
    return tuple(standing), tuple(let_stand)


def _covers(allowance: Allowance, one: Remark) -> bool:
    over = allowance.over
    return (
        over is not None
        and allowance.code == one.code
        and over.file == one.at.file
        and over.start <= one.at.start < over.end
    )


def _of_nothing(idle: Iterable[Allowance]) -> Iterator[Remark]:
    for allowance in idle:
        below = "the declaration below it" if allowance.over else "no declaration stands below it"
        why = f"`{allowance.code}` is not found in {below}" if allowance.over else below
        yield remark(
            ALLOWS_NOTHING,
            f"this allows nothing: {why}",
            Label(allowance.at),
            remedy="take the comment out",
        )
