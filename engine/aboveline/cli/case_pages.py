"""The folder of the pages of cases: written beside its place, and put there when the files of the report are put in theirs.

A folder that is there already is left alone, but for one case: it holds the pages of the report that is being replaced,
exactly as they were written with it, and that report is not final. So a report can go from provisional to draft to final
under the same names.
"""

import os
import shutil
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from aboveline.cli.options import wrong
from aboveline.cli.output import refuse_closed
from aboveline.cli.sealed import spare
from aboveline.diagnostics import why_refused
from aboveline.frozen import frozen
from aboveline.issued.manifest import name_beside
from aboveline.issued.placing import LAST_PAGES, NEXT_PAGES
from aboveline.issued.stages import manifest_in
from aboveline.run.folder import NewFolder, digest_of, new_folder


@frozen
class CasePages:
    """The folder the pages of the cases are written into, what it is to be called, and where it waits to be put there."""

    name: str
    folder: NewFolder
    waits: Path


def spare_case_pages(name: str | None, output: str) -> None:
    """A complaint where no folder can be made for the pages of cases, or one is there that must stay."""
    if name is None:
        return
    if not os.path.lexists(name) or not _is_of_report(Path(name), output):
        spare(name, "for the pages of the cases")
        return
    refuse_closed(str(Path(name) / "1.html"))


@contextmanager
def case_pages_in(name: str | None) -> Generator[CasePages | None]:
    """A folder to write the pages of cases into, which waits beside its place, whole, once all is made; None where none is wanted."""
    if name is None:
        yield None
        return
    waits = _beside(name, NEXT_PAGES)
    try:
        shutil.rmtree(waits, ignore_errors=True)  # what a killed process left
        with new_folder(waits) as new:
            yield CasePages(name, new, waits)
    except OSError as error:
        raise _cannot(name, error) from None


@contextmanager
def placed(pages: CasePages | None) -> Generator[None]:
    """Meanwhile the pages of the cases stand in their place; where what is done meanwhile fails, all is as it was."""
    if pages is None:
        yield
        return
    place, last = Path(pages.name).absolute(), _beside(pages.name, LAST_PAGES)
    try:
        shutil.rmtree(last, ignore_errors=True)
        if os.path.lexists(place):
            place.rename(last)
        try:
            pages.waits.rename(place)
            yield
        except BaseException:
            shutil.rmtree(place, ignore_errors=True)
            if last.is_dir():
                last.rename(place)
            raise
    except OSError as error:
        raise _cannot(pages.name, error) from None
    finally:
        shutil.rmtree(pages.waits, ignore_errors=True)
    shutil.rmtree(last, ignore_errors=True)


def _beside(name: str, ending: str) -> Path:
    path = Path(name).absolute()
    return path.with_name(f".{path.name}{ending}")


def _is_of_report(folder: Path, output: str) -> bool:
    """Whether a folder holds the pages of the report a manifest lists, all of them as they were written and nothing else."""
    manifest = Path(name_beside(output))
    document = manifest_in(manifest)
    if document is None or folder.is_symlink() or not folder.is_dir():
        return False
    of_cases = {
        os.path.normpath(manifest.absolute().parent / str(one.get("path"))): one.get("sha256")
        for one in document["files"]
        if one.get("of") == "case"
    }
    there = {os.path.normpath(one): one for one in folder.absolute().iterdir()}
    return (
        bool(there)
        and there.keys() == of_cases.keys()
        and all(one.is_file() and digest_of(one) == of_cases[path] for path, one in there.items())
    )


def _cannot(name: str, error: OSError) -> Exception:
    return wrong(f"the pages of the cases cannot be written to `{name}`: {why_refused(error)}")
