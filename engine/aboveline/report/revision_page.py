"""Writes what is told of two versions as one self-contained HTML page, for a screen, a phone or a printer; it needs no scripts."""

import re

from aboveline.report.comparison_blocks import Grid, Heading, Items, Lines, Paragraph
from aboveline.report.revision_blocks import blocks
from aboveline.report.revision_view import RevisionView
from aboveline.report.templating import environment

#: What stands between backticks, which is code.
_NAMES = re.compile(r"`([^`\n]+)`")

#: What says whether a line of criteria was there before or is there now.
_WHEN = re.compile(r"^(was|now): ")


def revision_page(view: RevisionView) -> str:
    """The page as HTML; everything that came from a file is escaped."""
    from markupsafe import Markup, escape  # noqa: PLC0415

    def with_names(words: str) -> Markup:
        """Words in which what stands between backticks is code."""
        parts = _NAMES.split(words)
        return Markup("").join(
            Markup("<code>{}</code>").format(part) if at % 2 else escape(part)
            for at, part in enumerate(parts)
        )

    templates = environment()
    templates.filters["names"] = with_names
    title, *rest = blocks(view)
    return templates.get_template("revision.html").render(
        view=view,
        title=title,
        blocks=[(_KINDS[type(block)], block) for block in rest],
        depth=_depth,
        when=_when,
        bare=_bare,
    )


def _depth(label: str) -> int:
    """How deep a label is set in."""
    return (len(label) - len(label.lstrip())) // 2


def _when(line: str) -> str:
    found = _WHEN.match(line)
    return found[1] if found else ""


def _bare(line: str) -> str:
    return _WHEN.sub("", line)


_KINDS: dict[type[object], str] = {
    Heading: "heading",
    Paragraph: "paragraph",
    Grid: "grid",
    Items: "items",
    Lines: "lines",
}
