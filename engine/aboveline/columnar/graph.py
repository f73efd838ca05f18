"""What is to be worked out for every case, as a graph in which nothing stands twice.

A Term is one thing worked out from others: a bit (yes or no, never null), a number, a day, a text, a
code. A term is made by its operation, what the operation is told, and the terms it works on; asking for
the same again gives the same term, and what can be known without a case is worked out at once. Terms
are numbered as they are made, so each comes after all it rests on.
"""

from collections.abc import Iterable
from typing import Any, Final, NamedTuple, NewType

from attrs import field

from aboveline.columnar.operations import OPERATIONS
from aboveline.frozen import frozen

Term = NewType("Term", int)

#: The two bits that are the same for every case.
NEVER: Final = Term(0)
ALWAYS: Final = Term(1)


class Node(NamedTuple):
    """How a term comes about: an operation, what it is told, and the terms it works on."""

    operation: str
    told: tuple[Any, ...]
    of: tuple[Term, ...]


class Kleene(NamedTuple):
    """A truth as two bits, of which at most one is set: whether it is yes, and whether it is no."""

    yes: Term
    no: Term


YES: Final = Kleene(ALWAYS, NEVER)
NO: Final = Kleene(NEVER, ALWAYS)


@frozen
class Graph:
    """Terms by number, and the number of each; grows while a framework is put into terms."""

    nodes: list[Node] = field(factory=lambda: [_literal(False), _literal(True)])
    known: dict[Node, Term] = field(factory=dict[Node, Term])

    def term(self, operation: str, *of: Term, told: tuple[Any, ...] = ()) -> Term:
        """The term of an operation; a literal, where all it works on are."""
        fold = OPERATIONS[operation].fold
        if fold is not None and of and all(self.nodes[one].operation == "literal" for one in of):
            return self.literal(fold(*told, *(self.nodes[one].told[1] for one in of)))
        return self._kept(Node(operation, told, of))

    def literal(self, value: object) -> Term:
        """A value that is the same for every case."""
        if isinstance(value, bool):
            return ALWAYS if value else NEVER
        return self._kept(_literal(value))

    def _kept(self, node: Node) -> Term:
        term = self.known.get(node)
        if term is None:
            term = self.known[node] = Term(len(self.nodes))
            self.nodes.append(node)
        return term

    # --- Bits ---

    def opposite(self, bit: Term) -> Term:
        """Set where the bit is not."""
        node = self.nodes[bit]
        return node.of[0] if node.operation == "not" else self.term("not", bit)

    def every(self, bits: Iterable[Term]) -> Term:
        """Set where all the bits are."""
        some = set(bits)
        if NEVER in some or any(self.opposite(bit) in some for bit in some):
            return NEVER
        implied = {other for bit in some for other in self._implied(bit)}
        rest = [b for b in some if b != ALWAYS and b not in implied and not self._holds_any(b, some)]
        if not rest or self._exclude_each_other(rest):
            return NEVER if rest else ALWAYS
        return rest[0] if len(rest) == 1 else self.term("and", *sorted(rest))

    def some(self, bits: Iterable[Term]) -> Term:
        """Set where any of the bits is."""
        some = self._whole_columns(set(bits))
        if ALWAYS in some or any(self.opposite(bit) in some for bit in some):
            return ALWAYS
        rest = [b for b in some if b != NEVER and some.isdisjoint(self._parts(b, "and"))]
        if not rest:
            return NEVER
        return rest[0] if len(rest) == 1 else self.term("or", *sorted(rest))

    def neither(self, *bits: Term) -> Term:
        """Set where none of the bits is."""
        return self.opposite(self.some(bits))

    def unknown(self, truth: Kleene) -> Term:
        """Set where a truth is neither yes nor no."""
        return self.neither(*truth)

    def _parts(self, bit: Term, operation: str) -> tuple[Term, ...]:
        node = self.nodes[bit]
        return node.of if node.operation == operation else ()

    def _holds_any(self, bit: Term, others: set[Term]) -> bool:
        """Whether the bit is an `or` that one of the others is in, and so says nothing more than that."""
        return not others.isdisjoint(self._parts(bit, "or"))

    def _implied(self, bit: Term) -> Iterable[Term]:
        """Bits that are known to be set where this one is, and that are cheap to know of."""
        node = self.nodes[bit]
        if node.operation == "is code":
            _, words, _ = node.told
            yield self._kept(Node("is there", (), node.of))
            yield self._kept(Node("is below", (words,), node.of))
        elif node.operation in ("less", "at most", "same"):
            for one in node.of:
                yield self._kept(Node("is there", (), (one,)))
        elif node.operation == "and":
            yield from node.of
        elif node.operation == "not":
            for one in self._parts(node.of[0], "or"):
                yield self.opposite(one)

    def _exclude_each_other(self, bits: Iterable[Term]) -> bool:
        """Whether two of the bits ask one column for different codes."""
        asked: dict[tuple[Term, ...], Term] = {}
        for bit in bits:
            node = self.nodes[bit]
            if node.operation == "is code" and asked.setdefault(node.of, bit) != bit:
                return True
        return False

    def _whole_columns(self, bits: set[Term]) -> set[Term]:
        """The bits, with those that ask a column without marks for every code there is made one."""
        asked: dict[Node, set[Term]] = {}
        for bit in bits:
            node = self.nodes[bit]
            if node.operation == "is code":
                _, words, can_be_marked = node.told
                if not can_be_marked:
                    asked.setdefault(Node("is there", (words,), node.of), set()).add(bit)
        for there, some in asked.items():
            if len(some) == there.told[0]:
                bits = (bits - some) | {self._kept(Node("is there", (), there.of))}
        return bits

    # --- Truths ---

    def all_of(self, truths: Iterable[Kleene]) -> Kleene:
        """Yes where every truth is yes, no where any is no."""
        items = tuple(truths)
        return Kleene(self.every(t.yes for t in items), self.some(t.no for t in items))

    def any_of(self, truths: Iterable[Kleene]) -> Kleene:
        """Yes where any truth is yes, no where every one is no."""
        items = tuple(truths)
        return Kleene(self.some(t.yes for t in items), self.every(t.no for t in items))


def negate(truth: Kleene) -> Kleene:
    """No for yes, and yes for no."""
    return Kleene(truth.no, truth.yes)


def sure(graph: Graph, bit: Term) -> Kleene:
    """The truth that is yes where a bit is set, and no elsewhere."""
    return Kleene(bit, graph.opposite(bit))


def _literal(value: object) -> Node:
    # The kind stands beside the value, as 1 and True are one key to Python.
    return Node("literal", (type(value).__name__, value), ())
