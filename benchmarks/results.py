"""What the benchmarks came to, written down: JSON, a page's tables, and a picture."""

import json
import os
import platform
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from benchmarks.chart import draw
from benchmarks.peers.measured import PEERS
from benchmarks.row import Row, as_data, as_markdown


def write(rows: Sequence[Row], disagreements: Sequence[str], folder: Path) -> None:
    """Write `results.json` and `results.md`; an earlier one is replaced."""
    found = {"made": _made(), "disagreements": list(disagreements), "rows": [as_data(row) for row in rows]}
    (folder / "results.json").write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")
    (folder / "results.md").write_text(as_markdown(rows), encoding="utf-8")


def picture(rows: Sequence[Row], folder: Path) -> bool:
    """Draw `results.png`; False where there is no matplotlib to draw it with."""
    try:
        draw(rows, folder / "results.png")
    except ImportError:
        return False
    return True


def _made() -> dict[str, Any]:
    """When, on what, and with which versions the figures were made."""
    named = ("aboveline", "polars", "duckdb", *(peer.distribution for peer in PEERS))
    return {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": platform.machine(),
        "cores": os.cpu_count(),
        "python": platform.python_version(),
        "versions": {name: _version(name) for name in named},
    }


def _version(distribution: str) -> str | None:
    try:
        return version(distribution)
    except PackageNotFoundError:
        return None
