"""Makes the counts of a View that a public edition tells nobody and that all it tells of groups is made of: of questions by group."""

from collections.abc import Collection, Iterator, Mapping, Sequence

from aboveline.disclosure.model import Finer, Key, Pool
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
from aboveline.report.view import BreakdownBlock, View


def finer(
    view: View,
    members: Mapping[Name, Sequence[Name]],
    never: Mapping[Block, Collection[str]],
    out: Mapping[tuple[Block, Name], tuple[Key, ...]],
) -> Iterator[Finer]:
    """What each question came to in each group, a table for each fact.

    `never` are the questions none of a group is counted of, `out` names counts of cases of a group that are not counted of one.
    """
    pools = {name: of for name, of in members.items() if is_told_by_group(name)}
    items = sorted({one for of in pools.values() for one in of})
    for breakdown in view.breakdowns:
        yield _of_fact(breakdown, items, pools, never, out)


def _of_fact(
    breakdown: BreakdownBlock,
    items: Sequence[Name],
    pools: Mapping[Name, Sequence[Name]],
    never: Mapping[Block, Collection[str]],
    out: Mapping[tuple[Block, Name], tuple[Key, ...]],
) -> Finer:
    blocks = [(breakdown.fact, group.label) for group in breakdown.groups]
    at = {name: which for which, name in enumerate(items)}
    counts: list[tuple[tuple[int, int], ...]] = []
    for group in breakdown.groups:
        of = {name_of(one): one.counts for one in group.figures}
        counted = [(given(of[name].sufficient), given(of[name].counted)) for name in items]
        counts.append(tuple((good, all_ - good) for good, all_ in counted))
    return Finer(
        sizes=tuple(cases_key(block) for block in blocks),
        items=tuple((count_key(ALL, name, APART[0]), count_key(ALL, name, APART[1])) for name in items),
        counts=tuple(counts),
        never=frozenset(
            (group, at[name])
            for group, block in enumerate(blocks)
            for name in items
            if name[1] in never.get(block, ()) and not any(counts[group][at[name]])
        ),
        pools=tuple(
            Pool(
                tuple(at[one] for one in of),
                tuple(
                    (
                        count_key(block, name, APART[0]),
                        count_key(block, name, APART[1]),
                        count_key(block, name, "counted"),
                        count_key(block, name, APART[2]),
                    )
                    for block in blocks
                ),
            )
            for name, of in pools.items()
        ),
        out={
            (group, at[name]): out[block, name]
            for group, block in enumerate(blocks)
            for name in items
            if (block, name) in out
        },
    )
