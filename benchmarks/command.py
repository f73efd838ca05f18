"""The command `aboveline` as whole processes, so that nothing here rests on how it is made inside."""

import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from benchmarks.timing import CannotRunError, Took, Way

ROOT = Path(__file__).resolve().parent.parent
CRITERIA = str(ROOT / "criteria" / "cci-2012")
ESSEX = str(ROOT / "examples" / "essex-2012" / "cases.csv")
ABOVELINE = (sys.executable, "-m", "aboveline")

_WATCH = str(Path(__file__).parent / "watch.py")


def process(command: Sequence[str], limit: float) -> Way:
    """A command as a way to be measured: a whole process, stopped after so many seconds."""
    return lambda: run(command, limit)


def run(command: Sequence[str], limit: float) -> Took:
    """How long a whole process took, and the most memory it held; it may hold three quarters of this machine's.

    Raises CannotRunError where it ends with anything but 0, with the last it said, or is stopped.
    """
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") * 3 // 4
    with tempfile.NamedTemporaryFile("r", encoding="utf-8", errors="replace") as errors:
        watch = [sys.executable, "-I", "-S", _WATCH, str(limit), str(memory), errors.name, *command]
        told = json.loads(subprocess.run(watch, check=True, capture_output=True, text=True).stdout)
        last = next((line for line in reversed(errors.read().splitlines()) if line.strip()), "nothing said")
    if told["status"] == -signal.SIGKILL:
        raise CannotRunError(f"stopped, as it would take more than {limit:,g} s or the memory there is")
    if told["status"]:
        raise CannotRunError(f"ended with {told['status']}: {last.strip()[:160]}")
    return Took(told["seconds"], told["kibibytes"] / 1024)


def score(*cases: str, evaluator: str | None = None) -> tuple[str, ...]:
    """`aboveline score` of some files; with an evaluator, which has to be one `offers_evaluators` speaks of."""
    chosen = ("--evaluator", evaluator) if evaluator else ()
    return (*ABOVELINE, "score", CRITERIA, *cases, *chosen)


@cache
def offers_evaluators() -> bool:
    """Whether this version of the command lets a person choose the evaluator."""
    told = subprocess.run([*ABOVELINE, "score", "--help"], check=True, capture_output=True, text=True).stdout
    return "--evaluator" in told


def columnar_if_offered() -> str | None:
    """The columnar evaluator's name for `--evaluator`, or None where the command makes its own choice."""
    return "columnar" if offers_evaluators() else None
