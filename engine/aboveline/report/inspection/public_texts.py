"""Looks through what people wrote for a report: a public edition names no case, and its figures may be withheld."""

import re
from collections.abc import Iterator, Sequence

from aboveline.diagnostics import Diagnostic, Label, Place
from aboveline.report.inspection.view import Material

#: A case id that is a number as short as this is not looked for: it would be found in every date and count.
_SHORT = re.compile(r"\d{1,4}|\w")

#: A number that may be a count or a percentage: not the number of a criterion, nor a year, nor where a link leads.
_FIGURE = re.compile(r"(?<![\w.,#-])\d{1,3}(?:,\d{3})*%?(?![\w-]|[.,]\d)")
_LINK_TARGET = re.compile(r"\]\([^)]*\)")


def with_figures(materials: Sequence[Material]) -> tuple[str, ...]:
    """The files of the texts in which numbers stand that may be counts or percentages."""
    texts = ((one.file, _LINK_TARGET.sub("]", one.text)) for one in materials)
    return tuple(dict.fromkeys(file for file, text in texts if _FIGURE.search(text)))


def names_in(text: str, ids: Sequence[str]) -> Iterator[str]:
    """The case ids that stand in a text as words of their own, however their letters are written."""
    plain = text.casefold()
    for one in ids:
        wanted = one.casefold()
        if wanted in plain and not _SHORT.fullmatch(one) and _as_a_word(wanted).search(plain):
            yield one


def _as_a_word(text: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(text)}(?!\w)")


def naming_cases(materials: Sequence[Material], ids: Sequence[str]) -> Iterator[Diagnostic]:
    """A diagnostic for each text that names cases; which, it does not say, as messages may be passed on."""
    for one in materials:
        found = sum(1 for _ in names_in("\n".join((*one.fields.values(), one.text)), ids))
        if found:
            yield Diagnostic(
                "case-named",
                f"expected a text that names no case, found {found} case {'id' if found == 1 else 'ids'} in it",
                (Label(Place(one.file)),),
                "take them out: a public edition names no case",
            )
