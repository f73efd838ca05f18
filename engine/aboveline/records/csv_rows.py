"""Turns CSV text into a table of trimmed cells, each row with the line it begins on."""

import csv
import io
import re

from aboveline.diagnostics import Diagnostic, Diagnostics, Place
from aboveline.records.raw import problem
from aboveline.records.rows import Row, Table

_DELIMITERS = {";": "semicolons", "\t": "tabs", "|": "upright bars"}
#: First columns by which a header is known for one.
_HEADINGS = frozenset({"case_id", "case id", "caseid", "case", "fact"})
_QUOTED = re.compile(r'"(?:[^"]++|"")*+"')
_CELL_END = re.compile(r"[,\r\n]")
_LINE_END = re.compile(r"\r\n|\r|\n")


def csv_table(file: str, text: str) -> tuple[Table | None, Diagnostics]:
    """The table of the rows that are not blank, the first its header; None when the text cannot be told into cells."""
    wrong = wrong_delimiter(file, text)
    if wrong is not None:
        return None, (wrong,)
    lines = list(io.StringIO(text, newline=""))
    reader = csv.reader(lines, strict=True)
    header: tuple[int, tuple[str, ...]] | None = None
    rows: list[Row] = []
    begins = 0
    try:
        for cells in reader:
            stripped = tuple(cell.strip() for cell in cells)
            if any(stripped):
                if header is None:
                    header = (begins + 1, stripped)
                else:
                    rows.append(Row(begins + 1, stripped))
            begins = reader.line_num
    except csv.Error:
        broken = broken_row(file, "".join(lines[begins:]), begins + 1)
        return None, () if broken is None else (broken,)
    return (None, (_only_blank(file),)) if header is None else (Table(file, *header, rows), ())


def _only_blank(file: str) -> Diagnostic:
    message = "expected CSV with column names and at least one row, found only blank rows"
    return problem("empty-file", message, Place(file))


def wrong_delimiter(file: str, text: str) -> Diagnostic | None:
    """Another delimiter than the comma, told by the header alone."""
    start = text.lstrip("\r\n \t")
    header = _LINE_END.split(start[:100_000], maxsplit=1)[0]
    line = len(_LINE_END.findall(text[: len(text) - len(start)])) + 1
    if re.fullmatch(r"(?i)sep=.", header.strip('" ')):
        message = "expected the column names first, found Excel's line `sep=` that names a delimiter"
        return problem(
            "wrong-delimiter",
            message,
            Place(file, line),
            remedy="remove that line, and part the columns with commas",
        )
    for delimiter, name in _DELIMITERS.items():
        if _parted_by(header, delimiter) and not _parted_by(header, ","):
            message = f"expected columns parted by commas, found {name}"
            return problem("wrong-delimiter", message, Place(file, line), remedy=_comma_remedy(delimiter))
    return None


def _comma_remedy(delimiter: str) -> str:
    if delimiter == ";":
        return (
            "Excel writes semicolons where Windows has them as its list separator: set that to a comma "
            "(Settings, Region, Additional settings) and save again as `CSV UTF-8 (Comma delimited)`"
        )
    return "save it again as `CSV UTF-8 (Comma delimited)`"


def _parted_by(header: str, delimiter: str) -> bool:
    """Whether a header reads as one with this delimiter; the comma is given the benefit of the doubt."""
    parts = [part.strip('" \t').casefold() for part in header.split(delimiter)]
    known = any(part in _HEADINGS for part in parts)
    return len(parts) > 1 and (known or (delimiter != "," and "," not in header))


def broken_row(file: str, rest: str, line: int, *, is_all: bool = True) -> Diagnostic | None:
    """What is wrong with the quotation marks of the row that begins `rest`, on the given line; None where that takes more than `rest` to tell."""
    opened, closed = _bad_cell(rest)
    if not is_all and (closed is None or closed + 1 >= len(rest)):
        return None
    place = Place(file, line + len(_LINE_END.findall(rest, 0, opened)))
    if closed is None:
        message = (
            f"expected the quotation mark opened on line {place.line} to be closed, found the end of the file"
        )
        remedy = "close it; one that belongs to the words of a cell is written twice, and the cell stands in quotation marks"
        return problem("unclosed-quote", message, place, remedy=remedy)
    if rest[closed : closed + 1] not in {"", ",", "\r", "\n"}:
        end = line + len(_LINE_END.findall(rest, 0, closed))
        lines = (
            f"on line {end}" if end == place.line else f"opened on line {place.line} and closed on line {end}"
        )
        message = f"expected a comma after the quotation marks {lines}, found more text"
        remedy = "a quotation mark that belongs to the words of a cell is written twice"
        return problem("text-after-quote", message, place, remedy=remedy)
    message = f"expected cells of at most {csv.field_size_limit():,} characters, found a longer one on line {place.line}"
    return problem(
        "cell-too-long",
        message,
        place,
        remedy="a quotation mark may be missing, or the cell may not belong here",
    )


def _bad_cell(rest: str) -> tuple[int, int | None]:
    """Where the first cell begins that cannot be read, and where it ends: None for an open quotation."""
    at = 0
    while True:
        quoted = _QUOTED.match(rest, at)
        if quoted is None and rest.startswith('"', at):
            return at, None
        if quoted is not None:
            end = quoted.end()
        else:
            found = _CELL_END.search(rest, at)
            end = found.start() if found else len(rest)
        if end - at > csv.field_size_limit() or rest[end : end + 1] not in {",", "\r", "\n"}:
            return at, end
        at = end + 1
