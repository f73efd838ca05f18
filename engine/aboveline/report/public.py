"""Turns a View into its public edition: no case can be made out in it, and no withheld count worked out from it."""

from collections.abc import Mapping, Sequence

from attrs import evolve

from aboveline.disclosure.control import control
from aboveline.disclosure.model import THRESHOLD, Controlled, Key, Rounded
from aboveline.disclosure.words import rule
from aboveline.frozen import frozen
from aboveline.report.public_cells import Groups, tables
from aboveline.report.public_keys import (
    ALL,
    Block,
    Name,
    cases_key,
    count_key,
    is_told_by_group,
    name_of,
)
from aboveline.report.public_rules import Implied
from aboveline.report.view import (
    BreakdownBlock,
    Counts,
    CriterionBlock,
    Figure,
    GroupBlock,
    PublicEdition,
    QuestionRow,
    SectionBlock,
    ThemeBlock,
    View,
)
from aboveline.wording.message import message, plural

_NOT_TOLD = Counts(None, None, None, None, None, None, None, None, None)


@frozen
class Edition:
    """The public edition of a View, and how many cases each group of it has, by fact and label; None where that is withheld."""

    view: View
    groups: Mapping[Block, int | None]


def public(view: View, threshold: int = THRESHOLD, rules: Implied | None = None) -> View:
    """The public edition of a View: figures that tell too much withheld, and nothing that is of one case.

    Of questions it tells how many judgements were sufficient and out of how many, of all else the percentage; of groups the
    cases and the percentages of all but questions. What it withholds is None, and its state `withheld`. `rules` is what the
    criteria say of the groups it tells of, which anybody may know.
    """
    return public_edition(view, {}, threshold, rules).view


def public_edition(
    view: View, groups: Groups, threshold: int = THRESHOLD, rules: Implied | None = None
) -> Edition:
    """The same where it is told too how many cases there are in groups: one decision over all of it."""
    found = tables(view, threshold, groups, rules)
    decided = control(found.cells, found.sums, found.rounded, threshold, finer=found.finer)
    blocks = {block: decided.counts[cases_key(block)] for block in found.blocks}
    return Edition(_shown(view, decided, found.rounded), blocks)


def _shown(view: View, decided: Controlled, rounded: Sequence[Rounded]) -> View:
    """The View with what was decided of it."""
    counts = decided.counts
    percents = dict(zip(((*one.part[:-1],) for one in rounded), decided.percents, strict=True))
    show = _Show(counts, percents)
    whole = show.figures(ALL)
    return evolve(
        view,
        files=(),
        cases=counts[cases_key(ALL)],
        read=None,
        left_out=(),
        themes=tuple(whole.theme(one) for one in view.themes),
        sections=tuple(whole.section(one) for one in view.sections),
        ratings=tuple(whole.figure(one) for one in view.ratings),
        findings=(),
        breakdowns=tuple(_breakdown(show, one) for one in view.breakdowns),
        notes=(),
        overrides=(),
        left_aside=(),
        assessed=None,
        intervals=None,
        public=_edition(view, decided),
    )


def _edition(view: View, decided: Controlled) -> PublicEdition:
    """What is said of it."""
    counts = decided.withheld("small", "to protect others")
    percents = sum(not told for told in decided.percents)
    beside = [
        words
        for said, words in (
            (view.left_out, message("Records with errors are not in these scores.")),
            (view.overrides, message("A person decided some judgements otherwise than the criteria.")),
            (
                view.assessed,
                message("Cases may have been assessed more than once; one assessment of each is counted."),
            ),
        )
        if said
    ]
    return PublicEdition(
        decided.threshold, counts, percents, (*rule(decided.threshold), _how_many(counts, percents), *beside)
    )


def _how_many(counts: int, percents: int) -> str:
    if not counts and not percents:
        return message("Nothing had to be withheld by this rule.")
    return plural(
        "Withheld in this edition: {counts} of the counts and {n} percentage it would otherwise give.",
        "Withheld in this edition: {counts} of the counts and {n} percentages it would otherwise give.",
        percents,
        counts=counts,
    )


def _breakdown(show: "_Show", block: BreakdownBlock) -> BreakdownBlock:
    return evolve(block, groups=tuple(_group(show, block.fact, group) for group in block.groups))


def _group(show: "_Show", fact: str, group: GroupBlock) -> GroupBlock:
    at = (fact, group.label)
    those = show.figures(at)
    told = tuple(those.figure(f) for f in group.figures if f.kind == "rating" or is_told_by_group(name_of(f)))
    return evolve(group, cases=show.counts[cases_key(at)], figures=told)


@frozen
class _Show:
    """What was decided of every count and percentage."""

    counts: Mapping[Key, int | None]
    percents: Mapping[Key, bool]

    def figures(self, block: Block) -> "_Figures":
        """How figures of all cases, or of a group, are shown."""
        return _Figures(self, block)


@frozen
class _Figures:
    """Shows figures of all cases, or of a group."""

    show: _Show
    block: Block

    def theme(self, one: ThemeBlock) -> ThemeBlock:
        """A theme."""
        return evolve(one, figure=self.figure(one.figure), pooled=one.pooled and self.figure(one.pooled))

    def section(self, one: SectionBlock) -> SectionBlock:
        """A section and its criteria."""
        return SectionBlock(
            self.figure(one.figure),
            one.pooled and self.figure(one.pooled),
            tuple(self.criterion(block) for block in one.criteria),
        )

    def criterion(self, one: CriterionBlock) -> CriterionBlock:
        """A criterion and its questions."""
        return CriterionBlock(
            self.figure(one.figure),
            one.pooled and self.figure(one.pooled),
            tuple(self.question(row) for row in one.questions),
        )

    def question(self, row: QuestionRow) -> QuestionRow:
        """A question or family, without what tells how often it did not apply for which reason."""
        figure = self.figure(row.figure)
        finding = None if figure.state == "withheld" else row.finding
        parts = tuple(self.question(part) for part in row.parts)
        return evolve(row, figure=figure, reasons=(), finding=finding, parts=parts)

    def figure(self, figure: Figure) -> Figure:
        """A figure as it may be shown."""
        counts = self._counts(name_of(figure)) if figure.kind == "question" else _NOT_TOLD
        bare = evolve(figure, counts=counts, range=None, before=None)
        if not self._is_told(figure):
            return evolve(
                bare,
                state="withheld",
                figure=message("withheld"),
                percent=None,
                points=None,
                fraction=None,
                comment=None,
                band=None,
                notes=(),
            )
        return bare if figure.kind == "question" else evolve(bare, fraction=None)

    def _counts(self, name: Name) -> Counts:
        judged, counted = (
            self.show.counts[count_key(self.block, name, count)] for count in ("sufficient", "counted")
        )
        return evolve(_NOT_TOLD, sufficient=judged, counted=counted)

    def _is_told(self, figure: Figure) -> bool:
        """Whether the score itself may be shown."""
        if figure.state == "no applicable cases" and figure.counts.gaps:
            return False  # it is for want of judgements, and how many are missing is not told
        if figure.kind == "rating":
            return all(name[0] != "rating" and self._is_told_by_name(name) for name in figure.rests_on)
        return self._is_told_by_name(name_of(figure))

    def _is_told_by_name(self, name: Name) -> bool:
        if name[0] == "question":
            told = self.show.counts.get(count_key(self.block, name, "sufficient"))
            counted = self.show.counts.get(count_key(self.block, name, "counted"))
            return self.block == ALL and told is not None and counted is not None
        # What has no percentage says why it has none, but not of a group so small that its size is withheld.
        told = self.show.counts[cases_key(self.block)] is not None
        return self.show.percents.get(
            (*self.block, *name),
            told and self.show.counts[count_key(self.block, name, "counted")] is not None,
        )
