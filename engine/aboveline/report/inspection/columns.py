"""Says how wide the columns of a table on paper should be, from what stands in them."""

from collections.abc import Sequence

#: A column asks for no more letters to a line than this, however long its texts are.
_MOST = 70

#: A column of texts this short is as wide as the longest of them, so that none is broken.
_SHORT = 30

#: What every column has beside its letters, in letters.
_PAD = 4


def shares(rows: Sequence[Sequence[str]]) -> tuple[float, ...]:
    """The share of the width for each column, in percent: what it needs at least, the rest by what its texts ask for."""
    count = max((len(row) for row in rows), default=0)
    if count == 0:
        return ()
    least = [_PAD + max(_needed(cell) for cell in _column(rows, at)) for at in range(count)]
    wanted = [_PAD + max(min(len(cell), _MOST) for cell in _column(rows, at)) for at in range(count)]
    more = [max(0, want - need) for want, need in zip(wanted, least, strict=True)]
    room = max(0, max(100, sum(least)) - sum(least))
    spread = sum(more)
    widths = [
        need + (room * extra / spread if spread else room / count)
        for need, extra in zip(least, more, strict=True)
    ]
    return tuple(round(100 * width / sum(widths), 2) for width in widths)


def _column(rows: Sequence[Sequence[str]], at: int) -> Sequence[str]:
    return [row[at] if at < len(row) else "" for row in rows]


def _needed(cell: str) -> int:
    """So many letters have to stand on one line: all of a short text, the longest word of another."""
    if len(cell) <= _SHORT:
        return len(cell)
    return max((min(len(word), _MOST // 2) for word in cell.split()), default=0)
