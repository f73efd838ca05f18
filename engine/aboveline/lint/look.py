"""Asks every rule, or those that are wanted, and sorts out what the criteria allow to stand."""

from collections.abc import Collection, Iterable, Mapping, Sequence

from attrs import evolve

from aboveline.diagnostics import Diagnostic, Label
from aboveline.framework.model import Framework
from aboveline.framework.whole_faults import name_spans
from aboveline.lint.allowances import allowances, sorted_out
from aboveline.lint.grounds import Grounds
from aboveline.lint.model import Linted, Remark
from aboveline.lint.registry import RULES
from aboveline.proof.space import Space
from aboveline.source import Span


def look(
    framework: Framework,
    checked: Sequence[Diagnostic] = (),
    codes: Collection[str] | None = None,
    space: Space | None = None,
) -> Linted:
    """What the rules of some codes (without any said: all of them) find in a framework, in the order of the files."""
    wanted = tuple(rule for rule in RULES.values() if codes is None or rule.code in codes)
    asked = {rule.code for rule in wanted}
    grounds = Grounds(framework, checked, space)
    names = name_spans(grounds.layout.trees)
    found = [_at_names(one, names) for rule in wanted for one in rule.find(grounds)]
    allowed, wrong = allowances(grounds.layout, RULES)
    standing, let_stand = sorted_out(_once(found), allowed, asked)
    told = [one for one in (*standing, *wrong) if one.code in asked]
    unsettled = tuple(one for one in dict.fromkeys(grounds.unsettled) if one.code in asked)
    return Linted(framework, wanted, tuple(sorted(told, key=_place)), let_stand, unsettled)


def _once(found: Iterable[Remark]) -> Sequence[Remark]:
    """Each remark once, however many instances of a repeat show it."""
    once: dict[object, Remark] = {}
    for one in found:
        once.setdefault((one.code, tuple(label.at for label in one.diagnostic.labels)), one)
    return tuple(once.values())


def _at_names(one: Remark, names: Mapping[object, Span]) -> Remark:
    """A remark that underlines a declaration at its name rather than as a whole."""
    labels = tuple(Label(names.get(label.at, label.at), label.message) for label in one.diagnostic.labels)
    return evolve(one, diagnostic=evolve(one.diagnostic, labels=labels))


def _place(one: Remark) -> tuple[str, int, str]:
    return one.at.file, one.at.start, one.code
