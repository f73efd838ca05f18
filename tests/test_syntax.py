"""Criteria files are read into trees; and everything wrong with one is said, word for word."""

import random
import re
import sys
from datetime import date
from decimal import Decimal
from pathlib import Path

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aboveline.source import Source, Span
from aboveline.syntax import reader, tree
from aboveline.syntax.build import RULES
from aboveline.syntax.parse import MOST_SLIPS, parse
from reading.markdown import cases_in

FOLDER = Path(__file__).with_name("syntax")
GOOD = sorted((FOLDER / "ok").glob("*.criteria"))
SLIPS = cases_in(FOLDER / "errors.md")


def read(text):
    """The declarations of a text that has nothing wrong with it."""
    found, complaints = parse(Source("a.criteria", text))
    assert complaints == ()
    return found.declarations


def where(expression):
    """An expression as the body of a condition."""
    (condition,) = read(f'condition c "C" where {expression}')
    return condition.clauses[0].expr


def codes(text):
    return [complaint.code for complaint in parse(Source("a.criteria", text))[1]]


def form(node, depth=0):
    """A tree as indented lines: what each node is, then its words; and the text beneath it in the same way."""
    own, below = [], []
    for attribute in attrs.fields(type(node)):
        value = getattr(node, attribute.name)
        if isinstance(value, Span) or value is None or value is False:
            continue
        if isinstance(value, tree.Name):
            own.append(f"{attribute.name}={value.text}")
        elif isinstance(value, tree.Quoted):
            own.append(f'{attribute.name}="{value.text}"')
        elif attrs.has(type(value)):
            below.append((attribute.name, value))
        elif isinstance(value, tuple):
            below.extend((attribute.name, item) for item in value)
        elif value is True:
            own.append(attribute.name)
        else:
            own.append(f"{attribute.name}={value}")
    lines = ["  " * depth + " ".join([type(node).__name__, *own])]
    for label, item in below:
        if isinstance(item, str):
            lines.append("  " * (depth + 1) + item)
            continue
        first, *rest = form(item, depth + 1).split("\n")
        lines.append(first.replace(type(item).__name__, f"{label}: {type(item).__name__}", 1))
        lines.extend(rest)
    return "\n".join(lines)


# --- What is read ------------------------------------------------------------------------------


@pytest.mark.parametrize("path", GOOD, ids=lambda path: path.stem)
def test_a_file_is_read_into_the_tree_beside_it(path, request):
    got = "\n\n".join(form(node) for node in read(path.read_text(encoding="utf-8"))) + "\n"
    beside = path.with_suffix(".tree")
    if request.config.getoption("--update"):
        beside.write_text(got, encoding="utf-8")
    assert got == beside.read_text(encoding="utf-8")


def test_chains_stay_flat_and_not_binds_tighter():
    here = Span("", 0, 0)
    a, b, c = (tree.Name(name, here) for name in "abc")
    join = {word: tree.Name(word, here) for word in ("and", "or")}
    assert where("a and not b or c") == tree.Chain((a, tree.Not(b, here), c), (join["and"], join["or"]), here)
    assert where("a and (b or c)") == tree.Chain(
        (a, tree.Grouped(tree.Chain((b, c), (join["or"],), here), here)), (join["and"],), here
    )


def test_a_comparison_binds_tighter_than_not():
    here = Span("", 0, 0)
    x, v = tree.Name("x", here), tree.Name("v", here)
    assert where("not x is v") == tree.Not(tree.Comparison(x, "is", v, here, here), here)
    assert where("x is not v") == tree.Comparison(x, "is not", v, here, here)
    assert where("q is not sufficient") == tree.Not(
        tree.Standing(tree.Name("q", here), "sufficient", here), here
    )


def test_sums_go_from_left_to_right():
    here = Span("", 0, 0)
    n = [tree.Literal(i, here) for i in range(4)]
    first = tree.Arithmetic(n[1], "-", n[2], here)
    assert where("0 is 1 - 2 + 3").right == tree.Arithmetic(first, "+", n[3], here)


def test_values_are_exact():
    assert where("x is 7.50").right.value == Decimal("7.50")
    assert where("x is -3").right.value == -3
    assert where("x is 2012-02-29").right.value == date(2012, 2, 29)
    assert where("x is at least 62.5%").right.value == Decimal("62.5")


def test_spans_cover_the_words_they_came_from():
    text = '# above\r\nquestion q "Q" # a comment\r\n  only where  ( a  is  not b ) and c\r\n'
    source = Source("a.criteria", text)
    (question,) = read(text)
    chain = question.clauses[0].expr
    grouped, comparison = chain.items[0], chain.items[0].item
    assert source.slice(question.span).startswith("question q")
    assert source.slice(question.span).endswith("and c")
    assert source.slice(question.clauses[0].span) == "only where  ( a  is  not b ) and c"
    assert source.slice(grouped.span) == "( a  is  not b )"
    assert source.slice(comparison.span) == "a  is  not b"
    assert source.slice(comparison.operator_span) == "is  not"
    assert source.slice(chain.operators[0].span) == "and"
    assert source.slice(question.label.span) == '"Q"'


def test_every_span_lies_in_its_parent():
    for path in GOOD:
        for declaration in read(path.read_text(encoding="utf-8")):
            for node in tree.walk(declaration):
                for child in tree.children(node):
                    assert node.span.start <= child.span.start <= child.span.end <= node.span.end


def test_words_of_the_language_may_be_answer_words_and_steps():
    (fact,) = read('fact x "X" one of none, known, text "Text", other')
    assert [word.name.text for word in fact.type.words] == ["none", "known", "text", "other"]
    assert where("x is none").right.text == "none"


def test_a_score_in_brackets_may_begin_a_line():
    text = 'rating r "R"\n  lowest of (\n  criterion 1.1,\n  section 2\n  )\n  at most low when a is in low and\n  criterion 1.1 is in low'
    (rating,) = read(text)
    assert len(rating.clauses) == 2


def test_an_empty_file_has_no_declarations():
    assert read("") == read("  \n# nothing\n") == read("\ufeff") == ()


def test_spaces_of_any_kind_part_words():
    assert read('fact\tx\u00a0"X"\u2003date') == read('fact x "X" date')


# --- What is refused ---------------------------------------------------------------------------


@pytest.mark.parametrize("case", SLIPS, ids=lambda case: case.heading)
def test_a_slip_is_said_word_for_word(case, snapshots):
    written, expected = case.own
    text = written.text.removesuffix("\n")
    if written.about == "escaped":
        text = text.encode("latin-1", "backslashreplace").decode("unicode_escape")
    source = Source("a.criteria", text)
    got = "".join(said(complaint, source) for complaint in parse(source)[1])
    snapshots.setdefault(case.file, {})[expected.line] = got
    assert got == expected.text or snapshots_are_rewritten(snapshots)


def snapshots_are_rewritten(_snapshots):
    return "--update" in sys.argv


def said(complaint, source):
    """A complaint as lines: its code and message, then its places, then its help."""
    lines = [f"{complaint.severity.value}[{complaint.code}] {complaint.message}"]
    for label in complaint.labels:
        line, column = source.position(label.at.start)
        words = re.sub(r"\s+", " ", source.slice(label.at))
        shown = "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in words)
        shown = shown if len(shown) < 70 else shown[:60] + "…"
        lines.append(f"  at {line}:{column} `{shown}`" + (f": {label.message}" if label.message else ""))
    if complaint.help:
        lines.append(f"  help: {complaint.help}")
    return "\n".join(lines) + "\n"


def test_no_message_speaks_of_the_grammar():
    names = {name for name in (t.name for t in reader.reader().terminals) if "_" in name} | set(RULES) - {
        "sum"
    }
    names = {name for name in names if "_" in name}
    text = (FOLDER / "errors.md").read_text(encoding="utf-8")
    messages = "\n".join(re.findall(r"```messages\n(.*?)```", text, re.DOTALL))
    assert not [name for name in names if re.search(rf"\b{name}\b", messages)]


def test_one_slip_hides_nothing_after_it():
    text = 'fact a "A\nquestion b "B"\n  only where (x\n  feeds t\nquestion c “C”\ntheme d "D"'
    found, complaints = parse(Source("a.criteria", text))
    assert [c.code for c in complaints] == ["unclosed-quote", "unclosed-bracket", "curly-quotes"]
    assert [type(d).__name__ for d in found.declarations] == ["Broken", "Question", "Broken", "Theme"]
    assert [d.name.text for d in found.declarations] == ["a", "b", "c", "d"]


def test_what_can_be_read_of_a_broken_question_is_kept():
    text = 'question q "Q"\n  only where a\n  sufficent when b\n  feeds roh\n  excused where c and\n  scored'
    found, complaints = parse(Source("a.criteria", text))
    (question,) = found.declarations
    assert [type(c).__name__ for c in question.clauses] == [
        "OnlyWhere",
        "BrokenClause",
        "Feeds",
        "BrokenClause",
        "Flag",
    ]
    assert [c.keyword for c in question.clauses if isinstance(c, tree.BrokenClause)] == [
        "sufficient when",
        "excused where",
    ]
    assert question.clauses[3].words == ("excused", "where", "c", "and")
    assert len(complaints) == 2


def test_a_whole_that_cannot_be_read_though_its_parts_can_is_complained_of(monkeypatch):
    def fussy(text, rule):
        return reader.read("question q $" if "feeds" in text and "question" in text else text, rule)

    monkeypatch.setattr("aboveline.syntax.parse.read", fussy)
    found, complaints = parse(Source("a.criteria", 'question q "Q"\n  feeds roh'))
    assert isinstance(found.declarations[0], tree.Broken)
    assert len(complaints) == 1


def test_a_misspelt_declaration_is_read_all_the_same():
    found, complaints = parse(Source("a.criteria", 'qustion q "Q"\n  feeds roh'))
    (question,) = found.declarations
    assert isinstance(question, tree.Question)
    assert (question.span.start, question.span.end) == (0, 25)
    assert [c.suggestion for c in complaints] == ["question"]


@pytest.mark.parametrize(
    "text",
    [
        "list a: b,\n  c\n  d",
        "bands x\n  low from 1 point\n  high frm 2 points",
        'example "E"\n  given a is b\n  expect c is\n',
    ],
)
def test_lists_bands_and_examples_are_kept_whole_or_not_at_all(text):
    (declaration,) = parse(Source("a.criteria", text))[0].declarations
    assert isinstance(declaration, tree.Broken)


def test_reading_ends_where_nearly_everything_is_wrong():
    text = "".join(f'question q{i} "Q"\n  only where a is is is\n' for i in range(MOST_SLIPS + 50))
    assert len(codes(text)) <= MOST_SLIPS + 3
    assert codes(text)[-1] == "too-many-slips"
    assert len(codes('question q "Q"\n' + "  only where a is\n" * 5000)) == MOST_SLIPS + 1


DEEP = {
    "open brackets": "(" * 5000,
    "brackets": "(" * 5000 + "a" + ")" * 5000,
    "quantifiers": "all of (" * 3000 + "a" + ")" * 3000,
    "nots": "not " * 5000 + "a",
    "a sum": " + ".join(["a"] * 5000) + " is 3",
    "sums in brackets": "(not a + " * 50 + "a" + ")" * 50,
}


def test_a_declaration_too_deep_on_its_first_line_is_said_to_be():
    assert codes(f'question q "Q" only where {"not " * 90} a\n  feeds') == ["too-deeply-nested", "syntax"]


@pytest.mark.parametrize("name", DEEP)
def test_what_is_too_deep_is_said_to_be(name):
    assert codes(f'question q "Q"\n  only where {DEEP[name]}') == ["too-deeply-nested"]
    assert (
        codes(f'question q "Q"\n  only where a\n  feeds\n  only where {DEEP[name]}')[-1]
        == "too-deeply-nested"
    )


HUGE = {
    "a chain": 'question q "Q" only where ' + " and ".join(["a"] * 10_000),
    "a name": "fact " + "a" * 500_000 + " date",
    "spaces": 'fact a "A"' + " " * 500_000 + "date",
    "lines": 'fact a "A"' + "\n" * 500_000 + "date",
}


@pytest.mark.parametrize("name", HUGE)
def test_what_is_merely_long_is_read(name):
    assert codes(HUGE[name]) == []


@given(st.text())
@settings(max_examples=100, deadline=None)
def test_any_text_at_all_gives_a_tree_and_complaints(text):
    found, complaints = parse(Source("a.criteria", text))
    assert complaints or not text.strip() or found.declarations or "#" in text


# --- Properties --------------------------------------------------------------------------------


def everything():
    return "\n".join(path.read_text(encoding="utf-8") for path in GOOD)


def respaced(text, chance):
    """The same words with other spaces and comments between them; declarations still begin lines."""
    starts = "|".join(reader.KEYWORDS)
    text = re.sub(r'("[^"\n]*")|#[^\n]*', lambda m: m[1] or "", text)

    def gap(match):
        if match[1]:
            return match[1]
        begins = re.match(rf"(?:{starts})\b", text[match.end() :])
        if begins:
            return "\n" if "\n" in match[0] else " "
        return chance.choice([" ", "  ", "\t", "\n", "\r\n  ", " # (\n", '\n# "\n\n', "\u00a0"])

    return re.sub(r'("[^"\n]*")|\s+', gap, text)


@pytest.mark.parametrize("seed", range(10))
def test_spaces_and_comments_change_nothing(seed):
    assert read(respaced(everything(), random.Random(seed))) == read(everything())  # noqa: S311 (repeatable chance)


ODD = [
    *'"(){}[];=<>!&|*/%:.,#-“é\x00\u200b\u202e\ud800',
    "\t",
    "\n",
    "не",
    "4/7/2011",
    "75 %",
    "7,5",
    "²",
    "9" * 40,
]
WORDS = ["not", "is", "of", "and", "one of", "question", "criterion 1.1", "when", "where", "2011-02-30", "if"]


def mutated(text, chance):
    for _ in range(chance.randint(1, 8)):
        at = chance.randrange(len(text))
        kind = chance.random()
        if kind < 0.3:
            text = text[:at] + text[at + chance.randint(1, 8) :]
        elif kind < 0.7:
            text = text[:at] + chance.choice(ODD) + text[at:]
        elif kind < 0.9:
            text = f"{text[:at]} {chance.choice(WORDS)} {text[at:]}"
        else:
            other = chance.randrange(len(text))
            text = text[:at] + text[other : other + 20] + text[at:]
    return text


@pytest.mark.parametrize("seed", range(4))
def test_a_mutated_file_gives_complaints_and_never_an_exception(seed):
    chance = random.Random(seed)  # noqa: S311 (repeatable chance)
    texts = [path.read_text(encoding="utf-8") for path in GOOD]
    for _ in range(60):
        text = mutated(chance.choice(texts), chance)
        found, complaints = parse(Source("a.criteria", text))
        nodes = [node for declaration in found.declarations for node in tree.walk(declaration)]
        assert complaints or not any(isinstance(node, tree.Broken | tree.BrokenClause) for node in nodes)
        for span in [node.span for node in nodes] + [label.at for c in complaints for label in c.labels]:
            assert 0 <= span.start <= span.end <= len(text)
        for complaint in complaints:
            assert not re.search(r"\$END|__|[A-Z]_[A-Z]", complaint.message.replace(text, ""))
            f"{complaint.message}{complaint.help}".encode()


# --- The grammar -------------------------------------------------------------------------------


def test_every_rule_of_the_grammar_is_built():
    read_as = {str(rule.alias or rule.origin.name) for rule in reader.reader().rules}
    inlined = {name for name in read_as if name.startswith("_")}
    passed_through = {"negation", "statement", "operand"}
    assert read_as - inlined - passed_through == set(RULES)


def test_the_tables_are_kept_beside_the_grammar_and_read_again(tmp_path, monkeypatch):
    monkeypatch.setattr("sys.dont_write_bytecode", False)
    monkeypatch.setattr("sys.pycache_prefix", str(tmp_path))
    kept = reader._kept_tables(reader._GRAMMAR.read_text(encoding="utf-8"))
    older = kept.with_name(f"grammar.{sys.implementation.cache_tag}.older.tables")
    kept.parent.mkdir(parents=True)
    older.write_bytes(b"of another edition")
    made = reader.reader.__wrapped__()
    assert list(kept.parent.iterdir()) == [kept]
    again = reader.reader.__wrapped__()
    text = 'theme a "A"'
    assert again.parse(text, start="theme") == made.parse(text, start="theme")
    kept.write_bytes(b"cut short")
    assert reader.reader.__wrapped__().parse(text, start="theme") == made.parse(text, start="theme")


def test_what_cannot_be_read_has_nothing_to_follow_it():
    assert reader.expected_after("$", "theme") == ([], frozenset())


def test_tables_that_cannot_be_kept_are_done_without(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setattr(reader, "_kept_tables", lambda _grammar: tmp_path / "file" / "grammar.tables")
    monkeypatch.setattr("sys.dont_write_bytecode", False)
    assert reader.reader.__wrapped__().parse('theme a "A"', start="theme")
    monkeypatch.setattr("sys.dont_write_bytecode", True)
    assert reader.reader.__wrapped__().parse('theme a "A"', start="theme")
    monkeypatch.undo()
    monkeypatch.setattr("sys.implementation.cache_tag", None)
    assert reader.reader.__wrapped__().parse('theme a "A"', start="theme")
