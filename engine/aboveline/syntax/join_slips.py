"""Recognises slips in how words are put together where reading stopped: a comma, a quote, an `is` or a bracket missing.

As in `slips.py`, each function looks at one kind of slip and returns a diagnostic or None.
"""

import re
from difflib import SequenceMatcher

from aboveline.diagnostics import Diagnostic
from aboveline.source import Span
from aboveline.syntax.expected import found, in_words
from aboveline.syntax.spelling import shown
from aboveline.syntax.stop import Stop, length_of, next_words

#: Comparisons, as they stand after `is`; those that begin like others come before them.
COMPARISONS = (
    "no later than", "no earlier than", "on or before", "on or after", "at least", "at most", "more than", "less than",
    "one of", "between", "before", "after", "within", "missing", "known", "sufficient", "insufficient",
)  # fmt: skip


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
    for phrase in COMPARISONS if "IS" in stop.expected else ():
        if next_words(stop, len(phrase.split())) == phrase:
            return stop.complaint(
                "missing-is",
                f"expected `is` before `{phrase}`, found `{phrase}` alone",
                f"write `is {phrase}`",
                stop.span(length_of(stop, phrase)),
                f"is {phrase}",
            )
    return None


def nothing_compared(stop: Stop) -> Diagnostic | None:
    """`… and at most 16`, where it must be said again what is compared."""
    begin = stop.before_end - len(stop.before)
    line = max(stop.text.rfind("\n", stop.start, begin) + 1, stop.start)
    two_before = stop.text[line:begin].split()[-1:]
    is_alone = stop.kind_before == "NAME" and stop.before == "is" and not stop.begins_line
    for phrase in COMPARISONS:
        words = phrase.split()
        if is_alone and next_words(stop, len(words)) == phrase:
            return _no_subject(stop, phrase, begin)
        if stop.kind_before == "NAME" and _likeness_of(
            f"{stop.before} {next_words(stop, len(words) - 1)}", phrase
        ):
            return (
                _no_subject(stop, phrase, begin) if two_before != ["is"] else _misspelt(stop, phrase, begin)
            )
    if stop.expected == frozenset({"OF"}) and re.search(
        r"\b(?:and|or)\s+at\s+least\s+\S+\s*$", stop.text[stop.start : stop.at]
    ):
        return _no_subject(stop, "at least", begin)
    return None


def _likeness_of(words: str, phrase: str) -> bool:
    return " " in phrase and SequenceMatcher(None, words.lower(), phrase).ratio() > 0.85


_STANDINGS = frozenset({"missing", "known", "sufficient", "insufficient"})


def _no_subject(stop: Stop, phrase: str, begin: int) -> Diagnostic:
    subject = "plan_done" if phrase in {"sufficient", "insufficient"} else "signed_on"
    return stop.complaint(
        "nothing-compared",
        f"expected what is compared before `{phrase}`, found nothing",
        f"say again what is compared, as in `age is at least 14 and age is {phrase} 16`"
        if phrase in {"at least", "at most", "more than", "less than"}
        else f"say again what is meant, as in `{subject} is {phrase}{'' if phrase in _STANDINGS else ' …'}`",
        Span(stop.file, begin, stop.before_end),
    )


def _misspelt(stop: Stop, phrase: str, begin: int) -> Diagnostic:
    words = next_words(stop, len(phrase.split()) - 1)
    end = stop.at + length_of(stop, words)
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
    if stop.found == "," and stop.kind_before in {"AND", "OR"}:
        message = f"expected a statement to follow `{stop.before}`, found `,`"
        return stop.complaint("syntax", message, "take the comma away")
    if stop.expected == frozenset({"COLON"}):
        after = "put `:` after the name of the list, as in `list agency: police, health`"
        return stop.complaint(
            "syntax", f"expected `:` to follow {shown(stop.before)}, found {found(stop)}", after
        )
    if stop.expected == frozenset({"LPAR"}):
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
        f'write `"{rest}"`' if len(rest) < 60 else 'put `"` at both ends',
        stop.span(len(stop.rest.rstrip())),
    )


def two_names(stop: Stop) -> Diagnostic | None:
    """Two words side by side where one name was meant."""
    everyday = {"and", "or", "if", "unless", "when"}
    if {"WHEN", "OTHERWISE", "IS"} <= stop.expected and stop.kind_before == "NAME":
        return stop.complaint(
            "syntax",
            f"expected `when` or `otherwise` to follow {shown(stop.before)}, found {found(stop)}",
            f"a row is a word, and when it is given, as in `{stop.before} when …`",
        )
    if stop.kind_before != "NAME" or not stop.found.isidentifier() or stop.begins_line:
        return None
    if stop.before in everyday or stop.found in everyday:
        return None
    return stop.complaint(
        "syntax",
        f"expected {in_words(stop)} to follow {shown(stop.before)}, found {found(stop)}",
        f"if {shown(stop.before + ' ' + stop.found)} is one name, write `{stop.before}_{stop.found}`",
    )
