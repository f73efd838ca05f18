"""Recognises the commonest slips of wording where reading stopped, and says which words were meant.

As in `slips.py`, each function looks at one kind of slip and returns a diagnostic or None.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from difflib import SequenceMatcher

from aboveline.diagnostics import Diagnostic
from aboveline.source import Span
from aboveline.syntax.expected import found, in_words, listed
from aboveline.syntax.reader import phrases, starters
from aboveline.syntax.spelling import foreign_letter, shown
from aboveline.syntax.stop import Stop

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

_DIGITS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen".split()
)

_COMPARISONS = (
    "no later than", "no earlier than", "on or before", "on or after", "at least", "at most", "more than", "less than",
    "one of", "between", "before", "after", "within", "missing", "known", "sufficient", "insufficient",
)  # fmt: skip


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
    return (
        foreign_letter(stop.found, stop.span())
        if stop.found and stop.found[0] != '"' and stop.found.isidentifier()
        else None
    )


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
    own = starters().get(stop.keyword, ())
    others = {
        p: [k for k, all_ in starters().items() if p in all_] for k in starters() for p in starters()[k]
    }
    for phrase in sorted(others, key=len, reverse=True):
        if phrase in own or _next_words(stop, len(phrase.split())) != phrase:
            continue
        if not stop.may_end or any(p.startswith(phrase + " ") for p in own):
            return None
        meant = next((p for p in own if p.endswith(" " + phrase)), None)
        where = listed(others[phrase])
        return stop.complaint(
            "misplaced-clause",
            f"expected a clause that belongs to {_a(stop.keyword)}, found `{phrase}`",
            f"did you mean `{meant}`?" if meant else f"`{phrase}` belongs to {_a(where)}",
            stop.span(_length(stop, phrase)),
            meant,
        )
    return None


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
    after = _next_words(stop, 5).lower()
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
        Span(stop.file, begin, stop.at + _length(stop, tail)),
        instead,
    )


def condition_word(stop: Stop) -> Diagnostic | None:
    """`if`, `when` or `unless` for `where`, and the like."""
    word = stop.found.lower()
    wanted = next((w for w in ("WHERE", "WHEN") if w in stop.expected), None)
    if wanted and word in {"if", "when", "where", "unless", "provided", "while"}:
        right = wanted.lower()
        help_ = f"write `{right} not …`" if word == "unless" else f"write `{right}`"
        return stop.complaint("wrong-word", f"expected `{right}`, found {found(stop)}", help_, None, right)
    if word in {"if", "unless"} and stop.may_end:
        clause = "only where" if "ONLY_WHERE" in stop.expected else "where"
        help_ = f"a condition of its own begins with `{clause}`"
        return stop.complaint("wrong-word", f"expected {in_words(stop)}, found {found(stop)}", help_)
    return None


def in_for_one_of(stop: Stop) -> Diagnostic | None:
    """`in (a, b)` for `is one of (a, b)`."""
    after_in = stop.found == "(" and stop.kind_before == "IN" and "NAME" in stop.expected
    if not after_in and not ("IS" in stop.expected and re.match(r"in\s*\(", stop.rest)):
        return None
    begin = stop.before_end - len("in") if after_in else stop.at
    written = "is in (" if after_in else "in ("
    return stop.complaint(
        "wrong-word",
        f"expected words of the language, found `{written}`",
        "did you mean `is one of (`?",
        Span(stop.file, begin, begin + len("in")),
        "is one of",
    )


def missing_is(stop: Stop) -> Diagnostic | None:
    """A comparison without its `is`."""
    if "IS" in stop.expected and stop.found in {"yes", "no"}:
        return stop.complaint(
            "missing-is",
            f"expected `is` before `{stop.found}`, found `{stop.found}` alone",
            f"write `is {stop.found}`",
            None,
            f"is {stop.found}",
        )
    for phrase in _COMPARISONS if "IS" in stop.expected else ():
        if _next_words(stop, len(phrase.split())) == phrase:
            return stop.complaint(
                "missing-is",
                f"expected `is` before `{phrase}`, found `{phrase}` alone",
                f"write `is {phrase}`",
                stop.span(_length(stop, phrase)),
                f"is {phrase}",
            )
    return None


def nothing_compared(stop: Stop) -> Diagnostic | None:
    """`… and at most 16`, where it must be said again what is compared."""
    begin = stop.before_end - len(stop.before)
    line = max(stop.text.rfind("\n", stop.start, begin) + 1, stop.start)
    two_before = stop.text[line:begin].split()[-1:]
    for phrase in _COMPARISONS:
        words = phrase.split()
        if stop.kind_before == "NAME" and _likeness_of(
            f"{stop.before} {_next_words(stop, len(words) - 1)}", phrase
        ):
            return (
                _no_subject(stop, phrase, begin) if two_before != ["is"] else _misspelt(stop, phrase, begin)
            )
    if stop.expected == {"OF"} and re.search(
        r"\b(?:and|or)\s+at\s+least\s+\S+\s*$", stop.text[stop.start : stop.at]
    ):
        return _no_subject(stop, "at least", begin)
    return None


def _likeness_of(words: str, phrase: str) -> bool:
    return " " in phrase and SequenceMatcher(None, words.lower(), phrase).ratio() > 0.85  # noqa: PLR2004 (near)


def _no_subject(stop: Stop, phrase: str, begin: int) -> Diagnostic:
    return stop.complaint(
        "nothing-compared",
        f"expected what is compared before `{phrase}`, found nothing",
        f"say again what is compared, as in `age is at least 14 and age is {phrase} 16`"
        if phrase in {"at least", "at most", "more than", "less than"}
        else f"say again what is compared, as in `signed_on is {phrase} …`",
        Span(stop.file, begin, stop.before_end),
    )


def _misspelt(stop: Stop, phrase: str, begin: int) -> Diagnostic:
    words = _next_words(stop, len(phrase.split()) - 1)
    end = stop.at + _length(stop, words)
    return stop.complaint(
        "misspelt-word",
        f"expected words of the language, found {shown(stop.text[begin:end])}",
        f"did you mean `{phrase}`?",
        Span(stop.file, begin, end),
        phrase,
    )


def missing_of(stop: Stop) -> Diagnostic | None:
    """`any (…)` without its `of`, and words in brackets where the language has no brackets."""
    if stop.found != "(" or stop.before not in {"any", "all", "none", "number"}:
        return None
    begin = stop.before_end - len(stop.before)
    return stop.complaint(
        "misspelt-word",
        f"expected `{stop.before} of` before the bracket, found `{stop.before}` alone",
        f"write `{stop.before} of (`",
        Span(stop.file, begin, stop.before_end),
        f"{stop.before} of",
    )


def joins(stop: Stop) -> Diagnostic | None:
    """`and` where a list wants a comma, a comma where `and` is wanted, a missing comma, colon or bracket."""
    if stop.found in {"and", "or"} and "COMMA" in stop.expected and stop.found.upper() not in stop.expected:
        return stop.complaint(
            "wrong-word",
            f"expected `,` between the parts of a list, found `{stop.found}`",
            "write `,`",
            None,
            ",",
        )
    if stop.found == "," and "AND" in stop.expected:
        either = "`and` or `or`" if "OR" in stop.expected else "`and`"
        return stop.complaint(
            "wrong-word", f"expected {either} to join two statements, found `,`", "write `and`"
        )
    if stop.found == "," and stop.keyword == "rating" and "IN_BANDS" in stop.expected:
        help_ = "put the parts in brackets, as in `lowest of (a, b)`"
        return stop.complaint("syntax", f"expected {in_words(stop)}, found `,`", help_)
    if stop.expected == {"COLON"}:
        after = "put `:` after the name of the list, as in `list agency: police, health`"
        return stop.complaint(
            "syntax", f"expected `:` to follow {shown(stop.before)}, found {found(stop)}", after
        )
    if stop.expected == {"LPAR"}:
        help_ = f"put the parts in brackets, as in `{stop.before} (a, b)`"
        return stop.complaint("syntax", f"expected `(` to follow `{stop.before}`, found {found(stop)}", help_)
    if stop.found == "are" and "THAT_ARE" in stop.expected:
        return stop.complaint(
            "wrong-word", f"expected {in_words(stop)}, found `are`", "write `that are`", None, "that are"
        )
    return None


def missing_comma(stop: Stop) -> Diagnostic | None:
    """Two parts of a list side by side."""
    side_by_side = stop.kind_before in {"NAME", "STRING", "NUMBER"} and (
        stop.found.isidentifier() or stop.found[:1] == '"'
    )
    if "COMMA" not in stop.expected or not side_by_side or (stop.begins_line and stop.may_end):
        return None
    one_name = f", or `{stop.before}_{stop.found}` if it is one name" if stop.kind_before == "NAME" else ""
    return stop.complaint(
        "missing-comma",
        f"expected `,` between {shown(stop.before)} and {found(stop)}, found nothing",
        f"write `{stop.before}, {stop.found}`{one_name}",
    )


def bands_by(stop: Stop) -> Diagnostic | None:
    """`bands by …` with only some of its words."""
    line = stop.text[stop.start : stop.end].lstrip().split("\n", 1)[0]
    written = re.match(r"bands(?:\s+(?!by\b)\w+)?\s+(by\b.*?)\s*$", line)
    if (
        stop.keyword != "bands"
        or not written
        or re.match(r"by\s+the\s+(?:rounded|exact)\s+score\b", written[1])
    ):
        return None
    begin = stop.text.index(written[1], stop.start)
    return stop.complaint(
        "misspelt-word",
        f"expected `by the rounded score` or `by the exact score`, found {shown(written[1])}",
        "say in full which score the bands are read from",
        Span(stop.file, begin, begin + len(written[1])),
    )


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
    return f"a clause of {stop.owner}" if stop.begins_line and stop.may_end else in_words(stop)


def _likeness(words: str, phrase: str) -> float:
    """How like a phrase some words are; a first word that is right counts for much in a long phrase."""
    if not words:
        return 0.0
    whole = SequenceMatcher(None, words, phrase).ratio()
    first, of_phrase = words.split()[0], phrase.split()
    if len(of_phrase) > 1 and first == of_phrase[0] and len(first) > 2:  # noqa: PLR2004 (not `is`, `in`, `at`)
        return max(whole, _NEAR + whole / 100)
    if len(of_phrase) > 1 and len(words.split()) == 1 and len(first) > 2:  # noqa: PLR2004 (likewise)
        return max(whole, SequenceMatcher(None, first, of_phrase[0]).ratio() - 0.05)
    return whole


def _expected_phrases(stop: Stop) -> Iterable[str]:
    return sorted(
        (phrases()[name] for name in stop.expected if name in phrases()), key=lambda p: (-len(p), p)
    )


def missing_quotes(stop: Stop) -> Diagnostic | None:
    """Words people read, without their quotes."""
    if (
        "STRING" not in stop.expected
        or "NAME" in stop.expected
        or not stop.found
        or not stop.found[0].isalnum()
    ):
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
    if stop.begins_line and stop.may_end:
        return None
    if stop.keyword == "example" and '"' in stop.rest:
        message = f"expected words in double quotes to follow `example`, found {found(stop)}"
        return stop.complaint("name-form", message, "an example has no name; take it away")
    rest = stop.rest.strip().strip('"')
    return stop.complaint(
        "missing-quotes",
        f"expected words in double quotes, found {shown(rest)}",
        f'write `"{rest}"`' if len(rest) < 60 else 'put `"` at both ends',  # noqa: PLR2004 (what fits a line)
        stop.span(len(stop.rest.rstrip())),
    )


def two_names(stop: Stop) -> Diagnostic | None:
    """Two words side by side where one name was meant."""
    everyday = {"and", "or", "if", "unless", "when"}
    if stop.kind_before != "NAME" or not stop.found.isidentifier() or stop.begins_line:
        return None
    if stop.before in everyday or stop.found in everyday:
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
    bands_by,
    number_word,
    other_type,
    missing_of,
    in_for_one_of,
    joins,
    nothing_compared,
    otherwise_said,
    missing_is,
    misplaced,
    condition_word,
    misspelt,
    missing_comma,
    missing_quotes,
    two_names,
)
