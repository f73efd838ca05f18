"""Opens the templates of the pages; whatever they print that came from a file is escaped."""

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jinja2 import Environment


def environment(finalize: Callable[[object], object] | None = None) -> "Environment":
    """The templates of this room; `finalize` is given each value before it is printed."""
    from jinja2 import Environment, PackageLoader, StrictUndefined  # noqa: PLC0415 (slow to import)

    return Environment(
        loader=PackageLoader("aboveline.report", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=finalize,
    )
