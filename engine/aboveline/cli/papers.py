"""The faces of a report on paper: a PDF, and a Word file to edit. What writes them are optional extras."""

import io
from collections.abc import Callable
from contextlib import redirect_stdout
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from aboveline.cli.options import NEVER_TEXT, wrong

if TYPE_CHECKING:
    from aboveline.report.inspection.view import InspectionReport

Command = TypeVar("Command", bound=Callable[..., Any])

#: Which face a report is written as, by the ending of its file's name; any other name is that of a page.
_KINDS = {".pdf": "pdf", ".docx": "docx"}

#: Endings of documents that a person may take a report to be able to be, and of data that nobody wants written over by one.
_UNKNOWN = frozenset((".json", ".md", ".odt", ".rtf", ".txt", ".zip", *NEVER_TEXT)) - _KINDS.keys()

#: What is imported to write a face, and the packages it is of.
_MODULES = {"pdf": ("weasyprint",), "docx": ("docx", "resvg_py")}
_LIBRARIES = {"pdf": ("weasyprint",), "docx": ("python-docx", "resvg-py")}

_PANGO = (
    "to write a PDF, the libraries of Pango are needed, which lay out its text and are not on this machine. On Debian and Ubuntu: "
    "apt install libpango-1.0-0 libpangoft2-1.0-0; on macOS: brew install pango; on Windows: WeasyPrint's documentation says how"
)


def paper_options(command: Command) -> Command:
    """`--pdf` and `--docx`."""
    command = click.option(
        "--docx", metavar="FILE", help="Also write the report as a Word file (.docx), to be edited."
    )(command)
    return click.option(
        "--pdf", metavar="FILE", help="Also write the report as a PDF (.pdf), tagged and with page numbers."
    )(command)


def kind_of(output: str) -> str:
    """As which face a file's name asks for the report: `page`, `pdf` or `docx`; a complaint where it is none."""
    ending = Path(output).suffix.lower()
    if ending in _UNKNOWN:
        raise wrong(f"expected a report whose name ends in .html, .pdf or .docx, found `{output}`")
    return _KINDS.get(ending, "page")


def find_libraries(kind: str) -> tuple[str, ...]:
    """The libraries that write a face; a complaint with the remedy where one is not installed."""
    try:
        # Where it finds no Pango, WeasyPrint prints how to get it, which would stand in somebody's output.
        with redirect_stdout(io.StringIO()):
            for module in _MODULES[kind]:
                import_module(module)
    except ImportError:
        what = "PDF" if kind == "pdf" else "Word file"
        raise wrong(
            f"to write a {what}, an extra part of Aboveline is needed that is not installed: pip install 'aboveline[{kind}]'"
        ) from None
    except OSError:
        raise wrong(_PANGO) from None
    return _LIBRARIES[kind]


def made(kind: str, report: "InspectionReport") -> bytes:
    """The report as a PDF or a Word file."""
    if kind == "pdf":
        from aboveline.report.inspection.pdf import pdf  # noqa: PLC0415 (slow to import)

        return pdf(report)
    from aboveline.report.inspection.docx import docx  # noqa: PLC0415 (slow to import)

    return docx(report)
