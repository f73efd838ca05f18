"""From a folder of criteria to a Framework: read, parsed, built and checked, in that order."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from attrs import evolve

from aboveline.analysis.rows import check_rows
from aboveline.diagnostics import Diagnostic, Diagnostics, has_errors
from aboveline.files import criteria_in, framework_folder, read_sources
from aboveline.framework.from_tree import build, spoken
from aboveline.framework.model import Framework
from aboveline.framework.record_shape import case_shape, inspection_shape
from aboveline.framework.texts import ReadText, untranslated
from aboveline.records.schema import json_schema
from aboveline.source import Source, Span
from aboveline.syntax.decode import text_of
from aboveline.syntax.parse import parse
from aboveline.syntax.tree import Tree
from aboveline.workspace.model import Workspace


def load(where: str | Path, language: str | None = None) -> Workspace:
    """The framework in a folder, or the bundled one of that name, in a language, with everything wrong with it.

    What is not translated into the language is as it was written, and so is everything where none is asked for.
    """
    name = str(where)
    folder, wrong = framework_folder(name)
    if folder is None:
        return Workspace(name, None, wrong, {})
    sources, unreadable = read_sources(folder, name)
    return check(name, sources, unreadable, language)


def check(
    name: str, sources: Mapping[str, Source], unreadable: Diagnostics = (), language: str | None = None
) -> Workspace:
    """The framework some texts make, in a language, with everything wrong with them."""
    parsed = [parse(source) for source in sources.values()]
    diagnostics = [*unreadable, *(d for _, wrong in parsed for d in wrong)]
    framework = None
    trees = tuple(tree for tree, _ in parsed)
    if sources:
        framework, wrong = build(trees, sources)
        # What a file that could not be read declares would be told as missing everywhere else.
        if not has_errors(unreadable):
            diagnostics.extend(d for d in wrong if not _follows(d, parsed))
    if framework is not None and not has_errors(diagnostics):
        diagnostics.extend(check_rows(framework))
    if has_errors(diagnostics):
        framework = None
    return in_language(Workspace(name, framework, tuple(diagnostics), sources, trees), language)


def in_language(loaded: Workspace, language: str | None) -> Workspace:
    """Criteria that were loaded as they were written, their framework in a language where one is asked for."""
    if loaded.framework is None or language is None:
        return loaded
    return evolve(loaded, framework=spoken(loaded.framework, loaded.trees, language))


def _follows(found: Diagnostic, parsed: Sequence[tuple[Tree, Diagnostics]]) -> bool:
    """Whether a fault only follows from a slip in the very words it is about, which is told already."""
    at = found.labels[0].at if found.labels else None
    slips = (d.labels[0].at for _, wrong in parsed for d in wrong if d.labels)
    return isinstance(at, Span) and any(
        isinstance(slip, Span) and slip.file == at.file and slip.start < at.end and at.start < slip.end
        for slip in slips
    )


def criteria_files(loaded: Workspace) -> Mapping[str, bytes] | None:
    """The criteria files that were loaded as they are, byte for byte, by file name; None where they are others by now."""
    folder, _ = framework_folder(loaded.name)
    paths = () if folder is None else criteria_in(folder)
    files = {path.name: path.read_bytes() for path in paths}
    try:
        texts = [text_of(data) for data in files.values()]
    except UnicodeDecodeError:
        return None
    return files if texts == [source.text for source in loaded.sources.values()] else None


def record_schema(framework: Framework, *, of_inspection: bool = False) -> dict[str, Any]:
    """The JSON Schema of one case record, or of the one record of facts of the inspection."""
    return json_schema(inspection_shape(framework) if of_inspection else case_shape(framework))


def untranslated_texts(loaded: Workspace, language: str) -> tuple[ReadText, ...]:
    """What a framework in a language shows as it was written, because it is not translated, in the order of its files."""
    return untranslated(loaded.trees, language)
