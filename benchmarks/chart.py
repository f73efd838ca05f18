"""The figures as one picture: how the evaluators grow with the cases, and how fast the peers are."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks.evaluators import BY_HAND, COLUMNAR, PART, REFERENCE, SQL
from benchmarks.peers.measured import PART as PEERS_PART
from benchmarks.row import Row

_DRAWN = (REFERENCE, SQL, BY_HAND, COLUMNAR)


def draw(rows: Sequence[Row], file: Path) -> None:
    """Write the picture as PNG. Raises ImportError where there is no matplotlib."""
    import matplotlib as mpl  # noqa: PLC0415 (of the benchmarks' own extra)

    mpl.use("Agg")
    from matplotlib import pyplot as plt  # noqa: PLC0415

    figure, (growing, peers) = plt.subplots(1, 2, figsize=(13, 5), layout="constrained")
    _grow(growing, [row for row in rows if row.part == PART])
    _compare(peers, [row for row in rows if row.part == PEERS_PART])
    figure.savefig(file, dpi=120)
    plt.close(figure)


def _grow(axes: Any, rows: Sequence[Row]) -> None:  # noqa: ANN401 (matplotlib's own)
    """Seconds by cases, both in powers of ten, a line for each way."""
    lines = {
        name: [(row.cases, row.seconds) for row in rows if row.name == name and row.seconds]
        for name in _DRAWN
    }
    axes.set(title="151 questions, cases in memory", xlabel="cases", ylabel="seconds")
    if not any(lines.values()):
        _say_nothing(axes)
        return
    for name, line in lines.items():
        if line:
            axes.plot(*zip(*line, strict=True), marker="o", label=name)
    axes.set(xscale="log", yscale="log")
    axes.grid(visible=True, alpha=0.3)
    axes.legend()


def _compare(axes: Any, rows: Sequence[Row]) -> None:  # noqa: ANN401
    """Cases a second in powers of ten, a bar for each engine, the fastest on top."""
    bars = sorted((row.cases_per_second, row.name) for row in rows if row.cases_per_second)
    axes.set(title="the same questions elsewhere", xlabel="cases a second")
    if not bars:
        _say_nothing(axes)
        return
    names = [name for _, name in bars]
    colours = ["C0" if name == COLUMNAR else "C7" for name in names]
    drawn = axes.barh(names, [speed for speed, _ in bars], color=colours, log=True)
    axes.bar_label(drawn, [f" {speed:,.0f}" for speed, _ in bars])
    axes.margins(x=0.2)


def _say_nothing(axes: Any) -> None:  # noqa: ANN401
    axes.set(xticks=[], yticks=[])
    axes.text(0.5, 0.5, "not measured", transform=axes.transAxes, ha="center")
