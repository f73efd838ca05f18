"""Lints criteria written in a few lines, under a heading that makes a whole framework of them."""

from aboveline.lint.look import look
from aboveline.lint.model import Linted
from aboveline.source import Source
from aboveline.workspace import check

HEADING = """framework t "Test"
  version "1"
  calendar england_and_wales

bands by the rounded score
  enough   "Enough"   from 60%
  wanting  "Wanting"  otherwise

"""

#: What stands above questions that stand under no criterion.
PARTS = """section 1 "Section"
criterion 1.1 "Criterion"

"""


def whole(text: str) -> str:
    """A framework whose criteria hold some declarations."""
    return f"{HEADING}{'' if 'section 1' in text else PARTS}{text}"


def linted(text: str, codes: set[str] | None = None) -> Linted:
    """What linting finds in some declarations."""
    sources = {"t.criteria": Source("t.criteria", whole(text))}
    loaded = check("t", sources)
    assert loaded.framework is not None, loaded.diagnostics
    return look(loaded.framework, loaded.diagnostics, codes)


def found_in(text: str, codes: set[str] | None = None) -> set[str]:
    """The codes of what is found in some declarations; nothing may be left open."""
    came = linted(text, codes)
    assert came.unsettled == ()
    return {one.code for one in came.remarks}


def underlined(text: str, code: str) -> list[str]:
    """The words that findings of a code underline first."""
    came = linted(text)
    sources = came.framework.sources
    return [" ".join(sources[one.at.file].slice(one.at).split()) for one in came.remarks if one.code == code]
