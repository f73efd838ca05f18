"""Finds parts of rules that never matter: with or without them every case comes to the same.

A part is tried out by leaving it out. What has to stay the same is what the rule decides: for a clause
about where a question applies, whether it applies; for `sufficient when`, what comes of the cases the
question applies to; for `expect`, what comes of the cases the check is for. A rule of a repeat is
looked at in all its instances together, and so is one that several questions inherit.
"""

from collections.abc import Collection, Iterator, Sequence
from functools import partial

from attrs import evolve

from aboveline.diagnostics import Label, Severity
from aboveline.framework import expressions as ex
from aboveline.framework.model import Framework, Question, Share
from aboveline.frozen import frozen
from aboveline.lint.claims import applicability, as_applicability, differ, joined, over
from aboveline.lint.grounds import Grounds
from aboveline.lint.inherited import idle_clauses, repetitions
from aboveline.lint.model import Remark, remark
from aboveline.proof.claims import AllOf, Claim, Comes
from aboveline.source import Span

REDUNDANT = ("redundant-part", Severity.NOTE)

#: Where in a rule a part stands: the number of the item, and so on downwards.
Path = tuple[int, ...]


@frozen
class Site:
    """One instance of a rule: what it says, what must be so for it to matter at all, and what it is joined with."""

    rule: ex.Truth
    #: Beside these the rule stands, joined by `and`; what all of it comes to is what counts.
    beside: tuple[ex.Truth, ...] = ()
    #: The rule matters only where all of this is so.
    where: tuple[Claim, ...] = ()
    #: It stands beside them turned round, as what is excluded does.
    is_turned: bool = False

    def changed_by(self, other: ex.Truth) -> Claim:
        """That another rule in the place of this one makes a difference to a case."""
        return AllOf((*self.where, differ(self._whole(self.rule), self._whole(other))))

    def _whole(self, rule: ex.Truth) -> ex.Truth:
        return joined((*self.beside, ex.Not(rule, rule.span) if self.is_turned else rule), rule)


def redundant_parts(grounds: Grounds) -> Iterator[Remark]:
    """A remark on each chain or list of which a part never matters, and on each clause that does not beside the others."""
    repeated = {at for found in repetitions(grounds) for at in found.parts}
    for sites in _sites(grounds).values():
        yield from _looked_through(grounds, sites, repeated)
    for found in idle_clauses(grounds):
        yield remark(
            REDUNDANT,
            f"“{grounds.layout.text(found.clause.span)}” never matters here: beside the other clauses every case comes to "
            "the same without it",
            Label(found.clause.span),
            remedy="take it out, or look again at what was meant",
            fix=grounds.layout.without_clause(found.clause.span),
        )


def _looked_through(grounds: Grounds, sites: Sequence[Site], repeated: Collection[Span]) -> Iterator[Remark]:
    queue: list[Path] = [()]
    for path in queue:  # grows while it is read
        nodes = [_at(site.rule, path) for site in sites]
        counts = {len(_items(node)) for node in nodes}
        if len(counts) > 1:  # an item at hand settles some of the instances; each then says something else
            continue
        (count,) = counts
        gone: list[int] = []
        for together in _by_place(nodes[0]) if _can_lose(nodes[0]) else ():
            tried = [*gone, *together]
            if len(tried) < count and _is_redundant(grounds, sites, path, tried):
                gone = tried
        if gone:
            sites = [evolve(site, rule=_without(site.rule, path, gone)) for site in sites]
            places = tuple(dict.fromkeys(_items(nodes[0])[at].span for at in sorted(gone)))
            if own := [at for at in places if at not in repeated]:
                yield _remark(grounds, nodes[0], own)
        else:
            queue.extend((*path, item) for item in range(count))


def _by_place(node: ex.Truth) -> Iterator[Sequence[int]]:
    """The items of a part by number, the last first; those that stand in one place, as a whole repeat does, together."""
    found: dict[Span, list[int]] = {}
    for number, item in enumerate(_items(node)):
        found.setdefault(item.span, []).append(number)
    yield from reversed(tuple(found.values()))


def _is_redundant(grounds: Grounds, sites: Sequence[Site], path: Path, gone: Sequence[int]) -> bool:
    at = _items(_at(sites[0].rule, path))[gone[-1]].span
    return all(
        grounds.never(site.changed_by(_without(site.rule, path, gone)), REDUNDANT[0], at, "a part of a rule")
        for site in sites
    )


def _remark(grounds: Grounds, node: ex.Truth, gone: Sequence[Span]) -> Remark:
    words = " and ".join(f"“{grounds.layout.text(at)}”" for at in gone)
    return remark(
        REDUNDANT,
        f"{words} never matters here: without it every case comes to the same",
        *(Label(at) for at in gone),
        remedy="take it out, or look again at what was meant",
        fix=grounds.layout.without_items(node.span, gone),
    )


# --- Where rules stand -----------------------------------------------------------------------


def _sites(grounds: Grounds) -> dict[Span, list[Site]]:
    """Every rule, by where it is written: in all instances of a repeat, and over every question that inherits it.

    Clauses that go as a whole are left aside, and are beside no other.
    """
    gone = {one.clause.span for one in idle_clauses(grounds)}
    gone |= {found.parts[0] for found in repetitions(grounds) if found.is_whole}
    sites: dict[Span, list[Site]] = {}
    for at, site in _every_site(grounds.framework, gone):
        sites.setdefault(at, []).append(site)
    return sites


def _every_site(framework: Framework, gone: Collection[Span]) -> Iterator[tuple[Span, Site]]:
    for condition in framework.conditions.values():
        yield condition.expr.span, Site(condition.expr)
    for fact in framework.facts.values():
        if fact.only_where is not None:
            yield fact.only_where.span, Site(fact.only_where)
    for thing in (*framework.facts.values(), *framework.questions.values()):
        for row in thing.worked_out.rows if thing.worked_out else ():
            if row.condition is not None:
                yield row.condition.span, Site(row.condition)
    for question in framework.questions.values():
        yield from _sites_of_question(question, gone)
    yield from _sites_of_figures(framework)


def _sites_of_figures(framework: Framework) -> Iterator[tuple[Span, Site]]:
    """The rules of checks and of shares of cases."""
    for check in framework.checks.values():
        if check.when is not None:
            yield check.when.span, Site(check.when)
        where = () if check.when is None else (Comes(check.when, True),)
        yield check.expect.span, Site(check.expect, (), where)
    for rating in framework.ratings.values():
        if isinstance(rating.measure, Share):
            counted = rating.measure.out_of
            yield counted.span, Site(counted)
            yield rating.measure.where.span, Site(rating.measure.where, (), (Comes(counted, True),))


def _sites_of_question(question: Question, gone: Collection[Span]) -> Iterator[tuple[Span, Site]]:
    clauses = [clause for clause in over(question) if clause.span not in gone]
    inherited = [clause for clause in clauses if clause.owner != "question"]
    for at, clause in enumerate(clauses):
        if clause.owner != "question":
            yield clause.expr.span, Site(clause.expr)
            continue
        # Only those before it, so that of two parts that say the same one stays.
        before = [other for other in clauses[:at] if other.owner == "question"]
        beside = tuple(as_applicability(other) for other in (*inherited, *before))
        yield clause.expr.span, Site(clause.expr, beside, (), clause.kind == "excluded where")
    if not question.is_judged:
        return
    applies = Comes(applicability(question), True)
    rule, *excuses = question.clauses[question.sufficiency :]
    yield rule.expr.span, Site(rule.expr, (), (applies,))
    for excuse in excuses:
        yield excuse.expr.span, Site(excuse.expr, (), (applies, Comes(rule.expr, False)))


# --- Taking rules apart ----------------------------------------------------------------------


def _items(node: ex.Truth) -> tuple[ex.Truth, ...]:
    """What a rule is directly made of, where that is joined or counted."""
    match node:
        case ex.And(items=items) | ex.Or(items=items) | ex.Counted(items=items):
            return items
        case ex.Not(item=item):
            return (item,)
        case _:
            return ()


def _can_lose(node: ex.Truth) -> bool:
    """Whether one thing less is still the same kind of rule. Where so many of some things are counted, it is not."""
    return isinstance(node, ex.And | ex.Or) or (
        isinstance(node, ex.Counted) and node.quantifier != "at least"
    )


def _at(rule: ex.Truth, path: Path) -> ex.Truth:
    for item in path:
        rule = _items(rule)[item]
    return rule


def _without(rule: ex.Truth, path: Path, gone: Sequence[int]) -> ex.Truth:
    """A rule with some of the items of a part taken out."""
    if not path:
        kept = tuple(item for at, item in enumerate(_items(rule)) if at not in gone)
        if len(kept) == 1 and not isinstance(rule, ex.Counted):
            return kept[0]
        return evolve(rule, items=kept) if isinstance(rule, ex.And | ex.Or | ex.Counted) else rule
    first, *rest = path
    change = partial(_without, path=tuple(rest), gone=gone)
    match rule:
        case ex.And() | ex.Or() | ex.Counted():
            items = tuple(change(item) if at == first else item for at, item in enumerate(rule.items))
            return evolve(rule, items=items)
        case ex.Not():
            return evolve(rule, item=change(rule.item))
        case _:
            return rule
