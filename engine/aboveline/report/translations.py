"""What is said of the translations of a framework: a list for a translator, and how many texts have none."""

from collections.abc import Iterable, Sequence

from aboveline.framework.texts import ReadText
from aboveline.languages import name_of
from aboveline.report.table_files import csv_bytes
from aboveline.report.tables import Cell, Column, Table
from aboveline.translating import COLUMNS, OF_CRITERIA

#: Spreadsheets take a file that begins with it for UTF-8.
_MARK = b"\xef\xbb\xbf"


def list_for_translator(texts: Sequence[ReadText], language: str) -> bytes:
    """The texts as CSV, each with its translation where there is one, and room for it where there is none."""
    return listed_texts(
        (OF_CRITERIA, text.what, text.words, "", text.translations.get(language, "")) for text in texts
    )


def listed_texts(rows: Iterable[tuple[str, ...]]) -> bytes:
    """Texts as a list that a translator fills in, a row for each with a cell for each of `COLUMNS`: CSV as spreadsheets take it."""
    columns = tuple(Column(name, name, "text", "") for name in COLUMNS)
    cells: list[tuple[Cell, ...]] = list(rows)
    return _MARK + csv_bytes(Table("Untranslated", columns, cells))


def how_many(count: int, every: int, language: str) -> str:
    """How many of all texts have no words in a language."""
    name = name_of(language)
    if not count:
        return f"all {every:,} texts have words in {name}"
    have = "text has" if count == 1 else "texts have"
    return f"{count:,} of {every:,} {have} no words in {name}"
