"""What a person waits for at 85 cases: whole processes, beside importing the libraries they rest on."""

import sys
from collections.abc import Iterator

from benchmarks.command import ABOVELINE, CRITERIA, ESSEX, offers_evaluators, process, score
from benchmarks.row import Row, measured
from benchmarks.settings import Settings
from benchmarks.timing import in_turn

PART = "cold-start"

_IMPORTS = "import lark, attrs, jsonschema, click"
_SCORE = "aboveline score, Essex, text"

_COMMANDS = {
    _IMPORTS: (sys.executable, "-c", _IMPORTS),
    "python alone": (sys.executable, "-c", "pass"),
    "aboveline --help": (*ABOVELINE, "--help"),
    "aboveline check cci-2012": (*ABOVELINE, "check", CRITERIA),
    _SCORE: score(ESSEX),
    "aboveline score, Essex, JSON": (*score(ESSEX), "--format", "json"),
    "aboveline explain, one judgement": (
        *(*ABOVELINE, "explain", CRITERIA, ESSEX),
        *("--case", "E001", "--question", "rmp_timely"),
    ),
}


def rows(settings: Settings) -> Iterator[Row]:
    """Every command, and with each evaluator where the command lets a person choose."""
    commands = dict(_COMMANDS)
    if offers_evaluators():
        commands |= {
            f"{_SCORE}, {which}": score(ESSEX, evaluator=which) for which in ("reference", "columnar")
        }
    ways = {name: process(command, settings.seconds) for name, command in commands.items()}
    took = in_turn(ways, 2 * settings.runs)
    for name, its_time in took.items():
        cases = 85 if "Essex" in name else None
        yield measured(PART, (name, cases), its_time, (_IMPORTS, took[_IMPORTS]))
