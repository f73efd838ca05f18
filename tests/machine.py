"""What a test needs that may not be on a machine: it is skipped there, but in a run that must run every test."""

import os
from typing import NoReturn

import pytest

#: The environment variable by which a run says so, as CI does.
EVERY_TEST = "ABOVELINE_EVERY_TEST"


def lacking(what: str) -> NoReturn:
    """End a test as this machine lacks something: skipped, or failed where every test must run."""
    if os.environ.get(EVERY_TEST):
        pytest.fail(what, pytrace=False)
    pytest.skip(what)
