"""An attacker who reads a public edition and works out what was withheld: by linear programming over all that is printed.

It knows nothing but the document, the rule it states, and how scores come about. It shares no code with what withholds.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import highspy
import numpy as np

Name = tuple[str, ...]
INF = highspy.kHighsInf


class Attack:
    """Unknown whole numbers with what is known of them."""

    def __init__(self) -> None:
        self.names: dict[Name, int] = {}
        self.low: list[float] = []
        self.high: list[float] = []
        self.rows: list[tuple[list[int], list[float], float, float]] = []
        self._highs: Any = None

    def unknown(self, name: Name, low: float = 0, high: float = INF) -> int:
        if name in self.names:
            at = self.names[name]
            self.low[at], self.high[at] = max(self.low[at], low), min(self.high[at], high)
            return at
        self.names[name] = len(self.low)
        self.low.append(low)
        self.high.append(high)
        return self.names[name]

    def add_up(self, total: Mapping[int, float], parts: Sequence[int]) -> None:
        row = dict(total)
        for part in parts:
            row[part] = row.get(part, 0) - 1
        self.rows.append((list(row), list(row.values()), 0, 0))

    def rounds_to(self, percent: int, part: int, rest: int) -> None:
        self.rows.append(([part, rest], [201 - 2 * percent, 1 - 2 * percent], 0, INF))
        self.rows.append(([part, rest], [199 - 2 * percent, -1 - 2 * percent], -INF, -1))
        self.rows.append(([part, rest], [1, 1], 1, INF))

    def holds(self, values: Mapping[Name, int]) -> bool:
        """Whether the truth agrees with everything the attacker takes for known; for tests of the attacker."""
        at = {self.names[name]: value for name, value in values.items() if name in self.names}
        inside = all(self.low[i] <= value <= self.high[i] for i, value in at.items())
        return inside and all(
            low <= sum(c * at[i] for i, c in zip(places, signs, strict=True)) <= high
            for places, signs, low, high in self.rows
            if all(i in at for i in places)
        )

    def interval(self, name: Name, *, whole: bool = False) -> tuple[float, float]:
        """The least and the most an unknown can be; with `whole` as whole numbers."""
        if self._highs is None:
            self._load()
        at = self.names[name]
        kind = highspy.HighsVarType.kInteger if whole else highspy.HighsVarType.kContinuous
        every = np.arange(len(self.low), dtype=np.int32)
        self._highs.changeColsIntegrality(len(every), every, np.full(len(every), int(kind), np.uint8))
        ends = []
        for sign in (1, -1):
            cost = np.zeros(len(self.low))
            cost[at] = sign
            self._highs.changeColsCost(len(every), every, cost)
            self._highs.run()
            status = self._highs.getModelStatus()
            if status == highspy.HighsModelStatus.kOptimal:
                bound = self._highs.getInfo().objective_function_value
                ends.append(sign * bound)
            else:
                assert status in {
                    highspy.HighsModelStatus.kUnbounded,
                    highspy.HighsModelStatus.kUnboundedOrInfeasible,
                }, status
                ends.append(-sign * INF)
        return np.ceil(ends[0] - 1e-6), np.floor(ends[1] + 1e-6)

    def _load(self) -> None:
        highs, lp = highspy._core._Highs(), highspy.HighsLp()
        highs.setOptionValue("output_flag", False)
        highs.setOptionValue("threads", 1)
        lp.num_col_, lp.num_row_ = len(self.low), len(self.rows)
        lp.col_cost_ = np.zeros(len(self.low))
        lp.col_lower_, lp.col_upper_ = np.array(self.low, float), np.array(self.high, float)
        lp.row_lower_ = np.array([row[2] for row in self.rows], float)
        lp.row_upper_ = np.array([row[3] for row in self.rows], float)
        lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        lp.a_matrix_.start_ = np.cumsum([0, *(len(row[0]) for row in self.rows)]).astype(np.int32)
        lp.a_matrix_.index_ = np.array([i for row in self.rows for i in row[0]], np.int32)
        lp.a_matrix_.value_ = np.array([c for row in self.rows for c in row[1]], float)
        highs.passModel(lp)
        self._highs = highs


def on_document(document: Mapping[str, Any], *, bold: bool = True) -> tuple[Attack, list[Name]]:
    """All that a public edition in JSON tells, and the counts it withholds.

    A `bold` attacker takes it that nothing that is withheld is nought, which is nearly always so.
    """
    attack, withheld = Attack(), list[Name]()
    small = 2 * document["public"]["threshold"]

    def told(name: Name, count: int | None, least: int = 1) -> int:
        if count is None:
            withheld.append(name)
            return attack.unknown(name, least if bold else 0)
        return attack.unknown(name, count, count)

    cases = told(("", "", "cases"), document["cases"]["scored"])
    questions: dict[str, Any] = {s["key"]: s for s in document["scores"] if s["kind"] == "question"}
    for key, score in questions.items():
        counts = score["counts"]
        name = ("", "", "question", key)
        counted, judged = counts["counted"], counts["sufficient"]
        least = 1 if bold and counted is not None and counted >= small else 0
        of = told((*name, "counted"), counted)
        good = told((*name, "sufficient"), judged, least)
        failed = None if None in {counted, judged} else counted - judged
        bad = told((*name, "not sufficient"), failed, least)
        total = document["cases"]["scored"]
        rest = told((*name, "not counted"), None if None in {total, counted} else total - counted)
        attack.add_up({of: 1}, [good, bad])
        attack.add_up({cases: 1}, [of, rest])
    members = members_of(document, questions)
    for score in document["scores"]:
        if score["kind"] in {"family", "criterion", "section", "theme"}:
            _pooled(attack, ("", ""), score, members[score["kind"], score["key"]])
    for breakdown in document.get("breakdowns", ()):
        _groups(attack, breakdown, members, cases, told)
    return attack, withheld


def _pooled(attack: Attack, block: Name, score: Mapping[str, Any], members: Sequence[str]) -> None:
    name = (*block, score["kind"], score["key"])
    good, bad = (attack.unknown((*name, which)) for which in ("sufficient", "not sufficient"))
    for at, which in ((good, "sufficient"), (bad, "not sufficient")):
        attack.add_up({at: 1}, [attack.unknown((*block, "question", key, which)) for key in members])
    if score["percent"] is not None:
        attack.rounds_to(score["percent"], good, bad)
    elif score["state"] == "no applicable cases":
        attack.unknown((*name, "sufficient"), 0, 0)
        attack.unknown((*name, "not sufficient"), 0, 0)


def _groups(attack, breakdown, members, cases, told) -> None:
    """A breakdown: what each group's questions came to is not printed, and still adds up to the whole."""
    blocks = [(breakdown["fact"], group["label"]) for group in breakdown["groups"]]
    sizes = [
        told((*block, "cases"), g["cases"]) for block, g in zip(blocks, breakdown["groups"], strict=True)
    ]
    attack.add_up({cases: 1}, sizes)
    used = sorted({key for of in members.values() for key in of})
    for block, size in zip(blocks, sizes, strict=True):
        for key in used:
            three = [
                attack.unknown((*block, "question", key, which))
                for which in ("sufficient", "not sufficient", "not counted")
            ]
            attack.add_up({size: 1}, three)
    for key in used:
        for which in ("sufficient", "not sufficient", "not counted"):
            whole = attack.unknown(("", "", "question", key, which))
            attack.add_up({whole: 1}, [attack.unknown((*block, "question", key, which)) for block in blocks])
    for block, group in zip(blocks, breakdown["groups"], strict=True):
        for score in group["scores"]:
            if score["kind"] != "rating":
                _pooled(attack, block, score, members[score["kind"], score["key"]])


def members_of(
    document: Mapping[str, Any], questions: Mapping[str, Any]
) -> Mapping[tuple[str, str], list[str]]:
    """The questions each score pools, as the document itself says."""
    found: dict[tuple[str, str], list[str]] = {}
    section = ""
    counting = [s for s in questions.values() if s["standing"] == "scored"]
    for score in document["scores"]:
        kind, key = score["kind"], score["key"]
        if kind == "theme":
            found[kind, key] = [s["key"] for s in counting if score["label"] in s["themes"]]
        elif kind == "section":
            section = key
            found[kind, key] = []
        elif kind == "criterion":
            found[kind, key] = [s["key"] for s in counting if s["criterion"] == key]
            found["section", section] += found[kind, key]
        elif kind == "family":
            scored = [k for k in score["questions"] if questions[k]["standing"] == "scored"]
            found[kind, key] = scored or score["questions"]
    return found
