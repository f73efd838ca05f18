"""Turns Markdown that people wrote into HTML that can do nothing: raw HTML stays text, and no image is fetched."""

import re
from functools import cache
from typing import TYPE_CHECKING

from aboveline.report.inert import inert

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markupsafe import Markup

#: Where a link may lead: to a place of the same page, to an address of the web, or to one of mail.
_LEADS = re.compile("#|https?://|mailto:", re.IGNORECASE)

#: A heading of a text stands so much deeper in the page than in the text.
_DEEPER = 2


def markup(text: str) -> "Markup":
    """The text as HTML; its headings stand below those of the page."""
    from markupsafe import Markup  # noqa: PLC0415 (slow to import)

    reader = _reader()
    tokens = reader.parse(inert(text))
    for token in tokens:
        if token.type in {"heading_open", "heading_close"}:
            token.tag = f"h{min(6, int(token.tag[1:]) + _DEEPER)}"
    return Markup(reader.renderer.render(tokens, reader.options, {}))  # noqa: S704 (raw HTML is off: the reader escapes it)


@cache
def _reader() -> "MarkdownIt":
    """CommonMark with tables, without raw HTML and images. Links that lead anywhere else than `_LEADS` are left as text."""
    from markdown_it import MarkdownIt  # noqa: PLC0415 (only where there is text to show)

    found = MarkdownIt("commonmark", {"html": False}).enable("table").disable("image")
    found.validateLink = lambda url: _LEADS.match(url) is not None
    return found
