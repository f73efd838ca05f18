"""Turns an exception of Lark's into the place where reading stopped, as data."""

import re
from typing import Any, cast

from lark import UnexpectedInput, UnexpectedToken

from aboveline.diagnostics import Diagnostic, Label
from aboveline.frozen import frozen
from aboveline.source import Span
from aboveline.syntax.reader import expected_after

_WORD = re.compile(r"\w+")


@frozen
class Stop:
    """Where reading stopped.

    `text` is the cleaned text of the whole file, of which `start` to `end` was being read, and `at`
    is where it stopped. `found` is the word, the text in quotes or the sign that stands there, or
    "" at the end. `expected` has the grammar's names of what could have come, and is worth saying. `before` is the text of
    what was read last, `kind_before` the grammar's name of it. `owner` says whose text it
    is, such as "the question `plan_done`"; `last` whether its text ends at `end`.
    """

    file: str
    text: str
    start: int
    end: int
    at: int
    found: str
    expected: frozenset[str]
    before: str
    kind_before: str
    before_end: int
    keyword: str
    owner: str
    last: bool
    #: Whether a translation could follow here.
    translatable: bool = False

    @property
    def rest(self) -> str:
        """The text from where reading stopped to the end of its line."""
        return self.text[self.at : self.end].split("\n", 1)[0]

    @property
    def run(self) -> tuple[int, str]:
        """The stretch without spaces, commas or round brackets in which reading stopped, and where it begins."""
        begin = self.at
        while begin > self.start and self.text[begin - 1] not in ' \t\n,()"':
            begin -= 1
        written = re.match(r"[^\s,()\"]*", self.text[begin : self.end])
        return begin, written[0] if written else ""

    @property
    def begins_line(self) -> bool:
        """Whether what was found is the first thing on its line."""
        return not self.text[self.text.rfind("\n", 0, self.at) + 1 : self.at].strip()

    @property
    def may_end(self) -> bool:
        """Whether what was read is whole as it stands, so that a new clause could begin."""
        return "$END" in self.expected or not self.before

    def span(self, length: int | None = None) -> Span:
        """The place of what was found, or as many characters from there on."""
        return Span(self.file, self.at, self.at + (len(self.found) if length is None else length))

    def complaint(
        self,
        code: str,
        message: str,
        help_: str | None = None,
        span: Span | None = None,
        suggestion: str | None = None,
    ) -> Diagnostic:
        """A diagnostic at this place."""
        return Diagnostic(code, message, (Label(span or self.span()),), help=help_, suggestion=suggestion)


def stop(  # noqa: PLR0913 (what was read, as what, for whom)
    error: UnexpectedInput,
    *,
    file: str,
    text: str,
    start: int,
    end: int,
    rule: str,
    keyword: str,
    owner: str,
    last: bool,
) -> Stop:
    """Where reading stopped, from the exception that stopped it."""
    at_end = isinstance(error, UnexpectedToken) and cast("Any", error).token.type == "$END"
    at = end if at_end else start + (error.pos_in_stream or 0)
    # The state Lark stops in has already closed what the wrong word seemed to close, and knows too
    # little; so the text before it is read again.
    tokens, expected = expected_after(text[start:at], rule)
    before = tokens[-1] if tokens else None
    before_end = start + (before.end_pos or 0) if before else start
    return Stop(
        file=file,
        text=text,
        start=start,
        end=end,
        at=before_end if at_end else at,
        found="" if at_end else _found(text, at, end),
        expected=_worth_saying(expected),
        before=" ".join(before.split()) if before else "",
        kind_before=before.type if before else "",
        before_end=before_end,
        keyword=keyword,
        owner=owner,
        last=last,
        translatable="LANGUAGE" in expected,
    )


def _worth_saying(expected: frozenset[str]) -> frozenset[str]:
    """What could have come, without what hardly anybody means: a translation, or the label of a list."""
    return expected - {"LANGUAGE"} - ({"STRING"} if "COLON" in expected else set[str]())


def _found(text: str, at: int, end: int) -> str:
    if text[at] == '"':
        close = text.find('"', at + 1, end)
        line = text.find("\n", at, end)
        if close >= 0 and (line < 0 or close < line):
            return text[at : close + 1]
    word = _WORD.match(text, at, end)
    return word[0] if word else text[at]


def next_words(stop: Stop, count: int) -> str:
    """The next so many words from the stop on, on its line, with single spaces."""
    match = re.match(rf"\w+(?:[^\S\n]+\w+){{0,{count - 1}}}", stop.rest) if count else None
    return " ".join(match[0].split()) if match else ""


def length_of(stop: Stop, words: str) -> int:
    """How much of the text from the stop on these words take up."""
    match = re.match(r"\s+".join(map(re.escape, words.split())), stop.text[stop.at : stop.end], re.IGNORECASE)
    return match.end() if match else len(stop.found)
