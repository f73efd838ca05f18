"""Counts what the cases of a batch are like: how many there are for each value of a fact, and the scores of each group."""

from collections import Counter
from collections.abc import Iterator, Sequence

from aboveline.framework.model import Framework
from aboveline.report.breakdowns import group_label
from aboveline.report.inspection.charts import described as words_for
from aboveline.report.inspection.view import (
    Bar,
    BreakdownGroup,
    Characteristic,
    Chart,
    Described,
    DescribedGroup,
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


def usual_facts(framework: Framework) -> tuple[str, ...]:
    """The facts of cases that are one of a few words: what a batch is described by where nobody says by what."""
    return tuple(
        key
        for key, fact in framework.facts.items()
        if isinstance(fact.type, Choice) and not fact.of_inspection
    )


def described_by(run: Run, facts: Sequence[str], blocks: Sequence[BreakdownBlock]) -> tuple[Described, ...]:
    """How many cases each fact is each value for. A batch whose cases went by is counted by its breakdowns."""
    known = {block.fact: block for block in blocks}
    return tuple(
        Described(
            fact,
            run.framework.facts[fact].label,
            _is_yes_or_no(run.framework, fact),
            _of_block(known[fact]) if not run.cases.records else tuple(_of_records(run, fact)),
        )
        for fact in dict.fromkeys(facts)
        if run.cases.records or fact in known
    )


def characteristics(described: Sequence[Described], cases: int | None) -> tuple[Characteristic, ...]:
    """Charts of what cases are like: a fact each; those that are yes or no together in one, at the end."""
    apart = [_apart(one, cases) for one in described if not one.is_yes_or_no]
    yes_or_no = [one for one in described if one.is_yes_or_no]
    if yes_or_no:
        bars = tuple(_yes(one) for one in yes_or_no)
        title = message("What is so of the cases, among those for which it is known")
        chart = Chart(
            "conditions", title, words_for(bars), (message("share of cases"),), bars, columns=_COLUMNS
        )
        apart.append(Characteristic("", title, chart))
    return tuple(apart)


def _of_records(run: Run, fact: str) -> Iterator[DescribedGroup]:
    about, inspection = run.framework.facts[fact], run.cases.inspection
    groups = Counter(group_of(run.framework, about, record, inspection) for record in run.cases.records)
    for (why, value), count in in_order(about, groups):
        words = group_label(run.framework, fact, value, exists=why != "none")
        yield DescribedGroup(None if value is None else str(value), words, count)


def _of_block(block: BreakdownBlock) -> tuple[DescribedGroup, ...]:
    return tuple(DescribedGroup(group.value, group.label, group.cases) for group in block.groups)


def _is_yes_or_no(framework: Framework, fact: str) -> bool:
    kind = framework.facts[fact].type
    return isinstance(kind, Choice) and kind.is_yes_or_no


def _apart(one: Described, cases: int | None) -> Characteristic:
    bars = tuple(_share_bar(group.label, group.cases, cases) for group in one.groups)
    chart = Chart(
        f"fact-{one.fact}", one.label, words_for(bars), (message("share of cases"),), bars, columns=_COLUMNS
    )
    return Characteristic(one.fact, one.label, chart)


def _yes(one: Described) -> Bar:
    known = {group.value: group.cases for group in one.groups if group.value is not None}
    whole = None if None in known.values() else sum(count or 0 for count in known.values())
    return _share_bar(one.label, known.get("yes", 0), whole)


def _share_bar(label: str, count: int | None, whole: int | None) -> Bar:
    if count is None or whole is None:
        told = [message("withheld") if n is None else n for n in (count, whole)]
        counts = told[0] if count is whole else message("{count} of {whole}", count=told[0], whole=told[1])
        return Bar(label, None, message("withheld"), str(counts) if isinstance(counts, int) else counts)
    percent = percent_of(count, whole) if whole else None
    return Bar(
        label,
        percent,
        message("none known") if percent is None else message("{percent}%", percent=percent),
        message("{count} of {whole}", count=count, whole=whole),
    )


# --- Breakdowns ------------------------------------------------------------------------------


def breakdowns(view: View, facts: Sequence[str]) -> tuple[ReportBreakdown, ...]:
    """The scores of headlines, sections, criteria and ratings by each of some facts.

    Where a public edition withholds how many cases a group has, it has decided of each of its scores.
    """
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
                    if group.cases is None or group.cases >= LEAST_GROUP
                    else None,
                )
                for group in block.groups
            ),
        )
        for block in view.breakdowns
        if block.fact in facts
    )
