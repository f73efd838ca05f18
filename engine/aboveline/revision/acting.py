"""Says which edits can act on what each question, and each share of cases, comes to and counts in.

An edit acts on a question where it changes a rule that the question rests on in either version, through however many facts,
conditions and other questions; or where it changes which scores count the question, or how they do. What is named here
may turn out to change nothing; what is not named cannot change anything.
"""

from collections.abc import Iterable, Iterator, Mapping

from attrs import field

from aboveline.framework.dependencies import Needs, Node, needs, rules
from aboveline.framework.expressions import DateLimit, Elapsed, Within, walk
from aboveline.framework.model import Framework, Share
from aboveline.frozen import frozen
from aboveline.reasons import SHARE_OF
from aboveline.revision.catalogue import Aspect
from aboveline.revision.compose import CARRIED
from aboveline.revision.edits import Edit, Revision

#: The aspects by which cases are judged.
_JUDGING: frozenset[Aspect] = frozenset(
    {
        "type", "of the inspection", "for each", "answers", "only where", "excluded where", "sufficient when",
        "excused where", "where", "worked out as", "standing", "may be marked", "items", "measure",
    }
)  # fmt: skip

#: The aspects by which judgements count.
_COUNTING: frozenset[Aspect] = frozenset(
    {"feeds", "standing", "worked out as", "for each", "unanswered questions", "items", "not scored"}
)

#: The edits that can change anything, everywhere.
_ANYWHERE = frozenset({"listed", "repeated"})


@frozen
class Acting:
    """The numbers of the edits that can act on what each counted thing comes to, and on how it counts; by its column."""

    judging: Mapping[str, frozenset[int]] = field(repr=False)
    counting: Mapping[str, frozenset[int]] = field(repr=False)

    def on(self, column: str) -> frozenset[int]:
        """The numbers of all edits that can act on it."""
        return self.judging.get(column, frozenset()) | self.counting.get(column, frozenset())


def acting(of: Revision, old: Framework, new: Framework) -> Acting:
    """What the edits of a revision can act on; `old` is the older framework by its newer names."""
    graph = _both(needs(old), needs(new))
    users = _users(graph)
    different = _different(old, new)
    touched: dict[Node, set[int]] = {}
    for edit in of.edits:
        for node in _reached(_judged_by(edit, old, new, different), users):
            touched.setdefault(node, set()).add(edit.number)
    judging, counting = dict[str, frozenset[int]](), dict[str, frozenset[int]]()
    for column, node in _columns(old, new).items():
        judging[column] = frozenset(touched.get(node, ()))
        counting[column] = frozenset(
            e.number for e in of.edits if node.key in _counted_by(e, node, old, new, different)
        )
    return Acting(judging, counting)


def _columns(old: Framework, new: Framework) -> Mapping[str, Node]:
    """Everything that is counted by case in either version."""
    found = {
        key: Node("question", key) for of in (new, old) for key, q in of.questions.items() if q.is_judged
    }
    for of in (new, old):
        shares = (key for key, rating in of.ratings.items() if isinstance(rating.measure, Share))
        found |= {SHARE_OF + key: Node("rating", key) for key in shares}
    return found


# --- What an edit changes itself -------------------------------------------------------------


def _judged_by(edit: Edit, old: Framework, new: Framework, different: frozenset[Node]) -> Iterable[Node]:
    """The rules an edit changes, as far as cases are judged by them."""
    if edit.did == "reworded":
        return ()
    if edit.did in _ANYWHERE:
        return different
    whole = edit.did in {"added", "removed"}
    if edit.aspect == "calendar":
        return _by_working_days(old, new)
    if (whole and edit.kind in CARRIED) or not (whole or edit.did == "moved" or edit.aspect in _JUDGING):
        return ()
    if edit.kind in {"section", "criterion"}:
        return (Node("question", key) for key in _beneath(edit, old, new))
    return _of_name(edit.name, old, new)


def _of_name(name: str, old: Framework, new: Framework) -> Iterator[Node]:
    """A thing, or every instance of it where it is repeated, on either side."""
    for of in (old, new):
        yield from (Node("fact", key) for key, thing in of.facts.items() if thing.name == name)
        yield from (Node("condition", key) for key, thing in of.conditions.items() if thing.name == name)
        yield from (Node("question", key) for key, thing in of.questions.items() if thing.name == name)
        if name in of.ratings:
            yield Node("rating", name)


def _beneath(edit: Edit, old: Framework, new: Framework) -> Iterator[str]:
    """The questions that stand under a section or a criterion on either side."""
    for of in (old, new):
        for key, question in of.questions.items():
            if edit.name == (question.section if edit.kind == "section" else question.criterion):
                yield key


def _different(old: Framework, new: Framework) -> frozenset[Node]:
    """The rules that are not the same on both sides."""
    one, other = _ruling(old), _ruling(new)
    return frozenset(node for node in {**one, **other} if one.get(node) != other.get(node))


def _ruling(of: Framework) -> Mapping[Node, object]:
    found: dict[Node, object] = {Node("fact", key): fact for key, fact in of.facts.items()}
    found |= {Node("condition", key): condition for key, condition in of.conditions.items()}
    found |= {Node("question", key): question for key, question in of.questions.items()}
    return found | {Node("rating", key): rating for key, rating in of.ratings.items()}


def _by_working_days(old: Framework, new: Framework) -> Iterator[Node]:
    for of in (old, new):
        for node, deciding in rules(of).items():
            inside = (expr for rule in deciding for expr in walk(rule))
            if any(isinstance(e, DateLimit | Within | Elapsed) and e.unit == "working days" for e in inside):
                yield node


def _counted_by(
    edit: Edit, node: Node, old: Framework, new: Framework, different: frozenset[Node]
) -> Iterable[str]:
    """What an edit changes in how judgements count, of a question or a share of cases: its key, where it does."""
    if node.kind == "rating" or edit.did == "reworded":
        return ()
    questions = [of.questions[node.key] for of in (old, new) if node.key in of.questions]
    added = edit.did in {"added", "removed"}
    if not (added or edit.did == "moved" or edit.aspect in _COUNTING):
        return ()
    match edit.kind:
        case "question":
            acts = any(q.name == edit.name for q in questions)
        case "criterion":
            acts = not added and any(q.criterion == edit.name for q in questions)
        case "section":
            acts = not added and any(q.section == edit.name for q in questions)
        case "framework":
            acts = True
        case "list":
            acts = not added and node in different
        case _:
            acts = False
    return (node.key,) if acts else ()


# --- What rests on what ----------------------------------------------------------------------


def _both(one: Needs, other: Needs) -> Mapping[Node, frozenset[Node]]:
    """What each rule needs in either version; in a mix of the two it needs no more than that."""
    return {
        node: frozenset(need.node for of in (one, other) for need in of.get(node, ()))
        for node in {**one, **other}
    }


def _users(graph: Mapping[Node, frozenset[Node]]) -> Mapping[Node, tuple[Node, ...]]:
    found: dict[Node, list[Node]] = {}
    for node, its_needs in graph.items():
        for need in its_needs:
            found.setdefault(need, []).append(node)
    return {node: tuple(some) for node, some in found.items()}


def _reached(start: Iterable[Node], users: Mapping[Node, tuple[Node, ...]]) -> frozenset[Node]:
    """Some rules, and all that rest on them."""
    queue = list(dict.fromkeys(start))
    seen = set(queue)
    for node in queue:  # grows while it is read
        for user in users.get(node, ()):
            if user not in seen:
                seen.add(user)
                queue.append(user)
    return frozenset(seen)
