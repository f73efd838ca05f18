"""Says of a report in another language what had no words in it, and lists it for a translator to fill in."""

from collections.abc import Iterator, Sequence

from aboveline.cli.faces import Face, is_face
from aboveline.cli.options import wrong
from aboveline.cli.output import refuse_target, replace_file, say
from aboveline.report.inspection.untranslated import UntranslatedText, untranslated_in
from aboveline.report.inspection.view import InspectionReport
from aboveline.report.translations import listed_texts


def spare_untranslated(name: str | None, faces: Sequence[Face]) -> None:
    """A complaint where the list cannot be written, or its file is to be something else too."""
    if name is None:
        return
    if name == "-" or not name.lower().endswith(".csv"):
        raise wrong(f"expected a file whose name ends in .csv for what is untranslated, found `{name}`")
    refuse_target(name)
    if is_face(name, faces):
        raise wrong(f"expected a file of its own for what is untranslated, found `{name}`")


def tell_untranslated(report: InspectionReport, name: str | None) -> None:
    """Say what of a report is not in its language, and list the texts that have no words in it where a file is named."""
    found = tuple(untranslated_in(report))
    if name is not None:
        replace_file(name, listed_texts((one.of, one.where, one.text, one.many, "") for one in found))
    if found:
        counts = ", ".join(f"{count} of the {of}" for of, count in _counted(found))
        where = f"they are listed in {name}" if name else "to have them listed: --untranslated FILE"
        texts = "1 text has" if len(found) == 1 else f"{len(found):,} texts have"
        say(f"{texts} no words in the language of the report ({counts}); {where}")


def _counted(found: Sequence[UntranslatedText]) -> Iterator[tuple[str, int]]:
    for of in dict.fromkeys(one.of for one in found):
        yield of, sum(one.of == of for one in found)
