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
}

_NAMES: dict[Form, str] = {
    "csv": "CSV",
    "long-csv": "CSV",
    "json": "JSON",
    "ndjson": "one JSON object a line",
}


def form_of(source: Input, text: str) -> tuple[Literal["csv", "json", "ndjson"] | None, Diagnostics]:
    """The form of a text (of the two forms of CSV, just that it is CSV), or None where its name says another."""
    wanted = source.form or _ENDINGS.get(source.name.lower().rpartition(".")[2])
    found = _looks(text)
    if wanted is None:
        return found, ()
    plain = "csv" if wanted == "long-csv" else wanted
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
    try:
        first = json.loads(lines[0])
    except (ValueError, RecursionError):
        # a slip in the first of several objects is no reason to take them for one
        begin_alike = all(line.lstrip().startswith("{") for line in lines if line.strip())
        return "ndjson" if begin_alike else "json"
    return "json" if isinstance(first, dict) and "cases" in first else "ndjson"


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
