"""Takes over what checking the framework has found already, so that it has one source and one code."""

from collections.abc import Callable, Iterator

from aboveline.lint.grounds import Grounds
from aboveline.lint.model import Remark


def said_by_check(code: str) -> Callable[[Grounds], Iterator[Remark]]:
    """The function that gives what `check` says under a code."""

    def find(grounds: Grounds) -> Iterator[Remark]:
        return (Remark(diagnostic) for diagnostic in grounds.checked if diagnostic.code == code)

    return find
