"""Reads and writes what is expected beside the lines of a criteria file: `# error: [code] message`."""

import re
from collections.abc import Iterable, Mapping, Sequence

from attrs import frozen

_EXPECTED = re.compile(r"\s*# (?=(?:error|warning): \[)")
_ONE = re.compile(r"(error|warning): \[([a-z-]+)\] ?(.*)")


@frozen
class Remark:
    """A complaint about a line: `message` may be left out, and then any message will do."""

    severity: str
    code: str
    message: str

    @property
    def words(self) -> str:
        """The remark as it stands in a file."""
        return f"# {self.severity}: [{self.code}] {self.message}".rstrip()


@frozen
class Annotated:
    """A criteria text as an engine may read it, and what is expected of its lines, counted from 1."""

    text: str
    remarks: Mapping[int, tuple[Remark, ...]]


def read(block: str) -> Annotated:
    """A block's text parted from the remarks in it; a line of remarks alone belongs to the line above it."""
    lines: list[str] = []
    remarks: dict[int, tuple[Remark, ...]] = {}
    for line in block.split("\n"):
        words, *said = _EXPECTED.split(line)
        found = tuple(Remark(*m.groups()) for m in map(_ONE.fullmatch, said) if m)
        if len(found) != len(said):
            raise ValueError(f"cannot read what is expected of: {line}")
        if words or not said:
            lines.append(words)
        if found:
            remarks[len(lines)] = remarks.get(len(lines), ()) + found
    return Annotated("\n".join(lines), remarks)


def written(
    text: str, remarks: Mapping[int, Iterable[Remark]], expected: Mapping[int, Sequence[Remark]]
) -> str:
    """The text with every remark beneath its line; a message is left out where the one expected has none."""
    lines: list[str] = []
    for number, line in enumerate(text.split("\n"), start=1):
        brief = {(r.severity, r.code) for r in expected.get(number, ()) if not r.message}
        said = [
            Remark(r.severity, r.code, "") if (r.severity, r.code) in brief else r
            for r in remarks.get(number, ())
        ]
        lines += [line, *(f"    {words}" for words in sorted(r.words for r in said))]
    return "\n".join(lines)
