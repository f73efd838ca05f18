"""Turns the agreement of assessors into the AgreementView that text, JSON and CSV show."""

from collections.abc import Sequence
from fractions import Fraction
from math import floor
from shlex import quote

from aboveline.analysis.agreement import FEWEST_CASES, Agreement, Disagreement, LevelAgreement, Measured
from aboveline.analysis.coefficients import Estimate
from aboveline.framework.model import Framework
from aboveline.frozen import frozen
from aboveline.records.assessors import assessor_of
from aboveline.report.agreement_view import AgreementView, LevelRow, MeasuredRow, PairRow, Shown, Side
from aboveline.report.findings_view import Examined
from aboveline.workspace import Run

#: What is said at the end of every report.
HOW = (
    (
        "Judgements are compared by what they come to: sufficient, insufficient, or not applicable (by rule, by the "
        "assessor or excused). Pairs of which one is unanswered or undetermined are not compared. A case that was assessed "
        "more than twice counts once, as the share of its pairs that agree."
    ),
    (
        "Kappa and AC1 say how far assessors agree beyond chance: 1 is always, 0 no more than by chance. Kappa is Cohen's, with "
        "more than two assessors in Conger's form; AC1 is Gwet's. Where nearly everything comes to the same, kappa says little, "
        "and AC1 is to be read. Several questions are put together with the chance of each (De Vries and others, 2008)."
    ),
    (
        "In brackets stands the 95% interval. It comes from leaving out whole cases, one at a time, as judgements of one case "
        "are alike. It is true of cases drawn by chance, not of cases that were chosen for being difficult."
    ),
    "That assessors agree does not show that they are right.",
)


@frozen
class ExplainedBy:
    """The words of a command that explains a judgement, up to the case; of a sealed run only what it holds can be explained."""

    words: tuple[str, ...]
    is_run: bool = False


def from_agreement(
    run: Run, found: Agreement, examined: Examined, explained_by: ExplainedBy | None
) -> AgreementView:
    """The report on the assessments of a batch; `explained_by` is None where no command could read the cases again.

    Raises ValueError where its cases were not read with assessors.
    """
    framework, assessors = run.framework, run.cases.assessors
    if assessors is None:
        raise ValueError("nothing says who assessed the cases")
    taken = {record.case_id: assessor_of(record, assessors) for record in run.cases.records}
    labels = {key: question.label for key, question in framework.questions.items()}
    return AgreementView(
        framework=framework.name,
        label=framework.label,
        version=framework.version,
        examined=examined,
        fact=assessors.fact,
        fact_label=framework.facts[assessors.fact].label,
        of=run.cases.valid,
        cases=found.cases,
        assessors=tuple(found.assessors.items()),
        levels=tuple(_level(framework, level) for level in found.levels),
        pairs=tuple(
            PairRow(
                one.case_id,
                one.question,
                labels[one.question],
                (
                    _side(one, 0, taken[one.case_id], explained_by),
                    _side(one, 1, taken[one.case_id], explained_by),
                ),
            )
            for one in found.disagreements
        ),
        how=HOW,
    )


def _level(framework: Framework, level: LevelAgreement) -> LevelRow:
    pairs, agreeing = level.judged
    return LevelRow(
        kind=level.kind,
        key=level.key,
        name=f"{level.kind.capitalize()} {level.key}" if level.kind in {"section", "criterion"} else "",
        label=level.label,
        standing=framework.questions[level.key].standing if level.kind == "question" else None,
        outcomes=None if level.outcomes is None else _measured(level.outcomes),
        judged=pairs,
        judged_agreeing=agreeing,
        answers=None if level.answers is None else _measured(level.answers),
    )


def _measured(found: Measured) -> MeasuredRow:
    figures = found.figures
    return MeasuredRow(
        cases=found.cases,
        pairs=found.pairs,
        agreeing=found.agreeing,
        left_out=found.left_out,
        is_scant=found.is_scant,
        percent=_shown(figures.agreement, 100, 0),
        kappa=_shown(figures.kappa, 1, 4),
        ac1=_shown(figures.ac1, 1, 4),
    )


def _shown(found: Estimate, times: int, places: int) -> Shown:
    def rounded(number: Fraction | float | None) -> float | None:
        if number is None:
            return None
        scaled = floor(number * times * 10**places + Fraction(1, 2)) / 10**places
        return scaled if places else int(scaled)

    return Shown(rounded(found.value), rounded(found.low), rounded(found.high))


def _side(one: Disagreement, at: int, taken: str, explained_by: ExplainedBy | None) -> Side:
    assessor, outcome = one.assessors[at], one.outcomes[at].value
    if explained_by is None or (explained_by.is_run and assessor != taken):
        return Side(assessor, outcome, None)
    words = (*explained_by.words, *([] if explained_by.is_run else ["--prefer", assessor]))
    return Side(assessor, outcome, _command((*words, "--case", one.case_id, "--question", one.question)))


def _command(words: Sequence[str]) -> str:
    return " ".join(quote(word) for word in words)


__all__ = ["FEWEST_CASES", "HOW", "ExplainedBy", "from_agreement"]
