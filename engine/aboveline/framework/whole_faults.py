"""Turns a built Framework into what is wrong with it as a whole, or worth a warning.

Every name is resolved and every type is right by now; what is left are faults that only show when
declarations are seen together. One function for each kind of fault, all of them in `LOOKS`; each looks
at the framework and yields what it finds. `faults_of_whole` asks them all.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from attrs import evolve

from aboveline.diagnostics import Diagnostic, Diagnostics, Label
from aboveline.framework import expressions as ex
from aboveline.framework import unused
from aboveline.framework.dependencies import (
    Need,
    Node,
    circles,
    depths,
    in_words,
    node_named,
    rules_of_check,
    rules_of_question,
    rules_of_rating,
    rules_of_rows,
)
from aboveline.framework.faults import listed
from aboveline.framework.model import (
    Check,
    Condition,
    Fact,
    Framework,
    Question,
    Rating,
    WorkedOut,
)
from aboveline.framework.unused import warning
from aboveline.source import Span
from aboveline.syntax import tree
from aboveline.values import Choice, Date

Look = Callable[[Framework], Iterator[Diagnostic]]


def faults_of_whole(framework: Framework, trees: Sequence[tree.Tree] = ()) -> Diagnostics:
    """Everything that is found, each thing once however many instances of a repeat show it.

    With the trees at hand a declaration is underlined at its name rather than as a whole.
    """
    names, unread = name_spans(trees), _unread(trees)
    wrong = [d for look in LOOKS.values() for d in look(framework)]
    wrong.extend(d for look in unused.LOOKS.values() for d in look(framework, unread))
    found: dict[object, Diagnostic] = {}
    for diagnostic in wrong:
        labels = tuple(Label(names.get(label.at, label.at), label.message) for label in diagnostic.labels)
        seen_at = (diagnostic.code, tuple(label.at for label in labels))
        found.setdefault(seen_at, evolve(diagnostic, labels=labels))
    return tuple(found.values())


def _unread(trees: Sequence[tree.Tree]) -> unused.Unread:
    declarations = [d for t in trees for d in t.declarations]
    lost = [d for d in declarations if isinstance(d, tree.Broken)]
    clauses = [c for d in declarations for c in _clauses(d) if isinstance(c, tree.BrokenClause)]
    words = frozenset(word for broken in (*lost, *clauses) for word in broken.words)
    return unused.Unread(words, frozenset(d.keyword for d in lost))


def _clauses(declaration: tree.Declaration) -> tuple[tree.Clause, ...]:
    match declaration:
        case tree.Bands() | tree.List() | tree.Example() | tree.Broken():
            return ()
        case _:
            return declaration.clauses


def name_spans(trees: Sequence[tree.Tree]) -> Mapping[object, Span]:
    """The span of the name within the span of each declaration."""
    found: dict[object, Span] = {}
    for declaration in (d for t in trees for d in t.declarations):
        match declaration:
            case tree.Section() | tree.Criterion():
                found[declaration.span] = declaration.number.span
            case tree.Example():
                found[declaration.span] = declaration.label.span
            case _:
                if (name := declaration.name) is not None:  # unnamed bands have none
                    found[declaration.span] = name.span
    return found


# --- Circles ---------------------------------------------------------------------------------


def _circular_definitions(framework: Framework) -> Iterator[Diagnostic]:
    for circle in circles(framework):
        names = [_node_in_words(framework, need.node) for need in circle]
        # A need belongs to the node that the need before it is for; the first, to that of the last.
        users = [names[-1], *names[:-1]]
        chain = ", which needs ".join(f"`{name}`" for name in names)
        yield Diagnostic(
            "circular-definition",
            f"a definition must not rest on itself, but `{names[-1]}` needs {chain}",
            tuple(_step(*step) for step in zip(circle, users, names, strict=True)),
            "take one of these steps out",
        )


def _step(need: Need, user: str, name: str) -> Label:
    return Label(
        need.span, f"`{user}` needs `{name}` here" if user != name else f"`{name}` needs itself here"
    )


def _declared(framework: Framework, node: Node) -> Fact | Condition | Question | Check | Rating:
    match node.kind:
        case "fact":
            return framework.facts[node.key]
        case "condition":
            return framework.conditions[node.key]
        case "question":
            return framework.questions[node.key]
        case "check":
            return framework.checks[node.key]
        case "rating":
            return framework.ratings[node.key]


def _node_in_words(framework: Framework, node: Node) -> str:
    declared = _declared(framework, node)
    return declared.key if isinstance(declared, Rating) else in_words(declared)


#: How deep a rule may go through what it rests on. A case is judged by following rules down, and a
#: trail shows every step: far fewer than this are beyond following by eye.
DEEPEST = 150


def _too_deep(framework: Framework) -> Iterator[Diagnostic]:
    deep = [node for node, depth in depths(framework).items() if depth > DEEPEST]
    if deep:
        first = deep[0]
        name = _node_in_words(framework, first)
        yield Diagnostic(
            "built-too-deep",
            f"a rule may go {DEEPEST} steps deep through what it rests on, but `{name}` goes deeper",
            (Label(_declared(framework, first).span),),
            "let it rest on facts and answers more directly",
        )


# --- Counting --------------------------------------------------------------------------------


def _counted_twice(framework: Framework) -> Iterator[Diagnostic]:
    for question in framework.questions.values():
        if question.worked_out is None or question.standing != "scored":
            continue
        own = _pools(framework, question)
        parts = [
            p for p in _parts(framework, question) if p.standing == "scored" and own & _pools(framework, p)
        ]
        if parts:
            shared = own & frozenset(pool for part in parts for pool in _pools(framework, part))
            yield warning(
                "counted-twice",
                f"`{in_words(question)}` is scored, and so is what it is worked out from, "
                f"{listed(map(in_words, parts), 'and')}: the same work counts twice in {' and in '.join(sorted(shared))}",
                Label(question.span, "worked out, and `scored`"),
                *(Label(part.span, "scored as well") for part in parts),
                remedy="leave out `scored`, or make the parts `reported only`",
            )


def _parts(framework: Framework, question: Question) -> Iterator[Question]:
    """The questions a worked-out question is worked out from, through conditions and derived things."""
    seen: set[Node] = set()
    queue = [*rules_of_rows(question.worked_out), question.clauses[question.sufficiency].expr]
    for rule in queue:  # grows while it is read
        for node in (n for e in ex.walk(rule) if (n := node_named(e)) is not None and n not in seen):
            seen.add(node)
            match node.kind:
                case "fact":
                    queue.extend(rules_of_rows(framework.facts[node.key].worked_out))
                case "condition":
                    queue.append(framework.conditions[node.key].expr)
                case "question" if node.key in framework.questions:
                    part = framework.questions[node.key]
                    queue.extend(rules_of_rows(part.worked_out))
                    if part.key != question.key:
                        yield part
                case _:  # a question outside any criterion, which is said elsewhere
                    pass


def _pools(framework: Framework, question: Question) -> frozenset[str]:
    """The pooled scores a scored question counts in, as people name them."""
    pools = {f"theme `{theme}`" for theme in question.feeds}
    if framework.criteria[question.criterion].scored:
        pools.add(f"criterion {question.criterion}")
    if framework.sections[question.section].scored:
        pools.add(f"section {question.section}")
    return frozenset(pools)


def _named_twice(framework: Framework) -> Iterator[Diagnostic]:
    for expr in _every_expression(framework):
        match expr:
            case ex.Counted(items=items) | ex.NumberOf(items=items):
                message = (
                    "each thing counted is named once, but this one stands in the list twice and counts twice"
                )
            case ex.OneOf(values=items):
                message = "each value is named once, but this one stands in the list twice"
            case _:
                continue
        first: dict[ex.Expression, ex.Expression] = {}
        for item in items:
            if first.setdefault(item, item) is not item:
                yield warning(
                    "named-twice",
                    message,
                    Label(item.span),
                    Label(first[item].span, "it stands here already"),
                    remedy="take one of the two out, or name what was meant in its place",
                )


def _every_expression(framework: Framework) -> Iterator[ex.Expression]:
    rules: list[ex.Expression] = [condition.expr for condition in framework.conditions.values()]
    for fact in framework.facts.values():
        rules.extend(rules_of_rows(fact.worked_out))
        rules.extend([] if fact.only_where is None else [fact.only_where])
    for question in framework.questions.values():
        rules.extend(rules_of_question(question))
    for declared in framework.checks.values():
        rules.extend(rules_of_check(declared))
    for rating in framework.ratings.values():
        rules.extend(rules_of_rating(rating))
    for rule in rules:
        yield from ex.walk(rule)


# --- Rules with a hole -----------------------------------------------------------------------


def _dates_never_made(framework: Framework) -> Iterator[Diagnostic]:
    if not any(isinstance(fact.type, Date) for fact in framework.facts.values()):
        return
    for question in (q for q in framework.questions.values() if q.is_judged):
        dates = list(_dates_compared(framework, question))
        spoken_of = _spoken_of(framework, question) if dates else frozenset[ex.Operand]()
        for date in dates:
            if date not in spoken_of:
                fact = framework.facts[date.fact]
                yield warning(
                    "date-never-made",
                    f"nothing says how `{in_words(question)}` is judged where `{in_words(fact)}` never came about: "
                    "without that date it stays unanswered",
                    Label(date.span),
                    Label(fact.span, "nothing says where there is such a date"),
                    remedy=f"say `only where …` at the fact, or `{in_words(fact)} is known` in the rule",
                )


def _spoken_of(framework: Framework, question: Question) -> frozenset[ex.Operand]:
    """What a question's clauses ask to be missing or known."""
    rules = (e for clause in question.clauses for e in _with_conditions(framework, clause.expr))
    return frozenset(e.operand for e in rules if isinstance(e, ex.IsMissing | ex.IsKnown))


def _dates_compared(framework: Framework, question: Question) -> Iterator[ex.FactValue]:
    """The date facts a `sufficient when` holds against something, that may be missing for any case."""
    for expr in _with_conditions(framework, question.clauses[question.sufficiency].expr):
        match expr:
            case (
                ex.Compare(left=ex.FactValue() as date)
                | ex.Between(left=ex.FactValue() as date)
                | ex.DateLimit(left=ex.FactValue() as date)
                | ex.Within(left=ex.FactValue() as date)
                | ex.Elapsed(end=ex.FactValue() as date)
            ):
                fact = framework.facts[date.fact]
                always_there = fact.required or fact.of_inspection or fact.only_where or fact.worked_out
                if isinstance(fact.type, Date) and not always_there:
                    yield date
            case _:
                pass


def _with_conditions(framework: Framework, rule: ex.Expression) -> Iterator[ex.Expression]:
    """Every expression of a rule and of the conditions it names."""
    seen: set[str] = set()
    queue = [rule]
    for each in queue:  # grows while it is read
        for expr in ex.walk(each):
            yield expr
            if isinstance(expr, ex.ConditionHolds) and expr.condition not in seen:
                seen.add(expr.condition)
                queue.append(framework.conditions[expr.condition].expr)


def _worked_out(framework: Framework) -> Iterator[tuple[Fact | Question, Choice, WorkedOut]]:
    for fact in framework.facts.values():
        if fact.worked_out is not None and isinstance(fact.type, Choice):
            yield fact, fact.type, fact.worked_out
    for question in framework.questions.values():
        if question.worked_out is not None:
            yield question, question.answers, question.worked_out


def _rows_after_otherwise(framework: Framework) -> Iterator[Diagnostic]:
    for _, _, worked_out in _worked_out(framework):
        otherwise = next((row for row in worked_out.rows if row.condition is None), None)
        if otherwise is None:
            continue
        for row in worked_out.rows[worked_out.rows.index(otherwise) + 1 :]:
            yield Diagnostic(
                "row-after-otherwise",
                f"`otherwise` is the last row, but the row for `{row.word}` comes after it and is never reached",
                (Label(row.span, "never reached"), Label(otherwise.span, "takes every case that is left")),
                "put the `otherwise` row last",
            )


def _words_never_given(framework: Framework) -> Iterator[Diagnostic]:
    for thing, choice, worked_out in _worked_out(framework):
        given = {row.word for row in worked_out.rows}
        for word in choice.names:
            if given and word not in given and not choice.is_yes_or_no:
                yield warning(
                    "word-never-given",
                    f"`{word}` is one of the words of `{in_words(thing)}`, but no row gives it",
                    Label(_word_declared(framework, thing, word) or worked_out.span),
                    remedy="add a row that gives it, or take the word out",
                )


#: Where the words of a choice begin; `exactly one of` and a list in brackets are something else.
_CHOICE = re.compile(r"(?<!exactly )\bone of\s+(?!\()")


def _word_declared(framework: Framework, thing: Fact | Question, word: str) -> Span | None:
    """Where a word stands among those a fact or question declares; None where its text is not at hand."""
    source = framework.sources.get(thing.span.file)
    text = source.slice(thing.span) if source else ""
    bare = re.sub(r'"[^"\n]*"|#[^\n]*', lambda quoted: " " * len(quoted[0]), text)
    choice = _CHOICE.search(bare)
    found = re.compile(rf"\b{re.escape(word)}\b").search(bare, choice.end()) if choice else None
    at = thing.span.start
    return Span(thing.span.file, at + found.start(), at + found.end()) if found else None


# --- Data and examples -----------------------------------------------------------------------


def _columns(framework: Framework) -> Iterator[Diagnostic]:
    first: dict[str, Fact | Question] = {}
    of_cases = [f for f in framework.facts.values() if not f.of_inspection]
    for thing in (*of_cases, *framework.questions.values()):
        if thing.column == "case_id":
            message = (
                f"the column `case_id` holds the case's own name, so `{in_words(thing)}` cannot stand there"
            )
            yield Diagnostic("reserved-column", message, (Label(thing.span),), "give it another name in data")
        elif first.setdefault(thing.column, thing) is not thing:
            other = first[thing.column]
            yield Diagnostic(
                "duplicate-column",
                f"each thing has its own column, but `{in_words(thing)}` and `{in_words(other)}` "
                f"both stand in `{thing.column}`",
                (Label(thing.span), Label(other.span, "stands in the same column")),
                "change what one of them says after `in data`",
            )


def _examples_without_expect(framework: Framework) -> Iterator[Diagnostic]:
    for example in framework.examples:
        if not example.expect:
            yield warning(
                "example-expects-nothing",
                "an example says what must come of it, but this one has no `expect`",
                Label(example.span),
                remedy="add a line such as `expect some_question is sufficient`",
            )


LOOKS: Mapping[str, Look] = {
    "circular definitions": _circular_definitions,
    "rules built too deep": _too_deep,
    "work counted twice": _counted_twice,
    "things named twice": _named_twice,
    "dates that may never have come about": _dates_never_made,
    "rows after otherwise": _rows_after_otherwise,
    "words no row gives": _words_never_given,
    "columns": _columns,
    "examples without expect": _examples_without_expect,
}
