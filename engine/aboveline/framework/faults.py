"""Makes the diagnostics of this room: a code, a sentence, the places, the remedy."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from aboveline.diagnostics import Diagnostic, Label, Severity, nearest
from aboveline.source import Span
from aboveline.syntax import tree
from aboveline.wording.lists import in_a_list


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

    `expected` reads after "expected", as in `the name of a theme`. Where nothing is near and no remedy is
    given, what there is may be told instead.
    """
    known = tuple(known)
    meant = nearest(found.text, set(known))
    tell = _INSTEAD.get(code)
    remedy = remedy or (tell(known) if tell else None)
    return fault(
        code,
        f"expected {expected}, found `{found.text}`",
        found.span,
        remedy=f"did you mean `{meant}`?" if meant else remedy,
        suggestion=meant,
    )


def listed(words: Iterable[str], joint: str = "or") -> str:
    """Words in backticks as a person lists them: `a`, `b` or `c`."""
    return in_a_list([f"`{w}`" for w in words], joint)


def _numbers_there_are(known: Sequence[str]) -> str | None:
    """The numbers of the sections or criteria there are; of very many the first and the last."""
    numbers = sorted(known, key=lambda number: [int(n) if n.isdigit() else 0 for n in number.split(".")])
    if not numbers:
        return "none is declared yet"
    if len(numbers) > 12:
        return f"the numbers there are go from `{numbers[0]}` to `{numbers[-1]}`"
    return f"{'the only one is' if len(numbers) == 1 else 'there are'} {listed(numbers, 'and')}"


def _places_there_are(known: Sequence[str]) -> str:
    """What braces may hold, as it is written."""
    return f"write {listed(f'{{{place}}}' for place in known)}, or leave the braces out"


#: What is told where nothing is near what was written.
_INSTEAD: Mapping[str, Callable[[Sequence[str]], str | None]] = {
    "unknown-part": _numbers_there_are,
    "unknown-placeholder": _places_there_are,
}


def declared_are(known: Iterable[str]) -> str | None:
    """The remedy that tells what there is, where that is little enough to be told."""
    words = tuple(known)
    return (
        f"declared {'is' if len(words) == 1 else 'are'} {listed(words, 'and')}"
        if 0 < len(words) <= 8
        else None
    )
