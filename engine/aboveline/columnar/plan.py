"""Turns some terms of a graph into a Polars query: level upon level of columns, nothing worked out twice.

What several terms need becomes a column of its own at the first level at which all it rests on is
there; what only one needs stands inside that one's expression. Polars is left nothing to find that
is alike, so its own search for that, which takes longer the more there is, is left out by `collected`.
"""

# pyright: reportUnknownMemberType=false
# (The types of Polars speak of NumPy, which is not here.)

from collections.abc import Iterable, Mapping, Sequence

import polars as pl

from aboveline.columnar.graph import Graph, Term
from aboveline.columnar.operations import OPERATIONS
from aboveline.frozen import frozen

#: An expression is made a column once it is this deep, as Polars goes through expressions by recursion.
_DEEPEST = 24

#: What costs next to nothing, so that it need not be kept.
_FREE = frozenset({"literal", "column", "is there", "not"})


#: What Polars need not look for.
_OPTIMIZATIONS = pl.QueryOptFlags(comm_subexpr_elim=False, comm_subplan_elim=False)


def collected(found: pl.LazyFrame) -> pl.DataFrame:
    """What a query comes to, in one pass over the cases; they need not fit into memory, but this does."""
    return found.collect(engine="streaming", optimizations=_OPTIMIZATIONS)


@frozen
class Placed:
    """A term as an expression: the level its columns are there at, how deep it is, and the columns it names."""

    expr: pl.Expr
    level: int
    depth: int
    needs: frozenset[str]


@frozen
class Plan:
    """The columns to make level by level, and the expressions of what was asked for, upon the last."""

    levels: tuple[Mapping[str, pl.Expr], ...]
    #: The columns each level is to leave for those above it, besides what it makes.
    passed: tuple[frozenset[str], ...]
    wanted: Mapping[str, pl.Expr]


def query(
    graph: Graph, wanted: Mapping[str, Term], cases: pl.LazyFrame, keep: Iterable[str] = ()
) -> pl.LazyFrame:
    """The wanted terms as columns of those names, beside the columns of the cases that are to be kept."""
    found = plan(graph, wanted, keep)
    return beneath(found, cases).select(*keep, **found.wanted)


def beneath(found: Plan, cases: pl.LazyFrame) -> pl.LazyFrame:
    """The cases with every column the wanted expressions name."""
    for made, passed in zip(found.levels, found.passed, strict=True):
        cases = cases.select(*sorted(passed), **made)
    return cases


def plan(graph: Graph, wanted: Mapping[str, Term], keep: Iterable[str] = ()) -> Plan:
    """How to make the wanted terms; columns that are to be kept are passed up to the last level."""
    uses = _uses(graph, wanted.values())
    placed: dict[Term, Placed] = {}
    levels: list[dict[str, pl.Expr]] = []
    needs: list[frozenset[str]] = []
    for term in sorted(uses):
        found = _place(graph, term, placed)
        free = graph.nodes[term].operation in _FREE
        if not free and (uses[term] > 1 or found.depth >= _DEEPEST):
            while len(levels) <= found.level:
                levels.append({})
                needs.append(frozenset())
            name = f"#{term}"
            levels[found.level][name] = found.expr
            needs[found.level] |= found.needs
            found = Placed(pl.col(name), found.level + 1, 0, frozenset((name,)))
        placed[term] = found
    last = frozenset(keep).union(*(placed[term].needs for term in wanted.values()))
    exprs = {name: placed[term].expr for name, term in wanted.items()}
    return Plan(tuple(levels), _passed(levels, needs, last), exprs)


def _uses(graph: Graph, wanted: Iterable[Term]) -> Mapping[Term, int]:
    """How often each term that is needed at all is named."""
    uses: dict[Term, int] = {}
    for term in wanted:
        uses[term] = uses.get(term, 0) + 1
    # A term rests on terms of lower numbers alone, so going down meets each after all that name it.
    for number in range(len(graph.nodes) - 1, -1, -1):
        term = Term(number)
        if term in uses:
            for one in set(graph.nodes[term].of):
                uses[one] = uses.get(one, 0) + 1
    return uses


def _place(graph: Graph, term: Term, placed: Mapping[Term, Placed]) -> Placed:
    node = graph.nodes[term]
    beneath_it = [placed[one] for one in node.of]
    expr = OPERATIONS[node.operation].expr(*node.told, *(one.expr for one in beneath_it))
    named = frozenset((node.told[0],)) if node.operation == "column" else frozenset[str]()
    return Placed(
        expr,
        max((one.level for one in beneath_it), default=0),
        max((one.depth for one in beneath_it), default=0) + _depth_of(node.operation, len(node.of)),
        named.union(*(one.needs for one in beneath_it)),
    )


def _depth_of(operation: str, size: int) -> int:
    """How many expressions deep an operation is itself."""
    return size if operation == "first" else max(1, (size - 1).bit_length())


def _passed(
    levels: Sequence[Mapping[str, pl.Expr]], needs: Sequence[frozenset[str]], last: frozenset[str]
) -> tuple[frozenset[str], ...]:
    """What each level has to leave in place for the levels above it."""
    passed: list[frozenset[str]] = []
    above = last
    for made, its_needs in zip(reversed(levels), reversed(needs), strict=True):
        left = above - made.keys()
        passed.append(left)
        above = left | its_needs
    return tuple(reversed(passed))
