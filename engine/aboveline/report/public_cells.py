"""Makes counts, sums and percentages of a View, so that disclosure control can say which of them are withheld.

A public edition tells of a question how many judgements were sufficient and out of how many, and of all that pools questions
the percentage alone. Of groups it tells the cases, and the percentages of all but questions.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import product

from attrs import field

from aboveline.disclosure.model import THRESHOLD, Cell, Finer, Key, Rounded, Sum
from aboveline.disclosure.primary import small_group
from aboveline.frozen import frozen
from aboveline.report.public_finer import finer
from aboveline.report.public_joint import AtMost, Two, agreeing
from aboveline.report.public_keys import (
    ALL,
    APART,
    Block,
    Name,
    cases_key,
    count_key,
    given,
    is_told_by_group,
    name_of,
)
from aboveline.report.public_rules import Implied
from aboveline.report.scores_json import figures
from aboveline.report.view import Figure, QuestionRow, View

#: How much is lost where a percentage is withheld, by what it is of; five times as much where it is of all cases.
_KINDS = {"theme": 80, "section": 60, "criterion": 40, "family": 6}
_WHOLE = 5
#: How much is lost with a count of a question, with that of a group whose scores are told, or of another.
_COUNT, _SCORED, _GROUP = 2, 100, 10

#: How many cases there are in the groups of some facts, by fact and label. Every case is in one group of each fact.
Groups = Mapping[str, Mapping[str, int]]


@frozen
class Tables:
    """The counts of a View, what adds up to what among them, and the percentages that would be published.

    `blocks` are the groups of cases it is told of how many they are; `finer` is what nobody is told, of questions by group.
    """

    blocks: tuple[Block, ...] = field(repr=False)
    cells: tuple[Cell, ...] = field(repr=False)
    sums: tuple[Sum, ...] = field(repr=False)
    rounded: tuple[Rounded, ...] = field(repr=False)
    finer: tuple[Finer, ...] = field(repr=False)


def tables(
    view: View, threshold: int = THRESHOLD, groups: Groups | None = None, rules: Implied | None = None
) -> Tables:
    """Every count a public edition would show, all it rests on, and every relation that anyone can see.

    `groups` are those that are told without their scores; of facts that the View is broken down by they are there already.
    `rules` is what the criteria say of groups.
    """
    make = _Make(threshold)
    members = members_of(view)
    found = {name_of(f): f for f, _ in figures(view) if f.kind != "rating"}
    make.block(ALL, given(view.cases), found, members)
    for breakdown in view.breakdowns:
        blocks = [(breakdown.fact, group.label) for group in breakdown.groups]
        for block, group in zip(blocks, breakdown.groups, strict=True):
            parts = {name_of(f): f for f in group.figures if is_told_by_group(name_of(f))}
            make.block(block, given(group.cases), parts, members)
            make.not_counted |= {
                (block, name_of(f)): given(f.counts.asked) - given(f.counts.counted)
                for f in group.figures
                if f.kind == "question"
            }
        make.groups(blocks, [name for name in found if is_told_by_group(name)])
    for fact, sizes in (groups or {}).items():
        if fact not in {breakdown.fact for breakdown in view.breakdowns}:
            make.sizes(fact, sizes)
    if rules is not None:
        make.follow(rules, members)
    return Tables(
        tuple(make.blocks),
        tuple(make.cells),
        tuple(make.sums),
        tuple(make.rounded),
        tuple(finer(view, members, make.never, make.out)),
    )


def questions(view: View) -> Iterator[QuestionRow]:
    """Every judged question."""
    rows = (row for section in view.sections for c in section.criteria for row in c.questions)
    return (question for row in rows for question in (row.parts or (row,)))


def members_of(view: View) -> Mapping[Name, Sequence[Name]]:
    """What each figure adds up: the questions beneath it, itself where it is one."""
    found: dict[Name, Sequence[Name]] = {
        name_of(row.figure): [name_of(row.figure)] for row in questions(view)
    }
    for section in view.sections:
        beneath = list[Name]()
        for block in section.criteria:
            rows = [row for top in block.questions for row in (top.parts or (top,))]
            scored = [name_of(row.figure) for row in rows if row.standing == "scored"]
            found[name_of(block.pooled or block.figure)] = scored
            beneath += scored
            for top in (top for top in block.questions if top.parts):
                parts = [part for part in top.parts if part.standing == "scored"] or top.parts
                found[name_of(top.figure)] = [name_of(part.figure) for part in parts]
        found[name_of(section.pooled or section.figure)] = beneath
    scored = [row for row in questions(view) if row.standing == "scored"]
    for theme in view.themes:
        name = name_of(theme.pooled or theme.figure)
        found[name] = [name_of(row.figure) for row in scored if name[1] in row.feeds]
    return found


def _both_key(one: Block, other: Block) -> Key:
    """Names how many cases are in two groups at once."""
    return (*one, *other, "cases")


class _Make:
    """Puts together what a View comes to."""

    def __init__(self, threshold: int) -> None:
        self.threshold = threshold
        self.blocks: list[Block] = []
        self.cells: list[Cell] = []
        self.sums: list[Sum] = []
        self.rounded: list[Rounded] = []
        #: The questions that none of a group is counted of, as is reckoned with.
        self.never: defaultdict[Block, set[str]] = defaultdict(set)
        #: Of a group and a question how many are not counted; and the counts of cases that cannot be, by what two facts say.
        self.not_counted: dict[tuple[Block, Name], int] = {}
        self.out: dict[tuple[Block, Name], tuple[Key, ...]] = {}
        #: By which two facts that is said, the same ones for all groups of a fact.
        self._by: dict[tuple[str, Name], tuple[str, str]] = {}

    def block(
        self, block: Block, cases: int, found: Mapping[Name, Figure], members: Mapping[Name, Sequence[Name]]
    ) -> None:
        """All that is told of all cases, or of a group."""
        self._size(block, cases, 1000 if block == ALL else _SCORED)
        for name, figure in found.items():
            self._figure(block, cases, figure, len(members[name]))
            if block == ALL and name[0] != "question":
                self.sums += [
                    Sum(
                        count_key(ALL, name, count),
                        tuple(count_key(ALL, one, count) for one in members[name]),
                    )
                    for count in APART
                ]

    def sizes(self, fact: str, sizes: Mapping[str, int]) -> None:
        """Groups of which it is told how many cases they are, and nothing else."""
        blocks = [(fact, label) for label in sizes]
        for block in blocks:
            self._size(block, sizes[block[1]], _GROUP)
        self.groups(blocks, [])

    def follow(self, rules: Implied, members: Mapping[Name, Sequence[Name]]) -> None:
        """What the criteria say of groups: where a question does not apply none of a group is counted, and which follow."""
        counts = {cell.key: cell.count for cell in self.cells}
        told = [block for block in self.blocks if block != ALL]
        for name in members:
            if name[0] == "question":
                beneath = [block for block in told if name[1] in rules.ruled_out.get(block, ())]
                for block in self._holds(counts, count_key(ALL, name, APART[2]), beneath):
                    self.never[block].add(name[1])
            for block in told:
                times = sum(key in rules.ruled_out.get(block, ()) for _, key in members[name])
                if times and (whole := count_key(block, name, APART[2])) in counts:
                    self._rest(counts, whole, (cases_key(block),) * times)
        for whole in told:
            self._holds(counts, cases_key(whole), [b for b in told if whole in rules.within.get(b, ())])
        asked = [name for name in members if name[0] == "question"]
        for facts in rules.pairs(dict.fromkeys(fact for fact, _ in told)):
            self._both(counts, rules, facts, [name for name in asked if rules.rests_on_both(name[1], facts)])

    def _both(
        self, counts: Mapping[Key, int], rules: Implied, facts: tuple[str, str], names: Iterable[Name]
    ) -> None:
        """What follows from groups of two facts together: nobody is told how many are in both, but they add up."""
        one, other = ([block for block in self.blocks if block[0] == fact] for fact in facts)
        places = [(a, b) for a, b in product(one, other) if rules.can_be(a, b)]
        out = {name: [place for place in places if rules.is_ruled_out(name[1], *place)] for name in names}
        follows = {count_key(ALL, name, APART[2]): of for name, of in out.items()}
        for block in self.blocks:
            if block != ALL and block[0] not in facts:
                follows[cases_key(block)] = [place for place in places if rules.is_within(block, *place)]
        by_group = {
            (block, name): beneath
            for name, of in out.items()
            for block in (*one, *other)
            if self._by.setdefault((block[0], name), facts) == facts
            and (block, name) in self.not_counted
            and (beneath := [place for place in of if block in place])
        }
        found = agreeing(
            [{block: counts[cases_key(block)] for block in blocks} for blocks in (one, other)],
            places,
            [
                *(AtMost(of, counts[whole]) for whole, of in follows.items()),
                *(AtMost(of, self.not_counted[which]) for which, of in by_group.items()),
            ],
        )
        if found is None:
            return
        those, kept = found
        self._add_joint((one, other), those)
        sizes = dict(counts) | {_both_key(*place): n for place, n in those.items()}
        for (whole, of), is_kept in zip(follows.items(), kept, strict=False):
            if of and is_kept:
                self._rest(sizes, whole, tuple(_both_key(*place) for place in of))
        for (which, of), is_kept in zip(by_group.items(), kept[len(follows) :], strict=True):
            if is_kept:
                self.out[which] = tuple(_both_key(*place) for place in of)

    def _add_joint(self, blocks: Sequence[Sequence[Block]], found: Mapping[Two, int]) -> None:
        self.cells += [
            Cell(_both_key(*place), n, told=False, harmless=True, likely=True) for place, n in found.items()
        ]
        self.sums += [
            Sum(cases_key(block), tuple(_both_key(*place) for place in found if place[side] == block))
            for side, of in enumerate(blocks)
            for block in of
        ]

    def _holds(self, counts: Mapping[Key, int], whole: Key, blocks: Sequence[Block]) -> list[Block]:
        """That a count holds all of some groups, those of each fact together; which of them it does."""
        found: list[Block] = []
        for fact in dict.fromkeys(fact for fact, _ in blocks):
            those = [block for block in blocks if block[0] == fact]
            if self._rest(counts, whole, tuple(cases_key(block) for block in those)):
                found += those
        return found

    def _rest(self, counts: Mapping[Key, int], whole: Key, parts: tuple[Key, ...]) -> bool:
        """That a count is made of parts and a rest, which nobody is told; a person may have decided otherwise than the rules."""
        count = counts[whole] - sum(counts[part] for part in parts)
        if count >= 0:
            rest = (*whole, "besides", *parts[0])
            self.cells.append(Cell(rest, count, told=False, harmless=True))
            self.sums.append(Sum(whole, (*parts, rest)))
        return count >= 0

    def _size(self, block: Block, cases: int, weight: int) -> None:
        self.blocks.append(block)
        self.cells.append(Cell(cases_key(block), cases, weight=weight))

    def groups(self, blocks: Sequence[Block], names: Sequence[Name]) -> None:
        """That groups add up to the whole."""
        self.sums.append(Sum(cases_key(ALL), tuple(cases_key(block) for block in blocks)))
        self.sums += [
            Sum(count_key(ALL, name, count), tuple(count_key(block, name, count) for block in blocks))
            for name in names
            for count in APART
        ]

    def _figure(self, block: Block, cases: int, figure: Figure, questions: int) -> None:
        name, counts = name_of(figure), figure.counts
        told = figure.kind == "question"
        judged, failed, counted, asked, rest = (
            count_key(block, name, count) for count in (*APART[:2], "counted", "asked", APART[2])
        )
        sufficient, of, all_asked = (
            given(count) for count in (counts.sufficient, counts.counted, counts.asked)
        )
        one_sided = of > 0 and sufficient in {0, of}
        # All or none of a group is all or none of each of its questions, of which some may be of very few cases.
        too_few = cases < small_group(self.threshold) or block != ALL
        tells = of > 0 and (cases < self.threshold or (one_sided and too_few))
        self.cells += [
            Cell(judged, sufficient, told, counted, tells, _COUNT),
            Cell(failed, of - sufficient, told, counted, tells, _COUNT),
            # That nothing is counted is told of everything, by its state.
            Cell(counted, of, told or of == 0, weight=_COUNT),
            Cell(rest, all_asked - of, told, weight=_COUNT),
            Cell(asked, all_asked, told=False),
        ]
        self.sums += [
            Sum(counted, (judged, failed)),
            Sum(asked, (counted, rest)),
            Sum(asked, (cases_key(block),) * questions),
        ]
        if figure.percent is not None and not told:
            weight = _KINDS[figure.kind] * (_WHOLE if block == ALL else 1)
            self.rounded.append(Rounded(judged, failed, figure.percent, weight))
