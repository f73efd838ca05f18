"""Names of the counts of a View, for disclosure control."""

from aboveline.disclosure.model import Key
from aboveline.report.view import Figure

Name = tuple[str, str]
#: All cases, or those of a group: the fact and the group's label; twice nothing for all.
Block = tuple[str, str]
ALL: Block = ("", "")

#: The counts of a figure that do not overlap: judged sufficient, counted and not sufficient, and all that is not counted.
APART = ("sufficient", "not sufficient", "not counted")


def cases_key(block: Block) -> Key:
    """Names how many cases there are."""
    return (*block, "cases")


def count_key(block: Block, name: Name, count: str) -> Key:
    """Names a count of a figure."""
    return (*block, *name, count)


def name_of(figure: Figure) -> Name:
    """What a figure is of."""
    return figure.kind, figure.key


def is_told_by_group(name: Name) -> bool:
    """Whether a public edition tells a figure of a group."""
    return name[0] in {"theme", "section", "criterion"}


def given(count: int | None) -> int:
    """A count that must be there. Raises ValueError where it is withheld already."""
    if count is None:
        raise ValueError("figures are withheld from this already")
    return count
