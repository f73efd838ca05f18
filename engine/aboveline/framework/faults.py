"""Makes the diagnostics of this room: a code, a sentence, the places, the remedy."""

from collections.abc import Iterable

from aboveline.diagnostics import Diagnostic, Label, Severity, nearest
from aboveline.source import Span
from aboveline.syntax import tree


def fault(
    code: str,
    message: str,
    *places: Span | Label,
    remedy: str | None = None,
    suggestion: str | None = None,
) -> Diagnostic:
    """An error at some places, the first of them primary."""
    labels = tuple(p if isinstance(p, Label) else Label(p) for p in places)
    return Diagnostic(code, message, labels, remedy, Severity.ERROR, suggestion)


def unknown(
    code: str, expected: str, found: tree.Name, known: Iterable[str], remedy: str | None = None
) -> Diagnostic:
    """The error of a word that names nothing, with the known word that was most likely meant.

    `expected` reads after "expected", as in `the name of a theme`.
    """
    meant = nearest(found.text, set(known))
    return fault(
        code,
        f"expected {expected}, found `{found.text}`",
        found.span,
        remedy=f"did you mean `{meant}`?" if meant else remedy,
        suggestion=meant,
    )


def listed(words: Iterable[str], joint: str = "or") -> str:
    """Words in backticks as a person lists them: `a`, `b` or `c`."""
    quoted = [f"`{w}`" for w in words]
    if len(quoted) < 2:
        return "".join(quoted)
    return f"{', '.join(quoted[:-1])} {joint} {quoted[-1]}"


def declared_are(known: Iterable[str]) -> str | None:
    """The remedy that tells what there is, where that is little enough to be told."""
    words = tuple(known)
    return (
        f"declared {'is' if len(words) == 1 else 'are'} {listed(words, 'and')}"
        if 0 < len(words) <= 8
        else None
    )
