"""What linting finds: a Remark on the criteria, the edits that would mend it, and what could not be settled.

A remark holds a Diagnostic, so that it is shown as what `check` says is shown. A rule is one object
with a function that looks; `registry.py` holds them all.
"""

from typing import TYPE_CHECKING

from attrs import field

from aboveline.diagnostics import Diagnostic, Label, Severity
from aboveline.framework.model import Framework
from aboveline.frozen import frozen
from aboveline.source import Span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from aboveline.lint.grounds import Grounds


@frozen
class Edit:
    """Words to stand in the place of a stretch of a criteria file; none to take it out."""

    at: Span
    text: str = ""


@frozen
class Fix:
    """Edits that belong together, and what they do, as a person would say it: `take out “and rmp_required”`."""

    does: str
    edits: tuple[Edit, ...]


@frozen
class Remark:
    """One finding of method: what is said, the fix where one is safe, and a case that shows it, as an `example`."""

    diagnostic: Diagnostic
    fix: Fix | None = None
    witness: str | None = None

    @property
    def code(self) -> str:
        """The code of the rule that found it."""
        return self.diagnostic.code

    @property
    def at(self) -> Span:
        """Where it stands: the primary place, which is always one of the criteria."""
        found = self.diagnostic.labels[0].at
        if not isinstance(found, Span):
            raise TypeError("a remark on criteria stands in the criteria")
        return found


@frozen
class Unsettled:
    """Something a rule could not settle in the time there is."""

    code: str
    about: str
    at: Span
    why: str


@frozen
class Rule:
    """One kind of finding: its permanent code, how much it matters, and the function that looks for it.

    `title` says in a line what is wrong; the page of the rule says the rest.
    """

    code: str
    title: str
    severity: Severity
    find: "Callable[[Grounds], Iterator[Remark]]" = field(repr=False, eq=False)


@frozen
class Allowed:
    """A remark that stands with a reason, given in the criteria themselves."""

    remark: Remark
    reason: str


@frozen
class Linted:
    """What linting a framework came to: the remarks that stand, those that are allowed, and what is open."""

    framework: Framework
    rules: tuple[Rule, ...]
    remarks: tuple[Remark, ...]
    allowed: tuple[Allowed, ...]
    unsettled: tuple[Unsettled, ...]


def remark(
    rule: tuple[str, Severity],
    message: str,
    *labels: Label,
    remedy: str | None = None,
    fix: Fix | None = None,
    witness: str | None = None,
) -> Remark:
    """A remark of a rule at some places, the first of them primary."""
    code, severity = rule
    return Remark(Diagnostic(code, message, labels, remedy, severity), fix, witness)
