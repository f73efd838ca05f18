"""Lists what of a report had no words in its language: interface, criteria, and the texts people wrote for it."""

from collections.abc import Iterator

from aboveline.frozen import frozen
from aboveline.report.inspection.view import InspectionReport


@frozen
class UntranslatedText:
    """A text that stands in a report in another language than the report's: what it is of, where it stands, its words.

    `many` is its form for more than one, where it counts.
    """

    of: str
    where: str
    text: str
    many: str = ""


def untranslated_in(report: InspectionReport) -> Iterator[UntranslatedText]:
    """Every text of a report whose page was made that is not in the language of the report."""
    for one in report.language.untranslated:
        yield UntranslatedText("interface", one.context or "", one.one, one.many or "")
    for text in report.spoken.untranslated:
        yield UntranslatedText("criteria", text.what, text.words)
    for material in report.materials or ():
        if material.language != report.language.code:
            yield UntranslatedText("materials", material.file, material.text)
