"""Turns the text of a criteria file into its Tree, and says what could not be read.

Each declaration is read on its own, so that a slip in one hides nothing in the next. Where a
declaration cannot be read as a whole, its first line and each of its clauses are read on their
own: what can be read is kept, and what cannot is kept as `Broken` or `BrokenClause`.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

import attrs
from lark import Token, UnexpectedInput
from lark import Tree as Read

from aboveline.diagnostics import Diagnostic, Diagnostics, Label, nearest
from aboveline.frozen import frozen
from aboveline.source import Source, Span
from aboveline.syntax import tree
from aboveline.syntax.build import build, with_clauses
from aboveline.syntax.cut import Piece, clause_at, clause_starts, cleaned, pieces
from aboveline.syntax.expected import unexpected
from aboveline.syntax.idiom_slips import IDIOMS
from aboveline.syntax.language_slips import LANGUAGES
from aboveline.syntax.parts import Place
from aboveline.syntax.reader import KEYWORDS, read, reserved
from aboveline.syntax.slips import SIGNS
from aboveline.syntax.spelling import foreign_letter, shown
from aboveline.syntax.stop import Stop, stop
from aboveline.syntax.word_slips import WORDS

#: How deep brackets, `not` and sums may stand inside one another.
DEEPEST = 60

#: Reading a file ends after this many slips of syntax.
MOST_SLIPS = 300

#: So many curly quotes are told one by one.
_FEW_CURLY = 3

_WORD = re.compile(r"[^\W\d]\w*")
_STRING = re.compile(r'"[^"\n]*"?')


@frozen
class _Text:
    """One file while it is read: its name, its cleaned text, and the complaints so far."""

    file: str
    text: str
    complaints: list[Diagnostic]

    def span(self, start: int, end: int) -> Span:
        return Span(self.file, start, end)


def parse(source: Source) -> tuple[tree.Tree, Diagnostics]:
    """The tree of a criteria file, and every complaint about it; never raises, whatever the text."""
    text, complaints = cleaned(source)
    whole = _Text(source.name, text, complaints)
    found, before = pieces(text)
    if text[:before].strip():
        complaints.append(_before_first(whole, before))
    declarations: list[tree.Declaration] = []
    for piece in found:
        if len(complaints) > MOST_SLIPS:
            complaints.append(_too_many(whole, piece))
            break
        declarations.append(_declaration(whole, piece))
    return tree.Tree(source.name, tuple(declarations)), tuple(_of_a_word_processor(complaints))


def _of_a_word_processor(complaints: Sequence[Diagnostic]) -> Iterator[Diagnostic]:
    """The complaints, those of curly quotes as one where a word processor changed them everywhere."""
    curly = [one for one in complaints if one.code == "curly-quotes"]
    if len(curly) <= _FEW_CURLY:
        yield from complaints
        return
    first = curly[0]
    yield attrs.evolve(
        first,
        message=f'expected straight quotes `"`, found curly quotes here and in {len(curly) - 1} more places',
        help='a word processor changes them: replace each of them (`“` and `”` by `"`) in an editor of plain text',
    )
    yield from (one for one in complaints if one.code not in {"curly-quotes", "too-many-slips"})


def _before_first(whole: _Text, before: int) -> Diagnostic:
    start = len(whole.text) - len(whole.text.lstrip())
    line = whole.text[start:before].split("\n", 1)[0].rstrip()
    word = re.match(r'(\w+)[^\S\n]+[\w.-]+[^\S\n]*(?:$|["“])', line)  # not a sentence
    meant = nearest(word[1], KEYWORDS) if word else None
    return Diagnostic(
        "text-before-declaration",
        "expected a line that begins with a declaration (`"
        + "`, `".join(KEYWORDS)
        + f"`), found {shown(line)}",
        (Label(whole.span(start, start + len(line))),),
        help=f"did you mean `{meant}`?" if meant else "a comment begins with `#`",
        suggestion=meant,
    )


def _too_many(whole: _Text, piece: Piece) -> Diagnostic:
    return Diagnostic(
        "too-many-slips",
        f"expected a file of criteria, found more than {MOST_SLIPS} slips; reading stopped here",
        (Label(whole.span(piece.start, piece.start + len(piece.written or piece.keyword))),),
        help="mend the first ones and check again",
    )


# --- One declaration ---------------------------------------------------------------------------


def _declaration(whole: _Text, piece: Piece) -> tree.Declaration:
    if piece.written:
        whole.complaints.append(_misspelt_keyword(whole, piece, piece.written))
    if _too_deep_to_read(whole.text, piece):
        return _refuse_depth(whole, piece)
    try:
        found = _read(whole, piece, piece.start, piece.end)
    except UnexpectedInput as error:
        return _recovered(whole, piece, error)
    if found is None:
        return _refuse_depth(whole, piece)
    _check_name(whole, found)
    return found


def _read(whole: _Text, piece: Piece, start: int, end: int) -> tree.Declaration | None:
    """A declaration read from its first word on; None where it goes too deep."""
    written = len(piece.written or piece.keyword)
    text = piece.keyword + whole.text[start + written : end]
    place = Place(whole.file, start + written - len(piece.keyword), whole.complaints)
    found = read(text, piece.keyword)
    if _depth(found, text) > DEEPEST:
        return None
    built = build(found, place)
    return attrs.evolve(built, span=whole.span(start, built.span.end)) if piece.written else built


def _misspelt_keyword(whole: _Text, piece: Piece, written: str) -> Diagnostic:
    span = whole.span(piece.start, piece.start + len(written))
    if written.lower() == piece.keyword:
        message = f"expected `{piece.keyword}` in small letters, found {shown(written)}"
        return Diagnostic(
            "capital-letters", message, (Label(span),), f"write `{piece.keyword}`", suggestion=piece.keyword
        )
    message = f"expected a word that begins a declaration, found {shown(written)}"
    return foreign_letter(written, span) or Diagnostic(
        "misspelt-word", message, (Label(span),), f"did you mean `{piece.keyword}`?", suggestion=piece.keyword
    )


def _check_name(whole: _Text, declared: tree.Declaration) -> None:
    """Complain of a word of the language used as the name of something."""
    if isinstance(declared, tree.Section | tree.Criterion | tree.Example) or declared.name is None:
        return
    if declared.name.text in reserved():
        whole.complaints.append(
            Diagnostic(
                "reserved-word",
                f"expected a name, found `{declared.name.text}`, which is a word of the language",
                (Label(declared.name.span),),
                help="choose another, such as one that says more of what is meant",
            )
        )


# --- Depth -------------------------------------------------------------------------------------


def _too_deep_to_read(text: str, piece: Piece) -> bool:
    """Whether brackets stand so deep that it is not worth reading."""
    if text.count("(", piece.start, piece.end) <= DEEPEST:
        return False
    depth = deepest = 0
    for bracket in re.findall(r'"[^"\n]*"?|[()]', text[piece.start : piece.end]):
        depth += (bracket == "(") - (bracket == ")" and depth > 0)
        deepest = max(deepest, depth)
    return deepest > DEEPEST


def _depth(found: "Read[Token]", text: str) -> int:
    """How deep what was read goes, a sum counting as deep as it is long; 0 where it plainly is not deep."""
    if text.count("(") + text.count("not") + text.count("+") + text.count("-") < DEEPEST // 3:
        return 0
    deepest, todo = 0, [(found, 1)]
    while todo:
        node, depth = todo.pop()
        deepest = max(deepest, depth)
        below = depth + (len(node.children) // 2 if node.data == "sum" else 1)
        todo.extend((child, below) for child in node.children if isinstance(child, Read))
    return deepest


def _refuse_depth(whole: _Text, piece: Piece) -> tree.Broken:
    name = _name_of(whole, piece)
    first = whole.span(
        piece.start, name.span.end if name else piece.start + len(piece.written or piece.keyword)
    )
    whole.complaints.append(_too_deep(first))
    return _broken(whole, piece, name)


def _too_deep(span: Span) -> Diagnostic:
    return Diagnostic(
        "too-deeply-nested",
        f"expected brackets, `not` and sums at most {DEEPEST} deep inside one another, found more",
        (Label(span),),
        help="give parts of it names of their own with `condition`",
    )


# --- What can be kept of a declaration that cannot be read as a whole ------------------------------


def _recovered(whole: _Text, piece: Piece, error: UnexpectedInput) -> tree.Declaration:
    """The declaration from the parts of it that can be read, with a complaint for each that cannot."""
    bounds = [piece.start, *clause_starts(whole.text, piece), piece.end]
    head, clauses = _head(whole, piece, bounds[0], bounds[1])
    for start, end in pairwise(bounds[1:]):
        clauses.extend(_clauses(whole, piece, start, end))
        if len(whole.complaints) > MOST_SLIPS:
            break
    broken = any(isinstance(clause, tree.BrokenClause) for clause in clauses)
    if head is not None and not broken:  # every part can be read, and yet the whole cannot
        whole.complaints.append(_complaint(_stop(whole, piece, piece.start, piece.end, piece.keyword, error)))
        head = None
    if head is None or (broken and isinstance(head, tree.Bands | tree.List | tree.Example)):
        return _broken(whole, piece, _name_meant(whole, piece))
    _check_name(whole, head)
    return with_clauses(head, tuple(clauses), Place(whole.file, 0, whole.complaints))


def _head(
    whole: _Text, piece: Piece, start: int, end: int
) -> tuple[tree.Declaration | None, list[tree.Clause]]:
    """The declaration as far as its first clause on a line of its own; and the broken clause after it, if any."""
    try:
        head = _read(whole, piece, start, end)
    except UnexpectedInput as error:
        if piece.written:  # its first word is complained of already, and the rest is guesswork
            return None, []
        found = _stop(whole, piece, start, end, piece.keyword, error)
    else:
        if head is None:
            whole.complaints.append(_too_deep(whole.span(start, end)))
        return head, []
    said = _complaint(found)
    whole.complaints.append(said)
    if not found.begins_line or not found.found:
        return None, []
    try:
        return _read(whole, piece, start, found.at), [_broken_clause(whole, piece, found.at, end, said)]
    except UnexpectedInput:
        return None, []


def _clauses(whole: _Text, piece: Piece, start: int, end: int) -> list[tree.Clause]:
    """The clauses of a few lines; of lines that cannot be read, those before the slip, and a broken one."""
    try:
        return _read_clauses(whole, piece, start, end)
    except UnexpectedInput as error:
        found = _stop(whole, piece, start, end, f"{piece.keyword}_clauses", error)
    said = _complaint(found)
    whole.complaints.append(said)
    if not found.begins_line or not found.found or found.at == start:
        return [_broken_clause(whole, piece, start, end, said)]
    try:
        return [
            *_read_clauses(whole, piece, start, found.at),
            _broken_clause(whole, piece, found.at, end, said),
        ]
    except UnexpectedInput:
        return [_broken_clause(whole, piece, start, end, said)]


def _read_clauses(whole: _Text, piece: Piece, start: int, end: int) -> list[tree.Clause]:
    text = whole.text[start:end]
    found = read(text, f"{piece.keyword}_clauses")
    if _depth(found, text) > DEEPEST:
        said = _too_deep(whole.span(start, end))
        whole.complaints.append(said)
        return [_broken_clause(whole, piece, start, end, said)]
    return list(build(found, Place(whole.file, start, whole.complaints)))


def _stop(  # noqa: PLR0913, PLR0917 (what was read, as what)
    whole: _Text, piece: Piece, start: int, end: int, rule: str, error: UnexpectedInput
) -> Stop:
    name = _name_of(whole, piece)
    owner = f"the {piece.keyword} `{name.text}`" if name else f"the {piece.keyword}"
    return stop(
        error,
        file=whole.file,
        text=whole.text,
        start=start,
        end=end,
        rule=rule,
        keyword=piece.keyword,
        owner=owner,
        last=not whole.text[end : piece.end].strip(),
    )


def _complaint(found: Stop) -> Diagnostic:
    for slip in (*LANGUAGES, *IDIOMS, *SIGNS, *WORDS):
        complaint = slip(found)
        if complaint:
            return complaint
    return unexpected(found)


def _name_of(whole: _Text, piece: Piece) -> tree.Name | None:
    """The name (or number) that a declaration seems to declare."""
    if piece.keyword == "example":
        return None
    after = piece.start + len(piece.written or piece.keyword)
    gap = r"[^\S\n]+(?!by\b)" if piece.keyword == "bands" else r"\s*"  # the unnamed set has steps below it
    match = re.compile(gap + r"([^\W\d]\w*|\d[\w.]*)").match(whole.text, after, piece.end)
    return tree.Name(match[1], whole.span(match.start(1), match.end(1))) if match else None


def _name_meant(whole: _Text, piece: Piece) -> tree.Name | None:
    """The name that a declaration seems to declare, as it would be once a complaint about it is heeded."""
    name = _name_of(whole, piece)
    for said in reversed(whole.complaints):
        at = said.labels[0].at
        if (
            name
            and said.code == "name-form"
            and said.suggestion
            and isinstance(at, Span)
            and at.start == name.span.start
        ):
            return tree.Name(said.suggestion, at)
    return name


def _broken(whole: _Text, piece: Piece, name: tree.Name | None) -> tree.Broken:
    return tree.Broken(
        piece.keyword, name, _words(whole, piece.start, piece.end), whole.span(piece.start, piece.end)
    )


def _broken_clause(whole: _Text, piece: Piece, start: int, end: int, said: Diagnostic) -> tree.BrokenClause:
    """What is kept of a clause; its keyword is the one it begins with, or that it was said to be meant for."""
    at = said.labels[0].at
    meant = said.suggestion if isinstance(at, Span) and at.start == start else None
    begins = meant or clause_at(whole.text, piece, start)
    words = _words(whole, start, end)
    return tree.BrokenClause(begins or (words[0] if words else ""), words, whole.span(start, end))


def _words(whole: _Text, start: int, end: int) -> tuple[str, ...]:
    """Every word that may be a name, each once, in order."""
    return tuple(dict.fromkeys(_WORD.findall(_STRING.sub(" ", whole.text[start:end]))))
