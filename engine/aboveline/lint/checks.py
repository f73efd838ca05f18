"""What can be said of checks over all cases: that one can never be contradicted, or always is."""

from collections.abc import Iterator

from aboveline.diagnostics import Label, Severity
from aboveline.framework.model import Check
from aboveline.lint.grounds import Grounds, by_declaration, declared
from aboveline.lint.model import Remark, remark
from aboveline.lint.witness import witness_of
from aboveline.proof.claims import AllOf, Claim, Comes

NEVER = ("check-never-contradicted", Severity.WARNING)
ALWAYS = ("check-always-contradicted", Severity.ERROR)


def never_contradicted(grounds: Grounds) -> Iterator[Remark]:
    """A remark on each check that no case can contradict; on a repeated one where that is so of all its instances."""
    for instances in declared(grounds.framework.checks):
        if all(_can_never_be(grounds, one, NEVER[0], expect=False) for one in instances):
            yield remark(
                NEVER,
                f"no case can contradict the check `{instances[0].name}`, so it looks for nothing",
                Label(instances[0].expect.span),
                Label(instances[0].span, "the check"),
                remedy="look at it again, or take it out",
            )


def always_contradicted(grounds: Grounds) -> Iterator[Remark]:
    """A remark on each check that every case contradicts of which enough is known, with the smallest such case."""
    hit = [
        c
        for c in grounds.framework.checks.values()
        if _can_never_be(grounds, c, ALWAYS[0], expect=True)
        and not _can_never_be(grounds, c, ALWAYS[0], expect=False)
    ]
    for words, check in by_declaration(hit, grounds.framework.checks):
        found = grounds.smallest(_comes(check, expect=False))
        shown = None if found is None else witness_of(grounds, found, "a case that contradicts it", check.key)
        yield remark(
            ALWAYS,
            f"no case can ever be as the check {words} expects: every case it is for contradicts it",
            Label(check.expect.span),
            Label(check.span, "the check"),
            remedy="look at what it expects again: perhaps the opposite was meant",
            witness=shown,
        )


def _can_never_be(grounds: Grounds, check: Check, code: str, *, expect: bool) -> bool:
    return grounds.never(_comes(check, expect=expect), code, check.span, f"`{check.key}`")


def _comes(check: Check, *, expect: bool) -> Claim:
    """That a case is one the check is for, and is (or is not) as expected."""
    when = () if check.when is None else (Comes(check.when, True),)
    return AllOf((*when, Comes(check.expect, expect)))
