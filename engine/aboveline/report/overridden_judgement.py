"""Turns the overrides of one case into what an explanation of one of its judgements says of them."""

from collections.abc import Sequence
from typing import Any

from attrs import field

from aboveline.framework.dependencies import Node, needs
from aboveline.framework.model import Framework
from aboveline.frozen import frozen
from aboveline.records.record import Record
from aboveline.report.from_run import figure
from aboveline.report.ink import Ink
from aboveline.report.layout import wrap
from aboveline.report.overrides import override_json, override_row, override_rows
from aboveline.report.overrides_text import as_shown, moved_lines, signed_words
from aboveline.report.scores_json import score_json
from aboveline.report.view import Figure, OverrideRow
from aboveline.scoring.model import Scores
from aboveline.scoring.overrides import Applied, with_overrides, without_overrides


@frozen
class OverriddenJudgement:
    """What overrides have to do with one judgement.

    `own` is the override of it, None where it is none; `moved` is what that alone does to scores, without
    and with it. `beneath` are the overridden judgements of the case that the rules of this one look at.
    `without` are the scores as the judgement by the criteria counts in them, all other overrides applied; `others` says
    that there are any.
    """

    own: OverrideRow | None
    moved: tuple[tuple[Figure, Figure], ...]
    beneath: tuple[OverrideRow, ...]
    without: Scores = field(repr=False)
    others: bool = False

    def around(self, explanation: str, ink: Ink, width: int) -> str:
        """The text of an explanation, with a notice before it and all else after it, where there is anything to say."""
        before: list[str] = []
        after: list[str] = []
        if self.own is not None:
            words = f"Overridden: this counts as {self.own.outcome}. What the criteria make of it comes first, and below it the override. Scores that stand above the override are without it."
            before = [*(ink(line, "warning") for line in wrap(words, width)), ""]
            after = ["", *self._own(self.own, ink, width)]
        for row in self.beneath:
            words = (
                f"`{row.question}` is overridden for this case: it counts as {row.outcome}, and by the criteria it was "
                f"{row.overridden_from}. This judgement rests on what it was by the criteria."
            )
            after += ["", *wrap(words, width)]
        return "".join(f"{line}\n" for line in before) + explanation + "".join(f"{line}\n" for line in after)

    def as_json(self) -> dict[str, Any]:
        """What an explanation as data says of it beside all else; nothing where there is nothing to say."""
        found: dict[str, Any] = {}
        if self.own is not None:
            moved = [
                {"score": score_json(after), "without": score_json(before)} for before, after in self.moved
            ]
            found["override"] = {**override_json(self.own), "moved": moved}
        if self.beneath:
            found["overridden_beneath"] = [override_json(row) for row in self.beneath]
        return found

    def _own(self, own: OverrideRow, ink: Ink, width: int) -> list[str]:
        told = (
            f"It counts as {own.outcome}; by the criteria it was {own.overridden_from}. "
            "Nothing that rests on it was worked out again."
        )
        if self.others:
            told += " Here “without” is without this override alone; others stay."
        return [
            ink("The override", "strong"),
            *wrap(f"“{as_shown(own.reason)}” {signed_words(own)}", width, "  "),
            *wrap(told, width, "  "),
            "",
            *moved_lines(self.moved, ink, width),
        ]


def overridden_judgement(
    framework: Framework,
    applied: Sequence[Applied],
    figures: Scores,
    judgement: tuple[str, str],
    inspection: Record | None = None,
) -> OverriddenJudgement:
    """What overrides have to do with a judgement, by case id and question; `figures` are the scores with all of them."""
    case_id, question = judgement
    own = next((one for one in applied if (one.case_id, one.question) == judgement), None)
    of_case = [one for one in applied if one.case_id == case_id and one is not own]
    looked_at = _looked_at(framework, question) if of_case else frozenset[str]()
    beneath = override_rows(framework, (one for one in of_case if one.question in looked_at))
    if own is None:
        return OverriddenJudgement(None, (), beneath, figures)
    others = [one for one in applied if one is not own]
    without = with_overrides(framework, without_overrides(figures), others, inspection)
    shown = ((figure(without[one.kind, one.key]), figure(one)) for one in figures)
    moved = tuple((before, after) for before, after in shown if _figures(before) != _figures(after))
    return OverriddenJudgement(override_row(framework, own), moved, beneath, without, bool(others))


def _figures(of: Figure) -> tuple[object, ...]:
    return of.state, of.percent, of.points, of.fraction, of.band, of.counts, of.range


def _looked_at(framework: Framework, question: str) -> frozenset[str]:
    """The questions that the rules of one look at, by way of whatever stands between."""
    found, queue, known = set[Node](), [Node("question", question)], needs(framework)
    while queue:
        for need in known.get(queue.pop(), ()):
            if need.node not in found:
                found.add(need.node)
                queue.append(need.node)
    return frozenset(node.key for node in found if node.kind == "question")
