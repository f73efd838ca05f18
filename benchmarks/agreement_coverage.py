"""How often the intervals of agreement hold the truth: cases are drawn from populations whose agreement is known.

    python benchmarks/agreement_coverage.py [samples]

prints the table of `docs/agreement.md`. Of a case, how good the work was and how hard it is to judge are drawn from
normal distributions; an assessor errs on each question with a chance that grows with how hard the case is. A question
does not apply to a fifth of the cases, which an assessor sometimes misses. Beside the intervals as they are stand those
that would come of taking every judgement for independent of the others.
"""

import sys
from collections.abc import Sequence
from math import exp, log
from random import Random

from aboveline.analysis.coefficients import Coefficients, Estimate, Ratings, of_question, pooled

CATEGORIES = 3
TRUTH_FROM = 6_000

#: Who assesses each case, by its number.
DESIGNS = {
    "the same two": lambda _at: ("A", "B"),
    "two of four": lambda at: (("A", "B"), ("B", "C"), ("C", "D"), ("A", "D"))[at % 4],
    "one beside many": lambda at: ("A", f"N{at % 5}"),
    "three": lambda _at: ("A", "B", "C"),
}

#: Design, cases, questions, how often an assessor errs.
TRIED = (
    ("the same two", 10, 1, 0.10),
    ("the same two", 20, 1, 0.10),
    ("the same two", 20, 1, 0.04),
    ("the same two", 40, 1, 0.10),
    ("the same two", 10, 10, 0.10),
    ("the same two", 20, 10, 0.10),
    ("the same two", 20, 10, 0.04),
    ("the same two", 40, 10, 0.10),
    ("two of four", 20, 10, 0.10),
    ("one beside many", 20, 10, 0.10),
    ("three", 20, 10, 0.10),
    ("the same two", 5, 10, 0.10),
    ("the same two", 20, 60, 0.10),
)


def _chance(logit: float) -> float:
    return 1 / (1 + exp(-logit))


def _questions(design: str, cases: int, bases: Sequence[float], errs: float, draw: Random) -> list[Ratings]:
    """What was judged of some cases, by question."""
    found: list[dict[str, dict[str, str]]] = [{} for _ in bases]
    for at in range(cases):
        good, hard = draw.gauss(0, 0.8), draw.gauss(0, 1)
        wrong = _chance(log(errs / (1 - errs)) + hard)
        for judged, base in zip(found, bases, strict=True):
            truth, applies = draw.random() < _chance(base + good), draw.random() > 0.2
            judged[f"{at:05}"] = {who: _judged(truth, applies, wrong, draw) for who in DESIGNS[design](at)}
    return list(found)


def _judged(truth: bool, applies: bool, wrong: float, draw: Random) -> str:
    if applies is (draw.random() < 0.3 * wrong):
        return "not applicable"
    return "sufficient" if truth is (draw.random() >= wrong) else "insufficient"


def _found(questions: Sequence[Ratings]) -> Coefficients:
    return pooled([of_question(one, CATEGORIES) for one in questions])


def _as_if_independent(questions: Sequence[Ratings]) -> Coefficients:
    """The same with every judgement taken for a case of its own."""
    return _found([{f"{case} {at}": by for case, by in one.items()} for at, one in enumerate(questions)])


def _figures(of: Coefficients) -> tuple[Estimate, Estimate, Estimate]:
    return of.agreement, of.kappa, of.ac1


def _holds(one: Estimate, truth: float) -> bool:
    return one.low is not None and one.high is not None and one.low <= truth <= one.high


def main(samples: int) -> None:
    """Print the table."""
    print("| assessors | cases | questions | errs | agreement | kappa | AC1 | if independent |")
    print("|---|---|---|---|---|---|---|---|")
    for design, cases, questions, errs in TRIED:
        draw = Random(f"{design} {cases} {questions} {errs}")  # noqa: S311 (to be repeated, not to be secret)
        bases = [1.0] if questions == 1 else [draw.gauss(1, 0.8) for _ in range(questions)]
        many = max(1_000, TRUTH_FROM * 10 // questions if questions > 10 else TRUTH_FROM)
        truth = [
            float(one.value or 0) for one in _figures(_found(_questions(design, many, bases, errs, draw)))
        ]
        held, naive = [0, 0, 0], [0, 0, 0]
        for _ in range(samples):
            some = _questions(design, cases, bases, errs, draw)
            for counts, found in ((held, _found(some)), (naive, _as_if_independent(some))):
                for at, (one, true) in enumerate(zip(_figures(found), truth, strict=True)):
                    counts[at] += _holds(one, true)
        shown = [f"{100 * count / samples:.1f}" for count in held]
        alone = "/".join(f"{100 * count / samples:.0f}" for count in naive)
        cells = (design, cases, questions, f"{100 * errs:.0f}%", *shown, "" if questions == 1 else alone)
        print("| " + " | ".join(map(str, cells)) + " |", flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000)
