"""Counts what the cases of a batch are like: how many there are for each value of a fact, and the scores of each group."""

from collections import Counter
from collections.abc import Iterator, Sequence

from aboveline.framework.model import Framework
from aboveline.report.breakdowns import group_label
from aboveline.report.inspection.charts import described
from aboveline.report.inspection.view import (
    Bar,
    BreakdownGroup,
    Characteristic,
    Chart,
    ReportBreakdown,
)
from aboveline.report.scores_json import figures
from aboveline.report.view import BreakdownBlock, View
from aboveline.scoring.figures import percent_of
from aboveline.scoring.groups import group_of, in_order
from aboveline.values import Choice
from aboveline.wording.message import message
from aboveline.workspace import Run

#: The scores of a group of fewer cases than this are not shown in a breakdown: they say more of chance than of the work.
LEAST_GROUP = 10


#: What the columns of figures and counts are called in the table behind a chart.
_COLUMNS = (message("share"), message("cases"))

#: A group of cases: the value of the fact, None where there is none; its words; how many cases.
_Counted = tuple[str | None, str, int]


def usual_facts(framework: Framework) -> tuple[str, ...]:
    """The facts of cases that are one of a few words: what a batch is described by where nobody says by what."""
    return tuple(
        key
        for key, fact in framework.facts.items()
        if isinstance(fact.type, Choice) and not fact.of_inspection
    )


def characteristics(
    run: Run, facts: Sequence[str], blocks: Sequence[BreakdownBlock]
) -> tuple[Characteristic, ...]:
    """How many cases each fact is each value for; those that are yes or no together in one chart, at the end.

    A batch whose cases went by is counted by its breakdowns.
    """
    framework = run.framework
    known = {block.fact: block for block in blocks}
    counted = {
        fact: _of_block(known[fact]) if not run.cases.records else tuple(_of_records(run, fact))
        for fact in dict.fromkeys(facts)
        if run.cases.records or fact in known
    }
    yes_or_no = [fact for fact in counted if _is_yes_or_no(framework, fact)]
    apart = [_apart(framework, fact, counted[fact]) for fact in counted if fact not in yes_or_no]
    if yes_or_no:
        bars = tuple(_yes(framework, fact, counted[fact]) for fact in yes_or_no)
        title = message("What is so of the cases, among those for which it is known")
        chart = Chart(
            "conditions", title, described(bars), (message("share of cases"),), bars, columns=_COLUMNS
        )
        apart.append(Characteristic("", title, chart))
    return tuple(apart)


def _of_records(run: Run, fact: str) -> Iterator[_Counted]:
    about, inspection = run.framework.facts[fact], run.cases.inspection
    groups = Counter(group_of(run.framework, about, record, inspection) for record in run.cases.records)
    for (why, value), count in in_order(about, groups):
        words = group_label(run.framework, fact, value, exists=why != "none")
        yield None if value is None else str(value), words, count


def _of_block(block: BreakdownBlock) -> tuple[_Counted, ...]:
    return tuple((group.value, group.label, group.cases) for group in block.groups if group.cases is not None)


def _is_yes_or_no(framework: Framework, fact: str) -> bool:
    kind = framework.facts[fact].type
    return isinstance(kind, Choice) and kind.is_yes_or_no


def _apart(framework: Framework, fact: str, groups: Sequence[_Counted]) -> Characteristic:
    whole = sum(count for _, _, count in groups)
    bars = tuple(_share_bar(words, count, whole) for _, words, count in groups)
    label = framework.facts[fact].label
    chart = Chart(
        f"fact-{fact}", label, described(bars), (message("share of cases"),), bars, columns=_COLUMNS
    )
    return Characteristic(fact, label, chart)


def _yes(framework: Framework, fact: str, groups: Sequence[_Counted]) -> Bar:
    known = {value: count for value, _, count in groups if value is not None}
    return _share_bar(framework.facts[fact].label, known.get("yes", 0), sum(known.values()))


def _share_bar(label: str, count: int, whole: int) -> Bar:
    percent = percent_of(count, whole) if whole else None
    return Bar(
        label,
        percent,
        message("none known") if percent is None else message("{percent}%", percent=percent),
        message("{count} of {whole}", count=count, whole=whole),
    )


# --- Breakdowns ------------------------------------------------------------------------------


def breakdowns(view: View, facts: Sequence[str]) -> tuple[ReportBreakdown, ...]:
    """The scores of headlines, sections, criteria and ratings by each of some facts."""
    whole = tuple(one for one, _ in figures(view) if one.kind not in {"question", "family"})
    names = [(one.kind, one.key) for one in whole]
    return tuple(
        ReportBreakdown(
            block.fact,
            block.label,
            whole,
            tuple(
                BreakdownGroup(
                    group.label,
                    group.cases,
                    tuple({(f.kind, f.key): f for f in group.figures}[name] for name in names)
                    if group.cases is not None and group.cases >= LEAST_GROUP
                    else None,
                )
                for group in block.groups
            ),
        )
        for block in view.breakdowns
        if block.fact in facts
    )
