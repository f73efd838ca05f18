"""`pytest --update` writes the engine's own words into the specification again, to be reviewed as a diff."""

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest
from hypothesis import settings

from machine import lacking
from reading.markdown import rewritten

# Tests never assert times: a slow machine is no fault. All else stays as Hypothesis has it, which draws the same in every CI run.
settings.register_profile("unhurried", settings(), deadline=None)
settings.load_profile("unhurried")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update", action="store_true", help="write the snapshots of the language specification again"
    )


def pytest_runtest_setup(item: pytest.Item) -> None:
    if item.get_closest_marker("paper"):
        try:
            import_module("weasyprint")
        except OSError:
            lacking("the libraries of Pango, which draw a PDF, are not on this machine")


@pytest.fixture(scope="session")
def snapshots(request: pytest.FixtureRequest) -> Iterator[dict[Path, dict[int, str]]]:
    """What blocks of the specification should hold, by file and line; written at the end if asked."""
    new: dict[Path, dict[int, str]] = {}
    yield new
    if request.config.getoption("--update"):
        for file, blocks in new.items():
            file.write_text(rewritten(file.read_text(encoding="utf-8"), blocks), encoding="utf-8")
