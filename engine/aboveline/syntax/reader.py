"""Turns `grammar.lark` into the reader of declarations, once per process.

Working out the tables of the grammar takes longer than most other things a command does, so they
are kept beside this file the way Python keeps compiled modules: in `__pycache__`, trusted no more and
no less than the modules there, and only where Python may write. The file is named after the grammar
and the versions that made it, so a stale one is never read; without it everything works, a little slower.
"""

import io
import sys
from collections.abc import Mapping
from functools import cache
from hashlib import sha256
from importlib.util import cache_from_source
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import cast

import lark
from lark import Lark, Token, Tree, UnexpectedInput

#: The words that begin a declaration.
KEYWORDS = (
    "framework",
    "theme",
    "bands",
    "list",
    "fact",
    "condition",
    "check",
    "section",
    "criterion",
    "question",
    "rating",
    "survey",
    "item",
    "example",
)

#: Those of them whose declarations have clauses, each of which can be read on its own.
WITH_CLAUSES = tuple(word for word in KEYWORDS if word not in {"bands", "list"})

_GRAMMAR = Path(__file__).with_name("grammar.lark")


def read(text: str, rule: str) -> "Tree[Token]":
    """What Lark makes of a text as one rule of the grammar; raises `UnexpectedInput` where it cannot."""
    return reader().parse(text, start=rule)  # pyright: ignore[reportUnknownMemberType]


def expected_after(text: str, rule: str) -> tuple[list[Token], frozenset[str]]:
    """The tokens of a text that begins well, and the grammar's names of what may come after them."""
    reading = reader().parse_interactive(text, start=rule)  # pyright: ignore[reportUnknownMemberType]
    try:
        tokens = reading.exhaust_lexer()
    except UnexpectedInput:
        return [], frozenset()
    return tokens, frozenset(cast("set[str]", reading.accepts()))


@cache
def reader() -> Lark:
    """The reader, with a start rule for each declaration and each declaration's clauses."""
    grammar = _GRAMMAR.read_text(encoding="utf-8")
    kept = _kept_tables(grammar)
    if kept is None:
        return _made(grammar)
    try:
        return Lark.load(io.BytesIO(kept.read_bytes()))  # pyright: ignore[reportUnknownMemberType]
    except Exception:  # noqa: BLE001 (missing, unreadable or cut short: the grammar is the authority)
        made = _made(grammar)
        _keep(made, kept)
        return made


def _made(grammar: str) -> Lark:
    return Lark(
        grammar,
        parser="lalr",
        lexer="contextual",
        start=[*KEYWORDS, *(f"{word}_clauses" for word in WITH_CLAUSES)],
        keep_all_tokens=True,
        maybe_placeholders=True,
    )


def _kept_tables(grammar: str) -> Path | None:
    """Where the tables made from this grammar are kept; None for a Python that keeps nothing."""
    made_by = sys.implementation.cache_tag
    if not made_by:
        return None
    made_from = "\n".join((grammar, lark.__version__, sys.version, *KEYWORDS))
    digest = sha256(made_from.encode()).hexdigest()[:16]
    return Path(cache_from_source(str(_GRAMMAR))).with_name(f"grammar.{made_by}.{digest}.tables")


def _keep(made: Lark, path: Path) -> None:
    """Write the tables, whole or not at all, in place of older ones; where that cannot be done they are not kept."""
    if sys.dont_write_bytecode:
        return
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=path.parent, suffix=".part", delete=False) as half:
            made.save(half)  # pyright: ignore[reportUnknownMemberType]
        Path(half.name).chmod(0o644)
        for older in path.parent.glob(f"grammar.{sys.implementation.cache_tag}.*.tables"):
            older.unlink(missing_ok=True)
        Path(half.name).replace(path)
    except OSError:
        return


@cache
def phrases() -> Mapping[str, str]:
    """The words of the language as a person writes them, by the grammar's name for them."""
    spelt = {t.name: _spelt(t.pattern.value) for t in reader().terminals}
    return {name: words for name, words in spelt.items() if words.replace(" ", "").isalnum()}


def _spelt(pattern: str) -> str:
    return pattern.replace(r"\s+", " ").replace(r"\b", "").replace("?", "")


@cache
def reserved() -> frozenset[str]:
    """The words that phrases of the language begin with; none may be the name of a fact, a question and so on."""
    return frozenset(phrase.split(maxsplit=1)[0] for phrase in phrases().values())


@cache
def starters() -> Mapping[str, tuple[str, ...]]:
    """The phrases that begin a clause, for each declaration that has clauses."""
    return {
        word: tuple(
            sorted(phrases()[name] for name in expected_after("", f"{word}_clauses")[1] if name in phrases())
        )
        for word in WITH_CLAUSES
    }
