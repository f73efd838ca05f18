"""Measures what a person waits for: `aboveline score` on Essex as a whole process.

Prints it as a ratio to importing the libraries it rests on, measured in turn with it, and to the
bare interpreter. Run it with `make bench`; nothing else should be running.
"""

import json
import statistics
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ESSEX = [str(ROOT / "criteria" / "cci-2012"), str(ROOT / "examples" / "essex-2012" / "cases.csv")]
RUNS = 15

#: Each is measured as a whole process; the first is what the others are compared with.
COMMANDS = {
    "import lark, attrs, jsonschema, click": [sys.executable, "-c", "import lark, attrs, jsonschema, click"],
    "python alone": [sys.executable, "-c", "pass"],
    "aboveline --help": [sys.executable, "-m", "aboveline", "--help"],
    "aboveline check cci-2012": [sys.executable, "-m", "aboveline", "check", ESSEX[0]],
    "aboveline score, Essex, text": [sys.executable, "-m", "aboveline", "score", *ESSEX],
    "aboveline score, Essex, JSON": [sys.executable, "-m", "aboveline", "score", *ESSEX, "--format", "json"],
    "aboveline explain, one judgement": [
        *[sys.executable, "-m", "aboveline", "explain", *ESSEX],
        *["--case", "E001", "--question", "rmp_timely"],
    ],
}


def seconds(command: list[str]) -> float:
    """How long one whole process takes, start to end."""
    start = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    return time.perf_counter() - start


def measure() -> dict[str, list[float]]:
    """Every command's times, the commands taking turns so that a noisy moment touches all alike."""
    for command in COMMANDS.values():
        seconds(command)  # fills the file cache and compiles what is not yet compiled
    times: dict[str, list[float]] = {name: [] for name in COMMANDS}
    for _ in range(RUNS):
        for name, command in COMMANDS.items():
            times[name].append(seconds(command))
    return times


def main() -> None:
    """Print the table, and with `--json FILE` write the figures as well."""
    medians = {name: statistics.median(runs) for name, runs in measure().items()}
    base = medians[next(iter(COMMANDS))]
    print(f"{'whole process, median of ' + str(RUNS):40} {'ms':>6} {'ratio':>6}")
    for name, median in medians.items():
        print(f"{name:40} {median * 1000:6.0f} {median / base:6.2f}")
    if "--json" in sys.argv:
        rows = {name: {"seconds": median, "ratio": median / base} for name, median in medians.items()}
        Path(sys.argv[sys.argv.index("--json") + 1]).write_text(json.dumps(rows, indent=2), encoding="utf-8")


if __name__ == "__main__":
    main()
