"""Tells which form a file of records has, by its name's ending or by its text, and whether the two agree."""

import json
from typing import Literal

from aboveline.diagnostics import Diagnostic, Diagnostics, Place
from aboveline.records.raw import Form, Input, problem

#: Forms by the ending of a file's name.
_ENDINGS: dict[str, Form] = {
    "csv": "csv",
    "tsv": "csv",
    "json": "json",
    "ndjson": "ndjson",
    "jsonl": "ndjson",
    "xlsx": "xlsx",
    "xlsm": "xlsx",
    "ods": "ods",
    "parquet": "parquet",
    "pq": "parquet",
    "arrow": "arrow",
    "feather": "arrow",
    "ipc": "arrow",
}

_NAMES: dict[Form, str] = {
    "csv": "CSV",
    "long-csv": "CSV",
    "json": "JSON",
    "ndjson": "one JSON object a line",
    "xlsx": "an Excel workbook",
    "ods": "an OpenDocument spreadsheet",
    "parquet": "a Parquet table",
    "arrow": "an Arrow table",
}

#: The forms other programs write that are no text.
TableForm = Literal["xlsx", "ods", "parquet", "arrow"]

_ZIP = b"PK\x03\x04"
#: Under what names each of them is kept in the ZIP archive that a workbook is.
_WORKBOOKS: dict[TableForm, bytes] = {
    "xlsx": b"xl/workbook.xml",
    "ods": b"application/vnd.oasis.opendocument.spreadsheet",
}
#: How the others begin; a stream of Arrow has no name in it, only its mark and a length.
_BEGINNINGS: dict[bytes, TableForm] = {
    b"PAR1": "parquet",
    b"ARROW1": "arrow",
    b"FEA1": "arrow",
    b"\xff\xff\xff\xff": "arrow",
}


def wanted_form(source: Input) -> Form | None:
    """The form a person said a file has, or that the ending of its name says."""
    return source.form or _ENDINGS.get(source.name.lower().rpartition(".")[2])


def in_words(form: Form) -> str:
    """A form in words that follow "expected"."""
    return _NAMES[form]


def table_form(source: Input) -> tuple[TableForm | None, Diagnostics]:
    """Which form of another program's a file has, None if it is text (or is nothing known); an error where its name says another."""
    found = _form_of_table(source)
    wanted = wanted_form(source)
    if found is None or wanted in {None, found}:
        return found, ()
    return None, (_disagreement(source, wanted or found, found),)


def _form_of_table(source: Input) -> TableForm | None:
    beginning = source.beginning(8)
    if beginning.startswith(_ZIP):
        with source.mapped() as data:
            return next((form for form, name in _WORKBOOKS.items() if data.find(name) >= 0), None)
    return next((form for start, form in _BEGINNINGS.items() if beginning.startswith(start)), None)


def form_of(source: Input, text: str) -> tuple[Literal["csv", "json", "ndjson"] | None, Diagnostics]:
    """The form of a text (of the two forms of CSV, just that it is CSV), or None where its name says another."""
    wanted = wanted_form(source)
    found = _looks(text)
    if wanted is None:
        return found, ()
    if wanted in {"xlsx", "ods", "parquet", "arrow"}:
        return None, (_disagreement(source, wanted, found),)
    plain: Literal["csv", "json", "ndjson"] = (
        "json" if wanted == "json" else "ndjson" if wanted == "ndjson" else "csv"
    )
    if plain == found or (found == "csv" and not _is_table(text)):
        return plain, ()
    if plain == "json" and found == "ndjson" and len(text.strip().splitlines()) == 1:
        return plain, ()
    return None, (_disagreement(source, wanted, found),)


def _looks(text: str) -> Literal["csv", "json", "ndjson"]:
    """Which form a text has by how it begins."""
    start = text.lstrip()
    if start.startswith("["):
        return "json"
    if not start.startswith("{"):
        return "csv"
    lines = start.rstrip().split("\n")
    if begins_with_slip(text):
        # a slip in the first of several objects is no reason to take them for one
        return "ndjson" if all(map(begins_object, lines)) else "json"
    first = json.loads(lines[0])
    return "json" if isinstance(first, dict) and "cases" in first else "ndjson"


def begins_with_slip(text: str) -> bool:
    """Whether the first line of a text that is not blank is no JSON."""
    try:
        json.loads(text.lstrip().split("\n", 1)[0])
    except (ValueError, RecursionError):
        return True
    return False


def begins_object(line: str) -> bool:
    """Whether an object begins on a line, or it is blank."""
    return not line.strip() or line.lstrip().startswith("{")


def _is_table(text: str) -> bool:
    """Whether a text that is not JSON begins like a table."""
    first = text.lstrip().split("\n", 1)[0]
    return any(delimiter in first for delimiter in ",;\t|") and not first.startswith('"')


def _disagreement(source: Input, wanted: Form, found: Form) -> Diagnostic:
    what = "what looks like CSV" if found == "csv" else _NAMES[found]
    if wanted == "ndjson" and found == "json":
        what = "one JSON text over the whole file"
    expected = "one JSON array" if wanted == "json" and found == "ndjson" else _NAMES[wanted]
    remedy = (
        f"say that its form is `{found}`" if source.form else f"give the file a name that ends in `.{found}`"
    )
    return problem(
        "wrong-kind-of-file", f"expected {expected}, found {what}", Place(source.name), remedy=remedy
    )
