"""Turns the `framework` declaration into what it says of the whole: name, version, calendar, unanswered questions."""

from collections.abc import Iterator, Sequence

from aboveline.calendars import CALENDARS
from aboveline.diagnostics import Diagnostic, Label, Severity
from aboveline.framework.clauses import clause_of, given_twice, is_broken
from aboveline.framework.facts import label_faults
from aboveline.framework.faults import fault, unknown
from aboveline.framework.model import UnansweredRule
from aboveline.framework.scored_in import strengths_from
from aboveline.framework.texts import USUAL_LANGUAGE
from aboveline.frozen import frozen
from aboveline.source import Span
from aboveline.syntax import tree


@frozen
class Header:
    """What the `framework` declaration says; a missing one says nothing."""

    name: str = ""
    label: str = ""
    version: str = ""
    language: str = USUAL_LANGUAGE
    calendar: str | None = None
    unanswered: UnansweredRule = "left out"
    strengths_from: int | None = None
    #: Where the framework is named; None where nothing names it.
    at: Span | None = None


def header(trees: Sequence[tree.Tree], found: list[Diagnostic]) -> Header:
    """The one `framework` declaration of the trees."""
    declarations = [d for t in trees for d in t.declarations]
    nodes = [d for d in declarations if isinstance(d, tree.Framework)]
    if any(isinstance(d, tree.Broken) and d.keyword == "framework" for d in declarations):
        return Header() if not nodes else _header(nodes[0], found)
    if not nodes:
        found.append(_missing(trees))
        return Header()
    for second in nodes[1:]:
        labels = Label(second.name.span, "another here"), Label(nodes[0].name.span, "the first is here")
        message = "the files of a folder make one framework, but two are declared"
        found.append(
            fault("two-frameworks", message, *labels, remedy="keep one, or put each in its own folder")
        )
    found.extend(_faults(nodes[0]))
    return _header(nodes[0], found)


def _header(node: tree.Framework, found: list[Diagnostic]) -> Header:
    version = clause_of(node.clauses, tree.Version)
    written_in = clause_of(node.clauses, tree.WrittenIn)
    calendar = clause_of(node.clauses, tree.Calendar)
    unanswered = clause_of(node.clauses, tree.Unanswered)
    return Header(
        node.name.text,
        node.label.text if node.label else "",
        version.text.text if version else "",
        written_in.name.text if written_in else USUAL_LANGUAGE,
        calendar.name.text if calendar and calendar.name.text in CALENDARS else None,
        unanswered.rule if unanswered else "left out",
        strengths_from(node.clauses, None, found),
        node.name.span,
    )


def _missing(trees: Sequence[tree.Tree]) -> Diagnostic:
    places = [Span(t.file, 0, 0) for t in trees[:1]]
    message = "expected one `framework` declaration in the files of the folder, found none"
    return fault(
        "missing-framework", message, *places, remedy='begin a file with a line such as `framework cci "…"`'
    )


def _faults(node: tree.Framework) -> Iterator[Diagnostic]:
    yield from label_faults(node.label, "framework", node.name, node.clauses, ())
    yield from given_twice(node.clauses, f"the framework `{node.name.text}`")
    version = clause_of(node.clauses, tree.Version)
    if (version is None and not is_broken(node.clauses)) or (version and not version.text.text.strip()):
        message = f"expected the version of the framework `{node.name.text}`, found none"
        at = version.text.span if version else node.name.span
        yield fault("missing-version", message, at, remedy='add a line such as `version "2012.1"`')
    calendar = clause_of(node.clauses, tree.Calendar)
    if calendar and calendar.name.text not in CALENDARS:
        remedy = "known are " + ", ".join(f"`{name}`" for name in CALENDARS)
        yield unknown("unknown-calendar", "the name of a calendar", calendar.name, CALENDARS, remedy)


def unsaid_calendar(trees: Sequence[tree.Tree], head: Header) -> Iterator[Diagnostic]:
    """A warning where working days are first counted, if no calendar says which days are holidays."""
    said = [c for t in trees for d in t.declarations if isinstance(d, tree.Framework) for c in d.clauses]
    if head.at is None or any(isinstance(c, tree.Calendar | tree.BrokenClause) for c in said):
        return
    for node in (n for t in trees for d in t.declarations for n in tree.walk(d)):
        if isinstance(node, tree.DateLimit | tree.Within | tree.Elapsed) and node.unit == "working days":
            yield Diagnostic(
                "missing-calendar",
                "working days skip public holidays, but the framework names no calendar, so they skip weekends alone",
                (Label(node.span, "working days are counted here"), Label(head.at, "no `calendar` here")),
                "say `calendar england_and_wales` under `framework`, or `calendar weekends_only` if that is meant",
                Severity.WARNING,
            )
            return
