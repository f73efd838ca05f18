"""Opens the templates of the pages; whatever they print that came from a file is escaped, and steers no screen."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, cast

from aboveline.report.inert import inert
from aboveline.wording.language import Language
from aboveline.wording.message import Message, in_context, message, plural, value_alone

if TYPE_CHECKING:
    from jinja2 import Environment


def environment(finalize: Callable[[object], object] | None = None) -> "Environment":
    """The templates of this room; `finalize` is given each value before it is printed, and makes it harmless."""
    from jinja2 import Environment, PackageLoader, StrictUndefined  # noqa: PLC0415 (slow to import)
    from markupsafe import Markup  # noqa: PLC0415 (likewise)

    def harmless(printed: object) -> object:
        # What was rendered already stays as it is.
        return inert(printed) if isinstance(printed, str) and not isinstance(printed, Markup) else printed

    return Environment(
        loader=PackageLoader("aboveline.report", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=finalize or harmless,
    )


def environment_in(language: Language) -> "Environment":
    """The templates, for pages in a language: what they print is said in it, and nothing of it steers a screen.

    Texts of the interface are `message("…")`, `plural("…", "…", n)`, `in_context("…", "…")`; what they hold is escaped.
    """
    from markupsafe import Markup, escape  # noqa: PLC0415 (slow to import)

    def literal(text: str) -> str:
        # What was rendered already stays as it is.
        return text if isinstance(text, Markup) else escape(inert(text))

    def finalize(printed: object) -> object:
        kind = type(printed)
        if kind is str:
            return inert(printed)  # type: ignore[arg-type]
        if kind is Message:
            return Markup(language.says(printed, literal))  # type: ignore[arg-type] # noqa: S704 (`literal` escapes it)
        if kind is float:
            return language.number(printed)  # type: ignore[arg-type]
        return printed

    def lang(of: str) -> str:
        """What an element says of its language, where that is not the page's."""
        return Markup("") if of == language.code else Markup(' lang="{}"').format(of)

    found = environment(finalize)
    words = cast("dict[str, Any]", found.globals)
    words |= {
        "message": message,
        "plural": plural,
        "in_context": in_context,
        "number": _number,
        "language": language,
        "lang": lang,
    }
    return found


def _number(number: int) -> Message:
    """A number by itself, its thousands apart."""
    return value_alone(number, ",")
