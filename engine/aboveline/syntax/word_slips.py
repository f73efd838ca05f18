"""Recognises the commonest slips of wording where reading stopped, and says which words were meant.

As in `slips.py`, each function looks at one kind of slip and returns a diagnostic or None.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from difflib import SequenceMatcher

from aboveline.diagnostics import Diagnostic
from aboveline.source import Span
from aboveline.syntax.expected import found, in_words
from aboveline.syntax.join_slips import (
    COMPARISONS,
    bands_by,
    in_for_one_of,
    joins,
    missing_comma,
    missing_is,
    missing_of,
    missing_quotes,
    nothing_compared,
    two_names,
)
from aboveline.syntax.reader import KEYWORDS, phrases, starters
from aboveline.syntax.spelling import foreign_letter, shown
from aboveline.syntax.stop import Stop, length_of, next_words
from aboveline.wording.lists import in_a_list

# How near (of 1) a wording must come to a phrase to be taken for it.
_NEAR = 0.78

# Everyday wordings, and what the language says instead; those with most words are tried first.
_SAID_OTHERWISE: Mapping[str, str] = {
    "is greater than or equal to": "is at least",
    "is less than or equal to": "is at most",
    "is equal to": "is",
    "is greater than": "is more than",
    "is bigger than": "is more than",
    "is higher than": "is more than",
    "is fewer than": "is less than",
    "is lower than": "is less than",
    "is smaller than": "is less than",
    "is later than": "is after",
    "is earlier than": "is before",
    "is no more than": "is at most",
    "is no less than": "is at least",
    "is not more than": "is at most",
    "is not less than": "is at least",
    "is not at least": "is less than",
    "is not at most": "is more than",
    "is not before": "is on or after",
    "is not after": "is on or before",
    "is not later than": "is no later than",
    "is not earlier than": "is no earlier than",
    "is none of": "is not one of",
    "is not in": "is not one of",
    "is not applicable": "does not apply",
    "do not apply": "does not apply",
    "does not equal": "is not",
    "not equal to": "is not",
    "days between": "days from … to …",
    "weeks between": "weeks from … to …",
    "months between": "months from … to …",
    "years between": "years from … to …",
    "is above": "is more than",
    "is over": "is more than",
    "is under": "is less than",
    "is either": "is one of",
    "equal to": "is",
    "equals": "is",
    "apply": "applies",
    "are": "is",
    "was": "is",
    "were": "is",
    "has": "is",
    "isn": "is not",
}

#: What other systems call the types of facts.
_TYPES: Mapping[str, str] = {
    "string": "text",
    "words": "text",
    "boolean": "yes or no",
    "bool": "yes or no",
    "yes": "yes or no",
    "true": "yes or no",
    "integer": "whole number",
    "int": "whole number",
    "count": "whole number",
    "decimal": "number",
    "float": "number",
    "numeric": "number",
    "percentage": "number",
    "enum": "one of",
    "choice": "one of",
    "either": "one of",
    "any": "one of",
    "day": "date",
    "datetime": "date",
}

_DIGITS: tuple[str, ...] = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen",
)  # fmt: skip


def foreign(stop: Stop) -> Diagnostic | None:
    """A word of the language with a letter of another alphabet in it."""
    return (
        foreign_letter(stop.found, stop.span())
        if stop.found and stop.found[0] != '"' and stop.found.isidentifier()
        else None
    )


def capitals(stop: Stop) -> Diagnostic | None:
    """A phrase of the language in capitals."""
    for phrase in _expected_phrases(stop):
        written = next_words(stop, len(phrase.split()))
        if written.lower() == phrase and written != phrase:
            return stop.complaint(
                "capital-letters",
                f"expected `{phrase}` in small letters, found {shown(written)}",
                f"write `{phrase}`",
                stop.span(length_of(stop, written)),
                phrase,
            )
    return None


def misplaced(stop: Stop) -> Diagnostic | None:
    """A clause that belongs to other declarations."""
    if stop.found in {"when", "where"} and _condition_wanted(stop):
        return None
    own = starters().get(stop.keyword, ())
    others = {
        p: [k for k, all_ in starters().items() if p in all_] for k in starters() for p in starters()[k]
    }
    for phrase in sorted(others, key=len, reverse=True):
        if phrase in own or next_words(stop, len(phrase.split())) != phrase:
            continue
        if not stop.may_end or any(p.startswith(phrase + " ") for p in own):
            return None
        meant = next((p for p in sorted(own, reverse=True) if p.endswith(" " + phrase)), None)
        where = in_a_list(others[phrase], "or")
        return stop.complaint(
            "misplaced-clause",
            f"expected a clause that belongs to {_a(stop.keyword)}, found `{phrase}`",
            f"did you mean `{meant}`?" if meant else f"`{phrase}` belongs to {_a(where)}",
            stop.span(length_of(stop, phrase)),
            meant,
        )
    return None


def on_its_line(stop: Stop) -> Diagnostic | None:
    """A line that begins with a misspelt clause, or with one of another declaration's."""
    if not (stop.begins_line and stop.may_end) or _compares(stop):
        return None
    return misplaced(stop) or misspelt(stop)


def _compares(stop: Stop) -> bool:
    """Whether a comparison stands here without its `is`."""
    return "IS" in stop.expected and any(next_words(stop, p.count(" ") + 1) == p for p in COMPARISONS)


def declaration_inside_line(stop: Stop) -> Diagnostic | None:
    """A declaration that begins in the middle of a line."""
    if stop.found not in KEYWORDS or not stop.may_end or stop.begins_line:
        return None
    return stop.complaint(
        "declaration-inside-line",
        f"expected `{stop.found}` at the beginning of a line, found it inside one",
        "begin each declaration on a line of its own",
    )


def _a(noun: str) -> str:
    return f"an {noun}" if noun[0] in "aeiou" else f"a {noun}"


def other_type(stop: Stop) -> Diagnostic | None:
    """A type of fact by the name other systems give it."""
    if "WHOLE_NUMBER" not in stop.expected:
        return None
    if stop.found in {"from", "between", "to"}:
        message = f"expected {in_words(stop)}, found `{stop.found}`"
        return stop.complaint(
            "wrong-word", message, "the range of a number is written `whole number from 1 to 10`"
        )
    if stop.found.lower() not in _TYPES:
        return None
    meant = _TYPES[stop.found.lower()]
    message = f"expected {in_words(stop)}, found {found(stop)}"
    return stop.complaint("wrong-word", message, f"did you mean `{meant}`?", None, meant)


def years_limit(stop: Stop) -> Diagnostic | None:
    """A limit counted in years, which the language counts in months."""
    if stop.found not in {"year", "years"} or "MONTHS" not in stop.expected:
        return None
    months = int(stop.before) * 12 if stop.before.isdigit() and len(stop.before) < len("1000") else 12
    message = f"expected {in_words(stop)}, found `{stop.found}`"
    return stop.complaint("wrong-word", message, f"write `{months} months`", None, "months")


def number_word(stop: Stop) -> Diagnostic | None:
    """A number written as a word."""
    if "NUMBER" not in stop.expected or "NAME" in stop.expected or stop.found.lower() not in _DIGITS:
        return None
    digits = str(_DIGITS.index(stop.found.lower()))
    message = f"expected a number in digits, found {found(stop)}"
    return stop.complaint("number-form", message, f"write `{digits}`", None, digits)


def otherwise_said(stop: Stop) -> Diagnostic | None:
    """Everyday words for which the language has its own."""
    line = max(stop.text.rfind("\n", stop.start, stop.at) + 1, stop.start)
    before = " ".join(stop.text[line : stop.at].lower().split()[-4:])
    after = next_words(stop, 5).lower()
    for said, instead in _SAID_OTHERWISE.items():
        words = said.split()
        for split in range(len(words)):
            head, tail = " ".join(words[:split]), " ".join(words[split:])
            ends = re.search(rf"(?:^|\s|\(){re.escape(head)}$", before) if head else "IS" in stop.expected
            if ends and re.match(rf"{re.escape(tail)}\b", after):
                return _instead(stop, said, instead, head, tail)
    return None


def _instead(stop: Stop, said: str, instead: str, head: str, tail: str) -> Diagnostic:
    if stop.keyword == "example" and said == "is not applicable":
        instead = "is marked not applicable"
    begin = stop.at
    if head:
        match = re.search(
            r"\s+".join(map(re.escape, head.split())) + r"\s*$",
            stop.text[stop.start : stop.at],
            re.IGNORECASE,
        )
        begin = stop.start + match.start() if match else stop.at
    return stop.complaint(
        "wrong-word",
        f"expected words of the language, found `{said}`",
        f"did you mean `{instead}`?",
        Span(stop.file, begin, stop.at + length_of(stop, tail)),
        instead,
    )


def condition_word(stop: Stop) -> Diagnostic | None:
    """`if`, `when` or `unless` for `where`, and the like."""
    word = stop.found.lower()
    wanted = _condition_wanted(stop)
    if wanted and word in {"if", "when", "where", "unless", "provided", "while"}:
        right = wanted.lower()
        help_ = f"write `{right} not …`" if word == "unless" else f"write `{right}`"
        return stop.complaint("wrong-word", f"expected `{right}`, found {found(stop)}", help_, None, right)
    if word in {"if", "unless"} and stop.may_end:
        clause = "only where" if "ONLY_WHERE" in stop.expected else "where"
        help_ = f"a condition of its own begins with `{clause}`"
        return stop.complaint("wrong-word", f"expected {in_words(stop)}, found {found(stop)}", help_)
    return None


def _condition_wanted(stop: Stop) -> str | None:
    """The grammar's name of the word that a condition should begin with here."""
    return next((w for w in ("WHERE", "WHEN") if w in stop.expected), None)


def misspelt(stop: Stop) -> Diagnostic | None:
    """A phrase of the language with a slip of spelling in it, or not written to its end."""
    if not stop.found or not stop.found[0].isalpha():
        return None
    best, near, written = "", 0.0, ""
    for phrase in _expected_phrases(stop):
        words = next_words(stop, len(phrase.split())).lower()
        likeness = _likeness(words, phrase)
        if likeness > near:
            best, near, written = phrase, likeness, words
    if near < _NEAR:
        return None
    return stop.complaint(
        "misspelt-word",
        f"expected {_kind(stop)}, found {shown(stop.text[stop.at : stop.at + length_of(stop, written)])}",
        f"did you mean `{best}`?",
        stop.span(length_of(stop, written)),
        best,
    )


def _kind(stop: Stop) -> str:
    return f"a clause of {stop.owner}" if stop.begins_line and stop.may_end else in_words(stop)


def _likeness(words: str, phrase: str) -> float:
    """How like a phrase some words are; a first word that is right counts for much in a long phrase."""
    whole = SequenceMatcher(None, words, phrase).ratio()
    first, of_phrase = words.split(maxsplit=1)[0], phrase.split()
    if len(of_phrase) > 1 and first == of_phrase[0] and len(first) > 2:
        return max(whole, _NEAR + whole / 100)
    if len(of_phrase) > 1 and len(words.split()) == 1 and len(first) > 2:
        return max(whole, SequenceMatcher(None, first, of_phrase[0]).ratio() - 0.05)
    return whole


def _expected_phrases(stop: Stop) -> Iterable[str]:
    return sorted(
        (phrases()[name] for name in stop.expected if name in phrases()), key=lambda p: (-len(p), p)
    )


#: Slips of wording, in the order they are looked for.
WORDS: tuple[Callable[[Stop], Diagnostic | None], ...] = (
    foreign,
    capitals,
    bands_by,
    number_word,
    years_limit,
    other_type,
    missing_of,
    in_for_one_of,
    joins,
    nothing_compared,
    declaration_inside_line,
    on_its_line,
    otherwise_said,
    missing_is,
    misplaced,
    condition_word,
    misspelt,
    missing_comma,
    missing_quotes,
    two_names,
)
