"""Files of made-up cases, in every form the command reads; each is made once for all parts that want it."""

import io
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import polars as pl

from aboveline.columnar.frame import CASE_ID
from benchmarks.made_up import made_up
from benchmarks.settings import Settings

_GROUP = 100_000


def case_file(settings: Settings, form: str, size: int, wrong: float = 0.0) -> str:
    """The path of a file of so many cases in a form of `FORMS`."""
    write, ending = FORMS[form]
    share = f"-{wrong:g}-wrong" if wrong else ""
    path = settings.folder / f"{form.replace(' ', '-')}-{size}{share}.{ending}"
    if not path.exists():
        write(made_up(settings.framework, size, wrong=wrong), path)
    return str(path)


def _as_text(cases: pl.LazyFrame) -> pl.LazyFrame:
    return cases.select(pl.all().cast(pl.String))


def _json(cases: pl.LazyFrame, path: Path) -> None:
    lines = cases.collect().write_ndjson().splitlines()
    path.write_text("[\n" + ",\n".join(lines) + "\n]\n", encoding="utf-8")


def _long(cases: pl.LazyFrame, path: Path) -> None:
    """One line an answer, those of a case together."""
    numbered = _as_text(cases).with_row_index()
    long = numbered.unpivot(index=["index", CASE_ID], variable_name="question", value_name="answer")
    answers = long.drop_nulls("answer").sort("index", maintain_order=True)
    answers.drop("index").rename({CASE_ID: "case"}).collect().write_csv(path)


def _workbook(cases: pl.LazyFrame, path: Path) -> None:
    import xlsxwriter  # noqa: PLC0415 (only where a workbook is wanted)

    texts = _as_text(cases).collect()
    with xlsxwriter.Workbook(path, {"constant_memory": True, "strings_to_urls": False}) as book:
        sheet = book.add_worksheet("Cases")
        for at, row in enumerate([tuple(texts.columns), *texts.rows()]):
            sheet.write_row(at, 0, row)


def _open_document(cases: pl.LazyFrame, path: Path) -> None:
    """The least an OpenDocument spreadsheet has to hold; the libraries that write more take minutes."""
    texts = _as_text(cases).collect()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as book:
        book.writestr("mimetype", _OPEN_DOCUMENT, zipfile.ZIP_STORED)
        book.writestr("META-INF/manifest.xml", _MANIFEST)
        with book.open("content.xml", "w", force_zip64=True) as part, io.TextIOWrapper(part, "utf-8") as text:
            text.write(_CONTENT)
            for row in (tuple(texts.columns), *texts.iter_rows()):
                text.write(f"<table:table-row>{''.join(map(_cell, row))}</table:table-row>")
            text.write("</table:table></office:spreadsheet></office:body></office:document-content>")


def _cell(value: str | None) -> str:
    """A cell; no name or word of the cases has a character that XML minds."""
    if value is None:
        return "<table:table-cell/>"
    return f'<table:table-cell office:value-type="string"><text:p>{value}</text:p></table:table-cell>'


_NAMESPACE = "urn:oasis:names:tc:opendocument:xmlns:"
_OPEN_DOCUMENT = "application/vnd.oasis.opendocument.spreadsheet"
_MANIFEST = (
    f'<manifest:manifest xmlns:manifest="{_NAMESPACE}manifest:1.0">'
    f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{_OPEN_DOCUMENT}"/></manifest:manifest>'
)
_CONTENT = (
    "<office:document-content"
    + "".join(f' xmlns:{name}="{_NAMESPACE}{name}:1.0"' for name in ("office", "table", "text"))
    + '><office:body><office:spreadsheet><table:table table:name="Cases">'
)

#: How each form is written, and the ending its files have.
FORMS: Mapping[str, tuple[Callable[[pl.LazyFrame, Path], None], str]] = {
    "Parquet": (lambda cases, path: cases.sink_parquet(path, row_group_size=_GROUP), "parquet"),
    "Parquet of texts": (
        lambda cases, path: _as_text(cases).sink_parquet(path, row_group_size=_GROUP),
        "parquet",
    ),
    "Arrow": (lambda cases, path: cases.sink_ipc(path), "arrow"),
    "CSV": (lambda cases, path: cases.sink_csv(path), "csv"),
    "NDJSON": (lambda cases, path: cases.sink_ndjson(path), "ndjson"),
    "JSON": (_json, "json"),
    "long CSV": (_long, "csv"),
    "xlsx": (_workbook, "xlsx"),
    "ods": (_open_document, "ods"),
}

#: The forms that are workbooks, and those that are text of many words a case.
WORKBOOKS = frozenset({"xlsx", "ods"})
WORDY = frozenset({"NDJSON", "JSON", "long CSV"})
