"""Recognises the commonest slips of wording where reading stopped, and says which words were meant.

As in `slips.py`, each function looks at one kind of slip and returns a diagnostic or None.
"""

import re
from collections.abc import Callable, Iterable
from difflib import SequenceMatcher

from aboveline.diagnostics import Diagnostic
from aboveline.source import Span
from aboveline.syntax.expected import found, in_words
from aboveline.syntax.reader import phrases, starters
from aboveline.syntax.spelling import foreign_letter, shown
from aboveline.syntax.stop import Stop

# How near (of 1) a wording must come to a phrase to be taken for it.
_NEAR = 0.78

# Everyday words after which, or for which, the language has others; with the last word before.
_SAID_OTHERWISE: tuple[tuple[str, str], ...] = (
    ("is equal to", "is"),
    ("is equals", "is"),
    ("equal to", "is"),
    ("equals", "is"),
    ("is greater than or equal to", "is at least"),
    ("is less than or equal to", "is at most"),
    ("is greater than", "is more than"),
    ("is bigger than", "is more than"),
    ("is higher than", "is more than"),
    ("is above", "is more than"),
    ("is over", "is more than"),
    ("is fewer than", "is less than"),
    ("is lower than", "is less than"),
    ("is smaller than", "is less than"),
    ("is under", "is less than"),
    ("is later than", "is after"),
    ("is earlier than", "is before"),
    ("is no more than", "is at most"),
    ("is no less than", "is at least"),
    ("is not more than", "is at most"),
    ("is not less than", "is at least"),
    ("is not at least", "is less than"),
    ("is not at most", "is more than"),
    ("is not before", "is on or after"),
    ("is not after", "is on or before"),
    ("is not later than", "is no later than"),
    ("is not earlier than", "is no earlier than"),
    ("is any of", "is one of"),
    ("is either of", "is one of"),
    ("is either", "is one of (…, …)"),
    ("is in", "is one of"),
    ("is not in", "is not one of"),
    ("is none of", "is not one of"),
    ("is not applicable", "does not apply"),
    ("does not equal", "is not"),
    ("do not apply", "does not apply"),
    ("apply", "applies"),
    ("isn", "is not"),
    ("are", "is"),
    ("was", "is"),
    ("has", "is"),
)


def _next_words(stop: Stop, count: int) -> str:
    """The next so many words from the stop on, with single spaces."""
    match = re.match(rf"\w+(?:[^\S\n]+\w+){{0,{count - 1}}}", stop.rest)
    return " ".join(match[0].split()) if match and count else ""


def _length(stop: Stop, words: str) -> int:
    """How much of the text these next words take up."""
    match = re.match(r"\s+".join(map(re.escape, words.split())), stop.text[stop.at : stop.end])
    return match.end() if match else len(stop.found)


def foreign(stop: Stop) -> Diagnostic | None:
    """A word of the language with a letter of another alphabet in it."""
    return foreign_letter(stop.found, stop.span()) if stop.found and stop.found[0] != '"' and stop.found.isidentifier() else None


def capitals(stop: Stop) -> Diagnostic | None:
    """A phrase of the language in capitals."""
    for phrase in _expected_phrases(stop):
        written = _next_words(stop, len(phrase.split()))
        if written.lower() == phrase and written != phrase:
            return stop.complaint(
                "capital-letters",
                f"expected `{phrase}` in small letters, found {shown(written)}",
                f"write `{phrase}`",
                stop.span(_length(stop, written)),
                phrase,
            )
    return None


def misplaced(stop: Stop) -> Diagnostic | None:
    """A clause that belongs to other declarations."""
    fitting = {p: [k for k, clauses in starters().items() if p in clauses] for each in starters().values() for p in each}
    for phrase in sorted(fitting, key=len, reverse=True):
        if stop.keyword in fitting[phrase] or _next_words(stop, len(phrase.split())) != phrase:
            continue
        if not stop.begins_line and "$END" not in stop.expected:
            continue
        others = fitting[phrase]
        where = others[0] if len(others) == 1 else ", ".join(others[:-1]) + " or " + others[-1]
        return stop.complaint(
            "misplaced-clause",
            f"expected {_own_clauses(stop)}, found `{phrase}`",
            f"`{phrase}` stands in a {where}",
            stop.span(_length(stop, phrase)),
        )
    return None


def _own_clauses(stop: Stop) -> str:
    clauses = [f"`{p}`" for p in starters().get(stop.keyword, ())]
    return f"a clause of the {stop.keyword} (" + ", ".join(clauses) + ")" if clauses else in_words(stop)


def otherwise_said(stop: Stop) -> Diagnostic | None:
    """Everyday words for which the language has its own."""
    line = stop.text.rfind("\n", stop.start, stop.at) + 1
    before = " ".join(stop.text[max(line, stop.start) : stop.at].lower().split()[-4:])
    after = _next_words(stop, 5).lower()
    for said, instead in _SAID_OTHERWISE:
        for split in range(said.count(" ") + 1):
            words = said.split()
            head, tail = " ".join(words[:split]), " ".join(words[split:])
            if not re.search(rf"(?:^|\s){re.escape(head)}$", before) and head:
                continue
            if re.match(rf"{re.escape(tail)}\b", after) and (head or "IS" in stop.expected):
                return _instead(stop, said, instead, head, tail)
    return None


def _instead(stop: Stop, said: str, instead: str, head: str, tail: str) -> Diagnostic:
    begin = stop.at
    if head:
        match = re.search(r"\s+".join(map(re.escape, head.split())) + r"\s*$", stop.text[stop.start : stop.at], re.IGNORECASE)
        begin = stop.start + match.start() if match else stop.at
    return stop.complaint(
        "wrong-word",
        f"expected words of the language, found `{said}`",
        f"did you mean `{instead}`?",
        Span(stop.file, begin, stop.at + _length(stop, tail)),
        instead,
    )


def condition_word(stop: Stop) -> Diagnostic | None:
    """`if`, `when` or `unless` for `where`, and the like."""
    word = stop.found.lower()
    wanted = next((w for w in ("WHERE", "WHEN") if w in stop.expected), None)
    if wanted and word in {"if", "when", "where", "unless", "provided", "while", "while"}:
        right = wanted.lower()
        help_ = f"write `{right} not …`" if word == "unless" else f"write `{right}`"
        return stop.complaint("wrong-word", f"expected `{right}`, found {found(stop)}", help_, None, right)
    if word in {"if", "unless"} and "$END" in stop.expected:
        clause = "only where" if "ONLY_WHERE" in stop.expected else "where"
        help_ = f"a condition of its own begins with `{clause}`"
        return stop.complaint("wrong-word", f"expected {in_words(stop)}, found {found(stop)}", help_)
    return None


def missing_is(stop: Stop) -> Diagnostic | None:
    """A comparison without its `is`."""
    if "IS" not in stop.expected:
        return None
    compare = ("at least", "at most", "more than", "less than", "between", "before", "after", "on or before", "on or after",
               "no later than", "no earlier than", "within", "one of", "missing", "known", "sufficient", "insufficient")  # fmt: skip
    for phrase in compare:
        if _next_words(stop, len(phrase.split())) == phrase:
            return stop.complaint(
                "missing-is",
                f"expected `is` before `{phrase}`, found `{phrase}` alone",
                f"write `is {phrase}`",
                stop.span(_length(stop, phrase)),
                f"is {phrase}",
            )
    return None


def misspelt(stop: Stop) -> Diagnostic | None:
    """A phrase of the language with a slip of spelling in it, or not written to its end."""
    if not stop.found or not stop.found[0].isalpha():
        return None
    best, near, written = "", 0.0, ""
    for phrase in _expected_phrases(stop):
        words = _next_words(stop, len(phrase.split())).lower()
        likeness = _likeness(words, phrase)
        if likeness > near:
            best, near, written = phrase, likeness, words
    if near < _NEAR:
        return None
    return stop.complaint(
        "misspelt-word",
        f"expected {_kind(stop)}, found {shown(stop.text[stop.at : stop.at + _length(stop, written)])}",
        f"did you mean `{best}`?",
        stop.span(_length(stop, written)),
        best,
    )


def _kind(stop: Stop) -> str:
    return f"a clause of {stop.owner}" if stop.begins_line and "$END" in stop.expected else in_words(stop)


def _likeness(words: str, phrase: str) -> float:
    """How like a phrase some words are; a first word that is right counts for much in a long phrase."""
    if not words:
        return 0.0
    whole = SequenceMatcher(None, words, phrase).ratio()
    first, of_phrase = words.split()[0], phrase.split()
    if len(of_phrase) > 1 and first == of_phrase[0] and len(first) > 2:  # noqa: PLR2004 (not `is`, `in`, `at`)
        return max(whole, _NEAR + whole / 100)
    if len(of_phrase) > 1 and len(words.split()) == 1:
        return max(whole, SequenceMatcher(None, first, of_phrase[0]).ratio() - 0.05)
    return whole


def _expected_phrases(stop: Stop) -> Iterable[str]:
    return sorted((phrases()[name] for name in stop.expected if name in phrases()), key=lambda p: (-len(p), p))


def missing_quotes(stop: Stop) -> Diagnostic | None:
    """Words people read, without their quotes."""
    if "STRING" not in stop.expected or "NAME" in stop.expected or not stop.found or not stop.found[0].isalnum():
        return None
    two_words = re.match(r'(\w+)(?:[^\S\n]+(\w+))*[^\S\n]*"', stop.rest)
    if stop.kind_before == "NAME" and two_words:
        better = "_".join([stop.before, *two_words[0].rstrip('" \t').split()])
        return stop.complaint(
            "name-form",
            f"expected a name of one word, found {shown(stop.before + ' ' + two_words[0].rstrip(chr(34)).strip())}",
            f"write `{better}`",
            Span(stop.file, stop.before_end - len(stop.before), stop.at + len(two_words[0].rstrip('" \t'))),
            better,
        )
    if stop.begins_line and "$END" in stop.expected:
        return None
    rest = stop.rest.strip().strip('"')
    return stop.complaint(
        "missing-quotes",
        f"expected words in double quotes, found {shown(rest)}",
        f'write `"{rest}"`' if len(rest) < 60 else 'put `"` at both ends',  # noqa: PLR2004 (what fits a line)
        stop.span(len(stop.rest.rstrip())),
    )


def two_names(stop: Stop) -> Diagnostic | None:
    """Two words side by side where one name was meant."""
    if stop.kind_before != "NAME" or not stop.found.isidentifier() or stop.begins_line:
        return None
    return stop.complaint(
        "syntax",
        f"expected {in_words(stop)} after {shown(stop.before)}, found {found(stop)}",
        f"if {shown(stop.before + ' ' + stop.found)} is one name, write `{stop.before}_{stop.found}`",
    )


#: Slips of wording, the surest first.
WORDS: tuple[Callable[[Stop], Diagnostic | None], ...] = (
    foreign,
    capitals,
    missing_is,
    misplaced,
    condition_word,
    otherwise_said,
    misspelt,
    missing_quotes,
    two_names,
)
