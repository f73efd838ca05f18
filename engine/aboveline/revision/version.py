"""Opens one version of a framework: a folder, one that is built in, or a folder as it was in a git revision."""

from collections.abc import Mapping

from attrs import field

from aboveline import workspace
from aboveline.analysis.rows import check_rows
from aboveline.diagnostics import Diagnostic, Diagnostics, has_errors
from aboveline.files import framework_folder, read_sources
from aboveline.framework.from_tree import build
from aboveline.framework.model import Framework
from aboveline.frozen import frozen
from aboveline.revision.catalogue import Catalogue, catalogue
from aboveline.revision.git import GitError, files_of, of_revision
from aboveline.source import Source
from aboveline.syntax.decode import source_of
from aboveline.syntax.parse import parse


@frozen
class Version:
    """A version of a framework, under the name it was given by."""

    name: str
    framework: Framework = field(repr=False)
    catalogue: Catalogue = field(repr=False)
    sources: Mapping[str, Source] = field(repr=False)


@frozen
class Opened:
    """What came of opening a version: None where anything in it is an error, and what is wrong with it."""

    version: Version | None
    diagnostics: Diagnostics
    sources: Mapping[str, Source] = field(repr=False)


def open_version(name: str) -> Opened:
    """The version of that name: a folder of criteria, a built-in framework, or `REVISION:FOLDER`."""
    of = of_revision(name)
    if of is None:
        folder, wrong = framework_folder(name)
        sources, unreadable = ({}, ()) if folder is None else read_sources(folder, name)
        wrong = (*wrong, *unreadable)
        return Opened(None, wrong, sources) if has_errors(wrong) else version_of(name, sources)
    try:
        files = files_of(of)
    except GitError as error:
        return Opened(None, (error.diagnostic,), {})
    if not files:
        message = (
            f"expected criteria files in the folder `{of.folder}` of the revision `{of.revision}`, found none"
        )
        return Opened(None, (Diagnostic("no-criteria-files", message),), {})
    sources, wrong_ones = dict[str, Source](), list[Diagnostic]()
    for file, data in files.items():
        shown = f"{name.rstrip('/')}/{file}"
        source, found = source_of(data, shown)
        wrong_ones.extend(found)
        if source is not None:
            sources[shown] = source
    return Opened(None, tuple(wrong_ones), sources) if wrong_ones else version_of(name, sources)


def version_of(name: str, sources: Mapping[str, Source]) -> Opened:
    """The version some texts make."""
    parsed = [parse(source) for source in sources.values()]
    trees = [tree for tree, _ in parsed]
    framework, wrong = build(trees, sources)
    wrong = (*(d for _, said in parsed for d in said), *wrong)
    if framework is not None:
        wrong = (*wrong, *check_rows(framework))
    if framework is None or has_errors(wrong):
        # Told as everywhere else, what only follows from a slip left aside.
        return Opened(None, workspace.check(name, sources).diagnostics, sources)
    return Opened(Version(name, framework, catalogue(trees), sources), wrong, sources)
